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
from typing import Final

from suture import __version__
from suture.cli.streams import Unsaid, answers, messages
from suture.engine.fault import Faulty
from suture.engine.text import Text

DONE: Final = 0
FAULTS: Final = 1
UNSAID: Final = 3
STOPPED: Final = 130
STOPPED_SAYS: Final = Text("stopped", "Stopped; nothing was written.")

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; argparse itself leaves with 2 on wrong use."""
    with messages():
        try:
            with answers():
                return answered(parser().parse_args(argv))
        except KeyboardInterrupt:
            print(STOPPED_SAYS(), file=sys.stderr)
            return STOPPED
        except Unsaid as unsaid:
            if unsaid.fault is None:
                return DONE
            print(unsaid.fault, file=sys.stderr)
            return UNSAID


def answered(asked: argparse.Namespace) -> int:
    """What the command answers, or the faults of its input."""
    command: Command = asked.command
    try:
        return command(asked)
    except Faulty as faulty:
        from suture.cli.screen import refuse

        return refuse(faulty.faults, as_json=getattr(asked, "json", False))


def parser() -> argparse.ArgumentParser:
    """All commands and their words."""
    whole = argparse.ArgumentParser(
        prog="suture",
        description="Chooses and settles the cooperation of a medical-device company and its manufacturers.",
        epilog="Exit 0 done, 1 faults in the input, 2 wrong use, 3 stdout does not take the answer. The result goes to "
        "stdout, messages to stderr.",
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="version", version=f"suture {__version__}")
    commands = whole.add_subparsers(metavar="COMMAND", required=True)

    check = _command(commands, "check", _check, "say what is wrong with agreements and cases, all at once")
    check.add_argument("files", nargs="+", metavar="FILE", help="YAML file of an agreement or a case")
    check.add_argument("--json", action="store_true", help="print one JSON object")

    rate = _command(commands, "rate", _rate, "say what is due under an agreement for what happened")
    rate.add_argument("agreement", metavar="AGREEMENT.yaml")
    rate.add_argument("facts", metavar="FACTS.(csv|yaml)")
    rate.add_argument(
        "--through",
        type=_day,
        metavar="DATE",
        help="settle the periods that end by this day (default: the period of the last fact)",
    )
    rate.add_argument(
        "--billed",
        nargs="+",
        default=[],
        metavar="PREVIOUS.json",
        help="statements billed before, written by --json",
    )
    rate.add_argument("--explain", action="store_true", help="show facts and state behind every charge")
    rate.add_argument("--json", action="store_true", help="print one JSON object")

    choose = _command(commands, "choose", _choose, "say which cooperation model serves a company, and why")
    choose.add_argument("case", metavar="CASE.yaml")
    choose.add_argument(
        "--scenarios", type=_count(1, 1 << 20), default=4096, metavar="N", help="drawn futures (default: 4096)"
    )
    choose.add_argument("--seed", type=_count(0, (1 << 63) - 1), default=1, metavar="N", help="default: 1")
    choose.add_argument(
        "--workers", type=_count(1, 256), metavar="N", help="threads; the answer is the same (default: one a processor)"
    )
    choose.add_argument("--sampling", choices=("sobol", "plain"), default="sobol", help="default: sobol")
    choose.add_argument(
        "--out", default="out", metavar="DIR", help="folder for report, data and agreements (default: out)"
    )
    choose.add_argument("--json", action="store_true", help="print one JSON object")

    text = _command(commands, "text", _text, "say an agreement as people read and sign it")
    text.add_argument("agreement", metavar="AGREEMENT.yaml")
    text.add_argument("--lang", choices=("en", "zh", "both"), default="both", help="default: both")
    text.add_argument("--docx", metavar="FILE", help="write a Word file")
    text.add_argument("--pdf", metavar="FILE", help="write a PDF")
    text.add_argument("--template", metavar="FILE", help="Word template of your own, for --docx")
    text.add_argument("--template-out", metavar="FILE", help="write the Word template, to restyle it")

    diff = _command(commands, "diff", _diff, "say what changed between two agreements, in terms, text and money")
    diff.add_argument("old", metavar="OLD.yaml")
    diff.add_argument("new", metavar="NEW.yaml")
    diff.add_argument("--facts", metavar="FACTS.(csv|yaml)", help="what happened, to be priced under both")
    diff.add_argument("--lang", choices=("en", "zh"), default="en", help="of the text (default: en)")
    diff.add_argument("--json", action="store_true", help="print one JSON object")

    trial = _command(commands, "what-if", _what_if, "say what would be charged for quantities, and what lies ahead")
    trial.add_argument("agreement", metavar="AGREEMENT.yaml")
    trial.add_argument(
        "--set", nargs="+", required=True, type=_quantity, metavar="SERVICE=QUANTITY", help="what would be supplied"
    )
    trial.add_argument("--on", type=_day, metavar="DATE", help="on this day (default: the first of the agreement)")
    trial.add_argument("--facts", metavar="FACTS.(csv|yaml)", help="what happened beside it, such as index values")
    trial.add_argument("--json", action="store_true", help="print one JSON object")

    schema = _command(commands, "schema", _schema, "print the JSON Schema of a file that is read")
    schema.add_argument("of", choices=("agreement", "case", "facts"))
    return whole


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, run: Command, says: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=says, description=says[0].upper() + says[1:] + ".", allow_abbrev=False)
    command.set_defaults(command=run)
    return command


def _day(text: str) -> date:
    """A day as an argument."""
    try:
        if len(text) == len("2027-01-31"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"'{text}' is not a day; write it as 2027-01-31")


def _quantity(text: str) -> tuple[str, Decimal]:
    """A service and a quantity as an argument."""
    service, _, number = text.partition("=")
    try:
        quantity = Decimal(number.replace("_", ""))
    except InvalidOperation:
        quantity = Decimal("NaN")
    if not service or not quantity.is_finite() or not 0 <= quantity < 10**15:
        raise argparse.ArgumentTypeError(f"'{text}' is no quantity of a service; write it as catheter=1200")
    return service, quantity


def _count(least: int, most: int) -> Callable[[str], int]:
    """A whole number within bounds as an argument."""

    def read(text: str) -> int:
        if text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= most:
            return int(text)
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from {least} to {most}")

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


def _schema(asked: argparse.Namespace) -> int:
    from suture.cli.schema import run

    return run(asked)
