"""The SQLite file of a format-1 vault, held by this process.

No index of it is trusted: where SQLite could answer from one, the query says NOT INDEXED.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib import resources
from pathlib import Path
from types import UnionType
from typing import Any, Final, TypeAlias

from device.errors import IntegrityError, Unavailable
from device.vault.database import FILE_NAME, reported

Kinds: TypeAlias = tuple[type | UnionType, ...]

_OBJECTS: Final = "SELECT type, name, tbl_name, sql FROM sqlite_master"
_PRAGMAS: Final = (
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA synchronous=FULL",
    "PRAGMA fullfsync=1",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
)


class File:
    """One held vault file, for reading. SQLite folds in a WAL that was left beside it."""

    def __init__(self, folder: Path) -> None:
        """Opens the file and takes it for this process.

        Raises:
            Unavailable: there is no vault, another process has it, or it cannot be written.
            IntegrityError: the file is no SQLite file, or its pages are damaged.
        """
        self.folder = folder
        with reported(folder):
            if not (folder / FILE_NAME).is_file():
                raise Unavailable("vault.missing", folder=str(folder))
            self._connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None, timeout=0)
            # A BLOB that became TEXT is found by its type, not by a decoder that quotes it.
            self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            try:
                for pragma in _PRAGMAS:
                    self._connection.execute(pragma)
                self._connection.execute("BEGIN EXCLUSIVE")  # and EXCLUSIVE mode keeps the lock
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.close()
                raise

    def rows(self, sql: str, kinds: Kinds, *values: object) -> Iterator[tuple[Any, ...]]:
        """Gives the rows of a query.

        Raises:
            IntegrityError: a value is not of its kind, or a page is damaged.
        """
        with reported(self.folder):
            for row in self._connection.execute(sql, values):
                if not all(map(isinstance, row, kinds)):
                    raise IntegrityError("vault.damaged")
                yield row

    def one(self, sql: str, kinds: Kinds, *values: object) -> tuple[Any, ...]:
        """Gives the first row of a query.

        Raises:
            IntegrityError: there is none, or as `rows` does.
        """
        for row in self.rows(sql, kinds, *values):
            return row
        raise IntegrityError("vault.damaged")

    def meta(self, name: str) -> bytes | None:
        """Gives a value of the table `meta`, or None where there is none."""
        row = next(self.rows("SELECT v FROM meta WHERE k = ?", (bytes,), name), None)
        return None if row is None else row[0]

    def require_schema(self) -> None:
        """Checks that the file has the tables and indexes of format 1, and nothing besides.

        Raises:
            IntegrityError: something is missing, changed or added.
        """
        script = resources.files("device.vault.format1").joinpath("schema.sql")
        with closing(sqlite3.connect(":memory:")) as fresh:
            fresh.executescript(script.read_text(encoding="utf-8"))
            expected = set(fresh.execute(_OBJECTS))
        if set(self.rows(_OBJECTS, (str, str, str, str | None))) != expected:
            raise IntegrityError("vault.file_damaged", folder=str(self.folder))

    def fold_wal(self) -> None:
        """Folds the WAL into the file, syncs, and removes it; the file stays held."""
        with reported(self.folder):
            # Leaving WAL mode would do it too, but put a rollback journal in its place.
            (busy, *_), *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            assert not busy  # nobody else has the file
            file = (self.folder / FILE_NAME).resolve()  # SQLite follows a link, and so must this
            file.with_name(f"{file.name}-wal").unlink(missing_ok=True)

    def close(self) -> None:
        """Gives the file back."""
        self._connection.close()
