"""The line at the edge of the screen: one at a time, and an offer to undo outlasts a notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from device.app.viewmodels.forgetting import What

_SHOWN_S: Final = 4


@dataclass(frozen=True, slots=True)
class Toast:
    """A line with or without a button.

    Attributes:
        action_word: Of its button; empty where it has none.
        until: When it goes, by the session's clock.
        about: What the action brings back.
    """

    text: str
    action_word: str = ""
    action: Callable[[], object] | None = None
    until: float = 0.0
    about: What | None = None


@dataclass(slots=True)
class Toasts:
    """What is shown, and the offer that waits behind it."""

    shown: Toast | None = None
    _offer: Toast | None = None

    def tell(self, text: str, now: float) -> None:
        """Shows a line for a few seconds."""
        self.shown = Toast(text, until=now + _SHOWN_S)

    def offer(self, toast: Toast) -> None:
        """Shows an offer; it stands again when a shorter line has gone."""
        self.shown = self._offer = toast

    def withdraw(self, about: What) -> None:
        """Takes back the offer about a memory or a conversation."""
        if self._offer is not None and self._offer.about == about:
            if self.shown is self._offer:
                self.shown = None
            self._offer = None

    def tick(self, now: float) -> bool:
        """Takes away what had its time. Tells whether anything changed."""
        if self.shown is None or now < self.shown.until:
            return False
        self.dismiss(now)
        return True

    def dismiss(self, now: float) -> None:
        """Takes the line away; an offer that it covered stands again."""
        is_covered = self._offer is not None and self._offer is not self.shown
        if not is_covered or (self._offer is not None and now >= self._offer.until):
            self._offer = None
        self.shown = self._offer

    def clear(self) -> None:
        """Takes everything away."""
        self.shown = self._offer = None
