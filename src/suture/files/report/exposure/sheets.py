"""Exposures as a workbook: the sums of each way, months by cause with their sums, every part, the last days."""

from collections.abc import Iterable, Sequence
from datetime import date

from suture.engine.exposure.deadlines import Deadline
from suture.engine.exposure.exposure import Exposure
from suture.engine.exposure.portfolio import Portfolio
from suture.engine.exposure.scenario import Scenario
from suture.engine.money import Money
from suture.engine.text import Language
from suture.files.cells import Cell, Column, Formula, Sheet
from suture.files.report.exposure.parts import LOOKS, capital, named, title_of
from suture.files.report.exposure.texts import reader_of
from suture.files.report.money import total
from suture.files.report.reader import Reader
from suture.files.workbook import workbook as file_of


def workbook(
    portfolio: Portfolio, agreements: Sequence[Exposure], soonest: Sequence[tuple[str, Deadline]], *, on: date,
    language: Language,
) -> bytes:  # fmt: skip
    """The file as XLSX."""
    reader = reader_of(language)
    of = agreements[0].agreement if portfolio.agreements == 1 else reader.said("agreements", n=portfolio.agreements)
    title = f"{reader.said('exposure' if portfolio.side == 'buyer' else 'cover')}: {of}"
    above: tuple[str, ...] = (title, reader.said("as_of", day=on.isoformat()))
    sheets = [ways(portfolio, above, reader), *all_months(portfolio, above, reader)]
    if portfolio.agreements > 1:
        sheets.append(partners(portfolio, above, reader))
        above = (*above, reader.said("largest", n=len(agreements), all=portfolio.agreements))
    sheets += [parts(agreements, above, reader), last_days(soonest, above[:2], reader)]
    return file_of(sheets, language, title=title)


