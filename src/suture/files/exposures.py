"""Exposures as the documented JSON object and the facts of each scenario as CSV, one agreement after the other.

Nothing of an agreement stays in memory once it is told: its object and its rows wait in files without a name until all
agreements are told, for the sums that stand before them are known last. The object: docs/json.md.
"""

import csv
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path as FilePath
from typing import IO, Any, Final

from suture import __version__
from suture.engine.clauses.causes import TITLES
from suture.engine.exposure.deadlines import Deadline
from suture.engine.exposure.exposure import Exposure
from suture.engine.exposure.owed import Owed, Part
from suture.engine.exposure.portfolio import Portfolio, Total, all_in, exposed_in
from suture.engine.exposure.scenario import PLAN, Scenario
from suture.engine.money import Money
from suture.engine.rating.fact import COLUMNS, Fact
from suture.engine.text import Language, Message
from suture.files.waiting import room

SCHEMA: Final = "exposure/1"
DATA: Final = "exposure.json"


def as_data(found: Exposure) -> dict[str, Any]:
    """What one agreement exposes to, as plain data."""
    return {
        "agreement": found.agreement, "buyer": found.buyer, "seller": found.seller, "currency": found.currency,
        "planned": owed_data(found.planned),
        "scenarios": [owed_data(owed) for owed in found.owed],
        "deadlines": [deadline_data(each) for each in found.deadlines],
        "uncovered": messages(found.uncovered),
        "not_known": list(found.not_known),
        "notes": messages(found.notes),
    }  # fmt: skip


def owed_data(owed: Owed) -> dict[str, Any]:
    """One scenario of one agreement: its sums by currency, and every part of them."""
    exposed, whole = exposed_in(owed), all_in(owed)
    return {
        "scenario": owed.scenario.name,
        "title": owed.scenario.title.as_data(),
        "totals": [
            {"currency": currency, **total_data(exposed.get(currency, zero(currency))), "all": str(of.money.amount)}
            for currency, of in whole.items()
        ],
        "parts": [part_data(part) for part in owed.parts],
        "facts": len(owed.facts),
        "notes": messages(owed.notes),
    }


def part_data(part: Part) -> dict[str, Any]:
    """What one clause makes due in one settlement period."""
    return {
        "clause": part.clause, "kind": part.kind, "cause": part.cause, "effect": part.effect,
        "period": {"from": part.period.start.isoformat(), "until": part.period.end.isoformat()},
        "currency": part.money.currency, "amount": str(part.money.amount), "low": str(part.low.amount),
        "high": str(part.high.amount), "planned": str(part.planned.amount), "reasons": messages(part.reasons),
    }  # fmt: skip


def deadline_data(each: Deadline) -> dict[str, Any]:
    """One last day."""
    return {
        "last": each.last.isoformat(), "clause": each.clause, "kind": each.kind, "cause": each.cause,
        "turns": each.turns, "currency": each.money.currency if each.money else None,
        "amount": str(each.money.amount) if each.money else None, "says": each.says.as_data(),
    }  # fmt: skip


def total_data(total: Total) -> dict[str, str]:
    """A sum and what bounds it."""
    return {name: str(money.amount) for name, money in zip(("amount", "low", "high"), total, strict=True)}


def messages(said: Iterable[Message]) -> list[dict[str, object]]:
    """Messages as plain data."""
    return [message.as_data() for message in said]


def zero(currency: str) -> Total:
    """A sum of nothing."""
    return Total(*[Money(0, currency)] * 3)


def portfolio_data(found: Portfolio) -> list[dict[str, Any]]:
    """The sums of all agreements by scenario and currency: the plan is the last scenario."""
    return [
        {
            "scenario": scenario.name, "title": scenario.title.as_data(), "currency": currency,
            **total_data(found.exposed(scenario, currency)),
            "all": str(found.of(scenario, currency).money.amount),
            "tax": str(found.tax(scenario, currency).money.amount),
            "partners": [
                {"partner": name, **total_data(found.exposed(scenario, currency, name))}
                for name in found.partners(currency)
            ],
            "causes": [
                {"cause": cause, "title": TITLES[cause]().as_data(),
                 **total_data(found.of(scenario, currency, cause=cause))}
                for cause in found.causes(currency)
            ],
            "months": [
                {"month": month, "cause": cause, **total_data(found.of(scenario, currency, month=month, cause=cause))}
                for month, cause in found.cells(currency)
            ],
        }
        for scenario in (*found.scenarios, PLAN)
        for currency in found.currencies
    ]  # fmt: skip


