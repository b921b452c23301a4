"""How an error is put into a year's invoices: a line changed, left out or added, far from any other error."""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from suture.engine.money import Money
from tests.engine.claims.biller import NOISE, Draft, Sheet, net_price


class Planted(NamedTuple):
    """An error: the kind of its finding, what was billed too much (below zero: too little), and the rows it is in."""

    kind: str
    difference: tuple[Money, ...]  # one for each currency that it moves
    clauses: frozenset[str]
    at: frozenset[int]
    rows: frozenset[int] = frozenset()
    how: str = ""


class Spoiling:
    """A sheet while errors are put in, far apart: each in clauses and periods of its own."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.rng = sheet, sheet.rng
        self.done: list[Planted] = []
        self.odd = [draft for draft in sheet.drafts if draft.mark == NOISE]

    def free(self, draft: Draft) -> bool:
        """Whether nothing was planted near a line, nor does it stand beside one that only looks odd."""
        if any(each.clauses == draft.clauses and each.at == draft.at for each in self.odd):
            return False
        return all(
            not each.clauses & set(draft.clauses) and all(abs(at - draft.at) > 1 for at in each.at)
            for each in self.done
        )  # fmt: skip

    def one(self, wanted: Callable[[Draft], bool]) -> Draft | None:
        """Any line that is wanted and free."""
        found = [draft for draft in self.sheet.drafts if not draft.mark and wanted(draft) and self.free(draft)]
        return self.rng.choice(found) if found else None

    def of(self, *clauses: str, positive: bool | None = None) -> Draft | None:
        """Any free line of one of these clauses alone, above or below zero."""
        return self.one(
            lambda draft: len(draft.clauses) == 1 and draft.clauses[0] in clauses
            and (positive is None or (draft.line.amount > 0) is positive)
        )  # fmt: skip

    def alone(self, draft: Draft) -> bool:
        """Whether a line is the only one of its clauses and period."""
        return sum(each.clauses == draft.clauses and each.at == draft.at for each in self.sheet.drafts) == 1

    def replace(self, kind: str, draft: Draft, how: str = "", **changes: object) -> Planted:
        """The line as it is written wrongly; the difference is that of its amount."""
        line = draft.line._replace(**changes)  # type: ignore[arg-type]
        self.sheet.drafts[self.sheet.drafts.index(draft)] = draft._replace(line=line, mark=kind)
        return self.planted(kind, draft, line.amount - draft.line.amount, how)

    def remove(self, kind: str, draft: Draft, how: str = "") -> Planted:
        """The line is not written."""
        self.sheet.drafts.remove(draft)
        return self.planted(kind, draft, -draft.line.amount, how)

    def add(self, kind: str, draft: Draft, how: str = "") -> Planted:
        """A line that should not be there."""
        self.sheet.drafts.append(draft._replace(mark=kind))
        return self.planted(kind, draft, draft.line.amount, how)

    def planted(self, kind: str, draft: Draft, amount: Decimal, how: str = "") -> Planted:
        """What has been planted, where the amount differs at all."""
        return Planted(
            kind, (money(amount, draft.line.currency),), frozenset(draft.clauses), frozenset({draft.at}), how=how
        )

    def net(self, kind: str, name: str, amount: Callable[[int], Decimal | None]) -> Planted | None:
        """A net price in which one clause is counted as ``amount`` says, where that is another amount than is due."""

        def wrong(draft: Draft) -> bool:
            instead = amount(draft.at)
            return name in draft.clauses and instead is not None and instead != self.sheet.due(name, draft.at)

        draft = self.one(lambda each: len(each.clauses) > 1 and wrong(each))
        if draft is None or draft.line.quantity is None:
            return None
        instead = amount(draft.at)
        assert instead is not None
        billed = draft.line.amount + instead - self.sheet.due(name, draft.at)
        return self.replace(kind, draft, "net", amount=billed, unit_price=net_price(billed, draft.line.quantity))


def money(amount: Decimal, currency: str) -> Money:
    """An amount that is whole in cents."""
    minor = amount * 100
    assert minor == int(minor), amount
    return Money(int(minor), currency)


Plant = Callable[[Spoiling], Planted | None]


def moved(s: Spoiling, draft: Draft, at: int) -> Draft:
    """A line as it would stand on the invoice of another period."""
    period = s.sheet.periods[at]
    dated = {"first": period.start, "last": period.last} if s.sheet.habits.dated else {}
    return draft._replace(document=s.sheet.monthly(at), at=at, line=draft.line._replace(**dated))


def figure(s: Spoiling, clause: str, name: str) -> Decimal:
    """A figure of a clause as the agreement says it."""
    value = getattr(s.sheet.agreement.clause(clause), name).value
    assert isinstance(value, Decimal)
    return value
