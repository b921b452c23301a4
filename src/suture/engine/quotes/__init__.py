"""Quotes: what several bidders offer, as landed cost per accepted unit on the asker's own terms."""
