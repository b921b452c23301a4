"""Record retention: a gate that holds while records must be kept, so many years after the last fact they are of.

Rules: docs/rules/retention.md. The duty goes on after the end of the agreement.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses.kind import ClauseBase, Kind, Measure, Moment, Phase, QuantityOf, Source, Told
from suture.engine.clauses.per_month import months_of
from suture.engine.clauses.saying import MEASURES, Said, in_years
from suture.engine.number import N, Window, above, higher, when
from suture.engine.text import Message, Text, listed

TITLE = Text("retention.title", "Record retention", "记录保存")
NONE = Text("retention.none", "nothing has happened that has records", "尚无需保存记录的事项")
KEPT = Text(
    "retention.kept",
    "{gone} of {months} months gone since the last fact: records are kept",
    "自最近一次事项起，{months} 个月中已过 {gone} 个月：应保存记录",
)
OVER = Text("retention.over", "the time has gone: records need no longer be kept", "保存期已满：可不再保存")

SAYS = {
    "seller": Text(
        "retention.says_seller",
        "The seller keeps {records} of {services} for {years} after the last of them was {measure}, also after the "
        "end of the agreement.",
        "卖方应保存{services}的{records}，自最近一次{measure}起不少于 {years}，本协议终止后亦然。",
    ),
    "buyer": Text(
        "retention.says_buyer",
        "The buyer keeps {records} of {services} for {years} after the last of them was {measure}, also after the "
        "end of the agreement.",
        "买方应保存{services}的{records}，自最近一次{measure}起不少于 {years}，本协议终止后亦然。",
    ),
    "both": Text(
        "retention.says_both",
        "Both sides keep {records} of {services} for {years} after the last of them was {measure}, also after the "
        "end of the agreement.",
        "双方均应保存{services}的{records}，自最近一次{measure}起不少于 {years}，本协议终止后亦然。",
    ),
}
RECORDS = {
    "batch_records": Text("retention.batch_records", "batch records", "批记录"),
    "release_records": Text("retention.release_records", "release records", "放行记录"),
    "validation_files": Text("retention.validation_files", "validation files", "验证文件"),
    "test_reports": Text("retention.test_reports", "test reports", "检验报告"),
    "complaint_files": Text("retention.complaint_files", "complaint files", "投诉档案"),
    "distribution_records": Text("retention.distribution_records", "distribution records", "流通记录"),
}
SAYS_LONGER = Text(
    "retention.says_longer",
    "Where the law or a legal hold asks for longer, that holds; before anything is destroyed the other side is "
    "offered it.",
    "法律法规或法律保全要求更长期限的，从其要求；销毁前应先征询另一方是否接收。",
)
MONTHS_OF_A_YEAR = 12

Record = Literal[
    "batch_records", "release_records", "validation_files", "test_reports", "complaint_files", "distribution_records"
]


class Clause(ClauseBase):
    """Retention as written: who keeps which records of which services, and how long after the last fact."""

    kind: Literal["retention"] = "retention"
    services: tuple[str, ...] = Field(min_length=1)
    measure: Measure
    kept_by: Literal["seller", "buyer", "both"]
    records: tuple[Record, ...] = Field(min_length=1)
    years: int = Field(gt=0, le=100)


class Terms(NamedTuple, Generic[N]):
    """Months for which records are kept; months of the settlement period."""

    months: N
    length: N


class State(NamedTuple, Generic[N]):
    """Above zero once anything has records; months gone since the period of the last; 1 while records are kept."""

    begun: N
    gone: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Steps of the period that have records."""

    told: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """A settlement period counts that begins before the months since the last fact have gone; a new fact starts "
    "anew."""
    one = 1 + 0 * s.begun
    kept = one if x.told > 0 else when(s.begun, when(above(p.months, s.gone), one))
    gone = 0 * s.gone if x.told > 0 else s.gone + when(s.begun, p.length)
    return State(higher(s.begun, when(x.told, one)), gone, kept)


def numbers(clause: Clause, at: Moment) -> Terms[Decimal]:
    """The months, and those of the settlement periods of the segment."""
    return Terms(Decimal(clause.years * MONTHS_OF_A_YEAR), months_of(at))


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (QuantityOf(clause.services, clause.measure),)


def explain(told: Told) -> Iterable[Message]:
    """Whether records are kept, and how much of the time has gone."""
    if told.after.begun <= 0:
        yield NONE()
    elif told.after.due > 0:
        yield KEPT(gone=told.after.gone, months=told.terms.months)
    else:
        yield OVER()


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS[clause.kept_by](
        records=listed([RECORDS[each]() for each in clause.records]), services=said.listed(clause.services),
        years=in_years(clause.years), measure=MEASURES[clause.measure](),
    )  # fmt: skip
    yield SAYS_LONGER()


KIND = Kind(
    "retention", Phase.COMMITMENT, Clause, Terms, State, Facts, step, numbers, reads, explain, says, TITLE,
    effect="gate",
)  # fmt: skip
