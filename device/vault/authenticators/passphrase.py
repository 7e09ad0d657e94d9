"""A passphrase, the first or a second one: the secret is what Argon2id makes of it.

What an attacker could try: guess, with the salt and the cost from the header. Each guess costs what
`device.vault.kdf` says. Raising the cost in the header to take this machine's memory is refused
before any memory is taken; changing it otherwise only gives another key.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from pydantic import ValidationError

from device.errors import IntegrityError
from device.vault.authenticators.authenticator import Enrolment, FactorKind
from device.vault.authenticators.parameters import HexSalt16, Parameters, parse_parameters
from device.vault.kdf import SALT_BYTES, KdfParameters, calibrate, derive_from_passphrase
from policy.vocabulary import AuthLevel


class _Kept(Parameters):
    salt: HexSalt16
    memory_kib: int
    passes: int
    lanes: int


class PassphraseFactor:
    """A passphrase that was just typed.

    Args:
        passphrase: As typed; how it was composed on the keyboard does not matter (NFKC).
        kdf: Cost for a new factor; None measures this machine. A stored factor keeps its own.
    """

    def __init__(self, passphrase: str, kdf: KdfParameters | None = None) -> None:
        self._passphrase = passphrase
        self._kdf = kdf

    @property
    def kind(self) -> FactorKind:
        """What it is."""
        return FactorKind.PASSPHRASE

    def enrol(self) -> Enrolment:
        """Makes a factor with a new salt."""
        kdf = self._kdf or calibrate()
        salt = secrets.token_bytes(SALT_BYTES)
        kept = _Kept(salt=salt.hex(), **kdf.model_dump())
        secret = derive_from_passphrase(self._passphrase, salt, kdf)
        return Enrolment(self.kind, AuthLevel.STRONG, kept.to_header(), secret)

    def prove(self, parameters: Mapping[str, str | int]) -> bytes:
        """Gives the secret; a wrong passphrase gives another, which opens nothing.

        Raises:
            IntegrityError: the parameters are not a passphrase's, or outside their bounds.
        """
        kdf = kdf_of(parameters)
        kept = parse_parameters(_Kept, parameters)
        return derive_from_passphrase(self._passphrase, bytes.fromhex(kept.salt), kdf)


def kdf_of(parameters: Mapping[str, str | int]) -> KdfParameters:
    """Gives the cost that a passphrase's parameters state. Takes no memory.

    Raises:
        IntegrityError: it is outside the bounds, or not stated.
    """
    try:
        return KdfParameters.model_validate(
            {name: parameters.get(name) for name in KdfParameters.model_fields}
        )
    except ValidationError as error:
        raise IntegrityError("vault.kdf_bounds") from error
