"""Fading acts on a vault: under its owner's budget, recall passes over what is worth least.

Nothing is lost by it. What has faded stays sealed and whole; it is listed, comes back when its
owner says so, and is exported, shown by its number, forgotten and erased at its time like all else.

What is about health never fades either: an allergy must be known at dinner, however long nobody
asked for it.

Only classes that open with the vault are weighed. What lies behind a step-up never fades, or the
outcome would tell somebody without the factor of what they cannot see.

Invariant: without a budget nothing is faded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from compliance.log.events import EventKind
from device.access import Guard
from device.memory.fading import Kept, to_bring_back, to_fade
from device.memory.index import MemoryIndex
from device.memory.passed_over import PassedOver
from device.vault.rows import COLUMNS
from device.vault.store import Vault
from device.vault.upkeep import Usage
from policy.request import DAY_S
from policy.vocabulary import ClassName, Label

Ids: TypeAlias = npt.NDArray[np.uint32]
Why: TypeAlias = Literal["passing", "unasked", "seldom"]

_AT_ONCE: Final = 256  # memories a transaction


@dataclass(frozen=True, slots=True)
class Faded:
    """How many memories a run let fade, and how many it brought back."""

    faded: int = 0
    back: int = 0


@dataclass(frozen=True, slots=True)
class FadedMemory:
    """A memory that recall passes over.

    Attributes:
        since: Unix seconds.
        until: When its retention erases it, in Unix seconds; None: never, it can always come back.
        why: Chatter of a talk that is over; never asked for; or not asked for lately.
    """

    id: int
    since: int
    until: int | None
    why: Why


class Fading:
    """What fades in one unlocked vault, and comes back.

    Attributes:
        last: What the last run did.
    """

    def __init__(
        self,
        vault: Vault,
        guard: Guard,
        index: MemoryIndex,
        passed_over: PassedOver,
        clock: Callable[[], int],
        zone: tzinfo,
        budget: int | None,
    ) -> None:
        """Does nothing before `run`.

        Args:
            zone: In which days begin.
            budget: How many memories recall is to look through; None: all.
        """
        self._vault = vault
        self._guard = guard
        self._index = index
        self._passed_over = passed_over
        self._clock = clock
        self._zone = zone
        self._budget = budget
        self._looked: tuple[int, int] | None = None
        self.last = Faded()

    @property
    def budget(self) -> int | None:
        """How many memories recall is to look through; None: all."""
        return self._budget

    @budget.setter
    def budget(self, budget: int | None) -> None:
        self._budget, self._looked = budget, None
        self._passed_over.is_on = budget is not None

    # -- what there is

    def ids(self) -> Ids:
        """Gives what recall passes over, lowest first; the same array until it changes."""
        return self._passed_over.ids

    @property
    def considered(self) -> int:
        """How many memories of the weighed classes recall looks through."""
        return sum(map(self._vault.count, self._weighed())) - len(self._faded_here())

    def listed(self) -> list[FadedMemory]:
        """Gives what has faded of what is open now, the latest first. Nothing is opened."""
        found = []
        for item_id, usage in self._vault.usages([int(one) for one in self.ids()]).items():
            row = self._vault.find_row(item_id)
            if row is not None:
                record = self._vault.record(int(row["rule"][0]))
                until = None
                if record.retain_s is not None and not record.held:
                    until = int(row["created"][0]) + record.retain_s
                found.append(FadedMemory(item_id, usage.faded, until, _why(usage)))
        return sorted(found, key=lambda one: (-one.since, one.id))

    def would_fade(self, budget: int) -> list[int]:
        """Gives what would fade under another budget, the least worth first."""
        return [int(one) for one in self._fading(self._kept(), budget)]

    # -- acts

    def run(self) -> Faded:
        """Lets fade what is over the budget, and brings back what has room again.

        Looks once a day, and when something was stored. Killed in between, it goes on next time.
        """
        now = self._clock()
        looked = self._vault.newest_id, now // DAY_S
        self.last = Faded()
        if self._budget is None or looked == self._looked:
            return self.last
        faded = back = 0
        if self.considered > self._budget:
            changes = self.would_fade(self._budget)
            faded = self._write(changes, "faded", lambda usage: replace(usage, faded=max(now, 1)))
        elif len(self._faded_here()) and self.considered < self._budget:
            changes = to_bring_back(self._kept(), now, self._budget).tolist()
            back = self._write(changes, "brought-back", lambda usage: replace(usage, faded=0))
        self._looked = looked
        self.last = Faded(faded, back)
        return self.last

    def keep(self, ids: Sequence[int]) -> int:
        """Brings memories back and lets them never fade again. Gives how many are open.

        Both, for what was only brought back would be as little worth as before, and go again.
        """
        return self._write(ids, "pinned", lambda usage: replace(usage, faded=0, is_pinned=True))

    def unpin(self, ids: Sequence[int]) -> int:
        """Lets memories fade again, when they are worth least. Gives how many are open."""
        return self._write(ids, "unpinned", lambda usage: replace(usage, is_pinned=False))

    def bring_all_back(self) -> int:
        """Brings back all that has faded. Gives how many there were."""
        every = self._faded_here().tolist()
        return self._write(every, "brought-back", lambda usage: replace(usage, faded=0))

    # -- inside

    def _weighed(self) -> list[ClassName]:
        """The classes that open with the vault."""
        return [name for name in ClassName if not (name.needs_step_up and self._vault.has_step_up)]

    def _faded_here(self) -> Ids:
        """What has faded of the weighed classes: a rule may have put one behind a step-up since."""
        faded = self.ids()
        if not len(faded):
            return faded
        here = [
            chunk.ids[: chunk.n] for name in self._weighed() for chunk in self._vault.chunks(name)
        ]
        found: Ids = np.intersect1d(np.concatenate([np.zeros(0, np.uint32), *here]), faded)
        return found

    def _kept(self) -> Kept:
        ids, columns = [np.zeros(0, np.uint32)], [np.zeros(0, COLUMNS)]
        for name in self._weighed():
            for chunk in self._vault.chunks(name):
                alive = chunk.alive
                ids.append(chunk.ids[: chunk.n][alive])
                columns.append(chunk.columns[: chunk.n][alive])
        return Kept.of(np.concatenate(ids), np.concatenate(columns), self._vault.usages())

    def _fading(self, kept: Kept, budget: int) -> Ids:
        """What fades under a budget, once nothing is among it that cannot fade."""
        bound = np.zeros(0, np.uint32)
        try:
            today = datetime.fromtimestamp(self._clock(), self._zone).date()
        except (OverflowError, OSError, ValueError):
            return bound  # by a clock of no calendar nothing is old
        held = [
            number
            for number, record in self._vault.records().items()
            if record.held or Label.HEALTH in record.labels
        ]
        while True:
            fading = to_fade(kept, self._clock(), budget, held, bound)
            more = self._index.texts.bound(fading, today)
            if not len(more):
                return fading
            bound = np.union1d(bound, more)  # others fade in their place

    def _write(self, ids: Sequence[int], reason: str, change: Callable[[Usage], Usage]) -> int:
        count = 0
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            usages = self._vault.usages(some)
            changes = {one: change(usages.get(one, Usage())) for one in some}
            count += self._guard.write_usages(changes, EventKind.MAINTAINED, reason)
        return count


def _why(usage: Usage) -> Why:
    if usage.is_episodic:
        return "passing"
    return "seldom" if usage.reviewed else "unasked"
