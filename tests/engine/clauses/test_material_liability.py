"""Material liability: authorised by forecast, rounded up to the order quantity, less used and returned."""

from decimal import Decimal

import pytest

from suture.engine.clauses import material_liability
from tests.engine.built import agreement, dues, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

EXCESS = {"part_class": "B", "days": 90, "periods": 3}
OBSOLETE = {"days": 180, "periods": 6}
CLAUSE = {
    "id": "parts", "kind": "material_liability", "service": "chip", "order_quantity": "1600 piece",
    "unit_cost": "9 USD/piece", "on_exit": "due_at_any_end",
}  # fmt: skip
AGED = CLAUSE | {"excess": EXCESS, "on_exit": "nothing_due"}
DEAD = CLAUSE | {"obsolete": OBSOLETE, "on_exit": "due_on_termination"}
SAMPLES = [
    AGED | {"order_quantity": "160 piece"},
    DEAD | {"excess": {"part_class": "A", "days": 30, "periods": 1}},
    CLAUSE,
    AGED | {"handling": "2 %"},
]
SERVICES = {"services": {"chip": {"unit": "piece", "step": "1"}}}


def agreed(clause, **changes):
    return agreement(clause, **SERVICES | changes)


def facts(authorised, used=(), returned=(), ends=None):
    ended = {} if ends is None else {("agreement", "terminated"): [0] * ends + [1]}
    chips = {"authorised": authorised, "used": used, "returned": returned}
    return {**{("chip", measure): values for measure, values in chips.items()}, **ended}


def due(clause, *happened, ends=None):
    force = [] if ends is None else ["1"] * (ends + 1) + ["0"] * (23 - ends)
    return dues(agreed(clause), facts(*happened, ends=ends), "parts", in_force=force)


def test_known_answer_forecast_material_liability():
    # cases/trade_cases.json forecast_material_liability-1; source: shared/reference/trade.md §1a row 9
    amounts = due(CLAUSE, [4500], [0, 2000], ends=2)
    assert amounts[2] == Decimal("25200.00")  # 2,800 x 9: 4,800 bought, 2,000 used
    assert sum(amounts) == amounts[2]


@pytest.mark.parametrize(
    ("authorised", "bought"), [(0, 0), (1, 1600), (1600, 1600), (1601, 3200), (4500, 4800), (4800, 4800)]
)
def test_what_is_authorised_is_bought_in_whole_order_quantities(authorised, bought):
    assert due(CLAUSE, [authorised], ends=0)[0] == 9 * bought


def test_what_was_rounded_up_covers_the_next_authorisation():
    assert due(CLAUSE, [1000, 600], ends=1)[1] == 9 * 1600
    assert due(CLAUSE, [1000, 601], ends=1)[1] == 9 * 3200


def test_parts_returned_to_their_supplier_are_off():
    assert due(CLAUSE, [4500], [2000], [800], ends=1)[1] == 9 * 2000


def test_what_has_no_need_for_three_periods_is_excess_the_oldest_used_first():
    amounts = due(AGED, [1600, 1600], [0, 1000, 1000])
    assert amounts[:5] == [
        0,
        0,
        0,
        0,
        9 * 1200,
    ]  # the first 1,600 are used up by March; of the second 1,200 are left in May


def test_excess_is_bought_once_and_later_use_comes_from_the_rest():
    amounts = due(AGED, [1600, 0, 1600], [600, 0, 0, 0, 900])
    assert amounts[3] == 9 * 1000
    assert amounts[5] == 9 * 700  # of the second order 900 were used
    assert sum(amounts) == 9 * 1700


def test_what_is_used_after_it_was_bought_is_credited_up_to_what_was_bought():
    amounts = due(AGED, [1600], [600, 0, 0, 0, 400, 0, 900])
    assert amounts[3:7] == [9 * 1000, -9 * 400, 0, -9 * 600]


def test_parts_that_nobody_authorised_are_never_credited():
    assert due(CLAUSE, [], [500, 300]) == [0] * 24


