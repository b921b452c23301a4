"""Rebate: at the close of a window a share of its charges is paid back, by the band reached."""

from decimal import Decimal

import pytest

from suture.engine.clauses import rebate
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "20 USD/piece"}
BANDS = [
    {"from": "0 USD", "to": "100 USD", "share": "10 %"},
    {"from": "100 USD", "to": "300 USD", "share": "20 %"},
    {"from": "300 USD", "share": "30 %"},
]
CLAUSE = {
    "id": "back", "kind": "rebate", "counts": ["price"], "counted_amounts": "rounded", "window": "contract_year",
    "bound": "upper_inclusive", "applies_to": "whole_turnover", "bands": BANDS, "early_end": "paid", "prorate": "full",
}  # fmt: skip
EACH = CLAUSE | {"applies_to": "each_band"}
WIDE = [{"from": f"{i * 1000}", "to": f"{i * 1000 + 1000}", "share": f"{i} %"} for i in range(6)]
WIDE[-1].pop("to")
SAMPLES = [
    CLAUSE | {"bands": WIDE},
    EACH | {"bands": WIDE, "window": "quarter", "prorate": "in_force", "counted_amounts": "unrounded"},
    CLAUSE | {"bands": WIDE, "bound": "lower_inclusive", "prorate": "in_force", "early_end": "forfeited"},
]


def due(clause, taken, price="20", **more):
    return dues(agreement(PRICE | {"price": price}, clause), {("catheter", "accepted"): taken}, "back", **more)


