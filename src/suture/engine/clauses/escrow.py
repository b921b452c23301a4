"""Escrow: a gate that holds once what was deposited with an agent is released to the buyer.

Rules: docs/rules/escrow.md. A release of nothing gives nothing: there must be a deposit.
"""

from collections.abc import Iterable
from typing import Generic, Literal, NamedTuple

from pydantic import Field

from suture.engine.clauses import right
from suture.engine.clauses.kind import Kind, Phase, QuantityOf, Source, Told
from suture.engine.clauses.right import released_by
from suture.engine.clauses.saying import Said, in_months
from suture.engine.number import N, Window, higher, when
from suture.engine.text import Message, Text, listed

TITLE = Text("escrow.title", "Escrow", "技术资料托管")
EMPTY = Text("escrow.empty", "nothing is deposited: nothing can be released", "尚未交存：无可交付")

SAYS = Text(
    "escrow.says",
    "The seller deposits {items} as {service} with {agent}, and brings the deposit up to date every {months}.",
    "卖方将{items}作为{service}交存于{agent}，并每 {months}更新一次。",
)
ITEMS = {
    "process_documents": Text("escrow.process_documents", "the process documents", "工艺文件"),
    "drawings": Text("escrow.drawings", "the drawings", "图纸"),
    "tool_data": Text("escrow.tool_data", "the tool data", "模具数据"),
    "software": Text("escrow.software", "the software", "软件"),
    "supplier_list": Text("escrow.supplier_list", "the list of suppliers", "供应商清单"),
    "validation_files": Text("escrow.validation_files", "the validation files", "验证文件"),
}
SAYS_RELEASE = Text(
    "escrow.says_release",
    "Once the right to it holds, the agent hands the last deposit over to the buyer; where there is none, nothing.",
    "该权利生效后，托管方应将最近一次交存的资料交付买方；未交存的，不产生交付。",
)


class Clause(right.Right):
    """An escrow as written. ``service`` is the deposit: a fact of kind ``stored`` makes one, -1 withdraws it."""

    kind: Literal["escrow"] = "escrow"
    service: str
    items: tuple[
        Literal["process_documents", "drawings", "tool_data", "software", "supplier_list", "validation_files"], ...
    ] = Field(min_length=1)
    agent: str = Field(min_length=1)
    updated_months: int = Field(gt=0)


class State(NamedTuple, Generic[N]):
    """Releases told, less their ends; deposits, less those withdrawn; 1 while released, and 1 while that gives them."""

    told: N
    deposits: N
    released: N
    due: N


class Facts(NamedTuple, Generic[N]):
    """Releases and deposits of the period, less ends and withdrawals; above zero while a gate holds."""

    told: N
    gates: N
    deposits: N


def step(p: right.Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """What is deposited is handed over while it is released, or for good."""
    told, deposits = s.told + x.told, s.deposits + x.deposits
    released = higher(released_by(p.begun, told, x.gates), p.stays * s.released)
    return State(told, deposits, released, when(deposits, released))


def reads(clause: Clause) -> tuple[Source, ...]:
    """Where each fact comes from."""
    return (*right.reads(clause), QuantityOf((clause.service,), "stored"))


def explain(told: Told) -> Iterable[Message]:
    """Whether it holds, and whether there is anything to hand over."""
    if told.after.released > 0 and told.after.deposits <= 0:
        yield EMPTY()
    else:
        yield from right.explain(told)


def says(clause: Clause, said: Said) -> Iterable[Message]:
    """The clause as people sign it."""
    yield SAYS(
        items=listed([ITEMS[each]() for each in clause.items]), service=said.service(clause.service),
        agent=clause.agent, months=in_months(clause.updated_months),
    )  # fmt: skip
    yield SAYS_RELEASE()
    yield from right.said_release(clause.release, said)


KIND = Kind(
    "escrow", Phase.COMMITMENT, Clause, right.Terms, State, Facts, step, right.numbers, reads, explain, says, TITLE,
    effect="gate", check=right.check, changes=right.changes,
)  # fmt: skip
