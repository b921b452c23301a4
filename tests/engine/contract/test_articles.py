"""The text that people sign is made from the data that prices it."""

from datetime import date
from pathlib import Path

import pytest

from suture.engine.contract.articles import articles
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.published import PROFILES, SAID
from suture.engine.terms.reading import read_agreement
from tests.engine.built import agreement, published

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


WORK = {"id": "work", "kind": "time_and_materials", "service": "engineering", "rate": "100 USD/hour"}
FIRST = {
    "number": "1", "signed": "2027-05-12", "from": "2027-07-05", "why": "The device sells better than planned.",
    "clauses": [WORK], "ends": ["minimum"],
}  # fmt: skip
SECOND = {"number": "2", "signed": "2028-01-02", "from": "2028-02-01", "ends": ["price"], "until": "2030-01-01"}


def numbered(agreed: Agreement, on: date | None = None) -> dict[str, str]:
    return {each.number: " ".join(s.said("en") for s in each.sentences) for each in articles(agreed, on)}


def test_a_number_that_was_given_stays_whatever_amendments_change():
    plain, terms = agreement(PRICE, MINIMUM), agreement(PRICE, MINIMUM, amendments=[FIRST, SECOND])
    signed = {each.number: each.title.said("en") for each in articles(plain)}
    for on in (None, date(2027, 6, 1), date(2027, 9, 1), date(2028, 3, 1)):
        kept = {each.number: each.title.said("en") for each in articles(terms, on) if each.number in signed}
        assert kept == signed, on
    said = numbered(terms, date(2028, 3, 1))
    assert said["4"] == "This clause has ended with amendment 2, from 2028-02-01."
    assert said["5"] == "This clause has ended with amendment 1, from 2027-07-05."
    assert "up to" not in said["2"]
    assert "to 2029-12-31" in said["2"]
    amendment = said[str(len(signed) + 1)]
    assert f"Clause {len(signed) + 1}.1 (Time and materials):" in amendment
    assert "100 USD per hour" in amendment


def test_an_amendment_is_worked_in_from_the_settlement_period_in_which_it_first_holds():
    terms = agreement(PRICE, MINIMUM, amendments=[FIRST])
    for day, ended in ((date(2027, 7, 31), False), (date(2027, 8, 1), True)):
        assert ("has ended" in numbered(terms, day)["5"]) is ended


def test_an_amendment_says_why_and_what_becomes_of_a_promise_over_the_term():
    term = MINIMUM | {"window": "term"}
    found = articles(agreement(PRICE, term, amendments=[FIRST, SECOND]))
    first, second = ([sentence.text.code for sentence in article.sentences] for article in found[-2:])
    assert "The reason: The device sells better than planned." in [s.said("en") for s in found[-2].sentences]
    assert "article.amends_term" in second
    assert "article.amends_term" not in first
    yearly = articles(agreement(PRICE, MINIMUM, amendments=[FIRST, SECOND]))[-1]
    assert "article.amends_term" not in [sentence.text.code for sentence in yearly.sentences]


def test_services_that_only_an_amendment_brings_stand_in_its_article():
    lamp = {"unit": "piece", "step": "1"}
    change = FIRST | {"services": {"lamp": lamp}, "indices": {"gold": published("gold")}}
    bare = agreement(PRICE, MINIMUM, amendments=[change], indices={})
    on = articles(bare, date(2027, 9, 1))
    codes = [sentence.text.code for sentence in on[-1].sentences]
    assert ("article.index" in codes, "article.counted" in codes) == (True, False)
    assert any("lamp" in sentence.said("en") for sentence in on[2].sentences)


@pytest.mark.parametrize(
    ("profile", "name", "english", "chinese"),
    [
        ("eu/1", "ecb-main-refinancing", "European Central Bank, key ECB", "主要再融资操作利率，年利率（%）"),
        ("uk/1", "boe-bank-rate", "Bank of England, official Bank Rate", "英格兰银行，官方利率历史数据"),
    ],
)
def test_the_index_of_a_profile_is_told_in_the_language_of_the_text(profile, name, english, chinese):
    index = PROFILES[profile].indices[name]
    agreed = agreement(PRICE, indices={name: dict(index), "own": published("Own words")})
    assert all(words in SAID for words in (index["describes"], index["source"]))
    assert english in text(agreed, "en")
    assert chinese in text(agreed, "zh")
    assert english not in text(agreed, "zh")
    assert index["describes"] not in text(agreed, "zh")
    assert "Own words" in text(agreed, "zh")
