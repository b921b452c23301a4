"""Text to terms: a document of texts becomes a frozen model, or a list of everything that is wrong with it.

``read`` serves any written model (an agreement, a case). ``read_agreement`` adds what only the whole agreement shows,
and says it also when some clauses could not be read, so that one pass over a file finds all.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from suture.engine.clauses.figure import Figure, Written
from suture.engine.clauses.kind import ClauseBase
from suture.engine.fault import Fault, Faulty, Path, refusal
from suture.engine.terms.agreement import Agreement, AnyClause
from suture.engine.terms.document import Document, Tree, parse
from suture.engine.terms.faults import check_clause, faults
from suture.engine.terms.profiles import filled_in, told
from suture.engine.terms.refused import NO_DATE, refused, shown

W = TypeVar("W", bound=Written)
NOT_A_MAPPING = refusal(
    "not_keys_at_top",
    "it does not begin with keys and values",
    "Write 'key: value' lines; `suture schema` lists them.",
    "开头不是键和值",
    "请按“key: value”逐行填写；可用的键见 `suture schema`。",
)
FAR_DAY = refusal(
    "date_far", "{found} lies outside 1900 to 2299", "Correct the year.", "{found} 超出 1900 至 2299 年", "请更正年份。"
)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
YEARS: Final = range(1900, 2300)


def none(_: Any) -> Iterable[Fault]:
    """No further faults."""
    return ()


def read(text: str, model: type[W], *, file: str = "", check: Callable[[W], Iterable[Fault]] = none) -> W:
    """The model that a text writes. Raises ``Faulty`` with every fault; ``check`` finds those of the whole."""
    document = mapping(text, file)
    try:
        return written_in(document, model, check)
    except Faulty as faulty:
        raise Faulty(in_file(faulty.faults, file)) from None


def written_in(document: Document, model: type[W], check: Callable[[W], Iterable[Fault]] = none) -> W:
    """The model in a document that was parsed. Raises ``Faulty``."""
    written, found = validated(document, model)
    if written is not None and not found:
        found = located(check(written), document)
    if written is None or found:
        raise Faulty(found)
    return written


def read_agreement(text: str, *, file: str = "") -> Agreement:
    """The agreement that a text writes. Raises ``Faulty`` with every fault, also of the clauses beside a broken one."""
    document = mapping(text, file)
    try:
        return agreement_in(document)
    except Faulty as faulty:
        raise Faulty(in_file(faulty.faults, file)) from None


def agreement_in(document: Document) -> Agreement:
    """The agreement in a document that was parsed, with what its profiles fill. Raises ``Faulty``."""
    filling = filled_in(document)
    document = filling.document
    agreement, found = validated(document, Agreement)
    known = {fault.path for fault in found}
    beside = faults(agreement) if agreement is not None else faults_beside(document, found)
    found.extend(fault for fault in located(beside, document) if fault.path not in known)
    found = [*told(filling, found), *located(filling.faults, document)]
    if agreement is None or found:
        raise Faulty(sorted(found, key=lambda fault: fault.line or 0))
    return agreement


def mapping(text: str, file: str = "") -> Document:
    """The document of a text whose top is keys and values. Raises ``Faulty``."""
    try:
        document = parse(text)
    except Faulty as faulty:
        raise Faulty(in_file(faulty.faults, file)) from None
    if not isinstance(document.data, dict):
        raise Faulty(in_file([NOT_A_MAPPING.at(line=1)], file))
    return document


def validated(document: Document, model: type[W]) -> tuple[W | None, list[Fault]]:
    """The model of a document, or its faults."""
    try:
        written = model.model_validate(document.data)
    except ValidationError as error:
        return None, refused(error, document, model)
    return written, located(days(written, document.data), document)


def days(written: object, data: Tree, path: Path = ()) -> Iterable[Fault]:
    """Days that are written as something else: the model takes ``86400`` for a moment of 1970."""
    if isinstance(written, date):
        if not isinstance(data, str) or not _DAY.fullmatch(data):
            yield NO_DATE.at(*path, found=shown(data))
        elif written.year not in YEARS:
            yield FAR_DAY.at(*path, found=data)
    elif isinstance(written, Written) and isinstance(data, dict):
        for name, field in type(written).model_fields.items():
            key = field.alias or name
            if key in data or name in data:
                yield from days(getattr(written, name), data.get(key, data.get(name, "")), (*path, key))
    elif isinstance(written, Figure | tuple | list) and isinstance(data, list):
        parts = written.dated if isinstance(written, Figure) else written
        for i, (part, datum) in enumerate(zip(parts, data, strict=False)):
            yield from days(part, datum, (*path, i))
    elif isinstance(written, Mapping) and isinstance(data, dict):
        for name, part in written.items():
            yield from days(part, data.get(str(name), ""), (*path, str(name)))


def faults_beside(document: Document, found: Iterable[Fault]) -> Iterable[Fault]:
    """What else is wrong with an agreement of which some clauses, or the head, could not be read."""
    assert isinstance(document.data, dict)
    written = document.data.get("clauses")
    if not isinstance(written, list):
        return []
    broken = {fault.path[1] for fault in found if fault.path[:1] == ("clauses",) and len(fault.path) > 1}
    whole = [i for i in range(len(written)) if i not in broken]
    head_is_read = all(fault.path[:1] == ("clauses",) for fault in found)
    if head_is_read and whole:
        rest = Agreement.model_validate({**document.data, "clauses": [written[i] for i in whole]})
        unread = {name for i in broken if (name := _name(written[int(i)]))}
        return [_renumbered(fault, whole) for fault in faults(rest, unread=unread)]
    return [fault for i in whole for fault in check_clause(any_clause().validate_python(written[i]), i)]


@cache
def any_clause() -> TypeAdapter[ClauseBase]:
    """What reads a clause of any kind, made once: making it takes ten times as long as reading a file."""
    return TypeAdapter(AnyClause)


def _name(clause: Tree) -> str:
    name = clause.get("id", "") if isinstance(clause, dict) else ""
    return name if isinstance(name, str) else ""


def _renumbered(fault: Fault, whole: list[int]) -> Fault:
    match fault.path:
        case ("clauses", int(at), *rest):
            return replace(fault, path=("clauses", whole[at], *rest))
    return fault


def located(found: Iterable[Fault], document: Document) -> list[Fault]:
    """The faults with the lines of their places."""
    return [replace(fault, line=fault.line or document.line(fault.path)) for fault in found]


def in_file(found: Iterable[Fault], file: str) -> list[Fault]:
    """The faults with the name of their file."""
    return [replace(fault, file=fault.file or file) for fault in found]
