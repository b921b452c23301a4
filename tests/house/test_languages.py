"""Everything that a person reads is there in English and in Chinese, and both say it of the same parameters."""

import dataclasses
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from string import Formatter

import pytest

import suture
from suture.engine.fault import refusal
from suture.engine.text import Text

NAMES = {"510(k)", "PMA", "De Novo", "P10", "P50", "P90"}
"""What is called the same everywhere."""


def every_module() -> list[object]:
    found = pkgutil.walk_packages(suture.__path__, "suture.")
    return [importlib.import_module(module.name) for module in found if not module.name.endswith("__main__")]


def texts_in(held: object, seen: set[int]) -> Iterator[Text]:
    """Every text in a value of a module: in its tables, its refusals, its kinds of clauses."""
    if id(held) in seen:
        return
    seen.add(id(held))
    if isinstance(held, Text):
        yield held
    elif isinstance(held, Mapping):
        for key, part in held.items():
            yield from texts_in(key, seen)
            yield from texts_in(part, seen)
    elif isinstance(held, list | tuple | set | frozenset):
        for part in held:
            yield from texts_in(part, seen)
    elif dataclasses.is_dataclass(held) and not isinstance(held, type):
        for field in dataclasses.fields(held):
            yield from texts_in(getattr(held, field.name), seen)


@pytest.fixture(scope="module")
def texts() -> list[Text]:
    seen: set[int] = set()
    found = [
        text for module in every_module() for value in list(vars(module).values()) for text in texts_in(value, seen)
    ]
    assert len(found) > 1500, "the walk no longer reaches the tables"
    return found


def parameters(pattern: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}


def bare(pattern: str) -> str:
    """A pattern without its parameters."""
    return "".join(literal for literal, *_ in Formatter().parse(pattern))


def is_chinese(zh: str) -> bool:
    """Chinese, or only marks and figures, or a name."""
    said = bare(zh)
    return bool(re.search(r"[\u4e00-\u9fff]", said)) or not re.search(r"[A-Za-z]", said) or said in NAMES


def test_every_text_is_said_in_chinese(texts):
    assert [text.code for text in texts if not is_chinese(text.zh) or (text.en and not text.zh)] == []


def test_both_languages_say_it_of_the_same_parameters(texts):
    assert [text.code for text in texts if parameters(text.en) != parameters(text.zh)] == []


def test_one_code_is_one_text(texts):
    by_code: dict[str, set[tuple[str, str]]] = {}
    for text in texts:
        by_code.setdefault(text.code, set()).add((text.en, text.zh))
    assert {code: said for code, said in by_code.items() if len(said) > 1} == {}
    assert len(by_code) == len(texts), sorted({t.code for t in texts if [x.code for x in texts].count(t.code) > 1})


def test_a_text_or_a_refusal_without_chinese_cannot_be_written():
    with pytest.raises(TypeError):
        Text("only.english", "only English")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        refusal("only_english", "this is wrong", "Mend it.")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("zh", "is_so"),
    [
        ("按需", True),
        ("{number} {unit}", True),
        ("{number} M", False),
        ("on demand {a}", False),
        ("PMA", True),
        ("", True),
    ],
)
def test_chinese_is_told_from_what_was_left_in_english(zh, is_so):
    assert is_chinese(zh) is is_so
