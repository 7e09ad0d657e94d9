"""kill -9 of any process of a coordinator at any moment, again and again, while devices take part.

Afterwards each round was counted once, each model follows from the one before, the log verifies,
nothing runs, and no device was asked again for what was committed.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack
from itertools import pairwise

import numpy as np
import pytest

from compliance.log.events import EventKind
from coordinator.folder import Folder
from coordinator.serve import Coordinator
from coordinator.state import State
from coordinator.superlink import processes
from device.federation.keys import new_node_key
from device.federation.protocol import TRAIN
from tests.coordinator.devices import is_alive, of_program, until
from tests.e2e.hostile_link import Device, honest

SERVER = "import sys; from coordinator.cli import main; sys.exit(main(sys.argv[1:]))"
PROGRAMS = ("coordinator.superlink_program", "flower-superexec", "flwr-serverapp")
SETTINGS = """
[training]
timeout_s = 6.0
wait_s = 60.0
minimum_cohort = 2
rounds = {rounds}
[statistics]
timeout_s = 6.0
budget_milli = 400000
"""

# Flower matches files with a pattern style that pathspec has given another name.
pytestmark = pytest.mark.filterwarnings("ignore:GitWildMatchPattern:DeprecationWarning")


class Served:
    """A coordinator that is started again whenever it is dead, until its rounds are done."""

    def __init__(self, folder, words, log):
        self.folder, self._words, self._log = folder, words, log
        self._process = None
        self.exits = []

    def keep_up(self):
        """Starts it if it does not run. Gives whether it ended by itself, with all done."""
        if self._process is not None and self._process.poll() is None:
            return False
        if self._process is not None:
            self.exits.append(self._process.returncode)
            if self._process.returncode == 0:
                return True
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", SERVER, *self._words], stdout=log, stderr=log
            )
        return False

    def end(self):
        """Ends it, where the test did not come to its end."""
        self._process.kill()
        self._process.wait()

    def kill_one(self, rng):
        """Kills a process of it: itself, its watchdog, or one of Flower's."""
        found = [self._process.pid, *processes(self.folder)]
        of_flower = [pid for program in PROGRAMS for pid in of_program(self.folder, program)]
        chosen = int(rng.choice(of_flower if of_flower and rng.random() < 0.6 else found))
        os.kill(chosen, signal.SIGKILL)
        return chosen


def kinds(folder):
    with State.open(folder.root) as state:
        return [
            (event.kind, event.details.get("round"), event.details.get("digest"))
            for event in state._ledger.events()
        ]


@pytest.mark.parametrize(
    ("kills", "rounds"), [(1, 2), pytest.param(30, 12, marks=pytest.mark.prove)]
)
def test_rounds_are_counted_once_whatever_is_killed_and_whenever(tmp_path, kills, rounds):
    rng = np.random.default_rng(kills)
    folder = Folder(tmp_path / "state")
    settings = tmp_path / "settings.toml"
    settings.write_text(SETTINGS.format(rounds=rounds), encoding="utf-8")
    answered = [[], []]

    def noted(at):
        act = honest(at)

        def noting(device, message):
            if message.metadata.message_type == TRAIN:
                answered[at].append(int(message.metadata.group_id))
            act(device, message)

        return noting

    with Coordinator(folder.root) as first:  # to admit the devices; then it ends
        keys = [new_node_key() for _ in answered]
        for key in keys:
            first.admit(key.public_line)
        invitation = first.invitation
    words = ["serve", "--state", str(folder.root), "--settings", str(settings), "--once"]
    served = Served(folder, [*words, "--lang", "en"], tmp_path / "serve.log")
    seen, killed = set(), []
    with ExitStack() as stack:
        stack.callback(served.end)
        served.keep_up()
        for at, key in enumerate(keys):
            stack.enter_context(Device(invitation.server, invitation.ca_pem, noted(at), key))
        give_up = time.monotonic() + 60 + 40 * (kills + rounds)
        while not served.keep_up():
            assert time.monotonic() < give_up, (tmp_path / "serve.log").read_text("utf-8")[-3000:]
            seen |= set(processes(folder))
            if len(killed) < kills and processes(folder):
                time.sleep(float(rng.random()) * 9)
                served.keep_up()
                killed.append(served.kill_one(rng))
            time.sleep(0.2)
    assert len(killed) == kills
    assert served.exits[-1] == 0
    assert until(lambda: processes(folder) == [])
    assert not any(map(is_alive, seen))
    state = State.read(folder.root)
    done = [line for line in state.lines if line.aggregated]
    assert [line.round for line in done] == list(range(1, rounds + 1))
    assert all(one.after == two.before for one, two in pairwise(state.lines))
    assert (state.lines[-1].after, state.is_evaluated) == (state.digest, True)
    told = kinds(folder)
    closed = Counter(number for kind, number, _ in told if kind is EventKind.ROUND_CLOSED)
    assert set(closed.values()) == {1}
    opened = Counter(number for kind, number, _ in told if kind is EventKind.ROUND_OPENED)
    for rounds_of_one in answered:
        assert rounds_of_one == sorted(rounds_of_one)  # a committed round is never asked for again
        assert Counter(rounds_of_one) <= opened
