"""The power fails at any moment of a recorded run: what was acknowledged is on the disk.

The run is the real program over real files; the recorder under it tells every write and sync in
order. The images are everything that was synced, with any subset of what was not, torn by sectors.
"""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from device.errors import DeviceError, Locked
from tests.device.crash.disk import Disk, Image, write_image
from tests.device.crash.driver import Secrets, Subject, read_content
from tests.device.crash.nursery import Nursery, Order
from tests.device.crash.power import CutCounts, cuts, needles_of, require_complete
from tests.device.crash.promises import Promises
from tests.device.crash.recorder import Op, Record

pytestmark = pytest.mark.usefixtures("_cheap")

SECRETS: Final = Secrets("보자기 ふろしき wrapping cloth", "두 번째 비밀 二つ目")
SHORT: Final = "add import forget rebind reopen forget".split()
LONG: Final = (
    "add add import forget rebind step_up add forget_several step_up_set rotate import compact"
    " forget read rate passphrase reopen import add forget step_up rebind rotate forget reopen add"
).split()


@dataclass
class Seen:
    """What became of the images, beside what they were made of."""

    counts: CutCounts = field(default_factory=CutCounts)
    opened: int = 0
    empty: int = 0  # before there was a vault: one can be made
    remains: Counter[str] = field(
        default_factory=Counter
    )  # kinds of images that hold deleted bytes


@dataclass(frozen=True)
class Run:
    """A recorded run: the disk before it, and the journal of what it did to it."""

    disk: Disk
    root: Path
    journal: Path


def record_run(
    nursery: Nursery, work: Path, script: list[str], seed: int, *, keystore: bool
) -> Run:
    """Makes a vault and plays a script on it, under the recorder."""
    root = work / "disk"
    root.mkdir()
    disk, journal = Disk(root), work / "journal"
    args = {
        "folder": str(root / "vault"),
        "passphrase": SECRETS.passphrase,
        "step_up": SECRETS.step_up,
        "seed": seed,
        "script": script,
        "keystore": keystore,
    }
    order = Order(
        "make_and_play", args, work / "marks", work / "output", watched=root, journal=journal
    )
    assert nursery.run(order).code == 0
    return Run(disk, root, journal)


def open_every_cut(run: Run, folder: Path, seed: int, *, subsets: int, share: float) -> Seen:
    """Opens the image of every cut, and checks every promise that stood then."""
    seen, promises = Seen(), Promises(SECRETS)
    rng = np.random.default_rng(seed)
    for cut in cuts(run.disk, run.journal, rng, seen.counts, subsets=subsets, share=share):
        promises.take(cut.lines)
        where = f"cut after record {cut.at}, {cut.kind}, within {promises.begun.get('act')}"
        open_image(cut.image, folder, promises, seen, where)
    require_complete(run.disk, run.root)
    return seen


def remains_in_cuts(run: Run, seed: int) -> tuple[Counter[str], int]:
    """Looks for deleted ciphertext in the images of every cut, once it was said to be gone.

    Gives how many images of each kind hold some, and how many memories were looked for.
    """
    counts, found = CutCounts(), Counter[str]()
    needles: dict[str, bytes] = {}
    rng = np.random.default_rng(seed)
    for cut in cuts(run.disk, run.journal, rng, counts, subsets=3):
        needles.update(needles_of(cut.lines))
        if any(one in data for one in needles.values() for data in cut.image.values()):
            found[cut.kind] += 1
    require_complete(run.disk, run.root)
    return found, len(needles)