def ways(found: Portfolio, above: tuple[str, ...], reader: Reader) -> Sheet:
    """What each way comes to, in every currency."""
    columns = (
        Column("scenario", reader.said("scenario")), Column("currency", reader.said("currency")),
        Column("owed", reader.said("sum_without_goods"), "money", reader.said("note_owed")),
        Column("low", reader.said("low"), "money"), Column("high", reader.said("high"), "money"),
        Column("goods", reader.said("goods_head"), "money"), Column("all", reader.said("sum"), "money"),
        Column("tax", reader.said("tax"), "money"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for scenario in found.scenarios:
        for currency in found.currencies:
            held, every = found.exposed(scenario, currency), found.of(scenario, currency).money
            rows.append((
                capital(reader.plainly(scenario.title)), currency, held.money, held.low, held.high,
                every.minus(held.money), Formula("={owed}+{goods}", every.amount), found.tax(scenario, currency).money,
            ))  # fmt: skip
    return Sheet(reader.said("sheet.scenarios"), above, columns, tuple(rows), 2)


def all_months(found: Portfolio, above: tuple[str, ...], reader: Reader) -> Iterable[Sheet]:
    """A sheet for each way and currency, since sums of two would mean nothing."""
    for scenario in found.scenarios:
        for currency in found.currencies:
            if found.months(currency):
                yield months(found, scenario, currency, above, reader)


def months(found: Portfolio, scenario: Scenario, currency: str, above: tuple[str, ...], reader: Reader) -> Sheet:
    """Months down, causes across, with their sums as formulas."""
    causes = [cause for cause in LOOKS if cause in found.causes(currency) and cause != "goods"]
    title = capital(reader.plainly(scenario.title))
    columns = [Column("month", reader.said("month"), "day", reader.said("note_month"))]
    columns += [money_column(cause, named(cause, reader), currency, reader) for cause in causes]
    columns += [
        money_column("exposed", reader.said("sum_without_goods"), currency, reader),
        money_column("goods", reader.said("goods_head"), currency, reader),
        money_column("all", reader.said("sum"), currency, reader),
    ]  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for month in found.months(currency):
        held = [found.of(scenario, currency, month=month, cause=cause).money for cause in causes]
        goods = found.of(scenario, currency, month=month, cause="goods").money
        exposed = total(currency, held)
        formula = f"=SUM({{{causes[0]}}}:{{{causes[-1]}}})" if causes else "=0"
        rows.append((
            date.fromisoformat(f"{month}-01"), *held, Formula(formula, exposed.amount), goods,
            Formula("={exposed}+{goods}", exposed.plus(goods).amount),
        ))  # fmt: skip
    name = f"{title} {currency}" if len(found.currencies) > 1 else title
    return Sheet(name, (*above, f"{title}, {currency}"), tuple(columns), tuple(rows))


def money_column(key: str, head: str, currency: str, reader: Reader) -> Column:
    """A column of money that is summed."""
    head = reader.said("measured_in", what=head, unit=currency)
    return Column(key, head, "money", currency=currency, sum=True)


def partners(found: Portfolio, above: tuple[str, ...], reader: Reader) -> Sheet:
    """What each way comes to by partner."""
    columns = (
        Column("partner", reader.said("partner")), Column("scenario", reader.said("scenario")),
        Column("currency", reader.said("currency")), Column("owed", reader.said("sum_without_goods"), "money"),
        Column("low", reader.said("low"), "money"), Column("high", reader.said("high"), "money"),
    )  # fmt: skip
    rows = tuple(
        (partner, capital(reader.plainly(scenario.title)), currency, *found.exposed(scenario, currency, partner))
        for currency in found.currencies for partner in found.partners(currency) for scenario in found.scenarios
    )  # fmt: skip
    return Sheet(reader.said("by_partner"), above, columns, rows, 3)


def parts(agreements: Sequence[Exposure], above: tuple[str, ...], reader: Reader) -> Sheet:
    """Every part of the agreements that are told of by themselves, with its arithmetic."""
    columns = (
        Column("agreement", reader.said("agreement")), Column("scenario", reader.said("scenario")),
        Column("first", reader.said("first"), "day"), Column("last", reader.said("last"), "day"),
        Column("cause", reader.said("cause")), Column("clause", reader.said("clause")),
        Column("kind", reader.said("kind")), Column("currency", reader.said("currency")),
        Column("owed", reader.said("owed"), "money", reader.said("note_owed")),
        Column("low", reader.said("low"), "money"), Column("high", reader.said("high"), "money"),
        Column("planned", reader.said("of_it_planned_head"), "money"),
        Column("more", reader.said("more_than_planned"), "money"), Column("why", reader.said("why")),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for found in agreements:
        for owed in found.owed:
            for part in owed.parts:
                rows.append((
                    found.agreement, capital(reader.plainly(owed.scenario.title)), part.period.start, part.period.last,
                    named(part.cause, reader), part.clause, kind_of(part.kind, part.effect, reader),
                    part.money.currency, part.money, part.low, part.high, part.planned,
                    Formula("={owed}-{planned}", part.money.minus(part.planned).amount),
                    reader.said("semicolon").join(reader.words(reason) for reason in part.reasons),
                ))  # fmt: skip
    return Sheet(reader.said("sheet.parts"), above, columns, tuple(rows), 2)


def kind_of(kind: str, effect: str, reader: Reader) -> str:
    """The clause kind; tax says that it is."""
    return f"{title_of(kind, reader)} ({reader.said('tax')})" if effect == "tax" else title_of(kind, reader)


def last_days(soonest: Sequence[tuple[str, Deadline]], above: tuple[str, ...], reader: Reader) -> Sheet:
    """The last days; money below zero falls after the day."""
    columns = (
        Column("last", reader.said("last_day"), "day", reader.said("note_last")),
        Column("agreement", reader.said("agreement")), Column("clause", reader.said("clause")),
        Column("kind", reader.said("kind")), Column("cause", reader.said("cause")),
        Column("money", reader.said("change"), "money", reader.said("note_change")),
        Column("currency", reader.said("currency")), Column("do", reader.said("do")),
    )  # fmt: skip
    rows = tuple(
        (each.last, number, each.clause, title_of(each.kind, reader), named(each.cause, reader), change(each),
         each.money.currency if each.money is not None else "", reader.words(each.says))
        for number, each in soonest
    )  # fmt: skip
    return Sheet(reader.said("sheet.deadlines"), above, columns, rows, 2)


def change(each: Deadline) -> Money | None:
    """By how much it costs more after the day, below zero where it costs less."""
    if each.money is None or each.turns == "rises":
        return each.money
    return Money(-each.money.minor, each.money.currency)
