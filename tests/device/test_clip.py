"""Clipping: an update is bounded over all its tensors together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.federation.clip import clip, l2_norm
from device.learning.models import GATE_SHAPES


def update(seed, scale=1.0):
    rng = np.random.default_rng(seed)
    return {
        name: (scale * rng.normal(size=shape)).astype(np.float32)
        for name, shape in GATE_SHAPES.items()
    }


@given(
    st.integers(0, 50), st.floats(1e-6, 1e6, allow_nan=False), st.floats(1e-3, 10, allow_nan=False)
)
def test_clipped_update_is_within_the_bound_and_points_the_same_way(seed, scale, bound):
    given_update = update(seed, scale)
    clipped, before = clip(given_update, bound)
    assert before == pytest.approx(l2_norm(given_update))
    assert l2_norm(clipped) <= bound * (1 + 1e-5)
    flat = np.concatenate([given_update[name].ravel() for name in GATE_SHAPES]).astype(np.float64)
    out = np.concatenate([clipped[name].ravel() for name in GATE_SHAPES]).astype(np.float64)
    assert flat @ out == pytest.approx(np.linalg.norm(flat) * np.linalg.norm(out), rel=1e-4)
    assert {tensor.dtype for tensor in clipped.values()} == {np.dtype(np.float32)}


def test_update_within_the_bound_is_left_bit_for_bit():
    small = update(1, 1e-3)
    clipped, _ = clip(small, 10.0)
    assert {name: clipped[name].tobytes() for name in small} == {
        name: tensor.tobytes() for name, tensor in small.items()
    }


def test_norm_is_over_all_tensors_together():
    ones = {"a": np.ones(9, np.float32), "b": np.ones((4, 4), np.float32)}
    assert l2_norm(ones) == 5
    assert l2_norm(clip(ones, 1.0)[0]) == pytest.approx(1)


def test_norm_of_large_numbers_does_not_overflow():
    huge = {"a": np.full(4, 1e38, np.float32)}
    clipped, before = clip(huge, 1.0)
    assert before == pytest.approx(2e38)
    assert l2_norm(clipped) == pytest.approx(1)


def test_zero_update_stays_zero():
    assert clip({"a": np.zeros(3, np.float32)}, 1.0)[1] == 0


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
def test_update_that_is_not_finite_is_not_clipped_into_one_that_is(number):
    with pytest.raises(ValueError, match="finite"):
        clip({"a": np.array([1, number], np.float32)}, 1.0)


@pytest.mark.parametrize("bound", [0.0, -1.0, float("nan")])
def test_bound_that_is_none_is_our_own_fault(bound):
    with pytest.raises(ValueError, match="positive"):
        clip(update(0), bound)
