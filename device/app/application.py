"""The Kivy program: one window, one vault, one thread that owns it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window

from device.app.appearance import SystemTheme
from device.app.services.worker import Worker
from device.app.shell import Shell
from device.app.viewmodels.session import AppSession
from policy.catalog import Language

_TICK_S: Final = 1.0
_KEYS: Final = {9: "tab", 27: "escape"}
_WARM_UP_S: Final = 0.1  # after the first frame: nobody types a passphrase faster


class BojagiApp(App):
    """The app over the vault in a folder.

    Attributes:
        session: Made before the window's first frame; holds nothing of the vault until unlocked.
        shell: What is on screen.
    """

    title = "Bojagi"

    def __init__(
        self,
        folder: Path,
        language: Language,
        *,
        follow_vault: bool = True,
        clock: Callable[[], float] = time.time,
        system_theme: SystemTheme | None = None,
        **session: Any,
    ) -> None:
        super().__init__()
        self._worker = Worker(post)
        self.session = AppSession(
            self._worker, folder, language, post, clock, follow_vault=follow_vault, **session
        )
        self._theme = system_theme or SystemTheme()
        self._is_over = False
        self._second: Any = None
        self._warm_up: Any = None
        self._listeners = {
            "on_key_down": self._key,
            "on_touch_down": self._touched,
            "on_textinput": self._touched,
            "on_show": self._shown,
            "on_restore": self._shown,
            "on_hide": self._hidden,
            "on_minimize": self._hidden,
        }
        self.shell: Shell | None = None

    def load_config(self) -> None:
        """Reads no file: what may be set is in the vault."""
        return

    def load_kv(self, filename: str | None = None) -> bool:
        """Reads no kv file."""
        del filename
        return False

    def build(self) -> Shell:
        """Builds the unlock screen; the rest waits until the first frame is on screen."""
        Clock.max_iteration = 40
        self.shell = Shell(self.session, self._theme.mode, Window.size)
        Window.bind(on_flip=self._first_frame, **self._listeners)
        self._second = Clock.schedule_interval(lambda _: self.session.tick(), _TICK_S)
        return self.shell

    def open_settings(self, *_: Any) -> bool:
        """Shows none of kivy's own panels."""
        return False

    def on_stop(self) -> None:
        """Locks the vault and waits until it is shut. A second call changes nothing."""
        if self._is_over:
            return
        self._is_over = True
        Window.unbind(on_flip=self._first_frame, **self._listeners)
        for event in (self._second, self._warm_up):
            if event is not None:
                event.cancel()
        self.session.close()

    def _first_frame(self, *_: Any) -> None:
        Window.unbind(on_flip=self._first_frame)
        self._warm_up = Clock.schedule_once(lambda _: self.session.warm_up(), _WARM_UP_S)

    def _key(self, _window: Any, key: int, _scan: int, text: str | None, held: list[str]) -> bool:
        self.session.touch()
        name = _KEYS.get(key) or (chr(key) if 32 <= key < 127 else text or "")
        return self.shell is not None and self.shell.on_key(name, held)

    def _touched(self, *_: Any) -> None:
        self.session.touch()

    def _shown(self, *_: Any) -> None:
        self.session.set_foreground(True)

    def _hidden(self, *_: Any) -> None:
        self.session.set_foreground(False)


def post(step: Callable[[], None]) -> None:
    """Runs a step on the UI's thread, soon."""
    Clock.schedule_once(lambda _: step(), 0)
