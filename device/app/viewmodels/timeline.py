"""The list of memories, newest first, with a field for the next one."""

from __future__ import annotations

from typing import Final

from device.app.services.worker import Told
from device.app.viewmodels.observed import Observed
from device.app.viewmodels.rows import MemoryRow, RememberedRow, TimelinePage
from device.app.viewmodels.session import AppSession, SessionChange
from device.app.viewmodels.wording import in_language, needs_step_up

PAGE: Final = 50  # each page is one reading, logged as such


class TimelineModel(Observed):
    """What was remembered, page by page. Loads its first page by itself.

    Attributes:
        busy: A page is being read.
        saving: A sentence is being remembered.
        draft: What is in the field.
        error: What went wrong; empty where nothing did.
        notice: What became of the last sentence.
    """

    def __init__(self, session: AppSession) -> None:
        super().__init__(session.post)
        self.draft = self.error = self.notice = ""
        self.busy = self.saving = False
        self._session = session
        self._rows: list[MemoryRow] = []
        self._asked = self._size = 0
        self._today = ""
        self._is_loaded = False
        self._reading = 0  # rises with each list that begins anew: pages of older ones are dropped
        session.follow(self._follow)
        self.load_more()

    @property
    def rows(self) -> tuple[MemoryRow, ...]:
        """The memories that are loaded and not forgotten."""
        return tuple(row for row in self._rows if not self._session.is_hidden(row.id))

    @property
    def has_more(self) -> bool:
        """Tells whether there are more than were loaded."""
        return self._asked < self._size

    @property
    def is_empty(self) -> bool:
        """Tells whether the list was loaded and there is nothing in it."""
        return self._is_loaded and not self.rows and not self.has_more

    def load_more(self) -> None:
        """Reads the next page."""
        if self.busy or not self._session.is_unlocked or (self._is_loaded and not self.has_more):
            return
        self._read(self._asked)

    def refresh(self) -> None:
        """Reads the first page again; what is shown stays until it is there."""
        self._reading += 1
        if self._session.is_unlocked:
            self._read(0)

    def remember(self, text: str | None = None) -> None:
        """Keeps a sentence: `text`, or else what is in the field."""
        wanted = self.draft if text is None else text
        if self.saving or not wanted.strip() or not self._session.is_unlocked:
            return
        self.draft = wanted  # until it is kept
        self.saving, self.error, self.notice = True, "", ""
        self._session.work(lambda service: service.remember(wanted), self._remembered, self._failed)
        self.changed()

    def _read(self, offset: int) -> None:
        reading = self._reading
        self.busy, self.error = True, ""

        def done(page: TimelinePage) -> None:
            if reading == self._reading:
                self._take(page, offset)

        def failed(told: Told) -> None:
            if reading == self._reading:
                self._failed(told)

        self._session.work(lambda service: service.timeline_page(offset, PAGE), done, failed)
        self.changed()

    def _take(self, page: TimelinePage, offset: int) -> None:
        rows = [] if offset == 0 else self._rows
        known = {row.id for row in rows}
        self._rows = [*rows, *(row for row in page.rows if row.id not in known)]
        self._asked = min(offset + PAGE, page.size)
        self._size, self._today = page.size, page.today
        self.busy, self._is_loaded = False, True
        self._session.put_damage(page.damage)
        self.changed()

    def _remembered(self, kept: RememberedRow) -> None:
        self.saving, self.draft, self.notice = False, "", kept.notice
        if kept.row is not None and self._is_loaded:
            self._rows.insert(0, kept.row)
            self._asked += 1
            self._size += 1
        self.changed()

    def _failed(self, told: Told) -> None:
        self.busy = self.saving = False
        self.error = told.sentence
        self.changed()

    def _clear(self) -> None:
        self._rows = []
        self._asked = self._size = 0
        self._today = ""
        self._is_loaded = False
        self.busy = self.saving = False
        self.error = self.notice = ""

    def _drop(self, dropped: set[int]) -> None:
        self._rows = [row for row in self._rows if row.id not in dropped]
        self._asked = max(0, self._asked - len(dropped))
        self._size = max(0, self._size - len(dropped))

    def _follow(self, change: SessionChange) -> None:
        match change:
            case SessionChange.UNLOCKED:
                self.load_more()
            case SessionChange.LOCKED:
                self._reading += 1
                self._clear()
                self.draft = ""
            case SessionChange.LANGUAGE:
                language = self._session.language
                self._rows = [in_language(row, language, self._today) for row in self._rows]
                self.error = self.notice = ""
            case SessionChange.STEPPED_UP:
                self.refresh()
            case SessionChange.STEP_UP_ENDED:
                self._drop({row.id for row in self._rows if needs_step_up(row)})
            case SessionChange.MEMORIES:
                self._drop({row.id for row in self._rows if self._session.is_destroyed(row.id)})
            case SessionChange.SECOND | SessionChange.SHARED:
                return
        self.changed()
