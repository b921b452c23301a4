"""`suture what-if`: what would be charged if so much were supplied, why, and where the next threshold lies."""

import argparse
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from suture.cli import DONE
from suture.cli.rate import planned_in, show
from suture.cli.screen import print_json, printed, told
from suture.engine.fault import Fault, Faulty, refusal
from suture.engine.money import rounded
from suture.engine.rating.charges import ending_of
from suture.engine.rating.fact import Fact
from suture.engine.rating.facts import check_facts
from suture.engine.rating.fixings import check_levels
from suture.engine.rating.plan import Plan
from suture.engine.rating.trial import Cliff, Threshold, ahead, facts_of, tried
from suture.engine.text import Text
from suture.files.facts import Rows
from suture.files.facts import facts_of as read_facts
from suture.files.statements import as_data

NO_SERVICE = refusal(
    "trial_no_service", "the agreement has no service '{service}'", "Set one of: {known}.",
    "协议中没有服务“{service}”", "请设定以下之一：{known}。",
)  # fmt: skip
OUTSIDE = refusal(
    "trial_outside_term", "{day} lies outside the agreement, {valid}", "Name a day within it: --on {first}.",
    "{day} 不在协议有效期 {valid} 内", "请指定有效期内的日期：--on {first}。",
)  # fmt: skip
FROM: Final = Text(
    "trial.threshold",
    "{service}: at {quantity} {unit} ({total} {currency} in all) the price turns; the next one costs {next} "
    "{currency}.",
    "{service}：达到 {quantity} {unit}（合计 {total} {currency}）时价格变化；再多一单位为 {next} {currency}。",
)
CHEAPER: Final = Text(
    "trial.cliff",
    "{service}: {quantity} {unit} would cost {less} {currency} less in all.",
    "{service}：若为 {quantity} {unit}，合计反而减少 {less} {currency}。",
)
NO_MORE: Final = Text(
    "trial.no_threshold",
    "{service}: no threshold lies above {quantity} {unit}.",
    "{service}：{quantity} {unit} 以上不再有分档变化。",
)


class Ahead(NamedTuple):
    """What lies ahead of one service."""

    service: str
    threshold: Threshold | None
    cliff: Cliff | None


def run(asked: argparse.Namespace) -> int:
    """Rates the trial and looks ahead. Raises ``Faulty``."""
    planned = planned_in(asked.agreement)
    quantities = dict(asked.set)
    day: date = asked.on or planned.agreement.valid.from_
    known = read_facts(asked.facts, lambda rows: beside(planned, rows)) if asked.facts else []
    if wrong := [*faults(planned, quantities, day, known)]:
        raise Faulty(wrong)
    done = tried(planned, quantities, day, known)
    found = [Ahead(name, *ahead(planned, quantities, name, day, known)) for name in quantities]
    if asked.json:
        print_json({**as_data(planned, done, explain=True), "schema": "what-if/1", "ahead": ahead_data(found)})
        return DONE
    show(planned, done, explain=False)
    printed("")
    for each in found:
        said(planned, each, quantities[each.service])
    return DONE


def beside(planned: Plan, rows: Rows) -> Iterable[Fault]:
    """What is wrong with the facts beside the trial."""
    return check_facts(planned.agreement, rows.facts, all_there=rows.all_there)


def faults(planned: Plan, quantities: dict[str, Decimal], day: date, known: Sequence[Fact]) -> Iterable[Fault]:
    """What is wrong with what was asked for."""
    agreement = planned.agreement
    for name in quantities:
        if name not in agreement.services:
            yield NO_SERVICE.at("set", service=name, known=", ".join(agreement.services) or "–")
    if day not in agreement.valid.period:
        yield OUTSIDE.at("on", day=day, valid=agreement.valid.period, first=agreement.valid.from_)
    elif all(name in agreement.services for name in quantities):
        yield from check_facts(agreement, [*facts_of(planned, quantities, day)])
        yield from check_levels(planned, known, ending_of(planned, day))


def said(planned: Plan, found: Ahead, asked: Decimal) -> None:
    """What lies ahead, as sentences."""
    agreement = planned.agreement
    of = {"service": found.service, "unit": agreement.services[found.service].unit}
    money = {"currency": agreement.currency}
    if found.cliff is not None:
        told(CHEAPER(**of, **money, quantity=found.cliff.quantity, less=whole(planned, found.cliff.less)))
    if found.threshold is None:
        told(NO_MORE(**of, quantity=asked))
        return
    there = found.threshold
    total, following = whole(planned, there.total), whole(planned, there.next_step)
    told(FROM(**of, **money, quantity=there.quantity, total=total, next=following))


def whole(planned: Plan, amount: Decimal) -> Decimal:
    """An amount as it would be billed."""
    return rounded(amount, planned.agreement.currency, planned.agreement.rounding.mode).amount


def ahead_data(found: Sequence[Ahead]) -> list[dict[str, Any]]:
    """What lies ahead as plain data."""

    def plain(part: Threshold | Cliff | None) -> dict[str, str] | None:
        return None if part is None else {name: str(value) for name, value in part._asdict().items()}

    return [{"service": e.service, "threshold": plain(e.threshold), "cliff": plain(e.cliff)} for e in found]
