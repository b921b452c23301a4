"""Where the answer turns: along the discount for committing, along volume, and at single inputs."""

from collections.abc import Iterator

from suture.engine.decision.choose import Decision
from suture.engine.decision.drivers import Driver
from suture.engine.decision.inputs import Input, by_draw_name, value_of
from suture.engine.decision.turning import Crossing
from suture.engine.decision.wording import amount, title, worded
from suture.engine.text import Message, Text

NEEDED = Text(
    "discount.needed", "Committing to {partner} pays from a discount of {at} % on{quoted}; each point is worth {point}."
)
PREMIUM = Text(
    "discount.premium",
    "Committing to {partner} pays without any discount, even at a premium of up to {at} %{quoted}; "
    "each point is worth {point}.",
)
ALWAYS = Text(
    "discount.always",
    "Committing to {partner} pays at every discount looked at, even at a premium of {most} %{quoted}; "
    "each point is worth {point}.",
)
NEVER = Text(
    "discount.never",
    "Committing to {partner} does not pay at any discount up to {most} %{quoted}; each point is worth {point}.",
)
QUOTED = Text("discount.quoted", " (taken as {likely} %, between {low} and {high} %)")
QUOTED_ONE = Text("discount.quoted_one", " (taken as {likely} %)")
NOT_QUOTED = Text("discount.not_quoted", "")
VOLUME_FROM = Text("volume.from", "Committing to {partner} pays from {at} times the planned volume on, and not below.")
VOLUME_TO = Text("volume.to", "Committing to {partner} pays up to {at} times the planned volume, and not beyond.")
VOLUME_ALWAYS = Text(
    "volume.always", "Committing to {partner} pays at every volume from {least} to {most} times the plan."
)
VOLUME_NEVER = Text(
    "volume.never", "Committing to {partner} does not pay at any volume from {least} to {most} times the plan."
)
FLIP = {
    side: Text(
        f"flip.{side}",
        f"With {{input}} {side} {{at}} (taken as {{likely}}, between {{low}} and {{high}}), {{doing}} comes out ahead.",
    )
    for side in ("above", "below")
}
NO_FLIP = Text(
    "flip.none", "No single input, moved through its range, was found to turn the answer towards another model."
)
NO_FLIP_NEXT = Text("flip.none_next", "No single input, moved through its range, was found to turn the answer.")
FLIPS = 3


def turns(decision: Decision) -> Iterator[Message]:
    """Where the answer turns: discount, volume, single inputs."""
    yield from discount_turns(decision)
    yield from volume_turns(decision)
    known = by_draw_name(decision.case, decision.assumed)
    for flip in decision.flips[:FLIPS]:
        if (found := known.get(flip.driver.name)) is not None:
            doing = worded(decision.case, flip.instead)[1]
            side = "below" if flip.driver.slope > 0 else "above"
            yield FLIP[side](
                doing=doing, **held(decision, found, flip.driver), at=at(decision, found, flip.driver, flip.at)
            )
    if not decision.flips and decision.runner_up is not None:
        yield NO_FLIP() if decision.by_model else NO_FLIP_NEXT()


def discount_turns(decision: Decision) -> Iterator[Message]:
    """The discount for committing at which the answer turns."""
    found, pair = decision.discount, decision.discount_pair
    if found is None or pair is None or flat(found):
        return
    partner = title(decision.case, pair[0].partners[0])
    said: dict[str, str | Message] = {"partner": partner, "quoted": quoted(decision, pair[0].partners[0])}
    point = amount(abs(slope(found)) / 100, abs(slope(found)) / 1000, decision.case.currency)
    if found.zero_at is None:
        paid = found.points[-1][1] > 0
        most = abs(round(100 * found.points[0 if paid else -1][0]))
        yield (ALWAYS if paid else NEVER)(**said, most=most, point=point)
    elif found.zero_at > 0:
        yield NEEDED(**said, at=f"{100 * found.zero_at:.1f}", point=point)
    else:
        yield PREMIUM(**said, at=f"{-100 * found.zero_at:.1f}", point=point)


def quoted(decision: Decision, name: str) -> Message:
    """What the case says of the discount."""
    terms = decision.case.partners[name].committed
    if terms is None or terms.discount is None:
        return NOT_QUOTED()
    figure = terms.discount
    if figure.low is None or figure.high is None:
        return QUOTED_ONE(likely=100 * figure.likely)
    return QUOTED(likely=100 * figure.likely, low=100 * figure.low, high=100 * figure.high)


def volume_turns(decision: Decision) -> Iterator[Message]:
    """The multiple of the planned volume at which the answer turns; nothing where volume changes nothing."""
    found, pair = decision.volume, decision.discount_pair
    if found is None or pair is None or flat(found):
        return
    partner = title(decision.case, pair[0].partners[0])
    if found.zero_at is not None:
        text = VOLUME_FROM if found.points[0][1] < 0 else VOLUME_TO
        yield text(partner=partner, at=f"{found.zero_at:.1f}")
    else:
        text = VOLUME_ALWAYS if found.points[0][1] > 0 else VOLUME_NEVER
        yield text(partner=partner, least=found.points[0][0], most=found.points[-1][0])


def slope(found: Crossing) -> float:
    """How much the difference changes a unit along the line, from end to end."""
    (first, at_first), (last, at_last) = found.points[0], found.points[-1]
    return (at_last - at_first) / (last - first)


def flat(found: Crossing) -> bool:
    """Whether the difference is the same everywhere."""
    return len({value for _, value in found.points}) < 2


def held(decision: Decision, found: Input, driver: Driver) -> dict[str, Message]:
    """The name of an input and its range."""
    unit, currency = found.named.unit, decision.case.currency
    return {
        "input": found.name,
        "likely": value_of(found.figure.likely, unit, currency),
        "low": value_of(driver.low if found.figure.low is None else found.figure.low, unit, currency),
        "high": value_of(driver.high if found.figure.high is None else found.figure.high, unit, currency),
    }


def at(decision: Decision, found: Input, driver: Driver, value: float) -> Message:
    """A value within the range of an input."""
    return value_of(value, found.named.unit, decision.case.currency, width=driver.high - driver.low)
