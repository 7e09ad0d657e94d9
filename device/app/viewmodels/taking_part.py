"""Taking part in a federation: driven by the session's clock, shown as one line."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal, TypeAlias

from device.app.services.worker import Told
from device.app.viewmodels.observed import Observed
from device.app.viewmodels.rows import PartPhase, PartState
from device.app.viewmodels.session import AppSession, SessionChange
from device.app.viewmodels.wording import day_word

PartTone: TypeAlias = Literal["good", "accent", "warn"]

_TONES: Final[dict[PartPhase, PartTone]] = {
    PartPhase.WAITING: "good",
    PartPhase.TRAINING: "good",
    PartPhase.SENDING: "good",
    PartPhase.NOT_JOINED: "accent",
    PartPhase.OFF: "accent",
    PartPhase.STARTING: "accent",
}
_ENDED: Final = {
    PartPhase.UNREACHABLE,
    PartPhase.NOT_ADMITTED,
    PartPhase.LOST,
    PartPhase.FAILED,
}


class TakingPartModel(Observed):
    """Takes part each second while the vault is open; the vault's side knows whether it may.

    Attributes:
        state: How it stands; None until that is known.
        has_refused: A foreign app was refused, and that was not seen yet.
        is_watched: The screen that shows all this is there, so that no toast has to.
    """

    def __init__(self, session: AppSession) -> None:
        super().__init__(session.post)
        self.state: PartState | None = None
        self.has_refused = False
        self.is_watched = False
        self._session = session
        self._is_asking = False  # one question at a time, however slow the answer
        session.follow(self._follow)

    @property
    def text(self) -> str:
        """Says in one line how it stands."""
        state, say = self.state, self._session.say
        if state is None:
            return say("part_starting" if self._session.may_send else "part_paused")
        match state.phase:
            case PartPhase.WAITING if state.sent_at:
                at = datetime.fromisoformat(state.sent_at)
                today = datetime.fromtimestamp(self._session.now(), at.tzinfo).date()
                is_today = at.date() == today
                day = "" if is_today else day_word(self._session.language, at.date(), today)
                return say("part_sent", when=f"{day} {at:%H:%M}".strip())
            case PartPhase.SENDING | PartPhase.TRAINING if state.round:
                return say(f"part_{state.phase}_round", round=state.round)
            case _:
                return say(f"part_{state.phase}")

    @property
    def hint(self) -> str:
        """Says when it is tried again, and what helps until then; empty where nothing waits."""
        state, say = self.state, self._session.say
        if state is None or not state.retry:
            return ""
        next_try = say("part_next", time=state.retry)
        if state.phase is not PartPhase.NOT_ADMITTED:
            return next_try
        return f"{say('part_ask_operator')} {next_try}"

    @property
    def tone(self) -> PartTone:
        """Whether all is well, nothing is going on, or somebody should look."""
        return "accent" if self.state is None else _TONES.get(self.state.phase, "warn")

    @property
    def can_retry(self) -> bool:
        """Tells whether it waits for a next try."""
        return self.state is not None and self.state.phase in _ENDED

    def try_now(self) -> None:
        """Tries again without waiting."""
        self._session.work(lambda service: service.try_now(), lambda _done: self._ask())

    def seen(self) -> None:
        """Notes that the notice of a foreign app was seen."""
        self.has_refused = False

    def _ask(self) -> None:
        if self._is_asking or not self._session.may_send:
            return
        self._is_asking = True
        session = self._session
        # Asked again on the vault's thread: a lock or a withdrawal may have come in between.
        session.work(
            lambda service: service.take_part() if session.may_send else None,
            self._told,
            self._failed,
        )

    def _told(self, state: PartState | None) -> None:
        self._is_asking = False
        before = self.state
        if state is None or state == before:
            return
        self.state = state
        if state.refused - (before.refused if before is not None else frozenset()):
            self.has_refused = True
            if not self.is_watched:
                self._session.tell(self._session.say("part_refused"))
        if state.let_go > (before.let_go if before is not None else 0):
            self._session.shared()
        self.changed()

    def _failed(self, told: Told) -> None:
        self._is_asking = False
        self._session.tell(told.sentence)

    def _follow(self, change: SessionChange) -> None:
        match change:
            case SessionChange.SECOND:
                self._ask()
            case SessionChange.LOCKED:
                self.state, self.has_refused, self._is_asking = None, False, False
                self.changed()
            case SessionChange.LANGUAGE:
                self.changed()
            case _:
                pass
