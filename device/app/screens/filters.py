"""The bounds of a question: from when, until when, in which language. Folded away until wanted."""

from __future__ import annotations

from collections.abc import Callable

from device.app.ui.box import Column, Row
from device.app.ui.controls import Button, Choice
from device.app.ui.fields import Field
from device.app.ui.theme import Look
from device.app.viewmodels.recall import RecallModel
from device.app.viewmodels.rows import RecallFilter

_ANY = "any"
# Each in its own language and short, as on the unlock screen.
_LANGUAGES = (("ja", "日本語"), ("ko", "한국어"), ("en", "English"))


class Filters(Column):
    """Two days and a language. What is set holds for the next question."""

    def __init__(self, look: Look, say: Callable[[str], str], model: RecallModel) -> None:
        super().__init__(look, gap=8)
        self._say = say
        self._model = model
        self._is_open = self._is_showing = False
        self._since = self._day("since")
        self._before = self._day("before")
        self._days = Row(look, [self._since, self._before], gap=8, pad=(16, 0, 16, 0))
        self._rest = Column(look, gap=8, pad=(16, 0, 16, 8))
        self._set: object = None
        if model.within:
            self.turn()

    def turn(self) -> None:
        """Unfolds it, or folds it away."""
        self._is_open = not self._is_open
        self.fill([self._days, self._rest] if self._is_open else [])
        self.refresh()

    def refresh(self) -> None:
        """Shows the bounds that are set."""
        within = self._model.within
        self._is_showing = True  # what is shown here was not typed
        for field, text in ((self._since, within.since), (self._before, within.before)):
            if field.text.strip() != text:
                field.text = text
        self._is_showing = False
        if self._set == (within.language, bool(within)):
            return
        self._set = (within.language, bool(within))
        # The fields stay where they are: one of them may have the keyboard.
        self._rest.fill([self._language(within.language), *([self._clearing()] if within else [])])
        self.outdated()

    def _language(self, chosen: str) -> Choice:
        words = [(_ANY, self._say("filter_any")), *_LANGUAGES]
        return Choice(self.look, words, chosen or _ANY, self._choose, name="filter:language")

    def _clearing(self) -> Button:
        return Button(
            self.look,
            self._say("filter_clear"),
            self._clear,
            tone="quiet",
            small=True,
            name="filter:clear",
        )

    def _day(self, name: str) -> Field:
        within = self._model.within
        text = within.since if name == "since" else within.before
        return Field(
            self.look,
            self._say(f"filter_{name}"),
            self._ask,
            name=f"filter:{name}",
            text=text,
            changed=lambda _: self._typed(),
        )

    def _typed(self) -> None:
        if not self._is_showing:
            self._bound(self._model.within.language)

    def _choose(self, language: str) -> None:
        self._bound("" if language == _ANY else language)

    def _bound(self, language: str) -> None:
        since, before = self._since.text.strip(), self._before.text.strip()
        self._model.bound(RecallFilter(since, before, language))

    def _ask(self) -> None:
        self._model.ask()

    def _clear(self) -> None:
        self._model.bound(RecallFilter())
