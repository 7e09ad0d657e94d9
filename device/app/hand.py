"""A hand and an eye for the app without a screen: taps, types, waits, looks. For tests and tours.

Kivy's own loop is turned step by step, so nothing depends on how fast the machine is.
"""

from __future__ import annotations

import struct
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics.opengl import (
    GL_RGB,
    GL_UNSIGNED_BYTE,
    glReadPixels,
)
from kivy.input.motionevent import MotionEvent

from device.app.ui.text import Text

_PATIENCE_S: Final = 60
_SWIPE_S: Final = 0.25  # a scrolling list hands a tap on once it is sure that it was no swipe
_KEYS: Final = {"tab": 9, "enter": 13, "escape": 27, "space": 32, "backspace": 8}


class NotShown(LookupError):
    """What a step waited for did not appear."""


class _Finger(MotionEvent):
    """One finger of the hand."""

    def __init__(self, x: float, y: float) -> None:
        width, height = Window.size
        place = {"sx": x / max(width - 1, 1), "sy": y / max(height - 1, 1)}
        super().__init__("hand", 1, place, is_touch=True, type_id="touch")
        self.profile = ("pos",)

    def depack(self, args: dict[str, float]) -> None:
        """Reads a place."""
        self.sx, self.sy = args["sx"], args["sy"]
        super().depack(args)


class Hand:
    """Acts on an app that is not run by kivy's own loop."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.patience_s = _PATIENCE_S
        self._picture: bytes | None = None

    # -- time

    def turn(self, times: int = 3) -> None:
        """Turns kivy's loop a few times."""
        for _ in range(times):
            EventLoop.idle()

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Turns the loop until something holds.

        Raises:
            NotShown: it did not in a minute.
        """
        end = time.monotonic() + self.patience_s
        while not holds():
            if time.monotonic() > end:
                raise NotShown(what)
            EventLoop.idle()
            time.sleep(0.002)  # the vault's thread has work to do
        self.turn(4)

    # -- finding

    def widgets(self) -> Iterator[Any]:
        """Gives every widget in the window."""
        for root in tuple(Window.children):
            yield from root.walk()

    def find(self, name: str) -> Any:
        """Gives the widget of a name, the last one drawn where there are several; None if none."""
        found = [one for one in self.widgets() if getattr(one, "name", "") == name]
        return found[-1] if found else None

    def texts(self) -> list[str]:
        """Gives every text on screen."""
        return [one.text for one in self.widgets() if isinstance(one, Text) and one.text]

    def shows(self, words: str) -> bool:
        """Tells whether some text on screen has these words."""
        return any(words in text for text in self.texts())

    # -- acting

    def tap(self, name: str) -> None:
        """Taps the middle of a widget.

        Raises:
            NotShown: there is none of that name.
        """
        widget = self.find(name)
        if widget is None or widget.width <= 0:
            raise NotShown(name)
        self._bring_into_sight(widget)
        x, y = widget.to_window(*widget.center)
        self.tap_at(x, y, wait_s=_SWIPE_S if self._scrolls_above(widget) else 0)

    def tap_at(self, x: float, y: float, *, wait_s: float = _SWIPE_S) -> None:
        """Taps a place in the window."""
        finger = _Finger(x, y)
        finger.scale_for_screen(*Window.size)
        EventLoop.post_dispatch_input("begin", finger)
        self.turn(2)
        EventLoop.post_dispatch_input("end", finger)
        self._wait(wait_s)

    def drag(self, x: float, y: float, rise: float) -> None:
        """Swipes upwards by `rise` pixels."""
        finger = _Finger(x, y)
        finger.scale_for_screen(*Window.size)
        EventLoop.post_dispatch_input("begin", finger)
        for step in range(1, 9):
            finger.move({"sx": finger.sx, "sy": (y + rise * step / 8) / (Window.height - 1)})
            finger.scale_for_screen(*Window.size)
            EventLoop.post_dispatch_input("update", finger)
            self.turn(1)
        EventLoop.post_dispatch_input("end", finger)
        self._wait(_SWIPE_S)

    def type(self, text: str) -> None:
        """Types a finished text, as an input method hands it over."""
        Window.dispatch("on_textinput", text)
        self.turn()

    def compose(self, *states: str) -> None:
        """Shows the states of a composition, as an input method does while one types."""
        for state in states:
            Window.dispatch("on_textedit", state)
            self.turn(1)

    def press(self, key: str, *held: str) -> None:
        """Presses a key."""
        code = _KEYS.get(key) or ord(key)
        if Window.dispatch("on_key_down", code, 0, key if len(key) == 1 else None, list(held)):
            self.turn()
            return
        self.turn()

    def resize(self, width: int, height: int) -> None:
        """Gives the window another size."""
        Window.size = (width, height)
        self.turn(6)

    def end(self) -> None:
        """Locks the app and takes it off the window, so that another may come."""
        self.app.on_stop()
        self.turn(2)
        for root in tuple(Window.children):
            Window.remove_widget(root)

    # -- looking

    def look(self) -> tuple[int, int, bytes]:
        """Gives the window's picture: width, height, RGB rows from the bottom."""
        self._picture = None
        Window.bind(on_flip=self._grab)
        Window.canvas.ask_update()
        end = time.monotonic() + self.patience_s
        while self._picture is None:
            if time.monotonic() > end:
                raise NotShown("picture")
            Window.canvas.ask_update()
            EventLoop.idle()
        width, height = Window.size
        return width, height, self._picture

    def save(self, file: Path) -> Path:
        """Saves the window's picture as PNG."""
        self.turn(3)
        file.write_bytes(_png(*self.look()))
        return file

    def _grab(self, *_: Any) -> None:
        Window.unbind(on_flip=self._grab)
        width, height = Window.size
        self._picture = bytes(glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE))

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            EventLoop.idle()
        self.turn()

    def _bring_into_sight(self, widget: Any) -> None:
        for scroll in self._scrolls_above(widget):
            scroll.show_widget(widget)
            self.turn(4)

    @staticmethod
    def _scrolls_above(widget: Any) -> list[Any]:
        found, above = [], widget.parent
        while above is not None and above is not above.parent:
            if hasattr(above, "show_widget"):
                found.append(above)
            above = above.parent
        return found


def raise_app(app: Any) -> Hand:
    """Starts an app without its loop, and gives the hand that acts on it."""
    Clock.max_iteration = 40
    app._run_prepare()  # noqa: SLF001  # kivy's way to start without its loop, as its own tests do
    hand = Hand(app)
    hand.turn(6)
    return hand


def _png(width: int, height: int, rows: bytes) -> bytes:
    stride = width * 3
    lines = b"".join(
        b"\0" + rows[at * stride : (at + 1) * stride] for at in range(height - 1, -1, -1)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines, 6))
        + chunk(b"IEND", b"")
    )
