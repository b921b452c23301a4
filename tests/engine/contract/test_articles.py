"""The text that people sign is made from the data that prices it."""

from pathlib import Path

import pytest

from suture.engine.contract.articles import articles
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.reading import read_agreement
from tests.engine.built import agreement

GOOD = sorted((Path(__file__).resolve().parents[3] / "examples/agreements/good").glob("*[a-z].yaml"))
PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "22.50 USD/piece"}
MINIMUM = {
    "id": "minimum", "kind": "minimum_commitment", "window": "contract_year", "prorate": "in_force",
    "minimum_spend": "120000 USD", "counts": ["price"], "counted_amounts": "unrounded",
}  # fmt: skip


def text(agreed: Agreement, language: str) -> str:
    return "\n".join(
        f"{article.number} {article.title.said(language)}\n"
        + "\n".join(sentence.said(language) for sentence in article.sentences)
        for article in articles(agreed)
    )


@pytest.mark.parametrize("path", [path for path in GOOD if "expected" not in path.name], ids=lambda path: path.stem)
def test_every_example_reads_in_both_languages_and_leaves_no_article_empty(path):
    agreed = read_agreement(path.read_text(encoding="utf-8"))
    found = articles(agreed)
    assert [article.number for article in found] == [str(at) for at in range(1, len(found) + 1)]
    assert [article.clause for article in found if article.clause] == [clause.id for clause in agreed.clauses]
    for article in found:
        assert article.sentences, article.title
        for sentence in article.sentences:
            assert sentence.said("en").endswith((".", ":")), sentence.said("en")
            assert sentence.said("zh").endswith(("。", "：")), sentence.said("zh")


def test_a_clause_names_the_clauses_that_it_counts_by_their_numbers():
    found = articles(agreement(PRICE, MINIMUM))
    by_clause = {article.clause: article for article in found}
    number = by_clause["price"].number
    assert f"clause {number}" in by_clause["minimum"].sentences[0].said("en")
    assert f"第 {number} 条" in by_clause["minimum"].sentences[0].said("zh")


def test_a_range_an_open_figure_and_a_dated_one_are_said_as_such():
    ranged = agreement(PRICE | {"price": {"low": 20, "value": 22, "high": 25}})
    assert "22 USD per piece (between 20 USD per piece and 25 USD per piece)" in text(ranged, "en")
    unknown = agreement(PRICE | {"price": "unknown"})
    assert "[to be agreed]" in text(unknown, "en")
    assert "[待商定]" in text(unknown, "zh")
    dated = agreement(PRICE | {"price": [{"from": "2027-01-01", "value": 22}, {"from": "2028-01-01", "value": 21}]})
    assert "2028-01-01" in text(dated, "en")


def test_what_prevails_is_said_or_said_to_be_open():
    assert "[to be agreed]" in text(agreement(PRICE), "en")
    settled = agreement(PRICE, precedence={"prevails": "data", "language": "zh"})
    assert "the data prevails" in text(settled, "en")
    assert "以数据为准" in text(settled, "zh")
    assert "[to be agreed]" not in text(settled, "en")


def test_the_last_day_is_the_day_before_the_first_that_is_no_longer_covered():
    assert "from 2027-01-01 to 2028-12-31, both days included" in text(agreement(PRICE), "en")


def test_what_holds_for_every_amount_is_said_in_every_agreement():
    codes = {sentence.text.code for article in articles(agreement(PRICE)) for sentence in article.sentences}
    assert {"article.order", "article.from_period", "article.windows_follow", "article.billed"} <= codes
