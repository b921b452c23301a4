"""Orders, what was taken of them, and rolling forecasts under any agreement, as hypothesis draws them.

Most clauses read none of them, so facts of what clauses read seldom leave anything open.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from suture.engine.exposure.open import TAKEN
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import check_facts
from suture.engine.terms.agreement import Agreement
from tests.engine.generated_facts import facts as any_facts


@st.composite
def supplies(draw: st.DrawFn, agreement: Agreement, *, ends: bool = False) -> list[Fact]:
    """Faultless facts of all kinds, with orders of which some are taken, moved or cancelled in part, and forecasts.

    ``ends``: the agreement may be terminated.
    """
    return [*draw(any_facts(agreement, ends=ends)), *draw(orders(agreement)), *draw(forecasts(agreement))]


@st.composite
def orders(draw: st.DrawFn, agreement: Agreement) -> list[Fact]:
    """Orders with a promised day, seldom without; what was taken of them, cancelled, or confirmed for a new day."""
    found: list[Fact] = []
    for n in range(draw(st.integers(1, 4))):
        service, day = draw(st.sampled_from(sorted(agreement.services))), draw(days(agreement))
        quantity, due = draw(st.integers(1, 900)), day + timedelta(draw(st.integers(0, 200)))
        promised = draw(st.sampled_from([due, due, due, None]))
        event = draw(st.sampled_from([f"PO-{n}", "PO-0", ""]))
        found.append(fact(agreement, service, day, quantity, "ordered", event, promised, f"po{n}"))
        about = draw(st.sampled_from([*sorted(TAKEN), "cancelled", "confirmed", ""]))
        if about and (then := draw(days(agreement))) >= day:
            part = draw(st.integers(1, quantity))
            found.append(fact(agreement, service, then, part, about, event, due + timedelta(30), f"po{n}-{about}"))
    return checked(agreement, found)


@st.composite
def forecasts(draw: st.DrawFn, agreement: Agreement) -> list[Fact]:
    """Some issues of a forecast of one service, each for months ahead."""
    service, found = draw(st.sampled_from(sorted(agreement.services))), []
    for n, day in enumerate(draw(st.lists(days(agreement), min_size=1, max_size=3, unique=True))):
        for ahead in draw(st.lists(st.integers(1, 200), min_size=1, max_size=5, unique=True)):
            quantity, about = draw(st.integers(0, 900)), day + timedelta(ahead)
            found.append(fact(agreement, service, day, quantity, "forecast", "", about, f"fc{n}-{ahead}"))
    return checked(agreement, found)


def days(agreement: Agreement) -> st.SearchStrategy[date]:
    """Days of the agreement; half of them within two months of each other, so that much is open on one of them."""
    term = agreement.valid.period
    near = st.integers(100, min(160, term.days - 1))
    return (near | st.integers(0, term.days - 1)).map(lambda at: term.start + timedelta(at))


def fact(agreement: Agreement, service: str, day: date, steps: int, kind: str, *more: Any) -> Fact:
    """One fact of so many steps: event, the day that it is for, source_id."""
    unit = agreement.services[service].measured_in
    event, about, source_id = more
    quantity = unit.quantity(Decimal(steps))
    return Fact(agreement.agreement, service, day, quantity, unit.name, kind, event, source_id, for_day=about)


def checked(agreement: Agreement, found: list[Fact]) -> list[Fact]:
    """The facts, if nothing is wrong with them; of an order without a day where one is needed, the others."""
    needing = {fault.line for fault in check_facts(agreement, [f._replace(row=n) for n, f in enumerate(found)])}
    return [each for n, each in enumerate(found) if n not in needing]
