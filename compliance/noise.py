"""What a statistics table's own figures say of its noise, which is discrete Laplace of its scale.

With q = exp(-1/scale), P(noise >= m) = q^m / (1 + q) for m >= 1. A report works out from that which
k a threshold stands for; nothing here draws noise.

Source: the geometric mechanism, Ghosh, Roughgarden and Sundararajan 2009, section 2.
"""

from __future__ import annotations

import math
from typing import Final

FALSE_RELEASE: Final = 0.001  # the chance that coordinators leave, for a whole table
LEAST_K: Final = 10
_INTERVAL_CHANCE: Final = 0.95
_SLACK: Final = 1e-9  # other machines round an exponential otherwise


def margin(scale: float, cells: int) -> int:
    """Gives what is put on top of k - 1, so that noise alone lifts no small cell over it.

    The least m for which the noise reaches m in any of the cells with at most the chance
    `FALSE_RELEASE`, by the union bound.
    """
    tail = FALSE_RELEASE * (1 + _ratio(scale)) / max(1, cells)
    return max(1, math.ceil(-scale * math.log(tail) - _SLACK))


def stands_for(threshold: int, scale: float, cells: int) -> int:
    """Gives the k behind a threshold: how many devices must stand behind a cell to be shown.

    Less than `LEAST_K`, even less than 0, where the threshold is too low for such noise.
    """
    return threshold + 1 - margin(scale, cells)


def covers(interval: int, scale: float) -> bool:
    """Tells whether noise of this scale lies within the interval in 95 of 100 cases."""
    ratio = _ratio(scale)
    outside = 2 * ratio * math.exp(-interval / scale) / (1 + ratio)
    return outside <= 1 - _INTERVAL_CHANCE + _SLACK


def _ratio(scale: float) -> float:
    return math.exp(-1 / scale)
