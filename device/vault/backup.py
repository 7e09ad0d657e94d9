"""Backup: the vault's file in sealed chunks in a folder, and the way back.

    lock            one writer at a time
    chunks/<name>   4 MiB of the vault's file each, sealed
    deleted         the ledger of erasures, sealed; refreshed alone when something is forgotten
    manifest        who can open it, readable; what it holds, sealed; written last

Invariants:
1. From the first finished backup on there is always one that restores: new chunks come beside the
   old ones, the manifest changes in one step once all it names is on the disk, and only then does
   what no manifest names go.
2. A killed or refused run leaves chunks that the next run takes up; no work is done twice.
3. What is restored is the vault's file as it was read, byte for byte: every chunk opens under its
   own name, the sealed manifest gives their order, and the hash of the whole is checked before the
   file has its name.
4. The readable line is bound to the sealed manifest: a changed factor or vault id opens nothing.
5. One backup key, one folder: a folder of another key is refused, and never overwritten.

What an attacker with the folder could try: changing, swapping or leaving out files (refused);
putting a whole older backup back (it restores, and shows its own date); emptying the folder (there
is no backup then).

Not protected: who holds the folder sees the size of the vault, when a file was written and which
chunks a later backup replaced. An older copy of the folder still holds what was deleted later; so
may the disk under a removed chunk, for whoever can open the backup key. A new key and a new folder
end that. On macOS a drive may hold back what was synced (no F_FULLFSYNC here).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, BinaryIO, Final

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from compliance.evidence import IGNORED
from device.errors import BadInput, IntegrityError, Unavailable
from device.vault.backup_files import (
    BACKUP_FORMAT,
    FRESH,
    LOCK,
    Head,
    damaged,
    identity,
    locked,
    open_envelope,
    read_head,
    reported,
    sync_folder,
    write_envelope,
)
from device.vault.backup_ledger import LEDGER, Erasure, Ledger, write_beside
from device.vault.chunks import CHUNK_BYTES, NAME, Chunks
from device.vault.chunks import FOLDER as CHUNKS
from device.vault.seal import derive

MANIFEST: Final = "manifest"
PART: Final = ".part"  # a restored file that is not whole yet
_MAX_CHUNK_BYTES: Final = 64 << 20
_ENTRIES: Final = {
    *(MANIFEST, LEDGER, CHUNKS, LOCK, MANIFEST + FRESH, LEDGER + FRESH),
    *IGNORED,
}
_OPEN_PART: Final = (
    os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
)

Progress = Callable[[int, int], None]  # bytes done, bytes in all


class Header(Head):
    """What of a backup is readable without a key, and vouched for by nothing until it is opened.

    Attributes:
        vault: Id of the vault.
        factors: What lets a passphrase or recovery code open the backup key, as the caller gave it.
    """

    vault: str
    factors: dict[str, JsonValue]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    names: tuple[Annotated[str, Field(pattern=NAME)], ...]
    chunk_bytes: Annotated[int, Field(ge=1, le=_MAX_CHUNK_BYTES)]
    size_bytes: Annotated[int, Field(ge=0)]
    sha256: str
    made_at: int
    program: str
    erasures: int
    extra: Annotated[str, Field(repr=False)]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says of itself, once its key opened it.

    Attributes:
        made_at: Unix seconds.
        program: Version of the program that made it.
        size_bytes: Length of the vault's file.
        erasures: How many erasures its ledger had then.
        extra: What the caller put in.
    """

    vault: str
    made_at: int
    program: str
    size_bytes: int
    erasures: int
    extra: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Written:
    """What one run did: chunks that it wrote, chunks that were there, bytes of the vault's file."""

    new_chunks: int
    kept_chunks: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: the backup's contents, and how much of it a run before had written."""

    contents: Contents
    new_chunks: int
    kept_chunks: int


