"""Quotes brought to landed cost per accepted unit on the asker's own terms."""

from decimal import Decimal
from functools import cache

import pytest

from suture.engine.fault import Faulty
from suture.engine.money import Money
from suture.engine.quotes.level import level
from tests.engine.quotes.quoted import EAST, NORTH, both, quote, request

D = Decimal


def usd(amount):
    return Money(round(Decimal(amount) * 100), "USD")


@cache
def levelled():
    """The two quotes as they are."""
    return level(request(), both())


def codes(faulty):
    return [fault.wrong.text.code for fault in faulty.value.faults]


def test_the_landed_cost_of_each_is_the_arithmetic_of_its_terms_and_of_the_way():
    found = levelled()
    east, north = found.quotes
    assert (east.bidder, north.bidder) == ("East", "North")
    # 74,000 x 140 + 74 lots x 9,000 = 11,026,000 CNY, at 14 for 100; the tool 300,000 CNY
    assert east.goods == usd("1543640")
    assert east.other == usd("42000")
    # 74,000 x 0.12 kg x 4.20; 0.4 % and 20 % of the goods cleared for export; 0.03 a unit
    assert {part.part: part.amount for part in east.parts if not part.borne_by_seller} == {
        "freight": usd("37296"), "insurance": usd("6174.56"), "import": usd("2220"), "duty": usd("308728"),
    }  # fmt: skip
    assert east.landed == usd("1940058.56")
    assert east.accepted == 74_000 - 1_480  # two of a hundred
    assert east.unit_cost.likely == D("26.7520")  # 1,940,058.56 / 72,520
    # DAP: nothing is left to the buyer
    assert north.landed == usd("1974400")
    assert north.unit_cost.likely == D("26.9506")
    assert str(found.answer) == "East is cheapest: 26.752 USD for an accepted piece at Memphis, 0.7 % below North."


def test_a_difference_too_small_for_a_number_is_told_as_less_than_a_tenth_of_a_per_cent():
    nearly = quote(NORTH, ("bidder: North", "bidder: South"), ("unit_price: 22.00", "unit_price: 22.01"))
    found = level(request(), [("n", quote(NORTH)), ("s", nearly)])
    # 740 USD more of 1,974,400 over the plan: 0.04 %
    assert str(found.answer) == (
        "North is cheapest: 26.9506 USD for an accepted piece at Memphis, less than 0.1 % below South."
    )
    assert found.answer.said("zh").endswith("比 South 低不到 0.1 %。")


def test_a_unit_in_latin_letters_stands_between_spaces_in_chinese_and_a_chinese_one_does_not():
    assert "每件合格品运抵" in levelled().answer.said("zh")
    of_tests = ("{unit: piece, step: 1}", "{unit: test, step: 1}")
    north, south = quote(NORTH, of_tests), quote(NORTH, of_tests, ("bidder: North", "bidder: South"))
    found = level(request(("unit: piece", "unit: test")), [("n", north), ("s", south)])
    assert "每 test 合格品运抵" in found.answer.said("zh")
    moved = {each.input: each.words.said("zh") for each in (*found.flips, *found.unflipped)}
    assert moved["regions.us.freight.per_unit"] == "自“us”起每 test 的运费"


def test_the_price_under_the_incoterm_that_was_asked_for_adds_what_that_puts_on_the_seller():
    east, north = levelled().quotes
    assert north.at_incoterm == D("25.6000")  # DAP as quoted: 1,894,400 / 74,000; the tool does not travel
    # FOB goods 20.86 a unit, freight 0.504, insurance 0.4 %
    assert east.at_incoterm == D("21.4474")


def test_what_the_partner_takes_beside_the_price_makes_the_total():
    _, north = levelled().quotes
    # three years: upkeep 45,000; 25 h x 90 x 12; four changes at 2,500; exit: the tool is paid, moving costs 150,000
    assert [str(extra.amount) for extra in north.extras] == [
        "135,000.00 USD", "81,000.00 USD", "30,000.00 USD", "150,000.00 USD",
    ]  # fmt: skip
    assert north.total.likely == usd("2370400")
    assert north.total_unit == D("32.3560")


