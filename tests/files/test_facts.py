"""Facts from tables and lists: a spreadsheet's habits are taken, guesses are not made."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suture.engine.fault import Faulty, dotted
from suture.engine.rating.facts import Fact
from suture.files.facts import facts_of, from_list, from_table
from tests.supply import FACTS, HEADER

EXPECTED = [
    Fact("2027-014", "catheter", date(2027, 1, 15), Decimal(800), "piece", "accepted", source_id="a1", row=2),
    Fact("2027-014", "catheter", date(2027, 2, 15), Decimal(400), "piece", "accepted", source_id="a2", row=3),
]


def refused(text, read=from_table):
    with pytest.raises(Faulty) as raised:
        read(text)
    return [(f.line, dotted(f.path), str(f.wrong), str(f.remedy)) for f in raised.value.faults]


def row(**changes):
    fields = {
        "agreement": "2027-014", "service": "catheter", "date": "2027-01-15", "quantity": "800", "unit": "piece",
        "kind": "accepted", "event": "", "source_id": "", "reverses": "", "note": "",
    } | changes  # fmt: skip
    return ",".join(fields.values()) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        FACTS,
        "\ufeff" + FACTS,
        FACTS.replace("\n", "\r\n"),
        FACTS.replace(",", ";"),
        "\ufeff" + FACTS.replace(",", "\t"),
        FACTS.replace("a1,,", 'a1,,"  "').replace("catheter", '"catheter"'),
        FACTS.upper().replace("2027-014,CATHETER", "2027-014,catheter").replace("PIECE,ACCEPTED", "piece,accepted")
        .replace("A1", "a1").replace("A2", "a2"),
        FACTS.rstrip("\n"),
        FACTS + "\n,,,,,,,,,\n",
    ],
    ids=["plain", "byte-order mark", "CRLF", "semicolons", "tabs", "quoted", "capital columns", "no end", "empty rows"],
)  # fmt: skip
def test_a_table_is_read_as_spreadsheets_write_it(text):
    assert from_table(text) == EXPECTED


def test_columns_may_stand_in_any_order_and_optional_ones_may_be_left_out():
    text = "kind,unit,quantity,date,service,agreement\naccepted,piece,800,2027-01-15,catheter,2027-014\n"
    assert from_table(text) == [EXPECTED[0]._replace(source_id="")]


def test_rows_are_numbered_by_their_line_also_after_a_field_of_several_lines():
    text = HEADER + row(note='"one\ntwo\nthree"') + "\n" + row()
    assert [fact.row for fact in from_table(text)] == [2, 6]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            "",
            [(None, "", "there is nothing in it, not even the line of column names",
              "Begin with the line: agreement,service,date,quantity,unit,kind,event,source_id,reverses,note")],
        ),
        (
            HEADER.replace("quantity", "quantities"),
            [
                (1, "quantity", "the column 'quantity' is missing",
                 "Is it the column 'quantities'? The first line must name: agreement, service, date, quantity, unit,"
                 " kind."),
                (1, "", "the column 'quantities' is not known",
                 "Did you mean 'quantity'? Known: agreement, service, date, quantity, unit, kind, event, source_id,"
                 " reverses, note."),
            ],
        ),
        (
            HEADER.replace("note", "kind"),
            [(1, "", "the column 'kind' stands there 2 times", "Keep one of them.")],
        ),
        (
            HEADER + row().replace("800", "1,250"),
            [(2, "", "the row has 11 fields, the first line names 10", "Quote a field that holds the separator ','.")],
        ),
        (
            (HEADER + row(quantity="Q")).replace(",", ";").replace("Q", "1250,5"),
            [(2, "quantity", "'1250,5' has a comma",
              "Write the number with a decimal point and without grouping, such as 1250.5.")],
        ),
        (
            HEADER + row(quantity='"1,250"'),
            [(2, "quantity", "'1,250' has a comma",
              "Write the number with a decimal point and without grouping, such as 1250.5.")],
        ),
        (
            HEADER + row(quantity="NaN") + row(quantity="1e9") + row(quantity="5 piece") + row(quantity="9" * 20),
            [
                (line, "quantity", f"'{found}' is not a number",
                 "Write digits with a decimal point, such as 1250.5; the unit has its own column.")
                for line, found in [(2, "NaN"), (3, "1e9"), (4, "5 piece"), (5, "9" * 20)]
            ],
        ),
        (
            HEADER + row(date="15.01.2027") + row(date="2027-02-30") + row(date="20270115"),
            [
                (line, "date", f"'{found}' is not a date",
                 "Write a day of the calendar as year-month-day, such as 2027-01-31.")
                for line, found in [(2, "15.01.2027"), (3, "2027-02-30"), (4, "20270115")]
            ],
        ),
        (
            HEADER + row(date="0001-01-01"),
            [(2, "date", "0001-01-01 lies outside 1900 to 2299", "Correct the year.")],
        ),
        (
            HEADER + row(service=""),
            [(2, "service", "nothing is written", "Every fact has: agreement, service, date, quantity, unit, kind.")],
        ),
        (
            HEADER + row(note="x" * 3000),
            [(2, "note", "the field has more than 2000 characters", "Shorten it.")],
        ),
        (
            HEADER + row() + '2027-014,"catheter',
            [(3, "", "the table cannot be read here: unexpected end of data",
              "Close the quotation mark, or save the table again as CSV.")],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_said_with_line_and_column(text, faults):
    assert refused(text) == faults


def test_all_wrong_rows_are_said_at_once():
    assert [fault[:2] for fault in refused(HEADER + row(date="x", quantity="y") + row() + row(kind=""))] == [
        (2, "date"), (2, "quantity"), (4, "kind"),
    ]  # fmt: skip


LISTED = """\
- agreement: 2027-014
  service: catheter
  date: 2027-01-15
  quantity: 800
  unit: piece
  kind: accepted
  source_id: a1
- {agreement: 2027-014, service: catheter, date: 2027-02-15, quantity: 400, unit: piece, kind: accepted, source_id: a2}
"""


def test_a_list_is_read_like_a_table(tmp_path):
    file = tmp_path / "facts.yaml"
    file.write_text(LISTED, encoding="utf-8")
    assert facts_of(str(file)) == [EXPECTED[0]._replace(row=1), EXPECTED[1]._replace(row=8)]


def test_what_is_wrong_with_a_list_is_said_with_line_and_key():
    columns = "agreement, service, date, quantity, unit, kind, event, source_id, reverses, note"
    assert refused("facts: 1\n", from_list) == [
        (1, "", "facts are not a list here", f"Begin every fact with '- ' and its keys: {columns}.")
    ]
    wrong = LISTED.replace("  unit: piece\n", "  units: piece\n").replace("quantity: 400", "quantity: [4]") + "- x\n"
    assert [fault[:3] for fault in refused(wrong, from_list)] == [
        (5, "[0].units", "the key 'units' is not known"),
        (1, "[0].unit", "'unit' is missing"),
        (8, "[1].quantity", "keys or a list stand where one text belongs"),
        (9, "[2]", "this fact is no keys and values"),
    ]


@given(st.text(st.characters(codec="utf-8"), max_size=120), st.sampled_from(["", HEADER, FACTS]))
def test_any_text_is_read_or_refused(text, before):
    for read in (from_table, from_list):
        with suppress(Faulty):
            read(before + text)
