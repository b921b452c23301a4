"""What reports share: charts that say their numbers, in grey as in colour, and the PDF of the same page."""

import re
from datetime import date
from decimal import Decimal
from importlib.resources import files
from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PdfReader

from suture.engine.period import later
from suture.files.report import months, rows
from suture.files.report.page import environment
from suture.files.report.pdf import pdf, printable, style_of
from suture.files.report.reader import Reader
from suture.files.report.table import Cell, Column, row, table

ENGLISH, CHINESE = Reader("en"), Reader("zh")
STYLE = files("suture.files.report").joinpath("templates", "charts.css").read_text(encoding="utf-8")


def series(*values: tuple[float, ...]) -> list[months.Series]:
    return [months.Series(f"cause {at}", at, each, "") for at, each in enumerate(values)]


def since(many: int) -> list[date]:
    """So many first days of months from December 2026 on."""
    return [later(date(2026, 12, 1), at) for at in range(many)]


def heights(chart: str, look: int) -> list[float]:
    return [float(h) for h in re.findall(rf'height="([\d.]+)" class="look look{look}"', chart)]


def test_months_are_stacked_to_scale_and_a_credit_hangs_below():
    chart = months.months("m", since(2), series((100.0, 50.0), (50.0, -25.0)), (), ENGLISH, "says")
    (first, second), (other, credit) = heights(chart, 0), heights(chart, 1)
    assert (first / second, first / other, second / credit) == pytest.approx((2, 2, 2), rel=0.02)
    assert ">150<" in chart
    assert ">25<" in chart, "the sum of a month stands over it, credits taken off"


def test_every_look_differs_by_pattern_or_by_lightness():
    """Without colour: two looks of one pattern are far apart in grey."""
    names = dict(re.findall(r"\.look(\d) \{ fill: var\(--(\w+)\)", STYLE))
    assert sorted(map(int, names)) == [*range(months.LOOKS)]
    base = files("suture.files.report").joinpath("templates", "base.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", base.split("@media", 1)[0]))
    solid = [look for look in range(months.LOOKS) if look not in months._TILES]
    greys = sorted(grey(colours[names[str(look)]]) for look in solid)
    assert len(set(months._TILES.values())) == len(months._TILES)
    assert all(b - a > 40 for a, b in pairwise(greys)), greys


