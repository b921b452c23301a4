"""A partner's offer as an agreement: the terms that a case implies, written out as anybody could write and sign them.

The same agreement is simulated here, printed by ``suture choose --out`` and invoiced by ``suture rate``.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from suture.engine.clauses.figure import Figure, exactly
from suture.engine.period import later
from suture.engine.strategy.case import Case, Committed, Partner, Product
from suture.engine.strategy.planned import (
    YEAR,
    likely_price,
    of_this,
    open_price,
    planned_builds,
    planned_spend,
    planned_units,
)
from suture.engine.terms.agreement import Agreement

Mode = Literal["on_demand", "committed", "base", "hours", "builds", "frame", "tools"]
"""on_demand: order by order · committed: a yearly minimum of spend · base: a quantity to be taken or paid · hours and
builds: development · frame: builds with a yearly minimum of spend · tools: what is made once for the product."""
SUPPLY = frozenset({"on_demand", "committed", "base"})
LONG = frozenset({"committed", "base", "frame"})

REOPENER = "reopener"
ZERO = exactly(0)


class Deal(NamedTuple):
    """An offer that a strategy takes: whose, in which mode, for which share of the plan."""

    partner: str
    mode: Mode
    share: Decimal = Decimal(1)

    @property
    def name(self) -> str:
        """As part of a file name or the number of an agreement."""
        part = "" if self.share == 1 else f"-{self.share * 100:.0f}-percent"
        return f"{self.partner}-{self.mode.replace('_', '-')}{part}"


def offer(case: Case, deal: Deal) -> Agreement:
    """The agreement that the partner offers in this mode, over the months of the case."""
    name, mode = deal.partner, deal.mode
    partner = case.partners[name]
    prices = PRICED_BY[mode](case, partner, mode)
    goods_ids = [clause["id"] for clause in prices]
    adjusted = [*prices, *adjustments(case, partner, mode, goods_ids)]
    committed = [*adjusted, *commitments(case, partner, deal, [clause["id"] for clause in adjusted])]
    owed = [*committed, *ending(case, partner, deal)]
    on = [clause["id"] for clause in owed]
    clauses = [
        *owed,
        *landed(case, partner, mode, [clause["id"] for clause in adjusted]),
        *payments(case, partner, mode, on),
    ]
    return Agreement.model_validate(
        {
            "suture": 1,
            "agreement": f"{case.case}-{deal.name}",
            "title": f"{partner.title or name}: {mode.replace('_', ' ')}",
            "model": "long_term" if mode in LONG else "platform" if mode == "hours" else "on_demand",
            "parties": {"buyer": case.company.name, "seller": partner.title or name},
            "currency": case.currency,
            "valid": {"from": case.starts, "until": later(case.starts, case.months)},
            "contract_year_starts": case.starts,
            "settlement": {"every": "month", "anchor": case.starts},
            "rounding": {"mode": "half_up", "point": "line"},
            "services": services(case, mode),
            "indices": {REOPENER: "price level agreed at the yearly re-opening, 1 at the start"},
            "not_priced": partner.not_priced,
            "clauses": clauses,
        }
    )


def services(case: Case, mode: Mode) -> dict[str, Any]:
    """What is supplied, with its unit and smallest step."""
    if mode == "tools":
        return {}
    if mode == "hours":
        return {"hours": {"unit": "hour", "step": Decimal("0.25"), "describes": "development by the hour"}}
    return {name: {"unit": "piece", "step": 1, "describes": p.describes} for name, p in case.products.items()}


def goods(case: Case, partner: Partner, mode: Mode) -> list[dict[str, Any]]:
    """The price of every product, and its lots and sterilisation loads."""
    terms = partner.committed if mode in LONG else None
    return [
        clause
        for name, product in case.products.items()
        for clause in (unit_price(partner, name, product, "accepted", terms), lots(partner, name, product))
    ]


def builds(case: Case, partner: Partner, mode: Mode) -> list[dict[str, Any]]:
    """Development builds: units and lots as ordered."""
    terms = partner.committed if mode in LONG else None
    return [
        clause
        for name, product in case.products.items()
        if product.stages
        for clause in (unit_price(partner, name, product, "ordered", terms), lots(partner, name, product))
    ]


def tools(case: Case, partner: Partner, mode: Mode) -> list[dict[str, Any]]:
    """The tools of every product that is not on the market yet."""
    return [
        {"id": f"tool_{name}", "kind": "tooling", "cost": product.tooling, "at_once": {"on": case.starts},
         "on_exit": "nothing_due", "owner_once_paid": "buyer" if partner.tools_owned else "seller"}
        for name, product in case.products.items()
        if product.tooling is not None and not product.on_market
    ]  # fmt: skip


def unit_price(
    partner: Partner, name: str, product: Product, measure: str, committed: Committed | None
) -> dict[str, Any]:
    """The quoted price by order size, or the price built up from cost; less the discount for committing."""
    if quoted := partner.quote.get(name):
        steps = sorted(quoted, key=lambda step: step.order_from.likely)
        ends = [step.order_from for step in steps[1:]]
        discount = 1 - committed.discount.likely if committed and committed.discount else Decimal(1)
        tiers = [
            {"from": ZERO if i == 0 else step.order_from, "price": step.price.times(discount)}
            | ({"to": ends[i]} if i < len(ends) else {})
            for i, step in enumerate(steps)
        ]
        return {
            "id": f"price_{name}", "kind": "volume", "service": name, "measure": measure, "window": "order",
            "bound": "lower_inclusive", "zero_use": "nothing_due", "price_change": "later_units", "tiers": tiers,
        }  # fmt: skip
    minutes = partner.minutes or ZERO
    clause: dict[str, Any] = {
        "id": f"price_{name}", "kind": "cost_build_up", "service": name, "measure": measure,
        "material": product.material, "handling": partner.handling, "minutes": minutes.times(product.work),
        "hourly_rate": partner.labour, "overhead": (partner.overhead or ZERO).times(product.work),
        "yield": partner.yield_steady, "margin": partner.margin, "unit_price_decimals": 2,
    }  # fmt: skip
    return clause | ({"commitment_discount": committed.discount} if committed else {})


def lots(partner: Partner, name: str, product: Product) -> dict[str, Any]:
    """The fee of every started lot, and of every started sterilisation load."""
    clause: dict[str, Any] = {
        "id": f"lots_{name}", "kind": "lot_economics", "service": name, "bills": "ordered", "unit_price": ZERO,
        "lot": {"size": exactly(of_this(partner.lot_size, product)), "fee": partner.lot_fee},
    }  # fmt: skip
    if product.sterile != "no":
        clause["load"] = {"capacity": exactly(of_this(partner.load_units, product)), "fee": partner.sterilisation_load}
    return clause


def by_the_hour(case: Case, partner: Partner, mode: Mode) -> list[dict[str, Any]]:
    """Development hours: by rate card with its cap and membership, or at the engineering rate."""
    card = partner.rate_card
    if card is None:
        rate = partner.engineering or ZERO
        return [{"id": "hours", "kind": "time_and_materials", "service": "hours", "rate": rate}]
    tiers = card.member_tiers if card.membership is not None and card.member_tiers else card.tiers
    clauses: list[dict[str, Any]] = [
        {"id": "hours", "kind": "graduated", "service": "hours", "measure": "worked", "window": card.window,
         "bound": "upper_inclusive", "zero_use": "nothing_due", "price_change": "later_units", "tiers": tiers}
    ]  # fmt: skip
    if card.cap is not None:
        clauses.append(
            {"id": "cap", "kind": "maximum", "counts": ["hours"], "counted_amounts": "unrounded",
             "window": card.window, "maximum": card.cap, "credited": "when_passed", "prorate": "full"}
        )  # fmt: skip
    if card.membership is not None:
        clauses.append(
            {"id": "membership", "kind": "periodic_fee", "fee": card.membership, "per": "contract_year",
             "billed": "in_advance", "part_of_a_period": "whole"}
        )  # fmt: skip
    return clauses


PRICED_BY: dict[Mode, Callable[[Case, Partner, Mode], list[dict[str, Any]]]] = {
    "on_demand": goods, "committed": goods, "base": goods, "hours": by_the_hour, "builds": builds, "frame": builds,
    "tools": tools,
}  # fmt: skip


def adjustments(case: Case, partner: Partner, mode: Mode, on: Sequence[str]) -> Iterable[dict[str, Any]]:
    """The yearly re-opening of the price, and the price-down of a commitment."""
    years = range(1, -(-case.months // YEAR))
    if mode not in SUPPLY:
        return
    moved = [name for name in on if name.startswith("price_")]
    yield {
        "id": "reopening", "kind": "indexation", "on": moved, "index": REOPENER, "base": exactly(1),
        "weight": exactly(1), "lag_periods": 0, "threshold": ZERO, "past_threshold": "whole_move",
    }  # fmt: skip
    terms = partner.committed
    if mode != "on_demand" and terms is not None and terms.price_down is not None and years:
        yield {
            "id": "price_down", "kind": "price_down", "on": moved, "each_reduction_on": "reduced_price",
            "reductions": [{"after_months": YEAR * year, "share": terms.price_down} for year in years],
        }  # fmt: skip


def commitments(case: Case, partner: Partner, deal: Deal, on: Sequence[str]) -> Iterable[dict[str, Any]]:
    """The yearly minimum of spend, or the base quantity of each product to be taken or paid."""
    terms = partner.committed
    if terms is None or terms.minimum_share is None:
        return
    if deal.mode in {"committed", "frame"}:
        planned = planned_spend(case, partner) if deal.mode == "committed" else planned_builds(case, partner)
        yield {
            "id": "minimum", "kind": "minimum_commitment", "window": "contract_year", "prorate": "in_force",
            "minimum_spend": dated(case, [terms.minimum_share.times(spend * deal.share) for spend in planned]),
            "counts": list(on), "counted_amounts": "unrounded",
        }  # fmt: skip
    if deal.mode == "base":
        for name, product in case.products.items():
            price = likely_price(partner, name, product)
            base = [exactly(round(units * BASE)) for units in planned_units(case, product)]
            yield {
                "id": f"base_{name}", "kind": "take_or_pay", "services": [name], "measure": "accepted",
                "window": "contract_year", "minimum": dated(case, base), "price": exactly(price),
                "make_up": "later_excess", "prorate": "in_force",
            }  # fmt: skip


BASE = Decimal("0.6")
"""Share of the planned units that a committed base takes; the rest is peak. Assumption: minimum shares are 60-90 %."""


def ending(case: Case, partner: Partner, deal: Deal) -> Iterable[dict[str, Any]]:
    """A declining fee for leaving a commitment early."""
    terms = partner.committed
    if deal.mode not in LONG - {"frame"} or terms is None or terms.exit_fee_share is None:
        return
    spend = max(planned_spend(case, partner)) * deal.share
    years = range(terms.years)
    fees = [
        {"from_month": YEAR * k, "fee": terms.exit_fee_share.times(round(spend * (terms.years - k) / terms.years, 2))}
        for k in years
    ]
    notice = int(terms.exit_notice.likely) if terms.exit_notice else 0
    yield {
        "id": "leaving", "kind": "early_termination", "notice_months": notice,
        "fees": [*fees, {"from_month": YEAR * terms.years, "fee": ZERO}],
    }  # fmt: skip


def landed(case: Case, partner: Partner, mode: Mode, on: Sequence[str]) -> Iterable[dict[str, Any]]:
    """Freight and duty on what is delivered."""
    if mode not in SUPPLY:
        return
    yield {
        "id": "landed", "kind": "landed_cost", "services": list(case.products), "measure": "accepted", "on": list(on),
        "incoterm": "FCA", "freight_share": partner.freight, "duty": {"share": partner.duty, "on": "price"},
    }  # fmt: skip


def payments(case: Case, partner: Partner, mode: Mode, on: Sequence[str]) -> Iterable[dict[str, Any]]:
    """When the charges are paid; the goods of each product apart, for their orders carry a deposit."""
    terms = partner.committed if mode in LONG else None
    agreed = (terms.payment_days if terms else None) or partner.payment_days or ZERO
    share = (terms.deposit if terms else None) or partner.deposit or ZERO
    days = int(agreed.likely)
    when = {"kind": "payment", "payment_days": days, "payment_periods": -(-days // 30)}
    rest = list(on)
    for name, product in case.products.items():
        goods_of = [clause for clause in rest if clause in {f"price_{name}", f"lots_{name}"}]
        if goods_of and (share.is_range or share.likely > 0):
            value = open_price(partner, name, product).quantize(Decimal("0.01"))
            deposit = {
                "services": [name], "measure": "ordered", "share": share, "value_per_unit": exactly(value),
                "set_off": "share_of_charge",
            }  # fmt: skip
            yield {"id": f"payment_{name}", "on": goods_of, "deposit": deposit} | when
            rest = [clause for clause in rest if clause not in goods_of]
    if rest:
        yield {"id": "payment", "on": rest} | when


def dated(case: Case, by_year: Sequence[Figure]) -> Figure:
    """Figures of the contract years as one dated figure."""
    entries = [
        figure.model_dump() | {"from": later(case.starts, YEAR * year)}
        for year, figure in enumerate(by_year)
        if year * YEAR < case.months
    ]
    return Figure.model_validate([{key: value for key, value in entry.items() if key != "dated"} for entry in entries])
