"""Allocation in a shortage: firm orders pro rata up to capacity, spot from what is left."""

import pytest

from suture.engine.clauses import allocation
from tests.engine.built import agreement, exact, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "queue", "kind": "allocation", "services": ["catheter"], "measure": "ordered", "capacity": "10_000 piece",
    "idle": "line", "standing": "firm", "firm_of_others": "firm", "pro_rata_on": "orders",
}  # fmt: skip
SPOT = CLAUSE | {"standing": "spot", "spot_of_others": "spot"}
FORECAST = CLAUSE | {"pro_rata_on": "forecast", "periods_ahead": 2}
SAMPLES = [CLAUSE | {"capacity": "400"}, SPOT | {"capacity": "700"}, FORECAST | {"capacity": "400"}]
SERVICES = {name: {"unit": "piece", "step": "1"} for name in ("catheter", "line", "firm", "spot")}


def agreed(clause, **changes):
    return agreement(clause, **{"services": SERVICES} | changes)


def facts(mine, firm=0, spot=0, idle=0, forecasts=(0, 0)):
    return {
        ("catheter", "ordered"): [mine], ("firm", "ordered"): [firm], ("spot", "ordered"): [spot],
        ("line", "idle"): [idle], ("catheter", "forecast@2"): [forecasts[0]], ("firm", "forecast@2"): [forecasts[1]],
    }  # fmt: skip


def allotted(clause, *happens, **changes):
    planned = plan(agreed(clause, **changes))
    (folded,) = exact.fold(planned, happened(planned, facts(*happens)))
    return folded.due[0]


def test_known_answer_allocation_in_shortage():
    # cases/trade_cases.json allocation_in_shortage-1; source: shared/reference/trade.md §1a row 30
    assert allotted(CLAUSE, 3000, 7000, 0, 4000) == 1800
    assert allotted(CLAUSE, 7000, 3000, 0, 4000) == 4200
    assert allotted(SPOT, 500, 10_000, 300, 4000) == 0  # nothing is left for spot


@pytest.mark.parametrize(("idle", "served"), [(0, 3000), (2000, 3000), (2500, 2812.5), (10_000, 0), (12_000, 0)])
def test_all_is_served_up_to_what_can_be_made(idle, served):
    assert allotted(CLAUSE, 3000, 5000, 0, idle) == served


def test_spot_orders_share_what_firm_ones_leave():
    assert allotted(SPOT, 500, 5000, 1500, 4000) == 250  # 1,000 are left for 2,000
    assert allotted(SPOT, 500, 5000, 300, 4000) == 500


def test_shares_can_follow_the_forecast():
    assert allotted(FORECAST, 3000, 7000, 0, 4000, (2500, 2500)) == 3000  # half of 6,000, all that was ordered
    assert allotted(FORECAST, 3000, 7000, 0, 4000, (1000, 4000)) == 1200
    assert allotted(FORECAST, 3000, 7000, 0, 4000, (0, 4000)) == 0
    assert allotted(FORECAST, 3000, 7000, 0, 4000) == 1800  # nothing was forecast: by orders


def test_capacity_is_that_of_the_settlement_period():
    quarter = {"settlement": {"every": "quarter", "anchor": "2027-01-01"}}
    assert allotted(CLAUSE, 9_000, 31_000, 0, 10_000, **quarter) == 4_500
    half = {"valid": {"from": "2027-02-15", "until": "2028-01-01"}}
    assert allotted(CLAUSE, 3000, 7000, **half) == 1500


def test_nothing_ordered_is_nothing_allotted():
    assert allotted(CLAUSE, 0, 0, 0, 12_000) == 0
    assert allotted(CLAUSE, 0, 9000, 0, 4000) == 0


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    happens = {
        (service, measure): [(prime * at) % size for at in range(24)]
        for service, measure, prime, size in [
            ("catheter", "ordered", 61, 300), ("firm", "ordered", 97, 500), ("spot", "ordered", 53, 200),
            ("line", "idle", 71, 250), ("catheter", "forecast@2", 41, 200), ("firm", "forecast@2", 37, 300),
        ]
    }  # fmt: skip
    terms = agreed(clause)
    planned = plan(terms)
    (folded,) = exact.fold(planned, happened(planned, happens))
    assert max(folded.due) > 0
    assert any(entry.after.due < entry.facts.mine for entry in folded.entries)
    expected = [float(level) for level in folded.due]
    assert in_lanes(terms, happened(planned, happens))["queue"] == pytest.approx(expected, abs=1e-9)


def test_the_level_explains_itself():
    assert told(agreed(CLAUSE), facts(3000, 7000, 0, 4000), "queue", 0) == [
        "6000 piece can be made for 10,000 ordered: of 3000 there are 1800 allotted, by a share of 30 %"
    ]
    assert told(agreed(CLAUSE), facts(3000, 5000), "queue", 0) == [
        "10,000 piece can be made for 8000 ordered: all 3000 are allotted"
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreed(CLAUSE))
    assert said["en"] == [
        "The seller can make 10,000 pieces of catheter a month for all customers, less what of it stands idle (line)."
        " Where that does not cover the orders, counted as ordered, it allots them as follows.",
        "The buyer's orders are firm: they and the firm orders of others (firm) are served pro rata to what each has"
        " ordered, before any spot order.",
        "Nobody is allotted more than it has ordered.",
    ]
    for number in ("10,000 件", "line", "firm", "依各自订购数量"):
        assert number in "".join(said["zh"])
    assert said_of(agreed(SPOT))["en"][1] == (
        "The buyer's orders are spot orders: what the firm orders of others (firm) leave is shared among spot orders"
        " (spot those of others) pro rata to what each has ordered."
    )
    assert said_of(agreed(FORECAST))["en"][1].endswith(
        "pro rata to what was forecast for each for the settlement period 2 settlement periods before it (to orders,"
        " where nothing was), before any spot order."
    )


def faults(clause):
    return [fault.wrong.text.code for fault in allocation.check(allocation.Clause.model_validate(clause))]


def test_faults():
    assert [faults(sample) for sample in SAMPLES] == [[]] * 3
    assert faults(CLAUSE | {"standing": "spot"}) == ["allocation_spot_missing"]
    assert faults(CLAUSE | {"spot_of_others": "spot"}) == ["allocation_spot_unused"]
    assert faults(CLAUSE | {"pro_rata_on": "forecast"}) == ["allocation_horizon_missing"]
    assert faults(CLAUSE | {"periods_ahead": 1}) == ["allocation_horizon_unused"]
