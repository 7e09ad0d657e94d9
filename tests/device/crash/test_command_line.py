"""The command line killed, cut off from power, and refused by its disk: the real program.

Failures run the real `main` in a forked process, keys derived by one hash; kills and power cuts run
`python -m device` as a person would, Argon2id and all.
"""

from __future__ import annotations

import errno
import json
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from tests.device.crash.disk import Disk, write_image
from tests.device.crash.nursery import Nursery, Order
from tests.device.crash.power import require_complete
from tests.device.crash.recorder import (
    Op,
    build_recorder,
    environment,
    read_journal,
    require_recorder,
)

REPOSITORY: Final = Path(__file__).parents[3]
TALK: Final = """[LINE] 花子とのトーク履歴
保存日時：2026/05/12 10:00

2026/05/11(月)
09:12\t花子\t週末は高尾山に登ろう
09:13\t太郎\t弁当は私が持っていく
"""
LUNCH, DOG, BRIDGE = (
    "駅前の蕎麦屋の天ぷらがおいしい",
    "우리 강아지 두부는 수요일에 목욕한다",
    "The red bridge is closed",
)


@dataclass(frozen=True)
class Owner:
    """A person's files beside the vault."""

    folder: Path

    def words(self, *words: str, vault: str = "vault", step_up: bool = False) -> list[str]:
        """Gives a command line for the vault."""
        given = ["--vault", str(self.folder / vault), "--passphrase-file", self._file("passphrase")]
        if step_up:
            given += ["--step-up-file", self._file("step-up")]
        return [*words, *given, "--json", "--yes", "--lang", "en"]

    def write(self) -> None:
        """Writes the secrets and an export."""
        for name, text in (
            ("passphrase", "보자기 ふろしき wrapping cloth"),
            ("step-up", "두 번째 비밀 二つ目"),
            ("new-step-up", "세 번째 비밀 三つ目"),
            ("talk.txt", TALK),
        ):
            (self.folder / name).write_text(text, encoding="utf-8")

    def _file(self, name: str) -> str:
        return str(self.folder / name)

    def command(self, name: str, *, vault: str = "vault") -> list[str]:
        """Gives one of the commands under test."""
        told = {
            "init": (("init", "--market", "JP", "--kdf-memory-mib", "64"), True),
            "remember": (("remember", BRIDGE), False),
            "import": (("import", self._file("talk.txt")), False),
            "forget": (("forget", "1"), False),
            "rule": (("rule", "2", "--label", "health"), False),
            "step-up": (("step-up", "--new-file", self._file("new-step-up")), True),
            "recall": (("recall", "두부"), False),
        }
        words, step_up = told[name]
        return self.words(*words, vault=vault, step_up=step_up)


@pytest.fixture
def owner(tmp_path: Path) -> Owner:
    folder = tmp_path / "owner"
    folder.mkdir()
    owner = Owner(folder)
    owner.write()
    return owner


def run(nursery: Nursery, work: Path, words: list[str], **given: Any) -> tuple[int, str]:
    """Runs a command in a forked process. Gives its exit code and what it printed."""
    order = Order("command", {"words": words}, work / "marks", work / "output", **given)
    ending = nursery.run(order)
    assert ending.code is not None
    return ending.code, (work / "output").read_text(encoding="utf-8")


def texts_of(nursery: Nursery, owner: Owner, work: Path, folder: Path) -> set[str]:
    """Exports the vault with its command. Gives the texts that are open in it, the log verified."""
    shutil.rmtree(work / "out", ignore_errors=True)
    words = owner.words("export", str(work / "out"))
    words[words.index("--vault") + 1] = str(folder)
    code, told = run(nursery, work, words)
    assert code == 0, told
    log = owner.words("log", "--verify")
    log[log.index("--vault") + 1] = str(folder)
    code, told = run(nursery, work, log)
    assert code == 0, told
    return {
        one["text"]
        for one in json.loads((work / "out" / "memories.json").read_text(encoding="utf-8"))
    }


def filled(nursery: Nursery, owner: Owner, work: Path) -> None:
    """Makes a vault with two memories."""
    for words in (
        owner.command("init"),
        owner.words("remember", LUNCH),
        owner.words("remember", DOG),
    ):
        code, told = run(nursery, work, words)
        assert code == 0, told


def fail_every_change(
    nursery: Nursery, owner: Owner, work: Path, command: str, code: int, *, step: int
) -> Counter[int]:
    """Fails each change of one command. Gives the exit codes; the vault is right after each."""
    made, codes = owner.folder / "vault", Counter[int]()
    before = texts_of(nursery, owner, work, made) if command != "init" else set()
    for at in range(1, 2_000, step):
        disk = work / "disk"
        shutil.rmtree(disk, ignore_errors=True)
        disk.mkdir()
        if command != "init":
            shutil.copytree(made, disk / "vault")
        words = owner.command(command)
        words[words.index("--vault") + 1] = str(disk / "vault")
        journal = work / "journal"
        journal.unlink(missing_ok=True)
        exit_code, told = run(
            nursery,
            work,
            words,
            watched=disk,
            journal=journal,
            fail_at=at,
            error=code,
            forever=code == errno.ENOSPC,
        )
        if not any(one.error for one in read_journal(journal)):
            assert exit_code == 0
            break
        codes[exit_code] += 1
        assert exit_code in {0, 3, 5}, told
        assert told.strip()
        assert "Traceback" not in told
        if command == "init" and exit_code:
            again = run(nursery, work, words)
            assert again[0] in {0, 2}, again[1]  # 2: it was made, and failed in what came after
            before = set()
        after = texts_of(nursery, owner, work, disk / "vault")
        extra, gone = after - before, before - after
        match command:
            case "remember":
                assert (extra, gone) in [({BRIDGE}, set()), (set(), set())]
                assert exit_code or extra
            case "import":
                assert not gone
                assert exit_code or len(extra) == 2
            case "forget":
                assert (extra, gone) in [(set(), {LUNCH}), (set(), set())]
                assert exit_code or gone
            case _:
                assert (extra, gone) == (set(), set())
    else:
        raise AssertionError(f"{command} never runs through")
    return codes


