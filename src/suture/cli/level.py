"""`suture level`: quotes as landed cost per accepted unit on the asker's own terms, and what would reverse them."""

import argparse
import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Final

from rich.cells import cell_len

from suture.cli import DONE
from suture.cli.language import spoken, words
from suture.cli.screen import noted, print_json, print_table, printed, told
from suture.engine.clauses.saying import unit
from suture.engine.fault import Faulty, refusal
from suture.engine.quotes.level import level
from suture.engine.quotes.levelled import Flip, Levelled, Levelling
from suture.engine.quotes.quote import SCOPE
from suture.engine.text import Message, Text, listed
from suture.files.quotes import in_their_files, quotes_of, request_of
from suture.files.quotes.as_data import as_data
from suture.files.quotes.template import template
from suture.files.saving import saved_as

NO_QUOTES = refusal(
    "level_no_quotes",
    "there is no quote to level",
    "Name the files of the quotes after the request; or write the spreadsheet for bidders: --template quote.xlsx.",
    "没有可比较的报价",
    "请在询价单之后给出报价文件；或写出供报价方填写的表格：--template quote.xlsx。",
)
NOT_BOTH = refusal(
    "level_template_and_quotes",
    "--template writes the spreadsheet for bidders, and levels no quotes",
    "Leave out the quotes, or --template.",
    "--template 用于写出供报价方填写的表格，不比较报价",
    "请省略报价文件，或省略 --template。",
)
NO_SHEET = refusal(
    "level_template_no_sheet",
    "'{name}' does not end in .xlsx, and the template is such a spreadsheet",
    "Name a file that ends in .xlsx: --template quote.xlsx.",
    "“{name}”不以 .xlsx 结尾，而模板是 xlsx 表格",
    "请给出以 .xlsx 结尾的文件名：--template quote.xlsx。",
)
WRITTEN: Final = Text("level.template", "Written: {place}. Send it to the bidders.", "已写出：{place}。可发给报价方。")
HEADS: Final = {
    name: Text(f"level.head.{name}", en, zh)
    for name, en, zh in (
        ("bidder", "Bidder", "报价方"),
        ("unit", "An accepted\n{unit}", "每 {unit}\n合格品"),
        ("price", "By the\nterms", "条款\n价款"),
        ("way", "Freight,\nduty", "运费\n关税"),
        ("total", "In all", "合计"),
        ("missing", "Not priced", "未报价"),
        ("value", "Beside the price", "附加价值"),
        ("volume", "Units over the plan", "计划期数量"),
        ("cheapest", "Cheapest", "最低者"),
        ("input", "Input", "输入"),
        ("now", "Now", "现值"),
        ("turns", "Turns at", "转折点"),
        ("then", "Then cheapest", "此时最低"),
    )
}
IN_ALL: Final = Text(
    "level.in_all",
    "In {currency}. In all: over {years} years, with site upkeep, oversight, change orders and exit.",
    "单位：{currency}。合计：{years} 年，含场地维护、监督工时、变更和退出费用。",
)
VOLUMES: Final = Text(
    "level.volumes",
    "At other volumes, {currency} for an accepted {unit}",
    "不同数量下每 {unit} 合格品的成本，{currency}",
)
FLIPS: Final = Text("level.flips", "What would reverse the order", "何种变化会改变排序")
NO_FLIPS: Final = Text(
    "level.no_flips", "No single input that was looked at reverses the order.", "所考察的任一单项输入都不会改变排序。"
)
STILL: Final = Text("level.still", "Reverses nothing: {inputs}.", "不改变排序：{inputs}。")
QUESTIONS: Final = Text("level.questions", "To ask {bidder}", "须询问 {bidder}")
TIMES: Final = Text("level.times", "{units} (× {multiple})", "{units}（× {multiple}）")
NO_PDF: Final = Text("level.no_pdf", "The report is written without its PDF.", "报告已写出，但未生成 PDF。")
PLACES: Final = Text("level.places", "Report: ", "报告：")


def run(asked: argparse.Namespace) -> int:
    """Writes the template, or levels the quotes, writes the results and prints the answer. Raises ``Faulty``."""
    if asked.template is not None and asked.quotes:
        raise Faulty([NOT_BOTH.at("template")])
    if asked.template is not None and Path(asked.template).suffix.lower() != ".xlsx":
        raise Faulty([NO_SHEET.at("template", name=asked.template)])
    request = request_of(asked.request)
    if asked.template is not None:
        place = saved_as(asked.template, template(request))
        told(WRITTEN(place=str(place)))
        return DONE
    if not asked.quotes:
        raise Faulty([NO_QUOTES.at()])
    offered = quotes_of(asked.quotes, request)
    if asked.out is not None:
        from suture.files.quotes.results import results_tried

        results_tried(asked.out)
    try:
        found = level(request, [(each.file, each.quote) for each in offered])
    except Faulty as faulty:
        raise Faulty(in_their_files(faulty.faults, offered)) from None
    places = saved(found, asked.out) if asked.out is not None else []
    if asked.json:
        print_json(as_data(found))
        return DONE
    show(found)
    head = words(PLACES())
    for at, place in enumerate(places):
        printed(("\n" + head if at == 0 else " " * cell_len(head)) + str(place))
    return DONE


