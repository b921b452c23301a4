"""Clause kinds: one module each. A new kind is a new module and one line here."""

from suture.engine.clauses import graduated, take_or_pay
from suture.engine.clauses.kind import Kind

KINDS: dict[str, Kind] = {
    module.KIND.name: module.KIND
    for module in (
        graduated,
        take_or_pay,
    )
}
