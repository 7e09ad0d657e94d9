"""What leaves the guard, and what the log keeps of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, assert_never

import numpy as np
import numpy.typing as npt

from compliance.log.events import Decision as LoggedDecision
from compliance.log.events import Outcome
from device.memory.records import Memory
from device.vault.rows import Rows
from policy.binding import RuleRecord
from policy.decide import Decision, Deny, Permit, StepUp
from policy.labelling import label

_MASK: Final = "█"


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

    *Shape:* vector (256,), int8.
    """

    vector: npt.NDArray[np.int8]
    languages: int
    domains: int
    strength: float
    reads: int


def redact(text: str, kinds: Iterable[str]) -> str:
    """Masks the identifiers of these kinds."""
    masked = list(text)
    wanted = frozenset(kinds)
    for found in label(text).identifiers:
        if found.kind in wanted:
            masked[found.start : found.end] = _MASK * (found.end - found.start)
    return "".join(masked)


def as_logged(name: str, decision: Decision) -> LoggedDecision:
    """Gives a decision as the log keeps it, about the memory of that name."""
    match decision:
        case Permit(rules=rules, obligations=obligations):
            duties = tuple(duty.kind.value for duty in obligations)
            return LoggedDecision(
                memory=name, outcome=Outcome.PERMIT, rules=rules, obligations=duties
            )
        case StepUp(rules=rules):
            return LoggedDecision(memory=name, outcome=Outcome.STEP_UP, rules=rules)
        case Deny(rules=rules):
            return LoggedDecision(memory=name, outcome=Outcome.DENY, rules=rules)
        case _:
            assert_never(decision)
