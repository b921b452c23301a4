"""Other people's tables: a mapping says which column is which, and what does not fit it is a fault."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.fault import Faulty, dotted
from suture.files.facts import facts_of
from suture.files.facts.mapping import form_of, number_form, translation_in

MAPPING = """\
columns:
  service: Item No.
  date: Posting Date
  quantity: Qty
  unit: UoM
  source_id: Entry
constants:
  agreement: 2027-014
  kind: accepted
values:
  unit: {EA: piece, pcs: piece}
  service: {"4711": catheter}
date_format: DD.MM.YYYY
decimal_mark: ","
grouping_mark: "."
"""
TABLE = """\
Entry;Posting Date;Item No.;Qty;UoM;Plant
77;15.01.2027;4711;1.250,5;EA;Cork
78;5.2.2027;4711;3;pcs;Cork
"""


def read(tmp_path, mapping=MAPPING, table=TABLE, name="export.csv"):
    (tmp_path / "mapping.yaml").write_text(mapping, encoding="utf-8")
    (tmp_path / name).write_text(table, encoding="utf-8")
    return facts_of(str(tmp_path / name), mapping=str(tmp_path / "mapping.yaml"))


def refused(tmp_path, *args, **more):
    with pytest.raises(Faulty) as raised:
        read(tmp_path, *args, **more)
    return [(fault.line, dotted(fault.path), str(fault.wrong)) for fault in raised.value.faults]


def test_columns_constants_values_dates_and_numbers_are_translated(tmp_path):
    first, second = read(tmp_path, table=TABLE.replace("5.2.", "05.02."))
    assert first[:6] == ("2027-014", "catheter", date(2027, 1, 15), Decimal("1250.5"), "piece", "accepted")
    assert (first.source_id, first.row, second.quantity, second.unit) == ("77", 2, 3, "piece")


def test_a_date_of_another_form_is_a_fault_with_the_form(tmp_path):
    assert refused(tmp_path) == [(3, "date", "'5.2.2027' is not a date in the form DD.MM.YYYY")]
    read(tmp_path, MAPPING.replace("DD.MM", "D.M"))
    assert refused(tmp_path, table=TABLE.replace("5.2.", "30.02.")) == [(3, "date", "'2027-02-30' is not a date")]


@pytest.mark.parametrize("written", ["1,250.5", "12.50,5", "1250,", "5-", "1 250,5"])
def test_a_number_of_another_form_is_a_fault(tmp_path, written):
    table = TABLE.replace("5.2.", "05.02.").replace("1.250,5", written)
    assert refused(tmp_path, table=table) == [(2, "quantity", f"'{written}' is not a number such as 1.250,5")]


def test_a_column_that_is_not_there_is_named_with_the_nearest(tmp_path):
    with pytest.raises(Faulty) as raised:
        read(tmp_path, table=TABLE.replace("Posting Date", "Posting date 2"))
    (fault,) = raised.value.faults
    assert str(fault.wrong) == "there is no column 'Posting Date', which the mapping reads as 'date'"
    assert str(fault.remedy).startswith("Did you mean 'Posting date 2'? The line of column names has: Entry, ")


def test_a_column_that_stands_there_twice_is_a_fault_only_where_it_is_read(tmp_path):
    table = TABLE.replace("5.2.", "05.02.")
    read(tmp_path, table=table.replace("\n", ";x\n").replace("Plant;x", "Plant;Plant"))
    assert refused(tmp_path, table=table.replace("\n", ";x\n").replace("Plant;x", "Plant;qty")) == [
        (1, "quantity", "the column 'Qty' stands there 2 times, and the mapping reads it as 'quantity'")
    ]


def test_the_line_of_column_names_may_stand_further_down(tmp_path):
    table = "Vena GmbH\n\nExport\n" + TABLE.replace("5.2.", "05.02.")
    assert [fact.row for fact in read(tmp_path, MAPPING + "header_row: 4\n", table)] == [5, 6]


def test_a_list_is_mapped_by_its_keys(tmp_path):
    listed = "- {Entry: 77, Posting Date: 15.01.2027, Item No.: '4711', Qty: '7', UoM: EA}\n"
    (fact,) = read(tmp_path, table=listed, name="export.yaml")
    assert (fact.service, fact.day, fact.quantity) == ("catheter", date(2027, 1, 15), 7)
    assert refused(tmp_path, table=listed.replace("Qty", "Qt"), name="export.yaml") == [
        (1, "[0].Qty", "'Qty' is missing")
    ]


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        (("  kind: accepted\n", ""), [("columns", "nothing says what 'kind' is")]),
        (
            ("  kind: acc", "  unit: x\n  kind: acc"),
            [("constants.unit", "'unit' is read from a column and is a constant too")],
        ),
        (
            ('decimal_mark: ","', "decimal_mark: ."),
            [("grouping_mark", "decimal mark and grouping mark are the same")],
        ),
        (("DD.MM.YYYY", "DD.MM.YY"), [("date_format", "'DD.MM.YY' is no form of a date")]),
        (("DD.MM.YYYY", "DMYYYY"), [("date_format", "'DMYYYY' is no form of a date")]),
        (("  unit: UoM", "  units: UoM"), [("columns.units", "the key 'units' is not known here")]),
        (
            ("unit: {EA", "kind: {EA"),
            [("values.kind", "values of 'kind' are translated, and no column is read for it")],
        ),
        (("  kind: accepted", "  kind: accepted\n  for: soon"), [("constants.for", "'soon' is not a date")]),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_be_is_refused(tmp_path, changed, faults):
    file = tmp_path / "mapping.yaml"
    file.write_text(MAPPING.replace(*changed), encoding="utf-8")
    with pytest.raises(Faulty) as raised:
        translation_in(str(file))
    assert [(dotted(fault.path), str(fault.wrong)) for fault in raised.value.faults] == faults


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("DD.MM.YYYY", "31.12.2027"),
        ("YYYYMMDD", "20271231"),
        ("M/D/YYYY", "12/31/2027"),
        ("YYYY年M月D日", "2027年12月31日"),
        ("Y-M-D", None),
    ],
)
def test_a_form_of_a_date_reads_what_it_shows(form, text):
    if text is None:
        assert form_of(form) is None
        return
    found = form_of(form).fullmatch(text)
    assert (found["y"], found["m"], found["d"]) == ("2027", "12", "31")


def test_groups_of_a_number_have_three_digits():
    form = number_form(",", " ")
    assert all(form.fullmatch(text) for text in ("1", "1250", "1 250", "12\u00a0345\u202f678,90", "-5"))
    assert not any(form.fullmatch(text) for text in ("1 25", "1250 000", "1,5,0", "", " 1"))