def saved(found: Levelling, folder: str) -> list[Path]:
    """Writes the results, without the PDF, and it is said, where the system makes none. Raises ``Faulty``."""
    from suture.files.quotes.results import results_saved

    places, without_pdf = results_saved(found, folder, spoken())
    if without_pdf:
        for each in (NO_PDF(), *(part for fault in without_pdf for part in fault.said(spoken()))):
            noted(each, stream=sys.stderr)
    return places


def show(found: Levelling) -> None:
    """The answer, the quotes, other volumes, what reverses the order, and the questions."""
    told(found.answer)
    for message in found.because:
        told(message, first="  - ", rest="    ")
    for rate in found.rates:
        told(rate, first="  - ", rest="    ")
    printed("")
    print_table(
        [(HEADS["bidder"](), False), (HEADS["unit"](unit=unit(found.unit)), True), (HEADS["price"](), True),
         (HEADS["way"](), True), (HEADS["total"](), True), (HEADS["missing"](), False)],
        (row(each) for each in found.quotes),
    )  # fmt: skip
    told(IN_ALL(years=found.years, currency=found.currency))
    for each in found.quotes:
        for stated in each.stated:
            told(f"{each.bidder}: {words(stated.title)}: {stated.says}", first="  - ", rest="    ")
        for note in each.notes:
            told(f"{each.bidder}: {words(note)}", first="  - ", rest="    ")
    show_volumes(found)
    show_flips(found)
    for each in found.quotes:
        if each.questions:
            printed("")
            told(QUESTIONS(bidder=each.bidder))
            for n, question in enumerate(each.questions, start=1):
                told(question.words, first=f"  {n}. ", rest="     ")


def row(of: Levelled) -> list[object]:
    """One quote of the table."""
    cost = of.unit_cost
    between = f"\n{cost.low:f}..\n{cost.high:f}" if cost.is_range else ""
    total = of.total
    span = f"\n{total.low.amount:,f}..\n{total.high.amount:,f}" if total.low != total.high else ""
    way = sum((part.amount.amount for part in of.parts if not part.borne_by_seller), Decimal(0))
    missing = listed([SCOPE[item]() for item in of.missing]) if of.missing else "–"
    return [
        f"{of.bidder}\n  {of.incoterm} {of.place}", f"{cost.likely:f}{between}",
        f"{of.goods.plus(of.other).amount:,f}", f"{way:,f}", f"{total.likely.amount:,f}{span}", missing,
    ]  # fmt: skip


def show_volumes(found: Levelling) -> None:
    """The quotes at multiples of the plan."""
    printed("")
    told(VOLUMES(unit=unit(found.unit), currency=found.currency))
    bidders = [(each.bidder, True) for each in found.quotes]
    print_table(
        [(HEADS["volume"](), False), *bidders, (HEADS["cheapest"](), False)],
        (
            [TIMES(units=f"{each.units:,f}", multiple=each.multiple), *(f"{cost:f}" for cost in each.unit_costs),
             listed(each.lowest)]
            for each in found.volumes_tried
        ),
    )  # fmt: skip


def show_flips(found: Levelling) -> None:
    """What would reverse the order, nearest first."""
    if len(found.quotes) < 2:
        return
    printed("")
    told(FLIPS())
    if not found.flips:
        told(NO_FLIPS())
        return
    print_table(
        [(HEADS["input"](), False), (HEADS["now"](), True), (HEADS["turns"](), True), (HEADS["then"](), False)],
        ([each.words, value(each.now, each), value(each.at, each), each.cheapest] for each in found.flips),
    )
    if found.unflipped:
        told(STILL(inputs=names(each.words for each in found.unflipped)))


def names(of: Iterable[Message]) -> Message:
    """Several inputs in a row."""
    return listed([*of])


def value(number: Decimal, of: Flip) -> str:
    """A value of an input, a share in per cent."""
    shown = number * 100 if of.unit == "%" else number
    text = f"{shown:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text} {words(unit(of.unit))}"
