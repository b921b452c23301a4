"""Cases with known answers, held against the engine: ``python -m tests.conformance FILE…``.

An adapter (``billing``, ``trade``) maps the words of a case to clauses and facts; the engine counts. Each failure is
said with what was expected, what was found and why, then how many passed and failed; exit code 1 when any failed.
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from suture.engine.money import rounded_to
from suture.files.kernels import use_kernel_cache
from tests.conformance import billing, trade
from tests.conformance.words import Cannot, Words, number

ADAPTERS = {**billing.ADAPTERS, **trade.ADAPTERS}
EXACT = 12
"""Decimals to which exact figures are compared: a third of something has no last digit."""


class Result(NamedTuple):
    """One case: whether it passed, and if not, what was expected, what was found, and why it failed."""

    case: str
    passed: bool
    expected: object = None
    found: object = None
    why: str = ""

    def __str__(self) -> str:
        return f"{self.case}: expected {shown(self.expected)}, found {shown(self.found)}: {self.why}"


def results(file: Path) -> list[Result]:
    """The result of every case of a file; what cannot be read is one failure."""
    try:
        written = json.loads(file.read_text("utf-8"), parse_float=Decimal)
        cases = Words(written, "file").rows("cases")
    except (OSError, ValueError, RecursionError, Cannot) as problem:
        return [Result(file.name, False, why=f"the file cannot be read: {problem}")]
    return [result(case, f"case {at}") for at, case in enumerate(cases, 1)]


def result(written: object, name: str) -> Result:
    """The result of one case."""
    expected: object = None
    try:
        case = Words(written, "case")
        name = str(case.get("id", name))
        expected = case["expected"]
        found = answered(case)
        wrong = list(differences(case.table("expected"), found, tolerance(case), rounds="inputs" in case))
    except Cannot as problem:
        return Result(name, False, expected, None, " ".join(str(problem).split()))
    except Exception as problem:  # whatever a case does to the engine is said of that case; the others go on
        return Result(name, False, expected, None, f"{type(problem).__name__}: {' '.join(str(problem).split())}")
    return Result(name, not wrong, expected, found, "; ".join(wrong))


def answered(case: Words) -> Mapping[str, Any]:
    """What the engine says of a case. What nobody has read of it is refused: it would change the answer."""
    model = case["model"]
    if not isinstance(model, str) or model not in ADAPTERS:
        raise Cannot(f"no adapter for the model {model!r}")
    said = case.table("inputs" if "inputs" in case else "terms")
    found: Mapping[str, Any] = ADAPTERS[model](case, said)
    if unread := [word for word in case.unread() if word.startswith((said.path, "case.usage["))]:
        raise Cannot("not read by the adapter: " + ", ".join(unread))
    return found


def tolerance(case: Words) -> Decimal | None:
    """How far apart figures may be, where the case says so."""
    return case.number("tolerance") if "tolerance" in case else None


def differences(expected: Words, found: Mapping[str, Any], tolerance: Decimal | None, *, rounds: bool) -> Iterable[str]:
    """What is expected and not so. ``rounds``: figures are rounded half up to 0.01 at the end."""
    if not expected.words():
        yield "nothing is expected"
    for word in expected.words():
        if word not in found:
            yield f"{word}: the adapter knows no such figure"
        else:
            yield from unlike(expected[word], found[word], word, tolerance, rounds)


def unlike(expected: Any, found: Any, path: str, tolerance: Decimal | None, rounds: bool) -> Iterable[str]:
    """Where two figures, or lists or tables of figures, differ."""
    if isinstance(found, Mapping) and isinstance(expected, Mapping):
        if set(found) != set(expected):
            yield f"{path}: {shown(list(found))} instead of {shown(list(expected))}"
            return
        for name in expected:
            yield from unlike(expected[name], found[name], f"{path}.{name}", tolerance, rounds)
    elif isinstance(found, list) and isinstance(expected, list):
        if len(found) != len(expected):
            yield f"{path}: {len(found)} figures instead of {len(expected)}"
            return
        for at, (one, other) in enumerate(zip(expected, found, strict=True)):
            yield from unlike(one, other, f"{path}[{at}]", tolerance, rounds)
    elif isinstance(found, bool) or isinstance(expected, bool | Mapping | list):
        if type(found) is not type(expected) or found != expected:
            yield f"{path}: {shown(found)} instead of {shown(expected)}"
    elif not isinstance(found, Decimal) or not same(number(expected, path), found, tolerance, rounds):
        yield f"{path}: {shown(found)} instead of {shown(expected)}"


def same(expected: Decimal, found: Decimal, tolerance: Decimal | None, rounds: bool) -> bool:
    """Whether two figures are the same, as the conventions of the case have it."""
    if tolerance is not None:
        return abs(expected - found) <= tolerance
    if rounds and rounded_to(found, 2) == expected:
        return True
    return rounded_to(found, EXACT) == rounded_to(expected, EXACT)


def shown(value: object) -> str:
    """A figure, or lists or tables of them, for people."""
    if isinstance(value, Decimal):
        return f"{rounded_to(value, EXACT).normalize():f}"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {shown(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(shown(each) for each in value) + "]"
    return "nothing" if value is None else str(value)


def main(files: Sequence[str]) -> int:
    """Run the cases of all files and say how they went."""
    if not files:
        print("usage: python -m tests.conformance FILE…", file=sys.stderr)
        return 2
    use_kernel_cache()
    found = [each for file in files for each in results(Path(file))]
    failed = [each for each in found if not each.passed]
    for each in failed:
        print(each)
    print(f"{len(found) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
