"""Order acceptance: up to a share of the forecast or a blanket quantity an order is firm, the rest is best effort."""

import pytest

from suture.engine.clauses import order_acceptance
from suture.engine.rating.charges import statement
from tests.engine.built import agreement, exact, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

CLAUSE = {
    "id": "acceptance", "kind": "order_acceptance", "services": ["catheter"], "measure": "ordered", "window": "month",
    "forecast": [{"periods_ahead": 1, "share": "120 %"}], "answer_days": 5, "unanswered": "deemed_accepted",
}  # fmt: skip
FLEX = [{"periods_ahead": 1, "share": "110 %"}, {"periods_ahead": 3, "share": "200 %"}]
BLANKET = {key: value for key, value in CLAUSE.items() if key != "forecast"} | {
    "window": "term", "blanket": {"quantity": "100 piece", "allowance": "10 %"}, "unanswered": "deemed_refused",
}  # fmt: skip
SAMPLES = [CLAUSE, CLAUSE | {"forecast": FLEX, "window": "quarter"}, BLANKET]


def facts(ordered, confirmed=(), **ahead):
    issues = {("catheter", f"forecast@{horizon[1:]}"): values for horizon, values in ahead.items()}
    return {("catheter", "ordered"): ordered, ("catheter", "confirmed"): confirmed, **issues}


def firm(clause, ordered, confirmed=(), in_force=(), **ahead):
    """The firm part of the window's orders so far, by period."""
    planned = plan(agreement(clause))
    (folded,) = exact.fold(planned, happened(planned, facts(ordered, confirmed, **ahead), in_force=in_force))
    return folded.due


def test_known_answer_order_acceptance():
    # cases/trade_cases.json order_acceptance-1; source: shared/reference/trade.md §1a row 7
    assert firm(CLAUSE, [1500], _1=[1000])[0] == 1200
    planned = plan(agreement(CLAUSE))
    (folded,) = exact.fold(planned, happened(planned, facts([1500], _1=[1000])))
    assert folded.entries[0].after.ordered - folded.due[0] == 300  # best effort


@pytest.mark.parametrize(("allowance", "accepted"), [("0 %", False), ("10 %", True), ("9 %", False)])
def test_known_answer_blanket_order_allowance(allowance, accepted):
    # cases/billing_cases.json erpnext-blanket-order-allowance: 110 ordered on a blanket of 100, bound inclusive
    clause = BLANKET | {"blanket": {"quantity": "100 piece", "allowance": allowance}}
    assert (firm(clause, [110])[0] == 110) is accepted


@pytest.mark.parametrize(("ordered", "expected"), [(0, 0), (1199, 1199), (1200, 1200), (1201, 1200)])
def test_an_order_is_firm_up_to_its_limit(ordered, expected):
    assert firm(CLAUSE, [ordered], _1=[1000])[0] == expected


def test_a_blanket_runs_over_its_window_whatever_the_orders():
    assert firm(BLANKET, [60, 40, 20, 5])[:4] == (60, 100, 110, 110)
    assert firm(BLANKET | {"window": "quarter"}, [60, 40, 20, 5])[:4] == (60, 100, 110, 5)


@pytest.mark.parametrize(
    ("third", "first", "limit"), [(1000, 1500, 1650), (1000, 3000, 2000), (1000, 0, 1100), (0, 1500, 1650), (0, 0, 0)]
)
def test_the_lowest_limit_of_the_horizons_that_were_forecast_holds(third, first, limit):
    assert firm(CLAUSE | {"forecast": FLEX}, [9000], _3=[third], _1=[first])[0] == limit


@pytest.mark.parametrize("ahead", range(13))
def test_every_horizon_from_0_to_12_can_set_the_limit(ahead):
    clause = CLAUSE | {"forecast": [{"periods_ahead": ahead, "share": "50 %"}]}
    assert firm(clause, [900], **{f"_{ahead}": [1000]})[0] == 500
    assert firm(clause, [900], **{f"_{ahead + 1}": [1000]})[0] == 0


def test_a_share_of_nothing_accepts_nothing():
    rows = [{"periods_ahead": 1, "share": "0 %"}, {"periods_ahead": 2, "share": "100 %"}]
    assert firm(CLAUSE | {"forecast": rows}, [900], _2=[1000])[0] == 0


