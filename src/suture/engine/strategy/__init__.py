"""Cooperation models as policies on a case: who does what under which terms, and the month in which it happens."""
