"""What stands in for an answer that nobody has given: the likely value and range of the trade, by kind of firm.

Sources: [J] judgement of the trade, an assumption; otherwise the published figure named. Cash, volumes, a quoted price
(or what builds one up) and a duty across a border have no stand-in.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from suture.engine.clauses.figure import Figure, Written
from suture.engine.fault import Path
from suture.engine.strategy.case import Case, Committed, Partner
from suture.engine.text import Text

W = TypeVar("W", bound=Written)


class Assumed(NamedTuple):
    """One figure that was not given, and what stands in for it."""

    path: Path
    figure: Figure


def between(low: str, value: str, high: str, why: Text | None = None, *, source: Text | None = None) -> Figure:
    """A range with its reason, or with where it was published."""
    return Figure(
        value=Decimal(value),
        low=Decimal(low),
        high=Decimal(high),
        source="" if source is None else source.en,
        assumption="" if why is None else why.en,
    )


def given(value: str, why: Text) -> Figure:
    """One value with its reason."""
    return Figure(value=Decimal(value), assumption=why.en)


HABIT = Text("stand_in.habit", "trade habit", "行业惯例")
BRIDGE = Text("stand_in.bridge", "venture bridge money", "创投过桥资金")
CAPITAL = Text("stand_in.capital", "cost of working capital", "营运资金成本")
GRANT = Text("stand_in.grant", "pre-financing of a grant", "项目经费垫付")
NONE_GIVEN = Text("stand_in.none_given", "none given", "未提供")
NEAR = Text("stand_in.near", "near", "距离近")
NO_BORDER = Text("stand_in.no_border", "no border", "不跨境")
PALLETS = Text("stand_in.pallets", "six pallets of 500", "六托盘，每托盘 500 件")
HOSPITALS = Text(
    "stand_in.hospitals",
    "coefficient of variation, median and quartiles of 767 hospital series",
    "767 条医院用量序列的变异系数（中位数与四分位数）",
)
ORDER_LINES = Text(
    "stand_in.order_lines",
    "SCMS device order lines 2006-13, freight on value",
    "SCMS 2006–13 年器械订单行，运费占货值之比",
)
REASONS: Mapping[str, Text] = {
    text.en: text
    for text in (HABIT, BRIDGE, CAPITAL, GRANT, NONE_GIVEN, NEAR, NO_BORDER, PALLETS, HOSPITALS, ORDER_LINES)
}
"""Why a stand-in is what it is, by how its figure says it."""
COMPANY: Mapping[str, Mapping[str, Figure]] = {
    "startup": {
        "discount_rate": between("0.15", "0.20", "0.30", HABIT),
        "bridge_rate": between("0.20", "0.30", "0.45", BRIDGE),
        "oversight_hours": between("40", "80", "160", HABIT),
    },
    "mature": {
        "discount_rate": between("0.07", "0.09", "0.12", HABIT),
        "bridge_rate": between("0.06", "0.09", "0.12", CAPITAL),
        "oversight_hours": between("240", "480", "960", HABIT),
    },
    "institute": {
        "discount_rate": between("0.02", "0.04", "0.06", HABIT),
        "bridge_rate": between("0.04", "0.06", "0.10", GRANT),
        "oversight_hours": between("30", "60", "120", HABIT),
    },
}
EVERY_COMPANY = {"burn": given("0", NONE_GIVEN), "hour_cost": between("60", "90", "130", HABIT)}
PRODUCT = {
    "shelf_life": between("12", "24", "60", HABIT),
    "least_life": between("0.50", "0.75", "0.80", HABIT),
    "margin_lost": between("0.40", "0.60", "0.75", HABIT),
    "month_variation": between("0.17", "0.25", "0.32", source=HOSPITALS),
    "material": between("5", "9", "16", HABIT),
    "tooling": between("60000", "120000", "300000", HABIT),
    "validation": between("60000", "160000", "500000", HABIT),
    "validation_months": between("6", "9", "12", HABIT),
}
PARTNER = {
    "labour": between("48", "62", "80", HABIT),
    "minutes": between("11", "14", "20", HABIT),
    "handling": between("0.05", "0.08", "0.10", HABIT),
    "overhead": between("1.60", "2.50", "4.00", HABIT),
    "margin": between("0.10", "0.15", "0.20", HABIT),
    "lot_size": given("500", HABIT),
    "lot_fee": between("1100", "1800", "3600", HABIT),
    "minimum_order": given("500", HABIT),
    "lead_weeks": between("8", "12", "20", HABIT),
    "transit_weeks": given("0", NEAR),
    "build_weeks": between("3", "5", "9", HABIT),
    "change_weeks": between("8", "12", "20", HABIT),
    "capacity": between("5000", "10000", "20000", HABIT),
    "open_share": between("0.15", "0.35", "0.60", HABIT),
    "yield_start": between("0.75", "0.88", "0.92", HABIT),
    "yield_steady": between("0.94", "0.96", "0.98", HABIT),
    "yield_half_life": between("4", "5", "8", HABIT),
    "lots_rejected": between("0.003", "0.015", "0.06", HABIT),
    "outage_rate": between("0.02", "0.05", "0.12", HABIT),
    "region_outage_rate": given("0", NONE_GIVEN),
    "outage_months": between("1.5", "3", "5", HABIT),
    "takes_from": given("0", NONE_GIVEN),
    "deposit": between("0", "0.30", "0.50", HABIT),
    "payment_days": given("30", HABIT),
    "engineering": between("120", "180", "230", HABIT),
    "reopener": between("-0.03", "0.02", "0.07", HABIT),
    "freight": between("0.06", "0.075", "0.09", source=ORDER_LINES),
    "duty": given("0", NO_BORDER),
    "qualification": between("10000", "25000", "60000", HABIT),
    "qualification_months": between("3", "4", "6", HABIT),
    "upkeep": between("20000", "45000", "120000", HABIT),
    "oversight_on_order": between("20", "40", "80", HABIT),
    "oversight_committed": between("13", "25", "50", HABIT),
    "oversight_lot": between("3", "6", "12", HABIT),
    "transfer": between("150000", "600000", "2000000", HABIT),
    "transfer_months": between("6", "9", "18", HABIT),
    "licence_fee": between("20000", "50000", "150000", HABIT),
    "sterilisation_load": given("2400", HABIT),
    "load_units": given("3000", PALLETS),
}
COMMITTED = {
    "discount": between("0.03", "0.08", "0.15", HABIT),
    "minimum_share": between("0.60", "0.75", "0.90", HABIT),
    "exit_notice": between("4", "6", "12", HABIT),
    "exit_fee_share": between("0.10", "0.25", "0.50", HABIT),
    "price_down": between("0.00", "0.03", "0.05", HABIT),
    "deposit": given("0", HABIT),
    "payment_days": given("45", HABIT),
}


def filled(case: Case) -> tuple[Case, tuple[Assumed, ...]]:
    """The case with a stand-in for every figure that was left out or is unknown, and the list of them."""
    assumed: list[Assumed] = []
    company = complete(case.company, {**EVERY_COMPANY, **COMPANY[case.company.kind]}, ("company",), assumed)
    products = {
        name: complete(product, PRODUCT, ("products", name), assumed) for name, product in case.products.items()
    }
    partners = {name: partner_filled(partner, ("partners", name), assumed) for name, partner in case.partners.items()}
    full = case.model_copy(update={"company": company, "products": products, "partners": partners})
    return named(full), tuple(assumed)


def partner_filled(partner: Partner, path: Path, assumed: list[Assumed]) -> Partner:
    """A partner with stand-ins; one without committed terms is taken to have the usual ones if it makes for sale."""
    full = complete(partner, PARTNER, path, assumed)
    terms = partner.committed or (Committed() if partner.supplies else None)
    if terms is None:
        return full
    return full.model_copy(update={"committed": complete(terms, COMMITTED, (*path, "committed"), assumed)})


def complete(written: W, stand_ins: Mapping[str, Figure], path: Path, assumed: list[Assumed]) -> W:
    """What is written, with the stand-ins in the places that are empty."""
    missing = {
        name: figure
        for name, figure in stand_ins.items()
        if (there := getattr(written, name)) is None or not there.known
    }
    assumed.extend(Assumed((*path, name), figure) for name, figure in missing.items())
    return written.model_copy(update=missing)


def named(case: Case) -> Case:
    """The case with every range named as the uncertain input that it is, so that agreements made from it share it."""
    done: Case = _named(case, ())
    return done


def _named(written: Any, path: Path) -> Any:
    if isinstance(written, Figure):
        return written if written.draw else written.model_copy(update={"draw": ".".join(map(str, path))})
    if isinstance(written, Written):
        return written.model_copy(update=dict(_parts(written, path)))
    if isinstance(written, tuple):
        return tuple(_named(part, (*path, i)) for i, part in enumerate(written))
    if isinstance(written, dict):
        return {name: _named(part, (*path, name)) for name, part in written.items()}
    return written


def _parts(written: Written, path: Path) -> Iterator[tuple[str, Any]]:
    for name in type(written).model_fields:
        yield name, _named(getattr(written, name), (*path, name))
