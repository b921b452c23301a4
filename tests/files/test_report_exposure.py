"""The exposure report: it says what the engine counts, for one agreement and for many, and for both sides."""

import re
import zipfile
from io import BytesIO

import pytest
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from suture.engine.exposure.portfolio import exposed_in
from suture.engine.period import later
from suture.files.report.exposure import report
from suture.files.report.exposure.dates import calendar
from suture.files.report.exposure.parts import LOOKS, flags
from suture.files.report.exposure.sheets import workbook
from suture.files.report.exposure.texts import reader_of
from tests.files.edges import measured
from tests.files.shown_words import shown
from tests.files.supply_with_exposure import AGREEMENT, FACTS, ON, found, three, told

FOUND = found()


def page(*exposures, side="buyer", language="en"):
    return report(*told(*(exposures or (FOUND,)), side=side), on=ON, version="1.2.3", language=language)


def sheets(*exposures, language="en"):
    book = CalamineWorkbook.from_filelike(BytesIO(workbook(*told(*exposures), on=ON, language=language)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("side", ["buyer", "seller"])
def test_the_page_stands_alone_and_leaves_no_place_unfilled(language, side):
    text = page(side=side, language=language)
    assert re.findall(r"https?://|<script|<link|<img|@import|url\((?!#)|\bsrc=", text) == []
    assert re.findall(r"\{\w*\}|>\s*None\s*<|Undefined", re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)) == []
    assert f'class="answer {side}"' in text


def test_the_first_sentence_has_what_every_way_comes_to():
    sums = [f"{exposed_in(owed)['USD'].money.amount:,f} USD ({owed.scenario.title})" for owed in FOUND.owed]
    assert len(sums) == 4
    said = f"If Vena acted on 2027-03-01, it would owe North {'; '.join(sums)}."
    assert said in shown(page())
    assert said.replace("it would owe North", "North would be owed") in shown(page(side="seller"))


def test_every_part_and_every_last_day_is_on_the_page():
    words = shown(page())
    parts = [part for owed in FOUND.owed for part in owed.exposed() if part.money.minor]
    assert len(parts) > 100
    assert [part for part in parts if f"{part.money.amount:,f} USD" not in words] == []
    assert [each for each in FOUND.deadlines if f"· {each.last}" not in words] == []


def test_a_month_table_adds_up_to_what_its_way_comes_to():
    text = page()
    for owed in FOUND.owed:
        whole = f"{exposed_in(owed)['USD'].money.amount:,f}"
        assert re.search(rf'<tfoot>.*<td class="n">{re.escape(whole)}</td>', text)


def test_every_cause_has_its_look():
    assert sorted(LOOKS.values()) == [*range(10)]


def test_flags_that_would_touch_are_one_and_days_outside_have_none():
    assert [flag.name for flag in flags(FOUND.deadlines, [later(ON, at) for at in range(22)])] == [
        "1–6", "7", "8", "9", "10–11",
    ]  # fmt: skip
    assert [flag.name for flag in flags(FOUND.deadlines, [later(ON, at) for at in range(10)])] == ["1–5", "6", "7", "8"]


def test_many_agreements_are_added_by_currency_and_partner_and_told_in_brief():
    text = page(*three())
    words = shown(text)
    one, kestrel, _ = three()
    leave = [exposed_in(each.owed[-1])["USD"].money for each in (one, kestrel)]
    assert f"{leave[0].plus(leave[1]).amount:,f} USD and {leave[0].amount:,f} EUR (leave)" in words
    assert f"Kestrel & Söhne {exposed_in(kestrel.owed[0])['USD'].money.amount:,f}" in words
    assert "Kestrel &amp; Söhne" in text
    assert "Every part" not in words
    assert "Below, each by itself: the 3 agreements with most at stake of 3." in words


def test_what_is_not_known_and_what_has_no_cover_stand_in_a_frame():
    a, b = AGREEMENT.index("  - id: cancel"), AGREEMENT.index("  - id: bound")
    bare = found(AGREEMENT[:a] + AGREEMENT[b:])._replace(not_known=("sealed",))
    text = page(bare, side="seller")
    assert text.count('<section class="note">') == 2
    assert "Not known: in none of the sums sealed" in shown(text)
    assert "Without cover 3,000 catheter on order: no clause says what cancelling costs" in shown(text)


def test_the_workbook_has_every_part_and_its_sums_are_formulas():
    held = sheets(FOUND)
    assert list(held) == ["Ways", "Cancel", "Cut by 30 %", "Delay by 3 months", "Leave", "Parts", "Last days"]
    ways = {row[0]: row for row in held["Ways"]}
    for owed in FOUND.owed:
        title = str(owed.scenario.title).capitalize()
        money = float(exposed_in(owed)["USD"].money.amount)
        assert ways[title][2] == money
        assert held[title][-1][-3] == pytest.approx(money), "the sum below the months"
    assert len(held["Parts"]) - 4 == sum(len(owed.parts) for owed in FOUND.owed)
    assert len(held["Last days"]) - 4 == len(FOUND.deadlines)
    data = zipfile.ZipFile(BytesIO(workbook(*told(FOUND), on=ON, language="en")))
    assert "<f>SUM(B6:G6)</f>" in data.read("xl/worksheets/sheet2.xml").decode()


def test_months_of_two_currencies_are_never_on_one_sheet():
    assert {"Leave USD", "Leave EUR", "By partner"} <= set(sheets(*three()))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_last_day_is_in_the_calendar_under_its_own_name(language):
    _, _, soonest = told(*three())
    events = Calendar.from_ical(calendar(soonest, on=ON, language=language)).walk("VEVENT")
    assert len(events) == len(soonest) == len({str(event["uid"]) for event in events})
    assert {event.decoded("dtstart") for event in events} == {each.last for _, each in soonest}
    assert reader_of(language).words(soonest[0][1].says) in {str(event["description"]) for event in events}


def test_an_agreement_under_which_nothing_is_owed_has_a_page():
    ended = found(AGREEMENT, FACTS.split("\n", 1)[0] + "\n")
    assert "If Vena acted on 2027-03-01" in shown(page(ended))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_a_phone_nothing_runs_over_the_edge(language, browser, tmp_path):
    edge, complaints = measured(page(language=language), 390, browser, tmp_path)
    assert edge <= 390
    assert complaints == []
