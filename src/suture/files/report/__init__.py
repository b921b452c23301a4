"""The report of a decision: one HTML file that holds all it shows, answer first, two printed pages, an appendix.

No script, no font, no picture and no address is loaded from anywhere. The same decision gives the same bytes.
"""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from suture.engine.decision.advantage import advantage, draws_of
from suture.engine.decision.choose import Decision
from suture.engine.decision.explain import explained
from suture.engine.decision.unknowns import KINDS
from suture.engine.decision.wording import label, sure
from suture.engine.strategy.models import supplies
from suture.files.report import figures, lines, tables
from suture.files.report.texts import MEANINGS, SHAPES, said

TEMPLATE = "report.html"


@cache
def environment() -> Environment:
    """Templates beside this module; every value is escaped, and a name that is not given is an error."""
    loader = PackageLoader("suture.files.report", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def report(decision: Decision, *, version: str, case_hash: str) -> str:
    """The page."""
    case, sampled = decision.case, decision.sampling
    draws, found = draws_of(decision), explained(decision)
    chance, d = figures.chance(decision), advantage(decision)
    heads, rows = tables.strategies(decision)
    first, rest = tables.assumptions(decision)
    worth = figures.worth(decision)
    best = str(label(decision.best.strategy))
    foot = said(
        "foot", case=case.case, hash=case_hash[:12], seed=sampled.seed, n=f"{sampled.scenarios:,}", version=version
    )
    counted = {"n": f"{sampled.scenarios:,}", "draws": draws}
    return environment().get_template(TEMPLATE).render(
        t=said, case=case, title=case.title or case.case, best=best, reasons=found, found=found,
        sure=str(sure(d.confidence, draws)) if d is not None else "", counted=counted, foot=foot,
        foot_css=Markup(foot.replace("\\", "").replace('"', "").replace("<", "")),
        gates=[(SHAPES[g.status], said(g.status), g.status, g.message) for g in decision.best.gates],
        worth=worth, worth_text="worth_says" if supplies(case) else "worth_costs",
        hidden=len(decision.judged) - len(worth.rows), chance=chance, six=figures.six(decision),
        kind=KINDS[case.company.kind](), discount=lines.discount(decision), volume=lines.volume(decision),
        tornado=figures.tornado(decision), flips=tables.flips(decision), heads=heads, rows=rows,
        pairs=tables.pairs(decision), assumptions=first, other_assumptions=rest,
        terms=tables.not_priced(decision), meanings=meanings(decision), sampled=sampled, draws=draws,
        least=f"{decision.clear_from:.2f}",
    )  # fmt: skip


def meanings(decision: Decision) -> list[tuple[str, str, str]]:
    """Code, name and meaning of every number shown."""
    measures = [number.measure for number in decision.best.numbers]
    return [(measure.code, str(measure.text()), str(MEANINGS[measure.code]())) for measure in measures]