class Told:
    """What is told of each agreement while they go by. Use it in a ``with``: it leaves no file."""

    def __init__(self, scenarios: Sequence[Scenario], *, with_facts: bool) -> None:
        self._held = ExitStack()
        self._objects = self._waiting()
        self._many = 0
        self._facts: dict[Scenario, IO[str]] = {}
        if with_facts:
            self._facts = {scenario: self._waiting() for scenario in (*scenarios, PLAN)}
            for file in self._facts.values():
                csv.writer(file, lineterminator="\n").writerow(COLUMNS)

    def __enter__(self) -> "Told":
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def names(self) -> list[str]:
        """The names of its files."""
        return [DATA, *REPORTS, *map(facts_name, self._facts)]

    def _waiting(self) -> IO[str]:
        """A text without a name, gone with the process."""
        with room():
            return self._held.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline=""))

    def add(self, found: Exposure, known: Iterable[Fact]) -> None:
        """Tells of one agreement; ``known`` are the facts that were told by the day of the exposure."""
        with room():
            self._objects.write((",\n" if self._many else "") + json.dumps(as_data(found), ensure_ascii=False))
            self._many += 1
            if self._facts:
                so_far = [row(fact) for fact in known]
                for owed in (found.planned, *found.owed):
                    writer = csv.writer(self._facts[owed.scenario], lineterminator="\n")
                    writer.writerows(so_far)
                    writer.writerows(row(fact) for fact in owed.facts)

    def pieces(self, found: Portfolio, on: date, rows: int) -> Iterator[str]:
        """The whole object piece by piece, an agreement on each line; ``rows`` is how many facts were read."""
        head = {
            "suture": __version__, "schema": SCHEMA, "on": on.isoformat(), "side": found.side, "rows": rows,
            "totals": portfolio_data(found),
        }  # fmt: skip
        yield json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}") + ',\n  "agreements": [\n'
        self._objects.seek(0)
        while piece := self._objects.read(1 << 16):
            yield piece
        yield "\n  ]\n}\n"

    def files(self, found: Portfolio, on: date, rows: int) -> Mapping[str, IO[bytes]]:
        """The object and the facts of every scenario by the names of their files."""
        files: dict[str, IO[bytes]] = {DATA: self._as_bytes(self.pieces(found, on, rows))}
        for scenario, text in self._facts.items():
            text.seek(0)
            files[facts_name(scenario)] = self._as_bytes(iter(lambda text=text: text.read(1 << 16), ""))  # type: ignore[misc]
        return files

    def _as_bytes(self, pieces: Iterable[str]) -> IO[bytes]:
        """A text that is read as bytes from its beginning."""
        with room():
            file: IO[bytes] = self._held.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  # the stack closes it
            for piece in pieces:
                file.write(piece.encode())
            file.seek(0)
        return file


FACTS_NAME: Final = re.compile(r"facts-(plan|cancel|leave|cut-[0-9_]+|delay-[0-9]+m)\.csv")
FACTS_HEAD: Final = (",".join(COLUMNS) + "\n").encode()
"""How every file of facts begins that is written here."""
HTML, PDF = "report.html", "report.pdf"
REPORTS: Final = (HTML, PDF, "exposure.xlsx", "deadlines.ics")


def reports(
    found: Portfolio, largest: Sequence[Exposure], soonest: Sequence[tuple[str, Deadline]], on: date, language: Language
) -> dict[str, str | bytes]:  # fmt: skip
    """What people read, by the names of the files, without the PDF."""
    from suture.files.report.exposure import report  # its libraries are loaded for it alone
    from suture.files.report.exposure.dates import calendar
    from suture.files.report.exposure.sheets import workbook

    page = report(found, largest, soonest, on=on, version=__version__, language=language)
    return {
        HTML: page,
        "exposure.xlsx": workbook(found, largest, soonest, on=on, language=language),
        "deadlines.ics": calendar(soonest, on=on, language=language),
    }


def facts_name(scenario: Scenario) -> str:
    """The file with the facts of a scenario: ``facts-cut-30%.csv`` would be no name everywhere, so ``facts-cut-30``."""
    return f"facts-{scenario.name.replace(':', '-').replace('%', '').replace('.', '_')}.csv"


def is_facts(place: FilePath) -> bool:
    """Whether a file is one of facts that this command has written: by its name and by how it begins."""
    if not FACTS_NAME.fullmatch(place.name) or place.is_symlink() or not place.is_file():
        return False
    with place.open("rb") as file:
        return file.read(len(FACTS_HEAD)) == FACTS_HEAD


def is_facts_beside(read: str) -> Callable[[FilePath], bool]:
    """The same, but not of the file of facts that the run itself has read."""
    return lambda place: is_facts(place) and not (os.path.exists(read) and os.path.samefile(read, place))


def row(fact: Fact) -> list[str]:
    """A fact as a row of a table that can be read again."""
    return [
        fact.agreement, fact.service, fact.day.isoformat(), f"{fact.quantity:f}", fact.unit, fact.kind, fact.event,
        fact.source_id, fact.reverses, fact.note, fact.for_day.isoformat() if fact.for_day else "",
    ]  # fmt: skip
