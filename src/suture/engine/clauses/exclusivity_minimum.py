"""The minimum by which exclusivity is kept: of spend or of quantity, per window. Read by the gate and by the top-up."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from suture.engine.clauses.bands import NEARLY_A_STEP, half_a_minor_unit
from suture.engine.clauses.figure import Amount, Quantity, Written
from suture.engine.clauses.kind import DueOf, Measure, Moment, QuantityOf, Source, WindowName
from suture.engine.clauses.saying import COUNTED_AMOUNTS, MEASURES, WINDOWS, Said
from suture.engine.fault import Fault, refusal
from suture.engine.text import Message, Text

SAYS_SPEND = Text(
    "exclusivity.says_spend",
    "The minimum: in {window} the charges of {clauses} come to at least {spend}.",
    "最低要求：{window}内，{clauses}的款项合计不低于 {spend}。",
)
SAYS_QUANTITY = Text(
    "exclusivity.says_quantity",
    "The minimum: in {window} at least {quantity} of {services}, counted as {measure}.",
    "最低要求：{window}内，{services}不低于 {quantity}（按{measure}数量计）。",
)
SAYS_PRORATE = {
    "in_force": Text(
        "exclusivity.says_in_force",
        "It follows the part of that time in which the agreement is in force.",
        "最低要求按协议在该期间内的有效时间比例计算。",
    ),
    "full": Text(
        "exclusivity.says_full",
        "It stands in full wherever that time begins while the agreement is in force.",
        "该期间开始时协议有效的，最低要求按全额适用。",
    ),
}

BOTH = refusal(
    "exclusivity_minimum_twice",
    "the minimum is written as spend and as quantity",
    "Write 'spend' or 'quantity', one of the two.",
    "最低要求既按金额又按数量书写",
    "'spend' 与 'quantity' 只写其一。",
)
NEITHER = refusal(
    "exclusivity_minimum_missing",
    "the minimum is written neither as spend nor as quantity",
    "Write 'spend' or 'quantity'.",
    "最低要求既未按金额也未按数量书写",
    "写 'spend' 或 'quantity'。",
)
MISSING = refusal(
    "exclusivity_part_missing",
    "{part} is missing beside {form}",
    "Write {part}.",
    "{form} 缺少 {part}",
    "写明 {part}。",
)
UNUSED = refusal(
    "exclusivity_part_unused",
    "{part} does nothing beside {form}",
    "Leave out {part}.",
    "{part} 与 {form} 并用时不起作用",
    "删去 {part}。",
)

PARTS = {"spend": ("counts", "counted_amounts"), "quantity": ("services", "measure")}


class Minimum(Written):
    """A minimum of spend with the clauses that count, or of quantity with the services and the measure."""

    window: Literal["month", "quarter", "calendar_year", "contract_year", "term"]
    prorate: Literal["in_force", "full"]
    spend: Amount | None = None
    counts: tuple[str, ...] = ()
    counted_amounts: Literal["rounded", "unrounded"] | None = None
    quantity: Quantity | None = None
    services: tuple[str, ...] = ()
    measure: Measure | None = None

    @property
    def of_spend(self) -> bool:
        """Whether it is one of spend, which is read as it runs on since the start."""
        return self.spend is not None

    def at(self, at: Moment) -> tuple[Decimal, Decimal]:
        """What is built up with the window and per settlement period in force, as a multiple: of ``Moment.cycles``.

        Divided when it is whole: a third of a year's minimum, three times, is then the minimum exactly.
        """
        minimum = at.value(self.spend) if self.of_spend else at.steps(self.quantity)
        if self.prorate == "full":
            return minimum * at.cycles, Decimal(0)
        return Decimal(0), minimum * at.share

    def nearly(self, at: Moment) -> Decimal:
        """How little a sum may be short of it and still meet it: less than money or a quantity can be."""
        return half_a_minor_unit(at.currency) if self.of_spend else NEARLY_A_STEP

    def source(self) -> Source:
        """Where what counts comes from."""
        if self.measure is None:
            return DueOf(self.counts, rounded=self.counted_amounts == "rounded")
        return QuantityOf(self.services, self.measure)


def window_of(minimum: Minimum | None) -> WindowName:
    """The window of a minimum; without one it does not matter."""
    return minimum.window if minimum else "term"


def says_minimum(minimum: Minimum, said: Said) -> Iterable[Message]:
    """The minimum as people sign it."""
    window = WINDOWS[minimum.window]()
    if minimum.counted_amounts is not None:
        yield SAYS_SPEND(window=window, clauses=said.clauses(minimum.counts), spend=said.money(minimum.spend))
        yield COUNTED_AMOUNTS[minimum.counted_amounts]()
    elif minimum.measure is not None:
        yield SAYS_QUANTITY(
            window=window, quantity=said.quantity(minimum.quantity, minimum.services[0]),
            services=said.listed(minimum.services), measure=MEASURES[minimum.measure](),
        )  # fmt: skip
    yield SAYS_PRORATE[minimum.prorate]()


def check_minimum(minimum: Minimum, *path: str) -> Iterable[Fault]:
    """One form of the two, with all of its parts and none of the other's."""
    forms = [form for form in PARTS if getattr(minimum, form) is not None]
    if len(forms) != 1:
        yield (BOTH if forms else NEITHER).at(*path)
        return
    for form, parts in PARTS.items():
        for part in parts:
            written = bool(getattr(minimum, part))
            if form in forms and not written:
                yield MISSING.at(*path, part, part=part, form=form)
            elif form not in forms and written:
                yield UNUSED.at(*path, part, part=part, form=forms[0])
