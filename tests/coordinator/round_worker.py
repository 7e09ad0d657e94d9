"""Forks processes that run rounds until they are killed. `test_rounds` talks to it by lines.

in   the settings of a run, as JSON
out  {"pid": n} once the process is about to run, {"signal": n} once it ended
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from coordinator.rounds import run_rounds
from coordinator.settings import RoundSettings
from coordinator.simulate import InProcessGrid
from coordinator.state import State
from tests.coordinator.hostile import NOW, honest


def main(folder: Path) -> None:
    grid = InProcessGrid(honest(4))
    for line in sys.stdin:
        settings = RoundSettings.model_validate_json(line)
        pid = os.fork()
        if pid == 0:
            tell(pid=os.getpid())
            with State.open(folder) as state:
                run_rounds(grid, state, settings, lambda: NOW, lambda _: time.sleep(0.002))
            time.sleep(60)  # done: wait for the kill
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        tell(signal=os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)


def tell(**facts: int) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
