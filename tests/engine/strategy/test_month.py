"""The month of one product: the worked tables of docs/rules/month.md, each rule, and exact = compiled."""

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import dropwhile, takewhile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suture.engine.number import Window
from suture.engine.rating.lanes import LANES, kernel, layout_of, paths
from suture.engine.rating.plan import flat
from suture.engine.strategy.month import Facts, Maker, MakerTerms, State, Terms, rejections, step

PAGE = Path(__file__).resolve().parents[3] / "docs" / "rules" / "month.md"
D = Decimal
NO_GOODS = (D(0), D(0), D(0), D(0))
NOBODY = Maker(D(0), NO_GOODS, NO_GOODS, D(0), D(0), D(0), D(0))
NOTHING = State(D(0), D(0), D(0), D(0), NOBODY, NOBODY, D(0), D(0), D(0), D(0), D(0))
ANY_WINDOW = Window(0, 0)


def maker(lead: int = 1, **numbers: float | str) -> MakerTerms[Decimal]:
    """A maker of lots of one that never fails, with room for a thousand, made goods arriving ``lead`` months later."""
    ahead = [D(int(month == lead)) for month in range(1, 9)]
    usual: dict[str, Any] = {
        "lot": 1, "minimum": 0, "capacity": 1000, "start": 1, "half": 5, "rejected": 0, "per_lot": 0,
    }  # fmt: skip
    said = {name: D(str(value)) for name, value in {**usual, **numbers}.items()}
    return MakerTerms(soon=tuple(ahead[:4]), late=tuple(ahead[4:]), **said)


def terms(a: MakerTerms[Decimal], b: MakerTerms[Decimal] | None = None, **numbers: float | str) -> Terms[Decimal]:
    """Stock that never ages and a forecast that never learns, unless said."""
    said = {name: D(str(value)) for name, value in {"learn": 0, "ageing": 0, "hours": 1000, **numbers}.items()}
    return Terms(a, b or maker(), **said)


def facts(**numbers: float | str) -> Facts[Decimal]:
    """A month in which a may be ordered from and has all its room, b does not exist, and nothing is asked for."""
    usual: dict[str, Any] = {
        "opening": 0, "demand": 0, "plan": 0, "aim": 0, "share_a": 1, "base": 10**12, "share_b": 1, "ready_a": 1,
        "ready_b": 0, "room_a": 1, "room_b": 0, "hours_a": 0, "hours_b": 0, "chance_a": "0.9", "chance_b": "0.9",
    }  # fmt: skip
    return Facts(**{name: D(str(value)) for name, value in {**usual, **numbers}.items()})


def lived(p: Terms[Decimal], *months: Mapping[str, float | str]) -> list[State[Decimal]]:
    """The state at the end of each month."""
    states: list[State[Decimal]] = []
    for month in months:
        states.append(step(p, ANY_WINDOW, states[-1] if states else NOTHING, facts(**month)))
    return states


def table(after: str) -> list[list[Decimal]]:
    """The numbers of the first table after these words on the rule page."""
    lines = PAGE.read_text(encoding="utf-8").split(after)[1].splitlines()
    rows = list(takewhile(lambda line: line.startswith("|"), dropwhile(lambda line: not line.startswith("|"), lines)))
    plain = [row.replace(",", "").replace("−", "-").strip("|").split("|") for row in rows[2:]]
    return [[D(cell.strip()) for cell in row] for row in plain]


def on_its_way(m: Maker[Decimal]) -> Decimal:
    return sum((*m.near, *m.far), D(0))


