"""What changed between two agreements: in the terms figure by figure, and in the text as a redline."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple

from suture.engine.contract.articles import Article, articles
from suture.engine.fault import Path
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.writing import plain
from suture.engine.text import Language, Message

_WORDS = re.compile(r"[A-Za-z0-9.,%_/-]+|\s+|.", re.DOTALL)


class Change(NamedTuple):
    """One term that was added, taken out or changed; what is absent on a side is the empty text there."""

    path: Path
    before: str
    after: str


class Piece(NamedTuple):
    """A stretch of text that both have, or that only the old or only the new has."""

    in_: Literal["both", "old", "new"]
    text: str


class Redline(NamedTuple):
    """One article with what changed in it; a number is empty where that side has no such article."""

    old_number: str
    new_number: str
    title: Message
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether anything differs beside the number."""
        return any(piece.in_ != "both" for piece in self.pieces)


def changes(old: Agreement, new: Agreement) -> tuple[Change, ...]:
    """Every term that differs, in the order of the new agreement, then what is gone; clauses are matched by id,
    amendments by number."""
    before, after = dict(leaves(by_id(plain(old)))), dict(leaves(by_id(plain(new))))
    changed = [Change(path, before.get(path, ""), value) for path, value in after.items() if before.get(path) != value]
    gone = [Change(path, value, "") for path, value in before.items() if path not in after]
    return (*changed, *gone)


def by_id(tree: Any) -> Any:
    """An agreement's tree with its clauses by id and its amendments by number: what has moved is still the same."""
    named: dict[str, Any] = {**tree, "clauses": {clause["id"]: clause for clause in tree.get("clauses", ())}}
    if "amendments" in tree:
        named["amendments"] = {each["number"]: by_id(each) for each in tree["amendments"]}
    return named


def leaves(tree: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of a tree with its place."""
    if isinstance(tree, Mapping):
        for name, part in tree.items():
            yield from leaves(part, (*path, name))
    elif isinstance(tree, list):
        for i, part in enumerate(tree):
            yield from leaves(part, (*path, i))
    else:
        yield path, tree


def redline(old: Agreement, new: Agreement, language: Language) -> tuple[Redline, ...]:
    """Every article of both, the new ones in their order, with the articles that are gone where they stood."""
    before, after = articles(old), articles(new)
    by_key = {key(article): article for article in before}
    kept = {key(article) for article in after}
    found: list[Redline] = []
    gone = [article for article in before if key(article) not in kept]
    for article in after:
        found.append(compared(by_key.get(key(article)), article, language))
    for article in gone:
        stood = before.index(article)
        follows = next((key(each) for each in reversed(before[:stood]) if key(each) in kept), None)
        at = next((i + 1 for i, each in enumerate(after) if key(each) == follows), 0)
        found.insert(at + sum(not each.new_number for each in found[: at + 1]), compared(article, None, language))
    return tuple(found)


def key(article: Article) -> str:
    """By what an article of one agreement is found in another: its clause, or what it is about."""
    return article.clause or str(article.title)


def compared(old: Article | None, new: Article | None, language: Language) -> Redline:
    """One article of both."""
    shown = new or old
    assert shown is not None
    pieces = pieces_of(spoken(old, language), spoken(new, language))
    return Redline(old.number if old else "", new.number if new else "", shown.title, tuple(pieces))


def spoken(article: Article | None, language: Language) -> list[str]:
    """The sentences of an article as words (in Chinese: characters and numbers)."""
    if article is None:
        return []
    between = " " if language == "en" else ""
    return _WORDS.findall(between.join(sentence.said(language) for sentence in article.sentences))


def pieces_of(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """The words of both with what is in one only."""
    for what, i, j, k, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece("both", "".join(new[k:m]))
            continue
        if i < j:
            yield Piece("old", "".join(old[i:j]))
        if k < m:
            yield Piece("new", "".join(new[k:m]))
