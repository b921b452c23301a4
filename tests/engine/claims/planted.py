"""Billing errors planted into a year's invoices: each with the finding that must come out, to the cent.

What is right comes from the exact rating; what is wrong is counted here, by simple arithmetic on the line itself, and
by nothing of what is tested. Every kind is a small function that changes the drafts of a ``Sheet`` and says what it has
planted, or ``None`` where this year has nothing that it could spoil.
"""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Final, NamedTuple

from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.money import Money
from tests.engine.claims import wrong_claims, wrong_lines
from tests.engine.claims.biller import STYLES, Habits, Sheet, Style, habits
from tests.engine.claims.spoiling import Plant, Planted, Spoiling
from tests.engine.claims.telling import Happened
from tests.engine.claims.years import FORMS, year


class Billed(NamedTuple):
    """A year with its invoices, and the errors in them."""

    seed: int
    happened: Happened
    habits: Habits
    lines: tuple[InvoiceLine, ...]
    planted: tuple[Planted, ...]
    right: Mapping[tuple[str, int], Money]


PLANTS: Final[Mapping[str, Plant]] = {
    "billed_twice": wrong_lines.billed_twice,
    "invoice_twice": wrong_lines.invoice_twice,
    "quantity_above_facts": lambda s: wrong_lines.quantity(s, 1),
    "quantity_below_facts": lambda s: wrong_lines.quantity(s, -1),
    "not_supported": wrong_lines.not_supported,
    "wrong_price": wrong_lines.wrong_price,
    "wrong_tier": wrong_lines.wrong_tier,
    "missed_discount": wrong_lines.missed("missed_discount", "off"),
    "missed_price_down": wrong_lines.missed("missed_price_down", "down"),
    "wrong_index": wrong_lines.wrong_index,
    "missed_rebate": wrong_lines.missed("missed_rebate", "back"),
    "missed_credit": wrong_lines.missed("missed_credit", "credit"),
    "missed_damages": wrong_lines.missed("missed_damages", "damages"),
    "claim_not_justified": wrong_claims.claim_not_justified,
    "minimum_wrong": wrong_claims.minimum_wrong,
    "wrong_arithmetic": wrong_claims.wrong_arithmetic,
    "wrong_currency": wrong_claims.wrong_currency,
    "wrong_tax": wrong_claims.wrong_tax,
    "outside_agreement": wrong_claims.outside_agreement,
    "wrong_period": wrong_claims.wrong_period,
    "cancellation_wrong": wrong_claims.cancellation_wrong,
    "returned_not_credited": wrong_claims.returned_not_credited,
    "fee_wrong": wrong_claims.fee_wrong,
    "milestone_not_reached": wrong_claims.milestone_not_reached,
    "interest_wrong": wrong_claims.interest_wrong,
    "credit_unlinked": wrong_claims.credit_unlinked,
    "credit_below_cap": wrong_claims.credit_below_cap,
    "cap_exceeded": wrong_claims.cap_exceeded,
    "not_billed": wrong_claims.not_billed,
    "rounding": wrong_lines.rounded_otherwise,
}  # fmt: skip
SUITED: Final[Mapping[str, tuple[int, ...]]] = {
    "missed_discount": (1,), "missed_price_down": (0, 3), "wrong_index": (0,), "missed_rebate": (0, 3),
    "missed_credit": (0,), "missed_damages": (0, 3), "claim_not_justified": (1, 3), "minimum_wrong": (0, 1),
    "wrong_tax": (0, 2), "cancellation_wrong": (1,), "returned_not_credited": (3,), "fee_wrong": (2, 3),
    "milestone_not_reached": (2,), "interest_wrong": (0, 2), "credit_unlinked": (0, 3), "credit_below_cap": (0,),
    "cap_exceeded": (0,), "wrong_tier": (0, 3),
}  # fmt: skip
"""The forms of agreement that have what a kind needs; any, where it is not named."""


def clean(seed: int) -> Billed:
    """A year without an error, in a form, a style and with habits that its seed says."""
    return finished(seed, written(seed, seed % len(FORMS), STYLES[seed // len(FORMS) % len(STYLES)]), [])


def spoilt(seed: int) -> Billed:
    """A year with an error of the kind that is this seed's turn, and perhaps one or two of other kinds far from it."""
    kinds = list(PLANTS)
    kind, style = kinds[seed % len(kinds)], STYLES[seed // len(kinds) % len(STYLES)]
    suited = SUITED.get(kind, tuple(range(len(FORMS))))
    for attempt in range(200):
        sheet = written(seed + 100_003 * attempt, suited[(seed // len(kinds) + attempt) % len(suited)], style)
        spoiling = Spoiling(sheet)
        for name in [kind, *sheet.rng.sample(kinds, sheet.rng.choice([0, 0, 1, 2]))]:
            if name not in {each.kind for each in spoiling.done} and (found := PLANTS[name](spoiling)) is not None:
                spoiling.done.append(found)
            if not spoiling.done or spoiling.done[0].kind == "invoice_twice":
                break
        if spoiling.done:
            return finished(seed, sheet, spoiling.done)
    raise AssertionError(f"no year has place for {kind}, style {style}")


def written(seed: int, form: int, style: Style) -> Sheet:
    """The sheet of a year."""
    rng = Random(seed)
    return Sheet(year(form, rng), habits(rng, style), rng)


def finished(seed: int, sheet: Sheet, done: list[Planted]) -> Billed:
    """The year with rows, each error with those it is in."""
    drafts = sheet.finished()
    rows = {each.kind: frozenset(d.line.row for d in drafts if d.mark == each.kind) for each in done}
    planted = tuple(each._replace(rows=rows[each.kind]) for each in done)
    return Billed(seed, sheet.year, sheet.habits, tuple(draft.line for draft in drafts), planted, sheet.right)


def years(first: int, count: int) -> Iterator[Billed]:
    """So many spoilt years from a seed on; every kind comes up."""
    return (spoilt(seed) for seed in range(first, first + count))
