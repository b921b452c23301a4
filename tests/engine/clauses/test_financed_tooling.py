"""Financed tooling: instalments and interest by the calendar; on exit the balance less resale."""

from decimal import Decimal

import pytest

from suture.engine.clauses import financed_tooling
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told

CLAUSE = {
    "id": "mould", "kind": "financed_tooling", "cost": "5000 USD", "instalments": 10, "first": "2027-02-01",
    "yearly_interest": "8 %", "interest_from": "2027-01-01", "days_in_year": "365", "on_exit": "balance_due",
    "resale": "1000 USD", "owner_once_paid": "buyer",
}  # fmt: skip
NOTHING = {key: value for key, value in CLAUSE.items() if key != "resale"} | {"on_exit": "nothing_due"}
LATER = CLAUSE | {"first": "2027-06-15", "interest_from": "2027-01-20", "days_in_year": "360"}
ONCE = CLAUSE | {"instalments": 1, "first": "2027-04-01", "interest_from": "2027-04-01"}
STATED = CLAUSE | {"instalment": "900 USD", "instalments": 6}
BALLOON = CLAUSE | {"instalment": "0 USD", "instalments": 4}
SAMPLES = [CLAUSE, NOTHING, LATER, ONCE, STATED, BALLOON]
A_DAY = Decimal("0.08") / 365


def due(clause, ended=None, **changes):
    """By month, ended at the end of the month ``ended[0]`` or after a share of it."""
    facts, in_force = {}, ["1"] * 24
    if ended is not None:
        at, share = ended
        facts = {("agreement", "terminated"): [0] * at + [1]}
        in_force = ["1"] * at + [share] + ["0"] * (23 - at)
    return dues(agreement(clause, **changes), facts, "mould", in_force=in_force)


def test_known_answer_linear_amortisation():
    # cases/billing_cases.json actus-linear-amortisation;
    # source: actusfrf/actus-tests:tests/actus-tests-lam.json (lam01)
    dated = CLAUSE | {"first": "2013-02-01", "interest_from": "2013-01-01"}
    changes = {
        "valid": {"from": "2013-01-01", "until": "2015-01-01"},
        "contract_year_starts": "2013-01-01",
        "settlement": {"every": "month", "anchor": "2013-01-01"},
    }
    months = due(dated, **changes)
    interest = [float(month - 500) for month in months[1:4]]
    assert interest == pytest.approx([33.972602739726, 27.616438356164, 27.178082191781], abs=1e-9)
    assert [5000 - 500 * paid for paid in (1, 2, 3)] == [4500, 4000, 3500]


def test_equal_instalments_pay_back_the_cost_and_no_more():
    months = due(CLAUSE | {"yearly_interest": "0 %"})
    assert months[:13] == [0, *[500] * 10, 0, 0]
    thirds = due(CLAUSE | {"yearly_interest": "0 %", "instalments": 3})
    assert sum(thirds) == 5000


@pytest.mark.parametrize(
    ("count", "each", "paid"),
    [(6, "900 USD", [900] * 5 + [500]), (4, "900 USD", [900] * 3 + [2300]), (5, "1000 USD", [1000] * 5),
     (6, "1000 USD", [1000] * 5 + [0]), (1, "7 USD", [5000])],
)  # fmt: skip
def test_instalments_of_a_stated_amount_end_with_what_is_left(count, each, paid):
    clause = CLAUSE | {"instalments": count, "instalment": each}
    assert due(clause | {"yearly_interest": "0 %"})[1 : len(paid) + 1] == paid
    months, left = due(clause), Decimal(5000)
    for month, (principal, days) in enumerate(zip(paid, [31, 28, 31, 30, 31, 30], strict=False), 1):
        assert float(months[month] - principal) == pytest.approx(float(left * days * A_DAY))
        left -= principal


def test_interest_runs_by_actual_days_on_what_is_left():
    months = due(CLAUSE)
    assert float(months[1] - 500) == pytest.approx(float(5000 * 31 * A_DAY))
    assert float(months[10] - 500) == pytest.approx(float(500 * 31 * A_DAY))  # October
    assert months[11] == 0
    of_360 = due(CLAUSE | {"days_in_year": "360"})
    assert float(of_360[1] - 500) == pytest.approx(5000 * 31 * 0.08 / 360)


def test_the_first_instalment_bears_all_interest_since_it_began():
    months = due(LATER)
    assert months[:5] == [0] * 5
    assert float(months[5] - 500) == pytest.approx(5000 * 146 * 0.08 / 360)  # 20 January to 15 June


def test_instalments_before_the_agreement_fall_due_in_its_first_period():
    early = CLAUSE | {"first": "2026-12-01", "interest_from": "2026-12-01"}
    assert float(due(early)[0]) == pytest.approx(1000 + float(4500 * 31 * A_DAY))


def test_a_month_without_that_day_pays_on_its_last():
    at_the_end = CLAUSE | {"first": "2027-01-31", "interest_from": "2027-01-31"}
    months = due(at_the_end)
    assert months[0] == 500
    assert float(months[1] - 500) == pytest.approx(float(4500 * 28 * A_DAY))  # 31 January to 28 February
    assert float(months[2] - 500) == pytest.approx(float(4000 * 31 * A_DAY))  # to 31 March


