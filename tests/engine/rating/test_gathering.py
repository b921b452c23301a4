"""Facts gathered one by one are what they are taken together: every statement is the same to the last reason."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from suture.engine.clauses.kind import notice_of, told_before
from suture.engine.rating.charges import statement
from suture.engine.rating.exact import Activity
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity, counts
from suture.engine.rating.fixings import levels
from suture.engine.rating.gathering import Gathering, Reading, in_force, period_of, reading_of
from suture.engine.rating.plan import plan
from tests.engine.built import agreement
from tests.engine.clauses.test_forecast_commitment import SAMPLES as FORECAST
from tests.engine.clauses.test_late_delivery import SAMPLES as LATE

PRICES = (
    {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "22.5"},
    {
        "id": "lots", "kind": "lot_economics", "service": "catheter", "bills": "ordered", "unit_price": "12.00",
        "lot": {"size": "500", "fee": "3800"}, "load": {"capacity": "3000", "fee": "2400"},
        "minimum_order": {"quantity": "250", "below": "take_minimum"},
    },
    {"id": "hours", "kind": "unit", "service": "engineering", "measure": "worked", "price": "140"},
)  # fmt: skip
PLANNED = plan(agreement(*PRICES, FORECAST[0] | {"id": "forecast"}, LATE[0] | {"id": "late"}))
STEPS = {"catheter": Decimal(1), "engineering": Decimal("0.25")}
UNITS = {"catheter": "piece", "engineering": "hour"}
DAY = st.integers(0, 730).map(lambda days: date(2027, 1, 1) + timedelta(days))


def straightforward(planned, facts):
    """All facts at once, every event by its name, with nothing left out."""
    cancelled = {fact.reverses for fact in facts if fact.reverses}
    counting = [fact for fact in facts if counts(fact, cancelled)]
    periods = planned.periods
    events = {}

    def series(service, measure):
        return events.setdefault((service, measure), [defaultdict(Decimal) for _ in periods])

    last = {}
    for fact in counting:
        at = next((at for at, period in enumerate(periods) if fact.day in period), None)
        if fact.kind == "index" or at is None:
            continue
        steps = fact.quantity / STEPS[fact.service] if fact.service in STEPS else fact.quantity
        name = fact.event or fact.source_id or f"row {fact.row}"
        series(fact.service, fact.kind)[at][name] += steps
        if fact.for_day is None:
            continue
        series(fact.service, notice_of(fact.kind))[at][name] = Decimal((fact.for_day - fact.day).days)
        about = next((at for at, period in enumerate(periods) if fact.for_day in period), None)
        if fact.for_day > fact.day and about is not None:
            key = (fact.service, fact.kind, about - at, about)
            day, before = last.get(key, (fact.day, Decimal(0)))
            if fact.day >= day:
                last[key] = (fact.day, steps + (before if fact.day == day else 0))
    for (service, kind, ahead, about), (_, steps) in last.items():
        series(service, told_before(kind, ahead))[about]["issue"] = steps
    ends = [fact.day for fact in counting if fact.kind == "terminated" and fact.quantity > 0]
    return Activity(events, levels(planned, counting), in_force(periods, min(ends) if ends else None))


@st.composite
def some_facts(draw):
    kinds = st.sampled_from(["accepted", "ordered", "worked", "late", "forecast", "terminated"])
    facts = []
    for row in range(2, 2 + draw(st.integers(0, 30))):
        kind, day = draw(kinds), draw(DAY)
        service = "engineering" if kind == "worked" else "agreement" if kind == "terminated" else "catheter"
        quantity = draw(st.integers(0, 900)) * STEPS.get(service, Decimal(1))
        ahead = draw(st.integers(-40, 200)) if kind in ("late", "forecast") or draw(st.booleans()) else None
        facts.append(
            Fact(
                "2027-014", service, day, min(quantity, Decimal(1)) if kind == "terminated" else quantity,
                UNITS.get(service, ""), kind, draw(st.sampled_from(["", "", "o1", "o2"])),
                f"s{row}" if draw(st.booleans()) else "",
                for_day=None if ahead is None else day + timedelta(ahead), row=row,
            )
        )  # fmt: skip
    for fact in draw(st.lists(st.sampled_from(facts), max_size=5, unique=True)) if facts else []:
        if fact.source_id:
            back = fact._replace(quantity=-fact.quantity, source_id="", reverses=fact.source_id, row=len(facts) + 2)
            facts.insert(draw(st.integers(0, len(facts))), back._replace(day=draw(DAY)))
    return facts


def told(happened):
    done = statement(PLANNED, happened, date(2028, 12, 31), {})
    return [(c.clause, c.period, c.money, [str(reason) for reason in c.reasons]) for c in done.charges]


@given(some_facts())
def test_what_is_gathered_one_by_one_is_billed_as_all_at_once(facts):
    wanted = told(straightforward(PLANNED, facts))
    cancelled = {fact.reverses for fact in facts if fact.reverses}
    gathering = Gathering(PLANNED, reading_of(PLANNED))
    for fact in facts:
        if counts(fact, cancelled):
            gathering.take(fact)
    assert told(gathering.activity()) == wanted
    assert told(activity(PLANNED, facts)) == wanted


def test_only_what_a_clause_reads_by_event_keeps_its_name():
    order = Fact("2027-014", "catheter", date(2027, 1, 5), Decimal(300), "piece", "ordered", "o1", row=2)
    gathering = Gathering(PLANNED, reading_of(PLANNED))
    for fact in (order, order._replace(kind="accepted"), order._replace(kind="accepted", event="o2")):
        gathering.take(fact)
    events = gathering.activity().events
    assert events["catheter", "ordered"][0] == {"o1": 300}
    assert events["catheter", "accepted"][0] == {"": 600}


def gathered(*facts, reading=None):
    gathering = Gathering(PLANNED, reading)
    for fact in facts:
        gathering.take(fact)
    return gathering.activity()


FORETOLD = Fact(
    "2027-014", "catheter", date(2027, 1, 5), Decimal(300), "piece", "forecast", "f1", for_day=date(2027, 3, 10), row=2
)


def test_a_fact_of_which_the_days_to_its_day_are_read_keeps_its_name_and_them():
    late = FORETOLD._replace(kind="late", day=date(2027, 1, 20), for_day=date(2027, 1, 10))
    assert ("catheter", "late") in reading_of(PLANNED).with_notice
    days_only = Reading(frozenset(), frozenset({("catheter", "late")}), frozenset())
    for reading in (None, reading_of(PLANNED), days_only):
        events = gathered(late, reading=reading).events
        assert events["catheter", "late"][0] == {"f1": 300}
        assert events["catheter", notice_of("late")][0] == {"f1": -10}


def test_of_what_is_told_of_later_periods_the_issue_is_kept_by_how_many_periods_before():
    assert reading_of(PLANNED).in_issues == {("catheter", "forecast")}
    for reading in (None, reading_of(PLANNED)):
        told_in_february = FORETOLD._replace(day=date(2027, 2, 5), quantity=Decimal(400))
        events = gathered(FORETOLD, told_in_february, reading=reading).events
        issued = {key: at for key, at in events.items() if "@" in key[1]}
        assert sorted(issued) == [("catheter", told_before("forecast", ahead)) for ahead in (1, 2)]
        assert [issued["catheter", told_before("forecast", ahead)][2] for ahead in (1, 2)] == [
            {"issue": 400}, {"issue": 300},
        ]  # fmt: skip


def test_what_is_told_of_the_very_day_or_of_one_before_foretells_nothing():
    for day, foretold in ((9, True), (10, False), (11, False)):
        events = gathered(FORETOLD._replace(day=date(2027, 3, day))).events
        assert (("catheter", told_before("forecast", 0)) in events) is foretold


def test_only_that_of_which_nothing_but_the_sum_is_read_may_be_summed_before():
    reading = reading_of(PLANNED)
    kinds = ("accepted", "ordered", "late", "forecast", "index", "terminated")
    assert [reading.is_divisible("catheter", kind) for kind in kinds] == [True, False, False, False, False, False]


def test_an_agreement_is_terminated_on_the_first_day_that_is_told_and_by_a_quantity_of_zero_never():
    end = Fact("2027-014", "agreement", date(2028, 11, 15), Decimal(1), "", "terminated", row=2)
    later, never = end._replace(day=date(2028, 12, 31)), end._replace(day=date(2027, 1, 1), quantity=Decimal(0))
    assert gathered(never).in_force == [1] * 24
    for facts in ((end, later, never), (never, later, end)):
        assert gathered(*facts).in_force[-3:] == [1, Decimal("0.5"), 0]


def test_a_period_holds_its_first_day_and_not_the_first_of_the_next():
    periods = PLANNED.periods
    for at, period in enumerate(periods):
        assert [period_of(periods, day) for day in (period.start, period.last)] == [at, at]
    assert period_of(periods, date(2026, 12, 31)) is None
    assert period_of(periods, date(2029, 1, 1)) is None
