"""The sheet that asks for the second secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kivy.clock import Clock

from device.access import GRANT_S
from device.app.ui.controls import Button
from device.app.ui.fields import SecretField
from device.app.ui.overlays import Sheet
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style

if TYPE_CHECKING:
    from device.app.shell import Shell


class StepUpSheet(Sheet):
    """Asks for the second secret, and goes when it was right."""

    def __init__(self, shell: Shell, look: Look) -> None:
        self._shell = shell
        self._model = shell.models.step_up
        say = shell.session.say
        self.secret = SecretField(look, say("step_up_hint"), self._open, name="step_up_secret")
        self.trouble = Text(look, "", Style.SMALL, tint=look.palette.danger, name="step_up:error")
        self.button = Button(look, say("step_up_confirm"), self._open, icon="key", name="step_up")
        super().__init__(
            look,
            say("step_up_title"),
            [
                Text(look, say("step_up_body", minutes=GRANT_S // 60), tint=look.palette.quiet),
                self.secret,
                self.trouble,
                self.button,
            ],
            shell.close_sheet,
        )

    def arrived(self) -> None:
        """Follows the model, and takes the keyboard."""
        self._model.bind(self._refresh)
        self._refresh()
        Clock.schedule_once(lambda _: self._take_keyboard(), 0)

    def left(self) -> None:
        """Follows it no more; what was told is forgotten."""
        self._model.unbind(self._refresh)
        self.secret.take()
        self._model.dismiss()

    def _take_keyboard(self) -> None:
        if self.parent is not None:
            self.secret.field.input.focus = True

    def _open(self) -> None:
        if not self._model.busy:
            self._model.step_up(self.secret.take())

    def _refresh(self) -> None:
        model, say = self._model, self._shell.session.say
        if model.is_open:
            self._shell.close_sheet()
            return
        self.trouble.text = model.error
        self.trouble.is_shown = bool(model.error)
        self.secret.field.show_trouble(is_wrong=bool(model.error))
        self.button.words.text = say("step_up_busy" if model.busy else "step_up_confirm")
        self.button.turn_off(is_off=model.busy)
        self.outdated()
