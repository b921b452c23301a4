"""What a decision leaves behind: the report, the JSON object, and the agreements of the recommended strategy."""

from collections.abc import Mapping
from typing import Any

from suture.engine.decision.choose import Decision
from suture.engine.simulation.engagements import deals
from suture.engine.strategy.offers import offer
from suture.engine.terms.writing import write
from suture.files.report import report
from suture.files.statements import said

REPORT, DATA = "report.html", "decision.json"


def results(decision: Decision, data: Mapping[str, Any], *, version: str, case_hash: str) -> dict[str, str]:
    """Every file by its name; the report first."""
    return {
        REPORT: report(decision, version=version, case_hash=case_hash),
        DATA: said(data) + "\n",
        **agreements(decision),
    }


def agreements(decision: Decision) -> dict[str, str]:
    """The agreements under which the recommended strategy stands, ranges kept: one file for each partner and mode."""
    case = decision.case
    return {f"agreement-{deal.name}.yaml": write(offer(case, deal)) for deal in deals(case, decision.best.strategy)}