def write_backup(
    folder: Path,
    source: BinaryIO,
    key: bytes,
    *,
    vault: str,
    vault_folder: Path,
    factors: Mapping[str, JsonValue],
    extra: bytes,
    erasures: Iterable[Erasure],
    made_at: int,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
    chunk_bytes: int = CHUNK_BYTES,
) -> Written | None:
    """Makes the folder a backup of the vault's file as it is now, or brings it up to date.

    Args:
        folder: Its parent is there; it is empty, or a backup under this key.
        source: The vault's file: checkpointed, and not written to meanwhile. It is not closed here:
            when a process closes a file, POSIX takes away all its locks on it, SQLite's too. Close
            it after the database.
        key: The backup key; the same one for each backup into this folder.
        vault_folder: Where the vault lies; a backup does not.
        factors: Readable to all; see `Header`.
        extra: Sealed with the manifest.
        erasures: All of this vault's; the ledger keeps those that it has besides.
        made_at: Unix seconds.
        should_stop: Asked before every chunk.

    Returns:
        What was written; None where it was stopped. What is written by then is taken up next time.

    Raises:
        BadInput: the folder holds something else, or lies inside the vault's.
        IntegrityError: there is a manifest, and it is none.
        Unavailable: no space, no access, no such place, in use, or of a newer format.
        RuntimeError: the source changed while it was read.
    """
    _prepare(folder, vault_folder)
    with locked(folder):
        _require_own(folder, key)
        chunks = Chunks(folder, key)
        chunks.prepare()
        cut = _cut(source, chunks, vault_folder, chunk_bytes, progress, should_stop)
        if cut is None:
            return None
        ledger = write_beside(folder, key, erasures, made_at)
        body = _Body(
            names=cut.names,
            chunk_bytes=chunk_bytes,
            size_bytes=cut.size_bytes,
            sha256=cut.sha256,
            made_at=made_at,
            program=version("bojagi"),
            erasures=len(ledger.erasures),
            extra=extra.hex(),
        )
        header = Header(backup=identity(key), vault=vault, factors=dict(factors))
        sealed = body.model_dump_json().encode()
        write_envelope(folder / MANIFEST, MANIFEST, header, _key(key), sealed)
        chunks.sweep(cut.names)
    return Written(cut.new_chunks, len(cut.names) - cut.new_chunks, cut.size_bytes)


def write_ledger(folder: Path, key: bytes, erasures: Iterable[Erasure], written_at: int) -> Ledger:
    """Adds erasures to a backup's ledger, so that a restore brings back nothing deleted since.

    Raises:
        BadInput: the folder is another vault's backup.
        Unavailable: there is no backup, or it cannot be written to now.
    """
    with reported(folder):
        if not folder.is_dir():
            raise Unavailable("backup.missing", folder=str(folder))
    if _require_own(folder, key) is None:
        raise Unavailable("backup.unfinished", folder=str(folder))
    with locked(folder):
        return write_beside(folder, key, erasures, written_at)


def read_header(folder: Path) -> Header:
    """Gives the readable line of a backup, from which the caller opens its key.

    Raises:
        IntegrityError: it is not what was written.
        Unavailable: there is no finished backup, it is of a newer format, or cannot be read.
    """
    header = read_head(folder / MANIFEST, Header)
    if header is None:
        raise Unavailable("backup.unfinished", folder=str(folder))
    return header


def read_contents(folder: Path, key: bytes) -> Contents:
    """Gives what a backup says of itself: its date, before anything is restored.

    Raises:
        IntegrityError: the manifest was changed, or belongs to another key.
        Unavailable: see `read_header`.
    """
    return _open(folder, key)[0]


