"""An agreement as text: articles that people read and sign, and what changed between two of them."""
