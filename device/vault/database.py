"""The SQLite file under a vault: one process, synced commits, wiped deletes.

Invariants:
1. One process at a time: WAL with locking_mode=EXCLUSIVE, taken at opening, and no shared-memory
   file.
2. A commit that returned is on the disk: synchronous=FULL (and fullfsync where the platform has
   it).
3. Freed pages are zeroed (secure_delete) and the WAL is truncated after an erasure.
4. Temporary data stays in memory; no statement spills plaintext, for none is given any.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from importlib import resources
from pathlib import Path
from typing import Final

import sqlite_utils

from device.errors import BadInput, DeviceError, IntegrityError, Unavailable

FILE_NAME: Final = "vault.db"
_PRAGMAS: Final = (
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA fullfsync=1",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-2000",  # KiB, whatever the library was built with
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
)
_UNAVAILABLE: Final = {
    sqlite3.SQLITE_BUSY: "vault.in_use",
    sqlite3.SQLITE_LOCKED: "vault.in_use",
    sqlite3.SQLITE_FULL: "vault.disk_full",
    sqlite3.SQLITE_READONLY: "vault.read_only",
}
_DAMAGE: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_AT_ONCE: Final = 256  # ids in one statement; SQLite before 3.32 takes 999
_PAGE_BYTES: Final = 4_096
_MAGIC: Final = b"SQLite format 3\0"
_CELLS: Final = slice(103, 105)
_PRIMARY_CODE: Final = 0xFF
_OBJECTS: Final = "SELECT type, name, tbl_name, sql FROM sqlite_master"


def _told(error: sqlite3.DatabaseError, folder: str) -> DeviceError | None:
    """What a person is told of SQLite's error; None where it is a mistake of our own."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY_CODE
    if code in _UNAVAILABLE:
        return Unavailable(_UNAVAILABLE[code], folder=folder)
    if code in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM}:
        return Unavailable("vault.disk", folder=folder, reason=error.sqlite_errorname)
    # Our statements are right for our schema: one that fails met a file that is not what it was.
    is_ours = not isinstance(error, sqlite3.OperationalError) or code != sqlite3.SQLITE_ERROR
    if is_ours and code not in _DAMAGE:
        return None
    return IntegrityError("vault.file_damaged", folder=folder)


@contextmanager
def reported(folder: Path) -> Iterator[None]:
    """Turns what SQLite and the disk say into what a person can act on."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        told = _told(error, str(folder))
        if told is None:
            raise
        raise told from error
    except UnicodeDecodeError as error:  # SQLite quotes a damaged name, and sqlite3 decodes it
        raise IntegrityError("vault.file_damaged", folder=str(folder)) from error
    except PermissionError as error:
        raise Unavailable("vault.read_only", folder=str(folder)) from error
    except OSError as error:
        raise Unavailable("vault.disk", folder=str(folder), reason=error.strerror or "") from error


def _schema() -> str:
    return resources.files("device.vault").joinpath("schema.sql").read_text(encoding="utf-8")


def _is_unfinished(path: Path) -> bool:
    """Tells whether a file was left by an `init` that was killed before it had a header.

    Nothing can be in such a vault: the header is committed first, with the keys.
    """
    if path.stat().st_size == 0:
        return True
    wal = path.with_name(f"{FILE_NAME}-wal")
    # Without a log that might hold all the rest, one page tells for itself. SQLite cannot read what
    # is left where there was no space to set the journal mode.
    if path.stat().st_size <= _PAGE_BYTES and not (wal.exists() and wal.stat().st_size):
        return _is_empty_page(path)
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0)
        ) as file:
            tables = {name for (name,) in file.execute("SELECT name FROM sqlite_master")}
            return not tables or (
                "meta" in tables and not file.execute("SELECT 1 FROM meta").fetchall()
            )
    except sqlite3.Error:
        return False


def _is_empty_page(path: Path) -> bool:
    """Tells whether a file is SQLite's first page, or the beginning of it, with nothing in it."""
    with path.open("rb") as file:
        page = file.read(_PAGE_BYTES)
    # SQLite's file format, 1.3 and 1.6: after the file's header that of the page, and its cells.
    return page.startswith(_MAGIC) and page[_CELLS] == bytes(2)


