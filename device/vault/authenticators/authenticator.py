"""What a vault asks of an authenticator: to make a secret once, and to give the same one again.

A class of memories that needs the owner's presence is sealed under a key, and the key under the
secrets of the enrolled factors. So a factor must give key material. Whatever only says yes or no (a
`Gesture`) may stand in front of a secret that a keystore holds, and is shown as the weaker thing it
is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from policy.vocabulary import AuthLevel


class FactorKind(StrEnum):
    """What a factor is. The order of words is that of the screens."""

    PASSPHRASE = "passphrase"  # noqa: S105  # a word
    RECOVERY = "recovery"
    KEYCHAIN = "keychain"
    FIDO2 = "fido2"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A factor that was just made.

    Attributes:
        level: `STRONG` (known or touched) or `BIOMETRIC` (a sensor of the key verified the person).
        parameters: What is needed to ask for the secret again. It stands in the vault's readable
            header: nothing in it may help without the factor. At most 2 kB as JSON.
        secret: 32 bytes.
    """

    kind: FactorKind
    level: AuthLevel
    parameters: Mapping[str, str | int]
    secret: bytes = field(repr=False)


class Authenticator(Protocol):
    """One factor, as this machine can reach it."""

    @property
    def kind(self) -> FactorKind:
        """What it is."""

    def enrol(self) -> Enrolment:
        """Makes a factor.

        Raises:
            Locked: the person refused, or could not be verified.
            Unavailable: it is not there, or does not answer.
        """

    def prove(self, parameters: Mapping[str, str | int]) -> bytes:
        """Gives the secret of a factor that was enrolled: 32 bytes.

        A factor cannot always tell a wrong answer; then it gives another secret, which opens
        nothing.

        Raises:
            Locked: the person refused, could not be verified, or this is not the factor enrolled.
            Unavailable: it is not there, or does not answer.
            IntegrityError: the parameters are not ones of this kind, or outside their bounds.
        """


class Gesture(Protocol):
    """A yes or no from the person: a fingerprint reader that gives no key, a consent prompt."""

    def confirm(self) -> bool:
        """Asks; True only where the person said yes."""
