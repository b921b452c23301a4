"""Real agreements priced to the rule that their public sections say, worked by hand."""

from datetime import date
from decimal import Decimal

import pytest

from suture.engine.terms.ranges import settled
from tests.contracts import Told, filled


def test_inmode_pays_for_goods_that_are_not_lifted_within_three_months():
    """8.2: 100 made, 60 delivered: 40 × the contract price in the fourth month, and back when they are taken."""
    told = Told(filled("inmode-flextronics"))
    told.fact("system", "made", 0, 100).fact("system", "delivered", 0, 60).fact("system", "delivered", 5, 40)
    assert told.due()["unlifted"][:7] == [0, 0, 0, 54_000, 0, -54_000, 0]


def test_inmode_s_price_is_built_from_cost_and_its_parts_carry_two_per_cent():
    """(900 × 1.05 + 240 × 45 / 60 + 60) / 0.96 × 1.10 = 1,357.81; 6.5(iii): 100 parts at 25.00 and 2 % are 2,550.00."""
    told = Told(filled("inmode-flextronics"))
    told.fact("system", "delivered", 0, 10).fact("long_lead_part", "authorised", 0, 100)
    due = told.due()
    assert due["price"][0] == Decimal("13578.10")
    assert due["long_lead"][:4] == [0, 0, 0, 2550]


def test_inmode_keeps_at_most_four_weeks_of_forecast():
    """7.4.1: 130 forecast for a month are 30 a week, so of 500 in stock 120 count; at 1 % they would cost 1,620.00."""
    agreed = filled("inmode-flextronics")
    at = next(i for i, clause in enumerate(agreed.clauses) if clause.id == "stock")
    told = Told(settled(agreed, {("clauses", at, "rate_per_month"): Decimal("0.01")}))
    told.fact("system", "forecast", 0, 130, ahead=1).fact("system_stock", "held", 1, 500)
    assert told.due()["stock"][1].quantize(Decimal("0.01")) == Decimal("1620.00")


def test_inmode_answers_for_a_fault_up_to_what_it_received_for_the_goods():
    """18.4: a fault costs 9,000.00, three systems of 1,350.00 are concerned: 4,050.00 are credited."""
    told = Told(filled("inmode-flextronics"))
    told.fact("cost_of_fault", "spent", 2, "9000").fact("system", "rejected", 2, 3)
    due = told.due()
    assert due["fault"][2] + due["cap"][2] == -4050


@pytest.mark.parametrize(("cost", "royalty"), [(90, 80), (100, 80), (120, 96)])
def test_zounds_takes_the_higher_of_80_per_cent_and_80_dollars(cost, royalty):
    told = Told(filled("zounds-innerscope")).level("cost_of_aid", 0, cost).level("cost_of_rechargeable_aid", 0, cost)
    told.fact("aid", "delivered", 0, 10).fact("rechargeable_aid", "delivered", 0, 10)
    due = told.due()
    assert due["royalty"][0] == 10 * royalty
    assert due["royalty_rechargeable"][0] == 10 * max(cost, 100)


@pytest.mark.parametrize(("units", "deposit"), [(500, "23750"), (501, "47595")])
def test_zounds_wants_half_with_the_order_and_all_of_it_above_500_units(units, deposit):
    told = Told(filled("zounds-innerscope")).level("cost_of_aid", 0, 95).level("cost_of_rechargeable_aid", 0, 95)
    told.fact("aid", "ordered", 0, units)
    assert told.due()["payment_of_cost"][0] == Decimal(deposit)


def test_zounds_takes_its_access_fee_in_two_halves():
    due = Told(filled("zounds-innerscope")).level("cost_of_aid", 0, 95).level("cost_of_rechargeable_aid", 0, 95).due()
    assert due["access_first"][:3] == [500_000, 0, 0]
    assert due["access_second"][:3] == [0, 500_000, 0]


def test_apollo_is_bound_by_three_months_of_forecast_and_its_yearly_minimum():
    """5.1: 1,000 told three months ahead bind although later issues fall to 400; 700 ordered, 300 × 30.00."""
    told = Told(filled("apollo-establishment-labs"))
    told.fact("balloon_set", "forecast", 0, 1000, ahead=3).fact("balloon_set", "forecast", 2, 400, ahead=1)
    told.fact("balloon_set", "ordered", 3, 700).fact("balloon_set", "delivered", 3, 700)
    due = told.due()
    assert due["forecast"][3] == 9000
    assert due["minimum"][11] == (6000 - 700) * 10


def test_profound_is_bound_by_two_months_and_no_more():
    told = Told(filled("profound-philips"))
    told.fact("device", "forecast", 0, 2, ahead=2).fact("device", "forecast", 0, 4, ahead=3)
    due = told.due()["forecast"]
    assert due[2:5] == [300_000, 0, 0]


