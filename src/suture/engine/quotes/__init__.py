"""Quotes: what several bidders offer, brought to one measure: landed cost per accepted unit on the asker's own terms."""
