"""What a coordinator and a device say to each other: the only bytes that a round may carry.

Both sides check with these models; a field that is not here is refused by either. Nothing here
knows Flower: `device.federation.client` and `coordinator.messages` put it into Flower's records.

Invariants:
1. A reply holds the tensors of `GATE_SHAPES`, a weight and a reward; or one bit for each cell of
   one statistics view. There is no field for text.
2. A device never weighs more than `MAX_WEIGHT` memories, however many it has, and never sets more
   than `MAX_CELLS` bits in a statistics reply.
3. An error carries the name of its type, never its text.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

VERSION: Final = 1
MAX_WEIGHT: Final = 64
MAX_CELLS: Final = 8  # bits that one device may set in one reply: the contribution bound
MAX_CLIP_NORM: Final = 10.0

# Flower's message types and the names of the records in them.
TRAIN: Final = "train"
EVALUATE: Final = "evaluate"
STATISTICS: Final = "query.statistics"
PLAN_RECORD: Final = "plan"  # ConfigRecord, from the coordinator
MODEL_RECORD: Final = "model"  # ArrayRecord, from the coordinator
UPDATE_RECORD: Final = "update"  # ArrayRecord, from the device: trained minus received, clipped
MEASURES_RECORD: Final = "measures"  # MetricRecord, from the device
CELLS_RECORD: Final = "cells"  # MetricRecord, from the device

Digest: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

_STRICT: Final = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class RoundPlan(BaseModel):
    """What a round asks of a device. Travels as the plan record of a train or evaluate message."""

    model_config = _STRICT

    v: Literal[1] = 1
    round: Annotated[int, Field(ge=0, le=1_000_000)]
    rounds: Annotated[int, Field(ge=1, le=1_000_000)]
    epochs: Annotated[int, Field(ge=1, le=50)] = 4
    batch_rows: Annotated[int, Field(ge=1, le=1_024)] = 32
    learning_rate: Annotated[float, Field(gt=0, le=1)] = 0.01
    clip_norm: Annotated[float, Field(gt=0, le=MAX_CLIP_NORM)] = 1.0
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0
    model: Digest  # of the parameters in the model record


class Measures(BaseModel):
    """What a device says beside its update, or instead of one when it only evaluates.

    Attributes:
        weight: On how many memories it trained, at most MAX_WEIGHT.
        reward: Mean reward of the received model on memories that it holds out, in [-1, 1].
    """

    model_config = _STRICT

    weight: Annotated[int, Field(ge=1, le=MAX_WEIGHT)]
    reward: Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)]


class StatisticsView(StrEnum):
    """For whom a statistics reply is made."""

    REGULATOR = "regulator"
    DEVELOPER = "developer"


# A cell is one bit: did this happen on this device in the period? What is counted is devices.
CELLS: Final[Mapping[StatisticsView, tuple[str, ...]]] = {
    StatisticsView.REGULATOR: (
        "recall_answered",
        "recall_refused",
        "class_closed",
        "stepped_up",
        "exported",
        "forgotten",
        "expired",
        "rule_changed",
        "update_shared",
        "consent_withdrawn",
    ),
    StatisticsView.DEVELOPER: (
        "rated_used",
        "rated_dismissed",
        "typed",
        "imported_line",
        "imported_kakaotalk",
        "imported_chatgpt",
        "foreign_app_refused",
        "language_en",
        "language_ja",
        "language_ko",
    ),
}


class StatisticsPlan(BaseModel):
    """What a statistics round asks of a device. Travels as the plan record of its message."""

    model_config = _STRICT

    v: Literal[1] = 1
    view: StatisticsView
    period_days: Annotated[int, Field(ge=1, le=400)] = 28


def unexpected_cells(view: StatisticsView, cells: Mapping[str, int]) -> str | None:
    """Gives why a statistics reply is refused, or None where it is as agreed."""
    if set(cells) != set(CELLS[view]):
        return "cell-names"
    if any(type(bit) is not int or bit not in {0, 1} for bit in cells.values()):
        return "cell-value"
    if sum(cells.values()) > MAX_CELLS:
        return "cell-bound"
    return None


class SentKind(StrEnum):
    """The classes of bytes that leave a device in a federation; docs/what-leaves.md lists them."""

    UPDATE = "update"
    EVALUATION = "evaluation"
    STATISTICS = "statistics"
    ERROR = "error"