@pytest.mark.parametrize(("turnover", "back"), [(3800, 1140), (1000, 300)])
def test_known_answer_the_band_reached_holds_for_the_whole_turnover(turnover, back):
    # cases/billing_cases.json oca-rebate-retrospective-band; source: OCA/agreement test_agreement_rebate.py
    amounts = due(CLAUSE, [turnover // 20] * 1)
    assert amounts[:12] == [0] * 11 + [-back]


@pytest.mark.parametrize(("pieces", "back"), [(4, 8), (5, 10), (6, 24), (15, 60), (16, 96)])
def test_a_bound_belongs_to_the_lower_band(pieces, back):
    assert due(CLAUSE, [pieces])[11] == -back  # 20 a piece: 80, 100, 120, 300, 320


@pytest.mark.parametrize(("pieces", "back"), [(4, 8), (5, 20), (14, 56), (15, 90)])
def test_or_to_the_upper_one_where_so_written(pieces, back):
    assert due(CLAUSE | {"bound": "lower_inclusive"}, [pieces])[11] == -back


@pytest.mark.parametrize(("pieces", "back"), [(5, 10), (6, 14), (15, 50), (190, 1100)])
def test_each_share_can_hold_for_its_own_band(pieces, back):
    assert due(EACH, [pieces])[11] == -back  # 3,800: 10 + 40 + 3,500 x 30 %


def test_an_amount_just_below_a_bound_counts_as_it_is_billed():
    lower = CLAUSE | {"bound": "lower_inclusive"}
    assert due(lower, [3], price="33.332")[11] == Decimal("-20.00")  # 99.996 is billed as 100.00
    assert due(lower, [3], price="33.331")[11] == Decimal("-9.999")  # 99.99
    assert due(CLAUSE, [3], price="33.334")[11] == Decimal("-10.000")  # 100.002 is billed as 100.00
    assert due(CLAUSE, [3], price="33.336")[11] == Decimal("-20.002")  # 100.01


def test_the_next_window_begins_anew_and_a_credit_counts_where_it_is_made():
    amounts = due(CLAUSE, [16] + [0] * 11 + [6, -2])
    assert (amounts[11], amounts[23]) == (-96, -8)
    assert due(CLAUSE, [-3])[11] == 0


def test_a_window_cut_short_is_brought_to_a_full_one_where_so_written():
    ended = ["1"] * 6 + ["0"] * 18
    spread = {"prorate": "in_force"}
    assert due(CLAUSE, [8], in_force=ended)[11] == -32  # 160 at 20 %
    assert due(CLAUSE | spread, [8], in_force=ended)[11] == -48  # 320 a year at 30 %, of 160
    assert due(EACH | spread, [8], in_force=ended)[11] == -28  # (10 + 40 + 20 x 30 %) / 2
    assert due(CLAUSE, [8] + [0] * 11 + [8], in_force=["1"] * 12 + ["0"] * 12)[23] == 0


def test_an_early_end_forfeits_it_where_so_written():
    lost = CLAUSE | {"early_end": "forfeited"}
    assert due(lost, [8], in_force=["1"] * 11 + ["0.5"] + ["0"] * 12)[11] == 0
    assert due(lost, [8] + [0] * 11 + [8], in_force=["1"] * 12 + ["0.5"] + ["0"] * 11)[11::12] == [-32, 0]


def test_shares_are_those_in_force_at_the_close():
    dated = [{"from": "2027-01-01", "value": "10 %"}, {"from": "2027-07-01", "value": "12 %"}]
    bands = [BANDS[0] | {"share": dated}, *BANDS[1:]]
    assert due(CLAUSE | {"bands": bands}, [5])[11] == -12


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    terms, taken = agreement(PRICE, clause), {("catheter", "accepted"): [49, 1, 0, 50, 99, 1, 250, -1] * 3}
    lanes = in_lanes(terms, happened(plan(terms), taken))["back"]
    assert lanes[-1] == pytest.approx(float(sum(dues(terms, taken, "back"))), abs=0.005)


def test_the_rebate_explains_itself():
    taken = {("catheter", "accepted"): [16]}
    assert told(agreement(PRICE, CLAUSE), taken, "back", 0) == [
        "320 USD charged in the window so far; the rebate is found when it closes"
    ]
    assert told(agreement(PRICE, CLAUSE), taken, "back", 11) == [
        "320 USD charged in the window × 30 %, the band reached"
    ]
    assert told(agreement(PRICE, EACH), taken, "back", 11) == [
        "320 USD charged in the window, band by band:",
        "band 1: 100 USD × 10 %",
        "band 2: 200 USD × 20 %",
        "band 3: 20 USD × 30 %",
    ]
    ended = {"in_force": ["1"] * 6 + ["0"] * 18}
    half = agreement(PRICE, CLAUSE | {"prorate": "in_force"})
    assert told(half, {("catheter", "accepted"): [8]}, "back", 11, **ended) == [
        "160 USD charged in the window × 30 %, the band reached",
        "for a full window that is 320 USD",
    ]
    lost = agreement(PRICE, CLAUSE | {"early_end": "forfeited"})
    assert told(lost, taken, "back", 11, **ended) == ["the agreement ended before the window closed: no rebate"]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(PRICE, CLAUSE))
    assert said["en"] == [
        "At the end of each contract year the seller pays the buyer back a share of the charges of clause 4 in that"
        " time.",
        "For charges of up to 100 USD the share is 10 %.",
        "For charges of more than 100 USD and up to 300 USD the share is 20 %.",
        "For charges of more than 300 USD the share is 30 %.",
        "The share of the band that the charges have reached holds for all of them.",
        "Charges count as they are billed, rounded.",
        "The bands are the same where the agreement is in force in a part of that time only.",
        "The rebate is paid also where the agreement ends within that time.",
    ]
    assert said["zh"][0] == "每个合同年结束时，卖方就第 4 条在该期间的款项按比例向买方返利。"
    assert said["zh"][2] == "款项超过 100 USD 至 300 USD（含）的，返利比例为 20 %。"
    dated = [{"from": "2027-01-01", "value": "10 %"}, {"from": "2027-07-01", "value": "12 %"}]
    other = said_of(agreement(PRICE, SAMPLES[2] | {"bands": [{"from": "0", "share": dated}]}))["en"]
    assert other[1] == "For charges of whatever is reached the share is 10 % (12 % from 2027-07-01)."
    assert other[-1] == "Shares that change with a date are those in force at the end of that time."
    assert "Nothing is paid where the agreement is terminated before the end of that time." in other


def test_a_gap_between_bands_is_a_fault():
    written = rebate.Clause.model_validate(CLAUSE | {"bands": [BANDS[0], BANDS[2]]})
    assert [fault.wrong.text.code for fault in rebate.check(written)] == ["tiers_gap"]
