"""Terms back to text: what was written and nothing else, in the order of the model, figures as short as they can be.

Reading the text gives an equal agreement. Comments of the original are not kept: they are not terms.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

import yaml

from suture.engine.clauses.figure import PER_CENT, Figure, Written

WIDTH: Final = 110
_TEXT: Final = "tag:yaml.org,2002:str"
_LIST: Final = "tag:yaml.org,2002:seq"
_KEYS: Final = "tag:yaml.org,2002:map"


class _Indented(yaml.BaseDumper):
    """Lists stand two spaces inside what holds them, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def write(written: Written) -> str:
    """The YAML text of an agreement or a case."""
    text: str = yaml.serialize(
        _node(plain(written), depth=0), Dumper=_Indented, allow_unicode=True, width=WIDTH, indent=2
    )
    return text


def plain(written: Any) -> Any:
    """Something written as texts, lists and mappings, ready for any format."""
    if isinstance(written, Figure):
        return _figure(written)
    if isinstance(written, Written):
        shown = {}
        for name, field in type(written).model_fields.items():
            value = getattr(written, name)
            if value is not None and (name in written.model_fields_set or name == "kind"):
                shown[field.alias or name] = plain(value)
        return shown
    if isinstance(written, Mapping):
        return {str(name): plain(part) for name, part in written.items()}
    if isinstance(written, tuple | list):
        return [plain(part) for part in written]
    return _scalar(written)


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return shortest(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _figure(figure: Figure) -> Any:
    """The shortest form of a figure: a scalar, keys, or a list of dates."""
    more = {name: text for name in ("source", "assumption", "draw") if (text := getattr(figure, name, ""))}
    if figure.dated:
        dated = [_entry(entry) for entry in figure.dated]
        return (
            {"dated": dated, **({"unit": figure.unit} if figure.unit else {}), **more} if more or figure.unit else dated
        )
    if figure.low is None and not more:
        return _number(figure.value, figure.unit) if figure.value is not None else "unknown"
    return _keys(figure, more)


def _entry(entry: Any) -> dict[str, Any]:
    more = {name: text for name in ("source", "assumption", "draw") if (text := getattr(entry, name, ""))}
    return {"from": entry.from_.isoformat(), **_keys(entry, more)}


def _keys(figure: Figure, more: Mapping[str, str]) -> dict[str, Any]:
    """A figure key by key; its unit stands with one number, or by itself beside several."""
    parts = {name: number for name in ("low", "value", "high") if (number := getattr(figure, name)) is not None}
    if list(parts) == ["value"]:
        return {"value": _number(parts["value"], figure.unit), **more}
    unit = {"unit": figure.unit} if figure.unit else {}
    return {
        **{name: _number(number, figure.unit, alone=True) for name, number in parts.items()},
        **unit,
        **more,
    }


def _number(number: Decimal, unit: str, *, alone: bool = False) -> str:
    """A number as people write it; a share in per cent where it was written so."""
    if unit == "%":
        number = (number / PER_CENT).normalize()
    text = shortest(number)
    return text if alone or not unit else f"{text} {unit}"


def shortest(number: Decimal) -> str:
    """A number without the zeros that reckoning leaves behind its last digit; two decimals stay, as money has them."""
    text = f"{number:f}"
    return text if number.as_tuple().exponent in (0, -2) or "." not in text else text.rstrip("0").rstrip(".")


def _node(data: Any, *, depth: int) -> yaml.Node:
    """Data as a YAML node; what fits on a line stands on one."""
    if isinstance(data, str):
        return yaml.ScalarNode(_TEXT, data)
    short = depth > 0 and _is_short(data) and (isinstance(data, list) or depth != 2)
    if isinstance(data, list):
        return yaml.SequenceNode(_LIST, [_node(part, depth=depth + 1) for part in data], flow_style=short)
    pairs = [(yaml.ScalarNode(_TEXT, key), _node(part, depth=depth + 1)) for key, part in data.items()]
    return yaml.MappingNode(_KEYS, pairs, flow_style=short)


def _is_short(data: Any) -> bool:
    """Whether a list or mapping holds only texts, or one level of such, and fits on a line."""
    parts = list(data.values()) if isinstance(data, dict) else list(data)
    return all(isinstance(part, str) for part in parts) and len(str(data)) < WIDTH - 20
