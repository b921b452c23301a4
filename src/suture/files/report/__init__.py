"""The report of a decision: one HTML file that holds all it shows, answer first, two printed pages, an appendix.

No script, no font, no picture and no address is loaded from anywhere. The same decision gives the same bytes.
"""

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
from suture.engine.text import Message
from suture.files.numerals import in_columns
from suture.files.report import figures, lines, tables
from suture.files.report.described import described
from suture.files.report.ranked import briefly, ranked
from suture.files.report.texts import MEANINGS, SHAPES, counted, futures, said

TEMPLATE = "report.html"


@cache
def environment() -> Environment:
    """Templates beside this module; every value is escaped, and a name that is not given is an error."""
    return Environment(
        loader=PackageLoader("suture.files.report", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=shown,
    )  # fmt: skip


def shown(value: Any) -> Any:
    """A message in words, its numbers as in tables; any other value as it is."""
    return in_columns(value) if isinstance(value, Message) else value


def report(decision: Decision, *, version: str, case_hash: str) -> str:
    """The page."""
    case, sampled = decision.case, decision.sampling
    draws, found = draws_of(decision), explained(decision)
    chance, d = figures.chance(decision), advantage(decision)
    each_once = ranked(decision)
    heads, rows = tables.strategies(decision, each_once)
    first, rest = tables.assumptions(decision)
    worth = figures.worth(decision, each_once)
    best = str(briefly(decision.best.strategy))
    foot = said(
        "foot", case=case.case, hash=case_hash[:12], seed=sampled.seed, futures=futures(sampled.scenarios),
        version=version,
    )  # fmt: skip
    drawn = {"futures": futures(sampled.scenarios), "draws": counted("draws", draws)}
    return environment().get_template(TEMPLATE).render(
        t=said, case=case, title=case.title or case.case, best=best, reasons=found, found=found,
        sure=str(sure(d.confidence, draws)) if d is not None else "", drawn=drawn, foot=foot,
        foot_css=Markup(foot.replace("\\", "").replace('"', "").replace("<", "")),
        gates=[(SHAPES[g.status], said(g.status), g.status, g.message) for g in decision.best.gates],
        worth=worth, worth_text="worth_says" if supplies(case) else "worth_costs",
        hidden=len(each_once) - len(worth.rows), chance=chance, six=figures.six(decision, each_once),
        kind=KINDS[case.company.kind](), discount=lines.discount(decision), volume=lines.volume(decision),
        tornado=figures.tornado(decision), flips=tables.flips(decision), heads=heads, rows=rows,
        pairs=tables.pairs(decision, each_once), assumptions=first, other_assumptions=rest,
        terms=tables.not_priced(decision), described=described(case), meanings=meanings(decision), sampled=sampled,
        group=futures(sampled.futures_per_input), least=f"{decision.clear_from:.2f}",
    )  # fmt: skip


def meanings(decision: Decision) -> list[tuple[str, str, str]]:
    """Code, name and meaning of every number shown."""
    measures = [number.measure for number in decision.best.numbers]
    return [(measure.code, str(measure.text()), str(MEANINGS[measure.code]())) for measure in measures]
