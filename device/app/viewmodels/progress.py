"""How far a long job on the worker has come, told on the UI thread; and the wish to stop it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from device.app.viewmodels.observed import Post


class Progress:
    """One long job.

    Attributes:
        percent: 0 to 100; None before the job told anything.
    """

    def __init__(self, post: Post, changed: Callable[[], None]) -> None:
        self.percent: int | None = None
        self._post = post
        self._changed = changed
        self._told = -1  # the worker's own
        self._stop = Event()

    def stop(self) -> None:
        """Asks the job to stop at its next step."""
        self._stop.set()

    def should_stop(self) -> bool:
        """Tells the job whether to stop. From any thread."""
        return self._stop.is_set()

    def __call__(self, done: int, total: int) -> None:
        """Is told by the job, on the worker's thread, as often as it likes."""
        percent = 100 if total <= 0 else min(100, done * 100 // total)
        if percent != self._told:
            self._told = percent
            self._post(lambda: self._show(percent))

    def _show(self, percent: int) -> None:
        self.percent = percent
        self._changed()
