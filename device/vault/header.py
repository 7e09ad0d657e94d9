"""What of a vault is readable before it is unlocked: its format, and how it may be unlocked.

The header names the factors that open the vault and its step-up classes, with what each needs to be
asked for again; never their secrets, nor the public keys that stand for them. After unlocking, a
MAC under the root shows whether a byte of it was changed.
"""

from __future__ import annotations

import json
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from device.errors import IntegrityError, Unavailable
from device.vault.authenticators.authenticator import FactorKind
from device.vault.authenticators.passphrase import kdf_of
from device.vault.seal import FORMAT
from policy.vocabulary import AuthLevel

MAX_HEADER_BYTES: Final = 64 * 1024
_Hex16 = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
_Sealed = Annotated[str, Field(pattern=r"^[0-9a-f]{184}$")]  # sender, nonce, 32-byte key, tag

# What a factor opens. The key of each lock is sealed to every factor that may open it.
LockName: TypeAlias = Literal["vault", "strong", "biometric"]


class Factor(BaseModel):
    """A way to show who one is, as far as the header tells of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: _Hex16
    kind: Annotated[FactorKind, Field(strict=False)]
    level: Annotated[int, Field(ge=AuthLevel.STRONG, le=AuthLevel.BIOMETRIC)]
    parameters: dict[str, str | int]


class Header(BaseModel):
    """The readable part of a vault.

    Attributes:
        keystore: Name of the keystore that keeps the epoch key; None where there is none.
        entry: Where it keeps it: another one for each file, be it restored from the same backup.
        epoch: Which epoch key the root is wrapped under.
        unlock: Factors that open the vault.
        step_up: Factors that open its step-up classes.
        locks: For each lock, its key as sealed to each factor's id.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Literal[2] = FORMAT
    vault: _Hex16
    keystore: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")] | None = None
    entry: _Hex16 | None = None
    epoch: _Hex16 | None = None
    unlock: Annotated[tuple[Factor, ...], Field(strict=False)]
    step_up: Annotated[tuple[Factor, ...], Field(strict=False)] = ()
    locks: dict[LockName, dict[_Hex16, _Sealed]]

    @classmethod
    def parse(cls, data: bytes) -> Header:
        """Parses a header.

        Raises:
            Unavailable: it was written by a newer version, or by an older one and was not migrated.
            IntegrityError: it is malformed, or asks for key derivation outside the bounds.
        """
        try:
            version = format_of(data)
            if version is not None and version != FORMAT:
                key = "vault.newer_format" if version > FORMAT else "vault.older_format"
                raise Unavailable(key, found=version, known=FORMAT)
            header = cls.model_validate_json(data)
        except (ValidationError, ValueError, RecursionError) as error:
            raise IntegrityError("vault.bad_header") from error
        for factor in (*header.unlock, *header.step_up):
            if factor.kind == FactorKind.PASSPHRASE:
                kdf_of(factor.parameters)
        return header

    def to_bytes(self) -> bytes:
        """Gives the bytes that are stored and that the MAC is taken of."""
        return self.model_dump_json().encode()


def format_of(data: bytes) -> int | None:
    """Gives the format version that a header states, or None where it states none.

    Raises:
        ValueError: it is no JSON.
    """
    found = json.loads(data[:MAX_HEADER_BYTES])  # a longer one is cut, and no JSON then
    version = found.get("format") if isinstance(found, dict) else None
    return version if type(version) is int else None  # True is an int, and no version
