"""The case as the report describes it: the company, what it makes, and whom it could work with."""

from typing import NamedTuple

from suture.engine.decision.names import short, title
from suture.engine.decision.unknowns import KINDS
from suture.engine.strategy.case import Case, Partner, Product
from suture.files.report.reader import Reader


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


def described(case: Case, reader: Reader) -> Described:
    """The case in words."""
    return Described(
        reader.said(
            "company", company=case.company.name, kind=KINDS[case.company.kind](), starts=str(case.starts),
            months=case.months, currency=case.currency,
        ),
        tuple(of_product(name, product, reader) for name, product in case.products.items()),
        tuple(of_partner(case, name, partner, reader) for name, partner in case.partners.items()),
    )  # fmt: skip


def of_product(name: str, product: Product, reader: Reader) -> Entry:
    """What it is; class, code, markets, how it is sterilised, and how it comes to market."""
    graded = reader.said("implant_of", graded=product.device_class) if product.implant else product.device_class
    markets, sterile = reader.joined(product.markets), reader.said(f"sterile.{product.sterile}")
    return Entry(
        short(name), product.describes, (graded, product.product_code or "–", markets, sterile, way(product, reader))
    )


def way(product: Product, reader: Reader) -> str:
    """How a product comes to market, or that it is there."""
    if product.on_market:
        return reader.said("on_market")
    return reader.said(f"route.{product.review.route}") if product.review is not None else "–"


def of_partner(case: Case, name: str, partner: Partner, reader: Reader) -> Entry:
    """Its short name; region, the markets it is licensed for, and what committing to it means."""
    today = case.today is not None and case.today.partner == name
    named, below = title(case, name), [short(name), *([reader.said("today")] if today else [])]
    cells = (
        reader.said(f"region.{partner.region}"),
        reader.joined(partner.licences) or "–",
        committed(partner, reader),
    )
    return Entry(named, reader.joined(part for part in below if part != named), cells)


def committed(partner: Partner, reader: Reader) -> str:
    """The term of a commitment and how far a forecast binds; of one that makes nothing, that it sells hours."""
    if not partner.supplies:
        return reader.said("hours_only")
    if partner.committed is None:
        return "–"
    years = reader.counted("years", partner.committed.years)
    bound = partner.committed.forecast_bound
    return reader.said("bound", years=years, bound=bound) if bound else years
