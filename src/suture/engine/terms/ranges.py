"""Figures that are still ranges: finding them, and settling them on one value each.

The exact fold refuses a range; the simulation settles every range anew for each of its input draws.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from suture.engine.clauses.figure import Figure, Written
from suture.engine.fault import Path

W = TypeVar("W", bound=Written)


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
    done: W = _settled(written, (), values)
    return done


def likely(written: W) -> W:
    """The same thing written, every range settled on its likely value."""
    return settled(written, {path: figure.likely for path, figure in ranges(written).items()})


def _settled(written: Any, path: Path, values: Mapping[Path, Decimal]) -> Any:
    if isinstance(written, Figure):
        if written.dated:
            entries = tuple(_settled(entry, (*path, i), values) for i, entry in enumerate(written.dated))
            same = all(a is b for a, b in zip(entries, written.dated, strict=True))
            return written if same else written.model_copy(update={"dated": entries})
        return (
            written.model_copy(update={"value": values[path], "low": None, "high": None}) if path in values else written
        )
    if isinstance(written, Written):
        changed: dict[str, Any] = {}
        for name, field in type(written).model_fields.items():
            before = getattr(written, name)
            after = _settled(before, (*path, field.alias or name), values)
            if after is not before:
                changed[name] = after
        return written.model_copy(update=changed) if changed else written
    if isinstance(written, tuple):
        parts = tuple(_settled(part, (*path, i), values) for i, part in enumerate(written))
        return parts if any(a is not b for a, b in zip(parts, written, strict=True)) else written
    if isinstance(written, dict):
        items = {name: _settled(part, (*path, name), values) for name, part in written.items()}
        return items if any(items[name] is not written[name] for name in items) else written
    return written
