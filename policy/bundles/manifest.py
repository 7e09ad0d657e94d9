"""A bundle's folder: what it has to hold, told by a signed manifest.

    NAME.cedar              the rules
    NAME.cedarschema        what rules can speak of; only of the base
    manifest.json           canonical JSON: name, kind, version, and the SHA-256 of each other file
    manifest.sig            the Ed25519 signature of manifest.json

Invariants:
1. Nothing of a folder is used before the signature fits the manifest, and the manifest the files.
2. The files are those that the manifest names: none is missing, none is added.
3. Each file is read once: what was checked is what is used.
4. A manifest has one spelling.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from policy.bundles.files import as_text, read_bounded
from policy.bundles.signing import MAX_SIGNATURE_BYTES, SigningKey, TrustedKeys, verify
from policy.errors import PolicyError

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
MAX_VERSION: Final = 2**31 - 1

_MAX_FILES: Final = 64

FileName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class BundleKind(StrEnum):
    """What a bundle is: the base permits and forbids, what lies on top of it only forbids."""

    BASE = "base"
    MARKET = "market"


class Manifest(BaseModel):
    """What was signed.

    Attributes:
        version: Rises with every release; a lower one than before is refused.
        files: The SHA-256 of each file, by name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    v: Literal[1] = 1
    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
    kind: BundleKind
    version: Annotated[int, Field(ge=1, le=MAX_VERSION)]
    files: Annotated[dict[FileName, Sha256], Field(max_length=_MAX_FILES)]

    @model_validator(mode="after")
    def _has_the_files_of_its_kind(self) -> Self:
        schemas = 1 if self.kind is BundleKind.BASE else 0
        if len(self._ending(".cedar")) != 1 or len(self._ending(".cedarschema")) != schemas:
            raise ValueError("one .cedar file, and one .cedarschema of a base alone")
        return self

    def to_bytes(self) -> bytes:
        """Gives the canonical form, which is signed."""
        fields = self.model_dump(mode="json")
        return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes, name: str) -> Self:
        """Parses a manifest.

        Raises:
            PolicyError: it is malformed, or of a version that this program does not know.
        """
        try:
            manifest = cls.model_validate_json(data, strict=True)
        except ValidationError as error:
            if any(fault["loc"] == ("v",) for fault in error.errors(include_input=False)):
                raise PolicyError("bundles.newer_manifest", name=name) from error
            raise PolicyError("bundles.bad_manifest", name=name) from error
        if manifest.to_bytes() != data:  # a field twice, another order, other spaces
            raise PolicyError("bundles.bad_manifest", name=name)
        return manifest

    def _ending(self, suffix: str) -> list[str]:
        return [name for name in self.files if name.endswith(suffix)]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a folder holds, as its manifest says."""

    manifest: Manifest
    files: Mapping[str, bytes]

    def text(self, suffix: str) -> str:
        """Gives the text of the one file that ends so.

        Raises:
            PolicyError: it is not UTF-8.
        """
        (name,) = self.manifest._ending(suffix)  # noqa: SLF001  # they are one idea
        return as_text(self.files[name], name)


def verify_folder(folder: Traversable, trusted: TrustedKeys) -> Contents:
    """Gives what a signed folder holds.

    Raises:
        PolicyError: it is unsigned, signed by a key that is not trusted, or not what was signed.
    """
    place = str(folder)
    signature, raw = folder / SIGNATURE, folder / MANIFEST
    if not (signature.is_file() and raw.is_file()):
        raise PolicyError("bundles.unsigned", name=place)
    signed = read_bounded(raw)
    verify(signed, read_bounded(signature, MAX_SIGNATURE_BYTES), trusted, place)
    manifest = Manifest.from_bytes(signed, place)
    found = _names(folder)
    for name in sorted(found ^ manifest.files.keys()):
        key = "bundles.extra_file" if name in found else "bundles.missing_file"
        raise PolicyError(key, name=place, file=name)
    files = {name: read_bounded(folder / name) for name in sorted(found)}
    for name, data in files.items():
        if hashlib.sha256(data).hexdigest() != manifest.files[name]:
            raise PolicyError("bundles.changed_file", name=place, file=name)
    return Contents(manifest, files)


def propose(folder: Path, version: int | None = None) -> Contents:
    """Gives what a folder would be signed as.

    It keeps the name of the manifest that there is, else that of the folder. The version rises by
    one where a file has changed, unless one is given.

    Raises:
        PolicyError: the folder or its present manifest cannot be used.
    """
    files = {name: read_bounded(folder / name) for name in sorted(_names(folder))}
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    present = folder / MANIFEST
    before = Manifest.from_bytes(read_bounded(present), str(folder)) if present.is_file() else None
    if version is None:
        changed = before is None or before.files != hashes
        version = (before.version if before else 0) + changed
    is_base = any(name.endswith(".cedarschema") for name in files)
    try:
        manifest = Manifest(
            name=before.name if before else folder.resolve().name,
            kind=BundleKind.BASE if is_base else BundleKind.MARKET,
            version=version,
            files=hashes,
        )
    except ValidationError as error:
        raise PolicyError("bundles.bad_folder", name=str(folder)) from error
    return Contents(manifest, files)


def sign_folder(folder: Path, manifest: Manifest, key: SigningKey) -> None:
    """Writes a manifest and its signature into the folder that it tells of.

    Raises:
        PolicyError: the folder cannot be written to.
    """
    signed = manifest.to_bytes()
    try:
        (folder / MANIFEST).write_bytes(signed)
        (folder / SIGNATURE).write_bytes(key.sign(signed))
    except OSError as error:
        raise PolicyError(
            "bundles.unwritable", name=str(folder), reason=type(error).__name__
        ) from error


def _names(folder: Traversable) -> set[str]:
    """Gives the names of all but the manifest and its signature."""
    try:
        return {entry.name for entry in folder.iterdir()} - {MANIFEST, SIGNATURE}
    except OSError as error:
        raise PolicyError(
            "policy.unreadable", name=str(folder), reason=type(error).__name__
        ) from error
