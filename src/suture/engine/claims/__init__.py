"""Claims: what was invoiced held against what the terms and the facts make due, in both directions."""
