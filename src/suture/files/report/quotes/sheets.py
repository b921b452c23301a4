"""Quotes as a workbook: the build-up of every bidder with formulas, its clauses, gaps, volumes, flips and questions."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from suture.engine.money import rounded
from suture.engine.quotes.levelled import ClauseCost, Levelling
from suture.engine.quotes.quote import SCOPE
from suture.engine.text import Language, listed
from suture.files.cells import Cell, Column, Formula, Number, Sheet
from suture.files.report.quotes.build_up import Item, build_up
from suture.files.report.quotes.texts import reader_of
from suture.files.report.reader import Reader
from suture.files.workbook import workbook as file_of

UNIT: Final = 4
"""Decimals of a cost per unit."""


def workbook(found: Levelling, language: Language) -> bytes:
    """The file as XLSX."""
    reader = reader_of(language)
    sheets = (
        level(found, reader), clauses(found, reader), scope(found, reader), beside(found, reader),
        volumes(found, reader), flips(found, reader), questions(found, reader),
    )  # fmt: skip
    return file_of(sheets, language, title=f"{reader.said('quotes')}: {found.title or found.request}")


def above(found: Levelling, reader: Reader) -> tuple[str, ...]:
    """What stands above every sheet."""
    return (f"{reader.said('quotes')}: {found.title or found.request}", reader.plainly(found.answer))


def level(found: Levelling, reader: Reader) -> Sheet:
    """Lines down, bidders across; what is landed, the total and both per unit are formulas."""
    note = reader.said("note_in_price")
    columns = [Column("line", reader.said("line"))]
    columns += [
        Column(
            f"b{at}", reader.said("measured_in", what=quote.bidder, unit=found.currency), "money", note, found.currency
        )
        for at, quote in enumerate(found.quotes)
    ]
    items = build_up(found, reader)
    rows: list[tuple[Cell, ...]] = [(item.name, *money_cells(items, place)) for place, item in enumerate(items)]
    bold = {place for place, item in enumerate(items) if item.sort in ("landed", "total")}
    landed = next(place for place, item in enumerate(items) if item.sort == "landed")
    rows += [
        (reader.said("accepted"), *(units(quote.accepted) for quote in found.quotes)),
        (unit_name(found, "landed_line", reader), *unit_cells(found, landed, len(items))),
        (unit_name(found, "total_short", reader), *unit_cells(found, len(items) - 1, len(items))),
        (reader.said("ordered"), *(units(quote.ordered) for quote in found.quotes)),
        (reader.said("incoterm"), *(f"{quote.incoterm} {quote.place}" for quote in found.quotes)),
        (reader.said("quote"), *(quote.quote for quote in found.quotes)),
        (reader.said("valid_until"), *(quote.valid_until for quote in found.quotes)),
    ]  # fmt: skip
    return Sheet(reader.said("sheet.level"), above(found, reader), tuple(columns), tuple(rows), bold=frozenset(bold))


def unit_name(found: Levelling, of: str, reader: Reader) -> str:
    """Landed cost, or the total, per accepted unit."""
    return reader.said("measured_in", what=reader.said(of), unit=reader.said("per_unit"))


def money_cells(items: list[Item], place: int) -> Iterable[Cell]:
    """The amounts of one line; those of a sum as a formula over the lines before."""
    item = items[place]
    for at, money in enumerate(item.amounts):
        if money is None:
            yield Decimal(0)
        elif item.sort == "landed":
            yield Formula(f"=SUM({{b{at}:0}}:{{b{at}:{place - 1}}})", money.amount)
        elif item.sort == "total":
            landed = next(n for n, other in enumerate(items) if other.sort == "landed")
            yield Formula(f"=SUM({{b{at}:{landed}}}:{{b{at}:{place - 1}}})", money.amount)
        else:
            yield money


def unit_cells(found: Levelling, of: int, accepted: int) -> Iterable[Cell]:
    """A sum by accepted units, as a formula."""
    for at, quote in enumerate(found.quotes):
        amount = quote.landed.amount if of < accepted - 1 else quote.total.likely.amount
        value = rounded_unit(amount / quote.accepted) if quote.accepted else Decimal(0)
        yield Formula(f"=IF({{b{at}:{accepted}}}=0,0,ROUND({{b{at}:{of}}}/{{b{at}:{accepted}}},{UNIT}))", value, UNIT)


def units(quantity: Decimal) -> Number:
    """A quantity with the decimals that it has."""
    exponent = quantity.normalize().as_tuple().exponent
    return Number(quantity, max(0, -exponent) if isinstance(exponent, int) else 0)


def rounded_unit(value: Decimal) -> Decimal:
    """At the decimals of a cost per unit."""
    return value.quantize(Decimal(1).scaleb(-UNIT))


def clauses(found: Levelling, reader: Reader) -> Sheet:
    """What every clause charges: as stated × the rate = in the request's currency."""
    columns = (
        Column("bidder", reader.said("bidder")), Column("clause", reader.said("clause")),
        Column("what", reader.said("what")), Column("of", reader.said("line")),
        Column("stated", reader.said("stated"), "money"), Column("currency", reader.said("currency")),
        Column("rate", reader.said("rate"), "number"),
        Column("amount", f"{reader.said('amount')}, {found.currency}", "money", currency=found.currency, sum=True),
    )  # fmt: skip
    rows = tuple(
        (quote.bidder, cost.clause, reader.plainly(cost.title), reader.said(cost.of), cost.stated,
         cost.stated.currency, cost.rate, converted(cost))
        for quote in found.quotes for cost in quote.clauses
    )  # fmt: skip
    return Sheet(reader.said("sheet.clauses"), above(found, reader), columns, rows, 2)


