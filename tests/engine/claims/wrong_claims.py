"""Errors of what is claimed beside prices: material, minimum, fees, tax, interest, caps, and what is not billed."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Final

from tests.engine.claims.biller import to_cent
from tests.engine.claims.spoiling import Planted, Spoiling, figure, money, moved

UNIT_COST: Final[Mapping[str, str]] = {
    "parts": "unit_cost",
    "carry": "unit_cost",
    "store": "fee",
    "loss": "replacement",
}


def claim_not_justified(s: Spoiling) -> Planted | None:
    """More parts, pallets or lost goods than the terms let the seller claim; or a claim where there is none."""
    draft = s.of(*UNIT_COST, positive=True)
    if draft is None:
        return None
    more = s.rng.randint(2, 40) * figure(s, draft.clauses[0], UNIT_COST[draft.clauses[0]])
    empty = [
        at for at in range(len(s.sheet.periods))
        if (draft.clauses[0], at) not in s.sheet.right and s.free(draft._replace(at=at))
    ]  # fmt: skip
    if empty and s.rng.random() < 0.4:
        there = moved(s, draft, s.rng.choice(empty))
        return s.add("claim_not_justified", there._replace(line=there.line._replace(amount=more)), "none due")
    return s.replace("claim_not_justified", draft, "too much", amount=draft.line.amount + more)


def minimum_wrong(s: Spoiling) -> Planted | None:
    """A shortfall before its quarter ends, or one of too many units."""
    name = "commitment" if s.sheet.year.form.priced[0].service == "catheter" else "spend"
    if name not in {clause.id for clause in s.sheet.agreement.clauses}:
        return None
    amount = s.rng.randint(5, 60) * Decimal("8.25")
    draft = s.of(name, positive=True)
    if draft is not None and s.rng.random() < 0.5:
        return s.replace("minimum_wrong", draft, "too high", amount=draft.line.amount + amount)
    at = s.rng.choice([at for at in range(len(s.sheet.periods)) if at % 3 != 2])
    early = s.sheet.drafted(s.sheet.monthly(at), at, amount, clause=name)
    return s.add("minimum_wrong", early, "early") if s.free(early) else None


def wrong_arithmetic(s: Spoiling) -> Planted | None:
    """Quantity and price are right, their product is not."""
    draft = s.one(lambda each: each.priced is not None and (each.line.quantity or 0) > 0)
    if draft is None:
        return None
    more = s.rng.choice([Decimal("90.00"), Decimal("-27.00"), Decimal("1000.00"), Decimal("0.90")])
    return s.replace("wrong_arithmetic", draft, s.sheet.habits.style, amount=draft.line.amount + more)


def wrong_currency(s: Spoiling) -> Planted | None:
    """The right number in another currency: all of it is billed in the one, nothing in the other."""
    draft = s.one(lambda each: each.line.amount > 0 and s.alone(each))
    if draft is None:
        return None
    other = "EUR" if draft.line.currency == "USD" else "USD"
    if s.sheet.year.form.priced[-1].clause == "tests":
        other = "CNY"
    found = s.replace("wrong_currency", draft, currency=other)
    amount = draft.line.amount
    return found._replace(difference=(money(amount, other), money(-amount, draft.line.currency)))


def wrong_tax(s: Spoiling) -> Planted | None:
    """Three points more than the rate of the agreement."""
    draft = s.of("vat", positive=True)
    if draft is None:
        return None
    row = s.sheet.agreement.clause("vat").rows[0]  # type: ignore[attr-defined]
    base = sum((s.sheet.due(name, draft.at) for name in row.on), Decimal(0))
    return s.replace("wrong_tax", draft, amount=to_cent(base * (row.rate.value + Decimal("0.03"))))


def outside_agreement(s: Spoiling) -> Planted | None:
    """A service or a clause that the agreement does not have, or days after its end."""
    at = s.rng.randrange(len(s.sheet.periods))
    amount = Decimal(s.rng.randrange(4_000, 90_000)) / 100
    which = s.rng.randrange(3 if s.sheet.habits.dated else 2)
    if which == 2:
        draft = s.of(*(priced.clause for priced in s.sheet.year.form.priced), positive=True)
        if draft is None or draft.at != len(s.sheet.periods) - 1:
            return None
        ended = s.sheet.periods[-1].end
        document = draft.document._replace(day=ended + timedelta(days=20), of="after the end")
        line = draft.line._replace(first=ended, last=ended + timedelta(days=14), event="")
        return s.add("outside_agreement", draft._replace(document=document, line=line), "after the end")
    named = {"service": "sterilisation"} if which else {"clause": "expedite"}
    return s.add("outside_agreement", s.sheet.drafted(s.sheet.monthly(at), at, amount, **named), "service or clause")


def wrong_period(s: Spoiling) -> Planted | None:
    """A line that says it is of the next month."""
    if not s.sheet.habits.dated:
        return None
    draft = s.one(
        lambda each: each.line.amount > 0 and not each.line.event and len(each.clauses) == 1 and each.priced is None
        and each.clauses[0] in ("analysis", "change", "interest", "store", "fee", "cancel", "protocol")
        and each.at + 1 < len(s.sheet.periods)
    )  # fmt: skip
    if draft is None or (draft.clauses[0], draft.at + 1) in s.sheet.right:
        return None
    there = moved(s, draft, draft.at + 1)
    found = s.replace("wrong_period", draft, first=there.line.first, last=there.line.last)
    return found._replace(at=frozenset({draft.at, draft.at + 1}))


def cancellation_wrong(s: Spoiling) -> Planted | None:
    """The share of another row of the schedule."""
    draft = s.of("cancel", positive=True)
    if draft is None:
        return None
    clause, period = s.sheet.agreement.clause("cancel"), s.sheet.periods[draft.at]
    told = next(fact for fact in s.sheet.year.facts if fact.kind == "cancelled" and fact.day in period)
    assert told.for_day is not None
    notice = (told.for_day - told.day).days
    shares = [row.share.value for row in clause.schedule]  # type: ignore[attr-defined]
    right = next(row.share.value for row in clause.schedule if notice >= row.days_at_least)  # type: ignore[attr-defined]
    share = s.rng.choice([each for each in shares if each not in (right, 0)])
    more = told.quantity * figure(s, "cancel", "price") * (share - right)
    return s.replace("cancellation_wrong", draft, amount=draft.line.amount + to_cent(more))


def returned_not_credited(s: Spoiling) -> Planted | None:
    """Goods that came back and are billed all the same."""
    if s.sheet.habits.style != "service":
        draft = s.one(lambda each: each.priced is not None and each.clauses == ("sheaths",) and each.line.amount < 0)
        return s.remove("returned_not_credited", draft, s.sheet.habits.style) if draft else None
    back = {
        next(at for at, period in enumerate(s.sheet.periods) if fact.day in period): -fact.quantity
        for fact in s.sheet.year.facts
        if fact.quantity < 0 and fact.service == "sheath"
    }
    draft = s.one(lambda each: each.clauses == ("sheaths",) and each.at in back)
    if draft is None or draft.priced is None or draft.line.quantity is None:
        return None
    gross, price = draft.line.quantity + back[draft.at], draft.priced.tiers[0][1]
    return s.replace("returned_not_credited", draft, "net", quantity=gross, amount=gross * price)


def fee_wrong(s: Spoiling) -> Planted | None:
    """A fee that was raised without being agreed."""
    draft = s.of("fee", "site", positive=True)
    return s.replace("fee_wrong", draft, amount=draft.line.amount + s.rng.choice([25, 50, 120])) if draft else None


def milestone_not_reached(s: Spoiling) -> Planted | None:
    """A milestone that nobody has accepted."""
    if "launch" not in {clause.id for clause in s.sheet.agreement.clauses}:
        return None
    at = s.rng.randrange(len(s.sheet.periods))
    draft = s.sheet.drafted(
        s.sheet.monthly(at), at, Decimal("55000.00"), clauses=("launch",), **s.sheet.called("launch")
    )
    return s.add("milestone_not_reached", draft) if s.free(draft) else None


def interest_wrong(s: Spoiling) -> Planted | None:
    """Ten days too many."""
    draft = s.of("interest", positive=True)
    if draft is None:
        return None
    paid = next(
        fact.quantity for fact in s.sheet.year.facts if fact.kind == "paid" and fact.day in s.sheet.periods[draft.at]
    )
    clause = s.sheet.agreement.clause("interest")
    days = 365 if clause.rate_per == "year_of_365" else 1  # type: ignore[attr-defined]
    more = to_cent(paid * figure(s, "interest", "rate") * 10 / days)
    return s.replace("interest_wrong", draft, amount=draft.line.amount + more)


def credit_unlinked(s: Spoiling) -> Planted | None:
    """A credit note of the right amount that names an invoice which nobody has."""
    draft = s.one(lambda each: each.document.credit)
    if draft is None:
        return None
    for number, each in enumerate(s.sheet.drafts):
        if each.document == draft.document:
            unlinked = each.document._replace(unlinked=True)
            s.sheet.drafts[number] = each._replace(document=unlinked, mark="credit_unlinked")
    return s.planted("credit_unlinked", draft, Decimal(0))


def credit_below_cap(s: Spoiling) -> Planted | None:
    """More taken back above the cap than is above it."""
    draft = s.of("ceiling", positive=True)
    more = Decimal(s.rng.randrange(1_000, 9_000)) / 100
    return s.replace("credit_below_cap", draft, amount=draft.line.amount + more) if draft else None


def cap_exceeded(s: Spoiling) -> Planted | None:
    """What is above the cap is not taken back."""
    draft = s.of("ceiling", positive=True)
    return s.remove("cap_exceeded", draft) if draft else None


def not_billed(s: Spoiling) -> Planted | None:
    """Something that may be billed and is not."""
    draft = s.of(
        "analysis", "change", "fee", "site", "store", "carry", "parts", "loss", "commitment", "spend", "interest",
        "cancel", "protocol", positive=True,
    )  # fmt: skip
    return s.remove("not_billed", draft, draft.clauses[0]) if draft else None
