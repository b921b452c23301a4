"""Invoices as XML and PDF: the same lines out of UBL, CII and Factur-X; what does not add up or is unsafe is refused.

The documents are written by hand after the published syntaxes; of a broken one nothing is read and all is counted.
"""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.fault import dotted
from suture.files.facts.found import Found
from suture.files.invoices import lines_in
from tests.files.electronic import CONTRACT, TOTALS, cii, credit, pdf, ubl, ubl_line

LINES = [
    ("line", "1", "CATH-10", Decimal(1200), "piece", Decimal(2), Decimal("2400.00"), "Catheter 10F"),
    ("line", "2", "ENG", Decimal("7.5"), "hour", Decimal(120), Decimal("900.00"), "Engineering"),
    ("allowance", "", "", None, "", None, Decimal("-100.00"), "Volume rebate"),
    ("allowance", "", "", None, "", None, Decimal("50.00"), "Freight"),
    ("tax", "", "", None, "", None, Decimal("812.50"), "VAT S 25 %"),
]


def read(tmp_path, content, name="invoice.xml", mapping=None, **more):
    place = tmp_path / name
    place.write_bytes(content if isinstance(content, bytes) else content.encode())
    if mapping is not None:
        (tmp_path / "mapping.yaml").write_text(mapping)
    found = Found("invoices")
    made = lines_in([str(place)], str(tmp_path / "mapping.yaml") if mapping is not None else None, None, found, **more)
    return [*made], made, found


def lines(*args, **more):
    made, _, found = read(*args, **more)
    assert found.listed() == []
    return made


def refused(*args, **more):
    made, counted, found = read(*args, **more)
    assert made == []
    return [(fault.line, dotted(fault.path), str(fault.wrong)) for fault in found.listed()], counted.rows


def told(line):
    return (line.sort, line.line, line.service, line.quantity, line.unit, line.unit_price, line.amount, line.note)


def test_a_peppol_invoice_becomes_lines_allowances_and_taxes(tmp_path):
    made = lines(tmp_path, ubl())
    assert [told(line) for line in made] == LINES
    first, second = made[:2]
    assert first[:3] == ("2027-014", "INV-7", date(2027, 3, 5))
    assert (first.currency, first.event, first.first, first.row) == ("EUR", "PO-88", None, 17)
    assert (second.first, second.last) == (date(2027, 2, 1), date(2027, 2, 28))


def test_the_same_invoice_as_cross_industry_invoice_and_in_a_pdf_is_the_same(tmp_path):
    of_ubl = [line._replace(row=0) for line in lines(tmp_path, ubl())]
    of_cii = [line._replace(row=0) for line in lines(tmp_path, cii())]
    of_pdf = [line._replace(row=0) for line in lines(tmp_path, pdf({"factur-x.xml": cii()}), "invoice.pdf")]
    assert of_ubl == of_cii == of_pdf


def test_a_credit_note_is_below_zero_and_names_what_it_corrects(tmp_path):
    made = lines(tmp_path, credit())
    assert [told(line) for line in made] == [
        ("line", "1", "CATH-10", Decimal(-5), "piece", Decimal(2), Decimal("-10.00"), "Catheter 10F"),
        ("tax", "", "", None, "", None, Decimal("-2.50"), "VAT S 25 %"),
    ]
    assert {(line.invoice, line.credits) for line in made} == {("CN-1", "INV-7")}
    assert [line.amount for line in lines(tmp_path, cii(code="381"))][:2] == [Decimal("-2400.00"), Decimal("-900.00")]


def test_a_credit_note_whose_invoice_is_not_there_is_told_and_read(tmp_path):
    _, made, found = read(tmp_path, credit())
    assert found.count == 0
    assert {str(remark.wrong) for remark in made.remarks} == {
        "it credits invoice INV-7, which is not among the invoices"
    }
    (tmp_path / "first.xml").write_text(ubl())
    both = lines_in([str(tmp_path)], None, None, found)
    assert (len([*both]), both.remarks, [count.rows for count in both.counts]) == (7, [], [5, 2])


def test_a_mapping_translates_items_and_units_and_says_of_which_agreement(tmp_path):
    mapping = "constants: {agreement: V-9}\ncolumns: {service: item}\nvalues: {service: {Engineering: hours}, " \
              "unit: {C62: unit}}\n"  # fmt: skip
    made = lines(tmp_path, ubl(head=""), mapping=mapping)
    assert [(line.agreement, line.service, line.unit) for line in made[:2]] == [
        ("V-9", "Catheter 10F", "unit"), ("V-9", "hours", "hour"),
    ]  # fmt: skip


