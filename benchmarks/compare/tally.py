"""Shares over people, each with the interval that other people might have given.

A figure is a part of a whole, counted for each person: 41.5 of 64 pieces of evidence, 3 of 15
questions. Pooled, both are added up. The interval is the percentile bootstrap over people: people
are drawn anew with replacement, a thousand times; questions of one person are no sample of their
own.

Source: Efron & Tibshirani 1993, chapter 13.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
_DRAWS: Final = 1_000
_SEED: Final = 0
_OUTSIDE: Final = (2.5, 97.5)  # percentiles: an interval of 95 %


@dataclass(frozen=True, slots=True)
class Count:
    """A part of a whole; a mean, where the part is a sum and the whole how many were summed."""

    part: float
    whole: float

    def __add__(self, other: Count) -> Count:
        """Gives both together."""
        return Count(self.part + other.part, self.whole + other.whole)


# One person's figures, by their names.
Tally: TypeAlias = Mapping[str, Count]


def pooled(people: Sequence[Tally]) -> dict[str, dict[str, float]]:
    """Gives each figure over all people: `share`, `low`, `high`, and `n`, the whole.

    A figure of which no person has anything is left out.
    """
    drawn = _drawn(len(people))
    line = {}
    for name in _names(people):
        parts, wholes = _columns(people, name)
        if wholes.sum():
            low, high = np.percentile(_shares(parts, wholes, drawn), _OUTSIDE)
            line[name] = {
                "share": _round(parts.sum() / wholes.sum()),
                "low": _round(low),
                "high": _round(high),
                "n": _round(wholes.sum()),
            }
    return line


def apart(ours: Sequence[Tally], theirs: Sequence[Tally]) -> dict[str, dict[str, float]]:
    """Gives how much more each of our shares is than theirs, over the same people in each draw.

    Raises:
        ValueError: they are not of as many people.
    """
    if len(ours) != len(theirs):
        raise ValueError(f"{len(ours)} people beside {len(theirs)}")
    drawn = _drawn(len(ours))
    line = {}
    for name in _names(ours):
        mine, other = _columns(ours, name), _columns(theirs, name)
        if mine[1].sum() and other[1].sum():
            gaps = _shares(*mine, drawn) - _shares(*other, drawn)
            low, high = np.percentile(gaps, _OUTSIDE)
            gap = mine[0].sum() / mine[1].sum() - other[0].sum() / other[1].sum()
            line[name] = {"by": _round(gap), "low": _round(low), "high": _round(high)}
    return line


def merged(tallies: Sequence[Tally]) -> dict[str, Count]:
    """Gives one person's figures from several parts, added up."""
    return {
        name: sum((one[name] for one in tallies if name in one), Count(0, 0))
        for name in _names(tallies)
    }


def _names(tallies: Sequence[Tally]) -> list[str]:
    return list(dict.fromkeys(name for one in tallies for name in one))


def _columns(people: Sequence[Tally], name: str) -> tuple[Floats, Floats]:
    counts = [person.get(name, Count(0, 0)) for person in people]
    return np.array([one.part for one in counts]), np.array([one.whole for one in counts])


def _drawn(people: int) -> npt.NDArray[np.int64]:
    """Gives who is in each draw. *Shape:* (draws, people)."""
    return np.random.default_rng(_SEED).integers(people, size=(_DRAWS, people))


def _shares(parts: Floats, wholes: Floats, drawn: npt.NDArray[np.int64]) -> Floats:
    """Gives the share of each draw; where a draw has nothing to count, it counts as none."""
    shares: Floats = parts[drawn].sum(1) / np.maximum(wholes[drawn].sum(1), 1e-9)
    return shares


def _round(value: float) -> float:
    return round(float(value), 4)
