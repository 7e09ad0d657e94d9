"""Finds the bytes of an export: in a file, a folder or a zip, within limits.

What the files hold is not known here; only which of them may be one export. Names choose among many
files (`conversations.json` beside a hundred pictures), they never tell a format. A zip may lie
about the size of what it holds, so the limits are kept on the bytes that come out of it, not only
on what it declares.
"""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from device.errors import BadInput
from device.importers import jsontext
from device.importers.export import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MIB: Final = 2**20
JSON_LIMIT_BYTES: Final = 256 * MIB
TEXT_LIMIT_BYTES: Final = 512 * MIB

_HEAD_BYTES: Final = 4_096
_ZIP_MARKS: Final = (b"PK\x03\x04", b"PK\x05\x06")
# What every app writes. LZMA would let a few bytes ask for gigabytes of memory.
_PACKINGS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MAX_CANDIDATES: Final = 64
_MAX_DEPTH: Final = 4
_MAX_ENTRIES: Final = 20_000
_CONVERSATIONS: Final = re.compile(r"conversations(?:-[0-9]{1,6})?\.json", re.IGNORECASE)
_SUFFIXES: Final = (".txt", ".csv", ".json")
_PART: Final = re.compile(r"(?P<stem>.*)-(?P<number>[0-9]{1,6})(?P<suffix>\.[a-z]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One file, not read yet; in a zip its `size_bytes` is only what the zip declares."""

    name: str
    size_bytes: int
    take: Callable[[int], bytes]  # gives at most that many bytes

    def read(self) -> bytes:
        """Gives all bytes.

        Raises:
            BadInput: unreadable, or larger than an export may be.
        """
        limit = JSON_LIMIT_BYTES if _is_json(self.take(_HEAD_BYTES)) else TEXT_LIMIT_BYTES
        refuse_above(limit, self.size_bytes, file=self.name)
        data = self.take(limit + 1)
        refuse_above(limit, len(data), file=self.name)
        return data


@dataclass(frozen=True, slots=True)
class Found:
    """The files to read: all `together` as one export, or each a candidate for it."""

    parts: tuple[Part, ...]
    together: bool


def refuse_above(limit_bytes: int, size_bytes: int, *, file: str) -> None:
    """Refuses a size above the limit.

    Raises:
        BadInput: it is above.
    """
    if size_bytes > limit_bytes:
        sizes = {"limit_mib": limit_bytes // MIB, "size_mib": -(-size_bytes // MIB)}
        raise BadInput("import.too_large", file=file, **sizes)


def shown(name: str) -> str:
    """Gives a file name fit for a sentence: no control characters, not endless."""
    name = plain("".join(letter if letter.isprintable() else "\ufffd" for letter in name))
    return name if len(name) <= 120 else name[:119] + "…"


def find(path: Path) -> Found:
    """Gives the files at `path` that may be an export.

    Raises:
        BadInput: nothing is there, it cannot be read, or it holds no or too many candidates.
    """
    file = shown(path.name or str(path))
    with _reading(file):
        try:
            status = path.stat()
        except (FileNotFoundError, NotADirectoryError, ValueError) as fault:
            raise BadInput("import.missing", file=file) from fault
        if stat.S_ISDIR(status.st_mode):
            found = (_part(at, file=shown(at.name)) for at in _files_in(path, _MAX_DEPTH))
            return _choose(found, file)
        if not stat.S_ISREG(status.st_mode):
            raise BadInput("import.not_a_file", file=file)
        part = _part(path, file=file)
        if part.take(4) in _ZIP_MARKS:
            return _choose(_members(path, file), file)
        return Found((part,), together=True)


def _part(path: Path, *, file: str) -> Part:
    return Part(file, path.stat().st_size, partial(_take, file, path))


def _take(file: str, path: Path, count: int) -> bytes:
    with _reading(file), path.open("rb") as stream:
        return stream.read(count)


def _take_member(file: str, path: Path, name: str, count: int) -> bytes:
    with _unpacking(file), zipfile.ZipFile(path) as archive, archive.open(name) as stream:
        return stream.read(count)


def _files_in(folder: Path, depth: int) -> Iterator[Path]:
    for at in sorted(folder.iterdir()):
        if at.name.startswith("."):
            continue
        if at.is_file():
            yield at
        elif depth > 1 and at.is_dir() and not at.is_symlink():
            yield from _files_in(at, depth - 1)


def _members(path: Path, file: str) -> list[Part]:
    with _unpacking(file), zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    visible = [
        entry
        for entry in entries
        if not any(
            step.startswith((".", "__MACOSX")) for step in PurePosixPath(entry.filename).parts
        )
    ]
    if any(entry.flag_bits & 0x1 for entry in visible):
        raise BadInput("import.locked_zip", file=file)
    if any(entry.compress_type not in _PACKINGS for entry in visible):
        raise BadInput("import.broken_zip", file=file)
    return [
        Part(name, entry.file_size, partial(_take_member, name, path, entry.filename))
        for entry in visible
        if (name := shown(PurePosixPath(entry.filename).name))
    ]


def _choose(parts: Iterable[Part], file: str) -> Found:
    """Chooses the parts that may be the export: ChatGPT's by their name, else whatever is text."""
    kept: list[Part] = []
    for count, part in enumerate(parts):
        if count >= _MAX_ENTRIES:
            raise BadInput("import.several_inside", file=file, count=count)
        if part.name.lower().endswith(_SUFFIXES):
            kept.append(part)
    numbered = [part for part in kept if _CONVERSATIONS.fullmatch(part.name)]
    whole = [part for part in numbered if part.name.lower() == "conversations.json"]
    chosen = whole or numbered or kept
    if not chosen:
        raise BadInput("import.nothing_inside", file=file)
    if len(chosen) > _MAX_CANDIDATES and not _is_one_series(chosen):
        raise BadInput("import.several_inside", file=file, count=len(chosen))
    together = len(chosen) == 1 or _is_one_series(chosen)
    refuse_above(TEXT_LIMIT_BYTES, sum(part.size_bytes for part in chosen), file=file)
    return Found(tuple(sorted(chosen, key=_order)), together)


def _is_one_series(parts: list[Part]) -> bool:
    """Whether the files are numbered parts of one: conversations-000.json, Talk_2026.5.11-1.txt."""
    matches = [_PART.fullmatch(part.name) for part in parts]
    stems = {(match["stem"], match["suffix"]) for match in matches if match is not None}
    numbers = {int(match["number"]) for match in matches if match is not None}
    return len(stems) == 1 and len(numbers) == len(parts)


def _order(part: Part) -> tuple[str, int, str]:
    match = _PART.fullmatch(part.name)
    return (match["stem"], int(match["number"]), "") if match else (part.name, -1, "")


def _is_json(head: bytes) -> bool:
    return jsontext.is_json(
        head.replace(b"\0", b"").decode("utf-8-sig", "ignore").lstrip("\ufeff\ufffe")
    )


@contextmanager
def _reading(file: str) -> Iterator[None]:
    """Tells what the system refuses as what the person can do about it."""
    try:
        yield
    except OSError as fault:
        raise BadInput("import.unreadable", file=file) from fault


@contextmanager
def _unpacking(file: str) -> Iterator[None]:
    """Tells what a damaged zip raises; zipfile lets much through where headers disagree."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError) as fault:
        raise BadInput("import.broken_zip", file=file) from fault
    except (ValueError, KeyError, IndexError, OverflowError, RuntimeError) as fault:
        raise BadInput("import.broken_zip", file=file) from fault
