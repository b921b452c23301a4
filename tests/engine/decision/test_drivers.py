"""What drives a difference: found in the draws, measured by runs of known slope."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest

from suture.engine.decision.compare import by_draw
from suture.engine.decision.drivers import MEASURED, Driver, drivers, share_of
from suture.engine.decision.turning import Crossing, along
from suture.engine.simulation.draw import draw_inputs
from suture.engine.simulation.outcomes import OUTCOMES
from suture.engine.simulation.run import Results
from suture.engine.strategy.case import Case
from suture.engine.world.streams import sampling
from tests.engine.strategy.vena import strategy, vena

S = sampling(1, 1024)
RANGE = {"low": 100, "value": 200, "high": 400}
FEE, UPKEEP, QUALIFY = (f"partners.north.{name}" for name in ("lot_fee", "upkeep", "qualification"))


def case(**changes: object) -> Case:
    """North with three inputs of one range, South with one."""
    north = {"lot_fee": RANGE, "upkeep": RANGE, "qualification": RANGE}
    return vena(today=None, north=north, south={"lot_fee": RANGE}, **changes)


def found(
    slopes: Mapping[str, float], *, chance: Mapping[str, float] | None = None, at: float = 0.0
) -> tuple[Driver, ...]:
    """Drivers where worth moves by these slopes over the draws, and by chance by others that runs do not bear out."""
    full = case()
    known = draw_inputs(full, S)
    figures = {FEE: full.partners["north"].lot_fee, UPKEEP: full.partners["north"].upkeep,
               QUALIFY: full.partners["north"].qualification}  # fmt: skip
    worth = np.full(S.scenarios, at)
    for name, slope in [*slopes.items(), *(chance or {}).items()]:
        worth = worth + slope * np.repeat(known.of(figures[name]) - 200, S.futures_per_input)
    options = tuple(strategy(full, name) for name in ("long_term_one:north", "on_demand_one:north"))
    kept = np.zeros((2, len(OUTCOMES), S.scenarios))
    kept[0, OUTCOMES.index("worth")] = worth

    def run(name: str, points: Sequence[float]) -> Crossing:
        return along(points, lambda value: at + slopes.get(name, 0.0) * (value - 200))

    return drivers(full, known, Results(options, S, kept), 0, 1, run)


def test_the_strongest_comes_first_with_the_slope_that_was_run():
    first, second = found({FEE: -3.0, UPKEEP: 5.0})[:2]
    assert [(d.name, d.slope) for d in (first, second)] == [(UPKEEP, 5.0), (FEE, -3.0)]
    assert first.explains == pytest.approx(25 / 34, abs=0.1)
    assert first.explains + second.explains == pytest.approx(1.0), "nothing else is in it"


def test_what_only_seems_to_matter_in_the_draws_is_left_out():
    """It goes with the difference in the draws, but run at both ends it moves nothing."""
    assert [d.name for d in found({FEE: -3.0}, chance={UPKEEP: 9.0})] == [FEE]


def test_a_weak_input_is_found_behind_a_strong_one():
    """What the strong one explains is taken out before the next is looked for."""
    (first, second) = found({FEE: 100.0, UPKEEP: 5.0})
    assert (first.name, second.name) == (FEE, UPKEEP)
    assert not second.clear


@pytest.mark.parametrize(
    ("slope", "at", "turns"),
    [
        (1.0, 50.0, 150.0),  # ahead by 50 at 200: the other is ahead below 150
        (-1.0, 50.0, 250.0),
        (1.0, 150.0, None),  # out of its range
        (1.0, 0.0, None),  # even at the likely value: nothing that it turns away from
    ],
)
def test_it_turns_where_the_line_that_was_run_is_zero(slope, at, turns):
    (driver,) = found({FEE: slope}, at=at)
    assert driver.turns_at == (None if turns is None else pytest.approx(turns))


def test_a_turn_at_exactly_zero_is_a_turn():
    full = vena(
        today=None, north={"reopener": {"low": 0, "high": 0}, "duty": {"low": "-5 %", "value": "2 %", "high": "9 %"}}
    )
    known = draw_inputs(full, S)
    duty = np.repeat(known.of(full.partners["north"].duty), S.futures_per_input)
    kept = np.zeros((2, len(OUTCOMES), S.scenarios))
    kept[0, OUTCOMES.index("worth")] = duty
    options = tuple(strategy(full, name) for name in ("long_term_one:north", "on_demand_one:north"))
    (driver,) = drivers(full, known, Results(options, S, kept), 0, 1, lambda _, points: along(points, lambda x: x))
    assert driver.turns_at == 0.0


def test_no_more_inputs_are_run_than_are_told():
    tried: list[str] = []

    def run(name: str, points: Sequence[float]) -> Crossing:
        tried.append(name)
        return along(points, lambda value: value)

    many = ("lot_fee", "upkeep", "qualification", "transfer", "licence_fee", "oversight_lot", "change_weeks")
    full = vena(today=None, north=dict.fromkeys(many, RANGE))
    known = draw_inputs(full, S)
    kept = np.random.default_rng(1).normal(size=(2, len(OUTCOMES), S.scenarios))
    options = tuple(strategy(full, name) for name in ("long_term_one:north", "on_demand_one:north"))
    results = Results(options, S, kept)
    drivers(full, known, results, 0, 1, run)
    assert len(tried) == len(set(tried)) == MEASURED


def test_inputs_of_a_partner_that_neither_deals_with_are_not_run():
    full = case()
    known = draw_inputs(full, S)
    kept = np.random.default_rng(1).normal(size=(2, len(OUTCOMES), S.scenarios))
    options = tuple(strategy(full, name) for name in ("long_term_one:north", "on_demand_one:north"))
    tried: list[str] = []
    drivers(full, known, Results(options, S, kept), 0, 1, telling(tried))
    assert tried
    assert not [name for name in tried if "south" in name]


def telling(tried: list[str]) -> Callable[[str, Sequence[float]], Crossing]:
    """A run that moves nothing and tells of what it was asked."""

    def run(name: str, points: Sequence[float]) -> Crossing:
        tried.append(name)
        return along(points, lambda _: 1.0)

    return run


def test_where_nothing_spreads_nothing_drives():
    assert found({}) == ()


def test_a_straight_line_in_an_input_makes_all_of_a_spread_and_what_stays_the_same_none_of_it():
    rising, bent = np.arange(4.0), np.array([1.0, -1.0, -1.0, 1.0])
    assert share_of(7.0 - 3.0 * rising, rising) == pytest.approx(1.0)
    assert share_of(bent, rising) == pytest.approx(0.0)
    assert share_of(np.full(4, 5.0), rising) == share_of(rising, np.full(4, 5.0)) == 0.0, "and nobody divides by zero"
    assert share_of(rising[:3], np.array([0.0, 1.0, 2.0, 900.0])) == pytest.approx(1.0), (
        "draws beyond them are not used"
    )


def test_too_few_draws_show_nothing():
    few = sampling(1, 64)
    full = case()
    known = draw_inputs(full, few)
    kept = np.random.default_rng(1).normal(size=(2, len(OUTCOMES), few.scenarios))
    options = tuple(strategy(full, name) for name in ("long_term_one:north", "on_demand_one:north"))
    results = Results(options, few, kept)
    assert len(by_draw(results, results.of(0, "worth"))) == 4
    assert drivers(full, known, results, 0, 1, telling([])) == ()
