"""What holds for the audit under any agreement of any kinds, whatever happened and whatever was billed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suture.engine.claims.audit import Audit, audit
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.money import Money, digits
from suture.engine.rating.charges import OWED, Statement, statement
from suture.engine.rating.exact import Activity
from suture.engine.rating.facts import activity
from suture.engine.rating.plan import Plan, plan
from tests.engine.claims.planted import clean
from tests.engine.generated import HANDS, agreements, hand
from tests.engine.generated_facts import facts

few = settings(
    max_examples=max(settings.default.max_examples // 12, 1), suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine is no fault of the terms
dealt = pytest.mark.parametrize("kinds", [hand(at) for at in range(HANDS)], ids=lambda kinds: kinds[0])


def settled(planned: Plan, told: Activity) -> Statement:
    """All that is due to the end of the agreement."""
    return statement(planned, told, planned.periods[-1].last, {})


def by_clause(made: Statement) -> list[InvoiceLine]:
    """A line for each charge that is asked for, dated to its period."""
    asked = [charge for charge in made.charges if charge.effect in OWED and not charge.stated]
    return [
        InvoiceLine(
            made.agreement, f"N-{charge.period.start}", charge.period.last, charge.money.amount,
            charge.money.currency, clause=charge.clause, first=charge.period.start, last=charge.period.last, row=row,
            sort="tax" if charge.effect == "tax" else "line",
        )
        for row, charge in enumerate(asked, start=2)
    ]  # fmt: skip


def sums(moneys: Iterable[Money]) -> dict[str, int]:
    """Minor units by currency, without those that come to nothing."""
    total: Counter[str] = Counter()
    for money in moneys:
        total[money.currency] += money.minor
    return {currency: minor for currency, minor in total.items() if minor}


def off(lines: Sequence[InvoiceLine], made: Statement) -> dict[str, int]:
    """What was billed less what is due, by currency."""
    billed = [Money(int(line.amount.scaleb(digits(line.currency))), line.currency) for line in lines]
    due = [Money(-c.money.minor, c.money.currency) for c in made.charges if c.effect in OWED and not c.stated]
    return sums([*billed, *due])


def holds(said: Audit, lines: Sequence[InvoiceLine], made: Statement) -> None:
    """Every line has one verdict, and the findings add up to what was billed in lines that can be checked less due."""
    assert sorted(said.verdicts) == sorted(line.row for line in lines)
    checked = [line for line in lines if said.verdicts[line.row] != "cannot_be_checked"]
    assert sums(finding.difference for finding in said.findings) == off(checked, made)


@dealt
@few
@given(data=st.data())
def test_what_the_rating_makes_due_line_by_line_is_right(kinds, data):
    planned = plan(data.draw(agreements(kinds, amendments=True)))
    told = activity(planned, data.draw(facts(planned.written)))
    made = settled(planned, told)
    lines = by_clause(made)
    said = audit(planned, told, lines, planned.periods[-1].last)
    assert [(each.kind, each.difference) for each in said.findings] == []
    holds(said, lines, made)


@dealt
@few
@given(data=st.data())
def test_where_nothing_is_billed_all_that_is_due_is_found(kinds, data):
    planned = plan(data.draw(agreements(kinds, amendments=True)))
    told = activity(planned, data.draw(facts(planned.written)))
    made = settled(planned, told)
    holds(audit(planned, told, [], planned.periods[-1].last), [], made)


CHANGES = ("leave out", "again", "amount", "quantity", "price", "clause", "service", "event", "day", "span", "sort",
           "currency", "credits", "agreement", "nothing said", "number")  # fmt: skip


def mangled(lines: list[InvoiceLine], changes: Sequence[tuple[str, int, int]]) -> list[InvoiceLine]:
    """The lines, each of some changed in any way that a person's file may have."""
    for change, at, other in changes:
        if not lines:
            break
        line, beside = lines[at % len(lines)], lines[other % len(lines)]
        if change == "leave out":
            lines = [each for each in lines if each is not line]
            continue
        if change == "again":
            lines = [*lines, line]
            continue
        less = Decimal(other - 500) / 100
        changed = {
            "amount": {"amount": line.amount + less},
            "quantity": {"quantity": (line.quantity or Decimal(0)) + other % 7 - 3},
            "price": {"unit_price": less},
            "clause": {"clause": ["", "nothing", beside.clause][other % 3]},
            "service": {"service": ["", "nothing", beside.service][other % 3]},
            "event": {"event": ["", "PO-unknown", beside.event][other % 3]},
            "day": {"day": beside.day},
            "span": {"first": beside.first, "last": line.last if other % 2 else beside.last},
            "sort": {"sort": ["line", "allowance", "tax"][other % 3]},
            "currency": {"currency": ["EUR", "USD", "CNY"][other % 3]},
            "credits": {"credits": ["", "nothing", beside.invoice][other % 3]},
            "agreement": {"agreement": ["", "another", line.agreement][other % 3]},
            "nothing said": {"clause": "", "service": "", "event": "", "first": None, "last": None},
            "number": {"invoice": ["", beside.invoice][other % 2]},
        }[change]
        lines = [each._replace(**changed) if each is line else each for each in lines]
    return [line._replace(row=row) for row, line in enumerate(lines, start=2)]


changes_made = st.lists(
    st.tuples(st.sampled_from(CHANGES), st.integers(0, 99), st.integers(0, 999)), min_size=1, max_size=12
)


@settings(few, max_examples=max(settings.default.max_examples // 2, 1))
@given(seed=st.integers(0, 999), changes=changes_made)
def test_however_an_invoice_is_mangled_no_line_is_dropped_and_the_findings_add_up(seed, changes):
    year = clean(seed)
    lines = mangled([*year.lines], changes)
    planned, told = year.happened.planned, year.happened.activity
    holds(audit(planned, told, lines, planned.periods[-1].last), lines, settled(planned, told))
