"""What cannot be counted, or is not settled yet, is never called wrong; what can be is held against what is due."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from suture.engine.claims.audit import Audit, audit
from suture.engine.claims.checkable import checkable
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.rating.plan import plan
from tests.engine.built import agreement, happened
from tests.engine.claims.test_findings import DOWN, GOODS, MINIMUM, MONTHS, PRICE, SERVICES, STORAGE, STORED, billed

RANGE = {"low": "20 USD/piece", "high": "24 USD/piece"}
TAX = {"id": "vat", "kind": "tax", "tax": "vat", "treatment": "charged", "counted_amounts": "rounded",
       "rows": [{"on": ["price"], "rate": "13 %"}], "paid_to": "seller"}  # fmt: skip
HOURS = {"id": "hours", "kind": "unit", "service": "engineering", "measure": "worked", "price": "140 USD/hour"}


def audited(
    clauses: Sequence[Mapping[str, Any]], told: Mapping[Any, Any], lines: Sequence[InvoiceLine],
    through: str = "2027-03-31", **more: Any
) -> Audit:  # fmt: skip
    """The audit of as much as can be counted."""
    services = {**SERVICES, "engineering": {"unit": "hour", "step": "1"}}
    known = checkable(agreement(*clauses, **{"services": services, **more}))
    planned = plan(known.agreement)
    numbered = [line._replace(row=row) for row, line in enumerate(lines, start=2)]
    return audit(planned, happened(planned, told), numbered, date.fromisoformat(through), known.open)


def told_of(said: Audit) -> tuple[list[tuple[str, str]], list[str]]:
    """The findings, and the verdicts in the order of the lines."""
    return [(each.kind, str(each.difference)) for each in said.findings], [
        said.verdicts[row] for row in sorted(said.verdicts)
    ]


def test_an_agreement_whose_figures_are_all_exact_stays_whole():
    whole = agreement(PRICE, MINIMUM)
    assert checkable(whole) == (whole, (frozenset(), frozenset(), False))


def test_a_price_that_is_a_range_takes_what_reads_it_along_and_the_rest_is_checked():
    known = checkable(agreement(PRICE | {"price": RANGE}, DOWN, TAX, STORAGE, services=SERVICES))
    assert [clause.id for clause in known.agreement.clauses] == ["store"]
    assert known.open == (frozenset({"price", "down", "vat"}), frozenset({"catheter"}), True)
    lines = [*MONTHS, billed(3, "672", clause="store"), billed(3, "228.80", clause="", sort="tax")]
    found, verdicts = told_of(audited([PRICE | {"price": RANGE}, DOWN, TAX, STORAGE], STORED, lines))
    assert found == [("claim_not_justified", "96.00 USD")]
    assert verdicts == ["cannot_be_checked"] * 3 + ["wrong", "cannot_be_checked"]


def test_a_net_price_with_a_reduction_that_is_not_known_cannot_be_checked_and_its_price_is_not_missing():
    down = DOWN | {"reductions": [{"after_months": 2, "share": "unknown"}]}
    net = [line._replace(clause="", service="catheter") for line in MONTHS]
    assert told_of(audited([PRICE, down], GOODS, net)) == ([], ["cannot_be_checked"] * 3)
    assert told_of(audited([PRICE, down], GOODS, MONTHS)) == ([], ["right"] * 3)  # by clause the price can be


def test_a_service_that_only_an_unknown_clause_bills_is_not_outside_the_agreement():
    line = billed(3, "700", service="pallets")
    found = told_of(audited([PRICE, STORAGE | {"fee": "unknown"}], STORED, [*MONTHS, line]))
    assert found == ([], ["right"] * 3 + ["cannot_be_checked"])


def test_a_line_that_names_nothing_may_be_of_what_is_not_known():
    line = billed(3, "700", clause="")
    found = told_of(audited([PRICE, STORAGE | {"fee": "unknown"}], STORED, [*MONTHS, line]))
    assert found == ([], ["right"] * 3 + ["cannot_be_checked"])
    assert told_of(audited([PRICE], GOODS, [*MONTHS, line]))[0] == [("not_supported", "700.00 USD")]


def test_a_price_that_an_amendment_makes_known_is_not_checked_at_all():
    known_later = {"number": "1", "signed": "2027-02-01", "from": "2027-03-01", "clauses": [PRICE]}
    said = audited([PRICE | {"price": "unknown"}], GOODS, MONTHS, amendments=[known_later])
    assert told_of(said) == ([], ["cannot_be_checked"] * 3)


def test_the_hours_of_an_agreement_with_an_unknown_price_are_checked_all_the_same():
    told = GOODS | {("engineering", "worked"): [10]}
    lines = [*MONTHS, billed(1, "1680", clause="hours", quantity=12, unit_price=140)]
    found, verdicts = told_of(audited([PRICE | {"price": "unknown"}, HOURS], told, lines))
    assert (found, verdicts[3]) == ([("quantity_above_facts", "280.00 USD")], "wrong")


def test_what_bills_periods_after_the_day_is_not_settled():
    fees = {"id": "fee", "kind": "periodic_fee", "fee": "450 USD", "per": "month", "billed": "in_advance",
            "part_of_a_period": "by_days"}  # fmt: skip
    lines = [*MONTHS, billed(1, "450", clause="fee"), billed(2, "450", clause="fee"), billed(3, "500", clause="fee")]
    found, verdicts = told_of(audited([PRICE, fees], GOODS, lines, "2027-02-28"))
    assert found == []
    assert verdicts == ["right", "right", "cannot_be_checked", "right", "right", "cannot_be_checked"]


def test_a_credit_note_of_an_invoice_that_cannot_be_checked_is_linked_to_it():
    credit = billed(3, "-22", clause="hours", invoice="CN-1", credits="N-1")
    said = audited([PRICE | {"price": "unknown"}, HOURS], GOODS, [*MONTHS, credit])
    assert "credit_unlinked" not in [each.kind for each in said.findings]