def test_an_invoice_that_names_no_contract_is_of_the_agreement_that_is_asked_for_or_has_a_fault(tmp_path):
    assert {line.agreement for line in lines(tmp_path, ubl(head=""), agreement="V-9")} == {"V-9"}
    found, rows = refused(tmp_path, ubl(head=""))
    assert (rows, len(found), found[0]) == (5, 5, (14, "agreement", "the invoice names no contract"))


def test_an_order_that_peppol_says_is_not_applicable_is_no_event(tmp_path):
    assert {line.event for line in lines(tmp_path, ubl().replace("PO-88", "NA"))} == {""}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2400.00</cbc:LineExt", "2401.00</cbc:LineExt",
         "the document says LineExtensionAmount / LineTotalAmount 3300.00, and what it is made of comes to 3301.00"),
        (">4000.00<", ">4062.50<",
         "the document says PayableAmount / DuePayableAmount 4062.50, and what it is made of comes to 4000.00"),
        (">812.50<", ">800.00<",
         "the document says TaxInclusiveAmount / GrandTotalAmount 4062.50, and what it is made of comes to 4050.00"),
        (TOTALS, "", "the document does not say LineExtensionAmount / LineTotalAmount"),
        ('"EUR">900.00', '"SEK">900.00', "an amount is in SEK, and the document in EUR"),
        (">900.00<", ">9OO.00<", "'9OO.00' in b:LineExtensionAmount is not a number"),
        ('<cbc:BaseQuantity unitCode="C62">', '<cbc:BaseQuantity unitCode="XBX">',
         "the price is for XBX, and the quantity is in C62"),
    ],
)  # fmt: skip
def test_a_document_that_does_not_add_up_is_refused_whole_and_its_rows_are_counted(tmp_path, old, new, said):
    assert old in ubl()
    found, rows = refused(tmp_path, ubl().replace(old, new))
    assert said in [wrong for _, _, wrong in found]
    assert rows == 5


def test_a_document_without_lines_says_which_profile_has_none(tmp_path):
    found, _ = refused(tmp_path, ubl(lines=""))
    assert found == [(2, "", "the document has no lines")]


def test_entities_are_refused_before_anything_is_parsed(tmp_path):
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    wrong = "it declares a document type or entities, which no invoice does"
    assert refused(tmp_path, ubl(before=laughs, number="&c;")) == ([(None, "", wrong)], 0)
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    assert refused(tmp_path, ubl(before=outside, number="&a;")) == ([(None, "", wrong)], 0)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ubl()[:-20], "this is not readable as XML: "),
        (b"", "this is not readable as XML: "),
        (ubl().replace("UTF-8", "UTF-7"), "it is encoded as utf-7"),
        (ubl().encode("utf-16"), "it is encoded as UTF-16"),
        ("<Order/>", "the XML begins with 'Order', which is no UBL Invoice or CreditNote and no Cross Industry"),
    ],
)
def test_what_is_no_invoice_is_a_fault(tmp_path, content, said):
    ((_, _, wrong),), rows = refused(tmp_path, content)
    assert wrong.startswith(said)
    assert rows == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (pdf({}), "no invoice is attached to this PDF as XML; its picture is not read"),
        (pdf({"a.xml": cii(), "b.xml": cii()}), "2 XML files are attached to this PDF, and none has the name of an"),
        (pdf({"factur-x.xml": cii()}, password="secret"), "this is not readable as PDF: it has a password"),
        (b"%PDF-1.7 nothing", "this is not readable as PDF: "),
    ],
)
def test_a_pdf_that_holds_no_invoice_as_xml_is_a_fault(tmp_path, content, said):
    ((_, _, wrong),), _ = refused(tmp_path, content, "invoice.pdf")
    assert wrong.startswith(said)


def test_other_files_attached_to_the_pdf_do_not_matter(tmp_path):
    made = lines(tmp_path, pdf({"terms.pdf": "x", "factur-x.xml": cii(), "other.xml": "<x/>"}), "invoice.pdf")
    assert len(made) == 5


def test_a_price_for_three_is_told_for_one_to_twelve_places(tmp_path):
    line = ubl_line(1, "3", "C62", "3300.00", "10.00", "Catheter", base="3")
    assert lines(tmp_path, ubl(lines=line, head=CONTRACT))[0].unit_price == Decimal("3.333333333333")
