"""The case as the report describes it: the company, what it makes, and whom it could work with."""

from typing import NamedTuple

from suture.engine.decision.names import short, title
from suture.engine.decision.unknowns import KINDS
from suture.engine.strategy.case import Case, Partner, Product
from suture.files.report.texts import counted, said


class Entry(NamedTuple):
    """A product or a partner: its name, what stands below it, and the cells beside it."""

    name: str
    below: str
    cells: tuple[str, ...]


class Described(NamedTuple):
    """A sentence on the company, and a table each of its products and of the partners."""

    company: str
    products: tuple[Entry, ...]
    partners: tuple[Entry, ...]


def described(case: Case) -> Described:
    """The case in words."""
    return Described(
        said(
            "company", company=case.company.name, kind=str(KINDS[case.company.kind]()), starts=str(case.starts),
            months=case.months, currency=case.currency,
        ),
        tuple(of_product(name, product) for name, product in case.products.items()),
        tuple(of_partner(case, name, partner) for name, partner in case.partners.items()),
    )  # fmt: skip


def of_product(name: str, product: Product) -> Entry:
    """What it is; class, code, markets, how it is sterilised, and how it comes to market."""
    graded = said("implant_of", graded=product.device_class) if product.implant else product.device_class
    markets, sterile = ", ".join(product.markets), said(f"sterile.{product.sterile}")
    return Entry(short(name), product.describes, (graded, product.product_code or "–", markets, sterile, way(product)))


def way(product: Product) -> str:
    """How a product comes to market, or that it is there."""
    if product.on_market:
        return said("on_market")
    return said(f"route.{product.review.route}") if product.review is not None else "–"


def of_partner(case: Case, name: str, partner: Partner) -> Entry:
    """Its short name; region, the markets it is licensed for, and what committing to it means."""
    today = case.today is not None and case.today.partner == name
    named, below = title(case, name), [short(name), *([said("today")] if today else [])]
    cells = (said(f"region.{partner.region}"), ", ".join(partner.licences) or "–", committed(partner))
    return Entry(named, ", ".join(part for part in below if part != named), cells)


def committed(partner: Partner) -> str:
    """The term of a commitment and how far a forecast binds; of one that makes nothing, that it sells hours."""
    if not partner.supplies:
        return said("hours_only")
    if partner.committed is None:
        return "–"
    years = counted("years", partner.committed.years)
    bound = partner.committed.forecast_bound
    return said("bound", years=years, bound=bound) if bound else years
