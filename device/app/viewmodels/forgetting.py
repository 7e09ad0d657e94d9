"""Memories that are hidden now and destroyed a little later, so that forgetting can be undone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

UNDO_S: Final = 30


@dataclass(slots=True)
class Forgetting:
    """What waits to be destroyed and since when, what is being destroyed, and what was."""

    _since: dict[int, float] = field(default_factory=dict)
    _hidden: set[int] = field(default_factory=set)
    _destroyed: set[int] = field(default_factory=set)

    def hide(self, memory_id: int, now: float) -> None:
        """Hides a memory from now on. Asking again does not lengthen its time."""
        if memory_id not in self._hidden:
            self._hidden.add(memory_id)
            self._since[memory_id] = now

    def undo(self, memory_id: int) -> bool:
        """Shows a memory again. Gives False if it is too late, or was never hidden."""
        if self._since.pop(memory_id, None) is None:
            return False
        self._hidden.discard(memory_id)
        return True

    def take_due(self, now: float) -> list[int]:
        """Gives what must be destroyed now; it stays hidden, and can be undone no more."""
        for memory_id, since in self._since.items():
            self._since[memory_id] = min(since, now)  # a clock set back may cost UNDO_S once more
        due = [one for one, since in self._since.items() if now - since >= UNDO_S]
        for memory_id in due:
            del self._since[memory_id]
        return due

    def take_all(self) -> list[int]:
        """Gives everything that waits, as `take_due` would when its time is over."""
        waiting = list(self._since)
        self._since.clear()
        return waiting

    def destroyed(self, memory_id: int) -> None:
        """Notes that a memory is gone for good."""
        self._destroyed.add(memory_id)

    def is_destroyed(self, memory_id: int) -> bool:
        """Tells whether a memory is gone for good."""
        return memory_id in self._destroyed

    def failed(self, memory_id: int) -> None:
        """Shows a memory again that could not be destroyed."""
        self._hidden.discard(memory_id)

    def is_hidden(self, memory_id: int) -> bool:
        """Tells whether a memory is to be shown nowhere."""
        return memory_id in self._hidden

    def seconds_left(self, memory_id: int, now: float) -> int:
        """Tells how long undoing is possible; 0 where it is not."""
        since = self._since.get(memory_id)
        return 0 if since is None else max(0, min(UNDO_S, round(since + UNDO_S - now)))
