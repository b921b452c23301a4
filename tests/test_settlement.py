"""Due now less billed before, from files: late, reversed and split facts telescope to what is due once."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suture.cli import main
from tests.supply import AGREEMENT, HEADER

JANUARY = "2027-014,catheter,2027-01-15,800,piece,accepted,,a1,,\n"
FEBRUARY = "2027-014,catheter,2027-02-15,400,piece,accepted,,a2,,\n"
LATE = "2027-014,catheter,2027-01-28,100,piece,accepted,,a3,,came in March\n"
REVERSED = "2027-014,catheter,2027-01-15,-800,piece,accepted,,a4,a1,counted twice\n"
RIGHT = "2027-014,catheter,2027-01-15,700,piece,accepted,,a5,,\n"


@pytest.fixture
def rated(tmp_path, monkeypatch, capsys):
    """Rates rows less what the statements before have billed; every statement is kept in its own file."""
    monkeypatch.chdir(tmp_path)

    def rate(rows, *billed, through="2027-02-28", agreement=AGREEMENT):
        Path("supply.yaml").write_text(agreement, encoding="utf-8")
        Path("facts.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
        more = ["--billed", *billed] if billed else []
        assert main(["rate", "supply.yaml", "facts.csv", "--through", through, "--json", *more]) == 0
        text = capsys.readouterr().out
        name = f"{len(list(Path().glob('*.json')))}.json"
        Path(name).write_text(text, encoding="utf-8")
        return name, json.loads(text)

    return rate


def amounts(statement):
    return [(charge["period"]["from"], charge["amount"]) for charge in statement["charges"]]


def total(statement):
    return Decimal(statement["totals"]["charge"])


def test_a_rerun_bills_zero(rated):
    first, said = rated([JANUARY, FEBRUARY])
    assert amounts(said) == [("2027-01-01", "32000.00"), ("2027-02-01", "15400.00")]
    _, again = rated([JANUARY, FEBRUARY], first)
    assert (amounts(again), total(again)) == ([], 0)


def test_a_late_fact_is_billed_in_its_own_period_and_moves_what_comes_after(rated):
    first, before = rated([JANUARY, FEBRUARY])
    second, after = rated([JANUARY, FEBRUARY, LATE], first)
    # January 900 x 40; February is now 100 x 40 + 300 x 37 instead of 200 x 40 + 200 x 37
    assert amounts(after) == [("2027-01-01", "4000.00"), ("2027-02-01", "-300.00")]
    assert after["charges"][0]["reasons"][0]["text"] == (
        "corrects 32,000.00 USD billed before for the same period to 36,000.00 USD"
    )
    why = "since then facts of 2027-01-01..2027-01-31 were added, corrected or reversed"
    assert [charge["reasons"][1]["text"] for charge in after["charges"]] == [why, why]
    _, whole = rated([JANUARY, FEBRUARY, LATE])
    assert total(before) + total(after) == total(whole)
    assert rated([JANUARY, FEBRUARY, LATE], first, second)[1]["charges"] == []


def test_a_reversed_fact_counts_nowhere_and_the_right_one_takes_its_place(rated):
    first, before = rated([JANUARY, FEBRUARY])
    second, after = rated([JANUARY, FEBRUARY, REVERSED, RIGHT], first)
    _, whole = rated([RIGHT, FEBRUARY])
    assert total(before) + total(after) == total(whole)
    assert rated([JANUARY, FEBRUARY, REVERSED, RIGHT], first, second)[1]["charges"] == []


def test_month_by_month_bills_the_same_as_all_at_once(rated):
    first, january = rated([JANUARY], through="2027-01-31")
    second, february = rated([JANUARY, FEBRUARY], first)
    _, year = rated([JANUARY, FEBRUARY], first, second, through="2027-12-31")
    _, whole = rated([JANUARY, FEBRUARY], through="2027-12-31")
    assert total(january) + total(february) + total(year) == total(whole)
    assert total(year) == 10800 * 20  # the shortfall of the commitment


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(parts=st.lists(st.integers(1, 400), min_size=1, max_size=6), late=st.data())
def test_a_fact_in_parts_in_any_order_of_arrival_bills_the_same(parts, late, rated):
    for old in Path().glob("*.json"):
        old.unlink()
    rows = [f"2027-014,catheter,2027-01-{10 + i},{part},piece,accepted,,p{i},,\n" for i, part in enumerate(parts)]
    _, whole = rated([f"2027-014,catheter,2027-01-10,{sum(parts)},piece,accepted,,w,,\n", FEBRUARY])
    Path("0.json").unlink()
    arrived, billed, sum_billed = [FEBRUARY], [], Decimal(0)
    for row in late.draw(st.permutations(rows)):
        arrived.append(row)
        name, said = rated(arrived, *billed)
        billed.append(name)
        sum_billed += total(said)
    assert sum_billed == total(whole)


def test_terms_that_were_changed_after_a_statement_are_named_as_the_reason(rated):
    first, _ = rated([JANUARY, FEBRUARY])
    cheaper = AGREEMENT.replace("price: 40.00", "price: 39.00")
    assert cheaper != AGREEMENT
    _, after = rated([JANUARY, FEBRUARY], first, agreement=cheaper)
    assert [charge["reasons"][1]["text"] for charge in after["charges"]] == ["since then the terms were changed"] * 2


def test_a_statement_of_before_says_nothing_of_what_changed_where_it_does_not_know(rated):
    first, said = rated([JANUARY])
    old = {key: value for key, value in said.items() if key != "made_from"}
    Path(first).write_text(json.dumps(old), encoding="utf-8")
    _, after = rated([JANUARY, LATE], first)
    assert [reason["code"] for reason in after["charges"][0]["reasons"]][:2] == ["charge.correction", "graduated"]


def test_a_correction_names_what_has_changed_since_the_statement_issued_last(rated):
    first, _ = rated([JANUARY, FEBRUARY])
    second, _ = rated([JANUARY, FEBRUARY, LATE], first)  # as far as the first
    more = LATE.replace("2027-01-", "2027-02-").replace("a3", "a9")
    assert more != LATE
    _, after = rated([JANUARY, FEBRUARY, LATE, more], first, second)
    whys = {charge["reasons"][1]["text"] for charge in after["charges"]}
    assert whys == {"since then facts of 2027-02-01..2027-02-28 were added, corrected or reversed"}


JUNE = "2027-014,catheter,2027-06-15,100,piece,accepted,,a6,,\n"
ENDS_IN_MAY = (
    AGREEMENT
    + """\
