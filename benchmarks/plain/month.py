"""The months in SimPy: a process for every device, one for every maker, one for every shipment under way.

A month is cut in quarters so that what depends on each other comes in turn: shipments arrive at its start, devices sell
and order, makers make and send, and the agreements charge for it.
"""

import math
from collections.abc import Generator
from typing import Any

import simpy

from benchmarks.plain.facts import Company, Device, Future, Maker, Seat
from benchmarks.plain.terms import Contract

COLLECTION, COVER, LEARN, LEAD_MOST = 2, 1, 0.2, 8
SELLING, MAKING, CHARGING = 0.25, 0.5, 0.75
Process = Generator[simpy.Event, Any, None]


class Works:
    """A maker's line for one device."""

    def __init__(self, maker: Maker, device: Device) -> None:
        self.maker, self.device = maker, device
        self.backlog = self.lots = self.sent = 0.0
        self.ready = self.room = self.hours = 0.0
        self.order = self.pace = 0.0
        self.hours_spent = 0.0

    def planned(self) -> float:
        """Good units this month: what is open, within capacity and the yield reached."""
        maker = self.maker
        reached = 1 - (1 - maker.start) * maker.half / (maker.half + self.lots * self.ready)
        return min(self.backlog + self.order, maker.capacity[self.device.name] * self.room * reached)

    def lots_asked(self) -> float:
        """Hours of oversight for the lots of the month."""
        return math.ceil(self.planned() / self.maker.lot[self.device.name]) * self.maker.hours_a_lot


