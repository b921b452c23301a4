"""`choose` on the mature case against the same months and terms written plainly in SimPy (benchmarks/plain).

Both sides get the same drawn world and the same inputs, already in their own form; both have been run once before the
clock starts, so that nothing is imported or compiled. One thread each. The answers of both are compared.
"""

from collections.abc import Iterable
from decimal import Decimal
from math import inf
from pathlib import Path

import numpy as np

from benchmarks.measured import Work, bar, least, machine
from benchmarks.plain import facts as plain
from benchmarks.plain.month import Simulation
from suture.engine.clauses.figure import Figure
from suture.engine.simulation.activity import AGE_CLASSES, COVER, today_modes, work_share
from suture.engine.simulation.draw import Inputs, World, draw_world, planned
from suture.engine.simulation.engagements import given_up, planned_share
from suture.engine.simulation.outcomes import cheapest
from suture.engine.simulation.run import BLOCK, Prepared, prepared, run_strategy
from suture.engine.simulation.timeline import lead_by_draw, transfer_months
from suture.engine.strategy.answers import filled
from suture.engine.strategy.case import Case, Partner, Product
from suture.engine.strategy.models import Slot, Strategy, strategies
from suture.engine.strategy.month import LONGEST_LEAD
from suture.engine.strategy.offers import Mode
from suture.engine.strategy.planned import base_share, likely_price, of_this, open_price, planned_spend, planned_units
from suture.engine.terms.reading import read
from suture.engine.world.streams import LANES, sampling
from suture.files.kernels import use_kernel_cache

CASE = Path(__file__).parent.parent / "examples/cases/mature.yaml"
SCENARIOS = 4096
EVERY = 37
"""Every so many scenarios of the block are written plainly too: fourteen of its eight input draws."""
ROUNDS = 4
BAR = 150.0
TOLERANCE = 1e-6
CENT = Decimal("0.01")


