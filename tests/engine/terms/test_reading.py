"""An agreement is read, or everything that is wrong with it is said: where, what, and what to do."""

import pytest

from suture.engine.clauses import KINDS
from suture.engine.fault import Faulty, dotted
from suture.engine.terms.agreement import Service
from suture.engine.terms.reading import read, read_agreement
from tests.supply import AGREEMENT, but


def refusals(text, **more):
    """Each fault as `line path: what` with its remedy."""
    with pytest.raises(Faulty) as raised:
        read_agreement(text, **more)
    return [(f"{f.line} {dotted(f.path)}: {f.wrong}", str(f.remedy)) for f in raised.value.faults]


def codes(text):
    with pytest.raises(Faulty) as raised:
        read_agreement(text)
    return [(fault.line, dotted(fault.path), fault.wrong.text.code) for fault in raised.value.faults]


def test_a_good_agreement_is_read_and_is_frozen():
    agreement = read_agreement(AGREEMENT)
    assert agreement.agreement == "2027-014"
    assert [clause.id for clause in agreement.clauses] == ["price", "commitment"]
    with pytest.raises(ValueError, match="frozen"):
        agreement.currency = "EUR"


@pytest.mark.parametrize(
    ("old", "new", "said", "remedy"),
    [
        (
            "make_up: later_excess", "make_up: later_excess\n    stand_for: 5.2",
            "34 clauses[1].stand_for: the key 'stand_for' is not known here",
            "Did you mean 'stands_for'? Known here: currency, id, kind, make_up, measure, minimum, price, prorate, "
            "services, stands_for, window.",
        ),
        (
            "37.00 USD/piece", "37,00",
            "25 clauses[0].tiers[1].00: the key '00' is not known here",
            "Was a decimal comma meant? Write a decimal point. Known here: fee, from, price, to.",
        ),
        (
            "minimum: 12000 piece", "minimum: 12,000 piece",
            "31 clauses[1].minimum: '12,000 piece' is not a number",
            "Write digits with a decimal point, such as 1250.50, and the unit after it.",
        ),
        (
            "minimum: 12000 piece", "minimum: NaN",
            "31 clauses[1].minimum: 'NaN' is not a number",
            "Write digits with a decimal point, such as 1250.50, and the unit after it.",
        ),
        (
            "minimum: 12000 piece", "minimum: {low: 9, high: .inf}",
            "31 clauses[1].minimum: '.inf' is not a number",
            "Write digits with a decimal point, such as 1250.50, and the unit after it.",
        ),
        (
            "minimum: 12000 piece", "minimum: 1e5",
            "31 clauses[1].minimum: '1e5' is not a number",
            "Write digits with a decimal point, such as 1250.50, and the unit after it.",
        ),
        (
            "minimum: 12000 piece", "minimum: 12345678901234567890",
            "31 clauses[1].minimum: 12345678901234567890 has more than 15 digits before or 12 behind the point",
            "Correct the number.",
        ),
        (
            "minimum: 12000 piece", "minimum:",
            "31 clauses[1].minimum: nothing is written here",
            "Write a value, or leave the key out where it may be left out.",
        ),
        (
            "minimum: 12000 piece", "minimum: {low: 900, value: 12000}",
            "31 clauses[1].minimum: a range has only one of low and high",
            "Write both.",
        ),
        (
            "minimum: 12000 piece", "minimum: {low: 15000, value: 12000, high: 16000}",
            "31 clauses[1].minimum: low 15000, value 12000 and high 16000 are not in rising order",
            "Put them in order.",
        ),
        (
            "minimum: 12000 piece", "minimum: {low: 9 piece, high: 16 box}",
            "31 clauses[1].minimum: one figure is written in 'piece' and in 'box'",
            "Write all its numbers in one unit.",
        ),
        (
            "minimum: 12000 piece", "minimum: [{from: 2028-01-01, value: 5}, {from: 2027-01-01, value: 6}]",
            "31 clauses[1].minimum: the dated values are not in rising order of date",
            "Sort them by 'from'; each day once.",
        ),
        (
            "kind: take_or_pay", "kind: take_and_pay",
            "27 clauses[1].kind: there is no clause kind 'take_and_pay'",
            "Did you mean 'take_or_pay'? Write one of: {kinds}.",
        ),
        (
            "make_up: later_excess", "make_up: later",
            "33 clauses[1].make_up: 'later' is none of the choices",
            "Write one of: later_excess, none.",
        ),
        (
            "services: [catheter]", "services: catheter",
            "28 clauses[1].services: 'catheter' stands where a list belongs",
            "Write a list: [a, b], or a line beginning with '- ' for each.",
        ),
        (
            "services: [catheter]", "services: []",
            "28 clauses[1].services: the list is empty",
            "Write at least one.",
        ),
        (
            "parties: {buyer: Vena, seller: North}", "parties: Vena and North",
            "4 parties: 'Vena and North' stands where keys and values belong",
            "Write 'key: value' for each of: buyer, seller.",
        ),
        (
            "buyer: Vena, ", "",
            "4 parties.buyer: the key 'buyer' is missing",
            "Add it: what changes an amount has no default.",
        ),
        (
            "until: 2029-01-01", "until: 2029-02-30",
            "6 valid.until: '2029-02-30' is not a date",
            "Write a day of the calendar as year-month-day, such as 2027-01-31.",
        ),
        (
            "until: 2029-01-01", "until: 1861920000",
            "6 valid.until: '1861920000' is not a date",
            "Write a day of the calendar as year-month-day, such as 2027-01-31.",
        ),
        (
            "until: 2029-01-01", "until: 9999-01-01",
            "6 valid.until: 9999-01-01 lies outside 1900 to 2299",
            "Correct the year.",
        ),
        (
            "currency: USD", "currency: dollars",
            "5 currency: 'dollars' is not a currency code",
            "Write three capital letters, such as USD.",
        ),
        (
            "suture: 1", "suture: 2",
            "1 suture: version '2' of the format is not known",
            "Write 'suture: 1'.",
        ),
        (
            "id: commitment", "id: Commitment 1",
            "26 clauses[1].id: 'Commitment 1' cannot be a name here",
            "Begin with a small letter and use small letters, digits, - and _.",
        ),
        (
            "step: 1}", "step: 0}",
            "11 services.catheter.step: 0 is not above 0",
            "Write a number that is above 0.",
        ),
        (
            "agreement: 2027-014", "agreement: [2027-014]",
            "2 agreement: keys or a list stand where one text belongs",
            "Write one text.",
        ),
    ],
)  # fmt: skip
def test_one_thing_wrong_is_said_with_its_place_and_its_remedy(old, new, said, remedy):
    assert refusals(but(old, new)) == [(said, remedy.replace("{kinds}", ", ".join(KINDS)))]


