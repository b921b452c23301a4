"""Which column is which: by its name, and by what its cells hold."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from suture.engine.claims.invoice_line import SORTS
from suture.engine.money import CURRENCIES
from suture.engine.rating.fact import MEASURES
from suture.engine.text import Message, Text
from suture.files.facts import cells
from suture.files.facts.columns import Form, R
from suture.files.facts.learning.rows import Raw
from suture.files.facts.learning.shapes import DATES, NUMBERS
from suture.files.facts.learning.words import KINDS, RECEIPTS, UNITS, bare
from suture.files.facts.mapping import form_of, number_form

BY_NAME: Final = Text("learn.by_name", "sure: what the column is called", "确定：列名即此意")
BY_PART: Final = Text("learn.by_part", "likely: part of its name is '{word}'", "可能：列名中含“{word}”")
BY_SPELLING: Final = Text(
    "learn.by_spelling", "likely: it is spelled much like '{word}'", "可能：列名与“{word}”拼写相近"
)
BY_CELLS: Final = Text(
    "learn.by_cells", "likely: {share} % of its cells are known as such", "可能：其 {share} % 的单元格为已知的此类值"
)
OR_ELSE: Final = Text("learn.or_else", "{why}; it might be '{others}' as well", "{why}；也可能是“{others}”")
CLOSE: Final = 0.84
SURE, PART, SPELLED, HELD = 100, 60, 70, 65
"""How much a name says: known, in part, nearly; and how much cells say by themselves."""
FEW: Final = 2_000
"""Different cells that are looked at."""


class Known(NamedTuple):
    """What an agreement tells that is given: its number, services with their units, kinds and clauses, currency."""

    number: str = ""
    services: Mapping[str, str] = {}
    measures: frozenset[str] = frozenset()
    clauses: frozenset[str] = frozenset()
    currency: str = ""
    steps: Mapping[str, Decimal] = {}


class Guess(NamedTuple):
    """A column of ours read from one of theirs, and why."""

    column: str
    at: int
    theirs: str
    why: Message
    score: float


def texts_of(column: Iterable[object]) -> list[str]:
    """The different texts of a column that are not empty."""
    found: dict[str, None] = {}
    for cell in column:
        if not cells.is_blank(cell) and (text := cells.shown(cell).strip()):
            found[text] = None
            if len(found) >= FEW:
                break
    return [*found]


def guessed(raw: Raw, form: Form[R], words: Mapping[str, Sequence[str]], known: Known) -> list[Guess]:
    """The likeliest column of theirs for each of ours; each is read once."""
    found: list[Guess] = []
    for at, name in enumerate(raw.names):
        if name and raw.names.count(name) == 1:
            found += [guess for column in form.columns if (guess := _guess(raw, form, words, known, column, at))]
    found.sort(key=lambda guess: (-guess.score, form.columns.index(guess.column)))
    taken: dict[str, Guess] = {}
    used: set[int] = set()
    for guess in found:
        if guess.column not in taken and guess.at not in used:
            taken[guess.column] = guess
            used.add(guess.at)
    for column, guess in taken.items():
        rest = [each.theirs for each in found if each.column == column and each.at not in used and each.score >= PART]
        if rest:
            taken[column] = guess._replace(why=OR_ELSE(why=guess.why, others="', '".join(rest[:3])))
    return [taken[column] for column in form.columns if column in taken]


def _guess(
    raw: Raw, form: Form[R], words: Mapping[str, Sequence[str]], known: Known, column: str, at: int
) -> Guess | None:
    """How likely one column of theirs is one of ours; None where it is not."""
    name, held = bare(raw.names[at]), raw.columns[at]
    score, why = _by_name(name, column, words.get(column, ()))
    share = _share(held, column, form, known)
    if share is None or (share < 0.5 and _must_hold(column, form)):
        return None
    if share and not _must_be_named(column, form):
        shown = BY_CELLS(share=round(100 * share))
        if score == 0 and share >= 0.5:
            score, why = HELD * share, shown
        else:
            score += 20 * share
    return Guess(column, at, raw.names[at], why, score) if score and why is not None else None


def _by_name(name: str, column: str, words: Sequence[str]) -> tuple[float, Message | None]:
    """What the name of a column says."""
    if name == bare(column):
        return SURE + 5, BY_NAME()
    if name in words:
        return SURE - words.index(name) / 10, BY_NAME()
    if parts := [word for word in words if _is_part(word, name)]:
        longest = max(parts, key=len)
        return PART + len(longest) / 10, BY_PART(word=longest)
    if close := difflib.get_close_matches(name, words, n=1, cutoff=CLOSE):
        return SPELLED * difflib.SequenceMatcher(None, name, close[0]).ratio(), BY_SPELLING(word=close[0])
    return 0, None


def _is_part(word: str, name: str) -> bool:
    """Whether a word is a part of a name that says something: four letters, or two Chinese characters."""
    return word in name and (len(word) >= 4 or (len(word) >= 2 and not word.isascii()))


def _must_be_named(column: str, form: Form[R]) -> bool:
    """Whether what the cells hold says nothing by itself: every date could be of any column of dates."""
    return form.holds(column) != "text"


def _must_hold(column: str, form: Form[R]) -> bool:
    """Whether the cells must be of the column's own sort, whatever its name is."""
    return form.holds(column) != "text" or column in ("kind", "sort", "currency", "source_id")


def _share(held: Sequence[object], column: str, form: Form[R], known: Known) -> float | None:
    """The share of the cells that are what the column holds; 0 where nothing can be said, None of an empty column."""
    full = [cell for cell in held if not cells.is_blank(cell)]
    if not full:
        return None
    if form.holds(column) == "day":
        return sum(_is_day(cell) for cell in full[:FEW]) / len(full[:FEW])
    if form.holds(column) == "number":
        return sum(_is_number(cell) for cell in full[:FEW]) / len(full[:FEW])
    texts = texts_of(full)
    if column == "source_id":
        return 1.0 if len({cells.shown(cell).strip() for cell in full}) == len(full) else 0.0
    if column == "unit":
        return _known_share(texts, {*UNITS, *known.services.values()}, [*UNITS.values()])
    if column == "kind":
        return _known_share(texts, MEASURES, [*KINDS.values(), tuple(RECEIPTS)])
    if column == "sort":
        return _known_share(texts, SORTS, [])
    if column == "currency":
        return _known_share(texts, CURRENCIES, [])
    wanted = {"service": known.services, "agreement": [known.number] if known.number else [], "clause": known.clauses}
    return _known_share(texts, wanted.get(column, ()), [])


def _known_share(texts: Sequence[str], names: Iterable[str], words: Sequence[Sequence[str]]) -> float:
    """The share of texts that are names, or words for them."""
    known = {bare(each) for each in names} | {each for group in words for each in group}
    return sum(bare(text) in known for text in texts) / len(texts) if texts else 0.0


def _is_day(cell: object) -> bool:
    if isinstance(cell, str):
        patterns = (form_of(form) for form in DATES)
        return any(pattern is not None and pattern.fullmatch(cell.strip()) for pattern in patterns)
    return isinstance(cell, date)


def _is_number(cell: object) -> bool:
    if isinstance(cell, str):
        return any(number_form(*marks).fullmatch(cell.strip()) for marks in NUMBERS)
    return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)