def open_image(image: Image, folder: Path, promises: Promises, seen: Seen, where: str) -> None:
    """Opens one image and checks every promise; before there is a vault, makes one in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    write_image(image, folder)
    for secrets in promises.possible_secrets():
        try:
            content = read_content(folder / "vault", secrets)
        except Locked:
            continue
        except DeviceError as error:
            if promises.done["create"]:
                raise AssertionError(f"{where}: {error.key}") from error
            Subject.create(folder / "vault", SECRETS).close()
            seen.empty += 1
            return
        try:
            promises.held_by(content)
        except AssertionError as error:
            raise AssertionError(f"{where}: {error}") from error
        seen.opened += 1
        return
    raise AssertionError(f"{where}: no secret opens the vault")


def require_hard(seen: Seen, least: int) -> None:
    """Checks that the images were many, and not what the process saw anyway."""
    assert seen.opened + seen.empty == sum(seen.counts.kinds.values()) >= least
    assert seen.counts.not_sure > seen.opened // 4
    assert seen.opened > seen.empty
    for op in (Op.WRITE, Op.SYNC, Op.TRUNCATE, Op.UNLINK, Op.MARK):
        assert seen.counts.ops[op] > 0
    for kind in ("all", "least", "torn", "subset"):
        assert seen.counts.kinds[kind] > 0


def test_power_cut_loses_nothing_acknowledged(nursery: Nursery, tmp_path: Path):
    run = record_run(nursery, tmp_path, SHORT, 1, keystore=True)
    seen = open_every_cut(run, tmp_path / "image", 1, subsets=1, share=0.06)
    require_hard(seen, least=40)


@pytest.mark.prove
@pytest.mark.parametrize("keystore", [False, True], ids=["alone", "keystore"])
def test_power_cut_at_any_moment_loses_nothing_acknowledged(
    nursery: Nursery, tmp_path: Path, keystore: bool
):
    run = record_run(nursery, tmp_path, LONG, 1, keystore=keystore)
    seen = open_every_cut(run, tmp_path / "image", 1, subsets=2, share=1.0)
    require_hard(seen, least=1_500)


@pytest.mark.parametrize("keystore", [False, True], ids=["alone", "keystore"])
def test_power_cut_brings_no_deleted_bytes_back(nursery: Nursery, tmp_path: Path, keystore: bool):
    run = record_run(nursery, tmp_path, SHORT, 1, keystore=keystore)
    found, looked_for = remains_in_cuts(run, 1)
    assert looked_for == SHORT.count("forget")
    assert found == Counter(), "deleted bytes are on the disk after they were said to be gone"


# -- the disk's model


def record(op: Op, fd: int = 3, offset: int = 0, data: bytes = b"", **fields: object) -> Record:
    given = {"size": len(data), "path": "", "error": 0, "is_new": False, "is_folder": False}
    return Record(op=op, fd=fd, offset=offset, data=data, **{**given, **fields})  # type: ignore[arg-type]


def test_only_what_was_synced_is_sure(tmp_path: Path):
    disk = Disk(tmp_path)
    path = str(tmp_path.resolve() / "file")
    for one in (
        record(Op.OPEN, path=path, is_new=True),
        record(Op.OPEN, fd=4, path=str(tmp_path.resolve()), is_folder=True),
        record(Op.WRITE, data=b"first"),
    ):
        disk.feed(one)
    assert disk.live() == {"file": b"first"}
    assert disk.least() == {}
    disk.feed(record(Op.SYNC))
    assert disk.least() == {}, "its name is in no synced folder"
    disk.feed(record(Op.SYNC, fd=4))
    assert disk.least() == {"file": b"first"}
    disk.feed(record(Op.WRITE, offset=5, data=b" second"))
    disk.feed(record(Op.TRUNCATE, size=2))
    assert disk.live() == {"file": b"fi"}
    rng = np.random.default_rng(1)
    images = {disk.cut(rng)["file"] for _ in range(100)}
    assert {b"first", b"fi", b"first second"} <= images
    disk.feed(record(Op.UNLINK, path=path))
    assert disk.live() == {}
    assert disk.least() == {"file": b"first"}


def test_write_is_torn_by_sectors():
    disk = Disk(Path("/nowhere"))
    disk.feed(record(Op.OPEN, path="/nowhere/file", is_new=True))
    disk.feed(record(Op.OPEN, fd=4, path="/nowhere", is_folder=True))
    disk.feed(record(Op.SYNC, fd=4))
    disk.feed(record(Op.WRITE, offset=100, data=b"x" * 1_500))
    rng = np.random.default_rng(1)
    images = {disk.torn(rng)["file"] for _ in range(50)}
    sectors = {image[512:1_024] for image in images if len(image) == 1_600}
    assert {bytes(512), b"x" * 512} < sectors, "whole, not at all, or garbage"
    assert all(image[:100].strip(b"\0") == b"" for image in images), "only what was written changes"


def test_failed_call_changes_nothing(tmp_path: Path):
    disk = Disk(tmp_path)
    disk.feed(record(Op.OPEN, path=str(tmp_path.resolve() / "file"), is_new=True))
    disk.feed(record(Op.WRITE, data=b"", error=5))
    disk.feed(record(Op.TRUNCATE, size=9, error=5))
    assert disk.live() == {"file": b""}
    assert [one for file in disk.files for one in file.waiting] == []
