"""Days to come, by day: birthdays, appointments, a concert; each leads to its memory."""

from __future__ import annotations

from device.app.screens import memory_card
from device.app.screens.list_screen import ListScreen
from device.app.screens.news_list import news_list
from device.app.screens.screen import Way
from device.app.ui.box import Box, Column, Ends, Space
from device.app.ui.controls import Pill
from device.app.ui.surfaces import CardButton, EmptyState, Fact, Notice, Section
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style
from device.app.viewmodels.day_rows import DayRow
from device.app.viewmodels.upcoming import UpcomingModel


class UpcomingScreen(ListScreen):
    """The list of days; in a wide window the memory that was chosen is beside it."""

    def __init__(self, way: Way, look: Look, model: UpcomingModel) -> None:
        super().__init__(way, look, model)
        self._model = model
        self.lay(self.say("upcoming_title"))

    def arrived(self) -> None:
        """Reads the list again: a day may have passed."""
        super().arrived()
        self._model.refresh()

    def refresh(self) -> None:
        """Shows the days, or what would bring one here."""
        model = self._model
        self._pill.refresh()
        state = (model.days, model.busy, model.error, model.is_empty, self.told())
        if state != self._state:
            self._state = state
            self._cards: dict[int, CardButton] = {}
            self._list.fill(self._parts(), middle=False)
        self.mark(self._cards)
        self.outdated()

    def _parts(self) -> list[Box]:
        model, look = self._model, self.look
        parts = news_list(self.way, look, reminds=False)
        if model.error:
            parts.append(Notice(look, "calendar", model.error, tone="danger", name="error"))
        if model.is_empty:
            title, body = self.say("upcoming_empty_title"), self.say("upcoming_empty_body")
            return [*parts, EmptyState(look, "calendar", title, body)]
        for day, how_far, rows in model.days:
            parts += [Space(look, 6), self._heading(day, how_far)]
            parts += [self._card(row) for row in rows]
        if model.busy and not model.days:
            words = self.say("loading")
            parts.append(Text(look, words, Style.LABEL, tint=look.palette.quiet, align="centre"))
        return parts

    def _heading(self, day: str, how_far: str) -> Box:
        look = self.look
        if day == how_far:
            return Section(look, day)
        far = Text(look, how_far, Style.SMALL, tint=look.palette.quiet, most=1)
        return Ends(look, Section(look, day), far)

    def _card(self, day: DayRow) -> CardButton:
        look, row = self.look, day.row
        palette = look.palette
        parts: list[Box] = [memory_card.said(look, row, most=3)]
        if day.when:
            parts.append(Fact(look, "clock", day.when, style=Style.LABEL, tint=palette.accent))
        # Not when it was said: beside a day to come that reads as if it were then.
        source = "  ·  ".join(filter(None, (row.speaker, row.source)))
        origin = Text(look, source, Style.SMALL, tint=palette.quiet, most=1)
        end = Pill(look, day.occasion) if day.occasion else memory_card.badge(look, row)
        parts.append(Ends(look, origin, end))
        card = CardButton(
            look,
            lambda: self.way.open_memory(row.id),
            [Column(look, parts, gap=8)],
            name=f"day:{day.date}:{row.id}",
        )
        self._cards[row.id] = card
        return card


def make(way: Way, look: Look) -> UpcomingScreen:
    """Gives the screen."""
    return UpcomingScreen(way, look, way.models.upcoming)
