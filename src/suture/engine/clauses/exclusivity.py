"""Exclusivity by field, territory or share, of either side: a gate that lapses when its minimum was missed.

Rules: docs/rules/exclusivity.md. ``due`` is 1 while it holds, else 0. A top-up keeps it; another gate may lift it.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.exclusivity_minimum import Minimum, check_minimum, says_minimum, window_of
from suture.engine.clauses.kind import ClauseBase, DueOf, InForce, Kind, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import Said, in_periods
from suture.engine.fault import Fault
from suture.engine.number import N, Window, above, when
from suture.engine.text import Message, Text

HOLDS = Text("exclusivity.holds", "the exclusivity holds", "独家权利有效")
WAITS = Text(
    "exclusivity.waits",
    "the minimum of {minimum} was missed with {counted}: it lapses unless it is topped up in time",
    "最低要求 {minimum}，计入 {counted}，未达到：逾期未补足的，独家权利失效",
)
LAPSED = Text(
    "exclusivity.lapsed", "the minimum was missed and not topped up: it has lapsed", "未达到最低要求且未补足：已失效"
)
LIFTED = Text("exclusivity.lifted", "it is lifted while another clause holds", "因其他条款所述情形存在，暂不适用")
ENDED = Text("exclusivity.ended", "the agreement has ended", "协议已终止")

Holder = Literal["buyer", "seller"]
Scope = Literal["field", "territory", "share"]
SAYS: Mapping[tuple[Holder, Scope], Text] = {
    ("buyer", "field"): Text(
        "exclusivity.buyer_field",
        "In the field of {covers} the seller makes for nobody but the buyer.",
        "在{covers}领域内，卖方仅为买方生产。",
    ),
    ("buyer", "territory"): Text(
        "exclusivity.buyer_territory",
        "For the territory of {covers} the seller supplies nobody but the buyer.",
        "在{covers}区域内，卖方仅向买方供货。",
    ),
    ("buyer", "share"): Text(
        "exclusivity.buyer_share",
        "Of what it can make the seller keeps {covers} for nobody but the buyer.",
        "卖方产能中的{covers}仅供买方使用。",
    ),
    ("seller", "field"): Text(
        "exclusivity.seller_field",
        "In the field of {covers} the buyer buys from nobody but the seller.",
        "在{covers}领域内，买方仅向卖方采购。",
    ),
    ("seller", "territory"): Text(
        "exclusivity.seller_territory",
        "For the territory of {covers} the buyer buys from nobody but the seller.",
        "就{covers}区域，买方仅向卖方采购。",
    ),
    ("seller", "share"): Text(
        "exclusivity.seller_share",
        "Of its need the buyer buys {covers} from nobody but the seller.",
        "买方需求中的{covers}仅向卖方采购。",
    ),
}
SAYS_TOP_UP = Text(
    "exclusivity.says_top_up",
    "Where the minimum is missed, the exclusivity lapses unless it is topped up under {clause} by the end of {grace}.",
    "未达到最低要求的，除在{grace}前按{clause}补足外，独家权利失效。",
)
SAYS_NO_TOP_UP = Text(
    "exclusivity.says_no_top_up",
    "Where the minimum is missed, the exclusivity lapses at the end of {grace}.",
    "未达到最低要求的，独家权利于{grace}失效。",
)
SAME = Text("exclusivity.same_period", "the settlement period in which that time closes", "该期间结束所在的结算期末")
GRACE = Text(
    "exclusivity.grace",
    "{periods} after the settlement period in which that time closes",
    "该期间结束所在结算期之后 {periods}届满",
)
SAYS_ONCE = {
    "for_good": Text("exclusivity.says_for_good", "It does not come back.", "失效后不再恢复。"),
    "until_met": Text(
        "exclusivity.says_until_met",
        "It comes back when the minimum of a later such time is met.",
        "其后某一期间达到最低要求的，独家权利恢复。",
    ),
}
SAYS_ALWAYS = Text("exclusivity.says_always", "It stands on no minimum.", "独家权利不以最低要求为条件。")
SAYS_LIFTED = Text(
    "exclusivity.says_lifted", "It is lifted while {clauses} holds.", "{clauses}所述情形存在期间，独家权利暂不适用。"
)
SAYS_END = Text("exclusivity.says_end", "It ends with the agreement.", "独家权利随协议终止。")


class Condition(Minimum):
    """The minimum, how long a top-up may take, the clause that tops up (if any), and whether a lapse is for good."""

    grace_periods: int = Field(ge=0)
    top_up: str | None = None
    once_missed: Literal["for_good", "until_met"]


class Clause(ClauseBase):
    """An exclusivity as written; without ``kept_by`` it needs no minimum, without ``lifted_by`` nothing lifts it."""

    kind: Literal["exclusivity"] = "exclusivity"
    holder: Holder
    scope: Scope
    covers: str = Field(min_length=1, description="the field, the territory or the share, in words")
    kept_by: Condition | None = None
    lifted_by: tuple[str, ...] = ()


class Terms(NamedTuple, Generic[N]):
    """The minimum as it is built up (``Minimum.at``); what may miss; 1 for spend; grace; 1 where it comes back."""

    at_open: N
    per_period: N
    cycles: N
    nearly: N
    running: N
    grace: N
    returns: N


class State(NamedTuple, Generic[N]):
    """Built up, required and counted in this window; counted and topped up when last seen; 1 where a minimum is missed.

    ``waited`` are the settlement periods since then, ``lapsed`` and ``lifted`` are 1 where so; ``due`` is the level.
    """

    built: N
    required: N
    counted: N
    seen: N
    topped: N
    missed: N
    waited: N
    lapsed: N
    lifted: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Charges since the start, or steps of the period; share in force; top-ups since the start; levels that lift it."""

    counted: N
    in_force: N
    topped: N
    lifting: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """It lapses where a window has missed its minimum and no top-up has come in time."""
    one = 1 + 0 * x.in_force
    built = (s.built if w.opens == 0 else 0 * s.built) + p.per_period * x.in_force
    built += when(x.in_force, p.at_open) * w.opens
    required = built / p.cycles
    counted = (s.counted if w.opens == 0 else 0 * s.counted) + x.counted - p.running * s.seen
    short = above(required - p.nearly, counted) * w.closes
    met = above(one * w.closes, one if short > 0 else 0 * one)
    missed = one if short > 0 else s.missed
    waited = s.waited + 1 if s.missed > 0 else 0 * one
    missed = missed if x.topped == s.topped else 0 * missed
    lapses = when(missed, above(waited + 1, p.grace))
    lapsed = one if lapses > 0 else s.lapsed * (1 - when(met, p.returns))
    missed = 0 * missed if lapses > 0 else missed
    lifted = when(x.lifting, one)
    due = when(x.in_force, (1 - lapsed) * (1 - lifted))
    return State(built, required, counted, x.counted, x.topped, missed, waited, lapsed, lifted, due)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment; without a minimum none is ever missed."""
    kept, none = clause.kept_by, Decimal(0)
    at_open, per_period = kept.at(at) if kept else (none, none)
    return Terms(
        at_open=at_open,
        per_period=per_period,
        cycles=at.cycles,
        nearly=kept.nearly(at) if kept else Decimal(1),
        running=Decimal(kept is not None and kept.of_spend),
        grace=Decimal(kept.grace_periods if kept else 0),
        returns=Decimal(kept is not None and kept.once_missed == "until_met"),
    )


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    kept = clause.kept_by
    return (
        kept.source() if kept else QuantityOf((), "accepted"),
        InForce(),
        DueOf((kept.top_up,) if kept and kept.top_up else ()),
        DueOf(clause.lifted_by, gates=True),
    )


def explain(told: Told) -> Iterable[Message]:
    """Whether it holds, and what it waits for."""
    after = told.after
    if told.facts.in_force <= 0:
        yield ENDED()
    elif after.lapsed:
        yield LAPSED()
    elif after.lifted:
        yield LIFTED()
    else:
        yield HOLDS()
    if after.missed:
        yield WAITS(minimum=told.quantity(after.required), counted=told.quantity(after.counted))


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS[clause.holder, clause.scope](covers=clause.covers)
    if (kept := clause.kept_by) is None:
        yield SAYS_ALWAYS()
    else:
        yield from says_minimum(kept, said)
        number = kept.grace_periods
        grace = GRACE(periods=in_periods(number)) if number else SAME()
        if kept.top_up is None:
            yield SAYS_NO_TOP_UP(grace=grace)
        else:
            yield SAYS_TOP_UP(clause=said.clauses((kept.top_up,)), grace=grace)
        yield SAYS_ONCE[kept.once_missed]()
    if clause.lifted_by:
        yield SAYS_LIFTED(clauses=said.clauses(clause.lifted_by))
    yield SAYS_END()


def check(clause: Clause) -> Iterable[Fault]:
    """A whole minimum, where it stands on one."""
    if clause.kept_by is not None:
        yield from check_minimum(clause.kept_by, "kept_by")


KIND = Kind(
    "exclusivity", Phase.COMMITMENT, Clause, Terms, State, Facts, step, numbers, reads, explain, says,
    Text("exclusivity.title", "Exclusivity", "独家权利"), effect="gate", check=check,
    window=lambda clause: window_of(clause.kept_by),
    services=lambda clause: clause.kept_by.services if clause.kept_by else (),
)  # fmt: skip
