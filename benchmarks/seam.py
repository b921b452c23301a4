"""The seam: 100,000 scenarios x 60 months x 10 services under one agreement, against a copy of the same bytes.

What is measured is the product's own plan and lanes. Facts lie in memory before the clock starts, larger than any
cache; copy and pricing read all of them once with the same two threads. Kept is what each clause charged in the end.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from importlib import import_module
from typing import Any

import numpy as np

from benchmarks.measured import Work, bar, least, machine, once
from suture.engine.rating import lanes
from suture.engine.rating.lanes import LANES, Floats, Lane, charge, lane
from suture.engine.rating.plan import Line, Plan, plan
from suture.engine.terms.agreement import Agreement
from suture.files.kernels import use_kernel_cache

SCENARIOS, MONTHS, SERVICES, THREADS = 100_000, 60, 10, 2
CHUNKS = (16, 32, 64, 128)
BAR = 3.5
NAMES = [f"device_{i}" for i in range(SERVICES)]
Clause = Mapping[str, Any]


def tiers(count: int, fee: str | None = None) -> list[dict[str, Any]]:
    """A falling price in so many tiers."""
    ends = [2500 * 4 * (i + 1) // count for i in range(count)]
    return [
        {"from": ends[i - 1] if i else 0, "price": f"{40 - 16 * Decimal(i) / count:.2f}"}
        | ({"to": ends[i]} if i < count - 1 else {})
        | ({"fee": fee} if fee else {})
        for i in range(count)
    ]


def by_window(name: str, kind: str, service: str, **more: Any) -> Clause:
    """A price on the quantity of a contract year."""
    return {"id": name, "kind": kind, "service": service, "measure": "accepted", "window": "contract_year", **more}


def tiered(name: str, kind: str, service: str, count: int, fee: str | None = None) -> Clause:
    """A price in tiers."""
    rules = {"bound": "upper_inclusive", "zero_use": "nothing_due", "price_change": "later_units"}
    return by_window(name, kind, service, **rules, tiers=tiers(count, fee))


def committed(name: str, kind: str, services: Sequence[str], **more: Any) -> Clause:
    """A commitment on the quantity of a contract year."""
    return {
        "id": name, "kind": kind, "services": services, "measure": "accepted", "window": "contract_year",
        "prorate": "in_force", **more,
    }  # fmt: skip


PRICES: tuple[Clause, ...] = (
    *(
        {"id": f"unit_{i}", "kind": "unit", "service": NAMES[i], "measure": "accepted", "price": "22.50"}
        for i in range(3)
    ),
    tiered("graduated_0", "graduated", NAMES[3], 4),
    tiered("graduated_1", "graduated", NAMES[4], 4),
    tiered("volume_0", "volume", NAMES[5], 4),
    tiered("volume_1", "volume", NAMES[6], 4),
    *(
        by_window(f"package_{i}", "package", NAMES[7 + i], size="50", price="900.00", price_change="later_units")
        for i in range(2)
    ),
    {"id": "unit_3", "kind": "unit", "service": NAMES[9], "measure": "accepted", "price": "18.00"},
)
COMMITMENTS: tuple[Clause, ...] = (
    committed("held", "reservation", [NAMES[9]], reserved="9000", fee="2.00", set_off="50 %"),
    committed("taken", "take_or_pay", [NAMES[0]], minimum="9600", price="11.00", make_up="later_excess"),
    {
        "id": "spend", "kind": "minimum_commitment", "window": "contract_year", "prorate": "in_force",
        "minimum_spend": "1500000", "counted_amounts": "unrounded",
        "counts": ["unit_0", "unit_1", "unit_2", "graduated_0", "volume_0", "package_0"],
    },
)  # fmt: skip
ALONE: Mapping[str, Clause] = {
    "unit": PRICES[0],
    "minimum_commitment, of six": COMMITMENTS[2],
    "take_or_pay": COMMITMENTS[1],
    "reservation": COMMITMENTS[0],
    "package": PRICES[7],
    "volume, 4 tiers": PRICES[5],
    "volume, 8 tiers": tiered("p", "volume", NAMES[0], 8),
    "volume, 16 tiers": tiered("p", "volume", NAMES[0], 16),
    "volume, 4 tiers, fees": tiered("p", "volume", NAMES[0], 4, "100"),
    "graduated, 4 tiers": PRICES[3],
    "graduated, 8 tiers": tiered("p", "graduated", NAMES[0], 8),
    "graduated, 16 tiers": tiered("p", "graduated", NAMES[0], 16),
    "graduated, 4 tiers, fees": tiered("p", "graduated", NAMES[0], 4, "100"),
    "lot_economics": {
        "id": "p", "kind": "lot_economics", "service": NAMES[0], "bills": "ordered", "unit_price": "12.00",
        "lot": {"size": "500", "fee": "3800"}, "load": {"capacity": "3000", "fee": "2400"},
        "minimum_order": {"quantity": "250", "below": "take_minimum"},
    },
}  # fmt: skip


def agreement(*clauses: Clause) -> Agreement:
    """Five years from 2027-01-01 settled monthly, contract years from September."""
    return Agreement.model_validate(
        {
            "suture": 1, "agreement": "bench", "model": "long_term", "parties": {"buyer": "Vena", "seller": "North"},
            "currency": "USD", "valid": {"from": "2027-01-01", "until": "2032-01-01"},
            "contract_year_starts": "2026-09-01", "settlement": {"every": "month", "anchor": "2027-01-01"},
            "rounding": {"mode": "half_up", "point": "line"},
            "services": {name: {"unit": "piece", "step": "1"} for name in NAMES}, "clauses": clauses,
        }
    )  # fmt: skip


def facts(blocks: int) -> Floats:
    """Whole units by service, block, month and lane, 0 to 1,999: one block of noise, turned a little for each block."""
    noise = np.random.default_rng(1).integers(0, 2000, (SERVICES, 61, MONTHS, LANES)).astype(np.float64)
    made = np.empty((SERVICES, blocks, MONTHS, LANES))
    for start in range(0, blocks, 61):
        made[:, start : start + 61] = noise[:, : min(61, blocks - start)]
    return made


class Book:
    """An agreement to be priced over facts in memory."""

    def __init__(self, planned: Plan, happened: Floats) -> None:
        self.lanes = [lane(line) for line in planned.lines]
        self.facts = happened
        self.in_force = np.ones((max(CHUNKS), MONTHS, LANES))
        self.kept = np.empty((len(self.lanes), happened.shape[1], LANES))

    def price(self, start: int, stop: int) -> None:
        """A chunk of blocks: every clause over all months, kept at the end."""
        quantities = {(name, "accepted"): self.facts[i, start:stop] for i, name in enumerate(NAMES)}
        happened = lanes.Activity(quantities, {}, self.in_force[: stop - start])
        due = charge(self.lanes, happened, np.zeros(stop - start, np.int64))
        for i, each in enumerate(self.lanes):
            self.kept[i, start:stop] = due[each.line.name][:, -1]


def activity(happened: Floats) -> lanes.Activity:
    """The facts under every measure that a clause here reads."""
    quantities = {(name, m): happened[i] for i, name in enumerate(NAMES) for m in ("accepted", "ordered", "good")}
    return lanes.Activity(quantities, {}, np.ones(happened.shape[1:]))


def in_chunks(blocks: int, size: int) -> list[tuple[int, int]]:
    return [(start, min(start + size, blocks)) for start in range(0, blocks, size)]


def against_a_copy() -> None:
    """The whole agreement against a copy of all facts."""
    blocks = SCENARIOS // LANES
    source = facts(blocks)
    target = np.zeros_like(source)
    flat_source, flat_target = source.reshape(-1), target.reshape(-1)
    book = Book(plan(agreement(*PRICES, *COMMITMENTS)), source)
    with ThreadPoolExecutor(THREADS) as pool:

        def copy(part: int) -> None:
            half = slice(part * flat_source.size // THREADS, (part + 1) * flat_source.size // THREADS)
            np.copyto(flat_target[half], flat_source[half])

        def priced(size: int) -> Work:
            return lambda: list(pool.map(lambda chunk: book.price(*chunk), in_chunks(blocks, size)))

        works = {"copy": lambda: list(pool.map(copy, range(THREADS)))} | {f"{size}": priced(size) for size in CHUNKS}
        times = least(works, 15)
    copied = times.pop("copy")
    print(f"{SCENARIOS:,} x {MONTHS} x {SERVICES} services, {len(book.lanes)} clauses, {source.nbytes / 1e6:.0f} MB")
    print(f"copy: {copied * 1e3:.1f} ms with {THREADS} threads")
    for size, took in times.items():
        print(f"chunks of {size:>3} blocks: {took * 1e3:6.1f} ms = {took / copied:.2f} copies")
    bar("pricing, in copies", min(times.values()) / copied, BAR)


def by_kind() -> None:
    """Each kind alone on one core over a chunk that fits the cache; one call of its kernel, no reading."""
    happened = facts(16)
    cells = happened[0].size
    target = np.empty_like(happened[0])
    works: dict[str, Work] = {"copy in the cache": lambda: np.copyto(target, happened[0])}
    works |= {name: one_kind(lane(line_of(clause)), happened) for name, clause in ALONE.items()}
    times = least(works, 400)
    print("\none core, in the cache, ns per cell (one service in one month of one scenario):")
    for name, took in times.items():
        print(f"  {name:28} {took / cells * 1e9:6.2f}")


def line_of(clause: Clause) -> Line:
    """The line of one clause, planned with those that it counts."""
    counted = [other for other in PRICES if other["id"] in clause.get("counts", ())]
    return next(line for line in plan(agreement(*counted, clause)).lines if line.name == clause["id"])


def one_kind(each: Lane, happened: Floats) -> Work:
    """The pricing of one clause; of a minimum, what is counted stands ready."""
    due = dict(zip([str(clause["id"]) for clause in PRICES], happened, strict=True))
    read = [lanes.read(source, activity(happened), due) for source in each.line.sources]
    draw, out = np.zeros(happened.shape[1], np.int64), np.empty(happened.shape[1:])
    return lambda: each.fold(each.table, draw, each.opens, each.closes, *read, out)


def in_decimals() -> None:
    """The same steps in the exact fold."""
    print("\nexact, \N{MICRO SIGN}s a step:")
    for name, clause in ALONE.items():
        line = line_of(clause)
        taken = [line.kind.facts(*[Decimal(100 + 7 * month)] * len(line.sources)) for month in range(MONTHS)]

        def fold(line: Line = line, taken: Sequence[Any] = taken) -> None:
            state = line.kind.state(*[Decimal(0)] * len(line.kind.state._fields))
            for terms, window, happened in zip(line.terms, line.windows, taken, strict=True):
                state = line.kind.step(terms, window, state, happened)

        print(f"  {name:28} {least({name: fold}, 30)[name] / MONTHS * 1e6:6.1f}")


def compiling() -> None:
    """What the first call of every kind takes in a new process: compiled, and from the kernels kept on disk."""
    with tempfile.TemporaryDirectory() as folder:
        told, walls = [], []
        for _ in range(3):
            started = time.perf_counter()
            environment = os.environ | {"SUTURE_CACHE": folder}
            child = subprocess.run(
                [sys.executable, "-m", "benchmarks.seam", "first"], env=environment, check=True, capture_output=True
            )
            walls.append(time.perf_counter() - started)
            told.append(json.loads(child.stdout))
    print("\na new process, first call of each kind, ms: compiled, from disk")
    for name in told[0]:
        print(f"  {name:28} {told[0][name] * 1e3:7.0f} {min(each[name] for each in told[1:]) * 1e3:7.1f}")
    print(f"  {'all, start to result':28} {walls[0] * 1e3:7.0f} {min(walls[1:]) * 1e3:7.1f}")


def first() -> None:
    """In a process of its own: the first call of every kind of the agreement."""
    use_kernel_cache()
    happened = facts(1)
    took = {"importing the compiler": once(lambda: import_module("numba"))}
    for clause in (*PRICES, *COMMITMENTS):
        if clause["kind"] not in took:
            work = one_kind(lane(line_of(clause)), happened)
            took[clause["kind"]] = once(work)
    print(json.dumps(took))


def main() -> None:
    use_kernel_cache()
    print(machine())
    against_a_copy()
    by_kind()
    in_decimals()
    compiling()
    print(machine())


if __name__ == "__main__":
    first() if sys.argv[1:] == ["first"] else main()
