"""The SQLite file in an operator's state folder: synced commits, one owner, readers welcome.

Invariants:
1. A commit that returned is on the disk: WAL with synchronous=FULL (and fullfsync where the
   platform has it).
2. The owner's lock is a lock of the operating system on a file beside it, so it ends with its
   process, however that ends. Readers, and who only adds an event to the log, need no lock.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import sqlite_utils

from coordinator.errors import CoordinatorError, StateDamaged, StateUnavailable

FILE_NAME: Final = "state.db"
LOCK_NAME: Final = "state.lock"
_BUSY_S: Final = 10.0  # another process may be in the middle of a commit
_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA fullfsync=1",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
)
_TABLES: Final[Mapping[str, tuple[str, dict[str, type]]]] = {
    "meta": ("k", {"k": str, "v": bytes}),
    "tensor": ("name", {"name": str, "shape": str, "data": bytes}),
    "line": ("id", {"id": int, "text": str}),  # contents.RoundLine
    "release": ("id", {"id": int, "text": str}),  # contents.StatisticsTable
    "leaf": ("seq", {"seq": int, "leaf": bytes}),  # the log's events
}
_UNAVAILABLE: Final = {
    sqlite3.SQLITE_BUSY: "rounds.state_in_use",
    sqlite3.SQLITE_LOCKED: "rounds.state_in_use",
    sqlite3.SQLITE_FULL: "rounds.state_disk",
    sqlite3.SQLITE_READONLY: "rounds.state_disk",
    sqlite3.SQLITE_CANTOPEN: "rounds.state_disk",
    sqlite3.SQLITE_IOERR: "rounds.state_disk",
    sqlite3.SQLITE_PERM: "rounds.state_disk",
}
_PRIMARY_CODE: Final = 0xFF


def _told(error: sqlite3.DatabaseError, folder: str) -> CoordinatorError | None:
    """What the operator is told of SQLite's error; None where it is a mistake of our own."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY_CODE
    if code in _UNAVAILABLE:
        return StateUnavailable(_UNAVAILABLE[code], folder=folder)
    # Our statements are right for our schema: one that fails met a file that is not what it was.
    is_ours = not isinstance(error, sqlite3.OperationalError) or code != sqlite3.SQLITE_ERROR
    if is_ours and code not in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return None
    return StateDamaged("rounds.state_damaged", folder=folder)


@contextmanager
def reported(folder: Path) -> Iterator[None]:
    """Turns what SQLite and the disk say into what an operator can act on."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        told = _told(error, str(folder))
        if told is None:
            raise
        raise told from error
    except UnicodeDecodeError as error:  # SQLite quotes a damaged name, and sqlite3 decodes it
        raise StateDamaged("rounds.state_damaged", folder=str(folder)) from error
    except OSError as error:
        raise StateUnavailable("rounds.state_disk", folder=str(folder)) from error


class Database:
    """One open state file."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._connection = connection
        self._tables = sqlite_utils.Database(
            connection, execute_plugins=False, recursive_triggers=False
        )

    @staticmethod
    def exists(folder: Path) -> bool:
        """Tells whether there is a state in the folder. One killed while it was made is none."""
        path = folder / FILE_NAME
        if not path.is_file():
            return False
        with reported(folder):
            if path.stat().st_size == 0:
                return False
            with closing(_connect(path)) as connection:
                tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
                return bool(tables[0])

    @classmethod
    def open(cls, folder: Path) -> Database:
        """Opens the file.

        Raises:
            StateUnavailable: there is none, or the disk does not let it be read.
            StateDamaged: the file is no SQLite file, or its pages are damaged.
        """
        if not cls.exists(folder):
            raise StateUnavailable("rounds.state_missing", folder=str(folder))
        with reported(folder):
            return cls(folder, _connect(folder / FILE_NAME))

    @classmethod
    def create(cls, folder: Path) -> Database:
        """Makes the file. Its tables come with the first transaction: see `make_tables`."""
        with reported(folder):
            path = folder / FILE_NAME
            path.touch(mode=0o600)
            return cls(folder, _connect(path))

    def make_tables(self) -> None:
        """Makes the tables, in the transaction that is under way."""
        with reported(self.folder):
            for name, (key, columns) in _TABLES.items():
                table = self._tables.table(name)
                table.create(columns, pk=key, not_null=set(columns) - {key}, strict=True)

    def require_sound(self) -> None:
        """Checks the file's pages and indexes.

        Raises:
            StateDamaged: they are not what SQLite writes.
        """
        if self.all("PRAGMA integrity_check") != [("ok",)]:
            raise StateDamaged("rounds.state_damaged", folder=str(self.folder))

    def run(self, sql: str, *values: object) -> None:
        """Runs one statement."""
        with reported(self.folder):
            self._connection.execute(sql, values)

    def one(self, sql: str, *values: object) -> tuple[object, ...] | None:
        """Gives the first row, or None."""
        with reported(self.folder):
            row: tuple[object, ...] | None = self._connection.execute(sql, values).fetchone()
            return row

    def all(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Gives all rows."""
        with reported(self.folder):
            return self._connection.execute(sql, values).fetchall()

    @property
    def in_transaction(self) -> bool:
        """Tells whether a transaction is under way."""
        return self._connection.in_transaction

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Runs the block as one durable step: all of it, synced, or nothing."""
        with self._begun("BEGIN IMMEDIATE"):
            yield

    @contextmanager
    def still(self) -> Iterator[None]:
        """Lets the block read one moment of the file, whatever others commit meanwhile."""
        with self._begun("BEGIN"):
            yield

    @contextmanager
    def _begun(self, statement: str) -> Iterator[None]:
        if self._connection.in_transaction:
            raise RuntimeError("a transaction is under way")
        self.run(statement)
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def close(self) -> None:
        """Gives the file back."""
        self._connection.close()


class Lock:
    """The right to run rounds on a state; held until it is closed or its process ends."""

    def __init__(self, folder: Path) -> None:
        """Takes the lock.

        Raises:
            StateUnavailable: another process has it.
        """
        with reported(folder):
            path = folder / LOCK_NAME
            path.touch(mode=0o600)
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=0)
            try:
                self._connection.execute("BEGIN EXCLUSIVE")
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        """Gives it back."""
        self._connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=_BUSY_S)
    # A BLOB that became TEXT is found by its type, not by a decoder that quotes it.
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection
