"""Sealing as an attacker meets it: every bit, key and place counts, and a length tells a bucket."""

from __future__ import annotations

import hashlib
import hmac
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.errors import IntegrityError
from device.vault.seal import (
    KEY_BYTES,
    context,
    derive,
    keyed_hash,
    new_key,
    pad,
    seal,
    unpad,
    unseal,
    unseal_into,
)

KEY = bytes(range(KEY_BYTES))
PLACE = context("item", "vault", 7)

keys = st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES)
parts = st.lists(st.binary(max_size=12), max_size=4)


@given(keys, st.binary(max_size=2_000), st.binary(max_size=100))
def test_sealed_bytes_open_with_their_key_at_their_place(
    key: bytes, plaintext: bytes, place: bytes
):
    assert unseal(key, seal(key, plaintext, place), place) == plaintext


@given(st.binary(max_size=300), st.data())
def test_flipped_bit_does_not_open(plaintext: bytes, data: st.DataObject):
    sealed = bytearray(seal(KEY, plaintext, PLACE))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(IntegrityError):
        unseal(KEY, bytes(sealed), PLACE)


def test_every_flipped_byte_of_a_sealed_key_fails():
    sealed = seal(KEY, new_key(), PLACE)
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 0xFF]) + sealed[at + 1 :]
        with pytest.raises(IntegrityError):
            unseal(KEY, changed, PLACE)


def test_sealed_bytes_cut_anywhere_or_extended_do_not_open():
    sealed = seal(KEY, b"twelve words", PLACE)
    for changed in [sealed[:size] for size in range(len(sealed))] + [sealed + b"\0"]:
        with pytest.raises(IntegrityError):
            unseal(KEY, changed, PLACE)


@given(keys, st.binary(max_size=50))
def test_another_key_does_not_open(other: bytes, plaintext: bytes):
    sealed = seal(bytes(b ^ 1 for b in other), plaintext, PLACE)
    with pytest.raises(IntegrityError):
        unseal(other, sealed, PLACE)


def test_key_of_another_length_does_not_open():
    sealed = seal(KEY, b"text", PLACE)
    for other in (b"", KEY[:16], KEY[:31], KEY + b"\0"):
        with pytest.raises(IntegrityError):
            unseal(other, sealed, PLACE)


@given(parts, parts)
def test_bytes_moved_to_another_place_do_not_open(here: list[bytes], there: list[bytes]):
    sealed = seal(KEY, b"text", context("tail", *here))
    if here == there:
        assert unseal(KEY, sealed, context("tail", *there)) == b"text"
    else:
        with pytest.raises(IntegrityError):
            unseal(KEY, sealed, context("tail", *there))


def test_border_between_two_parts_of_a_place_cannot_be_moved():
    assert context("tail", b"ab", b"c") != context("tail", b"a", b"bc") != context("tail", b"abc")
    assert context("tail", 1, 12) != context("tail", 11, 2)
    assert context("tail", 1) != context("item", 1)


def test_same_text_sealed_twice_looks_different():
    sealed = {seal(KEY, b"same", PLACE) for _ in range(200)}
    assert len({one[:12] for one in sealed}) == len({one[12:] for one in sealed}) == 200


@given(keys, st.binary(max_size=2_000), st.data())
def test_bytes_opened_into_memory_are_the_same_and_nothing_is_left_of_a_failure(
    key: bytes, plaintext: bytes, data: st.DataObject
):
    sealed = bytearray(seal(key, plaintext, PLACE))
    out = bytearray(b"\xaa" * len(plaintext))
    unseal_into(key, bytes(sealed), PLACE, memoryview(out))
    assert out == plaintext
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(IntegrityError):
        unseal_into(key, bytes(sealed), PLACE, memoryview(out))
    assert out == bytes(len(plaintext))


@pytest.mark.parametrize("off_by", [-28, -1, 1, 28])
def test_sealed_bytes_of_another_length_than_the_memory_are_refused(off_by: int):
    sealed = seal(KEY, bytes(64), PLACE)
    out = bytearray(b"\xaa" * (64 + off_by))
    with pytest.raises(IntegrityError):
        unseal_into(KEY, sealed, PLACE, memoryview(out))
    assert out == bytes(64 + off_by)


@given(st.binary(max_size=50), st.integers(1, 9), st.integers(1, 9))
def test_bytes_of_another_format_version_do_not_open(plaintext: bytes, version: int, other: int):
    sealed = seal(KEY, plaintext, context("item", "vault", version=version))
    place = context("item", "vault", version=other)
    if version == other:
        assert unseal(KEY, sealed, place) == plaintext
    else:
        assert derive(KEY, "use", version) != derive(KEY, "use", other)
        with pytest.raises(IntegrityError):
            unseal(KEY, sealed, place)


def test_failure_carries_nothing_of_key_or_text():
    secret = b"my card is 4111 1111 1111 1111"
    sealed = seal(KEY, secret, PLACE)
    with pytest.raises(IntegrityError) as caught:
        unseal(KEY, sealed, b"elsewhere")
    told = f"{caught.value!r} {caught.value} {caught.value.values} {caught.value.__cause__!r}"
    assert "4111" not in told
    assert KEY.hex() not in told
    assert caught.value.values == {}


@given(keys, st.text(max_size=20))
def test_derived_key_is_hkdf_expand_of_its_use(secret: bytes, use: str):
    # RFC 5869, section 2.3: T(1) = HMAC(PRK, info | 0x01), and 32 bytes are all of it.
    info = f"bojagi/2/{use}".encode()
    assert derive(secret, use) == hmac.digest(secret, info + b"\x01", hashlib.sha256)


def test_keyed_hash_is_the_hmac_of_rfc_4231():
    # Test case 2: key "Jefe".
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert keyed_hash(b"Jefe", b"what do ya want for nothing?").hex() == expected


def test_new_keys_are_long_and_never_alike():
    assert len({new_key() for _ in range(500)}) == 500
    assert len(new_key()) == KEY_BYTES


@given(st.binary(max_size=6_000))
def test_padded_bytes_come_back(data: bytes):
    assert unpad(pad(data)) == data


@given(st.integers(0, 1 << 20))
def test_padding_hides_the_length_and_costs_little(size: int):
    padded = len(pad(bytes(size)))
    assert padded % 256 == 0
    assert size + 4 <= padded <= size + 4 + max(255, size // 8 + 1)


def test_padding_gives_few_lengths():
    assert {len(pad(bytes(size))) for size in range(253)} == {256}
    assert {len(pad(bytes(size))) for size in range(253, 509)} == {512}
    # Eight steps to a power of two: a mebibyte of texts has about a hundred lengths, not a million.
    assert len({len(pad(bytes(size))) for size in range(0, 1 << 20, 1_009)}) < 100


@given(st.integers(0, 1 << 16), st.integers(0, 1 << 16))
def test_longer_text_never_has_a_shorter_bucket(one: int, other: int):
    small, large = sorted((one, other))
    assert len(pad(bytes(small))) <= len(pad(bytes(large)))


@given(st.binary(max_size=600))
def test_unpadding_garbage_gives_a_slice_of_it_or_refuses(garbage: bytes):
    try:
        data = unpad(garbage)
    except IntegrityError:
        return
    assert data == garbage[4 : 4 + len(data)]


@pytest.mark.parametrize("garbage", [b"", b"\0", b"\0\0\0", struct.pack(">I", 1), b"\xff" * 256])
def test_length_that_does_not_fit_is_refused(garbage: bytes):
    with pytest.raises(IntegrityError):
        unpad(garbage)
