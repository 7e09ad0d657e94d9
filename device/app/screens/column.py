"""A screen that is one scrolling column under its title: privacy, federation, settings."""

from __future__ import annotations

from collections.abc import Callable

from device.app.screens.screen import Screen, Way
from device.app.screens.top import column_bar
from device.app.ui.box import Box
from device.app.ui.icons import IconName
from device.app.ui.scroll import Scroll
from device.app.ui.surfaces import Notice
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style
from device.app.viewmodels.observed import Observed


class ColumnScreen(Screen):
    """One column; `content` says what is in it."""

    def __init__(
        self,
        way: Way,
        look: Look,
        title: str,
        *models: Observed,
        gap: float,
        back: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(way, look, *models)
        self._scroll = Scroll(look, gap=gap)
        self.fill([column_bar(way, look, title, back=back), self._scroll])

    def content(self) -> list[Box]:
        """Gives what the column shows now."""
        return []

    def refresh(self) -> None:
        """Shows what the model now says."""
        self._scroll.fill(self.content())

    def intro(self, words: str, icon: IconName, error: str) -> list[Box]:
        """Gives the column's beginning: what the screen is for, and what went wrong."""
        parts: list[Box] = [self.quiet(words)]
        if error:
            parts.append(Notice(self.look, icon, error, tone="danger", name="error"))
        return parts

    def quiet(self, words: str) -> Text:
        """Gives words that help."""
        return Text(self.look, words, Style.LABEL, tint=self.look.palette.quiet)
