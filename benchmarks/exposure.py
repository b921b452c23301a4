"""Exposure of many agreements in one run: time of each, and what memory grows by from 1,000 to 10,000.

Everything that `suture exposure --json` does is in it: agreements read from YAML, facts of one CSV, every scenario of
every agreement rated to its end, last days to act, sums, and the object. The report, which tells of the same few
agreements however many there are, is not: its PDF alone takes more memory than all else. Each count runs in a process
of its own.
"""

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.measured import bar, machine
from benchmarks.memory import peak_of_this_process
from suture.cli import main as suture

COUNTS: Final = (250, 1_000, 10_000)
MEMORY, LINEAR = 1.5, 1.2
PARTNERS: Final = 200
ON: Final = date(2027, 9, 20)
TERMS: Final = """\
suture: 1
agreement: {number}
model: long_term
parties: {{buyer: Vena, seller: {seller}}}
currency: {currency}
valid: {{from: 2027-01-01, until: 2029-01-01}}
contract_year_starts: 2027-01-01
settlement: {{every: month, anchor: 2027-01-01}}
rounding: {{mode: half_up, point: line}}
services:
  catheter: {{unit: piece, step: 1}}
  resin: {{unit: kg, step: 1}}
  stock: {{unit: piece, step: 1}}
clauses:
  - {{id: price, kind: unit, service: catheter, measure: delivered, price: {price}}}
  - id: forecast
    kind: forecast_commitment
    services: [catheter]
    measure: ordered
    window: month
    curve: [{{periods_ahead: 1, binding: 100 %}}, {{periods_ahead: 2, binding: 50 %}}]
    price: 12
    prorate: in_force
  - id: minimum
    kind: minimum_commitment
    window: contract_year
    prorate: in_force
    minimum_quantity: {minimum} piece
    services: [catheter]
    measure: delivered
    shortfall_price: 8
  - id: orders
    kind: cancellation
    service: catheter
    price: {price}
    schedule:
      - {{days_at_least: 90, share: 0 %}}
      - {{days_at_least: 60, share: 25 %}}
      - {{days_at_least: 30, share: 50 %}}
      - {{days_at_least: 0, share: 100 %}}
  - id: resin
    kind: material_liability
    service: resin
    order_quantity: 100 kg
    unit_cost: 9
    excess: {{days: 90, periods: 3, part_class: A}}
    on_exit: due_at_any_end
  - id: stock
    kind: safety_stock
    service: stock
    units: 500 piece
    value: {price}
    rate_per_month: 1 %
    rebuild_days: 60
    on_exit: due_at_any_end
  - id: leaving
    kind: early_termination
    notice_months: 6
    fees: [{{from_month: 0, fee: 60_000}}, {{from_month: 12, fee: 30_000}}]
"""
HEAD: Final = "agreement,service,date,quantity,unit,kind,event,source_id,reverses,note,for\n"
WORDS: Final = ("exposure", "--facts", "facts.csv", "--on", str(ON), "--json")


def terms(at: int) -> str:
    """One agreement of many: partners, currencies, prices and minimums differ."""
    return TERMS.format(
        number=f"E-{at:05}", seller=f"North {at % PARTNERS}", currency=("USD", "EUR")[at % 2],
        price=f"{20 + at % 10}.50", minimum=4_000 + 100 * (at % 50),
    )  # fmt: skip


def facts(at: int) -> Iterator[str]:
    """Orders of every month with their deliveries so far, the forecast told in each, material and stock."""
    number = f"E-{at:05}"
    for month in range(9):
        told, due = date(2027, month + 1, 5), date(2027, month + 1, 10) + timedelta(days=75)
        quantity = 250 + (at * 7 + month * 31) % 200
        yield f"{number},catheter,{told},{quantity},piece,ordered,PO-{month},o{month},,,{due}"
        if due <= ON:
            yield f"{number},catheter,{due},{quantity},piece,delivered,PO-{month},d{month},,,"
        for ahead in (1, 2, 3):
            about = date(2027 + (month + ahead) // 12, (month + ahead) % 12 + 1, 1)
            yield f"{number},catheter,{told},{quantity + 20 * ahead},piece,forecast,,f{month}-{ahead},,,{about}"
        yield f"{number},resin,{told},120,kg,authorised,,a{month},,,"
        yield f"{number},resin,{told + timedelta(days=20)},90,kg,used,,u{month},,,"
    yield f"{number},stock,2027-02-01,500,piece,held,,s1,,,"


def write(folder: Path, agreements: int) -> None:
    """The files of so many agreements, and one of facts in no order of agreement."""
    for at in range(agreements):
        (folder / f"{at:05}.yaml").write_text(terms(at))
    rows = [facts(at) for at in range(agreements)]
    with (folder / "facts.csv").open("w") as file:
        file.write(HEAD)
        while rows:
            rows = [row for row in rows if (line := next(row, None)) is not None and file.write(line + "\n")]


class Run(NamedTuple):
    """One run in a process of its own: seconds of its one core, bytes at its peak, and the agreements it answered."""

    seconds: float
    peak: int
    agreements: int


def run(folder: str) -> None:
    """In a process of its own: the command over all agreements of a folder, and what it took."""
    with contextlib.chdir(folder):
        names = sorted(str(path) for path in Path().glob("*.yaml"))
        with Path("exposure.json").open("w", encoding="utf-8") as said:
            started = time.process_time()
            with contextlib.redirect_stdout(said):
                code = suture([*WORDS[:1], *names, *WORDS[1:]])
            took = time.process_time() - started
        assert code == 0
        peak = peak_of_this_process()
        with Path("exposure.json").open(encoding="utf-8") as read:
            counted = sum(line.startswith('{"agreement": ') for line in read)
        print(json.dumps(Run(took, peak, counted)))


def told(agreements: int) -> Run:
    """What a run of its own says."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), agreements)
        command = [sys.executable, "-m", "benchmarks.exposure", folder]
        return Run(*json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))


def main() -> None:
    print(machine())
    runs = {}
    for count in COUNTS:
        each = runs[count] = told(count)
        assert each.agreements == count, f"{each.agreements} of {count} were answered"
        print(
            f"{count:>7,} agreements: {each.seconds:7.1f} s, {each.seconds / count * 1e3:.0f} ms each, "
            f"peak {each.peak / 2**20:.0f} MB"
        )
    many, some = runs[COUNTS[-1]], runs[COUNTS[-2]]
    times = COUNTS[-1] // COUNTS[-2]
    bar("peak of memory, ten times the agreements", many.peak / some.peak, MEMORY)
    bar("time, ten times the agreements, over ten", many.seconds / some.seconds / times, LINEAR)
    print(machine())


if __name__ == "__main__":
    run(sys.argv[1]) if sys.argv[1:] else main()
