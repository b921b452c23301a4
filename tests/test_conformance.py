"""Cases with known answers pass, by the exact engine and in lanes; what cannot be read is a failure with its reason."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conformance.__main__ import ADAPTERS, main, result, results

FOLDER = Path(__file__).parent / "conformance" / "cases"
FILES = sorted(FOLDER.glob("*.json"))
CANNOT_YET: frozenset[str] = frozenset()
"""Cases that no clause kind can express, or that the engine gets wrong. Each must fail, so that the set shrinks."""


def written(file: Path) -> list[dict]:
    return json.loads(file.read_text("utf-8"), parse_float=Decimal)["cases"]


def cases():
    return [pytest.param(case, id=case["id"]) for file in FILES for case in written(file)]


@pytest.mark.parametrize("case", cases())
def test_the_engine_gives_the_known_answer(case):
    found = result(case, "case")

    if case["id"] in CANNOT_YET:
        assert not found.passed, f"{case['id']} passes now: take it out of CANNOT_YET"
    else:
        assert found.passed, str(found)


def test_every_model_of_an_adapter_has_a_case():
    assert {case["model"] for file in FILES for case in written(file)} == set(ADAPTERS)


@pytest.mark.parametrize("case", cases())
def test_a_case_that_expects_another_figure_fails(case):
    expected, (word, value) = case["expected"], next(iter(case["expected"].items()))

    found = result({**case, "expected": {**expected, word: other(value)}}, "case")

    assert not found.passed
    assert word in found.why


def other(value):
    """A figure that is not the one expected."""
    if isinstance(value, list):
        return [other(value[0]), *value[1:]]
    if isinstance(value, dict):
        return {name: other(each) for name, each in value.items()}
    return not value if isinstance(value, bool) else str(Decimal(value) + 1)


# The same kinds with other figures, each worked by hand.


def billing(model, terms, usage, expected, mode="independent", **more):
    case = {"id": "made-up", "model": model, "terms": terms, "usage_mode": mode, "usage": usage, "expected": expected}
    return case | more


def tier(begins, ends, price, fee="0"):
    return {"from": begins, "to": ends, "unit_price": price, "flat_fee": fee}


THREE = [tier("0", "2.5", "4"), tier("2.5", "10", "3", "7"), tier("10", None, "1.25", "1")]
SIXTEEN = [tier(str(i), str(i + 1) if i < 15 else None, str(16 - i)) for i in range(16)]
TO_THE_CENT = "price the cumulative quantity, round to cents, bill the difference to what is already billed"

BILLING = {
    # 2.5 × 4; then + 0.5 × 3 + 7; then 10 + 7.5 × 3 + 7 + 10 × 1.25 + 1
    "graduated with decimals": billing(
        "graduated", {"tiers": THREE}, ["2.5", "3", "20"], {"amounts": ["10", "18.5", "53"]}
    ),
    "sixteen tiers": billing("graduated", {"tiers": SIXTEEN}, ["16", "17"], {"amounts": ["136", "137"]}),
    "fees may be left out": billing(
        "graduated", {"tiers": [{"from": "0", "to": None, "unit_price": "0.0001"}]}, ["3"], {"amounts": ["0.0003"]}
    ),
    # at 2.5 the second tier is reached already: 2.5 × 3 + 7
    "volume, lower inclusive": billing(
        "volume", {"boundary": "lower_inclusive", "tiers": THREE}, ["2.4999", "2.5"], {"amounts": ["9.9996", "14.5"]}
    ),
    "volume in time order": billing(
        "volume", {"tiers": THREE}, ["2", "2", "6.5"], {"amounts": ["8", "11", "-4.875"]}, "sequence"
    ),
    "one usage": billing("unit", {"unit_price": "0.125"}, ["7"], {"amount": "0.875"}, "single"),
    "snapshots are not rounded unless it is said": billing(
        "unit", {"unit_price": "0.001"}, ["333", "666"], {"amounts": ["0.333", "0.333"]}, "cumulative_snapshots"
    ),
    "snapshots that fall": billing(
        "package", {"package_size": "10", "package_price": "15", "settlement": TO_THE_CENT}, ["21", "20", "9"],
        {"amounts": ["45", "-15", "-15"]}, "cumulative_snapshots",
    ),
    "a package after free units": billing(
        "package", {"package_size": "10", "package_price": "15", "free_units": "5"}, ["5", "6", "16"],
        {"amounts": ["0", "15", "30"]},
    ),
    # blocks of 10 at 2 up to 50, then of 20 at 3: 51 are 5 blocks and 1; whole, they are 3 blocks of 20
    "blocks of one part": billing(
        "block_tiers",
        {"policy": "all_tiers", "tiers": [
            {"block_size": "10", "max_blocks": 5, "block_price": "2"},
            {"block_size": "20", "max_blocks": None, "block_price": "3"},
        ]},
        ["11", "51"], {"amounts": ["4", "13"]},
    ),
    "blocks of the tier reached": billing(
        "block_tiers",
        {"A": {"policy": "top_tier", "tiers": [
            {"block_size": "10", "max_blocks": 5, "block_price": "2"},
            {"block_size": "20", "max_blocks": 5, "block_price": "3"},
        ]}},
        [{"A": "50"}, {"A": "51"}], {"amounts": ["10", "9"]},
    ),
    "percentage of one event": billing("percentage", {"rate_percent": "0.5"}, ["123.45"], {"amounts": ["0.61725"]}),
    "percentage whose free amount ends inside an event": billing(
        "percentage", {"rate_percent": "10", "free_amount": "150"}, ["100", "100", "40"], {"amount": "9"}, "events"
    ),
    # 10 held for a third less than the whole, 6 of them for the rest: 10 × 3 × 0.5 + 6 × 3 × 0.25
    "places given back": billing(
        "graduated_time_prorated", {"tiers": [tier("0", None, "3", "9")]},
        [{"quantity": "10", "prorated": "7.5"}, {"quantity": "-4", "prorated": "-1"}],
        {"amount": "28.5"}, "sequence",
    ),
    # 100 × 10 / 30 and 100 × 31 / 31, in money of three decimals; 7.5 of 366
    "minimum by days of a month": billing(
        "minimum_commitment", {"commitment_per_month": "100", "prorate": "days_inclusive", "round": "half_up_3"},
        [{"days_active": 10, "days_in_period": 30}, {"days_active": 31, "days_in_period": 31}],
        {"commitments_due": ["33.333", "100"]},
    ),
    "minimum by days, rounded down": billing(
        "minimum_commitment", {"commitment_per_week": "30", "prorate": "days_inclusive", "round": "down_0"},
        [{"days_active": 6, "days_in_period": 7}], {"commitment_due": "25"}, "single",
    ),
    "minimum by days of a quarter": billing(
        "minimum_commitment", {"commitment_per_quarter": "920", "prorate": "days_inclusive"},
        [{"days_active": 46, "days_in_period": 92}], {"commitment_due": "460"}, "single",
    ),
    "a fee of no days, and of a leap year": billing(
        "proration", {"basis": "days"},
        [{"amount": "100", "days": 0, "period_days": 31}, {"amount": "366", "days": 61, "period_days": 366}],
        {"amounts": ["0", "61"]},
    ),
    "three decimals": billing(
        "proration", {"basis": "days", "period_days": 30}, [{"amount": "100", "days": 20, "decimals": 3}],
        {"amounts": ["66.667"]},
    ),
    "minimum only at the end": billing(
        "unit", {"unit_price": "2", "minimum_spend_final_period": "30"}, ["4", "9", "11"],
        {"amounts": ["8", "10", "12"]}, "cumulative_snapshots",
    ),
    # 25 at 1.5 times what is above 20
    "a monthly commitment begins anew": billing(
        "commitment_overage", {"commitment_per_month": "20", "overage_factor": "1.5"}, ["25", "10", "21"],
        {"invoices": ["27.5", "10", "21.5"], "last_invoice": "21.5"}, "sequence",
    ),
    "an hour at the end of a window is not in it": billing(
        "windowed_commitment",
        {"default": {"unit_price": "1", "commitment_per_window": "4", "overage_factor": "3", "true_up": True},
         "windows_08_to_10":
             {"unit_price": "5", "commitment_per_window": "10", "overage_factor": "1", "true_up": True}},
        [{"hour": 8, "quantity": "1"}, {"hour": 10, "quantity": "5"}],
        {"amounts": ["10", "7"], "total": "17", "true_up": "5", "overage": "3"},
    ),
    "rounded once": billing(
        "rounding", {"rule": "add, then round half up once"}, [{"lines": ["0.004", "0.004"]}], {"subtotals": ["0.01"]}
    ),
    "each line rounded to even, to three decimals": billing(
        "rounding", {"rule": "round each line half even to currency decimals, then add"},
        [{"lines": {"repeat": "0.0005", "times": 3}, "decimals": 3}], {"subtotals": ["0"]},
    ),
    "a minimum rounded after": billing(
        "minimum_true_up", {"rule": "subtract, then round"}, [{"commitment": "10", "used": "9.996", "decimals": 2}],
        {"true_ups": ["0"]},
    ),
    # 40 are drawn at least; what is used beyond what is left is billed
    "prepaid for a quarter": billing(
        "take_or_pay", {"prepaid_3_months": "100", "monthly_minimum": "40"},
        [{"month": 1, "net_spend": "30"}, {"month": 2, "net_spend": "70"}, {"month": 3, "net_spend": "0"}],
        {"billed": ["100", "10", "0"], "recognised": ["40", "70", "0"]}, "sequence",
    ),
    # 3 started steps of 7 days; 20 % is the most
    "late by days": billing(
        "late_delivery_damages", {"percent_per_step": "2", "step_days": 7, "cap_percent": "20"},
        [{"due": "2027-03-01", "delivered": "2027-03-16", "value": "1000"},
         {"due": "2027-03-01", "delivered": "2027-02-28", "value": "1000"}],
        {"penalties": ["60", "0"]},
    ),
    # half a degree under, one side open: 100 × (10 − 0.5 × 0.4)
    "a parameter with one bound": billing(
        "quality_adjusted_price",
        {"unit_price": "10", "bounds": {"temperature": ["2", None]}, "penalty_per_unit_per_degree": "0.4"},
        [{"quantity": "100", "temperature": ["1.5", "40"]}], {"price": "980", "penalty": "20"}, "single",
    ),
    "forecasts one by one": billing(
        "forecast_commitment", {"binding_share_percent": "12.5"}, ["800", "4"], {"required_purchases": ["100", "0.5"]}
    ),
    "a rebate band by band": billing(
        "rebate",
        {"bands": [{"from": "0", "to": "100", "percent": "1"}, {"from": "100", "to": None, "percent": "5"}],
         "rule": "each band for its own part"},
        ["100", "300"], {"rebates": ["1", "11"]},
    ),
    "a payment before the first fixing": billing(
        "index_linked_payment",
        {"base_payment": "200", "base_index": "80", "index_fixings": {"2027-02-10": "100"}},
        ["2027-02-10", "2027-03-01"], {"amounts": ["200", "250"]}, "sequence",
    ),
    # 1200 at 6 % on 360: 31 days of the whole, 28 of 900
    "instalments on 360 days": billing(
        "linear_amortisation",
        {"principal": "1200", "instalment": "300", "annual_rate": "0.06", "day_count": "A/360", "start": "2027-01-01"},
        ["2027-02-01", "2027-03-01"], {"interest": ["6.2", "4.2"], "balance": ["900", "600"]}, "sequence",
    ),
    "a price by length": billing(
        "unit_conversion", {"list_price_per_metre": "3", "from_2.5_metres_change_per_metre": "-0.5"},
        [{"quantity": "249", "unit": "cm"}, {"quantity": "250", "unit": "cm"}], {"unit_prices": ["0.03", "0.025"]},
    ),
    "a blanket order": billing(
        "quantity_ceiling", {"blanket_quantity": "40", "allowance_percent": "2.5"}, [{"order": "41"}, {"order": "42"}],
        {"accepted": [True, False]},
    ),
    # 10 % of 100, 8 pro rata of 90 and 30: 6 and 2; taxed 7 % of 84 and 19 % of 28
    "discounts by share and amount": billing(
        "invoice_assembly",
        {"lines": [{"id": "x", "amount": "100", "tax_percent": "7"}, {"id": "y", "amount": "30", "tax_percent": "19"}],
         "discounts_in_order": [{"percent": "10", "scope": ["x"]}, {"amount": "8", "scope": "all"}],
         "tax": "after discounts; invoice tax rounds the unrounded sum"},
        [], {"discount": "18", "net": "112", "line_taxes": ["5.88", "5.32"], "tax": "11.2", "total": "123.2"}, "single",
    ),
    "two measures": billing(
        "capacity_step",
        {"tiers": [{"limits": {"a": "1.5", "b": "10"}, "price": "5"}, {"limits": {}, "price": "8"}]},
        [{"a": "1.5", "b": "10"}, {"b": "10.5"}, {}], {"amounts": ["5", "8", "5"]},
    ),
}  # fmt: skip


def trade(model, inputs, expected):
    return {"id": "made-up", "model": model, "inputs": inputs, "expected": expected}


TRADE = {
    "a lot that is filled": trade(
        "lot_economics", {"units": "1000", "lot_size": "500", "lot_fee": "10.5", "unit_price": "0.005"},
        {"amount": "26"},
    ),
    "the minimum order itself": trade(
        "small_lot_surcharge", {"units": "500", "moq": "500", "unit_price": "2", "surcharge": "9"}, {"amount": "1000"}
    ),
    "no refund upward": trade(
        "declared_annual_volume",
        {"breaks": [{"from": "0", "unit_price": "3"}, {"from": "10", "unit_price": "2"}], "declared": "9",
         "actual": "10"},
        {"invoiced": "30", "bill_back": "0"},
    ),
    "a declared volume that is not quite reached": trade(
        "declared_annual_volume",
        {"breaks": [{"from": "0", "unit_price": "3"}, {"from": "10", "unit_price": "2.115"}], "declared": "10",
         "actual": "9"},
        {"invoiced": "19.04", "bill_back": "7.97"},  # 19.035 and 7.965, both half up
    ),
    "a fall of the material's price": trade(
        "material_variance", {"baseline": "2", "actual": "1.5", "threshold": "0.1", "units": "100"},
        {"all": "-50", "excess_only": "-30"},
    ),
    "an order under its forecast": trade(
        "order_acceptance", {"forecast": "1000", "must_accept_share": "0.8", "order": "700"},
        {"firm": "700", "best_effort": "0"},
    ),
    "cancelled on a bound": trade(
        "cancellation",
        {"order_value": "100.10", "days": "30",
         "schedule": [{"days_at_least": "30", "share": "0.25"}, {"days_at_least": "10", "share": "0.5"}],
         "material": "0", "reusable": "0"},
        {"amount": "25.03"},  # 25.025
    ),
    "cancelled later than any row": trade(
        "cancellation",
        {"order_value": "100", "days": "9", "schedule": [{"days_at_least": "10", "share": "0.5"}], "material": "7.5",
         "reusable": "0.5"},
        {"amount": "7"},
    ),
    "nothing left": trade(
        "forecast_material_liability",
        {"authorised": "100", "component_moq": "100", "used": "90", "returned": "20", "unit_cost": "1"},
        {"units": "0", "liability": "0"},
    ),
    "carried for a month": trade(
        "carrying_then_buy_back", {"value": "10.10", "rate_per_month": "0.015", "months": "1"},
        {"carrying": "0.15", "buy_back": "10.1"},
    ),
    "within the allowance": trade(
        "consigned_loss",
        {"issued": "1000", "good": "950", "wip": "20", "returned": "20", "allowance": "0.05", "base": "960",
         "replacement": "3"},
        {"loss": "10", "amount": "0"},
    ),
    "only free days": trade(
        "line_down", {"days": "1.5", "free_days": "2", "crew": "1", "hours": "8", "rate": "10", "room": "0"},
        {"amount": "0"},
    ),
    "stored to the last free day": trade(
        "storage", {"pallets": "3", "days": "31", "free_days": "30", "fee_per_week": "1.5"}, {"amount": "4.5"}
    ),
    "royalty by share": trade(
        "royalty_floor", {"share": "0.8", "cost": "110.55", "floor": "80"}, {"per_unit": "88.44"}
    ),
    "deferred to the cap": trade(
        "deferred_fee", {"deferred": "100", "share": "0.1", "multiple": "1.5", "sales": "2000"},
        {"cap": "150", "repaid": "150"},
    ),
    "under the cap": trade(
        "liability_cap", {"fault": "0.5", "direct_loss": "100", "consequential": "10", "cap": "60"},
        {"recovered": "50", "borne": "60"},
    ),
    "cover that is cheaper": trade(
        "supply_failure_cover", {"cover_price": "20", "contract_price": "25", "units": "10"}, {"set_off": "0"}
    ),
    "enough for all": trade(
        "allocation_in_shortage", {"firm": {"x": "10", "y": "20", "z": "5"}, "capacity": "50"},
        {"served": {"x": "10", "y": "20", "z": "5"}, "left_for_spot": "15"},
    ),
    "three share": trade(
        "allocation_in_shortage", {"firm": {"x": "10", "y": "20", "z": "10"}, "capacity": "30"},
        {"served": {"x": "7.5", "y": "15", "z": "7.5"}, "left_for_spot": "0"},
    ),
    "a year of 365 days": trade(
        "late_interest", {"due": "3650", "rate_per_year_of_365": "0.1", "days": "3"}, {"amount": "3"}
    ),
    "above the band": trade(
        "yield_band",
        {"started": "100", "good": "99", "low": "0.9", "high": "0.95", "material": "2", "gain_share": "0.25"},
        {"maker_owes": "0", "owner_owes": "2"},
    ),
    "a price that falls": trade(
        "price_reopener", {"old": "2", "new": "1.995", "units_since": "3"}, {"true_up": "-0.02"}  # -0.015 half up
    ),
    "resale above the balance": trade(
        "dedicated_equipment", {"cost": "100", "volume": "30", "made": "20", "resale": "50"},
        {"per_piece": "3.33", "due_on_exit": "0"},
    ),
    "two loads": trade(
        "load_minimum", {"pallets": "7", "capacity": "6", "load_fee": "70"}, {"amount": "140", "per_pallet": "20"}
    ),
    "all short-dated": trade(
        "safety_stock_carrying", {"units": "4", "value": "2.5", "rate": "0.015", "short_dated": "4"},
        {"per_month": "0.15", "buy_out": "0"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in {**BILLING, **TRADE}.items()])
def test_the_same_kinds_with_other_figures(case):
    assert result(case, "case").passed, str(result(case, "case"))


UNIT = billing("unit", {"unit_price": "2"}, ["3"], {"amounts": ["6"]})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"model": "barter"}, "no adapter for the model 'barter'"),
        ({"model": None}, "case.model is missing"),
        ({"model": ["unit"]}, "no adapter for the model"),
        ({"terms": {}}, "case.terms.unit_price is missing"),
        ({"terms": None}, "case.terms is missing"),
        ({"terms": {"unit_price": "dear"}}, "case.terms.unit_price is not a number: 'dear'"),
        ({"terms": {"unit_price": "NaN"}}, "is not a number"),
        ({"terms": {"unit_price": True}}, "is not a number"),
        ({"terms": {"unit_price": "-1"}}, "the terms are refused"),
        ({"terms": {"unit_price": "1", "happy_hour": "0.5"}}, "not read by the adapter: case.terms.happy_hour"),
        ({"usage": None}, "case.usage is missing"),
        ({"usage": "3"}, "case.usage is not a list"),
        ({"usage": []}, "there is no usage"),
        ({"usage": [None]}, "usage[0] is not a number: None"),
        ({"usage_mode": "sideways"}, "unknown usage_mode 'sideways'"),
        ({"expected": None}, "case.expected is missing"),
        ({"expected": {}}, "nothing is expected"),
        ({"expected": {"amounts": ["6", "6"]}}, "amounts: 1 figures instead of 2"),
        ({"expected": {"amounts": "6"}}, "amounts: "),
        ({"expected": {"colour": "6"}}, "colour: the adapter knows no such figure"),
        ({"expected": {"amounts": ["6.001"]}}, "amounts[0]: 6 instead of 6.001"),
    ],
)
def test_what_cannot_be_answered_fails_with_its_reason(change, why):
    found = result(UNIT | change, "case")

    assert not found.passed
    assert why in found.why


def test_a_tolerance_is_kept():
    near = UNIT | {"expected": {"amounts": ["6.01"]}}

    assert result(near | {"tolerance": "0.01"}, "case").passed
    assert not result(near | {"tolerance": "0.009"}, "case").passed


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '"cases"', "{}", '{"cases": {}}', "\x00", "[" * 100_000, '{"cases": null}']
)
def test_a_broken_file_is_one_failure(tmp_path, text):
    file = tmp_path / "broken.json"
    file.write_text(text)

    (found,) = results(file)

    assert not found.passed
    assert found.why.startswith("the file cannot be read: ")


def test_a_file_that_is_not_there_or_no_text_is_one_failure(tmp_path):
    (tmp_path / "latin.json").write_bytes(b'{"cases": ["\xff"]}')

    for file in (tmp_path / "nowhere.json", tmp_path, tmp_path / "latin.json"):
        (found,) = results(file)
        assert not found.passed


def test_the_runner_says_each_failure_and_counts(tmp_path, capsys):
    cases = [UNIT, UNIT | {"id": "wrong", "expected": {"amounts": ["7"]}}, "no case"]
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"cases": cases}))

    assert main([str(file)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "wrong: expected {amounts: [7]}, found {amounts: [6], amount: 6, total: 6, last_invoice: 6}: "
        "amounts[0]: 6 instead of 7",
        "case 3: expected nothing, found nothing: case is not a table of words",
        "1 passed, 2 failed",
    ]


def test_the_runner_is_content_with_good_cases(tmp_path, capsys):
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"cases": [UNIT]}))

    assert main([str(file)]) == 0
    assert capsys.readouterr().out == "1 passed, 0 failed\n"
    assert main([]) == 2
