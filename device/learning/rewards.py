"""What a memory was worth, and how well a gate chooses by that worth.

A memory that is kept tells both outcomes: had the gate stored it, it would have earned its value;
had it discarded it, it would have lost as much. So a gate's reward needs no trial and no sampling
(a bandit with full information), and is the same whenever it is computed.

Reward measures choosing, and nothing else: what was of use and what was not weigh half each,
however many there are of either. Were they only added up, a person who dismisses more than they use
would teach a gate to keep nothing: it would earn well, and remember nothing. So each gate that does
not look (keep everything, keep nothing, toss a coin) earns 0, and a device that knows one side only
has nothing to learn from.

Source: expected reward of a stochastic policy, Sutton and Barto 2018, section 13.1; the mean of
both sides is balanced accuracy, Brodersen et al. 2010 (doi 10.1109/ICPR.2010.764), weighted by
value and stretched to [-1, 1]; value of a write by what came of it later, learning.md section 4;
each device's own scale, personalised observation normalisation (arXiv 2605.27385).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from device.learning.models import FEATURES, LENGTH, Array, Parameters, store_probability

MAX_ROWS: Final = 4_096

# One use is worth much, the second adds less. Keeping what nobody asks for costs a little: storage,
# and one more thing that could be found. It must be little: at 0.05, three hundred memories that
# nobody asked for yet outweigh two dozen that somebody dismissed.
_USED: Final = 0.8
_USED_AGAIN: Final = 0.1
_DISMISSED: Final = -0.5
_DISMISSED_AGAIN: Final = -0.1
_IDLE: Final = -0.01
# The share of rows that training never sees: a hash byte below this of 256.
_HELD_OUT: Final = 64
_LONGEST: Final = 1.5  # in double standard deviations: one huge message does not rule the rest


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
        """Gives the rows to train on, and those that are held out: what a gate is shown.

        Lengths are told against those of the first part, as `divide` does.
        """
        return self.divide(hold_out(self.features))

    def divide(self, held: npt.NDArray[np.bool_]) -> tuple[Rows, Rows]:
        """Gives the rows that are not held, and those that are.

        A message of 30 letters is long between friends, and short where one asks a program. So
        lengths are told against the mean and the spread of this device's own rows that are not
        held. These two numbers stay on the device.

        *Shape:* held (n,).
        """
        features = _against_own(self.features, self.features[~held, LENGTH])
        return Rows(features[~held], self.values[~held]), Rows(features[held], self.values[held])


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

    It is the sum of the balanced values times (probability of storing minus probability of
    discarding): 1 keeps what was of use and drops all else, 0 does not choose, -1 does the
    opposite. Where nothing was of use, or nothing was not, there is no choice to judge: 0.

    *Shape:* features (n, FEATURES), values (n,).
    """
    leaning = 2.0 * store_probability(gate, features).astype(np.float64) - 1.0
    return float(np.clip((leaning * balanced(values)).sum(), -1.0, 1.0))


def balanced(values: Array) -> npt.NDArray[np.float64]:
    """Gives the values scaled so that what was of use weighs one half, and what was not the other.

    All are 0 where one of the two sides is missing.

    *Shape:* values (n,), result (n,), float64.
    """
    exact = values.astype(np.float64)
    good, bad = np.maximum(exact, 0), np.minimum(exact, 0)
    if not has_both_sides(values):
        return np.zeros_like(exact)
    weights: npt.NDArray[np.float64] = good / (2 * good.sum()) - bad / (2 * bad.sum())
    return weights


def has_both_sides(values: Array) -> bool:
    """Tells whether something was of use and something was not: without both, nothing is learned.

    *Shape:* values (n,).
    """
    return bool((values > 0).any() and (values < 0).any())


def hold_out(features: Array) -> npt.NDArray[np.bool_]:
    """Tells for each row whether training must not see it: about a quarter, by the row's bytes.

    The same row falls on the same side on every device and in every round, so what was trained on
    once is never tested on later, and the same sentence is never on both sides.

    *Shape:* features (n, FEATURES), result (n,).
    """
    rows = np.ascontiguousarray(features, "<f4")
    return np.array([hashlib.sha256(row.tobytes()).digest()[0] < _HELD_OUT for row in rows], bool)


def _against_own(features: Array, lengths: Array) -> Array:
    """Gives the features with each length as its distance from the mean of `lengths`.

    *Shape:* features (n, FEATURES), lengths (m,), result (n, FEATURES).
    """
    told = features.copy()
    spread = float(lengths.std(dtype=np.float64)) if len(lengths) else 0.0
    if spread < np.finfo(np.float32).eps:
        told[:, LENGTH] = 0.0
        return told
    mean = float(lengths.mean(dtype=np.float64))
    distance = (features[:, LENGTH].astype(np.float64) - mean) / (2 * spread)
    told[:, LENGTH] = np.clip(distance, -_LONGEST, _LONGEST)
    return told
