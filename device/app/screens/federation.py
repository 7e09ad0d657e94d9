"""What the owner agreed to share, and exactly what was sent."""

from __future__ import annotations

from device.app.screens.screen import Screen, Way
from device.app.screens.top import column_bar
from device.app.ui.box import Box, Column, Row, Space
from device.app.ui.controls import Pill, Toggle
from device.app.ui.scroll import Scroll
from device.app.ui.surfaces import Card, EmptyState, Fact, ListRow, Notice, Section, with_lines
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style
from device.app.viewmodels.federation import FederationModel
from device.app.viewmodels.rows import FederationState, SentRow

_DIGEST_SHOWN = 16


class FederationScreen(Screen):
    """Two switches, what they mean, and what left."""

    def __init__(self, way: Way, look: Look, model: FederationModel) -> None:
        super().__init__(way, look, model)
        self._model = model
        self._scroll = Scroll(look, gap=10)
        self.fill([column_bar(way, look, self.say("federation_title")), self._scroll])

    def arrived(self) -> None:
        """Reads again what was sent."""
        super().arrived()
        self._model.refresh()

    def refresh(self) -> None:
        """Shows the consents and what was sent."""
        model, look = self._model, self.look
        quiet = look.palette.quiet
        parts: list[Box] = [Text(look, self.say("federation_body"), Style.LABEL, tint=quiet)]
        if model.error:
            parts.append(Notice(look, "weave", model.error, tone="danger", name="error"))
        if model.state is None:
            parts.append(Text(look, self.say("loading"), Style.LABEL, tint=quiet))
        else:
            parts += self._shown(model.state)
        self._scroll.fill(parts)

    def _shown(self, state: FederationState) -> list[Box]:
        look, model = self.look, self._model
        joined = Notice(
            look,
            "check" if state.joined else "shield",
            model.joined_text,
            tone="good" if state.joined else "accent",
            name="joined",
        )
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
        parts: list[Box] = [
            joined,
            Card(look, consents, gap=0, pad=(18, 4, 18, 4)),
            Notice(look, "eye", model.coordinator_text, tone="warn"),
            Fact(look, "clock", model.withdraw_text),
            Space(look, 8),
            Section(look, self.say("sent_title")),
        ]
        if state.sent:
            rows = with_lines(look, map(self._sent, state.sent))
            parts.append(Card(look, rows, gap=0, pad=(18, 4, 18, 4), name="sent"))
        else:
            parts.append(EmptyState(look, "weave", "", self.say("sent_empty")))
        return parts

    def _sent(self, sent: SentRow) -> Box:
        look = self.look
        quiet = look.palette.quiet
        size = self.say(
            "sent_size", bytes=f"{sent.bytes:,}", tensors=sent.tensors, norm=f"{sent.norm:.3f}"
        )
        digest = self.say("sent_digest", digest=f"{sent.digest[:_DIGEST_SHOWN]}…")
        return Column(
            look,
            [
                Row(
                    look,
                    [
                        Text(look, sent.kind_word, Style.STRONG, most=1),
                        Pill(look, self.say("sent_round", round=sent.round)),
                        Space(look, grows=True),
                        Text(look, sent.when, Style.SMALL, tint=quiet, most=1),
                    ],
                    gap=8,
                ),
                Text(look, size, Style.LABEL),
                Text(look, digest, Style.SMALL, tint=quiet),
            ],
            gap=4,
            pad=(0, 12, 0, 12),
        )


def make(way: Way, look: Look) -> FederationScreen:
    """Gives the screen."""
    return FederationScreen(way, look, way.models.federation)
