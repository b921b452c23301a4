"""What a decision leaves behind: the report, the JSON object, and the agreements of the recommended strategy."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from suture.engine.decision.choose import Decision
from suture.engine.simulation.engagements import deals
from suture.engine.strategy.answers import filled
from suture.engine.strategy.case import Case
from suture.engine.strategy.models import strategies
from suture.engine.text import Language
from suture.files.agreements import NAME, agreements, name_of
from suture.files.report.decision import report
from suture.files.saving import saved, tried
from suture.files.statements import said

REPORT: Final = "report.html"
DATA: Final = "decision.json"


def results_tried(case: Case, folder: str) -> None:
    """Sees to it that whatever is decided could be saved, before it is decided. Raises ``Faulty``."""
    full = filled(case)[0]
    offered = dict.fromkeys(deal for strategy in strategies(full) for deal in deals(full, strategy))
    tried(folder, (REPORT, DATA), [name_of(deal) for deal in offered])


def results_saved(files: Mapping[str, str], folder: str) -> list[Path]:
    """Writes the results in place of those of an earlier run, and returns where they lie. Raises ``Faulty``."""
    return saved(files, folder, replaces=NAME.format(name="*"))


def results(
    decision: Decision, data: Mapping[str, Any], *, version: str, case_hash: str, language: Language = "en"
) -> dict[str, str]:
    """Every file by its name; the report first."""
    return {
        REPORT: report(decision, version=version, case_hash=case_hash, language=language),
        DATA: said(data) + "\n",
        **agreements(decision, language),
    }
