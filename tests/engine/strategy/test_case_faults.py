"""Faults of a case as a whole, word for word, each with its place and its remedy."""

import re
from pathlib import Path

import pytest

from suture.engine.fault import Faulty
from suture.engine.strategy.case import Case
from suture.engine.strategy.case_faults import case_faults
from suture.engine.terms.reading import read

CASES = Path(__file__).resolve().parents[3] / "examples" / "cases"
GOOD = """\
suture: 1
case: good
starts: 2027-01-01
company: {kind: startup, cash: 2_000_000}
products:
  catheter: {units: [8_000]}
partners:
  north:
    quote:
      catheter: [{order_from: 0, price: 31}, {order_from: 500, price: 29}]
"""


def faults(text: str) -> list[str]:
    try:
        read(text, Case, check=case_faults)
    except Faulty as faulty:
        return [str(fault) for fault in faulty.faults]
    return []


@pytest.mark.parametrize("name", ["minimal", "startup", "mature", "research"])
def test_the_examples_have_none(name):
    assert faults((CASES / f"{name}.yaml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "case: good", "case: good\ncurrency: XXX",
            "line 3: currency: 'XXX' is no currency that is known\n"
            "    Write the code of ISO 4217, such as USD, EUR or CNY.",
        ),
        (
            "case: good", "case: good\ncurrency: ABC",
            "line 3: currency: 'ABC' is no currency that is known\n"
            "    Write the code of ISO 4217, such as USD, EUR or CNY.",
        ),
        (
            "cash: 2_000_000", "cash: 2_000_000 EUR",
            "line 4: company.cash: the figure is in EUR, the case in USD\n    Convert it to USD, as of one day.",
        ),
        (
            "cash: 2_000_000", "cash: unknown",
            "line 4: company.cash: the free cash is not known\n"
            "    Ask finance; a range will do: {low: 1_000_000, high: 2_000_000}.",
        ),
        (
            "cash: 2_000_000", "cash: [{from: 2027-01-01, value: 5}]",
            "line 4: company.cash: this has values by date, and a case holds for one day\n    Write "
            "one value or range.",
        ),
        (
            "cash: 2_000_000", "cash: 2_000_000, funding: [{name: A, month: 90, amount: 1, chance: "
            "1, slip_months: [0, 9]}]",
            "line 4: company.funding[0].month: month 90 lies after the 60 months of the case\n"
            "    Leave it out, or add months.",
        ),
        (
            "cash: 2_000_000", "cash: 2_000_000, funding: [{name: A, month: 9, amount: 1, chance: 1, "
            "slip_months: [9, 0]}]",
            "line 4: company.funding[0].slip_months: the slip of 9 to 0 months is no range\n"
            "    Write least and most months, such as [0, 9].",
        ),
        (
            "north:\n", "north:\n    supplies: false\n",
            "line 7: partners: no partner makes goods or builds\n"
            "    Leave 'supplies: false' out of one partner, or add a maker.",
        ),
        (
            "partners:", "today: {partner: south, committed: true}\npartners:",
            "line 7: today.partner: today's partner 'south' is not among the partners\n"
            "    Use one of: north, or add it.",
        ),
        (
            "units: [8_000]", "price: 90",
            "line 6: products.catheter: nothing is to be made of it: it has neither units nor an "
            "adoption curve nor stages\n"
            "    Give the units of years 1, 2, 3, or take the product out.",
        ),
        (
            "units: [8_000]", "units: [0]",
            "line 6: products.catheter.units: the plan has no unit in any year\n    Give the units "
            "of at least one year.",
        ),
        (
            "units: [8_000]", "units: [unknown]",
            "line 6: products.catheter.units[0]: this is unknown, and nothing stands in for it\n"
            "    Give a value or a range.",
        ),
        (
            "units: [8_000]", "units: [8_000], shape: [1, 2, 3]",
            "line 6: products.catheter.shape: the series has 3 months\n"
            "    Give 12, which repeat every year, or 60, one for each month of the case.",
        ),
        (
            "units: [8_000]", "units: [8_000], shape: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]",
            "line 6: products.catheter.shape: the weights are not demand\n"
            "    Give numbers from zero up, not all of them zero.",
        ),
        (
            "units: [8_000]", "units: [8_000], adoption: {market: 9_000, innovation: 0.01, imitation: 0.4}",
            "line 6: products.catheter.adoption: it has units a year and an adoption curve\n"
            "    Keep the one that you believe; they say the same.",
        ),
        (
            "catheter: [{order", "tube: [{order",
            "line 10: partners.north.quote.tube: there is no product 'tube'\n    Quote one of: catheter.",
        ),
        (
            "order_from: 500", "order_from: 0",
            "line 10: partners.north.quote.catheter[1].order_from: two steps begin at 0\n"
            "    Keep one price for an order of this size.",
        ),
        (
            "north:\n", "north:\n    region: cn\n",
            "line 8: partners.north: north lies in cn, outside the markets US, and no duty is given\n"
            "    Give what holds on the day of import; {low: 0 %, high: 50 %} will do.",
        ),
        (
            "north:\n", "north:\n    lot_size: 0\n",
            "line 9: partners.north.lot_size: this must be above zero\n"
            "    Write the real figure, or leave it out: a range stands in.",
        ),
        (
            "north:\n", "north:\n    outage_rate: {low: 1, high: 3}\n",
            "line 9: partners.north.outage_rate: 3 outages of a month or longer a year leave nothing to supply\n"
            "    Give outages a year, such as {low: 0.02, value: 0.05, high: 0.12}; at most 2.",
        ),
        (
            "north:\n", "north:\n    reopener: {low: -100 %, high: 7 %}\n",
            "line 9: partners.north.reopener: a yearly change of the price from -100 % to 7 % leaves no price\n"
            "    Write a share of the price a year, such as {low: -3 %, value: 2 %, high: 7 %}; within −50 % and "
            "100 %.",
        ),
        (
            "north:\n", "north:\n    lead_weeks: {low: 20, high: 30}\n    transit_weeks: 6\n",
            "line 9: partners.north.lead_weeks: lead and transit take up to 36 weeks, and a case can hold 34\n"
            "    Give the weeks from order to making and from making to arrival; stock that is made ahead is no lead "
            "time.",
        ),
        (
            "[{order_from: 0, price: 31}, {order_from: 500, price: 29}]", "[]",
            "line 10: partners.north.quote.catheter: the quote has no step\n    Give a price with 'order_from: 0'.",
        ),
        (
            "partners:", "today: {partner: lab, committed: false}\npartners:\n  lab: {supplies: false}",
            "line 7: today.partner: today's partner 'lab' does not supply\n"
            "    Take 'supplies: false' from it, or name its maker.",
        ),
        (
            "price: 31", "price: -31",
            "line 10: partners.north.quote.catheter[0].price: -31 is below 0\n    Write a number of at least 0.",
        ),
    ],
)  # fmt: skip
def test_a_fault_says_where_what_and_what_to_do(old, new, said):
    assert old in GOOD
    assert said in faults(GOOD.replace(old, new, 1))


