"""Makes a vault of a backup: where the backup is, and what opens it."""

from __future__ import annotations

from typing import Final

from device.app.screens.screen import Screen, Way
from device.app.screens.top import top_bar
from device.app.ui.box import Centred, Space
from device.app.ui.controls import Button, Choice
from device.app.ui.fields import Field, SecretField
from device.app.ui.scroll import Scroll
from device.app.ui.surfaces import Section
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style
from device.app.viewmodels.restore import RestoreModel

_WIDTH: Final = 480


class RestoreScreen(Screen):
    """A form."""

    def __init__(self, way: Way, look: Look, model: RestoreModel) -> None:
        super().__init__(way, look, model)
        self._model = model
        quiet = look.palette.quiet
        self.folder = Field(look, self.say("folder_hint"), self._restore, name="restore:folder")
        self.trouble = Text(look, "", Style.LABEL, tint=look.palette.danger, name="restore:error")
        self.button = Button(look, "", self._restore, name="restore:go")
        self._scroll = Scroll(look, gap=10, pad=(20, 8, 20, 32), width=_WIDTH)
        self.secret: SecretField | None = None
        self._asks_code: bool | None = None
        self._note = Text(look, self.say("restore_note"), Style.SMALL, tint=quiet)
        bar = top_bar(way, look, self.say("restore_title"), back=way.back)
        self.fill([Centred(look, bar, _WIDTH), self._scroll])

    def first_focus(self) -> object:
        """Gives the folder's field."""
        return self.folder.input

    def left(self) -> None:
        """Empties the field: no widget keeps a secret."""
        super().left()
        if self.secret is not None:
            self.secret.take()

    def refresh(self) -> None:
        """Shows how far it has come, or what is missing."""
        model = self._model
        if self._asks_code is not model.is_code:
            self._asks_code = model.is_code
            self._ask()
        self.trouble.text = model.error
        self.trouble.is_shown = bool(model.error)
        percent = model.percent
        words = self.say("restore_button")
        if model.busy:
            words = self.say("restore_busy")
            if percent is not None:
                words = self.say("restore_percent", percent=percent)
        self.button.words.text = words
        self.button.turn_off(is_off=model.busy)
        self.outdated()

    def _ask(self) -> None:
        model, look = self._model, self.look
        if self.secret is not None:
            self.secret.take()
        hint = self.say("recovery_hint" if model.is_code else "unlock_hint")
        self.secret = SecretField(look, hint, self._restore, name="restore:secret")
        kinds = [("passphrase", self.say("unlock_hint")), ("code", self.say("recovery_hint"))]
        chosen = "code" if model.is_code else "passphrase"
        self._scroll.fill(
            [
                Text(look, self.say("restore_body"), Style.LABEL, tint=look.palette.quiet),
                Space(look, 4),
                Section(look, self.say("restore_folder")),
                self.folder,
                Space(look, 4),
                Section(look, self.say("restore_secret")),
                Choice(look, kinds, chosen, self._choose, name="restore:kind"),
                self.secret,
                self._note,
                Space(look, 2),
                self.trouble,
                self.button,
            ]
        )

    def _choose(self, kind: str) -> None:
        if not self._model.busy:
            self._model.ask_for(code=kind == "code")

    def _restore(self) -> None:
        if not self._model.busy and self.secret is not None:
            self._model.restore(self.folder.text, self.secret.take())