amendments:
  - {number: "1", signed: 2027-07-01, from: 2027-04-01, until: 2027-05-16}
"""
)


def test_what_was_billed_after_an_end_that_is_moved_earlier_is_credited_with_the_next_statement(rated, capsys):
    first, before = rated([JANUARY, JUNE], through="2027-06-30")
    second, after = rated([JANUARY, JUNE], first, through="2027-06-30", agreement=ENDS_IN_MAY)
    # the year of the take-or-pay now closes in May: (12,000 - 800) x 20
    assert amounts(after) == [("2027-05-01", "224000.00"), ("2027-06-01", "-4000.00")]
    assert [reason["code"] for reason in after["charges"][1]["reasons"]] == [
        "charge.correction", "charge.terms_changed", "charge.lapsed",
    ]  # fmt: skip
    assert after["not_counted"] == [
        {
            "service": "catheter", "kind": "accepted", "quantity": "100", "unit": "piece", "first": "2027-06-15",
            "last": "2027-06-15",
        }
    ]  # fmt: skip
    _, whole = rated([JANUARY, JUNE], through="2027-06-30", agreement=ENDS_IN_MAY)
    assert total(before) + total(after) == total(whole)
    third = rated([JANUARY, JUNE], first, second, through="2027-06-30", agreement=ENDS_IN_MAY)[1]
    assert third["charges"] == []


def test_facts_after_an_end_that_was_moved_may_stand_beside_a_trial(rated, capsys):
    rated([JANUARY, JUNE], through="2027-06-30", agreement=ENDS_IN_MAY)
    words = ["what-if", "supply.yaml", "--set", "catheter=10", "--on", "2027-04-10", "--facts", "facts.csv"]
    assert main(words) == 0
    assert "32,400.00 USD due" in capsys.readouterr().out  # 810 at 40
    late = JUNE.replace("2027-06-15", "2029-06-15")
    Path("facts.csv").write_text(HEADER + late, encoding="utf-8")
    assert main(words) == 1
    assert "lies outside the agreement" in capsys.readouterr().err


def test_a_period_that_was_never_covered_is_still_refused(rated, capsys):
    first, _ = rated([JANUARY, JUNE], through="2027-06-30")
    Path("supply.yaml").write_text(AGREEMENT.replace("until: 2029-01-01", "until: 2027-05-16"), encoding="utf-8")
    Path("facts.csv").write_text(HEADER + JANUARY, encoding="utf-8")
    assert main(["rate", "supply.yaml", "facts.csv", "--billed", first]) == 1
    assert "ends earlier says so in an amendment" in " ".join(capsys.readouterr().err.split())


def test_facts_that_no_clause_counts_are_said_below_the_statement(rated, capsys):
    rated([JANUARY])
    delivered = "2027-014,catheter,2027-01-20,30,piece,delivered,,d1,,\n"
    Path("facts.csv").write_text(HEADER + JANUARY + delivered, encoding="utf-8")
    for words in (
        ["rate", "supply.yaml", "facts.csv"],
        ["rate", "supply.yaml", "facts.csv", "--through", "2027-03-31"],
    ):
        assert main(words) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert "nothing is charged for them: catheter delivered 30 piece (2027-01-01..2027-01-31)." in said
    assert main(["settle", "supply.yaml", "--facts", "facts.csv"]) == 0
    assert "Under 1 agreement some of the facts are counted by no clause" in " ".join(capsys.readouterr().out.split())
    Path("facts.csv").write_text(HEADER + JANUARY, encoding="utf-8")
    assert main(["settle", "supply.yaml", "--facts", "facts.csv"]) == 0
    assert "counted by no clause" not in capsys.readouterr().out
