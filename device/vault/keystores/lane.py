"""One call at a time into code that may never come back, each with a deadline."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Late(Exception):
    """No answer by the deadline; what was asked may still happen, and nothing more is asked."""


class Lane:
    """Runs calls in daemon threads, one after the other, and gives up on those that are late.

    A daemon thread, as a process must be able to end while a keystore's window waits for its
    password. While a late call still runs, others fail at once: they would only wait behind it, and
    must not overtake it, or an old secret could be stored over a newer one.

    Args:
        timeout_s: From the call to its answer, waiting for the lane included.
    """

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._turn = threading.Lock()
        self._late: threading.Thread | None = None

    def call(self, act: Callable[[], T]) -> T:
        """Gives what `act` gives, or raises what it raises.

        Raises:
            Late: it was not back in time, or an earlier call still is not.
        """
        deadline = time.monotonic() + self._timeout_s
        if not self._turn.acquire(timeout=self._timeout_s):
            raise Late
        try:
            if self._late is not None and self._late.is_alive():
                raise Late
            run = _Run(act)
            thread = threading.Thread(target=run, name="bojagi-keystore", daemon=True)
            thread.start()
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                self._late = thread
                raise Late
        finally:
            self._turn.release()
        return run.outcome()


class _Run(Generic[T]):
    """A call whose outcome another thread takes."""

    def __init__(self, act: Callable[[], T]) -> None:
        self._act = act
        self._value: list[T] = []
        self._error: Exception | None = None

    def __call__(self) -> None:
        try:
            self._value.append(self._act())
        except Exception as error:  # noqa: BLE001  # whatever it was, the asking thread must hear it
            self._error = error

    def outcome(self) -> T:
        if self._error is not None:
            raise self._error
        return self._value[0]
