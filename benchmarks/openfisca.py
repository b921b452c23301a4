"""A graduated price against the marginal rate scale of OpenFisca on the same quantities: same amounts, one thread each.

The product's side is the whole line as a simulation charges it (window flags, running totals); the scale's is one call
of ``calc`` on all quantities, as arrays in memory. Windows are months, so that every quantity is priced by itself.
"""

from decimal import Decimal
from itertools import pairwise

import numpy as np
from openfisca_core.taxscales import MarginalRateTaxScale

from benchmarks.measured import bar, least, machine
from benchmarks.seam import NAMES, agreement
from suture.engine.rating.lanes import LANES, lane
from suture.engine.rating.plan import plan
from suture.files.kernels import use_kernel_cache

MONTHS, BLOCKS = 60, 1024
TIERS = (4, 8, 16)
ROUNDS = 15
BAR = 30.0
TOLERANCE = 1e-9
"""Of the highest running total: the amounts are differences of totals over five years."""


def prices(tiers: int) -> list[tuple[int, Decimal]]:
    """Where each tier begins, and the price of a unit in it: cheaper by a quarter every 120 units."""
    return [(120 * i, 40 - i * Decimal("0.25")) for i in range(tiers)]


def clause(tiers: int) -> dict[str, object]:
    """The table as a clause."""
    table = [{"from": str(begins), "price": str(price)} for begins, price in prices(tiers)]
    for tier, following in pairwise(table):
        tier["to"] = following["from"]
    return {
        "id": "price", "kind": "graduated", "service": NAMES[0], "measure": "accepted", "window": "month",
        "bound": "upper_inclusive", "zero_use": "nothing_due", "price_change": "later_units", "tiers": table,
    }  # fmt: skip


def scale(tiers: int) -> MarginalRateTaxScale:
    """The table as a scale of rates."""
    made = MarginalRateTaxScale()
    for begins, price in prices(tiers):
        made.add_bracket(begins, float(price))
    return made


def main() -> None:
    use_kernel_cache()
    print(machine())
    quantities = np.random.default_rng(1).integers(0, 2000, (BLOCKS, MONTHS, LANES)).astype(np.float64)
    flat = quantities.reshape(-1)
    draw, due = np.zeros(BLOCKS, np.int64), np.empty_like(quantities)
    print(f"{flat.size:,} quantities")
    for tiers in TIERS:
        line = lane(plan(agreement(clause(tiers))).lines[0])
        theirs = scale(tiers)

        def ours(line: object = line) -> None:
            line.fold(line.table, draw, line.opens, line.closes, quantities, due)  # type: ignore[attr-defined]

        times = least({"ours": ours, "theirs": lambda theirs=theirs: theirs.calc(flat)}, ROUNDS)  # type: ignore[misc]
        amounts = np.diff(due, axis=1, prepend=0.0)
        off = float(np.abs(amounts - theirs.calc(flat).reshape(due.shape)).max()) / float(due.max())
        assert off < TOLERANCE, f"the amounts differ by {off:.1e} of the total"
        each = {name: took / flat.size * 1e9 for name, took in times.items()}
        print(f"{tiers:>2} tiers: ours {each['ours']:.2f} ns, OpenFisca {each['theirs']:.1f} ns, apart {off:.0e}")
        bar(f"{tiers} tiers, times faster", each["theirs"] / each["ours"], BAR, least=True)


if __name__ == "__main__":
    main()
