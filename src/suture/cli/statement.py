"""A statement on the screen: what is owed in which currency, the charges as a table, and why."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from suture.cli.language import words
from suture.cli.screen import TOGETHER, print_table, printed, told
from suture.engine.clauses.kind import Effect
from suture.engine.clauses.saying import unit as unit_said
from suture.engine.money import Money
from suture.engine.rating.charges import Charge, Statement
from suture.engine.rating.plan import Plan
from suture.engine.rating.uncounted import Alike
from suture.engine.text import Message, Text, Value, listed
from suture.files.statements import numbers, unit_of

NOTHING: Final = Text(
    "statement.nothing",
    "Nothing is due under {agreement} for the periods up to {through}.",
    "截至 {through} 的各期，{agreement} 项下无应付款项。",
)
DUE: Final = Text(
    "statement.due",
    "{total} due under {agreement} for the periods up to {through}: {charges}.",
    "截至 {through} 的各期，{agreement} 项下应付 {total}：{charges}。",
)
ONE, MANY = Text("statement.one_charge", "1 charge", "1 项"), Text("statement.charges", "{n} charges", "{n} 项")
BESIDE: Final[dict[Effect, Text]] = {
    "tax": Text("statement.tax", "{total} tax, apart from that.", "另计税 {total}。"),
    "landed": Text(
        "statement.landed",
        "{total} paid to others for the same goods, apart from that.",
        "另就同批货物向第三方支付 {total}。",
    ),
    "cash": Text("statement.cash", "{total} moved as cash, apart from that.", "另有现金收付 {total}。"),
}
MARKS: Final[dict[Effect, Text]] = {
    "tax": Text("statement.is_tax", "{clause} (tax)", "{clause}（税）"),
    "landed": Text("statement.is_landed", "{clause} (landed)", "{clause}（到岸）"),
    "cash": Text("statement.is_cash", "{clause} (cash)", "{clause}（现金）"),
}
STATED: Final = Text("statement.is_stated", "{clause} (converted below)", "{clause}（另行折算）")
PLAIN: Final = Text("statement.clause_name", "{clause}", "{clause}")
PERIOD: Final = Text("statement.period", "Period", "期间")
CLAUSE: Final = Text("statement.clause", "Clause", "条款")
AMOUNT: Final = Text("statement.amount", "Amount {currency}", "金额 {currency}")
AMOUNTS: Final = Text("statement.amounts", "Amount", "金额")
BECAUSE: Final = Text("statement.because", "Because", "依据")
NOT_COUNTED: Final = Text(
    "statement.not_counted",
    "No clause counts these facts, so nothing is charged for them: {facts}.",
    "下列事实未被任何条款计入，因此不产生款项：{facts}。",
)
ALIKE: Final = Text(
    "statement.alike", "{service} {kind} {quantity} {unit} ({days})", "{service} {kind} {quantity} {unit}（{days}）"
)
STEPS: Final = Text("statement.steps", "; quantities in steps of {step} {unit}", "；数量以 {step} {unit} 为最小单位")
EVENT: Final = Text("statement.event", "  event {event}", "  事件 {event}")
OF_FACTS: Final = Text("statement.of_facts", "  facts   {numbers}", "  事实  {numbers}")
BEFORE: Final = Text("statement.before", "  before  {numbers}", "  之前  {numbers}")
AFTER: Final = Text("statement.after", "  after   {numbers}", "  之后  {numbers}")


def show(planned: Plan, done: Statement, *, explain: bool) -> None:
    """The statement as a first sentence and a table, and behind every charge its folds where they are asked for."""
    of = {"agreement": done.agreement, "through": str(done.through)}
    if done.charges:
        _charges(planned, done, of, explain=explain)
    else:
        told(NOTHING(**of))
    if done.uncounted:
        printed("")
        told(NOT_COUNTED(facts=alike(done.uncounted)))


def alike(facts: Sequence[Alike]) -> Message:
    """Facts in sum, each service and kind with its days."""
    return listed(
        [
            ALIKE(service=each.service, kind=each.kind, quantity=each.quantity, unit=unit_said(each.unit),
                  days=str(each.first) if each.first == each.last else f"{each.first}..{each.last}")
            for each in facts
        ]
    )  # fmt: skip


def _charges(planned: Plan, done: Statement, of: Mapping[str, Value], *, explain: bool) -> None:
    """What is due as a sentence and a table."""
    charges = ONE() if len(done.charges) == 1 else MANY(n=len(done.charges))
    told(DUE(total=sums(done.totals() or (done.total(),)), charges=charges, **of))
    for effect, says in BESIDE.items():
        if totals := done.totals(effect):
            told(says(total=sums(totals)))
    printed("")
    alone = all(charge.money.currency == done.currency for charge in done.charges)
    amount = AMOUNT(currency=done.currency) if alone else AMOUNTS()
    columns = [(PERIOD(), False), (CLAUSE(), False), (amount, True), (BECAUSE(), False)]
    print_table(columns, ([str(c.period), clause(c), money(c, alone), because(c)] for c in done.charges))
    if explain:
        for charge in done.charges:
            for line in _explained(planned, charge):
                told(line, rest=" " * 10)


def sums(totals: Sequence[Money]) -> Message:
    """Sums of several currencies, which nobody adds up."""
    return listed([str(total) for total in totals])


def clause(charge: Charge) -> Message:
    """The clause of a charge, and what its amount is where that is not owed to the other party."""
    mark = STATED if charge.stated else MARKS.get(charge.effect, PLAIN)
    return mark(clause=charge.clause)


def money(charge: Charge, alone: bool) -> str:
    """An amount; with its currency where the table has several."""
    return f"{charge.money.amount:,f}" if alone else str(charge.money)


def because(charge: Charge) -> str:
    """The reasons of a charge, one on a line."""
    return "\n".join(words(reason) for reason in charge.reasons)


def _explained(planned: Plan, charge: Charge) -> Iterator[str]:
    """The folds of one charge: facts, and the state before and after."""
    unit = unit_of(planned, charge)
    yield ""
    steps = words(STEPS(step=str(unit.step), unit=unit_said(unit.name))) if unit.name else ""
    yield f"{charge.period}  {charge.clause} ({charge.kind})  {charge.money}{steps}"
    for entry in charge.entries:
        if entry.event:
            yield words(EVENT(event=entry.event))
        for head, part in ((OF_FACTS, entry.facts), (BEFORE, entry.before), (AFTER, entry.after)):
            yield words(head(numbers=_spelled(numbers(part))))


def _spelled(data: Any) -> str:
    """Named numbers on one line."""
    if isinstance(data, dict):
        return " · ".join(f"{name}{TOGETHER}{_spelled(part)}" for name, part in data.items())
    return f"({', '.join(map(_spelled, data))})" if isinstance(data, list) else str(data)
