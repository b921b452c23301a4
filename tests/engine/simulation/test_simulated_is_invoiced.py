"""What the simulation charges is what the invoice would: every line of every agreement, scenario by scenario.

The simulated quantities of one scenario are written down as facts, the agreement as it would be signed is settled on
the numbers of that scenario's input draw, and ``rating`` folds it exactly.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pytest

from suture.engine.clauses.kind import AGREEMENT, DueOf
from suture.engine.rating import exact
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import activity, check_facts
from suture.engine.rating.fixings import check_levels
from suture.engine.rating.plan import Plan, plan
from suture.engine.simulation import accounts, run
from suture.engine.simulation.accounts import Charged, Engagement
from suture.engine.simulation.draw import draw_inputs
from suture.engine.strategy.case import Case
from suture.engine.strategy.models import strategies
from suture.engine.strategy.offers import REOPENER, Deal, offer
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.ranges import ranges, settled
from suture.engine.world.streams import sampling
from tests.engine.strategy.vena import STAGES, catheter, developing, maker, vena

HALF_A_CENT = 0.005
S = sampling(7, 64)  # four input draws of sixteen futures

RANGES: dict[str, Any] = {
    "lot_fee": {"low": 100, "value": 250, "high": 900}, "freight": {"low": "3 %", "value": "6 %", "high": "9 %"},
    "duty": {"low": "0 %", "high": "40 %"}, "deposit": {"low": "10 %", "value": "30 %", "high": "50 %"},
    "reopener": {"low": "-3 %", "high": "8 %"}, "outage_rate": "0.3", "lots_rejected": "5 %",
    "sterilisation_load": {"low": 1000, "value": 2400, "high": 3000},
    "committed": {
        "discount": {"low": "2 %", "value": "8 %", "high": "15 %"},
        "price_down": {"low": "0 %", "value": "2 %", "high": "5 %"},
        "minimum_share": {"low": "60 %", "value": "75 %", "high": "90 %"},
        "deposit": {"low": "0 %", "value": "10 %", "high": "20 %"}, "payment_days": 60,
    },
}  # fmt: skip
BY_SIZE = {
    "catheter": [
        {"order_from": 0, "price": {"low": 24, "value": 27, "high": 31}}, {"order_from": 500, "price": "25.50"},
        {"order_from": 1500, "price": {"low": 22, "value": 23, "high": 24}},
    ]
}  # fmt: skip
BUILT_UP = {
    "quote": {}, "minutes": {"low": 11, "value": 14, "high": 20},
    "margin": {"low": "10 %", "value": "15 %", "high": "20 %"},
}  # fmt: skip
CARD = {
    "window": "month", "cap": 9_000, "membership": 12_000,
    "tiers": [{"from": 0, "price": 140}],
    "member_tiers": [{"from": 0, "to": 30, "price": {"low": 80, "value": 100, "high": 130}}, {"from": 30, "price": 90}],
}  # fmt: skip


def before_the_market() -> Case:
    """Everything begins in a month that differs between scenarios: tools, orders, and the commitment of the hybrid."""
    product = catheter(on_market=False, stages=STAGES, review={"route": "k510", "fee": 6_500}, sterile="eo")
    stent = catheter(
        on_market=False, sterile="radiation", units=[{"low": 2000, "value": 6000, "high": 9000}], work="2.5",
        stages=STAGES, price=90,
    )  # fmt: skip
    return developing(
        north=RANGES | {"quote": BY_SIZE}, south=RANGES | BUILT_UP, products={"catheter": product, "stent": stent},
        company={"funding": [{"name": "round", "month": 9, "amount": 10_000, "chance": "60 %"}]},
    )  # fmt: skip


def on_the_market() -> Case:
    """North is committed to today; South may take over, or make beside it."""
    return vena(
        north=RANGES | {"quote": BY_SIZE}, south=RANGES | BUILT_UP, today={"partner": "north", "committed": True}
    )


def research() -> Case:
    """An institute: hours by rate card from the university, builds by the order or under a frame from North."""
    university = {"supplies": False, "rate_card": CARD, "outage_months": {"low": 1, "high": 2}}
    return developing(
        company={"kind": "institute"},
        products={"catheter": catheter(on_market=False, stages=STAGES, units=[])},
        partners={"north": maker(**RANGES, quote=BY_SIZE), "university": university},
    )


class Simulated(NamedTuple):
    """One engagement of one strategy as the simulation counted it."""

    engagement: Engagement
    reopened: np.ndarray
    quantities: dict[tuple[str, str], np.ndarray]  # in the agreement's own months, (block, month, 16)
    due: dict[str, np.ndarray]  # by clause, since the agreement began, in its own months
    charged: Charged  # in months of the case


@pytest.fixture
def simulated(monkeypatch: pytest.MonkeyPatch) -> Callable[[Case], list[Simulated]]:
    """Runs every strategy of a case and hands out all that was counted on the way."""
    found: list[Simulated] = []
    counted: list[tuple[Any, dict[str, np.ndarray]]] = []
    charge, account = accounts.lanes.charge, run.account

    def charging(prepared: Any, happened: Any, *rest: Any) -> dict[str, np.ndarray]:
        counted.append((happened, charge(prepared, happened, *rest)))
        return counted[-1][1]

    def accounting(prepared: Any, engagement: Engagement, reopened: Any, *rest: Any) -> Charged:
        charged = account(prepared, engagement, reopened, *rest)
        happened, due = counted.pop()
        found.append(Simulated(engagement, reopened, dict(happened.quantities), due, charged))
        return charged

    monkeypatch.setattr(accounts.lanes, "charge", charging)
    monkeypatch.setattr(run, "account", accounting)

    def everything(case: Case) -> list[Simulated]:
        run.simulate(case, strategies(case), S)
        return found

    return everything


def rows(lanes: np.ndarray) -> np.ndarray:
    """(block, month, 16) as (scenario, month)."""
    return lanes.transpose(0, 2, 1).reshape(-1, lanes.shape[1])


def begins_and_ends(one: Simulated, scenario: int, months: int) -> tuple[int, int]:
    begins, ends = (int(np.asarray(at).reshape(-1)[scenario]) for at in one.engagement[1:3])
    return min(begins, months), min(ends, months)


def as_signed(case: Case, one: Simulated, scenario: int) -> Agreement:
    """The agreement with the numbers of the scenario's input draw."""
    known = draw_inputs(case, S)
    draw = scenario // S.futures_per_input
    agreed = offer(case, one.engagement.deal)
    return settled(agreed, {path: Decimal(repr(float(known.of(f)[draw]))) for path, f in ranges(agreed).items()})


