"""What the plain rendering is told: a case under one input draw, and one scenario's future, in plain numbers."""

from dataclasses import dataclass, field


@dataclass
class Device:
    """A product that is sold."""

    name: str
    plan: list[float]  # units by month, beyond the end too
    opening: float  # units in stock at the start
    share: float  # of all planned work
    ageing: float  # share of an age class that moves on in a month
    hours: float  # of oversight the firm has for it in a month
    price: float  # at which it is sold
    left_at: float  # value of a unit in stock at the end


@dataclass
class Maker:
    """A maker, and what differs by product."""

    name: str
    lead: int  # months from making to arriving
    lot: dict[str, float]
    minimum: dict[str, float]
    capacity: dict[str, float]
    start: float
    half: float
    rejected: float
    hours_on_order: float
    hours_committed: float
    hours_a_lot: float
    upkeep: float
    once: float  # paid when it is a new maker: qualification, validation, transfer
    months_to_move: int  # until products of today's maker may be ordered from this one


@dataclass
class Goods:
    """The price of one product under one agreement."""

    material: float
    handling: float
    minutes: float
    hourly_rate: float
    overhead: float
    good: float  # yield
    margin: float
    lot: float
    lot_fee: float
    load: float  # 0: not sterilised
    load_fee: float
    deposit: float  # a unit ordered, when the goods are paid apart
    least: float = 0.0  # units a year, taken or paid
    least_price: float = 0.0


@dataclass
class Agreement:
    """What a maker offers under one mode."""

    maker: str
    mode: str
    goods: dict[str, Goods]
    freight: float
    duty: float
    pays_after: int  # months
    deposit: float  # share of the charges of goods that deposits pay
    minimum: float = 0.0  # spend a year
    discount: float = 0.0  # for committing
    price_down: float = 0.0  # a year
    fees: list[float] = field(default_factory=list)  # for leaving, by contract year


@dataclass
class Seat:
    """A place in the strategy: who, under which modes one after the other, until when."""

    maker: str
    modes: list[str]
    agreements: list[Agreement]


@dataclass
class Company:
    """The company and its strategy."""

    months: int
    cash: float
    burn: float
    discount: float
    bridge: float
    hour_cost: float
    today: str
    commits_in: int  # month in which the second mode begins
    devices: list[Device]
    makers: dict[str, Maker]
    first: Seat
    second: Seat | None
    bridging: Seat | None  # today's maker until the first has taken over
    given_up: "Agreement | None"  # of today, left at once for other terms
    share: float  # of what is needed that goes to the first ...
    base: float  # ... up to this part of the plan


@dataclass
class Future:
    """One scenario, by month."""

    demand: dict[str, list[float]]
    up: dict[str, list[float]]
    open: dict[str, list[float]]
    level: dict[str, list[float]]
    chance: dict[tuple[str, str], list[float]]
