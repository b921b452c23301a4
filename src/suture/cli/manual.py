"""What ``--help`` says, and the parser that says it in the language that is spoken."""

import argparse
import re
from collections.abc import Sequence
from typing import Any, Final, NoReturn

from suture.cli.language import words
from suture.cli.wrapping import wrapped
from suture.engine.text import Message, Text

USAGE: Final = Text("help.usage", "usage: ", "用法： ")
POSITIONALS: Final = Text("help.positionals", "positional arguments", "位置参数")
OPTIONS: Final = Text("help.options", "options", "选项")
WRONG_USE: Final = Text("help.wrong_use", "error: {why}", "用法错误：{why}")
STOP: Final = Text("help.stop", ".", "。")
HELP: Final = Text("help.help", "show this help and end", "显示本帮助后退出")
VERSION: Final = Text("help.version", "show the version and end", "显示版本后退出")
WHOLE: Final = Text(
    "help.whole",
    "Chooses and settles the cooperation of a medical-device company and its manufacturers.",
    "为医疗器械企业与其合同研发生产企业（CDMO）选择合作模式，并按约定结算。",
)
EXITS: Final = Text(
    "help.exits",
    "Exit 0 done, 1 faults in the input, 2 wrong use, 3 stdout does not take the answer. The result goes to stdout, "
    "messages to stderr.",
    "退出码：0 完成，1 输入有误，2 用法错误，3 标准输出无法写入。结果写到标准输出，提示信息写到标准错误输出。",
)
LANG: Final = Text(
    "help.lang",
    "language of what is said: en or zh (default: the variable SUTURE_LANG, else en)",
    "输出语言：en 或 zh（默认取环境变量 SUTURE_LANG，未设则为 en）",
)
JSON: Final = Text("help.json", "print one JSON object", "输出一个 JSON 对象")
MAP: Final = Text("help.map", "how the columns of the facts are named and written", "事实各列的名称与写法对应表")
SHEET: Final = Text(
    "help.sheet", "the sheet of the spreadsheet that has the facts; may be repeated", "事实所在的工作表，可重复"
)
ISSUED: Final = Text(
    "help.issued", "the day of issue of a forecast whose months are columns", "预测表（月份为列）的发布日期"
)
FAULTS_OUT: Final = Text(
    "help.faults_out", "write every fault of the facts into a table, row by row", "将事实的全部问题逐行写入表格"
)
FACTS_COMMAND: Final = Text(
    "help.facts_command", "say what a file of facts holds and what is wrong with it", "说明事实文件的内容及其问题"
)
FACTS_AGREEMENT: Final = Text("help.facts_agreement", "check the facts against it", "按该协议核对事实")
SETTLE: Final = Text(
    "help.settle", "say what is due under many agreements for one file of facts", "按一份事实文件结算多份协议"
)
SETTLE_AGREEMENTS: Final = Text("help.settle_agreements", "YAML files of agreements", "协议的 YAML 文件")
SETTLE_FACTS: Final = Text("help.settle_facts", "what happened under all of them", "各协议项下实际发生的事项")
SETTLE_THROUGH: Final = Text(
    "help.settle_through",
    "settle the periods that end by this day (default: those that hold the last fact)",
    "结算至该日为止的各期（默认：最后一条事实所在的各期）",
)
SETTLE_BILLED: Final = Text(
    "help.settle_billed",
    "statements billed before, or a folder of them",
    "此前已开出的结算单，或其所在文件夹",
)
SETTLE_OUT: Final = Text("help.settle_out", "write a statement of each agreement here", "将各协议的结算单写入此文件夹")
FACTS: Final = Text("help.facts", "what happened, to be priced under both", "实际发生的事项，按新旧两版分别计价")
DAY: Final = Text("help.day", "'{found}' is not a day; write it as 2027-01-31", "“{found}”不是日期；请写成 2027-01-31")
QUANTITY: Final = Text(
    "help.quantity",
    "'{found}' is no quantity of a service; write it as catheter=1200",
    "“{found}”不是某项服务的数量；请写成 catheter=1200",
)
COUNT: Final = Text(
    "help.count",
    "'{found}' is not a whole number from {least} to {most}",
    "“{found}”不是 {least} 到 {most} 之间的整数",
)
CHECK: Final = Text(
    "help.check", "say what is wrong with agreements and cases, all at once", "检查协议和案例，一次列出全部问题"
)
CHECK_FILES: Final = Text("help.check.files", "YAML file of an agreement or a case", "协议或案例的 YAML 文件")
CHECK_FILLED: Final = Text(
    "help.check.filled", "list what the profiles of an agreement filled", "列出协议所采用方案填写的各项内容"
)
RATE: Final = Text(
    "help.rate", "say what is due under an agreement for what happened", "按协议计算实际发生事项的应付金额"
)
RATE_THROUGH: Final = Text(
    "help.rate.through",
    "settle the periods that end by this day (default: the period of the last fact)",
    "结算截至该日结束的各期（默认：最后一项事实所在的期间）",
)
RATE_BILLED: Final = Text(
    "help.rate.billed", "statements billed before, written by --json", "此前已开的结算单（由 --json 写出）"
)
RATE_EXPLAIN: Final = Text(
    "help.rate.explain", "show facts and state behind every charge", "列出每项金额所依据的事实与状态"
)
CHOOSE: Final = Text(
    "help.choose", "say which cooperation model serves a company, and why", "判断哪种合作模式适合该企业，并说明理由"
)
CHOOSE_SCENARIOS: Final = Text("help.choose.scenarios", "drawn futures (default: 4096)", "模拟情景数（默认 4096）")
CHOOSE_SEED: Final = Text("help.choose.seed", "default: 1", "随机种子（默认 1）")
CHOOSE_WORKERS: Final = Text(
    "help.choose.workers",
    "threads; the answer is the same (default: one a processor)",
    "线程数，不影响结果（默认每个处理器一个）",
)
CHOOSE_SAMPLING: Final = Text("help.choose.sampling", "default: sobol", "抽样方法（默认 sobol）")
CHOOSE_OUT: Final = Text(
    "help.choose.out",
    "folder for report, data and agreements (default: out)",
    "存放报告、数据和协议的文件夹（默认 out）",
)
TEXT: Final = Text("help.text", "say an agreement as people read and sign it", "把协议写成供阅读和签署的文本")
TEXT_LANG: Final = Text("help.text.lang", "default: both", "文本语言（默认 both，即中英对照）")
TEXT_ON: Final = Text(
    "help.text.on", "as it reads on this day, amendments folded in", "按该日有效的内容（各项修订已并入）"
)
TEXT_DOCX: Final = Text("help.text.docx", "write a Word file", "写出 Word 文件")
TEXT_PDF: Final = Text("help.text.pdf", "write a PDF", "写出 PDF 文件")
TEXT_TEMPLATE: Final = Text(
    "help.text.template", "Word template of your own, for --docx", "自有的 Word 模板，与 --docx 合用"
)
TEXT_TEMPLATE_OUT: Final = Text(
    "help.text.template_out", "write the Word template, to restyle it", "写出 Word 模板，供调整样式"
)
DIFF: Final = Text(
    "help.diff",
    "say what changed between two agreements, in terms, text and money",
    "比较两份协议的条款、文本和金额有何变化",
)
WHAT_IF: Final = Text(
    "help.what_if",
    "say what would be charged for quantities, and what lies ahead",
    "试算某一数量的应付金额，并指出下一个价格拐点",
)
WHAT_IF_SET: Final = Text("help.what_if.set", "what would be supplied", "假设供货的数量")
WHAT_IF_ON: Final = Text(
    "help.what_if.on", "on this day (default: the first of the agreement)", "发生日期（默认协议首日）"
)
WHAT_IF_ASSUME: Final = Text(
    "help.what_if.assume",
    "a figure, by the place that a fault names, is this or lies between these, such as clauses.price.price=20..24",
    "假设某处（按问题所示位置）的数值或区间，例如 clauses.price.price=20..24",
)
ASSUMPTION: Final = Text(
    "help.assumption",
    "'{found}' is no assumption; write it as clauses.price.price=20..24",
    "“{found}”不是假设；请写成 clauses.price.price=20..24",
)
WHAT_IF_FACTS: Final = Text(
    "help.what_if.facts", "what happened beside it, such as index values", "其他事实，例如指数值"
)
ALONE: Final = Text("help.alone", "--{option} does nothing without --{partner}", "--{option} 须与 --{partner} 合用")
SCHEMA: Final = Text("help.schema", "print the JSON Schema of a file that is read", "输出所读文件的 JSON Schema")


