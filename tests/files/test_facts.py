"""Facts from tables and lists: a spreadsheet's habits are taken, guesses are not made."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suture.engine.fault import Faulty, dotted
from suture.engine.rating.fact import COLUMNS, Fact
from suture.engine.terms.refused import NO_TEXT
from suture.files.facts import facts_of, from_list, from_table
from tests.supply import FACTS, HEADER

EXPECTED = [
    Fact("2027-014", "catheter", date(2027, 1, 15), Decimal(800), "piece", "accepted", source_id="a1", row=2),
    Fact("2027-014", "catheter", date(2027, 2, 15), Decimal(400), "piece", "accepted", source_id="a2", row=3),
]


def refused(text, read=from_table):
    return [(f.line, dotted(f.path), str(f.wrong), str(f.remedy)) for f in read(text).faults]


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
    assert from_table(text) == (EXPECTED, [])


def test_columns_may_stand_in_any_order_and_optional_ones_may_be_left_out():
    text = "kind,unit,quantity,date,service,agreement\naccepted,piece,800,2027-01-15,catheter,2027-014\n"
    assert from_table(text) == ([EXPECTED[0]._replace(source_id="")], [])


def test_rows_are_numbered_by_their_line_also_after_a_field_of_several_lines():
    text = HEADER + row(note='"one\ntwo\nthree"') + "\n" + row()
    assert [fact.row for fact in from_table(text).facts] == [2, 6]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            "",
            [(None, "", "there is nothing in it, not even the line of column names",
              f"Begin with the line: {','.join(COLUMNS)}")],
        ),
        (
            HEADER.replace("quantity", "quantities"),
            [
                (1, "quantity", "the column 'quantity' is missing",
                 "Is it the column 'quantities'? The first line must name: agreement, service, date, quantity, unit,"
                 " kind."),
                (1, "", "the column 'quantities' is not known",
                 f"Did you mean 'quantity'? Known: {', '.join(COLUMNS)}. Columns of other names are read with --map."),
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


def test_a_row_that_could_be_read_in_part_stands_with_what_could_not():
    facts, faults = from_table(HEADER + row(quantity="NaN", date="", source_id="a1") + "2027-014,short\n" + row())
    assert [(fact.row, fact.service, fact.source_id, sorted(fact.unread)) for fact in facts] == [
        (2, "catheter", "a1", ["date", "quantity"]), (4, "catheter", "", []),
    ]  # fmt: skip
    assert [fault.line for fault in faults] == [2, 2, 3]


def test_a_column_that_is_not_known_hides_no_other_fault():
    text = (HEADER + row(quantity="NaN")).replace("note", "remark")
    assert [fault[:2] for fault in refused(text)] == [(1, ""), (2, "quantity")]


@pytest.mark.parametrize(
    ("wrong", "all_there"),
    [
        (row(quantity="NaN"), True), (row(date="x") + row(kind=""), True), ("one,two\n", False),
        (row(source_id="x" * 3000), False), ('"', False), ("", True),
    ],
)  # fmt: skip
def test_a_row_is_missed_where_it_was_lost_or_its_source_id_could_not_be_read(wrong, all_there):
    assert from_table(HEADER + row() + wrong).all_there is all_there


def test_all_that_is_wrong_with_a_file_comes_in_the_order_of_its_lines(tmp_path):
    file = tmp_path / "facts.csv"
    file.write_text(HEADER + row() + row(quantity="NaN") + row(), encoding="utf-8")

    def check(rows):
        return [NO_TEXT.at("service", line=fact.row) for fact in rows.facts] + [NO_TEXT.at("clauses")]

    with pytest.raises(Faulty) as raised:
        facts_of(str(file), check)
    assert [fault.line for fault in raised.value.faults] == [2, 3, 3, 4, None]
    assert {fault.file for fault in raised.value.faults} == {str(file)}


def test_the_day_that_a_fact_is_for_may_be_left_out_and_must_be_a_day():
    header = HEADER.rstrip("\n") + ",for\n"
    rows = [row().rstrip("\n") + f",{day}\n" for day in ("2027-03-01", "", "March")]
    facts, faults = from_table(header + "".join(rows))
    assert [fact.for_day for fact in facts] == [date(2027, 3, 1), None, None]
    assert [(fault.line, dotted(fault.path), str(fault.wrong)) for fault in faults] == [
        (4, "for", "'March' is not a date")
    ]


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
    columns = ", ".join(COLUMNS)
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
        rows = read(before + text)
        assert rows.faults or not any(fact.unread for fact in rows.facts)
