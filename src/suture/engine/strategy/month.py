"""The month of one product: order, make, outage, sterilise, arrive, sell, stock, expire, transfer, relearn.

A step like a clause: plain, over both number types, with named state; lifted into lanes for the simulation. Two makers
at most, ``a`` and ``b``. Rules, order of events and a worked table: docs/rules/month.md.
"""

from math import floor
from typing import Generic, NamedTuple

from suture.engine.number import N, Quad, Window, above, higher, lower, started, when
from suture.engine.world.learning import yield_reached

LONGEST_LEAD = 8
"""Months between making and arriving that the state of a maker can hold (``near`` and ``far``)."""


class MakerTerms(NamedTuple, Generic[N]):
    """One maker of the product. Quantities in units of the product, hours in hours a month."""

    lot: N  # units in a lot; orders are whole lots
    minimum: N  # least order
    capacity: N  # good units a month when all of it is ours
    start: N  # yield of the first lot, as share of the steady yield
    half: N  # lots after which half of the way to the steady yield is gone
    rejected: N  # share of lots rejected
    soon: Quad[N]  # 1 at the month, counted from the next one, in which made goods arrive ...
    late: Quad[N]  # ... or at the fifth to eighth month
    per_lot: N  # hours of oversight a lot


class Terms(NamedTuple, Generic[N]):
    """The makers, and how the product is planned."""

    a: MakerTerms[N]
    b: MakerTerms[N]
    learn: N  # share of a month's surprise that enters the forecast
    ageing: N  # share of an age class of stock that moves to the next in a month
    hours: N  # hours of oversight the firm has for this product in a month


class Maker(NamedTuple, Generic[N]):
    """One maker at the end of the month."""

    backlog: N  # ordered, not yet made
    near: Quad[N]  # made, arriving in one to four months
    far: Quad[N]  # ... in five to eight months
    lots: N  # lots made since it began (or began again)
    ordered: N  # in this month
    arrived: N  # in this month
    hours: N  # of oversight in this month


class State(NamedTuple, Generic[N]):
    """The product at the end of the month. ``sold`` to ``expired`` are of this month."""

    fresh: N  # stock by age class
    middle: N
    old: N
    drift: N  # how far sales run above plan, as a share
    a: Maker[N]
    b: Maker[N]
    sold: N
    lost: N
    expired: N
    stock: N
    asked: N  # hours of oversight that the makers and their lots ask for in this month


class Facts(NamedTuple, Generic[N]):
    """What the month brings; known to nobody before it."""

    opening: N  # units in stock that were there before the case began
    demand: N  # units asked for
    plan: N  # units planned for this month
    aim: N  # units planned for the months that stock and orders under way must cover
    share_a: N  # of what is needed, ordered from a, up to base ...
    base: N
    share_b: N  # ... and of the rest from b; a maker that is out gets no order, the other then gets all
    ready_a: N  # 1 when the maker is qualified and validated and may be ordered from
    ready_b: N
    room_a: N  # share of the maker's capacity that is up and ours
    room_b: N
    hours_a: N  # of oversight that the maker asks for in this month, apart from those of its lots
    hours_b: N
    chance_a: N  # uniform in 0..1: which lots are rejected
    chance_b: N


class Sold(NamedTuple, Generic[N]):
    """Stock after arrival, ageing and sale."""

    fresh: N
    middle: N
    old: N
    sold: N
    expired: N


