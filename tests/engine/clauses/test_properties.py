"""What holds for every clause kind, over the SAMPLES of every test_<kind>.py and over facts in whole steps."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suture.engine.clauses import KINDS
from suture.engine.clauses.kind import DueOf, LevelOf, QuantityOf, notice_of
from suture.engine.number import Window
from suture.engine.period import Period, settlement_periods
from suture.engine.rating import exact
from suture.engine.rating.plan import dates_in, plan
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.ranges import figures
from suture.engine.terms.references import charges_read
from tests.engine.built import agreement, in_lanes

PRICE = {"id": "price", "kind": "unit", "service": "catheter", "measure": "accepted", "price": "22.50 USD/piece"}
MONTHS, QUARTERS = 24, 8
HALF_A_CENT = 0.005
FIRST_OF_JANUARY = date(2027, 1, 1)
WHOLE = Period(FIRST_OF_JANUARY, date(2029, 1, 1))
QUARTER_STARTS = {period.start for period in settlement_periods(WHOLE, "quarter", FIRST_OF_JANUARY)}

# A kind is left out of "moving the end of a settlement period changes no total" when its amounts turn on where those
# periods end, by its own rule. The words say which rule.
TURNS_ON_SETTLEMENT = {
    "its numbers are those of the month in which a settlement period begins": {"early_termination", "price_down"},
    "the level that counts is the last one of the settlement period": {
        "conversion",
        "currency_corridor",
        "gain_share",
        "indexation",
        "material_variance",
        "royalty",
    },
    "its price, fees and days are those of a settlement period": {"graduated_time_prorated"},
    "payment days are counted in whole settlement periods, and those after the end are not in its total": {"payment"},
    "its cap is what was charged in so many settlement periods": {"liability_cap"},
    "what is overdue was charged so many settlement periods before": {"credit_limit"},
    "a term that ends inside a settlement period runs to its end": {"renewal"},
    "a settlement period counts whole that begins in time": {"retention", "wind_down"},
    "what has failed is looked at over so many settlement periods": {"supply_failure"},
    "a forecast is read by how many settlement periods before it was made": {
        "forecast_commitment",
        "order_acceptance",
    },
    "the age of parts is counted in settlement periods": {"material_liability", "carrying_charge", "unlifted_goods"},
    "what is found and spent in a settlement period is one audit": {"audit"},
    "what is counted in process is that of the settlement period in which its window closes": {"consigned_loss"},
    "what is in stock is that of the end of the settlement period": {"safety_stock", "last_time_buy"},
    "capacity and orders are those of a settlement period": {"allocation"},
}


def samples_of(kind: str) -> list[dict[str, Any]]:
    name = f"tests.engine.clauses.test_{kind}"
    return list(getattr(import_module(name), "SAMPLES", ())) if find_spec(name) else []


CASES = {f"{kind}-{i}": sample for kind in KINDS for i, sample in enumerate(samples_of(kind))}


@cache
def terms(case: str, every: str = "month") -> Agreement:
    """The sample alone, or beside a unit price where it counts charges."""
    return around(CASES[case], every)


def around(sample: Mapping[str, Any], every: str = "month") -> Agreement:
    clause = KINDS[sample["kind"]].clause.model_validate(sample)
    counted = set(charges_read(clause))
    assert counted <= {"price"}, "a sample counts no charges but those of 'price'"
    services = {"catheter": {"unit": "piece", "step": "1"}, "engineering": {"unit": "hour", "step": "0.25"}}
    services |= {
        name: {"unit": "piece", "step": "1"} for name in KINDS[sample["kind"]].services(clause) if name not in services
    }
    return agreement(
        *([PRICE, sample] if counted else [sample]),
        services=services,
        settlement={"every": every, "anchor": FIRST_OF_JANUARY.isoformat()},
    )


def sources(agreed: Agreement) -> Iterator[Any]:
    for clause in agreed.clauses:
        yield from KINDS[clause.kind].reads(clause)


def turning_points(agreed: Agreement) -> list[int]:
    """Steps at which something may turn: every figure as a quantity or as an amount at the price, and one beside it."""
    found = {0, 1}
    for _, figure in figures(agreed.clauses):
        for value in (figure.value, figure.low, figure.high):
            if value is not None:
                for steps in (value, value * 4, value / Decimal("22.50"), value / 12):
                    found.update(int(steps) + beside for beside in (-1, 0, 1))
    return sorted(steps for steps in found if 0 <= steps <= 100_000)


@st.composite
def happening(draw: st.DrawFn, agreed: Agreement) -> exact.Activity:
    """Facts of the first months, one event each; levels; perhaps an early end inside a month."""
    steps = st.sampled_from(turning_points(agreed)) | st.integers(0, 600)
    read = list(sources(agreed))
    keys = sorted({(service, s.measure) for s in read if isinstance(s, QuantityOf) for service in s.services})
    days = st.integers(-400, 400)  # to the day that a fact is for, or since that day
    counts = {key: days if key[1].endswith(notice_of("")) else steps for key in keys}
    events = {key: one_event_each(draw(st.lists(counts[key], max_size=MONTHS))) for key in keys}
    bases = [f.value for _, f in figures(agreed.clauses) if f.value is not None and f.value > 1] or [Decimal(100)]
    level = st.builds(lambda base, share: base * share / 1000, st.sampled_from(bases), st.integers(500, 1500))
    indices = sorted({s.series for s in read if isinstance(s, LevelOf)})
    levels = {name: draw(st.lists(level, min_size=MONTHS, max_size=MONTHS)) for name in indices}
    ends = draw(st.just(MONTHS) | st.integers(0, MONTHS - 1))
    in_force = [Decimal(1)] * ends + [Decimal("0.5")] * (ends < MONTHS) + [Decimal(0)] * (MONTHS - ends - 1)
    return exact.Activity(events, levels, in_force)


def one_event_each(quantities: Sequence[int]) -> list[dict[str, Decimal]]:
    told = [{"e": Decimal(q)} if q else {} for q in quantities]
    return told + [{}] * (MONTHS - len(told))


def due(agreed: Agreement, activity: exact.Activity) -> dict[str, tuple[Decimal, ...]]:
    """What every line has charged since the start, by period."""
    return {folded.line.name: folded.due for folded in exact.fold(plan(agreed), activity)}


def test_a_kind_is_called_as_its_module_is():
    assert [kind.name for kind in KINDS.values()] == list(KINDS) == sorted(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_samples(kind):
    assert samples_of(kind), f"tests/engine/clauses/test_{kind}.py has no SAMPLES"


@pytest.mark.parametrize("case", CASES)
@settings(max_examples=20)
@given(data=st.data())
def test_the_invoice_and_the_simulation_agree_to_half_a_cent_at_every_period(case, data):
    agreed = terms(case)
    activity = data.draw(happening(agreed))
    lanes = in_lanes(agreed, activity)
    for name, charged in due(agreed, activity).items():
        for at, (one, other) in enumerate(zip(charged, lanes[name], strict=True)):
            assert abs(float(one) - other) <= HALF_A_CENT, (name, at, one, other)


@pytest.mark.parametrize("case", CASES)
def test_no_step_makes_an_amount_of_nothing_that_is_no_number(case):
    """A step keeps the type of its numbers: a float or int that slips in would be lost cents or a type error."""
    agreed = terms(case)
    for line in plan(agreed).lines:
        nothing = [Decimal(0)] * len(line.kind.facts._fields)
        state = line.kind.state(*[Decimal(0)] * len(line.kind.state._fields))
        for window in (Window(1, 0), Window(0, 0), Window(0, 1)):
            facts = line.kind.facts(
                *[
                    Decimal(1) if isinstance(s, LevelOf) else n
                    for s, n in zip(line.version(line.first).reads, nothing, strict=True)
                ]
            )
            state = line.kind.step(line.terms[0], window, state, facts)
            assert all(isinstance(value, Decimal) and value.is_finite() for value in state)


# A tier of blocks is no sum of smaller tiers: blocks begin anew in each, by rule.
TIERED = [case for case, sample in CASES.items() if "tiers" in sample and "block" not in sample["tiers"][0]]


def with_tiers(sample: Mapping[str, Any], count: int) -> dict[str, Any]:
    """The sample without fees, its tiers cut into several of the same price until there are ``count``.

    The first tiers are cut first, so that the prices that differ move on to the later fours of the padded table.
    """
    missing, tiers = count - len(sample["tiers"]), []
    for written in sample["tiers"]:
        tier = {part: value for part, value in written.items() if part != "fee"}
        begins, ends = (int(str(tier.get(bound, 10_000)).split()[0]) for bound in ("from", "to"))
        cuts = [str(begins + i) for i in range(min(max(missing, 0), ends - begins - 1) + 1)]
        tiers += [tier | {"from": cut, "to": following} for cut, following in pairwise(cuts)] + [
            tier | {"from": cuts[-1]}
        ]
        missing -= len(cuts) - 1
    return {**sample, "tiers": tiers}


@pytest.mark.parametrize("count", [5, 9])
@pytest.mark.parametrize("case", TIERED)
@settings(max_examples=6)
@given(data=st.data())
def test_more_tiers_of_the_same_price_change_nothing(case, count, data):
    """Tables are padded to 4, 8 and 16: what the padding adds must be nothing, exactly."""
    few, many = around(with_tiers(CASES[case], 0)), around(with_tiers(CASES[case], count))
    activity = data.draw(happening(few))
    assert due(many, activity) == due(few, activity)


@pytest.mark.parametrize("count", [8, 16])
@pytest.mark.parametrize("case", {CASES[case]["kind"]: case for case in TIERED}.values())
def test_wide_tables_count_the_same_in_the_simulation(case, count):
    agreed = around(with_tiers(CASES[case], count))
    quantities = [*turning_points(agreed)[:12], *range(0, 3000, 250)]
    keys = {(service, s.measure) for s in sources(agreed) if isinstance(s, QuantityOf) for service in s.services}
    events = {key: one_event_each(quantities[:MONTHS]) for key in keys}
    activity = exact.Activity(events, {}, [Decimal(1)] * MONTHS)
    lanes = in_lanes(agreed, activity)
    for name, charged in due(agreed, activity).items():
        assert lanes[name] == pytest.approx([float(amount) for amount in charged], abs=HALF_A_CENT)


def is_by_order(case: str) -> bool:
    """In an order window every event is priced by itself: two halves of an order are two orders, by rule."""
    return any(line.by_order for line in plan(terms(case)).lines)


@pytest.mark.parametrize("case", [case for case in CASES if not is_by_order(case)])
@settings(max_examples=6)
@given(data=st.data())
def test_splitting_a_divisible_fact_changes_no_total(case, data):
    agreed = terms(case)
    activity = data.draw(happening(agreed))
    first = st.integers(0, 600)
    parted = {
        key: [
            {} if not at else {"one": (one := min(Decimal(data.draw(first)), at["e"])), "other": at["e"] - one}
            for at in events
        ]
        for key, events in activity.events.items()
    }
    assert due(agreed, activity._replace(events=parted)) == due(agreed, activity)


def run_to_the_end(activity: exact.Activity) -> exact.Activity:
    """The same without a termination: that takes effect at the end of its settlement period, by rule."""
    events = {key: told for key, told in activity.events.items() if key[1] != "terminated"}
    return activity._replace(events=events, in_force=[Decimal(1)] * MONTHS)


def turns_on_settlement(case: str) -> bool:
    """Whether the sample's amounts turn on where settlement periods end, by its own rule."""
    return turns(terms(case).clauses[-1], FIRST_OF_JANUARY, QUARTER_STARTS)