def test_the_worked_table_of_the_page():
    north = maker(lead=2, lot=100, minimum=200, capacity=400, start="0.5", rejected="0.1", per_lot=5)
    demand = [100, 150, 100, 50, 100, 100, 120, 100]
    room, chance = {4: "0", 5: "0.5"}, {6: "0.1"}
    months = [
        {"opening": 400 * (t == 1), "demand": d, "plan": 100, "aim": 300, "room_a": room.get(t, 1),
         "chance_a": chance.get(t, "0.9"), "hours_a": 20}
        for t, d in enumerate(demand, 1)
    ]  # fmt: skip
    written = table("## Worked")
    made_before = D(0)
    states = lived(terms(north, learn="0.2", ageing="0.25", hours=30), *months)
    for t, (s, row) in enumerate(zip(states, written, strict=True), 1):
        arrived = s.a.arrived + (400 if t == 1 else 0)
        open_before = made_before + s.a.ordered
        good = open_before - s.a.backlog
        made_before = s.a.backlog
        found = [
            D(t),
            arrived,
            D(demand[t - 1]),
            s.sold,
            s.stock,
            s.drift,
            s.a.ordered,
            good,
            s.a.backlog,
            s.a.lots,
            s.a.hours,
        ]
        assert [float(n) for n in found] == pytest.approx([float(n) for n in row], abs=1e-9), t


def test_the_worked_table_of_what_expires():
    states = lived(terms(maker(), ageing="0.5"), *[{"opening": 1600 * (t == 1), "demand": 100} for t in range(1, 5)])
    written = table("What expires")
    assert [[D(t), s.fresh, s.middle, s.old, s.sold, s.expired] for t, s in enumerate(states, 1)] == written


