"""Cooperation models as strategies of a case: who develops, who makes, under which offer, and when that changes."""

from collections.abc import Iterable, Iterator
from itertools import permutations
from typing import Literal, NamedTuple

from suture.engine.strategy.case import Case
from suture.engine.strategy.offers import Mode
from suture.engine.strategy.planned import base_share, best_year, open_price
from suture.engine.terms.agreement import Model

Kind = Literal[
    "on_demand_one", "on_demand_two", "long_term_one", "long_term_two", "phase_hybrid", "base_and_peak", "platform",
    "stay",
]  # fmt: skip
MODEL: dict[Kind, Model] = {
    "on_demand_one": "on_demand", "on_demand_two": "on_demand", "long_term_one": "long_term",
    "long_term_two": "long_term", "phase_hybrid": "hybrid", "base_and_peak": "hybrid", "platform": "platform",
    "stay": "long_term",
}  # fmt: skip
BEST = 2
"""Pairs are formed among this many makers: those that take a client of this size, at the lowest open price."""
ANY = 1e12
"""A base beyond every demand: all that is needed is ordered from the first maker."""


class Slot(NamedTuple):
    """One maker in a strategy. With two modes, the second begins when the trigger is met."""

    partner: str
    modes: tuple[Mode, ...]


class Strategy(NamedTuple):
    """Who does what. ``first`` gets ``share`` of what is needed, up to ``base`` of the plan; ``second`` the rest."""

    name: str
    kind: Kind
    first: Slot | None
    second: Slot | None
    share: float
    base: float  # of the planned units of a month; ANY: no limit
    hours_from: str | None
    builds: Slot | None
    demand_months: int = 6  # sold for so long before the second mode of a slot begins

    @property
    def model(self) -> Model:
        """The cooperation model it is an instance of; staying is what it is today."""
        if self.kind == "stay" and self.first is not None and self.first.modes[0] == "on_demand":
            return "on_demand"
        return MODEL[self.kind]

    def share_of(self, name: str) -> float:
        """The share of the planned units that a maker gets."""
        if self.second is None or self.first is None:
            return 1.0
        first = min(self.share, self.base)
        return first if self.first.partner == name else 1.0 - first

    @property
    def partners(self) -> tuple[str, ...]:
        """Everybody it works with, in the order of makers, builds, hours."""
        slots = [slot.partner for slot in (self.first, self.second, self.builds) if slot is not None]
        return tuple(dict.fromkeys([*slots, *([self.hours_from] if self.hours_from else [])]))


def strategies(case: Case) -> tuple[Strategy, ...]:
    """Every strategy that the case can be decided between, in a fixed order."""
    makers = [name for name, partner in case.partners.items() if partner.supplies]
    makers.sort(key=lambda name: (not takes(case, name), price_level(case, name), name))
    platforms = [name for name, partner in case.partners.items() if partner.rate_card is not None]
    found = supplying(case, makers, platforms) if supplies(case) else developing(case, makers, platforms)
    return tuple({strategy.name: strategy for strategy in found}.values())


def supplies(case: Case) -> bool:
    """Whether anything is to be made for sale in this case."""
    return any(product.units or product.adoption for product in case.products.values())


def supplying(case: Case, makers: list[str], platforms: list[str]) -> Iterator[Strategy]:
    """Strategies of a case that ends in goods for sale."""
    for name in makers:
        yield one(case, "on_demand_one", name, ("on_demand",))
        yield one(case, "long_term_one", name, ("committed",))
        yield one(case, "phase_hybrid", name, ("on_demand", "committed"))
    for first, second in pairs(case, makers):
        yield two(case, "on_demand_two", first, second, "on_demand", share=0.6)
        yield two(case, "long_term_two", first, second, "committed", share=0.6)
        yield two(case, "base_and_peak", first, second, "base", share=1.0)
    if any(product.stages for product in case.products.values()) and makers:
        for name in platforms:
            yield one(case, "platform", makers[0], ("on_demand",), hours_from=name)
    if case.today is not None:
        mode: Mode = "committed" if case.today.committed else "on_demand"
        yield one(case, "stay", case.today.partner, (mode,))


def pairs(case: Case, makers: list[str]) -> Iterable[tuple[str, str]]:
    """Two makers, first and second. Who is there today is one of them: nobody moves to two new makers at once."""
    best = makers[:BEST]
    if case.today is not None and case.today.partner not in best:
        best = [case.today.partner, *best[: BEST - 1]]
    for first, second in permutations(best, 2):
        if case.today is None or case.today.partner in (first, second):
            yield first, second


def one(case: Case, kind: Kind, name: str, modes: tuple[Mode, ...], hours_from: str | None = None) -> Strategy:
    """One maker, who also develops."""
    develops = any(product.stages for product in case.products.values())
    builds = Slot(name, ("builds",)) if develops else None
    label = f"{kind}:{name}" + (f"+{hours_from}" if hours_from else "")
    return Strategy(label, kind, Slot(name, modes), None, 1.0, ANY, hours_from or (name if develops else None), builds)


def two(case: Case, kind: Kind, first: str, second: str, mode: Mode, share: float) -> Strategy:
    """Two makers; the first develops. Under base and peak the second takes orders above the base."""
    develops = any(product.stages for product in case.products.values())
    builds = Slot(first, ("builds",)) if develops else None
    other: Mode = "on_demand" if mode == "base" else mode
    base = float(base_share(case.partners[first])) if mode == "base" else ANY
    return Strategy(
        f"{kind}:{first}+{second}", kind, Slot(first, (mode,)), Slot(second, (other,)), share, base,
        first if develops else None, builds,
    )  # fmt: skip


def developing(case: Case, makers: list[str], platforms: list[str]) -> Iterator[Strategy]:
    """Strategies of a case that buys hours and builds only."""
    for name in makers:
        yield bought(f"on_demand_one:{name}", "on_demand_one", name, name, "builds")
        yield bought(f"long_term_one:{name}", "long_term_one", name, name, "frame")
    for hours in platforms:
        card = case.partners[hours].rate_card
        kind: Kind = "platform" if card is not None and (card.membership or card.cap) else "on_demand_two"
        for name in makers[:2]:
            yield bought(f"{kind}:{hours}+{name}", kind, hours, name, "builds")
            yield bought(f"phase_hybrid:{hours}+{name}", "phase_hybrid", hours, name, "frame")


def bought(label: str, kind: Kind, hours: str, maker: str, mode: Mode) -> Strategy:
    """Hours from one, builds from another (or the same)."""
    return Strategy(label, kind, None, None, 1.0, ANY, hours, Slot(maker, (mode,)))


def takes(case: Case, name: str) -> bool:
    """Whether a maker takes a client who spends what this one plans to."""
    least = case.partners[name].takes_from
    return least is None or best_year(case, case.partners[name]) >= least.likely


def price_level(case: Case, name: str) -> float:
    """The likely open price of a unit at this maker, as the mean over the products."""
    prices = [float(open_price(case.partners[name], key, product)) for key, product in case.products.items()]
    return sum(prices) / len(prices)
