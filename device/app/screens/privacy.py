"""Who read what, by day: the log of the vault as its owner reads it."""

from __future__ import annotations

from device.app.screens.access_list import access_card
from device.app.screens.screen import Screen, Way
from device.app.screens.top import column_bar
from device.app.ui.box import Box, Space
from device.app.ui.controls import Button
from device.app.ui.scroll import Scroll
from device.app.ui.surfaces import EmptyState, Notice, Section
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style
from device.app.viewmodels.privacy import PrivacyModel


class PrivacyScreen(Screen):
    """The entries of the log."""

    def __init__(self, way: Way, look: Look, model: PrivacyModel) -> None:
        super().__init__(way, look, model)
        self._model = model
        self._scroll = Scroll(look, gap=8)
        self.fill([column_bar(way, look, self.say("privacy_title")), self._scroll])

    def arrived(self) -> None:
        """Reads the newest entries again: much may have been read since."""
        super().arrived()
        self._model.refresh()

    def refresh(self) -> None:
        """Shows the entries by day."""
        model, look = self._model, self.look
        quiet = look.palette.quiet
        parts: list[Box] = [Text(look, self.say("privacy_body"), Style.LABEL, tint=quiet)]
        if model.error:
            parts.append(Notice(look, "eye", model.error, tone="danger", name="error"))
        days = model.days
        for day, rows in days:
            parts += [
                Space(look, 10),
                Section(look, day),
                access_card(self.way, look, rows, with_day=False),
            ]
        if not days:
            parts.append(
                Text(look, self.say("loading"), Style.LABEL, tint=quiet)
                if model.busy
                else EmptyState(look, "eye", "", self.say("privacy_empty"))
            )
        if model.has_more and days:
            parts.append(
                Button(look, self.say("load_more"), model.load_more, tone="quiet", name="more")
            )
        self._scroll.fill(parts)


def make(way: Way, look: Look) -> PrivacyScreen:
    """Gives the screen."""
    return PrivacyScreen(way, look, way.models.privacy)
