"""The recovery code, shown once: what it is for, the code, and whether it was written down."""

from __future__ import annotations

from typing import Final

from device.app.screens.screen import Screen, Way
from device.app.screens.top import top_bar
from device.app.ui.box import Box, Centred, Space
from device.app.ui.controls import Button
from device.app.ui.ink import INK
from device.app.ui.scroll import Scroll
from device.app.ui.surfaces import Card, Fact, Notice
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style
from device.app.viewmodels.recovery import RecoveryModel
from device.app.viewmodels.wording import keystore_word

_WIDTH: Final = 480


class RecoveryScreen(Screen):
    """A code to copy onto paper."""

    def __init__(self, way: Way, look: Look, model: RecoveryModel) -> None:
        super().__init__(way, look, model)
        self._model = model
        self._scroll = Scroll(look, gap=12, pad=(20, 8, 20, 32), width=_WIDTH)
        bar = top_bar(way, look, self.say("recovery_title"), back=None)
        self.fill([Centred(look, bar, _WIDTH), self._scroll])

    def arrived(self) -> None:
        """Makes the code."""
        super().arrived()
        if not self._model.error:
            self._model.make()

    def left(self) -> None:
        """Drops the pictures of the code."""
        super().left()
        INK.forget_drawn()

    def refresh(self) -> None:
        """Shows the code, or why there is none."""
        model, look = self._model, self.look
        quiet = look.palette.quiet
        if model.error:
            self._scroll.fill(
                [
                    Notice(look, "key", model.error, tone="danger", name="error"),
                    Button(look, self.say("try_again"), model.make, name="recovery:again"),
                    self._later(),
                ]
            )
            return
        parts: list[Box] = []
        if model.is_first:
            parts.append(Fact(look, "check", self.say("recovery_made_vault"), style=Style.LABEL))
        parts.append(Text(look, self.say("recovery_body"), Style.BODY, tint=quiet))
        if model.lines:
            code = [
                Text(look, line, Style.TITLE, align="centre", name=f"recovery:line:{at}")
                for at, line in enumerate(model.lines)
            ]
            parts += [
                Card(look, code, gap=10, name="recovery:code"),
                Notice(look, "eye", self.say("recovery_once"), tone="warn"),
            ]
        else:
            parts.append(Text(look, self.say("recovery_making"), Style.LABEL, tint=quiet))
        if model.is_first and model.keystore:
            name = keystore_word(look.language, model.keystore)
            words = self.say("keystore_used", name=name)
            parts.append(Fact(look, "lock", words, style=Style.SMALL))
        button = Button(look, self.say("recovery_written"), self._written, name="recovery:written")
        button.turn_off(is_off=not model.lines)
        parts += [Space(look, 4), button, self._later()]
        parts.append(
            Text(look, self.say("recovery_later_note"), Style.SMALL, tint=quiet, align="centre")
        )
        self._scroll.fill(parts)

    def _later(self) -> Button:
        button = Button(
            self.look,
            self.say("recovery_later"),
            self._put_off,
            tone="quiet",
            name="recovery:later",
        )
        button.turn_off(is_off=self._model.busy)
        return button

    def _written(self) -> None:
        self._model.written()
        self.way.back()

    def _put_off(self) -> None:
        self._model.later()
        self.way.back()


def make(way: Way, look: Look) -> RecoveryScreen:
    """Gives the screen."""
    return RecoveryScreen(way, look, way.models.recovery)
