"""Discrete Laplace noise for counts of devices, and what follows from it.

OpenDP draws the noise (its generator is cryptographic, and integers have no floating-point traces,
Mironov 2012); the formulas below say how large it is. For scale s let q = exp(-1/s). Then

    P(noise = n) = (1 - q) / (1 + q) * q^|n|
    P(noise >= m) = q^m / (1 + q)            for m >= 1
    P(|noise| > m) = 2 q^(m + 1) / (1 + q)

Sensitivity: a device sets at most MAX_CELLS bits, each 0 or 1, so adding or removing a device moves
the vector of counts by at most MAX_CELLS in L1 norm, and scale = MAX_CELLS / epsilon gives epsilon
for its whole reply.

Source: the geometric mechanism, Ghosh, Roughgarden and Sundararajan 2009, section 2; L1 sensitivity
of vectors, Dwork et al. 2006, theorem 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final

import opendp.prelude as dp

from device.federation.protocol import MAX_CELLS

_SLACK: Final = 1e-9  # of a float that OpenDP rounds upwards

dp.enable_features("contrib")  # vectors with an L1 distance are there and nowhere else


def noise_scale(epsilon: float) -> float:
    """Gives the scale at which a device's whole reply costs this epsilon."""
    return MAX_CELLS / epsilon


def add_noise(counts: Mapping[str, int], epsilon: float) -> dict[str, int]:
    """Gives the counts with fresh noise on each, together epsilon-private for a device's reply.

    Raises:
        RuntimeError: OpenDP works out a larger loss for this scale than we do.
    """
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l1_distance(T="i64")
    mechanism = dp.m.make_laplace(*space, scale=noise_scale(epsilon))
    loss = mechanism.map(MAX_CELLS)  # type: ignore[no-untyped-call]  # OpenDP annotates it in part
    if loss > epsilon * (1 + _SLACK):
        raise RuntimeError("the noise is too small for the epsilon that is stated")
    noisy = mechanism(list(counts.values()))
    return {name: int(count) for name, count in zip(counts, noisy, strict=True)}


def tail(scale: float, least: int) -> float:
    """Gives the chance that the noise is at least this large, for a number from 1 on."""
    q = math.exp(-1 / scale)
    return float(q**least / (1 + q))


def margin(scale: float, cells: int, chance: float) -> int:
    """Gives the least m so that the noise reaches m in any of the cells with at most this chance.

    By the union bound, cells * P(noise >= m) <= chance.
    """
    return _least(lambda m: cells * tail(scale, m) <= chance)


def interval(scale: float, chance: float = 0.95) -> int:
    """Gives the least m so that one cell's noise lies within -m and m with this chance."""
    return _least(lambda m: 2 * tail(scale, m + 1) <= 1 - chance)


def _least(holds: Callable[[int], bool]) -> int:
    m = 1
    while not holds(m):
        m += 1
    return m
