"""Facts under any agreement, as hypothesis draws them: events, forecasts, reversals, index values, an early end."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from suture.engine.clauses import kind_of
from suture.engine.clauses.kind import AGREEMENT, QuantityOf, notice_of
from suture.engine.rating.exact import Activity
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity, check_facts
from suture.engine.rating.plan import Plan
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.measures import measured

LARGEST = 2_000_000
"""Steps of one fact. So many of the dearest goods are still counted to a hundredth of a cent by a float."""
NO_SUPPLY = frozenset({"terminated", "index"})
"""Told of the agreement and of an index; a clause that counts them of a service finds nothing."""


def told_of(agreement: Agreement) -> list[tuple[str, str]]:
    """The services and measures that any clause reads, the end of the agreement left out."""
    read = (source for clause in agreement.clauses for source in kind_of(clause).reads(clause))
    found = {
        (name, source.measure.partition("@")[0].removesuffix(notice_of("")))
        for source in read
        if isinstance(source, QuantityOf)
        for name in source.services
    }
    return sorted(key for key in found if key[1] not in NO_SUPPLY)


def forecast(agreement: Agreement) -> set[tuple[str, str]]:
    """Those that are told of a later day."""
    read = (source for clause in agreement.clauses for source in kind_of(clause).reads(clause))
    return {
        (name, source.measure.partition("@")[0])
        for source in read
        if isinstance(source, QuantityOf) and "@" in source.measure
        for name in source.services
    }


def turning_points(agreement: Agreement) -> list[int]:
    """Steps at which something may turn: every written quantity, and one beside it."""
    found = {0, 1}
    for clause in agreement.clauses:
        services = kind_of(clause).services(clause)
        unit = agreement.services[services[0]].measured_in if services else None
        for _, figure, dimension in measured(clause):
            if unit is not None and dimension.measures == "quantity" and figure.known:
                found.update(int(unit.steps(figure.likely)) + beside for beside in (-1, 0, 1))
    return sorted(steps for steps in found if 0 <= steps <= LARGEST)


@st.composite
def facts(draw: st.DrawFn, agreement: Agreement, *, most: int = 30, ends: bool = True) -> list[Fact]:
    """Faultless facts of an agreement; ``ends``: it may be terminated."""
    keys, term = told_of(agreement), agreement.valid.period
    ahead = forecast(agreement)
    steps = st.sampled_from(turning_points(agreement)) | st.integers(0, 600)
    row = st.tuples(st.integers(0, len(keys) - 1), st.integers(0, 9), steps, st.integers(0, 3), st.integers(-60, 120))
    on_days = [term.start + timedelta(days=day) for day in draw(st.lists(st.integers(0, term.days - 1), min_size=1))]
    found = []
    for n, (key, day, quantity, event, about) in enumerate(draw(st.lists(row, max_size=most))):
        days = max(about, 1) if keys[key] in ahead else about
        on = on_days[day % len(on_days)]
        found.append(fact_of(agreement, keys[key], on, quantity, f"f{n}", f"o{event}-{on}" if event else "", days))
    found += reversals(found, draw(st.lists(st.integers(0, max(len(found) - 1, 0)), max_size=3)))
    for index in agreement.indices:
        found += published_values(agreement, index, draw(st.lists(st.integers(-20, 60), min_size=1, max_size=5)))
    if ends and draw(st.booleans()):
        last = term.start + timedelta(days=draw(st.integers(0, term.days - 1)))
        found.append(Fact(agreement.agreement, AGREEMENT, last, Decimal(1), "", "terminated", source_id="end"))
    wrong = [str(fault) for fault in check_facts(agreement, found)]
    assert not wrong, wrong
    return found


def fact_of(
    agreement: Agreement, key: tuple[str, str], day: date, steps: int, source_id: str, event: str, about: int
) -> Fact:
    """One fact of so many steps; ``about``: days to the day that it is for."""
    service = agreement.services.get(key[0])
    quantity = service.measured_in.quantity(Decimal(steps)) if service else Decimal(steps)
    unit = service.unit if service else ""
    return Fact(
        agreement.agreement, key[0], day, quantity, unit, key[1], event, source_id,
        for_day=day + timedelta(days=about),
    )  # fmt: skip


def reversals(told: Sequence[Fact], which: Sequence[int]) -> list[Fact]:
    """Facts that take back some of those told, each once."""
    return [
        told[at]._replace(quantity=-told[at].quantity, source_id=f"r-{told[at].source_id}", reverses=told[at].source_id)
        for at in sorted(set(which))
        if at < len(told)
    ]


def published_values(agreement: Agreement, index: str, moves: Sequence[int]) -> list[Fact]:
    """Values of an index: one before the agreement begins, then one every forty days, so many per cent above."""
    level = next(
        (
            figure.likely
            for clause in agreement.clauses
            if any(getattr(source, "series", "") == index for source in kind_of(clause).reads(clause))
            for _, figure, dimension in measured(clause)
            if dimension.measures == "level" and figure.known and figure.likely > 0
        ),
        Decimal(100),
    )
    start = agreement.valid.from_ - timedelta(days=10)
    return [
        Fact(
            agreement.agreement, index, start + timedelta(days=40 * at), level * (100 + move) / 100, "", "index",
            source_id=f"{index}-{at}",
        )
        for at, move in enumerate(moves)
    ]  # fmt: skip


def one_order_a_period(told: Activity) -> Activity:
    """The same with the events of a period as one, as a simulation has them; of several notices the last stands."""
    return told._replace(
        events={
            key: [
                {} if not events else {"e": list(events.values())[-1] if is_notice(key) else sum(events.values())}
                for events in periods
            ]
            for key, periods in told.events.items()
        }
    )


def is_notice(key: tuple[str, str]) -> bool:
    """Whether a measure counts days, which do not add up."""
    return key[1].endswith(notice_of(""))


def happened(plan: Plan, told: Sequence[Fact]) -> Activity:
    """What the fold reads of facts."""
    return activity(plan, told)
