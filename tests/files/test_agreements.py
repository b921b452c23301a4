"""The agreements that `choose` writes are dated as they would be signed."""

from dataclasses import replace

import pytest

from suture.engine.decision.choose import Decision, choose
from suture.engine.period import later
from suture.engine.terms.reading import read_agreement
from suture.files.agreements import agreements
from tests.engine.strategy.vena import developing, vena


def deciding(case, name: str) -> Decision:
    """A decision with the strategy of that name at the top, whatever came out."""
    decision = choose(case, scenarios=256, workers=1)
    top = next(judged for judged in decision.judged if judged.strategy.name == name)
    return replace(decision, judged=(top, *(judged for judged in decision.judged if judged is not top)))


def test_a_commitment_begins_when_the_product_is_there_and_lasts_its_own_term():
    case = developing(north={"committed": {"years": 2}})
    written = agreements(deciding(case, "long_term_one:north"))
    text = written["agreement-north-committed.yaml"]
    agreed = read_agreement(text)
    assert agreed.valid.from_ > later(case.starts, 6)
    assert agreed.valid.until == later(agreed.valid.from_, 24)
    assert agreed.contract_year_starts == agreed.valid.from_
    minimum = agreed.clause("minimum")
    assert [entry.from_ for entry in minimum.minimum_spend.dated] == [agreed.valid.from_, later(agreed.valid.from_, 12)]
    months = (agreed.valid.from_.year - case.starts.year) * 12 + agreed.valid.from_.month - case.starts.month
    assert f"half begin by month {months + 1} of the case" in text
    assert "It lasts its term of 2 years" in text


def test_what_begins_with_the_case_says_nothing_of_its_start():
    written = agreements(deciding(vena(), "stay:north"))
    text = written["agreement-north-on-demand.yaml"]
    assert "typical start" not in text
    assert read_agreement(text).valid.from_ == vena().starts


def test_what_never_begins_says_so():
    never = [{"name": "design", "iterations": 1, "own_months": 90, "hours": 1, "build_units": 1, "success": "1"}]
    case = developing(products={"catheter": developing().products["catheter"].model_dump() | {"stages": never}})
    text = agreements(deciding(case, "long_term_one:north"))["agreement-north-committed.yaml"]
    assert "In none of the drawn futures" in text


@pytest.mark.parametrize("name", ["long_term_one:north", "base_and_peak:north+south", "phase_hybrid:north"])
def test_every_agreement_that_is_written_reads_without_fault(name):
    for text in agreements(deciding(developing(), name)).values():
        read_agreement(text)