def turns(clause: Any, begins: date, starts: Collection[date]) -> bool:
    """Whether a clause's amounts turn on where settlement periods end; ``starts``: where the wider ones begin."""
    kind, said = KINDS[clause.kind], clause.model_fields_set
    changes = {*dates_in(clause), *kind.changes(clause, begins)}
    return (
        "relief" in said  # a gate relieves the settlement periods at whose end it holds
        or "shared_use" in said  # capacity and the most that is set off are those of a settlement period
        or "life_months" in said  # a life is over at the end of a settlement period, and pieces begin anew there
        or "least_draw" in said  # so much is drawn in every settlement period
        or "election" in said  # an election is for the last window to close by the end of its settlement period
        or getattr(getattr(clause, "kept_by", None), "grace_periods", 0)  # a grace is so many settlement periods
        or kind.window(clause) == "month"  # facts of a quarter do not say in which of its months they fell
        or not changes <= set(starts)  # a dated number holds from the first settlement period that begins on its day
        or any(clause.kind in kinds for kinds in TURNS_ON_SETTLEMENT.values())
    )


@pytest.mark.parametrize("case", [case for case in CASES if not turns_on_settlement(case)])
@settings(max_examples=6)
@given(data=st.data())
def test_moving_the_end_of_a_settlement_period_changes_no_total_at_the_end(case, data):
    """Settled by the month or by the quarter: windows of a quarter and more, and single orders, come to the same."""
    activity = run_to_the_end(data.draw(happening(terms(case))))
    by_quarter = exact.Activity(
        {
            key: [
                {f"{month}": at["e"] for month in range(3 * quarter, 3 * quarter + 3) if (at := events[month])}
                for quarter in range(QUARTERS)
            ]
            for key, events in activity.events.items()
        },
        {},
        [Decimal(1)] * QUARTERS,
    )
    monthly, quarterly = due(terms(case), activity), due(terms(case, "quarter"), by_quarter)
    for name, charged in monthly.items():
        assert abs(charged[-1] - quarterly[name][-1]) < Decimal("1e-12"), name


