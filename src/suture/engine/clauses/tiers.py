"""Price tables by quantity: what people write as tiers, and how a tariff reads them.

``from`` is where a tier begins and ``to`` where it ends; the last ``to`` is left out. Whether the bound itself still
belongs to the lower tier is a written term. Inside, a table is its differences, padded to 4, 8 or 16 tiers.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Literal, NamedTuple, Protocol

from pydantic import Field

from suture.engine.clauses.figure import Figure, Price, Quantity, Written
from suture.engine.clauses.kind import Moment
from suture.engine.fault import Fault, refusal
from suture.engine.number import Quad

Bound = Literal["upper_inclusive", "lower_inclusive"]
ZeroUse = Literal["first_fee_due", "nothing_due"]
PriceChange = Literal["later_units", "whole_window", "restart"]
WIDTHS = (4, 8, 16)

GAP = refusal(
    "tiers_gap",
    "tier {tier} begins at {begins} but the tier before it ends at {ends}",
    "Let every tier begin where the one before it ends.",
    "第 {tier} 档从 {begins} 开始，但前一档止于 {ends}",
    "请让每一档从前一档结束处开始。",
)
FIRST = refusal(
    "tiers_first",
    "the first tier begins at {begins}",
    "Let the first tier begin at 0.",
    "第一档从 {begins} 开始",
    "请让第一档从 0 开始。",
)
OPEN = refusal(
    "tiers_open",
    "the last tier ends at {ends}",
    "Leave out 'to' in the last tier: it must be open.",
    "最后一档止于 {ends}",
    "请删去最后一档的 'to'：最后一档不设上限。",
)
ENDED = refusal(
    "tiers_ended",
    "tier {tier} is open but others follow it",
    "Give every tier but the last a 'to'.",
    "第 {tier} 档不设上限，其后却还有其他档",
    "除最后一档外，请为每一档填写 'to'。",
)
EMPTY = refusal(
    "tier_empty",
    "tier {tier} ends at {ends}, not above its beginning {begins}",
    "Let 'to' be above 'from'.",
    "第 {tier} 档止于 {ends}，不高于其起点 {begins}",
    "请让 'to' 大于 'from'。",
)
MANY = refusal(
    "tiers_many",
    "{count} tiers are more than 16",
    "Merge tiers, or write two clauses.",
    "共 {count} 档，超过 16 档",
    "请合并若干档，或拆成两条条款。",
)
DATED = refusal(
    "tier_bound_not_fixed",
    "the bounds of tier {tier} are dated or a range",
    "Write each bound as one number.",
    "第 {tier} 档的界限带有日期或为区间",
    "请将每个界限写成一个确定的数。",
)


class Span(Protocol):
    """What every line of a table has: where it begins, and where it ends unless it is the last."""

    @property
    def from_(self) -> Figure:
        """Where it begins."""
        ...

    @property
    def to(self) -> Figure | None:
        """Where it ends; None where it is open."""
        ...


class Tier(Written):
    """One tier: from where to where, the price of a unit in it, and the fee for entering it."""

    from_: Quantity = Field(alias="from")
    to: Quantity | None = None
    price: Price
    fee: Price | None = None


class Tariff(NamedTuple):
    """Tiers as differences, in steps: see ``number.sliced`` and ``number.jumped``. No jumps where no tier has a fee."""

    base: Decimal
    starts: tuple[Quad[Decimal], ...]
    rises: tuple[Quad[Decimal], ...]
    enters: tuple[Quad[Decimal], ...]
    jumps: tuple[Quad[Decimal], ...]


def check_tiers(tiers: Sequence[Span], *path: str) -> Iterable[Fault]:
    """The faults of a table as a whole."""
    if len(tiers) > WIDTHS[-1]:
        yield MANY.at(*path, count=len(tiers))
    fixed = True
    for i, tier in enumerate(tiers):
        bounds = [bound for bound in (tier.from_, tier.to) if bound is not None]
        if any(bound.dated or bound.value is None or bound.is_range for bound in bounds):
            yield DATED.at(*path, i, tier=i + 1)
            fixed = False
    if not fixed:
        return
    if tiers[0].from_.likely != 0:
        yield FIRST.at(*path, 0, "from", begins=tiers[0].from_.likely)
    for i, (tier, following) in enumerate(pairwise(tiers)):
        if tier.to is None:
            yield ENDED.at(*path, i, tier=i + 1)
        elif tier.to.likely != following.from_.likely:
            yield GAP.at(*path, i + 1, "from", tier=i + 2, begins=following.from_.likely, ends=tier.to.likely)
    for i, tier in enumerate(tiers):
        if tier.to is not None and tier.to.likely <= tier.from_.likely:
            yield EMPTY.at(*path, i, "to", tier=i + 1, ends=tier.to.likely, begins=tier.from_.likely)
    if tiers[-1].to is not None:
        yield OPEN.at(*path, len(tiers) - 1, "to", ends=tiers[-1].to.likely)


def tariff(
    tiers: Sequence[Tier], bound: Bound, zero_use: ZeroUse, at: Moment, *, by_order: bool, every_fee: bool
) -> Tariff:
    """The table as numbers at a moment.

    The first tier's fee is due with the window itself when zero use pays it, else with the first step. An order
    window opens with an order, so nothing can be due in it before the first step. ``every_fee``: the fees of all
    tiers entered add up; otherwise only the fee of the tier reached stands.
    """
    starts = [at.steps(tier.from_) for tier in tiers]
    prices = [at.per_step(tier.price) for tier in tiers]
    fees = [at.value(tier.fee) for tier in tiers]
    rises = [prices[0], *(after - before for before, after in pairwise(prices))]
    later = fees[1:] if every_fee else [after - before for before, after in pairwise(fees)]
    shift = Decimal(1) if bound == "lower_inclusive" else Decimal(0)
    enters = [Decimal(0), *(start - shift for start in starts[1:])]
    bears_fees = any(tier.fee is not None for tier in tiers)
    at_once = zero_use == "first_fee_due" and not by_order
    return Tariff(
        base=fees[0] if at_once else Decimal(0),
        starts=quads(starts),
        rises=quads(rises),
        enters=quads(enters),
        jumps=quads([Decimal(0) if at_once else fees[0], *later]) if bears_fees else (),
    )


def quads(numbers: Sequence[Decimal]) -> tuple[Quad[Decimal], ...]:
    """Numbers in fours, padded with zeros to the next width."""
    width = next(width for width in WIDTHS if len(numbers) <= width)
    padded = [*numbers, *[Decimal(0)] * (width - len(numbers))]
    return tuple((padded[i], padded[i + 1], padded[i + 2], padded[i + 3]) for i in range(0, width, 4))
