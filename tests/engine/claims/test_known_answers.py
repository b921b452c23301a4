"""The worked amounts of the trade, billed: the right line is right, a wrong one is off by the difference to the cent.

The cases are those of tests/conformance/cases/trade_cases.json, with the terms and facts of tests/conformance/trade.py.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from suture.engine.claims.audit import Audit, audit
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.rating.charges import OWED, statement
from tests.conformance import trade
from tests.conformance.__main__ import answered
from tests.conformance.running import Ran
from tests.conformance.words import Words

OFF = Decimal("123.45")
CASES = {
    case["id"]: case
    for case in json.loads(
        Path(__file__).parents[2].joinpath("conformance", "cases", "trade_cases.json").read_text("utf-8"),
        parse_float=Decimal,
    )["cases"]
}
KINDS = {
    # case: the clause whose line is spoilt, what is due by it, what too much and what too little of it is called
    "cancellation-1": ("end", "14500.00", "cancellation_wrong", "cancellation_wrong"),
    "forecast_material_liability-1": ("parts", "25200.00", "claim_not_justified", "not_billed"),
    "carrying_then_buy_back-1": ("parts", "25200.00", "claim_not_justified", "not_billed"),
    "safety_stock_carrying-1": ("stock", "65000.00", "claim_not_justified", "not_billed"),
    "storage-1": ("stay", "576.00", "claim_not_justified", "not_billed"),
    "consigned_loss-1": ("loss", "-340.00", "claim_not_justified", "not_billed"),
    "late_interest-1": ("interest", "2250.00", "interest_wrong", "interest_wrong"),
    "liability_cap-1": ("cap", "900000.00", "credit_below_cap", "cap_exceeded"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def exactly(monkeypatch):
    """Invoices are exact: that the lanes say the same is looked at elsewhere."""
    monkeypatch.setattr(Ran, "unlike", lambda _: ())


@pytest.fixture
def ran(monkeypatch):
    """What the adapter of a case has rated: one agreement with its activity for each that it needs."""

    def of(case: str) -> list[Ran]:
        kept: list[Ran] = []
        run = trade.run

        def watched(*args: Any, **more: Any) -> Ran:
            kept.append(run(*args, **more))
            return kept[-1]

        with monkeypatch.context() as patched:
            patched.setattr(trade, "run", watched)
            answered(Words(CASES[case], "case"))
        return kept

    return of


def lines_of(ran: Ran) -> list[InvoiceLine]:
    """A line for each charge, of the days of its period."""
    made = statement(ran.plan, ran.activity, ran.plan.periods[-1].last, {})
    asked = [charge for charge in made.charges if charge.effect in OWED and not charge.stated]
    return [
        InvoiceLine(
            "2027-014", f"N-{row}", charge.period.last, charge.money.amount, charge.money.currency,
            clause=charge.clause, first=charge.period.start, last=charge.period.last, row=row,
        )
        for row, charge in enumerate(asked, start=2)
    ]  # fmt: skip


def said(ran: Ran, lines: list[InvoiceLine]) -> Audit:
    """The audit."""
    return audit(ran.plan, ran.activity, lines)


@pytest.mark.parametrize("case", CASES)
def test_the_right_line_is_right_and_any_other_amount_is_off_by_the_difference(case, ran):
    for each in ran(case):
        lines = lines_of(each)
        assert (said(each, lines).findings, set(said(each, lines).verdicts.values()) <= {"right"}) == ((), True)
        for at, line in enumerate(lines):
            for off in (OFF, -OFF):
                wrong = [*lines[:at], line._replace(amount=line.amount + off), *lines[at + 1 :]]
                (finding,) = said(each, wrong).findings
                assert finding.difference.amount == off
                assert finding.clauses == (line.clause,)
                assert [*said(each, wrong).verdicts.values()].count("wrong") == 1


@pytest.mark.parametrize(("case", "of"), KINDS.items(), ids=KINDS)
def test_what_is_off_is_called_by_its_kind(case, of, ran):
    clause, amount, above, below = of
    (each,) = ran(case)
    lines = lines_of(each)
    at, line = next((at, line) for at, line in enumerate(lines) if (line.clause, str(line.amount)) == (clause, amount))
    for off, kind in ((OFF, above), (-OFF, below)):
        wrong = [*lines[:at], line._replace(amount=line.amount + off), *lines[at + 1 :]]
        assert [finding.kind for finding in said(each, wrong).findings] == [kind]


def test_under_the_cap_1_200_000_of_seven_tenths_of_three_millions_come_back(ran):
    (each,) = ran("liability_cap-1")
    lines = lines_of(each)
    assert [(line.clause, str(line.amount)) for line in lines] == [("loss", "-2100000.00"), ("cap", "900000.00")]
    without_the_cap = lines[:1]
    (finding,) = said(each, without_the_cap).findings
    assert (finding.kind, str(finding.difference)) == ("cap_exceeded", "-900,000.00 USD")
    one_sum = [lines[0]._replace(amount=Decimal(-1_200_000))]
    assert sum(f.difference.minor for f in said(each, one_sum).findings) == 0


def test_of_3_000_ordered_1_800_are_allotted_and_delivered_and_only_those_may_be_billed():
    price = {"id": "price", "kind": "unit", "service": "item", "measure": "delivered", "price": Decimal(9)}
    queue = {
        "id": "queue", "kind": "allocation", "services": ["item"], "measure": "ordered", "capacity": Decimal(10_000),
        "idle": "idle", "standing": "firm", "firm_of_others": "others", "pro_rata_on": "orders",
    }  # fmt: skip
    happened = {
        ("item", "ordered"): [Decimal(3000)], ("others", "ordered"): [Decimal(7000)], ("idle", "idle"): [Decimal(4000)],
        ("item", "delivered"): [Decimal(1800)],
    }  # fmt: skip
    each = trade.run([price, queue], happened)
    assert each.level("queue") == 1800
    (line,) = lines_of(each)
    assert line.amount == 16_200
    of = {"quantity": Decimal(3000), "unit_price": Decimal(9), "amount": Decimal(27_000)}
    (finding,) = said(each, [line._replace(**of)]).findings
    assert (finding.kind, str(finding.difference)) == ("quantity_above_facts", "10,800.00 USD")