class Simulation:
    """One strategy in one scenario."""

    def __init__(self, company: Company, future: Future) -> None:
        self.company, self.future = company, future
        self.env = simpy.Environment()
        months, names = company.months, [device.name for device in company.devices]
        self.moves_in = 0
        if company.first.maker != company.today:
            self.moves_in = company.makers[company.first.maker].months_to_move
        seats = [seat for seat in (company.first, company.second, company.bridging) if seat is not None]
        self.seats = {seat.maker: seat for seat in seats}
        self.works = {(s.maker, d.name): Works(company.makers[s.maker], d) for s in seats for d in company.devices}
        self.dock = {name: simpy.Store(self.env) for name in names}
        self.ordered = {seat.maker: {name: [0.0] * months for name in names} for seat in seats}
        self.arrived = {seat.maker: {name: [0.0] * months for name in names} for seat in seats}
        self.sales, self.hours, self.asked = [0.0] * months, [0.0] * months, [0.0] * months
        self.starved = [False] * months
        self.sold = self.lost = self.expired = self.expired_value = self.left = 0.0
        self.contracts = {seat.maker: self.signed(seat) for seat in seats}
        self.given_up = [Contract(company.given_up, 0, 0, months)] if company.given_up is not None else []

    def signed(self, seat: Seat) -> list[Contract]:
        """The agreements with one maker, one after the other."""
        months = self.company.months
        begins = self.starts(seat)
        ends = min(self.moves_in, months) if seat is self.company.bridging else months
        if len(seat.agreements) == 1:
            return [Contract(seat.agreements[0], begins, ends, months)]
        turns = max(begins, self.company.commits_in)
        first, then = seat.agreements
        return [Contract(first, begins, min(turns, ends), months), Contract(then, turns, ends, months)]

    def starts(self, seat: Seat) -> int:
        """The month from which a maker may be ordered from."""
        if seat.maker == self.company.today or seat is self.company.bridging:
            return 0
        return self.company.makers[seat.maker].months_to_move

    def run(self) -> dict[str, float]:
        """All months, and what came of them."""
        for device in self.company.devices:
            self.env.process(self.sell_and_order(device))
        for name in self.seats:
            self.env.process(self.make(name))
            self.env.process(self.charge(name))
        self.env.process(self.charge_given_up())
        self.env.run(until=self.company.months)
        return self.outcomes()

    def sell_and_order(self, device: Device) -> Process:
        """A device: what has arrived is sold, the oldest first; what is missing is ordered."""
        fresh = middle = old = drift = 0.0
        demand, dock = self.future.demand[device.name], self.dock[device.name]
        while True:
            yield self.env.timeout(SELLING)
            t = int(self.env.now)
            arrived = device.opening if t == 0 else 0.0
            while dock.items:
                maker, units = yield dock.get()
                arrived += units
                self.arrived[maker][device.name][t] += units
            expired = device.ageing * old
            old += device.ageing * (middle - old)
            middle += device.ageing * (fresh - middle)
            fresh += arrived - device.ageing * fresh
            asked = demand[t]
            from_old = min(asked, old)
            from_middle = min(asked - from_old, middle)
            from_fresh = min(asked - from_old - from_middle, fresh)
            old, middle, fresh = old - from_old, middle - from_middle, fresh - from_fresh
            sold = from_old + from_middle + from_fresh
            plan = device.plan[t]
            if plan > 0:
                drift += LEARN * ((asked - plan) / max(plan, 1.0) - drift)
            self.sold += sold
            self.lost += asked - sold
            self.expired += expired
            self.expired_value += expired * device.left_at
            self.left += (old + middle + fresh) * device.left_at if t == self.company.months - 1 else 0.0
            self.sales[t] += sold * device.price
            self.order(device, t, drift, old + middle + fresh)
            yield self.env.timeout(1 - SELLING)

    def order(self, device: Device, t: int, drift: float, stock: float) -> None:
        """What stock and orders do not cover, in whole lots from one maker or two."""
        company = self.company
        a = self.works[company.first.maker, device.name]
        other = company.second or company.bridging
        b = self.works[other.maker, device.name] if other is not None else None
        self.set_up(a, company.first, t)
        if b is not None and other is not None:
            self.set_up(b, other, t)
        ahead = self.reach(a, b) + COVER
        aim = sum(device.plan[t + 1 : t + 1 + ahead])
        under_way = a.backlog + a.sent + (b.backlog + b.sent if b is not None else 0.0)
        needed = max(0.0, aim * (1 + drift) - (stock + under_way))
        reach_a = a.ready if a.room > 0 else 0.0
        reach_b = b.ready if b is not None and b.room > 0 else 0.0
        first = min(needed * company.share, max(device.plan[t], device.plan[0]) * company.base) * reach_a
        rest = max(0.0, needed - first)
        a.order = whole_lots(a, first + rest * (1 - reach_b) * reach_a)
        wanted = a.hours + a.lots_asked()
        if b is not None:
            b.order = whole_lots(b, rest * reach_b)
            wanted += b.hours + b.lots_asked()
        pace = device.hours / max(wanted, device.hours)
        self.asked[t] += wanted
        self.starved[t] |= wanted > device.hours * (1 + 1e-9)
        for works in (a, b):
            if works is not None:
                works.pace = pace
                self.ordered[works.maker.name][device.name][t] = works.order

    def set_up(self, works: Works, seat: Seat, t: int) -> None:
        """What a maker is to a device in a month: ready or not, with how much room, asking for how many hours."""
        maker, future = works.maker, self.future
        if seat is self.company.bridging:
            works.ready = float(t < self.moves_in)
        else:
            works.ready = float(t >= self.starts(seat))
        committed = seat.modes[0] != "on_demand" or (len(seat.modes) > 1 and t >= self.company.commits_in)
        works.room = future.up[maker.name][t] * (1.0 if committed else future.open[maker.name][t])
        hours = maker.hours_committed if committed else maker.hours_on_order
        works.hours = hours * works.ready * works.device.share

    def reach(self, a: Works, b: Works | None) -> int:
        """Months an order must reach ahead."""
        if b is None or b.ready == 0:
            return a.maker.lead
        if a.ready == 0:
            return b.maker.lead
        share = min(self.company.share, self.company.base)
        return round(share * a.maker.lead + (1 - share) * b.maker.lead)

    def make(self, name: str) -> Process:
        """A maker: every device's lots of the month; rejected ones stay on order, good ones are sent."""
        while True:
            yield self.env.timeout(MAKING)
            t = int(self.env.now)
            for device in self.company.devices:
                works = self.works[name, device.name]
                made = math.floor(works.planned() * works.pace)
                lot = works.maker.lot[device.name]
                lots = made / lot
                missed = max(0.0, lots * works.maker.rejected - self.future.chance[name, device.name][t])
                good = max(0.0, made - math.ceil(missed) * lot)
                works.backlog += works.order - good
                works.lots = works.lots * works.ready + lots
                self.hours[t] += works.hours + math.ceil(made / lot) * works.maker.hours_a_lot
                if good > 0:
                    works.sent += good
                    self.env.process(self.ship(works, good))
            yield self.env.timeout(1 - MAKING)

    def ship(self, works: Works, units: float) -> Process:
        """A shipment: at the dock when its months have passed."""
        yield self.env.timeout(works.maker.lead - MAKING)
        works.sent -= units
        yield self.dock[works.device.name].put((works.maker.name, units))

    def charge(self, name: str) -> Process:
        """The agreements with a maker charge for the month."""
        lead = self.company.makers[name].lead
        while True:
            yield self.env.timeout(CHARGING)
            t = int(self.env.now)
            ordered = {device: months[t] for device, months in self.ordered[name].items()}
            arrived = {device: months[t] for device, months in self.arrived[name].items()}
            nothing = dict.fromkeys(ordered, 0.0)
            contracts = self.contracts[name]
            for i, contract in enumerate(contracts):
                inside = contract.begins <= t < contract.ends
                first = contract.begins + (lead if i else 0)
                last = contract.ends + (lead if i < len(contracts) - 1 else 0)
                comes = len(contracts) == 1 or first <= t < last
                level = self.future.level[name][t]
                contract.month(t, ordered if inside else nothing, arrived if comes else nothing, level)
            yield self.env.timeout(1 - CHARGING)

    def charge_given_up(self) -> Process:
        """Today's commitment, left at once: what leaving it costs."""
        while True:
            yield self.env.timeout(CHARGING)
            nothing = dict.fromkeys((device.name for device in self.company.devices), 0.0)
            for contract in self.given_up:
                contract.month(int(self.env.now), nothing, nothing, 1.0)
            yield self.env.timeout(1 - CHARGING)

    def outcomes(self) -> dict[str, float]:
        """The money of all months."""
        company, months = self.company, self.company.months
        contracts = [*self.given_up, *(contract for signed in self.contracts.values() for contract in signed)]
        once, upkeep = 0.0, 0.0
        for seat in (company.first, company.second):
            if seat is not None:
                upkeep += company.makers[seat.maker].upkeep / 12
                once += company.makers[seat.maker].once if seat.maker != company.today else 0.0
        held, low = company.cash, math.inf
        weight = 1.0
        earned = cost = paid = owed = landed = bound = running = spent_in_all = 0.0
        for t in range(months):
            weight = (1 + company.discount) ** (-(t + 0.5) / 12)
            collected = self.sales[t - COLLECTION] if t >= COLLECTION else 0.0
            run = upkeep + self.hours[t] * company.hour_cost
            pays = sum(contract.paid[t] for contract in contracts)
            lands = sum(contract.landed[t] for contract in contracts)
            spent = pays + lands + run + (once if t == 0 else 0.0)
            held += collected - spent - company.burn
            low = min(low, held)
            earned += collected * weight
            cost += (spent + max(0.0, -held) * company.bridge / 12) * weight
            owed += sum(contract.owed[t] for contract in contracts)
            bound += sum(contract.bound[t] for contract in contracts)
            paid, landed, running, spent_in_all = paid + pays, landed + lands, running + run, spent_in_all + spent
        closing = self.left + sum(self.sales[-COLLECTION:]) - (owed - paid)
        return {
            "worth": earned + closing * weight - cost,
            "cost": cost,
            "cash_low": low,
            "bound": bound,
            "expired": self.expired,
            "expired_value": self.expired_value,
            "hours": sum(self.hours) / months,
            "hours_asked": sum(self.asked) / sum(asked > 0 for asked in self.asked),
            "starved": sum(self.starved) / sum(asked > 0 for asked in self.asked),
            "landed": owed + landed,
            "spent": spent_in_all,
            "sold": self.sold,
        }


def whole_lots(works: Works, needed: float) -> float:
    """What is needed in whole lots, never below the least order."""
    if needed <= 0:
        return 0.0
    lot, least = works.maker.lot[works.device.name], works.maker.minimum[works.device.name]
    return max(math.ceil(needed / lot) * lot, math.ceil(least / lot) * lot)
