"""The report on quotes: landed cost per accepted unit, the build-up of every bidder, gaps, questions, what reverses it.

``report(levelling, version=..., language=...)`` is the HTML page; ``suture.files.report.pdf.pdf`` makes a PDF of it;
``sheets.workbook(levelling, language)`` is the XLSX with its formulas.
"""

from decimal import Decimal

from suture.engine.quotes.levelled import Flip, Levelled, Levelling, ScopeCell, Unflipped
from suture.engine.quotes.quote import SCOPE
from suture.engine.text import Language, plain
from suture.files.report import rows
from suture.files.report.money import amount, whole
from suture.files.report.page import page
from suture.files.report.quotes.build_up import Item, build_up, per_unit, total_name
from suture.files.report.quotes.texts import ANSWERS, reader_of
from suture.files.report.reader import Reader
from suture.files.report.table import Cell, Column, Line, Table, row, table

SHOWN = 4
"""Decimals of a cost per unit on the page."""


def report(found: Levelling, *, version: str, language: Language) -> str:
    """The page."""
    reader = reader_of(language)
    items = build_up(found, reader)
    most = max(whole(quote.total.likely) for quote in found.quotes) if found.quotes else None
    volumes = ", ".join(number(volume) for volume in found.volumes)
    return page(
        "quotes.html", reader, name=reader.said("quotes"), title=found.title or found.request,
        foot=reader.said("foot", request=found.request, version=version), found=found,
        for_buyer=reader.said(
            "for_buyer_one" if found.years == 1 else "for_buyer", buyer=found.buyer, years=found.years,
            starts=found.starts.isoformat(), incoterm=found.incoterm, place=found.place,
        ),
        answer={"side": "buyer", "headline": found.answer, "says": found.because},
        landed=landed(found, reader),
        landed_says=reader.said(
            "landed_says", currency=found.currency, unit=found.unit, volumes=volumes, size=number(found.order_size)
        ),
        beside=beside(found, reader), lines=lines(found, items, reader), scope=scope(found, reader),
        waterfalls=[
            (quote.bidder, rows.waterfall(steps(items, at), reader, most=most)) for at, quote in enumerate(found.quotes)
        ],
        questions=[(quote.bidder, [asked.words for asked in quote.questions]) for quote in found.quotes],
        volumes=at_volumes(found, reader), flips=flips(found, reader), unflipped=unflipped(found, reader),
        clauses=clauses(found, reader), notes=[(quote.bidder, quote.notes) for quote in found.quotes if quote.notes],
    )  # fmt: skip


def number(value: Decimal) -> str:
    """A quantity, its thousands grouped."""
    return f"{Decimal(plain(value).replace(',', '')):,f}"


def unit_cost(value: Decimal) -> str:
    """A cost per unit."""
    return f"{value:,.{SHOWN}f}"


def landed(found: Levelling, reader: Reader) -> rows.Rows:
    """A range bar for every quote, the lowest first."""
    bars = []
    for at, quote in enumerate(found.quotes):
        low, likely, high = quote.unit_cost
        under = reader.said("between", low=unit_cost(low), high=unit_cost(high)) if quote.unit_cost.is_range else ""
        offered = reader.said("offered", incoterm=quote.incoterm, place=quote.place, currency=quote.currency)
        bars.append(rows.Ranged(
            quote.bidder, float(low), float(likely), float(high), unit_cost(likely), under, offered,
            "best" if at == 0 else "",
        ))  # fmt: skip
    return rows.ranges(bars, reader)


def beside(found: Levelling, reader: Reader) -> Table | None:
    """What a bidder states beside its price, next to the price; None where nobody states anything."""
    if not any(quote.stated for quote in found.quotes):
        return None
    held = []
    for quote in found.quotes:
        stated = quote.stated or [None]
        for at, each in enumerate(stated):
            first = at == 0
            what, says = (reader.plainly(each.title), each.says) if each else (reader.said("nothing_stated"), "")
            held.append(
                row(quote.bidder if first else "", unit_cost(quote.unit_cost.likely) if first else "", what, says)
            )
    columns = [
        Column(reader.said("bidder")), Column(reader.said("landed"), found.currency, "figure"),
        Column(reader.said("item")), Column(reader.said("says")),
    ]  # fmt: skip
    return table(columns, held)


def lines(found: Levelling, items: list[Item], reader: Reader) -> Table:
    """Every line of the build-up for every bidder, over the plan and per accepted unit."""
    columns = [Column(reader.said("line")), *(Column(quote.bidder, found.currency, "figure") for quote in found.quotes)]
    held: list[Line] = []
    for item in items:
        cells = []
        for quote, money in zip(found.quotes, item.amounts, strict=True):
            if money is None:
                cells.append(Cell(reader.said("in_the_price"), look="quiet"))
            else:
                cells.append(Cell(amount(money), per_unit(money, quote.accepted)))
        held.append(row(item.name, *cells, look="sum" if item.sort in ("landed", "total") else ""))
    units = [Cell(number(quote.ordered), number(quote.accepted)) for quote in found.quotes]
    price = reader.said("at_incoterm", incoterm=found.incoterm)
    priced = ("–" if quote.at_incoterm is None else unit_cost(quote.at_incoterm) for quote in found.quotes)
    return table(columns, [*held, row(reader.said("units"), *units), row(price, *priced)])


