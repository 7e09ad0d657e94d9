"""A random secret that the system's keystore keeps, with or without a gesture in front of it.

What it shows: that somebody can reach this machine's unlocked session, and where a gesture is
asked, that the person said yes. It is the weakest of the factors: `STRONG`, never `BIOMETRIC`.

Not protected: a gesture is a yes or no to this program. Any other program of the same user can ask
the keystore for the secret without it, and the keystore's file lies on the same disk.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from device.errors import IntegrityError, Locked, Unavailable
from device.vault.authenticators.authenticator import Enrolment, FactorKind, Gesture
from device.vault.authenticators.parameters import Parameters, parse_parameters
from device.vault.keystores.keystore import Keystore
from device.vault.seal import KEY_BYTES, new_key
from policy.vocabulary import AuthLevel


class _Kept(Parameters):
    keystore: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
    entry: Annotated[str, Field(pattern=r"^bojagi-factor-[0-9a-f]{32}-[0-9a-f]{16}$")]
    gesture: Annotated[int, Field(ge=0, le=1)]


class KeychainFactor:
    """A secret in a keystore.

    Args:
        keystore: Where it is kept.
        vault_id: 32 hexadecimal digits; two vaults of one person keep secrets apart.
        gesture: Asked before the secret is read, if any.
    """

    def __init__(self, keystore: Keystore, vault_id: str, gesture: Gesture | None = None) -> None:
        self._keystore = keystore
        self._prefix = f"bojagi-factor-{vault_id}-"
        self._gesture = gesture

    @property
    def kind(self) -> FactorKind:
        """What it is."""
        return FactorKind.KEYCHAIN

    def enrol(self) -> Enrolment:
        """Makes a secret and stores it.

        Raises:
            Locked: the gesture was refused; nothing was stored.
            Unavailable: the keystore does not answer, or said no.
        """
        kept = _Kept(
            keystore=self._keystore.name,
            entry=self._prefix + secrets.token_hex(8),
            gesture=0 if self._gesture is None else 1,
        )
        self._ask(kept)
        secret = new_key()
        self._keystore.write(kept.entry, secret)
        return Enrolment(self.kind, AuthLevel.STRONG, kept.to_header(), secret)

    def prove(self, parameters: Mapping[str, str | int]) -> bytes:
        """Reads the secret, after the gesture where one was enrolled.

        Raises:
            Locked: the gesture was refused, or the keystore holds no such secret.
            Unavailable: the keystore does not answer or said no, is another one than was enrolled
                with, or the gesture cannot be asked for here.
            IntegrityError: the parameters are not those of a secret of this vault.
        """
        kept = self._parse(parameters)
        self._ask(kept)
        secret = self._keystore.read(kept.entry)
        if secret is None or len(secret) != KEY_BYTES:
            raise Locked("vault.keychain_empty", name=kept.keystore)
        return secret

    def forget(self, parameters: Mapping[str, str | int]) -> None:
        """Drops the secret of a factor that the vault no longer names.

        Raises:
            Unavailable: the keystore does not answer or said no, or is another one.
            IntegrityError: the parameters are not those of a secret of this vault.
        """
        self._keystore.remove(self._parse(parameters).entry)

    def _parse(self, parameters: Mapping[str, str | int]) -> _Kept:
        kept = parse_parameters(_Kept, parameters)
        # Else a changed header could have another vault's secret read, or dropped.
        if not kept.entry.startswith(self._prefix):
            raise IntegrityError("vault.bad_header")
        if kept.keystore != self._keystore.name:
            raise Unavailable(
                "vault.keychain_other", expected=kept.keystore, found=self._keystore.name
            )
        return kept

    def _ask(self, kept: _Kept) -> None:
        if not kept.gesture:
            return
        if self._gesture is None:
            raise Unavailable("vault.gesture_missing")
        if not self._gesture.confirm():
            raise Locked("vault.gesture_refused")
