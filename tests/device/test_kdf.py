"""From passphrase to key: the bounds hold, keyboards agree, and calibration stays within them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from device.vault.kdf import (
    MAX_MEMORY_KIB,
    MIN_MEMORY_KIB,
    KdfParameters,
    calibrate,
    derive_from_passphrase,
)

SALT = bytes(range(16))
CHEAPEST = KdfParameters()


def test_bounds_are_those_of_the_design():
    assert (MIN_MEMORY_KIB, MAX_MEMORY_KIB) == (64 << 10, 1 << 20)  # 64 MiB, 1 GiB
    assert (CHEAPEST.memory_kib, CHEAPEST.passes, CHEAPEST.lanes) == (64 << 10, 3, 1)
    KdfParameters(memory_kib=MAX_MEMORY_KIB, passes=10, lanes=4)


@pytest.mark.parametrize(
    "fields",
    [
        {"memory_kib": MIN_MEMORY_KIB - 1},
        {"memory_kib": MAX_MEMORY_KIB + 1},
        {"memory_kib": 8},
        {"memory_kib": -MIN_MEMORY_KIB},
        {"memory_kib": 1 << 64},
        {"memory_kib": "65536"},
        {"memory_kib": 65536.0},
        {"memory_kib": True},
        {"memory_kib": None},
        {"passes": 2},
        {"passes": 11},
        {"passes": 0},
        {"lanes": 0},
        {"lanes": 5},
        {"algorithm": "scrypt"},
    ],
)
def test_parameter_outside_the_bounds_is_refused(fields: dict[str, object]):
    with pytest.raises(ValidationError):
        KdfParameters.model_validate(fields)


def test_same_characters_from_two_keyboards_give_one_key():
    composed = "가 が é"
    decomposed = "\u1100\u1161 \u304b\u3099 e\u0301"
    key = derive_from_passphrase(composed, SALT, CHEAPEST)
    assert key == derive_from_passphrase(decomposed, SALT, CHEAPEST)
    assert len(key) == 32


def test_other_passphrase_salt_or_cost_gives_another_key():
    dearer = KdfParameters(passes=4)
    keys = {
        derive_from_passphrase("passphrase", SALT, CHEAPEST),
        derive_from_passphrase("Passphrase", SALT, CHEAPEST),
        derive_from_passphrase("passphrase ", SALT, CHEAPEST),
        derive_from_passphrase("passphrase", SALT[::-1], CHEAPEST),
        derive_from_passphrase("passphrase", SALT, dearer),
    }
    assert len(keys) == 5


def test_passphrase_that_is_no_text_at_all_still_gives_a_key():
    # A lone surrogate: what a broken terminal or a file name hands over.
    assert len(derive_from_passphrase("\ud800", SALT, CHEAPEST)) == 32


def test_calibration_stays_within_the_bounds():
    chosen = calibrate()
    assert MIN_MEMORY_KIB <= chosen.memory_kib <= MAX_MEMORY_KIB // 2
    assert chosen.memory_kib % MIN_MEMORY_KIB == 0
    assert (chosen.passes, chosen.lanes) == (3, 1)
    assert KdfParameters.model_validate(chosen.model_dump()) == chosen
