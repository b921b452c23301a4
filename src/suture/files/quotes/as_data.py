"""A levelling as the documented JSON object ``level/1``: docs/json.md."""

from decimal import Decimal
from typing import Any, Final

from suture import __version__
from suture.engine.money import Money
from suture.engine.quotes.incoterms import NAMES
from suture.engine.quotes.levelled import AtVolume, Flip, Levelled, Levelling, MoneySpan, Span, Unflipped
from suture.engine.quotes.quote import SCOPE

SCHEMA: Final = "level/1"


def as_data(found: Levelling) -> dict[str, Any]:
    """The whole answer as plain data; amounts are texts in the currency of the request."""
    return {
        "schema": SCHEMA,
        "suture": __version__,
        "request": found.request,
        "title": found.title,
        "buyer": found.buyer,
        "service": found.service,
        "unit": found.unit,
        "currency": found.currency,
        "delivery": {"incoterm": found.incoterm, "place": found.place},
        "plan": {
            "starts": found.starts.isoformat(), "years": found.years, "order_size": number(found.order_size),
            "volumes": [number(volume) for volume in found.volumes],
        },
        "rates": [rate.as_data() for rate in found.rates],
        "answer": found.answer.as_data(),
        "because": [message.as_data() for message in found.because],
        "quotes": [quote(each) for each in found.quotes],
        "volumes": [at_volume(each, found) for each in found.volumes_tried],
        "flips": [flip(each, found) for each in found.flips],
        "unflipped": [unflipped(each) for each in found.unflipped],
    }  # fmt: skip


def quote(of: Levelled) -> dict[str, Any]:
    """One quote."""
    return {
        "bidder": of.bidder,
        "quote": of.quote,
        "region": of.region,
        "incoterm": of.incoterm,
        "place": of.place,
        "currency": of.currency,
        "valid_until": of.valid_until.isoformat(),
        "ordered": number(of.ordered),
        "accepted": number(of.accepted),
        "unit_cost": span(of.unit_cost),
        "landed": money(of.landed),
        "goods": money(of.goods),
        "other": money(of.other),
        "clauses": [
            {
                "clause": each.clause, "title": each.title.as_data(), "of": each.of, "stated": money(each.stated),
                "stated_in": each.stated.currency, "rate": number(each.rate), "amount": money(each.amount),
            }
            for each in of.clauses
        ],
        "parts": [
            {
                "part": each.part, "name": NAMES[each.part]().as_data(), "amount": money(each.amount),
                "in_price": each.borne_by_seller,
            }
            for each in of.parts
        ],
        "at_incoterm": None if of.at_incoterm is None else str(of.at_incoterm),
        "extras": {each.kind: money(each.amount) for each in of.extras},
        "total": money_span(of.total),
        "total_unit": str(of.total_unit),
        "scope": [
            {
                "item": each.item, "name": SCOPE[each.item]().as_data(), "answer": each.answer,
                "required": each.required,
            }
            for each in of.scope
        ],
        "missing": list(of.missing),
        "questions": [{"about": each.about, "question": each.words.as_data()} for each in of.questions],
        "value": [{"item": each.title.as_data(), "says": each.says} for each in of.stated],
        "notes": [message.as_data() for message in of.notes],
    }  # fmt: skip


def at_volume(of: AtVolume, found: Levelling) -> dict[str, Any]:
    """The quotes at another volume."""
    return {
        "multiple": number(of.multiple), "units": number(of.units), "cheapest": of.cheapest,
        "equal": list(of.equal), "unit_costs": by_bidder(of.unit_costs, found),
    }  # fmt: skip


def flip(of: Flip, found: Levelling) -> dict[str, Any]:
    """Where an input reverses the order."""
    return {
        "input": of.input, "says": of.words.as_data(), "unit": of.unit, "now": number(of.now),
        "before": number(of.before), "at": number(of.at), "step": number(of.step), "cheapest": of.cheapest,
        "unit_costs": by_bidder(of.unit_costs, found),
    }  # fmt: skip


def unflipped(of: Unflipped) -> dict[str, Any]:
    """An input that reverses nothing between its bounds."""
    return {
        "input": of.input, "says": of.words.as_data(), "unit": of.unit, "now": number(of.now), "low": number(of.low),
        "high": number(of.high),
    }  # fmt: skip


def by_bidder(costs: tuple[Decimal, ...], found: Levelling) -> dict[str, str]:
    """Costs per unit by bidder."""
    return {each.bidder: str(cost) for each, cost in zip(found.quotes, costs, strict=True)}


def span(of: Span) -> dict[str, str]:
    """A figure and its range."""
    return {"low": str(of.low), "likely": str(of.likely), "high": str(of.high)}


def money_span(of: MoneySpan) -> dict[str, str]:
    """An amount and its range."""
    return {"low": money(of.low), "likely": money(of.likely), "high": money(of.high)}


def money(of: Money) -> str:
    """An amount with the decimals of its currency."""
    return str(of.amount)


def number(of: Decimal) -> str:
    """A number without exponent or trailing zeros."""
    text = f"{of:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
