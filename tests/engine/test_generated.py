"""What holds for any agreement of any kinds: it is read as it was written, and its text says its numbers."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suture.engine.clauses import KINDS
from suture.engine.clauses.figure import Figure, Written
from suture.engine.contract.articles import articles
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.document import parse
from suture.engine.terms.ranges import figures
from suture.engine.terms.reading import read_agreement
from suture.engine.terms.schema import agreement_schema
from suture.engine.terms.writing import plain, write
from tests.engine.generated import GOODS, HANDS, Building, Calendar, Wanted, agreements, hand, scalars
from tests.engine.terms.test_schema import fits

SCHEMA = agreement_schema()
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
ALWAYS = {Decimal(2020)}
"""The year of the Incoterms is no term of anybody's agreement."""
BUSY = [HealthCheck.too_slow]  # a busy machine is no fault of the terms
few = settings(max_examples=max(settings.default.max_examples // 16, 1), suppress_health_check=BUSY)
dealt = pytest.mark.parametrize("kinds", [hand(at) for at in range(HANDS)], ids=lambda kinds: kinds[0])


@pytest.mark.parametrize("every", ["month", "quarter", "year"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_comes_up_in_any_calendar_and_currency(kind, every):
    calendar = Calendar(date(2027, 2, 20), date(2028, 11, 5), every, date(2027, 1, 31), date(2028, 1, 31))
    built = Building(calendar, "JPY", GOODS[1], {"mode": "half_up", "point": "line"}, True)
    built.take(Wanted(kind, 0, 0, []))
    assert built.clauses_of(kind)


@dealt
@few
@given(data=st.data())
def test_reading_what_was_written_gives_the_same_terms_and_fits_the_schema(kinds, data):
    agreed = data.draw(agreements(kinds, exact=False, amendments=True))
    written = write(agreed)
    assert read_agreement(written) == agreed
    assert fits(parse(written).data, SCHEMA, SCHEMA["$defs"])


@dealt
@few
@given(data=st.data())
def test_the_numbers_in_the_text_are_the_numbers_in_the_terms_in_both_languages(kinds, data):
    """Every one that is not zero, which is said in words; and no other, but the numbers of articles and rows."""
    agreed = data.draw(agreements(kinds, exact=False))
    for article in articles(agreed):
        if not article.clause:
            continue
        clause = agreed.clause(article.clause)
        wanted = [ways for ways in numbers_of(clause) if 0 not in ways]
        known = set().union(*wanted, numbers_written(clause), counted(agreed, clause), ALWAYS)
        for language in ("en", "zh"):
            text = " ".join(sentence.said(language) for sentence in article.sentences)
            said = {Decimal(number.replace(",", "")) for number in NUMBER.findall(text)}
            assert [ways for ways in wanted if not ways & said] == [], text
            assert said - known == set(), text


def numbers_of(written: object) -> Iterator[set[Decimal]]:
    """Every number of a clause, each as the ways in which it may be said: a share by itself or in per cent."""
    for _, figure in figures(written):
        for number in (figure.low, figure.value, figure.high):
            if number is not None:
                yield {abs(number), abs(number * 100)}
    yield from ({Decimal(number)} for number in whole_numbers(written))


def whole_numbers(written: object) -> Iterator[int]:
    """The numbers of a clause that are no figures."""
    if isinstance(written, Written) and not isinstance(written, Figure):
        for name in type(written).model_fields:
            yield from whole_numbers(getattr(written, name))
    elif isinstance(written, tuple):
        for part in written:
            yield from whole_numbers(part)
    elif isinstance(written, int) and not isinstance(written, bool):
        yield written


def numbers_written(clause: Written) -> set[Decimal]:
    """The numbers in its days, the day before one included (until a day is up to the one before), and in its texts."""
    found: set[Decimal] = set()
    for _, text in scalars(plain(clause)):
        days = {text}
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            days.add((date.fromisoformat(text) - timedelta(days=1)).isoformat())
        found.update(Decimal(number.replace(",", "")) for day in days for number in NUMBER.findall(day))
    return found


def counted(agreed: Agreement, clause: Written) -> set[Decimal]:
    """The numbers that count articles, or the rows of a clause."""
    rows = max((len(part) for part in dict(clause).values() if isinstance(part, tuple)), default=0)
    return {Decimal(at) for at in range(1, max(rows, len(agreed.clauses) + 9) + 1)}
