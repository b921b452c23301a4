"""What the values of their columns are in ours: services, units and kinds that an agreement or the trade knows."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from suture.engine.rating.fact import MEASURES
from suture.engine.text import Message, Text
from suture.files.facts.learning.guessing import Known
from suture.files.facts.learning.words import KINDS, RECEIPTS, UNITS, bare

SAME: Final = Text("learn.same", "sure: the same but for case and marks", "确定：仅大小写或标点不同")
SYNONYM: Final = Text("learn.synonym", "sure: the trade's word for it", "确定：行业通用说法")
NEAR: Final = Text("learn.near", "likely: spelled much alike; look at it", "可能：拼写相近，请核对")
ONLY_KIND: Final = Text(
    "learn.only_kind",
    "likely: goods came in, and of 'delivered' and 'accepted' the agreement counts this one alone",
    "可能：表示收货，而协议在“delivered”与“accepted”中只计此一类",
)
CLOSE: Final = 0.8


class Translation(NamedTuple):
    """A value of theirs, ours, and why."""

    theirs: str
    ours: str
    why: Message


class Translated(NamedTuple):
    """What was translated, and the values of which nothing is known."""

    found: list[Translation]
    unknown: list[str]


def services(texts: Iterable[str], known: Known) -> Translated:
    """Their items as services of the agreement."""
    return _by_name(texts, [*known.services], {})


def units(texts: Iterable[str], known: Known) -> Translated:
    """Their units as those of the agreement; without one, as the trade's usual words."""
    wanted = list(dict.fromkeys(known.services.values())) or [*UNITS]
    return _by_name(texts, wanted, UNITS, spelled=False)


def kinds(texts: Iterable[str], known: Known) -> Translated:
    """Their kinds of document as kinds of fact. That goods came in is translated only where it can be one thing."""
    made = _by_name(texts, MEASURES, KINDS, spelled=False)
    counted = known.measures & {"delivered", "accepted"}
    unknown = []
    for text in made.unknown:
        if bare(text) in RECEIPTS and len(counted) == 1:
            made.found.append(Translation(text, next(iter(counted)), ONLY_KIND()))
        else:
            unknown.append(text)
    return Translated(made.found, unknown)


def _by_name(
    texts: Iterable[str], wanted: Sequence[str], words: Mapping[str, Sequence[str]], *, spelled: bool = True
) -> Translated:
    """Texts as the names that are wanted: the same, a word for it, or spelled alike where that may be."""
    by_bare = {bare(name): name for name in wanted}
    by_word = {word: name for name in wanted for word in words.get(name, ())}
    made = Translated([], [])
    for text in texts:
        short = bare(text)
        if text in wanted:
            continue
        if short in by_bare:
            made.found.append(Translation(text, by_bare[short], SAME()))
        elif short in by_word:
            made.found.append(Translation(text, by_word[short], SYNONYM()))
        elif spelled and (close := difflib.get_close_matches(short, by_bare, n=2, cutoff=CLOSE)) and len(close) == 1:
            made.found.append(Translation(text, by_bare[close[0]], NEAR()))
        else:
            made.unknown.append(text)
    return made
