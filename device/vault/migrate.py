"""Moves a vault of format 1 into today's format: all of it, or nothing.

    hold the old file -> build the new one in a folder beside it -> sync it
    -> fold the old WAL in and remove it, sync -> replace the old file, sync
    -> overwrite the old file's bytes -> let go

Invariants:
1. Until the replacement the old vault is what it was: whoever is killed there, finds it, and the
   next run clears away what was built. From the replacement on it is the new one, whole.
2. A WAL never stands beside a file that it does not belong to: SQLite would replay it into that.
3. The old file stays held until its bytes are gone, so a process that opened it before cannot write
   to a file that has no name any more.
4. The bytes go after the replacement is durable, and not where another name (a copy made by a hard
   link) still leads to them.

Not protected: blocks that the disk has moved by itself, and copies. They open with the secrets of
that day, as every image of a format-1 vault does.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from itertools import chain, repeat
from pathlib import Path
from typing import BinaryIO, Final

from device.vault.database import FILE_NAME, reported
from device.vault.format1.snapshot import Snapshot, open_format1

BUILDING: Final = "migrating"  # the folder beside the vault's file, while a migration runs
_WIPE_BYTES: Final = 1 << 20


class Step(StrEnum):
    """What a migration has come to."""

    OPENED = "opened"
    BUILT = "built"
    FOLDED = "folded"
    REPLACED = "replaced"
    WIPED = "wiped"


def migrate(
    folder: Path,
    passphrase: str,
    step_up: str | None,
    build: Callable[[Path, Snapshot], None],
    reached: Callable[[Step], None] = lambda _: None,
) -> None:
    """Replaces the vault of format 1 in `folder` by what `build` makes of it.

    Args:
        step_up: The second secret; None where none is enrolled.
        build: Makes the new vault in the folder that it is given, whole, and closes it.
        reached: Told of each step when it is done.

    Raises:
        Unavailable: in use, missing, no space, or not writable; nothing was changed.
        Locked: a secret is wrong, or the second one is enrolled and missing; nothing was changed.
        IntegrityError: the old vault is damaged or was changed; it was left as it is.
    """
    snapshot = open_format1(folder, passphrase, step_up)
    try:
        file = (folder / FILE_NAME).resolve()  # SQLite follows a link too, and puts the WAL there
        reached(Step.OPENED)
        try:
            _build(file, snapshot, build)
            reached(Step.BUILT)
            _replace(file, snapshot, reached)
        finally:
            discard_unfinished(folder)
    finally:
        snapshot.close()


def discard_unfinished(folder: Path) -> None:
    """Removes what a migration that was killed had built. Call while the vault's file is held."""
    building = (folder / FILE_NAME).resolve().parent / BUILDING
    with reported(folder):
        if building.is_dir():
            shutil.rmtree(building)


def _build(file: Path, snapshot: Snapshot, build: Callable[[Path, Snapshot], None]) -> None:
    discard_unfinished(file.parent)
    building = file.parent / BUILDING
    with reported(file.parent):
        building.mkdir(mode=0o700)
        build(building, snapshot)
        if [one.name for one in building.iterdir()] != [FILE_NAME]:
            raise RuntimeError("the new vault was not closed: its WAL would be left behind")
        _sync(building / FILE_NAME)
        _sync(building)


def _replace(file: Path, snapshot: Snapshot, reached: Callable[[Step], None]) -> None:
    snapshot.fold_wal()
    with reported(file.parent), file.open("r+b") as old:
        _sync(file.parent)  # that the WAL is gone, before anything else may take its place
        reached(Step.FOLDED)
        (file.parent / BUILDING / FILE_NAME).replace(file)
        _sync(file.parent)
        reached(Step.REPLACED)
        # The new vault stands: a disk that will not have zeros changes nothing of that.
        with suppress(OSError):
            _wipe(old)
        reached(Step.WIPED)
        snapshot.close()  # before `old` is closed, which would give up SQLite's lock (POSIX)


def _wipe(old: BinaryIO) -> None:
    """Overwrites a file that has no name left."""
    found = os.fstat(old.fileno())
    if found.st_nlink == 0:
        pieces, rest = divmod(found.st_size, _WIPE_BYTES)
        old.writelines(chain(repeat(bytes(_WIPE_BYTES), pieces), [bytes(rest)]))
        old.flush()
        os.fsync(old.fileno())


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
