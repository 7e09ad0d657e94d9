"""A coordinator's rounds and statistics over simulated devices, in one process.

It shows what reports look like once there are enough devices. The devices are made up, the code is
not: the same client, round loop, validation, noise and state as with real ones. The state says from
its first event on that it is simulated, and so does every page that is made of it.

`python -m coordinator.rehearsal FOLDER DEVICES`; `bojagi-coordinator simulate` runs it in a process
of its own, so that the command line never loads torch.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from coordinator.errors import CoordinatorError
from coordinator.rounds import run_rounds
from coordinator.settings import RoundSettings, StatisticsSettings
from coordinator.simulate import InProcessGrid, simulated_clients, simulated_devices
from coordinator.state import Snapshot, State
from coordinator.statistics import run_statistics
from device.federation.protocol import StatisticsView
from device.learning.models import initial_gate
from device.learning.train_gate import train
from policy.console import DONE, INTERRUPTED, choose_language

ROUNDS: Final = 3


def rehearse(
    folder: Path,
    devices: int,
    *,
    now: Callable[[], int],
    seed: int = 0,
) -> Snapshot:
    """Makes a state in a new folder from simulated devices, and gives what it holds.

    Args:
        now: Gives Unix seconds.

    Raises:
        OperatorError: there is a state already.
    """
    model = initial_gate(np.random.default_rng(seed))
    clients = simulated_clients(simulated_devices(devices, seed), train)
    with State.create(folder, model, at=now(), simulated=True) as state:
        grid = InProcessGrid(clients)
        run_rounds(grid, state, RoundSettings(rounds=ROUNDS, seed=seed), now)
        for view in StatisticsView:
            run_statistics(grid, state, view, StatisticsSettings(), now)
        return state.now


def main() -> int:
    """Runs it, and gives the exit code."""
    folder, devices = Path(sys.argv[1]), int(sys.argv[2])
    try:
        rehearse(folder, devices, now=lambda: int(time.time()))
    except CoordinatorError as error:
        sys.stderr.write(error.tell(choose_language()) + "\n")
        return error.exit_code
    except KeyboardInterrupt:
        shutil.rmtree(folder, ignore_errors=True)  # half a rehearsal is of no use
        return INTERRUPTED
    return DONE


if __name__ == "__main__":
    sys.exit(main())
