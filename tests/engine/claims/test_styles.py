"""Under any agreement, what is due has no finding however a biller writes it: by clause, by service, by order; and the
order of the lines says nothing."""

from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from suture.engine.claims.audit import audit
from suture.engine.claims.due import Due
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.money import Money
from suture.engine.rating.exact import Activity
from suture.engine.rating.facts import activity
from suture.engine.rating.plan import Plan, plan
from tests.engine.claims.test_any_agreement import by_clause, dealt, few, holds, off, settled
from tests.engine.generated import agreements
from tests.engine.generated_facts import facts


def by_service(planned: Plan, told: Activity) -> list[InvoiceLine]:
    """A line for each service and period with all that its net price comes to; what no service stands for by clause.

    A clause that two services share is billed by its own name, as a biller does who cannot say of which it is."""
    due, lines = Due(planned, told, None), by_clause(settled(planned, told))
    shared = {
        name for service, names in due.by_service.items() for name in names
        if any(name in others for other, others in due.by_service.items() if other != service)
    }  # fmt: skip
    service_of = {
        name: service for service, names in due.by_service.items() if not shared & set(names) for name in names
    }
    kept = [line for line in lines if line.clause not in service_of]
    net: dict[tuple[str, object, str], InvoiceLine] = {}
    for line in lines:
        if (service := service_of.get(line.clause)) is None:
            continue
        key = (service, line.first, line.currency)
        before = net.get(key, line._replace(clause="", service=service, amount=Decimal(0), sort="line"))
        net[key] = before._replace(amount=before.amount + line.amount)
    return [line._replace(row=row) for row, line in enumerate([*kept, *net.values()], start=2)]


def by_order(planned: Plan, told: Activity) -> list[InvoiceLine]:
    """The line of each price as one for each order of its period, by quantity; the last has what is left."""
    due, lines = Due(planned, told, None), []
    for line in by_clause(settled(planned, told)):
        at = due.period_of(line.day)
        assert at is not None
        found = due.told(line.clause)
        events = dict(found[0][at]) if found is not None and found[0] else {}
        total = sum(events.values(), Decimal(0))
        if len(events) < 2 or not total:
            lines.append(line)
            continue
        left = line.amount
        for number, (event, steps) in enumerate(events.items(), start=1):
            share = Money(int(line.amount * steps / total * 100), line.currency).amount
            part = left if number == len(events) else share
            left -= part
            lines.append(line._replace(amount=part, event=event))
    return [line._replace(row=row) for row, line in enumerate(lines, start=2)]


@dealt
@few
@given(data=st.data())
def test_what_is_due_is_right_in_each_style_and_in_any_order_of_the_lines(kinds, data):
    planned = plan(data.draw(agreements(kinds, amendments=True)))
    told = activity(planned, data.draw(facts(planned.written)))
    made = settled(planned, told)
    seed = data.draw(st.integers(0, 99))
    for lines in (by_clause(made), by_service(planned, told), by_order(planned, told)):
        assert off(lines, made) == {}  # it is billed as it is due
        Random(seed).shuffle(lines)
        said = audit(planned, told, lines)
        assert [(each.kind, each.difference, each.clauses) for each in said.findings] == []
        holds(said, lines, made)
