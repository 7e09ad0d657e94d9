"""Reminders while the app is open: what is due now, and, locked, only that something is.

Invariants:
1. Locked, nothing but moments is held: no text, no number of a memory, not even how many.
2. What was told once in a session is not told again, across locks too: a moment is remembered, not
   what was told.
"""

from __future__ import annotations

from typing import Final

from device.app.services.worker import Told
from device.app.viewmodels.day_rows import DayRow, Reminded
from device.app.viewmodels.observed import Observed
from device.app.viewmodels.session import AppSession, SessionChange
from device.app.viewmodels.wording import needs_step_up

EACH_S: Final = 60


class RemindingModel(Observed):
    """What the app speaks of unasked. Acts whether or not it is looked at.

    Attributes:
        rows: What was told and not put away yet.
    """

    def __init__(self, session: AppSession) -> None:
        super().__init__(session.post)
        self._session = session
        self._rows: tuple[DayRow, ...] = ()
        self._moments: tuple[int, ...] = ()
        self._since: int | None = None
        self._looked = 0.0
        self._is_asking = False
        session.follow(self._follow)
        self._ask()

    @property
    def rows(self) -> tuple[DayRow, ...]:
        """What was told, not put away, and not forgotten meanwhile."""
        return tuple(row for row in self._rows if not self._session.is_hidden(row.row.id))

    def put_away(self, row: DayRow) -> None:
        """Takes a reminder away; it was read."""
        self._rows = tuple(one for one in self._rows if one != row)
        self.changed()

    def _ask(self) -> None:
        if self._is_asking or not self._session.is_unlocked:
            return
        self._is_asking, self._looked, since = True, self._session.now(), self._since

        def done(reminded: Reminded) -> None:
            self._is_asking = False
            self._since, self._moments = reminded.at, reminded.moments
            known = {(one.row.id, one.date) for one in reminded.rows}
            kept = tuple(one for one in self._rows if (one.row.id, one.date) not in known)
            if reminded.rows:
                self._rows = (*reminded.rows, *kept)
                self.changed()

        def failed(_told: Told) -> None:
            self._is_asking = False  # nobody asked for it, so nobody is told; in a minute again

        self._session.work(lambda service: service.days.due(since), done, failed)

    def _second(self) -> None:
        now = self._session.now()
        if self._session.is_unlocked:
            if abs(now - self._looked) >= EACH_S:
                self._ask()
        elif any(moment <= now for moment in self._moments):
            self._moments = tuple(moment for moment in self._moments if moment > now)
            self._session.notice = self._session.say("reminder_locked")
            self._session.changed()

    def _follow(self, change: SessionChange) -> None:
        match change:
            case SessionChange.SECOND:
                self._second()
                return
            case SessionChange.UNLOCKED:
                self._ask()
            case SessionChange.LOCKED:
                self._rows, self._is_asking = (), False
            case SessionChange.LANGUAGE:
                self._rows = ()  # their words are of the other language
            case SessionChange.STEP_UP_ENDED:
                self._rows = tuple(one for one in self._rows if not needs_step_up(one.row))
            case SessionChange.STEPPED_UP | SessionChange.SHARED:
                return
            case SessionChange.MEMORIES:
                pass
        self.changed()
