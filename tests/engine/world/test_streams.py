from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suture.engine.world import demand
from suture.engine.world.shape import Range
from suture.engine.world.streams import (
    BlockIsNotOnTheLanes,
    DimensionNamedTwice,
    EntityHasTooManyDimensions,
    ScenariosMustBePositive,
    draw_of,
    futures,
    input_draws,
    inputs,
    parts,
    rounded,
    sampling,
)

METHODS = ("sobol", "plain")
NAMES = demand.dimensions(24)


def demand_of(sample, device, start, stop):
    u = futures(sample, f"device:{device}", NAMES, start, stop)
    return demand.from_years(u, [Range(300, 600, 900)], demand.monthly_shape([1] * 12, 24), 0.25)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("place", [0, 1, 3])
def test_adding_a_device_anywhere_leaves_the_draws_of_the_others_alone(method, place):
    sample = sampling(7, 256, method)
    devices = ["catheter", "sheath", "wire"]
    with_another = [*devices[:place], "pump", *devices[place:]]
    before = {device: demand_of(sample, device, 0, 256).tobytes() for device in devices}
    after = {device: demand_of(sample, device, 0, 256).tobytes() for device in with_another}
    assert {device: after[device] for device in devices} == before


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(METHODS), st.integers(1, 700), st.sets(st.integers(1, 60), max_size=6))
def test_any_split_into_blocks_gives_the_same_bytes(method, scenarios, cuts):
    sample = sampling(3, scenarios, method)
    edges = sorted({0, sample.scenarios, *(16 * cut for cut in cuts if 16 * cut < sample.scenarios)})
    blocks = [demand_of(sample, "catheter", low, high) for low, high in pairwise(edges)]
    assert b"".join(block.tobytes() for block in blocks) == demand_of(sample, "catheter", 0, edges[-1]).tobytes()


@pytest.mark.parametrize("method", METHODS)
def test_a_dimension_added_at_the_end_leaves_the_earlier_ones_alone(method):
    sample = sampling(1, 128, method)
    few, more = futures(sample, "market", ["a", "b"], 0, 128), futures(sample, "market", ["a", "b", "c"], 0, 128)
    assert np.array_equal(few, more[:, :2])


@pytest.mark.parametrize("method", METHODS)
def test_seed_entity_name_and_role_each_make_another_stream(method):
    def draws(seed, entity, name):
        return futures(sampling(seed, 256, method), entity, [name], 0, 256)[:, 0]

    streams = [draws(1, "market", "a"), draws(2, "market", "a"), draws(1, "device:x", "a"), draws(1, "market", "b")]
    streams.append(np.resize(inputs(sampling(1, 4096, method), "market", ["a"])[:, 0], 256))
    correlations = np.corrcoef(streams) - np.eye(len(streams))
    # Two named Sobol dimensions of one entity in one place share their order by design; all else is independent.
    correlations[0, 3] = correlations[3, 0] = 0 if method == "sobol" else correlations[0, 3]
    assert np.abs(correlations).max() < 0.25


def test_the_draws_of_this_version_are_pinned_so_that_a_change_is_noticed():
    # The same seed and version give the same bytes; whoever changes these numbers says so in the changelog.
    sobol = futures(sampling(1, 64), "device:catheter", ["level", "month 1"], 0, 2)
    plain = futures(sampling(1, 64, "plain"), "device:catheter", ["level", "month 1"], 0, 2)
    assert sobol.tolist() == SOBOL_PINNED
    assert plain.tolist() == PLAIN_PINNED


@settings(max_examples=50)
@given(st.integers(), st.sampled_from(METHODS), st.text())
def test_uniforms_never_touch_zero_or_one(seed, method, entity):
    u = futures(sampling(seed, 64, method), entity, ["a", "b"], 0, 64)
    assert u.min() > 0
    assert u.max() < 1


def test_within_a_group_of_futures_every_dimension_is_evenly_spread():
    sample = sampling(5, 16384)
    u = futures(sample, "device:catheter", NAMES, 0, 16384)
    cells = np.floor(u * sample.futures_per_input).astype(int).reshape(-1, sample.futures_per_input, len(NAMES))
    assert np.array_equal(np.sort(cells, axis=1), np.broadcast_to(np.arange(64)[:, None], cells.shape))


def test_the_first_two_dimensions_fill_every_cell_of_the_square():
    u = futures(sampling(5, 4096), "device:catheter", ["a", "b"], 0, 4096)
    cells = np.floor(u[:, 0] * 64) * 64 + np.floor(u[:, 1] * 64)
    assert len(np.unique(cells)) == 4096


