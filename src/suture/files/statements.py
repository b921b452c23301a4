"""A statement as the documented JSON object, and earlier statements read back. The object: docs/json.md."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple, get_args

from suture import __version__
from suture.engine.clauses.kind import Effect
from suture.engine.fault import Fault, Faulty, refusal
from suture.engine.money import digits
from suture.engine.quantity import ONE, Unit
from suture.engine.rating.charges import NOTHING_BEFORE, Charge, Statement, currency_billed
from suture.engine.rating.exact import Entry
from suture.engine.rating.origins import Origin
from suture.engine.rating.plan import Plan, lapsed
from suture.engine.rating.uncounted import Alike
from suture.engine.text import Text
from suture.files.opening import FACTS_LIMIT, text_of

SCHEMA: Final = "rate/1"
EFFECTS: Final[tuple[Effect, ...]] = tuple(effect for effect in get_args(Effect) if effect != "gate")
"""Those that move money."""

NOT_JSON = refusal(
    "billed_not_json",
    "this is not readable as JSON: {why}",
    "Give a file that `suture rate --json` has written.",
    "无法按 JSON 读取：{why}",
    "请提供由 `suture rate --json` 写出的文件。",
)
TOO_DEEP = Text("billed_too_deep", "it is nested too deep", "嵌套过深")
NOT_A_STATEMENT = refusal(
    "billed_no_statement",
    "this is no statement ('schema' is not '{wanted}')",
    "Give a file that `suture rate --json` has written.",
    "这不是结算单（“schema”不是“{wanted}”）",
    "请提供由 `suture rate --json` 写出的文件。",
)
OTHER_AGREEMENT = refusal(
    "billed_other_agreement",
    "the statement is of agreement '{found}', not '{wanted}'",
    "Give the statements of this agreement.",
    "该结算单属于协议“{found}”，而不是“{wanted}”",
    "请提供本协议的结算单。",
)
OTHER_CURRENCY = refusal(
    "billed_other_currency",
    "the statement is in {found}, the agreement in {wanted}",
    "Give the statements of this agreement.",
    "结算单以 {found} 计，协议以 {wanted} 计",
    "请提供本协议的结算单。",
)
NO_CLAUSE = refusal(
    "billed_unknown_clause",
    "it bills clause '{clause}', which the agreement does not have",
    "Keep a clause that was billed; let it end by a date.",
    "结算单中有条款“{clause}”，而协议中没有",
    "已开单的条款请予保留，并以日期终止。",
)
NO_PERIOD = refusal(
    "billed_unknown_period",
    "it bills a period from {day}, and none begins on that day",
    "Keep the settlement calendar that was billed; an agreement that ends earlier says so in an amendment ('until').",
    "结算单中有自 {day} 起的期间，而没有期间从该日开始",
    "请保留已开单时的结算日历；协议提前终止的，请以修订（until）写明。",
)
NO_AMOUNT = refusal(
    "billed_no_amount",
    "'{found}' is no amount of {currency}",
    "Give the file as it was written.",
    "“{found}”不是 {currency} 金额",
    "请按原样提供该文件。",
)
BROKEN = refusal(
    "billed_broken",
    "a charge has not the keys that it needs",
    "Give the file as it was written.",
    "某项金额缺少必需的键",
    "请按原样提供该文件。",
)
TWICE = refusal(
    "billed_twice",
    "it is the same statement as {other}",
    "Name every statement once.",
    "与 {other} 是同一份结算单",
    "每份结算单只给出一次。",
)


def as_data(
    plan: Plan, statement: Statement, *, made_from: Origin = NOTHING_BEFORE, explain: bool = False
) -> dict[str, Any]:
    """The statement as plain data, with what it was made from; with ``explain`` every fold behind a charge as well."""
    return {
        "suture": __version__,
        "schema": SCHEMA,
        "agreement": statement.agreement,
        "currency": statement.currency,
        "through": statement.through.isoformat(),
        "made_from": {
            "terms": made_from.terms,
            "facts": {day.isoformat(): made for day, made in made_from.facts.items()},
        },
        "totals": {effect: str(statement.total(effect).amount) for effect in EFFECTS},
        **_in_other_currencies(statement),
        "charges": [_charge(plan, charge, explain) for charge in statement.charges],
        **({"not_counted": facts_as_data(statement.uncounted)} if statement.uncounted else {}),
    }


def facts_as_data(facts: Iterable[Alike]) -> list[dict[str, Any]]:
    """Facts in sum, as plain data."""
    return [
        {
            "service": each.service, "kind": each.kind, "quantity": _number(each.quantity), "unit": each.unit,
            "first": each.first.isoformat(), "last": each.last.isoformat(),
        }
        for each in facts
    ]  # fmt: skip


def _in_other_currencies(statement: Statement) -> dict[str, Any]:
    """The totals in currencies beside that of the agreement, where there are any."""
    totals: dict[str, dict[str, str]] = {}
    for effect in EFFECTS:
        for money in statement.totals(effect):
            if money.currency != statement.currency:
                totals.setdefault(money.currency, {})[effect] = str(money.amount)
    return {"other_currencies": totals} if totals else {}


def _charge(plan: Plan, charge: Charge, explain: bool) -> dict[str, Any]:
    data: dict[str, Any] = {
        "clause": charge.clause,
        "kind": charge.kind,
        "effect": charge.effect,
        "period": {"from": charge.period.start.isoformat(), "until": charge.period.end.isoformat()},
        "amount": str(charge.money.amount),
        "currency": charge.money.currency,
        **({"stated": True} if charge.stated else {}),
        "reasons": [message.as_data() for message in charge.reasons],
    }
    if explain:
        unit = unit_of(plan, charge)
        data["step"] = {"size": _number(unit.step), "unit": unit.name}
        data["entries"] = [_entry(entry) for entry in charge.entries]
    return data


def unit_of(plan: Plan, charge: Charge) -> Unit:
    """The unit that a charge's clause counts in; the rounding of an invoice counts money."""
    return next((line.unit for line in plan.lines if line.name == charge.clause), ONE)


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "event": entry.event,
        "window": {"opens": bool(entry.window.opens), "closes": bool(entry.window.closes)},
        "facts": numbers(entry.facts),
        "terms": numbers(entry.terms),
        "before": numbers(entry.before),
        "after": numbers(entry.after),
    }


