"""A column that scrolls when it is taller than its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kivy.effects.scroll import ScrollEffect
from kivy.uix.scrollview import ScrollView

from device.app.ui.box import Box, Column, Pad
from device.app.ui.theme import COLUMN, Look
from device.app.ui.units import dp


class Scroll(Box):
    """One column of content, centred and not wider than text reads well."""

    def __init__(
        self,
        look: Look,
        parts: Iterable[Box] = (),
        *,
        gap: float = 12,
        pad: Pad = (20, 8, 20, 88),
        width: float = COLUMN,
    ) -> None:
        super().__init__(look, grows=True)
        palette = look.palette
        self._most = dp(width)
        self._middle = False
        self.column = Column(look, parts, gap=gap, pad=pad)
        self._pad = self.column.pad
        self.view = ScrollView(
            size_hint=(None, None),
            do_scroll_x=False,
            bar_width=dp(3),
            bar_margin=dp(2),
            bar_color=(*palette.quiet[:3], 0.5),
            bar_inactive_color=(*palette.quiet[:3], 0.0),
            scroll_type=["bars", "content"],
            effect_cls=ScrollEffect,
            scroll_wheel_distance=dp(48),
        )
        self.view.add_widget(self.column)
        self.add_widget(self.view)

    def fill(self, parts: Iterable[Box], *, middle: bool = False) -> None:
        """Puts new content in place of the old, at the same height.

        Args:
            middle: In the middle of the place, where there is room.
        """
        self._middle = self.column.middle = middle
        self.column.fill(parts)
        self.outdated()

    def to_top(self) -> None:
        """Shows the beginning."""
        self.view.scroll_y = 1

    def show_widget(self, widget: Any) -> None:
        """Scrolls so far that a widget is in sight."""
        if self.column.height > self.view.height:
            self.view.scroll_to(widget, padding=dp(24), animate=False)

    def arrange(self) -> None:
        """Centres the column and keeps the place that was being read."""
        if self.width <= 0:
            return
        self.view.pos, self.view.size = self.pos, self.size
        left, top, right, bottom = self._pad
        side = max(self.width - self._most, 0) / 2
        self.column.pad = (left + side, top, right + side, bottom)
        from_top = (1 - self.view.scroll_y) * max(self.column.height - self.view.height, 0)
        height = self.column.height_for(self.width)
        self.column.place(0, 0, self.width, max(height, self.height) if self._middle else height)
        room = height - self.height
        self.view.scroll_y = 1 - min(from_top / room, 1) if room > 0 else 1
        self.view.update_from_scroll()
