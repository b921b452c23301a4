"""Running strategies: the same bytes however it is cut, common draws, cancelling, and two ways to draw that agree."""

from threading import Event
from typing import Any

import numpy as np
import pytest

from suture.engine.decision.compare import difference
from suture.engine.simulation import run
from suture.engine.simulation.draw import Inputs, World, draw_inputs, draw_world
from suture.engine.simulation.outcomes import OUTCOMES
from suture.engine.simulation.run import Cancelled, Results, simulate
from suture.engine.strategy.case import Case
from suture.engine.strategy.models import strategies
from suture.engine.world.streams import Method, sampling
from tests.engine.strategy.vena import STAGES, catheter, developing, strategy, vena

UNSURE = {
    "lot_fee": {"low": 100, "value": 200, "high": 900},
    "outage_rate": {"low": "0.05", "value": "0.2", "high": "0.4"},
}


def unsure(**changes: Any) -> Case:
    """North and South with ranges, before the market: everything that is drawn is drawn."""
    return developing(north=UNSURE, south=UNSURE, **changes)


def bytes_of(case: Case, scenarios: int = 256, method: Method = "sobol", **how: Any) -> bytes:
    return simulate(case, strategies(case), sampling(1, scenarios, method), **how).kept.tobytes()


@pytest.mark.parametrize("method", ["sobol", "plain"])
def test_the_bytes_are_the_same_for_any_number_of_workers(monkeypatch, method):
    monkeypatch.setattr(run, "BLOCK", 64)
    one = bytes_of(unsure(), method=method, workers=1)
    assert bytes_of(unsure(), method=method, workers=2) == one
    assert bytes_of(unsure(), method=method, workers=3) == one


@pytest.mark.parametrize("method", ["sobol", "plain"])
def test_the_bytes_are_the_same_for_any_size_of_block(monkeypatch, method):
    found = set()
    for block in (16, 48, 64, 512):
        monkeypatch.setattr(run, "BLOCK", block)
        found.add(bytes_of(unsure(), method=method))
    assert len(found) == 1


def test_another_seed_gives_other_bytes():
    case = vena()
    kept = {simulate(case, strategies(case)[:1], sampling(seed, 64)).kept.tobytes() for seed in (1, 2)}
    assert len(kept) == 2


def test_a_strategy_has_the_same_outcomes_whatever_it_is_compared_with():
    case = unsure()
    options = strategies(case)
    together = simulate(case, options, sampling(1, 64))
    for option in options[-3:]:
        alone = simulate(case, [option], sampling(1, 64))
        assert alone.kept[0].tobytes() == together.kept[options.index(option)].tobytes()


def world_of(case: Case) -> tuple[Inputs, World]:
    s = sampling(1, 128)
    known = draw_inputs(case, s)
    return known, draw_world(case, s, known, 0, 128)


DEVICE = catheter(
    on_market=False, stages=STAGES, review={"route": "k510", "fee": 6_500}, material={"low": 5, "high": 16}
)
STENT = catheter(on_market=False, stages=STAGES[:1], units=[{"low": 900, "high": 3000}], material={"low": 7, "high": 9})


@pytest.mark.parametrize("order", [("catheter", "stent"), ("stent", "catheter")], ids=["after it", "before it"])
def test_a_device_that_is_added_leaves_the_draws_of_the_others_alone(order):
    """Streams are named by who they belong to, so nobody's numbers move when somebody else appears."""
    both = {"catheter": DEVICE, "stent": STENT}
    known, alone = world_of(unsure(products={"catheter": DEVICE}))
    known_with, with_stent = world_of(unsure(products={name: both[name] for name in order}))
    assert (alone.demand["catheter"] == with_stent.demand["catheter"]).all()
    one, other = alone.course["catheter"], with_stent.course["catheter"]
    for drawn, again in zip([*one.stages, *one[1:]], [*other.stages, *other[1:]], strict=True):
        assert (drawn == again).all()
    for maker in ("north", "south"):
        assert (alone.up[maker] == with_stent.up[maker]).all()
        assert (alone.open[maker] == with_stent.open[maker]).all()
        assert (alone.reopened[maker] == with_stent.reopened[maker]).all()
        assert (alone.chance[maker, "catheter"] == with_stent.chance[maker, "catheter"]).all()
    assert (alone.hours == with_stent.hours).all()
    assert (alone.paid_in == with_stent.paid_in).all()
    for name, drawn in known.uniforms.items():
        assert (drawn == known_with.uniforms[name]).all(), name
    assert (with_stent.demand["catheter"] != with_stent.demand["stent"]).any()


def test_a_partner_that_is_added_leaves_the_draws_of_the_others_alone():
    both = unsure()
    one = both.model_copy(update={"partners": {"south": both.partners["south"]}})
    (_, with_north), (_, alone) = world_of(both), world_of(one)
    assert (alone.up["south"] == with_north.up["south"]).all()
    assert (alone.demand["catheter"] == with_north.demand["catheter"]).all()


