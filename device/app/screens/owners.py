"""Who may open the vault: passphrase, recovery code, second secrets, and new keys for all of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from device.app.screens.column import ColumnScreen
from device.app.screens.screen import Way
from device.app.ui.box import Box, Column, Space
from device.app.ui.controls import Button
from device.app.ui.surfaces import Card, Fact, ListRow, Notice, Section, with_lines
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style
from device.app.viewmodels.keeping_rows import FactorRow, OwnersState
from device.app.viewmodels.owners import OwnersModel
from device.app.viewmodels.wording import keystore_word


class OwnersScreen(ColumnScreen):
    """A card for each kind of secret."""

    def __init__(self, way: Way, look: Look, model: OwnersModel) -> None:
        title = way.session.say("owners_title")
        super().__init__(way, look, title, model, gap=10, back=way.back)
        self._model = model

    def arrived(self) -> None:
        """Reads who may open the vault now."""
        super().arrived()
        self._model.refresh()

    def content(self) -> list[Box]:
        """Gives the cards, and what went wrong."""
        model, state = self._model, self._model.state
        parts: list[Box] = []
        if model.error and not model.is_asking:
            parts.append(Notice(self.look, "key", model.error, tone="danger", name="error"))
        if state is None:
            return [*parts, self.quiet(self.say("loading"))]
        return [*parts, *self._unlock(state), *self._step_up(state), *self._keys(state)]

    def _unlock(self, state: OwnersState) -> list[Box]:
        say = self.say
        change = self._small("change", partial(self.way.open_sheet, "new_passphrase"), "passphrase")
        new = "renew" if state.has_recovery else "make"
        make = self._small(new, partial(self.way.go, "recovery"), "recovery")
        there = "recovery_there" if state.has_recovery else "recovery_not_there"
        return [
            Section(self.look, say("owners_unlock")),
            self._card(
                [
                    ListRow(self.look, say("unlock_hint"), say("passphrase_body"), change),
                    ListRow(self.look, say("recovery_hint"), say(there), make),
                ]
            ),
            Space(self.look, 6),
        ]

    def _step_up(self, state: OwnersState) -> list[Box]:
        look, say = self.look, self.say
        note = "owners_step_up_body" if state.factors else "factor_none"
        if any(one.level == "biometric" for one in state.factors):
            note = "owners_step_up_biometric"
        parts: list[Box] = [Section(look, say("owners_step_up")), self.quiet(say(note))]
        if not state.is_open:
            return [
                *parts,
                *([self._factors(state)] if state.factors else []),
                Fact(look, "lock", say("step_up_first")),
                Button(
                    look,
                    say("step_up_button"),
                    self.way.ask_step_up,
                    tone="soft",
                    icon="key",
                    name="owners:step_up",
                ),
                Space(look, 6),
            ]
        has_typed = any(one.kind == "passphrase" for one in state.factors)
        ways: list[tuple[str, Callable[[], object], str]] = [
            ("second_change" if has_typed else "second_set",
             partial(self.way.open_sheet, "new_step_up"), "second"),
            ("add_key", partial(self.way.open_sheet, "add_key"), "add_key"),
            ("add_keychain", self._model.add_keychain, "add_keychain"),
        ]  # fmt: skip
        buttons = [
            Button(look, say(key), act, tone="soft", small=True, name=f"owners:{name}")
            for key, act, name in ways
        ]
        for button in buttons:
            button.turn_off(is_off=self._model.busy)
        return [
            *parts,
            *([self._factors(state)] if state.factors else []),
            Column(look, buttons, gap=8),
            Space(look, 6),
        ]

    def _factors(self, state: OwnersState) -> Card:
        can_remove = state.is_open and len(state.factors) > 1
        return self._card([self._factor(one, can_remove=can_remove) for one in state.factors])

    def _factor(self, factor: FactorRow, *, can_remove: bool) -> ListRow:
        name, level = self._model.factor_words(factor)
        remove = self._small(
            "remove", partial(self._model.remove, factor.id), f"remove:{factor.id[:8]}"
        )
        return ListRow(self.look, name, level, remove if can_remove else None)

    def _keys(self, state: OwnersState) -> list[Box]:
        look, say, model = self.look, self.say, self._model
        parts: list[Box] = [Section(look, say("owners_keys"))]
        if state.keystore:
            name = keystore_word(look.language, state.keystore)
            parts.append(Fact(look, "lock", say("keystore_used", name=name), style=Style.SMALL))
        else:
            parts.append(Fact(look, "lock", say("keystore_none"), style=Style.SMALL))
        words = say("rotate_button")
        if model.is_rotating:
            words = say("rotating", percent=model.percent or 0)
        button = Button(look, words, model.rotate, tone="soft", icon="key", name="owners:rotate")
        button.turn_off(is_off=model.busy)
        note = Text(look, say("rotate_note"), Style.SMALL, tint=look.palette.quiet)
        return [*parts, button, note]

    def _card(self, rows: list[ListRow]) -> Card:
        return Card(self.look, with_lines(self.look, rows), gap=0, pad=(18, 4, 10, 4))

    def _small(self, key: str, act: Callable[[], object], name: str) -> Button:
        button = Button(
            self.look,
            self.say(key),
            act,
            tone="quiet",
            small=True,
            name=f"owners:{name}",
        )
        button.turn_off(is_off=self._model.busy)
        return button


def make(way: Way, look: Look) -> OwnersScreen:
    """Gives the screen."""
    return OwnersScreen(way, look, way.models.owners)
