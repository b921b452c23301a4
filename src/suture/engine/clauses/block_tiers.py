"""Tiers in blocks: units are sold in blocks whose size and price are those of a tier; a started block is paid whole.

Rules: docs/rules/block_tiers.md. Slice by slice, or the whole quantity in blocks of the tier reached.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.bands import said_band
from suture.engine.clauses.figure import Amount, Quantity, Written
from suture.engine.clauses.figure_faults import above_zero
from suture.engine.clauses.kind import ClauseBase, Kind, Measure, Moment, Phase, QuantityOf, Source, Told, WindowName
from suture.engine.clauses.said_tiers import says_change
from suture.engine.clauses.saying import MEASURES, WINDOWS, Said
from suture.engine.clauses.tiers import Bound, PriceChange, check_tiers, quads
from suture.engine.clauses.told_tiers import rows_of
from suture.engine.fault import Fault, refusal
from suture.engine.number import N, Quad, Window, above, lower, started, when
from suture.engine.text import Message, Text

TOLD = Text(
    "block_tiers",
    "{taken} {unit} taken in the window, in started blocks:",
    "本期累计 {taken} {unit}，按已开各组计价：",
)
BLOCKS = Text(
    "block_tiers.blocks",
    "tier {number}, blocks of {block} {unit}: {blocks} × {price} {currency}",
    "第 {number} 档，每组 {block} {unit}：{blocks} 组 × {price} {currency}",
)
LESS = Text(
    "block_tiers.less",
    "less {before} {currency} for the {taken} {unit} before",
    "减去此前 {taken} {unit} 已计的 {before} {currency}",
)
SAYS: Mapping[str, Text] = {
    "each_slice": Text(
        "block_tiers.says_each_slice",
        "{service}, counted as {measure} over {window}, is charged in blocks: every slice of the quantity in blocks of "
        "its own tier.",
        "{service}以{window}累计的{measure}数量按组分段计价：每段数量按其所在档的组计价。",
    ),
    "tier_reached": Text(
        "block_tiers.says_tier_reached",
        "{service}, counted as {measure} over {window}, is charged in blocks: the whole quantity in blocks of the tier "
        "that it reaches.",
        "{service}以{window}累计的{measure}数量按组计价：全部数量按所达到档的组计价。",
    ),
}
SAYS_TIER = Text(
    "block_tiers.says_tier",
    "Tier {number}, {band}: blocks of {block} at {price} a block.",
    "第 {number} 档，{band}：每组 {block}，每组价格 {price}。",
)
SAYS_STARTED = Text("block_tiers.says_started", "A block that is started is paid whole.", "不足一组的，按一组计。")

NOT_WHOLE_BLOCKS = refusal(
    "tier_not_whole_blocks",
    "tier {tier} holds {width}, which is not a whole number of blocks of {block}",
    "Let the tier end where one of its blocks ends.",
    "第 {tier} 档的数量为 {width}，不是每组 {block} 的整数倍",
    "请让该档在整组结束处结束。",
)


class BlockTier(Written):
    """One tier: from where to where, how many units a block of it holds, and the price of such a block."""

    from_: Quantity = Field(alias="from")
    to: Quantity | None = None
    block: Quantity
    price: Amount


class Clause(ClauseBase):
    """Tiers in blocks as written. ``charged`` says whether every slice or the whole quantity is counted in a tier."""

    kind: Literal["block_tiers"] = "block_tiers"
    service: str
    measure: Measure
    window: WindowName
    charged: Literal["each_slice", "tier_reached"]
    bound: Bound
    price_change: PriceChange
    tiers: tuple[BlockTier, ...] = Field(min_length=1)


class Terms(NamedTuple, Generic[N]):
    """In steps: where a tier begins and ends for its slice; above what it is reached and left; its block and price.

    ``slices`` is 1 where every slice is charged; ``anew`` 1 where a price that is new is for later units only.
    """

    slices: N
    starts: tuple[Quad[N], ...]
    widths: tuple[Quad[N], ...]
    enters: tuple[Quad[N], ...]
    leaves: tuple[Quad[N], ...]
    blocks: tuple[Quad[N], ...]
    prices: tuple[Quad[N], ...]
    anew: N


class State(NamedTuple, Generic[N]):
    """Steps taken in the window, what they cost, due since the start."""

    taken: N
    cost: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of the period."""

    taken: N


def size(block: N) -> N:
    """What a block holds; one of padding holds a step, for something is divided by it."""
    return block if block > 0 else 1 + 0 * block


def sliced_in_blocks(quantity: N, starts: Quad[N], widths: Quad[N], blocks: Quad[N], prices: Quad[N]) -> N:
    """Four tiers, each with the started blocks of its own slice."""
    return (
        prices[0] * started(lower(above(quantity, starts[0]), widths[0]), size(blocks[0]))
        + prices[1] * started(lower(above(quantity, starts[1]), widths[1]), size(blocks[1]))
        + prices[2] * started(lower(above(quantity, starts[2]), widths[2]), size(blocks[2]))
        + prices[3] * started(lower(above(quantity, starts[3]), widths[3]), size(blocks[3]))
    )


