"""How a backup's folder is written: one writer, whole files, synced before anything relies on them.

A file here is either a sealed chunk, or an envelope: one line of readable JSON, then a sealed body
that is bound to that line.

Why SQLite holds the lock: the kernel lets it go when a process dies, on every system that Python's
sqlite3 runs on, so a killed backup blocks nobody and no process id has to be guessed at.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from device.errors import DeviceError, IntegrityError, Unavailable
from device.vault.seal import context, derive, pad, seal, unpad, unseal

BACKUP_FORMAT: Final = 1
LOCK: Final = "lock"
FRESH: Final = ".new"  # a file that is being written; it becomes its name in one step
_HEAD_LIMIT_BYTES: Final = 1 << 20
_ENVELOPE_LIMIT_BYTES: Final = 1 << 30
_BINARY: Final = getattr(os, "O_BINARY", 0)  # else Windows turns \n into \r\n
_PRIMARY_CODE: Final = 0xFF
_FULL: Final = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN: Final = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_FOLDER_SYNC: Final = {errno.EINVAL, errno.ENOTSUP}
_ABSENT: Final = {errno.ENOENT, errno.ENOTDIR}


class Head(BaseModel):
    """The readable line of an envelope.

    Attributes:
        backup: Which backup key it belongs to: a hash of it, so a folder cannot serve two.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    v: Literal[1] = 1
    backup: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class _Format(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    v: int


HeadT = TypeVar("HeadT", bound=Head)


def identity(key: bytes) -> str:
    """Gives the public name of a backup key."""
    return derive(key, "backup/id", version=BACKUP_FORMAT)[:16].hex()


def damaged(folder: Path, file: str) -> IntegrityError:
    """Gives the error that names a file of a backup which is not what was written."""
    return IntegrityError("backup.damaged", folder=str(folder), file=file)


@contextmanager
def reported(folder: Path) -> Iterator[None]:
    """Turns what the disk says of a folder into what a person can act on."""
    try:
        yield
    except OSError as error:
        told = str(folder)
        if error.errno in _FULL:
            raise Unavailable("backup.disk_full", folder=told) from error
        if error.errno in _FORBIDDEN:
            raise Unavailable("backup.no_access", folder=told) from error
        if error.errno in _ABSENT:
            raise Unavailable("backup.missing", folder=told) from error
        reason = error.strerror or type(error).__name__
        raise Unavailable("backup.disk", folder=told, reason=reason) from error


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keeps every other writer out of the folder while the block runs.

    Raises:
        Unavailable: another one writes there, or the folder takes no lock.
    """
    with reported(folder):
        _make_lock(folder / LOCK)
    try:
        connection = sqlite3.connect(folder / LOCK, isolation_level=None, timeout=0)
    except sqlite3.Error as error:
        raise _told(error, folder) from error
    with closing(connection):
        try:
            connection.execute("PRAGMA journal_mode=OFF")  # nothing is ever written to it
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise _told(error, folder) from error
        yield


def _told(error: sqlite3.Error, folder: Path) -> DeviceError:
    match error.sqlite_errorcode & _PRIMARY_CODE:
        case sqlite3.SQLITE_BUSY:
            return Unavailable("backup.in_use", folder=str(folder))
        case sqlite3.SQLITE_NOTADB:
            return damaged(folder, LOCK)
        case sqlite3.SQLITE_CANTOPEN:
            return Unavailable("backup.no_access", folder=str(folder))
        case _:  # SQLITE_IOERR_LOCK: a network folder that knows no locks
            reason = error.sqlite_errorname
            return Unavailable("backup.disk", folder=str(folder), reason=reason)


def _make_lock(path: Path) -> None:
    # Only a new file is opened here: closing one that another thread has locked would unlock it.
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder durable: what was renamed or removed stays so after a power cut.

    Windows has no such call, NTFS journals its names; some network and user-space file systems
    have none either, and nothing better is to be had there.
    """
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(handle)


def write_whole(path: Path, *parts: bytes) -> None:
    """Writes a file that has its name only once its bytes are on the disk.

    The name itself is durable after `sync_folder`.
    """
    fresh = path.with_name(path.name + FRESH)
    fresh.unlink(missing_ok=True)
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        with os.fdopen(handle, "wb", buffering=0) as file:
            for part in parts:
                left = memoryview(part)
                while left:
                    left = left[file.write(left) :]
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        _drop(fresh)  # on a full disk, what is half written would only be in the way
        raise


def _drop(fresh: Path) -> None:
    try:
        fresh.unlink(missing_ok=True)
    except OSError:
        return  # the first failure is the one to tell; the next run removes the file


def write_envelope(path: Path, kind: str, head: Head, key: bytes, body: bytes) -> None:
    """Writes a readable line and a sealed body, durably and in one step."""
    line = head.model_dump_json().encode()
    with reported(path.parent):
        write_whole(path, line + b"\n", seal(key, pad(body), _place(kind, line)))
        sync_folder(path.parent)


def read_head(path: Path, kind: type[HeadT]) -> HeadT | None:
    """Reads the readable line, which nothing vouches for yet. Gives None if there is no file.

    Raises:
        IntegrityError: it is no such line.
        Unavailable: it is of a newer format, or cannot be read.
    """
    data = _read(path, _HEAD_LIMIT_BYTES)
    return None if data is None else _parse(path, data.partition(b"\n")[0], kind)


def open_envelope(
    path: Path, kind: str, head: type[HeadT], key: bytes
) -> tuple[HeadT, bytes] | None:
    """Gives the readable line, now vouched for, and the sealed body; None if there is no file.

    Raises:
        IntegrityError: the line or the body was changed or cut, or is sealed with another key.
        Unavailable: it is of a newer format, or cannot be read.
    """
    data = _read(path, _ENVELOPE_LIMIT_BYTES)
    if data is None:
        return None
    line, _, sealed = data.partition(b"\n")
    parsed = _parse(path, line, head)
    try:
        return parsed, unpad(unseal(key, sealed, _place(kind, line)))
    except IntegrityError as error:
        raise damaged(path.parent, path.name) from error


def _place(kind: str, line: bytes) -> bytes:
    return context(f"backup/{kind}", line, version=BACKUP_FORMAT)


def _read(path: Path, limit_bytes: int) -> bytes | None:
    with reported(path.parent):
        if not path.parent.is_dir():
            raise Unavailable("backup.missing", folder=str(path.parent))
        if not path.exists():
            return None
        if not path.is_file():  # a pipe would keep the reader waiting for ever
            raise damaged(path.parent, path.name)
        with path.open("rb") as file:
            # As much as is there: `read` takes the memory that it is asked for beforehand.
            return file.read(min(limit_bytes, path.stat().st_size))


def _parse(path: Path, line: bytes, kind: type[HeadT]) -> HeadT:
    try:
        found = _Format.model_validate_json(line).v
        if found > BACKUP_FORMAT:
            raise Unavailable("backup.newer_format", found=found, known=BACKUP_FORMAT)
        return kind.model_validate_json(line)
    except ValidationError as error:
        raise damaged(path.parent, path.name) from error
