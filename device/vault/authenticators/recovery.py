"""A recovery code: 160 random bits that a person writes down, and reads aloud years later.

Invariants:
1. The code alone gives the secret; the header holds only a salt. 160 bits leave nothing to guess,
   so no slow derivation is needed.
2. A slip in typing is told from a code of another vault: 20 bits of the code check the others, and
   miss one slip in a million. They say nothing about the secret to who does not hold the code.
3. There is one spelling on paper, and many that are read: any case, full-width letters, any dash
   or space or none, and the letters O, I and L for the digits they look like.

Not protected: whoever reads the paper holds the factor.

Source: Crockford, Base32 (crockford.com/base32.html), for the alphabet without I, L, O and U; its
own check symbol is left out, as it needs marks such as `*` and `~` that are hard to read aloud.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Mapping
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from device.errors import Locked
from device.vault.authenticators.authenticator import Enrolment, FactorKind
from device.vault.authenticators.parameters import HexSalt16, Parameters, parse_parameters
from device.vault.seal import KEY_BYTES
from policy.vocabulary import AuthLevel

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES: Final = {letter: value for value, letter in enumerate(_ALPHABET)} | {
    "O": 0,
    "I": 1,
    "L": 1,
}
_RANDOM_BYTES: Final = 20
_CHECK_BITS: Final = 20
_LETTERS: Final = (_RANDOM_BYTES * 8 + _CHECK_BITS) // 5
_GROUP: Final = 4
_SALT_BYTES: Final = 16
# To Unicode neither is a dash: the long vowel mark, a hyphen on a Japanese keyboard, and the minus.
_DASHES: Final = frozenset("\u30fc\u2212")


class _Kept(Parameters):
    salt: HexSalt16


class RecoveryFactor:
    """A recovery code, as it was made or as it was typed in.

    Raises:
        Locked: the text is no recovery code; there is a slip in it.
    """

    def __init__(self, code: str) -> None:
        self._random = parse_code(code)

    @property
    def kind(self) -> FactorKind:
        """What it is."""
        return FactorKind.RECOVERY

    def enrol(self) -> Enrolment:
        """Makes a factor of this code with a new salt."""
        salt = secrets.token_bytes(_SALT_BYTES)
        kept = _Kept(salt=salt.hex())
        return Enrolment(self.kind, AuthLevel.STRONG, kept.to_header(), self._secret(salt))

    def prove(self, parameters: Mapping[str, str | int]) -> bytes:
        """Gives the secret; the code of another vault gives another, which opens nothing.

        Raises:
            IntegrityError: the parameters are not a recovery code's.
        """
        return self._secret(bytes.fromhex(parse_parameters(_Kept, parameters).salt))

    def _secret(self, salt: bytes) -> bytes:
        # The label is the factor's own and not the file format's: a code on paper outlives formats.
        kdf = HKDF(SHA256(), KEY_BYTES, salt=salt, info=b"bojagi/recovery-code")
        return kdf.derive(self._random)


def new_code() -> str:
    """Gives a new code: nine groups of four letters and digits."""
    return _spell(secrets.token_bytes(_RANDOM_BYTES))


def parse_code(text: str) -> bytes:
    """Gives the random bits of a code. *Length:* 20.

    Raises:
        Locked: it is none: letters are missing, too many, unknown, or do not fit their check.
    """
    letters = [
        letter
        for letter in unicodedata.normalize("NFKC", text).upper()
        if not _is_separator(letter)
    ]
    if len(letters) != _LETTERS or not _VALUES.keys() >= set(letters):
        raise Locked("vault.recovery_typo")
    number = 0
    for letter in letters:
        number = number << 5 | _VALUES[letter]
    random = (number >> _CHECK_BITS).to_bytes(_RANDOM_BYTES, "big")
    if number & ((1 << _CHECK_BITS) - 1) != _check(random):
        raise Locked("vault.recovery_typo")
    return random


def _spell(random: bytes) -> str:
    number = int.from_bytes(random, "big") << _CHECK_BITS | _check(random)
    letters = "".join(_ALPHABET[number >> 5 * at & 31] for at in reversed(range(_LETTERS)))
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LETTERS, _GROUP))


def _is_separator(letter: str) -> bool:
    # Cf: the invisible marks that come along when a code is pasted.
    return letter.isspace() or letter in _DASHES or unicodedata.category(letter) in {"Pd", "Cf"}


def _check(random: bytes) -> int:
    digest = hashlib.sha256(b"bojagi/recovery-check" + random).digest()
    return int.from_bytes(digest[:3], "big") >> 24 - _CHECK_BITS
