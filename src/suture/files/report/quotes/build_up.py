"""From what a quote says to its total: every line of every bidder, once, for the page and for the workbook."""

from decimal import Decimal
from typing import Literal, NamedTuple

from suture.engine.money import Money
from suture.engine.quotes.incoterms import NAMES, PARTS
from suture.engine.quotes.levelled import EXTRAS, Levelled, Levelling
from suture.files.report.money import total
from suture.files.report.reader import Reader

Sort = Literal["part", "extra", "landed", "total"]


class Item(NamedTuple):
    """One line: what it is, and its amount for every bidder; None where the quote holds it in its price."""

    sort: Sort
    name: str
    amounts: tuple[Money | None, ...]


def build_up(found: Levelling, reader: Reader) -> list[Item]:
    """All lines that anybody charges. Parts add up to what is landed, that and the extras to the total; a cent of
    rounding is a line.
    """
    quotes = found.quotes
    lines = [
        Item("part", reader.said("goods"), tuple(quote.goods for quote in quotes)),
        Item("part", reader.said("other"), tuple(quote.other for quote in quotes)),
        *(Item("part", reader.plainly(NAMES[p]()), tuple(_part(quote, p) for quote in quotes)) for p in PARTS),
    ]
    lines = [line for line in lines if any(amount is None or amount.minor for amount in line.amounts)]
    lines += _rounded(found, lines, [quote.landed for quote in quotes], reader)
    landed = Item("landed", reader.said("landed_line"), tuple(quote.landed for quote in quotes))
    extras = [
        Item("extra", reader.said(f"extra.{kind}"), tuple(_extra(quote, kind, found.currency) for quote in quotes))
        for kind in EXTRAS
    ]
    extras = [line for line in extras if any(amount is not None and amount.minor for amount in line.amounts)]
    lines += [landed, *extras]
    lines += _rounded(found, [landed, *extras], [quote.total.likely for quote in quotes], reader, sort="extra")
    return [*lines, Item("total", total_name(found, reader), tuple(quote.total.likely for quote in quotes))]


def _part(quote: Levelled, part: str) -> Money | None:
    """What a part costs the asker; None where it is in the price already."""
    cost = next((cost for cost in quote.parts if cost.part == part), None)
    if cost is None:
        return Money(0, quote.landed.currency)
    return None if cost.borne_by_seller else cost.amount


def _extra(quote: Levelled, kind: str, currency: str) -> Money:
    return total(currency, (cost.amount for cost in quote.extras if cost.kind == kind))


def _rounded(
    found: Levelling, lines: list[Item], sums: list[Money], reader: Reader, *, sort: Sort = "part"
) -> list[Item]:
    """By what the shown parts miss the shown sum: each was rounded by itself."""
    missing = tuple(
        money.minus(total(found.currency, (line.amounts[at] or Money(0, found.currency) for line in lines)))
        for at, money in enumerate(sums)
    )
    return [Item(sort, reader.said("rounding"), missing)] if any(money.minor for money in missing) else []


def total_name(found: Levelling, reader: Reader) -> str:
    """Total over so many years."""
    return reader.said("total_one") if found.years == 1 else reader.said("total", years=found.years)


def per_unit(money: Money, units: Decimal) -> str:
    """An amount by accepted units, with four decimals."""
    return f"{money.amount / units:,.4f}".replace("-", "−") if units else "–"
