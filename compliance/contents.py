"""The content files of evidence bundles, which reports are made of.

A bundle is an evidence folder (compliance.evidence) that says in `about.json` what it is:

    device        about.json, memories.json, names.json, rules.json
    coordinator   about.json, rounds.json, statistics.json

Invariant: a number in a report stands in one of these files, in the log beside them, or is counted
from them; so whoever holds the bundle can make the report again and compare.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

ABOUT: Final = "about.json"
MEMORIES: Final = "memories.json"  # device: a list of cards, as `device.memory.records.Card` is
NAMES: Final = "names.json"  # device: commitment in the log -> the memory's id
RULES: Final = "rules.json"  # device: `Rules`; bundles of earlier versions have none
ROUNDS: Final = "rounds.json"
STATISTICS: Final = "statistics.json"

Digest: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Word: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")]
Count: TypeAlias = Annotated[int, Field(ge=0, le=2**53 - 1)]

_STRICT: Final = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class BundleKind(StrEnum):
    """Who made a bundle."""

    DEVICE = "device"
    COORDINATOR = "coordinator"


class About(BaseModel):
    """What a bundle is.

    Attributes:
        program: Version of the program that wrote it.
        market: Where its owner or operator is: JP, KR, EU or other.
        zone: Time zone in which times are shown.
        simulated: Whether devices in it were simulated; every page then says so.
    """

    model_config = _STRICT

    v: Literal[1] = 1
    kind: BundleKind
    program: str
    market: Literal["JP", "KR", "EU", "other"] = "other"
    language: Literal["en", "ja", "ko"] = "en"
    zone: str = "UTC"
    simulated: bool = False


class RecordLine(BaseModel):
    """One rule record, the memories that carry it, and what it says in standard words.

    Attributes:
        commitment: What the log calls the record where a rule was changed.
        record: As it is sealed with the memories; of later versions it may have other fields.
        data_categories: fideslang keys, of what the memories are about.
        data_uses: fideslang keys, of what they may be read for.
        dpv: The same as IRIs of the W3C's Data Privacy Vocabulary, by its properties.
    """

    model_config = _STRICT

    memories: tuple[Count, ...]
    commitment: Digest
    record: Mapping[str, Any]
    data_categories: tuple[str, ...]
    data_uses: tuple[str, ...]
    dpv: Mapping[str, tuple[str, ...]]


class Rules(BaseModel):
    """`rules.json`.

    Attributes:
        bundle: SHA-256 of the rules that decided when this was written.
        sentences: What each of those rules says, by its id and language.
    """

    model_config = _STRICT

    v: Literal[1] = 1
    bundle: Digest
    sentences: Mapping[str, Mapping[str, str]]
    records: tuple[RecordLine, ...] = ()


class RoundLine(BaseModel):
    """One round of training, as the coordinator's ledger keeps it.

    Attributes:
        at: Unix seconds at which it closed.
        refused: How many replies were refused, by reason (words of coordinator.validate).
        missing: Devices that were asked and did not reply in time.
        weight: Sum of the accepted weights.
        mean_norm: Mean L2 norm of the accepted updates; 0 where the round was given up.
        reward: Weighted mean reward of `before` on the devices' held-out memories.
        received_bytes: Tensor bytes of the accepted updates.
        aggregated: Whether the cohort reached the minimum and a new model was made.
    """

    model_config = _STRICT

    round: Count
    at: Count
    asked: Count
    accepted: Count
    refused: Mapping[Word, Count] = Field(default_factory=dict)
    missing: Count = 0
    weight: Count
    mean_norm: float
    reward: float | None
    received_bytes: Count
    aggregated: bool
    before: Digest
    after: Digest


class Rounds(BaseModel):
    """`rounds.json`.

    Attributes:
        minimum_cohort: Fewer accepted updates than this, and a round is given up.
        final_reward: Weighted mean reward of the last model, from the evaluation after it.
        tensors: Shape of each tensor of the model.
        sees_single_updates: True in this version: updates are not masked from the coordinator.
    """

    model_config = _STRICT

    v: Literal[1] = 1
    rounds: tuple[RoundLine, ...] = ()
    minimum_cohort: Count
    final_reward: float | None = None
    tensors: Mapping[str, tuple[Count, ...]]
    sees_single_updates: Literal[True] = True


class StatisticsTable(BaseModel):
    """One released view of the statistics.

    Attributes:
        view: regulator or developer.
        asked: Devices that were asked. Those without consent answer nothing.
        counts: Noisy number of devices in each cell; None where it is suppressed.
        threshold: Noisy counts below this are suppressed: k - 1 and the margin of the noise.
        bound: Bits that one device may set at most.
        epsilon: Privacy loss of this release, for a device's whole reply.
        scale: Of the discrete Laplace noise on each cell: bound / epsilon.
        interval: With 95% probability the noise on a cell is at most this.
    """

    model_config = _STRICT

    view: Literal["regulator", "developer"]
    at: Count
    period_days: Count
    asked: Count
    counts: Mapping[Word, int | None]
    threshold: Annotated[int, Field(ge=10)]
    bound: Count
    epsilon: float
    scale: float
    interval: Count
    simulated: bool = False


class Statistics(BaseModel):
    """`statistics.json`. `epsilon_spent` is the sum over all releases so far."""

    model_config = _STRICT

    v: Literal[1] = 1
    tables: tuple[StatisticsTable, ...] = ()
    epsilon_spent: float = 0.0


Cards: TypeAlias = list[dict[str, Any]]
