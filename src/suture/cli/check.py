"""`suture check`: every fault of agreements and cases, all at once; without faults, what the file holds."""

import argparse
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from suture import __version__
from suture.cli import DONE, FAULTS
from suture.cli.screen import MORE, MOST_FAULTS, noted, print_faults, print_json, told
from suture.engine.fault import Fault, Faulty, dotted, refusal
from suture.engine.rating.cliffs import cliffs
from suture.engine.terms.amendments import courses, validity
from suture.engine.terms.capacity import above_capacity
from suture.engine.terms.document import Document
from suture.engine.terms.faults import not_exact
from suture.engine.terms.profiles import Filled, filled_in, shown
from suture.engine.terms.reading import agreement_in, in_file, located, mapping
from suture.engine.text import Message, Text, Value, either
from suture.files.opening import text_of

NEITHER = refusal(
    "neither_agreement_nor_case",
    "it is neither an agreement nor a case: it has no key {known} at its top",
    "Begin an agreement with 'agreement: its number', a case with 'case: its name'.",
    "既不是协议也不是案例：顶层没有键{known}",
    "协议以“agreement: 编号”开头，案例以“case: 名称”开头。",
)
AGREEMENT: Final = Text(
    "check.agreement", "agreement {name}, {valid}, {clauses}, no faults", "协议 {name}，{valid}，{clauses}，没有问题"
)
AMENDED: Final = Text(
    "check.amended",
    "agreement {name}, {valid}, {clauses}, {amendments}, no faults",
    "协议 {name}，{valid}，{clauses}，{amendments}，没有问题",
)
STILL_OPEN: Final = Text(
    "check.open",
    "{agreement}; {figures} a range or unknown, so it can be simulated but not invoiced yet",
    "{agreement}；其中 {figures}为区间或未知，可以模拟，但还不能开具账单",
)
CASE: Final = Text("check.case", "case {name}, {partners}, no faults", "案例 {name}，{partners}，没有问题")
HOLDS: Final = Text("check.holds", "{file}: {says}", "{file}: {says}")
KEY: Final = Text("check.key", "'{key}'", "“{key}”")
COUNTED: Final = {
    "clauses": (Text("check.clause", "1 clause", "1 个条款"), Text("check.clauses", "{n} clauses", "{n} 个条款")),
    "amendments": (
        Text("check.amendment", "1 amendment", "1 份修订"),
        Text("check.amendments", "{n} amendments", "{n} 份修订"),
    ),
    "figures": (
        Text("check.figure", "1 figure is", "1 项数值"),
        Text("check.figures", "{n} figures are", "{n} 项数值"),
    ),
    "partners": (
        Text("check.partner", "1 partner", "1 个合作方"),
        Text("check.partners", "{n} partners", "{n} 个合作方"),
    ),
}


FILLED: Final = Text("check.filled", "{place}: {value} (by profile {profile})", "{place}: {value}（方案 {profile}）")
NOTHING_FILLED: Final = Text("check.nothing_filled", "no profile filled anything", "没有由方案填写的内容")
WARNED: Final = Text("check.warned", "{where}: warning: {wrong}", "{where}：提示：{wrong}")


class Held(NamedTuple):
    """What a faultless file holds: what it is, its name, a sentence about it, and what is to be thought of.

    ``filled`` is what profiles filled in it.
    """

    what: str
    name: str
    says: Message
    warnings: tuple[Fault, ...] = ()
    filled: tuple[Filled, ...] = ()


def agreement(document: Document) -> Held:
    """An agreement. Raises ``Faulty``."""
    filling = filled_in(document)
    held = agreement_in(document)
    stands: dict[str, Value] = {
        "name": held.agreement, "valid": str(validity(held)), "clauses": counted("clauses", len(courses(held)))
    }  # fmt: skip
    says = (
        AMENDED(**stands, amendments=counted("amendments", len(held.amendments)))
        if held.amendments
        else AGREEMENT(**stands)
    )
    if figures := not_exact(held):
        says = STILL_OPEN(agreement=says, figures=counted("figures", len(figures)))
    warnings = located([*above_capacity(held), *cliffs(held)], document)
    return Held("agreement", held.agreement, says, tuple(warnings), filling.filled)


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
        raise Faulty(in_file([NEITHER.at(line=1, known=either([KEY(key=key) for key in READERS]))], path))
    try:
        return reader(document)
    except Faulty as faulty:
        raise Faulty(in_file(faulty.faults, path)) from None


def run(asked: argparse.Namespace) -> int:
    """Checks every file, also after one with faults."""
    faults: list[Fault] = []
    warnings: list[Fault] = []
    files: list[dict[str, Any]] = []
    for path in asked.files:
        try:
            held = check(path)
        except Faulty as faulty:
            faults.extend(faulty.faults)
            files.append({"file": path, "holds": None, "name": None, "faults": len(faulty.faults)})
            continue
        files.append({"file": path, "holds": held.what, "name": held.name, "faults": 0})
        if asked.filled:
            files[-1]["filled"] = [as_data(each) for each in held.filled]
        found = in_file(held.warnings, path)
        warnings.extend(found)
        if not asked.json:
            noted(HOLDS(file=path, says=held.says), rest="  ")
            show(found, held.filled if asked.filled else None)
    if asked.json:
        said = {"faults": [fault.as_data() for fault in faults], "warnings": [each.as_data() for each in warnings]}
        print_json({"suture": __version__, "schema": "check/1", "files": files, **said})
    if faults:
        print_faults(faults)
    return FAULTS if faults else DONE


def show(warnings: Sequence[Fault], filled: Sequence[Filled] | None) -> None:
    """What is to be thought of, one remedy for all of one kind; and, where it is asked for, what profiles filled."""
    listed = warnings[:MOST_FAULTS]
    for at, warning in enumerate(listed):
        where = f"{warning.file}:{warning.line}: {dotted(warning.path)}"
        noted(WARNED(where=where, wrong=warning.wrong), first="  ", rest="    ")
        if warning.remedy.text not in [each.remedy.text for each in listed[at + 1 :]]:
            noted(warning.remedy, first="    ", rest="    ")
    if len(warnings) > MOST_FAULTS:
        told(MORE(n=len(warnings) - MOST_FAULTS), first="  ")
    for each in filled or ():
        said = FILLED(place=dotted(each.path), value=shown(each.value), profile=each.profile)
        noted(said, first="  ", rest="    ")
    if filled is not None and not filled:
        noted(NOTHING_FILLED(), first="  ")


def as_data(filled: Filled) -> dict[str, Any]:
    """What a profile filled, as plain data."""
    return {"path": dotted(filled.path), "value": filled.value, "profile": filled.profile}
