"""A partner's offer as an agreement: the terms that a case implies, written out as anybody could write and sign them.

The same agreement is simulated here, printed by ``suture choose --out`` and invoiced by ``suture rate``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from suture.engine.clauses.figure import Figure, exactly
from suture.engine.period import later
from suture.engine.strategy.case import Case, Committed, Partner, Product
from suture.engine.strategy.planned import (
    YEAR,
    base_share,
    likely_price,
    of_this,
    open_price,
    planned_builds,
    planned_spend,
    planned_units,
)
from suture.engine.terms.agreement import Agreement
from suture.engine.text import Message, Text

Mode = Literal["on_demand", "committed", "base", "hours", "builds", "frame", "tools"]
"""on_demand: order by order · committed: a yearly minimum of spend · base: a quantity to be taken or paid · hours and
builds: development · frame: builds with a yearly minimum of spend · tools: what is made once for the product."""
SUPPLY = frozenset({"on_demand", "committed", "base"})
LONG = frozenset({"committed", "base", "frame"})

MODES: Mapping[Mode, Text] = {
    "on_demand": Text("mode.on_demand", "on demand", "按需"),
    "committed": Text("mode.committed", "committed", "承诺采购"),
    "base": Text("mode.base", "base", "基本量"),
    "hours": Text("mode.hours", "hours", "工时"),
    "builds": Text("mode.builds", "builds", "试制"),
    "frame": Text("mode.frame", "frame", "试制框架"),
    "tools": Text("mode.tools", "tools", "模具"),
}
TITLE = Text("offer.title", "{partner}: {mode}", "{partner}：{mode}")
HOURS = Text("offer.hours", "development by the hour", "按小时计费的开发服务")
LEVEL = Text("offer.level", "price level, 1 at the start", "价格水平，起始为 1")
AGREED = Text("offer.agreed", "agreed at the yearly re-opening", "每年重新议价时商定")
REOPENER = "reopener"
LEVEL_AGREED = {
    "describes": LEVEL.en,
    "source": AGREED.en,
    "missing": "last_stands",
    "revised": "first_stands",
}
ZERO = exactly(0)


class Deal(NamedTuple):
    """An offer that a strategy takes: whose, in which mode, for which share of the plan; tools for which product."""

    partner: str
    mode: Mode
    share: Decimal = Decimal(1)
    product: str = ""

    @property
    def name(self) -> str:
        """As part of a file name or the number of an agreement."""
        part = "" if self.share == 1 else f"-{self.share * 100:.0f}-percent"
        of = f"-{self.product}" if self.product else ""
        return f"{self.partner}-{self.mode.replace('_', '-')}{of}{part}"


class Asked(NamedTuple):
    """An offer that is asked for: in which case, by which partner, in which mode, from when for how long."""

    case: Case
    partner: Partner
    deal: Deal
    starts: date
    months: int

    @property
    def mode(self) -> Mode:
        """The mode of the deal."""
        return self.deal.mode

    @property
    def committed(self) -> Committed | None:
        """The terms for committing, under the modes that commit."""
        return self.partner.committed if self.mode in LONG else None

    @property
    def years(self) -> range:
        """The contract years that begin within the term."""
        return range(-(-self.months // YEAR))


def offer(case: Case, deal: Deal, *, begins: int = 0, months: int | None = None) -> Agreement:
    """The agreement that the partner offers in this mode, from a month of the case on.

    As long as the case, unless told. Its contract years are those of the plan after launch, whenever it begins.
    """
    partner = case.partners[deal.partner]
    asked = Asked(case, partner, deal, later(case.starts, begins), case.months if months is None else months)
    prices = PRICED_BY[deal.mode](asked)
    adjusted = [*prices, *adjustments(asked, [clause["id"] for clause in prices])]
    committed = [*adjusted, *commitments(asked, [clause["id"] for clause in adjusted])]
    owed = [*committed, *ending(asked)]
    clauses = [
        *owed,
        *landed(asked, [clause["id"] for clause in adjusted]),
        *payments(asked, [clause["id"] for clause in owed]),
    ]
    return Agreement.model_validate(
        {
            "suture": 1,
            "agreement": f"{case.case}-{deal.name}",
            "title": str(titled(case, deal)),
            "model": "long_term" if deal.mode in LONG else "platform" if deal.mode == "hours" else "on_demand",
            "parties": {"buyer": case.company.name, "seller": partner.title or deal.partner},
            "currency": case.currency,
            "valid": {"from": asked.starts, "until": later(asked.starts, asked.months)},
            "contract_year_starts": asked.starts,
            "settlement": {"every": "month", "anchor": asked.starts},
            "rounding": {"mode": "half_up", "point": "line"},
            "services": services(case, deal.mode),
            "indices": {REOPENER: LEVEL_AGREED},
            "not_priced": partner.not_priced,
            "clauses": clauses,
        }
    )


def titled(case: Case, deal: Deal) -> Message:
    """What the agreement is called."""
    return TITLE(partner=case.partners[deal.partner].title or deal.partner, mode=MODES[deal.mode]())


def services(case: Case, mode: Mode) -> dict[str, Any]:
    """What is supplied, with its unit and smallest step."""
    if mode == "tools":
        return {}
    if mode == "hours":
        return {"hours": {"unit": "hour", "step": Decimal("0.25"), "describes": HOURS.en}}
    return {name: {"unit": "piece", "step": 1, "describes": p.describes} for name, p in case.products.items()}


def goods(asked: Asked) -> list[dict[str, Any]]:
    """The price of every product, and its lots and sterilisation loads."""
    return [
        clause
        for name, product in asked.case.products.items()
        for clause in (unit_price(asked.partner, name, product, "accepted"), lots(asked.partner, name, product))
    ]


def builds(asked: Asked) -> list[dict[str, Any]]:
    """Development builds: units and lots as ordered."""
    return [
        clause
        for name, product in asked.case.products.items()
        if product.stages
        for clause in (unit_price(asked.partner, name, product, "ordered"), lots(asked.partner, name, product))
    ]


def tools(asked: Asked) -> list[dict[str, Any]]:
    """The tools of one product."""
    name = asked.deal.product
    return [
        {"id": f"tool_{name}", "kind": "tooling", "cost": asked.case.products[name].tooling,
         "at_once": {"on": asked.starts}, "on_exit": "nothing_due",
         "owner_once_paid": "buyer" if asked.partner.tools_owned else "seller"}
    ]  # fmt: skip


def tooled(case: Case) -> list[str]:
    """The products that tools are made for: those that are not on the market yet."""
    return [name for name, product in case.products.items() if product.tooling is not None and not product.on_market]


def unit_price(partner: Partner, name: str, product: Product, measure: str) -> dict[str, Any]:
    """The quoted price by order size, or the price built up from cost."""
    if quoted := partner.quote.get(name):
        steps = sorted(quoted, key=lambda step: step.order_from.likely)
        ends = [step.order_from for step in steps[1:]]
        tiers = [
            {"from": ZERO if i == 0 else step.order_from, "price": step.price}
            | ({"to": ends[i]} if i < len(ends) else {})
            for i, step in enumerate(steps)
        ]
        return {
            "id": f"price_{name}", "kind": "volume", "service": name, "measure": measure, "window": "order",
            "bound": "lower_inclusive", "zero_use": "nothing_due", "price_change": "later_units", "tiers": tiers,
        }  # fmt: skip
    minutes = partner.minutes or ZERO
    return {
        "id": f"price_{name}", "kind": "cost_build_up", "service": name, "measure": measure,
        "material": product.material, "handling": partner.handling, "minutes": minutes.times(product.work),
        "hourly_rate": partner.labour, "overhead": (partner.overhead or ZERO).times(product.work),
        "yield": partner.yield_steady, "margin": partner.margin, "unit_price_decimals": 2,
    }  # fmt: skip


def lots(partner: Partner, name: str, product: Product) -> dict[str, Any]:
    """The fee of every started lot, and of every started sterilisation load."""
    clause: dict[str, Any] = {
        "id": f"lots_{name}", "kind": "lot_economics", "service": name, "bills": "ordered", "unit_price": ZERO,
        "lot": {"size": exactly(of_this(partner.lot_size, product)), "fee": partner.lot_fee},
    }  # fmt: skip
    if product.sterile != "no":
        clause["load"] = {"capacity": exactly(of_this(partner.load_units, product)), "fee": partner.sterilisation_load}
    return clause


def by_the_hour(asked: Asked) -> list[dict[str, Any]]:
    """Development hours: by rate card with its cap and membership, or at the engineering rate."""
    card = asked.partner.rate_card
    if card is None:
        rate = asked.partner.engineering or ZERO
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


PRICED_BY: dict[Mode, Callable[[Asked], list[dict[str, Any]]]] = {
    "on_demand": goods, "committed": goods, "base": goods, "hours": by_the_hour, "builds": builds, "frame": builds,
    "tools": tools,
}  # fmt: skip


def adjustments(asked: Asked, on: Sequence[str]) -> Iterable[dict[str, Any]]:
    """The yearly re-opening of the price; for committing, the discount from the start and the yearly price-down."""
    moved = [name for name in on if name.startswith("price_")]
    if asked.mode in SUPPLY:
        yield {
            "id": "reopening", "kind": "indexation", "on": moved, "index": REOPENER, "base": exactly(1),
            "weight": exactly(1), "lag_periods": 0, "threshold": ZERO, "past_threshold": "whole_move",
        }  # fmt: skip
        moved = [*moved, "reopening"]
    terms = asked.committed
    if terms is None:
        return
    begins = [(0, terms.discount), *((YEAR * year, terms.price_down) for year in asked.years if year)]
    if asked.mode not in SUPPLY:
        begins = begins[:1]
    reductions = [{"after_months": month, "share": share} for month, share in begins if share and says(share)]
    if reductions:
        yield {
            "id": "price_down", "kind": "price_down", "on": moved, "each_reduction_on": "reduced_price",
            "reductions": reductions,
        }  # fmt: skip


def says(share: Figure) -> bool:
    """Whether it is anything but a plain zero."""
    return share.is_range or share.likely != 0


def commitments(asked: Asked, on: Sequence[str]) -> Iterable[dict[str, Any]]:
    """The yearly minimum of spend, or the base quantity of each product to be taken or paid."""
    case, partner, terms = asked.case, asked.partner, asked.committed
    if terms is None or terms.minimum_share is None:
        return
    if asked.mode in {"committed", "frame"}:
        planned = planned_spend(case, partner) if asked.mode == "committed" else planned_builds(case, partner)
        yield {
            "id": "minimum", "kind": "minimum_commitment", "window": "contract_year", "prorate": "in_force",
            "minimum_spend": by_year(asked, [terms.minimum_share.times(spend * asked.deal.share) for spend in planned]),
            "counts": list(on), "counted_amounts": "unrounded",
        }  # fmt: skip
    if asked.mode == "base":
        for name, product in case.products.items():
            price = likely_price(partner, name, product)
            base = [exactly(round(units * base_share(partner))) for units in planned_units(case, product)]
            yield {
                "id": f"base_{name}", "kind": "take_or_pay", "services": [name], "measure": "accepted",
                "window": "contract_year", "minimum": by_year(asked, base), "price": exactly(price),
                "make_up": "later_excess", "prorate": "in_force",
            }  # fmt: skip


def ending(asked: Asked) -> Iterable[dict[str, Any]]:
    """A declining fee for leaving a commitment early."""
    terms = asked.committed
    if asked.mode == "frame" or terms is None or terms.exit_fee_share is None:
        return
    spend = max(planned_spend(asked.case, asked.partner)) * asked.deal.share
    fees = [
        {"from_month": YEAR * k, "fee": terms.exit_fee_share.times(round(spend * (terms.years - k) / terms.years, 2))}
        for k in range(terms.years)
    ]
    notice = int(terms.exit_notice.likely) if terms.exit_notice else 0
    yield {
        "id": "leaving", "kind": "early_termination", "notice_months": notice,
        "fees": [*fees, {"from_month": YEAR * terms.years, "fee": ZERO}],
    }  # fmt: skip


def landed(asked: Asked, on: Sequence[str]) -> Iterable[dict[str, Any]]:
    """Freight and duty on what is delivered."""
    if asked.mode not in SUPPLY:
        return
    yield {
        "id": "landed", "kind": "landed_cost", "services": list(asked.case.products), "measure": "accepted",
        "on": list(on), "incoterm": "FCA", "freight_share": asked.partner.freight,
        "duty": {"share": asked.partner.duty, "on": "price"},
    }  # fmt: skip


def payments(asked: Asked, on: Sequence[str]) -> Iterable[dict[str, Any]]:
    """When the charges are paid; the goods of each product apart, for their orders carry a deposit."""
    partner, terms = asked.partner, asked.committed
    agreed = (terms.payment_days if terms else None) or partner.payment_days or ZERO
    share = (terms.deposit if terms else None) or partner.deposit or ZERO
    days = int(agreed.likely)
    when = {"kind": "payment", "payment_days": days, "payment_periods": -(-days // 30)}
    rest = list(on)
    for name, product in asked.case.products.items():
        goods_of = [clause for clause in rest if clause in {f"price_{name}", f"lots_{name}"}]
        if goods_of and says(share):
            price = likely_price if terms else open_price
            value = price(partner, name, product).quantize(Decimal("0.01"))
            deposit = {
                "services": [name], "measure": "ordered", "share": share, "value_per_unit": exactly(value),
                "set_off": "share_of_charge",
            }  # fmt: skip
            yield {"id": f"payment_{name}", "on": goods_of, "deposit": deposit} | when
            rest = [clause for clause in rest if clause not in goods_of]
    if rest:
        yield {"id": "payment", "on": rest} | when


def by_year(asked: Asked, figures: Sequence[Figure]) -> Figure:
    """Figures of the contract years as one dated figure."""
    entries = [
        figure.model_dump() | {"from": later(asked.starts, YEAR * year)}
        for year, figure in zip(asked.years, figures, strict=False)
    ]
    return Figure.model_validate([{key: value for key, value in entry.items() if key != "dated"} for entry in entries])
