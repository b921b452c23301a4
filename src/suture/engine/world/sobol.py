"""Points of the Sobol sequence for any set of indices, and the shuffle that keeps entities independent.

Trap 7 of the engine: a *scrambled* sequence changes its first dimensions when one is added, so the sequence
stays unscrambled and every named dimension is moved by its own digital shift. Entities are set against each
other by Latin supercube sampling: A. B. Owen, "Latin supercube sampling for very high-dimensional
simulations", ACM TOMACS 8 (1998) 71-102. Each has its own low-dimensional sequence, walked in its own order.
"""

import numpy as np
from numpy.typing import NDArray

from suture.engine.world.directions import WIDTH, Bits, directions
from suture.engine.world.grid import Floats

Indices = NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def points(order: Indices, bits: int, shifts: Bits) -> Floats:
    """The points at the indices ``order`` (each below 2**bits), one column per digital shift; all in (0, 1),
    open.

    Shape (len(order), len(shifts)). A coordinate is the middle of its cell of width 2**-32, so neither 0 nor
    1 occurs.
    """
    numbers = directions(bits)[:, : len(shifts)]
    half = bits // 2
    # A point is the XOR of the direction numbers of its index bits. With the XORs of each half of the bits in
    # a table, that is two rows per point in place of one pass per bit.
    low = _every_xor(numbers[:half]) ^ shifts
    high = _every_xor(numbers[half:])
    cells = low[order & np.uint64((1 << half) - 1)]
    cells ^= high[order >> np.uint64(half)]
    middle: Floats = cells.astype(np.float64)
    middle += 0.5
    middle *= 2.0**-WIDTH
    return middle


def _every_xor(numbers: Bits) -> Bits:
    """Row i is the XOR of the rows of ``numbers`` at the set bits of i; 2**len(numbers) rows."""
    table = np.zeros((1 << len(numbers), numbers.shape[1]), dtype=np.uint32)
    for j, row in enumerate(numbers):
        np.bitwise_xor(table[: 1 << j], row, out=table[1 << j : 2 << j])
    return table


def shuffled(index: Indices, bits: int, key: int) -> Indices:
    """A permutation of 0 .. 2**bits - 1 at the places ``index``, chosen by ``key`` (64 bits).

    The nested scramble of A. B. Owen (1995) applied to the index, as B. Burley does in "Practical hash-based
    Owen scrambling", JCGT 9(4) (2020): each bit is flipped by a hash of the bits above it. So every aligned
    block of 2**j indices goes to an aligned block of 2**j, and each such block of a Sobol sequence is itself
    evenly spread. Burley's short hash is known to leave patterns; here each flip takes the top bit of a full
    64-bit mix.
    """
    order = np.zeros_like(index)
    for depth in range(bits):
        place = np.uint64(bits - 1 - depth)
        above = (index >> place) >> np.uint64(1)
        flip = _mixed((above | np.uint64(1 << depth)) * _GOLDEN ^ np.uint64(key)) >> np.uint64(63)
        order |= (((index >> place) & np.uint64(1)) ^ flip) << place
    return order


def _mixed(state: Indices) -> Indices:
    """The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014); overwrites ``state``."""
    state ^= state >> np.uint64(30)
    state *= np.uint64(0xBF58476D1CE4E5B9)
    state ^= state >> np.uint64(27)
    state *= np.uint64(0x94D049BB133111EB)
    state ^= state >> np.uint64(31)
    return state