def converted(cost: ClauseCost) -> Cell:
    """A formula where it gives the very cent; the amount where the unrounded sum was converted."""
    product = rounded(cost.stated.amount * cost.rate, cost.amount.currency)
    return Formula("=ROUND({stated}*{rate},2)", product.amount) if product == cost.amount else cost.amount


def scope(found: Levelling, reader: Reader) -> Sheet:
    """Item by bidder."""
    columns = [Column("item", reader.said("item")), Column("asked", reader.said("required"))]
    columns += [Column(f"b{at}", quote.bidder) for at, quote in enumerate(found.quotes)]
    rows: list[tuple[Cell, ...]] = []
    for item in dict.fromkeys(cell.item for quote in found.quotes for cell in quote.scope):
        cells = [next((cell for cell in quote.scope if cell.item == item), None) for quote in found.quotes]
        asked = "✔" if any(cell is not None and cell.required for cell in cells) else ""
        answers = (reader.said(f"scope.{cell.answer if cell is not None else 'none'}") for cell in cells)
        rows.append((reader.plainly(SCOPE[item]()), asked, *answers))
    return Sheet(reader.said("sheet.scope"), above(found, reader), tuple(columns), tuple(rows))


def beside(found: Levelling, reader: Reader) -> Sheet:
    """What bidders state beside the price."""
    columns = (
        Column("bidder", reader.said("bidder")), Column("item", reader.said("item")),
        Column("says", reader.said("says")),
    )  # fmt: skip
    rows = tuple(
        (quote.bidder, reader.plainly(each.title), each.says) for quote in found.quotes for each in quote.stated
    )
    return Sheet(reader.said("sheet.beside"), above(found, reader), columns, rows)


def volumes(found: Levelling, reader: Reader) -> Sheet:
    """Landed cost per accepted unit at other volumes."""
    columns = [Column("of", reader.said("volumes"), "share"), Column("units", reader.said("ordered"), "number")]
    columns += [
        Column(f"b{at}", reader.said("measured_in", what=quote.bidder, unit=found.currency), "number", decimals=UNIT)
        for at, quote in enumerate(found.quotes)
    ]
    columns.append(Column("cheapest", reader.said("then")))
    rows: list[tuple[Cell, ...]] = [
        (tried.multiple, tried.units, *tried.unit_costs, reader.words(listed(tried.lowest)))
        for tried in found.volumes_tried
    ]
    return Sheet(reader.said("sheet.volumes"), above(found, reader), tuple(columns), tuple(rows))


def flips(found: Levelling, reader: Reader) -> Sheet:
    """What reverses the order, and what does not."""
    columns = (
        Column("input", reader.said("input")), Column("now", reader.said("now"), "number"),
        Column("at", reader.said("at"), "number"), Column("low", reader.said("low"), "number"),
        Column("high", reader.said("high"), "number"), Column("unit", reader.said("unit")),
        Column("then", reader.said("then")),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (reader.words(each.words), each.now, each.at, None, None, each.unit, each.cheapest) for each in found.flips
    ]
    rows += [
        (reader.words(each.words), each.now, None, each.low, each.high, each.unit, reader.said("unflipped"))
        for each in found.unflipped
    ]
    return Sheet(reader.said("sheet.flips"), above(found, reader), columns, tuple(rows))


def questions(found: Levelling, reader: Reader) -> Sheet:
    """What to ask whom."""
    columns = (
        Column("bidder", reader.said("bidder")), Column("number", reader.said("number"), "number"),
        Column("about", reader.said("about")), Column("question", reader.said("question")),
    )  # fmt: skip
    rows = tuple(
        (quote.bidder, at, reader.said(f"about.{asked.about}"), reader.plainly(asked.words))
        for quote in found.quotes for at, asked in enumerate(quote.questions, 1)
    )  # fmt: skip
    return Sheet(reader.said("sheet.questions"), above(found, reader), columns, rows)
