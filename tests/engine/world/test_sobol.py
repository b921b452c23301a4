import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suture.engine.world.directions import DIMENSIONS, directions
from suture.engine.world.sobol import points, shuffled


def test_the_sequence_is_that_of_scipy_in_every_dimension():
    # Joe and Kuo 2008. scipy walks in Gray-code order: its point i is point i ^ (i >> 1) here.
    qmc = pytest.importorskip("scipy.stats.qmc")
    expected = qmc.Sobol(DIMENSIONS, scramble=False, bits=32).random(4096)
    place = np.arange(4096, dtype=np.uint64)
    ours = points(place ^ (place >> np.uint64(1)), 12, np.zeros(DIMENSIONS, dtype=np.uint32))
    assert np.array_equal(ours - 2.0**-33, expected)


def test_direction_numbers_cannot_be_changed_by_a_caller():
    with pytest.raises(ValueError, match="read-only"):
        directions(8)[0, 0] = 1


@given(st.integers(0, 2**64 - 1), st.integers(0, 12))
def test_the_shuffle_is_a_permutation(key, bits):
    order = shuffled(np.arange(1 << bits, dtype=np.uint64), bits, key)
    assert np.array_equal(np.sort(order), np.arange(1 << bits))


@given(st.integers(0, 2**64 - 1), st.integers(1, 10), st.data())
def test_the_shuffle_takes_aligned_blocks_to_aligned_blocks(key, bits, data):
    block = data.draw(st.integers(0, bits))
    order = shuffled(np.arange(1 << bits, dtype=np.uint64), bits, key) >> np.uint64(block)
    assert all(len(set(row)) == 1 for row in order.reshape(-1, 1 << block).tolist())
