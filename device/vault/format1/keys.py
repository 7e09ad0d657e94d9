"""The key tree of a format-1 vault, opened whole.

passphrase --Argon2id--> key-encryption key --wraps--> root
root --wraps--> named keys (log, upkeep, rules, device) and class keys
step-up secret --Argon2id--> step-up key --wraps, inside the root's wrap--> keys of step-up
classes
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from device.errors import IntegrityError, Locked, Unavailable
from device.vault.format1.file import File
from device.vault.kdf import KdfParameters, derive_from_passphrase
from device.vault.seal import KEY_BYTES, context, derive, keyed_hash, unpad, unseal
from policy.vocabulary import ClassName

FORMAT: Final = 1
_NAMED: Final = ("log", "upkeep", "rules", "device")
_MAX_HEADER_BYTES: Final = 2_048
_Hex16 = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Factor(BaseModel):
    """A secret that a person holds, as far as the header tells of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kind: Literal["passphrase"] = "passphrase"
    salt: _Hex16
    kdf: KdfParameters

    def key(self, secret: str) -> bytes:
        """Gives the key that the secret stands for."""
        return derive_from_passphrase(secret, bytes.fromhex(self.salt), self.kdf)


class Header(BaseModel):
    """What was readable before the passphrase was known."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Literal[1] = 1
    vault: _Hex16
    unlock: Factor
    step_up: Factor | None = None

    @classmethod
    def parse(cls, data: bytes) -> Header:
        """Parses a header.

        Raises:
            Unavailable: it is of a later format.
            IntegrityError: it is malformed, or asks for key derivation outside the bounds.
        """
        try:
            found = json.loads(data[:_MAX_HEADER_BYTES])  # a longer one is cut, and no JSON then
            version = found.get("format") if isinstance(found, dict) else None
            if isinstance(version, int) and version > FORMAT:
                raise Unavailable("vault.newer_format", found=version, known=FORMAT)
            return cls.model_validate_json(data)
        except ValidationError as error:
            if any("kdf" in problem["loc"] for problem in error.errors()):
                raise IntegrityError("vault.kdf_bounds") from error
            raise IntegrityError("vault.bad_header") from error
        except (ValueError, RecursionError) as error:
            raise IntegrityError("vault.bad_header") from error


@dataclass(frozen=True, slots=True)
class ClassKeys:
    """The keys of one class."""

    cid: bytes
    key: bytes = field(repr=False)
    tail_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Keys:
    """All keys of an unlocked vault, and how its places are named."""

    header: Header
    named: dict[str, bytes] = field(repr=False)
    classes: dict[ClassName, ClassKeys] = field(repr=False)

    def unseal(self, key: bytes, sealed: bytes, table: str, *parts: bytes | int | str) -> bytes:
        """Opens what was sealed at a place of this vault.

        Raises:
            IntegrityError: it was changed, or is not of this place.
        """
        return _unseal(self.header, key, sealed, table, *parts)

    def forget(self) -> None:
        """Lets every key go."""
        self.named.clear()
        self.classes.clear()


def derive1(secret: bytes, use: str) -> bytes:
    """Gives the key of one use of a random secret, as format 1 derives it."""
    return derive(secret, use, version=FORMAT)


def read_header(file: File) -> Header:
    """Gives the readable header; nothing vouches for it yet.

    Raises:
        Unavailable: the vault is of a later format.
        IntegrityError: there is none, or it is malformed.
    """
    stored = file.meta("header")
    if stored is None:
        raise IntegrityError("vault.bad_header")
    return Header.parse(stored)


def unlock(file: File, passphrase: str, step_up: str | None) -> Keys:
    """Opens the key tree with both secrets.

    Raises:
        Locked: a secret is wrong, the second one is missing, or none is enrolled.
        IntegrityError: the header or a wrapped key was changed.
    """
    header = read_header(file)
    stored = dict(file.rows("SELECT k, v FROM meta", (str, bytes)))
    wrap_key = derive1(header.unlock.key(passphrase), "root-wrap")
    try:
        root = _unseal(header, wrap_key, stored.get("root", b""), "root")
    except IntegrityError as error:
        raise Locked("vault.wrong_passphrase") from error
    mac = keyed_hash(derive1(root, "header"), stored["header"])
    if not hmac.compare_digest(stored.get("header_mac", b""), mac):
        raise IntegrityError("vault.bad_header")
    wrapped = dict(file.rows("SELECT name, wrapped FROM named_key", (str, bytes)))
    named = {
        name: _unseal(header, root, wrapped.get(name, b""), "named_key", name) for name in _NAMED
    }
    step_up_key = _step_up_key(header, step_up)
    classes = dict(_read_classes(file, header, root, named["upkeep"], step_up_key))
    if set(classes) != set(ClassName):
        raise IntegrityError("vault.damaged")
    return Keys(header, named, classes)


def _step_up_key(header: Header, secret: str | None) -> bytes | None:
    if header.step_up is None:
        if secret is not None:
            raise Locked("vault.no_step_up")
        return None
    if secret is None:
        raise Locked("vault.migrate_needs_step_up")
    return derive1(header.step_up.key(secret), "step-up")


def _read_classes(
    file: File, header: Header, root: bytes, upkeep_key: bytes, step_up_key: bytes | None
) -> Iterator[tuple[ClassName, ClassKeys]]:
    for cid, wrapped, sealed, wrapped_tail in file.rows(
        "SELECT cid, wrapped, profile, tail_key FROM cls", (bytes, bytes, bytes, bytes)
    ):
        inner = _unseal(header, root, wrapped, "cls", cid)
        profile = json.loads(unpad(_unseal(header, upkeep_key, sealed, "profile", cid)))
        name = ClassName(profile["name"])
        key = inner[:KEY_BYTES]
        if name.needs_step_up and step_up_key is not None:
            try:
                key = _unseal(header, step_up_key, inner, "step_up", cid)
            except IntegrityError as error:
                raise Locked("vault.wrong_step_up") from error
        yield name, ClassKeys(cid, key, _unseal(header, key, wrapped_tail, "tail_key", cid))


def _unseal(
    header: Header, key: bytes, sealed: bytes, table: str, *parts: bytes | int | str
) -> bytes:
    return unseal(key, sealed, context(table, header.vault, *parts, version=FORMAT))
