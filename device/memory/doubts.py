"""Where a new memory may replace an older one and nothing says so for sure: its owner is asked.

A doubt is kept in the payload of whichever was stored later, so it is sealed with it and goes with
it. What the owner answers is sealed there too: text and rule stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from device.access import Guard
from device.memory.records import Memory
from device.vault.store import Vault

_REASON: Final = "settle"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A pair of memories, by their numbers: the one said later may replace the other."""

    newer: int
    older: int


class Verdict(StrEnum):
    """What the owner answers."""

    REPLACES = "replaces"
    BOTH = "both"


class Doubts:
    """Open questions of one unlocked vault, and their answers."""

    def __init__(self, vault: Vault, guard: Guard, tell: Callable[[int, Memory], None]) -> None:
        """Starts with nothing.

        Args:
            tell: Told of each memory that is sealed anew, for what is held of it in RAM.
        """
        self._vault = vault
        self._guard = guard
        self._tell = tell

    def all(self, pairs: Iterable[tuple[int, int]]) -> list[Doubt]:
        """Gives the open questions among these pairs, what was said last first; opens nothing."""
        found = {doubt for pair in pairs if (doubt := self.in_order(*pair)) is not None}
        return sorted(found, key=lambda one: (one.newer, one.older), reverse=True)

    def of(self, ids: Sequence[int]) -> list[Doubt]:
        """Gives the open questions that these memories came with, the likeliest of each first."""
        there = [one for one in ids if self._is_open(one)]
        opened = self._guard.engine(there, _REASON) if there else []
        pairs = [(int(row["id"][0]), one) for row, memory in opened for one in memory.doubts]
        found = [self.in_order(*pair) for pair in pairs]
        return [doubt for doubt in found if doubt is not None]

    def in_order(self, one: int, other: int) -> Doubt | None:
        """Gives a pair by when it was said; None where either is closed, faded or gone."""
        rows = [self._vault.find_row(item_id) for item_id in (one, other)]
        said = sorted((int(row["at"][0]), int(row["id"][0])) for row in rows if row is not None)
        if len(said) < len(rows) or np.isin([one, other], self._vault.faded()).any():
            return None
        (_, older), (_, newer) = said
        return Doubt(newer, older)

    def settle(self, newer: int, older: int, verdict: Verdict) -> bool:
        """Seals what the owner answers. Gives False where the two are not tied, or are not open.

        An earlier answer, and what was taken for certain, can be answered otherwise.

        Args:
            newer: What holds now, where it replaces; whichever was said first.
        """
        pair = (newer, older)
        if newer == older or not all(map(self._is_open, pair)):
            return False
        opened = {int(row["id"][0]): memory for row, memory in self._guard.engine(pair, _REASON)}
        if len(opened) < len(pair):
            return False
        changes = {
            holder: settled(opened[holder], other, verdict, is_newer=holder == newer)
            for holder, other in (pair, pair[::-1])
            if is_tied(opened[holder], other)
        }
        corrected = [older] if verdict is Verdict.REPLACES else []
        if not changes or not self._guard.amend(changes, corrected, _REASON):
            return False
        for item_id, memory in changes.items():
            self._tell(item_id, memory)
        return True

    def _is_open(self, item_id: int) -> bool:
        return self._vault.find_row(item_id) is not None


def is_tied(memory: Memory, other: int) -> bool:
    """Tells whether a memory says of itself how it is tied to another."""
    return other in (*memory.doubts, *memory.replaces, *memory.replaced_by)


def settled(memory: Memory, other: int, verdict: Verdict, *, is_newer: bool) -> Memory:
    """Gives a memory as it is when its owner has answered how it is tied to another.

    Args:
        is_newer: Whether it is this one that replaces.
    """
    left = {
        name: tuple(one for one in getattr(memory, name) if one != other)
        for name in ("doubts", "follows", "replaces", "replaced_by")
    }
    if verdict is Verdict.REPLACES:
        name = "replaces" if is_newer else "replaced_by"
        left[name] = (*left[name], other)
    return memory.model_copy(update=left)
