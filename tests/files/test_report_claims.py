"""The report on claims: findings with their arithmetic and clause, both sides, the workbook that counts them."""

import re
import zipfile
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from suture.engine.money import Money
from suture.files.documents.cited import citations
from suture.files.report.claims import names, report
from suture.files.report.claims.sheets import workbook
from tests.files.edges import measured
from tests.files.shown_words import shown
from tests.files.year_with_claims import audited

AUDIT, AGREEMENT, LINES = audited()


def page(side="buyer", language="en"):
    return report(AUDIT, AGREEMENT, LINES, side=side, version="1.2.3", language=language)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("side", ["buyer", "seller"])
def test_the_page_stands_alone_and_leaves_no_place_unfilled(language, side):
    text = page(side, language)
    assert re.findall(r"https?://|<script|<link|<img|@import|url\((?!#)|\bsrc=", text) == []
    assert re.findall(r"\{\w*\}|>\s*None\s*<|Undefined", re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)) == []
    assert f'class="answer {side}"' in text


def test_the_buyer_reads_first_what_it_may_ask_back_and_the_seller_what_it_may_bill():
    assert "North & Sons has billed 1,950.00 USD too much: Vena may ask it back." in shown(page())
    assert "On the other side, 720.00 USD may still be billed." in shown(page())
    assert "North & Sons may still bill 720.00 USD that it has not billed Vena." in shown(page("seller"))
    for side, first, second in (
        ("buyer", "be asked back", "still be billed"),
        ("seller", "still be billed", "be asked back"),
    ):
        words = shown(page(side))
        assert words.index(f"What may {first}") < words.index(f"What may {second}")


def test_a_finding_has_its_lines_its_clause_and_its_arithmetic():
    words = shown(page())
    assert "invoice INV-02, line 2: 700 piece × 40 = 28,000 USD" in words
    assert "tier 1: 200 piece × 40 USD tier 2: 500 piece × 37 USD section 5.2" in words
    assert "INV-02: 2 28,000.00 26,500.00 1,500.00 USD" in words


def test_a_clause_is_cited_as_the_signed_text_does_else_by_its_number():
    known = citations(AGREEMENT)
    assert (str(known["price"].cited), str(known["returns"].cited)) == ("section 5.2", "clause 5 (Unit price)")
    assert known["returns"].cited.said("zh") == "第 5 条（单价）"


def test_every_line_has_its_verdict_on_the_page():
    words = shown(page())
    assert "INV-01 1 2027-01-31 price 32,000.00 USD ✔ right" in words
    assert "INV-02 2 2027-02-28 price 28,000.00 USD ✘ finding 1" in words
    assert "INV-02 3 2027-02-28 office 450.00 USD ✘ finding 3" in words


def test_of_very_many_lines_those_that_are_not_right_are_shown():
    many = [LINES[0]._replace(row=row) for row in range(10, 700)]
    audit = AUDIT._replace(lines=693, verdicts={**dict(AUDIT.verdicts), **{line.row: "right" for line in many}})
    words = shown(report(audit, AGREEMENT, [*LINES, *many], side="buyer", version="1", language="en"))
    assert "2 of 693 lines; the others are right" in words
    assert "finding 3" in words


def test_nothing_found_is_said_so():
    clean = AUDIT._replace(findings=(), verdicts=dict.fromkeys((1, 2, 3), "right"))
    words = shown(report(clean, AGREEMENT, LINES, side="buyer", version="1", language="en"))
    assert "Nothing was found that Vena could ask back from North & Sons." in words


def book(language="en"):
    data = workbook(AUDIT, AGREEMENT, LINES, side="buyer", language=language)
    held = CalamineWorkbook.from_filelike(BytesIO(data))
    return data, {name: held.get_sheet_by_name(name).to_python() for name in held.sheet_names}


def test_the_workbook_counts_from_quantity_times_price_to_the_sum_of_a_kind():
    data, held = book()
    assert list(held) == ["Findings", "Lines of findings", "Kinds", "Verdicts"]
    findings = {row[0]: row for row in held["Findings"][4:]}
    assert [findings[n][6:9] for n in (1, 2, 3)] == [[28000, 26500, 1500], [0, 720, -720], [450, 0, 450]]
    archive = zipfile.ZipFile(BytesIO(data))
    first, second, third = (archive.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2, 3))
    lines = "&#39;Lines of findings&#39;".replace("&#39;", "'")
    assert f"<f>SUMIFS({lines}!$K:$K,{lines}!$A:$A,A5,{lines}!$L:$L,J5)</f><v>28000.00</v>" in first
    assert "<f>G5-H5</f><v>1500.00</v>" in first
    assert "<f>ROUND(G5*I5,2)</f><v>28000.00</v>" in second
    assert "'Findings'!$J:$J,B5,'Findings'!$I:$I,\"&gt;0\")</f><v>1500.00</v>" in third.replace("&quot;", '"')
    assert len(held["Verdicts"]) - 4 == len(LINES)


def test_the_same_audit_gives_the_same_bytes():
    assert page("seller", "zh") == page("seller", "zh")
    assert book("zh")[0] == book("zh")[0]


def test_too_much_and_too_little_of_one_kind_do_not_cancel():
    first = AUDIT.findings[0]
    less = first._replace(difference=Money(-first.difference.minor, "USD"))
    audit = AUDIT._replace(findings=(first, less))
    words = shown(report(audit, AGREEMENT, LINES, side="buyer", version="1", language="en"))
    assert "1,500.00 1 finding" in words
    assert "−1,500.00 1 finding" in words


def test_of_very_many_findings_the_rest_is_one_row_with_its_sum():
    audit = AUDIT._replace(findings=(AUDIT.findings[0],) * 203)
    words = shown(report(audit, AGREEMENT, LINES, side="buyer", version="1", language="en"))
    assert "3 more, together 4,500.00 USD: they are in the workbook" in words
    assert "Sum 304,500.00" in words


def test_every_file_has_its_name():
    assert names("seller")[:3] == ("entitlements.html", "entitlements.pdf", "entitlements.xlsx")
    assert len({*names("seller"), *names("buyer")}) == 10


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_a_phone_nothing_runs_over_the_edge(language, browser, tmp_path):
    edge, complaints = measured(page("buyer", language), 390, browser, tmp_path)
    assert edge <= 390
    assert complaints == []
