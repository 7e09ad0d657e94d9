"""The recall screen: a question, and cards that say why they came."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from device.app.services.worker import Told
from device.app.viewmodels.observed import Observed
from device.app.viewmodels.rows import ClosedRow, RecallAnswer, RecallFilter
from device.app.viewmodels.session import AppSession, SessionChange
from device.app.viewmodels.wording import needs_step_up


class RecallModel(Observed):
    """Asks the memories.

    Attributes:
        question: What was asked last.
        busy: The answer is being looked for.
        error: What went wrong; empty where nothing did.
        rated: How each memory of this answer was rated.
        within: Bounds of the next question.
    """

    def __init__(self, session: AppSession) -> None:
        super().__init__(session.post)
        self._session = session
        self._asking = 0  # rises with each question: answers to older ones are dropped
        self.question = self.error = ""
        self.busy = False
        self.rated: dict[int, str] = {}
        self.within = RecallFilter()
        self._is_counting = False
        self._answer: RecallAnswer | None = None
        session.follow(self._follow)

    @property
    def answer(self) -> RecallAnswer | None:
        """What the question brought, without what was forgotten; None: nothing was asked."""
        if self._answer is None:
            return None
        cards = (card for card in self._answer.cards if not self._session.is_hidden(card.row.id))
        return replace(self._answer, cards=tuple(cards))

    @property
    def waiting(self) -> int:
        """How many memories the answer could not find by their words yet."""
        return 0 if self._answer is None else self._answer.waiting

    def bound(self, within: RecallFilter) -> None:
        """Sets the bounds of the next question."""
        if within != self.within:
            self.within = within
            self.changed()

    def ask(self, question: str | None = None) -> None:
        """Looks for an answer to `question`, or to the last one again."""
        wanted = (self.question if question is None else question).strip()
        if not self._session.is_unlocked:
            return
        self._asking += 1
        self.question, self.error = wanted, ""
        if not wanted:
            self._answer, self.busy = None, False
            self.changed()
            return
        asking, within, self.busy = self._asking, self.within, True

        def done(answer: RecallAnswer) -> None:
            if asking == self._asking:
                self._answer, self.busy, self.rated = answer, False, {}
                self._session.put_damage(answer.damage)
                self.changed()

        def failed(told: Told) -> None:
            if asking == self._asking:
                self.error, self.busy = told.sentence, False
                self.changed()

        self._session.work(lambda service: service.recall(wanted, within), done, failed)
        self.changed()

    def rate(self, memory_id: int, kind: Literal["used", "dismissed"]) -> None:
        """Says whether a memory was of use. A second tap on the same changes nothing."""
        if self.rated.get(memory_id) == kind or not self._session.is_unlocked:
            return
        self.rated = {**self.rated, memory_id: kind}
        self._session.work(
            lambda service: service.rate(memory_id, kind),
            lambda _rated: self._session.tell(self._session.say("rated")),
        )
        self.changed()

    def clear(self) -> None:
        """Empties the screen."""
        self._clear()
        self.changed()

    def _clear(self) -> None:
        self._asking += 1
        self.question = self.error = ""
        self.busy = False
        self._answer = None
        self.rated = {}
        self.within = RecallFilter()

    def _count(self) -> None:
        """Looks how many memories still wait; the line goes when none does."""
        if not self.waiting or self._is_counting:
            return
        self._is_counting = True

        def done(waiting: int) -> None:
            self._is_counting = False
            if self._answer is not None:
                self._answer = replace(self._answer, waiting=waiting)
                self.changed()

        self._session.work(lambda service: service.waiting(), done)

    def _close_step_up(self) -> None:
        if self._answer is None:
            return
        cards = tuple(card for card in self._answer.cards if not needs_step_up(card.row))
        self._answer = replace(self._answer, cards=cards)
        asking = self._asking

        def done(closed: tuple[ClosedRow, ...]) -> None:
            if asking == self._asking and self._answer is not None:
                self._answer = replace(self._answer, closed=closed)
                self.changed()

        self._session.work(lambda service: service.closed(), done)

    def _follow(self, change: SessionChange) -> None:
        match change:
            case SessionChange.LOCKED:
                self._clear()
                self._is_counting = False
            case SessionChange.LANGUAGE:
                # Its reasons are in the other language; asking again would be one more reading.
                self._answer, self.error = None, ""
                self._asking += 1
                self.busy = False
            case SessionChange.STEPPED_UP:
                if self._answer is not None:
                    self.ask()
            case SessionChange.STEP_UP_ENDED:
                self._close_step_up()
            case SessionChange.MEMORIES:
                pass
            case SessionChange.SECOND:
                self._count()
                return
            case SessionChange.UNLOCKED | SessionChange.SHARED:
                return
        self.changed()
