"""Which level of an index counts, as contract text: material prices, unit costs and other published series."""

from suture.engine.clauses.saying import in_periods
from suture.engine.text import Message, Text

NOW = Text(
    "index_level.now",
    "For each settlement period the last level published up to its end counts; earlier periods stay as they were.",
    "每个结算期适用该期末最近公布的数值；以前各期不作调整。",
)
LATE = Text(
    "index_level.late",
    "For each settlement period the last level published up to the end of the one {lag} earlier counts; earlier "
    "periods stay as they were.",
    "每个结算期适用 {lag}之前的结算期期末最近公布的数值；以前各期不作调整。",
)


def says_level(lag: int) -> Message:
    """Which published level counts for a settlement period, so many settlement periods late."""
    return LATE(lag=in_periods(lag)) if lag else NOW()
