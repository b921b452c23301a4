"""Agreements and activity as tests write them: the cast is Vena (device company) and North (CDMO)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from suture.engine.clauses.kind import Told
from suture.engine.rating import exact, lanes
from suture.engine.rating.plan import Plan, plan
from suture.engine.terms.agreement import Agreement

Quantities = Mapping[tuple[str, str], Sequence[int | str | Decimal | Mapping[str, int | str | Decimal]]]


def published(what: str) -> dict[str, str]:
    """An index as written: a month without a new value keeps the last, a revised value does not count."""
    return {"describes": what, "source": "as published", "missing": "last_stands", "revised": "first_stands"}


def agreement(*clauses: Mapping[str, Any], **changes: Any) -> Agreement:
    """Catheter supply from 2027-01-01 for two years, settled monthly, with these clauses."""
    written: dict[str, Any] = {
        "suture": 1,
        "agreement": "2027-014",
        "model": "long_term",
        "parties": {"buyer": "Vena", "seller": "North"},
        "currency": "USD",
        "valid": {"from": "2027-01-01", "until": "2029-01-01"},
        "contract_year_starts": "2027-01-01",
        "settlement": {"every": "month", "anchor": "2027-01-01"},
        "rounding": {"mode": "half_up", "point": "line"},
        "services": {
            "catheter": {"unit": "piece", "step": "1"},
            "engineering": {"unit": "hour", "step": "0.25"},
        },
        "indices": {"cpi": published("US CPI-U")},
        "clauses": clauses,
    }
    return Agreement.model_validate(written | changes)


def happened(
    planned: Plan,
    quantities: Quantities,
    levels: Mapping[str, Sequence[str]] | None = None,
    in_force: Sequence[str] = (),
) -> exact.Activity:
    """Quantities in steps per period (a number is one event; a mapping several); missing periods are empty."""
    periods = len(planned.periods)

    def events(values: Sequence[Any]) -> list[dict[str, Decimal]]:
        told = [
            {name: Decimal(q) for name, q in value.items()} if isinstance(value, Mapping) else {"e": Decimal(value)}
            for value in values
        ]
        return told + [{}] * (periods - len(told))

    force = [Decimal(share) for share in in_force] or [Decimal(1)] * periods
    series = {name: [Decimal(v) for v in values] for name, values in (levels or {}).items()}
    for values in series.values():
        values.extend([values[-1]] * (periods - len(values)))
    return exact.Activity({key: events(values) for key, values in quantities.items()}, series, force)


def dues(terms: Agreement, quantities: Quantities, clause: str, **more: Any) -> list[Decimal]:
    """What one clause adds in each period, unrounded."""
    planned = plan(terms)
    folded = next(f for f in exact.fold(planned, happened(planned, quantities, **more)) if f.line.name == clause)
    return [after - before for before, after in zip([Decimal(0), *folded.due], folded.due, strict=False)]


def told(terms: Agreement, quantities: Quantities, clause: str, at: int, **more: Any) -> list[str]:
    """How the entries of one clause in period ``at`` explain themselves, in English."""
    planned = plan(terms)
    folded = next(f for f in exact.fold(planned, happened(planned, quantities, **more)) if f.line.name == clause)
    line = folded.line
    return [
        str(message)
        for e in folded.entries
        if e.at == at
        for message in line.kind.explain(
            Told(line.version(e.at).clause, e.terms, e.facts, e.before, e.after, line.unit, line.currency)
        )
    ]


def in_lanes(terms: Agreement, activity: exact.Activity) -> dict[str, list[float]]:
    """The same activity through the lanes: due since the start per period, by clause; every lane must agree."""
    planned = plan(terms)
    periods = len(planned.periods)

    def wide(values: Sequence[Decimal]) -> lanes.Floats:
        return np.repeat(np.array([float(v) for v in values])[None, :, None], lanes.LANES, axis=2)

    quantities = {key: wide([sum(at.values(), Decimal(0)) for at in events]) for key, events in activity.events.items()}
    levels = {name: wide(values) for name, values in activity.levels.items()}
    told = lanes.Activity(quantities, levels, wide(activity.in_force))
    charged = lanes.charge([lanes.lane(line) for line in planned.lines], told, np.zeros(1, np.int64))
    for values in charged.values():
        assert values.shape == (1, periods, lanes.LANES)
        assert (values == values[:, :, :1]).all()
    return {name: values[0, :, 0].tolist() for name, values in charged.items()}
