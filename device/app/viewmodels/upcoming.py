"""Days to come: what the memories say lies ahead, the next first."""

from __future__ import annotations

from itertools import groupby

from device.app.services.worker import Told
from device.app.viewmodels.day_rows import DayRow
from device.app.viewmodels.observed import Observed
from device.app.viewmodels.session import AppSession, SessionChange
from device.app.viewmodels.wording import needs_step_up


class UpcomingModel(Observed):
    """The list of days. It is read when its screen is visited.

    Attributes:
        busy: It is being read.
        error: What went wrong; empty where nothing did.
    """

    def __init__(self, session: AppSession) -> None:
        super().__init__(session.post)
        self._session = session
        self._rows: tuple[DayRow, ...] = ()
        self._reading = 0  # rises with each reading: what an older one brings is dropped
        self._is_loaded = False
        self.busy, self.error = False, ""
        session.follow(self._follow)

    @property
    def days(self) -> list[tuple[str, str, list[DayRow]]]:
        """Each day in words, how far it is, and what it brings."""
        rows = [row for row in self._rows if not self._session.is_hidden(row.row.id)]
        return [
            (day, how_far, list(some))
            for (day, how_far), some in groupby(rows, key=lambda row: (row.day, row.how_far))
        ]

    @property
    def is_empty(self) -> bool:
        """Tells whether the list was read and there is nothing in it."""
        return self._is_loaded and not self.days

    def refresh(self) -> None:
        """Reads the list again; what is shown stays until it is there."""
        if not self._session.is_unlocked:
            return
        self._reading += 1
        reading, self.busy, self.error = self._reading, True, ""

        def done(rows: tuple[DayRow, ...]) -> None:
            if reading == self._reading:
                self._rows, self.busy, self._is_loaded = rows, False, True
                self.changed()

        def failed(told: Told) -> None:
            if reading == self._reading:
                self.busy, self.error = False, told.sentence
                self.changed()

        self._session.work(lambda service: service.days.upcoming(), done, failed)
        self.changed()

    def _clear(self) -> None:
        self._reading += 1
        self._rows = ()
        self.busy, self._is_loaded, self.error = False, False, ""

    def _follow(self, change: SessionChange) -> None:
        match change:
            case SessionChange.LOCKED | SessionChange.LANGUAGE:
                self._clear()
            case SessionChange.STEP_UP_ENDED:
                self._rows = tuple(one for one in self._rows if not needs_step_up(one.row))
            case SessionChange.MEMORIES:
                pass
            case (
                SessionChange.UNLOCKED
                | SessionChange.STEPPED_UP
                | SessionChange.SECOND
                | SessionChange.SHARED
            ):
                return
        self.changed()
