"""What an operator may set, read from a file.

A setting that is not here is refused, so that a misspelt bound never goes unnoticed.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coordinator.errors import OperatorError
from device.federation.protocol import MAX_CLIP_NORM, RoundPlan

LEAST_K: Final = 10  # of statistics; the contract of a table holds it too

_STRICT: Final = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class RoundSettings(BaseModel):
    """How rounds of training are run.

    Attributes:
        rounds: How many in total; those that the state holds already count, so a run that was
            killed goes on with the same number.
        minimum_cohort: Fewer accepted updates than this, and a round is given up.
        timeout_s: How long a round waits for replies. Who is late is missing from it.
        wait_s: How long a round waits until enough devices are connected.
        attempts: How often a round is tried before the run ends with an error.
        clip_norm: L2 norm that an update may have at most.
    """

    model_config = _STRICT

    rounds: Annotated[int, Field(ge=1, le=1_000_000)] = 3
    minimum_cohort: Annotated[int, Field(ge=2, le=1_000_000)] = 3
    timeout_s: Annotated[float, Field(gt=0, le=86_400)] = 120.0
    wait_s: Annotated[float, Field(ge=0, le=86_400)] = 120.0
    attempts: Annotated[int, Field(ge=1, le=100)] = 3
    epochs: Annotated[int, Field(ge=1, le=50)] = 4
    batch_rows: Annotated[int, Field(ge=1, le=1_024)] = 32
    learning_rate: Annotated[float, Field(gt=0, le=1)] = 0.01
    clip_norm: Annotated[float, Field(gt=0, le=MAX_CLIP_NORM)] = 1.0
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0

    def plan(self, number: int, model: str) -> RoundPlan:
        """Gives what round `number` asks of a device that gets the model with this digest."""
        return RoundPlan(
            round=number,
            rounds=max(self.rounds, number),
            epochs=self.epochs,
            batch_rows=self.batch_rows,
            learning_rate=self.learning_rate,
            clip_norm=self.clip_norm,
            seed=self.seed,
            model=model,
        )


class StatisticsSettings(BaseModel):
    """How statistics are released.

    Attributes:
        k: A number that fewer devices than this stand behind is not to be shown.
        epsilon_milli: Privacy loss of one release, in thousandths.
        budget_milli: Privacy loss of all releases together; what would pass it is not asked.
    """

    model_config = _STRICT

    k: Annotated[int, Field(ge=LEAST_K, le=10_000)] = LEAST_K
    epsilon_milli: Annotated[int, Field(ge=10, le=20_000)] = 2_000
    budget_milli: Annotated[int, Field(ge=10, le=1_000_000)] = 8_000
    period_days: Annotated[int, Field(ge=1, le=400)] = 28
    timeout_s: Annotated[float, Field(gt=0, le=86_400)] = 120.0


class Settings(BaseModel):
    """A settings file: the tables `training` and `statistics`, each optional."""

    model_config = _STRICT

    training: RoundSettings = RoundSettings()
    statistics: StatisticsSettings = StatisticsSettings()


def read_settings(path: Path) -> Settings:
    """Reads a settings file in TOML, or in JSON if its name ends so.

    Raises:
        OperatorError: it cannot be read, or a setting in it is unknown or out of its bounds.
    """
    try:
        text = path.read_text(encoding="utf-8")
        raw = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        raise OperatorError("rounds.settings_unreadable", file=str(path)) from error
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(str(part) for part in fault["loc"])[:80]
        raise OperatorError(
            "rounds.settings_bad", file=str(path), field=field, expected=fault["msg"]
        ) from error
