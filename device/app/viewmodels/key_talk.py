"""The talk with a person at a security key: the key asks on the worker, the person answers here.

The worker waits for a PIN, and for a touch; the window does not. A PIN that is asked for can be
refused at once. A key that blinks cannot be told to stop: it gives up by itself, and what it says
after the person cancelled counts for nothing.
"""

from __future__ import annotations

from queue import Empty, SimpleQueue
from threading import Event
from typing import Final, Literal, TypeAlias

from device.app.viewmodels.observed import Observed, Post

TalkPhase: TypeAlias = Literal["idle", "looking", "pin", "touch", "cancelled"]

_PIN_S: Final = 60.0  # so that a person who went away does not hold the vault open


class KeyTalk(Observed):
    """One person, one key, one purpose.

    Attributes:
        phase: What the person is to do.
    """

    def __init__(self, post: Post) -> None:
        super().__init__(post)
        self.phase: TalkPhase = "idle"
        self._pins: SimpleQueue[str | None] = SimpleQueue()
        self._is_cancelled = Event()

    # -- on the UI thread

    def begin(self) -> None:
        """Looks for a key."""
        self._is_cancelled.clear()
        self._pins = SimpleQueue()
        self._show("looking")

    def give_pin(self, pin: str) -> None:
        """Hands the PIN over; it is not kept."""
        if self.phase == "pin" and pin:
            self._show("looking")
            self._pins.put(pin)

    def cancel(self) -> None:
        """Wants no answer any more."""
        if self.phase not in {"idle", "cancelled"}:
            self._is_cancelled.set()
            self._pins.put(None)
            self._show("cancelled")

    def end(self) -> None:
        """Notes that the worker is back from the key."""
        self._show("idle")

    # -- on the worker's thread

    @property
    def is_cancelled(self) -> bool:
        """Tells whether what the key answers is wanted no more."""
        return self._is_cancelled.is_set()

    def ask_pin(self) -> str | None:
        """Asks for the key's PIN, and waits; None where the person gives none."""
        if self.is_cancelled:
            return None
        self._post(lambda: self._show_unless_cancelled("pin"))
        try:
            return self._pins.get(timeout=_PIN_S)
        except Empty:
            return None

    def touch(self) -> None:
        """Tells the person to touch the key. Does not wait."""
        self._post(lambda: self._show_unless_cancelled("touch"))

    def _show_unless_cancelled(self, phase: TalkPhase) -> None:
        if self.phase not in {"idle", "cancelled"}:
            self._show(phase)

    def _show(self, phase: TalkPhase) -> None:
        self.phase = phase
        self.changed()