def read_backup(
    folder: Path, key: bytes, target: Path, progress: Progress | None = None
) -> Restored:
    """Writes the vault's file back. Until it is whole and checked it is called `<target>.part`.

    The file still holds what was deleted after the backup: apply `read_ledger` to it before it is
    given the place of a vault.

    Args:
        target: The file to be made, in a folder that is there. A part that a killed run left is
            taken up as far as it is right.

    Raises:
        BadInput: there is a file already.
        IntegrityError: anything was changed, swapped, cut or is missing. There is no file then.
        Unavailable: no space, no access, no such place, of a newer format, or a backup is being
            written to this folder.
    """
    contents, body = _open(folder, key)
    chunks = Chunks(folder, key)
    part = target.with_name(target.name + PART)
    kept_chunks = 0
    whole = hashlib.sha256()
    with reported(target.parent):
        if target.exists():
            raise BadInput("backup.target_exists", file=str(target))
        handle = os.open(part, _OPEN_PART, 0o600)
        with os.fdopen(handle, "r+b", buffering=0) as file:
            is_kept = True
            for number, name in enumerate(body.names):
                start = number * body.chunk_bytes
                size = min(body.chunk_bytes, body.size_bytes - start)
                content = file.read(size) if is_kept else b""
                is_kept = is_kept and chunks.name_of(content) == name
                if is_kept:
                    kept_chunks += 1
                else:
                    content = _read_chunk(folder, key, body, chunks, name, size)
                    file.seek(start)
                    _write_all(file, content)
                whole.update(content)
                if progress is not None:
                    progress(start + size, body.size_bytes)
            file.truncate(body.size_bytes)
            if whole.hexdigest() != body.sha256:
                raise damaged(folder, MANIFEST)
            os.fsync(file.fileno())
        part.replace(target)
        sync_folder(target.parent)
    return Restored(contents, len(body.names) - kept_chunks, kept_chunks)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A file as it lies in chunks."""

    names: tuple[str, ...]
    new_chunks: int
    size_bytes: int
    sha256: str


def _cut(
    source: BinaryIO,
    chunks: Chunks,
    vault_folder: Path,
    chunk_bytes: int,
    progress: Progress | None,
    should_stop: Callable[[], bool] | None,
) -> _Cut | None:
    """Writes the chunks that are not there yet, durably. None where it was stopped.

    Raises:
        RuntimeError: the source changed while it was read.
    """
    before = os.fstat(source.fileno())
    size_bytes = before.st_size
    names: list[str] = []
    new_chunks = 0
    whole = hashlib.sha256()
    source.seek(0)
    for start in range(0, size_bytes, chunk_bytes):
        if should_stop is not None and should_stop():
            return None
        content = _read_exactly(source, min(chunk_bytes, size_bytes - start), vault_folder)
        whole.update(content)
        name = chunks.name_of(content)
        if not chunks.holds(name, content):
            chunks.write(name, content)
            new_chunks += 1
        names.append(name)
        if progress is not None:
            progress(start + len(content), size_bytes)
    chunks.sync()
    after = os.fstat(source.fileno())
    if (after.st_size, after.st_mtime_ns) != (size_bytes, before.st_mtime_ns):
        raise RuntimeError("the vault's file was written to while it was read")
    return _Cut(tuple(names), new_chunks, size_bytes, whole.hexdigest())


def _prepare(folder: Path, vault_folder: Path) -> None:
    with reported(folder):
        if folder.resolve().is_relative_to(vault_folder.resolve()):
            raise BadInput("backup.inside_vault", folder=str(folder))
        # Its parent is not made: a stick that is not plugged in must not become a folder.
        if not folder.parent.is_dir():
            raise Unavailable("backup.missing", folder=str(folder.parent))
        if folder.exists() and not folder.is_dir():
            raise BadInput("backup.other_content", folder=str(folder))
        if not folder.exists():
            folder.mkdir(mode=0o700)
            sync_folder(folder.parent)
        if not {entry.name for entry in folder.iterdir()} <= _ENTRIES:
            raise BadInput("backup.other_content", folder=str(folder))


def _require_own(folder: Path, key: bytes) -> Header | None:
    header = read_head(folder / MANIFEST, Header)
    if header is not None and header.backup != identity(key):
        raise BadInput("backup.other_backup", folder=str(folder))
    return header


def _read_exactly(source: BinaryIO, size: int, vault_folder: Path) -> bytes:
    content = b""
    with reported(vault_folder):
        while len(content) < size:
            more = source.read(size - len(content))
            if not more:
                raise RuntimeError("the vault's file was cut while it was read")
            content = content + more if content else more
    return content


def _open(folder: Path, key: bytes) -> tuple[Contents, _Body]:
    opened = open_envelope(folder / MANIFEST, MANIFEST, Header, _key(key))
    if opened is None:
        raise Unavailable("backup.unfinished", folder=str(folder))
    header, data = opened
    try:
        body = _Body.model_validate_json(data)
        extra = bytes.fromhex(body.extra)
    except ValueError as error:
        raise damaged(folder, MANIFEST) from error
    if len(body.names) != -(-body.size_bytes // body.chunk_bytes):
        raise damaged(folder, MANIFEST)
    contents = Contents(
        header.vault, body.made_at, body.program, body.size_bytes, body.erasures, extra
    )
    return contents, body


def _read_chunk(
    folder: Path, key: bytes, body: _Body, chunks: Chunks, name: str, size: int
) -> bytes:
    try:
        return chunks.read(name, size)
    except IntegrityError as error:
        if _open(folder, key)[1] != body:  # swept by a backup that was made meanwhile: no damage
            raise Unavailable("backup.in_use", folder=str(folder)) from error
        raise


def _write_all(file: BinaryIO, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[file.write(left) :]


def _key(key: bytes) -> bytes:
    return derive(key, "backup/manifest", version=BACKUP_FORMAT)
