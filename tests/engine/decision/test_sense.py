"""What must make sense: the answer moves with each input the way the trade says, on the same drawn futures.

Every test is a small case of one catheter and two makers, one thing is moved along a grid, and the paired difference of
two strategies (the first less the second, in worth today) must move one way. The docstring says why it must.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from suture.engine.decision.compare import difference
from suture.engine.decision.turning import with_volume
from suture.engine.rating import exact
from suture.engine.rating.plan import Plan, plan
from suture.engine.simulation.draw import draw_inputs, draw_world
from suture.engine.simulation.run import PLAIN, Drill, simulate
from suture.engine.strategy.case import Case
from suture.engine.world.streams import sampling
from tests.engine.built import agreement, happened
from tests.engine.strategy.vena import catheter, strategy, vena

FUTURES = sampling(1, 512)
ON_DEMAND, LONG_TERM, TWO, BASE = (
    "on_demand_one:north", "long_term_one:north", "on_demand_two:north+south", "base_and_peak:north+south",
)  # fmt: skip


def gap(case: Case, one: str, other: str, drill: Drill = PLAIN) -> float:
    """Mean worth of one strategy less that of the other, in the same futures."""
    results = simulate(case, [strategy(case, one), strategy(case, other)], FUTURES, drill=drill)
    return difference(results, 0, 1).mean


def rises(found: Sequence[float]) -> bool:
    return all(low < high for low, high in pairwise(found))


def grown(grid: Sequence[Any], value: Callable[[Any], float]) -> list[float]:
    """The gap along a grid; it must rise from each point to the next."""
    found = [value(x) for x in grid]
    assert rises(found), dict(zip(map(str, grid), found, strict=True))
    return found


def around(units: int, spread: float) -> list[dict[str, Any]]:
    """Yearly units that may be so much lower or higher."""
    return [{"low": round(units * (1 - spread)), "value": units, "high": round(units * (1 + spread))}]


def quoting(price: str) -> dict[str, Any]:
    return {"catheter": [{"order_from": 0, "price": price}]}


@pytest.mark.parametrize("open_share", ["100 %", "30 %"], ids=["room for all", "last in the queue"])
def test_more_volume_favours_commitment(open_share):
    """The discount is earned on every unit; and who has not committed comes last where room is short."""
    plan_of_12_000 = catheter(units=around(12_000, 0.3))
    case = vena(today=None, north={"open_share": open_share}, products={"catheter": plan_of_12_000})
    grown([0.25, 0.5, 1, 2], lambda factor: gap(with_volume(case, factor), LONG_TERM, ON_DEMAND))


def test_more_sales_than_were_planned_when_committing_favour_commitment():
    """The minimum is sized by the plan: below it the shortfall is paid, above it only the discount is felt."""
    case = vena(today=None)
    found = grown([0.5, 0.75, 1.0, 1.25, 1.5], lambda factor: gap(case, LONG_TERM, ON_DEMAND, Drill(demand=factor)))
    assert found[0] < 0 < found[-1]


@pytest.mark.parametrize("today", [None, {"partner": "north", "committed": False}], ids=["new", "North is there today"])
def test_a_longer_outage_favours_a_second_source(today):
    """While the first maker stands still the second delivers; the longer that is, the more sales it saves."""

    def with_outages_of(months: int) -> float:
        shaky = {"outage_rate": "0.3", "outage_months": months}
        return gap(vena(months=60, today=today, north=shaky, south=shaky), TWO, ON_DEMAND)

    grown([1, 3, 6, 9], with_outages_of)


def test_a_longer_outage_turns_the_answer_to_a_second_source():
    """With few costs of a second site, and a margin worth saving, it pays to have one from some length on."""

    def with_outages_of(months: int) -> float:
        north = {"outage_rate": "0.3", "outage_months": months}
        south = {"upkeep": 10_000, "oversight_on_order": 5, "qualification": 0}
        products = {"catheter": catheter(price=90, validation=0)}
        return gap(vena(months=60, today=None, north=north, south=south, products=products), TWO, ON_DEMAND)

    found = grown([1, 6, 12], with_outages_of)
    assert found[0] < 0 < found[-1]


def test_dearer_switching_favours_staying():
    """What the move costs is paid by who moves; South is cheaper, so without that cost Vena would go."""
    south = {"quote": quoting("19"), "qualification": 0}
    products = {"catheter": catheter(validation=0)}

    def with_a_transfer_of(cost: int) -> float:
        case = vena(months=60, north={"transfer": cost}, south=south, products=products)
        return gap(case, "stay:north", "on_demand_one:south")

    found = grown([0, 100_000, 300_000, 1_000_000], with_a_transfer_of)
    assert found[0] < 0 < found[-1]


def test_a_longer_transfer_favours_staying():
    """Until South may be ordered from, its lower price is not earned."""
    south = {"quote": quoting("20")}
    grown(
        [2, 4, 8, 12],
        lambda months: gap(vena(north={"transfer_months": months}, south=south), "stay:north", "on_demand_one:south"),
    )


def test_a_missing_process_licence_favours_staying():
    """Without it the move costs and takes half as much again."""
    found = [
        gap(
            vena(north={"process_licence": licence}, south={"quote": quoting("20")}),
            "stay:north",
            "on_demand_one:south",
        )
        for licence in ("yes", "no")
    ]
    assert rises(found)


def test_higher_discounting_favours_later_payment():
    """South is dearer but is paid 90 days later: the more a dollar now is worth, the more that counts."""
    north, south = {"payment_days": 0}, {"payment_days": 90, "quote": quoting("25.50")}
    found = grown(
        ["0 %", "5 %", "10 %", "20 %", "30 %"],
        lambda rate: gap(
            vena(today=None, company={"discount_rate": rate}, north=north, south=south),
            "on_demand_one:south",
            ON_DEMAND,
        ),
    )
    assert found[0] < 0 < found[-1]


def test_a_larger_discount_for_committing_favours_committing():
    """It is what the minimum is signed for."""
    unsure = {"catheter": catheter(units=around(12_000, 0.9))}
    found = grown(
        ["0 %", "3 %", "8 %", "15 %"],
        lambda share: gap(
            vena(today=None, north={"committed": {"discount": share}}, products=unsure), LONG_TERM, ON_DEMAND
        ),
    )
    assert found[0] < 0 < found[-1]


SPREADS = [0.0, 0.25, 0.5, 0.75, 1.0]


def with_demand_between(spread: float) -> Case:
    return vena(today=None, products={"catheter": catheter(units=around(12_000, spread))})


def test_more_uncertain_demand_favours_on_demand_against_a_minimum_of_spend():
    """A shortfall is paid in the poor years and nothing comes back for it in the good ones."""
    grown(SPREADS, lambda spread: gap(with_demand_between(spread), ON_DEMAND, LONG_TERM))


def test_more_uncertain_demand_favours_on_demand_against_take_or_pay():
    """The base of 60 % is paid whether taken or not; the more often demand is below it, the dearer it is."""
    found = grown(SPREADS, lambda spread: gap(with_demand_between(spread), TWO, BASE))
    assert found[0] < 0 < found[-1]


def test_less_cash_favours_no_deposit():
    """A deposit is paid months before the goods: what is missing then is bridged, at a rate above the discount."""

    def with_cash_of(cash: int) -> float:
        company = {"cash": cash, "bridge_rate": "30 %"}
        case = vena(today=None, company=company, north={"deposit": "50 %"}, south={"quote": quoting("25.20")})
        return gap(case, "on_demand_one:south", ON_DEMAND)

    found = grown([60_000, 30_000, 10_000, 0], with_cash_of)
    assert with_cash_of(10_000_000) == with_cash_of(20_000_000) <= found[0], "where cash is plenty it does not matter"
    assert with_cash_of(10_000_000) < 0 < found[-1]


# Against a reservation. No offer of a case holds one yet, so no strategy does: what is shown is the clause itself, over
# the product's own demand, with the price of a unit under it (exercise) and without it (spot).
SPOT, EXERCISE = Decimal("25"), Decimal("15")
GRID = [0, 3000, 6000, 9000, 12_000, 15_000, 18_000, 21_000]


def reserving(units: int, fee: Decimal) -> Plan:
    price = {"kind": "unit", "service": "catheter"}
    return plan(
        agreement(
            {"id": "held", "kind": "reservation", "services": ["catheter"], "measure": "accepted", "reserved": units,
             "fee": str(fee), "set_off": "0 %", "window": "contract_year", "prorate": "full"},
            price | {"id": "exercise", "measure": "accepted", "price": str(EXERCISE)},
            price | {"id": "spot", "measure": "delivered", "price": str(SPOT)},
            valid={"from": "2027-01-01", "until": "2028-01-01"},
        )
    )  # fmt: skip


def yearly_demand(spread: float) -> list[int]:
    """Units of the first year in 128 futures of the world."""
    s = sampling(1, 128)
    steady = catheter(units=around(12_000, spread), month_variation="0 %")
    case = vena(today=None, products={"catheter": steady})
    world = draw_world(case, s, draw_inputs(case, s), 0, s.scenarios)
    first_year = world.demand["catheter"][:, :12].sum(axis=1)  # (block, month, 16)
    return [int(units) for units in first_year.reshape(s.scenarios)]


def best_reserved(demand: list[int], fee: Decimal) -> int:
    """The quantity of the grid that costs least on average."""

    def cost(units: int) -> Decimal:
        terms = reserving(units, fee)
        total = Decimal(0)
        for asked in demand:
            taken = {("catheter", "accepted"): [min(asked, units)], ("catheter", "delivered"): [max(asked - units, 0)]}
            total += sum((each.due[-1] for each in exact.fold(terms, happened(terms, taken))), Decimal(0))
        return total

    return min(GRID, key=cost)


def test_more_uncertain_demand_does_not_lower_the_best_reservation_of_a_cheap_option():
    """P(demand > reserved) = fee / (spot - exercise) = 0.2: the reserved quantity is the 80 % quantile, which rises."""
    best = [best_reserved(yearly_demand(spread), Decimal("2")) for spread in (0.05, 0.4, 0.7, 1.0)]
    assert best == sorted(best)
    assert best[0] == 12_000 < best[-1]


def test_a_dear_option_is_the_other_way_round():
    """With fee / (spot - exercise) = 0.8, above one half, it is the 20 % quantile, which falls."""
    best = [best_reserved(yearly_demand(spread), Decimal("8")) for spread in (0.05, 0.4, 0.7, 1.0)]
    assert best == sorted(best, reverse=True)
    assert best[0] > best[-1]


def test_an_option_as_dear_as_what_it_saves_is_not_taken():
    """fee >= spot - exercise: reserve nothing."""
    assert best_reserved(yearly_demand(0.5), SPOT - EXERCISE) == 0
