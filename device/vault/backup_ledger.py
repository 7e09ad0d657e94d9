"""The ledger of erasures beside a backup: what an older backup must not bring back.

Invariants:
1. An erasure that is in the ledger stays in it: writing adds, and never takes away.
2. Several ledgers together are all of their erasures, so a copy that missed some hides none.
3. A backup says how many erasures its ledger had; a restore that finds fewer is refused.

Not protected: a ledger put back to an older state that still has as many erasures as the backup
beside it says. The memories that were erased in between come back with such a restore.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from device.errors import IntegrityError
from device.vault.backup_files import (
    BACKUP_FORMAT,
    Head,
    damaged,
    identity,
    open_envelope,
    write_envelope,
)
from device.vault.seal import derive

LEDGER: Final = "deleted"


class Erasure(BaseModel):
    """One memory that was deleted.

    Attributes:
        id: The number that the vault knew it by.
        erased_at: Unix seconds.
        certificate: The signed note that was given for it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    id: int
    erased_at: int
    certificate: Annotated[str, Field(repr=False)]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Erasures in the order in which they were noted, each id once.

    Attributes:
        written_at: Unix seconds of the newest writing; 0 where nothing was ever written.
    """

    erasures: tuple[Erasure, ...] = ()
    written_at: int = 0

    def joined(self, erasures: Iterable[Erasure], written_at: int) -> Ledger:
        """Gives the ledger with these erasures added; what it says of an id already, stays."""
        known = {one.id: one for one in self.erasures}
        for one in erasures:
            known.setdefault(one.id, one)
        return Ledger(tuple(known.values()), max(self.written_at, written_at))


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    written_at: int
    erasures: tuple[Erasure, ...]


def write_beside(folder: Path, key: bytes, erasures: Iterable[Erasure], written_at: int) -> Ledger:
    """Adds erasures to a folder's ledger, under the caller's lock. Gives the whole of it.

    A ledger that does not open is replaced: the vault, which is there and open, knows its own.

    Raises:
        Unavailable: it cannot be read or written.
    """
    try:
        present = _open(folder, key)
    except IntegrityError:
        present = Ledger()
    ledger = present.joined(erasures, written_at)
    body = _Body(written_at=ledger.written_at, erasures=ledger.erasures)
    head = Head(backup=identity(key))
    write_envelope(folder / LEDGER, LEDGER, head, _key(key), body.model_dump_json().encode())
    return ledger


def read_ledger(folders: Sequence[Path], key: bytes, *, at_least: int = 0) -> Ledger:
    """Gives all erasures that the ledgers of these folders tell of.

    Args:
        folders: A backup's folder, and others where later ledgers of the same backup key lie.
        at_least: How many erasures the backup says there were; see `Contents.erasures`.

    Raises:
        IntegrityError: one was changed or belongs to another key, or erasures are missing.
        Unavailable: one cannot be read, or is of a newer format.
    """
    ledger = Ledger()
    for folder in folders:
        found = _open(folder, key)
        ledger = ledger.joined(found.erasures, found.written_at)
    if len(ledger.erasures) < at_least:
        raise IntegrityError("backup.ledger_short", expected=at_least, found=len(ledger.erasures))
    return ledger


def _open(folder: Path, key: bytes) -> Ledger:
    opened = open_envelope(folder / LEDGER, LEDGER, Head, _key(key))
    if opened is None:
        return Ledger()
    try:
        body = _Body.model_validate_json(opened[1])
    except ValidationError as error:
        raise damaged(folder, LEDGER) from error
    return Ledger(body.erasures, body.written_at)


def _key(key: bytes) -> bytes:
    return derive(key, "backup/ledger", version=BACKUP_FORMAT)
