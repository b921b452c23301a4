"""Rates by the month, whatever the settlement calendar is."""

from decimal import Decimal

from suture.engine.clauses.kind import Moment

LONGEST = ((1, 32), (3, 93))
"""Months of a settlement cycle, and the days that such a cycle never has."""


def months_of(at: Moment) -> Decimal:
    """How many months the settlement periods of a segment have: 1, 3 or 12, a part of it where they are partial."""
    days = at.period.days / at.share
    months = next((months for months, never in LONGEST if days < never), 12)
    return months * at.share