class Draw:
    """The inputs of a case under one draw."""

    def __init__(self, case: Case, known: Inputs, row: int) -> None:
        self.case, self.known, self.row = case, known, row

    def of(self, figure: Figure | None) -> float:
        """A figure under this draw."""
        return float(self.known.of(figure)[self.row])

    def device(self, name: str, product: Product) -> plain.Device:
        """A product as the plain rendering knows it."""
        assert self.case.today is not None
        usable = self.of(product.shelf_life) * (1 - self.of(product.least_life))
        share = work_share(self.case, name, self.known)
        plan = planned(product, self.case.months + 2 * LONGEST_LEAD + 2).tolist()
        lead = int(np.median(lead_by_draw(self.case.partners[self.case.today.partner], self.known)))
        return plain.Device(
            name, plan, opening=float(round(sum(plan[: lead + COVER]))), share=share,
            ageing=min(1.0, AGE_CLASSES / usable), hours=self.of(self.case.company.oversight_hours) * share,
            price=self.of(product.price), left_at=cheapest(self.case, name),
        )  # fmt: skip

    def maker(self, name: str) -> plain.Maker:
        """A maker as the plain rendering knows it."""
        case, products, partner = self.case, self.case.products.items(), self.case.partners[name]
        assert case.today is not None
        left = case.partners[case.today.partner]
        moving = float(transfer_months(left, self.known)[self.row])
        harder = moving / self.of(left.transfer_months)
        validation = sum(self.of(product.validation) for _, product in products)
        return plain.Maker(
            name,
            lead=int(lead_by_draw(partner, self.known)[self.row]),
            lot={key: float(of_this(partner.lot_size, product)) for key, product in products},
            minimum={key: float(of_this(partner.minimum_order, product)) for key, product in products},
            capacity={
                key: self.of(partner.capacity) * work_share(case, key, self.known) / float(product.work)
                for key, product in products
            },
            start=min(1.0, self.of(partner.yield_start) / self.of(partner.yield_steady)),
            half=self.of(partner.yield_half_life),
            rejected=self.of(partner.lots_rejected),
            hours_on_order=self.of(partner.oversight_on_order),
            hours_committed=self.of(partner.oversight_committed),
            hours_a_lot=self.of(partner.oversight_lot),
            upkeep=self.of(partner.upkeep),
            once=self.of(partner.qualification) + validation + self.of(left.transfer) * harder,
            months_to_move=0 if name == case.today.partner else round(moving),
        )

    def goods(self, partner: Partner, mode: Mode, key: str, product: Product) -> plain.Goods:
        """The price of a product."""
        terms = partner.committed if mode != "on_demand" else None
        share = (terms.deposit if terms else None) or partner.deposit
        apart = share is not None and (share.is_range or share.likely > 0)
        price = likely_price if terms else open_price
        value = float(price(partner, key, product).quantize(CENT)) if apart else 0.0
        units = float(round(planned_units(self.case, product)[0] * base_share(partner))) if mode == "base" else 0.0
        work = float(product.work)
        return plain.Goods(
            material=self.of(product.material), handling=self.of(partner.handling),
            minutes=self.of(partner.minutes) * work, hourly_rate=self.of(partner.labour),
            overhead=self.of(partner.overhead) * work, good=self.of(partner.yield_steady),
            margin=self.of(partner.margin),
            lot=float(of_this(partner.lot_size, product)), lot_fee=self.of(partner.lot_fee),
            load=float(of_this(partner.load_units, product)) if product.sterile != "no" else 0.0,
            load_fee=self.of(partner.sterilisation_load), deposit=value * self.of(share), least=units,
            least_price=float(likely_price(partner, key, product)),
        )  # fmt: skip

    def agreement(self, name: str, mode: Mode, share: float) -> plain.Agreement:
        """An offer."""
        partner = self.case.partners[name]
        terms = partner.committed if mode != "on_demand" else None
        agreed_days = (terms.payment_days if terms else None) or partner.payment_days
        days = int(agreed_days.likely) if agreed_days else 0
        deposit = (terms.deposit if terms else None) or partner.deposit
        agreed = plain.Agreement(
            name, mode, {key: self.goods(partner, mode, key, product) for key, product in self.case.products.items()},
            freight=self.of(partner.freight), duty=self.of(partner.duty), pays_after=-(-days // 30),
            deposit=self.of(deposit),
        )  # fmt: skip
        if terms is not None:
            spend = [float(amount) * share for amount in planned_spend(self.case, partner)]
            agreed.discount, agreed.price_down = self.of(terms.discount), self.of(terms.price_down)
            agreed.minimum = self.of(terms.minimum_share) * spend[0] if mode == "committed" else 0.0
            fee = self.of(terms.exit_fee_share) * max(spend)
            agreed.fees = [*(fee * (terms.years - k) / terms.years for k in range(terms.years)), 0.0]
        return agreed

    def seat(self, slot: Slot, share: float) -> plain.Seat:
        """A maker of the strategy with its agreements."""
        return plain.Seat(
            slot.partner, list(slot.modes), [self.agreement(slot.partner, mode, share) for mode in slot.modes]
        )

    def company(self, strategy: Strategy) -> plain.Company:
        """The company under a strategy."""
        case = self.case
        assert case.today is not None
        assert strategy.first is not None
        slots = [slot for slot in (strategy.first, strategy.second) if slot is not None]
        seats = [self.seat(slot, float(planned_share(strategy, slot.partner))) for slot in slots]
        bridging = None
        if strategy.second is None and strategy.first.partner != case.today.partner:
            bridging = self.seat(Slot(case.today.partner, today_modes(case)), 1.0)
        left = given_up(case, strategy)
        return plain.Company(
            months=case.months, cash=float(case.company.cash.likely), burn=self.of(case.company.burn),
            discount=self.of(case.company.discount_rate), bridge=self.of(case.company.bridge_rate),
            hour_cost=self.of(case.company.hour_cost), today=case.today.partner, commits_in=strategy.demand_months,
            devices=[self.device(name, product) for name, product in case.products.items()],
            makers={name: self.maker(name) for name in case.partners},
            first=seats[0], second=seats[1] if len(seats) > 1 else None, bridging=bridging,
            given_up=self.agreement(left.partner, "committed", 1.0) if left is not None else None,
            share=strategy.share, base=strategy.base,
        )  # fmt: skip


def future(world: World, at: int) -> plain.Future:
    """One scenario of a block."""
    block, lane = divmod(at, LANES)

    def months(values: np.ndarray) -> list[float]:
        told: list[float] = values[block, :, lane].tolist()
        return told

    return plain.Future(
        demand={name: months(values) for name, values in world.demand.items()},
        up={name: months(values) for name, values in world.up.items()},
        open={name: months(values) for name, values in world.open.items()},
        level={name: months(values) for name, values in world.reopened.items()},
        chance={names: months(values) for names, values in world.chance.items()},
    )


def compared(
    ours: dict[str, np.ndarray], at: int, theirs: dict[str, float], scale: float
) -> Iterable[tuple[float, str]]:
    """How far the two answers lie apart, relative to the answer (money: to what the strategy costs)."""
    for name, found in theirs.items():
        money = name in {"worth", "cost", "cash_low", "bound", "landed", "spent", "expired_value"}
        off = abs(float(ours[name][at]) - found) / (scale if money else max(abs(found), 1.0))
        yield (off if off == off else inf), name  # NaN: one of the two has no answer


def main() -> None:
    use_kernel_cache()
    case, _ = filled(read(CASE.read_text(encoding="utf-8"), Case))
    ready = prepared(case, strategies(case), sampling(1, SCENARIOS))
    world = draw_world(case, ready.sampling, ready.known, 0, BLOCK)
    drawing = least({"draw": lambda: draw_world(case, ready.sampling, ready.known, 0, BLOCK)}, 5)["draw"] / BLOCK
    chosen = range(0, BLOCK, EVERY)
    futures = {at: future(world, at) for at in chosen}
    print(f"{machine()}; {len(ready.strategies)} strategies, {len(chosen)} of {BLOCK} scenarios plainly")
    print(f"{'':34}  plain, ms   ours, \N{MICRO SIGN}s   ratio   apart by")
    plainly, by_lanes, apart = 0.0, 0.0, 0.0
    for strategy in ready.strategies:
        slow, fast, off = both(ready, strategy, world, futures)
        plainly, by_lanes, apart = plainly + slow, by_lanes + fast, max(apart, off[0])
        print(f"{strategy.name:34} {slow * 1e3:9.1f} {fast * 1e6:10.1f} {slow / fast:8.0f}   {off[0]:.0e} {off[1]}")
    count = len(ready.strategies)
    draw = drawing / count
    print(f"drawing the world: {drawing * 1e6:.0f} \N{MICRO SIGN}s a scenario, shared by {count} strategies")
    print(f"with drawing on both sides: {(plainly / count + draw) / (by_lanes / count + draw):.0f} times faster")
    bar("answers apart by", apart, TOLERANCE)
    bar("times faster a scenario and strategy", plainly / by_lanes, BAR, least=True)
    print(machine())


def both(
    ready: Prepared, strategy: Strategy, world: World, futures: dict[int, plain.Future]
) -> tuple[float, float, tuple[float, str]]:
    """Seconds a scenario of each, and the largest difference of their answers."""
    rows = {at: int(world.row[at]) for at in futures}
    companies = {row: Draw(ready.case, ready.known, row).company(strategy) for row in set(rows.values())}
    simulated = {at: (companies[rows[at]], future) for at, future in futures.items()}
    ours = run_strategy(ready, strategy, world)
    apart = (0.0, "")
    for at, told in simulated.items():
        found = Simulation(*told).run()
        apart = max(apart, *compared(ours, at, found, abs(found["cost"])))
    works: dict[str, Work] = {"ours": lambda: run_strategy(ready, strategy, world)}
    works |= {f"{at}": lambda told=told: Simulation(*told).run() for at, told in simulated.items()}  # type: ignore[misc]
    times = least(works, ROUNDS)
    fast = times.pop("ours") / BLOCK
    return sum(times.values()) / len(times), fast, apart