def test_a_part_without_use_and_authorisation_for_six_periods_is_obsolete_as_a_whole():
    assert due(DEAD, [1600, 0, 1600], [100])[:9] == [0] * 8 + [9 * 3100]
    assert due(DEAD, [1600, 0, 1600], [100, 0, 0, 0, 0, 0, 0, 100])[8] == 0


@pytest.mark.parametrize(
    ("on_exit", "terminated", "by_time"),
    [("due_at_any_end", 1600, 1600), ("due_on_termination", 1600, 0), ("nothing_due", 0, 0)],
)
def test_an_exit_makes_due_what_is_left(on_exit, terminated, by_time):
    clause = CLAUSE | {"on_exit": on_exit, "obsolete": {"days": 1800, "periods": 60}}
    assert due(clause, [1600], ends=4)[4] == 9 * terminated
    assert due(clause, [1600])[23] == 9 * by_time


def test_after_the_end_nothing_becomes_excess_and_what_is_returned_is_credited():
    assert sum(due(AGED, [1600], ends=1)) == 0
    amounts = due(CLAUSE, [1600], [], [0, 0, 600], ends=1)
    assert amounts[1:3] == [9 * 1600, -9 * 600]


def test_a_late_fact_of_use_changes_what_had_been_excess():
    assert due(AGED, [1600], [700])[3] == 9 * 900
    assert due(AGED, [1600], [0])[3] == 9 * 1600


def test_the_cost_is_that_of_the_day_of_the_buy_back():
    cost = [{"from": "2027-01-01", "value": "9"}, {"from": "2027-04-01", "value": "10"}]
    assert due(AGED | {"unit_cost": cost}, [1600])[3] == 16_000


@pytest.mark.parametrize("clause", SAMPLES)
def test_the_simulation_counts_the_same(clause):
    happens = facts([1600, 0, 900, 700] + [0] * 10 + [300], [200, 0, 500] + [0] * 9 + [150], [0, 50], ends=20)
    terms = agreed(clause)
    force = ["1"] * 21 + ["0"] * 3
    expected = sum(dues(terms, happens, "parts", in_force=force))
    assert expected > 0
    lanes = in_lanes(terms, happened(plan(terms), happens, in_force=force))
    assert lanes["parts"][-1] == pytest.approx(float(expected), abs=0.005)


def test_the_charge_explains_itself():
    def reasons(clause, at, *happens, **ends):
        return told(agreed(clause), facts(*happens, **ends), "parts", at)

    assert reasons(CLAUSE, 2, [4500], [0, 2000], ends=2) == [
        "4500 piece authorised, 4800 bought − 2000 used and returned − 0 bought back before = 2800",
        "the agreement ends, all is bought: 2800 × 9 USD",
    ]
    assert reasons(AGED, 3, [1600], [600]) == [
        "1600 piece authorised, 1600 bought − 600 used and returned − 0 bought back before = 1000",
        "excess, without need for 90 days: 1000 × 9 USD",
    ]
    assert reasons(AGED, 4, [1600], [600, 0, 0, 0, 400])[1] == (
        "used or returned after it was bought: 400 × 9 USD credited"
    )
    assert reasons(DEAD, 6, [1600])[1] == "obsolete, neither used nor authorised for 180 days: 1600 × 9 USD"
    assert reasons(DEAD, 1, [1600])[1] == "nothing is bought back in this period"


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreed(AGED | {"obsolete": OBSOLETE}))
    assert said["en"] == [
        "The seller buys chip as far as the buyer's forecast authorises it, in order quantities of 1600 pieces. The"
        " buyer answers at 9 USD per piece for what was bought and has been neither used nor returned.",
        "Parts of class B without need for 90 days (3 settlement periods) are excess, the oldest being used first; the"
        " buyer buys them at that cost at the end of the settlement period.",
        "Where the part is neither used nor authorised for 180 days (6 settlement periods), all that is on hand is"
        " obsolete, and the buyer buys it.",
        "When the agreement ends, the buyer need not buy what is on hand.",
        "What is used or returned after the buyer has bought it is credited at the same cost.",
    ]
    for number in ("1600 件", "每件 9 USD", "B 类", "90 天（3 个结算期）", "180 天（6 个结算期）"):
        assert number in "".join(said["zh"])
    bare = said_of(agreed(CLAUSE))["en"]
    assert bare[1:3] == [
        "While the agreement is in force nothing is bought as excess.",
        "While the agreement is in force nothing is bought as obsolete.",
    ]
    assert bare[3] == "When the agreement ends, by termination or by time, the buyer buys all that is on hand."
    assert said_of(agreed(DEAD))["en"][3].startswith("When the agreement is terminated")


