"""Takes part in a federation while the vault is open, a federation joined and a consent given.

It runs on the vault's thread and never waits there: `step` does what there is to do and returns.

Invariants:
1. A participation starts with the consents as they are now; a change ends it, and the next one
   starts with the new ones. Two never run at once.
2. After `stop`, nothing is let go any more, whatever the worker still asks while it ends.
3. One that ended is tried again after a wait that grows; nothing here spins.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from threading import Thread
from types import TracebackType
from typing import Final, Protocol, TypeAlias

from device.app.viewmodels.rows import PartPhase, PartState
from device.compose import Device
from device.federation.worker_process import (
    Connected,
    Delivered,
    Ended,
    EndReason,
    Received,
    Refused,
    Sending,
    Undelivered,
    WorkerEvent,
)
from device.settings import Settings

WAITS_S: Final = (30, 60, 120, 300)  # before the first, second … new try; the last one repeats
_AT_ONCE: Final = 64  # events that one step looks at, so that others get their turn
_NEEDS: Final = ("flwr", "torch")
_ENDS: Final = {
    EndReason.UNREACHABLE: PartPhase.UNREACHABLE,
    EndReason.NOT_ADMITTED: PartPhase.NOT_ADMITTED,
    EndReason.LOST: PartPhase.LOST,
}


class Stretch(Protocol):
    """What a `Participation` is to the app."""

    def __enter__(self) -> object:
        """Starts the worker."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Ends the worker, and waits for that."""

    def next_event(self, timeout_s: float) -> WorkerEvent | None:
        """Gives what happened, once it is in the log, and lets it go where it is a sending."""

    def ask_to_stop(self) -> None:
        """Asks the worker to end soon."""


Begin: TypeAlias = Callable[[Device], Stretch]


def can_take_part() -> bool:
    """Tells whether what the worker needs is installed; nothing of it is imported."""
    return all(find_spec(name) is not None for name in _NEEDS)


class TakingPart:
    """One vault's part in its federation, from unlock to lock."""

    def __init__(self, begin: Begin, *, is_able: Callable[[], bool] = can_take_part) -> None:
        """Starts nothing.

        Args:
            begin: Makes a participation; it raises what keeps it from one.
            is_able: Whether the worker could run here.
        """
        self._begin = begin
        self._is_able = is_able
        self._running: Stretch | None = None
        self._ending: Thread | None = None
        self._terms: object = None  # what the running one was started with
        self._tries = 0
        self._tried_at: int | None = None
        self._state = PartState(PartPhase.OFF)

    def step(self, device: Device) -> PartState:
        """Starts, hears, or ends what has to be, and tells how things stand."""
        terms = _terms(device.settings)
        if terms != self._terms:
            self.stop()
            self._terms = terms
        if device.settings.membership is None:
            return self._now(PartPhase.NOT_JOINED)
        if not (device.settings.share_updates or device.settings.share_statistics):
            return self._now(PartPhase.OFF)
        is_done = False
        try:
            if self._running is None:
                self._start(device)
            else:
                self._hear(self._running, device)
            is_done = True
        finally:
            if not is_done:  # told once by whoever asked; the next try waits like any other
                self._give_up(device, PartPhase.FAILED)
        return self._state

    def try_now(self) -> None:
        """Waits no longer before the next try."""
        self._tried_at = None

    def stop(self) -> None:
        """Lets nothing go any more and ends the worker, without waiting until it has ended."""
        self._end()
        self._tries, self._tried_at, self._terms = 0, None, None
        self._now(PartPhase.OFF)

    def forget(self) -> None:
        """Stops, and knows nothing any more of what was."""
        self.stop()
        self._state = PartState(PartPhase.OFF)

    def wait(self, seconds: float) -> None:
        """Waits until the worker that was stopped is gone, at most so long."""
        if self._ending is not None:
            self._ending.join(seconds)

    def _start(self, device: Device) -> None:
        if self._ending is not None and self._ending.is_alive():
            self._now(PartPhase.STARTING)  # a device is at a coordinator once
        elif self._is_waiting(device.clock()):
            pass
        elif not self._is_able():
            self._now(PartPhase.MISSING)
        else:
            self._now(PartPhase.STARTING)
            running = self._begin(device)
            running.__enter__()
            self._running = running

    def _is_waiting(self, now: int) -> bool:
        if self._tried_at is None:
            return False
        wait = WAITS_S[min(self._tries, len(WAITS_S)) - 1]
        return 0 <= now - self._tried_at < wait  # a clock that was set back waits no longer

    def _hear(self, running: Stretch, device: Device) -> None:
        for _ in range(_AT_ONCE):
            event = running.next_event(0)
            if event is None:
                return
            self._note(event, device)
            if isinstance(event, Ended):
                return

    def _note(self, event: WorkerEvent, device: Device) -> None:
        match event:
            case Connected():
                self._tries = 0
                self._now(PartPhase.WAITING)
            case Received(round=number):
                self._now(PartPhase.TRAINING, number)
            case Sending(sent=sent):
                self._now(PartPhase.SENDING, sent.round)
                self._state = replace(self._state, let_go=self._state.let_go + 1)
            case Delivered():
                at = device.settings.iso(device.clock())
                self._state = replace(self._now(PartPhase.WAITING), sent_at=at)
            case Undelivered():
                self._now(PartPhase.WAITING)
            case Refused(app=app):
                self._state = replace(self._state, refused=self._state.refused | {app})
            case Ended(reason=reason):
                self._give_up(device, _ENDS.get(reason, PartPhase.FAILED))

    def _give_up(self, device: Device, phase: PartPhase) -> None:
        self._end()
        self._tried_at = device.clock()
        wait = WAITS_S[min(self._tries, len(WAITS_S) - 1)]
        self._tries += 1
        retry = device.settings.iso(self._tried_at + wait)[11:16]
        self._state = replace(self._now(phase), retry=retry)

    def _now(self, phase: PartPhase, number: int = 0) -> PartState:
        self._state = replace(self._state, phase=phase, round=number, retry="")
        return self._state

    def _end(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.ask_to_stop()
            self._ending = Thread(
                target=running.__exit__,
                args=(None, None, None),
                name="bojagi-part-ends",
                daemon=True,  # a worker whose owner is gone ends by itself
            )
            self._ending.start()


def _terms(settings: Settings) -> object:
    return settings.membership, settings.share_updates, settings.share_statistics
