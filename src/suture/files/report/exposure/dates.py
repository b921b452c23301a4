"""The last days of exposures as entries of a calendar."""

from collections.abc import Sequence
from datetime import date

from suture.engine.exposure.deadlines import Deadline
from suture.engine.text import Language
from suture.files.calendar import Entry
from suture.files.calendar import calendar as file_of
from suture.files.report.exposure.parts import changed, title_of
from suture.files.report.exposure.texts import reader_of
from suture.files.report.reader import Reader


def calendar(soonest: Sequence[tuple[str, Deadline]], *, on: date, language: Language) -> bytes:
    """The iCalendar file of last days, each with the number of its agreement."""
    reader = reader_of(language)
    numbers = list(dict.fromkeys(number for number, _ in soonest))
    of = numbers[0] if len(numbers) == 1 else reader.said("agreements", n=len(numbers))
    entries = (entry(number, each, reader) for number, each in soonest)
    return file_of(entries, name=reader.said("calendar", of=of), on=on, language=language)


def entry(number: str, each: Deadline, reader: Reader) -> Entry:
    """One last day. Its name is that of the clause, the day and what is to be done, so that it stays the same."""
    money = each.money.currency if each.money is not None else ""
    title = reader.said(
        "calendar.entry", agreement=number, clause=title_of(each.kind, reader),
        change=f"{changed(each, reader)} {money}".strip(),
    )  # fmt: skip
    told = dict(each.says.parameters)
    what = "|".join(str(told[name]) for name in ("event", "month", "until") if name in told)
    return Entry((number, each.clause, each.last.isoformat(), each.says.text.code, what), each.last, title,
                 reader.words(each.says))  # fmt: skip