def faults(**changes):
    written = material_liability.Clause.model_validate(CLAUSE | changes)
    return [str(fault) for fault in material_liability.check(written)]


def test_faults():
    assert faults(excess=EXCESS, obsolete=OBSOLETE) == []
    assert faults(excess=EXCESS | {"periods": 1}) == []  # settled by the quarter
    assert faults(excess=EXCESS | {"periods": 2}) == [
        "excess.periods: 90 days are not 2 settlement periods\n"
        "    Write periods: 3 (settled monthly), 1 (quarterly) or 1 (yearly)."
    ]
    assert faults(obsolete={"days": 0, "periods": 0}) == [
        "obsolete.periods: parts would be obsolete in the settlement period in which they are bought\n"
        "    Write at least 1 period."
    ]
    assert faults(on_exit="nothing_due") == [
        "on_exit: neither excess, obsolete parts nor an exit makes anything due\n"
        "    Write 'excess', 'obsolete' or another 'on_exit'; else leave the clause out."
    ]
    assert faults(order_quantity="0") == ["order_quantity: 0 is not above zero\n    Write a number above zero."]
    dated = [{"from": "2027-01-01", "value": "1600"}, {"from": "2027-06-01", "value": "800"}]
    assert faults(order_quantity=dated) == [
        "order_quantity: the order quantity has dates, but it rounds up all that was ever bought\n"
        "    Write one order quantity."
    ]


def test_one_piece_that_is_used_or_authorised_keeps_a_part_from_being_obsolete():
    used, authorised = due(DEAD, [1600], [0, 0, 0, 1]), due(DEAD, [1600, 0, 0, 1])
    assert [used[6], used[9]] == [0, 9 * 1599]
    assert [authorised[6], authorised[9]] == [0, 9 * 3200]


def test_half_a_piece_that_is_bought_back_and_what_was_bought_before_explain_themselves():
    halves = {"services": {"chip": {"unit": "piece", "step": "0.5"}}}
    assert told(agreed(AGED, **halves), facts([3200], [3199]), "parts", 3) == [
        "1600 piece authorised, 1600 bought − 1599.5 used and returned − 0 bought back before = 0.5",
        "excess, without need for 90 days: 0.5 × 9 USD",
    ]
    assert told(agreed(AGED), facts([1600], [600, 0, 0, 0, 400]), "parts", 4)[0] == (
        "1600 piece authorised, 1600 bought − 1000 used and returned − 1000 bought back before = -400"
    )


def test_days_that_are_not_the_periods_are_refused_where_they_stand():
    assert [fault.partition(":")[0] for fault in faults(obsolete=OBSOLETE | {"periods": 5})] == ["obsolete.periods"]


def test_handling_comes_on_top_of_the_cost():
    """As InMode's 6.5(iii): 1,600 at 9.00 and 2 % of it."""
    bought = {("chip", "authorised"): [1600]}
    assert dues(agreed(AGED | {"handling": "2 %"}), bought, "parts")[3] == Decimal("14688")
    said = said_of(agreed(AGED | {"handling": "2 %"}))
    assert "For handling, 2 % of that cost is added to it." in said["en"]
    assert any("2 %" in sentence and "管理费" in sentence for sentence in said["zh"])


def test_handling_is_added_to_the_cost_and_said():
    handled = CLAUSE | {"handling": "10 %"}
    assert due(handled, [1600], ends=0)[0] == Decimal("15840")  # 1,600 x 9 x 1.1
    assert "For handling, 10 % of that cost is added to it." in said_of(agreed(handled))["en"]