def test_every_assumption_of_the_page_is_the_number_in_the_code():
    from suture.engine.simulation import activity, draw, tally, timeline
    from suture.engine.strategy import month

    said = dict(re.findall(r"^\| ([A-Z_]+) \| (?:× )?([\d.]+)", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    used = {
        "COVER": activity.COVER, "LEARN": activity.LEARN, "AGE_CLASSES": activity.AGE_CLASSES,
        "LONGEST_LEAD": month.LONGEST_LEAD, "ON_DEMAND_WAIT": timeline.ON_DEMAND_WAIT,
        "PERSISTENCE": draw.PERSISTENCE, "COLLECTION": tally.COLLECTION,
    }  # fmt: skip
    assert {name: float(value) for name, value in said.items()} == {name: float(value) for name, value in used.items()}


def test_goods_are_sold_in_the_month_in_which_they_arrive():
    _, after = lived(terms(maker()), {"aim": 40}, {"demand": 40})
    assert (after.a.arrived, after.sold, after.lost) == (40, 40, 0)


@pytest.mark.parametrize("lead", range(1, 9))
def test_an_order_of_month_t_arrives_lead_months_later(lead):
    states = lived(terms(maker(lead)), {"aim": 40}, *[{}] * 9)
    assert [t for t, s in enumerate(states) if s.a.arrived] == [lead]


def test_what_cannot_be_served_is_lost_and_not_sold_later():
    first, second = lived(terms(maker()), {"opening": 30, "demand": 50}, {"opening": 100, "demand": 10})
    assert (first.sold, first.lost) == (30, 20)
    assert second.sold == 10


def test_the_oldest_goods_are_sold_first():
    ageing = terms(maker(), ageing="0.5")
    _, before, after = lived(ageing, {"opening": 80}, {}, {"demand": 50})
    assert (before.fresh, before.middle, before.old) == (40, 40, 0)
    assert (after.fresh, after.middle, after.old) == (20, 10, 0)  # 20, 40 and 20 before the sale


def test_what_arrives_does_not_age_in_that_month():
    assert lived(terms(maker(), ageing=1), {"opening": 10})[0].fresh == 10


def test_what_leaves_the_oldest_class_has_expired():
    states = lived(terms(maker(), ageing=1), {"opening": 10}, {}, {}, {})
    assert [s.expired for s in states] == [0, 0, 0, 10]
    assert states[-1].stock == 0


def test_the_forecast_learns_a_share_of_every_surprise():
    first, second = lived(terms(maker(), learn="0.2"), {"demand": 150, "plan": 100}, {"demand": 150, "plan": 100})
    assert (first.drift, second.drift) == (D("0.1"), D("0.18"))


def test_a_month_without_plan_teaches_nothing():
    (only,) = lived(terms(maker(), learn="0.2"), {"demand": 150, "plan": 0})
    assert only.drift == 0


def test_more_is_ordered_when_sales_run_above_plan():
    (above_plan,) = lived(terms(maker(), learn="0.5"), {"demand": 200, "plan": 100, "aim": 300})
    assert above_plan.a.ordered == 450  # 300 x 1.5, nothing in stock


def test_what_is_in_stock_open_or_on_the_way_is_not_ordered_again():
    slow = maker(lead=3, capacity=30)
    first, second = lived(terms(slow), {"aim": 100, "opening": 20}, {"aim": 100})
    assert first.a.ordered == 80
    assert (first.a.backlog, on_its_way(first.a)) == (50, 30)
    assert second.a.ordered == 0


def test_an_order_is_whole_lots_and_never_below_the_least_order():
    p = terms(maker(lot=100, minimum=250))
    assert [lived(p, {"aim": need})[0].a.ordered for need in (0, 1, 299, 301)] == [0, 300, 300, 400]


def test_a_maker_that_is_out_gets_no_order():
    (out,) = lived(terms(maker()), {"aim": 100, "room_a": 0})
    assert (out.a.ordered, out.a.backlog) == (0, 0)


TWO = {"aim": 100, "share_a": "0.6", "ready_b": 1, "room_b": 1}


def test_two_makers_divide_the_need_by_share():
    (both,) = lived(terms(maker(), maker()), TWO)
    assert (both.a.ordered, both.b.ordered) == (60, 40)


def test_the_first_gets_no_more_than_the_base_and_the_second_the_rest():
    (both,) = lived(terms(maker(), maker()), TWO | {"share_a": 1, "base": 70})
    assert (both.a.ordered, both.b.ordered) == (70, 30)


@pytest.mark.parametrize(
    "missing", [{"room_b": 0}, {"ready_b": 0, "room_b": 0}], ids=["is out", "is not qualified yet"]
)
@pytest.mark.parametrize("divided", [{"share_a": "0.6"}, {"share_a": 1, "base": 60}], ids=["share", "base"])
def test_while_the_second_cannot_take_orders_the_first_gets_all_of_them(missing, divided):
    (alone,) = lived(terms(maker(), maker()), TWO | divided | missing)
    assert (alone.a.ordered, alone.b.ordered) == (100, 0)


def test_while_the_first_is_out_the_second_gets_all_orders():
    (alone,) = lived(terms(maker(), maker()), TWO | {"room_a": 0})
    assert (alone.a.ordered, alone.b.ordered) == (0, 100)


def test_a_month_without_plan_and_base_does_not_stop_a_single_maker():
    (only,) = lived(terms(maker()), {"aim": 100, "base": 0, "share_b": 0})
    assert only.a.ordered == 100


def test_what_is_made_is_bounded_by_the_room_that_is_ours():
    (half,) = lived(terms(maker(capacity=80)), {"aim": 100, "room_a": "0.5"})
    assert (on_its_way(half.a), half.a.backlog) == (40, 60)


def test_yield_goes_half_of_the_way_to_steady_in_half_lots():
    learning = maker(lot=10, capacity=100, start="0.5", half=5)
    states = lived(terms(learning), {"aim": 10_000}, {"aim": 10_000})
    assert on_its_way(states[0].a) == 50  # at the yield of the first lot
    assert on_its_way(states[1].a) == 75  # five lots made: half way from 50 to 100; the first have arrived


def test_rejected_lots_stay_open_and_are_made_again():
    picky = maker(lot=10, rejected="0.1")
    first, second = lived(terms(picky), {"aim": 50, "chance_a": "0.4"}, {"aim": 50, "chance_a": "0.9"})
    assert (on_its_way(first.a), first.a.backlog) == (40, 10)  # five lots: 0.5 rejected on average
    assert second.a.ordered == 0
    assert second.a.backlog == 0


@pytest.mark.parametrize("expected", ["0", "0.3", "1", "1.6", "7.25"])
def test_the_average_of_rejected_lots_is_the_one_that_was_said(expected):
    chances = [(2 * i + 1) / D(2000) for i in range(1000)]
    lots = [rejections(D(expected), chance) for chance in chances]
    assert sum(lots) / 1000 == D(expected)
    assert all(lot == int(lot) for lot in lots)


def test_a_chance_of_one_rejects_nothing():
    """It stands for a maker that does not exist."""
    assert rejections(D(0), D(1)) == 0


def test_oversight_beyond_the_hours_of_the_firm_delays():
    wanting = maker(lot=10, per_lot=5)  # four lots: 20 + 20 hours
    (enough,) = lived(terms(wanting, hours=40), {"aim": 40, "hours_a": 20})
    (short,) = lived(terms(wanting, hours=20), {"aim": 40, "hours_a": 20})
    assert on_its_way(enough.a) == 40
    assert (on_its_way(short.a), short.a.backlog) == (20, 20)
    assert (enough.a.hours, short.a.hours) == (40, 30)


def test_two_makers_want_more_oversight_than_one():
    wanting, hours = maker(), {"hours_a": 20, "hours_b": 20}
    (one,) = lived(terms(wanting, wanting, hours=30), {"aim": 60, "hours_a": 20})
    (two,) = lived(terms(wanting, wanting, hours=30), TWO | hours | {"aim": 60})
    assert on_its_way(one.a) == 60
    assert (on_its_way(two.a), on_its_way(two.b)) == (27, 18)  # at the pace 30 / 40


def test_a_maker_that_is_left_gets_no_new_orders_but_ends_those_it_has():
    slow = maker(lead=2, capacity=30)
    states = lived(terms(slow), {"aim": 100}, {"aim": 300, "ready_a": 0}, {"aim": 300, "ready_a": 0})
    assert [s.a.ordered for s in states] == [100, 0, 0]
    assert [s.a.backlog for s in states] == [70, 40, 10]
    assert states[2].a.arrived == 30


def test_a_maker_that_is_taken_again_starts_to_learn_anew():
    learning = maker(lot=10, capacity=100, start="0.5", half=5)
    wanted = {"aim": 120}
    states = lived(terms(learning), wanted, wanted, {"ready_a": 0}, {"ready_a": 0}, {"aim": 400})
    assert [s.a.lots for s in states] == [5, 12, 0, 0, 5]
    assert on_its_way(states[4].a) == 50, "the yield of a first lot again"


# One world of numbers without pattern, from a seed: floors and ceilings then stand at no whole number by chance.
MONTHS = 30
seeds = st.integers(0, 2**32 - 1)


def random_terms(rng: np.random.Generator) -> Terms[Decimal]:
    def one() -> MakerTerms[Decimal]:
        return maker(
            lead=int(rng.integers(1, 9)), lot=int(rng.integers(1, 400)), minimum=int(rng.integers(0, 900)),
            capacity=round(rng.uniform(0, 900), 3), start=round(rng.uniform(0, 1), 3),
            half=round(rng.uniform(0.5, 9), 3), rejected=round(rng.uniform(0, 0.3), 3),
            per_lot=round(rng.uniform(0, 9), 2),
        )  # fmt: skip

    return terms(one(), one(), learn="0.2", ageing=round(rng.uniform(0, 1), 3), hours=round(rng.uniform(5, 200), 2))


def random_months(rng: np.random.Generator) -> list[dict[str, Any]]:
    share, base = round(rng.uniform(0, 1), 2), round(rng.uniform(0, 600), 1)
    level = rng.integers(1, 900)
    opening = int(rng.integers(0, 3000))
    return [
        {
            "opening": opening if t == 0 else 0,
            "demand": int(rng.integers(0, 2 * level)), "plan": round(float(level), 1),
            "aim": round(rng.uniform(0, 5) * level, 3), "share_a": share, "base": base if rng.random() < 0.7 else 10**9,
            "ready_a": (ready_a := int(rng.random() < 0.9)), "ready_b": (ready_b := int(rng.random() < 0.7)),
            "room_a": round(rng.uniform(-0.2, 1), 3) * ready_a if rng.random() < 0.8 else 0,
            "room_b": round(rng.random(), 3) * ready_b,
            "hours_a": round(rng.uniform(0, 40), 2) * ready_a, "hours_b": round(rng.uniform(0, 40), 2) * ready_b,
            "chance_a": round(rng.uniform(0.001, 0.999), 4), "chance_b": round(rng.uniform(0.001, 0.999), 4),
        }
        for t in range(MONTHS)
    ]  # fmt: skip


def random_world(seed: int) -> tuple[Terms[Decimal], list[dict[str, Any]]]:
    rng = np.random.default_rng(seed)
    p, months = random_terms(rng), random_months(rng)
    return p, [month | {"room_a": max(month["room_a"], 0)} for month in months]


def in_lanes(p: Terms[Decimal], months: list[dict[str, Any]]) -> dict[str, np.ndarray]:
    """The same months compiled: every number of the state at the end of every month."""
    said = [facts(**month) for month in months]
    kept = tuple(path.removeprefix(".") for path in paths(layout_of(NOTHING)))
    wide = [
        np.ascontiguousarray(np.repeat(np.array([float(getattr(x, name)) for x in said])[None, :, None], LANES, axis=2))
        for name in Facts._fields
    ]
    out = [np.empty((1, len(said), LANES)) for _ in kept]
    rows = np.array([[[float(number) for number in flat(p)]] * len(said)])
    none = np.zeros(len(said), dtype=np.int64)
    kernel(step, layout_of(p), layout_of(NOTHING), Facts, kept)(rows, np.zeros(1, np.int64), none, none, *wide, *out)
    return {name: values[0] for name, values in zip(kept, out, strict=True)}


@settings(max_examples=40)
@given(seed=seeds)
def test_the_compiled_month_is_the_exact_month(seed):
    p, months = random_world(seed)
    compiled = in_lanes(p, months)
    for t, state in enumerate(lived(p, *months)):
        for name, number in zip(compiled, flat(state), strict=True):
            assert compiled[name][t] == pytest.approx(np.full(LANES, float(number)), rel=1e-9, abs=1e-9), (t, name)


@settings(max_examples=60)
@given(seed=seeds)
def test_no_unit_appears_or_vanishes(seed):
    p, months = random_world(seed)
    opening = D(months[0]["opening"])
    arrived = sold = expired = D(0)
    before = NOTHING
    for month, state in zip(months, lived(p, *months), strict=True):
        arrived += state.a.arrived + state.b.arrived
        sold += state.sold
        expired += state.expired
        assert abs(opening + arrived - sold - expired - state.stock) < D("1e-15")
        assert state.stock == state.fresh + state.middle + state.old
        assert abs(state.sold + state.lost - month["demand"]) < D("1e-15")
        for m, was in ((state.a, before.a), (state.b, before.b)):
            good = on_its_way(m) - on_its_way(was) + m.arrived
            assert was.backlog + m.ordered == good + m.backlog, "ordered and open = made, or open still"
        before = state


@settings(max_examples=60)
@given(seed=seeds)
def test_nothing_falls_below_zero_and_what_is_ordered_and_made_is_whole(seed):
    p, months = random_world(seed)
    for state in lived(p, *months):
        for name, number in zip(paths(layout_of(NOTHING)), flat(state), strict=True):
            assert number >= 0 or name == ".drift", name
        for m, lot in ((state.a, p.a.lot), (state.b, p.b.lot)):
            assert m.ordered % lot == 0
            assert all(units == int(units) for units in (m.backlog, m.arrived, *m.near, *m.far))


def test_every_maker_takes_part_in_random_worlds():
    """Else the properties above say nothing."""
    worlds = [lived(p, *months) for p, months in map(random_world, range(20))]
    assert sum(any(s.a.arrived for s in states) for states in worlds) > 10
    assert sum(any(s.b.arrived for s in states) for states in worlds) > 10
    assert any(s.expired for states in worlds for s in states)
