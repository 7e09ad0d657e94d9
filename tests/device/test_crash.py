"""A vault that is killed again and again: what was acknowledged stays, what was erased stays gone.

`kill -9` takes the process, not the page cache: this shows that every act is one transaction and
that the WAL recovers, not what a power cut does to an unsynced disk.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from compliance.log.events import Event, EventKind
from device.vault.store import Vault
from tests.builders import STEP_UP, add, new_item, new_vault, read_all, unlock

REPOSITORY = Path(__file__).parents[2]
MOST_WORK_S = 0.5  # the longest that a round works before it is killed


@dataclass
class Promises:
    """What all rounds so far acknowledged."""

    added: dict[int, str] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)  # erasures that may or may not have happened
    erased: set[int] = field(default_factory=set)
    reads: dict[int, int] = field(default_factory=dict)

    def take(self, lines: list[str]) -> None:
        """Takes a round's acknowledgements.

        Raises:
            AssertionError: the round did no work, so it would prove nothing.
        """
        kinds = {line.split()[0] for line in lines if line}
        assert {"added", "erased"} <= kinds, f"the round did no work: {lines}"
        for line in lines:
            match line.split():
                case ["added", item_id, digest]:
                    self.added[int(item_id)] = digest
                case ["erasing", item_id]:
                    self.begun.add(int(item_id))
                case ["erased", item_id]:
                    self.erased.add(int(item_id))
                case ["read", item_id, reads]:
                    self.reads[int(item_id)] = int(reads)

    def held_by(self, vault: Vault) -> None:
        """Checks every promise against the unlocked vault."""
        found = {item_id: sha256(data).hexdigest() for item_id, data in read_all(vault).items()}
        for item_id, digest in self.added.items():
            if item_id not in self.begun:
                assert found.get(item_id) == digest, f"the acknowledged add {item_id} is lost"
            else:
                assert found.get(item_id, digest) == digest
        for item_id in self.erased:
            assert item_id not in found, f"the erased {item_id} came back"
            assert not vault.exists(item_id)
        for item_id, reads in self.reads.items():
            if item_id not in self.begun:
                assert vault.reads(item_id) >= reads, f"the read counter of {item_id} is lost"
        (stored,) = vault._database.all("SELECT count(*) FROM item")[0]
        assert stored == len(found), "an item without a row, or a row without an item"
        leaves = [Event.from_leaf(leaf) for _, leaf in vault.journal.leaves()]
        assert vault.journal.verify() == len(leaves)
        assert sum(event.kind is EventKind.ERASED for event in leaves) >= len(self.erased)
        named = sum(len(event.memories) for event in leaves if event.kind is EventKind.STORED)
        assert named >= len(self.added), "an add without its leaf"


def run_until_killed(role: str, folder: Path, rng: np.random.Generator) -> list[str]:
    """Runs a worker, kills it at a random moment of its work, and gives the lines it finished."""
    command = [sys.executable, "-m", "tests.device.vault_worker", role, str(folder)]
    seed = str(int(rng.integers(1 << 31)))
    with subprocess.Popen(
        [*command, *([seed] if role == "churn" else [])],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    ) as process:
        assert process.stdout is not None
        ready = process.stdout.readline()
        assert ready == b"ready\n", f"the worker did not start: {ready!r}"
        time.sleep(0.05 + rng.uniform(0, MOST_WORK_S))
        process.send_signal(signal.SIGKILL)
        out = process.stdout.read()
        assert process.wait(timeout=60) == -signal.SIGKILL, "the worker ended by itself"
    whole, _, _ = out.decode().rpartition("\n")
    return whole.split("\n")


def crash_rounds(folder: Path, rounds: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    promises = Promises()
    new_vault(folder, STEP_UP).close()
    for _ in range(rounds):
        promises.take(run_until_killed("churn", folder, rng))
        with closing(unlock(folder)) as vault:
            vault.step_up(STEP_UP)
            promises.held_by(vault)
            assert vault._database.all("PRAGMA integrity_check") == [("ok",)]
    with closing(unlock(folder)) as vault:
        assert vault._database.all("SELECT count(*) > 0 FROM seg") == [(1,)], "nothing compacted"
        vault.step_up(STEP_UP)
        promises.held_by(vault)


def test_nothing_acknowledged_is_lost_when_the_process_is_killed(tmp_path: Path):
    crash_rounds(tmp_path, rounds=5, seed=1)


@pytest.mark.prove
def test_nothing_acknowledged_is_lost_in_a_hundred_kills(tmp_path: Path):
    crash_rounds(tmp_path, rounds=100, seed=1)


def test_round_that_did_no_work_fails(tmp_path: Path):
    new_vault(tmp_path).close()
    lines = run_until_killed("idle", tmp_path, np.random.default_rng(0))
    with pytest.raises(AssertionError, match="no work"):
        Promises().take(lines)


def test_worker_that_ends_by_itself_fails_the_round(tmp_path: Path):
    with pytest.raises(AssertionError, match="did not start"):
        run_until_killed("churn", tmp_path / "no vault here", np.random.default_rng(0))


def test_broken_promise_is_noticed(tmp_path: Path):
    with closing(new_vault(tmp_path)) as vault:
        add(vault, new_item(b"here"))
        Promises(added={1: sha256(b"here").hexdigest()}).held_by(vault)
        for broken, told in (
            (Promises(added={1: sha256(b"changed").hexdigest()}), "is lost"),
            (Promises(added={2: sha256(b"here").hexdigest()}), "is lost"),
            (Promises(erased={1}), "came back"),
            (Promises(reads={1: 1}), "read counter"),
        ):
            with pytest.raises(AssertionError, match=told):
                broken.held_by(vault)
