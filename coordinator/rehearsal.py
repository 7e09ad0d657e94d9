"""A coordinator's rounds and statistics over simulated devices, in one process.

It shows what reports look like once there are enough devices. The devices are made up, the code is
not: the same client, round loop, validation, noise and state as with real ones. The state says from
its first event on that it is simulated, and so does every page that is made of it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from coordinator.rounds import News, run_rounds
from coordinator.settings import RoundSettings, StatisticsSettings
from coordinator.simulate import InProcessGrid, simulated_clients, simulated_devices
from coordinator.state import Snapshot, State
from coordinator.statistics import run_statistics
from device.federation.protocol import StatisticsView
from device.learning.models import initial_gate
from device.learning.train_gate import train

ROUNDS: Final = 3


def rehearse(
    folder: Path,
    devices: int,
    *,
    now: Callable[[], int],
    tell: Callable[[News], None],
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
        run_rounds(grid, state, RoundSettings(rounds=ROUNDS, seed=seed), now, tell)
        for view in StatisticsView:
            run_statistics(grid, state, view, StatisticsSettings(), now)
        return state.now
