"""Makes a vault: a name, a passphrase twice, a second secret if wanted, and what decides here."""

from __future__ import annotations

from typing import Final

from device.app.screens.screen import Screen, Way
from device.app.screens.top import top_bar
from device.app.ui.box import Box, Centred, Space
from device.app.ui.controls import Button
from device.app.ui.fields import Field, SecretField
from device.app.ui.scroll import Scroll
from device.app.ui.surfaces import Notice, Section
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style
from device.app.viewmodels.first_run import FirstRunModel

_WIDTH: Final = 480


class FirstRunScreen(Screen):
    """A form."""

    def __init__(self, way: Way, look: Look, model: FirstRunModel) -> None:
        super().__init__(way, look, model)
        self._model = model
        say, palette = self.say, look.palette
        self.owner = Field(look, say("first_name_hint"), self._make, name="owner", icon="person")
        self.passphrase = SecretField(look, say("unlock_hint"), self._make, name="new_passphrase")
        self.again = SecretField(look, say("first_again"), self._make, name="again")
        self.step_up = SecretField(look, say("first_step_up_hint"), self._make, name="new_step_up")
        self.trouble = Text(look, "", Style.LABEL, tint=palette.danger, name="first:error")
        self.button = Button(look, say("first_make"), self._make, name="first:make")
        parts: list[Box] = [
            Text(look, say("first_body"), Style.LABEL, tint=palette.quiet),
            Space(look, 4),
            Section(look, say("first_name")),
            self.owner,
            Space(look, 4),
            Section(look, say("unlock_hint")),
            self.passphrase,
            self.again,
            Text(look, say("first_passphrase_note"), Style.SMALL, tint=palette.quiet),
            Space(look, 4),
            Section(look, say("step_up_title")),
            self.step_up,
            Text(look, say("first_step_up_note"), Style.SMALL, tint=palette.quiet),
            Space(look, 2),
            Notice(look, "spark", model.notice, name="notice"),
            self.trouble,
            self.button,
        ]
        self._scroll = Scroll(look, parts, gap=10, pad=(20, 8, 20, 32), width=_WIDTH)
        bar = top_bar(way, look, say("first_title"), back=way.back)
        self.fill([Centred(look, bar, _WIDTH), self._scroll])

    def first_focus(self) -> object:
        """Gives the name's field."""
        return self.owner.input

    def left(self) -> None:
        """Empties the fields: no widget keeps a secret."""
        super().left()
        for field in (self.passphrase, self.again, self.step_up):
            field.take()

    def refresh(self) -> None:
        """Shows that the vault is being made, or what is missing."""
        model = self._model
        self.trouble.text = model.error
        self.trouble.is_shown = bool(model.error)
        self.button.words.text = self.say("first_busy" if model.busy else "first_make")
        self.button.turn_off(is_off=model.busy)
        self.outdated()

    def _make(self) -> None:
        if not self._model.busy:
            self._model.make(
                self.owner.text, self.passphrase.take(), self.again.take(), self.step_up.take()
            )
