"""The file under a vault: one owner at a time, nothing lost on a full disk, a kind word always."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from device.errors import BadInput, IntegrityError, Unavailable
from device.vault.database import FILE_NAME, Database
from tests.builders import (
    add,
    erase,
    new_item,
    new_vault,
    peek,
    read,
    read_all,
    refusal,
    tamper,
    undo,
    unlock,
)

REPOSITORY = Path(__file__).parents[2]


@contextmanager
def worker(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Runs a second process for the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.device.vault_worker", *map(str, arguments)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def run_worker(*arguments: object) -> list[list[str]]:
    """Runs a second process to its end. Gives the words of its lines."""
    with worker(*arguments) as process:
        out, _ = process.communicate(timeout=60)
    return [line.split() for line in out.splitlines()]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(Database.create(tmp_path)) as database:
        yield database


# -- one owner -----------------------------------------------------------------------------------


def test_second_process_is_refused_while_the_first_holds_the_vault(tmp_path: Path):
    new_vault(tmp_path).close()
    with worker("hold", tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "holding\n"
        with refusal(Unavailable, "vault.in_use"):
            unlock(tmp_path)
        process.communicate("done\n", timeout=60)
    with closing(unlock(tmp_path)) as vault:
        assert add(vault, new_item()) == [1]
        assert run_worker("hold", tmp_path) == [["refused", "Unavailable", "vault.in_use"]]


def test_killed_process_leaves_the_vault_to_the_next(tmp_path: Path):
    new_vault(tmp_path).close()
    with worker("hold", tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "holding\n"
        process.kill()
        process.wait(timeout=60)
        unlock(tmp_path).close()


def test_second_opening_in_one_process_is_refused(database: Database):
    with refusal(Unavailable, "vault.in_use"):
        Database.open(database.folder)


def test_vault_has_no_shared_memory_file_and_is_its_owners_alone(tmp_path: Path):
    folder = tmp_path / "a" / "vault"
    with closing(new_vault(folder)) as vault:
        add(vault, new_item())
        modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
        assert modes == {FILE_NAME: 0o600, f"{FILE_NAME}-wal": 0o600}
        assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in folder.iterdir()] == [FILE_NAME]


def test_commits_are_synced_and_freed_pages_wiped(database: Database):
    pragmas = ("synchronous", "fullfsync", "secure_delete", "journal_mode", "locking_mode")
    found = {name: database.one(f"PRAGMA {name}") for name in pragmas}
    assert found == {
        "synchronous": (2,),  # FULL
        "fullfsync": (1,),
        "secure_delete": (1,),
        "journal_mode": ("wal",),
        "locking_mode": ("exclusive",),
    }


# -- what is not there, not ours or not usable ---------------------------------------------------


def test_folder_that_is_not_there_is_told(tmp_path: Path):
    with refusal(Unavailable, "vault.missing"):
        unlock(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_folder_without_a_vault_is_told_and_left_empty(tmp_path: Path):
    with refusal(Unavailable, "vault.missing"):
        unlock(tmp_path)
    (tmp_path / FILE_NAME).mkdir()
    with refusal(Unavailable, "vault.missing"):
        unlock(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_second_vault_in_a_folder_is_refused_and_the_first_stays(tmp_path: Path):
    new_vault(tmp_path).close()
    before = (tmp_path / FILE_NAME).read_bytes()
    with refusal(BadInput, "vault.exists"):
        new_vault(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_folder_below_a_file_cannot_hold_a_vault(tmp_path: Path):
    (tmp_path / "file").write_text("not a folder")
    with refusal(Unavailable, "vault.disk"):
        Database.create(tmp_path / "file")
    with refusal(Unavailable, "vault.missing"):
        Database.open(tmp_path / "file")


@pytest.mark.parametrize("act", [Database.open, Database.create])
def test_folder_whose_name_is_too_long_is_told(tmp_path: Path, act):
    with refusal(Unavailable, "vault.disk", "vault.missing"):
        act(tmp_path / ("x" * 300))


@pytest.mark.parametrize(
    "content",
    [b"", b"not a database", b"SQLite format 3\0" + bytes(84), bytes(4096), b"\xff" * 9999],
)
def test_file_that_is_no_vault_is_damage_and_no_passphrase_is_asked(tmp_path: Path, content: bytes):
    (tmp_path / FILE_NAME).write_bytes(content)
    with refusal(IntegrityError, "vault.file_damaged"):
        unlock(tmp_path, passphrase=None)  # type: ignore[arg-type]  # asking would fail on it


def test_database_of_another_program_is_damage(tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    with refusal(IntegrityError, "vault.file_damaged"):
        unlock(tmp_path)
    assert peek(tmp_path, "SELECT count(*) FROM bookmarks") == [(0,)]


@pytest.mark.parametrize("table", ["item", "audit", "tombstone", "seg_codes"])
def test_vault_without_one_of_its_tables_is_damage(tmp_path: Path, table: str):
    new_vault(tmp_path).close()
    tamper(tmp_path, f"DROP TABLE {table}")
    with refusal(IntegrityError, "vault.file_damaged"):
        unlock(tmp_path)


def test_table_that_vanishes_while_open_is_damage(database: Database):
    database.run("DROP TABLE item")
    with refusal(IntegrityError, "vault.file_damaged"):
        database.all("SELECT * FROM item")


def test_file_cut_short_is_damage(tmp_path: Path):
    with closing(new_vault(tmp_path)) as vault:
        add(vault, *[new_item(bytes(500)) for _ in range(20)])
    whole = (tmp_path / FILE_NAME).read_bytes()
    for size in (len(whole) // 2, len(whole) - 4096, 4096, 1):
        (tmp_path / FILE_NAME).write_bytes(whole[:size])
        with refusal(IntegrityError, "vault.file_damaged"):
            unlock(tmp_path)


def test_log_beside_the_file_that_cannot_be_opened_is_told(tmp_path: Path):
    new_vault(tmp_path).close()
    (tmp_path / f"{FILE_NAME}-wal").mkdir()
    with refusal(Unavailable, "vault.disk"):
        unlock(tmp_path)


@pytest.fixture
def read_only_folder() -> Iterator[Path]:
    """A folder with a closed vault that this process may read, but not write to.

    The superuser may write anywhere, so it becomes nobody; pytest's own folders are closed to it.
    """
    with tempfile.TemporaryDirectory() as name:
        folder, user = Path(name), os.geteuid()
        new_vault(folder).close()
        (folder / "mine").mkdir(mode=0)
        (folder / FILE_NAME).chmod(0o444)
        folder.chmod(0o555)
        if user == 0:
            os.seteuid(65_534)
        yield folder
        os.seteuid(user)
        folder.chmod(0o755)


def test_folder_that_may_not_be_written_to_is_told(read_only_folder: Path):
    before = (read_only_folder / FILE_NAME).read_bytes()
    # SQLite cannot make its log beside the file, which is how it notices.
    with refusal(Unavailable, "vault.read_only", "vault.disk"):
        unlock(read_only_folder)
    with refusal(Unavailable, "vault.read_only"):
        Database.create(read_only_folder / "new")
    assert (read_only_folder / FILE_NAME).read_bytes() == before


@pytest.mark.parametrize("act", [Database.open, Database.create])
def test_folder_that_may_not_be_entered_is_told(read_only_folder: Path, act):
    with refusal(Unavailable, "vault.read_only", "vault.disk"):
        act(read_only_folder / "mine")


def test_database_that_turned_read_only_is_told(database: Database):
    database.run("PRAGMA query_only = ON")
    with refusal(Unavailable, "vault.read_only"):
        database.run("DELETE FROM item")


# -- a full disk ---------------------------------------------------------------------------------


def test_full_disk_undoes_the_act_and_the_vault_goes_on(tmp_path: Path):
    rng = np.random.default_rng(1)
    with closing(new_vault(tmp_path)) as vault:
        kept = {add(vault, item)[0]: item.payload for item in [new_item(rng.bytes(900))] * 5}
        pages = vault._database.one("PRAGMA page_count")
        assert pages is not None
        vault._database.run(f"PRAGMA max_page_count = {pages[0]}")
        size = vault.journal.size
        with refusal(Unavailable, "vault.disk_full"):
            add(vault, new_item(rng.bytes(50_000)))
        assert vault.journal.size == vault.journal.verify() == size
        assert not vault._database.in_transaction
        vault._database.run("PRAGMA max_page_count = 100000")
        kept[add(vault, new_item(b"room again"))[0]] = b"room again"
        assert list(kept) == [1, 2, 3, 4, 5, 6]
    with closing(unlock(tmp_path)) as vault:
        assert read_all(vault) == kept


def test_disk_that_fills_up_loses_nothing_that_was_acknowledged(tmp_path: Path):
    with closing(new_vault(tmp_path)) as vault:
        first = add(vault, new_item(b"before"))[0]
        vault.erase_traces()
        limit = (tmp_path / FILE_NAME).stat().st_size + 600_000
    *acts, last = run_worker("fill", tmp_path, limit)
    assert last[:2] == ["refused", "Unavailable"]
    added = {int(words[1]): words[2] for words in acts if words[0] == "added"}
    assert len(added) > 10
    with closing(unlock(tmp_path)) as vault:
        found = {item_id: sha256(data).hexdigest() for item_id, data in read_all(vault).items()}
        assert found == {first: sha256(b"before").hexdigest(), **added}
        assert vault.journal.verify() == 1 + len(added) + 1
        assert erase(vault, first)


@pytest.mark.parametrize(
    "limit",
    [
        20_000,
        99_000,
    ],
)
def test_vault_whose_making_failed_can_be_made_again(tmp_path: Path, limit: int):
    ((refused, kind, _),) = run_worker("make", tmp_path, limit)
    assert (refused, kind) == ("refused", "Unavailable")
    new_vault(tmp_path).close()
    unlock(tmp_path).close()


@pytest.mark.parametrize("content", [b"", None])
def test_vault_whose_making_was_killed_can_be_made_again(tmp_path: Path, content: bytes | None):
    if content is None:
        Database.create(tmp_path).close()  # tables, but no keys yet
    else:
        (tmp_path / FILE_NAME).write_bytes(content)
    new_vault(tmp_path).close()
    unlock(tmp_path).close()


@pytest.mark.parametrize(
    "content",
    [
        b"not ours" * 900,
        b"my notes",
        b"not ours" * 512,
        b"SQLite format 3\0" + bytes(5_000),
        b"SQLite format 3\0" + bytes(88) + b"\1" + bytes(3_991),  # one cell: a view, perhaps
    ],
    ids=["long", "short", "a page", "SQLite's first bytes", "a page that is not empty"],
)
def test_file_that_is_not_ours_is_never_made_into_a_vault(tmp_path: Path, content: bytes):
    (tmp_path / FILE_NAME).write_bytes(content)
    with refusal(BadInput, "vault.exists"):
        new_vault(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == content


@pytest.mark.parametrize("cut", [512, 2_048, 4_096])
def test_empty_page_that_a_full_disk_left_is_made_into_a_vault(tmp_path: Path, cut: int):
    path = tmp_path / FILE_NAME
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode=WAL")
    path.write_bytes(path.read_bytes()[:cut])
    (tmp_path / f"{FILE_NAME}-journal").write_bytes(bytes(512))
    new_vault(tmp_path).close()
    unlock(tmp_path).close()


def test_vault_that_lies_in_its_log_alone_is_never_made_anew(tmp_path: Path):
    path, log = tmp_path / FILE_NAME, tmp_path / f"{FILE_NAME}-wal"
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode=WAL")
        first_page = path.read_bytes()
        file.execute("CREATE TABLE meta (k)")
        file.execute("INSERT INTO meta VALUES ('header')")
        whole = log.read_bytes()
    path.write_bytes(first_page)
    log.write_bytes(whole)
    with refusal(BadInput, "vault.exists"):
        new_vault(tmp_path)
    assert (path.read_bytes(), log.read_bytes()) == (first_page, whole)


# -- transactions --------------------------------------------------------------------------------


def test_transaction_that_fails_leaves_nothing(database: Database):
    undo(
        database.transaction,
        lambda: database.run("INSERT INTO tail VALUES (1, x'01', x'02')"),
        lambda: database.run_many("INSERT INTO tail VALUES (?, x'01', x'02')", [(2,), (3,)]),
    )
    assert not database.in_transaction
    assert database.all("SELECT * FROM tail") == []


def test_transaction_that_ends_is_there_after_reopening(database: Database):
    with database.transaction():
        assert database.insert("INSERT INTO rule (sealed) VALUES (x'02')") == 1
    database.close()
    with closing(Database.open(database.folder)) as again:
        assert again.all("SELECT rid, sealed FROM rule") == [(1, b"\x02")]


def test_transaction_whose_commit_fails_is_undone(database: Database):
    database.run("PRAGMA foreign_keys = ON")
    database.run("CREATE TABLE child (id REFERENCES tail (id) DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(sqlite3.IntegrityError), database.transaction():
        database.run("INSERT INTO child VALUES (404)")
    assert not database.in_transaction
    assert database.all("SELECT * FROM child") == []


def test_transaction_that_sqlite_itself_rolled_back_stays_undone(database: Database):
    twice = "INSERT OR ROLLBACK INTO tail SELECT 1, x'01', x'02' FROM meta"
    database.run_many("INSERT INTO meta VALUES (?, x'01')", [("a",), ("b",)])
    with pytest.raises(sqlite3.IntegrityError), database.transaction():
        database.run(twice)
    assert database.all("SELECT * FROM tail") == []


def test_statement_that_the_file_does_not_understand_is_damage(database: Database):
    # Our statements fit our schema, so a column that is not there is the file's fault.
    for sql in ("SELECT no_such_column FROM item", "SELECT * FROM no_such_table"):
        with refusal(IntegrityError, "vault.file_damaged"):
            database.run(sql)


def test_row_that_breaks_a_rule_of_the_schema_is_our_own_mistake(database: Database):
    with pytest.raises(sqlite3.IntegrityError):
        database.run("INSERT INTO tail (id) VALUES (1)")


def test_transaction_in_a_transaction_is_our_own_mistake_and_undoes_both(database: Database):
    def nest() -> None:
        with database.transaction():
            database.run("INSERT INTO tail VALUES (1, x'01', x'02')")
            with database.transaction():
                pass

    with pytest.raises(RuntimeError, match="under way"):
        nest()
    assert database.all("SELECT * FROM tail") == []


def test_cut_log_beside_the_file_is_empty(database: Database):
    wal = database.folder / f"{FILE_NAME}-wal"
    with database.transaction():
        database.run("INSERT INTO tail VALUES (1, x'01', zeroblob(9000))")
    assert wal.stat().st_size > 9_000
    database.truncate_wal()
    assert wal.stat().st_size == 0


def test_freed_bytes_are_wiped(database: Database):
    needle = b"needle in a haystack" * 300
    database.run("INSERT INTO tail VALUES (1, x'01', ?)", needle)
    database.truncate_wal()
    assert needle[:40] in (database.folder / FILE_NAME).read_bytes()
    database.run("DELETE FROM tail")
    database.truncate_wal()
    held = b"".join(path.read_bytes() for path in database.folder.iterdir())
    assert needle[:20] not in held


def test_copied_file_of_an_open_vault_is_a_vault_of_its_own(tmp_path: Path):
    with closing(new_vault(tmp_path / "one")) as vault:
        add(vault, new_item(b"kept"))
        shutil.copytree(tmp_path / "one", tmp_path / "two")
        with closing(unlock(tmp_path / "two")) as copy:
            assert read(copy, 1) == b"kept"
