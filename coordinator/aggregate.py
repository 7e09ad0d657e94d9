"""From accepted updates to the next model: a weighted mean, the same whatever order they came in.

Source: federated averaging over updates, McMahan et al. 2017 (arXiv 1602.05629), algorithm 1, with
weights capped by the protocol.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from coordinator.validate import Update
from device.learning.models import Array, Parameters, model_digest


def aggregate(model: Parameters, updates: Collection[Update]) -> dict[str, Array]:
    """Gives the model moved by the weighted mean of the updates.

    Summed in float64 in an order that depends on nothing but the updates themselves, so that two
    runs with the same replies make the same bytes, and so the same digest.

    Raises:
        ValueError: there is no update.
    """
    if not updates:
        raise ValueError("expected at least one update")
    ordered = sorted(updates, key=lambda one: (one.measures.weight, model_digest(one.tensors)))
    total = sum(one.measures.weight for one in ordered)
    moved = {}
    for name, before in model.items():
        mean = np.zeros(before.shape, np.float64)
        for one in ordered:
            mean += one.measures.weight * one.tensors[name].astype(np.float64)
        moved[name] = (before + mean / total).astype(np.float32)
    return moved


def mean_norm(updates: Collection[Update]) -> float:
    """Gives the mean L2 norm of the updates."""
    return sum(sorted(one.norm for one in updates)) / len(updates)


def mean_reward(measures: Collection[tuple[int, float]]) -> float | None:
    """Gives the weighted mean of (weight, reward) pairs, in any order; None without any."""
    if not measures:
        return None
    total = sum(weight for weight, _ in measures)
    mean = sum(weight * reward for weight, reward in sorted(measures)) / total
    return max(-1.0, min(1.0, mean))