def test_two_entities_fill_the_square_as_if_they_knew_nothing_of_each_other():
    sample = sampling(5, 16384)
    one = futures(sample, "device:catheter", ["level"], 0, 16384)[:, 0]
    two = futures(sample, "device:sheath", ["level"], 0, 16384)[:, 0]
    counts = np.bincount((np.floor(one * 16) * 16 + np.floor(two * 16)).astype(int), minlength=256)
    chi_square = ((counts - 64) ** 2 / 64).sum()
    assert 150 < chi_square < 320  # 225 degrees of freedom, since both margins are exact


def test_the_dimensions_of_two_entities_correlate_by_chance_only_whichever_two_are_taken():
    def correlations(seed):
        one, two = (futures(sampling(seed, 4096), entity, NAMES, 0, 4096) for entity in ("device:a", "device:b"))
        return np.corrcoef(one.T, two.T)[: len(NAMES), len(NAMES) :]

    scaled = np.array([correlations(seed) for seed in range(16)]) * np.sqrt(4096)
    # By chance alone the scaled correlations have mean 0 and standard deviation 1; the nested shuffle gives 1.13.
    assert abs(scaled.mean()) < 0.05
    assert 0.8 < scaled.std() < 1.3
    assert np.abs(scaled).max() < 7


def test_sobol_beats_plain_sampling_by_far_on_a_sum_of_devices():
    def mean(seed, method):
        sample = sampling(seed, 1024, method)
        return sum(demand_of(sample, device, 0, 1024).sum(axis=1).mean() for device in ("a", "b", "c"))

    spread = {method: np.std([mean(seed, method) for seed in range(16)]) for method in METHODS}
    assert spread["sobol"] < spread["plain"] / 5


def test_scenarios_are_rounded_up_and_the_number_is_told():
    assert [rounded(n, "sobol") for n in (1, 16, 17, 10_000, 16_384)] == [16, 16, 32, 16_384, 16_384]
    assert [rounded(n, "plain") for n in (1, 16, 17, 10_000, 16_384)] == [16, 16, 32, 10_000, 16_384]
    with pytest.raises(ScenariosMustBePositive):
        rounded(0, "sobol")


@pytest.mark.parametrize(
    ("scenarios", "group", "draws"),
    [(16, 16, 1), (32, 16, 2), (64, 16, 4), (512, 32, 16), (1024, 64, 16), (16_384, 64, 256), (131_072, 512, 256)],
)
def test_input_draws_by_number_of_scenarios(scenarios, group, draws):
    sample = sampling(1, scenarios)
    assert (sample.futures_per_input, input_draws(sample)) == (group, draws)


@given(st.integers(1, 2_000_000), st.sampled_from(METHODS))
def test_there_are_at_most_256_input_draws_and_groups_are_powers_of_two_from_16(scenarios, method):
    sample = sampling(1, scenarios, method)
    group = sample.futures_per_input
    assert input_draws(sample) <= 256
    assert group >= 16
    assert group & (group - 1) == 0


@pytest.mark.parametrize("method", METHODS)
def test_inputs_stay_the_same_within_a_group_of_scenarios(method):
    sample = sampling(1, 4000, method)
    draw = draw_of(sample, 0, sample.scenarios)
    assert draw.dtype == np.int64
    assert np.array_equal(draw, np.arange(sample.scenarios) // sample.futures_per_input)
    assert inputs(sample, "partner:north", ["price"]).shape == (draw[-1] + 1, 1)
    assert np.array_equal(draw[64:128], draw_of(sample, 64, 128))


@pytest.mark.parametrize("block", [(8, 24), (0, 0), (-16, 16), (0, 80)])
def test_a_block_off_the_lanes_is_refused(block):
    with pytest.raises(BlockIsNotOnTheLanes):
        futures(sampling(1, 64), "market", ["a"], *block)


def test_too_many_or_equal_names_are_refused():
    with pytest.raises(DimensionNamedTwice, match="market: a"):
        inputs(sampling(1, 64), "market", ["a", "b", "a"])
    with pytest.raises(EntityHasTooManyDimensions):
        inputs(sampling(1, 64), "market", [str(k) for k in range(257)])


def test_parts_cuts_the_columns_and_refuses_a_wrong_count():
    u = np.arange(12.0).reshape(2, 6)
    one, two = parts(u, 2, 4)
    assert one.tolist() == [[0, 1], [6, 7]]
    assert two.shape == (2, 4)
    with pytest.raises(ValueError, match="5 columns together, the uniforms 6"):
        parts(u, 2, 3)


SOBOL_PINNED = [[0.2306951415957883, 0.5531990065937862], [0.7306951415957883, 0.05319900659378618]]
PLAIN_PINNED = [[0.10824151314724129, 0.348585438172467], [0.4027909970782112, 0.7270890839926031]]
