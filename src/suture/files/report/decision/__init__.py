"""The report of a decision: answer first, two printed pages, an appendix."""

from suture.engine.decision.advantage import advantage, draws_of
from suture.engine.decision.choose import Decision
from suture.engine.decision.explain import explained
from suture.engine.decision.unknowns import KINDS
from suture.engine.decision.wording import sure
from suture.engine.strategy.models import supplies
from suture.engine.text import Language
from suture.files.report.decision import figures, lines, tables
from suture.files.report.decision.described import described
from suture.files.report.decision.ranked import briefly, ranked
from suture.files.report.decision.texts import MEANINGS, SHAPES, reader_of
from suture.files.report.page import page
from suture.files.report.reader import Reader


def report(decision: Decision, *, version: str, case_hash: str, language: Language = "en") -> str:
    """The page."""
    reader = reader_of(language)
    said = reader.said
    case, sampled = decision.case, decision.sampling
    draws, found = draws_of(decision), explained(decision)
    chance, d = figures.chance(decision, reader), advantage(decision)
    each_once = ranked(decision)
    heads, rows = tables.strategies(decision, reader, each_once)
    first, rest = tables.assumptions(decision, reader)
    worth = figures.worth(decision, reader, each_once)
    best = reader.plainly(briefly(decision.best.strategy))
    foot = said(
        "foot", case=case.case, hash=case_hash[:12], seed=sampled.seed,
        futures=reader.counted("futures", sampled.scenarios), version=version,
    )  # fmt: skip
    drawn = {"futures": reader.counted("futures", sampled.scenarios), "draws": reader.counted("draws", draws)}
    return page(
        "decision.html", reader, name=said("decision"), title=case.title or case.case, foot=foot,
        case=case, best=best, found=found,
        sure=reader.plainly(sure(d.confidence, draws)) if d is not None else "", drawn=drawn,
        gates=[(SHAPES[g.status], said(g.status), g.status, g.message) for g in decision.best.gates],
        worth=worth, worth_text="worth_says" if supplies(case) else "worth_costs",
        hidden=len(each_once) - len(worth.rows), chance=chance, six=figures.six(decision, reader, each_once),
        kind=KINDS[case.company.kind](), discount=lines.discount(decision, reader),
        volume=lines.volume(decision, reader),
        tornado=figures.tornado(decision, reader), flips=tables.flips(decision, reader), heads=heads, rows=rows,
        pairs=tables.pairs(decision, reader, each_once), assumptions=first, other_assumptions=rest,
        terms=tables.not_priced(decision, reader), described=described(case, reader),
        meanings=meanings(decision, reader), sampled=sampled,
        group=reader.counted("futures", sampled.futures_per_input), least=f"{decision.clear_from:.2f}",
    )  # fmt: skip


def meanings(decision: Decision, reader: Reader) -> list[tuple[str, str, str]]:
    """Code, name and meaning of every number shown."""
    measures = [number.measure for number in decision.best.numbers]
    return [
        (measure.code, reader.plainly(measure.text()), reader.plainly(MEANINGS[measure.code]())) for measure in measures
    ]
