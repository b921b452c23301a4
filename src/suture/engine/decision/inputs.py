"""The uncertain inputs of a case as people call them: a name, a unit, and who usually has the number."""

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from suture.engine.clauses.figure import Figure
from suture.engine.decision.names import short, title
from suture.engine.decision.wording import PLAIN
from suture.engine.fault import Path
from suture.engine.strategy.answers import Assumed
from suture.engine.strategy.case import Case
from suture.engine.terms.ranges import figures
from suture.engine.text import Message, Text, plain

Unit = Literal["money", "share", "months", "weeks", "days", "hours", "units", "lots", "a year", "minutes", "number"]
Mark = Literal["source", "source_and_assumption", "assumption", "stand_in", "given"]
UNITS: dict[Unit, Text] = {
    "months": Text("unit.months", "{number} months"), "weeks": Text("unit.weeks", "{number} weeks"),
    "days": Text("unit.days", "{number} days"), "hours": Text("unit.hours", "{number} hours"),
    "units": Text("unit.units", "{number} units"), "lots": Text("unit.lots", "{number} lots"),
    "a year": Text("unit.a_year", "{number} a year"), "minutes": Text("unit.minutes", "{number} minutes"),
    "share": Text("unit.share", "{number} %"), "number": Text("unit.number", "{number}"),
}  # fmt: skip
NAMED = Text("input.of", "{what} ({whose})")
NUMBERED = Text("input.numbered", "{what} {n}")
FINANCE, QUALITY = Text("who.finance", "finance"), Text("who.quality", "quality")
MAKER, MARKETING = Text("who.partner", "the partner"), Text("who.marketing", "marketing")
OPERATIONS, LOGISTICS = Text("who.operations", "operations"), Text("who.logistics", "logistics")
ENGINEERS = Text("who.engineers", "development")


class Named(NamedTuple):
    """What an input is called, what it is counted in, and who usually has it."""

    text: Text
    unit: Unit
    who: Text


def named(code: str, en: str, unit: Unit, who: Text) -> Named:
    """One entry of the list below."""
    return Named(Text(f"input.{code}", en), unit, who)


