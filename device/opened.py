"""What leaves the guard, and what the log keeps of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, assert_never

import numpy as np
import numpy.typing as npt

from compliance.log.events import Decision as LoggedDecision
from compliance.log.events import Outcome
from device.encoder.encode import Encoder
from device.learning.features import gate_features
from device.learning.rewards import value
from device.memory.records import Memory
from device.vault.rows import Rows, quantise
from device.vault.upkeep import Usage
from policy.binding import RuleRecord
from policy.decide import Decision, Deny, Permit, StepUp

MAX_ROWS: Final = 4_096  # that a trainer gets at once


@dataclass(frozen=True, slots=True)
class Opened:
    """A memory that left the guard, with the decision that let it out."""

    row: Rows
    memory: Memory
    record: RuleRecord
    decision: Permit


@dataclass(frozen=True, slots=True)
class FeatureRow:
    """What a trainer gets of a memory: no text, no id, no key.

    *Shape:* features (FEATURES,) as `device.learning.features` makes them. `value` is what the
    memory was worth to its owner, in [-1, 1], as `device.learning.rewards` tells it.
    """

    features: npt.NDArray[np.float32]
    value: float


def is_rated(usage: Usage) -> bool:
    """Tells whether the owner ever said what this memory was worth."""
    return usage.used + usage.dismissed > 0


def as_features(row: Rows, memory: Memory, usage: Usage, shipped: int) -> FeatureRow:
    """Makes of an opened memory what a trainer may see of it.

    Args:
        shipped: Number of the encoder that all devices share. To a vector of another one, a model
            that they learn together would be blind.
    """
    vector, scale = row["vector"][0], float(row["scale"][0])
    if int(row["encoder"][0]) != shipped:
        vectors, scales = quantise(Encoder.default().encode([memory.index_text]))
        vector, scale = vectors[0], float(scales[0])
    features = gate_features(
        memory.text,
        vector=vector,
        scale=scale,
        languages=int(row["languages"][0]),
        domains=int(row["domains"][0]),
        strength=float(row["strength"][0]),
        by_owner=memory.by_owner,
    )
    return FeatureRow(features, value(used=usage.used, dismissed=usage.dismissed))


def as_logged(name: str, decision: Decision) -> LoggedDecision:
    """Gives a decision as the log keeps it, about the memory of that name."""
    match decision:
        case Permit(rules=rules, obligations=obligations):
            duties = tuple(duty.word for duty in obligations)
            return LoggedDecision(
                memory=name, outcome=Outcome.PERMIT, rules=rules, obligations=duties
            )
        case StepUp(rules=rules):
            return LoggedDecision(memory=name, outcome=Outcome.STEP_UP, rules=rules)
        case Deny(rules=rules):
            return LoggedDecision(memory=name, outcome=Outcome.DENY, rules=rules)
        case _:
            assert_never(decision)
