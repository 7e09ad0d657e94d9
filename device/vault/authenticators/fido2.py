"""A security key (FIDO2, extension hmac-secret): only that very key gives the secret.

The key keeps a random number for a credential, and gives HMAC(number, salt) to who holds the salt
and was verified by a PIN or by a sensor of the key itself. The salt and the credential stand in the
header.

Invariants:
1. User verification is required at enrolment and at each proof; an answer without its flag is
   refused.
2. `BIOMETRIC` is said only where the key has a sensor for a part of the body, has verified with it,
   and was given no PIN meanwhile. Such a factor is later not proved by a PIN.
3. Only the key that made the credential is asked to be touched, however many are plugged in.

What an attacker could try: a web page that asks the key for the same secret. No page can: the
credential belongs to `bojagi.invalid`, and RFC 6761 keeps that name from ever being one of a site.

Not protected: to the key a PIN is worth as much as a finger, and gives the same secret; that it is
not taken for a biometric factor is a rule of this program. A key older than CTAP 2.1 may give the
secret unverified to a program that asks so. Who holds the key and its PIN holds the factor.

Source: FIDO Alliance, CTAP 2.1 (2021-06-15), sections 6.1, 6.2, 12.5; W3C WebAuthn, section 5.1.
"""

from __future__ import annotations

import importlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Final, Literal, Protocol

from pydantic import Field

from device.errors import Unavailable
from device.vault.authenticators.authenticator import Enrolment, FactorKind
from device.vault.authenticators.parameters import (
    HexSalt32,
    Parameters,
    from_base64,
    parse_parameters,
    to_base64,
)
from policy.vocabulary import AuthLevel

if TYPE_CHECKING:  # the library is an extra; see `_ceremony`
    from fido2.ctap import CtapDevice

TIMEOUT_S: Final = 60.0
_SALT_BYTES: Final = 32
_MAX_CREDENTIAL_BYTES: Final = 1024


class KeyInteraction(Protocol):
    """What a security key needs of the person, as the command line or the app asks for it."""

    def ask_pin(self) -> str | None:
        """Asks for the key's PIN; None where the person gives none."""

    def touch(self) -> None:
        """Tells the person that the key waits for a touch or a finger. Returns at once."""


class _Kept(Parameters):
    credential: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16,1366}$")]
    salt: HexSalt32
    verified: Literal["sensor", "pin"]


class SecurityKeyFactor:
    """A FIDO2 security key.

    Args:
        person: Asked for the PIN and told to touch.
        devices: Gives the keys that are plugged in, opened; None looks for them on USB. They are
            closed after use.
        timeout_s: For each of the two steps of an enrolment, and for a proof, typing included.
    """

    def __init__(
        self,
        person: KeyInteraction,
        devices: Callable[[], Iterable[CtapDevice]] | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self._person = person
        self._devices = devices
        self._timeout_s = timeout_s

    @property
    def kind(self) -> FactorKind:
        """What it is."""
        return FactorKind.FIDO2

    def enrol(self) -> Enrolment:
        """Makes a credential on the one key that is plugged in, and takes its secret: two touches.

        Raises:
            Locked: the person refused, did not touch in time, or could not be verified.
            Unavailable: there is no key or more than one, it cannot do this, it was pulled out, or
                the library is not installed.
        """
        ceremony = _ceremony()
        salt = secrets.token_bytes(_SALT_BYTES)
        made = ceremony.enrol(self._find(ceremony), self._person, salt, self._timeout_s)
        if len(made.credential) > _MAX_CREDENTIAL_BYTES:
            raise Unavailable("vault.key_failed", code="credential")
        kept = _Kept(
            credential=to_base64(made.credential),
            salt=salt.hex(),
            verified="sensor" if made.by_sensor else "pin",
        )
        level = AuthLevel.BIOMETRIC if made.by_sensor else AuthLevel.STRONG
        return Enrolment(self.kind, level, kept.to_header(), made.secret)

    def prove(self, parameters: Mapping[str, str | int]) -> bytes:
        """Gives the key's secret for the salt: one touch, or a finger on its sensor.

        Raises:
            Locked: the person refused, did not touch in time or could not be verified, or none of
                the keys that are plugged in is the one enrolled.
            Unavailable: there is no key, it was pulled out, or the library is not installed.
            IntegrityError: the parameters are not a security key's.
        """
        kept = parse_parameters(_Kept, parameters)
        credential = from_base64(kept.credential)
        ceremony = _ceremony()
        secret: bytes = ceremony.prove(
            self._find(ceremony),
            self._person,
            credential,
            bytes.fromhex(kept.salt),
            self._timeout_s,
            pin_allowed=kept.verified == "pin",
        )
        return secret

    def _find(self, ceremony: ModuleType) -> list[CtapDevice]:
        return list(ceremony.plugged_in() if self._devices is None else self._devices())


def _ceremony() -> ModuleType:
    """Gives the module that speaks to keys, imported only when one is used.

    So the device runs without the extra `keys`, and a start does not wait for a library that most
    people never use.

    Raises:
        Unavailable: the extra is not installed.
    """
    try:
        return importlib.import_module("device.vault.authenticators.ceremony")
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "fido2":
            raise
        raise Unavailable("vault.key_library") from error
