"""Clause kinds: one module each. A new kind is a new module and one line here."""

from suture.engine.clauses import (
    cost_build_up,
    early_termination,
    graduated,
    indexation,
    landed_cost,
    lot_economics,
    maximum,
    milestone,
    minimum_commitment,
    package,
    payment,
    periodic_fee,
    price_down,
    reservation,
    take_or_pay,
    time_and_materials,
    tooling,
    unit,
    volume,
)
from suture.engine.clauses.kind import Kind

KINDS: dict[str, Kind] = {
    module.KIND.name: module.KIND
    for module in (
        cost_build_up,
        early_termination,
        graduated,
        indexation,
        landed_cost,
        lot_economics,
        maximum,
        milestone,
        minimum_commitment,
        package,
        payment,
        periodic_fee,
        price_down,
        reservation,
        take_or_pay,
        time_and_materials,
        tooling,
        unit,
        volume,
    )
}
