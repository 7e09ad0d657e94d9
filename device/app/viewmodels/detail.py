"""One memory: its text, its rule in words, who read it, and the way to forget it."""

from __future__ import annotations

from device.app.services.worker import Told
from device.app.viewmodels.forgetting import What
from device.app.viewmodels.observed import Observed
from device.app.viewmodels.rows import MemoryDetail
from device.app.viewmodels.session import AppSession, SessionChange
from device.app.viewmodels.wording import needs_step_up


class DetailModel(Observed):
    """The memory that was chosen.

    Attributes:
        detail: What there is to show; None where nothing is chosen, or it is not open.
        busy: It is being read.
        error: Why it cannot be shown; empty where it can.
    """

    def __init__(self, session: AppSession) -> None:
        super().__init__(session.post)
        self._session = session
        self._choice = 0  # rises with each choice: details of older ones are dropped
        self._forgotten: What | None = None
        self.detail: MemoryDetail | None = None
        self.busy = False
        self.error = ""
        session.follow(self._follow)

    def open(self, memory_id: int) -> None:
        """Reads a memory. That is one more reading, and in its own list already."""
        self._clear()
        if self._session.is_unlocked and not self._session.is_hidden(memory_id):
            choice, self.busy = self._choice, True

            def done(detail: MemoryDetail) -> None:
                if choice == self._choice:
                    self.detail, self.busy = detail, False
                    self.changed()

            def failed(told: Told) -> None:
                if choice == self._choice:
                    self.error, self.busy = told.sentence, False
                    self.changed()

            self._session.work(lambda service: service.detail(memory_id), done, failed)
        self.changed()

    def close(self) -> None:
        """Chooses nothing."""
        self._clear()
        self.changed()

    def forget(self) -> None:
        """Hides the memory everywhere at once; it is destroyed a little later, or at the lock."""
        if self.detail is not None:
            self._forgotten = self.detail.row.id
            self._session.forget(self.detail.row.id)

    def forget_conversation(self) -> None:
        """Does so with all that came from the same conversation."""
        if self.detail is not None and self.detail.conversation:
            self._session.forget_conversation(self.detail.conversation, self._forgot)

    def _forgot(self, what: What) -> None:
        self._forgotten = what

    def undo(self) -> None:
        """Brings back the memory that was forgotten last, if it is still there."""
        if self._forgotten is not None:
            self._session.undo_forget(self._forgotten)
            self._forgotten = None

    def _clear(self) -> None:
        self._choice += 1
        self.detail = None
        self.busy = False
        self.error = ""

    def _follow(self, change: SessionChange) -> None:
        match change:
            case SessionChange.LOCKED:
                self._forgotten = None
                self._clear()
            case SessionChange.LANGUAGE:
                self._clear()
            case SessionChange.STEP_UP_ENDED:
                if self.detail is not None and needs_step_up(self.detail.row):
                    self._clear()
                    self.error = self._session.say("not_open")
            case SessionChange.MEMORIES:
                if self.detail is not None and self._session.is_hidden(self.detail.row.id):
                    self._clear()
            case (
                SessionChange.UNLOCKED
                | SessionChange.STEPPED_UP
                | SessionChange.SECOND
                | SessionChange.SHARED
            ):
                return
        self.changed()
