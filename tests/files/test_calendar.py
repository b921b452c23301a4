"""Last days as a calendar: any reader of RFC 5545 finds the same days, names and words."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from suture.files.calendar import Entry, calendar

NOTICE = Entry(
    ("2027-014", "renewal", "ending", "2027-05-31"), date(2027, 5, 31), "最后一天：通知不再续约（120,000.00 USD）",
    "在 2027-05-31（含当日）前书面通知 North，否则协议自动续期一年；最低采购量为 20,000 件；逾期须付 120,000.00 USD。",
)  # fmt: skip
ORDER = Entry(("2027-014", "cancellation", "orders"), date(2026, 12, 20), "Cancel PO-17; then it costs more", "a\nb, c")


def made(*entries: Entry, on: date = date(2026, 12, 1)) -> bytes:
    return calendar(entries, name="Vena ⇄ North", on=on, language="zh")


def test_every_last_day_is_a_whole_day_with_an_alarm_two_weeks_before():
    held = Calendar.from_ical(made(NOTICE, ORDER))
    first, second = held.walk("VEVENT")
    assert (first.decoded("dtstart"), first.decoded("dtend")) == (date(2026, 12, 20), date(2026, 12, 21))
    assert str(second["summary"]) == NOTICE.title
    assert str(second["description"]) == NOTICE.says
    assert str(first["description"]) == "a\nb, c"
    assert second.walk("VALARM")[0].decoded("trigger") == -timedelta(days=14)
    assert str(second["transp"]) == "TRANSPARENT"


def test_lines_are_folded_at_75_octets_within_no_letter_and_end_as_they_must():
    data = made(NOTICE, ORDER)
    lines = data.split(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines]
    assert any(line.startswith(b" ") for line in lines)


def test_a_deadline_keeps_its_name_when_its_words_or_the_day_of_asking_change():
    names = [
        str(Calendar.from_ical(data).walk("VEVENT")[0]["uid"])
        for data in (made(NOTICE), made(NOTICE._replace(title="other"), on=date(2027, 1, 1)), made(ORDER))
    ]
    assert names[0] == names[1] != names[2]


@pytest.mark.parametrize("entries", [(), (NOTICE, ORDER)])
def test_the_same_deadlines_in_any_order_give_the_same_bytes(entries):
    assert made(*entries) == made(*reversed(entries))
    assert made(*entries).startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
