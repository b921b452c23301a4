"""Last days: acting on one costs less for its clause than acting on the next, by the rating engine itself."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from suture.engine.clauses import KINDS
from suture.engine.clauses.kind import AGREEMENT, QuantityOf
from suture.engine.exposure.deadlines import FORECAST_BY, TAKE_BY, Deadline, deadlines
from suture.engine.exposure.exposure import exposure
from suture.engine.exposure.open import known, open_on
from suture.engine.rating.exact import fold
from suture.engine.rating.fact import MEASURES, Fact
from suture.engine.rating.facts import activity
from suture.engine.rating.gathering import period_of
from suture.engine.rating.plan import plan
from tests.engine.generated import agreements
from tests.engine.generated_facts import facts as any_facts

D = Decimal
DAY = timedelta(1)
TURNING = (
    "minimum_commitment", "take_or_pay", "exclusivity_top_up", "reservation", "declared_volume", "material_liability",
    "carrying_charge", "consigned_loss", "safety_stock", "storage", "unlifted_goods", "last_time_buy", "allocation",
    "exclusivity", "cancellation", "forecast_commitment", "early_termination", "financed_tooling",
)  # fmt: skip


def ahead_of(planned, told, on):
    told = known(told, on)
    return deadlines(planned, fold(planned, activity(planned, told)), open_on(planned, told, on), on)


def due(planned, told, clause, by: date | None = None):
    """What a clause has charged by the settlement period of a day, else by the end."""
    folded = next(each for each in fold(planned, activity(planned, told)) if each.line.name == clause)
    return folded.due[-1 if by is None else period_of(planned.periods, by)]


def acts(planned, each: Deadline) -> Iterator[tuple[str, str]]:
    """What one could tell more of: every quantity that a clause reads."""
    for line in planned.lines:
        for source in line.sources:
            if isinstance(source, QuantityOf) and source.measure in MEASURES and source.measure != "terminated":
                yield from ((service, source.measure) for service in source.services)


def fact(planned, service, day, steps, kind, event="act", for_day=None):
    declared = planned.agreement.services.get(service)
    unit = declared.measured_in if declared else None
    quantity = unit.quantity(D(steps)) if unit else D(steps)
    return Fact(planned.agreement.agreement, service, day, quantity, unit.name if unit else "", kind, event, for_day=for_day)


@pytest.mark.parametrize("kind", TURNING)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(data=st.data())
def test_acting_on_the_last_day_costs_less_than_a_day_later(kind, data):
    agreed = data.draw(agreements([kind]))
    planned, told = plan(agreed), data.draw(any_facts(agreed, ends=False))
    on = data.draw(st.dates(agreed.valid.from_, planned.agreement.valid.period.last))
    told = known(told, on)
    for each in ahead_of(planned, told, on):
        if each.says.text is TAKE_BY:
            best = None
            for service, measure in dict.fromkeys(acts(planned, each)):
                for steps in (1, 100000):
                    for d in (30,):
                        on_day = due(planned, [*told, fact(planned, service, each.last, steps, measure, for_day=each.last+d*DAY)], each.clause, each.last)
                        base = due(planned, told, each.clause, each.last)
                        if on_day < base:
                            best = measure
            assert best, (each, [c for c in agreed.clauses if c.id == each.clause])
