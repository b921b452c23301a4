"""Renewal: a gate that holds while the agreement runs: to the end of its term, and on where it is renewed.

Rules: docs/rules/renewal.md. Evergreen: it is renewed unless notice was given; an option: only where it was.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.kind import ClauseBase, DueOf, InForce, Kind, Moment, Phase, Source, Told
from suture.engine.clauses.saying import Said, in_months
from suture.engine.number import N, Window, when
from suture.engine.period import later
from suture.engine.text import Message, Text

TITLE = Text("renewal.title", "Term and renewal", "期限与续期")
RUNS = Text("renewal.runs", "the agreement runs", "协议有效")
RENEWED = {
    "unless_notice": Text(
        "renewal.renewed", "the term has ended without a notice in time: renewed", "期限届满且无及时通知：续期"
    ),
    "on_notice": Text(
        "renewal.renewed_on_notice", "the term has ended, with a notice in time: renewed", "期限届满且已及时通知：续期"
    ),
}
ENDED = Text("renewal.ended", "the term has ended and was not renewed", "期限届满，未续期")

SAYS = Text("renewal.says", "The first term runs up to and with {last}.", "首个期限至 {last} 止（含当日）。")
SAYS_RENEWS = {
    "unless_notice": Text(
        "renewal.says_unless_notice",
        "After every term the agreement goes on for another {months}, unless in that term notice was given in time "
        "under {notice}.",
        "每个期限届满后，本协议自动续期 {months}，但在该期限内已按{notice}及时通知的除外。",
    ),
    "on_notice": Text(
        "renewal.says_on_notice",
        "After every term the agreement goes on for another {months} only where in that term notice was given in time "
        "under {notice}.",
        "每个期限届满后，仅在该期限内已按{notice}及时通知的，本协议续期 {months}。",
    ),
}
SAYS_MOST = Text("renewal.says_most", "The number of renewals is at most {most}.", "续期次数以 {most} 次为限。")
SAYS_PERIODS = Text(
    "renewal.says_periods",
    "A term that ends inside a settlement period runs to the end of that period.",
    "期限在结算期内届满的，顺延至该结算期末。",
)
SAYS_ENDS = Text(
    "renewal.says_ends",
    "Where it is not renewed, the agreement is no longer in force from the next settlement period on.",
    "未续期的，本协议自下一结算期起不再有效。",
)
LONGEST = 1200
"""Months; no agreement settles for longer."""


class Clause(ClauseBase):
    """A renewal as written. ``first_until`` is the first day that the first term no longer covers."""

    kind: Literal["renewal"] = "renewal"
    first_until: date
    by_months: int = Field(gt=0, le=LONGEST)
    renews: Literal["unless_notice", "on_notice"]
    notice: str = Field(description="the clause of kind notice")
    most: int | None = Field(default=None, ge=1, le=LONGEST, description="renewals; left out: no limit")


class Terms(NamedTuple, Generic[N]):
    """How many terms have ended; 1 where it may still be renewed; 1 where that needs a notice."""

    ended: N
    may: N
    on_notice: N


class State(NamedTuple, Generic[N]):
    """Notices in time when the last term ended; how many terms had ended; 1 while the agreement runs."""

    seen: N
    ended: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Notices in time up to the period before; the share of the period in which the agreement is in force."""

    notices: N
    in_force: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """It runs from the start; at the end of a term it goes on where it is renewed; ended, it does not begin again."""
    one = 1 + 0 * s.due
    given = when(x.notices - s.seen, one)
    renewed = p.may * (given if p.on_notice > 0 else one - given)
    ends = when(p.ended - s.ended, one)
    runs = (s.due if w.opens == 0 else one) * (one - ends + ends * renewed)
    return State(x.notices if ends > 0 else s.seen, p.ended, when(x.in_force, runs))


def ends_by(clause: Clause, day: date) -> int:
    """How many terms have ended by a day."""
    return sum(1 for end in changes(clause, day) if end <= day)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The numbers of one segment."""
    ended = ends_by(clause, at.period.start)
    may = clause.most is None or ended <= clause.most
    return Terms(Decimal(ended), Decimal(may), Decimal(clause.renews == "on_notice"))


def changes(clause: Clause, start: date) -> Iterable[date]:
    """The days on which a term has ended."""
    most = LONGEST // clause.by_months
    times = most if clause.most is None else min(clause.most, most)
    return (later(clause.first_until, clause.by_months * i) for i in range(times + 1))


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (DueOf((clause.notice,), 1, gates=True), InForce())


def explain(told: Told) -> Iterable[Message]:
    """Whether it runs, and why it goes on or has ended."""
    if told.after.due <= 0:
        yield ENDED()
    elif told.terms.ended > told.before.ended:
        yield RENEWED[told.clause.renews]()
    else:
        yield RUNS()


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(last=(clause.first_until - timedelta(days=1)).isoformat())
    yield SAYS_RENEWS[clause.renews](months=in_months(clause.by_months), notice=said.clauses([clause.notice]))
    if clause.most is not None:
        yield SAYS_MOST(most=clause.most)
    yield SAYS_PERIODS()
    yield SAYS_ENDS()


KIND = Kind(
    "renewal", Phase.TERM, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE,
    effect="gate", governs=True, changes=changes,
)  # fmt: skip
