"""Clipping: no device moves the model further than the round allows.

Source: per-update clipping, McMahan et al. 2018 (arXiv 1710.06963), "flat clipping".
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from device.learning.models import Array, Parameters


def l2_norm(update: Parameters) -> float:
    """Gives the L2 norm over all tensors together, summed in float64."""
    squares = sum(float(np.square(tensor, dtype=np.float64).sum()) for tensor in update.values())
    return float(np.sqrt(squares))


def clip(update: Mapping[str, Array], norm: float) -> tuple[dict[str, Array], float]:
    """Gives the update scaled so that its L2 norm is at most `norm`, and its norm before.

    An update within the bound is returned as it is, bit for bit.

    Raises:
        ValueError: the bound is not positive, or the update holds a number that is not finite.
    """
    if not norm > 0:
        raise ValueError("the bound is positive")
    before = l2_norm(update)
    if not np.isfinite(before):
        raise ValueError("an update holds finite numbers only")
    if before <= norm:
        return dict(update), before
    clipped = {
        name: (tensor * (norm / before)).astype(np.float32) for name, tensor in update.items()
    }
    return clipped, before
