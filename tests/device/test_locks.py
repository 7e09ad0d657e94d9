"""Locks: each of several factors opens, no other does, and nothing says whose they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.errors import IntegrityError
from device.vault.locks import open_with, private_key, public_bytes, seal_to
from device.vault.seal import new_key

secrets = st.binary(min_size=32, max_size=32)


@settings(deadline=None)
@given(secrets, st.binary(max_size=100), st.binary(max_size=40))
def test_key_sealed_to_a_factor_opens_with_its_secret(secret: bytes, key: bytes, place: bytes):
    private = private_key(secret)
    assert open_with(
        private, seal_to(public_bytes(private), key, place, "lock"), place, "lock"
    ) == (key)


@settings(deadline=None)
@given(secrets, secrets)
def test_another_secret_opens_nothing(one: bytes, other: bytes):
    sealed = seal_to(public_bytes(private_key(one)), b"key", b"place", "lock")
    if one != other:
        with pytest.raises(IntegrityError):
            open_with(private_key(other), sealed, b"place", "lock")


def test_another_place_or_use_opens_nothing():
    private = private_key(new_key())
    sealed = seal_to(public_bytes(private), b"key", b"place", "lock")
    for place, use in ((b"elsewhere", "lock"), (b"place", "inbox")):
        with pytest.raises(IntegrityError):
            open_with(private, sealed, place, use)


def test_every_changed_byte_and_every_cut_fails():
    private = private_key(new_key())
    sealed = seal_to(public_bytes(private), new_key(), b"place", "lock")
    flipped = [
        sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))
    ]
    for bad in [*flipped, *(sealed[:size] for size in range(len(sealed))), sealed + b"\0"]:
        with pytest.raises(IntegrityError):
            open_with(private, bad, b"place", "lock")


def test_point_of_low_order_is_refused():
    # RFC 7748 section 6.1: a shared secret of zeros must not be used.
    with pytest.raises(IntegrityError):
        open_with(private_key(new_key()), bytes(32 + 60), b"place", "lock")


def test_same_key_sealed_twice_has_nothing_in_common():
    public = public_bytes(private_key(new_key()))
    sealed = {seal_to(public, b"same key", b"place", "lock") for _ in range(50)}
    assert len({one[:32] for one in sealed}) == len({one[32:] for one in sealed}) == 50
    assert not any(public in one for one in sealed)
