"""Exclusivity: a gate that lapses when its minimum was missed and not topped up, and that another gate may lift."""

import pytest

from suture.engine.clauses import exclusivity
from tests.engine.built import agreement, exact, happened, in_lanes, plan, told
from tests.engine.clauses.saying import said_of

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "20 USD/piece"}
MINIMUM = {
    "window": "quarter", "prorate": "in_force", "spend": "6000 USD", "counts": ["price"], "counted_amounts": "rounded",
}  # fmt: skip
UNITS = {
    "window": "quarter", "prorate": "full", "quantity": "300 piece", "services": ["catheter"], "measure": "accepted",
}  # fmt: skip
TOP_UP = {
    "id": "top_up", "kind": "exclusivity_top_up", "holder": "buyer", "minimum": MINIMUM, "election": "keeps",
}  # fmt: skip
KEPT = MINIMUM | {"grace_periods": 1, "once_missed": "for_good"}
CLAUSE = {
    "id": "only", "kind": "exclusivity", "holder": "buyer", "scope": "field", "covers": "steerable catheters",
    "kept_by": KEPT,
}  # fmt: skip
TOPPED = CLAUSE | {"kept_by": KEPT | {"top_up": "top_up"}}
RETURNS = CLAUSE | {"kept_by": UNITS | {"grace_periods": 0, "once_missed": "until_met"}}
LIFTED = {key: value for key, value in CLAUSE.items() if key != "kept_by"} | {"lifted_by": ["fails"]}
FAILS = {
    "id": "fails", "kind": "order_acceptance", "services": ["catheter"], "measure": "ordered", "window": "month",
    "blanket": {"quantity": "10", "allowance": "0 %"}, "answer_days": 5, "unanswered": "deemed_refused",
}  # fmt: skip
SAMPLES = [CLAUSE, RETURNS, CLAUSE | {"kept_by": KEPT | {"window": "contract_year", "grace_periods": 3}}]


def agreed(*clauses):
    services = {"catheter": {"unit": "piece", "step": "1"}, "keeps": {"unit": "election", "step": "1"}}
    return agreement(PRICE, *clauses, services=services)


def levels(clauses, accepted, elected=(), ordered=(), in_force=()):
    """Whether it holds, by period."""
    planned = plan(agreed(*clauses))
    happens = {
        ("catheter", "accepted"): accepted, ("keeps", "confirmed"): elected, ("catheter", "ordered"): ordered,
    }  # fmt: skip
    done = {f.line.name: f.due for f in exact.fold(planned, happened(planned, happens, in_force=in_force))}
    return [int(level) for level in done["only"]]


MET = [100] * 24


def test_it_holds_while_the_minimum_is_met():
    assert levels([CLAUSE], MET) == [1] * 24


@pytest.mark.parametrize(("accepted", "holds"), [(300, 1), (299, 0), (301, 1)])
def test_a_missed_minimum_lets_it_lapse_after_the_grace(accepted, holds):
    assert levels([CLAUSE], [accepted, 0, 0, *MET[3:]])[:6] == [1, 1, 1, holds, holds, holds]


@pytest.mark.parametrize(("elected", "holds"), [(1, 0), (2, 1), (3, 1), (4, 0)])
def test_a_top_up_in_time_keeps_it(elected, holds):
    lapse = levels([TOP_UP, TOPPED], [200, 0, 0, *MET[3:]], [0] * elected + [1])
    assert lapse[:3] == [1, 1, 1]
    assert lapse[5] == holds


def test_a_top_up_that_is_always_due_keeps_it_always():
    always = {key: value for key, value in TOP_UP.items() if key != "election"}
    assert levels([always, TOPPED | {"kept_by": TOPPED["kept_by"] | {"grace_periods": 0}}], [50]) == [1] * 24


def test_without_grace_it_lapses_when_the_window_closes():
    assert levels([CLAUSE | {"kept_by": KEPT | {"grace_periods": 0}}], [200, 0, 0, *MET[3:]])[:4] == [1, 1, 0, 0]


def test_a_second_miss_does_not_lengthen_the_grace_of_the_first():
    clause = CLAUSE | {"kept_by": KEPT | {"grace_periods": 4}}
    assert levels([clause], [200, 0, 0, 200])[:9] == [1, 1, 1, 1, 1, 1, 0, 0, 0]


def test_it_is_gone_for_good_or_comes_back_with_a_minimum_that_is_met():
    accepted = [0, 0, 200, 100, 100, 100, 0, 0, 0, 300]
    assert levels([RETURNS], accepted)[:12] == [1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1]
    gone = RETURNS | {"kept_by": RETURNS["kept_by"] | {"once_missed": "for_good"}}
    assert levels([gone], accepted)[:12] == [1, 1] + [0] * 10


def test_another_gate_lifts_it_while_that_holds():
    assert levels([FAILS, LIFTED], [], ordered=[0, 5, 0, 8])[:5] == [1, 0, 1, 0, 1]


def test_it_ends_with_the_agreement():
    ended = ["1", "0.5"] + ["0"] * 22
    assert levels([LIFTED | {"lifted_by": []}], [], in_force=ended)[:3] == [1, 1, 0]


