"""How a table of tiers is said as contract text: every tier, its fees, and what a new price does inside a window."""

from collections.abc import Iterator, Mapping, Sequence

from suture.engine.clauses.bands import said_band
from suture.engine.clauses.kind import WindowName
from suture.engine.clauses.saying import Said
from suture.engine.clauses.tiers import Bound, PriceChange, Tier, ZeroUse
from suture.engine.text import Message, Text

TIER = Text("tiers.tier", "Tier {number}, {band}: {price}.", "第 {number} 档，{band}：{price}。")
TIER_FEE = Text(
    "tiers.tier_fee",
    "Tier {number}, {band}: {price}, and a fee of {fee}.",
    "第 {number} 档，{band}：{price}，另收固定费用 {fee}。",
)
ZERO_USES: Mapping[ZeroUse, Text] = {
    "first_fee_due": Text(
        "tiers.first_fee_due",
        "The fee of tier 1 is due even where nothing is taken.",
        "即使没有提取，第 1 档的固定费用仍应支付。",
    ),
    "nothing_due": Text("tiers.nothing_due", "Where nothing is taken no fee is due.", "没有提取的，不收取固定费用。"),
}
CHANGES: Mapping[PriceChange, Text] = {
    "later_units": Text(
        "price_change.later_units",
        "Where a price changes inside that time, what was charged stays, what is taken later is charged at the new "
        "price, and the count goes on.",
        "期间内价格变动的，已计款项不变，其后提取的数量按新价格计算，数量继续累计。",
    ),
    "whole_window": Text(
        "price_change.whole_window",
        "Where a price changes inside that time, the whole quantity is charged anew at the new price, from the first "
        "unit on.",
        "期间内价格变动的，该期间全部数量自第一个单位起按新价格重新计算。",
    ),
    "restart": Text(
        "price_change.restart",
        "Where a price changes inside that time, what was charged stays, and a new such time begins on that day.",
        "期间内价格变动的，已计款项不变，自变动之日起视为新的期间开始。",
    ),
}


def says_tiers(tiers: Sequence[Tier], bound: Bound, service: str, said: Said) -> Iterator[Message]:
    """Every tier as a sentence."""
    for number, tier in enumerate(tiers, 1):
        band = said_band(tier, bound, lambda figure: said.quantity(figure, service))
        price = said.price(tier.price, service)
        if tier.fee is None:
            yield TIER(number=number, band=band, price=price)
        else:
            yield TIER_FEE(number=number, band=band, price=price, fee=said.money(tier.fee))


def says_zero_use(zero_use: ZeroUse, window: WindowName) -> Message:
    """Whether a fee is due without use; an order window opens with an order, so nothing is."""
    return ZERO_USES["nothing_due" if window == "order" else zero_use]()


def says_change(change: PriceChange, window: WindowName) -> Iterator[Message]:
    """What a price that changes inside a window does; an order has one price."""
    if window != "order":
        yield CHANGES[change]()
