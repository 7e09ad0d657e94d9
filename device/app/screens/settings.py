"""Language, colours, size of text, the idle lock, and where the vault is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from device.app.screens.column import ColumnScreen
from device.app.screens.screen import Way
from device.app.ui.box import Box, Column, Space
from device.app.ui.controls import Button, Choice, Pressable
from device.app.ui.icons import Icon
from device.app.ui.surfaces import Card, ListRow, Section, with_lines
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style
from device.app.viewmodels.settings import SettingsModel
from policy.catalog import Language


class SettingsScreen(ColumnScreen):
    """A few choices."""

    def __init__(self, way: Way, look: Look, model: SettingsModel) -> None:
        super().__init__(way, look, way.session.say("settings_title"), model, gap=10)
        self._model = model

    def content(self) -> list[Box]:
        """Gives the choices, and where the vault is."""
        model, look = self._model, self.look
        scales = {str(scale): scale for scale, _ in model.text_scales()}
        minutes = {str(count): count for count, _ in model.idle_choices()}
        languages: dict[str, Language] = {name: name for name, _ in model.languages()}
        return [
            self._choice(
                "settings_language",
                "language",
                [(name, word) for name, word in model.languages()],
                model.language,
                lambda name: model.set_language(languages[name]),
            ),
            self._choice("settings_theme", "theme", model.themes(), model.theme, model.set_theme),
            self._choice(
                "settings_text",
                "text",
                [(str(scale), word) for scale, word in model.text_scales()],
                str(model.text_scale),
                lambda scale: model.set_text_scale(scales[scale]),
            ),
            self._choice(
                "settings_idle",
                "idle",
                [(str(count), word) for count, word in model.idle_choices()],
                str(model.idle_minutes),
                lambda count: model.set_idle_minutes(minutes[count]),
            ),
            self._choice(
                "settings_reminders",
                "reminders",
                model.reminder_choices(),
                model.reminders,
                model.set_reminders,
            ),
            Space(look, 6),
            Section(look, self.say("settings_vault")),
            Card(
                look,
                with_lines(look, [self._way_to("owners"), self._way_to("safekeeping")]),
                gap=0,
                pad=(18, 2, 8, 2),
            ),
            Card(look, [Text(look, model.folder_text, Style.LABEL)]),
            Text(look, self.say("settings_note"), Style.SMALL, tint=look.palette.quiet),
            Space(look, 10),
            Button(
                look,
                self.say("lock_now"),
                model.lock_now,
                tone="soft",
                icon="lock",
                name="settings:lock",
            ),
        ]

    def _way_to(self, name: str) -> Box:
        look = self.look
        row = ListRow(
            look,
            self.say(f"{name}_title"),
            self.say(f"{name}_hint"),
            Icon(look, "forward", size=20, tint=look.palette.quiet),
        )
        return Pressable(look, partial(self.way.go, name), [row], name=f"settings:{name}")

    def _choice(
        self,
        title: str,
        name: str,
        words: list[tuple[str, str]],
        chosen: str,
        act: Callable[[str], None],
    ) -> Box:
        return Column(
            self.look,
            [
                Section(self.look, self.say(title)),
                Choice(self.look, words, chosen, act, name=name),
            ],
            gap=8,
            pad=(0, 4, 0, 8),
        )


def make(way: Way, look: Look) -> SettingsScreen:
    """Gives the screen."""
    return SettingsScreen(way, look, way.models.settings)