def test_on_exit_the_balance_less_resale_falls_due_with_interest_up_to_the_day():
    months = due(CLAUSE, ended=(3, "0.5"))  # 15 days of April
    assert float(months[3]) == pytest.approx(500 + float(4000 * 31 * A_DAY) + 3500 - 1000 + float(3500 * 15 * A_DAY))
    assert months[4:] == [0] * 20


def test_interest_that_runs_before_the_first_instalment_is_owed_on_exit():
    months = due(LATER, ended=(3, "0.5"))  # 20 January to 15 April, that day included
    assert months[:3] == [0] * 3
    assert float(months[3]) == pytest.approx(4000 + 5000 * 86 * 0.08 / 360)


@pytest.mark.parametrize(("at", "balance"), [(8, 0), (9, 0), (7, 500)])
def test_the_balance_is_never_below_zero(at, balance):
    months = due(CLAUSE | {"yearly_interest": "0 %"}, ended=(at, "1"))
    assert months[at] == 500 + balance
    assert months[at + 1 :] == [0] * (23 - at)


def test_whether_a_balance_is_owed_is_written():
    months = due(NOTHING, ended=(3, "0.5"))
    assert float(months[3]) == pytest.approx(500 + float(4000 * 31 * A_DAY))
    assert months[4:] == [0] * 20


def test_a_termination_that_is_withdrawn_gives_the_balance_back():
    facts = {("agreement", "terminated"): [0, 0, 0, 1, -1]}
    months = dues(agreement(CLAUSE), facts, "mould")
    assert sum(months) == pytest.approx(sum(due(CLAUSE)))


@pytest.mark.parametrize("clause", SAMPLES)
@pytest.mark.parametrize("ended", [[], [0] * 5 + [1]])
def test_the_simulation_counts_the_same(clause, ended):
    terms, facts = agreement(clause), {("agreement", "terminated"): ended}
    expected = sum(dues(terms, facts, "mould"))
    assert in_lanes(terms, happened(plan(terms), facts))["mould"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    ends = {("agreement", "terminated"): [0, 0, 0, 1]}
    force = {"in_force": ["1"] * 3 + ["0.5"] + ["0"] * 20}
    assert told(agreement(CLAUSE), {}, "mould", 0) == ["nothing falls due: 0 of 5000 USD paid back"]
    assert told(agreement(CLAUSE), {}, "mould", 1) == [
        "instalments of 500 USD: 500 of 5000 USD paid back",
        "+ interest: 5000 USD × 8 % × 31 / 365 days",
    ]
    assert told(agreement(CLAUSE), ends, "mould", 3, **force) == [
        "instalments of 500 USD: 1500 of 5000 USD paid back",
        "+ interest: 4000 USD × 8 % × 31 / 365 days",
        "the agreement ends: 5000 less 1500 recovered less 1000 resale = 2500 USD",
        "+ interest up to the end: 3500 USD × 8 % × 15 / 365 days",
    ]
    assert told(agreement(STATED), {}, "mould", 6) == [
        "instalments of 500 USD: 5000 of 5000 USD paid back",
        "+ interest: 500 USD × 8 % × 30 / 365 days",
    ]
    assert told(agreement(BALLOON), {}, "mould", 2) == ["+ interest: 5000 USD × 8 % × 28 / 365 days"]
    assert told(agreement(BALLOON), {}, "mould", 4) == [
        "instalments of 5000 USD: 5000 of 5000 USD paid back",
        "+ interest: 5000 USD × 8 % × 30 / 365 days",
    ]
    assert told(agreement(NOTHING), ends, "mould", 3, **force)[2:] == [
        "the agreement ends: what is not recovered is not owed"
    ]


def faults(**changes):
    return [str(fault) for fault in financed_tooling.check(financed_tooling.Clause.model_validate(changes))]


def test_faults():
    assert faults(**CLAUSE | {"interest_from": "2027-02-02"}) == [
        "interest_from: interest begins on 2027-02-02, after the first instalment on 2027-02-01\n"
        "    Let 'interest_from' be the day of the first instalment or an earlier one."
    ]
    assert faults(**NOTHING, resale="1") == [
        "resale: a resale value is written, but no balance is due on exit\n    Leave out 'resale'."
    ]
    assert faults(**STATED | {"instalment": "1000.01 USD"}) == [
        "instalment: 5 instalments of 1000.01 come to more than the cost of 5000\n"
        "    Write fewer 'instalments', or a smaller 'instalment': the last one is what is left."
    ]
    dated = [{"from": "2027-01-01", "value": "1"}]
    parts = ["cost", "instalment", "yearly_interest"]
    assert [fault.split(":")[0] for fault in faults(**CLAUSE | dict.fromkeys(parts, dated))] == parts
    assert [faults(**sample) for sample in SAMPLES] == [[]] * len(SAMPLES)
