"""What a memory was worth, and how well a gate chooses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.learning.models import FEATURES, GATE_SHAPES, LENGTH
from device.learning.rewards import (
    MAX_ROWS,
    Rows,
    balanced,
    has_both_sides,
    hold_out,
    reward,
    value,
)
from tests.device.round_builders import TASTE, gate, synthetic_rows


def by_taste(sign):
    """Gives a gate that keeps what has the feature, or what has it not."""
    made = {name: np.zeros(shape, np.float32) for name, shape in GATE_SHAPES.items()}
    made["gate.hidden.weight"][0, TASTE] = 40 * sign
    made["gate.action.weight"][:, 0] = (-40, 40)
    return made


COUNTS = st.integers(0, 1_000)


def leaning(to_store):
    """Gives a gate that stores everything, or nothing."""
    made = {name: np.zeros(shape, np.float32) for name, shape in GATE_SHAPES.items()}
    made["gate.action.bias"][:] = (-40, 40) if to_store else (40, -40)
    return made


def test_use_is_worth_more_than_silence_and_silence_more_than_a_dismissal():
    assert value(1, 0) > 0 > value(0, 0) > value(0, 1)
    assert value(2, 0) > value(1, 0)
    assert value(1, 0) > value(1, 1) > value(0, 1)


@given(COUNTS, COUNTS)
def test_value_stays_in_its_range_and_moves_with_the_counts(used, dismissed):
    assert -1 <= value(used, dismissed) <= 1
    if used + dismissed:
        assert value(used + 1, dismissed) >= value(used, dismissed)
        assert value(used, dismissed + 1) <= value(used, dismissed)


@pytest.mark.parametrize("counts", [(-1, 0), (0, -1)])
def test_negative_counts_are_our_own_fault(counts):
    with pytest.raises(ValueError, match="negative"):
        value(*counts)


def test_gate_that_knows_nothing_earns_nothing():
    rows = synthetic_rows(1)
    assert reward(gate(), rows.features, rows.values) == 0


def test_reward_is_one_for_what_was_right_and_minus_one_for_the_opposite():
    rows = synthetic_rows(1)
    one_side = np.zeros((len(rows), FEATURES), np.float32)
    one_side[:, TASTE] = np.where(rows.values > 0, 1, -1)
    assert reward(by_taste(1), one_side, rows.values) == pytest.approx(1)
    assert reward(by_taste(-1), one_side, rows.values) == pytest.approx(-1)


@given(st.integers(1, 200), st.integers(1, 200), st.floats(-40, 40))
def test_gate_that_does_not_look_earns_nothing_however_many_were_of_use(used, dismissed, lead):
    values = np.array([value(1, 0)] * used + [value(0, 1)] * dismissed + [value(0, 0)], np.float32)
    features = np.random.default_rng(0).normal(size=(len(values), FEATURES)).astype(np.float32)
    blind = {name: np.zeros(shape, np.float32) for name, shape in GATE_SHAPES.items()}
    blind["gate.action.bias"][1] = lead
    assert reward(blind, features, values) == pytest.approx(0, abs=1e-6)


def test_what_was_of_use_weighs_as_much_as_what_was_not():
    values = np.array([0.8, 0.9, -0.5, -0.01, -0.01, -0.01], np.float32)
    weights = balanced(values)
    assert weights[values > 0].sum() == pytest.approx(0.5)
    assert weights[values < 0].sum() == pytest.approx(-0.5)
    assert weights[1] / weights[0] == pytest.approx(0.9 / 0.8)


@pytest.mark.parametrize("values", [[0.8, 0.9], [-0.5, -0.01], [0.8, 0.0], []])
def test_one_side_alone_weighs_nothing(values):
    values = np.array(values, np.float32)
    assert not has_both_sides(values)
    assert not balanced(values).any()
    features = np.ones((len(values), FEATURES), np.float32)
    assert reward(leaning(True), features, values) == 0


def test_no_rows_and_no_values_give_no_reward():
    none = np.zeros((0, FEATURES), np.float32)
    assert reward(gate(), none, np.zeros(0, np.float32)) == 0
    assert reward(gate(), np.ones((3, FEATURES), np.float32), np.zeros(3, np.float32)) == 0


def test_about_a_quarter_is_held_out_and_always_the_same_rows():
    features = synthetic_rows(2, 2_000).features
    held = hold_out(features)
    assert 0.2 < held.mean() < 0.3
    order = np.random.default_rng(0).permutation(len(features))
    assert (hold_out(features[order]) == held[order]).all()
    assert (hold_out(np.asfortranarray(features)) == held).all()


def test_split_loses_no_row_and_shares_none():
    rows = synthetic_rows(3)
    seen, held = rows.split()
    both = {row.tobytes() for row in seen.features} & {row.tobytes() for row in held.features}
    assert len(seen) + len(held) == len(rows)
    assert not both
    assert len(held)


def test_same_sentence_is_never_on_both_sides():
    row = synthetic_rows(4, 12).features
    twice = np.concatenate([row, row])
    held = hold_out(twice)
    assert (held[:12] == held[12:]).all()


def test_length_is_told_against_the_rows_that_are_not_held_out():
    rows = synthetic_rows(5)
    held = hold_out(rows.features)
    seen, other = rows.divide(held)
    assert abs(seen.features[:, LENGTH].mean()) < 1e-6
    assert seen.features[:, LENGTH].std() == pytest.approx(0.5, abs=1e-3)
    rest = [at for at in range(FEATURES) if at != LENGTH]
    assert (other.features[:, rest] == rows.features[held][:, rest]).all()
    # What is held out moves nothing of what is trained on.
    changed = rows.features.copy()
    changed[held, LENGTH] = 1
    assert (Rows(changed, rows.values).divide(held)[0].features == seen.features).all()


@pytest.mark.parametrize("held", [True, False])
def test_lengths_without_a_spread_tell_nothing(held):
    rows = Rows(np.ones((3, FEATURES), np.float32), np.ones(3, np.float32))
    for part in rows.divide(np.full(3, held)):
        assert not part.features[:, LENGTH].any()


def bad_rows():
    features, values = np.zeros((2, FEATURES), np.float32), np.zeros(2, np.float32)
    yield "shape", features[:, :-1], values
    yield "count", features, values[:1]
    yield "flat", features.ravel(), values
    yield "float64", features.astype(np.float64), values
    yield "nan", np.full_like(features, np.nan), values
    yield "value", features, np.full_like(values, 1.5)
    yield "infinite", features, np.full_like(values, np.inf)
    many = MAX_ROWS + 1
    yield "many", np.zeros((many, FEATURES), np.float32), np.zeros(many, np.float32)


@pytest.mark.parametrize(
    ("features", "values"), [pytest.param(*case[1:], id=case[0]) for case in bad_rows()]
)
def test_rows_of_another_form_are_not_made(features, values):
    with pytest.raises(ValueError, match=r"shapes|float32|finite|at most|\[-1, 1\]"):
        Rows(features, values)
