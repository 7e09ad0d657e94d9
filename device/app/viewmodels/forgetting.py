"""Memories that are hidden now and destroyed a little later, so that forgetting can be undone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, TypeAlias

from device.app.viewmodels.keeping_rows import Conversation

UNDO_S: Final = 30

What: TypeAlias = int | Conversation  # a memory by its number, or all of a conversation


@dataclass(slots=True)
class Forgetting:
    """What waits to be destroyed and since when, what is being destroyed, and what was."""

    _since: dict[What, float] = field(default_factory=dict)
    _hidden: set[What] = field(default_factory=set)
    _destroyed: set[What] = field(default_factory=set)

    def hide(self, what: What, now: float) -> None:
        """Hides it from now on. Asking again does not lengthen its time."""
        if what not in self._hidden:
            self._hidden.add(what)
            self._since[what] = now

    def undo(self, what: What) -> bool:
        """Shows a memory again. Gives False if it is too late, or was never hidden."""
        if self._since.pop(what, None) is None:
            return False
        self._hidden.discard(what)
        return True

    def take_due(self, now: float) -> list[What]:
        """Gives what must be destroyed now; it stays hidden, and can be undone no more."""
        for what, since in self._since.items():
            self._since[what] = min(since, now)  # a clock set back may cost UNDO_S once more
        due = [one for one, since in self._since.items() if now - since >= UNDO_S]
        for what in due:
            del self._since[what]
        return due

    def take_all(self) -> list[What]:
        """Gives everything that waits, as `take_due` would when its time is over."""
        waiting = list(self._since)
        self._since.clear()
        return waiting

    def destroyed(self, what: What) -> None:
        """Notes that a memory is gone for good."""
        self._destroyed.add(what)

    def is_destroyed(self, memory_id: int) -> bool:
        """Tells whether a memory is gone for good."""
        return _is_in(memory_id, self._destroyed)

    def failed(self, what: What) -> None:
        """Shows a memory again that could not be destroyed."""
        self._hidden.discard(what)

    def is_hidden(self, memory_id: int) -> bool:
        """Tells whether a memory is to be shown nowhere."""
        return _is_in(memory_id, self._hidden)

    def seconds_left(self, what: What, now: float) -> int:
        """Tells how long undoing is possible; 0 where it is not."""
        since = self._since.get(what)
        return 0 if since is None else max(0, min(UNDO_S, round(since + UNDO_S - now)))


def _is_in(memory_id: int, kept: set[What]) -> bool:
    return memory_id in kept or any(
        memory_id in one.ids for one in kept if isinstance(one, Conversation)
    )