def as_facts(agreed: Agreement, planned: Plan, one: Simulated, scenario: int, begins: int) -> list[Fact]:
    """What falls under the agreement in one scenario, dated as if it had begun on its first day."""
    told: list[Fact] = []
    for (service, measure), quantities in one.engagement.quantities.items():
        whole = service == AGREEMENT  # its end: counted in ones
        unit, step = ("", Decimal(1)) if whole else (agreed.services[service].unit, agreed.services[service].step)
        for at, steps in enumerate(rows(quantities)[scenario, begins:]):
            assert steps == int(steps) >= 0
            if steps or not whole:
                day = planned.periods[at].start + timedelta(days=9)
                said = Decimal(int(steps)) * step
                told.append(Fact(agreed.agreement, service, day, said, unit, measure, f"month {at}"))
    for at, level in enumerate(rows(one.reopened)[scenario, begins:]):
        day = planned.periods[at].start
        told.append(Fact(agreed.agreement, REOPENER, day, Decimal(repr(float(level))), "", "index"))
    return told


def invoiced(agreed: Agreement, told: list[Fact], months_in_force: int) -> dict[str, list[float]]:
    """Due since the start by clause, folded exactly."""
    planned = plan(agreed)
    assert [str(fault) for fault in check_facts(agreed, told)] == []
    assert [str(fault) for fault in check_levels(planned, told, planned.periods[0].last)] == []
    in_force = [Decimal(int(at < months_in_force)) for at in range(len(planned.periods))]
    folded = exact.fold(planned, activity(planned, told)._replace(in_force=in_force))
    return {each.line.name: [float(due) for due in each.due] for each in folded}