@pytest.mark.usefixtures("_cheap")
def test_command_that_cannot_write_says_so(nursery: Nursery, owner: Owner, tmp_path: Path):
    filled(nursery, owner, tmp_path)
    codes = fail_every_change(nursery, owner, tmp_path, "forget", errno.ENOSPC, step=41)
    assert codes[5] > 1


@pytest.mark.prove
@pytest.mark.usefixtures("_cheap")
@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
@pytest.mark.parametrize(
    "command", ["init", "remember", "import", "forget", "rule", "step-up", "recall"]
)
def test_command_says_that_any_change_failed(
    nursery: Nursery, owner: Owner, tmp_path: Path, command: str, code: int
):
    if command != "init":
        filled(nursery, owner, tmp_path)
    codes = fail_every_change(nursery, owner, tmp_path, command, code, step=1)
    assert sum(codes.values()) > 20
    assert codes[5] > sum(codes.values()) // 3


def start(words: list[str], **given: Any) -> subprocess.Popen[str]:
    """Starts `python -m device` as a person would."""
    return subprocess.Popen(
        [sys.executable, "-m", "device", *words],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(**given),
    )


def finish(words: list[str], **given: Any) -> Any:
    """Runs a command to its end. Gives its answer."""
    with start(words, **given) as process:
        told, _ = process.communicate(timeout=120)
    assert process.returncode == 0, told
    return json.loads(told)


@pytest.mark.prove
def test_program_under_the_recorder_forgets_for_good(owner: Owner, tmp_path: Path):
    """Real processes, real Argon2id: what each acknowledged is sure when it has ended."""
    require_recorder()
    recorder = build_recorder(tmp_path)
    root = owner.folder / "disk"
    root.mkdir()
    disk, ops = Disk(root), Counter[Op]()
    for at, words in enumerate(
        (
            owner.command("init", vault="disk/vault"),
            owner.words("remember", LUNCH, vault="disk/vault"),
            owner.words("remember", DOG, vault="disk/vault"),
            owner.words("forget", "1", vault="disk/vault"),
        )
    ):
        journal = tmp_path / f"journal{at}"
        finish(words, recorder=recorder, folder=root, journal=journal)
        for one in read_journal(journal):
            disk.feed(one)
            ops[one.op] += 1
        disk.end_process()
        require_complete(disk, root)
    assert min(ops[Op.WRITE], ops[Op.SYNC], ops[Op.UNLINK]) > 3
    cut = owner.folder / "cut"
    cut.mkdir()
    write_image(disk.least(), cut)
    found = finish(owner.words("recall", "두부", vault="cut/vault"))
    assert [one["text"] for one in found["memories"]] == [DOG]
    assert finish(owner.words("log", "--verify", vault="cut/vault"))["verified"]


@pytest.mark.prove
def test_killed_program_keeps_what_it_acknowledged(owner: Owner, tmp_path: Path):
    rng = np.random.default_rng(3)
    finish(owner.command("init"))
    started = time.monotonic()
    finish(owner.words("remember", DOG))
    took_s = time.monotonic() - started  # how long this machine takes now
    kept: dict[int, str] = {1: DOG}
    ends: Counter[str] = Counter()
    for at in range(24):
        forgets = at % 3 == 2 and bool(kept)
        gone = next(iter(kept), 0)
        text = f"{at}番のロッカーに傘を置いた"
        words = owner.words("forget", str(gone)) if forgets else owner.words("remember", text)
        with start(words) as process:
            time.sleep(float(rng.uniform(0.4, 1.5)) * took_s)
            process.send_signal(signal.SIGKILL)
            told = process.communicate(timeout=60)[0]
        is_done = process.returncode == 0 or told.rstrip().endswith("}")
        ends["done" if is_done else "killed"] += 1
        took_s *= 0.9 if is_done else 1.2  # other work may slow it down meanwhile
        out = tmp_path / f"out{at}"
        finish(owner.words("export", str(out)))
        found = {
            int(one["id"]): one["text"]
            for one in json.loads((out / "memories.json").read_text(encoding="utf-8"))
        }
        if forgets and (is_done or gone not in found):
            assert gone not in found
            del kept[gone]
        new = {item_id: one for item_id, one in found.items() if item_id not in kept}
        assert set(new.values()) <= ({text} if not forgets else set())
        assert new or forgets or not is_done
        kept.update(new)
        assert found == kept
    assert ends["killed"] > 3
    assert ends["done"] > 3
    assert finish(owner.words("log", "--verify"))["verified"]
