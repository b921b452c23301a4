"""A whole mapping out of guesses: columns, constants, values and forms, and what must be asked."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

from suture.engine.fault import Fault, refusal
from suture.engine.rating.fact import MEASURES
from suture.engine.terms.refused import shown
from suture.engine.text import Message, Text
from suture.files.facts import cells
from suture.files.facts.columns import FACTS, Form, R
from suture.files.facts.horizon import month_of
from suture.files.facts.learning.guessing import Guess, Known, guessed, texts_of
from suture.files.facts.learning.rows import Raw, raw_of
from suture.files.facts.learning.shapes import date_forms, number_marks
from suture.files.facts.learning.values import Translation, kinds, services, units
from suture.files.facts.learning.words import KINDS, bare
from suture.files.facts.mapping import ISO
from suture.files.facts.whole import FROM_MONTHS, NO_ISSUE

OF_AGREEMENT: Final = Text("learn.of_agreement", "sure: the agreement that was given", "确定：取自所给协议")
ONE_ONLY: Final = Text("learn.one_only", "likely: the agreement has no other", "可能：协议中仅此一项")
OF_NAME: Final = Text(
    "learn.of_name",
    "likely: the file or sheet is called '{name}'; look at it",
    "可能：文件或工作表名为“{name}”，请核对",
)
EVERY_DATE: Final = Text("learn.every_date", "sure: every date is written so", "确定：所有日期均如此书写")
EVERY_NUMBER: Final = Text("learn.every_number", "sure: every number is written so", "确定：所有数字均如此书写")
IN_STEPS: Final = Text(
    "learn.in_steps",
    "sure: only so is every quantity whole steps of its unit",
    "确定：仅如此各数量才是单位步长的整数倍",
)
NAMES_HERE: Final = Text("learn.names_here", "sure: the names of the columns stand in row {n}", "确定：列名在第 {n} 行")
MONTHS_ARE: Final = Text(
    "learn.months",
    "likely: {n} columns are called after months, as in a forecast",
    "可能：有 {n} 列以月份为名，应为预测表",
)
MONTHS: Final = 3
"""So many columns that are called after months make a forecast."""

NOT_GUESSED = refusal(
    "learn_not_guessed",
    "nothing in the table says what '{column}' is",
    "Name their column for it under 'columns', or what it always is under 'constants'. Not read yet: {others}.",
    "表中没有内容说明“{column}”是什么",
    "请在“columns”下写出对应列名，或在“constants”下写出其固定值。尚未读取的列：{others}。",
)
TWO_FORMS = refusal(
    "learn_two_forms",
    "every date fits {first} and {second} alike, such as {found}",
    "Ask who made the table, and write the one that is meant as 'date_format' into the mapping.",
    "所有日期同时符合 {first} 与 {second}，例如 {found}",
    "请询问制表人，并将正确的格式作为“date_format”写入对应表。",
)
NO_FORM = refusal(
    "learn_no_form",
    "the cells of '{theirs}' are not all written in one known form, such as {found}",
    "Write 'date_format' or the marks into the mapping, or put the cells into one form.",
    "“{theirs}”各单元格的写法不统一或无法识别，例如 {found}",
    "请在对应表中写明“date_format”或数字符号，或统一单元格写法。",
)
TWO_NUMBERS = refusal(
    "learn_two_numbers",
    "in '{theirs}' {found} may be {first} or {second}",
    "Ask who made the table, and write 'decimal_mark' and 'grouping_mark' into the mapping.",
    "“{theirs}”中的 {found} 可能是 {first}，也可能是 {second}",
    "请询问制表人，并在对应表中写明“decimal_mark”和“grouping_mark”。",
)
NO_VALUE = refusal(
    "learn_no_value",
    "of '{column}' these values are not known: {found}",
    "Translate them under 'values', as theirs: ours. Ours: {known}.",
    "“{column}”的下列取值无法识别：{found}",
    "请在“values”下按“对方取值: 本方取值”对照。本方取值：{known}。",
)


class Constant(NamedTuple):
    """What is the same in every row, and why."""

    column: str
    value: str
    why: Message


class Setting(NamedTuple):
    """A key of the mapping, and why."""

    key: str
    value: str
    why: Message


class Learned(NamedTuple):
    """A mapping as it was guessed, and what must be asked."""

    raw: Raw
    columns: list[Guess]
    constants: list[Constant]
    values: dict[str, list[Translation]]
    settings: list[Setting]
    asked: list[Fault]
    months: list[int]
    """The columns that are called after months, where it is a forecast."""

    @property
    def not_read(self) -> list[str]:
        """Their columns that nobody reads."""
        read = {guess.at for guess in self.columns} | {*self.months}
        return [name for at, name in enumerate(self.raw.names) if name and at not in read]


def learned(
    path: str, sheet: str | None, form: Form[R], words: Mapping[str, Sequence[str]], known: Known
) -> Learned:  # fmt: skip
    """A mapping for the table in a file. Raises ``Faulty`` where it cannot be read or has no line of names."""
    names = {each for group in words.values() for each in group} | {bare(column) for column in form.columns}
    raw = raw_of(path, sheet, names)
    made = Learned(raw, guessed(raw, form, words, known), [], {}, [], [], [])
    months = [at for at, name in enumerate(raw.names) if month_of(name) is not None]
    if is_horizon := form is FACTS and len(months) >= MONTHS:
        _months(made, months)
    elif raw.line > 1:
        made.settings.append(Setting("header_row", str(raw.line), NAMES_HERE(n=raw.line)))
    _values(made, known)
    _constants(made, form, known, [*([sheet] if sheet else []), Path(path).stem])
    _dates(made, form)
    _numbers(made, form, known)
    others = shown(", ".join(made.not_read)) or "-"
    named = {guess.column for guess in made.columns} | {each.column for each in made.constants}
    if is_horizon:
        made.asked.extend([] if "date" in named else [NO_ISSUE.at("horizon")])
        named |= {*FROM_MONTHS, "date"}
    made.asked[:0] = [
        NOT_GUESSED.at("columns", column, column=column, others=others)
        for column in form.required
        if column not in named
    ]
    return made


def _months(made: Learned, months: Sequence[int]) -> None:
    """Makes a forecast of it: its months say quantity, kind and for when, and are columns that are read."""
    kept = [guess for guess in made.columns if guess.column not in FROM_MONTHS and guess.at not in months]
    made.columns[:] = kept
    made.months.extend(months)
    made.settings.append(Setting("horizon", "{}", MONTHS_ARE(n=len(months))))


def _values(made: Learned, known: Known) -> None:
    """Translates the values of columns whose values are known."""
    for guess in made.columns:
        texts = texts_of(made.raw.columns[guess.at])
        if guess.column == "service" and known.services:
            found, ours = services(texts, known), list(known.services)
        elif guess.column == "unit":
            found, ours = units(texts, known), list(dict.fromkeys(known.services.values()))
        elif guess.column == "kind":
            found, ours = kinds(texts, known), list(MEASURES)
        else:
            continue
        if found.found:
            made.values[guess.column] = found.found
        if found.unknown and ours:
            unknown = ", ".join(found.unknown[:10]) + (" …" if len(found.unknown) > 10 else "")
            fault = NO_VALUE.at(
                "values", guess.column, column=guess.column, found=shown(unknown), known=", ".join(ours)
            )
            made.asked.append(fault)


def _constants(made: Learned, form: Form[R], known: Known, names: Iterable[str]) -> None:
    """What no column says and the agreement or the name of the file does."""
    read = {guess.column for guess in made.columns}
    units_of = set(known.services.values())
    one = {
        "agreement": (known.number, OF_AGREEMENT()),
        "service": (next(iter(known.services)) if len(known.services) == 1 else "", ONE_ONLY()),
        "unit": (next(iter(units_of)) if len(units_of) == 1 else "", ONE_ONLY()),
        "currency": (known.currency, OF_AGREEMENT()),
        "kind": _kind_of(names),
    }
    for column in form.columns:
        value, why = one.get(column, ("", OF_AGREEMENT()))
        if column not in read and value and not (made.months and column in FROM_MONTHS):
            made.constants.append(Constant(column, value, why))


def _kind_of(names: Iterable[str]) -> tuple[str, Message]:
    """The kind of fact after which a sheet or a file is called: of one, and no other."""
    for name in names:
        short = bare(name)
        found = {kind for kind, words in KINDS.items() for word in words if _is_called(word, short)}
        if len(found) == 1:
            return found.pop(), OF_NAME(name=name)
    return "", OF_AGREEMENT()


def _is_called(word: str, name: str) -> bool:
    return word == name or (word in name and (len(word) >= 5 or (len(word) >= 2 and not word.isascii())))


def _cells(made: Learned, form: Form[R], holds: cells.Holds) -> list[tuple[str, list[str]]]:
    """The different texts, not typed cells, of each column that holds days or numbers."""
    found = []
    for guess in made.columns:
        if form.holds(guess.column) == holds:
            texts = dict.fromkeys(
                cell.strip() for cell in made.raw.columns[guess.at] if isinstance(cell, str) and cell.strip()
            )
            if texts:
                found.append((guess.theirs, [*texts]))
    return found


def _dates(made: Learned, form: Form[R]) -> None:
    """The form of the dates; two that fit alike are asked."""
    found = _cells(made, form, "day")
    texts = [text for _, each in found for text in each]
    if not texts:
        return
    forms = date_forms(texts)
    if not forms:
        theirs, first = next(((name, each) for name, each in found if not date_forms(each)), found[0])
        example = shown(next((text for text in first if not date_forms([text])), first[0]))
        made.asked.append(NO_FORM.at("date_format", theirs=theirs, found=example))
    elif len(forms) > 1:
        made.asked.append(TWO_FORMS.at("date_format", first=forms[0], second=forms[1], found=texts[0]))
    elif forms[0] != ISO:
        made.settings.append(Setting("date_format", forms[0], EVERY_DATE()))


def _numbers(made: Learned, form: Form[R], known: Known) -> None:
    """The marks of the numbers; two that read one number differently are asked, unless one gives no whole steps."""
    found = _cells(made, form, "number")
    texts = [text for _, each in found for text in each]
    if not texts:
        return
    marks, why = number_marks(texts), EVERY_NUMBER()
    if len(marks) > 1 and (whole := _in_steps(made, marks, known)):
        marks, why = whole, IN_STEPS()
    if not marks:
        theirs, first = next(((name, each) for name, each in found if not number_marks(each)), found[0])
        example = shown(next((text for text in first if not number_marks([text])), first[0]))
        made.asked.append(NO_FORM.at("decimal_mark", theirs=theirs, found=example))
    elif len(marks) > 1:
        theirs, text = next((name, each) for name, held in found for each in held if len(number_marks([each])) > 1)
        one, other = (_said(text, each) for each in marks)
        made.asked.append(TWO_NUMBERS.at("decimal_mark", theirs=theirs, found=text, first=one, second=other))
    else:
        decimal, grouping = marks[0]
        made.settings.extend([Setting("decimal_mark", decimal, why)] if decimal != "." else [])
        made.settings.extend([Setting("grouping_mark", grouping, why)] if grouping else [])


def _in_steps(made: Learned, marks: Sequence[tuple[str, str]], known: Known) -> list[tuple[str, str]]:
    """The marks with which alone every quantity is whole steps of its service; nothing where that does not tell."""
    by_column = {guess.column: made.raw.columns[guess.at] for guess in made.columns}
    if "quantity" not in by_column or "service" not in by_column:
        return []
    ours = {each.theirs: each.ours for each in made.values.get("service", ())}
    told = []
    for cell, item in zip(by_column["quantity"], by_column["service"], strict=True):
        name = cells.shown(item).strip()
        step = known.steps.get(ours.get(name, name))
        if isinstance(cell, str) and cell.strip() and step:
            told.append((cell.strip(), step))
    fit = [each for each in marks if all(Decimal(_said(text, each)) % step == 0 for text, step in told)]
    return fit if told and len(fit) == 1 else []


def _said(text: str, marks: tuple[str, str]) -> str:
    decimal, grouping = marks
    return (text.replace(grouping, "") if grouping else text).replace(decimal, ".")
