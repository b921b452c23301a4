"""The terms of an agreement as anybody would write them for one simulation: a class that charges month by month."""

import math

from benchmarks.plain.facts import Agreement, Goods

YEAR = 12


def built_up(goods: Goods) -> float:
    """Open book: material with handling, minutes, overhead, over yield, with margin; in cents."""
    cost = goods.material * (1 + goods.handling) + goods.minutes * goods.hourly_rate / 60 + goods.overhead
    return math.floor(cost / goods.good * (1 + goods.margin) * 100 + 0.5) / 100


class Contract:
    """An agreement in force: what it has charged, month by month of the case."""

    def __init__(self, terms: Agreement, begins: int, ends: int, months: int) -> None:
        self.terms, self.begins, self.ends, self.months = terms, begins, ends, months
        self.prices = {name: built_up(goods) for name, goods in terms.goods.items()}
        self.required = self.counted = 0.0
        self.least = dict.fromkeys(terms.goods, 0.0)
        self.taken = dict.fromkeys(terms.goods, 0.0)
        self.bank = dict.fromkeys(terms.goods, 0.0)
        self.held = dict.fromkeys(terms.goods, 0.0)
        self.owed = [0.0] * months
        self.landed = [0.0] * months
        self.paid = [0.0] * months
        self.bound = [0.0] * months

    def month(self, t: int, ordered: dict[str, float], accepted: dict[str, float], level: float) -> None:
        """Charges a month for what was ordered and accepted under this agreement."""
        own = t - self.begins
        if own < 0:
            return
        goods = {name: self.prices[name] * accepted[name] for name in accepted}
        priced = sum(goods.values())
        for name, units in ordered.items():
            of = self.terms.goods[name]
            goods[name] += math.ceil(units / of.lot) * of.lot_fee
            if of.load:
                goods[name] += math.ceil(units / of.load) * of.load_fee
        for_goods = sum(goods.values())
        rest = priced * max(level - 1, -1.0)
        rest -= (priced + rest) * (1 - (1 - self.terms.discount) * (1 - self.terms.price_down) ** (own // YEAR))
        in_force = t < self.ends
        closes = own % YEAR == YEAR - 1
        self.landed[t] += (for_goods + rest) * (self.terms.freight + self.terms.duty)
        short = self.short_of_spend(own, for_goods + rest, in_force) + self.short_of_units(own, accepted, in_force)
        bound = short if closes else 0.0
        rest += bound
        if t == self.ends and self.ends < self.months and self.terms.fees:
            rest += self.terms.fees[min(own // YEAR, len(self.terms.fees) - 1)]
        accrued = short if t == self.months - 1 and not closes else 0.0  # owed at the end of the case, paid after it
        self.owed[t] += for_goods + rest + accrued
        self.bound[t] += bound + accrued
        self.pay(t, goods, rest, ordered)

    def short_of_spend(self, own: int, charged: float, in_force: bool) -> float:
        """What the year is short of its minimum of spend so far."""
        if not self.terms.minimum:
            return 0.0
        if own % YEAR == 0:
            self.required = self.counted = 0.0
        self.required += self.terms.minimum / YEAR * in_force
        self.counted += charged
        return max(0.0, self.required - self.counted)

    def short_of_units(self, own: int, accepted: dict[str, float], in_force: bool) -> float:
        """What take or pay would come to were the year to close now, made up by a later year's excess."""
        due = 0.0
        for name, goods in self.terms.goods.items():
            if not goods.least:
                continue
            if own % YEAR == 0:
                self.least[name] = self.taken[name] = 0.0
            self.least[name] += goods.least / YEAR * in_force
            self.taken[name] += accepted[name]
            short = max(0.0, self.least[name] - self.taken[name])
            made_up = min(max(0.0, self.taken[name] - self.least[name]), self.bank[name])
            due += (short - made_up) * goods.least_price
            if own % YEAR == YEAR - 1:
                self.bank[name] += short - made_up
        return due

    def pay(self, t: int, goods: dict[str, float], rest: float, ordered: dict[str, float]) -> None:
        """Deposits with the order; charges some months later, less the deposits set off."""
        then = t + self.terms.pays_after
        if then < self.months:
            self.paid[then] += rest
        for name, charge in goods.items():
            deposit = ordered[name] * self.terms.goods[name].deposit
            self.paid[t] += deposit
            self.held[name] += deposit
            set_off = min(self.held[name], self.terms.deposit * max(charge, 0.0))
            self.held[name] -= set_off
            if then < self.months:
                self.paid[then] += charge - set_off
