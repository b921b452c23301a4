"""A year of a million invoice lines audited against a million facts, in rating passes of the same facts.

Twice. From CSV: one pass is the command `suture rate` (read, check, gather, price, print), the audit the command
`suture audit` (all that, and the invoices read and held against it). From memory: one pass is `activity` and
`statement` of facts that are there, the audit `activity` and `audit` of lines that are there. A biller bills order by
order, with price-down, rebate and minimum apart; three in a thousand of its lines are wrong.
"""

import gc
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.measured import bar, least, machine
from suture.engine.claims.audit import Audit, audit
from suture.engine.claims.invoice_line import InvoiceLine
from suture.engine.rating.charges import statement
from suture.engine.rating.fact import COLUMNS, Fact
from suture.engine.rating.facts import activity
from suture.engine.rating.plan import Plan, plan
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.writing import write

LINES = 1_000_000
PASSES = 4.0
NUMBER = "2027-014"
START, THROUGH = date(2027, 1, 1), date(2027, 12, 31)
SERVICES = (("catheter", "piece", "accepted", "22.40", 900), ("engineering", "hour", "worked", "140.25", 40),
            ("sterilisation", "load", "made", "2400.00", 4))  # fmt: skip
WRONG = 1_000
"""Of so many lines one has another price, one is there twice, and one bills a piece more."""
COLUMNS_BILLED = ("agreement", "invoice", "date", "line", "service", "clause", "quantity", "unit", "unit_price",
                  "amount", "currency", "event")  # fmt: skip


def terms() -> Agreement:
    """A supply for 2027, settled monthly: three prices, a price-down, a rebate of the quarter and a minimum."""
    clauses: list[dict[str, Any]] = [
        {"id": name, "kind": "unit", "service": name, "measure": measure, "price": f"{price} USD/{unit}"}
        for name, unit, measure, price, _ in SERVICES
    ]
    clauses += [
        {"id": "down", "kind": "price_down", "on": ["catheter"], "each_reduction_on": "first_price",
         "reductions": [{"after_months": 6, "share": "2 %"}]},
        {"id": "back", "kind": "rebate", "counts": ["catheter", "down"], "counted_amounts": "rounded",
         "window": "quarter", "bound": "lower_inclusive", "applies_to": "whole_turnover", "early_end": "paid",
         "prorate": "full", "bands": [{"from": "0", "share": "1.5 %"}]},
        {"id": "spend", "kind": "minimum_commitment", "window": "quarter", "minimum_spend": "1_000_000_000 USD",
         "counts": ["catheter", "down", "engineering", "sterilisation"], "counted_amounts": "rounded",
         "prorate": "full"},
    ]  # fmt: skip
    return Agreement.model_validate(
        {
            "suture": 1, "agreement": NUMBER, "model": "long_term", "parties": {"buyer": "Vena", "seller": "North"},
            "currency": "USD", "valid": {"from": "2027-01-01", "until": "2028-01-01"},
            "contract_year_starts": "2027-01-01", "settlement": {"every": "month", "anchor": "2027-01-01"},
            "rounding": {"mode": "half_up", "point": "line"},
            "services": {name: {"unit": unit, "step": "1"} for name, unit, *_ in SERVICES}, "clauses": clauses,
        }
    )  # fmt: skip


def happened() -> Iterator[Fact]:
    """An order a line: its day, service and quantity by chance."""
    rng = Random(5)
    for at in range(LINES):
        name, unit, measure, _, most = SERVICES[at % len(SERVICES)]
        day = START + timedelta(days=rng.randrange(365))
        yield Fact(NUMBER, name, day, Decimal(rng.randint(2, most)), unit, measure, f"PO-{at:07}", row=at + 2)


