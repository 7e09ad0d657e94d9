"""The weighted mean: exact, order-free, and never further than the updates that it is made of."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordinator.aggregate import aggregate, mean_norm, mean_reward
from coordinator.validate import Update
from device.federation.protocol import MAX_WEIGHT, Measures
from device.learning.models import GATE_SHAPES, initial_gate, model_digest

MODEL = initial_gate(np.random.default_rng(3))


def update(seed: int, weight: int = 1, size: float = 0.01) -> Update:
    rng = np.random.default_rng(seed)
    tensors = {
        name: (size * rng.standard_normal(shape)).astype(np.float32)
        for name, shape in GATE_SHAPES.items()
    }
    squares = math.fsum(float(np.square(one, dtype=np.float64).sum()) for one in tensors.values())
    return Update(tensors, math.sqrt(squares), Measures(weight=weight, reward=0.0))


UPDATES = st.lists(
    st.tuples(st.integers(0, 10), st.integers(1, MAX_WEIGHT), st.sampled_from([1e-6, 0.01, 0.2])),
    min_size=1,
    max_size=8,
)


@settings(max_examples=30, deadline=None)
@given(UPDATES, st.randoms(use_true_random=False))
def test_any_order_gives_the_same_bytes(drawn, shuffler):
    updates = [update(*one) for one in drawn]
    expected = model_digest(aggregate(MODEL, updates))
    shuffler.shuffle(updates)
    assert model_digest(aggregate(MODEL, updates)) == expected


@settings(max_examples=30, deadline=None)
@given(UPDATES)
def test_mean_is_the_exact_one_to_the_last_float32_bit_or_two(drawn):
    updates = [update(*one) for one in drawn]
    moved = aggregate(MODEL, updates)
    total = sum(one.measures.weight for one in updates)
    name, at = "gate.action.weight", (1, 17)
    exact = math.fsum(one.measures.weight * float(one.tensors[name][at]) for one in updates) / total
    expected = np.float32(float(MODEL[name][at]) + exact)
    assert moved[name].dtype == np.float32
    np.testing.assert_array_almost_equal_nulp(moved[name][at], expected, nulp=2)


@settings(max_examples=30, deadline=None)
@given(UPDATES)
def test_model_moves_no_further_than_the_largest_update(drawn):
    updates = [update(*one) for one in drawn]
    moved = aggregate(MODEL, updates)
    squares = math.fsum(
        float(np.square(moved[name].astype(np.float64) - MODEL[name]).sum()) for name in MODEL
    )
    assert math.sqrt(squares) <= max(one.norm for one in updates) * (1 + 1e-4) + 1e-6


def test_weight_counts_and_one_device_alone_moves_the_model_by_its_update():
    heavy, light = update(1, 3), update(2, 1)
    moved = aggregate(MODEL, [heavy, light])
    for name in GATE_SHAPES:
        mean = (3 * heavy.tensors[name].astype(np.float64) + light.tensors[name]) / 4
        np.testing.assert_allclose(moved[name], MODEL[name] + mean, atol=1e-7)
    alone = aggregate(MODEL, [light])
    assert model_digest(alone) == model_digest(
        {name: MODEL[name] + light.tensors[name] for name in GATE_SHAPES}
    )


def test_model_that_was_given_stays_as_it_is():
    before = model_digest(MODEL)
    aggregate(MODEL, [update(1)])
    assert model_digest(MODEL) == before


def test_no_updates_are_our_own_fault():
    with pytest.raises(ValueError, match="at least one"):
        aggregate(MODEL, [])


def test_means_of_norms_and_rewards():
    assert mean_norm([update(1), update(1)]) == pytest.approx(update(1).norm)
    assert mean_reward([]) is None
    assert mean_reward([(1, -1.0), (3, 1.0)]) == 0.5
    assert mean_reward([(64, 1.0)] * 7) == 1.0
    pairs = [(weight, 0.1 * weight / 7) for weight in range(1, 60)]
    assert mean_reward(pairs) == mean_reward(pairs[::-1])
