"""What the plan of a case comes to at likely figures: units and spend a year, and the price of a unit.

Sizes minimums, deposits and gates; amounts that are charged come from the terms alone.
"""

from decimal import Decimal

from suture.engine.clauses.figure import Figure
from suture.engine.strategy.case import Case, Partner, Product

YEAR = 12


def planned_units(case: Case, product: Product) -> list[Decimal]:
    """Units planned for each contract year: as the likely plan says, flat after its last year."""
    years = -(-case.months // YEAR)
    if product.adoption is not None:
        share = product.adoption.market.likely / years
        return [share] * years
    plan = [figure.likely for figure in product.units] or [Decimal(0)]
    return [plan[min(year, len(plan) - 1)] for year in range(years)]


def planned_spend(case: Case, partner: Partner) -> list[Decimal]:
    """Spend planned for each contract year, at likely prices with the discount."""
    years = -(-case.months // YEAR)
    spend = [Decimal(0)] * years
    for name, product in case.products.items():
        price = likely_price(partner, name, product)
        for year, units in enumerate(planned_units(case, product)):
            spend[year] += units * price
    return [Decimal(round(amount)) for amount in spend]


def best_year(case: Case, partner: Partner) -> Decimal:
    """Likely spend in the best year of the plan, were all of it ordered from this partner without commitment."""
    spend = [Decimal(0)] * -(-case.months // YEAR)
    for name, product in case.products.items():
        price = open_price(partner, name, product)
        for year, units in enumerate(planned_units(case, product)):
            spend[year] += units * price
    return max(spend)


def planned_builds(case: Case, partner: Partner) -> list[Decimal]:
    """Spend on development builds planned for each contract year, spread evenly over the likely development time."""
    years = -(-case.months // YEAR)
    total = Decimal(0)
    for name, product in case.products.items():
        for stage in product.stages:
            total += stage.iterations.likely * stage.build_units.likely * likely_price(partner, name, product)
    return [Decimal(round(total / years))] * years


def likely_price(partner: Partner, name: str, product: Product) -> Decimal:
    """The likely committed price of a unit, for sizing minimums; rounded to cents."""
    discount = partner.committed.discount.likely if partner.committed and partner.committed.discount else Decimal(0)
    return ((1 - discount) * open_price(partner, name, product)).quantize(Decimal("0.01"))


def open_price(partner: Partner, name: str, product: Product) -> Decimal:
    """The likely price of a unit without commitment, unrounded."""
    if quoted := partner.quote.get(name):
        return min(step.price.likely for step in quoted)
    needed = (partner.minutes, partner.labour, partner.overhead, partner.yield_steady, partner.margin, partner.handling)
    minutes, labour, overhead, good, margin, handling = (figure.likely if figure else Decimal(0) for figure in needed)
    material = product.material.likely if product.material else Decimal(0)
    cost = material * (1 + handling) + product.work * (minutes / 60 * labour + overhead)
    return cost / (good or Decimal(1)) * (1 + margin)


def of_this(size: Figure | None, product: Product) -> int:
    """A size told in catheter-class units as whole units of this product, at least one; fixed in the terms."""
    return max(1, round(size.likely / product.work)) if size else 1


def base_share(partner: Partner) -> Decimal:
    """The share of the planned units that a committed base takes: the least that the partner asks to be committed."""
    terms = partner.committed
    return terms.minimum_share.likely if terms and terms.minimum_share else Decimal(0)
