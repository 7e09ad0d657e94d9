"""What comes over a screen: a sheet that asks for something, and a toast that tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kivy.graphics import Color, Rectangle

from device.app.ui.box import Box, Column, Row, Space
from device.app.ui.controls import Button, IconButton
from device.app.ui.text import Text
from device.app.ui.theme import RADIUS, Look, Style
from device.app.ui.units import dp

_BELOW = RADIUS + 8  # dp of a sheet's lower end, with its round corners, that are out of sight


class Sheet(Box):
    """A panel over the screen: from the bottom on a phone, in the middle of a wide window.

    A press beside it and Escape close it.
    """

    def __init__(
        self, look: Look, title: str, parts: Sequence[Box], close: Callable[[], None]
    ) -> None:
        super().__init__(look, name="sheet")
        palette = look.palette
        self.close = close
        head = Row(
            look,
            [
                Text(look, title, Style.TITLE, grows=True),
                IconButton(look, "close", close, name="sheet:close", tint=palette.quiet),
            ],
        )
        self.panel = Column(
            look,
            [head, *parts],
            gap=14,
            pad=(24, 14, 20, 28) if look.is_wide else (24, 14, 20, 34 + _BELOW),
            ground=palette.surface,
            edge=palette.line,
            radius=dp(RADIUS + 8),
        )
        self.add_widget(self.panel)

    def arrived(self) -> None:
        """Is called when it comes over the screen."""

    def left(self) -> None:
        """Is called when it goes."""

    def arrange(self) -> None:
        """Puts the panel at the bottom, or in the middle."""
        if self.look.is_wide:
            width = min(dp(460), self.width - dp(48))
            height = self.panel.height_for(width)
            self.panel.place(self.center_x - width / 2, self.center_y - height / 2, width, height)
        else:
            height = self.panel.height_for(self.width)
            self.panel.place(self.x, self.y - dp(_BELOW), self.width, height)

    def paint(self) -> None:
        """Dims what is behind."""
        self.canvas.before.clear()
        with self.canvas.before:
            Color(*self.look.palette.scrim)
            Rectangle(pos=self.pos, size=self.size)

    def on_touch_down(self, touch: Any) -> bool:
        """Takes every press: what is behind must not act."""
        if self.panel.collide_point(*touch.pos):
            super().on_touch_down(touch)
        elif not touch.is_mouse_scrolling:
            self.close()
        return True


class ToastBar(Row):
    """A line at the lower edge for a short while, with one thing to do."""

    def __init__(self, look: Look, words: str, act_words: str, act: Callable[[], object]) -> None:
        palette = look.palette
        self.words = Text(look, words, Style.LABEL, tint=palette.toast_text, grows=True, most=4)
        parts: list[Box] = [self.words]
        self.act_words: Text | None = None
        if act_words:
            button = Button(look, act_words, act, tone="quiet", small=True, name="toast:act")
            button.words.retint(palette.toast_act)
            self.act_words = button.words
            parts.append(button)
        else:
            parts.append(Space(look, 8))
        super().__init__(
            look,
            parts,
            gap=8,
            pad=(18, 8, 8, 8),
            ground=palette.toast,
            radius=dp(RADIUS),
            name="toast",
        )

    def height_for(self, width: float) -> float:
        """Gives a finger's height at least."""
        return max(super().height_for(width), dp(52))
