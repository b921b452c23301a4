"""How long a regulator takes, and how it ends: FDA by its published quantiles, China by its steps."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from suture.engine.world.grid import Floats
from suture.engine.world.shape import Range, from_quantiles, triangular

MDUFA = "FDA, MDUFA V performance report of 2025-11-20, FY2023 cohort"
ORDER_47 = "China SAMR Order 47 of 2021 (registration of devices), chapter 7, read in a mirror"

QUINTILES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


class Published(NamedTuple):
    """A route whose total days (regulator and applicant) are known by quantiles."""

    name: str
    days: tuple[float, ...]
    """At QUINTILES; the first, a floor, is an assumption, the last is the longest seen."""
    mean: float
    refused: float
    """Share not accepted on the first cycle."""
    repair: Range
    """Days that a refused submission loses before it is accepted: assumption."""
    granted: float
    """Share of the accepted submissions that ends with a clearance or approval."""
    source: str


K510 = Published(
    name="FDA 510(k)",
    days=(15, 59, 97, 155, 238, 517),
    mean=141.13,
    refused=0.2054,
    repair=Range(20, 45, 120),
    granted=(1 - 0.0611 - 0.0527) * 0.9548,
    source=f"{MDUFA}, tables 6.5, 6.1 refused, 6.6 withdrawn 6.11 %, deleted 5.27 %, rest 95.48 % clear",
)
PMA = Published(
    name="FDA PMA, no panel",
    days=(90, 179, 218, 281, 444, 536),
    mean=286.70,
    refused=0.1233,
    repair=Range(20, 60, 180),
    granted=1 - 0.1791 - 0.0448 - 1 / 67,
    source=f"{MDUFA}, tables 1.7, 1.1 refused, 1.9 not approvable 17.91 %, withdrawn 4.48 %, deleted 1 of 67",
)
DE_NOVO = Published(
    name="FDA De Novo",
    days=(60, 214, 256, 303, 329, 437),
    mean=270.07,
    refused=0.3011,
    repair=Range(20, 45, 120),
    granted=0.4458,
    source=f"{MDUFA}, tables 8.3, 8.1 refused, 8.4 declined 21.69 %, withdrawn 20.48 %, deleted 13.25 %",
)


class Steps(NamedTuple):
    """A route whose steps have limits in working days by law; one round of questions is the usual course."""

    name: str
    technical: float
    supplement: float
    quality_check: float
    decision: float
    issue: float
    asked: float
    """Chance that the dossier must be supplemented: assumption."""
    answering: Range
    """Calendar days the applicant needs to answer; the law allows a year: assumption."""
    longest: float
    """How far the technical review may be stretched, as a factor; the law allows half as much again."""
    refused: float
    """Share not accepted at filing: assumption."""
    repair: Range
    granted: float
    """Assumption: the annual reports count no refusals by class."""
    source: str


NMPA_2 = Steps(
    name="NMPA class 2",
    technical=60,
    supplement=60,
    quality_check=30,
    decision=20,
    issue=10,
    asked=0.9,
    answering=Range(60, 120, 240),
    longest=1.5,
    refused=0.1,
    repair=Range(10, 30, 90),
    granted=0.9,
    source=f"{ORDER_47}; 8 to 18 months with dossier by a practitioner guide (777doc)",
)
NMPA_3 = NMPA_2._replace(name="NMPA class 3", technical=90)

Route = Published | Steps
CALENDAR_DAYS_PER_WORKING_DAY = 365 / 250


class Course(NamedTuple):
    """How one review went, shapes (n,): calendar days to the decision, repair included, and the answer."""

    days: Floats
    granted: NDArray[np.bool_]
    refused: NDArray[np.bool_]
    """Not accepted on the first cycle; costs the repair days, which ``days`` hold."""


def dimensions(route: Route) -> tuple[str, ...]:
    """The uniforms that ``course`` reads; what moves the date most stands first."""
    common = ("review days", "review granted", "review refused", "review repair")
    return common if isinstance(route, Published) else (*common, "review asked", "review answering")


def course(u: Floats, route: Route) -> Course:
    """Days, answer and first-cycle refusal of one submission; ``u`` has the columns of ``dimensions``."""
    days = published_days(u[:, 0], route) if isinstance(route, Published) else _step_days(u, route)
    refused = u[:, 2] < route.refused
    days = days + np.where(refused, triangular(u[:, 3], *route.repair), 0.0)
    return Course(days, u[:, 1] < route.granted, refused)


def published_days(u: Floats, route: Published) -> Floats:
    """Total days from acceptance to decision: the published quintiles, maximum and mean."""
    return from_quantiles(u, QUINTILES, route.days, route.mean)


def _step_days(u: Floats, route: Steps) -> Floats:
    """Working days of the steps at their limits, the technical review stretched, and the time to answer."""
    asked = u[:, 4] < route.asked
    stretch = triangular(u[:, 0], 1.0, 1.0, route.longest)
    technical = route.technical + np.where(asked, route.supplement, 0.0)
    working = technical * stretch + route.quality_check + route.decision + route.issue
    answering = np.where(asked, triangular(u[:, 5], *route.answering), 0.0)
    days: Floats = working * CALENDAR_DAYS_PER_WORKING_DAY + answering
    return days