def step(p: Terms[N], w: Window, s: State[N], x: Facts[N]) -> State[N]:
    """One month: arrive, expire, sell, forecast, order, make (with outage, yield, rejection), send, oversee."""
    after = sell(p.ageing, s, x.opening + s.a.near[0] + s.b.near[0], x.demand)
    surprise = when(x.plan, (x.demand - x.plan) / higher(x.plan, 1 + 0 * x.plan) - s.drift)
    drift = s.drift + p.learn * surprise
    stock = after.fresh + after.middle + after.old
    needed = above(x.aim * (1 + drift), stock + under_way(s.a) + under_way(s.b))
    reach_a, reach_b = reached(x.ready_a, x.room_a), reached(x.ready_b, x.room_b)
    first = lower(needed * x.share_a, x.base) * reach_a
    rest = above(needed, first)
    to_b = whole_order(p.b, rest * x.share_b * reach_b)
    to_a = whole_order(p.a, first + rest * (1 - x.share_b * reach_b) * reach_a)
    lots = asked_lots(p.a, s.a, to_a, x.ready_a, x.room_a) + asked_lots(p.b, s.b, to_b, x.ready_b, x.room_b)
    wanted = x.hours_a + x.hours_b + lots
    pace = p.hours / higher(wanted, p.hours)
    return State(
        after.fresh,
        after.middle,
        after.old,
        drift,
        make(p.a, s.a, to_a, x.ready_a, x.room_a, x.chance_a, pace, x.hours_a),
        make(p.b, s.b, to_b, x.ready_b, x.room_b, x.chance_b, pace, x.hours_b),
        after.sold,
        above(x.demand, after.sold),
        after.expired,
        stock,
        wanted,
    )


def sell(ageing: N, s: State[N], arrived: N, demand: N) -> Sold[N]:
    """Goods arrive fresh; each age class passes a share on; what the oldest passes on expires; it also sells first."""
    old, middle, fresh = s.old + ageing * (s.middle - s.old), s.middle + ageing * (s.fresh - s.middle), s.fresh
    fresh = fresh - ageing * fresh + arrived
    from_old = lower(demand, old)
    from_middle = lower(demand - from_old, middle)
    from_fresh = lower(demand - from_old - from_middle, fresh)
    sold = from_old + from_middle + from_fresh
    return Sold(fresh - from_fresh, middle - from_middle, old - from_old, sold, ageing * s.old)


def under_way(m: Maker[N]) -> N:
    """Ordered and not yet arrived; what arrives this month is in stock already."""
    far = m.far[0] + m.far[1] + m.far[2] + m.far[3]
    return m.backlog + m.near[1] + m.near[2] + m.near[3] + far


def reached(ready: N, room: N) -> N:
    """1 where an order makes sense this month: the maker may be ordered from and is not out."""
    return when(room, ready)


def whole_order(p: MakerTerms[N], needed: N) -> N:
    """What is needed as an order: whole lots, and never below the least order."""
    return when(needed, higher(started(needed, p.lot) * p.lot, started(p.minimum, p.lot) * p.lot))


def planned(p: MakerTerms[N], s: Maker[N], ordered: N, ready: N, room: N) -> N:
    """Good units this month: what is open, within the capacity that is ours and the yield reached."""
    return lower(s.backlog + ordered, p.capacity * room * yield_reached(s.lots * ready, p.start, p.half))


def asked_lots(p: MakerTerms[N], s: Maker[N], ordered: N, ready: N, room: N) -> N:
    """Hours of oversight that this month's lots ask for."""
    return started(planned(p, s, ordered, ready, room), p.lot) * p.per_lot


def make(p: MakerTerms[N], s: Maker[N], ordered: N, ready: N, room: N, chance: N, pace: N, hours: N) -> Maker[N]:
    """Rejected lots stay on order and are made again; a maker that is left ends its orders and forgets."""
    made = floor(planned(p, s, ordered, ready, room) * pace) + 0 * room
    lots = made / p.lot
    good = above(made, rejections(lots * p.rejected, chance) * p.lot)
    return Maker(
        s.backlog + ordered - good,
        (
            s.near[1] + good * p.soon[0],
            s.near[2] + good * p.soon[1],
            s.near[3] + good * p.soon[2],
            s.far[0] + good * p.soon[3],
        ),
        (s.far[1] + good * p.late[0], s.far[2] + good * p.late[1], s.far[3] + good * p.late[2], good * p.late[3]),
        s.lots * ready + lots,
        ordered,
        s.near[0],
        hours + started(made, p.lot) * p.per_lot,
    )


def rejections(expected: N, chance: N) -> N:
    """How many lots are rejected when ``expected`` are on average: the whole number below it or above it, by chance."""
    return started(above(expected, chance), 1 + 0 * chance) + 0 * chance