def test_a_bidder_may_take_more_oversight_than_the_others_and_then_the_total_says_another():
    found = level(request(("exit: {by", "partners: {East: {upkeep: 90000}}\nexit: {by")), both())
    assert found.quotes[0].bidder == "East"
    said = " ".join(map(str, found.because))
    assert "exit North is lower for an accepted piece: 32.356 USD against" in said


def test_what_is_missing_or_assumed_otherwise_is_asked_in_both_languages():
    changed = quote(EAST, ("lead_weeks: 12", "lead_weeks: 16"))
    east = level(request(), [("e", changed), ("n", quote(NORTH))]).quotes[0]
    assert [str(asked.words) for asked in east.questions] == [
        "Does your price include sterilisation? If not, please quote it apart.",
        "You quote FOB Shanghai (Incoterms 2020); we asked for DAP Memphis. What is your price under it?",
        "Your price assumes a lead time of 16 weeks; we asked for a lead time of 12 weeks. What would it be then?",
        "What does a change order cost?",
    ]
    assert east.questions[0].words.said("zh") == "贵方价格是否包含灭菌？如不包含，请单独报价。"
    assert east.missing == ("sterilisation",)


def test_a_quote_that_expires_or_ends_before_is_asked_about_and_goes_on_unchanged():
    early = quote(
        NORTH, ("valid_until: 2027-02-01", "valid_until: 2026-12-01"), ("until: 2030-01-01", "until: 2029-01-01")
    )
    (north,) = level(request(), [("n", early)]).quotes
    asked = [str(each.words) for each in north.questions]
    assert "Your quote ends on 2026-12-01; we decide on 2026-12-15. Will you hold it until then?" in asked
    assert "Your terms end with 2028-12-31; we plan until 2029-12-31. Do your prices hold until then?" in asked
    assert north.landed == usd("1974400")
    assert [str(note) for note in north.notes] == [
        "The terms end with 2028-12-31; they are taken to go on unchanged until the plan ends."
    ]


def test_value_items_stand_beside_the_price_and_change_nothing_of_it():
    with_it, without = (
        level(request(), [("n", quote(text))]).quotes[0]
        for text in (
            NORTH,
            NORTH.replace("value:\n  - {item: yield_warranty, says: 96 % or the lot is made again}\n", ""),
        )
    )
    assert [(str(each.title), each.says) for each in with_it.stated] == [
        ("yield warranty", "96 % or the lot is made again")
    ]
    assert without.stated == ()
    assert with_it.landed == without.landed


def test_rejects_that_the_seller_replaces_cost_the_buyer_nothing():
    replaced = quote(NORTH, ("share: 1 %, borne_by: buyer", "share: 1 %, borne_by: seller"))
    (north,) = level(request(), [("n", replaced)]).quotes
    assert north.accepted == north.ordered == 74_000
    assert north.unit_cost.likely == D("26.6811")  # 1,974,400 / 74,000


def test_terms_that_bill_what_is_accepted_do_not_charge_for_rejects():
    terms = "{id: lots, kind: unit, service: catheter, measure: accepted, price: 22.00}"
    old = "{id: lots, kind: lot_economics, service: catheter, bills: ordered, unit_price: 22.00, " \
          "lot: {size: 500, fee: 1800}}"  # fmt: skip
    (north,) = level(request(), [("n", quote(NORTH, (old, terms)))]).quotes
    assert north.goods == usd(73_260 * 22)


def test_dated_duty_is_that_of_the_day_on_which_goods_are_ordered():
    by_day = "[{from: 2026-01-01, value: 20 %}, {from: 2028-01-01, value: 0 %}]"
    dated = request(("duty: {share: 20 %, on: fob}", f"duty: {{share: {by_day}, on: fob}}"))
    (east,) = level(dated, [("e", quote(EAST))]).quotes
    duty = next(part.amount for part in east.parts if part.part == "duty")
    assert duty == usd(D("0.2") * (20_000 * 140 + 20 * 9_000) * D("0.14"))  # of the first year only