FIELDS = {
    "company.cash": named("cash", "free cash", "money", FINANCE),
    "company.burn": named("burn", "monthly burn", "money", FINANCE),
    "company.funding.amount": named("funding", "amount of funding", "money", FINANCE),
    "company.funding.chance": named("chance", "chance of funding", "share", FINANCE),
    "company.discount_rate": named("discount_rate", "discount rate", "share", FINANCE),
    "company.bridge_rate": named("bridge_rate", "yearly cost of missing money", "share", FINANCE),
    "company.oversight_hours": named("oversight_hours", "free hours for supplier work a month", "hours", OPERATIONS),
    "company.hour_cost": named("hour_cost", "cost of an hour of one's own", "money", FINANCE),
    "products.shelf_life": named("shelf_life", "shelf life", "months", QUALITY),
    "products.least_life": named("least_life", "least remaining life on delivery", "share", QUALITY),
    "products.price": named("price", "net price sold at", "money", FINANCE),
    "products.margin_lost": named("margin_lost", "margin lost with an unsold unit", "share", FINANCE),
    "products.units": named("units", "units of year", "units", MARKETING),
    "products.adoption.market": named("market", "market", "units", MARKETING),
    "products.month_variation": named("month_variation", "variation from month to month", "share", MARKETING),
    "products.material": named("material", "material of a unit", "money", MAKER),
    "products.stages.iterations": named("iterations", "iterations of stage", "number", ENGINEERS),
    "products.stages.own_months": named("own_months", "own months an iteration of stage", "months", ENGINEERS),
    "products.stages.hours": named("stage_hours", "hours bought a month in stage", "hours", ENGINEERS),
    "products.stages.build_units": named("build_units", "units a build of stage", "units", ENGINEERS),
    "products.review.fee": named("review_fee", "review fee", "money", QUALITY),
    "products.tooling": named("tooling", "tooling", "money", MAKER),
    "products.validation": named("validation", "validation at a site", "money", QUALITY),
    "products.validation_months": named("validation_months", "months of validation", "months", QUALITY),
    "partners.quote.order_from": named("order_from", "order size of quoted step", "units", MAKER),
    "partners.quote.price": named("quoted", "quoted price, step", "money", MAKER),
    "partners.labour": named("labour", "labour rate", "money", MAKER),
    "partners.minutes": named("minutes", "minutes a unit", "minutes", MAKER),
    "partners.handling": named("handling", "handling on material", "share", MAKER),
    "partners.overhead": named("overhead", "overhead a unit", "money", MAKER),
    "partners.margin": named("margin", "maker's margin", "share", MAKER),
    "partners.lot_size": named("lot_size", "lot size", "units", MAKER),
    "partners.lot_fee": named("lot_fee", "fee of a lot", "money", MAKER),
    "partners.minimum_order": named("minimum_order", "minimum order", "units", MAKER),
    "partners.lead_weeks": named("lead_weeks", "lead time", "weeks", MAKER),
    "partners.transit_weeks": named("transit_weeks", "transit time", "weeks", LOGISTICS),
    "partners.build_weeks": named("build_weeks", "time to a development build", "weeks", MAKER),
    "partners.change_weeks": named("change_weeks", "time until a change is delivered", "weeks", MAKER),
    "partners.capacity": named("capacity", "capacity a month", "units", MAKER),
    "partners.open_share": named("open_share", "capacity open to uncommitted orders", "share", MAKER),
    "partners.yield_start": named("yield_start", "yield at the start", "share", QUALITY),
    "partners.yield_steady": named("yield_steady", "steady yield", "share", QUALITY),
    "partners.yield_half_life": named("yield_half_life", "half-life of learning", "lots", QUALITY),
    "partners.lots_rejected": named("lots_rejected", "lots rejected", "share", QUALITY),
    "partners.outage_rate": named("outage_rate", "outages of a month or longer", "a year", QUALITY),
    "partners.region_outage_rate": named("region_outage_rate", "outages of the region", "a year", QUALITY),
    "partners.outage_months": named("outage_months", "length of an outage", "months", QUALITY),
    "partners.takes_from": named("takes_from", "least yearly spend of a client", "money", MAKER),
    "partners.deposit": named("deposit", "deposit on an order", "share", FINANCE),
    "partners.payment_days": named("payment_days", "payment days", "days", FINANCE),
    "partners.committed.discount": named("discount", "discount for committing", "share", MAKER),
    "partners.committed.minimum_share": named("minimum_share", "committed share of the plan", "share", MAKER),
    "partners.committed.exit_notice": named("exit_notice", "notice of a commitment", "months", MAKER),
    "partners.committed.exit_fee_share": named("exit_fee", "exit fee, share of a year's spend", "share", MAKER),
    "partners.committed.price_down": named("price_down", "yearly price-down", "share", MAKER),
    "partners.committed.deposit": named("deposit_committed", "deposit when committed", "share", FINANCE),
    "partners.committed.payment_days": named("days_committed", "payment days when committed", "days", FINANCE),
    "partners.rate_card.tiers.from": named("card_from", "rate card begins, tier", "hours", MAKER),
    "partners.rate_card.tiers.to": named("card_to", "rate card ends, tier", "hours", MAKER),
    "partners.rate_card.tiers.price": named("card_price", "rate card, tier", "money", MAKER),
    "partners.rate_card.member_tiers.from": named("member_from", "members' card begins, tier", "hours", MAKER),
    "partners.rate_card.member_tiers.price": named("member_price", "members' rate card, tier", "money", MAKER),
    "partners.rate_card.cap": named("cap", "cap of the rate card", "money", MAKER),
    "partners.rate_card.membership": named("membership", "yearly membership", "money", MAKER),
    "partners.engineering": named("engineering", "hour of development", "money", MAKER),
    "partners.reopener": named("reopener", "yearly change of price", "share", MAKER),
    "partners.freight": named("freight", "freight", "share", LOGISTICS),
    "partners.duty": named("duty", "duty", "share", LOGISTICS),
    "partners.qualification": named("qualification", "qualifying the partner", "money", QUALITY),
    "partners.qualification_months": named("qualification_months", "months of qualifying", "months", QUALITY),
    "partners.upkeep": named("upkeep", "yearly upkeep of the site", "money", QUALITY),
    "partners.oversight_on_order": named("oversight_order", "oversight a month, on order", "hours", OPERATIONS),
    "partners.oversight_committed": named("oversight_committed", "oversight a month, committed", "hours", OPERATIONS),
    "partners.oversight_lot": named("oversight_lot", "oversight of a lot", "hours", OPERATIONS),
    "partners.transfer": named("transfer", "moving away", "money", QUALITY),
    "partners.transfer_months": named("transfer_months", "months to move away", "months", QUALITY),
    "partners.licence_fee": named("licence_fee", "fee of the process licence", "money", MAKER),
    "partners.sterilisation_load": named("load", "sterilisation load", "money", MAKER),
    "partners.load_units": named("load_units", "units in a load", "units", MAKER),
}