ARGUMENT: Final = Text("help.argument", "argument {name}: {why}", "参数 {name}：{why}")
REASONS: Final = {
    r"the following arguments are required: (?P<names>.*)": Text(
        "help.required", "the following arguments are required: {names}", "缺少参数：{names}"
    ),
    r"unrecognized arguments: (?P<words>.*)": Text(
        "help.unrecognized", "unrecognized arguments: {words}", "无法识别的参数：{words}"
    ),
    r"invalid choice: (?P<word>.*) \(choose from (?P<known>.*)\)": Text(
        "help.choice", "invalid choice: {word} (choose from {known})", "不能选 {word}（可选：{known}）"
    ),
    r"expected one argument": Text("help.one", "expected one argument", "需要一个值"),
    r"expected at least one argument": Text("help.some", "expected at least one argument", "至少需要一个值"),
    r"ignored explicit argument (?P<word>.*)": Text(
        "help.ignored", "ignored explicit argument {word}", "不接受值 {word}"
    ),
}
"""What the standard library says of wrong use, by how it says it."""


class Layout(argparse.HelpFormatter):
    """Wraps by the columns of a terminal, of which a Chinese letter takes two."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(wrapped(text, width, indent, indent))


class Parser(argparse.ArgumentParser):
    """A parser whose own words are in the language that is spoken; a word is never guessed from its beginning."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**how, allow_abbrev=False, add_help=False, formatter_class=Layout)
        self._positionals.title, self._optionals.title = words(POSITIONALS()), words(OPTIONS())
        self.add_argument("-h", "--help", action="help", help=words(HELP()))

    def format_usage(self) -> str:
        """The first line."""
        return super().format_usage().replace("usage: ", words(USAGE()), 1)

    def format_help(self) -> str:
        """All of it."""
        return super().format_help().replace("usage: ", words(USAGE()), 1)

    def error(self, message: str) -> NoReturn:
        """Says what is wrong and ends with 2."""
        self.exit(2, f"{self.format_usage()}{self.prog}: {words(WRONG_USE(why=reason(message)))}\n")


def reason(message: str) -> Message | str:
    """What the standard library says of wrong use, as a text where it is one that is known."""
    if found := re.fullmatch(r"argument (?P<name>[^:]*): (?P<why>.*)", message, re.DOTALL):
        return ARGUMENT(name=found["name"], why=reason(found["why"]))
    for pattern, text in REASONS.items():
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return text(**found.groupdict())
    return message


def asked_for(arguments: Sequence[str]) -> str:
    """The word behind ``--lang``, read before anything else, since help and faults are said in it, too."""
    for at, word in enumerate(arguments):
        if word == "--lang":
            return next(iter(arguments[at + 1 :]), "")
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return ""
