"""What only a whole mapping shows, of one table or of several sheets; and the mapping of each sheet by itself."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from suture.engine.fault import Fault, refusal
from suture.engine.terms.refused import shown
from suture.files.facts.columns import Form, R, row_of
from suture.files.facts.mapping import M, Mapped, form_of

BOTH = refusal(
    "mapping_twice",
    "'{column}' is read from a column and is a constant too",
    "Keep it under 'columns' or under 'constants'.",
    "“{column}”既取自某列，又是常数",
    "请只保留在“columns”或“constants”之下。",
)
NEITHER = refusal(
    "mapping_missing",
    "nothing says what '{column}' is",
    "Name their column for it under 'columns', or what it always is under 'constants'.",
    "未说明“{column}”取自何处",
    "请在“columns”下写出对应的列名，或在“constants”下写出其固定值。",
)
NOT_READ = refusal(
    "mapping_of_nothing",
    "values of '{column}' are translated, and no column is read for it",
    "Name their column for it under 'columns', or take its values out.",
    "“{column}”有取值对照，却没有读取任何列",
    "请在“columns”下写出对应的列名，或删去其取值对照。",
)
SAME_MARK = refusal(
    "mapping_marks",
    "decimal mark and grouping mark are the same",
    "Name two marks, or leave 'grouping_mark' out.",
    "小数点与分组符相同",
    "请使用两个不同的符号，或省略“grouping_mark”。",
)
NO_FORMAT = refusal(
    "mapping_date_format",
    "'{found}' is no form of a date",
    "Write YYYY, MM and DD (or M and D) once each with what stands between them, such as DD.MM.YYYY.",
    "“{found}”不是日期格式",
    "请以 YYYY、MM、DD（或 M、D）各一次及其间的符号表示，例如 DD.MM.YYYY。",
)
MONTHS_SAY = refusal(
    "mapping_months_say",
    "'{column}' is read from the months of a forecast",
    "Take it out, or take 'horizon' out.",
    "“{column}”取自预测表的月份列",
    "请删去该项，或删去“horizon”。",
)
NO_ISSUE = refusal(
    "mapping_no_issue",
    "nothing says when the forecast was issued",
    "Name a column or a constant 'date', 'issued_cell' or 'issued_label' under 'horizon', or say --issued.",
    "未说明预测的发布日期",
    "请写明“date”列或常数、“horizon”下的“issued_cell”或“issued_label”，或使用 --issued。",
)
TWO_ISSUES = refusal(
    "mapping_two_issues",
    "{n} things say when the forecast was issued: {found}",
    "Keep one of them.",
    "有 {n} 处说明预测的发布日期：{found}",
    "请只保留一处。",
)
FROM_MONTHS: Final = frozenset({"quantity", "for", "kind"})
"""What the months of a forecast say; a constant may name another kind."""


def check(
    mapping: Mapped, form: Form[R], *, complete: bool = True, issued: date | None = None
) -> Iterator[Fault]:  # fmt: skip
    """What is wrong with a mapping; it is ``complete`` where it must say what every required column is."""
    parts = by_sheet(mapping)
    if not parts:
        yield from faults(mapping, form, complete=complete, issued=issued)
    for at, (_, part) in enumerate(parts):
        yield from (fault.under("sheets", at) for fault in faults(part, form, complete=complete, issued=issued))


def faults(
    mapping: Mapped, form: Form[R], *, complete: bool = True, issued: date | None = None
) -> Iterator[Fault]:  # fmt: skip
    """What is wrong with the mapping of one table."""
    theirs, always = mapping.columns.written, mapping.constants.written
    is_horizon = horizon_of(mapping) is not None
    known = {*FROM_MONTHS, "date"} if is_horizon else frozenset[str]()
    if is_horizon:
        yield from _wrong_horizon(mapping, issued)
    for column in form.columns:
        if column in theirs and column in always:
            yield BOTH.at("constants", column, column=column)
        elif complete and column in form.required and column not in {*theirs, *always, *known}:
            yield NEITHER.at("columns", column=column)
    for column in mapping.values.written:
        if complete and column not in theirs:
            yield NOT_READ.at("values", column, column=column)
    if mapping.decimal_mark == mapping.grouping_mark:
        yield SAME_MARK.at("grouping_mark")
    if form_of(mapping.date_format) is None:
        yield NO_FORMAT.at("date_format", found=shown(mapping.date_format))
    wrong: list[Fault] = []
    row_of(form, always, ("constants",), 0, wrong, unread=form.wanted - always.keys())
    for fault in wrong:
        yield Fault(fault.path, None, fault.wrong, fault.remedy)


def _wrong_horizon(mapping: Mapped, issued: date | None) -> Iterator[Fault]:
    """What is wrong with the mapping of a forecast: the months say something else, or nothing says the issue."""
    horizon = horizon_of(mapping)
    for column in sorted(FROM_MONTHS & mapping.columns.written.keys()):
        yield MONTHS_SAY.at("columns", column, column=column)
    for column in sorted((FROM_MONTHS - {"kind"}) & mapping.constants.written.keys()):
        yield MONTHS_SAY.at("constants", column, column=column)
    said = {
        "columns.date": mapping.columns.written.get("date"),
        "constants.date": mapping.constants.written.get("date"),
        "issued_cell": horizon.issued_cell,
        "issued_label": horizon.issued_label,
        "--issued": issued,
    }
    found = [name for name, value in said.items() if value is not None]
    if not found:
        yield NO_ISSUE.at("horizon")
    elif len(found) > 1:
        yield TWO_ISSUES.at("horizon", n=len(found), found=", ".join(found))


def horizon_of(mapping: Mapped | None) -> Any:
    """What a mapping says of a forecast whose months are columns; None where it is none."""
    return getattr(mapping, "horizon", None)


def by_sheet(mapping: Mapped | None) -> list[tuple[str, Mapped]]:
    """The sheets that a mapping names, with the whole mapping of each."""
    return [(part.sheet, merged(mapping, part)) for part in getattr(mapping, "sheets", ())] if mapping else []


def merged(whole: Mapped, part: Mapped) -> Mapped:
    """The mapping of a sheet: what it says itself, and else what is said for all."""
    over = part.model_dump(by_alias=True, exclude_unset=True)
    under = whole.model_dump(by_alias=True, exclude_unset=True, exclude={"sheets"})
    columns, constants = over.get("columns", {}), over.get("constants", {})
    values = {**under.get("values", {})}
    for column, given in over.get("values", {}).items():
        values[column] = {**values.get(column, {}), **given}
    return type(part).model_validate({
        **under, **over,
        "columns": {**{k: v for k, v in under.get("columns", {}).items() if k not in constants}, **columns},
        "constants": {**{k: v for k, v in under.get("constants", {}).items() if k not in columns}, **constants},
        "values": values,
    })  # fmt: skip


def issued_on(mapping: M, day: date) -> M:
    """The mapping with the day on which its forecasts were issued."""

    def dated(part: Mapped) -> Mapped:
        fields = part.constants.model_dump(by_alias=True, exclude_unset=True)
        constants = type(part.constants).model_validate({**fields, "date": day.isoformat()})
        return part.model_copy(update={"constants": constants})

    sheets = getattr(mapping, "sheets", ())
    if not sheets:
        return mapping if horizon_of(mapping) is None else mapping.model_copy(update={
            "constants": dated(mapping).constants,
        })  # fmt: skip
    parts = [dated(part) if horizon_of(part) or horizon_of(mapping) else part for part in sheets]
    return mapping.model_copy(update={"sheets": tuple(parts)})
