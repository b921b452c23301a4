"""`suture check`: every fault of agreements and cases, all at once; without faults, what the file holds."""

import argparse
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from suture import __version__
from suture.cli import DONE, FAULTS
from suture.cli.screen import print_faults, print_json, printed
from suture.engine.fault import Fault, Faulty, refusal
from suture.engine.terms.document import Document
from suture.engine.terms.faults import not_exact
from suture.engine.terms.reading import agreement_in, in_file, mapping
from suture.files.opening import text_of

NEITHER = refusal(
    "neither_agreement_nor_case",
    "it is neither an agreement nor a case: it has no key {known} at its top",
    "Begin an agreement with 'agreement: its number', a case with 'case: its name'.",
)


class Held(NamedTuple):
    """What a faultless file holds: what it is, its name, and a sentence about it."""

    what: str
    name: str
    says: str


def agreement(document: Document) -> Held:
    """An agreement. Raises ``Faulty``."""
    held = agreement_in(document)
    open_figures = len(not_exact(held))
    clauses = "1 clause" if len(held.clauses) == 1 else f"{len(held.clauses)} clauses"
    says = f"agreement {held.agreement}, {held.valid.period}, {clauses}, no faults"
    if open_figures:
        figures = "1 figure is" if open_figures == 1 else f"{open_figures} figures are"
        says += f"; {figures} a range or unknown, so it can be simulated but not invoiced yet"
    return Held("agreement", held.agreement, says)


def case(document: Document) -> Held:
    """A case. Raises ``Faulty``."""
    from suture.files.cases import case_in  # only a case waits for its model

    held = case_in(document)
    partners = "1 partner" if len(held.partners) == 1 else f"{len(held.partners)} partners"
    return Held("case", held.case, f"case {held.case}, {partners}, no faults")


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
            printed(f"{path}: {held.says}")
    if asked.json:
        found = [fault.as_data() for fault in faults]
        print_json({"suture": __version__, "schema": "check/1", "files": files, "faults": found})
    if faults:
        print_faults(faults)
    return FAULTS if faults else DONE