def steps(items: list[Item], at: int) -> list[rows.Step]:
    """The build-up of one bidder as a waterfall."""
    found = []
    for item in items:
        money = item.amounts[at]
        if money is not None and (money.minor or item.sort in ("landed", "total")):
            found.append(rows.Step(item.name, whole(money), amount(money), whole=item.sort in ("landed", "total")))
    return found


def scope(found: Levelling, reader: Reader) -> Table:
    """Item by bidder; what is asked for and not in the price has a frame."""
    named = list(dict.fromkeys(cell.item for quote in found.quotes for cell in quote.scope))
    columns = [Column(reader.said("item")), *(Column(quote.bidder, kind="state") for quote in found.quotes)]
    held = []
    for item in named:
        cells = [next((cell for cell in quote.scope if cell.item == item), None) for quote in found.quotes]
        required = any(cell is not None and cell.required for cell in cells)
        name = Cell(reader.plainly(SCOPE[item]()), reader.said("required") if required else "")
        held.append(row(name, *(scope_cell(cell, reader) for cell in cells)))
    return table(columns, held)


def scope_cell(cell: ScopeCell | None, reader: Reader) -> Cell:
    """One answer: its shape and its word."""
    answer = cell.answer if cell is not None else "none"
    gap = cell is not None and cell.required and answer not in ("included", "apart")
    return Cell(reader.said(f"scope.{answer}"), mark=ANSWERS[answer], look="gap" if gap else "")


def at_volumes(found: Levelling, reader: Reader) -> Table:
    """Landed cost per accepted unit at multiples of the plan."""
    columns = [
        Column(reader.said("volumes")), Column(reader.said("ordered"), found.unit, "figure"),
        *(Column(quote.bidder, found.currency, "figure") for quote in found.quotes),
    ]  # fmt: skip
    held = []
    for tried in found.volumes_tried:
        cells = [
            Cell(unit_cost(cost), mark="▸" if quote.bidder in tried.lowest else "", look="lowest")
            for quote, cost in zip(found.quotes, tried.unit_costs, strict=True)
        ]
        label = reader.said("of_plan", n=f"{100 * tried.multiple:.0f} %")
        held.append(row(label, number(tried.units), *cells, look="best" if tried.multiple == 1 else ""))
    return table(columns, held)


def in_unit(value: Decimal, unit: str) -> str:
    """A value of an input with its unit; a share as per cent."""
    return f"{number(100 * value)} %" if unit == "%" else f"{number(value)} {unit}".strip()


def flips(found: Levelling, reader: Reader) -> Table | None:
    """The inputs that reverse the order, each at the value where it does."""
    columns = [
        Column(reader.said("input")), Column(reader.said("now"), kind="figure"),
        Column(reader.said("at"), kind="figure"), Column(reader.said("then")),
        *(Column(quote.bidder, found.currency, "figure") for quote in found.quotes),
    ]  # fmt: skip
    held = [flip(each, reader) for each in found.flips]
    return table(columns, held) if held else None


def flip(each: Flip, reader: Reader) -> Line:
    """One of them, with what every quote costs there."""
    costs = (unit_cost(cost) for cost in each.unit_costs)
    return row(
        reader.words(each.words), in_unit(each.now, each.unit), in_unit(each.at, each.unit), each.cheapest, *costs
    )  # fmt: skip


def unflipped(found: Levelling, reader: Reader) -> Table | None:
    """The inputs that reverse nothing, with the range that was looked at."""
    columns = [
        Column(reader.said("input")), Column(reader.said("now"), kind="figure"),
        Column(reader.said("looked"), kind="figure"),
    ]  # fmt: skip
    held = [still(each, reader) for each in found.unflipped]
    return table(columns, held) if held else None


def still(each: Unflipped, reader: Reader) -> Line:
    """One of them."""
    ends = (in_unit(end, each.unit) for end in (each.low, each.high))
    looked = reader.said("between", low=next(ends), high=next(ends))
    return row(reader.words(each.words), in_unit(each.now, each.unit), looked)


def clauses(found: Levelling, reader: Reader) -> Table:
    """What every clause charges over the plan: as stated, and converted."""
    columns = [
        Column(reader.said("bidder")), Column(reader.said("clause")), Column(reader.said("what")),
        Column(reader.said("stated"), kind="figure"), Column(reader.said("rate"), kind="figure"),
        Column(reader.said("amount"), found.currency, "figure"),
    ]  # fmt: skip
    held = [clause_row(quote, at, reader) for quote in found.quotes for at in range(len(quote.clauses))]
    return table(columns, held)


def clause_row(quote: Levelled, at: int, reader: Reader) -> Line:
    """One clause of one quote."""
    cost = quote.clauses[at]
    same = cost.stated.currency == cost.amount.currency
    return row(
        quote.bidder if at == 0 else "", cost.clause, Cell(reader.plainly(cost.title), reader.said(cost.of)),
        f"{amount(cost.stated)} {cost.stated.currency}", "–" if same else number(cost.rate), amount(cost.amount),
    )  # fmt: skip


__all__ = ["report", "total_name"]
