"""The complaints of the YAML parser as texts, so that they can be said in any language.

The English is the parser's own (libyaml 0.2), by which a complaint is known; one that is not listed is said as it came.
"""

from collections.abc import Mapping
from typing import Final

from suture.engine.text import Message, Text

_CHINESE: Final = {
    "while parsing a block collection": "读取列表时",
    "while parsing a block mapping": "读取各键时",
    "while parsing a block node": "读取内容时",
    "while parsing a node": "读取内容时",
    "while parsing a flow mapping": "读取 { } 中的内容时",
    "while parsing a flow sequence": "读取 [ ] 中的内容时",
    "while parsing a flow node": "读取括号中的内容时",
    "while parsing a quoted scalar": "读取带引号的文本时",
    "while parsing a tag": "读取标签时",
    "while scanning a block scalar": "读取多行文本时",
    "while scanning a directive": "读取指令时",
    "while scanning a plain scalar": "读取文本时",
    "while scanning a quoted scalar": "读取带引号的文本时",
    "while scanning a simple key": "读取键时",
    "while scanning a tag": "读取标签时",
    "while scanning an alias": "读取以 * 开头的引用时",
    "while scanning an anchor": "读取以 & 开头的标记时",
    "while scanning for the next token": "读取下一项时",
    "block sequence entries are not allowed in this context": "此处不能出现以“- ”开头的列表项",
    "control characters are not allowed": "不允许控制字符",
    "could not find expected ':'": "缺少冒号",
    "did not find expected ',' or ']'": "缺少逗号或 ]",
    "did not find expected ',' or '}'": "缺少逗号或 }",
    "did not find expected '-' indicator": "缺少列表项的“-”",
    "did not find expected <document start>": "缺少文档开头",
    "did not find expected alphabetic or numeric character": "其后缺少字母或数字",
    "did not find expected comment or line break": "其后应为注释或换行",
    "did not find expected hexdecimal number": "缺少十六进制数",
    "did not find expected key": "缺少键",
    "did not find expected node content": "缺少内容",
    "did not find expected whitespace": "缺少空格",
    "did not find expected whitespace or line break": "缺少空格或换行",
    "found a tab character that violates indentation": "缩进中有制表符",
    "found a tab character where an indentation space is expected": "应以空格缩进处有制表符",
    "found an indentation indicator equal to 0": "缩进标记为 0",
    "found character that cannot start any token": "出现了不能作为开头的字符",
    "found invalid Unicode character escape code": "Unicode 转义序列无效",
    "found undefined tag handle": "标签前缀未定义",
    "found unexpected ':'": "出现了多余的冒号",
    "found unexpected document indicator": "出现了多余的文档标记",
    "found unexpected end of stream": "文本意外结束",
    "found unexpected non-alphabetical character": "出现了意外的非字母字符",
    "found unknown directive name": "指令名未知",
    "found unknown escape character": "转义字符未知",
    "mapping keys are not allowed in this context": "此处不能出现键",
    "mapping values are not allowed in this context": "此处不能出现键的值",
}
PROBLEMS: Final[Mapping[str, Text]] = {
    en: Text(f"yaml.{en}", en.replace("{", "{{").replace("}", "}}"), zh.replace("{", "{{").replace("}", "}}"))
    for en, zh in _CHINESE.items()
}
WITHIN: Final = Text("yaml.within", "{context}, {problem}", "{context}，{problem}")


def known(words: str) -> Message | str:
    """One complaint of the parser, as a text where it is one of those listed."""
    return PROBLEMS[words]() if words in PROBLEMS else words


def problem_of(problem: str, context: str) -> Message | str:
    """What the parser complains of, and what it was doing."""
    return WITHIN(context=known(context), problem=known(problem)) if context else known(problem)
