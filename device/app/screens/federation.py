"""What the owner agreed to share, how taking part stands, and exactly what was sent."""

from __future__ import annotations

from typing import Final

from device.app.screens.column import ColumnScreen
from device.app.screens.screen import Way
from device.app.screens.sent_list import sent_card
from device.app.ui.box import Box, Column, Row, Space
from device.app.ui.controls import Button, Toggle
from device.app.ui.icons import Icon, IconName
from device.app.ui.surfaces import Card, EmptyState, Fact, ListRow, Notice, Section, with_lines
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style
from device.app.ui.units import dp
from device.app.viewmodels.federation import FederationModel
from device.app.viewmodels.rows import FederationState, PartPhase
from device.app.viewmodels.taking_part import TakingPartModel

_FIRST_SENT: Final = 20
_MORE_SENT: Final = 50
_ICONS: Final[dict[PartPhase, IconName]] = {
    PartPhase.WAITING: "check",
    PartPhase.TRAINING: "spark",
    PartPhase.SENDING: "send",
    PartPhase.STARTING: "clock",
    PartPhase.NOT_JOINED: "shield",
    PartPhase.OFF: "shield",
    PartPhase.NOT_ADMITTED: "person",
}


class FederationScreen(ColumnScreen):
    """Two switches, what they mean, what goes on, and what left."""

    def __init__(
        self, way: Way, look: Look, model: FederationModel, taking_part: TakingPartModel
    ) -> None:
        title = way.session.say("federation_title")
        super().__init__(way, look, title, model, taking_part, gap=10)
        self._model = model
        self._part = taking_part
        self._opened: set[int] = set()  # what is shown in full, by its number in the log
        self._sent_shown = _FIRST_SENT

    def arrived(self) -> None:
        """Reads again what was sent."""
        super().arrived()
        self._part.is_watched = True
        self._model.refresh()

    def left(self) -> None:
        """Shows the notice of a foreign app no more: it was seen."""
        super().left()
        self._part.is_watched = False
        if self._part.has_refused:
            self._part.seen()
            self._is_stale = True

    def content(self) -> list[Box]:
        """Gives the consents, how it stands, and what was sent."""
        model = self._model
        parts = self.intro(self.say("federation_body"), "weave", model.error)
        if model.state is None:
            return [*parts, self.quiet(self.say("loading"))]
        return [*parts, *self._shown(model.state)]

    def _shown(self, state: FederationState) -> list[Box]:
        look, model = self.look, self._model
        training = Toggle(look, model.set_training, is_on=state.training, name="consent:training")
        statistics = Toggle(
            look, model.set_statistics, is_on=state.statistics, name="consent:statistics"
        )
        consents = with_lines(
            look,
            [
                ListRow(look, self.say("consent_training"), model.training_text, training),
                ListRow(look, self.say("consent_statistics"), model.statistics_text, statistics),
            ],
        )
        parts: list[Box] = [self._status()]
        if self._part.has_refused:
            refused = self.say("part_refused")
            parts.append(Notice(look, "shield", refused, tone="warn", name="refused"))
        parts += [
            Card(look, consents, gap=0, pad=(18, 4, 18, 4)),
            Notice(look, "eye", model.coordinator_text, tone="warn"),
            Fact(look, "clock", model.withdraw_text),
            Space(look, 12),
            *self._sent(),
        ]
        return parts

    def _status(self) -> Card:
        look, part = self.look, self._part
        palette = look.palette
        tint, fill = {
            "accent": (palette.accent, palette.accent_soft),
            "good": (palette.good, palette.good_soft),
            "warn": (palette.warn, palette.warn_soft),
        }[part.tone]
        icon = _ICONS.get(part.state.phase, "clock") if part.state is not None else "clock"
        disc = Column(
            look,
            [Icon(look, icon, size=20, tint=tint)],
            pad=(10, 10, 10, 10),
            ground=fill,
            radius=dp(20),
        )
        told: list[Box] = [Text(look, part.text, Style.STRONG)]
        if part.hint:
            told.append(Text(look, part.hint, Style.SMALL))
        told.append(Text(look, self._model.joined_text, Style.SMALL, tint=palette.quiet))
        line: list[Box] = [disc, Column(look, told, gap=2, grows=True)]
        under: list[Box] = []
        if part.can_retry:
            words = self.say("part_retry")
            again = Button(look, words, part.try_now, tone="soft", small=True, name="part:retry")
            (line if look.is_wide else under).append(again)
        parts = [Row(look, line, gap=14), *under]
        return Card(look, parts, gap=12, pad=(16, 14, 16, 14), name="part")

    def _sent(self) -> list[Box]:
        look = self.look
        parts: list[Box] = [Text(look, self.say("sent_title"), Style.TITLE)]
        left = self._sent_shown
        for day, rows in self._model.days:
            if left <= 0:
                break
            parts += [
                Space(look, 2),
                Section(look, day),
                sent_card(self.way, look, rows[:left], self._opened, self._open),
            ]
            left -= len(rows)
        if left < 0:
            parts.append(
                Button(look, self.say("load_more"), self._show_more, tone="quiet", name="more")
            )
        if not self._model.days:
            parts.append(EmptyState(look, "shield", "", self.say("sent_empty")))
        return parts

    def _open(self, number: int) -> None:
        self._opened ^= {number}
        self.refresh()

    def _show_more(self) -> None:
        self._sent_shown += _MORE_SENT
        self.refresh()


def make(way: Way, look: Look) -> FederationScreen:
    """Gives the screen."""
    return FederationScreen(way, look, way.models.federation, way.models.taking_part)
