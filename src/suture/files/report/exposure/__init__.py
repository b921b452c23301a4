"""The exposure report: what each way of acting costs, by month and cause, and the last day to act.

``report(portfolio, agreements, soonest, on=..., version=..., language=...)`` is the HTML page: ``agreements`` are those
that are told of by themselves, ``soonest`` last days with the number of their agreement. ``files.report.pdf.pdf`` makes
a PDF of it, ``sheets.workbook(...)`` is the XLSX, ``dates.calendar(...)`` the iCalendar file.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from suture.engine.exposure.deadlines import Deadline
from suture.engine.exposure.exposure import Exposure
from suture.engine.exposure.owed import Owed
from suture.engine.exposure.portfolio import Portfolio, Side
from suture.engine.text import Language
from suture.files.report.exposure.parts import (
    by_partner,
    chart,
    chart_of_all,
    currencies,
    every_part,
    last_days,
    said_sums,
    soonest_days,
    sums,
    ways,
    ways_of_all,
)
from suture.files.report.exposure.texts import reader_of
from suture.files.report.money import with_currency
from suture.files.report.page import page
from suture.files.report.reader import Reader

SOONEST: Final = 40
"""Last days of many agreements that the page shows; the calendar has all that it is given."""


def report(
    portfolio: Portfolio, agreements: Sequence[Exposure], soonest: Sequence[tuple[str, Deadline]], *, on: date,
    version: str, language: Language,
) -> str:  # fmt: skip
    """The page for one agreement, or for many with those that are told of by themselves."""
    reader, side = reader_of(language), portfolio.side
    many = portfolio.agreements != 1
    of = reader.said("agreements", n=portfolio.agreements) if many else agreements[0].agreement
    return page(
        "exposure.html", reader, name=reader.said("exposure" if side == "buyer" else "cover"), title=of,
        foot=reader.said("foot", of=of, day=on.isoformat(), version=version), side=side,
        beside_title=reader.said("as_of", day=on.isoformat()),
        whole=together(portfolio, agreements, soonest, on, reader) if many else None,
        shown=[agreement(f"a{at}", found, side, reader, brief=many) for at, found in enumerate(agreements)],
    )  # fmt: skip


def together(
    found: Portfolio, agreements: Sequence[Exposure], soonest: Sequence[tuple[str, Deadline]], on: date, reader: Reader
) -> dict[str, Any]:  # fmt: skip
    """What is shown of all agreements together."""
    told = [
        reader.said("headline.part", scenario=scenario.title, money=reader.said("and_currency").join(
            with_currency(found.exposed(scenario, currency).money, reader) for currency in found.currencies
        ))
        for scenario in found.scenarios
    ]  # fmt: skip
    headline = reader.said(
        f"headline.portfolio.{found.side}", n=found.agreements, day=on.isoformat(),
        parts=reader.said("semicolon").join(told),
    )  # fmt: skip
    held = [currency for currency in found.currencies if found.partners(currency)]
    return {
        "answer": {"side": found.side, "headline": headline, "says": [reader.said(f"seen_by.all.{found.side}")]},
        "day": on.isoformat(), "ways": [(currency, ways_of_all(found, currency, reader)) for currency in held],
        "partners": [(currency, by_partner(found, currency, reader)) for currency in held],
        "scenarios": [
            {"title": scenario.title, "charts": [
                chart for at, currency in enumerate(held)
                if (chart := chart_of_all(f"p{n}c{at}", found, scenario, currency, on, reader)) is not None
            ]}
            for n, scenario in enumerate(found.scenarios)
        ],
        "soonest": soonest_days(soonest[:SOONEST], reader), "soonest_n": min(SOONEST, len(soonest)),
        "largest": reader.said("largest", n=len(agreements), all=found.agreements),
    }  # fmt: skip


def agreement(name: str, found: Exposure, side: Side, reader: Reader, *, brief: bool) -> dict[str, Any]:
    """All that is shown of one agreement; ``name`` tells its charts from those of others on the page.

    In brief: months of the dearest way only, and no appendix; the workbook has every part.
    """
    held = currencies((part for owed in found.owed for part in owed.parts), found.currency)
    worst = max(found.owed, key=lambda owed: sums(owed, found.currency).money.minor, default=None)
    rest = [] if brief else [owed for owed in found.owed if owed is not worst]
    ordered = [worst, *rest] if worst is not None else []
    seen = reader.said(f"seen_by.{side}", buyer=found.buyer, seller=found.seller)
    return {
        "found": found, "answer": {"side": side, "headline": headline(found, side, reader), "says": [seen]},
        "ways": [(each, ways(found, each, reader)) for each in held],
        "scenarios": [scenario(f"{name}s{at}", found, owed, held, side, reader) for at, owed in enumerate(ordered)],
        "brief": brief, "deadlines": last_days(found, reader),
        "not_known": reader.joined(found.not_known), "uncovered": found.uncovered,
        "notes": list(dict.fromkeys([*found.notes, *(note for owed in found.owed for note in owed.notes)])),
    }  # fmt: skip


def headline(found: Exposure, side: Side, reader: Reader) -> str:
    """What each way costs, in one sentence."""
    parts = [
        reader.said("headline.part", scenario=owed.scenario.title, money=said_sums(owed, found.currency, reader))
        for owed in found.owed
    ]
    return reader.said(
        f"headline.{side}", buyer=found.buyer, seller=found.seller, day=found.on.isoformat(),
        parts=reader.said("semicolon").join(parts),
    )  # fmt: skip


def scenario(
    name: str, found: Exposure, owed: Owed, held: Sequence[str], side: Side, reader: Reader
) -> dict[str, Any]:  # fmt: skip
    """One scenario: its months in every currency, and its parts."""
    charts = [chart(f"{name}c{at}", found, owed, each, reader) for at, each in enumerate(held)]
    return {
        "title": owed.scenario.title, "charts": [each for each in charts if each is not None],
        "parts": every_part(owed, side, reader),
    }  # fmt: skip
