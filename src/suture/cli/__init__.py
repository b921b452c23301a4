"""The command `suture`: words to one call of the engine or of the files, and its answer to the screen.

stdout has the result and nothing else; messages, faults and progress go to stderr. Exit 0 done, 1 faults in the input,
2 wrong use, 3 stdout does not take the answer, 130 stopped by the user. Every command is a module here with
`run(asked) -> int`, imported when it is asked for: `--version` must not wait for the engine.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Final

from suture import __version__
from suture.cli import from_files, from_tables, manual
from suture.cli.language import ENGLISH, LANGUAGES, SETTING, language_of, plainly, speaking, usual, words
from suture.cli.streams import Unsaid, answers, messages
from suture.engine.fault import Faulty, refusal
from suture.engine.text import Text

DONE: Final = 0
FAULTS: Final = 1
UNSAID: Final = 3
STOPPED: Final = 130
STOPPED_SAYS: Final = Text("stopped", "Stopped; nothing was written.", "已停止；没有写入任何内容。")
NO_LANGUAGE: Final = refusal(
    "language_unknown",
    "the variable {setting} asks for '{found}', which is no language that is spoken here",
    "Set it to {known}, or say --lang.",
    "环境变量 {setting} 的值“{found}”不是可用的语言",
    "请设为 {known}，或使用 --lang。",
)

FACTS_FILE: Final = "FACTS.(csv|xlsx|yaml|parquet)"

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; argparse itself leaves with 2 on wrong use."""
    arguments = [*(sys.argv[1:] if argv is None else argv)]
    language = language_of(manual.asked_for(arguments)) or language_of(usual()) or ENGLISH
    with messages(), speaking(language):
        try:
            with answers():
                return answered(in_pairs(parser().parse_args(arguments)))
        except KeyboardInterrupt:
            print(plainly(STOPPED_SAYS()), file=sys.stderr)
            return STOPPED
        except Unsaid as unsaid:
            if unsaid.fault is None:
                return DONE
            print("\n    ".join(unsaid.fault.said(language)), file=sys.stderr)
            return UNSAID


PARTNERS: Final = (("map", "facts"), ("sheet", "facts"), ("issued", "map"), ("template", "docx"))
"""Options that do nothing without another."""


def in_pairs(asked: argparse.Namespace) -> argparse.Namespace:
    """What was asked for; wrong use where an option stands without the one that it is for."""
    for option, partner in PARTNERS:
        if getattr(asked, option, None) is not None and getattr(asked, partner, "none is needed") is None:
            asked.parser.error(words(manual.ALONE(option=option, partner=partner)))
    return asked


def answered(asked: argparse.Namespace) -> int:
    """What the command answers, or the faults of its input."""
    command: Command = asked.command
    try:
        if getattr(asked, "lang", None) is None and language_of(usual()) is None:
            raise Faulty([NO_LANGUAGE.at(setting=SETTING, found=usual(), known=" / ".join(LANGUAGES))])
        return command(asked)
    except Faulty as faulty:
        from suture.cli.screen import refuse

        return refuse(faulty.faults, as_json=getattr(asked, "json", False))


