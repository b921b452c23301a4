"""The two lines along which committing is looked at: the discount for it, and the volume."""

import math
from typing import NamedTuple

from markupsafe import Markup

from suture.engine.decision.choose import Decision
from suture.engine.decision.turns import flat
from suture.engine.decision.wording import figure, step_of
from suture.files.report import charts
from suture.files.report.decision import shapes
from suture.files.report.decision.ranked import briefly
from suture.files.report.reader import Reader


class Line(NamedTuple):
    """A chart along one quantity, what it compares, and its points as a table."""

    chart: Markup
    says: str
    head: str
    rows: tuple[tuple[str, str], ...]


def discount(decision: Decision, reader: Reader) -> Line | None:
    """Committing less ordering on demand, along the discount for committing."""
    found, pair = decision.discount, decision.discount_pair
    if found is None or pair is None or flat(found):
        return None
    points = [shapes.Point(x, y, worth(y, reader)) for x, y in found.points]
    terms = decision.case.partners[pair[0].partners[0]].committed
    taken = terms.discount if terms is not None else None
    band = None
    if taken is not None:
        low, high = (float(taken.likely if end is None else end) for end in (taken.low, taken.high))
        band = (low, high, reader.said("band"))
    turn = (
        None if found.zero_at is None else (found.zero_at, reader.said("turns_at", at=turning(found.zero_at, reader)))
    )
    ticks = [(x, share(x, reader)) for x in (-0.3, 0.0, 0.3)]
    one, other = (briefly(strategy) for strategy in pair)
    says = reader.said("discount_says", one=one, other=other, currency=decision.case.currency)
    axis = charts.Axis(min(x for x, _ in found.points), max(x for x, _ in found.points), 4.0, 96.0)
    chart = shapes.curve(axis, points, ticks, says=says, band=band, turn=turn)
    return Line(
        chart, says, reader.said("discount"), tuple((share(x, reader), worth(y, reader)) for x, y in found.points)
    )


def turning(x: float, reader: Reader) -> str:
    """Where it turns, in the words of the axis."""
    return reader.said("premium_tick" if x < 0 else "discount_tick", n=f"{abs(100 * x):.1f}")


def share(x: float, reader: Reader) -> str:
    """A discount, or a premium where it is below zero."""
    return reader.said("premium_tick", n=round(-100 * x)) if x < 0 else reader.said("discount_tick", n=round(100 * x))


def volume(decision: Decision, reader: Reader) -> Line | None:
    """Committing less ordering on demand, along demand as a multiple of the plan."""
    found, pair = decision.volume, decision.discount_pair
    if found is None or pair is None or flat(found):
        return None
    points = [shapes.Point(math.log2(x), y, worth(y, reader)) for x, y in found.points]
    zero = found.zero_at
    turn = (
        None if zero is None else (math.log2(zero), reader.said("turns_at", at=reader.said("times", n=f"{zero:.1f}")))
    )
    ticks = [
        (math.log2(x), reader.said("plan") if x == 1 else reader.said("times", n=f"{x:g}")) for x, _ in found.points
    ]
    one, other = (briefly(strategy) for strategy in pair)
    says = reader.said("volume_says", one=one, other=other, currency=decision.case.currency)
    axis = charts.Axis(points[0].x, points[-1].x, 4.0, 96.0)
    chart = shapes.curve(axis, points, ticks, says=says, band=None, turn=turn)
    return Line(
        chart,
        says,
        reader.said("volume"),
        tuple((reader.said("times", n=f"{x:g}"), worth(y, reader)) for x, y in found.points),
    )


def worth(y: float, reader: Reader) -> str:
    """A difference in worth with two or three digits; it is a mean over up to 512 futures."""
    return reader.plainly(figure(y, step_of(abs(y) / 30, y)))
