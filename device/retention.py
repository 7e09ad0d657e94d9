"""Retention runs by itself: at unlock, and daily while the vault stays open.

Closed classes are reached through what the root key tells of them (`Care`), without opening them.

A clock that is far ahead would erase what nobody wanted erased, and nothing brings it back. So when
the log's last event lies longer ago than a year, nothing is erased the first time: only once the
vault was opened again, or a day later, with the clock still there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from compliance.log.events import Event, EventKind
from device.access import Guard
from device.errors import IntegrityError
from device.vault.store import Vault
from policy.request import DAY_S
from policy.vocabulary import ClassName

_JUMP_S: Final = 366 * DAY_S


class Retention:
    """Erases what has outlived its retention, in one unlocked vault.

    Attributes:
        waits: Whether the clock has jumped ahead, and what is due waits for a second look.
    """

    def __init__(self, vault: Vault, guard: Guard, clock: Callable[[], int]) -> None:
        self._vault = vault
        self._guard = guard
        self._clock = clock
        self._swept_at: int | None = None
        self.waits = False

    def run(self) -> int:
        """Erases what is due, if a day has gone by since the last time. Gives how many."""
        now = self._clock()
        if self._swept_at is not None and 0 <= now - self._swept_at < DAY_S:
            return 0
        before = self._last_before_unlock() if self._swept_at is None else self._swept_at
        self._swept_at = now
        self.waits = now - before > _JUMP_S
        return 0 if self.waits else self._erase(self.due())

    def due(self) -> list[int]:
        """Gives the memories whose time is over, in closed classes too; held ones are not."""
        now, ended = self._clock(), []
        rules = self._vault.records()
        retained = {
            rid: one.retain_s
            for rid, one in rules.items()
            if one.retain_s is not None and not one.held
        }
        for name in ClassName:
            for chunk in self._vault.chunks(name) if retained else ():
                columns = chunk.columns[: chunk.n]
                for rid, retain_s in retained.items():
                    over = (columns["rule"] == rid) & (columns["created"] <= now - retain_s)
                    ended += [int(item_id) for item_id in chunk.ids[: chunk.n][over & chunk.alive]]
        for item_id, care in self._vault.cared_for().items():
            if care.expires is not None and care.expires <= now:
                ended.append(item_id)
        return list(dict.fromkeys(ended))

    def _last_before_unlock(self) -> int:
        """Gives the moment of the last event before this unlock's own; now where there is none."""
        journal = self._vault.journal
        for seq in range(journal.size - 1, -1, -1):
            event = Event.from_leaf(journal.leaf(seq))
            if event.kind is not EventKind.UNLOCKED:
                return event.at
        return self._clock()

    def _erase(self, ids: Sequence[int]) -> int:
        """Erases these, but for what lies in a damaged part and cannot be."""
        try:
            self._guard.erase(ids, "retention")
        except IntegrityError:
            if len(ids) == 1:
                self._guard.damaged.update(ids)
                return 0
            half = len(ids) // 2
            return self._erase(ids[:half]) + self._erase(ids[half:])
        return len(ids)
