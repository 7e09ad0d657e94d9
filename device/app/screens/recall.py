"""Asks the memories: cards that say why they came and under which rule, and what stayed closed."""

from __future__ import annotations

from device.app.screens import memory_card
from device.app.screens.filters import Filters
from device.app.screens.list_screen import ListScreen
from device.app.screens.news_list import news_list
from device.app.screens.screen import Way
from device.app.ui.box import Box, Column, Ends, Row, Space
from device.app.ui.controls import Button, IconButton
from device.app.ui.fields import Field
from device.app.ui.icons import Icon
from device.app.ui.surfaces import Card, CardButton, EmptyState, Fact, Notice, Section
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style
from device.app.ui.units import dp
from device.app.viewmodels.recall import RecallModel
from device.app.viewmodels.rows import ClosedRow, RecallAnswer, RecallCard


class RecallScreen(ListScreen):
    """A question and its answer."""

    def __init__(self, way: Way, look: Look, model: RecallModel) -> None:
        super().__init__(way, look, model)
        self._model = model
        self._cards: dict[int, CardButton] = {}
        self.field = Field(
            look,
            self.say("recall_hint"),
            self._ask,
            name="question",
            text=model.question,
            icon="search",
        )
        ask = Button(look, self.say("recall_button"), self._ask, name="ask")
        self._bounds = IconButton(
            look, "settings", self._turn_filters, name="filters", tint=look.palette.quiet
        )
        line = Row(look, [self.field, self._bounds, ask], gap=6, pad=(16, 2, 16, 10))
        self._filters = Filters(look, self.say, model)
        self.lay(self.say("recall_title"), above=[line, self._filters])

    def first_focus(self) -> object:
        """Gives the field for the question."""
        return self.field.input

    def refresh(self) -> None:
        """Shows the answer."""
        model = self._model
        self._pill.refresh()
        self._filters.refresh()
        palette = self.look.palette
        self._bounds.icon.become("settings", palette.accent if model.within else palette.quiet)
        rated = tuple(sorted(model.rated.items()))
        state = (model.answer, model.busy, model.error, rated, self.told())
        if state != self._state:
            self._state = state
            self._cards = {}
            self._list.fill(self._parts())
        self.mark(self._cards)

    def _ask(self) -> None:
        self._list.to_top()
        self._model.ask(self.field.text)

    def _turn_filters(self) -> None:
        self._filters.turn()
        self.outdated()

    def _parts(self) -> list[Box]:
        return [*news_list(self.way, self.look), *self._found()]

    def _found(self) -> list[Box]:
        model, look = self._model, self.look
        if model.error:
            return [Notice(look, "search", model.error, tone="danger", name="error")]
        answer = model.answer
        if answer is None:
            if model.busy:
                return [self._busy()]
            return [
                EmptyState(
                    look, "search", self.say("recall_start_title"), self.say("recall_start_body")
                )
            ]
        return [*([self._busy()] if model.busy else []), *self._answered(answer)]

    def _busy(self) -> Text:
        return Text(
            self.look, self.say("recall_busy"), Style.LABEL, tint=self.look.palette.quiet,
            align="centre",
        )  # fmt: skip

    def _answered(self, answer: RecallAnswer) -> list[Box]:
        look = self.look
        parts: list[Box] = []
        if answer.cards:
            parts.append(Section(look, self.say("recall_found", count=len(answer.cards))))
            if answer.closed:  # told in full below; many hits would hide it
                names = " · ".join(closed.class_word for closed in answer.closed)
                parts.append(Fact(look, "lock", self.say("closed_hint", names=names)))
            parts += map(self._card, answer.cards)
        else:
            parts.append(
                EmptyState(
                    look,
                    "search",
                    self.say("recall_nothing_title"),
                    self.say("recall_nothing_body"),
                )
            )
        if answer.unsure:
            parts.insert(0, Fact(look, "search", answer.unsure))
        if answer.waiting:
            words = self.say("words_waiting", count=answer.waiting)
            parts.insert(0, Fact(look, "clock", words))
        if answer.closed:
            parts += [
                Space(look, 14),
                Section(look, self.say("closed_title")),
                *map(self._closed, answer.closed),
                Text(look, self.say("closed_note"), Style.SMALL, tint=look.palette.quiet),
            ]
        return parts

    def _card(self, card: RecallCard) -> CardButton:
        look, row = self.look, card.row
        self._cards[row.id] = CardButton(
            look,
            lambda: self.way.open_memory(row.id),
            [
                memory_card.said(look, row),
                memory_card.footer(look, row, with_day=True),
                Column(
                    look,
                    [Fact(look, "spark", card.why), Fact(look, "shield", card.rule_text)],
                    gap=6,
                    pad=(12, 10, 12, 10),
                    ground=look.palette.sunken,
                    radius=dp(10),
                ),
                Ends(
                    look,
                    Text(look, card.opens, Style.SMALL, tint=look.palette.quiet),
                    Row(look, [self._rate(row.id, "used"), self._rate(row.id, "dismissed")]),
                    gap=6,
                    under="end",
                ),
            ],
            name=f"card:{row.id}",
            gap=10,
        )
        return self._cards[row.id]

    def _rate(self, memory_id: int, kind: str) -> Button:
        is_chosen = self._model.rated.get(memory_id) == kind
        return Button(
            self.look,
            self.say(f"rate_{kind}"),
            lambda: self._model.rate(memory_id, "used" if kind == "used" else "dismissed"),
            tone="soft" if is_chosen else "quiet",
            icon="check" if is_chosen else None,
            small=True,
            name=f"rate:{kind}:{memory_id}",
        )

    def _closed(self, closed: ClosedRow) -> Card:
        look = self.look
        palette = look.palette
        parts: list[Box] = [
            Row(
                look,
                [
                    Icon(look, "lock", size=18, tint=palette.warn),
                    Text(look, closed.class_word, Style.STRONG, grows=True),
                ],
                gap=10,
            ),
            Text(look, closed.rule_text, Style.SMALL, tint=palette.quiet),
        ]
        if closed.opens_with:
            parts.append(Fact(look, "key", closed.opens_with))
        if closed.can_step_up:
            parts += [
                Space(look, 2),
                Button(
                    look,
                    self.say("step_up_button"),
                    self.way.ask_step_up,
                    tone="soft",
                    icon="key",
                    name=f"step_up:{closed.class_name}",
                ),
            ]
        return Card(look, parts, name=f"closed:{closed.class_name}")


def make(way: Way, look: Look) -> RecallScreen:
    """Gives the screen."""
    return RecallScreen(way, look, way.models.recall)
