"""What is exposed, on the screen: a sentence for each scenario, then tables by month and cause, last days, notes."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from suture.cli.screen import print_table, printed, told
from suture.engine.clauses.causes import TITLES
from suture.engine.exposure.deadlines import Deadline
from suture.engine.exposure.exposure import Exposure
from suture.engine.exposure.portfolio import Portfolio, Side, Total, exposed_in, nothing, partner_of
from suture.engine.exposure.scenario import PLAN, Scenario
from suture.engine.money import Money
from suture.engine.text import Message, Text, listed

BUYER: Final = Text(
    "exposure.says_buyer",
    "If you {does} on {on}, {money} beside goods taken (as planned: {planned}); with them {all}.",
    "若贵方于 {on} {does}，除提取货物的货款外{money}（按计划履行则为 {planned}）；含货款共 {all}。",
)
SELLER: Final = Text(
    "exposure.says_seller",
    "Should the buyer {does} on {on}, {money} beside goods taken (as planned: {planned}); with them {all}.",
    "若买方于 {on} {does}，除提取货物的货款外，{money}（按计划履行则为 {planned}）；含货款共 {all}。",
)
YOU_OWE: Final = Text("exposure.you_owe", "you owe {money}", "应付 {money}")
OWED_TO_YOU: Final = Text("exposure.owed_to_you", "{money} is owed to you", "应收 {money}")
YOUR_COVER: Final = Text("exposure.your_cover", "your cover is {money}", "贵方的保障为 {money}")
OWED_TO_BUYER: Final = Text("exposure.owed_to_buyer", "{money} is owed to the buyer", "应付买方 {money}")
THAT_IS_OWED: Final[dict[Side, Text]] = {
    "buyer": Text("exposure.that_is_owed_to_you", "{money} owed to you", "应收 {money}"),
    "seller": Text("exposure.that_is_owed_to_buyer", "{money} owed to the buyer", "应付买方 {money}"),
}
BETWEEN: Final = Text("exposure.between", "{money} (between {low} and {high})", "{money}（{low} 至 {high} 之间）")
TAX: Final = Text("exposure.tax", "{scenario}: {money} tax, apart from that.", "{scenario}：另计税 {money}。")
INCOMPLETE: Final = Text(
    "exposure.incomplete",
    "{of}: figures of these clauses are not known, so they are in no sum: {clauses}.",
    "{of}：下列条款有数值未知，未计入任何合计：{clauses}。",
)
ONE_INCOMPLETE: Final = Text("exposure.incomplete_one", "This is not complete", "以上金额不完整")
MANY_INCOMPLETE: Final = Text(
    "exposure.incomplete_many",
    "This is not complete for {n} of {all} agreements",
    "{all} 份协议中有 {n} 份金额不完整",
)
AND_ANOTHER: Final = Text("exposure.and_another", "{clauses} and another", "{clauses} 等另 1 项")
AND_OTHERS: Final = Text("exposure.and_others", "{clauses} and {n} others", "{clauses} 等另 {n} 项")
ASSUME: Final = Text(
    "exposure.assume", "Assume something: --assume PLACE=LOW..HIGH", "请作出假设：--assume 位置=低值..高值"
)
OF_AGREEMENTS: Final = Text(
    "exposure.of_agreements",
    "{n} agreements, {rows} facts. Sums of two currencies are never added.",
    "{n} 份协议，{rows} 条事实。不同币种不相加。",
)
OF_AGREEMENTS_ONE_FACT: Final = Text(
    "exposure.of_agreements_one_fact",
    "{n} agreements, {rows} fact. Sums of two currencies are never added.",
    "{n} 份协议，{rows} 条事实。不同币种不相加。",
)
BY_MONTH: Final = Text("exposure.by_month", "By month and cause, {currency}", "按月份与原因，{currency}")
BY_PARTNER: Final = Text("exposure.by_partner", "By partner, {currency}", "按合作方，{currency}")
BY_CAUSE: Final = Text("exposure.by_cause", "By cause, {currency}", "按原因，{currency}")
BY_AGREEMENT: Final = Text(
    "exposure.by_agreement", "Agreements with most at stake, {currency}", "金额最大的协议，{currency}"
)
LAST_DAYS: Final = Text("exposure.last_days", "Last days to act", "最后行动日")
LAST_DAYS_SELLER: Final = Text("exposure.last_days_seller", "Days on which your cover changes", "保障发生变化的日期")
NO_DAYS: Final = Text(
    "exposure.no_days", "No day lies ahead from which any of this costs more.", "今后没有会使上述金额增加的日期。"
)
MORE: Final = Text("exposure.more", "… and {n} more; --json has all.", "……另有 {n} 项；--json 列出全部。")
UNCOVERED: Final = Text(
    "exposure.uncovered", "Not provided for in {agreement}: {what}.", "{agreement} 未作规定：{what}。"
)
UNCOVERED_SELLER: Final = Text(
    "exposure.uncovered_seller", "Without cover in {agreement}: {what}.", "{agreement} 没有保障：{what}。"
)
NOTE: Final = Text("exposure.note", "{agreement}: {what}.", "{agreement}：{what}。")
NOTE_OF: Final = Text("exposure.note_of", "{agreement}, {scenario}: {what}.", "{agreement}，{scenario}：{what}。")
WRITTEN: Final = Text(
    "exposure.written", "Report, table, calendar and data are in {folder}.", "报告、表格、日历和数据见 {folder}。"
)
SUM: Final = Text("exposure.sum", "Beside goods", "除货款外")
LOW: Final = Text("exposure.sum_low", "  at the low end", "  低值")
HIGH: Final = Text("exposure.sum_high", "  at the high end", "  高值")
HEADS: Final = {
    "month": Text("exposure.month", "Month", "月份"),
    "cause": Text("exposure.cause", "Cause", "原因"),
    "partner": Text("exposure.partner", "Partner", "合作方"),
    "agreement": Text("exposure.agreement", "Agreement", "协议"),
    "clause": Text("exposure.clause", "Clause", "条款"),
    "last": Text("exposure.last_day", "Last day", "最后日期"),
    "stake": Text("exposure.stake", "At stake", "涉及金额"),
    "do": Text("exposure.do", "What turns", "届时的变化"),
}
ROWS: Final = 20
"""Of a table of which the rest is only counted."""
FEW: Final = 5
"""Agreements of which all notes are told."""


def show(
    found: Portfolio, largest: Sequence[Exposure], soonest: Sequence[tuple[str, Deadline]], on: date,
    folder: str | None, rows: int,
) -> None:  # fmt: skip
    """The answer first, then what it is made of."""
    for currency in found.currencies:
        for scenario in found.scenarios:
            told(sentence(found, scenario, currency, on))
    for scenario in found.scenarios:
        taxed = [found.tax(scenario, currency).money for currency in found.currencies]
        if sums := [str(money) for money in taxed if money.minor]:
            told(TAX(scenario=scenario.title, money=listed(sums)))
    one = largest[0] if found.agreements == 1 else None
    if found.agreements > 1:
        told((OF_AGREEMENTS_ONE_FACT if rows == 1 else OF_AGREEMENTS)(n=f"{found.agreements:,}", rows=f"{rows:,}"))
    if found.incomplete:
        of = ONE_INCOMPLETE() if found.agreements == 1 else MANY_INCOMPLETE(n=found.incomplete, all=found.agreements)
        told(INCOMPLETE(of=of, clauses=clauses(found)))
        told(ASSUME(), first="  ", rest="  ")
    for currency in found.currencies:
        if one is None:
            by_partner(found, currency)
            by_cause(found, currency)
            by_agreement(found, currency, [each for each in largest if each.currency == currency])
        by_month(found, currency)
    last_days(found, soonest, alone=one is not None)
    if found.agreements <= FEW:
        notes(found, largest)
    if folder is not None:
        printed("")
        told(WRITTEN(folder=folder))


def clauses(found: Portfolio) -> Message:
    """The clauses of which a figure is not known; of many the first."""
    named = sorted(found.not_known)
    if len(named) <= ROWS:
        return listed(named)
    if len(named) == ROWS + 1:
        return AND_ANOTHER(clauses=", ".join(named[:ROWS]))
    return AND_OTHERS(clauses=", ".join(named[:ROWS]), n=len(named) - ROWS)


def sentence(found: Portfolio, scenario: Scenario, currency: str, on: date) -> Message:
    """The answer for one scenario and currency. What comes to less than nothing is owed the other way round."""
    exposed, planned = found.exposed(scenario, currency), found.exposed(PLAN, currency)
    whole = found.of(scenario, currency).money
    buys = found.side == "buyer"
    owes, is_owed = (YOU_OWE, OWED_TO_YOU) if buys else (YOUR_COVER, OWED_TO_BUYER)
    money = is_owed(money=said(turned(exposed))) if exposed.money.minor < 0 else owes(money=said(exposed))
    return (BUYER if buys else SELLER)(
        does=scenario.title, on=str(on), money=money, planned=signed(planned.money, found.side),
        all=signed(whole, found.side),
    )  # fmt: skip


def turned(total: Total) -> Total:
    """A sum as the other party sees it."""
    return Total(*(Money(-each.minor, each.currency) for each in (total.money, total.high, total.low)))


def signed(money: Money, side: Side) -> str | Message:
    """An amount; one below zero as what is owed to the buyer."""
    return str(money) if money.minor >= 0 else THAT_IS_OWED[side](money=str(Money(-money.minor, money.currency)))


def said(total: Total) -> str | Message:
    """A sum, and between what it lies where figures are ranges."""
    if not total.is_range:
        return str(total.money)
    return BETWEEN(money=str(total.money), low=str(total.low), high=str(total.high))


def cell(total: Total) -> str:
    """A sum in a table, with likely figures."""
    return f"{total.money.amount:,f}"


def sums(found: Portfolio, currency: str, between: int = 0) -> list[list[object]]:
    """The last lines of a table: the sum of all but goods, and what bounds it where figures are ranges."""
    totals = [found.exposed(each, currency) for each in found.scenarios]
    empty: list[object] = [""] * between
    lines: list[list[object]] = [[SUM(), *empty, *map(cell, totals)]]
    if any(total.is_range for total in totals):
        for head, end in ((LOW, "low"), (HIGH, "high")):
            lines.append([head(), *empty, *(f"{getattr(total, end).amount:,f}" for total in totals)])
    return lines


def columns(found: Portfolio, *heads: str) -> list[tuple[object, bool]]:
    """The columns of a table of sums: what it is by, then every scenario."""
    return [*((HEADS[head](), False) for head in heads), *((each.title, True) for each in found.scenarios)]


def titled(title: Message) -> None:
    """A head above a table."""
    printed("")
    told(title)
    printed("")


def by_month(found: Portfolio, currency: str) -> None:
    """What is due, goods too, by month and cause; below, the sum of all but goods."""
    cells = found.cells(currency)
    if not cells:
        return
    titled(BY_MONTH(currency=currency))
    lines: list[list[object]] = []
    for month, cause in cells:
        totals = [found.of(each, currency, month=month, cause=cause) for each in found.scenarios]
        if any(total.money.minor or total.is_range for total in totals):  # else there is something in the plan alone
            lines.append([month, TITLES[cause](), *map(cell, totals)])
    print_table(columns(found, "month", "cause"), [*lines, *sums(found, currency, between=1)])


def by_cause(found: Portfolio, currency: str) -> None:
    """What is due, goods too, by cause."""
    titled(BY_CAUSE(currency=currency))
    lines: list[list[object]] = [
        [TITLES[cause](), *(cell(found.of(each, currency, cause=cause)) for each in found.scenarios)]
        for cause in found.causes(currency)
    ]
    print_table(columns(found, "cause"), [*lines, *sums(found, currency)])


def by_partner(found: Portfolio, currency: str) -> None:
    """What is exposed, by the other party."""
    partners = found.partners(currency)
    titled(BY_PARTNER(currency=currency))
    print_table(
        columns(found, "partner"),
        [[name, *(cell(found.exposed(each, currency, name)) for each in found.scenarios)] for name in partners[:ROWS]],
    )
    more(len(partners) - ROWS)


def by_agreement(found: Portfolio, currency: str, largest: Sequence[Exposure]) -> None:
    """What is exposed in the agreements with most at stake."""
    if not largest:
        return
    titled(BY_AGREEMENT(currency=currency))
    lines = [
        [each.agreement, partner_of(each, found.side),
         *(cell(exposed_in(owed).get(currency, nothing(currency))) for owed in each.owed)]
        for each in largest
    ]  # fmt: skip
    print_table(columns(found, "agreement", "partner"), lines)


def last_days(found: Portfolio, soonest: Sequence[tuple[str, Deadline]], *, alone: bool) -> None:
    """The last days to act, the nearest first."""
    if not soonest:
        printed("")
        told(NO_DAYS())
        return
    titled(LAST_DAYS() if found.side == "buyer" else LAST_DAYS_SELLER())
    heads = [HEADS[head]() for head in ("last", "agreement", "clause", "stake", "do")]
    lines: list[list[object]] = [
        [str(each.last), number, each.clause, str(each.money) if each.money else "", each.says]
        for number, each in soonest[:ROWS]
    ]
    held = [at for at in range(len(heads)) if not (alone and at == 1)]
    print_table(
        [(heads[at], at == 3) for at in held], [[line[at] for at in held] for line in lines],
    )  # fmt: skip
    more(found.days - min(len(soonest), ROWS))


def notes(found: Portfolio, largest: Sequence[Exposure]) -> None:
    """What is to be said of each agreement."""
    lines = list(dict.fromkeys(line for each in largest for line in noted(found, each)))
    if lines:
        printed("")
    for line in lines:
        told(line, first="- ", rest="  ")


def noted(found: Portfolio, each: Exposure) -> Iterator[Message]:
    """The notes of one agreement: what nobody provides for, what was taken for granted, and what of each scenario."""
    of = UNCOVERED if found.side == "buyer" else UNCOVERED_SELLER
    for what in each.uncovered:
        yield of(agreement=each.agreement, what=what)
    for what in each.notes:
        yield NOTE(agreement=each.agreement, what=what)
    for owed in each.owed:
        for what in owed.notes:
            yield NOTE_OF(agreement=each.agreement, scenario=owed.scenario.title, what=what)


def more(n: int) -> None:
    """How many rows are not shown."""
    if n > 0:
        told(MORE(n=f"{n:,}"))
