"""Suture: one text of terms, simulated before signing, invoiced after it, and priced on leaving."""

__version__ = "0.1.0"