def grey(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_no_more_than_thirteen_months_are_named():
    for many in (1, 12, 13, 14, 36, 60, 144, 600):
        chart = months.months("m", since(many), series((1.0,) * many), (), ENGLISH, "")
        assert 1 <= len(re.findall(r'y="217" dx="0" text-anchor="middle" class="tick"', chart)) <= 13


def test_a_waterfall_begins_each_part_where_the_one_before_ended():
    found = rows.waterfall(
        [
            rows.Step("price", 20, "20.00"),
            rows.Step("rebate", -5, "−5.00"),
            rows.Step("landed", 15, "15.00", whole=True),
        ],
        ENGLISH,
    )
    places = [re.search(r'<rect x="([\d.]+)%" y="5" width="([\d.]+)%"', one.bar) for one in found.rows]
    (x1, w1), (x2, w2), (x3, w3) = ((float(p[1]), float(p[2])) for p in places if p)
    assert x2 + w2 == pytest.approx(x1 + w1, abs=0.02)
    assert (x3, x3 + w3) == (x1, pytest.approx(x2, abs=0.02))
    assert [one.look for one in found.rows] == ["", "", "sum"]


def test_a_range_is_drawn_and_what_is_sure_is_a_bar_from_zero():
    sure, range_ = rows.ranges(
        [rows.Ranged("sure", 5, 5, 5, "5"), rows.Ranged("range", 1, 5, 9, "5", "1 – 9")], ENGLISH
    ).rows  # fmt: skip
    assert 'class="median' not in sure.bar
    assert 'class="median' in range_.bar
    assert 'aria-label="range: 5 1 – 9"' in range_.bar


def test_a_timeline_stands_by_day_and_its_flags_do_too():
    today = date(2026, 12, 1)
    dues = [rows.Due("late", date(2027, 12, 1), "2"), rows.Due("soon", date(2026, 12, 20), "1")]
    found = rows.timeline(dues, today, ENGLISH)
    assert [one.label for one in found.rows] == ["soon", "late"]
    flags = [float(x) for one in found.rows for x in re.findall(r'<svg x="([\d.]+)%"', one.bar)]
    assert flags == sorted(flags)
    assert "2026-12-01" in found.scale
    assert rows.timeline([rows.Due("today", today, "")], today, ENGLISH).rows[0].label == "today"


@pytest.mark.parametrize("values", [(0.0,), (0.0, 0.0), (-5.0,), (1e-9,), (3e12, 1.0)])
def test_no_figures_break_a_chart(values):
    assert rows.ranges([rows.Ranged("a", v, v, v, "") for v in values], ENGLISH).rows
    assert rows.waterfall([rows.Step("a", v, "") for v in values], CHINESE).rows
    assert months.months("m", since(len(values)), series(values), (months.Flag(0.5, "1"),), CHINESE, "")


def html(language: str) -> str:
    reader = Reader("zh" if language == "zh" else "en")
    chart = months.months("m", since(1), series((5.0,), (4.0,)), (), reader, "<&>")
    held = table([Column("<b>Head", "USD", "figure")], [row(Cell("<i>1,000.00", "below"))], ["1,000.00"])
    source = (
        "{% extends 'base.html' %}{% import 'parts.html' as parts with context %}{% block main %}"
        "{{ parts.answer(found) }}{{ chart }}{{ parts.table(held) }}{% endblock %}"
    )
    shown = {"found": {"side": "buyer", "headline": "应付 5 美元", "says": []}, "chart": chart, "held": held}
    return environment(reader.language).from_string(source).render(
        t=reader.said, tag=language, name="N", title="T", foot="f", foot_css="f", **shown
    )  # fmt: skip


def test_what_people_write_is_escaped():
    text = html("en")
    assert "&lt;b&gt;Head" in text
    assert "&lt;i&gt;1,000.00" in text
    assert 'aria-label="&lt;&amp;&gt;"' in text


def test_every_mark_of_a_chart_of_the_pdf_has_its_style_without_a_variable():
    text = printable(html("zh"))
    marks = re.findall(r"<(?:line|rect|text|path|circle)[^>]*>", text)
    assert [mark for mark in marks if "class=" in mark or "var(" in mark] == []
    assert re.search(r'<rect[^>]*style="[^"]*fill: #0072b2;', text)


def test_of_two_rules_the_one_that_asks_for_more_comes_last():
    assert style_of("rect", "speck dark").endswith("fill: #444;")
    assert style_of("text", "tick").startswith("font-size: 11.5px")
    assert "font-weight: 700" in style_of("text", "strong")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_pdf_says_what_the_page_says_on_a4_with_its_fonts(language):
    read = PdfReader(BytesIO(pdf(html(language))))
    words = read.pages[0].extract_text()
    assert "应付 5 美元" in " ".join(words.split())
    assert "1,000.00" in words
    assert [round(float(side)) for side in read.pages[0].mediabox[2:]] == [595, 842]
    assert ("page 1 / 1" if language == "en" else "第 1 / 1 页") in " ".join(words.split())
    fonts = [font.get_object() for font in read.pages[0]["/Resources"]["/Font"].get_object().values()]
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]
    assert all({"/FontFile2", "/FontFile3"} & set(each) for each in descriptors)
    assert any("CJK" in str(each["/FontName"]) for each in descriptors)


def test_a_row_that_is_too_short_is_a_mistake_of_the_program():
    with pytest.raises(AssertionError):
        table([Column("a"), Column("b")], [row("1")])


def test_money_of_a_month_is_told_shortly():
    chart = months.months("m", since(1), series((float(Decimal("486120.55")),)), (), CHINESE, "")
    assert ">48.6 万<" in chart
