"""Facts as a YAML list."""

from collections.abc import Iterator, Mapping
from typing import Generic

from suture.engine.fault import Fault, Faulty, refusal
from suture.engine.terms.document import Document, parse
from suture.engine.terms.refused import nearest, shown
from suture.files.facts.columns import Form, R, Row, beside_rows
from suture.files.facts.header import Header
from suture.files.facts.mapping import Mapped

NOT_A_LIST = refusal(
    "facts_not_a_list",
    "facts are not a list here",
    "Begin every fact with '- ' and its keys: {columns}.",
    "此处的事实不是列表",
    "每条事实以“- ”开头并写出键：{columns}。",
)
NOT_KEYS = refusal(
    "fact_not_keys",
    "this fact is no keys and values",
    "Write the keys: {columns}.",
    "该事实不是键值对",
    "请写出键：{columns}。",
)
NO_KEY = refusal(
    "fact_key_missing",
    "'{column}' is missing",
    "Every fact has: {required}.",
    "缺少“{column}”",
    "每条事实须有：{required}。",
)
UNKNOWN_KEY = refusal(
    "fact_key_unknown",
    "the key '{column}' is not known",
    "{guess}Known: {known}.",
    "键“{column}”无法识别",
    "{guess}可识别的键：{known}。",
)


class Listed(Generic[R]):
    """A list of facts that was read as a whole: it is at most as large as terms may be."""

    def __init__(self, text: str, mapping: Mapped | None, form: Form[R]) -> None:
        self.form = form
        self.mapping = mapping
        self.names: list[str] = []
        self.document: Document | None = None
        self.broken: list[Fault] = []
        try:
            self.document = parse(text)
        except Faulty as faulty:
            self.broken.extend(faulty.faults)
            return
        if not isinstance(self.document.data, list):
            self.broken.append(NOT_A_LIST.at(line=self.document.line(()), columns=", ".join(form.columns)))
            return
        self.names = list(dict.fromkeys(key for row in self.document.data if isinstance(row, dict) for key in row))

    def reads(self) -> Iterator[Row[R]]:
        """Every fact of the list."""
        if self.document is None or self.broken:
            yield beside_rows(*self.broken)
            return
        assert isinstance(self.document.data, list)
        for at, row in enumerate(self.document.data):
            line = self.document.line((at,)) or 0
            if not isinstance(row, dict):
                yield Row(None, [NOT_KEYS.at(at, line=line, columns=", ".join(self.form.columns))], [row])
                continue
            keys = Header(list(row), line, self.mapping, self.form)
            faults = [*self._wrong_keys(keys, row, at, line)]
            found = keys.fact(list(row.values()), line, faults, (at,))
            yield Row(found, faults, [row.get(name, "") for name in self.names])

    def _wrong_keys(self, keys: Header[R], row: Mapping[str, object], at: int, line: int) -> Iterator[Fault]:
        assert self.document is not None
        known, required = ", ".join(self.form.columns), ", ".join(self.form.required)
        wanted = self.form.required if self.mapping is None else tuple(self.mapping.columns.written.values())
        if self.mapping is None:
            for key in row:
                if key not in self.form.columns:
                    said = {"column": shown(key), "guess": nearest(key, self.form.columns), "known": known}
                    yield UNKNOWN_KEY.at(at, key, line=self.document.line((at, key)), **said)
        for column in wanted:
            if column not in row and column.strip().lower() not in map(str.lower, keys.names):
                yield NO_KEY.at(at, column, line=line, column=column, required=required)