def test_all_faults_come_at_once_in_the_order_of_the_lines():
    text = but("mode: half_up", "mode: half")
    text = but("price: 37.00", "prize: 37.00", text)
    text = but("window: contract_year\n    minimum: 12000 piece", "minimum: 12000 box", text)
    assert codes(text) == [
        (9, "rounding.mode", "not_a_choice"),
        (25, "clauses[0].tiers[1].price", "key_missing"),
        (25, "clauses[0].tiers[1].prize", "key_unknown"),
        (26, "clauses[1].window", "key_missing"),
    ]


def test_what_only_the_whole_shows_comes_together_with_what_could_not_be_read():
    broken = but("make_up: later_excess", "make_up: sometimes")
    assert codes(but("{from: 1000,", "{from: 1100,", broken)) == [
        (25, "clauses[0].tiers[1].from", "tiers_gap"),
        (33, "clauses[1].make_up", "not_a_choice"),
    ]
    assert codes(but("37.00 USD", "37.00 EUR", broken)) == [
        (25, "clauses[0].tiers[1].price", "currency_differs"),
        (33, "clauses[1].make_up", "not_a_choice"),
    ]


def test_with_a_broken_head_the_clauses_are_still_looked_at():
    assert codes(but("{from: 1000,", "{from: 1100,", but("currency: USD\n", ""))) == [
        (1, "currency", "key_missing"),
        (24, "clauses[0].tiers[1].from", "tiers_gap"),
    ]


def test_a_fault_names_its_file_line_and_path():
    with pytest.raises(Faulty) as raised:
        read_agreement(but("currency: USD", "currency: XXX"), file="supply.yaml")
    assert str(raised.value) == (
        "supply.yaml:5: currency: 'XXX' is no currency that is known\n"
        "    Write the code of ISO 4217, such as USD, EUR or CNY."
    )


@pytest.mark.parametrize("text", ["just words", "- a\n- b\n", "[]"])
def test_a_text_without_keys_is_refused(text):
    assert codes(text) == [(1, "", "not_keys_at_top")]


def test_any_written_model_is_read_by_the_same_reader():
    assert read("unit: hour\nstep: 0.25\n", Service).unit == "hour"
    with pytest.raises(Faulty) as raised:
        read("unit: hour\nsteps: 0.25\n", Service, file="x.yaml")
    assert [dotted(fault.path) for fault in raised.value.faults] == ["step", "steps"]
    assert {fault.file for fault in raised.value.faults} == {"x.yaml"}
