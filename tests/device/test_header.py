"""What is readable before unlocking: parsed strictly, bounded, and telling nothing it need not."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.errors import DeviceError, IntegrityError, Unavailable
from device.vault.authenticators.authenticator import FactorKind
from device.vault.header import MAX_HEADER_BYTES, Factor, Header, format_of
from policy.vocabulary import AuthLevel
from tests.builders import KDF, refusal

PASSPHRASE = Factor(
    id="0a" * 16,
    kind=FactorKind.PASSPHRASE,
    level=int(AuthLevel.STRONG),
    parameters={"salt": "00" * 16, **KDF.model_dump()},
)
HEADER = Header(
    vault="ab" * 16,
    keystore="secret-service",
    entry="cd" * 16,
    epoch="ef" * 16,
    unlock=(PASSPHRASE,),
    locks={"vault": {"0a" * 16: "00" * 92}},
)


def changed(**fields: Any) -> bytes:
    return json.dumps({**json.loads(HEADER.to_bytes()), **fields}).encode()


def test_header_comes_back():
    assert Header.parse(HEADER.to_bytes()) == HEADER
    assert format_of(HEADER.to_bytes()) == 2


@pytest.mark.parametrize(("version", "key"), [(1, "vault.older_format"), (3, "vault.newer_format")])
def test_header_of_another_format_is_told(version: int, key: str):
    with refusal(Unavailable, key):
        Header.parse(changed(format=version))


@pytest.mark.parametrize(
    "fields",
    [
        {"vault": "AB" * 16},
        {"vault": "ab" * 15},
        {"keystore": "Secret Service"},
        {"keystore": "x" * 41},
        {"entry": "../../etc"},
        {"epoch": 5},
        {"unlock": None},
        {"unlock": [{"id": "x"}]},
        {"locks": {"door": {}}},
        {"locks": {"vault": {"0a" * 16: "00" * 91}}},
        {"locks": {"vault": {"0a" * 16: "zz" * 92}}},
        {"unknown": 1},
        {"format": "2"},
        {"format": True},
    ],
)
def test_header_that_is_malformed_is_damage(fields: dict[str, Any]):
    with refusal(IntegrityError, "vault.bad_header"):
        Header.parse(changed(**fields))


@pytest.mark.parametrize("level", [-1, 0, 9, "1", 1.0])
def test_factor_of_an_impossible_level_is_damage(level: object):
    factor = {**PASSPHRASE.model_dump(mode="json"), "level": level}
    with refusal(IntegrityError, "vault.bad_header"):
        Header.parse(changed(unlock=[factor]))


@pytest.mark.parametrize("kdf", [{"memory_kib": 8}, {"passes": 99}, {"lanes": 0}])
@pytest.mark.parametrize("where", ["unlock", "step_up"])
def test_cost_outside_the_bounds_is_refused_before_any_memory_is_taken(
    where: str, kdf: dict[str, int]
):
    factor = PASSPHRASE.model_dump(mode="json")
    factor["parameters"] |= kdf
    with refusal(IntegrityError, "vault.kdf_bounds"):
        Header.parse(changed(**{where: [factor]}))


def test_header_that_is_too_long_is_damage():
    with refusal(IntegrityError, "vault.bad_header"):
        Header.parse(changed(padding="x" * MAX_HEADER_BYTES))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_header_or_refused(data: bytes):
    with suppress(DeviceError):
        Header.parse(data)


@given(st.data())
def test_any_flipped_byte_gives_another_header_or_is_refused(data: st.DataObject):
    raw = bytearray(HEADER.to_bytes())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    with suppress(DeviceError):
        assert Header.parse(bytes(raw)) != HEADER
