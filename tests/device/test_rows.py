"""The row of an item: its bytes, its parts, its sign codes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.errors import IntegrityError
from device.vault.rows import (
    CODE_BYTES,
    CODES,
    COLUMNS,
    DIMENSIONS,
    ROW,
    SECRETS,
    VECTORS,
    part_bytes,
    put_part,
    quantise,
    read_row,
    sign_codes,
)

PARTS = [SECRETS, CODES, VECTORS, COLUMNS]
seeds = st.integers(0, 2**32 - 1)
counts = st.integers(0, 20)


def random_rows(count, seed=0):
    """Gives rows whose every byte is random."""
    data = np.random.default_rng(seed).bytes(count * ROW.itemsize)
    return np.frombuffer(data, ROW).copy()


# --- The type ---


def test_a_row_takes_382_bytes_without_gaps():
    assert ROW.itemsize == 8 + 32 + 16 + 4 + 8 + 8 + 2 + 4 + 4 + 4 + 4 + 32 + 256 == 382
    ends = [ROW.fields[name][1] + ROW[name].itemsize for name in ROW.names]
    assert [0, *ends[:-1]] == [ROW.fields[name][1] for name in ROW.names]


def test_numbers_are_little_endian_on_every_machine():
    rows = np.zeros(1, ROW)
    rows["id"], rows["rule"], rows["encoder"] = 0x0102, 0x0304, 0x0506
    assert part_bytes(rows, ("id",)) == bytes([2, 1, 0, 0, 0, 0, 0, 0])
    assert part_bytes(rows, ("rule",)) == bytes([4, 3, 0, 0])
    assert part_bytes(rows, ("encoder",)) == bytes([6, 5])


def test_parts_hold_every_field_once():
    names = [name for part in PARTS for name in part]
    assert sorted(names) == sorted(ROW.names)


def test_parts_of_a_row_together_are_as_long_as_the_row():
    rows = random_rows(7)
    assert sum(len(part_bytes(rows, part)) for part in PARTS) == 7 * ROW.itemsize


# --- One row ---


def test_row_comes_back_from_its_bytes():
    rows = random_rows(1)
    assert read_row(rows.tobytes()).tobytes() == rows.tobytes()
    assert read_row(rows.tobytes()).shape == (1,)


@pytest.mark.parametrize("size", [0, 1, ROW.itemsize - 1, ROW.itemsize + 1, 2 * ROW.itemsize])
def test_bytes_of_another_length_are_no_row(size):
    with pytest.raises(IntegrityError):
        read_row(bytes(size))


# --- Parts ---


@given(counts, seeds)
def test_rows_come_back_from_their_parts(count, seed):
    rows, empty = random_rows(count, seed), np.zeros(count, ROW)
    for part in PARTS:
        put_part(empty, part, part_bytes(rows, part))
    assert empty.tobytes() == rows.tobytes()


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part[0])
def test_putting_one_part_leaves_the_others(part):
    rows, target = random_rows(5, 1), random_rows(5, 2)
    before = target.copy()
    put_part(target, part, part_bytes(rows, part))
    for name in ROW.names:
        source = rows if name in part else before
        assert target[name].tobytes() == source[name].tobytes()


def test_part_is_field_after_field():
    rows = random_rows(3)
    size = 3 * ROW["id"].itemsize
    assert part_bytes(rows, COLUMNS)[:size] == rows["id"].tobytes()
    assert part_bytes(rows, VECTORS) == rows["scale"].tobytes() + rows["vector"].tobytes()


def test_parts_of_a_slice_are_those_of_its_copy():
    rows = random_rows(12)
    for part in PARTS:
        assert part_bytes(rows[1::3], part) == part_bytes(rows[1::3].copy(), part)


def test_part_is_put_into_a_slice_in_place():
    source, target = random_rows(4, 1), np.zeros(8, ROW)
    for part in PARTS:
        put_part(target[::2], part, part_bytes(source, part))
    assert target[::2].tobytes() == source.tobytes()
    assert not any(target[1::2].tobytes())


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part[0])
@pytest.mark.parametrize("off_by", [-1000, -8, -1, 1, 8, 1000])
def test_part_of_another_length_is_refused(part, off_by):
    data = part_bytes(random_rows(3), part)
    wrong = data[:off_by] if off_by < 0 else data + bytes(off_by)
    with pytest.raises(ValueError):  # noqa: PT011  # numpy words some of them
        put_part(np.zeros(3, ROW), part, wrong)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part[0])
def test_part_of_another_number_of_rows_is_refused(part):
    data = part_bytes(random_rows(3), part)
    for count in (0, 1, 2, 4, 6):
        with pytest.raises(ValueError):  # noqa: PT011  # numpy words some of them
            put_part(np.zeros(count, ROW), part, data)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part[0])
def test_empty_part_of_rows_is_refused(part):
    with pytest.raises(ValueError):  # noqa: PT011  # numpy words some of them
        put_part(np.zeros(2, ROW), part, b"")


# --- Sign codes ---


def test_sign_code_packs_the_first_dimension_into_the_highest_bit():
    vectors = np.full((1, DIMENSIONS), -1, np.float32)
    vectors[0, [0, 8, 15]] = 1
    assert sign_codes(vectors).tolist() == [[0b10000000, 0b10000001] + [0] * 30]


@pytest.mark.parametrize("count", [0, 1, 5])
def test_sign_codes_take_32_bytes_a_vector(count):
    codes = sign_codes(np.ones((count, DIMENSIONS), np.float32))
    assert codes.shape == (count, CODE_BYTES)
    assert codes.dtype == np.uint8
    assert (codes == 255).all()


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
    apart = np.unpackbits(codes[:100] ^ codes[100:], axis=1).sum(axis=1)
    assert abs(apart.mean() - DIMENSIONS / 2) < 5


# --- int8 ---


@settings(deadline=None)
@given(seeds, st.floats(1e-8, 1e8))
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
