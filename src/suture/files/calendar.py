"""Last days as a calendar file (iCalendar, RFC 5545): each an event of a whole day, with an alarm before it.

An entry keeps its name (UID) as long as it is the same deadline, so a file that is read again moves nothing twice.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple

from icalendar import Alarm, Calendar, Event

from suture.engine.text import Language

ALARM: Final = timedelta(days=14)
MAKER: Final = "-//Suture//Deadlines//{language}"
LANGUAGES: Final[dict[Language, str]] = {"en": "EN", "zh": "ZH"}


class Entry(NamedTuple):
    """One last day, that day included: what names it among others, its title, and what to do by then."""

    names: tuple[str, ...]
    last: date
    title: str
    says: str


def calendar(entries: Iterable[Entry], *, name: str, on: date, language: Language) -> bytes:
    """The file. ``on`` is the day as of which it holds; it stands as the time of making, so nothing else does."""
    held = Calendar()
    held.add("prodid", MAKER.format(language=LANGUAGES[language]))
    held.add("version", "2.0")
    held.add("calscale", "GREGORIAN")
    held.add("method", "PUBLISH")
    held.add("x-wr-calname", name)
    stamp = datetime.combine(on, time(), UTC)
    for entry in sorted(set(entries), key=lambda entry: (entry.last, entry.names)):
        held.add_component(event(entry, stamp))
    made: bytes = held.to_ical()
    return made


def event(entry: Entry, stamp: datetime) -> Event:
    """One event of a whole day that blocks no time."""
    made = Event()
    made.add("uid", uid(entry.names))
    made.add("dtstamp", stamp)
    made.add("dtstart", entry.last)
    made.add("dtend", entry.last + timedelta(days=1))
    made.add("summary", entry.title)
    made.add("description", entry.says)
    made.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.title)
    alarm.add("trigger", -ALARM)
    made.add_component(alarm)
    return made


def uid(names: Sequence[str]) -> str:
    """A name that the same deadline always has, and no other."""
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest()[:32] + "@suture"