def numbers(value: Any) -> Any:
    """A value of a clause as plain data: numbers as text, named parts as keys."""
    if hasattr(value, "_asdict"):
        return {name: numbers(part) for name, part in value._asdict().items()}
    if isinstance(value, tuple):
        return [numbers(part) for part in value]
    return _number(Decimal(value))


def _number(value: Decimal) -> str:
    """A number without exponent and without zeros behind its last digit."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


class Before(NamedTuple):
    """What statements have billed, in minor units, and what the last of them was made from."""

    billed: Mapping[tuple[str, date], int] = {}
    origin: Origin = NOTHING_BEFORE


def billed_in(plan: Plan, paths: Sequence[str]) -> Before:
    """What the statements in these files have billed. Raises ``Faulty`` with the faults of all.

    The last one is that which goes furthest within the agreement as it now is; of several, that which is named last.
    """
    billed: dict[tuple[str, date], int] = {}
    reach = plan.periods[-1].last.isoformat()
    origins: list[tuple[str, Origin]] = []
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    for path in paths:
        try:
            text = text_of(path, limit=FACTS_LIMIT, form="JSON")
            same = seen.setdefault(hashlib.sha256(text.encode()).hexdigest(), path)
            if same != path or paths.count(path) > 1:
                raise Faulty([TWICE.at(other=same)])
            data = _statement(plan, text)
            for key, minor in _billed(plan, data):
                billed[key] = billed.get(key, 0) + minor
            origins.append((min(str(data.get("through")), reach), _origin(data.get("made_from"))))
        except Faulty as faulty:
            faults.extend(replace(fault, file=path) for fault in faulty.faults)
    if faults:
        raise Faulty(faults)
    return Before(billed, max(reversed(origins), key=lambda told: told[0])[1] if origins else NOTHING_BEFORE)


def _origin(made_from: Any) -> Origin:
    """What a statement says that it was made from; one of before this was told says nothing."""
    try:
        days = {date.fromisoformat(day): str(told) for day, told in made_from["facts"].items()}
        return Origin(str(made_from["terms"]), days)
    except (KeyError, TypeError, ValueError, AttributeError):
        return NOTHING_BEFORE


def _statement(plan: Plan, text: str) -> dict[str, Any]:
    """The object of a statement of this agreement. Raises ``Faulty``."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        why = str(error).split(":")[0] if isinstance(error, ValueError) else TOO_DEEP()
        raise Faulty([NOT_JSON.at(line=getattr(error, "lineno", None), why=why)]) from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA or not isinstance(data.get("charges"), list):
        raise Faulty([NOT_A_STATEMENT.at("schema", wanted=SCHEMA)])
    agreement = plan.agreement
    if data.get("agreement") != agreement.agreement:
        raise Faulty([OTHER_AGREEMENT.at("agreement", found=data.get("agreement"), wanted=agreement.agreement)])
    if data.get("currency") != agreement.currency:
        raise Faulty([OTHER_CURRENCY.at("currency", found=data.get("currency"), wanted=agreement.currency)])
    return data