def test_what_the_seller_confirms_is_firm():
    assert firm(CLAUSE, [1500], [1400], _1=[1000])[0] == 1400
    assert firm(CLAUSE, [1500], [800], _1=[1000])[0] == 1200
    assert firm(CLAUSE, [1500], [1600], _1=[1000])[0] == 1500


def test_orders_of_several_periods_share_the_limit_of_their_window():
    clause = CLAUSE | {"window": "quarter"}
    assert firm(clause, [1500, 900, 1500], _1=[1000] * 3)[:4] == (1200, 2400, 3600, 0)
    assert firm(CLAUSE, [1500, 900, 1500], _1=[1000] * 3)[:4] == (1200, 900, 1200, 0)


def test_after_the_end_no_order_must_be_accepted():
    ended = ["1", "0.5"] + ["0"] * 22
    assert firm(CLAUSE, [900] * 3, in_force=ended, _1=[1000] * 3)[:3] == (900, 900, 0)
    assert firm(BLANKET | {"window": "quarter"}, [0, 0, 0, 80], in_force=ended)[3] == 0


def test_a_gate_charges_nothing():
    planned = plan(agreement(CLAUSE))
    happens = happened(planned, facts([1500], _1=[1000]))
    assert statement(planned, happens, planned.periods[-1].last, {}).charges == ()


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    issues = {f"_{ahead}": [(97 * at + 31 * ahead) % 60 for at in range(24)] for ahead in range(13)}
    told_of = facts([61 * at % 90 for at in range(24)], [43 * at % 50 for at in range(24)], **issues)
    terms = agreement(clause)
    planned = plan(terms)
    (folded,) = exact.fold(planned, happened(planned, told_of))
    assert max(folded.due) > 0
    expected = [float(level) for level in folded.due]
    assert in_lanes(terms, happened(planned, told_of))["acceptance"] == pytest.approx(expected, abs=1e-9)


def test_the_level_explains_itself():
    assert told(agreement(CLAUSE), facts([1500], _1=[1000]), "acceptance", 0) == [
        "1500 piece ordered in the window so far, limit 1200, 0 confirmed: 1200 firm, 300 best effort"
    ]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreement(CLAUSE | {"forecast": FLEX}))
    assert said["en"] == [
        "The seller accepts what the buyer orders of catheter in each month up to a limit, counted as ordered.",
        "For a settlement period it is 110 % of the quantity forecast for it 1 settlement period before it.",
        "For a settlement period it is 200 % of the quantity forecast for it 3 settlement periods before it.",
        "Where no forecast was made then, the last one before it stands; where none was made at all, nothing must be"
        " accepted.",
        "The lowest of these limits holds; a horizon for which nothing was forecast sets none.",
        "What is ordered above the limit and not confirmed the seller supplies as best it can; it counts neither as"
        " late nor as a failure to supply. What the seller confirms is firm.",
        "An order that the seller has not answered within 5 days is deemed confirmed.",
        "After the agreement has ended no order must be accepted.",
    ]
    for number in ("110 %", "提前 1 个结算期", "200 %", "提前 3 个结算期", "5 天", "每月"):
        assert number in "".join(said["zh"])
    blanket = said_of(agreement(BLANKET))
    assert blanket["en"][1] == "The limit is 100 pieces and an allowance of 10 % above it, the limit itself included."
    assert blanket["en"][3].startswith("An order that the seller has not answered within 5 days is deemed refused")
    assert "100 件" in blanket["zh"][1]
    assert "10 %" in blanket["zh"][1]


def faults(clause):
    return [str(fault) for fault in order_acceptance.check(order_acceptance.Clause.model_validate(clause))]


def test_faults():
    assert [faults(sample) for sample in SAMPLES] == [[]] * 3
    assert faults(BLANKET | {"forecast": FLEX}) == [
        "blanket: the limit is written by forecast and as a blanket quantity\n"
        "    Write 'forecast' or 'blanket', one of the two."
    ]
    assert faults(CLAUSE | {"forecast": []}) == [
        "no limit is written, so nothing must be accepted\n    Write 'forecast' or 'blanket'."
    ]
    assert [fault.split(":")[0] for fault in faults(CLAUSE | {"forecast": FLEX[::-1]})] == ["forecast[1].periods_ahead"]
