"""The sheet that asks for what opens the step-up classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kivy.clock import Clock

from device.app.screens.key_panel import KeyPanel
from device.app.ui.box import Box, Column
from device.app.ui.controls import Button, Choice
from device.app.ui.fields import SecretField
from device.app.ui.overlays import Sheet
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style
from device.presence import GRANT_S

if TYPE_CHECKING:
    from device.app.shell import Shell

_TYPED = "passphrase"


class StepUpSheet(Sheet):
    """Asks for a second passphrase, a security key or the keychain; goes when it was right."""

    def __init__(self, shell: Shell, look: Look) -> None:
        self._shell = shell
        self._model = shell.models.step_up
        self._chosen = ""
        say = shell.session.say
        self.secret = SecretField(look, say("step_up_hint"), self._open, name="step_up_secret")
        self.trouble = Text(look, "", Style.SMALL, tint=look.palette.danger, name="step_up:error")
        self.button = Button(look, say("step_up_confirm"), self._open, icon="key", name="step_up")
        self._key = KeyPanel(look, self._model.talk, say)
        self._asked = Column(look, gap=10)
        self._foot = Column(look, [self.button])
        self._hides_button = False
        super().__init__(
            look,
            say("step_up_title"),
            [
                Text(look, say("step_up_body", minutes=GRANT_S // 60), tint=look.palette.quiet),
                self._asked,
                self.trouble,
                self._foot,
            ],
            shell.close_sheet,
        )

    def arrived(self) -> None:
        """Follows the model, and takes the keyboard."""
        self._model.bind(self._refresh)
        self._refresh()
        Clock.schedule_once(lambda _: self._take_keyboard(), 0)

    def left(self) -> None:
        """Follows it no more; what was told is forgotten, and a key that waits is let go."""
        self._model.unbind(self._refresh)
        self.secret.take()
        self._key.forget()
        self._model.dismiss()

    def _take_keyboard(self) -> None:
        if self.parent is not None and self._model.chosen == _TYPED:
            self.secret.field.input.focus = True

    def _open(self) -> None:
        if self._model.busy:
            return
        if self._model.chosen == _TYPED:
            self._model.step_up(self.secret.take())
        else:
            self._model.step_up_without_typing()

    def _ask(self) -> None:
        """Shows what the factor that was chosen needs, and the others beside it."""
        model, look, say = self._model, self.look, self._shell.session.say
        parts: list[Box] = []
        if len(model.kinds) > 1:
            kinds = [(kind, say(f"way_{kind}")) for kind in model.kinds]
            parts.append(Choice(look, kinds, model.chosen, model.choose, name="step_up:kind"))
        if model.chosen == _TYPED:
            parts.append(self.secret)
        else:
            words = say(f"step_up_{model.chosen}")
            parts.append(Text(look, words, Style.LABEL, tint=look.palette.quiet))
            parts.append(self._key)
        self._asked.fill(parts)
        self._take_keyboard()

    def _refresh(self) -> None:
        model, say = self._model, self._shell.session.say
        if model.is_open:
            self._shell.close_sheet()
            return
        if self._chosen != model.chosen:
            self._chosen = model.chosen
            self._ask()
        self._key.refresh()
        self.trouble.text = model.error
        self.trouble.is_shown = bool(model.error)
        self.secret.field.show_trouble(is_wrong=bool(model.error))
        self.button.words.text = say("step_up_busy" if model.busy else "step_up_confirm")
        self.button.turn_off(is_off=model.busy)
        if self._key.has_button != self._hides_button:
            self._hides_button = self._key.has_button
            self._foot.fill([] if self._hides_button else [self.button])
        self.outdated()


def make_sheet(shell: Shell, look: Look, _name: str) -> StepUpSheet:
    """Gives the sheet."""
    return StepUpSheet(shell, look)
