"""A case: a company, its products and the partners it could work with, as far as anybody knows.

Fillable in an hour (22 answers). Every figure may be a range or left out; ``answers.filled`` puts a published or
assumed range in its place and says so.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from suture.engine.clauses.figure import (
    Amount,
    Change,
    Days,
    Figure,
    Hours,
    Months,
    Price,
    Quantity,
    Ratio,
    Share,
    Written,
)
from suture.engine.clauses.tiers import Tier
from suture.engine.terms.agreement import Name, NotPriced

CompanyKind = Literal["startup", "mature", "institute"]
RouteName = Literal["k510", "pma", "de_novo", "nmpa_2", "nmpa_3"]
Licence = Literal["yes", "by_fee", "no"]
MustHave = Literal["no_minimum", "secrecy", "speed", "control", "near", "tools_owned"]


class Funding(Written):
    """Money that may come: when it is expected, how surely, and how far it may slip."""

    name: str
    month: int = Field(ge=0, description="months after the start of the case")
    amount: Amount
    chance: Share
    slip_months: tuple[int, int] = Field(default=(0, 9), description="least and most slip")


class Company(Written):
    """Who asks. Answers 1 to 3."""

    name: str = "the company"
    kind: CompanyKind
    cash: Amount
    burn: Amount | None = Field(default=None, description="a month, apart from what this case decides")
    funding: tuple[Funding, ...] = ()
    discount_rate: Share | None = None
    bridge_rate: Share | None = Field(default=None, description="a year, on money that is missing")
    oversight_hours: Hours | None = Field(default=None, description="free for supplier work, a month")
    hour_cost: Price | None = None


class Adoption(Written):
    """A market that fills by an adoption curve instead of a plan by years."""

    market: Quantity
    innovation: Decimal = Field(gt=0)
    imitation: Decimal = Field(ge=0)


class Stage(Written):
    """One phase of development: builds that are tried and changed until they hold."""

    name: str
    iterations: Figure
    own_months: Months = Field(description="own work per iteration, apart from waiting for the build")
    hours: Hours = Field(description="bought a month while the phase lasts")
    build_units: Quantity = Field(description="per iteration")
    success: Decimal = Field(gt=0, le=1)
    success_basis: str = ""


class Review(Written):
    """How the product comes to market."""

    route: RouteName
    fee: Amount


class Product(Written):
    """One product. Answers 4 to 7, and what of the quote belongs to the product."""

    describes: str = ""
    product_code: str = ""
    device_class: str = "II"
    markets: tuple[str, ...] = ("US",)
    sterile: Literal["eo", "radiation", "no"] = "eo"
    implant: bool = False
    shelf_life: Months | None = None
    least_life: Share | None = Field(default=None, description="share of the shelf life that must remain on delivery")
    on_market: bool = False
    price: Price | None = Field(default=None, description="net, per unit sold")
    margin_lost: Share | None = Field(default=None, description="of the price, when a unit cannot be sold")
    units: tuple[Quantity, ...] = Field(default=(), description="a year: first, second, third ...")
    adoption: Adoption | None = None
    month_variation: Share | None = None
    shape: tuple[Decimal, ...] = Field(default=(), description="weights of the months: twelve, or the whole horizon")
    shape_basis: str = ""
    material: Price | None = None
    work: Decimal = Field(default=Decimal(1), gt=0, description="minutes a unit, as a multiple of a catheter's")
    stages: tuple[Stage, ...] = ()
    review: Review | None = None
    tooling: Amount | None = None
    validation: Amount | None = Field(default=None, description="of the product at one site")
    validation_months: Months | None = None


class QuoteStep(Written):
    """The quoted price of a unit in orders from this size on. Answer 8."""

    order_from: Quantity
    price: Price


class Committed(Written):
    """What changes when the company commits. Answers 9, 14 and 15."""

    discount: Share | None = None
    years: int = Field(default=3, ge=1, le=10)
    minimum_share: Share | None = Field(default=None, description="of the planned units, to be taken or paid")
    exit_notice: Months | None = None
    exit_fee_share: Share | None = Field(default=None, description="of a year's planned spend, in the first year")
    price_down: Share | None = None
    deposit: Share | None = None
    payment_days: Days | None = None
    forecast_bound: str = ""


class RateCard(Written):
    """Development by the hour: tiers of hours in a window, a cap, and a membership that lowers them."""

    window: Literal["month", "quarter"] = "month"
    tiers: tuple[Tier, ...] = Field(min_length=1)
    cap: Amount | None = Field(default=None, description="most that a window costs")
    membership: Amount | None = Field(default=None, description="a year")
    member_tiers: tuple[Tier, ...] = ()
    basis: str = ""


class Partner(Written):
    """One CDMO, as its quote and its site say. Answers 8 to 20."""

    title: str = ""
    region: Literal["us", "eu", "cn", "mx", "other"] = "us"
    supplies: bool = Field(default=True, description="may make goods for sale")
    licences: tuple[str, ...] = ()
    quote: dict[Name, tuple[QuoteStep, ...]] = Field(default_factory=dict, description="by product")
    labour: Price | None = Field(default=None, description="an hour")
    minutes: Figure | None = Field(default=None, description="a catheter-class unit")
    handling: Share | None = None
    overhead: Price | None = Field(default=None, description="a unit")
    margin: Share | None = None
    lot_size: Quantity | None = None
    lot_fee: Amount | None = None
    minimum_order: Quantity | None = None
    lead_weeks: Ratio | None = None
    transit_weeks: Ratio | None = None
    build_weeks: Ratio | None = Field(default=None, description="until a development build is in hand")
    change_weeks: Ratio | None = Field(default=None, description="until a change is in delivered goods")
    capacity: Quantity | None = Field(default=None, description="units a month")
    open_share: Share | None = Field(default=None, description="of the capacity, to orders without commitment")
    yield_start: Share | None = None
    yield_steady: Share | None = None
    yield_half_life: Ratio | None = Field(default=None, description="in lots")
    lots_rejected: Share | None = None
    outage_rate: Ratio | None = Field(default=None, description="outages of a month or longer, a year")
    region_outage_rate: Ratio | None = None
    outage_months: Ratio | None = Field(default=None, description="low and high of the range are shortest and longest")
    takes_from: Amount | None = Field(default=None, description="a year: smaller clients are not taken")
    deposit: Share | None = None
    payment_days: Days | None = None
    committed: Committed | None = None
    rate_card: RateCard | None = None
    engineering: Price | None = Field(default=None, description="an hour of development")
    reopener: Change | None = Field(default=None, description="yearly change of price, as a range")
    freight: Share | None = Field(default=None, description="of the price")
    duty: Share | None = Field(default=None, description="of the price; must be given across a border")
    qualification: Amount | None = None
    qualification_months: Months | None = None
    upkeep: Amount | None = Field(default=None, description="a year and site")
    oversight_on_order: Hours | None = Field(default=None, description="a month")
    oversight_committed: Hours | None = Field(default=None, description="a month")
    oversight_lot: Hours | None = None
    transfer: Amount | None = Field(default=None, description="to move the product elsewhere")
    transfer_months: Months | None = None
    process_licence: Licence = "no"
    licence_fee: Amount | None = None
    tools_owned: bool = True
    files_kept: bool = True
    sterilisation_load: Amount | None = None
    load_units: Quantity | None = Field(default=None, description="units that one sterilisation load holds")
    not_priced: tuple[NotPriced, ...] = ()


class Today(Written):
    """How it is done now, so that staying can be compared."""

    partner: Name
    committed: bool


class Case(Written):
    """All that is known before choosing."""

    suture: int = Field(ge=1, le=1, description="version of this format")
    case: Name
    title: str = ""
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "USD"
    starts: date
    months: int = Field(default=60, ge=12, le=120)
    company: Company
    products: dict[Name, Product] = Field(min_length=1)
    partners: dict[Name, Partner] = Field(min_length=1)
    today: Today | None = None
    must_haves: tuple[MustHave, ...] = ()
    not_priced: tuple[NotPriced, ...] = Field(default=(), description="terms of the case without a clause kind yet")
