"""Backup to a folder, with its progress and what it still holds; and a check of the vault."""

from __future__ import annotations

from collections.abc import Callable

from device.app.screens.column import ColumnScreen
from device.app.screens.screen import Way
from device.app.ui.box import Box, Space
from device.app.ui.controls import Button, Tone
from device.app.ui.fields import Field
from device.app.ui.icons import IconName
from device.app.ui.surfaces import Notice, Section
from device.app.ui.theme import Look
from device.app.viewmodels.safekeeping import SafekeepingModel


class SafekeepingScreen(ColumnScreen):
    """A folder, and three things to do."""

    def __init__(self, way: Way, look: Look, model: SafekeepingModel) -> None:
        title = way.session.say("safekeeping_title")
        super().__init__(way, look, title, model, gap=10, back=way.back)
        self._model = model
        self.folder = Field(
            look,
            self.say("folder_hint"),
            model.backup,
            name="backup:folder",
            text=model.folder,
            changed=self._typed,
        )

    def content(self) -> list[Box]:
        """Gives the folder, the buttons, and what became of the last run."""
        model, look, say = self._model, self.look, self.say
        if self.folder.text != model.folder:
            self.folder.text = model.folder
        parts: list[Box] = [self.quiet(say("safekeeping_body"))]
        icon: IconName
        if model.error:
            parts.append(Notice(look, "shield", model.error, tone="danger", name="error"))
        if model.told:
            tone, icon = ("danger", "shield") if model.is_damaged else ("good", "check")
            parts.append(Notice(look, icon, "\n".join(model.told), tone=tone, name="told"))
        return [
            *parts,
            Section(look, say("backup_folder")),
            self.folder,
            *self._backup(),
            Space(look, 8),
            Section(look, say("deletions_title")),
            self.quiet(say("deletions_body")),
            self._button("deletions", "deletions_button", model.note_deletions),
            Space(look, 8),
            Section(look, say("check_title")),
            self.quiet(say("check_body")),
            self._button("check", "check_button", model.check),
        ]

    def _backup(self) -> list[Box]:
        model, look, say = self._model, self.look, self.say
        if model.doing != "backup":
            return [self._button("backup", "backup_button", model.backup, tone="main")]
        words = say("backing_up", percent=model.percent or 0)
        stop = Button(look, say("backup_stop"), model.stop, tone="danger", name="backup:stop")
        stop.turn_off(is_off=model.is_stopping)
        return [Notice(look, "clock", words, name="backup:progress"), stop]

    def _button(
        self, name: str, key: str, act: Callable[[], object], *, tone: Tone = "soft"
    ) -> Button:
        is_doing = self._model.doing == name and name != "backup"
        button = Button(
            self.look,
            self.say("working" if is_doing else key),
            act,
            tone=tone,
            name=f"safekeeping:{name}",
        )
        button.turn_off(is_off=bool(self._model.doing))
        return button

    def _typed(self, text: str) -> None:
        self._model.folder = text


def make(way: Way, look: Look) -> SafekeepingScreen:
    """Gives the screen."""
    return SafekeepingScreen(way, look, way.models.safekeeping)
