"""The sheet that enrols a security key: its PIN and two touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.app.screens.key_panel import KeyPanel
from device.app.ui.box import Column
from device.app.ui.controls import Button
from device.app.ui.overlays import Sheet
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style

if TYPE_CHECKING:
    from device.app.shell import Shell


class AddKeySheet(Sheet):
    """Talks with the person at the key, and goes when it is enrolled."""

    def __init__(self, shell: Shell, look: Look) -> None:
        self._shell = shell
        self._model = shell.models.owners
        self._is_sent = False
        say = shell.session.say
        self._key = KeyPanel(look, self._model.talk, say)
        self.trouble = Text(look, "", Style.SMALL, tint=look.palette.danger, name="add_key:error")
        self.button = Button(look, say("add_key_go"), self._add, icon="key", name="add_key:go")
        self._foot = Column(look, [self.button])
        self._hides_button = False
        super().__init__(
            look,
            say("add_key_title"),
            [
                Text(look, say("add_key_body"), Style.LABEL, tint=look.palette.quiet),
                self._key,
                self.trouble,
                self._foot,
            ],
            shell.close_sheet,
        )

    def arrived(self) -> None:
        """Follows the model."""
        self._model.ask(is_asking=True)
        self._model.bind(self._refresh)
        self._refresh()

    def left(self) -> None:
        """Follows it no more, and wants nothing of the key any more."""
        self._model.unbind(self._refresh)
        self._key.forget()
        self._model.talk.cancel()
        self._model.ask(is_asking=False)

    def _add(self) -> None:
        self._model.add_key()
        self._is_sent = self._model.busy

    def _refresh(self) -> None:
        model = self._model
        if self._is_sent and not model.busy and not model.error:
            self._shell.close_sheet()
            return
        self._key.refresh()
        self.trouble.text = model.error
        self.trouble.is_shown = bool(model.error)
        self.button.turn_off(is_off=model.busy)
        if self._key.has_button != self._hides_button:
            self._hides_button = self._key.has_button
            self._foot.fill([] if self._hides_button else [self.button])
        self.outdated()


def make_sheet(shell: Shell, look: Look, _name: str) -> AddKeySheet:
    """Gives the sheet."""
    return AddKeySheet(shell, look)
