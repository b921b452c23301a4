"""A statement as the documented JSON object, and earlier statements read back. The object: docs/json.md."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final, get_args

from suture import __version__
from suture.engine.clauses.kind import Effect
from suture.engine.fault import Fault, Faulty, refusal
from suture.engine.money import digits
from suture.engine.rating.charges import Charge, Statement
from suture.engine.rating.exact import Entry
from suture.engine.rating.plan import Plan
from suture.files.opening import FACTS_LIMIT, text_of

SCHEMA: Final = "rate/1"
EFFECTS: Final[tuple[Effect, ...]] = tuple(effect for effect in get_args(Effect) if effect != "gate")
"""Those that move money."""

NOT_JSON = refusal(
    "billed_not_json",
    "this is not readable as JSON: {why}",
    "Give a file that `suture rate --json` has written.",
)
NOT_A_STATEMENT = refusal(
    "billed_no_statement",
    "this is no statement ('schema' is not '{wanted}')",
    "Give a file that `suture rate --json` has written.",
)
OTHER_AGREEMENT = refusal(
    "billed_other_agreement",
    "the statement is of agreement '{found}', not '{wanted}'",
    "Give the statements of this agreement.",
)
OTHER_CURRENCY = refusal(
    "billed_other_currency",
    "the statement is in {found}, the agreement in {wanted}",
    "Give the statements of this agreement.",
)
NO_CLAUSE = refusal(
    "billed_unknown_clause",
    "it bills clause '{clause}', which the agreement does not have",
    "Keep a clause that was billed; let it end by a date.",
)
NO_PERIOD = refusal(
    "billed_unknown_period",
    "it bills a period from {day}, and none begins on that day",
    "Keep the settlement calendar that was billed.",
)
NO_AMOUNT = refusal("billed_no_amount", "'{found}' is no amount of {currency}", "Give the file as it was written.")
BROKEN = refusal("billed_broken", "a charge has not the keys that it needs", "Give the file as it was written.")
TWICE = refusal("billed_twice", "it is the same statement as {other}", "Name every statement once.")


def as_data(plan: Plan, statement: Statement, *, explain: bool = False) -> dict[str, Any]:
    """The statement as plain data; with ``explain`` every fold behind a charge as well."""
    return {
        "suture": __version__,
        "schema": SCHEMA,
        "agreement": statement.agreement,
        "currency": statement.currency,
        "through": statement.through.isoformat(),
        "totals": {effect: str(statement.total(effect).amount) for effect in EFFECTS},
        "charges": [_charge(plan, charge, explain) for charge in statement.charges],
    }


def _charge(plan: Plan, charge: Charge, explain: bool) -> dict[str, Any]:
    data: dict[str, Any] = {
        "clause": charge.clause,
        "kind": charge.kind,
        "effect": charge.effect,
        "period": {"from": charge.period.start.isoformat(), "until": charge.period.end.isoformat()},
        "amount": str(charge.money.amount),
        "reasons": [message.as_data() for message in charge.reasons],
    }
    if explain:
        unit = next(line.unit for line in plan.lines if line.name == charge.clause)
        data["step"] = {"size": _number(unit.step), "unit": unit.name}
        data["entries"] = [_entry(entry) for entry in charge.entries]
    return data


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


def billed_in(plan: Plan, paths: Sequence[str]) -> dict[tuple[str, date], int]:
    """What the statements in these files have billed, in minor units. Raises ``Faulty`` with the faults of all."""
    billed: dict[tuple[str, date], int] = {}
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    for path in paths:
        try:
            text = text_of(path, limit=FACTS_LIMIT, form="JSON")
            same = seen.setdefault(hashlib.sha256(text.encode()).hexdigest(), path)
            if same != path or paths.count(path) > 1:
                raise Faulty([TWICE.at(other=same)])
            for key, minor in _billed(plan, text):
                billed[key] = billed.get(key, 0) + minor
        except Faulty as faulty:
            faults.extend(replace(fault, file=path) for fault in faulty.faults)
    if faults:
        raise Faulty(faults)
    return billed


def _billed(plan: Plan, text: str) -> list[tuple[tuple[str, date], int]]:
    """Clause, period and minor units of every charge in a statement. Raises ``Faulty``."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        why = str(error).split(":")[0] if isinstance(error, ValueError) else "it is nested too deep"
        raise Faulty([NOT_JSON.at(line=getattr(error, "lineno", None), why=why)]) from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA or not isinstance(data.get("charges"), list):
        raise Faulty([NOT_A_STATEMENT.at("schema", wanted=SCHEMA)])
    agreement = plan.agreement
    if data.get("agreement") != agreement.agreement:
        raise Faulty([OTHER_AGREEMENT.at("agreement", found=data.get("agreement"), wanted=agreement.agreement)])
    if data.get("currency") != agreement.currency:
        raise Faulty([OTHER_CURRENCY.at("currency", found=data.get("currency"), wanted=agreement.currency)])
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
    if all(line.name != clause for line in plan.lines):
        faults.append(NO_CLAUSE.at("charges", at, "clause", clause=clause))
    if all(period.start != begins for period in plan.periods):
        faults.append(NO_PERIOD.at("charges", at, "period", "from", day=begins))
    minor = _minor(amount, plan.agreement.currency)
    if minor is None:
        faults.append(NO_AMOUNT.at("charges", at, "amount", found=amount, currency=plan.agreement.currency))
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