def _remove(folder: Path) -> None:
    for name in (FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-journal"):
        (folder / name).unlink(missing_ok=True)


class Database:
    """One open vault file. Every access goes through `run`, or `transaction` for writes."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self.commits = 0  # transactions of this connection that are on the disk
        self._connection = connection
        self._tables = sqlite_utils.Database(
            connection, execute_plugins=False, recursive_triggers=False
        )

    @classmethod
    def create(cls, folder: Path) -> Database:
        """Makes the file and its tables.

        Raises:
            BadInput: there is a vault already.
            Unavailable: the folder cannot be written to.
        """
        path = folder / FILE_NAME
        with reported(folder):
            if (folder / "state.db").exists():  # a coordinator's
                raise BadInput("vault.state_there", folder=str(folder))
            if path.exists():
                if not _is_unfinished(path):
                    raise BadInput("vault.exists", folder=str(folder))
                _remove(folder)
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.touch(mode=0o600)
            database = cls._connect(folder)
            database._create_tables()  # noqa: SLF001  # our own
            return database

    @classmethod
    def open(cls, folder: Path) -> Database:
        """Opens the file and takes it for this process.

        Raises:
            Unavailable: there is no vault, another process has it, or it cannot be written.
            IntegrityError: the file is no SQLite file, or its pages are damaged.
        """
        with reported(folder):
            if not (folder / FILE_NAME).is_file():
                raise Unavailable("vault.missing", folder=str(folder))
            return cls._connect(folder)

    def _create_tables(self) -> None:
        with self._tables.atomic():
            self._tables.executescript(_schema())

    def require_schema(self) -> None:
        """Checks that the file has our tables and indexes as we make them, and nothing besides.

        A trigger or view that someone planted could keep what is deleted.

        Raises:
            IntegrityError: something is missing, changed or added.
        """
        with closing(sqlite3.connect(":memory:")) as fresh:
            fresh.executescript(_schema())
            expected = set(fresh.execute(_OBJECTS))
        if set(self.all(_OBJECTS)) != expected:
            raise IntegrityError("vault.file_damaged", folder=str(self.folder))

    def require_sound_indexes(self) -> None:
        """Checks that every index holds just what its table does.

        Raises:
            IntegrityError: one does not, or the file is damaged.
        """
        if self.all("PRAGMA integrity_check") != [("ok",)]:
            raise IntegrityError("vault.file_damaged", folder=str(self.folder))

    @classmethod
    def _connect(cls, folder: Path) -> Database:
        connection = sqlite3.connect(
            folder / FILE_NAME, isolation_level=None, timeout=0, cached_statements=256
        )
        # A BLOB that became TEXT is found by its type, not by a decoder that quotes it.
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        try:
            for pragma in _PRAGMAS:
                connection.execute(pragma)
            connection.execute("BEGIN EXCLUSIVE")  # takes the lock now, and EXCLUSIVE mode keeps it
            connection.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
        return cls(folder, connection)

    def run(self, sql: str, *values: object) -> sqlite3.Cursor:
        """Runs one statement."""
        with reported(self.folder):
            return self._connection.execute(sql, values)

    def insert(self, sql: str, *values: object) -> int:
        """Runs an INSERT and gives the new row's id."""
        row_id = self.run(sql, *values).lastrowid
        assert row_id is not None
        return row_id

    def run_many(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Runs one statement for each row."""
        with reported(self.folder):
            self._connection.executemany(sql, rows)

    def one(self, sql: str, *values: object) -> tuple[object, ...] | None:
        """Gives the first row, or None."""
        with reported(self.folder):
            row: tuple[object, ...] | None = self._connection.execute(sql, values).fetchone()
            return row

    def all(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Gives all rows."""
        with reported(self.folder):
            return self._connection.execute(sql, values).fetchall()

    def some(self, sql: str, ids: Sequence[int]) -> Iterator[tuple[object, ...]]:
        """Gives the rows of those ids, for a statement that ends in `IN`."""
        for start in range(0, len(ids), _AT_ONCE):
            chosen = ids[start : start + _AT_ONCE]
            yield from self.all(f"{sql} ({', '.join('?' * len(chosen))})", *chosen)

    def each(self, sql: str, *values: object) -> Iterator[tuple[object, ...]]:
        """Gives all rows, one after the other, without holding them all."""
        with reported(self.folder):
            yield from self._connection.execute(sql, values)

    @property
    def in_transaction(self) -> bool:
        """Tells whether a transaction is under way."""
        return self._connection.in_transaction

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Runs the block as one durable step: all of it, synced, or nothing."""
        if self._connection.in_transaction:
            raise RuntimeError("a transaction is under way")
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
            self.commits += 1
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Runs the block within a transaction, and undoes it alone where it fails."""
        self.run("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self.run("ROLLBACK TO part")
            raise
        finally:
            self.run("RELEASE part")

    def truncate_wal(self) -> None:
        """Folds every page into the file and cuts the WAL to nothing; no old page stays in it.

        SQLite cuts it without a sync: until one, a power cut could bring the old pages back.

        Raises:
            Unavailable: it could not be cut: something is still being read.
        """
        with reported(self.folder):
            (busy, *_) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                raise Unavailable("vault.in_use", folder=str(self.folder))
            wal = self.folder / f"{FILE_NAME}-wal"
            if wal.exists():  # SQLite's locks are on the vault's file: closing this takes none
                handle = os.open(wal, os.O_RDWR)
                try:
                    os.fsync(handle)
                finally:
                    os.close(handle)

    def close(self) -> None:
        """Gives the file back. SQLite folds the WAL in and removes it."""
        self._connection.close()