def test_only_what_reads_months_levels_or_lags_turns_on_the_settlement_period():
    named = set().union(*TURNS_ON_SETTLEMENT.values())
    for kind in named:
        sample = next(sample for sample in CASES.values() if sample["kind"] == kind)
        clause = KINDS[kind].clause.model_validate(sample)
        lagged = any(getattr(source, "lag", 0) for source in KINDS[kind].reads(clause))
        levels = any(isinstance(source, LevelOf) for source in KINDS[kind].reads(clause))
        moves = any(KINDS[kind].changes(clause, FIRST_OF_JANUARY))
        forecasts = any("@" in getattr(source, "measure", "") for source in KINDS[kind].reads(clause))
        counts = any(getattr(s, "measure", "") in ("in_process", "held", "idle") for s in KINDS[kind].reads(clause))
        holds = KINDS[kind].effect == "gate"  # or does not, for a settlement period as a whole
        assert moves or lagged or levels or forecasts or counts or holds, kind
    free = {sample["kind"] for case, sample in CASES.items() if not turns_on_settlement(case)}
    assert free | named == {sample["kind"] for sample in CASES.values()}


def test_a_kind_that_counts_charges_counts_them_since_the_start():
    """A sample's charges are read as running totals, so that a late fact changes them where it belongs."""
    reading = {
        sample["kind"] for case, sample in CASES.items() if any(isinstance(s, DueOf) for s in sources(terms(case)))
    }
    assert {"minimum_commitment", "maximum", "price_down", "indexation", "landed_cost", "payment"} <= reading
