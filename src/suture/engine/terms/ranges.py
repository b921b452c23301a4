"""Figures that are still ranges: finding them, and settling them on one value each.

The exact fold refuses a range; the simulation settles every range anew for each of its input draws.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from suture.engine.clauses.figure import Figure, Written
from suture.engine.fault import Path

W = TypeVar("W")


def figures(written: object, path: Path = ()) -> Iterator[tuple[Path, Figure]]:
    """Every plain figure of something written, with its path; a dated figure gives one for each of its dates."""
    if isinstance(written, Figure):
        if written.dated:
            for i, entry in enumerate(written.dated):
                yield (*path, i), entry
        else:
            yield path, written
    elif isinstance(written, Written):
        for name, field in type(written).model_fields.items():
            yield from figures(getattr(written, name), (*path, field.alias or name))
    elif isinstance(written, tuple | list):
        for i, part in enumerate(written):
            yield from figures(part, (*path, i))
    elif isinstance(written, Mapping):
        for name, part in written.items():
            yield from figures(part, (*path, name))


def ranges(written: object) -> dict[Path, Figure]:
    """The figures that are ranges, by path."""
    return {path: figure for path, figure in figures(written) if figure.is_range}


def settled(written: W, values: Mapping[Path, Decimal]) -> W:
    """The same thing written, with the figures at these paths as one value each."""
    done: W = _settled(written, values) if values else written
    return done


def likely(written: W) -> W:
    """The same thing written, every range settled on its likely value."""
    return settled(written, {path: figure.likely for path, figure in ranges(written).items()})


def _settled(written: Any, values: Mapping[Path, Decimal]) -> Any:
    """Goes down only where a value lies, for a simulation settles every clause anew for each of its input draws."""
    below: dict[str | int, dict[Path, Decimal]] = {}
    for each, value in values.items():
        below.setdefault(each[0] if each else "", {})[each[1:]] = value
    if isinstance(written, Figure):
        if written.dated:
            entries = {at: _settled(written.dated[int(at)], rest) for at, rest in below.items()}
            return written.model_copy(update={"dated": _replaced(written.dated, entries)})
        return written.model_copy(update={"value": values[()], "low": None, "high": None})
    if isinstance(written, Written):
        names = {field.alias or name: name for name, field in type(written).model_fields.items()}
        parts = {names[str(key)]: rest for key, rest in below.items()}
        return written.model_copy(update={n: _settled(getattr(written, n), rest) for n, rest in parts.items()})
    if isinstance(written, tuple):
        return _replaced(written, {at: _settled(written[int(at)], rest) for at, rest in below.items()})
    return {**written, **{key: _settled(written[key], rest) for key, rest in below.items()}}


def _replaced(parts: tuple[Any, ...], changed: Mapping[str | int, Any]) -> tuple[Any, ...]:
    return tuple(changed.get(at, part) for at, part in enumerate(parts))