class Input(NamedTuple):
    """One figure of the filled case, and what the partner or product is called that it belongs to."""

    path: Path
    figure: Figure
    mark: Mark
    whose: str

    @property
    def named(self) -> Named:
        """Its entry in the list; a figure that has none is called by its key."""
        found = FIELDS.get(field_of(self.path))
        return found or Named(Text(f"input.{field_of(self.path)}", short(str(self.path[-1]))), "number", MAKER)

    @property
    def name(self) -> Message:
        """As people call it, with whose it is."""
        what = self.named.text()
        numbers = [part for part in self.path if isinstance(part, int)]
        if numbers:
            what = NUMBERED(what=what, n=numbers[-1] + 1)
        if not self.whose:
            return what
        return NAMED(what=what, whose=self.whose)


def field_of(path: Path) -> str:
    """A path without numbers and without the names that a case gives: ``partners.committed.discount``."""
    parts = [str(part) for part in path if not isinstance(part, int)]
    if parts[0] in {"products", "partners"}:
        del parts[1]
    if parts[:2] == ["partners", "quote"]:
        del parts[2]
    return ".".join(parts)


def inputs_of(case: Case, assumed: tuple[Assumed, ...]) -> Iterator[Input]:
    """Every figure of a filled case, with the mark of where it comes from."""
    stand_ins = {each.path for each in assumed}
    for path, found in figures(case):
        yield Input(path, found, mark_of(found, stand_in=path in stand_ins), whose(case, path))


def mark_of(figure: Figure, *, stand_in: bool) -> Mark:
    """Where a figure comes from."""
    if stand_in:
        return "stand_in"
    if figure.source:
        return "source_and_assumption" if figure.assumption else "source"
    return "assumption" if figure.assumption else "given"


def whose(case: Case, path: Path) -> str:
    """What the partner or product is called to which a figure belongs; the company's are nobody else's."""
    if path[0] == "partners":
        return title(case, str(path[1]))
    return short(str(path[1])) if path[0] == "products" else ""


def by_draw_name(case: Case, assumed: tuple[Assumed, ...]) -> dict[str, Input]:
    """The inputs by the name under which they are drawn; of several figures of one name the first."""
    found: dict[str, Input] = {}
    for each in inputs_of(case, assumed):
        found.setdefault(each.figure.draw, each)
    return found


def value_of(value: Decimal | float, unit: Unit, currency: str, *, width: float = 0.0) -> Message:
    """A value of an input with its unit; one that was computed is rounded by the ``width`` of its range."""
    scale = 100 if unit == "share" else 1
    shown = Decimal(repr(value) if isinstance(value, float) else value) * scale
    if width > 0:
        shown = round(shown, 1 - math.floor(math.log10(width * scale)))
    if unit == "money":
        return PLAIN(number=plain(shown), unit=currency)
    return UNITS[unit](number=plain(shown))
