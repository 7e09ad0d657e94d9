"""Backups that are cut off anywhere: the one before stays whole, and the next run takes up."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from device.errors import IntegrityError, Unavailable
from device.vault.backup import (
    MANIFEST,
    Written,
    read_backup,
    read_contents,
    write_backup,
    write_ledger,
)
from device.vault.backup_ledger import LEDGER, Erasure, read_ledger
from tests.device.backup_disk import Disk, states_at_kills

KEY = bytes(range(32))
CHUNK = 1_000
OLD = np.random.default_rng(4).bytes(12 * CHUNK + 7)
# Four chunks differ, one is new, and the last is of another length.
NEW = OLD[:CHUNK] + bytes(3 * CHUNK) + OLD[4 * CHUNK : 12 * CHUNK] + b"new" * CHUNK
EARLIER = Erasure(id=1, erased_at=50, certificate="削除の証明 1")
LATER = Erasure(id=2, erased_at=150, certificate="삭제 증명 2")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    (tmp_path / "vault").mkdir()
    return tmp_path / "vault"


def back_up(folder: Path, vault: Path, content: bytes, at: int, **options: object) -> Written:
    (vault / "vault.db").write_bytes(content)
    with (vault / "vault.db").open("rb") as source:
        written = write_backup(
            folder,
            source,
            KEY,
            vault="v",
            vault_folder=vault,
            factors={"passphrase": {"salt": "00"}},
            extra=b"root key",
            erasures=[EARLIER] if at < 200 else [EARLIER, LATER],
            made_at=at,
            chunk_bytes=CHUNK,
            **options,  # type: ignore[arg-type]
        )
    assert written is not None
    return written


def restored(folder: Path, tmp_path: Path) -> bytes:
    target = tmp_path / "restored.db"
    target.unlink(missing_ok=True)
    at_least = read_contents(folder, KEY).erasures
    assert len(read_ledger([folder], KEY, at_least=at_least).erasures) >= at_least
    read_backup(folder, KEY, target)
    return target.read_bytes()


def whole_chunks(folder: Path) -> int:
    return sum(len(path.name) == 64 for path in folder.glob("chunks/*"))


def test_first_backup_killed_anywhere_is_taken_up_without_repeating_work(
    tmp_path: Path, vault: Path
):
    folder = tmp_path / "backup"
    folder.mkdir()
    states = states_at_kills(
        folder, tmp_path / "states", lambda: back_up(folder, vault, OLD, at=100)
    )
    assert len(states) > 13 * 3  # each of 13 chunks is created, synced and renamed
    for state in states:
        if (state / MANIFEST).exists():
            assert restored(state, tmp_path) == OLD
        else:
            with pytest.raises(Unavailable) as caught:
                read_contents(state, KEY)
            assert caught.value.key == "backup.unfinished"
        ready = whole_chunks(state)
        again = back_up(state, vault, OLD, at=101)
        assert (again.new_chunks, again.kept_chunks) == (13 - ready, ready)
        assert restored(state, tmp_path) == OLD
        assert not list(state.rglob("*.new"))


def test_second_backup_killed_anywhere_leaves_one_that_restores(tmp_path: Path, vault: Path):
    folder = tmp_path / "backup"
    back_up(folder, vault, OLD, at=100)
    states = states_at_kills(
        folder, tmp_path / "states", lambda: back_up(folder, vault, NEW, at=200)
    )
    seen = set()
    for state in states:
        made_at = read_contents(state, KEY).made_at
        seen.add(made_at)
        assert restored(state, tmp_path) == (OLD if made_at == 100 else NEW)
        back_up(state, vault, NEW, at=201)
        assert restored(state, tmp_path) == NEW
        assert whole_chunks(state) == len(
            {NEW[at : at + CHUNK] for at in range(0, len(NEW), CHUNK)}
        )
    assert seen == {100, 200}


@pytest.mark.parametrize(
    ("number", "lasts"), [(errno.ENOSPC, False), (errno.ENOSPC, True), (errno.EIO, True)]
)
def test_any_operation_that_fails_leaves_one_that_restores(
    tmp_path: Path, vault: Path, number: int, lasts: bool
):
    folder = tmp_path / "backup"
    back_up(folder, vault, OLD, at=100)
    kept = shutil.copytree(folder, tmp_path / "kept")
    keys = {errno.ENOSPC: "backup.disk_full", errno.EIO: "backup.disk"}

    def fail_at(which: int) -> Callable[[int, str, Path], None]:
        def before(now: int, act: str, path: Path) -> None:
            if now == which or (lasts and now > which):
                raise OSError(number, os.strerror(number))

        return before

    count = Disk(shutil.copytree(kept, tmp_path / "count"))
    with count.watched():
        back_up(count.root, vault, NEW, at=200)
    assert len(count.acts) > 20
    for which in range(len(count.acts)):
        shutil.rmtree(folder)
        shutil.copytree(kept, folder)
        with Disk(folder, fail_at(which)).watched(), pytest.raises(Unavailable) as caught:
            back_up(folder, vault, NEW, at=200)
        assert caught.value.key == keys[number]
        # On a full disk, what is half written would only be in the way.
        assert lasts or not list(folder.rglob("*.new"))
        made_at = read_contents(folder, KEY).made_at
        assert restored(folder, tmp_path) == (OLD if made_at == 100 else NEW)
        back_up(folder, vault, NEW, at=201)
        assert restored(folder, tmp_path) == NEW


def test_power_cut_anywhere_leaves_one_that_restores(tmp_path: Path, vault: Path):
    folder = tmp_path / "backup"
    back_up(folder, vault, OLD, at=100)
    rng = np.random.default_rng(11)
    seen = set()

    def check(disk: Disk) -> None:
        for generator, lost in ((None, True), (None, False), *[(rng, True)] * 3):
            state = disk.after_power_cut(tmp_path / "state", generator, lost=lost)
            made_at = read_contents(state, KEY).made_at
            seen.add(made_at)
            assert restored(state, tmp_path) == (OLD if made_at == 100 else NEW)
            if generator is None:
                back_up(state, tmp_path / "vault2", NEW, at=201)
                assert restored(state, tmp_path) == NEW

    (tmp_path / "vault2").mkdir()
    disk = Disk(folder)
    disk.before = lambda number, act, path: check(disk)
    with disk.watched():
        back_up(folder, vault, NEW, at=200)
    assert seen == {100, 200}
    # What was told to be done stays done.
    for lost in (True, False):
        state = disk.after_power_cut(tmp_path / "state", None, lost=lost)
        assert read_contents(state, KEY).made_at == 200


def test_refreshed_ledger_killed_or_cut_off_anywhere_is_the_old_one_or_the_new(
    tmp_path: Path, vault: Path
):
    folder = tmp_path / "backup"
    back_up(folder, vault, OLD, at=100)
    states = states_at_kills(
        folder, tmp_path / "states", lambda: write_ledger(folder, KEY, [LATER], 150)
    )
    assert states
    for state in states:
        assert read_ledger([state], KEY).erasures in {(EARLIER,), (EARLIER, LATER)}
        write_ledger(state, KEY, [LATER], 151)
        assert read_ledger([state], KEY).erasures == (EARLIER, LATER)


def test_damaged_chunk_of_a_run_before_is_written_again(tmp_path: Path, vault: Path):
    folder = tmp_path / "backup"
    back_up(folder, vault, OLD, at=100)
    names = sorted((folder / "chunks").iterdir())
    names[0].write_bytes(names[1].read_bytes())
    names[2].write_bytes(names[2].read_bytes()[:-1])
    names[3].unlink()
    again = back_up(folder, vault, OLD, at=101)
    assert (again.new_chunks, again.kept_chunks) == (3, 10)
    assert restored(folder, tmp_path) == OLD


class Killed(BaseException):
    """A kill, at a moment that the test chose."""


def test_restore_killed_anywhere_is_taken_up_without_repeating_work(tmp_path: Path, vault: Path):
    folder = tmp_path / "backup"
    back_up(folder, vault, OLD, at=100)
    target = tmp_path / "restored" / "vault.db"
    target.parent.mkdir()
    part = target.with_name("vault.db.part")
    for done in range(1, 14):
        for torn in (0, 1, 500):

            def kill(now: int, whole: int, last: int = done) -> None:
                if now >= min(last * CHUNK, whole):
                    raise Killed

            with pytest.raises(Killed):
                read_backup(folder, KEY, target, kill)
            assert not target.exists()
            os.truncate(part, max(0, part.stat().st_size - torn))
            ready = 13 if part.stat().st_size == len(OLD) else part.stat().st_size // CHUNK
            result = read_backup(folder, KEY, target)
            assert (result.kept_chunks, result.new_chunks) == (ready, 13 - ready)
            assert target.read_bytes() == OLD
            assert not part.exists()
            target.unlink()


@pytest.mark.parametrize("garbage", [b"", b"x" * 3_500, OLD[:2_000] + b"x" * 50_000, NEW])
def test_part_of_something_else_is_overwritten(tmp_path: Path, vault: Path, garbage: bytes):
    folder = tmp_path / "backup"
    back_up(folder, vault, OLD, at=100)
    target = tmp_path / "vault.db"
    target.with_name("vault.db.part").write_bytes(garbage)
    read_backup(folder, KEY, target)
    assert target.read_bytes() == OLD


def test_second_writer_is_refused_and_a_killed_one_blocks_nobody(tmp_path: Path, vault: Path):
    folder = tmp_path / "backup"
    back_up(folder, vault, OLD, at=100)
    holder = (
        "import sys, time; from pathlib import Path; from device.vault.backup_files import locked\n"
        f"with locked(Path({str(folder)!r})):\n print('in', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", holder], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"in\n"
        for attempt in (
            lambda: back_up(folder, vault, NEW, at=200),
            lambda: write_ledger(folder, KEY, [LATER], 200),
        ):
            with pytest.raises(Unavailable) as caught:
                attempt()
            assert caught.value.key == "backup.in_use"
        assert restored(folder, tmp_path) == OLD  # reading needs no lock
        process.kill()
        process.wait()
    back_up(folder, vault, NEW, at=200)
    assert restored(folder, tmp_path) == NEW


def test_second_writer_in_the_same_process_is_refused(tmp_path: Path, vault: Path):
    folder = tmp_path / "backup"
    back_up(folder, vault, OLD, at=100)
    refused = []
    twin = tmp_path / "twin"
    twin.mkdir()

    def try_too(done: int, whole: int) -> None:
        with pytest.raises(Unavailable) as caught:
            back_up(folder, twin, NEW, at=201)
        refused.append(caught.value.key)

    back_up(folder, vault, NEW, at=200, progress=try_too)
    assert refused == ["backup.in_use"] * 15
    assert restored(folder, tmp_path) == NEW


def test_restore_beside_a_backup_that_sweeps_is_told_to_wait_not_that_it_is_damaged(
    tmp_path: Path, vault: Path
):
    folder = tmp_path / "backup"
    back_up(folder, vault, OLD, at=100)

    def back_up_meanwhile(done: int, whole: int) -> None:
        if done == CHUNK:
            back_up(folder, vault, NEW, at=200)

    with pytest.raises(Unavailable) as caught:
        read_backup(folder, KEY, tmp_path / "restored.db", back_up_meanwhile)
    assert caught.value.key == "backup.in_use"
    read_backup(folder, KEY, tmp_path / "restored.db")
    assert (tmp_path / "restored.db").read_bytes() == NEW


@pytest.mark.skipif(os.name == "nt", reason="POSIX takes locks away at a close; Windows does not")
def test_backup_leaves_the_lock_on_the_vault_as_long_as_its_file_stays_open(
    tmp_path: Path, vault: Path
):
    file = vault / "vault.db"
    knock = (
        "import sqlite3, sys\n"
        f"c = sqlite3.connect({str(file)!r}, timeout=0, isolation_level=None)\n"
        "try: c.execute('BEGIN EXCLUSIVE')\n"
        "except sqlite3.OperationalError: sys.exit(3)\n"
    )

    def can_enter() -> bool:
        return subprocess.run([sys.executable, "-c", knock], check=False).returncode == 0

    owner = sqlite3.connect(file, isolation_level=None)
    owner.execute("PRAGMA locking_mode=EXCLUSIVE")
    owner.execute("CREATE TABLE t (a)")
    source = file.open("rb")
    folder = tmp_path / "backup"
    write_backup(
        folder,
        source,
        KEY,
        vault="v",
        vault_folder=vault,
        factors={},
        extra=b"",
        erasures=[],
        made_at=1,
    )
    assert not can_enter()
    source.close()
    assert can_enter()  # why `write_backup` takes an open file, and does not close it
    owner.close()


def test_every_step_is_synced_before_the_next_relies_on_it(tmp_path: Path, vault: Path):
    folder = tmp_path / "backup"
    back_up(folder, vault, OLD, at=100)
    with Disk(folder).watched() as disk:
        back_up(folder, vault, NEW, at=200)
    acts = [(act, path.as_posix()) for act, path in disk.acts]
    manifest = acts.index(("replace", MANIFEST))
    ledger = acts.index(("replace", LEDGER))
    last_chunk = max(
        at for at, (act, path) in enumerate(acts) if act == "replace" and "chunks" in path
    )
    first_removed = min(at for at, (act, _) in enumerate(acts) if act == "unlink")
    assert last_chunk < acts.index(("fsync", "chunks"), last_chunk) < ledger < manifest
    assert ("fsync", f"{MANIFEST}.new") in acts[:manifest]
    assert manifest < acts.index(("fsync", "."), manifest) < first_removed
    for at, (act, path) in enumerate(acts):
        if act == "replace":
            assert acts[at - 1] == ("fsync", f"{path}.new")


def test_restored_file_is_synced_before_it_has_its_name(tmp_path: Path, vault: Path):
    folder = tmp_path / "backup"
    back_up(folder, vault, OLD, at=100)
    home = tmp_path / "restored"
    home.mkdir()
    with Disk(home).watched() as disk:
        read_backup(folder, KEY, home / "vault.db")
    assert [(act, path.as_posix()) for act, path in disk.acts] == [
        ("create", "vault.db.part"),
        ("fsync", "vault.db.part"),
        ("replace", "vault.db"),
        ("fsync", "."),
    ]


def test_new_backups_folder_is_synced_into_its_parent(tmp_path: Path, vault: Path):
    home = tmp_path / "stick"
    home.mkdir()
    with Disk(home).watched() as disk:
        back_up(home / "backup", vault, OLD, at=100)
    acts = [(act, path.as_posix()) for act, path in disk.acts]
    assert acts[:2] == [("mkdir", "backup"), ("fsync", ".")]
    chunks_made = acts.index(("mkdir", "backup/chunks"))
    assert acts[chunks_made + 1] == ("fsync", "backup")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_restore_that_fails_leaves_no_vault_and_is_taken_up(
    tmp_path: Path, vault: Path, number: int
):
    folder = tmp_path / "backup"
    back_up(folder, vault, OLD, at=100)
    for which in range(4):
        home = tmp_path / f"restored{which}"
        home.mkdir()

        def before(now: int, act: str, path: Path, which: int = which) -> None:
            if now == which:
                raise OSError(number, os.strerror(number))

        with Disk(home, before).watched(), pytest.raises(Unavailable) as caught:
            read_backup(folder, KEY, home / "vault.db")
        assert caught.value.values["folder"] == str(home)
        if not (home / "vault.db").exists():
            assert read_backup(folder, KEY, home / "vault.db").kept_chunks == (13 if which else 0)
        assert (home / "vault.db").read_bytes() == OLD


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_place_that_may_not_be_written_to_is_told(tmp_path: Path, vault: Path, number: int):
    folder = tmp_path / "backup"
    folder.mkdir()

    def before(now: int, act: str, path: Path) -> None:
        raise OSError(number, os.strerror(number))

    with Disk(folder, before).watched(), pytest.raises(Unavailable) as caught:
        back_up(folder, vault, OLD, at=100)
    assert caught.value.key == "backup.no_access"
    assert not list(folder.iterdir())


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_file_system_that_cannot_sync_folders_takes_a_backup(
    tmp_path: Path, vault: Path, number: int
):
    folder = tmp_path / "backup"
    folder.mkdir()

    class Refusing(Disk):
        def _fsync(self, real: Callable[..., None], handle: int) -> None:
            if self.handles[handle].is_dir():
                raise OSError(number, os.strerror(number))
            super()._fsync(real, handle)

    with Refusing(folder).watched():
        back_up(folder, vault, OLD, at=100)
    assert restored(folder, tmp_path) == OLD


def test_system_without_folder_handles_takes_a_backup(
    tmp_path: Path, vault: Path, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patch:
        patch.delattr(os, "O_DIRECTORY")  # as on Windows
        back_up(tmp_path / "backup", vault, OLD, at=100)
    assert restored(tmp_path / "backup", tmp_path) == OLD


def test_place_that_knows_no_locks_is_told(tmp_path: Path, vault: Path):
    real = sqlite3.connect

    class Lockless(sqlite3.Connection):
        def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
            if sql.startswith("BEGIN"):
                error = sqlite3.OperationalError("disk I/O error")
                error.sqlite_errorcode = sqlite3.SQLITE_IOERR_LOCK
                error.sqlite_errorname = "SQLITE_IOERR_LOCK"
                raise error
            return super().execute(sql, *values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", partial(real, factory=Lockless))
        with pytest.raises(Unavailable) as caught:
            back_up(tmp_path / "backup", vault, OLD, at=100)
    assert caught.value.values["reason"] == "SQLITE_IOERR_LOCK"


@pytest.mark.parametrize(
    ("fault", "key"),
    [("text", "backup.damaged"), ("folder", "backup.no_access"), ("link", "backup.no_access")],
)
def test_lock_that_is_none_is_told(tmp_path: Path, vault: Path, fault: str, key: str):
    folder = tmp_path / "backup"
    folder.mkdir()
    match fault:
        case "text":
            (folder / "lock").write_bytes(b"x" * 5_000)
        case "folder":
            (folder / "lock").mkdir()
        case _:
            (folder / "lock").symlink_to(tmp_path / "nowhere" / "lock")
    with pytest.raises((Unavailable, IntegrityError)) as caught:
        back_up(folder, vault, OLD, at=100)
    assert caught.value.key == key
    assert not (folder / "chunks").exists()
