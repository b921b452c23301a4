"""The text of an agreement as files: what they hold is what the articles say."""

from io import BytesIO

import pytest
from docx import Document
from weasyprint import HTML

from suture.engine.contract.articles import articles
from suture.engine.fault import Faulty
from suture.files.documents.content import content
from suture.files.documents.pdf import page, pdf
from suture.files.documents.word import template, word
from tests.engine.built import agreement

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "22.50 USD/piece"}
AGREED = agreement(
    PRICE, title="Catheters & <guides>", services={"catheter": {"unit": "piece", "step": "1"}}, parties={
        "buyer": "Vena {{ no tag }}", "seller": "North & Sons"}
)  # fmt: skip


def shown(languages):
    return content(AGREED, languages, version="0.1.0", data_hash="abcdef0123456789")


def words(data: bytes) -> str:
    document = Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("languages", ["en", "zh", "both"])
def test_the_word_file_holds_every_sentence_and_no_tag(languages):
    found = words(word(shown(languages), template(languages == "both")))
    for article in articles(AGREED):
        for sentence in article.sentences:
            for language in ("en", "zh") if languages == "both" else (languages,):
                assert sentence.said(language) in found
    assert "Catheters & <guides>" in found
    assert "{%" not in found
    assert "Vena {{ no tag }}" in found, "what people write is no tag"


def test_a_template_of_ones_own_is_filled():
    own = Document()
    own.add_paragraph("OUR PAPER {{ title }}: {{ articles[0].title }}")
    held = BytesIO()
    own.save(held)
    assert "OUR PAPER Catheters & <guides>: Parties" in words(word(shown("en"), held.getvalue()))


@pytest.mark.parametrize("tag", ["{{ titel }}", "{{ title", "{% for a in articles %}"])
def test_a_template_that_cannot_be_filled_is_a_fault_with_its_file(tag):
    own = Document()
    own.add_paragraph(tag)
    held = BytesIO()
    own.save(held)
    with pytest.raises(Faulty) as refused:
        word(shown("en"), held.getvalue(), name="ours.docx")
    assert str(refused.value).startswith("ours.docx: it is no Word template")


def test_what_is_no_word_file_is_a_fault():
    with pytest.raises(Faulty):
        word(shown("en"), b"%PDF-1.7")


def test_the_page_escapes_what_people_write():
    assert "Catheters &amp; &lt;guides&gt;" in page(shown("both"))


def test_the_pdf_embeds_a_chinese_font():
    assert pdf(shown("both")).startswith(b"%PDF")
    made = HTML(string=page(shown("both"))).write_pdf(uncompressed_pdf=True)
    assert b"CJK" in made, "without a Chinese font there are boxes"
