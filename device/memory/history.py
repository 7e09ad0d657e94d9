"""Which memories something newer has replaced, and where that is in doubt; in RAM.

A memory that replaced others says so in its own sealed payload, so nothing of an older one is ever
rewritten: it stays as it was said, and comes back by itself where the newer one is forgotten. This
table is built with the keywords, through the guard's index door.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from device.memory.records import Memory

Ids: TypeAlias = npt.NDArray[np.uint32]


class History:
    """What was replaced, and what may have been, among the memories that are indexed."""

    def __init__(self) -> None:
        self._told: dict[int, set[tuple[int, int]]] = {}  # by who tells it: newer and older
        self._doubts: dict[int, set[int]] = {}  # by who tells it: the others
        self._follows: dict[int, tuple[int, ...]] = {}  # by who tells it: what it follows
        self._later: dict[int, set[int]] = {}  # by the one said sooner: who follows it
        self._newer: dict[int, set[int]] | None = {}  # by the older: all that replaced it

    def add(self, item_id: int, memory: Memory) -> None:
        """Notes what a memory replaced, what had replaced it when it came, and what is in doubt.

        A memory that was told of before is told of anew.
        """
        pairs = {(item_id, older) for older in memory.replaces}
        pairs |= {(newer, item_id) for newer in memory.replaced_by}
        self._told.pop(item_id, None)
        self._doubts.pop(item_id, None)
        if pairs:
            self._told[item_id] = pairs
        if memory.doubts:
            self._doubts[item_id] = set(memory.doubts)
        for older in self._follows.pop(item_id, ()):
            self._later.get(older, set()).discard(item_id)
        if memory.follows:
            self._follows[item_id] = memory.follows
        for older in memory.follows:
            self._later.setdefault(older, set()).add(item_id)
        self._newer = None

    def remove(self, ids: Iterable[int]) -> None:
        """Forgets these: what only they had replaced holds again."""
        gone = set(ids)
        for item_id in gone:
            self._told.pop(item_id, None)
            self._doubts.pop(item_id, None)
            self._later.pop(item_id, None)
            self._follows.pop(item_id, None)
        for others in (*self._doubts.values(), *self._later.values()):
            others.difference_update(gone)
        for pairs in self._told.values():
            pairs.difference_update([pair for pair in pairs if not gone.isdisjoint(pair)])
        self._newer = None

    def replaced(self, ids: Ids) -> npt.NDArray[np.bool_]:
        """Tells which of these something newer replaced. *Shape:* (m,) to (m,)."""
        replaced = self._by_older()
        if not replaced:
            return np.zeros(len(ids), np.bool_)
        return np.isin(ids, np.fromiter(replaced, np.uint32, len(replaced)))

    def later(self, item_id: int) -> set[int]:
        """Gives what replaced a memory, and what was said later of the same matter."""
        return self._by_older().get(item_id, set()) | self._later.get(item_id, set())

    def doubts(self) -> set[tuple[int, int]]:
        """Gives the pairs of which one may replace the other: who tells it, and the other."""
        return {(one, other) for one, others in self._doubts.items() for other in others}

    @property
    def replacing(self) -> frozenset[int]:
        """All that replaced something."""
        return frozenset().union(*self._by_older().values())

    def older(self, item_id: int) -> frozenset[int]:
        """Gives all that a memory replaced, and what those had replaced."""
        direct: dict[int, set[int]] = {}
        for older, newer in self._by_older().items():
            for one in newer:
                direct.setdefault(one, set()).add(older)
        return _reached(item_id, direct)

    def newer(self, item_id: int) -> frozenset[int]:
        """Gives all that replaced a memory, and what replaced those."""
        return _reached(item_id, self._by_older())

    def _by_older(self) -> dict[int, set[int]]:
        if self._newer is None:
            found: dict[int, set[int]] = {}
            for pairs in self._told.values():
                for newer, older in pairs:
                    found.setdefault(older, set()).add(newer)
            self._newer = found
        return self._newer


def _reached(item_id: int, direct: Mapping[int, set[int]]) -> frozenset[int]:
    found: set[int] = set()
    waiting = [item_id]
    while waiting:
        more = direct.get(waiting.pop(), set()) - found - {item_id}
        found |= more
        waiting += more
    return frozenset(found)