def parser() -> argparse.ArgumentParser:
    """All commands and their words."""
    whole = manual.Parser(prog="suture", description=words(manual.WHOLE()), epilog=words(manual.EXITS()))
    whole.add_argument("--version", action="version", version=f"suture {__version__}", help=words(manual.VERSION()))
    commands = whole.add_subparsers(metavar="COMMAND", required=True)

    check = _command(commands, "check", _check, manual.CHECK)
    check.add_argument("files", nargs="+", metavar="FILE", help=words(manual.CHECK_FILES()))
    check.add_argument("--filled", action="store_true", help=words(manual.CHECK_FILLED()))
    check.add_argument("--json", action="store_true", help=words(manual.JSON()))

    rate = _command(commands, "rate", _rate, manual.RATE)
    rate.add_argument("agreement", metavar="AGREEMENT.yaml")
    rate.add_argument("facts", metavar=FACTS_FILE)
    with_facts(rate)
    rate.add_argument(
        "--through",
        type=_day,
        metavar="DATE",
        help=words(manual.RATE_THROUGH()),
    )
    rate.add_argument(
        "--billed",
        nargs="+",
        default=[],
        metavar="PREVIOUS.json",
        help=words(manual.RATE_BILLED()),
    )
    rate.add_argument("--explain", action="store_true", help=words(manual.RATE_EXPLAIN()))
    rate.add_argument("--json", action="store_true", help=words(manual.JSON()))

    choose = _command(commands, "choose", _choose, manual.CHOOSE)
    choose.add_argument("case", metavar="CASE.yaml")
    choose.add_argument(
        "--scenarios", type=_count(1, 1 << 20), default=4096, metavar="N", help=words(manual.CHOOSE_SCENARIOS())
    )
    choose.add_argument(
        "--seed", type=_count(0, (1 << 63) - 1), default=1, metavar="N", help=words(manual.CHOOSE_SEED())
    )
    choose.add_argument("--workers", type=_count(1, 256), metavar="N", help=words(manual.CHOOSE_WORKERS()))
    choose.add_argument("--sampling", choices=("sobol", "plain"), default="sobol", help=words(manual.CHOOSE_SAMPLING()))
    choose.add_argument("--out", default="out", metavar="DIR", help=words(manual.CHOOSE_OUT()))
    choose.add_argument("--json", action="store_true", help=words(manual.JSON()))

    text = _command(commands, "text", _text, manual.TEXT)
    text.add_argument("agreement", metavar="AGREEMENT.yaml")
    text.add_argument("--lang", choices=("en", "zh", "both"), default="both", help=words(manual.TEXT_LANG()))
    text.add_argument("--on", type=_day, metavar="DATE", help=words(manual.TEXT_ON()))
    text.add_argument("--docx", metavar="FILE", help=words(manual.TEXT_DOCX()))
    text.add_argument("--pdf", metavar="FILE", help=words(manual.TEXT_PDF()))
    text.add_argument("--template", metavar="FILE", help=words(manual.TEXT_TEMPLATE()))
    text.add_argument("--template-out", metavar="FILE", help=words(manual.TEXT_TEMPLATE_OUT()))

    diff = _command(commands, "diff", _diff, manual.DIFF)
    diff.add_argument("old", metavar="OLD.yaml")
    diff.add_argument("new", metavar="NEW.yaml")
    diff.add_argument("--facts", metavar=FACTS_FILE, help=words(manual.FACTS()))
    with_facts(diff, faults=False)
    diff.add_argument("--json", action="store_true", help=words(manual.JSON()))

    trial = _command(commands, "what-if", _what_if, manual.WHAT_IF)
    trial.add_argument("agreement", metavar="AGREEMENT.yaml")
    trial.add_argument(
        "--set",
        nargs="+",
        action="extend",
        required=True,
        type=_quantity,
        metavar="SERVICE=QUANTITY",
        help=words(manual.WHAT_IF_SET()),
    )
    trial.add_argument("--on", type=_day, metavar="DATE", help=words(manual.WHAT_IF_ON()))
    trial.add_argument(
        "--assume", action="append", default=[], type=_assumption, metavar="PLACE=LOW..HIGH",
        help=words(manual.WHAT_IF_ASSUME()),
    )  # fmt: skip
    trial.add_argument("--facts", metavar=FACTS_FILE, help=words(manual.WHAT_IF_FACTS()))
    with_facts(trial, faults=False)
    trial.add_argument("--json", action="store_true", help=words(manual.JSON()))

    from_tables.add(_command(commands, "facts", _facts, manual.FACTS_COMMAND), FACTS_FILE)

    settle = _command(commands, "settle", _settle, manual.SETTLE)
    settle.add_argument("agreements", nargs="+", metavar="AGREEMENT.yaml", help=words(manual.SETTLE_AGREEMENTS()))
    settle.add_argument("--facts", required=True, metavar=FACTS_FILE, help=words(manual.SETTLE_FACTS()))
    with_facts(settle)
    settle.add_argument("--through", type=_day, metavar="DATE", help=words(manual.SETTLE_THROUGH()))
    settle.add_argument("--billed", nargs="+", default=[], metavar="PATH", help=words(manual.SETTLE_BILLED()))
    settle.add_argument("--out", metavar="DIR", help=words(manual.SETTLE_OUT()))
    settle.add_argument("--json", action="store_true", help=words(manual.JSON()))

    from_files.add(partial(_command, commands), _day, _assumption, FACTS_FILE)

    schema = _command(commands, "schema", _schema, manual.SCHEMA)
    schema.add_argument("of", choices=("agreement", "case", "facts", "mapping"))
    return whole


def with_facts(command: argparse.ArgumentParser, *, faults: bool = True) -> None:
    """Gives a command the words that say how its facts are read."""
    command.add_argument("--map", metavar="MAPPING.yaml", help=words(manual.MAP()))
    command.add_argument("--sheet", action="append", metavar="NAME", help=words(manual.SHEET()))
    command.add_argument("--issued", type=_day, metavar="DATE", help=words(manual.ISSUED()))
    if faults:
        command.add_argument("--faults", metavar="FAULTS.csv", help=words(manual.FAULTS_OUT()))


def _command(
    commands: "argparse._SubParsersAction[manual.Parser]", name: str, run: Command, says: Text
) -> argparse.ArgumentParser:
    said = words(says())
    command = commands.add_parser(name, help=said, description=said[0].upper() + said[1:] + words(manual.STOP()))
    command.set_defaults(command=run, parser=command)
    if run is not _text:  # which has languages of its own
        command.add_argument("--lang", choices=LANGUAGES, help=words(manual.LANG()))
    return command


def _day(text: str) -> date:
    """A day as an argument."""
    try:
        if len(text) == len("2027-01-31"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(words(manual.DAY(found=text)))


def _quantity(text: str) -> tuple[str, Decimal]:
    """A service and a quantity as an argument."""
    service, _, number = text.partition("=")
    try:
        quantity = Decimal(number.replace("_", ""))
    except InvalidOperation:
        quantity = Decimal("NaN")
    if not service or not quantity.is_finite() or not 0 <= quantity < 10**15:
        raise argparse.ArgumentTypeError(words(manual.QUANTITY(found=text)))
    return service, quantity


def _assumption(text: str) -> tuple[str, str | dict[str, str]]:
    """A place of an agreement and the figure that is assumed there, as an argument."""
    place, _, figure = text.partition("=")
    low, between, high = (part.strip() for part in figure.partition(".."))
    if not place.strip() or not low or (between and not high):
        raise argparse.ArgumentTypeError(words(manual.ASSUMPTION(found=text)))
    return place.strip(), {"low": low, "high": high} if between else low


def _count(least: int, most: int) -> Callable[[str], int]:
    """A whole number within bounds as an argument."""

    def read(text: str) -> int:
        if text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= most:
            return int(text)
        raise argparse.ArgumentTypeError(words(manual.COUNT(found=text, least=str(least), most=str(most))))

    return read


def _check(asked: argparse.Namespace) -> int:
    from suture.cli.check import run

    return run(asked)


def _rate(asked: argparse.Namespace) -> int:
    from suture.cli.rate import run

    return run(asked)


def _choose(asked: argparse.Namespace) -> int:
    from suture.cli.choose import run

    return run(asked)


def _text(asked: argparse.Namespace) -> int:
    from suture.cli.text import run

    return run(asked)


def _diff(asked: argparse.Namespace) -> int:
    from suture.cli.diff import run

    return run(asked)


def _what_if(asked: argparse.Namespace) -> int:
    from suture.cli.what_if import run

    return run(asked)


def _facts(asked: argparse.Namespace) -> int:
    from suture.cli.facts import run

    return run(asked)


def _settle(asked: argparse.Namespace) -> int:
    from suture.cli.settle import run

    return run(asked)


def _schema(asked: argparse.Namespace) -> int:
    from suture.cli.schema import run

    return run(asked)
