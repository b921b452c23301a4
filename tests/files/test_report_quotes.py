"""The report on quotes: cost per accepted unit, what is missing, what reverses the order; and its workbook."""

import re
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import get_args, get_type_hints

import pytest
from python_calamine import CalamineWorkbook

from suture.engine.money import Money
from suture.engine.quotes.levelled import (
    EXTRAS,
    Asked,
    AtVolume,
    ClauseCost,
    ExtraCost,
    Flip,
    Levelled,
    Levelling,
    MoneySpan,
    PartCost,
    ScopeCell,
    Span,
    Stated,
    Unflipped,
)
from suture.engine.text import Language, Text
from suture.files.report.quotes import report
from suture.files.report.quotes.build_up import build_up
from suture.files.report.quotes.sheets import workbook
from suture.files.report.quotes.texts import ANSWERS, TEXTS, reader_of
from tests.files.edges import measured
from tests.files.shown_words import shown

ANSWER = Text(
    "test.answer",
    "North lands at 27.0400 USD an accepted unit, 1.7600 below Kestrel, the next of 2 quotes.",
    "North 每合格件到岸成本 27.0400 USD，比次低的 Kestrel 低 1.7600（共 2 份报价）。",
)  # fmt: skip
BECAUSE = Text("test.because", "Kestrel leaves out sterilisation.", "Kestrel 未包含灭菌。")
GOODS = Text("test.goods", "Price by quantity", "按数量计价")
TOOLS = Text("test.tools", "Tooling", "模具")
ASK = Text(
    "test.ask",
    "Your quote says nothing of sterilisation. Is it in the price, priced apart, or not offered?",
    "贵方报价未提及灭菌。请问是否含在价格内、另行计价，还是不提供？",
)
ENGINEER = Text("test.engineer", "named engineer", "指定工程师")
UNITS = Text("test.units", "units over the plan", "计划期数量")
RATE = Text("test.rate", "1 EUR = 1.08 USD, central bank, 2026-11-24", "1 EUR = 1.08 USD，央行，2026-11-24")


def usd(text: str) -> Money:
    return Money(int(Decimal(text) * 100), "USD")


def quote(bidder: str, goods: str, freight: str | None, unit: str, **more: object) -> Levelled:
    landed = usd(goods).plus(usd("40000")).plus(usd(freight or "0")).plus(usd("1000"))
    extras = (ExtraCost("upkeep", usd("90000")), ExtraCost("oversight", usd("54000.50")))
    whole = landed.plus(usd("144000.50"))
    held = Levelled(
        bidder, f"Q-{bidder}", "cn", "Shanghai", "FCA" if freight else "DDP", "USD", date(2027, 3, 31),
        Decimal(10000), Decimal(9800),
        (ClauseCost("price", GOODS(), "goods", Money(22500000, "EUR"), Decimal("1.08"), usd(goods)),
         ClauseCost("tools", TOOLS(), "other", usd("40000"), Decimal(1), usd("40000"))),
        usd(goods), usd("40000"),
        (PartCost("freight", usd(freight or "7000"), freight is None), PartCost("duty", usd("1000"), False)),
        Decimal("24.30"), landed, Span(Decimal(unit), Decimal(unit), Decimal(unit)), extras,
        MoneySpan(whole, whole, whole), whole.amount / Decimal(9800),
        (ScopeCell("sterilisation", "included", True), ScopeCell("training", "apart", False)), (), (), (),
    )  # fmt: skip
    return held._replace(**more)


NORTH = quote("North", "216990.00", "7000.02", "27.0400", stated=(Stated(ENGINEER(), "Li Wei, two days a week"),))
KESTREL = quote(
    "Kestrel <&>", "241240.00", None, "28.8000", unit_cost=Span(Decimal("27.10"), Decimal("28.80"), Decimal("30.25")),
    scope=(ScopeCell("sterilisation", "none", True), ScopeCell("training", "excluded", False)),
    questions=(Asked("scope", ASK()),),
)  # fmt: skip
FOUND = Levelling(
    "R-7", "Catheter 2027", "Vena", "catheter", "piece", "USD", "DAP", "Boston", date(2027, 4, 1), 5,
    tuple(map(Decimal, (1000, 2000, 2000, 2500, 2500))), Decimal(500), (RATE(),), ANSWER(), (BECAUSE(),),
    (NORTH, KESTREL),
    (AtVolume(Decimal("0.5"), Decimal(5000), (Decimal("30.10"), Decimal("29.90")), "Kestrel <&>"),
     AtVolume(Decimal(1), Decimal(10000), (Decimal("27.04"), Decimal("28.80")), "North")),
    (Flip("orders.volume", UNITS(), Decimal(10000), Decimal(5200), Decimal(5199), Decimal(1), "piece", "Kestrel <&>",
          (Decimal("29.91"), Decimal("29.90"))),),
    (Unflipped("rejects", UNITS(), Decimal("0.02"), Decimal(0), Decimal("0.1"), "%"),),
)  # fmt: skip


