"""Passphrase, recovery code and keychain as factors: the same secret again, and nothing else."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given, settings
from hypothesis import strategies as st

from device.errors import DeviceError, IntegrityError, Locked, Unavailable
from device.vault.authenticators.authenticator import Authenticator, FactorKind
from device.vault.authenticators.keychain import KeychainFactor
from device.vault.authenticators.parameters import from_base64, to_base64
from device.vault.authenticators.passphrase import PassphraseFactor, kdf_of
from device.vault.authenticators.recovery import RecoveryFactor, new_code, parse_code
from device.vault.kdf import MAX_MEMORY_KIB, MIN_MEMORY_KIB, KdfParameters
from device.vault.keystores.keystore import Promise
from policy.vocabulary import AuthLevel

VAULT = "0123456789abcdef0123456789abcdef"
CHEAPEST = KdfParameters()


class Drawer:
    """A keystore in memory."""

    name = "drawer"
    promise = Promise.ERASES

    def __init__(self) -> None:
        self.secrets: dict[str, bytes] = {}

    def read(self, entry: str) -> bytes | None:
        return self.secrets.get(entry)

    def write(self, entry: str, secret: bytes) -> None:
        self.secrets[entry] = secret

    def remove(self, entry: str) -> None:
        self.secrets.pop(entry, None)


class Answer:
    """A gesture of a person who always says the same."""

    def __init__(self, *, says: bool) -> None:
        self.says = says
        self.asked = 0

    def confirm(self) -> bool:
        self.asked += 1
        return self.says


def refused(key: str, kind: type[DeviceError], act) -> DeviceError:
    with pytest.raises(kind) as caught:
        act()
    assert caught.value.key == key
    return caught.value


def kinds() -> list[tuple[FactorKind, Authenticator]]:
    return [
        (FactorKind.PASSPHRASE, PassphraseFactor("うみべの散歩 바닷가 산책", CHEAPEST)),
        (FactorKind.RECOVERY, RecoveryFactor(new_code())),
        (FactorKind.KEYCHAIN, KeychainFactor(Drawer(), VAULT)),
    ]


@pytest.mark.parametrize(("kind", "factor"), kinds())
def test_factor_gives_its_secret_again_from_what_the_header_keeps(kind, factor):
    made = factor.enrol()
    assert (made.kind, factor.kind) == (kind, kind)
    assert made.level is AuthLevel.STRONG
    assert len(made.secret) == 32
    stored = json.dumps(dict(made.parameters))
    assert len(stored) <= 2048
    assert factor.prove(json.loads(stored)) == made.secret


@pytest.mark.parametrize(("kind", "factor"), kinds())
def test_two_enrolments_of_one_factor_have_two_secrets(kind, factor):
    assert factor.enrol().secret != factor.enrol().secret


@pytest.mark.parametrize(("kind", "factor"), kinds())
def test_neither_header_nor_repr_holds_the_secret(kind, factor):
    made = factor.enrol()
    said = repr(made) + repr(factor) + str(made.parameters)
    assert made.secret.hex() not in said
    assert repr(made.secret)[2:-1] not in said
    assert "산책" not in said


@pytest.mark.parametrize(("kind", "factor"), kinds())
def test_parameters_of_another_kind_are_damage(kind, factor):
    made = factor.enrol()
    with pytest.raises(IntegrityError):
        factor.prove({})
    with pytest.raises(IntegrityError):
        factor.prove({**made.parameters, "more": 1})
    for other, _ in kinds():
        if other is not kind:
            with pytest.raises(IntegrityError):
                factor.prove(dict.fromkeys(("salt", "entry", str(other)), "00" * 16))


# Passphrase


def test_wrong_passphrase_gives_another_secret():
    made = PassphraseFactor("correct horse", CHEAPEST).enrol()
    assert PassphraseFactor("correct hose").prove(made.parameters) != made.secret


def test_stored_cost_is_used_and_not_the_one_for_new_factors():
    made = PassphraseFactor("correct horse", KdfParameters(passes=4)).enrol()
    assert made.parameters["passes"] == 4
    assert PassphraseFactor("correct horse", CHEAPEST).prove(made.parameters) == made.secret


def test_passphrase_without_a_cost_measures_the_machine():
    made = PassphraseFactor("correct horse").enrol()
    assert MIN_MEMORY_KIB <= kdf_of(made.parameters).memory_kib <= MAX_MEMORY_KIB


OUTSIDE = [
    {"memory_kib": MAX_MEMORY_KIB + 1},
    {"memory_kib": 1 << 62},
    {"memory_kib": MIN_MEMORY_KIB - 1},
    {"memory_kib": -1},
    {"memory_kib": "65536"},
    {"memory_kib": True},
    {"passes": 2},
    {"passes": 11},
    {"passes": 1 << 40},
    {"lanes": 0},
    {"lanes": 5},
]


@pytest.mark.parametrize("change", OUTSIDE)
def test_cost_outside_the_bounds_is_refused_before_any_memory_is_taken(change):
    stored = {"salt": "00" * 16, "memory_kib": MIN_MEMORY_KIB, "passes": 3, "lanes": 1} | change
    factor = PassphraseFactor("correct horse")
    tracemalloc.start()
    try:
        refused("vault.kdf_bounds", IntegrityError, lambda: kdf_of(stored))
        refused("vault.kdf_bounds", IntegrityError, lambda: factor.prove(stored))
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["memory_kib", "passes", "lanes"])
def test_cost_that_is_not_stated_is_refused(name):
    stored = {"salt": "00" * 16, "memory_kib": MIN_MEMORY_KIB, "passes": 3, "lanes": 1}
    del stored[name]
    refused("vault.kdf_bounds", IntegrityError, lambda: kdf_of(stored))


@pytest.mark.parametrize("salt", ["", "00" * 15, "00" * 17, "0G" * 16, "AB" * 16, 7])
def test_salt_that_is_none_is_damage(salt):
    stored = {"salt": salt, "memory_kib": MIN_MEMORY_KIB, "passes": 3, "lanes": 1}
    refused("vault.bad_header", IntegrityError, lambda: PassphraseFactor("x").prove(stored))


# Recovery code: worked out by hand from the description in the module, bit by bit

FIXED = bytes(range(20))
SPELLED = "000G-40R4-0M30-E209-185G-R38E-1W81-24GK-SSVY"


def test_code_is_nine_groups_of_four_that_differ_each_time():
    codes = {new_code() for _ in range(50)}
    assert len(codes) == 50
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4] * 9
        assert not set(code) & set("ILOU")
        assert len(parse_code(code)) == 20


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_code_is_read_however_it_was_typed(data):
    dashes = ["-", "", " ", "\u3000", "－", "ー", "ｰ", "‐", "–", "—", "−", "\n", "\t", "\u200b"]
    lookalikes = {"0": ["O", "o", "０", "Ｏ"], "1": ["I", "l", "L", "i", "１", "ｌ"]}
    typed = []
    for letter in SPELLED:
        if letter == "-":
            typed.append(data.draw(st.sampled_from(dashes)))
        else:
            wide = chr(ord(letter) + 0xFEE0)
            spellings = [letter, letter.lower(), wide, wide.lower(), *lookalikes.get(letter, [])]
            typed.append(data.draw(st.sampled_from(spellings)))
    assert parse_code("".join(typed)) == FIXED


def slips(code: str) -> Iterator[str]:
    """Gives every code with one letter other, missing, twice or swapped with the next."""
    for at, letter in enumerate(code):
        before, after = code[:at], code[at + 1 :]
        yield before + after
        yield before + letter + letter + after
        if after and after[0] != letter:
            yield before + after[0] + letter + after[1:]
        for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZU*あ가é":
            if other != letter:
                yield before + other + after


def test_every_slip_in_typing_is_told():
    tried = list(slips(SPELLED.replace("-", "")))
    for slip in tried:
        refused("vault.recovery_typo", Locked, lambda slip=slip: parse_code(slip))
    assert len(tried) > 36 * 36


@pytest.mark.parametrize(
    "text", ["", "복구 코드", "リカバリー", "0" * 36, "\ud800" * 36, "Z" * 10**5]
)
def test_what_is_no_code_is_told(text):
    refused("vault.recovery_typo", Locked, lambda: parse_code(text))
    error = refused("vault.recovery_typo", Locked, lambda: RecoveryFactor(text))
    assert error.values == {}


def test_code_of_paper_opens_with_later_versions():
    """Spelling and derivation are written out: a change would make every paper worthless."""
    assert parse_code(SPELLED) == FIXED
    salt, info = bytes(range(16)), b"bojagi/recovery-code"
    expected = HKDF(SHA256(), 32, salt=salt, info=info).derive(FIXED)
    assert RecoveryFactor(SPELLED).prove({"salt": salt.hex()}) == expected


def test_code_of_another_vault_gives_another_secret():
    made = RecoveryFactor(new_code()).enrol()
    assert RecoveryFactor(new_code()).prove(made.parameters) != made.secret


# Keychain


def test_secret_lies_in_the_keystore_and_goes_when_it_is_forgotten():
    drawer = Drawer()
    factor = KeychainFactor(drawer, VAULT)
    first, second = factor.enrol(), factor.enrol()
    assert set(drawer.secrets.values()) == {first.secret, second.secret}
    factor.forget(first.parameters)
    factor.forget(first.parameters)
    assert list(drawer.secrets.values()) == [second.secret]
    refused("vault.keychain_empty", Locked, lambda: factor.prove(first.parameters))
    assert factor.prove(second.parameters) == second.secret


def test_gesture_is_asked_each_time_and_its_refusal_locks():
    drawer, yes, no = Drawer(), Answer(says=True), Answer(says=False)
    refused("vault.gesture_refused", Locked, KeychainFactor(drawer, VAULT, no).enrol)
    assert not drawer.secrets
    made = KeychainFactor(drawer, VAULT, yes).enrol()
    assert KeychainFactor(drawer, VAULT, yes).prove(made.parameters) == made.secret
    assert yes.asked == 2
    refusing = KeychainFactor(drawer, VAULT, no)
    refused("vault.gesture_refused", Locked, lambda: refusing.prove(made.parameters))
    without = KeychainFactor(drawer, VAULT)
    refused("vault.gesture_missing", Unavailable, lambda: without.prove(made.parameters))


def test_gesture_makes_nothing_biometric():
    assert KeychainFactor(Drawer(), VAULT, Answer(says=True)).enrol().level is AuthLevel.STRONG


def test_secret_of_another_vault_is_neither_read_nor_dropped():
    drawer = Drawer()
    mine, theirs = KeychainFactor(drawer, VAULT), KeychainFactor(drawer, VAULT[::-1])
    made = theirs.enrol()
    refused("vault.bad_header", IntegrityError, lambda: mine.prove(made.parameters))
    refused("vault.bad_header", IntegrityError, lambda: mine.forget(made.parameters))
    assert drawer.secrets


def test_other_keystore_than_the_enrolled_one_is_told():
    made = KeychainFactor(Drawer(), VAULT).enrol()
    other = Drawer()
    other.name = "kwallet"
    error = refused(
        "vault.keychain_other",
        Unavailable,
        lambda: KeychainFactor(other, VAULT).prove(made.parameters),
    )
    assert error.values == {"expected": "drawer", "found": "kwallet"}


def test_secret_of_another_length_is_not_taken():
    drawer = Drawer()
    factor = KeychainFactor(drawer, VAULT)
    made = factor.enrol()
    drawer.secrets[str(made.parameters["entry"])] = made.secret[:31]
    refused("vault.keychain_empty", Locked, lambda: factor.prove(made.parameters))


@pytest.mark.parametrize(
    "change",
    [
        {"entry": "bojagi-" + VAULT},  # the epoch key's own entry
        {"entry": "../../etc/passwd"},
        {"keystore": "A B"},
        {"gesture": 2},
        {"gesture": True},
    ],
)
def test_changed_keychain_parameters_are_damage(change):
    factor = KeychainFactor(Drawer(), VAULT)
    made = factor.enrol()
    refused("vault.bad_header", IntegrityError, lambda: factor.prove({**made.parameters, **change}))


# Parameters


@given(st.binary(max_size=200))
def test_base64_has_one_spelling(data: bytes):
    text = to_base64(data)
    assert from_base64(text) == data
    for other in (text + "=", text + " ", " " + text, text + "A"):
        if other != text + "A" or len(other) % 4 == 1:
            refused("vault.bad_header", IntegrityError, lambda other=other: from_base64(other))


def test_spare_bits_of_base64_must_be_zero():
    assert from_base64("AA") == b"\x00"
    refused("vault.bad_header", IntegrityError, lambda: from_base64("AB"))


def test_factors_need_neither_the_key_library_nor_the_keystore_library():
    script = (
        "import sys\n"
        "from device.vault.authenticators import fido2, keychain, passphrase, recovery\n"
        "print({name.split('.')[0] for name in sys.modules} & {'fido2', 'keyring'})\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout.strip() == "set()"


def test_random_source_is_the_system_one(monkeypatch):
    drawn: list[int] = []
    real = secrets.token_bytes
    monkeypatch.setattr(secrets, "token_bytes", lambda n: drawn.append(n) or real(n))
    new_code()
    KeychainFactor(Drawer(), VAULT).enrol()
    assert 20 in drawn
    assert 32 in drawn
