"""One memory: its words, its rule in sentences, who read it, and the way to forget it."""

from __future__ import annotations

from device.app.screens import memory_card
from device.app.screens.access_list import access_card
from device.app.screens.doubt_card import doubt_card
from device.app.screens.screen import Screen, Way
from device.app.screens.standing import standing_card
from device.app.screens.thread_list import thread_list
from device.app.screens.top import top_bar
from device.app.ui.box import Box, Flow, Space
from device.app.ui.controls import Button, Pill
from device.app.ui.scroll import Scroll
from device.app.ui.surfaces import Card, EmptyState, Fact, Notice, Section
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style
from device.app.ui.typeset import ELLIPSIS
from device.app.viewmodels.detail import DetailModel
from device.app.viewmodels.forgetting import UNDO_S
from device.app.viewmodels.rows import MemoryDetail

_FIRST_CHARS = 4_000  # a memory may have four million
_MORE_CHARS = 20_000
_FIRST_ACCESSES = 5
_MORE_ACCESSES = 20


class DetailScreen(Screen):
    """The memory that was chosen, on its own screen."""

    def __init__(self, way: Way, look: Look, model: DetailModel) -> None:
        super().__init__(way, look, model)
        self._model = model
        self._shown_id: int | None = None
        self._accesses_shown = _FIRST_ACCESSES
        self._chars_shown = _FIRST_CHARS
        self._scroll = Scroll(look, gap=8, pad=(20, 8, 20, 32))
        self.fill([*self._head(), self._scroll])

    def _head(self) -> list[Box]:
        return [top_bar(self.way, self.look, self.say("detail_title"), back=self.way.back)]

    def refresh(self) -> None:
        """Shows the memory; goes back where it is no longer to be seen."""
        model = self._model
        self._scroll.fill(self._parts())
        if self._is_gone(model):
            self.way.back()

    def _is_gone(self, model: DetailModel) -> bool:
        return model.detail is None and not model.busy and not model.error

    def _parts(self) -> list[Box]:
        model, look = self._model, self.look
        self._begin_anew()
        if model.error:
            return [Notice(look, "lock", model.error, tone="warn", name="error")]
        if model.busy:
            return [Text(look, self.say("loading"), Style.LABEL, tint=look.palette.quiet)]
        return [] if model.detail is None else self._shown(model.detail)

    def _begin_anew(self) -> None:
        """Shows another memory from its beginning."""
        chosen = self._model.detail
        if chosen is not None and chosen.row.id != self._shown_id:
            self._shown_id = chosen.row.id
            self._accesses_shown = _FIRST_ACCESSES
            self._chars_shown = _FIRST_CHARS
            self._scroll.to_top()

    def _shown(self, detail: MemoryDetail) -> list[Box]:
        look, row = self.look, detail.row
        palette = look.palette
        pills: list[Box] = [memory_card.badge(look, row), Pill(look, row.class_word)]
        pills += [Pill(look, label) for label in row.labels if label != row.class_word]
        facts: list[Box] = [Fact(look, "dot", line, style=Style.LABEL, tint=palette.ink)
                            for line in detail.rule_lines]  # fmt: skip
        parts: list[Box] = [
            Card(
                look,
                [
                    *self._words(row.text),
                    Text(
                        look,
                        memory_card.origin(row, with_day=True),
                        Style.SMALL,
                        tint=palette.quiet,
                    ),
                    *self._came_from(detail),
                    Flow(look, pills, gap=6),
                ],
                gap=12,
            ),
            Space(look, 10),
            Section(look, self.say("detail_rule")),
            Card(look, facts, gap=10),
            *doubt_card(look, self.way, self._model),
            *standing_card(look, self.way, self._model),
            *thread_list(look, self.way, self._model),
            Space(look, 10),
            Section(look, self.say("detail_accesses")),
            *self._accesses(detail),
            Space(look, 14),
            Button(
                look,
                self.say("forget_button"),
                self._model.forget,
                tone="danger",
                icon="forget",
                name="forget",
            ),
            Text(
                look,
                self.say("forget_note", seconds=UNDO_S),
                Style.SMALL,
                tint=palette.quiet,
                align="centre",
            ),
        ]
        return [*parts, *(self._with_conversation() if detail.conversation else [])]

    def _with_conversation(self) -> list[Box]:
        look = self.look
        return [
            Space(look, 6),
            Button(
                look,
                self.say("forget_conversation"),
                self._model.forget_conversation,
                tone="quiet",
                icon="forget",
                name="forget_conversation",
            ),
            Text(
                look,
                self.say("forget_conversation_note", seconds=UNDO_S),
                Style.SMALL,
                tint=look.palette.quiet,
                align="centre",
            ),
        ]

    def _words(self, text: str) -> list[Box]:
        look = self.look
        if len(text) <= self._chars_shown:
            return [Text(look, text, Style.BODY, name="detail:text")]
        shown = text[: self._chars_shown] + ELLIPSIS
        more = Button(look, self.say("load_more"), self._show_more_text, tone="quiet", name="more")
        return [Text(look, shown, Style.BODY, name="detail:text"), more]

    def _came_from(self, detail: MemoryDetail) -> list[Box]:
        if not detail.conversation:
            return []
        words = self.say("detail_conversation", title=detail.conversation)
        return [Text(self.look, words, Style.SMALL, tint=self.look.palette.quiet, most=2)]

    def _show_more_text(self) -> None:
        self._chars_shown += _MORE_CHARS
        self._scroll.fill(self._parts())

    def _accesses(self, detail: MemoryDetail) -> list[Box]:
        look = self.look
        if not detail.accesses:
            words = self.say("detail_unread")
            return [Text(look, words, Style.SMALL, tint=look.palette.quiet)]
        newest = detail.accesses[: self._accesses_shown]
        parts: list[Box] = [access_card(self.way, look, newest, with_day=True)]
        if len(detail.accesses) > len(newest):
            more = Button(
                look, self.say("load_more"), self._show_more, tone="quiet", name="more_accesses"
            )
            parts.append(more)
        return parts

    def _show_more(self) -> None:
        self._accesses_shown += _MORE_ACCESSES
        self._scroll.fill(self._parts())


class DetailPane(DetailScreen):
    """The same beside a list; it asks to choose where nothing is chosen."""

    def __init__(self, way: Way, look: Look, model: DetailModel) -> None:
        super().__init__(way, look, model)
        self._is_here = True
        self.refresh()

    def _head(self) -> list[Box]:
        return [Space(self.look, 16)]

    def refresh(self) -> None:
        """Shows the memory, or what to do."""
        if self._is_gone(self._model):
            self._scroll.fill(
                [EmptyState(self.look, "shield", "", self.say("choose_memory"))],
                middle=True,
            )
        else:
            self._scroll.fill(self._parts())


def make(way: Way, look: Look) -> DetailScreen:
    """Gives the screen."""
    return DetailScreen(way, look, way.models.detail)
