"""The first screen behind the lock: what was remembered, and a field for the next sentence."""

from __future__ import annotations

from device.app.screens import memory_card
from device.app.screens.list_screen import ListScreen
from device.app.screens.news_list import news_list
from device.app.screens.screen import Way
from device.app.ui.box import Box, Column, Hairline, Row, Space
from device.app.ui.controls import Button, IconButton
from device.app.ui.fields import Field
from device.app.ui.surfaces import CardButton, EmptyState, Fact, Notice, Section
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style
from device.app.viewmodels.rows import MemoryRow
from device.app.viewmodels.timeline import TimelineModel


class TimelineScreen(ListScreen):
    """The list of memories."""

    def __init__(self, way: Way, look: Look, model: TimelineModel) -> None:
        super().__init__(way, look, model)
        self._model = model
        self._cards: dict[MemoryRow, CardButton] = {}
        self._newest: int | None = None
        self._notice = Column(look)
        self.field = Field(
            look,
            self.say("remember_hint"),
            self._remember,
            name="draft",
            text=model.draft,
            changed=self._drafted,
            has_lines=True,
        )
        palette = look.palette
        self._send = IconButton(
            look,
            "send",
            self._remember,
            name="remember",
            tint=palette.accent_text,
            fill=palette.accent,
            size=52,
            round_size=44,
        )
        self._composer = Column(
            look,
            [self._notice, Row(look, [self.field, self._send], gap=6, align="end")],
            gap=8,
            pad=(16, 10, 10, 12),
        )
        self.lay(self.say("timeline_title"), under=[Hairline(look), self._composer])

    def first_focus(self) -> object:
        """Gives the field for the next sentence."""
        return self.field.input

    def foot_height(self) -> float:
        """Gives the height of the field for the next sentence."""
        return 0 if self.look.is_wide else self._composer.height

    def refresh(self) -> None:
        """Shows the memories, the draft, and what became of the last sentence."""
        model = self._model
        self._pill.refresh()
        if self.field.text != model.draft:
            self.field.text = model.draft
        self._send.turn_off(is_off=model.saving)
        self._notice.fill(self._notices())
        state = (model.rows, model.has_more, model.busy, model.is_empty, self.told())
        if state != self._state:
            self._state = state
            self._list.fill(self._rows())
            newest = model.rows[0].id if model.rows else None
            if newest != self._newest:
                self._newest = newest
                self._list.to_top()
        self.mark({row.id: card for row, card in self._cards.items()})
        self.outdated()

    def _notices(self) -> list[Box]:
        if self._model.error:
            return [Notice(self.look, "memories", self._model.error, tone="danger", name="error")]
        if self._model.notice:
            return [Fact(self.look, "check", self._model.notice, tint=self.look.palette.good)]
        return []

    def _rows(self) -> list[Box]:
        model, look = self._model, self.look
        news = news_list(self.way, look)
        if model.is_empty:
            return [
                *news,
                EmptyState(
                    look,
                    "memories",
                    self.say("timeline_empty_title"),
                    self.say("timeline_empty_body"),
                ),
            ]
        rows = model.rows
        parts = news
        cards: dict[MemoryRow, CardButton] = {}
        day = None
        for row in rows:
            if row.day != day:
                parts += [Space(look, 10 if day else 0), Section(look, row.day)]
                day = row.day
            cards[row] = self._cards.get(row) or self._card(row)
            parts.append(cards[row])
        self._cards = cards
        if model.busy and not rows:
            parts.append(
                Text(look, self.say("loading"), Style.LABEL, tint=look.palette.quiet,
                     align="centre")
            )  # fmt: skip
        if model.has_more and rows:
            parts.append(
                Button(look, self.say("load_more"), model.load_more, tone="quiet", name="more")
            )
        return parts

    def _card(self, row: MemoryRow) -> CardButton:
        return CardButton(
            self.look,
            lambda: self.way.open_memory(row.id),
            [
                memory_card.said(self.look, row),
                memory_card.footer(self.look, row, with_day=False),
            ],
            name=f"memory:{row.id}",
            gap=10,
        )

    def _drafted(self, text: str) -> None:
        self._model.draft = text

    def _remember(self) -> None:
        if self.field.text.strip():
            self._model.remember(self.field.text)


def make(way: Way, look: Look) -> TimelineScreen:
    """Gives the screen."""
    return TimelineScreen(way, look, way.models.timeline)
