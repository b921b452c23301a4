"""Every kind of finding once, by hand, with its terms, its facts and its invoice in sight."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest

from suture.engine.claims.audit import Audit, audit
from suture.engine.claims.finding import TITLES, Finding, FindingKind
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.rating.plan import plan
from suture.engine.terms.agreement import Agreement
from tests.engine.built import agreement, happened

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "22 USD/piece"}
GOODS = {("catheter", "accepted"): [{"PO-1": 100}, {"PO-2": 50}, {"PO-3": 80}]}
DAYS = {1: "31", 2: "28", 3: "31"}
SERVICES = {
    "catheter": {"unit": "piece", "step": "1"}, "pallets": {"unit": "pallet", "step": "1"},
    "material": {"unit": "USD", "step": "0.01"}, "approved": {"unit": "acceptance", "step": "1"},
    "invoices": {"unit": "USD", "step": "0.01"}, "design": {"unit": "change", "step": "1"},
    "chip": {"unit": "piece", "step": "1"},
}  # fmt: skip


def billed(month: int, amount: str, **more: Any) -> InvoiceLine:
    """A line for all of a month, on the invoice of the month, by clause ``price`` where nothing else is said."""
    numbers = {name: Decimal(more.pop(name)) for name in ("quantity", "unit_price") if name in more}
    day = date.fromisoformat(f"2027-{month:02}-{DAYS[month]}")
    said: dict[str, Any] = {"invoice": f"N-{month}", "currency": "USD", "clause": "price"} | more
    if said.get("service"):
        said["clause"] = more.get("clause", "")
    return InvoiceLine(
        "2027-014", day=day, amount=Decimal(amount), first=day.replace(day=1), last=day, **numbers, **said
    )  # fmt: skip


MONTHS = [billed(1, "2200", quantity=100, unit_price=22), billed(2, "1100", quantity=50, unit_price=22),
          billed(3, "1760", quantity=80, unit_price=22)]  # fmt: skip


def audited(
    clauses: Sequence[Mapping[str, Any]], told: Mapping[Any, Any], lines: Sequence[InvoiceLine], **more: Any
) -> Audit:
    """The audit of a quarter."""
    levels = more.pop("levels", None)
    terms: Agreement = agreement(*clauses, **{"services": SERVICES, **more})
    planned = plan(terms)
    numbered = [line._replace(row=row) for row, line in enumerate(lines, start=2)]
    said = audit(planned, happened(planned, told, levels=levels), numbered, date(2027, 3, 31))
    assert sorted(said.verdicts) == [line.row for line in numbered]
    return said


def found(
    clauses: Sequence[Mapping[str, Any]], told: Mapping[Any, Any], lines: Sequence[InvoiceLine], **more: Any
) -> list[tuple[str, str]]:
    """Kind and difference of every finding, the most money first."""
    return [(each.kind, str(each.difference)) for each in audited(clauses, told, lines, **more).findings]


def the_one(*of: Any, **more: Any) -> Finding:
    """The only finding."""
    (finding,) = audited(*of, **more).findings
    return finding


def why(finding: Finding) -> str:
    """All its reasons, in English."""
    return " | ".join(str(reason) for reason in finding.reasons)


def test_a_quarter_that_is_billed_as_agreed_has_no_finding():
    said = audited([PRICE], GOODS, MONTHS)
    assert (said.findings, set(said.verdicts.values())) == ((), {"right"})
    assert [str(money) for money in (*said.billed, *said.right)] == ["5,060.00 USD", "5,060.00 USD"]


# What the lines themselves show


def test_billed_twice_the_month_stands_on_another_invoice_too():
    again = MONTHS[0]._replace(invoice="N-7")
    finding = the_one([PRICE], GOODS, [*MONTHS, again])
    assert (finding.kind, str(finding.difference), finding.rows) == ("billed_twice", "2,200.00 USD", (2, 5))
    assert "the same line stands there 2 times" in why(finding)


def test_invoice_twice_all_lines_of_an_invoice_stand_there_again():
    fee = {"id": "fee", "kind": "periodic_fee", "fee": "450 USD", "per": "month", "billed": "in_arrears",
           "part_of_a_period": "by_days"}  # fmt: skip
    fees = [billed(month, "450", clause="fee") for month in (1, 2, 3)]
    finding = the_one([PRICE, fee], GOODS, [*MONTHS, *fees, MONTHS[1], fees[1]])
    assert (finding.kind, str(finding.difference), finding.rows) == ("invoice_twice", "1,550.00 USD", (8, 9))


def test_wrong_arithmetic_100_at_22_are_added_up_as_2290():
    lines = [billed(1, "2290", quantity=100, unit_price=22), *MONTHS[1:]]
    finding = the_one([PRICE], GOODS, lines)
    assert (finding.kind, str(finding.difference), finding.rows) == ("wrong_arithmetic", "90.00 USD", (2,))
    assert "100 × 22 is 2200, not 2290" in why(finding)


def test_wrong_currency_the_number_is_right_and_the_currency_is_not():
    lines = [MONTHS[0]._replace(currency="EUR"), *MONTHS[1:]]
    assert sorted(found([PRICE], GOODS, lines)) == [
        ("wrong_currency", "-2,200.00 USD"), ("wrong_currency", "2,200.00 EUR")
    ]  # fmt: skip


def test_outside_agreement_what_it_does_not_have_and_why():
    said_in_time = {"id": "last-call", "kind": "notice", "service": "design", "given_by": "either", "days": 90}
    late = MONTHS[0]._replace(first=date(2030, 1, 1), last=date(2030, 1, 31), amount=Decimal(400))
    lines = [*MONTHS, late, billed(2, "300", service="staff"), billed(3, "200", clause="pallet-fee"),
             billed(3, "100", clause="last-call"), billed(3, "50")._replace(agreement="2026-003")]  # fmt: skip
    said = audited([PRICE, said_in_time], GOODS, lines).findings
    assert [(each.kind, str(each.difference), why(each)) for each in said] == [
        ("outside_agreement", "400.00 USD",
         "it bills 2030-01-01..2030-01-31, and the agreement covers 2027-01-01..2028-12-31"),
        ("outside_agreement", "300.00 USD", "no clause of the agreement bills staff"),
        ("outside_agreement", "200.00 USD", "no clause of the agreement bills pallet-fee"),
        ("outside_agreement", "100.00 USD",
         "clause last-call makes nothing due to the other party, so nothing can be billed by it"),
    ]  # fmt: skip


def test_what_another_agreement_is_billed_and_tax_where_no_clause_speaks_of_it_cannot_be_checked():
    lines = [*MONTHS, billed(3, "50")._replace(agreement="2026-003"), billed(3, "334.40", clause="", sort="tax")]
    said = audited([PRICE], GOODS, lines)
    assert said.findings == ()
    assert [*said.verdicts.values()] == ["right"] * len(MONTHS) + ["cannot_be_checked"] * 2


def test_wrong_period_februarys_goods_are_billed_as_marchs_and_no_money_is_off():
    lines = [MONTHS[0], MONTHS[1]._replace(first=date(2027, 3, 1), last=date(2027, 3, 31)), MONTHS[2]]
    finding = the_one([PRICE], GOODS, lines)
    assert (finding.kind, str(finding.difference), finding.rows) == ("wrong_period", "0.00 USD", (3,))
    assert "billed for 2027-03-01..2027-03-31; it belongs to 2027-02-01..2027-02-28" in why(finding)


def test_credit_unlinked_a_credit_note_names_an_invoice_that_is_not_there():
    lines = [*MONTHS, MONTHS[0]._replace(invoice="N-8"), billed(1, "-2200", invoice="CN-1", credits="N-88",
             quantity=-100, unit_price=22)]  # fmt: skip
    assert found([PRICE], GOODS, lines) == [("credit_unlinked", "0.00 USD")]


def test_rounding_three_orders_of_a_third_are_rounded_one_by_one_and_no_line_is_wrong():
    third = PRICE | {"price": "0.333 USD/piece"}
    lines = [billed(1, "0.33", event=f"PO-{n}", quantity=1, unit_price="0.333") for n in (1, 2, 3)]
    said = audited([third], {("catheter", "accepted"): [{"PO-1": 1, "PO-2": 1, "PO-3": 1}]}, lines)
    assert [(each.kind, str(each.difference)) for each in said.findings] == [("rounding", "-0.01 USD")]
    assert set(said.verdicts.values()) == {"right"}


def test_unexplained_a_difference_is_never_hidden():
    assert found([PRICE], GOODS, [billed(1, "2213.37"), *MONTHS[1:]]) == [("unexplained", "13.37 USD")]
    assert found([PRICE], GOODS, [*MONTHS, billed(2, "-5", clause="")]) == [("unexplained", "-5.00 USD")]


# What happened


def test_quantity_above_facts_110_are_billed_and_100_were_accepted():
    lines = [billed(1, "2420", quantity=110, unit_price=22), *MONTHS[1:]]
    finding = the_one([PRICE], GOODS, lines)
    assert (finding.kind, str(finding.difference)) == ("quantity_above_facts", "220.00 USD")
    assert "110 billed, 100 happened: 10 × 22" in why(finding)
    assert "invoice N-1: 110 × 22 = 2420 USD" in why(finding)


def test_quantity_below_facts_40_are_billed_and_50_were_accepted():
    lines = [MONTHS[0], billed(2, "880", quantity=40, unit_price=22), MONTHS[2]]
    assert found([PRICE], GOODS, lines) == [("quantity_below_facts", "-220.00 USD")]


def test_not_supported_an_order_of_which_nothing_is_told():
    lines = [*MONTHS, billed(2, "660", event="PO-9", quantity=30, unit_price=22)]
    finding = the_one([PRICE], GOODS, lines)
    assert (finding.kind, str(finding.difference), finding.rows) == ("not_supported", "660.00 USD", (5,))
    assert "nothing is told of order PO-9" in why(finding)


def test_returned_not_credited_ten_came_back_in_march_and_are_billed_all_the_same():
    told = {("catheter", "accepted"): [{"PO-1": 100}, {"PO-2": 50}, {"PO-3": 80, "RMA-1": -10}]}
    finding = the_one([PRICE], told, MONTHS)
    assert (finding.kind, str(finding.difference), finding.rows) == ("returned_not_credited", "220.00 USD", (4,))


def test_milestone_not_reached_it_is_billed_before_anybody_told_that_it_was():
    step = {"id": "protocol", "kind": "milestone", "service": "approved", "amount": "30_000 USD"}
    lines = [*MONTHS, billed(2, "30000", clause="protocol")]
    assert found([PRICE, step], GOODS, lines) == [("milestone_not_reached", "30,000.00 USD")]
    reached = GOODS | {("approved", "milestone"): [0, 1]}
    assert found([PRICE, step], reached, lines) == []


# The terms of a price


def test_wrong_price_100_at_23_and_agreed_is_22():
    finding = the_one([PRICE], GOODS, [billed(1, "2300", quantity=100, unit_price=23), *MONTHS[1:]])
    assert (finding.kind, str(finding.difference)) == ("wrong_price", "100.00 USD")
    assert "100 at 23; agreed is 22" in why(finding)


TIERS = {"id": "price", "kind": "graduated", "service": "catheter", "measure": "accepted", "window": "contract_year",
         "bound": "upper_inclusive", "zero_use": "nothing_due", "price_change": "later_units",
         "tiers": [{"from": "0", "to": "120", "price": "22"}, {"from": "120", "price": "20"}]}  # fmt: skip


def test_wrong_tier_the_30_behind_the_120th_cost_20_and_were_billed_at_22():
    lines = [MONTHS[0], billed(2, "440", quantity=20, unit_price=22), billed(2, "660", quantity=30, unit_price=22),
             billed(3, "1600", quantity=80, unit_price=20)]  # fmt: skip
    finding = the_one([TIERS], GOODS, lines)
    assert (finding.kind, str(finding.difference), finding.rows) == ("wrong_tier", "60.00 USD", (4,))
    assert "30 at 22; the tier that was reached costs 20" in why(finding)


DISCOUNT = {"id": "off", "kind": "discount", "on": ["price"], "counted_amounts": "rounded", "window": "quarter",
            "share": "5 %", "threshold": "1000 USD", "past_threshold": "whole_window"}  # fmt: skip
DOWN = {"id": "down", "kind": "price_down", "on": ["price"], "each_reduction_on": "first_price",
        "reductions": [{"after_months": 2, "share": "3 %"}]}  # fmt: skip
INDEX = {"id": "index", "kind": "indexation", "on": ["price"], "index": "cpi", "base": "200", "weight": "50 %",
         "lag_periods": "0", "threshold": "0 %", "past_threshold": "whole_move"}  # fmt: skip


def test_missed_discount_a_net_price_without_the_five_per_cent():
    lines = [billed(1, "2090", service="catheter"), billed(2, "1100", service="catheter", quantity=50, unit_price=22),
             billed(3, "1672", service="catheter")]  # fmt: skip
    finding = the_one([PRICE, DISCOUNT], GOODS, lines)
    assert (finding.kind, str(finding.difference), finding.clauses) == (
        "missed_discount",
        "55.00 USD",
        ("price", "off"),
    )
    assert "billed without clause off, which makes -55.00 USD due" in why(finding)


def test_a_reduction_that_stands_on_every_invoice_and_names_nothing_is_the_discount_of_the_month():
    lines = [*MONTHS, *(billed(month, amount, clause="", sort="allowance", invoice=f"N-{month}-{amount}")
                        for month, amount in ((1, "-66"), (1, "-44"), (2, "-55"), (3, "-88")))]  # fmt: skip
    assert found([PRICE, DISCOUNT], GOODS, lines) == []
    less = [*lines[:3], *lines[4:]]  # without the 66.00
    assert found([PRICE, DISCOUNT], GOODS, less) == [("missed_discount", "110.00 USD"), ("unexplained", "-44.00 USD")]


def test_missed_price_down_march_is_billed_at_the_first_price():
    finding = the_one([PRICE, DOWN], GOODS, MONTHS)
    assert (finding.kind, str(finding.difference)) == ("missed_price_down", "52.80 USD")  # 3 % of 1,760.00
    net = [*(line._replace(clause="", service="catheter") for line in MONTHS)]
    assert found([PRICE, DOWN], GOODS, net) == [("missed_price_down", "52.80 USD")]


def test_wrong_index_februarys_value_is_taken_for_march():
    levels = {"cpi": ["200", "208", "212"]}  # +50 % × 4 % of 1,100 = 22.00; +50 % × 6 % of 1,760 = 52.80
    lines = [*MONTHS, billed(2, "22", clause="index"), billed(3, "35.20", clause="index")]
    finding = the_one([PRICE, INDEX], GOODS, lines, levels=levels)
    assert (finding.kind, str(finding.difference), finding.rows) == ("wrong_index", "-17.60 USD", (6,))
    assert "clause index with the index value of 2027-02-01..2027-02-28 gives 35.20 USD" in why(finding)


# What is to be credited


def test_missed_rebate_the_quarters_two_per_cent_are_on_no_credit_note():
    rebate = {"id": "back", "kind": "rebate", "counts": ["price"], "counted_amounts": "rounded", "window": "quarter",
              "bound": "lower_inclusive", "applies_to": "whole_turnover", "early_end": "paid", "prorate": "full",
              "bands": [{"from": "0", "share": "2 %"}]}  # fmt: skip
    finding = the_one([PRICE, rebate], GOODS, MONTHS)
    assert (finding.kind, str(finding.difference), finding.rows) == ("missed_rebate", "101.20 USD", ())
    credit = billed(3, "-101.20", clause="back", invoice="CN-1", credits="N-3")
    assert found([PRICE, rebate], GOODS, [*MONTHS, credit]) == []


def test_credit_too_high_the_quarters_rebate_is_credited_twice_over():
    rebate = {"id": "back", "kind": "rebate", "counts": ["price"], "counted_amounts": "rounded", "window": "quarter",
              "bound": "lower_inclusive", "applies_to": "whole_turnover", "early_end": "paid", "prorate": "full",
              "bands": [{"from": "0", "share": "2 %"}]}  # fmt: skip
    credit = billed(3, "-150.00", clause="back", invoice="CN-1", credits="N-3")
    assert found([PRICE, rebate], GOODS, [*MONTHS, credit]) == [("credit_too_high", "-48.80 USD")]


CREDIT = {"id": "credit", "kind": "service_credit", "services": ["catheter"], "counted": "late", "of": "delivered",
          "counted_is": "missed", "window": "quarter", "on": ["price"], "counted_amounts": "rounded",
          "credits": [{"below": "98 %", "credit": "1 %"}]}  # fmt: skip
LATE = {"id": "damages", "kind": "late_delivery", "services": ["catheter"], "value_per_unit": "22 USD/piece",
        "share_per_step": "1 %", "step_days": 7, "part_of_step": "counts", "cap": "50 %",
        "told_by": "buyer"}  # fmt: skip
DELAYED = GOODS | {("catheter", "delivered"): [100, 50, 80], ("catheter", "late"): [{"PO-1": 100}],
                   ("catheter", "late.notice"): [{"PO-1": -14}]}  # fmt: skip


def test_missed_credit_a_quarter_with_100_of_230_late_and_no_credit_for_it():
    finding = the_one([PRICE, CREDIT], DELAYED, MONTHS)
    assert (finding.kind, str(finding.difference)) == ("missed_credit", "50.60 USD")  # 1 % of 5,060.00


def test_missed_damages_two_weeks_late_are_two_per_cent_of_2200():
    finding = the_one([PRICE, LATE], DELAYED, MONTHS)
    assert (finding.kind, str(finding.difference)) == ("missed_damages", "44.00 USD")


CAP = {"id": "ceiling", "kind": "liability_cap", "liable": "seller", "counts": ["damages"], "counted_amounts":
       "rounded", "window": "contract_year", "consequential_loss": "excluded", "amount": "30 USD"}  # fmt: skip


def test_cap_exceeded_all_damages_are_credited_and_the_cap_takes_nothing_back():
    lines = [*MONTHS, billed(1, "-44", clause="damages", invoice="CN-1", credits="N-1")]
    assert found([PRICE, LATE, CAP], DELAYED, lines) == [("cap_exceeded", "-14.00 USD")]


def test_credit_below_cap_more_is_taken_back_than_the_cap_allows():
    lines = [*MONTHS, billed(1, "-44", clause="damages", invoice="CN-1", credits="N-1"),
             billed(1, "20", clause="ceiling")]  # fmt: skip
    assert found([PRICE, LATE, CAP], DELAYED, lines) == [("credit_below_cap", "6.00 USD")]


# Claims, minimums, fees, endings, tax


STORAGE = {"id": "store", "kind": "storage", "service": "pallets", "fee": "12 USD/pallet", "every_days": 7,
           "free_days": 30, "title": "buyer", "risk": "buyer", "insured_by": "seller"}  # fmt: skip
STORED = GOODS | {("pallets", "stored"): [0, 0, {"lot 1": 8}], ("pallets", "stored.notice"): [0, 0, {"lot 1": -72}]}


def test_claim_not_justified_seven_weeks_of_storage_are_billed_and_six_began_after_the_free_days():
    said = [billed(3, "672", clause="store")]  # 8 × 7 × 12; due are 8 × 6 × 12 = 576
    assert found([PRICE, STORAGE], STORED, [*MONTHS, *said]) == [("claim_not_justified", "96.00 USD")]


def test_not_billed_storage_is_on_no_invoice():
    finding = the_one([PRICE, STORAGE], STORED, MONTHS)
    assert (finding.kind, str(finding.difference), finding.rows) == ("not_billed", "-576.00 USD", ())
    assert "due by clause store: 576.00 USD" in why(finding)


def test_not_billed_a_change_of_design_that_the_buyer_asked_for():
    change = {"id": "change", "kind": "revalidation", "causes": [
        {"service": "design", "asked_for_by": "buyer", "seller_spends": "4_500 USD", "buyer_spends": "1_200 USD",
         "buyer_bears": "100 %"}]}  # fmt: skip
    told = GOODS | {("design", "event"): [0, {"ECO-1": 1}]}
    assert found([PRICE, change], told, MONTHS) == [("not_billed", "-4,500.00 USD")]


MINIMUM = {"id": "least", "kind": "take_or_pay", "services": ["catheter"], "measure": "accepted", "window": "quarter",
           "minimum": "300 piece", "price": "8 USD/piece", "make_up": "none", "prorate": "full"}  # fmt: skip


def test_minimum_wrong_a_shortfall_is_billed_in_february_and_the_quarter_ends_in_march():
    early = billed(2, "240", clause="least")
    right = billed(3, "560", clause="least")  # 300 − 230 = 70 × 8
    assert found([PRICE, MINIMUM], GOODS, [*MONTHS, early, right]) == [("minimum_wrong", "240.00 USD")]


def test_minimum_wrong_ten_pieces_too_many():
    assert found([PRICE, MINIMUM], GOODS, [*MONTHS, billed(3, "640", clause="least")]) == [
        ("minimum_wrong", "80.00 USD")
    ]
    assert found([PRICE, MINIMUM], GOODS, MONTHS) == [("not_billed", "-560.00 USD")]


def test_cancellation_wrong_half_of_the_order_is_due_40_days_before_and_all_is_billed():
    clause = {"id": "end", "kind": "cancellation", "service": "catheter", "price": "22 USD/piece",
              "schedule": [{"days_at_least": 30, "share": "50 %"}, {"days_at_least": 0, "share": "100 %"}]}  # fmt: skip
    told = GOODS | {("catheter", "cancelled"): [0, {"PO-8": 60}], ("catheter", "cancelled.notice"): [0, {"PO-8": 40}]}
    lines = [*MONTHS, billed(2, "1320", clause="end")]
    assert found([PRICE, clause], told, lines) == [("cancellation_wrong", "660.00 USD")]


def test_fee_wrong_500_a_month_and_agreed_are_450():
    fee = {"id": "fee", "kind": "periodic_fee", "fee": "450 USD", "per": "month", "billed": "in_arrears",
           "part_of_a_period": "by_days"}  # fmt: skip
    lines = [*MONTHS, *(billed(month, amount, clause="fee") for month, amount in ((1, "450"), (2, "500"), (3, "450")))]
    assert found([PRICE, fee], GOODS, lines) == [("fee_wrong", "50.00 USD")]


def test_interest_wrong_45_days_at_half_a_thousandth_and_60_are_billed():
    clause = {"id": "interest", "kind": "late_interest", "service": "invoices", "rate": "0.05 %", "rate_per": "day"}
    told = GOODS | {("invoices", "paid"): [0, {"P-1": 10_000_000}], ("invoices", "paid.notice"): [0, {"P-1": -45}]}
    lines = [*MONTHS, billed(2, "3000", clause="interest")]  # 100,000 × 0.05 % × 60; due is × 45 = 2,250
    assert found([PRICE, clause], told, lines) == [("interest_wrong", "750.00 USD")]


def test_wrong_tax_16_per_cent_and_agreed_are_13():
    vat = {"id": "vat", "kind": "tax", "tax": "vat", "treatment": "charged", "counted_amounts": "rounded",
           "rows": [{"on": ["price"], "rate": "13 %"}], "paid_to": "seller"}  # fmt: skip
    taxes = [billed(month, amount, clause="", sort="tax") for month, amount in ((1, "286"), (2, "176"), (3, "228.80"))]
    assert found([PRICE, vat], GOODS, [*MONTHS, *taxes]) == [("wrong_tax", "33.00 USD")]


# All of it


def test_every_kind_has_a_title_in_both_languages_and_a_test_of_its_name():
    assert set(TITLES) == set(get_args(FindingKind))
    assert all(text().said("en") and text().said("zh") for text in TITLES.values())
    named = [name for name in globals() if name.startswith("test_")]
    for kind in TITLES:
        assert any(name.startswith(f"test_{kind}") for name in named), kind


ALL = [
    MONTHS[0], billed(2, "1045", quantity=50, unit_price="20.90"), billed(3, "1760", quantity=80, unit_price=22),
    billed(3, "1760", quantity=80, unit_price=22, invoice="N-9"), billed(2, "77", service="staff"),
    billed(1, "672", clause="store"), MONTHS[1]._replace(currency="EUR", invoice="N-11"),
]  # fmt: skip


@pytest.mark.parametrize("turn", range(len(ALL)))
def test_the_order_of_the_lines_says_nothing(turn):
    straight = audited([PRICE, STORAGE, MINIMUM], STORED, ALL)
    turned = audited([PRICE, STORAGE, MINIMUM], STORED, [*ALL[turn:], *ALL[:turn]][::-1])

    def said(of: Audit) -> list[tuple[str, str]]:
        return sorted((each.kind, str(each.difference)) for each in of.findings)

    assert said(straight) == said(turned)
    assert len(straight.findings) > 4


def test_findings_add_up_to_what_was_billed_less_what_is_due_in_each_currency():
    said = audited([PRICE, STORAGE, MINIMUM], STORED, ALL)
    off: dict[str, Decimal] = {}
    for each in said.findings:
        off[each.difference.currency] = off.get(each.difference.currency, Decimal(0)) + each.difference.amount
    wanted = {money.currency: money.amount for money in said.billed}
    for money in said.right:
        wanted[money.currency] = wanted.get(money.currency, Decimal(0)) - money.amount
    assert off == wanted


def test_the_quarter_that_the_page_works_out():
    # docs/rules/claims.md, Worked
    lines = [billed(1, "2300", quantity=100, unit_price=23), billed(2, "880", quantity=40, unit_price=22),
             billed(2, "240", clause="least"), billed(3, "1760", quantity=80, unit_price=22)]  # fmt: skip
    said = audited([PRICE, MINIMUM], GOODS, lines)
    assert [(each.kind, str(each.difference)) for each in said.findings] == [
        ("not_billed", "-560.00 USD"), ("minimum_wrong", "240.00 USD"), ("quantity_below_facts", "-220.00 USD"),
        ("wrong_price", "100.00 USD"),
    ]  # fmt: skip
    assert [str(money) for money in (*said.billed, *said.right)] == ["5,180.00 USD", "5,620.00 USD"]
