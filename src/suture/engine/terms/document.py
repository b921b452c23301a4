"""YAML text as a plain tree of texts, with the line on which every part stands.

Only what people need to write terms is taken: keys, lists and texts. Every scalar stays text (`no`, `1e3` and
`2027-01-01` mean what the model says, not what YAML guesses). References, tags, merge keys, double keys and a second
document are refused: they can make a small text mean something huge, or something else than it shows.

The size is limited before anything is parsed, and depth and count while it is, so that a hostile text costs nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeAlias, Union

import yaml

from suture.engine.fault import Fault, Faulty, Path, refusal
from suture.engine.terms.yaml_problems import problem_of
from suture.engine.text import Text

Tree: TypeAlias = Union[str, list["Tree"], dict[str, "Tree"]]  # noqa: UP007  # a name in quotes allows no |

LARGEST: Final = 1_000_000
"""Characters of a text. The longest agreements of the trade, with every price dated, stay below a tenth of it."""
DEEPEST: Final = 40
"""Levels. An agreement within a case within a strategy uses 14; thousands of brackets are an attack or a mistake."""
MOST: Final = 200_000
"""Keys, lists and texts. The pure parser takes four seconds over so many, the C parser 0.3."""

TOO_LONG = refusal(
    "text_too_long",
    "the text has {found} characters, more than {most}",
    "Split it, or move series into files of their own.",
    "文本有 {found} 个字符，超过 {most}",
    "请拆分，或将数列移到单独的文件。",
)
CONTROL = refusal(
    "control_character",
    "there is a control character (code {code}) in the text",
    "Save the file as plain UTF-8 text and remove it.",
    "文本中有控制字符（编码 {code}）",
    "请存为纯 UTF-8 文本并删去该字符。",
)
EMPTY = refusal(
    "empty",
    "there is nothing in it",
    "Write terms into it; `suture schema` and examples/ show their form.",
    "没有任何内容",
    "请写入条款；格式见 `suture schema` 和 examples/。",
)
NOT_YAML = refusal(
    "not_yaml",
    "this is not readable as YAML: {problem}",
    "Mend this line or the one before it.",
    "无法按 YAML 读取：{problem}",
    "请修改本行或上一行。",
)
NO_CHARACTER = Text("yaml_no_character", "an escape that is no character", "转义序列不对应任何字符")
TAB = refusal(
    "yaml_tab",
    "a tab stands where YAML wants spaces",
    "Indent with spaces.",
    "YAML 应使用空格处出现了制表符",
    "请用空格缩进。",
)
COLON = refusal(
    "yaml_colon",
    "a key stands where YAML expects none",
    "Put every key on its own line, aligned; quote a text that holds ': '.",
    "YAML 不应有键的位置出现了键",
    "请让每个键独占一行并对齐；含“: ”的文本请加引号。",
)
QUOTE = refusal("yaml_quote", "a quoted text never ends", "Close the quotation mark.", "引号没有闭合", "请补上右引号。")
ALIAS = refusal(
    "yaml_alias",
    "'*{name}' refers to another place",
    "Write the value out; references are not read.",
    "“*{name}”引用了别处",
    "请直接写出数值；不支持引用。",
)
ANCHOR = refusal(
    "yaml_anchor",
    "'&{name}' marks a place to be referred to",
    "Remove the mark; references are not read.",
    "“&{name}”标记了供引用的位置",
    "请删去该标记；不支持引用。",
)
TAG = refusal(
    "yaml_tag",
    "the tag '{tag}' asks for another type",
    "Remove the tag; every value is read as text.",
    "标签“{tag}”要求另一种类型",
    "请删去标签；所有值均按文本读取。",
)
MERGE = refusal(
    "yaml_merge",
    "the key '<<' merges another mapping",
    "Write the keys out.",
    "键“<<”合并另一个映射",
    "请逐一写出各键。",
)
TWICE = refusal(
    "key_twice",
    "the key '{key}' stands here and on line {other}",
    "Keep one of the two.",
    "键“{key}”在此处和第 {other} 行重复",
    "请保留其一。",
)
KEY = refusal(
    "key_not_text",
    "a key is a list or a mapping",
    "Let every key be one word; quote a text that begins with [ or {{.",
    "键是列表或映射",
    "每个键应为一个词；以 [ 或 {{ 开头的文本请加引号。",
)
SECOND = refusal(
    "second_document",
    "a second document begins",
    "Keep one document in a file; remove '---'.",
    "出现了第二个文档",
    "一个文件只保留一个文档；请删去“---”。",
)
DEEP = refusal(
    "too_deep",
    "it is nested more than {most} levels deep",
    "Remove brackets; no terms are so deep.",
    "嵌套超过 {most} 层",
    "请删去多余括号；条款不会有这么多层。",
)
MANY = refusal(
    "too_many_parts",
    "it has more than {most} keys and values",
    "Split it, or move series into files of their own.",
    "键和值超过 {most} 个",
    "请拆分，或将数列移到单独的文件。",
)

# NUL and its like, lone surrogates, non-characters; tab, line feed, carriage return and NEL are white space.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Document(NamedTuple):
    """A tree of texts and the line of each of its parts."""

    data: Tree
    lines: dict[Path, int]

    def line(self, path: Path) -> int | None:
        """The line of a place; of the nearest thing around it where the place itself is not written."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def parse(text: str, *, loader: Any = _LOADER) -> Document:
    """The text as a tree. Raises ``Faulty`` with every refused construct, or with the first place that is no YAML."""
    text = text.removeprefix("\ufeff")
    if len(text) > LARGEST:
        raise Faulty([TOO_LONG.at(found=f"{len(text):,}", most=f"{LARGEST:,}")])
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise Faulty([CONTROL.at(line=line, code=f"{ord(control[0]):#04x}")])
    building = _Building()
    try:
        for event in yaml.parse(text, Loader=loader):
            building.take(event)
    except yaml.YAMLError as error:
        raise Faulty([*building.faults, _broken(error, text)]) from None
    except ValueError:  # the pure parser lets chr() fail on "\UFFFFFFFF"
        raise Faulty([*building.faults, NOT_YAML.at(problem=NO_CHARACTER())]) from None
    if not building.faults and building.root in (None, ""):
        building.faults.append(EMPTY.at())
    if building.faults or building.root is None:
        raise Faulty(building.faults)
    return Document(building.root, building.lines)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is not yet closed; ``key`` is the one whose value comes next."""

    path: Path
    parts: list[Tree] | dict[str, Tree]
    key: str | None = None

    def next(self) -> Path:
        """The place of what comes next; of this itself where that is a key."""
        if isinstance(self.parts, list):
            return (*self.path, len(self.parts))
        return self.path if self.key is None else (*self.path, self.key)


@dataclass(slots=True)
class _Building:
    """The tree while its events come in; no recursion, so that depth cannot break it."""

    root: Tree | None = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0
    count: int = 0

    def take(self, event: yaml.Event) -> None:
        assert event.start_mark is not None  # every event of a parser has one
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise Faulty([*self.faults, SECOND.at(line=line)])
        elif isinstance(event, yaml.NodeEvent):
            self.count += 1
            if self.count > MOST:
                raise Faulty([*self.faults, MANY.at(line=line, most=f"{MOST:,}")])
            self._node(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()

    def _node(self, event: yaml.NodeEvent, line: int) -> None:
        within = self.stack[-1] if self.stack else None
        place = within.next() if within is not None else ()
        self.faults.extend(_refused(event, place, line))
        scalar: str | None = ""
        if isinstance(event, yaml.ScalarEvent):
            scalar = event.value
            if control := _CONTROL.search(event.value):  # written as an escape, "\e"
                self.faults.append(CONTROL.at(*place, line=line, code=f"{ord(control[0]):#04x}"))
        elif isinstance(event, yaml.CollectionStartEvent):
            scalar = None
            if len(self.stack) >= DEEPEST:
                raise Faulty([*self.faults, DEEP.at(line=line, most=DEEPEST)])
        if within is not None and isinstance(within.parts, dict) and within.key is None:
            self._key(within, scalar, line)
            if scalar is None:
                raise Faulty(self.faults)
            return
        parts: list[Tree] | dict[str, Tree] = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._put(within, parts if scalar is None else scalar, line)
        if scalar is None:
            self.stack.append(_Open(path, parts))

    def _key(self, within: _Open, key: str | None, line: int) -> None:
        assert isinstance(within.parts, dict)
        if key is None:
            self.faults.append(KEY.at(*within.path, line=line))
            return
        if key == "<<":
            self.faults.append(MERGE.at(*within.path, line=line))
        if key in within.parts:
            self.faults.append(TWICE.at(*within.path, key, line=line, key=key, other=self.lines[*within.path, key]))
        self.lines.setdefault((*within.path, key), line)
        within.key = key

    def _put(self, within: _Open | None, value: Tree, line: int) -> Path:
        if within is None:
            self.root = value
            self.lines[()] = line
            return ()
        if isinstance(within.parts, dict):
            assert within.key is not None
            path: Path = (*within.path, within.key)
            within.parts[within.key] = value
            within.key = None
            return path
        path = (*within.path, len(within.parts))
        within.parts.append(value)
        self.lines[path] = line
        return path


def _refused(event: yaml.NodeEvent, path: Path, line: int) -> Iterator[Fault]:
    if isinstance(event, yaml.AliasEvent):
        yield ALIAS.at(*path, line=line, name=event.anchor)
        return
    if event.anchor:
        yield ANCHOR.at(*path, line=line, name=event.anchor)
    if tag := getattr(event, "tag", None):
        yield TAG.at(*path, line=line, tag=tag.replace("tag:yaml.org,2002:", "!!"))


def _broken(error: yaml.YAMLError, text: str) -> Fault:
    """The parser's complaint in our words; it knows one place only."""
    mark: Any = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else None
    problem = str(getattr(error, "problem", None) or error)
    context = str(getattr(error, "context", None) or "")
    if "maximum nesting depth" in problem:
        return DEEP.at(line=line, most=DEEPEST)
    if "cannot start any token" in problem and mark and _at(text, mark.line, mark.column) == "\t":
        return TAB.at(line=line)
    if "mapping values are not allowed" in problem:
        return COLON.at(line=line)
    if "end of stream" in problem and "quoted" in context:
        begun: Any = getattr(error, "context_mark", None)
        return QUOTE.at(line=begun.line + 1 if begun is not None else line)
    return NOT_YAML.at(line=line, problem=problem_of(problem, context))


def _at(text: str, line: int, column: int) -> str:
    """The character of a place; the C parser does not name the one that it stumbles over."""
    lines = text.split("\n", line + 1)
    return lines[line][column : column + 1] if line < len(lines) else ""
