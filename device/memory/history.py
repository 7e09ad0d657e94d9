"""Which memories something newer has replaced, in RAM.

A memory that replaced others says so in its own sealed payload, so nothing of an older one is ever
rewritten: it stays as it was said, and comes back by itself where the newer one is forgotten. This
table is built with the keywords, through the guard's index door.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from device.memory.records import Memory

Ids: TypeAlias = npt.NDArray[np.uint32]


class History:
    """What was replaced, among the memories that are indexed."""

    def __init__(self) -> None:
        self._newer: dict[int, set[int]] = {}  # by the older: all that replaced it

    def add(self, item_id: int, memory: Memory) -> None:
        """Notes what a memory replaced, and what had replaced it when it came."""
        for older in memory.replaces:
            self._newer.setdefault(older, set()).add(item_id)
        if memory.replaced_by:
            self._newer.setdefault(item_id, set()).update(memory.replaced_by)

    def remove(self, ids: Iterable[int]) -> None:
        """Forgets these: what only they had replaced holds again."""
        gone = set(ids)
        for older in list(self._newer):
            self._newer[older] -= gone
            if older in gone or not self._newer[older]:
                del self._newer[older]

    def replaced(self, ids: Ids) -> npt.NDArray[np.bool_]:
        """Tells which of these something newer replaced. *Shape:* (m,) to (m,)."""
        if not self._newer:
            return np.zeros(len(ids), np.bool_)
        return np.isin(ids, np.fromiter(self._newer, np.uint32, len(self._newer)))
