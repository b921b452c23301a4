"""What each figure of something written measures, and whether its unit and bounds fit.

A price is in the currency, or in the currency per unit of the service it prices; a quantity in that unit; a share in
per cent. An unwritten unit means the right one. Another currency and another unit are different mistakes.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Final, get_args, get_origin

from suture.engine.clauses.figure import Dimension, Figure, Written
from suture.engine.fault import Fault, Path, Refusal, refusal
from suture.engine.money import CURRENCIES
from suture.engine.quantity import Unit
from suture.engine.text import NOTHING, Text, either

CURRENCY_DIFFERS = refusal(
    "currency_differs",
    "the figure is in {found}, the agreement in {wanted}",
    "Convert it to {wanted} at the rate that was agreed.",
    "该数值以 {found} 计，协议以 {wanted} 计",
    "请按约定汇率折算为 {wanted}。",
)
UNIT_DIFFERS = refusal(
    "unit_differs",
    "the figure is in '{found}', not in '{wanted}'",
    "Write it in {wanted}.",
    "该数值的单位是“{found}”，应为“{wanted}”",
    "请以 {wanted} 为单位填写。",
)
TOO_SMALL = refusal(
    "figure_too_small",
    "{found} is below {least}",
    "Write a number of at least {least}.",
    "{found} 小于 {least}",
    "请填写不小于 {least} 的数。",
)
TOO_LARGE = refusal(
    "figure_too_large",
    "{found} is above {most}",
    "Write a number of at most {most}.",
    "{found} 大于 {most}",
    "请填写不大于 {most} 的数。",
)

NOT_WHOLE = refusal(
    "figure_not_whole_steps",
    "{found} is not a whole number of steps of {step} {unit}",
    "Write a multiple of {step}, or declare a smaller step for the service.",
    "{found} 不是 {step} {unit} 的整数倍",
    "请填写 {step} 的倍数，或为该服务声明更小的步长。",
)

PER: Final = Text("measure.per_unit", "{currency}/{unit}", "{currency}/{unit}")
PER_CENT: Final = {"%", ""}
TIMES: Final = {
    "months": {"", "month", "months"},
    "days": {"", "day", "days"},
    "hours": {"", "hour", "hours", "h"},
}


def measured(
    written: object, path: Path = (), measure: Dimension | None = None
) -> Iterator[tuple[Path, Figure, Dimension]]:
    """Every plain figure of something written that says what it measures; a dated figure gives each of its dates."""
    if isinstance(written, Figure):
        if measure is not None:
            for i, plain in enumerate(written.figures()):
                yield ((*path, i) if written.dated else path), plain, measure
    elif isinstance(written, Written):
        for name, (key, dimension) in _fields(type(written)).items():
            yield from measured(getattr(written, name), (*path, key), dimension)
    elif isinstance(written, tuple | list):
        for i, part in enumerate(written):
            yield from measured(part, (*path, i), measure)
    elif isinstance(written, Mapping):
        for name, part in written.items():
            yield from measured(part, (*path, name), measure)


@cache
def _fields(model: type[Written]) -> dict[str, tuple[str, Dimension | None]]:
    """The fields of a model: the key that people write, and the dimension of the figures in it."""
    return {
        name: (
            field.alias or name,
            next((meta for meta in field.metadata if isinstance(meta, Dimension)), None)
            or _dimension(field.annotation),
        )
        for name, field in model.model_fields.items()
    }


def _dimension(annotation: Any) -> Dimension | None:
    """The dimension inside an annotation such as ``Price | None`` or ``dict[str, Amount]``."""
    arguments = get_args(annotation)
    if get_origin(annotation) is Annotated:
        found = next((meta for meta in arguments[1:] if isinstance(meta, Dimension)), None)
        return found or _dimension(arguments[0])
    return next((found for argument in arguments if (found := _dimension(argument)) is not None), None)


def check_figures(
    written: Written, *, currency: str, units: Sequence[Unit] | None, differs: Refusal = CURRENCY_DIFFERS
) -> Iterable[Fault]:
    """Units and bounds of every figure; ``units`` are those of the clause's services, None where one is not known.

    ``differs`` is what is said of another currency, in the name of what is written.
    """
    names = None if units is None else [unit.name for unit in units]
    for path, figure, dimension in measured(written):
        yield from check_unit(figure, dimension, path, currency, names, differs)
        numbers = [number for number in (figure.low, figure.value, figure.high) if number is not None]
        if numbers and dimension.least is not None and min(numbers) < dimension.least:
            yield TOO_SMALL.at(*path, found=said(min(numbers), figure), least=said(dimension.least, figure))
        if numbers and dimension.most is not None and max(numbers) > dimension.most:
            yield TOO_LARGE.at(*path, found=said(max(numbers), figure), most=said(dimension.most, figure))
        if dimension.measures == "quantity" and units and not figure.is_range:
            for number in dict.fromkeys(number for number in numbers if not units[0].whole(number)):
                yield NOT_WHOLE.at(*path, found=said(number, figure), step=units[0].step, unit=units[0].name)


def check_unit(
    figure: Figure, dimension: Dimension, path: Path, currency: str, units: Collection[str] | None, differs: Refusal
) -> Iterable[Fault]:
    """Whether the unit of one figure is that of its dimension."""
    found, of_service = figure.unit, either([*units]) if units else NOTHING()
    if not found or dimension.measures in ("level", "rate"):
        return
    if dimension.measures in ("price", "amount"):
        if currency not in CURRENCIES:  # refused by itself
            return
        money, _, per = found.partition("/")
        wanted = PER(currency=currency, unit=of_service) if dimension.measures == "price" and units else currency
        if money != currency and money in CURRENCIES:
            yield differs.at(*path, found=money, wanted=currency)
        elif money != currency or (
            per and not _is_unit(per, () if dimension.measures == "amount" and units is not None else units)
        ):
            yield UNIT_DIFFERS.at(*path, found=found, wanted=wanted)
    elif dimension.measures == "share":
        if found not in PER_CENT:
            yield UNIT_DIFFERS.at(*path, found=found, wanted="%")
    elif dimension.measures == "quantity":
        if units and not _is_unit(found, units):
            yield UNIT_DIFFERS.at(*path, found=found, wanted=of_service)
    elif found not in TIMES[dimension.measures]:
        yield UNIT_DIFFERS.at(*path, found=found, wanted=dimension.measures)


def _is_unit(found: str, units: Collection[str] | None) -> bool:
    """A unit by its name, or in the plural."""
    return units is None or found in units or found in {f"{unit}s" for unit in units}


def said(number: Decimal, figure: Figure) -> str:
    """A number as it was written: per cent where it was per cent."""
    shown = number * 100 if figure.unit == "%" else number
    text = f"{shown:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + (" %" if figure.unit == "%" else "")
