"""Last days: acting on one costs less for its clause than acting on the next, by the rating engine itself."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suture.engine.clauses.kind import AGREEMENT, DueOf, QuantityOf
from suture.engine.exposure.deadlines import (
    CANCEL_BY,
    FEE_FALLS,
    FORECAST_BY,
    NOTICE_BY,
    PAID_OFF,
    TAKE_BY,
    USED,
    Deadline,
    deadlines,
)
from suture.engine.exposure.open import known, open_on
from suture.engine.rating.exact import fold
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity
from suture.engine.rating.gathering import period_of
from suture.engine.rating.plan import plan
from tests.engine.exposure.told import days, supplies
from tests.engine.generated import agreements

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


def stated(each: Deadline):
    """What a deadline says of."""
    return dict(each.says.parameters)


def fact(planned, service, day, quantity, kind, event="act", for_day=None):
    declared = planned.agreement.services.get(service)
    unit = declared.unit if declared else ""
    return Fact(planned.agreement.agreement, service, day, D(quantity), unit, kind, event, for_day=for_day)


def acts(planned, each: Deadline) -> Iterator[Callable[[date], Fact]]:
    """What one may do by a last day: told as a fact of the day on which one does it."""
    line = next(line for line in planned.lines if line.name == each.clause)
    clause, says = line.version(line.first).clause, stated(each)
    if each.says.text is CANCEL_BY:
        due_day = date.fromisoformat(says["delivery"])
        yield lambda day: fact(planned, clause.service, day, says["quantity"], "cancelled", "act", due_day)
    elif each.says.text is FORECAST_BY:
        about = next(period for period in planned.periods if str(period) == says["month"])
        yield lambda day: fact(planned, clause.services[0], day, line.unit.step, "forecast", "", about.last)
    elif each.says.text is FEE_FALLS:
        yield lambda day: fact(planned, AGREEMENT, day, 1, "terminated")
    else:
        told = [s for s in line.sources if isinstance(s, QuantityOf) and s.measure in USED and s.services and not s.lag]
        tiers = [tier.from_.value for tier in clause.tiers] if each.kind == "declared_volume" else []
        for source, steps in product(told, (1, 1_000, 1_000_000, *tiers)):
            name = source.services[0]
            quantity = planned.agreement.services[name].measured_in.quantity(D(steps))
            yield partial(supply, planned, name, quantity, source.measure)


def supply(planned, service, quantity, measure, day):
    return fact(planned, service, day, quantity, measure)


def is_told_on(told, each: Deadline) -> bool:
    """Whether a forecast of the last day is there already: parts of one issue add up, so it cannot be lowered then."""
    return each.says.text is FORECAST_BY and any(f.kind == "forecast" and f.day == each.last for f in told)


def by_spend(planned, each: Deadline) -> bool:
    """Whether a clause counts what is spent."""
    line = next(line for line in planned.lines if line.name == each.clause)
    return any(isinstance(source, DueOf) and not source.gates for source in line.sources)


@pytest.mark.parametrize("kind", TURNING)
@settings(max_examples=max(settings.default.max_examples // 8, 1), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_acting_on_the_last_day_costs_less_than_a_day_later(kind, data):
    agreed = data.draw(agreements([kind]))
    planned, told = plan(agreed), data.draw(supplies(agreed))
    on = data.draw(days(agreed))
    told = known(told, on)
    for each in ahead_of(planned, told, on):
        if each.says.text in (NOTICE_BY, PAID_OFF) or is_told_on(told, each) or by_spend(planned, each):
            continue
        at = period_of(planned.periods, each.last)
        # what a period settles is settled in the next one too, where that is when its goods come
        by = [planned.periods[at].last] if each.kind != "declared_volume" else []
        by += [None] if by == [] or each.says.text is not TAKE_BY else []
        later = each.last + DAY
        if each.kind == "declared_volume" and later not in planned.agreement.valid.period:
            continue  # whoever takes more pays more; less of it on the last day than on the next, but there is none
        found = [
            due(planned, [*told, act(each.last)], each.clause, end)
            - due(planned, [*told, *([act(later)] if later in planned.agreement.valid.period else [])], each.clause, end)
            for act in acts(planned, each) for end in by
        ]  # fmt: skip
        assert any(one < 0 for one in found) == (each.turns == "rises"), each
