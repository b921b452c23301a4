"""Forecasts as people send them: a row for a part, a column for a month, and one day of issue."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from suture.engine.fault import Faulty, dotted
from suture.files.facts import facts_of
from suture.files.facts.horizon import month_of
from tests.spreadsheet import sheet, workbook

MAPPING = """\
columns: {service: Part, unit: UoM}
constants: {agreement: 2027-014}
horizon: {issued_label: Issued on}
"""
NAMES = ["Part", "UoM", date(2027, 3, 1), date(2027, 4, 1), date(2027, 5, 1), "Total"]
CATHETER = ["catheter", "piece", 1000, 1200, 900, 3100]
SHEATH = ["sheath", "piece", 500, None, 0, 500]
ISSUED = ["Issued on", None, date(2027, 2, 3)]


def read(tmp_path, rows, mapping=MAPPING, merged=(), issued=None, **sheets):
    (tmp_path / "mapping.yaml").write_text(mapping)
    workbook(tmp_path / "forecast.xlsx", {"Forecast": sheet(rows), **sheets}, merged)
    return facts_of(str(tmp_path / "forecast.xlsx"), mapping=str(tmp_path / "mapping.yaml"), issued=issued)


def refused(tmp_path, *args, **more):
    with pytest.raises(Faulty) as raised:
        read(tmp_path, *args, **more)
    return [(fault.line, dotted(fault.path), str(fault.wrong)) for fault in raised.value.faults]


def told(facts):
    return [(fact.service, fact.day, fact.for_day, fact.quantity, fact.kind, fact.row) for fact in facts]


def test_every_filled_cell_is_a_forecast_and_an_empty_one_is_none(tmp_path):
    day = date(2027, 2, 3)
    assert told(read(tmp_path, [["North forecast"], ISSUED, [], NAMES, CATHETER, SHEATH])) == [
        ("catheter", day, date(2027, 3, 1), Decimal(1000), "forecast", 5),
        ("catheter", day, date(2027, 4, 1), Decimal(1200), "forecast", 5),
        ("catheter", day, date(2027, 5, 1), Decimal(900), "forecast", 5),
        ("sheath", day, date(2027, 3, 1), Decimal(500), "forecast", 6),
        ("sheath", day, date(2027, 5, 1), Decimal(0), "forecast", 6),
    ]


def test_several_issues_stand_below_one_another_each_under_its_months(tmp_path):
    later = ["Part", "UoM", date(2027, 4, 1), date(2027, 5, 1)]
    rows = [ISSUED, NAMES, CATHETER, [], ["Issued on", date(2027, 3, 2)], later, ["catheter", "piece", 1100, 950]]
    assert [(fact.day, fact.for_day, fact.quantity) for fact in read(tmp_path, rows)][2:] == [
        (date(2027, 2, 3), date(2027, 5, 1), 900),
        (date(2027, 3, 2), date(2027, 4, 1), 1100), (date(2027, 3, 2), date(2027, 5, 1), 950),
    ]  # fmt: skip


def test_the_day_of_issue_is_a_column_a_cell_a_constant_or_said(tmp_path):
    bare = MAPPING[: MAPPING.index("horizon")]
    cell = bare + "horizon: {issued_cell: C1}\n"
    assert {fact.day for fact in read(tmp_path, [ISSUED, NAMES, CATHETER], cell)} == {date(2027, 2, 3)}
    told_so = {fact.day for fact in read(tmp_path, [NAMES, CATHETER], bare + "horizon: {}\n", issued=date(2027, 1, 9))}
    assert told_so == {date(2027, 1, 9)}
    column = bare.replace("unit: UoM", "unit: UoM, date: Issue") + "horizon: {}\n"
    rows = [["Issue", *NAMES], [date(2027, 2, 1), *CATHETER], [date(2027, 3, 1), *CATHETER]]
    assert [fact.day.month for fact in read(tmp_path, rows, column)] == [2, 2, 2, 3, 3, 3]
    with pytest.raises(Faulty) as raised:
        read(tmp_path, [NAMES, CATHETER], bare + "horizon: {}\n")
    assert [str(fault.wrong) for fault in raised.value.faults] == ["nothing says when the forecast was issued"]
    with pytest.raises(Faulty) as raised:
        read(tmp_path, [NAMES, CATHETER], MAPPING, issued=date(2027, 1, 9))
    assert [str(fault.wrong) for fault in raised.value.faults] == [
        "2 things say when the forecast was issued: issued_label, --issued"
    ]


def test_years_that_are_merged_above_the_months_count_for_all_of_them(tmp_path):
    years = [None, None, "2027", None, "2028"]
    months = ["Part", "UoM", "Nov", "Dec", "Jan"]
    mapping = MAPPING.replace("issued_label: Issued on", "issued_label: Issued on, year_row: 2")
    facts = read(tmp_path, [ISSUED, years, months, CATHETER[:5]], mapping, merged=["C2:D2"])
    assert [fact.for_day for fact in facts] == [date(2027, 11, 1), date(2027, 12, 1), date(2028, 1, 1)]


def test_rows_of_sums_are_refused_until_they_are_named(tmp_path):
    rows = [ISSUED, NAMES, CATHETER, ["Total", None, 1500, 1200, 900]]
    assert refused(tmp_path, rows) == [(4, "service", "the row 'Total' looks like a row of sums")]
    named = MAPPING.replace("issued_label: Issued on", "issued_label: Issued on, totals: [Total]")
    assert len(read(tmp_path, rows, named)) == 3
    nameless = [ISSUED, NAMES, [None, None, 1500]]
    assert refused(tmp_path, nameless) == [(3, "service", "the row has quantities and no name of a service")]


def test_what_is_wrong_with_a_cell_is_said_by_row_and_month(tmp_path):
    rows = [ISSUED, NAMES, ["catheter", "piece", "tbd", date(2027, 1, 1), "<><f>A9</f></c>"],
            ["sheath", "piece", 5, 6, 7]]  # fmt: skip
    assert refused(tmp_path, rows, merged=["E4:E5"]) == [
        (3, "2027-03.quantity", "'tbd' is not a number"),
        (3, "2027-04.quantity", "the date 2027-01-01 stands where a number belongs"),
        (3, "2027-05.quantity", "the formula of this cell was saved without its value"),
    ]


def test_a_merged_quantity_is_a_fault_and_a_formula_counts_as_it_was_saved(tmp_path):
    rows = [ISSUED, NAMES, ["catheter", "piece", "<><f>1+2</f><v>3</v></c>"], ["sheath", "piece"]]
    assert refused(tmp_path, rows, merged=["C3:C4"]) == [
        (4, "2027-03.quantity", "this cell is merged with the one in row 3, which alone has a value")
    ]
    assert [fact.quantity for fact in read(tmp_path, rows)] == [3]


def test_a_month_twice_and_a_table_without_months_are_refused(tmp_path):
    weeks = ["Part", "UoM", date(2027, 3, 1), date(2027, 3, 8)]
    assert refused(tmp_path, [ISSUED, weeks, CATHETER[:4]]) == [(2, "", "2027-03 stands there 2 times")]
    assert refused(tmp_path, [ISSUED, ["Part", "UoM", "Q1"], CATHETER[:3]])[-1][2] == (
        "no line has the names of the mapping and months beside them"
    )
    found = refused(tmp_path, [ISSUED, ["Part", "Unit", date(2027, 3, 1)], CATHETER[:3]])
    assert found == [(2, "unit", "there is no column 'UoM', which the mapping reads as 'unit'")]


def test_an_issue_that_is_not_there_or_is_a_number_is_a_fault(tmp_path):
    assert {wrong for _, _, wrong in refused(tmp_path, [["Issued on"], NAMES, CATHETER])} == {
        "no day of issue was found above this forecast"
    }
    assert {wrong for _, _, wrong in refused(tmp_path, [["Issued on", 46000], NAMES, CATHETER])} == {
        "the number 46000 stands where a date belongs"
    }


def test_a_forecast_as_text_is_read_alike(tmp_path):
    (tmp_path / "mapping.yaml").write_text(MAPPING + 'date_format: DD.MM.YYYY\ngrouping_mark: "."\ndecimal_mark: ","\n')
    (tmp_path / "f.csv").write_text(
        "Forecast;;;\nIssued on;03.02.2027;;\nPart;UoM;Mar 2027;2027-04\ncatheter;piece;1.000;\nsheath;piece;;7,5\n"
    )
    facts = facts_of(str(tmp_path / "f.csv"), mapping=str(tmp_path / "mapping.yaml"))
    assert told(facts) == [
        ("catheter", date(2027, 2, 3), date(2027, 3, 1), Decimal(1000), "forecast", 4),
        ("sheath", date(2027, 2, 3), date(2027, 4, 1), Decimal("7.5"), "forecast", 5),
    ]


@pytest.mark.parametrize("name", ["f.yaml", "f.parquet"])
def test_a_list_has_no_months_as_columns(tmp_path, name):
    (tmp_path / "mapping.yaml").write_text(MAPPING)
    (tmp_path / name).write_text("- {Part: catheter}")
    with pytest.raises(Faulty) as raised:
        facts_of(str(tmp_path / name), mapping=str(tmp_path / "mapping.yaml"))
    assert [str(fault.wrong) for fault in raised.value.faults] == [
        "the mapping reads months as columns, and this file is no table or sheet"
    ]


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("2027-03", 3), ("2027/3", 3), ("202703", 3), (202703, 3), ("2027-03-31", 3), ("03/2027", 3), ("3.2027", 3),
        ("Mar 2027", 3), ("Mar-27", 3), ("March 2027", 3), ("2027 March", 3), ("Mär 27", 3), ("2027年3月", 3),
        ("2027M03", 3), (datetime(2027, 3, 15), 3), ("Dez 2027", 12),
    ],
)  # fmt: skip
def test_months_are_read_where_they_can_be_nothing_else(written, month):
    assert month_of(written) == date(2027, month, 1)


@pytest.mark.parametrize("written", ["Mar", "03", "03/27", "Q1 2027", "Total", "FY27", "2027", 2027, "", None, 13.5])
def test_what_may_be_something_else_is_no_month(written):
    assert month_of(written) is None


def test_a_month_takes_its_year_from_above():
    assert [month_of(each, 2028) for each in ("Mar", "03", "3月", "M3")] == [date(2028, 3, 1)] * 4
