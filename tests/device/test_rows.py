"""The row of an item: its bytes, its parts, its sign codes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.errors import IntegrityError
from device.vault.rows import (
    CODE_WORDS,
    COLUMNS,
    DIMENSIONS,
    FULL_ROW,
    ROW,
    SECRETS,
    fields,
    quantise,
    read_row,
    sign_codes,
)

seeds = st.integers(0, 2**32 - 1)
counts = st.integers(0, 20)


def random_rows(count, seed=0):
    """Gives rows whose every byte is random."""
    data = np.random.default_rng(seed).bytes(count * FULL_ROW.itemsize)
    return np.frombuffer(data, FULL_ROW).copy()


# --- The type ---


@pytest.mark.parametrize(
    ("kind", "size"), [(COLUMNS, 24), (SECRETS, 48), (ROW, 4 + 24 + 256), (FULL_ROW, 364)]
)
def test_row_has_its_size_and_no_gaps(kind, size):
    assert kind.itemsize == size
    ends = [kind.fields[name][1] + kind[name].itemsize for name in kind.names]
    assert [0, *ends[:-1]] == [kind.fields[name][1] for name in kind.names]


def test_numbers_are_little_endian_on_every_machine():
    rows = np.zeros(1, FULL_ROW)
    rows["id"], rows["rule"], rows["at"] = 0x0102, 0x0304, 0x05060708
    raw = rows.tobytes()
    assert raw[:4] == bytes([2, 1, 0, 0])
    assert raw[4:6] == bytes([4, 3])
    assert raw[6:10] == bytes([8, 7, 6, 5])


def test_row_that_is_handed_out_has_neither_secret_nor_salt_nor_code():
    assert set(FULL_ROW.names) - set(ROW.names) == {"code", *SECRETS.names}


@given(counts, seeds)
def test_fields_are_copied_as_the_other_type_lays_them_out(count, seed):
    rows = random_rows(count, seed)
    for kind in (COLUMNS, SECRETS, ROW):
        taken = fields(rows, kind)
        assert taken.dtype == kind
        for name in kind.names:
            assert taken[name].tobytes() == rows[name].tobytes()
        taken[:] = np.zeros((), kind)
    assert rows.tobytes() == random_rows(count, seed).tobytes()


# --- One row ---


def test_row_comes_back_from_its_bytes():
    rows = random_rows(1)
    assert read_row(rows.tobytes()).tobytes() == rows.tobytes()
    assert read_row(rows.tobytes()).shape == (1,)


@pytest.mark.parametrize(
    "size", [0, 1, FULL_ROW.itemsize - 1, FULL_ROW.itemsize + 1, 2 * FULL_ROW.itemsize]
)
def test_bytes_of_another_length_are_no_row(size):
    with pytest.raises(IntegrityError):
        read_row(bytes(size))


# --- Sign codes ---


def test_sign_code_packs_the_first_dimension_into_the_highest_bit():
    vectors = np.full((1, DIMENSIONS), -1, np.float32)
    vectors[0, [0, 8, 15]] = 1
    raw = sign_codes(vectors).tobytes()
    assert raw == bytes([0b10000000, 0b10000001] + [0] * 30)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_sign_codes_take_32_bytes_a_vector(count):
    codes = sign_codes(np.ones((count, DIMENSIONS), np.float32))
    assert codes.shape == (count, CODE_WORDS)
    assert codes.dtype == np.uint64
    assert (codes == 2**64 - 1).all()


def test_zero_is_coded_as_negative():
    assert not sign_codes(np.zeros((1, DIMENSIONS), np.float32)).any()
    assert not sign_codes(np.full((1, DIMENSIONS), -0.0, np.float32)).any()


@given(seeds, st.floats(1e-3, 1e3))
def test_length_of_a_vector_does_not_change_its_code(seed, length):
    vectors = np.random.default_rng(seed).normal(size=(3, DIMENSIONS)).astype(np.float32)
    codes = sign_codes(vectors)
    np.testing.assert_array_equal(sign_codes(vectors * np.float32(length)), codes)
    np.testing.assert_array_equal(sign_codes(-vectors), ~codes)


def test_sign_codes_of_orthogonal_vectors_differ_in_about_half_of_the_bits():
    vectors = np.random.default_rng(0).normal(size=(200, DIMENSIONS)).astype(np.float32)
    codes = sign_codes(vectors)
    apart = np.bitwise_count(codes[:100] ^ codes[100:]).sum(axis=1)
    assert abs(apart.mean() - DIMENSIONS / 2) < 5


# --- int8 ---


@settings(deadline=None)
@given(seeds, st.floats(0.1, 10))
def test_quantised_vector_uses_the_whole_range_and_keeps_the_signs(seed, length):
    vectors = np.random.default_rng(seed).normal(size=(3, DIMENSIONS)).astype(np.float32)
    small, scale = quantise(vectors * np.float32(length))
    assert small.dtype == np.int8
    assert scale.dtype == np.float32
    assert (np.abs(small.astype(int)).max(axis=1) == 127).all()
    assert (small.astype(int) * vectors >= 0).all()
    assert (scale > 0).all()


def test_quantised_zero_vector_is_zero_with_a_scale_above_zero():
    small, scale = quantise(np.zeros((2, DIMENSIONS), np.float32))
    assert not small.any()
    assert (scale > 0).all()


def test_no_vectors_are_quantised_to_none():
    small, scale = quantise(np.zeros((0, DIMENSIONS), np.float32))
    assert small.shape == (0, DIMENSIONS)
    assert scale.shape == (0,)
