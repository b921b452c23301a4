"""Errors of prices, quantities and credits: a line that is twice there, wrong, or missing."""

from collections import Counter
from decimal import Decimal

from tests.engine.claims.biller import CENT, Draft, to_cent
from tests.engine.claims.spoiling import Plant, Planted, Spoiling, money, moved


def billed_twice(s: Spoiling) -> Planted | None:
    """A line again: on the next month's invoice where lines say of which days they are, else on the same."""
    documents = Counter(each.document for each in s.sheet.drafts)
    draft = s.one(lambda each: each.line.amount > 0 and not each.document.credit and documents[each.document] > 1)
    if draft is None:
        return None
    again = min(draft.at + 1, len(s.sheet.periods) - 1)
    document = s.sheet.monthly(again) if s.sheet.habits.dated else draft.document
    return s.add("billed_twice", draft._replace(document=document), draft.line.event and "order")


def invoice_twice(s: Spoiling) -> Planted | None:
    """An invoice with its number sent again, all its lines with it."""
    documents = sorted({draft.document for draft in s.sheet.drafts if not draft.document.credit})
    document = s.rng.choice(documents)
    lines = [draft for draft in s.sheet.drafts if draft.document == document]
    total = sum((each.line.amount for each in lines), Decimal(0))
    if s.done or len({draft.line.currency for draft in lines}) > 1 or total <= 0 or not all(map(s.free, lines)):
        return None
    s.sheet.drafts.extend(each._replace(document=document._replace(copy=1), mark="invoice_twice") for each in lines)
    clauses = frozenset(name for each in lines for name in each.clauses)
    return Planted("invoice_twice", (money(total, lines[0].line.currency),), clauses, frozenset({document.at}))


def quantity(s: Spoiling, sign: int) -> Planted | None:
    """Some units more or fewer than happened, at the price of the line."""

    def wanted(draft: Draft) -> bool:
        line = draft.line
        volume = draft.priced is not None and draft.priced.how == "volume"
        return draft.priced is not None and not volume and line.quantity is not None and line.quantity > 10

    draft = s.one(wanted)
    if draft is None or draft.line.quantity is None or draft.line.unit_price is None:
        return None
    units = sign * s.rng.randint(1, 9)
    kind = "quantity_above_facts" if sign > 0 else "quantity_below_facts"
    amount = draft.line.amount + to_cent(units * draft.line.unit_price)
    return s.replace(kind, draft, s.sheet.habits.style, quantity=draft.line.quantity + units, amount=amount)


def not_supported(s: Spoiling) -> Planted | None:
    """An order that nobody placed, an analysis of parts that never came back, hours in a month without any."""
    if s.sheet.habits.style == "order":
        draft = s.one(lambda each: bool(each.line.event) and each.line.amount > 0 and each.document.of[:5] == "order")
        if draft is None:
            return None
        unknown = f"{draft.line.event}-B"
        document = draft.document._replace(of=f"order {unknown}")
        line = draft.line._replace(event=unknown)
        return s.add("not_supported", draft._replace(document=document, line=line), "order")
    draft = s.of("analysis", "change", "hours", "tests", positive=True)
    if draft is None:
        return None
    free = [
        at for at in range(len(s.sheet.periods))
        if (draft.clauses[0], at) not in s.sheet.right and s.free(draft._replace(at=at))
    ]  # fmt: skip
    return s.add("not_supported", moved(s, draft, s.rng.choice(free)), "month") if free else None


def wrong_price(s: Spoiling) -> Planted | None:
    """A price that stands nowhere in the agreement."""
    draft = s.one(lambda each: each.priced is not None and (each.line.quantity or 0) > 0)
    if draft is None or draft.priced is None or draft.line.quantity is None or draft.line.unit_price is None:
        return None
    price = draft.line.unit_price + s.rng.choice([Decimal("0.76"), Decimal("1.12"), Decimal("-0.36")])
    amount = to_cent(draft.line.quantity * price)
    if any(price == known for _, known in draft.priced.tiers):
        return None
    return s.replace("wrong_price", draft, s.sheet.habits.style, unit_price=price, amount=amount)


def wrong_tier(s: Spoiling) -> Planted | None:
    """The price of the first tier where a later one was reached."""

    def wanted(draft: Draft) -> bool:
        priced, line = draft.priced, draft.line
        return (
            priced is not None and priced.how != "volume" and (line.quantity or 0) > 0
            and any(line.unit_price == price for _, price in priced.tiers[1:])
        )  # fmt: skip

    draft = s.one(wanted)
    if draft is None or draft.priced is None or draft.line.quantity is None:
        return None
    price = draft.priced.tiers[0][1]
    amount = draft.line.quantity * price
    return s.replace("wrong_tier", draft, s.sheet.habits.style, unit_price=price, amount=amount)


def missed(kind: str, name: str) -> Plant:
    """A credit that was not given: its line is missing, or the net price does without it."""

    def plant(s: Spoiling) -> Planted | None:
        if any(name in names for names in s.sheet.year.form.net.values()) and s.sheet.habits.style == "service":
            return s.net(kind, name, lambda at: Decimal(0) if s.sheet.due(name, at) < 0 else None)
        draft = s.of(name, positive=False)
        return s.remove(kind, draft) if draft else None

    return plant


def wrong_index(s: Spoiling) -> Planted | None:
    """Moved with the level of the period itself, where that of the one before counts."""
    levels = [fact.quantity for fact in s.sheet.year.facts if fact.kind == "index"]

    def instead(at: int) -> Decimal | None:
        move = (levels[at] - 200) / 200 if at < len(levels) else Decimal(0)
        amount = to_cent(s.sheet.due("price", at) * move * Decimal("0.4"))
        return amount if abs(move) > Decimal("0.02") and abs(amount - s.sheet.due("index", at)) > 1 else None

    if s.sheet.habits.style == "service":
        return s.net("wrong_index", "index", lambda at: instead(at) if s.sheet.due("index", at) else None)
    draft = s.one(lambda each: each.clauses == ("index",) and instead(each.at) is not None)
    if draft is None:
        return None
    return s.replace("wrong_index", draft, amount=instead(draft.at))


def rounded_otherwise(s: Spoiling) -> Planted | None:
    """A percentage of which the biller rounds the half cent the other way."""
    draft = s.of("down", "index", "off", "vat")
    if draft is None:
        return None
    return s.replace("rounding", draft, amount=draft.line.amount + s.rng.choice([1, -1]) * CENT)
