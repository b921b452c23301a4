"""The report of a decision: one HTML file that holds all it shows, answer first, two printed pages, an appendix.

No script, no font, no picture and no address is loaded from anywhere. The same decision gives the same bytes.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from suture.engine.decision.advantage import advantage, draws_of
from suture.engine.decision.choose import Decision
from suture.engine.decision.explain import explained
from suture.engine.decision.unknowns import KINDS
from suture.engine.decision.wording import sure
from suture.engine.strategy.models import supplies
from suture.engine.text import Language, Message
from suture.files.report import figures, lines, tables
from suture.files.report.described import described
from suture.files.report.ranked import briefly, ranked
from suture.files.report.texts import MEANINGS, SHAPES, TAGS, Reader

TEMPLATE = "report.html"


@cache
def environment(language: Language) -> Environment:
    """Templates beside this module; every value is escaped, and a name that is not given is an error."""
    return Environment(
        loader=PackageLoader("suture.files.report", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=shown_to(Reader(language)),
    )  # fmt: skip


def shown_to(reader: Reader) -> Callable[[Any], Any]:
    """A message in words, its numbers as in tables; any other value as it is."""
    return lambda value: reader.words(value) if isinstance(value, Message) else value


def report(decision: Decision, *, version: str, case_hash: str, language: Language = "en") -> str:
    """The page."""
    reader = Reader(language)
    said, futures = reader.said, reader.futures
    case, sampled = decision.case, decision.sampling
    draws, found = draws_of(decision), explained(decision)
    chance, d = figures.chance(decision, reader), advantage(decision)
    each_once = ranked(decision)
    heads, rows = tables.strategies(decision, reader, each_once)
    first, rest = tables.assumptions(decision, reader)
    worth = figures.worth(decision, reader, each_once)
    best = reader.plainly(briefly(decision.best.strategy))
    foot = said(
        "foot", case=case.case, hash=case_hash[:12], seed=sampled.seed, futures=futures(sampled.scenarios),
        version=version,
    )  # fmt: skip
    drawn = {"futures": futures(sampled.scenarios), "draws": reader.counted("draws", draws)}
    return environment(language).get_template(TEMPLATE).render(
        t=said, tag=TAGS[language], case=case, title=case.title or case.case, best=best, reasons=found, found=found,
        sure=reader.plainly(sure(d.confidence, draws)) if d is not None else "", drawn=drawn, foot=foot,
        foot_css=Markup(foot.replace("\\", "").replace('"', "").replace("<", "")),
        gates=[(SHAPES[g.status], said(g.status), g.status, g.message) for g in decision.best.gates],
        worth=worth, worth_text="worth_says" if supplies(case) else "worth_costs",
        hidden=len(each_once) - len(worth.rows), chance=chance, six=figures.six(decision, reader, each_once),
        kind=KINDS[case.company.kind](), discount=lines.discount(decision, reader),
        volume=lines.volume(decision, reader),
        tornado=figures.tornado(decision, reader), flips=tables.flips(decision, reader), heads=heads, rows=rows,
        pairs=tables.pairs(decision, reader, each_once), assumptions=first, other_assumptions=rest,
        terms=tables.not_priced(decision, reader), described=described(case, reader),
        meanings=meanings(decision, reader), sampled=sampled,
        group=futures(sampled.futures_per_input), least=f"{decision.clear_from:.2f}",
    )  # fmt: skip


def meanings(decision: Decision, reader: Reader) -> list[tuple[str, str, str]]:
    """Code, name and meaning of every number shown."""
    measures = [number.measure for number in decision.best.numbers]
    return [
        (measure.code, reader.plainly(measure.text()), reader.plainly(MEANINGS[measure.code]())) for measure in measures
    ]