def _billed(plan: Plan, data: Mapping[str, Any]) -> list[tuple[tuple[str, date], int]]:
    """Clause, period and minor units of every charge in a statement. Raises ``Faulty``."""
    read = [_read_charge(plan, charge, at) for at, charge in enumerate(data["charges"])]
    if faults := [fault for _, found in read for fault in found]:
        raise Faulty(faults)
    return [charge for charge, _ in read if charge is not None]


def _read_charge(plan: Plan, charge: Any, at: int) -> tuple[tuple[tuple[str, date], int] | None, Iterable[Fault]]:
    try:
        clause, amount, begins = (
            charge["clause"],
            charge["amount"],
            date.fromisoformat(charge["period"]["from"]),
        )
    except (KeyError, TypeError, ValueError):
        return None, [BROKEN.at("charges", at)]
    faults = []
    currency = currency_billed(plan, clause)
    if currency is None:
        faults.append(NO_CLAUSE.at("charges", at, "clause", clause=clause))
        currency = plan.agreement.currency
    if all(period.start != begins for period in (*plan.periods, *lapsed(plan))):
        faults.append(NO_PERIOD.at("charges", at, "period", "from", day=begins))
    minor = _minor(amount, currency)
    if minor is None:
        faults.append(NO_AMOUNT.at("charges", at, "amount", found=amount, currency=currency))
        return None, faults
    return ((clause, begins), minor), faults


def _minor(amount: Any, currency: str) -> int | None:
    """An amount in whole minor units, or None where it is none."""
    try:
        minor = Decimal(amount).scaleb(digits(currency)) if isinstance(amount, str) and len(amount) < 30 else None
        return int(minor) if minor is not None and minor.is_finite() and minor == minor.to_integral_value() else None
    except (InvalidOperation, ValueError):
        return None


def faults_as_data(faults: Iterable[Fault]) -> dict[str, Any]:
    """Faults as the documented object that a command prints instead of its result."""
    return {"suture": __version__, "schema": "faults/1", "faults": [fault.as_data() for fault in faults]}


def said(data: Mapping[str, Any]) -> str:
    """One JSON object as text: keys in their order, every letter as it is."""
    return json.dumps(data, ensure_ascii=False, indent=2)
