"""What a clause promises by its own rule, wherever it stands: never cheaper for more, never less than agreed."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from suture.engine.clauses import KINDS
from suture.engine.clauses.kind import ClauseBase, QuantityOf
from suture.engine.rating.exact import Entry, Folded, fold
from suture.engine.rating.fact import Fact
from suture.engine.rating.plan import dates_in, plan
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.amendments import courses
from suture.engine.terms.references import charges_read
from tests.engine.generated import HANDS, agreements, hand, samples_of
from tests.engine.generated_facts import facts, happened
from tests.engine.test_generated_charges import due

A_MILLIONTH = Decimal("0.000001")
BUSY = [HealthCheck.too_slow]  # a busy machine is no fault of the terms
few = settings(max_examples=max(settings.default.max_examples // 16, 1), suppress_health_check=BUSY)
some = settings(max_examples=max(settings.default.max_examples // 4, 1), suppress_health_check=BUSY)


def always(_: Any) -> bool:
    return True


MONOTONE: dict[str, tuple[frozenset[str], Callable[[Any], bool]]] = {
    # kind: the measures of which more is never cheaper (none said: the clause's own), and when it promises that
    "unit": (frozenset(), always),
    "graduated": (frozenset(), always),
    "package": (frozenset(), always),
    "block_tiers": (frozenset(), lambda clause: clause.charged == "each_slice"),
    "overage": (frozenset(), always),
    "percentage": (frozenset(), always),
    "cost_build_up": (frozenset(), always),
    "price_reopener": (frozenset(), always),
    "stair_step": (frozenset(), always),
    "royalty": (frozenset({"made", "sold"}), lambda clause: clause.paid_by == "buyer"),
    "time_and_materials": (frozenset({"worked", "material"}), always),
    "transfer_assistance": (frozenset({"worked"}), always),
    "line_down": (frozenset({"idle"}), always),
    "storage": (frozenset({"stored"}), always),
    "tool_life": (frozenset({"made"}), lambda clause: clause.life_months is None),
    "dedicated_cell": (frozenset({"made"}), lambda clause: clause.shared_use is None),
    "lot_economics": (frozenset({"ordered"}), lambda clause: clause.minimum_order is None),
}
"""Volume and declared volume are not among them: reaching a tier makes all of it cheaper, which `check` warns of. Nor
is what credits, nor a price that changes: one more before moves what follows to another tier of the later price."""


def promises(clause: ClauseBase) -> frozenset[str]:
    """The measures of which a clause promises that more is never cheaper."""
    measures, holds = MONOTONE.get(clause.kind, (frozenset(), lambda _: False))  # type: ignore[attr-defined]
    if not holds(clause) or any(dates_in(clause)):
        return frozenset()
    read = (source for source in KINDS[clause.kind].reads(clause) if isinstance(source, QuantityOf))  # type: ignore[attr-defined]
    return measures or frozenset(source.measure for source in read)


@pytest.mark.parametrize("kind", MONOTONE)
@few
@given(data=st.data())
def test_more_is_never_cheaper_where_the_clause_promises_it(kind, data):
    agreed = data.draw(agreements([kind]))
    told = data.draw(facts(agreed))
    taken_back = {fact.reverses for fact in told}
    for clause in agreed.clauses:
        counted = [
            fact
            for fact in told
            if fact.kind in promises(clause)
            and fact.service in KINDS[clause.kind].services(clause)
            and not fact.reverses
            and fact.source_id not in taken_back
        ]
        if not counted:
            continue
        one = data.draw(st.sampled_from(counted))
        added = agreed.services[one.service].measured_in.quantity(Decimal(data.draw(st.integers(1, 500))))
        more = [each._replace(quantity=each.quantity + added) if each is one else each for each in told]
        before, after = due_of(agreed, told, clause.id), due_of(agreed, more, clause.id)
        for less, now in zip(before, after, strict=True):
            assert now >= less - A_MILLIONTH, clause.id


def due_of(agreed: Agreement, told: list[Fact], clause: str) -> tuple[Decimal, ...]:
    planned = plan(agreed)
    return due(planned, happened(planned, told))[clause]


def by_window(folded: Folded) -> Iterator[list[Entry]]:
    """The folds of one line, window by window."""
    within: list[Entry] = []
    for entry in folded.entries:
        within.append(entry)
        if entry.window.closes:
            yield within
            within = []


def charged_in(folded: Folded) -> Iterator[tuple[list[Entry], Decimal]]:
    """Every window that opens in force (a renewal may have ended the agreement), and what the line charged in it."""
    for within in by_window(folded):
        if within[0].facts.in_force <= 0:
            continue
        yield within, within[-1].after.due - within[0].before.due


def folds_of(agreed: Agreement, told: list[Fact], kind: str) -> list[Folded]:
    """The lines of one kind whose figures do not change, since a rule over a window is told of one set of them."""
    planned = plan(agreed)
    return [
        folded
        for folded in fold(planned, happened(planned, told))
        if folded.line.kind.name == kind and not any(dates_in(agreed.clause(folded.line.name)))
    ]


@some
@given(data=st.data())
def test_a_commitment_with_overage_charges_committed_use_and_overage_and_what_is_short(data):
    agreed = data.draw(agreements(["overage"]))
    for folded in folds_of(agreed, data.draw(facts(agreed, ends=False)), "overage"):
        clause: Any = agreed.clause(folded.line.name)
        assume(clause.prorate == "full")
        unit = folded.line.unit
        price = clause.price.likely * unit.step
        by_quantity = clause.committed_quantity is not None
        committed = (
            unit.steps(clause.committed_quantity.likely) * price if by_quantity else clause.committed_spend.likely
        )
        for within, charged in charged_in(folded):
            used = sum((entry.facts.taken for entry in within), Decimal(0)) * price
            overage = max(used - committed, Decimal(0)) * clause.overage_factor.likely
            starts = clause.window != "order" or within[0].facts.taken > 0
            short = max(committed - used, Decimal(0)) if clause.true_up == "difference" and starts else Decimal(0)
            assert abs(charged - (min(used, committed) + overage + short)) < A_MILLIONTH


@some
@given(data=st.data())
def test_what_is_charged_and_what_is_short_come_to_the_minimum_and_never_to_less(data):
    agreed = data.draw(agreements(["minimum_commitment", "take_or_pay"]))
    told = data.draw(facts(agreed, ends=False))
    for folded in folds_of(agreed, told, "minimum_commitment"):
        clause: Any = agreed.clause(folded.line.name)
        if clause.prorate != "full" or clause.relief:
            continue
        unit, spend = folded.line.unit, clause.minimum_spend is not None
        minimum = clause.minimum_spend.likely if spend else unit.steps(clause.minimum_quantity.likely)
        price = Decimal(1) if spend else clause.shortfall_price.likely * unit.step
        for within, charged in charged_in(folded):
            first, last = within[0], within[-1]
            counted = last.facts.counted - first.before.seen if spend else sum(each.facts.counted for each in within)
            assert abs(charged + counted * price - max(counted, minimum) * price) < A_MILLIONTH
    for folded in folds_of(agreed, told, "take_or_pay"):
        clause = agreed.clause(folded.line.name)
        if clause.prorate != "full" or clause.make_up != "none":
            continue
        minimum, price = folded.line.unit.steps(clause.minimum.likely), clause.price.likely * folded.line.unit.step
        for within, charged in charged_in(folded):
            taken = sum((each.facts.accepted for each in within), Decimal(0))
            assert abs(charged - max(minimum - taken, Decimal(0)) * price) < A_MILLIONTH


@pytest.mark.parametrize("kinds", [hand(at) for at in range(HANDS)], ids=lambda kinds: kinds[0])
@few
@given(data=st.data())
def test_an_amendment_changes_nothing_before_its_day(kinds, data):
    """Of an earlier period no amount changes; a clause that ends closes its window in its last one, by rule."""
    agreed = data.draw(agreements(kinds, amendments=True))
    before = agreed.model_copy(update={"amendments": ()})
    told = data.draw(facts(before))
    changed, unchanged = plan(agreed), plan(before)
    ends = {course.last.id for course in courses(agreed) if course.until < changed.periods[-1].end}
    while more := {each.id for each in agreed.clauses if ends & set(charges_read(each))} - ends:
        ends |= more
    now, then = due(changed, happened(changed, told)), due(unchanged, happened(unchanged, told))
    for amendment in agreed.amendments:
        earlier = [at for at, period in enumerate(unchanged.periods) if period.start < amendment.from_]
        if len(earlier) == len(unchanged.periods):  # its last period is no longer the last one
            earlier = earlier[:-1]
        for name, charged in then.items():
            same = earlier[:-1] if name in ends else earlier
            assert [now[name][at] for at in same] == [charged[at] for at in same], name


@pytest.mark.parametrize("kind", ["take_or_pay", "minimum_commitment", "reservation", "maximum"])
def test_a_minimum_reservation_or_maximum_is_of_a_time_and_not_of_an_order(kind):
    """Where nothing is ordered nothing would be due, in the invoice, and something in the simulation."""
    with pytest.raises(ValidationError, match="window"):
        KINDS[kind].clause.model_validate(samples_of(kind)[0] | {"window": "order"})
