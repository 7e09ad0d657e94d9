"""Rows swapped, copied, dropped, put back to an older state: refused, or without effect.

The attacker has an SQLite shell, an older copy of the file, and no key.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import combinations, compress, islice, pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from tests.device.crash.acts import Actor, Marks
from tests.device.crash.disk import read_folder, write_image
from tests.device.crash.driver import VAULT_FILE, Subject, cheap_secrets
from tests.device.crash.made import SECRETS, Made, Outcome, is_true, make, outcome_of, placed

pytestmark = pytest.mark.usefixtures("_cheap")

_PAIRS: Final = 3  # a column: neighbours, which are likeliest to be of one class and size


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the vault's file: its key, and the columns that hold bytes."""

    name: str
    key: str
    blobs: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """One change, by name, and what it does to the open file."""

    name: str
    change: Callable[[sqlite3.Connection], None]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    with cheap_secrets():
        return make(tmp_path_factory.mktemp("made"))


def tables_of(connection: sqlite3.Connection) -> list[Table]:
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    ).fetchall()
    found = []
    for (name,) in names:
        columns = connection.execute(f"PRAGMA table_info({name})").fetchall()
        blobs = tuple(column for _, column, kind, *_ in columns if kind == "BLOB")
        key = next((column for _, column, *_, place in columns if place == 1), "rowid")
        every = tuple(column for _, column, *_ in columns)
        if name.startswith("sqlite_"):
            key, every = "rowid", ("rowid", *every)
        found.append(Table(name, key, blobs, every))
    return found


def keys_of(connection: sqlite3.Connection, table: Table) -> list[Any]:
    rows = connection.execute(f"SELECT {table.key} FROM {table.name} ORDER BY 1")
    return [key for (key,) in rows]


def value_of(connection: sqlite3.Connection, table: Table, column: str, key: Any) -> Any:
    query = f"SELECT {column} FROM {table.name} WHERE {table.key} = ?"
    ((value,),) = connection.execute(query, (key,))
    return value


def put(connection: sqlite3.Connection, table: Table, column: str, key: Any, value: Any) -> None:
    query = f"UPDATE {table.name} SET {column} = ? WHERE {table.key} = ?"
    assert connection.execute(query, (value, key)).rowcount == 1


def swaps(connection: sqlite3.Connection) -> Iterator[Trial]:
    """Two rows' bytes swapped, and one copied over the other, in every column of every table."""
    for table in tables_of(connection):
        for column in table.blobs:
            values = [
                (key, value_of(connection, table, column, key))
                for key in keys_of(connection, table)
            ]
            pairs = [(one, two) for one, two in pairwise(values) if one[1] != two[1]]
            for (one, first), (two, second) in pairs[-_PAIRS:]:

                def swap(
                    file: sqlite3.Connection,
                    table: Table = table,
                    column: str = column,
                    changes: tuple[tuple[Any, Any], ...] = ((one, second), (two, first)),
                ) -> None:
                    if column != table.key:
                        put(file, table, column, changes[0][0], b"away")
                        for key, value in reversed(changes):
                            put(file, table, column, key, value)
                    else:
                        put(file, table, column, changes[0][0], b"away")
                        put(file, table, column, changes[1][0], changes[0][0])
                        put(file, table, column, b"away", changes[1][0])

                def copy(
                    file: sqlite3.Connection,
                    table: Table = table,
                    column: str = column,
                    change: tuple[Any, Any] = (one, second),
                ) -> None:
                    put(file, table, column, *change)

                yield Trial(f"swap {table.name}.{column}", swap)
                yield Trial(f"copy {table.name}.{column}", copy)


def drops(connection: sqlite3.Connection) -> Iterator[Trial]:
    """One row gone: the last and the first of every table."""
    for table in tables_of(connection):
        keys = keys_of(connection, table)
        for key in {keys[0], keys[-1]} if keys else set():

            def drop(file: sqlite3.Connection, table: Table = table, key: Any = key) -> None:
                file.execute(f"DELETE FROM {table.name} WHERE {table.key} = ?", (key,))

            yield Trial(f"drop {table.name}", drop)


def old_rows(connection: sqlite3.Connection) -> Iterator[Trial]:
    """One row as an older copy has it (attached as `old`): put back, or brought back."""
    for table in tables_of(connection):
        columns = ", ".join(table.columns)
        query = (
            f"SELECT {columns} FROM old.{table.name} EXCEPT SELECT {columns} FROM main.{table.name}"
        )
        for row in islice(connection.execute(query).fetchall(), 6):

            def bring(
                file: sqlite3.Connection, table: Table = table, row: tuple[Any, ...] = row
            ) -> None:
                names = ", ".join(table.columns)
                marks = ", ".join("?" * len(row))
                file.execute(f"INSERT OR REPLACE INTO {table.name} ({names}) VALUES ({marks})", row)

            yield Trial(f"old row of {table.name}", bring)


def old_tables(connection: sqlite3.Connection, size: int) -> Iterator[Trial]:
    """So many whole tables as an older copy has them."""
    changed = []
    for table in tables_of(connection):
        columns = ", ".join(table.columns)
        for one, two in (("old", "main"), ("main", "old")):
            rows = f"SELECT {columns} FROM {one}.{table.name}"
            query = f"{rows} EXCEPT SELECT {columns} FROM {two}.{table.name}"
            if connection.execute(query).fetchone() is not None:
                changed.append(table)
                break
    for chosen in combinations(changed, size):

        def restore(file: sqlite3.Connection, chosen: tuple[Table, ...] = chosen) -> None:
            for table in chosen:
                names = ", ".join(table.columns)
                file.execute(f"DELETE FROM main.{table.name}")
                file.execute(
                    f"INSERT INTO main.{table.name} ({names}) SELECT {names} FROM old.{table.name}"
                )

        yield Trial(f"old {', '.join(table.name for table in chosen)}", restore)


