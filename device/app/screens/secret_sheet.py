"""The sheet that takes a new secret, twice: the passphrase, or the second one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kivy.clock import Clock

from device.app.ui.controls import Button
from device.app.ui.fields import SecretField
from device.app.ui.overlays import Sheet
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style

if TYPE_CHECKING:
    from device.app.shell import Shell


class SecretSheet(Sheet):
    """Asks twice, and goes when the secret is set.

    Args:
        name: new_passphrase or new_step_up, as its sentences are called.
        act: Sets the secret.
    """

    def __init__(
        self, shell: Shell, look: Look, name: str, act: Callable[[str, str], None]
    ) -> None:
        self._shell = shell
        self._model = shell.models.owners
        self._act = act
        self._is_sent = False
        say = shell.session.say
        self.secret = SecretField(look, say(f"{name}_hint"), self._set, name=name)
        self.again = SecretField(look, say("again_hint"), self._set, name=f"{name}:again")
        self.trouble = Text(look, "", Style.SMALL, tint=look.palette.danger, name=f"{name}:error")
        self.button = Button(look, say("secret_set"), self._set, name=f"{name}:set")
        super().__init__(
            look,
            say(f"{name}_title"),
            [
                Text(look, say(f"{name}_body"), Style.LABEL, tint=look.palette.quiet),
                self.secret,
                self.again,
                self.trouble,
                self.button,
            ],
            shell.close_sheet,
        )

    def arrived(self) -> None:
        """Follows the model, and takes the keyboard."""
        self._model.ask(is_asking=True)
        self._model.bind(self._refresh)
        self._refresh()
        Clock.schedule_once(lambda _: self._take_keyboard(), 0)

    def left(self) -> None:
        """Follows it no more, and empties the fields."""
        self._model.unbind(self._refresh)
        self.secret.take()
        self.again.take()
        self._model.ask(is_asking=False)

    def _take_keyboard(self) -> None:
        if self.parent is not None:
            self.secret.field.input.focus = True

    def _set(self) -> None:
        if not self._model.busy:
            self._act(self.secret.take(), self.again.take())
            self._is_sent = self._model.busy

    def _refresh(self) -> None:
        model = self._model
        if self._is_sent and not model.busy and not model.error:
            self._shell.close_sheet()
            return
        self.trouble.text = model.error
        self.trouble.is_shown = bool(model.error)
        say = self._shell.session.say
        self.button.words.text = say("secret_busy" if model.busy else "secret_set")
        self.button.turn_off(is_off=model.busy)
        self.outdated()


def make_sheet(shell: Shell, look: Look, name: str) -> SecretSheet:
    """Gives the sheet of a name."""
    owners = shell.models.owners
    act = owners.change_passphrase if name == "new_passphrase" else owners.set_step_up
    return SecretSheet(shell, look, name, act)
