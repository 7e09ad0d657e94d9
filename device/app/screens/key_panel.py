"""What a sheet shows while a security key is asked: plug in, type its PIN, touch it."""

from __future__ import annotations

from collections.abc import Callable

from device.app.ui.box import Box, Column
from device.app.ui.controls import Button
from device.app.ui.fields import SecretField
from device.app.ui.surfaces import Notice
from device.app.ui.theme import Look
from device.app.viewmodels.key_talk import KeyTalk, TalkPhase


class KeyPanel(Column):
    """Follows a talk. Nothing while there is none."""

    def __init__(self, look: Look, talk: KeyTalk, say: Callable[[str], str]) -> None:
        super().__init__(look, gap=10)
        self._talk = talk
        self._say = say
        self._phase: TalkPhase = "idle"
        self._pin: SecretField | None = None

    @property
    def has_button(self) -> bool:
        """Tells whether the step that is shown has a button of its own."""
        return self._pin is not None

    def refresh(self) -> None:
        """Shows what the person is to do now."""
        if self._talk.phase == self._phase:
            return
        self._phase = self._talk.phase
        self.forget()
        self._pin = None
        parts: list[Box] = []
        if self._phase != "idle":
            tone = "warn" if self._phase == "touch" else "accent"
            words = self._say(f"key_{self._phase}")
            parts.append(Notice(self.look, "key", words, tone=tone, name="key:told"))
        if self._phase == "pin":
            self._pin = SecretField(
                self.look, self._say("key_pin_hint"), self._give, name="key:pin"
            )
            parts += [
                self._pin,
                Button(self.look, self._say("key_pin_go"), self._give, name="key:go"),
            ]
        self.fill(parts)
        if self._pin is not None:
            self._pin.field.input.focus = True
        self.outdated()

    def forget(self) -> None:
        """Empties the field: no widget keeps a secret."""
        if self._pin is not None:
            self._pin.take()

    def _give(self) -> None:
        if self._pin is not None:
            self._talk.give_pin(self._pin.take())
