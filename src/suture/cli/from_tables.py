"""The words of `suture facts`: what a table of facts or of invoices holds, and a mapping learned from one."""

import argparse
from typing import Final

from suture.cli import manual
from suture.cli.language import words
from suture.engine.text import Text

OF: Final = Text(
    "help.facts.of",
    "what the file holds: facts or invoices (default: facts)",
    "文件内容：facts（事实）或 invoices（发票），默认 facts",
)
LEARN: Final = Text(
    "help.facts.learn",
    "guess a mapping from the table and write it into this new file, to be looked at",
    "由表格推测对应表并写入此新文件，供核对",
)


def add(command: argparse.ArgumentParser, facts_file: str) -> None:
    """Gives the command its words."""
    from suture.cli import with_facts

    command.add_argument("facts", metavar=facts_file)
    with_facts(command)
    command.add_argument("--agreement", metavar="AGREEMENT.yaml", help=words(manual.FACTS_AGREEMENT()))
    command.add_argument("--of", choices=("facts", "invoices"), default="facts", help=words(OF()))
    command.add_argument("--learn", metavar="MAPPING.yaml", help=words(LEARN()))
    command.add_argument("--json", action="store_true", help=words(manual.JSON()))