def test_a_termination_prorates_the_minimum():
    ended = ["1"] * 2 + ["0.5"] + ["0"] * 21
    assert levels([CLAUSE | {"kept_by": KEPT | {"grace_periods": 0}}], [250], in_force=ended)[2] == 1
    full = KEPT | {"grace_periods": 0, "prorate": "full"}
    assert levels([CLAUSE | {"kept_by": full}], [250], in_force=ended)[2] == 0


def test_a_yearly_minimum_in_thirds_of_a_cent_is_met_to_the_cent():
    year = KEPT | {"window": "contract_year", "spend": "10000.00", "grace_periods": 0}
    clause = CLAUSE | {"kept_by": year}
    assert levels([clause], [500])[11] == 1
    assert levels([clause], [499])[11] == 0


@pytest.mark.parametrize("clause", [*SAMPLES, TOPPED])
@pytest.mark.parametrize("accepted", [MET, [100, 100, 99, *MET[3:]], [0, 300, 0, 17, 283, 0, *[99] * 18]])
def test_the_simulation_counts_the_same(clause, accepted):
    happens = {("catheter", "accepted"): accepted, ("keeps", "confirmed"): [0, 0, 0, 1]}
    terms = agreed(TOP_UP, clause)
    planned = plan(terms)
    done = {f.line.name: f.due for f in exact.fold(planned, happened(planned, happens))}
    assert in_lanes(terms, happened(planned, happens))["only"] == [float(level) for level in done["only"]]


def test_the_level_explains_itself():
    def reasons(clauses, at, accepted, **more):
        happens = {("catheter", "accepted"): accepted, ("catheter", "ordered"): [1] * 24}
        return told(agreed(*clauses), happens, "only", at, **more)

    assert reasons([CLAUSE], 0, MET) == ["the exclusivity holds"]
    assert reasons([CLAUSE], 2, [200]) == [
        "the exclusivity holds",
        "the minimum of 6000 was missed with 4000: it lapses unless it is topped up in time",
    ]
    assert reasons([CLAUSE], 3, [200]) == ["the minimum was missed and not topped up: it has lapsed"]
    assert reasons([FAILS, LIFTED], 3, [200]) == ["it is lifted while another clause holds"]
    assert reasons([CLAUSE], 3, MET, in_force=["1"] * 3 + ["0"] * 21) == ["the agreement has ended"]


def test_the_text_that_is_signed_says_every_term():
    said = said_of(agreed(TOP_UP, TOPPED | {"lifted_by": ["price"]}))
    assert said["en"] == [
        "In the field of steerable catheters the seller makes for nobody but the buyer.",
        "The minimum: in each quarter the charges of clause 4 come to at least 6000 USD.",
        "Charges count as they are billed, rounded.",
        "It follows the part of that time in which the agreement is in force.",
        "Where the minimum is missed, the exclusivity lapses unless it is topped up under clause 5 by the end of 1"
        " settlement period after the settlement period in which that time closes.",
        "It does not come back.",
        "It is lifted while clause 4 holds.",
        "It ends with the agreement.",
    ]
    for number in ("steerable catheters", "每季度", "6000 USD", "第 5 条", "1 个结算期届满", "第 4 条"):
        assert number in "".join(said["zh"])
    returns = said_of(agreed(RETURNS))["en"]
    assert returns[1] == "The minimum: in each quarter at least 300 pieces of catheter, counted as accepted."
    assert returns[3] == (
        "Where the minimum is missed, the exclusivity lapses at the end of the settlement period in which that time"
        " closes."
    )
    assert returns[4] == "It comes back when the minimum of a later such time is met."
    assert said_of(agreed(LIFTED | {"lifted_by": []}))["en"][1] == "It stands on no minimum."


@pytest.mark.parametrize(
    ("holder", "scope", "covers", "sentence"),
    [
        ("buyer", "territory", "Japan", "For the territory of Japan the seller supplies nobody but the buyer."),
        ("buyer", "share", "80 %", "Of what it can make the seller keeps 80 % for nobody but the buyer."),
        ("seller", "field", "stents", "In the field of stents the buyer buys from nobody but the seller."),
        ("seller", "territory", "Japan", "For the territory of Japan the buyer buys from nobody but the seller."),
        ("seller", "share", "80 %", "Of its need the buyer buys 80 % from nobody but the seller."),
    ],
)
def test_either_side_may_hold_it_by_field_territory_or_share(holder, scope, covers, sentence):
    said = said_of(agreed(CLAUSE | {"holder": holder, "scope": scope, "covers": covers}))
    assert said["en"][0] == sentence
    assert covers in said["zh"][0]


def test_faults():
    def faults(clause):
        return [str(f).split("\n")[0] for f in exclusivity.check(exclusivity.Clause.model_validate(clause))]

    assert [faults(sample) for sample in (*SAMPLES, LIFTED)] == [[]] * 4
    both = CLAUSE | {"kept_by": KEPT | UNITS}
    assert faults(both) == ["kept_by: the minimum is written as spend and as quantity"]
