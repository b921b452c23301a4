"""Price re-opener: a price agreed late, applied back to its date, with a true-up."""

from decimal import Decimal

import pytest

from suture.engine.clauses import price_reopener
from suture.engine.terms.faults import not_exact
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

OPENED = {"effective": "2027-04-01", "trigger": "resin above 1.60 for a quarter", "evidence": "three supplier lists"}
AGREED = OPENED | {"agreed": "2027-08-01", "price": "26.00 USD/piece"}
CLAUSE = {
    "id": "price", "kind": "price_reopener", "service": "catheter", "measure": "accepted", "price": "25.00 USD/piece",
    "if_not_agreed": "expert_decides", "reopenings": [AGREED],
}  # fmt: skip
TWICE = CLAUSE | {"reopenings": [
    AGREED | {"interim": "25.50", "agreed": "2027-10-01"},
    OPENED | {"effective": "2028-01-01", "agreed": "2028-07-01", "price": "24.80"},
]}  # fmt: skip
SAMPLES = [CLAUSE | {"reopenings": [AGREED | {"agreed": "2027-10-01"}]}, TWICE, CLAUSE | {"reopenings": [OPENED]}]


def due(clause, taken, **changes):
    return dues(agreement(clause, **changes), {("catheter", "accepted"): taken}, "price")


def test_known_answer_a_price_agreed_four_months_late():
    # cases/trade_cases.json price_reopener-1: 26.00 for 25.00 on 3,000 units since its date
    amounts = due(CLAUSE, [500, 500, 500, 750, 750, 750, 750, 100])
    assert amounts[:8] == [12_500] * 3 + [18_750] * 4 + [2_600 + 3_000]


def test_what_was_taken_before_its_date_stays_and_what_follows_is_at_the_new_price():
    assert due(CLAUSE, [1000] + [0] * 7 + [10])[7:9] == [0, 260]


def test_while_it_is_open_an_interim_price_may_hold():
    amounts = due(TWICE, [0, 0, 0, 100, 0, 0, 100, 0, 0, 10])
    assert (amounts[3], amounts[6], amounts[9]) == (2550, 2550, 260 + 100)


def test_a_second_re_opening_can_bring_the_price_down_again():
    amounts = due(TWICE, [0] * 12 + [100] * 7)
    assert amounts[12:19] == [2600] * 6 + [2480 - 600 * Decimal("1.20")]


def test_while_no_price_is_agreed_nothing_is_trued_up():
    assert due(CLAUSE | {"reopenings": [OPENED]}, [10] * 24) == [250] * 24


def test_goods_taken_back_are_out_of_the_true_up():
    amounts = due(CLAUSE, [0, 0, 0, 1000, -400])
    assert (amounts[4], amounts[7]) == (-10_000, 600)


def test_a_day_inside_a_settlement_period_holds_from_the_next():
    late = CLAUSE | {"reopenings": [AGREED | {"effective": "2027-03-02", "agreed": "2027-07-02"}]}
    assert due(late, [0, 0, 10, 10, 0, 0, 0, 0])[:8] == [0, 0, 250, 250, 0, 0, 0, 10]


def test_a_price_dated_from_the_start_is_changed_by_its_dates_too():
    dated = [{"from": "2027-01-01", "value": "25"}, {"from": "2027-05-01", "value": "25.20"}]
    assert due(CLAUSE | {"price": dated}, [0, 0, 0, 100, 100, 0, 0, 0])[7] == 100 + 80


def test_an_open_re_opening_can_be_billed_and_a_range_only_simulated():
    assert not_exact(agreement(CLAUSE | {"reopenings": [OPENED]})) == []
    range_ = AGREED | {"price": {"low": "25", "high": "28"}}
    assert [f.wrong.text.code for f in not_exact(agreement(CLAUSE | {"reopenings": [range_]}))] == ["not_exact_range"]


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms, taken = agreement(clause), {("catheter", "accepted"): [299, 1, 0, 300, -20, 60] * 4}
    lanes = in_lanes(terms, happened(plan(terms), taken))["price"]
    assert lanes[-1] == pytest.approx(float(sum(dues(terms, taken, "price"))), abs=0.005)


def test_the_charge_explains_itself():
    terms, taken = agreement(CLAUSE), {("catheter", "accepted"): [0, 20, 0, 1000, 0, 2000, 0, 100]}
    assert [told(terms, taken, "price", at) for at in (0, 1, 3, 4, 7)] == [
        ["nothing taken in this period"],
        ["20 piece × 25 USD"],
        ["1000 piece × 25 USD", "the price is re-opened and not agreed yet: 1000 piece so far wait for it"],
        ["the price is re-opened and not agreed yet: 1000 piece so far wait for it"],
        [
            "100 piece × 26 USD",
            "true-up: 3000 piece since the price was re-opened × 26 USD − 75,000 USD charged",
        ],
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(TWICE))
    assert said["en"] == [
        "catheter is charged at 25 USD per piece, counted as accepted.",
        "The price is re-opened as from 2027-04-01. Trigger: resin above 1.60 for a quarter. Evidence: three supplier"
        " lists.",
        "Until the new price is agreed, 25.50 USD per piece is charged.",
        "The new price is 26 USD per piece, agreed on 2027-10-01. It holds for the settlement periods that begin"
        " on or after 2027-04-01; with the first one that begins on or after 2027-10-01, what was taken in them is"
        " billed or credited with the difference.",
        "The price is re-opened as from 2028-01-01. Trigger: resin above 1.60 for a quarter. Evidence: three supplier"
        " lists.",
        "Until the new price is agreed, the price before is charged.",
        "The new price is 24.80 USD per piece, agreed on 2028-07-01. It holds for the settlement periods that begin"
        " on or after 2028-01-01; with the first one that begins on or after 2028-07-01, what was taken in them is"
        " billed or credited with the difference.",
        "Where the parties do not agree on a price, an independent expert decides it.",
    ]
    zh = "".join(said["zh"])
    wanted = ("25 USD", "25.50 USD", "26 USD", "24.80 USD", "2027-10-01", "2028-01-01", "独立专家")
    assert [n for n in wanted if n not in zh] == []
    assert "The new price is not agreed yet." in said_of(agreement(SAMPLES[2]))["en"]


def codes(*reopenings):
    written = price_reopener.Clause.model_validate(CLAUSE | {"reopenings": reopenings})
    return [(*fault.path, fault.wrong.text.code) for fault in price_reopener.check(written)]


def test_re_openings_that_do_not_fit_are_faults():
    assert codes(AGREED) == codes(OPENED) == []
    assert codes(OPENED | {"agreed": "2027-08-01"}) == [("reopenings", 0, "reopener_half_agreed")]
    assert codes(AGREED | {"agreed": "2027-03-01"}) == [("reopenings", 0, "agreed", "reopener_agreed_before_its_date")]
    late = AGREED | {"effective": "2027-06-01", "agreed": "2027-09-01"}
    assert codes(AGREED, late) == [("reopenings", 1, "effective", "reopener_before_the_last_is_agreed")]
    assert codes(OPENED, late) == [("reopenings", 1, "effective", "reopener_before_the_last_is_agreed")]
