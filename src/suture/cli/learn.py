"""`suture facts FILE --learn MAPPING.yaml`: a mapping guessed from a table, written down, and said line by line."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from suture import __version__
from suture.cli import DONE, FAULTS
from suture.cli.language import spoken
from suture.cli.screen import print_faults, print_json, print_table, printed, refuse, told
from suture.engine.clauses import kind_of
from suture.engine.fault import Faulty, refusal
from suture.engine.terms.agreement import Agreement
from suture.engine.text import Message, Text
from suture.files.facts.columns import FACTS
from suture.files.facts.learning import words
from suture.files.facts.learning.guessing import Known
from suture.files.facts.learning.learned import Learned, learned
from suture.files.facts.learning.written import NOT_READ, refused_if_there, saved
from suture.files.invoices.form import INVOICES

WRITTEN: Final = Text(
    "learn.written",
    "The mapping is in {file}. Look at every line, then read with it: suture facts {table} --map {file}",
    "对应表已写入 {file}。请逐行核对后使用：suture facts {table} --map {file}",
)
ONE_SHEET = refusal(
    "learn_one_sheet",
    "a mapping is learned from one sheet, and --sheet names {n}",
    "Learn each by itself, and put them together under 'sheets'.",
    "对应表每次只从一个工作表学习，而 --sheet 指定了 {n} 个",
    "请分别学习，再合并到“sheets”之下。",
)
HEADS: Final = (
    (Text("learn.ours", "Ours", "本方"), False), (Text("learn.theirs", "Theirs", "对方"), False),
    (Text("learn.why", "Why", "依据"), False),
)  # fmt: skip
ALWAYS: Final = Text("learn.always", "always {value}", "固定为 {value}")


def run(asked: argparse.Namespace) -> int:
    """Guesses, writes and says the mapping."""
    refused_if_there(asked.learn)
    if asked.sheet is not None and len(asked.sheet) > 1:
        raise Faulty([ONE_SHEET.at(n=len(asked.sheet))])
    sheet = asked.sheet[0] if asked.sheet else None
    known = known_in(asked.agreement) if asked.agreement else Known()
    if asked.of == "invoices":
        made = learned(asked.facts, sheet, INVOICES, words.INVOICES, known)
    else:
        made = learned(asked.facts, sheet, FACTS, words.FACTS, known)
    saved(made, asked.facts, asked.learn, spoken())
    faults = [replace(fault, file=asked.learn) for fault in made.asked]
    if asked.json:
        print_json(as_data(made, asked.learn))
        if faults:
            print_faults(faults)
        return FAULTS if faults else DONE
    print_table([(head(), is_number) for head, is_number in HEADS], [*_rows(made)])
    printed("")
    if made.not_read:
        told(NOT_READ(names=", ".join(made.not_read)))
    told(WRITTEN(file=asked.learn, table=asked.facts))
    return refuse(faults) if faults else DONE


def _rows(made: Learned) -> Iterator[list[Message | str]]:
    """What was guessed, line by line."""
    for guess in made.columns:
        yield [guess.column, guess.theirs, guess.why]
    for each in made.constants:
        yield [each.column, ALWAYS(value=each.value), each.why]
    for column, translated in made.values.items():
        for value in translated:
            yield [f"{column} = {value.ours}", value.theirs, value.why]
    for setting in made.settings:
        yield [setting.key, setting.value, setting.why]


def as_data(made: Learned, place: str) -> dict[str, Any]:
    """The documented object."""
    return {
        "suture": __version__,
        "schema": "learned/1",
        "mapping": place,
        "columns": [{"ours": each.column, "theirs": each.theirs, "why": each.why.as_data()} for each in made.columns],
        "constants": [{"ours": each.column, "value": each.value, "why": each.why.as_data()} for each in made.constants],
        "values": [
            {"column": column, "theirs": each.theirs, "ours": each.ours, "why": each.why.as_data()}
            for column, translated in made.values.items()
            for each in translated
        ],
        "settings": [{"key": each.key, "value": each.value, "why": each.why.as_data()} for each in made.settings],
        "columns_not_read": made.not_read,
        "faults": [replace(fault, file=place).as_data() for fault in made.asked],
    }


def known_in(file: str) -> Known:
    """What the agreement in a file tells of its facts. Raises ``Faulty``."""
    from suture.cli.rate import planned_in

    agreement = planned_in(file).agreement
    units = {name: service.measured_in.name for name, service in agreement.services.items()}
    clauses = frozenset(clause.id for clause in agreement.clauses)
    steps = {name: service.measured_in.step for name, service in agreement.services.items()}
    return Known(agreement.agreement, units, measures_of(agreement), clauses, agreement.currency, steps)


def measures_of(agreement: Agreement) -> frozenset[str]:
    """The kinds of fact that its clauses count."""
    read = (source for clause in agreement.clauses for source in kind_of(clause).reads(clause))
    return frozenset(measure for source in read if isinstance(measure := getattr(source, "measure", None), str))