def sheets(language: Language = "en") -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(workbook(FOUND, language)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_stands_alone_and_says_its_answer_first(language):
    text = report(FOUND, version="1.2.3", language=language)
    assert re.findall(r"https?://|<script|<link|<img|@import|url\((?!#)|\bsrc=", text) == []
    assert ANSWER().said(language) in shown(text)
    assert shown(text).index(ANSWER().said(language)) < shown(text).index("27.0400", len(ANSWER().said(language)))
    assert re.findall(r"\{\w*\}|>\s*None\s*<|Undefined", re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)) == []
    assert "Kestrel &lt;&amp;&gt;" in text


def test_what_a_quote_holds_in_its_price_is_no_amount_and_what_is_missing_has_a_frame():
    text = report(FOUND, version="1", language="en")
    assert len(re.findall(r'<span class="shape gap">\?</span> not said', text)) == 1, "asked for, and not said"
    assert '<span class="shape ">✘</span> not offered' in text, "not asked for: no frame"
    assert "in the price" in shown(text)


def test_every_answer_and_every_question_has_its_words():
    answers, abouts = (get_args(get_type_hints(of)[name]) for of, name in ((ScopeCell, "answer"), (Asked, "about")))
    assert set(ANSWERS) == set(answers)
    assert {f"scope.{answer}" for answer in answers} | {f"about.{about}" for about in abouts} <= set(TEXTS)
    assert {f"extra.{kind}" for kind in EXTRAS} <= set(TEXTS)


def test_the_lines_of_a_bidder_come_to_what_is_landed_and_to_the_total():
    items = build_up(FOUND, reader_of("en"))
    for at, quote in enumerate(FOUND.quotes):
        parts = [item.amounts[at] for item in items if item.sort == "part"]
        assert sum(money.minor for money in parts if money is not None) == quote.landed.minor
        extras = [item.amounts[at] for item in items if item.sort == "extra"]
        assert quote.landed.minor + sum(m.minor for m in extras if m is not None) == quote.total.likely.minor


def test_a_cent_that_the_rounded_parts_miss_is_a_line():
    off = NORTH._replace(landed=NORTH.landed.plus(usd("0.01")), total=MoneySpan(*[NORTH.total.likely] * 3))
    items = build_up(FOUND._replace(quotes=(off,)), reader_of("en"))
    assert [(i.sort, i.amounts[0]) for i in items if i.name == "rounding of the parts"] == [
        ("part", usd("0.01")), ("extra", usd("-0.01")),
    ]  # fmt: skip


def test_questions_are_ready_and_value_items_stand_beside_the_price():
    words = shown(report(FOUND, version="1", language="zh"))
    assert f"致 Kestrel <&> {ASK().said('zh')}" in words
    assert "27.0400 指定工程师 Li Wei, two days a week" in words
    assert "28.8000 未说明" in words


def test_a_share_is_told_as_per_cent_and_a_flip_with_its_unit():
    words = shown(report(FOUND, version="1", language="en"))
    assert "units over the plan 10,000 piece 5,199 piece Kestrel <&> 29.9100 29.9000" in words
    assert "2 % 0 % – 10 %" in words


def test_the_workbook_counts_by_formulas_what_the_page_says():
    rows = {str(row[0]): row[1:] for row in sheets()["Build-up"]}
    assert rows["Landed cost"] == [264990.02, 282240]
    assert rows["Total over 5 years"] == [408990.52, 426240.5]
    assert rows["Landed cost, per accepted unit"] == [27.0398, 28.8]
    data = zipfile.ZipFile(BytesIO(workbook(FOUND, "en"))).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>SUM(B5:B8)</f><v>264990.02</v>" in data
    assert "<f>SUM(B9:B11)</f><v>408990.52</v>" in data
    assert "<f>IF(B13=0,0,ROUND(B9/B13,4))</f><v>27.0398</v>" in data


def test_a_cost_per_unit_has_its_four_decimals_beside_money_with_two():
    archive = zipfile.ZipFile(BytesIO(workbook(FOUND, "en")))
    formats = dict(re.findall(r'numFmtId="(\d+)" formatCode="([^"]+)"', archive.read("xl/styles.xml").decode()))
    styles = re.findall(r'<xf numFmtId="(\d+)"', archive.read("xl/styles.xml").decode().split("<cellXfs")[1])
    cell = re.search(r'<c r="B14" s="(\d+)"><f>IF', archive.read("xl/worksheets/sheet1.xml").decode())
    assert cell
    assert formats[styles[int(cell[1])]] == "#,##0.0000"


def test_a_clause_is_converted_by_a_formula_only_where_it_gives_the_very_cent():
    data = zipfile.ZipFile(BytesIO(workbook(FOUND, "en"))).read("xl/worksheets/sheet2.xml").decode()
    assert data.count("<f>ROUND(") == 2, "225,000 EUR × 1.08 = 243,000 is neither 216,990 nor 241,240"


def test_every_sheet_is_there_in_chinese():
    assert list(sheets("zh")) == ["构成", "条款", "范围", "价格之外", "数量", "翻转点", "问题"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_a_phone_nothing_runs_over_the_edge(language, browser, tmp_path):
    edge, complaints = measured(report(FOUND, version="1", language=language), 390, browser, tmp_path)
    assert edge <= 390
    assert complaints == []