def billed(planned: Plan, facts: list[Fact]) -> tuple[list[InvoiceLine], Counter[str]]:
    """The lines of the year, with what was planted by kind, in cents."""
    planted: Counter[str] = Counter()
    lines: list[InvoiceLine] = []
    prices = {name: Decimal(price) for name, _, _, price, _ in SERVICES}

    def add(**line: Any) -> None:
        lines.append(InvoiceLine(NUMBER, row=len(lines) + 2, currency="USD", **line))

    for at, fact in enumerate(facts):
        price, quantity, times = prices[fact.service], fact.quantity, 1
        if at % WRONG == 1:
            price += 1
            planted["wrong_price"] += int(quantity * 100)
        elif at % WRONG == 2:
            times = 2
            planted["billed_twice"] += int(price * quantity * 100)
        elif at % WRONG == 3:
            quantity += 1
            planted["quantity_above_facts"] += int(price * 100)
        for again in range(times):
            add(
                invoice=f"N27-{at:07}{'-B' * again}", day=fact.day, amount=price * quantity, service=fact.service,
                quantity=quantity, unit=fact.unit, unit_price=price, event=fact.event,
            )  # fmt: skip
    for charge in statement(planned, activity(planned, facts), THROUGH, {}).charges:
        if charge.clause not in prices:
            day = charge.period.last
            add(invoice=f"N27-M{day.month:02}", day=day, amount=charge.money.amount, clause=charge.clause)
    return lines, planted


def check(found: Counter[str], planted: Counter[str]) -> None:
    """Every error was found, to the cent, and nothing else."""
    assert found == planted, f"found {dict(found)}, planted {dict(planted)}"


def kinds_of(said: Audit) -> Counter[str]:
    """The differences of an audit by kind, in cents."""
    kinds: Counter[str] = Counter()
    for finding in said.findings:
        kinds[finding.kind] += finding.difference.minor
    return kinds


def from_memory(planned: Plan, facts: list[Fact], lines: list[InvoiceLine], planted: Counter[str]) -> float:
    """Rating passes that an audit of what is in memory takes; what lies there is not searched for garbage, as when
    files are taken in."""

    def audited() -> None:
        check(kinds_of(audit(planned, activity(planned, facts), lines)), planted)

    gc.collect()
    gc.freeze()
    took = least({"pass": lambda: statement(planned, activity(planned, facts), THROUGH, {}), "audit": audited}, 2)
    gc.unfreeze()
    print(f"from memory: one rating pass {took['pass']:.1f} s, the audit {took['audit']:.1f} s")
    return took["audit"] / took["pass"]


def from_csv(folder: Path, planned: Plan, facts: list[Fact], lines: list[InvoiceLine], planted: Counter[str]) -> float:
    """Rating passes that the command takes from files."""
    agreement, told, invoices = folder / "agreement.yaml", folder / "facts.csv", folder / "invoices.csv"
    agreement.write_text(write(planned.written), encoding="utf-8")
    written(told, COLUMNS[:7], (
        (f.agreement, f.service, f.day, f.quantity, f.unit, f.kind, f.event) for f in facts
    ))  # fmt: skip
    written(invoices, COLUMNS_BILLED, (
        (b.agreement, b.invoice, b.day, b.row, b.service, b.clause, b.quantity or "", b.unit, b.unit_price or "",
         b.amount, b.currency, b.event)
        for b in lines
    ))  # fmt: skip
    one = min(asked("rate", str(agreement), str(told))[0] for _ in range(2))
    took, said = asked("audit", str(agreement), "--facts", str(told), "--invoices", str(invoices))
    kinds: Counter[str] = Counter()
    for finding in said["findings"]:
        kinds[finding["kind"]] += int(Decimal(finding["difference"]) * 100)
    check(kinds, planted)
    print(f"from CSV: `suture rate` {one:.1f} s, `suture audit` {took:.1f} s")
    return took / one


def written(path: Path, columns: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> None:
    """A CSV whose cells need no quotes."""
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(columns) + "\n")
        file.writelines(",".join(map(str, row)) + "\n" for row in rows)


def asked(*words: str) -> tuple[float, Any]:
    """A command in a process of its own: seconds, and what it says."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "suture", *words, "--json"], check=False, capture_output=True)
    assert done.stdout, done.stderr.decode()[-2_000:]
    return time.perf_counter() - started, json.loads(done.stdout)


def main() -> None:
    print(machine())
    planned = plan(terms())
    facts = [*happened()]
    lines, planted = billed(planned, facts)
    print(f"{len(lines):,} lines, {len(facts):,} facts, {3 * LINES // WRONG:,} errors")
    bar("audit from memory, in rating passes", from_memory(planned, facts, lines, planted), PASSES)
    with tempfile.TemporaryDirectory() as folder:
        bar("audit from CSV, in rating passes", from_csv(Path(folder), planned, facts, lines, planted), PASSES)
    print(machine())


if __name__ == "__main__":
    main()
