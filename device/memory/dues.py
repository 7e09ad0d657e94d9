"""Which memories speak of a day that is still to come, in RAM.

A memory's days are read when it is stored (`ahead`) and sealed with it; this table is built with
the keywords, through the guard's index door.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from device.memory.records import Memory
from device.memory.sentence.ahead import Ahead


class Dues:
    """The days ahead of the memories that are indexed."""

    def __init__(self) -> None:
        self._days: dict[int, tuple[Ahead, ...]] = {}

    def add(self, item_id: int, memory: Memory) -> None:
        """Notes the days that a memory speaks of."""
        if memory.ahead:
            self._days[item_id] = memory.ahead

    def remove(self, ids: Iterable[int]) -> None:
        """Forgets these."""
        for item_id in ids:
            self._days.pop(item_id, None)

    def __iter__(self) -> Iterator[tuple[int, Ahead]]:
        return ((item_id, ahead) for item_id, days in self._days.items() for ahead in days)
