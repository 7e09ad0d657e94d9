"""What a coordinator's state comes to, read without owning it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from coordinator.folder import Folder
from coordinator.settings import RoundSettings
from coordinator.state import State


class Status(BaseModel):
    """How far a coordinator is.

    Attributes:
        serving: Whether a process holds the folder now.
        rounds: How many it was last asked for in total; before the first run, the default.
        given_up: Rounds that were tried and made no model.
        cohort: Accepted updates of the last round that made a model.
        refused: Replies that were refused, by reason, over all rounds.
        missing: Replies that did not come in time, over all rounds.
        model: Digest of the model.
        reward: Of that model on held-out memories, where enough devices told.
        epsilon_spent: Privacy loss of all released statistics together.
        log_key: The key that checkpoints of the log are signed with.
        sees_single_updates: True in this version: updates are not masked from the coordinator.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    v: Literal[1] = 1
    serving: bool
    rounds_done: int
    rounds: int
    given_up: int
    minimum_cohort: int
    cohort: int
    refused: Mapping[str, int]
    missing: int
    model: str
    reward: float | None
    epsilon_spent: float
    releases: int
    log_events: int
    log_key: str
    simulated: bool
    sees_single_updates: Literal[True] = True


def read_status(folder: Folder) -> Status:
    """Reads how far the coordinator of a folder is.

    Raises:
        StateUnavailable: there is no state.
        StateDamaged: the state is not what was written to it.
    """
    now = State.read(folder.root)
    training = now.settings or RoundSettings()
    refused: Counter[str] = Counter()
    for line in now.lines:
        refused.update(line.refused)
    made = [line for line in now.lines if line.aggregated]
    return Status(
        serving=folder.is_held(),
        rounds_done=now.rounds_done,
        rounds=training.rounds,
        given_up=len(now.lines) - len(made),
        minimum_cohort=training.minimum_cohort,
        cohort=made[-1].accepted if made else 0,
        refused=dict(sorted(refused.items())),
        missing=sum(line.missing for line in now.lines),
        model=now.digest,
        reward=now.final_reward,
        epsilon_spent=now.epsilon_spent,
        releases=len(now.tables),
        log_events=now.log_size,
        log_key=now.vkey,
        simulated=now.simulated,
    )
