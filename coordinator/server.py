"""The ServerApp: what Flower runs on the coordinator's machine for each run of our app.

It works in the folder that its environment names, does what the assignment there says, and owns the
state while it does. Flower starts it anew for each run; killed at any instant, the next one goes on
from the state.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from flwr.app import Context
from flwr.serverapp import Grid, ServerApp

from coordinator.assignment import Began, Ended, read_assignment, say
from coordinator.errors import CoordinatorError
from coordinator.folder import STATE_VARIABLE, Folder
from coordinator.rounds import News, run_rounds
from coordinator.state import State
from coordinator.statistics import run_statistics

app = ServerApp()


@app.main()
def main(grid: Grid, _context: Context) -> None:
    """Does what the folder's assignment says."""
    folder = Folder(Path(os.environ[STATE_VARIABLE]))
    try:
        work(grid, folder)
    except CoordinatorError as error:
        say(folder, Ended(type(error).__name__, error.key, error.values))
        raise
    say(folder, Ended())


def work(grid: Grid, folder: Folder) -> None:
    """Runs the rounds that are missing, then releases the views that are asked for.

    Raises:
        StateDamaged: there is no assignment, or the state is not what was written to it.
        StateUnavailable: another run owns the state.
        RoundsFailed: too few devices took part, again and again.
    """
    assignment = read_assignment(folder)

    def tell(news: News) -> None:
        say(folder, news)

    with State.open(folder.root) as state:
        say(folder, Began())
        run_rounds(grid, state, assignment.settings.training, _now, tell)
        for view in assignment.views:
            say(folder, run_statistics(grid, state, view, assignment.settings.statistics, _now))


def _now() -> int:
    return int(time.time())
