"""Who read what, by day: the log of the vault as its owner reads it."""

from __future__ import annotations

from device.app.screens.access_list import access_card
from device.app.screens.column import ColumnScreen
from device.app.screens.screen import Way
from device.app.ui.box import Box, Space
from device.app.ui.controls import Button
from device.app.ui.surfaces import EmptyState, Section
from device.app.ui.theme import Look
from device.app.viewmodels.privacy import PrivacyModel


class PrivacyScreen(ColumnScreen):
    """The entries of the log."""

    def __init__(self, way: Way, look: Look, model: PrivacyModel) -> None:
        super().__init__(way, look, way.session.say("privacy_title"), model, gap=8)
        self._model = model

    def arrived(self) -> None:
        """Reads the newest entries again: much may have been read since."""
        super().arrived()
        self._model.refresh()

    def content(self) -> list[Box]:
        """Gives the entries by day."""
        model, look = self._model, self.look
        parts = self.intro(self.say("privacy_body"), "eye", model.error)
        days = model.days
        for day, rows in days:
            parts += [
                Space(look, 10),
                Section(look, day),
                access_card(self.way, look, rows, with_day=False),
            ]
        if not days:
            is_loading = model.busy
            empty = EmptyState(look, "eye", "", self.say("privacy_empty"))
            parts.append(self.quiet(self.say("loading")) if is_loading else empty)
        if model.has_more and days:
            parts.append(
                Button(look, self.say("load_more"), model.load_more, tone="quiet", name="more")
            )
        return parts


def make(way: Way, look: Look) -> PrivacyScreen:
    """Gives the screen."""
    return PrivacyScreen(way, look, way.models.privacy)