def checked(case: Case, one: Simulated, scenario: int) -> int:
    """Compares every line of one engagement in one scenario; says how many amounts were compared."""
    begins, ends = begins_and_ends(one, scenario, case.months)
    lasts = case.months - begins
    if not lasts:  # never begun
        assert not any(rows(money)[scenario].any() for money in one.charged)
        return 0
    agreed = as_signed(case, one, scenario)
    planned = plan(agreed)
    due = invoiced(agreed, as_facts(agreed, planned, one, scenario, begins), ends - begins)
    assert due.keys() == one.due.keys()
    added = np.zeros((4, case.months))
    compared = 0
    for line in planned.lines:
        exactly = np.array(due[line.name])
        after = exactly[-1] - exactly[lasts - 1]  # windows that are open when the case ends are owed with its end
        exactly = exactly[:lasts]
        rounded = sum(len(source.clauses) for source in line.sources if isinstance(source, DueOf) and source.rounded)
        within = HALF_A_CENT * (1 + rounded)  # what is paid are the rounded amounts of the lines it pays
        assert rows(one.due[line.name])[scenario, :lasts] == pytest.approx(exactly, abs=within), line.name
        compared += int(np.count_nonzero(exactly))
        monthly = np.diff(exactly, prepend=0.0)
        added[{"charge": 0, "landed": 1, "cash": 2}[line.kind.effect], begins:] += monthly
        added[3, begins:] += monthly * (line.kind.phase.name == "COMMITMENT")
        if line.kind.effect == "charge":
            assert after == 0 or line.kind.phase.name == "COMMITMENT"
            added[[0, 3], -1] += after
    for field, expected in zip(("owed", "landed", "paid", "bound"), added, strict=True):
        found = rows(getattr(one.charged, field))[scenario]
        assert found == pytest.approx(expected, abs=HALF_A_CENT * len(planned.lines)), field
    return compared


def first_of_each_key(found: list[Simulated]) -> Iterator[Simulated]:
    """Every agreement once, and again where it begins in other months."""
    seen: set[Any] = set()
    for one in found:
        begins = np.asarray(one.engagement.begins)
        key = (one.engagement.deal, begins.tobytes(), np.asarray(one.engagement.ends).tobytes())
        if key not in seen:
            seen.add(key)
            yield one


@pytest.mark.parametrize("make", [before_the_market, on_the_market, research])
def test_every_line_of_every_agreement_is_what_the_invoice_would_say(make, simulated):
    case = make()
    compared: dict[Any, int] = {}
    for one in first_of_each_key(simulated(case)):
        for scenario in (0, 9, 17, 31, 38, 47, 50, 63):  # two of each input draw
            compared[one.engagement.deal] = compared.get(one.engagement.deal, 0) + checked(case, one, scenario)
    assert min(compared.values()) > 0, compared
    modes = {deal.mode for deal in compared}
    assert (
        modes
        >= {
            before_the_market: {"on_demand", "committed", "base", "tools", "builds", "hours"},
            on_the_market: {"on_demand", "committed", "base"},
            research: {"hours", "builds", "frame"},
        }[make]
    )


def test_the_contract_year_that_is_open_when_the_case_ends_is_settled_with_it(simulated):
    """By the months in force: who commits shortly before the end does not get away with it."""
    case = before_the_market()
    late: list[float] = []
    for one in simulated(case):
        if one.engagement.deal.mode == "committed":
            lasts = case.months - np.asarray(one.engagement.begins)
            late.extend(rows(one.charged.bound)[(lasts > 0) & (lasts % 12 != 0), -1])
    assert np.count_nonzero(late) > 5
    assert min(late) >= 0


def test_agreements_begin_in_many_months_and_are_moved_there(simulated):
    """Else the test above would say nothing about moving."""
    case = before_the_market()
    begun = {
        (one.engagement.deal.mode, begins_and_ends(one, scenario, case.months)[0])
        for one in simulated(case)
        for scenario in range(S.scenarios)
    }
    months = {mode: {at for m, at in begun if m == mode and at < case.months} for mode, _ in begun}
    assert min(len(months[mode]) for mode in ("on_demand", "committed", "base", "tools")) > 5
    assert months["hours"] == {0}


def test_every_arrival_falls_under_one_agreement_of_its_maker(simulated):
    """The hybrid's two agreements with one maker, one after the other, bill every unit once."""
    case = before_the_market()
    ran = simulated(case)
    hybrid = [
        pair for pair in pairwise(ran)
        if [one.engagement.deal for one in pair] == [Deal("north", "on_demand"), Deal("north", "committed")]
    ]  # fmt: skip
    assert hybrid
    for first, second in hybrid:
        for key, units in first.engagement.quantities.items():
            both = np.minimum(units, second.engagement.quantities[key])
            if key[1] == "ordered":
                assert not both.any()
            assert units.any()
            assert second.engagement.quantities[key].any()
