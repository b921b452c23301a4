"""Who reads a report, in which language, and the words that every report shares."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from suture.engine.text import Language, Message, Text, Value
from suture.files.numerals import in_columns, number_of

_TEXTS: Final = {
    "separator": (", ", "、"),
    "semicolon": ("; ", "；"),
    "full_stop": (". ", "。"),
    "pages": ("page ", "第 "),
    "pages_end": ("", " 页"),
    "as_table": ("The same as a table", "以表格显示"),
    "measured_in": ("{what}, {unit}", "{what}，{unit}"),
    "between": ("{low} – {high}", "{low} – {high}"),
    "sum": ("Sum", "合计"),
    "says": ("Says", "说明"),
    "on_your_inputs": ("on your inputs", "以所填数据为准"),
    "appendix": ("Appendix", "附录"),
}
TEXTS: Final = {name: Text(f"report.{name}", en, zh) for name, (en, zh) in _TEXTS.items()}
TAGS: Final[dict[Language, str]] = {"en": "en", "zh": "zh-CN"}
"""Languages as a page names its own."""


class Reader(NamedTuple):
    """Who reads the report: everything is said in one language, with the texts of that report."""

    language: Language
    texts: Mapping[str, Text] = TEXTS

    def words(self, value: Value) -> str:
        """A message with its numbers as in tables; text stays."""
        return in_columns(value, self.language)

    def plainly(self, message: Message) -> str:
        """A message with its numbers as in a sentence."""
        return message.said(self.language)

    def number(self, value: Message) -> str:
        """The number of a value with a unit, without the unit."""
        return number_of(value, self.language)

    def said(self, name: str, **parameters: Value) -> str:
        """A text of the report."""
        return self.words(self.texts[name](**parameters))

    def counted(self, name: str, n: int) -> str:
        """So many of something: one, or several."""
        return self.said(f"{name}.one" if n == 1 else f"{name}.many", n=f"{n:,}")

    def joined(self, parts: Iterable[str]) -> str:
        """Several names in a row."""
        return self.said("separator").join(parts)


def texts_of(report: str, said: Mapping[str, tuple[str, str]]) -> dict[str, Text]:
    """The texts of one report by their names in its template, English and Chinese, with those that all share."""
    return {**TEXTS, **{name: Text(f"report.{report}{name}", en, zh) for name, (en, zh) in said.items()}}
