"""What a memory was worth, and how well a gate chooses by that worth.

A memory that is kept tells both outcomes: had the gate stored it, it would have earned its value;
had it discarded it, it would have lost as much. So a gate's reward needs no trial and no sampling
(a bandit with full information), and is the same whenever it is computed.

Source: expected reward of a stochastic policy, Sutton and Barto 2018, section 13.1; value of a
write by what came of it later, learning.md section 4.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from device.learning.models import FEATURES, Array, Parameters, store_probability

MAX_ROWS: Final = 4_096

# One use is worth much, the second adds less. Keeping what nobody asks for costs a little: storage,
# and one more thing that could be found. It must be little: at 0.05, three hundred memories that
# nobody asked for yet outweigh a dozen ratings, and the gate learns to keep nothing (on the sample
# conversations it then ranks what was used below the rest, AUC 0.39; at 0.01 far above it, 0.86).
_USED: Final = 0.8
_USED_AGAIN: Final = 0.1
_DISMISSED: Final = -0.5
_DISMISSED_AGAIN: Final = -0.1
_IDLE: Final = -0.01
# The share of rows that training never sees: a hash byte below this of 256.
_HELD_OUT: Final = 64


@dataclass(frozen=True, slots=True)
class Rows:
    """What a device learns from: a memory's features and its value, and nothing else of it.

    *Shape:* features (n, FEATURES) and values (n,), both float32, n at most MAX_ROWS.
    """

    features: Array
    values: Array

    def __post_init__(self) -> None:
        count = len(self.values)
        if self.features.shape != (count, FEATURES) or self.values.shape != (count,):
            raise ValueError("the shapes of features and values do not fit")
        if self.features.dtype != np.float32 or self.values.dtype != np.float32:
            raise ValueError("features and values are float32")
        if count > MAX_ROWS:
            raise ValueError(f"at most {MAX_ROWS} rows")
        if not (np.isfinite(self.features).all() and np.isfinite(self.values).all()):
            raise ValueError("features and values are finite")
        if (np.abs(self.values) > 1).any():
            raise ValueError("a value is in [-1, 1]")

    def __len__(self) -> int:
        return len(self.values)

    def split(self) -> tuple[Rows, Rows]:
        """Gives the rows to train on, and those that are held out."""
        held = hold_out(self.features)
        return (
            Rows(self.features[~held], self.values[~held]),
            Rows(self.features[held], self.values[held]),
        )


def value(used: int, dismissed: int) -> float:
    """Gives what a memory was worth, in [-1, 1], by what its owner said of it when it was shown.

    Args:
        used: How often the owner said that it helped.
        dismissed: How often they said that it did not.
    """
    if used < 0 or dismissed < 0:
        raise ValueError("counts are not negative")
    if used == dismissed == 0:
        return _IDLE
    good = _USED + _USED_AGAIN * (used - 1) if used else 0.0
    bad = _DISMISSED + _DISMISSED_AGAIN * (dismissed - 1) if dismissed else 0.0
    return max(-1.0, min(1.0, good + bad))


def reward(gate: Parameters, features: Array, values: Array) -> float:
    """Gives how well a gate chooses, in [-1, 1].

    It is the mean of value times (probability of storing minus probability of discarding), divided
    by the mean of the values' sizes: 1 keeps what was of use and drops all else, 0 tosses a coin,
    -1 does the opposite. Without rows, or where all values are 0, it is 0.

    *Shape:* features (n, FEATURES), values (n,).
    """
    weight = float(np.abs(values, dtype=np.float64).sum())
    if weight == 0:
        return 0.0
    leaning = 2.0 * store_probability(gate, features).astype(np.float64) - 1.0
    return float(np.clip((leaning * values).sum() / weight, -1.0, 1.0))


def hold_out(features: Array) -> npt.NDArray[np.bool_]:
    """Tells for each row whether training must not see it: about a quarter, by the row's bytes.

    The same row falls on the same side on every device and in every round, so what was trained on
    once is never tested on later, and the same sentence is never on both sides.

    *Shape:* features (n, FEATURES), result (n,).
    """
    rows = np.ascontiguousarray(features, "<f4")
    return np.array([hashlib.sha256(row.tobytes()).digest()[0] < _HELD_OUT for row in rows], bool)
