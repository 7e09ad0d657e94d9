"""What every screen is, and what it may ask of the shell around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from device.app.ui.box import Column
from device.app.ui.theme import Look

if TYPE_CHECKING:  # behind the lock; loaded after the first frame
    from device.app.models import Models
    from device.app.viewmodels.observed import Observed
    from device.app.viewmodels.session import AppSession


class Way(Protocol):
    """What a screen may ask of the shell."""

    session: AppSession
    models: Models

    def go(self, name: str) -> None:
        """Shows another screen."""

    def back(self) -> None:
        """Shows the screen before this one."""

    def begin_first_run(self) -> None:
        """Shows the form that makes a vault."""

    def begin_restore(self) -> None:
        """Shows the form that makes a vault of a backup."""

    def open_sheet(self, name: str) -> None:
        """Shows a sheet over the screen."""

    def open_memory(self, memory_id: int) -> None:
        """Shows one memory."""

    def ask_step_up(self) -> None:
        """Asks for the second secret."""


class Screen(Column):
    """A screen. It is built from its model, and follows it while it is on screen."""

    def __init__(self, way: Way, look: Look, *models: Observed) -> None:
        super().__init__(look, grows=True)
        self.way = way
        self._models = models
        self._is_here = False
        self._is_stale = True
        for model in models:
            model.bind(self._changed)

    def say(self, key: str, **values: object) -> str:
        """Gives a sentence of the app."""
        return self.way.session.say(key, **values)

    def refresh(self) -> None:
        """Shows what the model now says."""

    def arrived(self) -> None:
        """Is called when it comes on screen."""
        self._is_here = True
        if self._is_stale:
            self._is_stale = False
            self.refresh()

    def left(self) -> None:
        """Is called when another screen takes its place."""
        self._is_here = False

    def close(self) -> None:
        """Follows its models no more; it will not be shown again."""
        for model in self._models:
            model.unbind(self._changed)

    def foot_height(self) -> float:
        """Gives how much of its lower end no toast may cover, in pixels."""
        return 0

    def first_focus(self) -> Any:
        """Gives the input that the keyboard goes to on arrival; None: nowhere."""
        return None

    def _changed(self) -> None:
        if self._is_here:
            self.refresh()
        else:
            self._is_stale = True
