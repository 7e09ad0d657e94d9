"""Tells a screen that something it shows has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Listener: TypeAlias = Callable[[], None]
Post: TypeAlias = Callable[[Callable[[], None]], None]


class Observed:
    """Something that a screen shows. It changes on the UI thread only.

    Several changes in a row are told once.
    """

    def __init__(self, post: Post) -> None:
        """Starts without listeners.

        Args:
            post: Runs a callable on the UI thread, soon.
        """
        self._post = post
        self._listeners: list[Listener] = []
        self._is_telling = False

    def bind(self, listener: Listener) -> None:
        """Has `listener` called after each change; once, however often it is bound."""
        if listener not in self._listeners:
            self._listeners.append(listener)

    def unbind(self, listener: Listener) -> None:
        """Ends that. A listener that was never bound changes nothing."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def changed(self) -> None:
        """Tells the listeners, on the UI thread."""
        if not self._is_telling:
            self._is_telling = True
            self._post(self._tell)

    def _tell(self) -> None:
        self._is_telling = False
        for listener in tuple(self._listeners):
            if listener in self._listeners:  # an earlier one may have unbound it
                listener()
