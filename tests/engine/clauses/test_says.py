"""The contract text of every kind: both languages say every number of the clause, and nothing of the other language."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from pkgutil import iter_modules
from string import Formatter

import pytest
from pydantic import BaseModel

from suture.engine import clauses
from suture.engine.clauses import KINDS
from suture.engine.clauses.figure import Figure, Written
from suture.engine.clauses.kind import AGREEMENT, ClauseBase, LevelOf, QuantityOf
from suture.engine.clauses.saying import UNITS, Said
from suture.engine.contract.articles import context
from suture.engine.fault import Refusal
from suture.engine.terms.agreement import Agreement
from suture.engine.text import Language, Message, Text, plain
from tests.engine.clauses.test_properties import CASES, around, sources

LANGUAGES: tuple[Language, ...] = ("en", "zh")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
LATIN = re.compile(r"[A-Za-z]+")
CODE = re.compile(r"[A-Z]|[A-Z]{3}")  # a class of parts; a currency, an Incoterm


def in_words(agreed: Agreement) -> Said:
    """What the sentences may refer to; every service has a title that differs from its name."""
    said = context(agreed, first=4)
    read = [name for s in sources(agreed) if isinstance(s, QuantityOf) for name in s.services if name != AGREEMENT]
    units = dict.fromkeys(read, "piece") | {name: unit for name, (_, unit) in said.services.items()}
    return said._replace(services={name: (name.upper(), unit) for name, unit in units.items()})


def sentences_of(case: str) -> tuple[ClauseBase, Said, list[Message]]:
    agreed = around(CASES[case])
    clause, said = agreed.clauses[-1], in_words(agreed)
    return clause, said, list(KINDS[CASES[case]["kind"]].says(clause, said))


def numbers_of(written: object) -> Iterator[Decimal | date]:
    """Every number and day that somebody has written in a clause; nothing may also be said by a word, or not at all."""
    if isinstance(written, Figure):
        for entry in written.dated[1:]:
            yield entry.from_
        for plain_figure in written.figures():
            for value in (plain_figure.low, plain_figure.value, plain_figure.high):
                if value:
                    yield value
    elif isinstance(written, Written):
        for part in type(written).model_fields:
            yield from numbers_of(getattr(written, part))
    elif isinstance(written, tuple | list):
        for each in written:
            yield from numbers_of(each)
    elif isinstance(written, date):
        yield written
    elif isinstance(written, int) and written and not isinstance(written, bool):
        yield Decimal(written)


def numbers_in(text: str) -> set[str]:
    return set(DAY.findall(text)) | set(NUMBER.findall(DAY.sub(" ", text)))


def days(day: date) -> set[str]:
    """A day, or the last one before it: a first day that is no longer covered is said as the last that is."""
    return {day.isoformat(), (day - timedelta(days=1)).isoformat()}


def own_words(written: object) -> Iterator[str]:
    """What people write in words of their own, which stands as it is in both languages."""
    if isinstance(written, str):
        yield written
    elif isinstance(written, BaseModel):
        yield from (word for name in type(written).model_fields for word in own_words(getattr(written, name)))
    elif isinstance(written, tuple):
        yield from (word for part in written for word in own_words(part))


def patterns(message: Message) -> Iterator[str]:
    """The English of a message and of all within it, without what is filled in."""
    yield message.text.en
    for _, value in message.parameters:
        if isinstance(value, Message):
            yield from patterns(value)


def foreign(text: str, language: Language, said: Said, clause: ClauseBase) -> list[str]:
    """What stands in the text of one language and belongs to the other."""
    if language == "en":
        return CHINESE.findall(text)
    titles = [title for title, _ in said.services.values()]
    units = [unit for _, unit in said.services.values() if unit not in UNITS]
    kind = next(kind for kind in KINDS.values() if isinstance(clause, kind.clause))
    indices = [source.series for source in kind.reads(clause) if isinstance(source, LevelOf)]
    for name in sorted([*titles, *units, *indices, *own_words(clause)], key=len, reverse=True):
        text = text.replace(name, "")
    return [word for word in LATIN.findall(text) if not CODE.fullmatch(word)]


@pytest.mark.parametrize("case", CASES)
def test_every_kind_has_a_title_and_says_its_terms(case):
    kind = KINDS[CASES[case]["kind"]]
    _, _, sentences = sentences_of(case)
    assert sentences
    assert kind.title.code != "kind.untitled"
    assert kind.title.zh


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_every_number_of_the_clause_stands_in_its_text(case, language):
    clause, _, sentences = sentences_of(case)
    found = numbers_in(" ".join(sentence.said(language) for sentence in sentences))
    for number in numbers_of(clause):
        shown = days(number) if isinstance(number, date) else {plain(abs(number)), plain(abs(number) * 100)}
        assert shown & found, (number, found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_a_sentence_is_whole_and_in_one_language(case, language):
    clause, said, sentences = sentences_of(case)
    for sentence in sentences:
        text = sentence.said(language)
        assert text.endswith("." if language == "en" else "。"), text
        assert not re.search(r"[{}]|  |None", text), text
        assert foreign(text, language, said, clause) == [], text


@pytest.mark.parametrize("case", CASES)
def test_a_service_is_called_by_its_title(case):
    clause, said, sentences = sentences_of(case)
    text = " ".join(sentence.said("en") for sentence in sentences)
    ours = " ".join(pattern for sentence in sentences for pattern in patterns(sentence))
    plain_text = text
    for word in own_words(clause):
        plain_text = plain_text.replace(word, "") if " " in word else plain_text
    for name, (title, _) in said.services.items():
        assert name in ours or name not in plain_text, text  # a service may be called by a word that the kind uses
        if name in KINDS[CASES[case]["kind"]].services(clause):
            assert title in text, text


def texts_of(value: object) -> Iterator[Text]:
    """The texts that a name of a module stands for."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Refusal):
        yield from (value.wrong, value.remedy)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts_of(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from texts_of(each)


@pytest.mark.parametrize("module", [found.name for found in iter_modules(clauses.__path__)])
def test_every_text_is_written_in_both_languages_with_the_same_parameters(module):
    for name, value in vars(import_module(f"suture.engine.clauses.{module}")).items():
        for text in texts_of(value) if name.isupper() else ():
            assert text.zh, text.code
            one, other = ({field for _, field, _, _ in Formatter().parse(pattern)} for pattern in (text.en, text.zh))
            assert one - {None} == other - {None}, text.code


def test_what_is_not_said_or_said_in_the_wrong_language_is_found():
    clause, said, _ = sentences_of("unit-0")
    assert list(numbers_of(clause)) == [Decimal(22)]
    assert numbers_in("22.50 USD from 2027-03-01, 10,000 pieces") == {"22.50", "2027-03-01", "10,000"}
    assert foreign("每件 22 USD，CATHETER", "zh", said, clause) == []
    assert foreign("每 piece 22 USD", "zh", said, clause) == ["piece"]
    assert foreign("22 USD per 件", "en", said, clause) == ["件"]
