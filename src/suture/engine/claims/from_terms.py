"""What the terms show: the price of another tier, a price that is not agreed, a clause or an index value left out."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from suture.engine.claims.due import Due
from suture.engine.claims.finding import FindingKind
from suture.engine.claims.from_facts import quantities
from suture.engine.claims.group import Group, minor_of
from suture.engine.claims.guess import SAID, Guess, rows_of
from suture.engine.money import rounded
from suture.engine.rating.exact import fold
from suture.engine.text import Text

SHIFTS: Final = (1, -1, 2, -2, 3, -3)
"""Settlement periods by which an index value may have been taken too late or too early."""
TIER: Final = Text(
    "guess.tier",
    "{quantity} at {price}; the tier that was reached costs {right}",
    "{quantity} 按 {price} 计；所达到的档位单价为 {right}",
)
PRICE: Final = Text(
    "guess.price", "{quantity} at {price}; agreed is {right}", "{quantity} 按 {price} 计；约定为 {right}"
)
WITHOUT: Final = Text(
    "guess.without", "billed without clause {clause}, which makes {amount} due", "未计入条款 {clause}（应计 {amount}）"
)
OTHER_LEVEL: Final = Text(
    "guess.other_level",
    "clause {clause} with the index value of {period} gives {amount}",
    "若条款 {clause} 采用 {period} 的指数值，则为 {amount}",
)
MISSED: Final[dict[str, FindingKind]] = {
    "discount": "missed_discount", "price_down": "missed_price_down", "learning_curve": "missed_price_down",
    "indexation": "wrong_index", "currency_corridor": "wrong_index", "material_variance": "wrong_index",
    "rebate": "missed_rebate", "gain_share": "missed_rebate", "service_credit": "missed_credit",
    "quality_adjusted_price": "missed_credit", "quality_cost": "missed_credit", "late_delivery": "missed_damages",
}  # fmt: skip
"""What it is called where a clause of a kind was not counted."""


def wrong_tier(due: Due, group: Group, minor: int) -> Guess | None:
    """A line at the price of one tier where that of another makes up the difference."""
    known = due.prices(group.clauses[0], group.at)
    for line in group.lines if due.has_tiers(group.clauses[0]) else ():
        if line.quantity is None or line.unit_price is None or line.unit_price not in known:
            continue
        for price in known - {line.unit_price}:
            if minor_of(line.quantity * (line.unit_price - price), line.currency) == minor:
                said = TIER(quantity=line.quantity, price=line.unit_price, right=price)
                return Guess("wrong_tier", minor, (line.row,), (said,))
    return None


def without(due: Due, group: Group, minor: int) -> Guess | None:
    """A net price in which one of its clauses was not counted."""
    if not group.lines or len(group.clauses) < 2:
        return None
    for near in (0, 1):
        for name in group.clauses[1:]:
            money = sum(due.money((name, at)).minor for at in group.periods)
            if money and abs(minor + money) <= near:
                kind = MISSED.get(due.kind(name), "wrong_price")
                said = WITHOUT(clause=name, amount=str(due.money((name, group.at))))
                return Guess(kind, minor, rows_of(group.lines), (said,))
    return None


def other_level(due: Due, group: Group, minor: int) -> Guess | None:
    """An index clause that was counted with the value of another settlement period."""
    for name in group.clauses:
        if due.kind(name) != "indexation" or not group.lines:
            continue
        for shift, amount in shifted(due, name, group.at):
            if abs(minor_of(amount, due.currency(name)) - due.money((name, group.at)).minor - minor) <= 1:
                of = due.period(min(max(group.at + shift, 0), len(due.plan.periods) - 1))
                said = OTHER_LEVEL(clause=name, period=str(of), amount=str(rounded(amount, due.currency(name))))
                return Guess("wrong_index", minor, rows_of(group.lines), (said,))
    return None


def shifted(due: Due, name: str, at: int) -> Iterator[tuple[int, Decimal]]:
    """What an index clause would add in a period with the values of so many settlement periods later."""
    for shift in SHIFTS:
        if (name, shift) not in due.at_other_levels:
            levels = {
                index: [values[min(max(i + shift, 0), len(values) - 1)] for i in range(len(values))]
                for index, values in due.activity.levels.items()
            }
            folded = fold(due.plan, due.activity._replace(levels=levels))
            due.at_other_levels[name, shift] = next(each.due for each in folded if each.line.name == name)
        series = due.at_other_levels[name, shift]
        yield shift, series[at] - (series[at - 1] if at else Decimal(0))


def wrong_price(due: Due, group: Group, minor: int) -> Guess | None:
    """A line at a price that is not agreed, where the agreed one makes up the difference; a net price likewise."""
    known = due.prices(group.clauses[0], group.at)
    for line in group.lines:
        if line.quantity is None or line.unit_price is None or (line.unit_price in known and len(known) == 1):
            continue
        if line.unit_price in known and due.has_tiers(group.clauses[0]):
            continue
        for price in known | {new - old for new in known for old in known - {new}}:  # a tier that is priced anew
            product = minor_of(line.quantity * line.unit_price, line.currency)
            if product - minor_of(line.quantity * price, line.currency) == minor:
                said = PRICE(quantity=line.quantity, price=line.unit_price, right=price)
                return Guess("wrong_price", minor, (line.row,), (said,))
    found = quantities(due, group)
    if found is not None and found[0] == found[1] and all(line.unit_price is not None for line in group.lines):
        priced = [line for line in group.lines if line.unit_price not in known]
        if not priced and due.has_tiers(
            group.clauses[0]
        ):  # all prices are the clause's own, and not those that were reached
            return Guess("wrong_tier", minor, rows_of(group.lines))
        agreed = known if len(known) == 1 and len(group.clauses) == 1 else ()
        each = tuple(
            PRICE(quantity=line.quantity, price=line.unit_price, right=price)
            for price in agreed
            for line in priced[:SAID] if line.quantity is not None and line.unit_price is not None
        )  # fmt: skip
        return Guess("wrong_price", minor, rows_of(priced or group.lines), each)
    return None
