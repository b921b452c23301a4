"""What holds for the charges under any agreement of any kinds, whatever happened."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suture.engine.clauses import KINDS
from suture.engine.clauses.kind import ClauseBase, DueOf, Source
from suture.engine.period import boundaries
from suture.engine.rating.charges import Billed, Statement, statement
from suture.engine.rating.exact import Activity, fold
from suture.engine.rating.fact import Fact
from suture.engine.rating.plan import Plan, plan
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.references import charges_read
from tests.engine.built import in_lanes
from tests.engine.clauses.test_properties import turns
from tests.engine.generated import HANDS, agreements, calendars, hand
from tests.engine.generated_facts import facts, happened, one_order_a_period

HALF_A_CENT = 0.005
BUSY = [HealthCheck.too_slow]  # a busy machine is no fault of the terms
few = settings(max_examples=max(settings.default.max_examples // 16, 1), suppress_health_check=BUSY)
dealt = pytest.mark.parametrize("kinds", [hand(at) for at in range(HANDS)], ids=lambda kinds: kinds[0])


def due(planned: Plan, told: Activity) -> dict[str, tuple[Decimal, ...]]:
    """What every line has charged since the start, by period."""
    return {folded.line.name: folded.due for folded in fold(planned, told)}


def billed_by(statements: Iterable[Statement]) -> dict[tuple[str, date], int]:
    """What these statements have billed, in minor units."""
    billed: dict[tuple[str, date], int] = {}
    for done in statements:
        for charge in done.charges:
            key = (charge.clause, charge.period.start)
            billed[key] = billed.get(key, 0) + charge.money.minor
    return {key: minor for key, minor in billed.items() if minor}


def settled(planned: Plan, told: Sequence[Fact], through: date, billed: Billed | None = None) -> Statement:
    return statement(planned, happened(planned, told), through, billed or {})


@dealt
@few
@given(data=st.data())
def test_the_invoice_and_the_simulation_agree_to_half_a_cent_at_every_period(kinds, data):
    agreed = data.draw(agreements(kinds, amendments=True))
    planned = plan(agreed)
    told = one_order_a_period(happened(planned, data.draw(facts(agreed))))
    lanes = in_lanes(agreed, told)
    for name, charged in due(never_rounding(planned), told).items():
        for at, (one, other) in enumerate(zip(charged, lanes[name], strict=True)):
            assert abs(float(one) - other) <= HALF_A_CENT + abs(other) * 1e-12, (name, at, one, other)


def never_rounding(planned: Plan) -> Plan:
    """The plan with charges counted unrounded, as the simulation counts them by its rule."""

    def read(source: Source) -> Source:
        return source._replace(rounded=False) if isinstance(source, DueOf) else source

    lines = []
    for line in planned.lines:
        versions = [version._replace(reads=tuple(map(read, version.reads))) for version in line.versions]
        lines.append(line._replace(versions=tuple(versions)))
    return planned._replace(lines=tuple(lines))


@dealt
@few
@given(data=st.data())
def test_a_rerun_bills_nothing(kinds, data):
    agreed = data.draw(agreements(kinds, amendments=True))
    planned = plan(agreed)
    told = data.draw(facts(agreed))
    through = data.draw(st.sampled_from(planned.periods)).last
    first = settled(planned, told, through)
    assert settled(planned, told, through, billed_by([first])).charges == ()


@dealt
@few
@given(data=st.data())
def test_what_is_told_late_bills_the_difference_and_no_more(kinds, data):
    """Told after a first statement, reversals too: together the two have billed what one statement of all would."""
    agreed = data.draw(agreements(kinds, amendments=True))
    planned = plan(agreed)
    told = data.draw(facts(agreed))
    late = data.draw(st.sets(st.sampled_from([fact.source_id for fact in told] or [""]), max_size=8))
    late |= {fact.source_id for fact in told if fact.reverses in late}
    early = [fact for fact in told if fact.source_id not in late and not is_first_value(fact)]
    known = [fact for fact in told if fact in early or is_first_value(fact)]
    then, now = sorted(data.draw(st.tuples(st.sampled_from(planned.periods), st.sampled_from(planned.periods))))
    first = settled(planned, known, then.last)
    second = settled(planned, told, now.last, billed_by([first]))
    assert billed_by([first, second]) == billed_by([settled(planned, told, now.last)])


def is_first_value(fact: Fact) -> bool:
    """Without its first value an index cannot be read, and nothing is settled."""
    return fact.kind == "index" and fact.source_id.endswith("-0")


@dealt
@few
@given(data=st.data())
def test_telling_a_fact_in_parts_changes_no_total(kinds, data):
    """Parts of one event, on its day: what may not be split stays one event, so this holds for orders, too."""
    agreed = data.draw(agreements(kinds))
    planned = plan(agreed)
    told = data.draw(facts(agreed))
    reversed_facts = {fact.reverses for fact in told}
    parts = [
        part
        for fact in told
        for part in (
            [fact] if fact.source_id in reversed_facts else parted(agreed, fact, data.draw(st.integers(0, 400)))
        )
    ]
    assert due(planned, happened(planned, parts)) == due(planned, happened(planned, told))


def parted(agreed: Agreement, fact: Fact, steps: int) -> list[Fact]:
    """A fact as two that come to the same, where it counts something."""
    if fact.kind in ("index", "terminated") or fact.reverses:
        return [fact]
    service = agreed.services.get(fact.service)
    one = min(service.measured_in.quantity(Decimal(steps)) if service else Decimal(steps), fact.quantity)
    event = fact.event or fact.source_id
    return [
        fact._replace(quantity=one, event=event, source_id=f"{fact.source_id}a"),
        fact._replace(quantity=fact.quantity - one, event=event, source_id=f"{fact.source_id}b"),
    ]


@dealt
@few
@given(data=st.data())
def test_a_gate_is_never_charged_and_money_is_in_the_currency_of_its_clause(kinds, data):
    agreed = data.draw(agreements(kinds))
    planned = plan(agreed)
    done = settled(planned, data.draw(facts(agreed)), planned.periods[-1].last)
    for charge in done.charges:
        assert charge.effect != "gate"
        if charge.kind in KINDS:
            assert KINDS[charge.kind].effect == charge.effect
            assert charge.money.currency == agreed.currency_of(agreed.clause(charge.clause))


@dealt
@few
@given(data=st.data())
def test_moving_the_end_of_a_settlement_period_changes_no_total_at_the_end(kinds, data):
    """Settled by the month or by the quarter, of what by its own rule does not turn on where such a period ends."""
    agreed = data.draw(agreements(kinds, calendar=calendars(every="month", whole=True)))
    quarters = agreed.settlement.model_copy(update={"every": "quarter"})
    starts = {agreed.valid.from_, *boundaries(agreed.settlement.anchor, 3, agreed.valid.period)}
    staying = agreed.model_copy(update={"clauses": standing_alone(agreed, starts)})
    monthly, quarterly = plan(staying), plan(staying.model_copy(update={"settlement": quarters}))
    told = data.draw(facts(staying, ends=False))
    by_month, by_quarter = due(monthly, happened(monthly, told)), due(quarterly, happened(quarterly, told))
    for name, charged in by_month.items():
        assert abs(charged[-1] - by_quarter[name][-1]) < Decimal("1e-9"), name


def standing_alone(agreed: Agreement, starts: set[date]) -> tuple[ClauseBase, ...]:
    """The clauses that do not turn on settlement periods, and count none that does."""
    staying: dict[str, ClauseBase] = {}
    for clause in agreed.clauses:
        window = KINDS[clause.kind].window(clause)
        on_grid = window != "calendar_year" or date(agreed.valid.from_.year + 1, 1, 1) in starts
        if on_grid and not turns(clause, agreed.valid.from_, starts) and set(charges_read(clause)) <= staying.keys():
            staying[clause.id] = clause
    return tuple(staying.values())
