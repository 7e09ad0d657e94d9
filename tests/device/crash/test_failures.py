"""The n-th change of a file fails, for every n: a sentence is said, and no promise is broken.

Once (a bad sector, a lost connection) or from there on (a full disk). After a single failure the
same unlocked vault goes on working, so what is in RAM is tested against the disk too. A full disk
writes half of what it was given first.
"""

from __future__ import annotations

import errno
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest

from device.errors import Locked
from tests.device.crash.disk import Disk, write_image
from tests.device.crash.driver import (
    VAULT_FILE,
    WAL_FILE,
    Content,
    Secrets,
    read_content,
)
from tests.device.crash.nursery import Nursery, Order
from tests.device.crash.power import require_complete
from tests.device.crash.promises import Promises
from tests.device.crash.recorder import Op, read_journal

pytestmark = pytest.mark.usefixtures("_cheap")

SECRETS: Final = Secrets("보자기 ふろしき wrapping cloth", "두 번째 비밀 二つ目")
SCRIPT: Final = (
    "add import forget rebind step_up forget_several rotate compact passphrase step_up_set"
    " reopen add"
).split()
SHORT: Final = ["add", "forget", "reopen"]
MAKING: Final = "add import forget import rate step_up add import".split()


@dataclass(frozen=True)
class Prepared:
    """A folder with a vault and its keystore, which every failure starts from, and its promises."""

    folder: Path
    promises: Promises


@dataclass
class Failures:
    """What the failures were, so that a run without any is seen."""

    hit: Counter[tuple[str, str]] = field(default_factory=Counter)  # which call, on which file
    within: Counter[str] = field(default_factory=Counter)  # which act was refused
    told: Counter[str] = field(default_factory=Counter)  # by which key
    unnoticed: int = 0  # failures that the program could make good


def prepare(nursery: Nursery, work: Path) -> Prepared:
    """Makes a vault with memories in every class, a segment and tails."""
    work.mkdir()
    args = {"passphrase": SECRETS.passphrase, "step_up": SECRETS.step_up, "seed": 7}
    given = {**args, "folder": str(work / "vault"), "script": MAKING, "keystore": True}
    ending = nursery.run(Order("make_and_play", given, work / "marks", work / "output"))
    assert ending.code == 0
    promises = Promises(SECRETS)
    promises.take((work / "marks").read_text().splitlines())
    assert promises.done["import"] == MAKING.count("import")
    return Prepared(work, promises)


def reopened(folder: Path, promises: Promises) -> Content:
    """Opens without the recorder, and checks every promise."""
    for secrets in promises.possible_secrets():
        try:
            content = read_content(folder, secrets)
        except Locked:
            continue
        promises.held_by(content)
        return content
    raise AssertionError("no secret opens the vault")


def injected(journal: Path) -> list[tuple[str, str]]:
    """Gives what was made to fail: the call, and the file's name."""
    names: dict[int, str] = {}
    found = []
    for record in read_journal(journal):
        if record.op is Op.OPEN:
            names[record.fd] = Path(record.path).name
        if record.error:
            name = names[record.fd] if record.fd in names else Path(record.path).name
            found.append((record.op.name, name))
    return found


def fail_every_change(
    nursery: Nursery,
    prepared: Prepared,
    work: Path,
    script: list[str],
    code: int,
    *,
    forever: bool,
    step: int = 1,
) -> Failures:
    """Plays a script again and again, with another change failing each time.

    Args:
        forever: Everything after it fails too, and the program ends at the first refusal.
            Otherwise the program goes on with the vault as it has it.
        step: Takes every n-th change only.
    """
    failures = Failures()
    for at in range(1, 10_000, step):
        folder = work / f"{code}-{forever}-{at}"
        for name in ("vault", "keystore"):
            shutil.copytree(prepared.folder / name, folder / name)
        disk = Disk(folder)
        promises = prepared.promises.copy()
        args: dict[str, Any] = {
            "folder": str(folder / "vault"),
            "passphrase": SECRETS.passphrase,
            "step_up": SECRETS.step_up,
            "seed": 11,
            "alive": sorted(promises.added),
            "script": script,
            "survives": not forever,
        }
        journal, marks = work / "journal", work / "marks"
        for file in (journal, marks):
            file.unlink(missing_ok=True)
        order = Order(
            "play",
            args,
            marks,
            work / "output",
            watched=folder,
            journal=journal,
            fail_at=at,
            error=code,
            forever=forever,
        )
        ending = nursery.run(order)
        told = (work / "output").read_text()
        assert ending.code is not None, f"killed by {ending.killed_by}"
        assert "Traceback" not in told
        promises.take(marks.read_text().splitlines() if marks.exists() else [])
        hits = injected(journal)
        if not hits:
            assert ending.code == 0
            assert at > len(script), "the script ran through without touching the disk"
            return failures
        failures.hit[hits[0]] += 1
        failures.told += promises.refused - prepared.promises.refused
        failures.within[promises.doubts[0].get("act", "") if promises.doubts else ""] += 1
        if ending.code:
            assert told.strip(), "it failed without a word"
        elif not promises.refused:
            failures.unnoticed += 1
        for record in read_journal(journal):
            disk.feed(record)
        require_complete(disk, folder)
        reopened(folder / "vault", promises)
        # What a power cut then leaves: nothing that was not synced. Not where a folder's sync
        # failed, which SQLite passes over: its file system takes no further write.
        if ("SYNC", "vault") not in hits:
            dropped = work / "dropped"
            shutil.rmtree(dropped, ignore_errors=True)
            dropped.mkdir()
            write_image(disk.least(), dropped)
            reopened(dropped / "vault", promises)
        shutil.rmtree(folder)
    raise AssertionError("the script never runs through")


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
def test_some_failures_break_no_promise(nursery: Nursery, tmp_path: Path, code: int):
    prepared = prepare(nursery, tmp_path / "made")
    failures = fail_every_change(nursery, prepared, tmp_path, SHORT, code, forever=False, step=31)
    assert sum(failures.hit.values()) > 2
    assert failures.told


@pytest.mark.prove
@pytest.mark.parametrize("forever", [False, True], ids=["once", "forever"])
@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
def test_failure_of_any_change_breaks_no_promise(
    nursery: Nursery, tmp_path: Path, code: int, forever: bool
):
    prepared = prepare(nursery, tmp_path / "made")
    failures = fail_every_change(nursery, prepared, tmp_path, SCRIPT, code, forever=forever)
    hit = failures.hit
    assert sum(hit.values()) > 200
    # A write of the vault's own file is a checkpoint; one within `compact` makes a segment.
    for call, name in (
        ("WRITE", VAULT_FILE),
        ("WRITE", WAL_FILE),
        ("SYNC", VAULT_FILE),
        ("SYNC", WAL_FILE),
        ("TRUNCATE", WAL_FILE),
    ):
        assert hit[call, name] > 0, f"no {call} of {name} failed: {hit}"
    for act in ("add", "import", "forget", "rebind", "rotate"):
        assert failures.within[act] > 0, f"no failure fell into {act}: {failures.within}"
