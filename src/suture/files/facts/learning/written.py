"""A learned mapping as the YAML that people look at: every line with a remark that says why, and how sure it is."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from suture.engine.fault import Faulty, dotted, refusal
from suture.engine.text import Language, Text
from suture.files.facts.learning.learned import Learned
from suture.files.saving import saved_as

HEAD: Final = Text(
    "learn.head",
    "Learned from {file}. These are guesses: look at every line, then read with --map. What is asked stands below.",
    "由 {file} 学习而得。以下均为猜测：请逐行核对，再用 --map 读取。待确认的事项列在末尾。",
)
ASKED: Final = Text("learn.asked", "Not guessed; decide before it is used:", "未作猜测，使用前须确定：")
NOT_READ: Final = Text("learn.not_read", "Not read: {names}", "未读取：{names}")
STANDS = refusal(
    "learn_stands",
    "a file of this name stands here, and a mapping is never written over",
    "Name another file: --learn mapping-2.yaml.",
    "已有同名文件，对应表不会覆盖任何文件",
    "请换一个文件名：--learn mapping-2.yaml。",
)
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*( [A-Za-z0-9_-]+)*")


def saved(made: Learned, file: str, place: str, language: Language) -> None:
    """Writes the mapping under a name that no file has. Raises ``Faulty``."""
    refused_if_there(place)
    saved_as(place, text_of(made, file, language).encode())


def refused_if_there(place: str) -> None:
    """Refuses a name that something has. Raises ``Faulty``."""
    if place and Path(place).exists():
        raise Faulty([STANDS.at(place)])


def text_of(made: Learned, file: str, language: Language) -> str:
    """The mapping as text."""
    return "\n".join(_lines(made, file, language)) + "\n"


def _lines(made: Learned, file: str, language: Language) -> Iterator[str]:
    yield f"# {_flat(HEAD(file=Path(file).name).said(language))}"
    if made.columns:
        yield "columns:"
        for guess in made.columns:
            yield f"  {guess.column}: {quoted(guess.theirs)} # {_flat(guess.why.said(language))}"
    if made.constants:
        yield "constants:"
        for each in made.constants:
            yield f"  {each.column}: {quoted(each.value)} # {_flat(each.why.said(language))}"
    if made.values:
        yield "values:"
        for column, translated in made.values.items():
            yield f"  {column}:"
            for one in translated:
                yield f"    {quoted(one.theirs)}: {quoted(one.ours)} # {_flat(one.why.said(language))}"
    for setting in made.settings:
        value = setting.value if setting.key in ("header_row", "horizon") else quoted(setting.value)
        yield f"{setting.key}: {value} # {_flat(setting.why.said(language))}"
    if made.not_read:
        yield f"# {_flat(NOT_READ(names=', '.join(made.not_read)).said(language))}"
    if made.asked:
        yield f"# {ASKED().said(language)}"
        for fault in made.asked:
            wrong, remedy = fault.wrong.said(language), fault.remedy.said(language)
            yield f"# {dotted(fault.path)}: {_flat(wrong)}"
            yield f"#   {_flat(remedy)}"


def quoted(text: str) -> str:
    """A text as YAML reads it back; plain where that is safe."""
    safe = _PLAIN.fullmatch(text) and text.lower() not in ("yes", "no", "on", "off", "true", "false", "null", "y", "n")
    return text if safe else json.dumps(text, ensure_ascii=False)


def _flat(text: str) -> str:
    """On one line: a name of theirs may hold any character."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