def test_ranges_give_low_likely_and_high_and_say_where_they_overlap():
    wide = request(("per_kg: 4.20 USD/kg", "per_kg: {low: 2 USD/kg, value: 4.20 USD/kg, high: 9 USD/kg}"),
                   ("share: 20 %, on: fob", "share: {low: 10 %, value: 20 %, high: 25 %}, on: fob"))  # fmt: skip
    found = level(wide, both())
    east, north = found.quotes
    assert not north.unit_cost.is_range
    # freight moves by (2 - 4.2) x 0.12 x 74,000, duty by 10 points of 1,543,640
    low = (D("1940058.56") - D("19536") - D("154364")) / 72_520
    high = (D("1940058.56") + D("42624") + D("77182")) / 72_520
    assert (east.unit_cost.low, east.unit_cost.high) == (round(low, 4), round(high, 4))
    assert "The ranges overlap: East may cost 24.3541 to 28.4041" in " ".join(map(str, found.because))


def test_a_range_within_the_terms_of_a_quote_widens_its_cost():
    wide = quote(NORTH, ("unit_price: 22.00", "unit_price: {low: 20, value: 22, high: 23}"))
    (north,) = level(request(), [("n", wide)]).quotes
    assert (north.unit_cost.low, north.unit_cost.high) == (
        round((D(1_974_400) - 148_000) / 73_260, 4), round((D(1_974_400) + 74_000) / 73_260, 4),
    )  # fmt: skip


def test_exit_by_terms_is_what_the_terms_bill_when_they_are_left_on_the_last_day():
    tool = "at_once: {on: 2027-02-01}, on_exit: nothing_due"
    spread = "per_piece: {service: catheter, measure: ordered, pieces: 100000, unit_price_decimals: 2}, " \
             "on_exit: balance_due"  # fmt: skip
    by_terms = request(("exit: {by: figures, tooling_share: 100 %,", "exit: {by: terms,"))
    by_figures = request(("tooling_share: 100 %", "tooling_share: 50 %"))
    offered = [("n", quote(NORTH, (tool, spread)))]
    # 74,000 of 100,000 pieces at 0.80 have paid 59,200 of 80,000
    for asked, owed in ((by_terms, 20_800), (by_figures, 10_400)):
        exit_ = next(e.amount for e in level(asked, offered).quotes[0].extras if e.kind == "exit")
        assert exit_ == usd(150_000 + owed)


def test_an_unknown_price_of_a_part_is_left_out_asked_about_and_said():
    part = "{id: mould, kind: tooling, cost: 80000,"
    (north,) = level(request(), [("n", quote(NORTH, (part, part.replace("80000", "unknown"))))]).quotes
    assert north.other == usd(0)
    assert "Not counted, since a figure is not known: mould." in map(str, north.notes)
    assert any("a figure is open (clauses[1].cost)" in str(asked.words) for asked in north.questions)


def test_an_index_of_the_terms_stands_where_the_request_puts_it():
    indexed = quote(
        NORTH, ("  services: {catheter: {unit: piece, step: 1}}",
                "  services: {catheter: {unit: piece, step: 1}}\n"
                "  indices: {cny: {describes: r, source: s, missing: last_stands, revised: first_stands}}"),
        ("on_exit: nothing_due, owner_once_paid: buyer}",
         "on_exit: nothing_due, owner_once_paid: buyer, currency: CNY}\n"
         "    - {id: paid, kind: conversion, of: [mould], from_currency: CNY, index: cny, quoted_for: '100', "
         "lag_periods: 0, counted_amounts: unrounded}"),
    )  # fmt: skip
    with pytest.raises(Faulty) as faulty:
        level(request(), [("n", indexed)])
    assert codes(faulty) == ["quote_index_missing"]
    (north,) = level(request(("upkeep: 45000", "upkeep: 45000\nindices: {cny: 14}")), [("n", indexed)]).quotes
    assert north.other == usd(11_200)  # 80,000 CNY are only stated; 11,200 USD are charged