def test_a_device_that_is_added_leaves_the_goods_of_the_others_alone_where_there_is_room_for_both(monkeypatch):
    """Capacity and the firm's hours are divided by planned work: with plenty of both, nothing of it is felt."""
    made: list[dict[str, Any]] = []
    make_months = run.make_months

    def making(case: Case, option: Any, name: str, *rest: Any) -> Any:
        found = make_months(case, option, name, *rest)
        made.append({"name": name, "sold": found.sold, "arrived": found.arrived["north"]})
        return found

    monkeypatch.setattr(run, "make_months", making)
    plenty: dict[str, Any] = {"north": {"capacity": 10**7}, "company": {"oversight_hours": 10**6}}
    for products in ({"catheter": DEVICE}, {"stent": STENT, "catheter": DEVICE}):
        case = developing(products=products, **plenty)
        simulate(case, [strategy(case, "on_demand_one:north")], sampling(1, 64))
    alone, with_stent = (each for each in made if each["name"] == "catheter")
    assert alone["sold"].any()
    assert (alone["sold"] == with_stent["sold"]).all()
    assert (alone["arrived"] == with_stent["arrived"]).all()


@pytest.mark.parametrize(("committed", "label"), [(False, "on_demand_one:north"), (True, "long_term_one:north")])
def test_the_same_terms_and_partner_under_two_labels_differ_by_exactly_nothing(committed, label):
    """Staying with North is what ordering from North on the same terms is; no draw and no sum may tell them apart."""
    case = vena(north=UNSURE, today={"partner": "north", "committed": committed})
    pair = [strategy(case, "stay:north"), strategy(case, label)]
    results = simulate(case, pair, sampling(1, 256))
    for outcome in OUTCOMES:
        assert np.array_equal(results.of(0, outcome), results.of(1, outcome), equal_nan=True), outcome
    found = difference(results, 0, 1)
    assert (found.mean, found.low, found.high, found.p10, found.p90) == (0, 0, 0, 0, 0)
    assert found.same


def test_two_partners_of_the_same_terms_differ_only_by_their_own_fate():
    """South's outages are its own: another future than North's, but the same on average."""
    case = vena(north={"outage_rate": "0.3"}, south={"outage_rate": "0.3"}, today=None)
    results = simulate(
        case, [strategy(case, f"on_demand_one:{name}") for name in ("north", "south")], sampling(1, 1024)
    )
    found = difference(results, 0, 1)
    assert not found.same
    assert found.low < 0 < found.high


def test_saying_no_to_progress_cancels(monkeypatch):
    monkeypatch.setattr(run, "BLOCK", 16)
    case = vena()
    seen: list[tuple[int, int]] = []

    def enough(done: int, of: int) -> bool:
        seen.append((done, of))
        return done < 3

    with pytest.raises(Cancelled):
        simulate(case, strategies(case)[:1], sampling(1, 256), workers=2, progress=enough)
    assert [of for _, of in seen] == [16] * len(seen)
    done = [done for done, _ in seen]
    assert done == sorted(done)
    assert done[-1] >= 3, "the last answer was no"
    assert all(before < 3 for before in done[:-1])


def test_a_block_that_is_stopped_runs_no_further_strategy(monkeypatch):
    """Else a no would be heard only once every strategy has lived through the block."""
    case = vena()
    options, s, stopped = strategies(case)[:3], sampling(1, 16), Event()
    ready = run.prepared(case, options, s)
    kept = np.full((len(options), len(OUTCOMES), 16), -1.0)
    lived = run.run_strategy

    def stopping(*of: Any) -> dict[str, np.ndarray]:
        found = lived(*of)
        stopped.set()
        return found

    monkeypatch.setattr(run, "run_strategy", stopping)
    run.run_block(ready, 0, run.PLAIN, kept, stopped)
    assert not (kept[0, OUTCOMES.index("worth")] == -1.0).any()
    assert (kept[1:] == -1.0).all()


def test_progress_counts_up_to_the_last_block(monkeypatch):
    monkeypatch.setattr(run, "BLOCK", 64)
    seen: list[tuple[int, int]] = []
    case = vena()
    simulate(case, strategies(case)[:1], sampling(1, 256), progress=lambda done, of: seen.append((done, of)))
    assert seen == sorted(seen)
    assert seen[-1] == (4, 4)


def means(results: Results, outcome: str) -> tuple[np.ndarray, np.ndarray]:
    """Mean and its standard error as if drawn plainly, by strategy."""
    kept = results.kept[:, OUTCOMES.index(outcome)]
    return np.nanmean(kept, axis=1), np.nanstd(kept, axis=1) / np.sqrt((~np.isnan(kept)).sum(axis=1))


@pytest.mark.parametrize("outcome", ["worth", "cost", "sold", "off_market"])
def test_plain_and_sobol_agree_within_the_error_of_plain_sampling(outcome):
    case = vena(north={"outage_rate": "0.3"}, south={"outage_rate": "0.1"})
    options = [strategy(case, name) for name in ("stay:north", "on_demand_two:north+south", "long_term_one:south")]
    sobol, _ = means(simulate(case, options, sampling(1, 2048)), outcome)
    plain, error = means(simulate(case, options, sampling(1, 2048, "plain")), outcome)
    assert np.abs(sobol - plain) / error == pytest.approx(np.zeros(3), abs=4)


def test_every_outcome_that_has_a_meaning_is_finite():
    for case in (vena(), unsure()):
        results = simulate(case, strategies(case), sampling(1, 64))
        for outcome in OUTCOMES:
            values = results.kept[:, OUTCOMES.index(outcome)]
            assert not np.isinf(values).any(), outcome
            if outcome not in {"first_lot", "sunk", "unit_cost", "off_market", "hours_asked", "starved"}:
                assert np.isfinite(values).all(), outcome
