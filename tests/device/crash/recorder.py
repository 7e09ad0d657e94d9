"""The recorder under a process: built from recorder.c, switched on, and its journal read.

Any program can be run under it: `environment` gives what its process needs.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Final

import pytest

SOURCE: Final = Path(__file__).with_name("recorder.c")
_HEAD: Final = struct.Struct("<IBBHiIqq")
_MAGIC: Final = 0x49474A42
_FAILED, _CREATED, _FOLDER = 1, 2, 4


class Op(IntEnum):
    """What was done to a file or a name, as recorder.c numbers it."""

    OPEN = 1
    WRITE = 2
    TRUNCATE = 3
    SYNC = 4
    CLOSE = 5
    UNLINK = 6
    RENAME = 7
    MARK = 8
    MKDIR = 9
    RMDIR = 10
    UNKNOWN = 11


CHANGES: Final = frozenset({Op.WRITE, Op.TRUNCATE, Op.SYNC, Op.UNLINK, Op.RENAME, Op.MKDIR})


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a journal.

    Attributes:
        path: Of an OPEN, UNLINK, MKDIR, RMDIR; of a RENAME the two, split by NUL.
        size: Of a WRITE or MARK, of the file after a TRUNCATE.
        error: The errno that was injected; 0 where the call was let through.
    """

    op: Op
    fd: int
    offset: int
    size: int
    path: str
    data: bytes
    error: int
    is_new: bool
    is_folder: bool


def require_recorder() -> None:
    """Skips where the recorder cannot be built or loaded, and says so."""
    if sys.platform != "linux":
        pytest.skip("the recorder is loaded by LD_PRELOAD, which needs Linux")
    if shutil.which("gcc") is None:
        pytest.skip("the recorder is built by gcc, which is not installed here")


def build_recorder(folder: Path) -> Path:
    """Compiles the recorder. Gives the shared object."""
    target = folder / "recorder.so"
    subprocess.run(
        ["gcc", "-O2", "-Wall", "-Werror", "-shared", "-fPIC", "-o", target, SOURCE, "-ldl"],
        check=True,
    )
    return target


def environment(
    recorder: Path | None = None,
    *,
    folder: Path | None = None,
    journal: Path | None = None,
    marks: Path | None = None,
    fail_at: int = 0,
    error: int = 0,
    forever: bool = False,
) -> dict[str, str]:
    """Gives the environment of a process: this one's, the recorder loaded, one thread a library."""
    given = {
        "LD_PRELOAD": recorder,
        "CRASH_FOLDER": folder,
        "CRASH_JOURNAL": journal,
        "CRASH_MARKS": marks,
        "CRASH_FAIL_AT": fail_at or None,
        "CRASH_ERRNO": error or None,
        "CRASH_FAIL_FOREVER": 1 if forever else None,
        "PYTHONDONTWRITEBYTECODE": 1,
        "OPENBLAS_NUM_THREADS": 1,
        "OMP_NUM_THREADS": 1,
    }
    return {**os.environ, **{key: str(value) for key, value in given.items() if value is not None}}


class Switches:
    """The recorder of this very process, which was started under it."""

    def __init__(self) -> None:
        library = ctypes.CDLL(None)
        self._watch, self._fail, self._kill = (
            library.crash_watch,
            library.crash_fail,
            library.crash_kill,
        )
        self._watch.argtypes = [ctypes.c_char_p] * 3
        self._fail.argtypes = [ctypes.c_long, ctypes.c_int, ctypes.c_int]
        self._kill.argtypes = [ctypes.c_long, ctypes.c_int]
        library.crash_changes.restype = ctypes.c_long
        self._changes = library.crash_changes

    @staticmethod
    def are_there() -> bool:
        """Tells whether this process was started under the recorder."""
        return hasattr(ctypes.CDLL(None), "crash_watch")

    def watch(self, folder: Path, journal: Path | None, marks: Path) -> None:
        """Follows every change under a folder from here on."""
        self._watch(
            os.fsencode(folder.resolve()),
            b"" if journal is None else os.fsencode(journal),
            os.fsencode(marks.resolve()),
        )

    def fail(self, at: int, error: int, *, forever: bool) -> None:
        """Makes the `at`-th change from here on fail, and all after it where `forever`."""
        self._fail(at, error, forever)

    def kill(self, at: int, *, after: bool) -> None:
        """Kills this process at the `at`-th change from here on: before it is made, or after."""
        self._kill(at, after)

    def changes(self) -> int:
        """Tells how many changes there were since `watch`."""
        return int(self._changes())


def read_journal(path: Path) -> Iterator[Record]:
    """Reads a journal in order.

    Raises:
        AssertionError: the recorder met a call that it cannot follow, or a record is no record.
    """
    data = memoryview(path.read_bytes())
    at = 0
    while at < len(data):
        magic, op, flags, error, fd, path_size, offset, size = _HEAD.unpack_from(data, at)
        assert magic == _MAGIC, f"the journal is broken at byte {at}"
        at += _HEAD.size
        name = bytes(data[at : at + path_size]).decode("utf-8", "surrogateescape")
        at += path_size
        assert op != Op.UNKNOWN, f"the recorder cannot follow {name}"
        body = b""
        if op in {Op.WRITE, Op.MARK} and not flags & _FAILED:
            body = bytes(data[at : at + size])
            at += size
        is_new, is_folder = bool(flags & _CREATED), bool(flags & _FOLDER)
        yield Record(Op(op), fd, offset, size, name, body, error, is_new, is_folder)
