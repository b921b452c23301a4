"""The rule of thumb and the inputs that make it hold or fail; the unknowns that are worth a phone call."""

from collections.abc import Iterator

import numpy as np

from suture.engine.decision.advantage import best_by_thumb, by_place, compared_with, draws_of, money
from suture.engine.decision.choose import THUMB, Decision, Judged
from suture.engine.decision.compare import by_draw, difference
from suture.engine.decision.drivers import Driver, drivers
from suture.engine.decision.inputs import by_draw_name
from suture.engine.decision.turns import held
from suture.engine.decision.wording import MODELS, amount, listed, worded
from suture.engine.simulation.draw import draw_inputs
from suture.engine.text import Message, Text

CALL = Text(
    "call",
    "Ask {who}: {input}. {taken} {likely}, between {low} and {high}; over that range the difference moves by {worth}.",
)
NO_CALL = Text("call.none", "No single input stands out from the noise of {draws} input draws.")
TAKEN = {"stand_in": Text("call.stand_in", "A stand-in is"), "assumption": Text("call.assumption", "Assumed is")}
KINDS = {
    "startup": Text("kind.startup", "an early-stage firm"), "mature": Text("kind.mature", "a mature firm"),
    "institute": Text("kind.institute", "an institute"),
}  # fmt: skip
THUMB_HOLDS = Text("thumb.holds", "The trade's rule of thumb ({models} for {kind}) holds in this case{unclear}.")
THUMB_FAILS = Text(
    "thumb.fails",
    "The trade's rule of thumb ({models} for {kind}) does not hold in this case: "
    "its best, {doing}, is worth {worth} less.",
)
THUMB_BARRED = Text("thumb.barred", "The trade's rule of thumb ({models} for {kind}) cannot be followed: {why}.")
THUMB_NONE = Text("thumb.none", "no such way is open in this case")
THUMB_UNCLEAR = Text("thumb.unclear", ", though the answer is not clear")
THUMB_MADE_BY = Text("thumb.made_by", "What moves that difference most: {inputs}.")
THUMB_NOTHING = Text("text.nothing", "")
SHARE_OF = Text("thumb.share", "{input} ({share} % of its spread)")
TURNS = Text("thumb.turns", "Between committing and ordering on demand it turns at {where}.")
TURNS_NOWHERE = Text(
    "thumb.turns_nowhere", "Between committing and ordering on demand it turns at no discount and no volume looked at."
)
AT_DISCOUNT = Text("thumb.at_discount", "a discount for committing of {at} %")
AT_PREMIUM = Text("thumb.at_premium", "a premium for committing of {at} %")
AT_VOLUME = Text("thumb.at_volume", "{at} times the planned volume")
CALLS, MOVERS = 3, 3


def thumb(decision: Decision) -> Iterator[Message]:
    """Whether the trade's rule of thumb holds, and the inputs that make it."""
    kind = decision.case.company.kind
    models = listed([MODELS[model]() for model in THUMB[kind]])
    said = {"models": models, "kind": KINDS[kind]()}
    other: Judged | None
    if decision.thumb_holds:
        unclear = THUMB_NOTHING() if decision.verdict == "clear" else THUMB_UNCLEAR()
        yield THUMB_HOLDS(**said, unclear=unclear)
        d = compared_with(decision)
        other = by_place(decision, d.other) if d is not None else None
    else:
        other = best_by_thumb(decision)
        if other is None:
            yield THUMB_BARRED(**said, why=THUMB_NONE())
        elif not other.feasible:
            yield THUMB_BARRED(**said, why=next(gate.message for gate in other.gates if gate.status == "failed"))
        else:
            d = difference(decision.results, decision.best.place, other.place)
            yield THUMB_FAILS(**said, doing=worded(decision.case, other.strategy)[1], worth=money(decision, d))
    if other is not None and (moved := clear_movers(decision, other)):
        known = by_draw_name(decision.case, decision.assumed)
        parts = [SHARE_OF(input=known[d.name].name, share=round(100 * d.explains)) for d in moved[:MOVERS]]
        yield THUMB_MADE_BY(inputs=listed(parts))
    if {"on_demand", "long_term"} & {*THUMB[kind]} and decision.best.strategy.model in {"on_demand", "long_term"}:
        yield from where_it_turns(decision)


def where_it_turns(decision: Decision) -> Iterator[Message]:
    """The discount and the volume at which committing and ordering on demand change places."""
    if decision.discount is None or decision.volume is None:
        return
    found = []
    if (share := decision.discount.zero_at) is not None:
        found.append((AT_DISCOUNT if share > 0 else AT_PREMIUM)(at=f"{abs(100 * share):.1f}"))
    if (times := decision.volume.zero_at) is not None:
        found.append(AT_VOLUME(at=f"{times:.1f}"))
    yield TURNS(where=listed(found)) if found else TURNS_NOWHERE()


def clear_movers(decision: Decision, other: Judged) -> tuple[Driver, ...]:
    """The inputs that move the difference to another strategy by more than chance would have it."""
    results, best = decision.results, decision.best
    known = draw_inputs(decision.case, decision.sampling)
    paired = by_draw(results, results.of(best.place, "worth") - results.of(other.place, "worth"))
    if float(np.ptp(paired)) <= 1e-9 * float(np.abs(paired).max()):
        return ()  # the same under every draw: nothing moves it
    partners = {*best.strategy.partners, *other.strategy.partners}
    if decision.case.today is not None:
        partners.add(decision.case.today.partner)
    return out_of_noise(drivers(decision.case, known, paired, partners), len(paired))


def out_of_noise(found: tuple[Driver, ...], draws: int) -> tuple[Driver, ...]:
    """Inputs that explain more than the luckiest of so many unrelated ones would, in 19 of 20 cases."""
    if not found:
        return ()
    least = 2.0 * np.log(20.0 * len(found)) / draws
    return tuple(driver for driver in found if driver.explains > least)


def calls(decision: Decision) -> Iterator[Message]:
    """The unknowns that are worth a phone call: what stands in or was assumed, and moves the difference."""
    if not decision.drivers:
        return
    known = by_draw_name(decision.case, decision.assumed)
    draws = draws_of(decision)
    clear = [d for d in out_of_noise(decision.drivers, draws) if d.name in known]
    if not clear:
        yield NO_CALL(draws=draws)
    unknown = [d for d in clear if known[d.name].mark in {"stand_in", "assumption", "source_and_assumption"}]
    for driver in unknown[:CALLS]:
        found = known[driver.name]
        taken = TAKEN["stand_in" if found.mark == "stand_in" else "assumption"]()
        moved = abs(driver.slope) * (driver.high - driver.low)
        yield CALL(
            who=found.named.who(), taken=taken, worth=amount(moved, moved / 5, decision.case.currency),
            **held(decision, found, driver),
        )  # fmt: skip
