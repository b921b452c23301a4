"""A biller writes a year's invoices from what is due, in one of three styles, with numbers and days as they come.

By clause: a line per clause and settlement period, the price by tier. By service: one line per service and period with
a net unit price, what has no service apart. By order: an invoice per delivery, and a monthly one for all else. Amounts
of prices are counted here from the facts and must come to what the exact rating says.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Literal, NamedTuple

from suture.engine.claims.invoice_line import InvoiceLine, Sort
from suture.engine.money import Money
from suture.engine.rating.charges import statement
from tests.engine.claims.telling import Happened, Priced

Style = Literal["clause", "service", "order"]
STYLES: tuple[Style, ...] = ("clause", "service", "order")
CENT = Decimal("0.01")
MONTHS_OF = {"quarter": 3, "contract_year": 12}
NOISE = "noise"
"""The mark of lines that look odd and are right."""
ON_CREDIT_NOTES = frozenset({"back", "credit", "damages"})


class Document(NamedTuple):
    """An invoice or a credit note before it has a number: its period, what it is for, its day.

    ``copy`` is above zero where the same document was sent again; ``unlinked`` where a credit note names a number that
    no invoice has.
    """

    at: int
    of: str
    day: date
    copy: int = 0
    unlinked: bool = False

    @property
    def credit(self) -> bool:
        """Whether it is a credit note."""
        return self.of.startswith("credit")


class Draft(NamedTuple):
    """A line before its document has a number: the clauses and the settlement period that it bills.

    ``mark`` tells which planted error it is of; ``tier`` whether it is a plain line of a price.
    """

    document: Document
    clauses: tuple[str, ...]
    at: int
    line: InvoiceLine
    priced: Priced | None = None
    mark: str = ""


class Habits(NamedTuple):
    """How this biller writes."""

    style: Style
    dated: bool  # lines say of which days they are
    late: bool  # monthly invoices bear a day of the next month, not the last of their own
    names_both: bool  # clause and service on one line, where it bills by clause
    number: str  # how its numbers look
    shuffled: bool  # the file is not in the order of the invoices
    spans: bool = False  # what is found for a quarter or a year says so, and not only its last month


def habits(rng: Random, style: Style) -> Habits:
    """The habits of one biller; one that does not say the days of a line dates its invoices within the month."""
    dated = rng.random() < 0.6
    number = rng.choice(["2027-{:04}", "INV/27/{:05}", "N{:06}", "RE-27-{:03}"])
    late, both, shuffled = dated and rng.random() < 0.5, rng.random() < 0.5, rng.random() < 0.2
    return Habits(style, dated, late, both, number, shuffled, dated and rng.random() < 0.5)


class Sheet:
    """The lines of a year while they are written; ``right`` is what the exact rating makes due."""

    def __init__(self, year: Happened, habits: Habits, rng: Random) -> None:
        self.year, self.habits, self.rng = year, habits, rng
        self.agreement, self.periods = year.agreement, year.planned.periods
        through = self.periods[-1].last
        made = statement(year.planned, year.activity, through, {})
        at = {period.start: number for number, period in enumerate(self.periods)}
        self.right: dict[tuple[str, int], Money] = {
            (charge.clause, at[charge.period.start]): charge.money for charge in made.charges
        }
        self.drafts: list[Draft] = [*self.written()]
        if rng.random() < 0.4:
            self.in_parts()
            self.corrected()

    def due(self, clause: str, at: int) -> Decimal:
        """What a clause makes due in a period."""
        found = self.right.get((clause, at))
        return found.amount if found else Decimal(0)

    def monthly(self, at: int, of: str = "month") -> Document:
        """The monthly invoice or credit note of a period."""
        period = self.periods[at]
        return Document(at, of, period.end + timedelta(days=4) if self.habits.late else period.last)

    def drafted(
        self, document: Document, at: int, amount: Decimal, *, clauses: Sequence[str] = (), clause: str = "",
        service: str = "", quantity: Decimal | None = None, unit_price: Decimal | None = None, event: str = "",
        currency: str = "", sort: Sort = "line", priced: Priced | None = None, mark: str = "",
    ) -> Draft:  # fmt: skip
        """One line of a document."""
        period = self.periods[min(at, len(self.periods) - 1)]
        counted = self.agreement.services.get(priced.service if priced else service)
        unit = counted.unit if counted else ""
        line = InvoiceLine(
            self.agreement.agreement, "", document.day, amount, currency or self.agreement.currency, clause=clause,
            service=service, quantity=quantity, unit=unit if quantity is not None else "", unit_price=unit_price,
            first=period.start if self.habits.dated else None, last=period.last if self.habits.dated else None,
            event=event, sort=sort,
        )  # fmt: skip
        return Draft(document, tuple(clauses) or (clause,), at, line, priced, mark)

    def written(self) -> Iterator[Draft]:
        """All lines of the year, without an error."""
        prices = {priced.clause: priced for priced in self.year.form.priced}
        net = {name: service for service, names in self.year.form.net.items() for name in names}
        for (clause, at), money in self.right.items():
            if self.habits.style == "service" and clause in net:
                continue
            if clause in prices:
                lines = [*self.price_lines(prices[clause], at)]
                assert sum((draft.line.amount for draft in lines), Decimal(0)) == money.amount, (clause, at, money)
                yield from lines
            else:
                yield self.plain(clause, at, money)
        if self.habits.style == "service":
            for service in self.year.form.net:
                yield from self.net_lines(service)

    def plain(self, clause: str, at: int, money: Money) -> Draft:
        """One line of a clause with its amount alone, on a credit note where such are written."""
        written = self.agreement.clause(clause)
        of = "credit" if clause in ON_CREDIT_NOTES and money.minor < 0 else "month"
        draft = self.drafted(
            self.monthly(at, of), at, money.amount, clauses=(clause,), currency=money.currency,
            sort="tax" if written.kind == "tax" else "line", **self.called(clause),  # type: ignore[attr-defined]
        )  # fmt: skip
        months = MONTHS_OF.get(getattr(written, "window", "") or getattr(written, "per", ""), 1)
        if self.habits.spans and months > 1 and (at + 1) % months == 0:
            first = self.periods[at + 1 - months].start
            return draft._replace(line=draft.line._replace(first=first))
        return draft

    def called(self, clause: str) -> dict[str, str]:
        """What a line calls a clause: by itself, or by a service that nothing else bills."""
        written = self.agreement.clause(clause)
        service = getattr(written, "service", None)
        others = [each for each in self.agreement.clauses if service in services(each) and each.id != clause]
        if self.habits.style == "service" and service and not others:
            return {"service": service}
        if self.habits.style != "clause" and written.kind == "tax":  # type: ignore[attr-defined]
            return {}
        return {"clause": clause}

    def net_lines(self, service: str) -> Iterator[Draft]:
        """A line per period with the net unit price: all that its clauses make due, by its quantity."""
        clauses = self.year.form.net[service]
        priced = next(each for each in self.year.form.priced if each.clause == clauses[0])
        for at in range(len(self.periods)):
            amount = sum((self.due(clause, at) for clause in clauses), Decimal(0))
            quantity = self.quantity(priced, at)
            if amount:
                currency = next(money.currency for (name, _), money in self.right.items() if name in clauses)
                yield self.drafted(
                    self.monthly(at), at, amount, clauses=clauses, service=service, quantity=quantity,
                    unit_price=net_price(amount, quantity), currency=currency, priced=priced,
                )  # fmt: skip

    def orders(self, priced: Priced, at: int) -> dict[str, Decimal]:
        """The quantities of a period by order, in units."""
        step = self.agreement.services[priced.service].step
        told = self.year.activity.events.get((priced.service, priced.measure))
        return {event: steps * step for event, steps in told[at].items()} if told else {}

    def quantity(self, priced: Priced, at: int) -> Decimal:
        """The quantity of a period, in units."""
        return sum(self.orders(priced, at).values(), Decimal(0))

    def before(self, priced: Priced, at: int) -> Decimal:
        """What the window has taken before a period."""
        first = at - at % priced.months
        return sum((self.quantity(priced, earlier) for earlier in range(first, at)), Decimal(0))

    def price_lines(self, priced: Priced, at: int) -> Iterator[Draft]:
        """The lines of a price: by order, or of the whole period."""
        orders, taken = self.orders(priced, at), self.before(priced, at)
        by_order = self.habits.style == "order"
        if priced.how == "order":
            for price in dict.fromkeys(priced.reached(quantity) for quantity in orders.values()):
                alike = {event: q for event, q in orders.items() if priced.reached(q) == price}
                for event, quantity in alike.items() if by_order else [("", sum(alike.values(), Decimal(0)))]:
                    yield self.price_line(priced, at, event, quantity, price)
            return
        returns = [-quantity for quantity in orders.values() if quantity < 0]
        gross = self.quantity(priced, at) + sum(returns, Decimal(0))
        for event, quantity in orders.items() if by_order else [("", gross), *(("", -each) for each in returns)]:
            for units, price in cut(priced, taken, taken + quantity):
                yield self.price_line(priced, at, event, units, price)
            taken += quantity

    def price_line(self, priced: Priced, at: int, event: str, quantity: Decimal, price: Decimal) -> Draft:
        """One line of a price, on the invoice of its order where it has one."""
        day = next((fact.day for fact in self.year.facts if fact.event == event), None) if event else None
        document = Document(at, f"order {event}", day) if day else self.monthly(at)
        if event and quantity < 0 and priced.how != "volume":
            document = Document(at, f"credit {event}", document.day)
        named = {"service": priced.service}
        if self.habits.style == "clause":
            named = {"clause": priced.clause} | (named if self.habits.names_both else {})
        currency = self.agreement.currency_of(self.agreement.clause(priced.clause))
        return self.drafted(
            document, at, quantity * price, clauses=(priced.clause,), quantity=quantity, unit_price=price,
            event=event, currency=currency, priced=priced, **named,
        )  # fmt: skip

    def in_parts(self) -> None:
        """One line of a price is billed as two."""
        found = [
            draft for draft in self.drafts
            if draft.priced and len(draft.clauses) == 1 and (draft.line.quantity or 0) > 40 and draft.line.unit_price
        ]  # fmt: skip
        if found:
            draft = self.rng.choice(found)
            line = draft.line
            assert line.quantity is not None
            assert line.unit_price is not None
            self.drafts.remove(draft)
            for units in (Decimal(20), line.quantity - 20):
                part = line._replace(quantity=units, amount=units * line.unit_price)
                self.drafts.append(draft._replace(line=part, mark=NOISE))

    def corrected(self) -> None:
        """One line stands twice on its invoice, and a credit note that names the invoice takes the second back."""
        found = [draft for draft in self.drafts if draft.line.amount > 0 and not draft.document.credit]
        draft = self.rng.choice([each for each in found if not each.mark])
        line, of = draft.line, draft.document
        back = line._replace(amount=-line.amount, quantity=None if line.quantity is None else -line.quantity)
        note = Document(of.at, f"credit for {of.of}", max(of.day, self.periods[of.at].last))
        self.drafts.remove(draft)
        odd = draft._replace(mark=NOISE)
        self.drafts.extend([odd, odd, Draft(note, draft.clauses, draft.at, back, None, NOISE)])

    def finished(self) -> list[Draft]:
        """All lines with the numbers of their documents and their rows in the file."""
        drafts = sorted(self.drafts, key=lambda draft: (draft.document.day, draft.document))
        names: dict[tuple[int, str, date], str] = {}
        for draft in drafts:
            document = draft.document
            number = self.habits.number.format(len(names) + 17)
            names.setdefault(key(document), f"CN-{number}" if document.credit else number)
        linked = [
            draft._replace(
                line=draft.line._replace(
                    invoice=names[key(draft.document)], day=draft.document.day, credits=credited(draft, names)
                )
            )
            for draft in drafts
        ]
        if self.habits.shuffled:
            self.rng.shuffle(linked)
        return [
            draft._replace(line=draft.line._replace(row=row, line=str(row)))
            for row, draft in enumerate(linked, start=2)
        ]


def services(clause: object) -> tuple[str, ...]:
    """The services that a clause names."""
    one = getattr(clause, "service", None)
    return (one,) if one else tuple(getattr(clause, "services", ()))


def key(document: Document) -> tuple[int, str, date]:
    """What has a number of its own; a document that was sent again has that of the first."""
    return document.at, document.of, document.day


def credited(draft: Draft, names: dict[tuple[int, str, date], str]) -> str:
    """The number of the invoice that a credit note corrects: of its own period, else of one nearest to it."""
    if not draft.document.credit:
        return ""
    if draft.document.unlinked:
        return "2026-9999"
    invoices = [each for each in names if not each[1].startswith("credit")]
    named = [each for each in invoices if draft.document.of == f"credit for {each[1]}" and each[0] == draft.at]
    if named:
        return names[named[0]]
    return names[min(invoices, key=lambda each: (abs(each[0] - draft.at), each[2]))]


def cut(priced: Priced, before: Decimal, after: Decimal) -> list[tuple[Decimal, Decimal]]:
    """The lines of a step of the window: by tier, or all at the price reached and what was there before anew."""
    if priced.how == "graduated":
        return priced.slices(before, after)
    old, new = priced.reached(before), priced.reached(after)
    anew = [(before, new - old)] if before and new != old else []
    return [(after - before, new), *anew]


def net_price(amount: Decimal, quantity: Decimal) -> Decimal:
    """A net unit price as invoices show it, to four decimals."""
    return (amount / quantity).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def to_cent(amount: Decimal) -> Decimal:
    """An amount in cents, half up."""
    return amount.quantize(CENT, ROUND_HALF_UP)
