"""Supply failure: a gate that holds while too large a share of the last settlement periods' supply has failed.

Rules: docs/rules/supply_failure.md. It moves no money; clauses that name it say what follows.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.figure import Share
from suture.engine.clauses.kind import ClauseBase, Kind, Measure, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.saying import MEASURES, Said, in_periods, share
from suture.engine.number import N, Window, higher, when
from suture.engine.text import Message, Text

TITLE = Text("supply_failure.title", "Supply failure", "供货失败")
HOLDS = Text(
    "supply_failure.holds",
    "{failed} of {counted} {unit} {failing} in the last {periods}, more than {share} %: supply fails",
    "最近 {periods}内 {counted} {unit} 中{failing} {failed}，超过 {share} %：构成供货失败",
)
SUPPLIED = Text(
    "supply_failure.supplied",
    "{failed} of {counted} {unit} {failing} in the last {periods}, not more than {share} %",
    "最近 {periods}内 {counted} {unit} 中{failing} {failed}，未超过 {share} %",
)
EVENT = Text("supply_failure.event", "{event} goes on: supply fails", "{event}持续：构成供货失败")
STAYS = Text("supply_failure.stays", "supply has failed before, which holds to the end", "此前已构成供货失败，持续有效")

SAYS = Text(
    "supply_failure.says",
    "A supply failure holds when, over the last {periods}, more than {share} of {services}, counted as {counted}, was "
    "{failing}.",
    "最近 {periods}内，{services}中{failing}的数量超过{counted}数量的 {share} 的，构成供货失败。",
)
SAYS_EVENT = Text(
    "supply_failure.says_event",
    "It also holds from the settlement period in which {event} is told up to the one before that in which its end is "
    "told.",
    "自申报{event}的结算期起，至申报其结束的结算期之前，亦构成供货失败。",
)
SAYS_LASTS = {
    "while_it_is_so": Text(
        "supply_failure.says_while", "It ends as soon as this is no longer so.", "上述情形消除的，供货失败随即终止。"
    ),
    "to_the_end": Text(
        "supply_failure.says_to_the_end",
        "Once it holds it holds to the end of the agreement.",
        "一经构成，持续至本协议终止。",
    ),
}
SAYS_GATE = Text(
    "supply_failure.says_gate",
    "By itself it moves no money; the clauses that name it say what follows.",
    "本条本身不产生款项；其后果由援引本条的条款约定。",
)


class Clause(ClauseBase):
    """A supply failure as written: what counts as failed, of what, over how many settlement periods.

    ``event`` names a service whose facts of kind ``event`` declare one (1 begins it, -1 ends it): an inspection hold, a
    force majeure that lasts too long.
    """

    kind: Literal["supply_failure"] = "supply_failure"
    services: tuple[str, ...] = Field(min_length=1)
    failing: Measure
    of: Measure
    share: Share
    periods: int = Field(gt=0)
    event: str | None = None
    lasts: Literal["while_it_is_so", "to_the_end"]


class Terms(NamedTuple, Generic[N]):
    """The share above which supply fails; 1 where a failure stays."""

    share: N
    stays: N


class State(NamedTuple, Generic[N]):
    """Failed and counted in the last periods; events that go on; 1 while supply fails."""

    failed: N
    counted: N
    events: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps failed and counted in the period, and in the one that leaves the last periods; events begun less ended."""

    failed: N
    counted: N
    failed_then: N
    counted_then: N
    events: N


def rate(failed: N, counted: N) -> N:
    """The share that failed; none of nothing."""
    return failed / counted if counted > 0 else 0 * counted


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """The last periods are held against the share; an event, or a failure that stays, holds beside it."""
    failed = s.failed + x.failed - x.failed_then
    counted = s.counted + x.counted - x.counted_then
    events = s.events + x.events
    one = 1 + 0 * events
    holds = higher(when(rate(failed, counted) - p.share, one), when(events, one))
    return State(failed, counted, events, higher(holds, p.stays * s.due))


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    return Terms(at.value(clause.share), Decimal(clause.lasts == "to_the_end"))


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (
        QuantityOf(clause.services, clause.failing),
        QuantityOf(clause.services, clause.of),
        QuantityOf(clause.services, clause.failing, clause.periods),
        QuantityOf(clause.services, clause.of, clause.periods),
        QuantityOf(() if clause.event is None else (clause.event,), "event"),
    )


def explain(told: Told) -> Iterable[Message]:
    """The share that failed against the one agreed, and what else makes it hold."""
    clause, p, after = told.clause, told.terms, told.after
    fails = rate(after.failed, after.counted) > p.share
    yield (HOLDS if fails else SUPPLIED)(
        failed=told.quantity(after.failed), counted=told.quantity(after.counted), unit=told.unit.name,
        failing=MEASURES[clause.failing](), periods=in_periods(clause.periods), share=p.share * 100,
    )  # fmt: skip
    if after.events > 0:
        yield EVENT(event=clause.event)
    elif after.due > 0 and not fails:
        yield STAYS()


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(
        periods=in_periods(clause.periods), share=share(clause.share), services=said.listed(clause.services),
        counted=MEASURES[clause.of](), failing=MEASURES[clause.failing](),
    )  # fmt: skip
    if clause.event is not None:
        yield SAYS_EVENT(event=said.service(clause.event))
    yield SAYS_LASTS[clause.lasts]()
    yield SAYS_GATE()


KIND = Kind(
    "supply_failure", Phase.COMMITMENT, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE,
    effect="gate",
)  # fmt: skip
