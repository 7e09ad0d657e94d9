"""The chunks of a backup: sealed pieces of the vault's file, each named by what it holds.

Invariants:
1. A chunk's name is an HMAC of its content under a key of this backup: equal content is stored
   once, and the name tells nothing without the key.
2. A chunk opens under its own name only, so none can stand in for another.
3. A chunk is kept from an earlier run only if it opens and holds just these bytes; a damaged one is
   written again.

Not protected: how many chunks there are, how long the last one is, and which of them a later backup
replaced.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Final

from device.errors import IntegrityError
from device.vault.backup_files import BACKUP_FORMAT, damaged, reported, sync_folder, write_whole
from device.vault.seal import SEAL_BYTES, context, derive, keyed_hash, seal, unseal

FOLDER: Final = "chunks"
CHUNK_BYTES: Final = 4 << 20
NAME: Final = r"^[0-9a-f]{64}$"
_OWN: Final = re.compile(r"[0-9a-f]{64}(\.new)?")


class Chunks:
    """The chunks in one backup's folder, under one backup key."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._home = folder
        self._folder = folder / FOLDER
        self._names = derive(key, "backup/names", version=BACKUP_FORMAT)
        self._content = derive(key, "backup/chunks", version=BACKUP_FORMAT)

    def prepare(self) -> None:
        """Makes the place for chunks where there is none."""
        with reported(self._home):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            sync_folder(self._home)

    def name_of(self, content: bytes) -> str:
        """Gives the name that this content has in this backup, and in no other."""
        return keyed_hash(self._names, content).hex()

    def holds(self, name: str, content: bytes) -> bool:
        """Tells whether a chunk is there, whole, and opens to just this content."""
        try:
            return self.read(name, len(content)) == content
        except IntegrityError:
            return False

    def write(self, name: str, content: bytes) -> None:
        """Seals a chunk under its name. The name is durable after `sync`."""
        with reported(self._home):
            write_whole(self._folder / name, seal(self._content, content, self._place(name)))

    def sync(self) -> None:
        """Makes the names of all chunks durable."""
        with reported(self._home):
            sync_folder(self._folder)

    def read(self, name: str, size_bytes: int) -> bytes:
        """Opens a chunk.

        Raises:
            IntegrityError: it is not there, or not what was written under this name.
            Unavailable: it cannot be read.
        """
        path = self._folder / name
        with reported(self._home):
            if not path.is_file():  # a pipe would keep the reader waiting for ever
                raise IntegrityError("backup.chunk_missing", folder=str(self._home), file=name)
            if path.stat().st_size != size_bytes + SEAL_BYTES:
                raise damaged(self._home, name)
            sealed = path.read_bytes()
        try:
            return unseal(self._content, sealed, self._place(name))
        except IntegrityError as error:
            raise damaged(self._home, name) from error

    def sweep(self, keep: Collection[str]) -> None:
        """Removes every chunk that is not to be kept, and what a killed run left half written."""
        kept = frozenset(keep)
        with reported(self._home):
            for path in self._folder.iterdir():
                if path.name not in kept and _OWN.fullmatch(path.name):
                    path.unlink()
            sync_folder(self._folder)

    def _place(self, name: str) -> bytes:
        return context("backup/chunk", name, version=BACKUP_FORMAT)
