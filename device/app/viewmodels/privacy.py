"""Who read what: the log of the vault, by day, newest first."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from device.app.services.worker import Told
from device.app.viewmodels.observed import Observed
from device.app.viewmodels.rows import AccessRow
from device.app.viewmodels.session import AppSession, SessionChange

PAGE: Final = 50


class PrivacyModel(Observed):
    """The entries of the log. Loads the first page by itself.

    Attributes:
        busy: A page is being read.
        error: What went wrong; empty where nothing did.
        has_more: Whether there are older entries.
    """

    def __init__(self, session: AppSession) -> None:
        super().__init__(session.post)
        self._session = session
        self._reading = 0  # rises with each list that begins anew: pages of older ones are dropped
        self._rows: list[AccessRow] = []
        self.busy, self.has_more, self.error = False, True, ""
        session.follow(self._follow)
        self.load_more()

    @property
    def days(self) -> list[tuple[str, list[AccessRow]]]:
        """Each day in words, with its entries."""
        return [(day, list(rows)) for day, rows in groupby(self._rows, key=lambda row: row.day)]

    def load_more(self) -> None:
        """Reads the next page."""
        if not self.busy and self.has_more and self._session.is_unlocked:
            self._read(len(self._rows))

    def refresh(self) -> None:
        """Reads the first page again; what is shown stays until it is there."""
        self._reading += 1
        if self._session.is_unlocked:
            self._read(0)

    def _read(self, offset: int) -> None:
        reading, before = self._reading, self._rows[-1].seq if offset else None
        self.busy, self.error = True, ""

        def done(rows: list[AccessRow]) -> None:
            if reading == self._reading:
                self._rows = rows if before is None else [*self._rows, *rows]
                self.busy, self.has_more = False, len(rows) == PAGE
                self.changed()

        def failed(told: Told) -> None:
            if reading == self._reading:
                self.busy, self.error = False, told.sentence
                self.changed()

        # What is logged meanwhile would shift an offset: older than the last one shown does not.
        self._session.work(lambda service: service.accesses(0, PAGE, before=before), done, failed)
        self.changed()

    def _clear(self) -> None:
        self._reading += 1
        self._rows = []
        self.busy, self.has_more, self.error = False, True, ""

    def _follow(self, change: SessionChange) -> None:
        match change:
            case SessionChange.UNLOCKED:
                self.load_more()
            case SessionChange.LOCKED:
                self._clear()
            case SessionChange.LANGUAGE:
                self._clear()
                self.load_more()
            case (
                SessionChange.STEPPED_UP
                | SessionChange.STEP_UP_ENDED
                | SessionChange.MEMORIES
                | SessionChange.SECOND
                | SessionChange.SHARED
            ):
                return
        self.changed()
