"""The words of the commands that answer from files alone: exposure, audit, entitlements, level."""

import argparse
from collections.abc import Callable
from typing import Final

from suture.cli import manual
from suture.cli.language import words
from suture.engine.text import Text

EXPOSURE: Final = Text(
    "help.exposure",
    "say what is owed if one cancels, cuts, delays or leaves on a day, and the last day to avoid it",
    "说明若在某日取消、削减、推迟或退出须付多少，以及可避免的最后日期",
)
AGREEMENTS: Final = Text("help.exposure.agreements", "YAML files of agreements", "协议的 YAML 文件")
EXPOSURE_FACTS: Final = Text(
    "help.exposure.facts", "orders, receipts, forecasts: what happened so far", "订单、收货、预测：迄今发生的事项"
)
ON: Final = Text("help.exposure.on", "the day on which one acts (default: today)", "采取行动的日期（默认今天）")
SCENARIO: Final = Text(
    "help.exposure.scenario",
    "cancel, cut:30%%, delay:3m or leave; may be repeated (default: these four)",
    "cancel（取消）、cut:30%%（削减）、delay:3m（推迟）或 leave（退出），可重复（默认四种）",
)
SIDE: Final = Text(
    "help.exposure.side",
    "seen by the buyer, or by the seller as its cover (default: buyer)",
    "从买方角度，或从卖方角度（作为其保障）（默认 buyer）",
)
EXPOSURE_OUT: Final = Text(
    "help.exposure.out",
    "write report (HTML, PDF), table (XLSX), calendar (iCal) and data into this folder",
    "将报告（HTML、PDF）、表格（XLSX）、日历（iCal）和数据写入此文件夹",
)
AUDIT: Final = Text(
    "help.audit",
    "say which billed lines are right, and which are wrong, by how much and by which clause",
    "说明哪些开票行正确、哪些有误，差额多少，依据哪一条款",
)
ENTITLEMENTS: Final = Text(
    "help.entitlements", "say what may be billed and has not been", "说明可以开票而尚未开票的款项"
)
CLAIM_FACTS: Final = Text("help.claims.facts", "what happened", "实际发生的事项")
INVOICES: Final = Text(
    "help.claims.invoices",
    "invoices and credit notes: CSV, XLSX, UBL or CII as XML, Factur-X; several files or a folder",
    "发票与贷项通知单：CSV、XLSX、XML（UBL 或 CII）、Factur-X；可为多个文件或文件夹",
)
INVOICES_MAP: Final = Text(
    "help.claims.invoices_map", "how the columns of the invoices are named and written", "发票各列的名称与写法对应表"
)
INVOICES_SHEET: Final = Text(
    "help.claims.invoices_sheet", "the sheet of the spreadsheet that has the invoices", "发票所在的工作表"
)
CLAIM_OUT: Final = Text(
    "help.claims.out",
    "write report (HTML, PDF), arithmetic (XLSX), draft letter (Word) and data into this folder",
    "将报告（HTML、PDF）、计算表（XLSX）、函件草稿（Word）和数据写入此文件夹",
)
LEVEL: Final = Text(
    "help.level",
    "bring quotes to landed cost per accepted unit on the asker's own terms",
    "按询价方自身的条件，将各报价折算为每合格件的到岸成本",
)
REQUEST: Final = Text(
    "help.level.request", "what is asked for: volumes, lots, currency, delivery", "询价内容：数量、批量、币种、交付条件"
)
QUOTES: Final = Text(
    "help.level.quotes",
    "quotes as terms (YAML), or as the spreadsheet that --template writes",
    "报价：条款（YAML），或由 --template 写出的表格",
)
TEMPLATE: Final = Text("help.level.template", "write the spreadsheet that bidders fill in", "写出供报价方填写的表格")
LEVEL_OUT: Final = Text(
    "help.level.out", "write report (HTML, PDF), table (XLSX) and data into this folder",
    "将报告（HTML、PDF）、表格（XLSX）和数据写入此文件夹",
)  # fmt: skip


def add(
    add_command: Callable[[str, Callable[[argparse.Namespace], int], Text], argparse.ArgumentParser],
    day: Callable[[str], object], assumption: Callable[[str], object], facts_file: str,
) -> None:  # fmt: skip
    """Adds the four commands; ``day`` and ``assumption`` read such an argument."""
    from suture.cli import with_facts

    exposure = add_command("exposure", _exposure, EXPOSURE)
    exposure.add_argument("agreements", nargs="+", metavar="AGREEMENT.yaml", help=words(AGREEMENTS()))
    exposure.add_argument("--facts", required=True, metavar=facts_file, help=words(EXPOSURE_FACTS()))
    with_facts(exposure)
    exposure.add_argument("--on", type=day, metavar="DATE", help=words(ON()))
    exposure.add_argument("--scenario", action="append", default=[], metavar="WHAT", help=words(SCENARIO()))
    exposure.add_argument(
        "--assume", action="append", default=[], type=assumption, metavar="PLACE=LOW..HIGH",
        help=words(manual.WHAT_IF_ASSUME()),
    )  # fmt: skip
    exposure.add_argument("--side", choices=("buyer", "seller"), default="buyer", help=words(SIDE()))
    exposure.add_argument("--out", metavar="DIR", help=words(EXPOSURE_OUT()))
    exposure.add_argument("--json", action="store_true", help=words(manual.JSON()))

    for name, run, says in (("audit", _audit, AUDIT), ("entitlements", _entitlements, ENTITLEMENTS)):
        claims = add_command(name, run, says)
        claims.add_argument("agreement", metavar="AGREEMENT.yaml")
        claims.add_argument("--facts", required=True, metavar=facts_file, help=words(CLAIM_FACTS()))
        with_facts(claims)
        claims.add_argument(
            "--invoices", nargs="+", action="extend", required=True, metavar="FILE", help=words(INVOICES())
        )
        claims.add_argument("--invoices-map", metavar="MAPPING.yaml", help=words(INVOICES_MAP()))
        claims.add_argument("--invoices-sheet", action="append", metavar="NAME", help=words(INVOICES_SHEET()))
        claims.add_argument("--through", type=day, metavar="DATE", help=words(manual.RATE_THROUGH()))
        claims.add_argument("--out", metavar="DIR", help=words(CLAIM_OUT()))
        claims.add_argument("--json", action="store_true", help=words(manual.JSON()))

    level = add_command("level", _level, LEVEL)
    level.add_argument("request", metavar="REQUEST.yaml", help=words(REQUEST()))
    level.add_argument("quotes", nargs="*", metavar="QUOTE.(yaml|xlsx)", help=words(QUOTES()))
    level.add_argument("--template", metavar="FILE.xlsx", help=words(TEMPLATE()))
    level.add_argument("--out", metavar="DIR", help=words(LEVEL_OUT()))
    level.add_argument("--json", action="store_true", help=words(manual.JSON()))


def _exposure(asked: argparse.Namespace) -> int:
    from suture.cli.exposure import run

    return run(asked)


def _audit(asked: argparse.Namespace) -> int:
    from suture.cli.audit import run

    return run(asked)


def _entitlements(asked: argparse.Namespace) -> int:
    from suture.cli.entitlements import run

    return run(asked)


def _level(asked: argparse.Namespace) -> int:
    from suture.cli.level import run

    return run(asked)
