"""Re-indexing: memories whose vector another encoder made get one of the encoder in force.

A row says which encoder made its vector, so nothing else keeps account of what is done: killed at
any moment, it goes on where it was. Until a memory's turn it is found by its words.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from device.access import Guard
from device.memory.current import CurrentEncoder

# Memories a transaction. Each seals a segment of up to 1,024 anew, which twice as many would spare
# 3 us a memory; what is being encoded when the program is killed is encoded again.
BATCH: Final = 512
_LEAST_SLICE: Final = 16
_SLICE_S: Final = 0.2  # what a person who comes back in the middle of a slice waits for


class Reindex:
    """Brings one unlocked vault's vectors to the encoder in force."""

    def __init__(self, guard: Guard, current: CurrentEncoder) -> None:
        self._guard = guard
        self._current = current
        self._slice = _LEAST_SLICE
        self._queue: list[npt.NDArray[np.uint32]] = []  # of one class each, newest first
        self._state: tuple[int, int] | None = None

    @property
    def waiting(self) -> int:
        """How many open memories wait for a vector; those of closed classes are not counted."""
        return sum(map(len, self._guard.waiting(self._current.number).values()))

    def step(self, limit: int = BATCH) -> int:
        """Gives up to `limit` memories of one class their vectors. Gives how many; 0: all is done.

        Raises:
            Unavailable: the encoder cannot be used. No memory is opened then.
        """
        state = self._guard.generation, self._current.number
        if state != self._state or not self._queue:
            # A pass over all rows: not for every batch.
            self._queue = list(self._guard.waiting(self._current.number).values())
            self._state = state
        while self._queue:
            self._current.require()
            ids = self._queue[-1]
            some = [int(one) for one in ids[:limit]]
            done = self._guard.encode_anew(some, self._current.encode, self._current.number)
            self._queue[-1:] = [ids[limit:]] if len(ids) > limit else []
            if done:  # else none of them opened: they are damaged, or gone
                return done
        return 0

    def step_a_little(self, clock: Callable[[], float] = time.perf_counter) -> bool:
        """Does as much as hardly anybody notices. Tells whether there may be more.

        Args:
            clock: Gives seconds; a slow model gets fewer memories a slice, a quick one more.

        Raises:
            Unavailable: as `step`.
        """
        begun = clock()
        done = self.step(self._slice)
        if clock() - begun > 2 * _SLICE_S:
            self._slice = max(self._slice // 2, _LEAST_SLICE)
        elif clock() - begun < _SLICE_S / 2:
            self._slice = min(self._slice * 2, BATCH)
        return done > 0

    def run(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Gives every open memory its vector, batch by batch, each durable before the next.

        Gives how many there were.

        Args:
            progress: Told how many of how many are done.

        Raises:
            Unavailable: the encoder cannot be used; what is done stays done.
        """
        total, done = self.waiting, 0
        while some := self.step():
            done += some
            if progress is not None:
                progress(min(done, total), total)
        return done