def outcomes(
    made: Made,
    folder: Path,
    trials: Callable[[sqlite3.Connection], Iterator[Trial]],
    share: float = 1.0,
) -> Iterator[tuple[Trial, Outcome]]:
    """Applies each trial, or a share of them, to a closed vault and reads everything."""
    older = folder / "older"
    older.mkdir(exist_ok=True)
    write_image(made.older, older)

    def attached(file: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(file, isolation_level=None)
        connection.execute("ATTACH ? AS old", (str(older / VAULT_FILE),))
        return connection

    with (
        placed(made.closed, folder / "read"),
        closing(attached(folder / "read" / VAULT_FILE)) as at,
    ):
        every = list(trials(at))
    chosen = np.random.default_rng(1).random(len(every)) < share
    for trial in compress(every, chosen):
        with placed(made.closed, folder / "put") as put_:
            with closing(attached(put_ / VAULT_FILE)) as connection:
                connection.execute("BEGIN")
                try:
                    trial.change(connection)
                except sqlite3.IntegrityError:  # two rows cannot have that in common
                    continue
                connection.execute("COMMIT")
            yield trial, outcome_of(put_)


def require_refused_or_harmless(
    made: Made, done: list[tuple[Trial, Outcome]], *, least_refused: int
) -> None:
    now = made.states[1]
    strays = [(trial.name, one.stray) for trial, one in done if one.stray]
    assert strays == []
    shown = [
        trial.name
        for trial, one in done
        if one.content is not None and not is_true(one.content, now)
    ]
    assert Counter(shown) == Counter()
    assert sum(bool(one.refused) for _, one in done) >= least_refused


def test_some_changed_rows_are_refused(made: Made, tmp_path: Path):
    for trials, share in ((swaps, 0.15), (drops, 0.15)):
        done = list(outcomes(made, tmp_path, trials, share))
        require_refused_or_harmless(made, done, least_refused=len(done) // 2)
        assert len({trial.name for trial, _ in done}) > 2


@pytest.mark.prove
def test_rows_that_were_swapped_are_refused(made: Made, tmp_path: Path):
    done = list(outcomes(made, tmp_path, swaps))
    require_refused_or_harmless(made, done, least_refused=len(done) // 2)
    assert len({trial.name for trial, _ in done}) > 20


@pytest.mark.prove
def test_rows_that_are_gone_are_missed(made: Made, tmp_path: Path):
    done = list(outcomes(made, tmp_path, drops))
    require_refused_or_harmless(made, done, least_refused=len(done) // 2)
    assert len({trial.name for trial, _ in done}) > 10


@pytest.mark.prove
def test_rows_of_an_older_copy_are_refused(made: Made, tmp_path: Path):
    def but_counters(file: sqlite3.Connection) -> Iterator[Trial]:  # these have their own test
        return (trial for trial in old_rows(file) if trial.name != "old row of usage")

    done = list(outcomes(made, tmp_path, but_counters))
    require_refused_or_harmless(made, done, least_refused=len(done) // 2)
    assert len({trial.name for trial, _ in done}) > 8


def test_read_counter_of_an_older_copy_is_refused(made: Made, tmp_path: Path):
    def counters(file: sqlite3.Connection) -> Iterator[Trial]:
        return (trial for trial in old_rows(file) if trial.name == "old row of usage")

    done = list(outcomes(made, tmp_path, counters))
    require_refused_or_harmless(made, done, least_refused=1)


@pytest.mark.prove
def test_whole_tables_of_an_older_copy_are_refused(made: Made, tmp_path: Path):
    done = list(outcomes(made, tmp_path, lambda file: old_tables(file, 1)))
    require_refused_or_harmless(made, done, least_refused=len(done) // 2)
    assert len(done) > 8


@pytest.mark.prove
@pytest.mark.parametrize("size", [2, 3])
def test_several_tables_of_an_older_copy_are_refused(made: Made, tmp_path: Path, size: int):
    done = list(outcomes(made, tmp_path, lambda file: old_tables(file, size)))
    require_refused_or_harmless(made, done, least_refused=len(done) // 2)
    assert len(done) > 50


def test_whole_file_put_back_to_an_older_state_is_not_noticed_without_a_keystore(
    made: Made, tmp_path: Path
):
    """What the vault cannot promise alone (docs/threat-model.md): nothing in the file is newer."""
    with placed(made.older, tmp_path / "put") as folder:
        outcome = outcome_of(folder)
    assert outcome.content is not None
    assert outcome.content.memories == made.states[0].memories != made.states[1].memories


def test_whole_file_put_back_to_an_older_state_is_refused_with_a_keystore(tmp_path: Path):
    """Behind a delete the old epoch key is gone; behind anything else the log is too short."""
    for last, key in (("forget", "vault.older_than_delete"), ("add", "vault.rolled_back")):
        folder = tmp_path / last / "vault"
        folder.parent.mkdir()
        with closing(Subject.create(folder, SECRETS, keystore=True)) as subject:
            actor = Actor(folder, subject, Marks(tmp_path / "marks"), np.random.default_rng(1), [])
            for act in ("add", "add"):
                assert actor.do(act)
        older = read_folder(folder)
        with closing(Subject.open(folder, SECRETS)) as subject:
            actor.subject = subject
            assert actor.do(last)
        assert outcome_of(folder).content is not None
        for path in folder.iterdir():
            path.unlink()
        write_image(older, folder)
        assert outcome_of(folder).refused == key
