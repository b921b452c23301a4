"""The words of billing cases (``terms``, ``usage``) as clauses and facts. One function for each model."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from math import ceil
from typing import Any

from suture.engine.clauses.quality_adjusted_price import deduction
from suture.engine.money import rounded
from suture.engine.period import MONTHS, Period, later, whole_period
from suture.engine.quantity import Unit
from tests.conformance.running import Event, Ran, currency_of, finest_step, numbers_in, percent, run
from tests.conformance.words import Cannot, Words, number

Found = Mapping[str, Any]
Clauses = Sequence[Mapping[str, Any]]
ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
BOUNDS = {"lower_inclusive": "lower_inclusive", "upper_inclusive": "upper_inclusive"}
WINDOWS = {"month": "month", "quarter": "quarter", "year": "contract_year", "window": "term", "term": "term"}
TAKEN = {"measure": "delivered", "window": "term", "price_change": "whole_window"}


def entries(case: Words) -> Sequence[Any]:
    """The usage of a case."""
    return case.rows("usage")


def tables(case: Words) -> list[Words]:
    """The usage of a case, where each entry is a table."""
    return case.tables("usage")


def figures(singular: str, plural: str, values: list[Any]) -> Found:
    """A figure of every entry, under the word for one and for several."""
    return {plural: values} | ({singular: values[0]} if len(values) == 1 else {})


def charged(value: Decimal | str = ONE, service: str = "item", name: str = "price") -> dict[str, Any]:
    """A unit price."""
    return {"id": name, "kind": "unit", "service": service, "measure": "delivered", "price": value}


# Price models


def priced(case: Words, terms: Words, clauses: Clauses, services: Sequence[str] = ("item",)) -> Found:
    """What clauses charge for the usage, in the mode in which it is told."""
    usage = [taken(entry, services, f"usage[{at}]") for at, entry in enumerate(entries(case))]
    clauses = [*clauses, *bounded(terms, [clause["id"] for clause in clauses])]
    is_rounded = "round" in str(terms.get("settlement", ""))
    mode = case.get("usage_mode", "single")
    known = dict.fromkeys(services, "unit")

    def amounts(periods: Sequence[Mapping[str, Decimal | Event]]) -> list[Decimal]:
        happened = {(name, "delivered"): [each[name] for each in periods] for name in services}
        ran = run(clauses, happened, services=known, months=max(1, len(periods)))
        return ran.billed() if is_rounded else ran.added()

    if mode in ("single", "independent"):
        found = [amount for each in usage for amount in amounts([each])]
    elif mode == "sequence":
        found = amounts(usage)
    elif mode == "cumulative_snapshots":
        before = [dict.fromkeys(services, ZERO), *usage]
        found = amounts([{n: each[n] - last[n] for n in services} for last, each in zip(before, usage, strict=False)])
    elif mode == "events":
        found = amounts([{n: {f"e{i}": each[n] for i, each in enumerate(usage)} for n in services}])
    else:
        raise Cannot(f"unknown usage_mode {mode!r}")
    if not found:
        raise Cannot("there is no usage")
    return {"amounts": found, "amount": sum(found, ZERO), "total": sum(found, ZERO), "last_invoice": found[-1]}


def taken(entry: object, services: Sequence[str], path: str) -> dict[str, Decimal]:
    """The quantities of one usage entry: a number, or a table by what is counted."""
    if isinstance(entry, Mapping):
        if unknown := set(entry) - set(services):
            raise Cannot(f"{path}: no terms for {', '.join(sorted(unknown))}")
        return {name: number(entry.get(name, "0"), f"{path}.{name}") for name in services}
    return dict.fromkeys(services, number(entry, path))


def bounded(terms: Words, counts: Sequence[str]) -> Iterable[Mapping[str, Any]]:
    """A least and a most that charges come to; the least is held against them when the window closes."""
    least, most = terms.get("minimum_spend_final_period", terms.get("minimum_spend")), terms.get("maximum_spend")
    counted = {"counts": counts, "window": "term", "counted_amounts": "unrounded", "prorate": "full"}
    if least is not None:
        yield {"id": "least", "kind": "minimum_commitment", "minimum_spend": number(least, "minimum_spend"), **counted}
    if most is not None:
        maximum = number(most, "maximum_spend")
        yield {"id": "most", "kind": "maximum", "maximum": maximum, "credited": "when_passed", **counted}


def tiers(terms: Words) -> list[dict[str, Any]]:
    """A table of tiers; the last one is open."""
    rows = terms.tables("tiers")
    table = []
    for at, row in enumerate(rows):
        tier = {"from": row.number("from"), "price": row.number("unit_price", "0"), "fee": row.number("flat_fee", "0")}
        to = row.get("to")
        if at < len(rows) - 1:
            tier["to"] = number(to, f"{row.path}.to")
        table.append(tier)
    return table


def tiered(kind: str) -> Callable[[Words, Words], Found]:
    """The adapter of a price by tiers."""

    def adapter(case: Words, terms: Words) -> Found:
        bound = terms.one_of("boundary", BOUNDS, "upper_inclusive")
        clause = {"id": "price", "kind": kind, "service": "item", "zero_use": "first_fee_due", **TAKEN}
        return priced(case, terms, [{**clause, "bound": bound, "tiers": tiers(terms)}])

    return adapter


def unit(case: Words, terms: Words) -> Found:
    """Every unit at one price."""
    return priced(case, terms, [charged(terms.number("unit_price"))])


def package(case: Words, terms: Words) -> Found:
    """Started packages, some units perhaps free before them."""
    size, price, free = terms.number("package_size"), terms.number("package_price"), terms.number("free_units", "0")
    if not free:
        return priced(
            case, terms, [{"id": "price", "kind": "package", "service": "item", **TAKEN, "size": size, "price": price}]
        )
    table = [{"from": ZERO, "to": free, "block": free, "price": ZERO}, {"from": free, "block": size, "price": price}]
    return priced(case, terms, [blocks("price", "item", "each_slice", "upper_inclusive", table)])


def blocks(name: str, service: str, charge: str, bound: str, table: Clauses) -> dict[str, Any]:
    """Tiers in blocks."""
    clause = {"id": name, "kind": "block_tiers", "service": service, **TAKEN}
    return {**clause, "charged": charge, "bound": bound, "tiers": table}


def block_tiers(case: Words, terms: Words) -> Found:
    """Tiers in blocks of one or several part numbers, added up."""
    names = ["item"] if "tiers" in terms else [w for w in terms.words() if isinstance(terms[w], Mapping)]
    parts = [terms if "tiers" in terms else terms.table(name) for name in names]
    services = {name: f"part{at}" for at, name in enumerate(names)}
    policies = {"all_tiers": "each_slice", "top_tier": "tier_reached"}
    clauses = []
    for name, part in zip(names, parts, strict=True):
        bound = part.one_of("boundary", BOUNDS, "upper_inclusive")
        policy = part.one_of("policy", policies, "all_tiers")
        clauses.append(blocks(services[name], services[name], policy, bound, in_blocks(part)))
    case = Words({**case.written, "usage": [renamed(entry, services) for entry in entries(case)]}, case.path)
    return priced(case, terms, clauses, list(services.values()))


def in_blocks(part: Words) -> list[dict[str, Any]]:
    """Widths counted in blocks as bounds; the last tier is open."""
    rows, table, begins = part.tables("tiers"), [], ZERO
    for at, row in enumerate(rows):
        size = row.number("block_size")
        tier = {"from": begins, "block": size, "price": row.number("block_price")}
        width = row.get("max_blocks")
        if at < len(rows) - 1:
            begins += number(width, f"{row.path}.max_blocks") * size
            tier["to"] = begins
        table.append(tier)
    return table


def renamed(entry: object, names: Mapping[str, str]) -> object:
    """A usage entry under the names of services; what is not known there is refused."""
    if not isinstance(entry, Mapping):
        return entry
    if unknown := set(entry) - set(names):
        raise Cannot(f"usage of {', '.join(sorted(unknown))}, for which there are no terms")
    return {names[name]: value for name, value in entry.items()}


def percentage(case: Words, terms: Words) -> Found:
    """A rate on money, by event, with a least, a most and a free amount."""
    clause: dict[str, Any] = {"id": "price", "kind": "percentage", "service": "item", "measure": "delivered"}
    clause |= {"window": "order", "rate": percent(terms.number("rate_percent"))}
    for word, part in (("min_per_event", "minimum"), ("max_per_event", "maximum"), ("free_amount", "free_amount")):
        if word in terms:
            clause[part] = terms.number(word)
    if "free_amount" in clause:
        clause["free_again"] = "never"
    return priced(case, terms, [clause])


def graduated_time_prorated(case: Words, terms: Words) -> Found:
    """Numbers that come and go in a period of 30 days: each is held from its own day to that of the next."""
    bound = terms.one_of("boundary", BOUNDS, "upper_inclusive")
    clause = {"id": "price", "kind": "graduated_time_prorated", "service": "item", "measure": "held", "bound": bound}
    held, stays, left = ZERO, [], []
    for entry in tables(case):
        held += entry.number("quantity")
        stays.append(held)
        left.append(entry.number("prorated") / entry.number("quantity"))
    days = [30 * (here - then) for here, then in zip(left, [*left[1:], ZERO], strict=True)]
    happened = {
        ("item", "held"): [{f"e{at}": stay for at, stay in enumerate(stays)}],
        ("item", "held.notice"): [{f"e{at}": length for at, length in enumerate(days)}],
    }
    ran = run([{**clause, "tiers": tiers(terms)}], happened, start=date(2027, 4, 1))
    return {"amount": ran.due("price")}


def capacity_step(case: Words, terms: Words) -> Found:
    """One fee by the worst of several measures."""
    rows = terms.tables("tiers")
    limits = [row.table("limits") for row in rows]
    names = {name: f"part{at}" for at, name in enumerate(dict.fromkeys(n for limit in limits for n in limit.words()))}
    bound = terms.one_of("boundary", BOUNDS, "upper_inclusive")
    steps = [
        {"to": [limit.number(name) for name in names] if at < len(rows) - 1 else [], "fee": row.number("price")}
        for at, (row, limit) in enumerate(zip(rows, limits, strict=True))
    ]
    for name in limits[-1].words():
        limits[-1].number(name)
    clause = {"id": "price", "kind": "stair_step", "window": "term", "bound": bound, "zero_use": "first_fee_due"}
    clause |= {"counts": [{"service": s, "measure": "delivered"} for s in names.values()], "steps": steps}
    case = Words({**case.written, "usage": [renamed(entry, names) for entry in entries(case)]}, case.path)
    return priced(case, terms, [clause], list(names.values()))


def unit_conversion(case: Words, terms: Words) -> Found:
    """A price list by the unit it is written in; a quantity in another unit reaches the same threshold."""
    listed = one_like(terms, r"list_price_per_(\w+)")
    base, price = unit_named(listed[1]), terms.number(listed[0])
    changes = sorted(
        (number(found[1], word), price + terms.number(word))
        for word in terms.words()
        if (found := re.fullmatch(r"from_([\d.]+)_\w+?_change_per_\w+", word))
    )
    table = [{"from": begins, "price": each} for begins, each in [(ZERO, price), *changes]]
    for tier, following in pairwise(table):
        tier["to"] = following["from"]
    clause = {"id": "price", "kind": "volume", "service": "item", "zero_use": "nothing_due", **TAKEN}
    found = []
    for entry in tables(case):
        kind, factor = unit_named(entry["unit"])
        if kind != base[0]:
            raise Cannot(f"{entry['unit']} is not a unit like {listed[1]}")
        quantity = entry.number("quantity")
        ran = run(
            [{**clause, "bound": terms.one_of("boundary", BOUNDS, "lower_inclusive"), "tiers": table}],
            {("item", "delivered"): [quantity * factor / base[1]]},
        )
        found.append(ran.due("price") / quantity)
    return figures("unit_price", "unit_prices", found)


UNITS = {
    "mass": {"mg": "0.000001", "g": "0.001", "gram": "0.001", "kg": "1", "kilogram": "1", "t": "1000", "tonne": "1000"},
    "length": {"mm": "0.001", "cm": "0.01", "m": "1", "metre": "1", "km": "1000"},
    "volume": {"ml": "0.001", "l": "1", "litre": "1"},
    "count": {"piece": "1", "unit": "1", "dozen": "12", "hundred": "100", "thousand": "1000"},
}


def unit_named(name: object) -> tuple[str, Decimal]:
    """What a unit measures, and how large it is among those."""
    for kind, sizes in UNITS.items():
        for known, size in sizes.items():
            if name in (known, known + "s"):
                return kind, Decimal(size)
    raise Cannot(f"unknown unit {name!r}")


def one_like(terms: Words, pattern: str) -> re.Match[str]:
    """The one word of the terms that has a form."""
    found = [match for word in terms.words() if (match := re.fullmatch(pattern, word))]
    if len(found) != 1:
        raise Cannot(f"{terms.path}: one word like {pattern} is needed, {len(found)} are there")
    return found[0]


def quality_adjusted_price(case: Words, terms: Words) -> Found:
    """A price that falls with the worst reading of each parameter; the facts are how far it lies outside.

    The clause knows what a step outside takes off, so the penalty of a degree is brought to the step of the readings.
    """
    bounds, readings = terms.table("bounds"), tables(case)
    names = {name: f"part{at}" for at, name in enumerate(bounds.words())}
    ends = {name: [each and number(each, name) for each in bounds.rows(name)] for name in names}
    told = [each for entry in readings for name in names if name in entry for each in entry.numbers(name)]
    degree = Unit("degree", finest_step([*told, *numbers_in(list(ends.values()))]))
    penalty = degree.price_per_step(terms.number("penalty_per_unit_per_degree"))
    parameters = [
        {"service": service, "penalty": penalty, **dict(zip(("low", "high"), ends[name], strict=True))}
        for name, service in names.items()
    ]
    clause = {"id": "price", "kind": "quality_adjusted_price", "service": "item", "measure": "delivered"}
    clause |= {"price": terms.number("unit_price"), "floor": terms.number("floor", "0"), "parameters": parameters}
    prices, penalties = [], []
    for entry in readings:
        happened = {("item", "delivered"): [{"e": entry.number("quantity")}]}
        happened |= {
            (service, "event"): [{"e": outside(entry.numbers(name) if name in entry else [], *ends[name])}]
            for name, service in names.items()
        }
        ran = run([clause], happened, steps=dict.fromkeys(names.values(), degree.step))
        last = ran.last("price")
        prices.append(ran.due("price"))
        penalties.append(deduction(last.terms, last.facts) * last.facts.taken)
    return {**figures("price", "prices", prices), **figures("penalty", "penalties", penalties)}


def outside(readings: Sequence[Decimal], low: Decimal | None, high: Decimal | None) -> Decimal:
    """How far the worst reading lies outside its bounds."""
    below = [low - reading for reading in readings if low is not None]
    beyond = [reading - high for reading in readings if high is not None]
    return max([ZERO, *below, *beyond])


# Commitments


def spend(amount: Decimal) -> tuple[dict[str, Any], dict[tuple[str, str], list[Decimal]]]:
    """An amount that was charged: a unit price of 1, and the facts it is charged for."""
    return charged(), {("item", "delivered"): [amount]}


def minimum_commitment(case: Words, terms: Words) -> Found:
    """A minimum of which a part of a period's days is due; the part is rounded where the terms say so."""
    word = one_like(terms, r"(?:commitment|minimum_spend)(?:_per_\w+)?")[0]
    by_days = terms.one_of("prorate", {"days_inclusive": True, "days": True, "none": False}, "none")
    is_rounded = re.fullmatch(r"(half_up|half_even|up|down|ceiling|floor)_(\d)", terms.get("round", "down_0"))
    if is_rounded is None:
        raise Cannot(f"{terms.path}.round is {terms['round']!r}")
    mode, currency = ("half_up", "USD") if "round" not in terms else (is_rounded[1], currency_of(int(is_rounded[2])))
    minimum, dues, short = terms.number(word), [], []
    for entry in tables(case):
        price, happened = spend(entry.number("used", "0"))
        clause = {"id": "least", "kind": "minimum_commitment", "window": "term", "minimum_spend": minimum}
        clause |= {"counts": ["price"], "counted_amounts": "unrounded", "prorate": "full"}
        part: dict[str, Any] = {}
        if by_days:
            part = of_days(entry.whole("days_active"), entry.whole("days_in_period"))
            clause["prorate"] = "days" if "round" in terms and "until" in part else "in_force"
        # over a term the parts of a minimum are those of the term, so the window is the settlement period
        clause["window"] = WINDOWS[part.get("every", "month")] if by_days else "term"
        ran = run([price, clause], happened, currency=currency, rounding=mode, **part)
        required = ran.last("least").after.required
        dues.append(rounded(required, currency, mode).amount if "round" in terms else required)
        short.append(rounded(ran.due("least"), currency, mode).amount if "round" in terms else ran.due("least"))
    return {**figures("commitment_due", "commitments_due", dues), **figures("true_up", "true_ups", short)}


