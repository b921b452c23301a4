"""What a difference is called where only its clause says it: by the kind of the clause."""

from typing import Final

from suture.engine.claims.due import Due
from suture.engine.claims.finding import FindingKind
from suture.engine.claims.from_terms import MISSED
from suture.engine.claims.group import Group, right
from suture.engine.claims.guess import Guess, rows_of
from suture.engine.clauses.causes import cause_of

OF_KIND: Final[dict[str, FindingKind]] = {
    "tax": "wrong_tax", "periodic_fee": "fee_wrong", "dedicated_cell": "fee_wrong", "royalty": "fee_wrong",
    "milestone": "milestone_not_reached", "late_interest": "interest_wrong", "cancellation": "cancellation_wrong",
    "reschedule": "cancellation_wrong", "consigned_loss": "claim_not_justified",
    "forecast_commitment": "minimum_wrong",
}  # fmt: skip
OF_CAUSE: Final[dict[str, FindingKind]] = {
    "minimum": "minimum_wrong", "material": "claim_not_justified", "stock": "claim_not_justified",
    "tooling": "claim_not_justified", "ending": "claim_not_justified",
}  # fmt: skip


def by_kind(due: Due, group: Group, minor: int) -> Guess:
    """The name of a difference that nothing else explains."""
    name = next(
        (each for each in group.clauses if any(due.money((each, at)).minor for at in group.periods)), group.clauses[0]
    )
    return Guess(kind_of(due, group, due.kind(name), minor), minor, rows_of(group.lines))


def kind_of(due: Due, group: Group, kind: str, minor: int) -> FindingKind:
    """By what is due, what was billed, and the kind of the clause."""
    owed = right(due, group).minor
    if kind == "liability_cap":
        return "credit_below_cap" if minor > 0 else "cap_exceeded"
    if not group.lines:
        if owed > 0:
            return "not_billed"
        came_back = any(due.returned(name, at) for name, at in group.places)
        return MISSED.get(kind) or (
            "wrong_tax" if kind == "tax" else "returned_not_credited" if came_back else "missed_credit"
        )
    if kind in MISSED and owed < 0 < minor:
        return MISSED[kind]
    if kind in MISSED and owed <= 0 and minor < 0:
        return "credit_too_high"
    if kind in MISSED and MISSED[kind] == "wrong_index":
        return "wrong_index"
    named = OF_KIND.get(kind) or OF_CAUSE.get(cause_of(kind))
    if named == "claim_not_justified" and minor < 0:
        return "not_billed"
    if named == "milestone_not_reached" and owed:
        return "wrong_price"
    if named is not None:
        return named
    return "not_supported" if not owed and minor > 0 else "unexplained"
