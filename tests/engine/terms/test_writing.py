"""Terms are written back as people write them, and reading gives the same again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suture.engine.terms.agreement import Agreement
from suture.engine.terms.document import parse
from suture.engine.terms.reading import read_agreement
from suture.engine.terms.writing import write
from tests.engine.built import agreement
from tests.engine.terms.test_faults import COMMITMENT, PRICE
from tests.supply import AGREEMENT

NUMBERS = st.decimals(min_value=0, max_value=10**9, places=4).map(str)
FIGURES = st.one_of(
    NUMBERS,
    NUMBERS.map("{} USD/piece".format),
    st.just("unknown"),
    st.tuples(NUMBERS, NUMBERS, NUMBERS).map(lambda three: dict(
        zip(("low", "value", "high"), sorted(three, key=float), strict=True), assumption="trade habit: a # guess"
    )),
    st.tuples(NUMBERS, NUMBERS).map(lambda two: [
        {"from": "2027-01-01", "value": two[0]}, {"from": "2028-01-01", "value": two[1], "source": "amendment 'B'"}
    ]),
)  # fmt: skip


def test_what_was_written_comes_back_in_order_and_nothing_else():
    written = write(read_agreement(AGREEMENT))
    assert written.splitlines()[:9] == AGREEMENT.splitlines()[:9]
    assert "title" not in written
    assert "      - {from: 0, to: 1000, price: 40.00 USD/piece}" in written.splitlines()
    assert read_agreement(written) == read_agreement(AGREEMENT)
    assert write(read_agreement(written)) == written


@given(FIGURES, FIGURES)
def test_every_form_of_a_figure_survives(price, minimum):
    terms = agreement(PRICE, COMMITMENT | {"price": price, "minimum": minimum})
    assert read_agreement_leniently(write(terms)) == terms


def read_agreement_leniently(text):
    """The agreement also where a figure of the wrong unit would be refused: here only the form is looked at."""
    return Agreement.model_validate(parse(text).data)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=80))
def test_every_text_survives(words):
    terms = agreement(PRICE, title=words, parties={"buyer": words, "seller": "North"})
    assert read_agreement(write(terms)) == terms


@pytest.mark.parametrize(
    ("reckoned", "written"),
    [("28468.8000", "28468.8"), ("71172.0000", "71172"), ("40.00", "40.00"), ("22.50", "22.50"), ("1200", "1200"),
     ("0.1250", "0.125")],
)  # fmt: skip
def test_zeros_that_reckoning_leaves_are_not_written(reckoned, written):
    terms = agreement(PRICE, COMMITMENT | {"price": reckoned})
    assert f"price: {written}\n" in write(terms)


def test_a_share_is_written_in_per_cent_as_it_was():
    tax = {
        "id": "cpi", "kind": "indexation", "index": "cpi", "on": ["price"], "base": "100", "weight": "12.5 %",
        "lag_periods": "0", "threshold": {"low": "1 %", "high": "3 %"}, "past_threshold": "excess",
    }  # fmt: skip
    text = write(agreement(PRICE, tax))
    assert "weight: 12.5 %" in text
    assert "threshold: {low: 1, high: 3, unit: '%'}" in text
    assert read_agreement(text) == agreement(PRICE, tax)
