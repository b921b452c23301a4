"""`suture diff`: what changed between two agreements: in the terms, in the text, and in money on given facts."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from suture import __version__
from suture.cli import DONE
from suture.cli.facts import FactsFile, file_in
from suture.cli.language import spoken
from suture.cli.rate import Asked, planned_in, read
from suture.cli.screen import print_json, print_table, printed, told
from suture.cli.statement import alike
from suture.engine.contract.changes import Change, Redline, changes, redline
from suture.engine.fault import dotted
from suture.engine.money import Money
from suture.engine.rating.charges import OWED, statement
from suture.engine.rating.uncounted import Alike
from suture.engine.terms.reading import read_agreement
from suture.engine.text import Message, Text
from suture.files.opening import text_of
from suture.files.statements import facts_as_data

SAME: Final = Text("diff.same", "The terms are the same.", "条款相同。")
TERMS: Final = Text("diff.terms", "Terms", "条款数据")
TEXT: Final = Text("diff.text", "Text", "文本")
MONEY: Final = Text("diff.money", "Money on these facts", "按所给事实计算的金额")
OUT: Final = Text("diff.out", "[-{text}-]", "[-{text}-]")
IN: Final = Text("diff.in", "{{+{text}+}}", "{{+{text}+}}")
BOTH: Final = Text("diff.both", "{text}", "{text}")
MARKED: Final = {"both": BOTH, "old": OUT, "new": IN}
ARTICLE: Final = Text("diff.article", "{number}  {title}", "{number}  {title}")
TERM, BEFORE, AFTER = (
    Text("diff.term", "Term", "条款项"),
    Text("diff.before", "Old", "旧"),
    Text("diff.after", "New", "新"),
)
HEADS: Final = (
    (Text("diff.clause", "Clause", "条款"), False), (Text("diff.currency", "Currency", "货币"), False),
    (BEFORE, True), (AFTER, True), (Text("diff.more", "Difference", "差额"), True),
)  # fmt: skip
NOT_KNOWN: Final = {
    "old": Text(
        "diff.old_does_not_know",
        "The old agreement does not know these facts, so they count in the new one only: {facts}.",
        "旧协议不涉及下列事实，仅在新协议中计入：{facts}。",
    ),
    "new": Text(
        "diff.new_does_not_know",
        "The new agreement does not know these facts, so they count in the old one only: {facts}.",
        "新协议不涉及下列事实，仅在旧协议中计入：{facts}。",
    ),
}
ALL: Final = Text("diff.all", "all", "合计")


class Amount(NamedTuple):
    """What one clause charges on the same facts under the old and under the new terms."""

    clause: str | Message
    currency: str
    old: Decimal
    new: Decimal


def run(asked: argparse.Namespace) -> int:
    """Compares two agreements. Raises ``Faulty``."""
    old, new = (read_agreement(text_of(path), file=path) for path in (asked.old, asked.new))
    changed = changes(old, new)
    lines = [line for line in redline(old, new, spoken()) if line.changed]
    sides = priced(asked.old, asked.new, file_in(asked)) if asked.facts else {}
    money = [*amounts(sides)] if sides else []
    left_out = {side: read.left_out for side, read in sides.items() if read.left_out}
    if asked.json:
        print_json(as_data(changed, lines, money, left_out))
        return DONE
    if not changed:
        told(SAME())
        return DONE
    told(TERMS())
    print_table(
        [(text(), False) for text in (TERM, BEFORE, AFTER)],
        [[dotted(each.path), each.before, each.after] for each in changed],
    )
    printed("")
    told(TEXT())
    for line in lines:
        told(ARTICLE(number=line.new_number or line.old_number, title=line.title))
        told(marked(line), first="    ", rest="    ")
    if money:
        printed("")
        told(MONEY())
        print_table(
            [(text(), right) for text, right in HEADS],
            [[m.clause, m.currency, f"{m.old:,}", f"{m.new:,}", f"{m.new - m.old:+,}"] for m in money],
        )
    for side, facts in left_out.items():
        printed("")
        told(NOT_KNOWN[side](facts=alike(facts)))
    return DONE


def marked(line: Redline) -> str:
    """A redline in plain text: what is out in [- -], what is in within {+ +}."""
    return "".join(MARKED[piece.in_](text=piece.text).said(spoken()) for piece in line.pieces)


def priced(old_file: str, new_file: str, facts: FactsFile) -> dict[str, Asked]:
    """What is priced on each side, each with the facts that it knows. Raises ``Faulty``."""
    old, new = planned_in(old_file), planned_in(new_file)
    return {"old": read(old_file, facts, compared=new), "new": read(new_file, facts, compared=old)}


def amounts(sides: Mapping[str, Asked]) -> Iterator[Amount]:
    """What every clause charges under both, and the sum in each currency."""
    old, new = totals(sides["old"]), totals(sides["new"])
    rows = list(dict.fromkeys([*new, *old]))
    for clause, currency in rows:
        nothing = Money(0, currency).amount
        yield Amount(clause, currency, *(each.get((clause, currency), nothing) for each in (old, new)))
    for currency in dict.fromkeys(currency for _, currency in rows):
        nothing = Money(0, currency).amount
        before, after = (sum((each[key] for key in each if key[1] == currency), nothing) for each in (old, new))
        yield Amount(ALL(), currency, before, after)


def totals(asked: Asked) -> dict[tuple[str, str], Decimal]:
    """What is owed, taxes included, by clause and currency; what is only stated is not."""
    done = statement(asked.planned, asked.happened, asked.through, {})
    found: dict[tuple[str, str], Decimal] = {}
    for charge in done.charges:
        if charge.effect in OWED and not charge.stated:
            key = (charge.clause, charge.money.currency)
            found[key] = found.get(key, Decimal(0)) + charge.money.amount
    return found


def as_data(
    changed: Sequence[Change],
    lines: Sequence[Redline],
    money: Sequence[Amount],
    left_out: Mapping[str, Sequence[Alike]],
) -> dict[str, Any]:
    """The documented object."""
    return {
        "suture": __version__,
        "schema": "diff/1",
        "terms": [{"path": dotted(each.path), "old": each.before, "new": each.after} for each in changed],
        "text": [
            {
                "old": line.old_number, "new": line.new_number, "title": line.title.as_data(),
                "pieces": [{"in": piece.in_, "text": piece.text} for piece in line.pieces],
            }
            for line in lines
        ],
        "money": [
            {"clause": str(each.clause), "currency": each.currency, "old": str(each.old), "new": str(each.new)}
            for each in money
        ],
        **({"not_known": {side: facts_as_data(facts) for side, facts in left_out.items()}} if left_out else {}),
    }  # fmt: skip