def test_seaspine_pays_for_a_run_that_is_started_and_tops_up_to_stay_exclusive():
    """2.3(a): 101 pieces are two runs. 2.4: 100,000 − 4,000 of fees are topped up by election, else it lapses."""
    told = Told(filled("seaspine-pcomed")).fact("treated_piece", "made", 1, 101, event="run")
    assert told.due()["run_fee"][1] == 4000
    closes = next(i for i, p in enumerate(told.planned.periods) if p.start == date(2014, 4, 1))
    level = {False: told.due()["exclusive"]}
    told.fact("top_up_election", "confirmed", closes + 1, 1)
    due = told.due()
    level[True] = due["exclusive"]
    assert sum(due["top_up"]) == 96_000
    assert [sum(level[elected][: closes + 3]) for elected in (False, True)] == [0, 1]


def test_vapotherm_keeps_one_month_s_average_as_safety_stock_and_shares_recalls_by_cause():
    """2.2: 600 ordered in six months are 100 a month; at 1 % of 18.00 a stock of 500 would cost 18.00. 9: by cause."""
    agreed = filled("vapotherm-medica")
    at = next(i for i, clause in enumerate(agreed.clauses) if clause.id == "stock")
    told = Told(settled(agreed, {("clauses", at, "rate_per_month"): Decimal("0.01")}))
    told.fact("recall_by_seller", "spent", 0, "1000").fact("recall_by_buyer", "spent", 0, "700")
    told.fact("cartridge", "ordered", 2, 600).fact("cartridge_stock", "held", 5, 500)
    due = told.due()
    assert (due["recall_ours"][0], due["recall_theirs"][0], due["stock"][5]) == (-1000, 700, 18)


def test_west_pays_for_every_bracket_of_crude_in_the_next_month():
    """Two brackets above that of the base price: 2 × 15.00 on 100 t, a month after it was notified."""
    told = Told(filled("west-exxonmobil")).level("crude_bracket", 0, 12).level("crude_bracket", 3, 14)
    told.fact("butyl", "delivered", 3, 100).fact("butyl", "delivered", 4, 100)
    due = told.due()
    assert due["crude"][3:5] == [0, 3000]
    assert due["price"][3] == 100 * 3019


def test_west_recovers_no_more_than_the_price_of_the_goods():
    told = Told(filled("west-exxonmobil")).level("crude_bracket", 0, 12)
    told.fact("nonconforming", "spent", 5, "50000").fact("butyl", "rejected", 5, 4)
    due = told.due()
    assert due["defects"][5] + due["cap"][5] == -4 * 3019


def test_antares_bills_the_least_order_and_is_charged_for_syringes_beyond_the_yield():
    """3.3: 300 ordered are billed as 500. 2.2(b): of 1,000 issued 100 are lost, 20 of them by the yield; 80 × 40.00."""
    told = Told(filled("antares-amag")).fact("injector", "ordered", 0, 300, event="order")
    told.fact("syringe", "issued", 0, 1000).fact("injector", "good", 0, 900)
    due = told.due()
    assert due["price"][0] == 500 * 60
    assert sum(due["syringes"][:12]) == -(100 - 20) * 40


def test_conformis_is_paid_for_its_two_milestones_a_month_later():
    told = Told(filled("conformis-stryker"))
    told.fact("prototype", "milestone", 2, 1).fact("design_freeze", "milestone", 9, 1)
    due = told.due()
    assert (due["milestone_1"][2], due["milestone_2"][9]) == (2_000_000, 3_000_000)
    assert (due["payment"][3], due["payment"][10]) == (2_000_000, 3_000_000)
    assert due["exclusive"][0] == 1
    assert sum(due["exclusive"]) == 1  # until the end of 2031


def test_cerus_pays_the_amended_price_from_april_2018_and_services_by_the_hour():
    told = Told(filled("cerus-porex"))
    told.fact("wafer", "delivered", 11, 1000).fact("wafer", "delivered", 12, 1000).fact("engineering", "worked", 14, 8)
    due = told.due()
    assert due["wafers"][11:13] == [4000, 5000]
    assert due["work"][14] == 960


def test_msl_owes_no_more_than_three_per_cent_of_the_bill_of_materials():
    """15.3(b): 1,000 products at 400.00 of material: 12,000.00 of a loss of 20,000.00."""
    told = Told(filled("msl-ibm")).level("parts_cost", 0, 400).fact("product", "delivered", 0, 1000)
    told.fact("consigned_replacement", "spent", 4, "20000")
    due = told.due()
    assert due["consigned"][4] + due["cap"][4] == -12_000


@pytest.mark.parametrize(("found", "credited"), [(5000, -5000), (5001, -9001)])
def test_msl_bears_the_audit_where_a_material_discrepancy_is_found(found, credited):
    told = Told(filled("msl-ibm")).level("parts_cost", 0, 400)
    told.fact("image_audit", "confirmed", 6, found).fact("image_audit", "spent", 6, 4000)
    assert told.due()["image_audit"][6] == credited


def test_msl_pays_a_recall_only_while_the_rate_of_failures_is_above_the_trigger():
    told = Told(filled("msl-ibm")).level("parts_cost", 0, 400).fact("product", "delivered", 0, 1000)
    told.fact("recall", "spent", 0, "500").fact("product", "rejected", 1, 150).fact("recall", "spent", 1, "700")
    due = told.due()["recall"]
    assert due[:2] == [0, -700]