def of_days(days: int, whole: int) -> dict[str, Any]:
    """A calendar in which so many days of a period are covered: the same part of a settlement period.

    Settlement periods are months, quarters and years; seven days are a quarter of a February. Where none has such a
    length, or nothing is covered, the agreement is in force for that share of a whole one.
    """
    if not 0 <= days <= whole or whole < 1:
        raise Cannot(f"{days} of {whole} days")
    for year in (2027, 2028):
        for month in range(1, 13):
            for every in MONTHS:
                start = date(year, month, 1)
                length = whole_period(Period(start, start), every, start).days  # type: ignore[arg-type]
                if days and length % whole == 0:
                    covered = timedelta(days=days * (length // whole))
                    return {"start": start, "until": start + covered, "every": every, "anchor": start}
    return {"in_force": [Decimal(days) / whole]}


def proration(case: Words, terms: Words) -> Found:
    """A fee of which only some days of the period are due."""
    terms.one_of("basis", {"days": "days"}, "days")
    found = []
    for entry in tables(case):
        whole = entry.whole("period_days") if "period_days" in entry else terms.whole("period_days")
        part = of_days(entry.whole("days"), whole)
        per = WINDOWS[part.get("every", "month")]
        fee = {"id": "price", "kind": "periodic_fee", "fee": entry.number("amount"), "per": per}
        fee |= {"billed": "in_arrears", "part_of_a_period": "by_days"}
        ran = run([fee], {}, currency=currency_of(entry.whole("decimals", "2")), **part)
        found.append(ran.billed()[0])
    return figures("amount", "amounts", found)


def overage_clause(terms: Words, window: str, name: str = "price", **changes: Any) -> dict[str, Any]:
    """A commitment of spend with what is above it at a factor."""
    committed = one_like(terms, r"commitment(?:_per_\w+)?")[0]
    clause = {"id": name, "kind": "overage", "service": "item", "measure": "delivered", "window": window}
    clause |= {"price": terms.number("unit_price", "1"), "committed_spend": terms.number(committed)}
    clause |= {"overage_factor": terms.number("overage_factor"), "prorate": "full"}
    clause["true_up"] = "difference" if terms.get("true_up", False) is True else "none"
    return clause | changes


def commitment_overage(case: Words, terms: Words) -> Found:
    """A commitment that use draws on, month by month."""
    window = one_like(terms, r"commitment(?:_per_(\w+))?")[1] or "term"
    if window not in WINDOWS:
        raise Cannot(f"unknown commitment_per_{window}")
    found = priced(case, terms, [overage_clause(terms, WINDOWS[window])])
    return {**found, "invoices": found["amounts"]}


def windowed_commitment(case: Words, terms: Words) -> Found:
    """A commitment of every window by itself, under the terms of its hour."""
    by_hour = {word: terms.table(word) for word in terms.words()}
    amounts, overages, missed = [], [], []
    for entry in tables(case):
        chosen = by_hour[hours_of(by_hour, entry.number("hour"))]
        clauses = [
            overage_clause(chosen, "term"),
            overage_clause(chosen, "term", "used", true_up="none"),
            overage_clause(chosen, "term", "within", true_up="none", overage_factor=ZERO),
        ]
        ran = run(clauses, {("item", "delivered"): [entry.number("quantity")]})
        amounts.append(ran.due("price"))
        overages.append(ran.due("used") - ran.due("within"))
        missed.append(ran.due("price") - ran.due("used"))
    for table in by_hour.values():
        overage_clause(table, "term")
    total = sum(amounts, ZERO)
    return {"amounts": amounts, "total": total, "overage": sum(overages, ZERO), "true_up": sum(missed, ZERO)}


def hours_of(by_hour: Mapping[str, Words], hour: Decimal) -> str:
    """The name of the terms under which an hour falls; an end is no longer in it."""
    for name in by_hour:
        if (found := re.fullmatch(r"windows?_(\d+)_to_(\d+)", name)) and Decimal(found[1]) <= hour < Decimal(found[2]):
            return name
    if "default" not in by_hour:
        raise Cannot(f"no terms for hour {hour}")
    return "default"


def minimum_true_up(case: Words, terms: Words) -> Found:
    """What is used less than committed; the amount used is rounded before, or the difference after."""
    first = terms["rule"].startswith("round")
    found = []
    for entry in tables(case):
        price, happened = spend(entry.number("used"))
        clause = {"id": "least", "kind": "minimum_commitment", "window": "term", "prorate": "full"}
        clause |= {"minimum_spend": entry.number("commitment"), "counts": ["price"]}
        clause["counted_amounts"] = "rounded" if first else "unrounded"
        currency = currency_of(entry.whole("decimals", "2"))
        found.append(rounded(run([price, clause], happened, currency=currency).due("least"), currency).amount)
    return figures("true_up", "true_ups", found)


def take_or_pay(case: Words, terms: Words) -> Found:
    """A prepaid amount that spend draws on, at least so much a month; what is billed, and what is recognised as cost.

    Recognised is what is charged in the month, and what of the prepaid amount is drawn without use or lost.
    """
    prepaid = one_like(terms, r"prepaid_(\d+)_months")
    rows = tables(case)
    months, told = int(prepaid[1]), {row.whole("month"): row.number("net_spend") for row in rows}
    windows = {1: "month", 3: "quarter", 12: "contract_year"}
    whole = max(months, *told)
    if whole > months and months not in windows:
        raise Cannot(f"no window of {months} months comes again")
    clause = {"id": "prepaid", "kind": "prepayment", "counts": ["price"], "counted_amounts": "unrounded"}
    clause |= {"window": windows.get(months, "term"), "amount": terms.number(prepaid[0]), "at_open": "whole"}
    clause |= {"least_draw": terms.number("monthly_minimum", "0"), "unused": "forfeited", "if_terminated": "forfeited"}
    used = [told.get(month, ZERO) for month in range(1, whole + 1)]
    ran = run([charged(), clause], {("item", "delivered"): used}, months=whole)
    states = [entry.after for entry in ran.folded["prepaid"].entries]
    cost = [use + s.unused + s.lost for use, s in zip(ran.added("price"), states, strict=True)]
    shown = [month - 1 for month in told]
    return {"billed": [ran.added()[at] for at in shown], "recognised": [cost[at] for at in shown]}


def forecast_commitment(case: Words, terms: Words) -> Found:
    """What a forecast binds of a quarter's purchase."""
    clause = {"id": "price", "kind": "forecast_commitment", "services": ["item"], "measure": "ordered"}
    clause |= {"window": "term", "price": ONE, "prorate": "full"}
    clause["curve"] = [{"periods_ahead": 0, "binding": percent(terms.number("binding_share_percent"))}]
    bound, short = [], []
    for at, entry in enumerate(entries(case)):
        said = Words(entry if isinstance(entry, Mapping) else {"forecast": entry}, f"usage[{at}]")
        happened = {
            ("item", "forecast@0"): [said.number("forecast")],
            ("item", "ordered"): [said.number("bought", "0")],
        }
        ran = run([clause], happened, months=3, every="quarter")
        bound.append(ran.units("price", ran.last("price").after.bound))
        short.append(ran.due("price"))
    return {**figures("required_purchase", "required_purchases", bound), **figures("shortfall", "shortfalls", short)}


def quantity_ceiling(case: Words, terms: Words) -> Found:
    """Whether an order fits into a blanket quantity and what is allowed above it."""
    quantity, accepted = terms.number("blanket_quantity"), []
    for entry in tables(case):
        allowed = (entry if "allowance_percent" in entry else terms).number("allowance_percent", "0")
        clause = {"id": "accept", "kind": "order_acceptance", "services": ["item"], "measure": "ordered"}
        clause |= {"window": "term", "blanket": {"quantity": quantity, "allowance": percent(allowed)}}
        clause |= {"answer_days": 5, "unanswered": "deemed_refused"}
        order = entry.number("order")
        accepted.append(run([clause], {("item", "ordered"): [order]}).level("accept") == order)
    return figures("is_accepted", "accepted", accepted)


# Changes of a price, discounts, rebates, damages


def rebate(case: Words, terms: Words) -> Found:
    """A share of turnover that is paid back, by the band reached."""
    whole = "whole" in terms["rule"]
    rows = terms.tables("bands")
    bands = [{"from": row.number("from"), "share": percent(row.number("percent"))} for row in rows]
    for band, row in zip(bands[:-1], rows, strict=False):
        band["to"] = row.number("to")
    rows[-1].get("to")
    clause = {"id": "back", "kind": "rebate", "counts": ["price"], "counted_amounts": "unrounded", "window": "term"}
    clause |= {"bound": terms.one_of("boundary", BOUNDS, "upper_inclusive"), "early_end": "paid", "prorate": "full"}
    clause |= {"applies_to": "whole_turnover" if whole else "each_band", "bands": bands}
    found = []
    for at, entry in enumerate(entries(case)):
        price, happened = spend(number(entry, f"usage[{at}]"))
        found.append(-run([price, clause], happened).due("back"))
    return figures("rebate", "rebates", found)


def late_delivery_damages(case: Words, terms: Words) -> Found:
    """A share of value for every started step of days. A unit is one of the currency that the value is told in.

    Its price is the rate of exchange: a share of what is converted is what is converted of the share.
    """
    clause = {"id": "late", "kind": "late_delivery", "services": ["item"], "told_by": "buyer"}
    clause |= {"value_per_unit": terms.number("fx_rate", "1"), "step_days": terms.whole("step_days", "1")}
    parts = {"counts": "counts", "does_not_count": "does_not_count"}
    clause["part_of_step"] = terms.one_of("part_of_step", parts, "counts")
    terms.one_of("fx_applied", {"after cap": True, "before cap": True}, "after cap")
    clause["share_per_step"] = percent(terms.number("percent_per_step"))
    if "cap_percent" in terms:
        clause["cap"] = percent(terms.number("cap_percent"))
    found = []
    for entry in tables(case):
        late = days_between(moment(entry, "due"), moment(entry, "delivered"))
        happened = {("item", "late"): [entry.number("value")], ("item", "late.notice"): [-Decimal(late)]}
        found.append(-run([clause], happened).due("late"))
    return figures("penalty", "penalties", found)


def moment(entry: Words, word: str) -> datetime:
    """A day, or a moment of one."""
    try:
        return datetime.fromisoformat(entry[word])
    except (TypeError, ValueError) as problem:
        raise Cannot(f"{entry.path}.{word} is not a moment: {entry[word]!r}") from problem


def days_between(one: datetime, other: datetime) -> int:
    """Days from one moment to another; a started day counts."""
    if (one.tzinfo is None) != (other.tzinfo is None):
        one, other = one.replace(tzinfo=None), other.replace(tzinfo=None)
    return -((one - other) // timedelta(days=1))


def day(value: object, path: str) -> date:
    """A written day."""
    try:
        return date.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError) as problem:
        raise Cannot(f"{path} is not a day: {value!r}") from problem


def index_linked_payment(case: Words, terms: Words) -> Found:
    """A payment that moves wholly with the last fixing before its day; before the first one, with the base."""
    fixings, base = terms.table("index_fixings"), terms.number("base_index")
    levels = sorted((day(word, "index_fixings"), fixings.number(word)) for word in fixings.words())
    days = [day(entry, f"usage[{at}]") for at, entry in enumerate(entries(case))]
    on_day = "on or before" in terms.get("rule", "")
    known = [[level for fixed, level in levels if fixed < due or (on_day and fixed == due)] for due in days]
    clause = {"id": "index", "kind": "indexation", "on": ["price"], "index": "fixing", "base": base, "weight": "100 %"}
    clause |= {"lag_periods": 0, "threshold": ZERO, "past_threshold": "whole_move"}
    ran = run(
        [charged(terms.number("base_payment")), clause],
        {("item", "delivered"): [ONE] * len(days)},
        months=max(1, len(days)),
        levels={"fixing": [each[-1] if each else base for each in known]},
    )
    return figures("amount", "amounts", ran.added())


def linear_amortisation(case: Words, terms: Words) -> Found:
    """A principal paid back in equal monthly instalments, with interest on what is left."""
    start, days = day(terms["start"], "start"), [day(e, f"usage[{at}]") for at, e in enumerate(entries(case))]
    cost, each = terms.number("principal"), terms.number("instalment")
    clause = {
        "id": "tool",
        "kind": "financed_tooling",
        "cost": cost,
        "instalment": each,
        "instalments": ceil(cost / each),
    }
    clause |= {"first": days[0], "yearly_interest": terms.number("annual_rate"), "interest_from": start}
    clause["days_in_year"] = terms.one_of("day_count", {"A/365": "365", "A/360": "360"})
    clause |= {"on_exit": "nothing_due", "owner_once_paid": "buyer"}
    whole = next(months for months in range(1, 1200) if later(start, months) > days[-1])
    ran = run([clause], {}, months=whole, start=start, anchor=days[0].replace(day=1) if start.day > 28 else start)
    at = [next(i for i, period in enumerate(ran.plan.periods) if each in period) for each in days]
    states = [entry.after for entry in ran.folded["tool"].entries]
    before = [ran.folded["tool"].entries[0].before, *states]
    interest = [after.interest - last.interest for last, after in zip(before, states, strict=False)]
    return {"interest": [interest[i] for i in at], "balance": [cost - states[i].recovered for i in at]}


# Rounding and invoices


def rounding(case: Words, terms: Words) -> Found:
    """Lines that are rounded each, or their sum once."""
    rule = terms["rule"]
    by_line = rule.startswith("round each")
    modes = ("half_even", "half_up", "ceiling", "floor", "down", "up")
    mode = next((each for each in modes if each.replace("_", " ") in rule), "half_up")
    found = []
    for entry in tables(case):
        lines, currency = lines_of(entry), currency_of(entry.whole("decimals", "2"))
        if by_line:
            clauses = [charged(ONE, f"line{at}", f"line{at}") for at in range(len(lines))]
            happened = {(f"line{at}", "delivered"): [amount] for at, amount in enumerate(lines)}
        else:
            clauses, happened = [charged()], {("item", "delivered"): [{f"e{at}": a for at, a in enumerate(lines)}]}
        found.append(run(clauses, happened, currency=currency, rounding=mode).billed()[0])
    return figures("subtotal", "subtotals", found)


def lines_of(entry: Words) -> list[Decimal]:
    """Amounts one by one, or one that is repeated."""
    if isinstance(entry["lines"], Mapping):
        repeated = entry.table("lines")
        return [repeated.number("repeat")] * repeated.whole("times")
    return entry.numbers("lines")


def invoice_assembly(case: Words, terms: Words) -> Found:
    """Lines, then discounts in their order on what the ones before have left, then tax on what is left then."""
    rows = terms.tables("lines")
    names = {str(row["id"]): f"line{at}" for at, row in enumerate(rows)}
    happened = {(names[str(row["id"])], "delivered"): [row.number("amount")] for row in rows}
    clauses = [charged(ONE, name, name) for name in names.values()]
    left = {name: [name] for name in names.values()}
    for at, discount in enumerate(terms.tables("discounts_in_order") if "discounts_in_order" in terms else []):
        scope = discount.get("scope", "all")
        bearing = list(names.values()) if scope == "all" else [names[line] for line in discount.rows("scope")]
        clauses.extend(discounts(discount, at, bearing, {name: list(left[name]) for name in bearing}))
        for name in bearing:
            left[name].append(f"off{at}-{name}")
    after = "before" not in terms.get("tax", "after")
    for row in rows:
        name = names[str(row["id"])]
        clauses.append(tax(name, row.number("tax_percent", "0"), left[name] if after else [name]))
    ran = run(clauses, happened)
    return assembled(ran, list(names.values()), sums_unrounded="unrounded" in terms.get("tax", "unrounded"))


def discounts(discount: Words, at: int, bearing: Sequence[str], left: Mapping[str, Sequence[str]]) -> Clauses:
    """One discount as it falls on each of its lines."""
    off: dict[str, Any] = {"share": percent(discount.number("percent"))} if "percent" in discount else {}
    if "amount" in discount:
        off |= {"amount": discount.number("amount"), "within": [n for name in bearing for n in left[name]]}
    clause = {"kind": "discount", "counted_amounts": "unrounded", "window": "term", **off}
    return [{"id": f"off{at}-{name}", "on": left[name], **clause} for name in bearing]


def tax(name: str, rate: Decimal, on: Sequence[str]) -> dict[str, Any]:
    """A tax on the price of a line: no clause kind is called so, but a duty on the price is one."""
    clause = {"id": f"tax-{name}", "kind": "landed_cost", "services": [name], "measure": "delivered", "on": list(on)}
    return {**clause, "incoterm": "DAP", "duty": {"share": percent(rate), "on": "price"}}


def assembled(ran: Ran, lines: Sequence[str], *, sums_unrounded: bool) -> Found:
    """The sums of an invoice, as money."""
    currency = ran.plan.agreement.currency

    def money(amount: Decimal) -> Decimal:
        return rounded(amount, currency).amount

    taxes = [ran.due(f"tax-{name}") for name in lines]
    whole = money(sum(taxes, ZERO)) if sums_unrounded else sum(map(money, taxes), ZERO)
    net, gross = money(ran.added()[0]), money(ran.added(*lines)[0])
    found = {"discount": gross - net, "net": net, "line_taxes": [money(each) for each in taxes]}
    return {**found, "tax": whole, "total": net + whole}


ADAPTERS: Mapping[str, Callable[[Words, Words], Found]] = {
    "graduated": tiered("graduated"),
    "volume": tiered("volume"),
    "unit": unit,
    "package": package,
    "block_tiers": block_tiers,
    "percentage": percentage,
    "graduated_time_prorated": graduated_time_prorated,
    "capacity_step": capacity_step,
    "unit_conversion": unit_conversion,
    "quality_adjusted_price": quality_adjusted_price,
    "minimum_commitment": minimum_commitment,
    "proration": proration,
    "commitment_overage": commitment_overage,
    "windowed_commitment": windowed_commitment,
    "minimum_true_up": minimum_true_up,
    "take_or_pay": take_or_pay,
    "forecast_commitment": forecast_commitment,
    "quantity_ceiling": quantity_ceiling,
    "rebate": rebate,
    "late_delivery_damages": late_delivery_damages,
    "index_linked_payment": index_linked_payment,
    "linear_amortisation": linear_amortisation,
    "rounding": rounding,
    "invoice_assembly": invoice_assembly,
}
