"""Moving a vault from format 1: the old one or the new one, whole, whatever happens in between."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from device.errors import IntegrityError, Locked, Unavailable
from device.vault.format1.snapshot import Snapshot, open_format1
from device.vault.migrate import BUILDING, Step, discard_unfinished, migrate
from tests.builders import refusal, tamper
from tests.device import migrate_worker
from tests.device.migrate_worker import list_names
from tests.vectors.vaults.unpack import unpack

BEFORE = (migrate_worker.BUILDING, Step.OPENED, Step.BUILT, Step.FOLDED)
AFTER = (Step.REPLACED, Step.WIPED)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "vault"


def contents(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def names(folder: Path) -> set[str]:
    return {str(one.relative_to(folder)) for one in folder.rglob("*")}


def found(folder: Path) -> set[int]:
    """Gives the ids that the stand-in for a new vault holds."""
    with closing(sqlite3.connect(folder / "vault.db")) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {item_id for (item_id,) in file.execute("SELECT id FROM found")}


def old_ids(folder: Path, known: dict[str, Any]) -> set[int]:
    """Gives the ids that the old vault holds, read in full."""
    with closing(open_format1(folder, known["passphrase"], known["step_up"])) as old:
        assert len(list(old.leaves())) == known["log_size"]
        return {item.id for item in old.items()}


def ids(known: dict[str, Any]) -> set[int]:
    return {one["id"] for one in known["items"]}


@pytest.mark.parametrize("name", ["everything", "without_step_up", "empty", "left_open"])
def test_a_vault_is_replaced_and_nothing_is_left_beside_it(name, folder):
    known = unpack(name, folder)
    steps: list[Step] = []
    migrate(folder, known["passphrase"], known["step_up"], list_names, steps.append)
    assert steps == list(Step)
    assert found(folder) == ids(known)
    assert names(folder) == {"vault.db"}


def test_what_is_built_is_for_its_owner_alone(folder):
    known = unpack("empty", folder)
    modes = []

    def build(building: Path, snapshot: Snapshot) -> None:
        modes.append(building.stat().st_mode & 0o777)
        list_names(building, snapshot)

    migrate(folder, known["passphrase"], None, build)
    assert modes == [0o700]


@pytest.mark.parametrize("step", [*BEFORE, *AFTER])
def test_killed_anywhere_leaves_the_old_vault_or_the_new_one(step, folder):
    known = unpack("without_step_up", folder)
    words = ("-m", "tests.device.migrate_worker", "list", str(folder), known["passphrase"], step)
    done = subprocess.run([sys.executable, *words], capture_output=True, check=False)
    assert done.returncode == -9, done.stderr
    if step in AFTER:
        assert found(folder) == ids(known)
        discard_unfinished(folder)
    else:
        assert (folder / BUILDING).is_dir() == (step != Step.OPENED)
        assert old_ids(folder, known) == ids(known)
        migrate(folder, known["passphrase"], None, list_names)
        assert found(folder) == ids(known)
    assert names(folder) == {"vault.db"}


def test_no_wal_is_left_when_the_file_is_replaced(folder):
    """A WAL beside a file that it does not belong to would be replayed into it."""
    known = unpack("left_open", folder)
    seen = {}

    def reached(step: Step) -> None:
        seen[step] = {one.name for one in folder.iterdir()}

    migrate(folder, known["passphrase"], known["step_up"], list_names, reached)
    assert "vault.db-wal" in seen[Step.BUILT]
    assert seen[Step.FOLDED] == {"vault.db", BUILDING}
    assert seen[Step.REPLACED] == {"vault.db", BUILDING}


def test_the_bytes_of_the_old_file_are_overwritten(folder, tmp_path):
    known = unpack("without_step_up", folder)
    with (folder / "vault.db").open("rb", buffering=0) as old:
        assert old.read(16) == b"SQLite format 3\0"
        migrate(folder, known["passphrase"], None, list_names)
        old.seek(0)
        left = old.read()
    assert len(left) > 100_000
    assert not any(left)


def test_a_copy_made_by_a_hard_link_stays_readable(folder, tmp_path):
    known = unpack("without_step_up", folder)
    (tmp_path / "copy").mkdir()
    os.link(folder / "vault.db", tmp_path / "copy" / "vault.db")
    migrate(folder, known["passphrase"], None, list_names)
    assert found(folder) == ids(known)
    assert old_ids(tmp_path / "copy", known) == ids(known)


def test_a_file_behind_a_link_is_replaced_where_it_is(folder, tmp_path):
    known = unpack("without_step_up", tmp_path / "elsewhere")
    folder.mkdir()
    (tmp_path / "elsewhere" / "vault.db").rename(tmp_path / "elsewhere" / "memories")
    (folder / "vault.db").symlink_to(tmp_path / "elsewhere" / "memories")
    migrate(folder, known["passphrase"], None, list_names)
    assert (folder / "vault.db").is_symlink()
    assert found(folder) == ids(known)
    assert names(tmp_path / "elsewhere") == {"memories"}


def test_whoever_opened_the_old_file_before_cannot_write_to_it_afterwards(folder):
    known = unpack("without_step_up", folder)
    early = []

    def reached(step: Step) -> None:
        if step is Step.FOLDED:
            early.append(sqlite3.connect(folder / "vault.db", timeout=0, isolation_level=None))
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                early[0].execute("BEGIN IMMEDIATE")

    migrate(folder, known["passphrase"], None, list_names, reached)
    with closing(early[0]), pytest.raises(sqlite3.DatabaseError, match="not a database"):
        early[0].execute("BEGIN IMMEDIATE")


def test_no_second_process_gets_in_between(folder):
    known = unpack("without_step_up", folder)
    script = (
        "import sqlite3, sys\n"
        "file = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)\n"
        "file.execute('BEGIN IMMEDIATE')\n"
    )
    answers = []

    def reached(step: Step) -> None:
        if step in {Step.OPENED, Step.BUILT, Step.FOLDED}:
            words = [sys.executable, "-c", script, str(folder / "vault.db")]
            answers.append(subprocess.run(words, capture_output=True, check=False).stderr)

    migrate(folder, known["passphrase"], None, list_names, reached)
    assert len(answers) == 3
    assert all(b"database is locked" in answer for answer in answers)


# -- refusals change nothing


def test_a_wrong_or_missing_secret_changes_nothing(folder):
    known = unpack("everything", folder)
    before = contents(folder)
    for passphrase, step_up in (
        ("wrong", known["step_up"]),
        (known["passphrase"], "wrong"),
        (known["passphrase"], None),
    ):
        with pytest.raises(Locked):
            migrate(folder, passphrase, step_up, list_names)
        assert contents(folder) == before


@pytest.mark.parametrize("table", ["item", "seg_vectors"])
def test_damage_that_is_found_on_the_way_changes_nothing(table, folder):
    known = unpack("everything", folder)
    column, key = ("payload", "id") if table == "item" else ("sealed", "seg")
    last = f"SELECT max({key}) FROM {table}"
    damage = f"UPDATE {table} SET {column} = zeroblob(length({column})) WHERE {key} = ({last})"
    assert tamper(folder, damage) == 1
    before = contents(folder)
    with refusal(IntegrityError, "vault.damaged"):
        migrate(folder, known["passphrase"], known["step_up"], list_names)
    assert contents(folder) == before
    assert names(folder) == {"vault.db"}


def test_a_disk_that_fills_up_changes_nothing(folder):
    known = unpack("without_step_up", folder)
    before = contents(folder)

    def build(building: Path, snapshot: Snapshot) -> None:
        (building / "vault.db").write_bytes(next(snapshot.items()).payload)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with refusal(Unavailable, "vault.disk"):
        migrate(folder, known["passphrase"], None, build)
    assert contents(folder) == before
    assert names(folder) == {"vault.db"}
    migrate(folder, known["passphrase"], None, list_names)
    assert found(folder) == ids(known)


def test_a_new_vault_that_was_not_closed_is_no_new_vault(folder):
    known = unpack("without_step_up", folder)
    before = contents(folder)
    left = []

    def build(building: Path, snapshot: Snapshot) -> None:
        left.append(sqlite3.connect(building / "vault.db", isolation_level=None))
        left[0].execute("PRAGMA journal_mode=WAL")
        left[0].execute("CREATE TABLE found (id INTEGER PRIMARY KEY)")

    with pytest.raises(RuntimeError):
        migrate(folder, known["passphrase"], None, build)
    left[0].close()
    assert contents(folder) == before


def test_two_at_once_are_refused(folder):
    known = unpack("empty", folder)
    refused = []

    def reached(step: Step) -> None:
        if step is Step.BUILT:
            with refusal(Unavailable, "vault.in_use"):
                migrate(folder, known["passphrase"], None, list_names)
            refused.append(step)

    migrate(folder, known["passphrase"], None, list_names, reached)
    assert refused == [Step.BUILT]
    assert names(folder) == {"vault.db"}


def test_whoever_opens_the_new_vault_at_once_keeps_what_they_write(folder):
    """The old file's connection is closed later; it must not take the new one's WAL with it."""
    known = unpack("without_step_up", folder)
    early = []

    def reached(step: Step) -> None:
        if step is Step.REPLACED:
            early.append(sqlite3.connect(folder / "vault.db", isolation_level=None))
            early[0].execute("PRAGMA locking_mode=EXCLUSIVE")
            early[0].execute("PRAGMA journal_mode=WAL")
            early[0].execute("INSERT INTO found VALUES (1000, x'00')")

    migrate(folder, known["passphrase"], None, list_names, reached)
    assert names(folder) == {"vault.db", "vault.db-wal"}
    early[0].close()
    assert found(folder) == {*ids(known), 1000}