@pytest.mark.parametrize(
    ("text", "change", "code", "place"),
    [
        (EAST, ("currency: CNY", "currency: JPY"), "quote_rate_missing", ("terms", "currency")),
        (NORTH, ("region: us", "region: mx"), "quote_region_unknown", ("region",)),
        (NORTH, ("unit_price: 22.00", "unit_price: unknown"), "quote_price_missing", ("terms", "clauses")),
        (NORTH, ("from: 2027-01-01, until", "from: 2027-06-01, until"), "quote_terms_late", ("terms", "valid", "from")),
        (NORTH, ("sterilisation: {answer: included}", "sterilisation: {answer: apart, clause: eo}"),
         "quote_scope_clause_unknown", ("scope", "sterilisation", "clause")),
        (NORTH, ("services: {catheter: {unit: piece", "services: {catheter: {unit: box"), "quote_unit_differs",
         ("terms", "services", "catheter", "unit")),
        (NORTH, ("step: 1}}", "step: 2}}"), "quote_step_differs", ("terms", "services", "catheter", "step")),
        (NORTH, ("change_order: 2500 USD", "change_order: 2500 EUR"), "currency_differs", ("change_order",)),
        (NORTH, ("change_order: 2500 USD", "change_order: unknown"), "request_unknown", ("change_order",)),
        (NORTH, ("share: 1 %", "share: 60 %"), "request_many_rejects", ("rejects", "share")),
    ],
)  # fmt: skip
def test_what_keeps_a_quote_from_being_levelled_names_file_place_and_remedy(text, change, code, place):
    with pytest.raises(Faulty) as faulty:
        level(request(), [("bad.yaml", quote(text, change))])
    (fault,) = faulty.value.faults
    assert (fault.wrong.text.code, fault.path, fault.file) == (code, place, "bad.yaml")
    assert fault.remedy.said("en")
    assert fault.remedy.said("zh")


def test_a_service_of_another_name_is_refused():
    other = NORTH.replace("catheter", "stent")
    with pytest.raises(Faulty) as faulty:
        level(request(), [("n", quote(other))])
    assert codes(faulty) == ["quote_service_missing"]


def test_a_bidder_who_stands_twice_and_a_partner_who_did_not_quote_are_refused_together():
    asked = request(("exit: {by", "partners: {South: {upkeep: 1}}\nexit: {by"))
    with pytest.raises(Faulty) as faulty:
        level(asked, [("a", quote(NORTH)), ("b", quote(NORTH, ("bidder: North", "bidder: ' north '")))])
    assert codes(faulty) == ["quote_bidder_twice", "request_partner_unknown"]


def test_a_way_with_gaps_serves_only_a_price_that_holds_all_of_it():
    gaps = request(("    import: {per_unit: 0}\n", ""))
    with pytest.raises(Faulty) as faulty:
        level(gaps, [("n", quote(NORTH))])
    assert codes(faulty) == ["quote_way_missing"]
    assert "Add 'import' to the region" in str(faulty.value)
    (north,) = level(gaps, [("n", quote(NORTH, ("incoterm: DAP", "incoterm: DDP")))]).quotes
    assert north.at_incoterm is None
    assert north.landed == usd("1974400")


def test_other_services_of_the_terms_are_planned_beside_or_said_to_be_left_out():
    hours = quote(
        NORTH, ("  services: {catheter: {unit: piece, step: 1}}",
                "  services: {catheter: {unit: piece, step: 1}, engineering: {unit: hour, step: 0.5}}"),
        ("  clauses:\n",
         "  clauses:\n    - {id: help, kind: unit, service: engineering, measure: worked, price: 120}\n"),
    )  # fmt: skip
    (plain,) = level(request(), [("n", hours)]).quotes
    assert "The terms price engineering too, of which the request plans nothing ('beside')." in map(str, plain.notes)
    asked = request(("upkeep: 45000", "upkeep: 45000\nbeside: {engineering: 40.5}"))
    (north,) = level(asked, [("n", hours)]).quotes
    assert north.landed.minus(plain.landed) == usd(3 * 40.5 * 120)
    assert north.other.minus(plain.other) == usd(3 * 40.5 * 120)  # hours do not travel
    (none,) = level(asked, [("n", quote(NORTH))]).quotes
    assert "We also need engineering, which your terms do not price. What does it cost?" in [
        str(each.words) for each in none.questions
    ]


def test_milestones_of_the_terms_are_reached_once():
    with_one = quote(
        NORTH, ("  services: {catheter: {unit: piece, step: 1}}",
                "  services: {catheter: {unit: piece, step: 1}, qualified: {unit: acceptance, step: 1}}"),
        ("  clauses:\n",
         "  clauses:\n    - {id: done, kind: milestone, service: qualified, amount: 90000, holdback: 10 %}\n"),
    )  # fmt: skip
    (north,) = level(request(), [("n", with_one)]).quotes
    assert north.other == usd(170_000)
