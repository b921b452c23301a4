"""`suture check`: every fault of agreements and cases, all at once; without faults, what the file holds."""

import argparse
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from suture import __version__
from suture.cli import DONE, FAULTS
from suture.cli.screen import noted, print_faults, print_json
from suture.engine.fault import Fault, Faulty, refusal
from suture.engine.terms.document import Document
from suture.engine.terms.faults import not_exact
from suture.engine.terms.reading import agreement_in, in_file, mapping
from suture.engine.text import Message, Text
from suture.files.opening import text_of

NEITHER = refusal(
    "neither_agreement_nor_case",
    "it is neither an agreement nor a case: it has no key {known} at its top",
    "Begin an agreement with 'agreement: its number', a case with 'case: its name'.",
)
AGREEMENT: Final = Text("check.agreement", "agreement {name}, {valid}, {clauses}, no faults")
STILL_OPEN: Final = Text(
    "check.open", "{agreement}; {figures} a range or unknown, so it can be simulated but not invoiced yet"
)
CASE: Final = Text("check.case", "case {name}, {partners}, no faults")
HOLDS: Final = Text("check.holds", "{file}: {says}")
COUNTED: Final = {
    "clauses": (Text("check.clause", "1 clause"), Text("check.clauses", "{n} clauses")),
    "figures": (Text("check.figure", "1 figure is"), Text("check.figures", "{n} figures are")),
    "partners": (Text("check.partner", "1 partner"), Text("check.partners", "{n} partners")),
}


class Held(NamedTuple):
    """What a faultless file holds: what it is, its name, and a sentence about it."""

    what: str
    name: str
    says: Message


def agreement(document: Document) -> Held:
    """An agreement. Raises ``Faulty``."""
    held = agreement_in(document)
    says = AGREEMENT(
        name=held.agreement, valid=str(held.valid.period), clauses=counted("clauses", len(held.clauses))
    )  # fmt: skip
    if figures := not_exact(held):
        says = STILL_OPEN(agreement=says, figures=counted("figures", len(figures)))
    return Held("agreement", held.agreement, says)


def case(document: Document) -> Held:
    """A case. Raises ``Faulty``."""
    from suture.files.cases import case_in  # only a case waits for its model

    held = case_in(document)
    return Held("case", held.case, CASE(name=held.case, partners=counted("partners", len(held.partners))))


def counted(what: str, n: int) -> Message:
    """So many of something: one, or several."""
    one, many = COUNTED[what]
    return one() if n == 1 else many(n=n)


READERS: Final[dict[str, Callable[[Document], Held]]] = {"agreement": agreement, "case": case}
"""By the key at the top of a file that says what it is."""


def check(path: str) -> Held:
    """What a file holds. Raises ``Faulty`` with all its faults."""
    document = mapping(text_of(path), path)
    assert isinstance(document.data, dict)
    reader = next((read for key, read in READERS.items() if key in document.data), None)
    if reader is None:
        known = " or ".join(f"'{key}'" for key in READERS)
        raise Faulty(in_file([NEITHER.at(line=1, known=known)], path))
    try:
        return reader(document)
    except Faulty as faulty:
        raise Faulty(in_file(faulty.faults, path)) from None


def run(asked: argparse.Namespace) -> int:
    """Checks every file, also after one with faults."""
    faults: list[Fault] = []
    files: list[dict[str, Any]] = []
    for path in asked.files:
        try:
            held = check(path)
        except Faulty as faulty:
            faults.extend(faulty.faults)
            files.append({"file": path, "holds": None, "name": None, "faults": len(faulty.faults)})
            continue
        files.append({"file": path, "holds": held.what, "name": held.name, "faults": 0})
        if not asked.json:
            noted(HOLDS(file=path, says=held.says), rest="  ")
    if asked.json:
        found = [fault.as_data() for fault in faults]
        print_json({"suture": __version__, "schema": "check/1", "files": files, "faults": found})
    if faults:
        print_faults(faults)
    return FAULTS if faults else DONE
