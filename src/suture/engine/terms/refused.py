"""What the model refuses, said in our words: a place in the document's own terms, what is wrong, and the remedy.

The model speaks of its own structure (union tags, the inside of a figure, aliases); people see their document. So each
error's location is followed through the document, and what is not written there is left out of the path.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from suture.engine.fault import Fault, Path, Refusal, refusal
from suture.engine.terms.document import Document, Tree
from suture.engine.text import NOTHING as NOTHING_NEAR
from suture.engine.text import Message, Text

MISSING = refusal(
    "key_missing",
    "the key '{key}' is missing",
    "Add it: what changes an amount has no default.",
    "缺少键“{key}”",
    "请补上：凡影响金额的内容都没有默认值。",
)
UNKNOWN = refusal(
    "key_unknown",
    "the key '{key}' is not known here",
    "{guess}Known here: {known}.",
    "此处没有键“{key}”",
    "{guess}此处可用：{known}。",
)
NO_CHOICE = refusal(
    "not_a_choice",
    "'{found}' is none of the choices",
    "{guess}Write one of: {choices}.",
    "“{found}”不在可选之列",
    "{guess}请填写以下之一：{choices}。",
)
NO_KIND = refusal(
    "kind_unknown",
    "there is no clause kind '{found}'",
    "{guess}Write one of: {choices}.",
    "没有“{found}”这种条款",
    "{guess}请填写以下之一：{choices}。",
)
NO_NUMBER = refusal(
    "not_a_number",
    "'{found}' is not a number",
    "Write digits with a decimal point, such as 1250.50, and the unit after it.",
    "“{found}”不是数字",
    "请用数字和小数点书写，例如 1250.50，单位写在其后。",
)
NO_DATE = refusal(
    "not_a_date",
    "'{found}' is not a date",
    "Write a day of the calendar as year-month-day, such as 2027-01-31.",
    "“{found}”不是日期",
    "请按年-月-日书写，例如 2027-01-31。",
)
NO_FLAG = refusal(
    "not_yes_or_no",
    "'{found}' is neither yes nor no",
    "Write true or false.",
    "“{found}”既不是“是”也不是“否”",
    "请填写 true 或 false。",
)
NO_LIST = refusal(
    "not_a_list",
    "'{found}' stands where a list belongs",
    "Write a list: [a, b], or a line beginning with '- ' for each.",
    "应为列表处写了“{found}”",
    "请写成列表：[a, b]，或每项一行并以“- ”开头。",
)
NO_KEYS = refusal(
    "not_keys",
    "{found} stands where keys and values belong",
    "Write 'key: value' for each of: {known}.",
    "应为键和值处写了{found}",
    "请按“key: value”逐项填写：{known}。",
)
NO_TEXT = refusal(
    "not_a_text",
    "keys or a list stand where one text belongs",
    "Write one text.",
    "应为一段文本处写了键或列表",
    "请写成一段文本。",
)
NOTHING = refusal(
    "nothing_written",
    "nothing is written here",
    "Write a value, or leave the key out where it may be left out.",
    "此处为空",
    "请填写内容；若可省略，请删去该键。",
)
FEW = refusal("too_few", "the list is empty", "Write at least one.", "列表为空", "请至少填写一项。")
NAME = refusal(
    "not_a_name",
    "'{found}' cannot be a name here",
    "Begin with a small letter and use small letters, digits, - and _.",
    "“{found}”不能作为名称",
    "请以小写字母开头，只用小写字母、数字、- 和 _。",
)
CURRENCY = refusal(
    "not_a_currency_code",
    "'{found}' is not a currency code",
    "Write three capital letters, such as USD.",
    "“{found}”不是货币代码",
    "请填写三个大写字母，例如 USD。",
)
PATTERN = refusal(
    "text_form",
    "'{found}' has not the form that is needed",
    "Write it in the form {form}.",
    "“{found}”不符合要求的格式",
    "请按格式 {form} 填写。",
)
LONG = refusal(
    "text_longer",
    "the text has more than {most} characters",
    "Shorten it to {most} characters.",
    "文本超过 {most} 个字符",
    "请缩短到 {most} 个字符。",
)
LESS = refusal(
    "number_too_small",
    "{found} is not {bound}",
    "Write a number that is {bound}.",
    "{found} 不符合“{bound}”",
    "请填写{bound}的数。",
)
DIGITS = refusal(
    "number_too_long",
    "{found} has too many digits",
    "Write at most {most} digits.",
    "{found} 位数过多",
    "最多 {most} 位数字。",
)
PLACES = refusal(
    "number_too_fine",
    "{found} has too many digits behind the point",
    "Write at most {most} digits behind the point.",
    "{found} 小数位过多",
    "最多 {most} 位小数。",
)
LONG_FIGURE = refusal(
    "figure_too_long",
    "{found} has more than {whole} digits before or {decimals} behind the point",
    "Correct the number.",
    "{found} 的整数超过 {whole} 位或小数超过 {decimals} 位",
    "请更正该数。",
)
UNITS = refusal(
    "units_in_one_figure",
    "one figure is written in '{one}' and in '{other}'",
    "Write all its numbers in one unit.",
    "同一数值同时用了“{one}”和“{other}”",
    "请统一为一个单位。",
)
NOT_RISING = refusal(
    "range_not_rising",
    "low {low}, value {value} and high {high} are not in rising order",
    "Put them in order.",
    "low {low}、value {value}、high {high} 未按升序排列",
    "请按升序排列。",
)
HALF_OPEN = refusal(
    "range_half_open",
    "a range has only one of low and high",
    "Write both.",
    "区间只有 low 或 high 之一",
    "请两者都填写。",
)
DATES_NOT_RISING = refusal(
    "dates_not_rising",
    "the dated values are not in rising order of date",
    "Sort them by 'from'; each day once.",
    "按日期的数值未按日期升序排列",
    "请按“from”排序，每个日期一次。",
)
VERSION = refusal(
    "format_version",
    "version '{found}' of the format is not known",
    "Write 'suture: {choices}'.",
    "格式版本“{found}”未知",
    "请填写“suture: {choices}”。",
)
OTHER = refusal(
    "refused",
    "{said}",
    "Correct this value; `suture schema` shows what is read.",
    "{said}",
    "请更正该值；可用格式见 `suture schema`。",
)

_WAS_MEANT: Final = Text("refused.was_meant", "Did you mean '{near}'? ", "是否应为“{near}”？")
_COMMA: Final = Text(
    "refused.comma",
    "Was a decimal comma meant? Write a decimal point. ",
    "是否用了逗号作小数点？请用句点。",
)
_KEYS: Final = Text("refused.keys", "keys and values", "键和值")
_LIST: Final = Text("refused.list", "a list", "列表")
_QUOTED: Final = Text("refused.quoted", "'{found}'", "“{found}”")
_MEANT: Final = Text("refused.meant", "what is meant", "所要表达的内容")
_LONGEST_ECHO: Final = 60
_OF_FIGURES: Final = {
    refusal_.wrong.code: refusal_ for refusal_ in (LONG_FIGURE, UNITS, NOT_RISING, HALF_OPEN, DATES_NOT_RISING)
}
_OF_VALUES: Final = {
    r"not_a_number|decimal_(parsing|type)|finite_number|int_.*|float_.*": NO_NUMBER,
    r"date_.*|datetime_.*": NO_DATE,
    r"bool_.*": NO_FLAG,
    r"(tuple|list|set|frozen_set)_type": NO_LIST,
    r"string_type": NO_TEXT,
    r"string_too_short": NOTHING,
    r"string_too_long": LONG,
    r"decimal_(max|whole)_digits": DIGITS,
    r"decimal_max_places": PLACES,
}
_TEXT_FORMS: Final = {r"^[A-Z]{3}$": CURRENCY, r"^[a-z][a-z0-9_-]*$": NAME}
_BOUNDS: Final = {
    "greater_than": Text("bound.above", "above {gt}", "大于 {gt}"),
    "greater_than_equal": Text("bound.least", "at least {ge}", "不小于 {ge}"),
    "less_than": Text("bound.below", "below {lt}", "小于 {lt}"),
    "less_than_equal": Text("bound.most", "at most {le}", "不大于 {le}"),
}


def refused(error: ValidationError, document: Document, model: type[BaseModel]) -> list[Fault]:
    """Every fault that the model found, by line; of several at one place (a union tries each form) the first."""
    faults: dict[Path, Fault] = {}
    for detail in error.errors(include_url=False):
        path = place(detail["loc"], document.data, missing=detail["type"] == "missing")
        if detail["type"].startswith("union_tag") and isinstance(detail["input"], Mapping):
            path = (*path, str(detail["ctx"]["discriminator"]).strip("'"))
        for fault in _said(detail, model):
            faults.setdefault(path, Fault(path, document.line(path), fault.wrong, fault.remedy))
    return sorted(faults.values(), key=lambda fault: fault.line or 0)


def place(loc: Sequence[str | int], data: Tree, *, missing: bool = False) -> Path:
    """A location of the model as a path of the document."""
    path: list[str | int] = []
    here: Tree = data
    for i, part in enumerate(loc):
        if isinstance(here, dict) and part == "value" and "likely" in here:
            part = "likely"
        if (isinstance(here, dict) and part in here) or (
            isinstance(here, list) and isinstance(part, int) and part < len(here)
        ):
            path.append(part)
            here = here[part]  # type: ignore[index]  # the part was just found in it
        elif missing and i == len(loc) - 1:
            path.append(part)
    return tuple(path)


def shown(value: object) -> Message | str:
    """A value as a message repeats it: one line, not too long."""
    if isinstance(value, Mapping):
        return _KEYS()
    if isinstance(value, list | tuple):
        return _LIST()
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST_ECHO else text[: _LONGEST_ECHO - 1] + "…"


def nearest(word: str, known: Iterable[str]) -> Message:
    """The guess that opens a remedy, or nothing when no known word is near."""
    found = difflib.get_close_matches(word.lower()[:_LONGEST_ECHO], list(known), n=1, cutoff=0.6)
    return _WAS_MEANT(near=found[0]) if found else NOTHING_NEAR()


def _said(detail: ErrorDetails, model: type[BaseModel]) -> Iterator[Fault]:
    """One error of the model in our words."""
    kind, loc, found, ctx = detail["type"], detail["loc"], detail["input"], detail.get("ctx", {})
    if found == "" and kind not in ("missing", "extra_forbidden"):
        yield NOTHING.at()
    elif kind == "missing":
        yield MISSING.at(key=loc[-1])
    elif kind == "extra_forbidden":
        known = sorted(keys_at(model, loc[:-1]))
        guess = _COMMA() if str(loc[-1])[:1].isdigit() else nearest(str(loc[-1]), known)
        yield UNKNOWN.at(key=shown(loc[-1]), guess=guess, known=", ".join(known))
    elif kind == "union_tag_not_found":
        yield MISSING.at(key=str(ctx["discriminator"]).strip("'"))
    elif kind in ("literal_error", "enum", "union_tag_invalid"):
        yield _choice(kind, loc, found, ctx)
    elif kind in ("too_short", "too_long"):
        if len(found) < ctx.get("min_length", 0):  # else it is short only because its parts were refused
            yield FEW.at()
        elif "max_length" in ctx:
            yield LONG.at(most=ctx["max_length"])
    elif kind in ("model_type", "model_attributes_type", "dict_type", "mapping_type", "dataclass_type"):
        what = _LIST() if isinstance(found, list) else _QUOTED(found=shown(found))
        yield NO_KEYS.at(found=what, known=", ".join(sorted(keys_at(model, loc))) or _MEANT())
    elif kind in _BOUNDS:
        yield LESS.at(found=shown(found), bound=_BOUNDS[kind](**{name: str(value) for name, value in ctx.items()}))
    else:
        yield _plain(kind, found, ctx, detail["msg"])


def _plain(kind: str, found: object, ctx: Mapping[str, Any], said: str) -> Fault:
    """An error about one value."""
    if kind in _OF_FIGURES:
        return _OF_FIGURES[kind].at(**{"found": shown(ctx.get("written", found)), **ctx})
    if kind == "string_pattern_mismatch":
        return _form(str(ctx["pattern"]), found)
    simple = next((known for pattern, known in _OF_VALUES.items() if re.fullmatch(pattern, kind)), None)
    if simple is None:
        return OTHER.at(said=said)
    most = next((value for value in ctx.values() if isinstance(value, int)), "")
    return simple.at(found=shown(ctx.get("written", found)), most=most)


def _form(pattern: str, found: object) -> Fault:
    known: Refusal = _TEXT_FORMS.get(pattern, PATTERN)
    return known.at(found=shown(found), form=pattern)


def _choice(kind: str, loc: Sequence[str | int], found: object, ctx: Mapping[str, Any]) -> Fault:
    """A word that is none of those allowed."""
    choices = re.findall(r"'([^']*)'|(\d+)", str(ctx.get("expected_tags") or ctx.get("expected")))
    words = [word or number for word, number in choices]
    refusal_, word = NO_CHOICE, found
    if kind == "union_tag_invalid":
        refusal_, word = (NO_KIND if ctx["discriminator"] == "'kind'" else NO_CHOICE), ctx["tag"]
    elif tuple(loc) == ("suture",):
        refusal_ = VERSION
    return refusal_.at(found=shown(word), guess=nearest(str(word), words), choices=", ".join(words))


def keys_at(model: Any, loc: Sequence[str | int]) -> set[str]:
    """The keys that the model knows at a location."""
    here = _models(model)
    for part in loc:
        inside: list[Any] = []
        for each in here:
            inside.extend(_inside(each, part))
        here = inside
    return {
        field.alias or name
        for each in here
        if isinstance(each, type) and issubclass(each, BaseModel)
        for name, field in each.model_fields.items()
    }


def _models(annotation: Any) -> list[Any]:
    """The forms that an annotation allows: a union's members, without wrapping."""
    if get_origin(annotation) is Annotated:
        return _models(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [form for member in get_args(annotation) for form in _models(member)]
    return [annotation]


def _inside(form: Any, part: str | int) -> list[Any]:
    """The forms allowed one step further in; a union's tag leads to the member that carries it."""
    if isinstance(form, type) and issubclass(form, BaseModel):
        for name, field in form.model_fields.items():
            if part in (name, field.alias):
                return _models(field.annotation)
        is_tag = part == form.__name__ or any(field.default == part for field in form.model_fields.values())
        return [form] if is_tag else []
    arguments = [argument for argument in get_args(form) if argument is not Ellipsis]
    return _models(arguments[-1]) if arguments else []
