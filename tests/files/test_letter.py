"""The draft letter: whom it asks, what for, by which clause, with which arithmetic, in both languages."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document

from suture.engine.money import Money
from suture.files.report.claims.letter import letter
from tests.files.year_with_claims import audited

AUDIT, AGREEMENT, LINES = audited()


def words(side, language, audit=AUDIT):
    """All that the letter says, with its header and footer."""
    data = letter(audit, AGREEMENT, LINES, side=side, on=date(2027, 3, 10), version="1.2.3", language=language)
    document = Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    ends = [p.text for part in (document.sections[0].header, document.sections[0].footer) for p in part.paragraphs]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells, *ends])


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("side", ["buyer", "seller"])
def test_no_tag_is_left_and_every_page_says_that_it_is_a_draft(side, language):
    text = words(side, language)
    assert "{" not in text
    assert ("DRAFT" if language == "en" else "草稿") in text
    assert ("Suture 1.2.3") in text


def test_the_buyer_asks_back_point_by_point():
    text = words("buyer", "en")
    assert "Agreement 2027-014: 1,950.00 USD billed too much" in text
    assert "section 5.2" in text
    assert "INV-02: 2" in text
    assert "invoice INV-02, line 2: 700 piece × 40 = 28,000 USD" in text
    assert "Please send us a credit note for 1,950.00 USD by 2027-04-09" in text
    assert text.index("Vena") < text.index("North & Sons"), "the sender comes first"
    assert "720.00" not in text, "what the other side may bill is not its to say"


def test_the_seller_says_what_it_will_bill():
    text = words("seller", "zh")
    assert "关于协议 2027-014：拟开票 720.00 USD 的事宜" in text
    assert "第 5 条（单价）" in text
    assert "此后我方将就 720.00 USD 开具发票" in text
    assert "1,500.00" not in text


def test_two_currencies_are_never_added():
    euro = AUDIT.findings[2]._replace(difference=Money(45000, "EUR"))
    text = words("buyer", "en", AUDIT._replace(findings=(AUDIT.findings[0], euro)))
    assert "1,500.00 USD and 450.00 EUR" in text
    assert "1,950" not in text


def test_rounding_is_not_worth_a_letter_and_a_letter_without_points_says_so():
    cent = AUDIT.findings[0]._replace(kind="rounding", difference=Money(1, "USD"))
    text = words("buyer", "en", AUDIT._replace(findings=(cent,)))
    assert "There is no point to raise." in text
    assert "0.00 USD" in text


def test_a_letter_of_very_many_points_sums_up_the_rest():
    text = words("buyer", "en", AUDIT._replace(findings=(AUDIT.findings[0],) * 203))
    assert "3 further points, in the workbook attached" in text
    assert "304,500.00" in text