def test_a_maker_without_any_price_is_a_fault():
    text = GOOD.split("    quote:")[0].replace("north:", "north: {}")
    assert faults(text) == [
        "line 8: partners.north: nothing says what north asks for 'catheter'\n"
        "    Give 'quote', or what builds the price up: 'labour', 'minutes', and 'material' of the product."
    ]


def test_all_faults_come_at_once():
    found = faults(GOOD.replace("cash: 2_000_000", "cash: unknown").replace("units: [8_000]", "units: [0]"))
    assert len(found) == 2


def test_a_rate_card_with_a_gap_is_found_at_its_place():
    card = (
        "  lab:\n    supplies: false\n    rate_card:\n      tiers:\n"
        "        - {from: 0, to: 10, price: 90}\n        - {from: 20, price: 60}\n"
    )
    (found,) = faults(GOOD + card)
    assert found.startswith("line 16: partners.lab.rate_card.tiers[1].from: ")


LONG_NAME = "n" * 60
NAMELESS = GOOD.replace("cash: 2_000_000", "cash: 2_000_000, name: ''")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            GOOD.replace("order_from: 500", "order_from: 500.5"),
            "line 8: partners.north: the agreement made from it (on demand) is faulty at clauses.0.tiers.0.to: 500.5 "
            "is not a whole number of steps of 1 piece\n"
            "    Write a multiple of 1, or declare a smaller step for the service.",
        ),
        (
            GOOD.replace("catheter", "down"),  # its price has the name of the yearly price-down of who commits
            "line 8: partners.north: the agreement made from it (committed) is faulty at clauses.3.id: clause 1 has "
            "the id 'price_down' too\n    Give every clause an id of its own.",
        ),
        (
            GOOD.replace("case: good", f"case: {LONG_NAME}").replace("north:", f"{LONG_NAME}:"),
            f"line 8: partners.{LONG_NAME}: the agreement made from it (base) is faulty at agreement: the text has "
            "more than 80 characters\n    Shorten it to 80 characters.",
        ),
        (
            NAMELESS,
            "line 8: partners.north: the agreement made from it (hours) is faulty at parties.buyer: nothing is written "
            "here\n    Write a value, or leave the key out where it may be left out.",
        ),
    ],
)  # fmt: skip
def test_what_makes_an_agreement_faulty_is_told_with_what_would_be_wrong_in_it(text, said):
    found = faults(text)
    assert said in found
    assert all("the agreement made from it" in each for each in found)


def test_an_agreement_that_cannot_be_made_is_refused_in_chinese_too():
    with pytest.raises(Faulty) as raised:
        read(NAMELESS, Case, check=case_faults)
    assert len(raised.value.faults) == 5
    for fault in raised.value.faults:
        assert not re.search("[A-Za-z]", fault.wrong.said("zh").replace("parties.buyer", "") + fault.remedy.said("zh"))