def reached(quantity: N, enters: N, leaves: N, whole: N) -> N:
    """What the whole quantity costs in a tier's blocks, where that is the tier reached."""
    return when(quantity - enters, whole) - when(quantity - leaves, whole)


def whole_in_blocks(quantity: N, enters: Quad[N], leaves: Quad[N], blocks: Quad[N], prices: Quad[N]) -> N:
    """Four tiers, of which at most one is reached, with the started blocks of the whole quantity."""
    return (
        reached(quantity, enters[0], leaves[0], prices[0] * started(quantity, size(blocks[0])))
        + reached(quantity, enters[1], leaves[1], prices[1] * started(quantity, size(blocks[1])))
        + reached(quantity, enters[2], leaves[2], prices[2] * started(quantity, size(blocks[2])))
        + reached(quantity, enters[3], leaves[3], prices[3] * started(quantity, size(blocks[3])))
    )


def cost_of(p: Terms[N], quantity: N) -> N:
    """What a window's quantity costs under these terms."""
    cost = 0 * quantity
    for i in range(len(p.prices)):
        if p.slices > 0:
            cost += sliced_in_blocks(quantity, p.starts[i], p.widths[i], p.blocks[i], p.prices[i])
        else:
            cost += whole_in_blocks(quantity, p.enters[i], p.leaves[i], p.blocks[i], p.prices[i])
    return cost


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """The window's blocks are counted anew; what is added is their price less that of the blocks before."""
    before = s.taken if w.opens == 0 else 0 * s.taken
    taken = before + x.taken
    cost = cost_of(p, taken)
    priced = cost_of(p, before) if p.anew > 0 else s.cost
    return State(taken, cost, s.due + cost - (priced if w.opens == 0 else 0 * priced))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The table of one segment, padded with tiers that hold nothing and cost nothing; the last one has no end."""
    starts = [at.steps(tier.from_) for tier in clause.tiers]
    ends = [*starts[1:], Decimal("Infinity")]
    shift = Decimal(1) if clause.bound == "lower_inclusive" else Decimal(0)
    return Terms(
        slices=Decimal(clause.charged == "each_slice"),
        starts=quads(starts),
        widths=quads([end - start for start, end in zip(starts, ends, strict=True)]),
        enters=quads([Decimal(0), *(start - shift for start in starts[1:])]),
        leaves=quads([end - shift for end in ends]),
        blocks=quads([at.steps(tier.block) for tier in clause.tiers]),
        prices=quads([at.value(tier.price) for tier in clause.tiers]),
        anew=Decimal(at.changed and clause.price_change == "later_units"),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf((clause.service,), clause.measure),)


def explain(told: Told) -> Iterable[Message]:
    """What the window's blocks cost, less what those before had cost."""
    p, after, unit, currency = told.terms, told.after, told.unit.name, told.currency
    taken = told.quantity(after.taken)
    yield TOLD(taken=taken, unit=unit)
    columns = (p.starts, p.widths, p.enters, p.leaves, p.blocks, p.prices)
    tiers = zip(*(rows_of(column, len(told.clause.tiers)) for column in columns), strict=True)
    for number, (start, width, enters, leaves, block, price) in enumerate(tiers, 1):
        whole = after.taken if enters < after.taken <= leaves else Decimal(0)
        counted = lower(above(after.taken, start), width) if p.slices else whole
        if counted > 0:
            yield BLOCKS(
                number=number, block=told.quantity(block), unit=unit, blocks=started(counted, block), price=price,
                currency=currency,
            )  # fmt: skip
    if before := after.cost - told.due:
        yield LESS(before=before, currency=currency, taken=taken - told.quantity(told.facts.taken), unit=unit)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    service = clause.service
    yield SAYS[clause.charged](
        service=said.service(service), measure=MEASURES[clause.measure](), window=WINDOWS[clause.window]()
    )
    for number, tier in enumerate(clause.tiers, 1):
        band = said_band(tier, clause.bound, lambda figure: said.quantity(figure, service))
        block = said.quantity(tier.block, service)
        yield SAYS_TIER(number=number, band=band, block=block, price=said.money(tier.price))
    yield SAYS_STARTED()
    yield from says_change(clause.price_change, clause.window)


def check(clause: Clause) -> Iterable[Fault]:
    """Gaps and ends of the table; blocks hold something, and whole ones make up a tier that is charged by slices."""
    yield from check_tiers(clause.tiers, "tiers")
    for i, tier in enumerate(clause.tiers):
        yield from above_zero(tier.block, "tiers", i, "block")
        if clause.charged == "each_slice":
            yield from check_blocks(tier, i)


def check_blocks(tier: BlockTier, at: int) -> Iterable[Fault]:
    """A tier ends where one of its blocks does; of the last tier, and of a range, nothing can be said."""
    begins, ends = tier.from_.value, tier.to.value if tier.to is not None else None
    for block in (plain.value for plain in tier.block.figures()):
        if begins is not None and ends is not None and block and (ends - begins) % block != 0:
            yield NOT_WHOLE_BLOCKS.at("tiers", at, "block", tier=at + 1, width=ends - begins, block=block)


KIND = Kind(
    "block_tiers", Phase.PRICE, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    title=Text("block_tiers.title", "Tiers in blocks", "分组阶梯价"), check=check,
)  # fmt: skip
