"""One memory: its text, its rule in words, who read it, and the way to forget it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from device.app.services.worker import Told
from device.app.viewmodels.day_rows import Answer, Standing, TiedRow
from device.app.viewmodels.forgetting import What
from device.app.viewmodels.observed import Observed
from device.app.viewmodels.rows import MemoryDetail, MemoryRow
from device.app.viewmodels.session import AppSession, SessionChange
from device.app.viewmodels.wording import needs_step_up

if TYPE_CHECKING:  # as in session.py
    from device.app.services.vault_service import VaultService


class DetailModel(Observed):
    """The memory that was chosen.

    Attributes:
        detail: What there is to show; None where nothing is chosen, or it is not open.
        busy: It is being read.
        error: Why it cannot be shown; empty where it can.
        standing: How it stands with its owner; None where nothing is chosen.
        thread: What belongs to it; None where nobody asked for that.
        is_weaving: That is being looked for.
        doubted: The memory that says something else; None where nobody asked for it.
    """

    def __init__(self, session: AppSession) -> None:
        super().__init__(session.post)
        self._session = session
        self._choice = 0  # rises with each choice: details of older ones are dropped
        self._forgotten: What | None = None
        self.detail: MemoryDetail | None = None
        self.busy = False
        self.error = ""
        self.standing: Standing | None = None
        self.thread: tuple[TiedRow, ...] | None = None
        self.is_weaving = False
        self.doubted: MemoryRow | None = None
        session.follow(self._follow)

    def open(self, memory_id: int) -> None:
        """Reads a memory. That is one more reading, and in its own list already."""
        self._clear()
        if self._session.is_unlocked and not self._session.is_hidden(memory_id):
            choice, self.busy = self._choice, True

            def done(found: tuple[MemoryDetail, Standing]) -> None:
                if choice == self._choice:
                    self.detail, self.standing = found
                    self.busy = False
                    self.changed()

            def failed(told: Told) -> None:
                if choice == self._choice:
                    self.error, self.busy = told.sentence, False
                    self.changed()

            self._session.work(
                lambda service: (service.detail(memory_id), service.days.standing(memory_id)),
                done,
                failed,
            )
        self.changed()

    def show_thread(self) -> None:
        """Reads what belongs to it. Those are readings too, so they wait until they are wanted."""
        if self.detail is None or self.is_weaving:
            return
        choice, memory_id, self.is_weaving = self._choice, self.detail.row.id, True

        def done(thread: tuple[TiedRow, ...]) -> None:
            if choice == self._choice:
                self.thread, self.is_weaving = thread, False
                self.changed()

        def failed(told: Told) -> None:
            if choice == self._choice:
                self.is_weaving = False
                self._session.tell(told.sentence)

        self._session.work(lambda service: service.days.thread(memory_id), done, failed)
        self.changed()

    @property
    def tied(self) -> tuple[TiedRow, ...]:
        """What belongs to it, without itself."""
        return tuple(one for one in self.thread or () if not one.is_seed)

    @property
    def doubt(self) -> int | None:
        """The number of a memory that says something else; None where there is none to be seen."""
        other = None if self.standing is None else self.standing.doubt
        return None if other is None or self._session.is_hidden(other) else other

    def set_quiet(self, is_quiet: bool) -> None:  # a state, not a switch of ways
        """Has it never brought up, or lets it be."""
        if self.detail is not None:
            memory_id = self.detail.row.id
            self._stand(lambda service: service.days.set_quiet(memory_id, is_quiet=is_quiet))

    def set_pinned(self, is_pinned: bool) -> None:  # a state, not a switch of ways
        """Keeps it from fading, or lets it fade."""
        if self.detail is not None:
            memory_id = self.detail.row.id
            self._stand(lambda service: service.days.set_pinned(memory_id, is_pinned=is_pinned))

    def show_doubt(self) -> None:
        """Reads the memory that says something else."""
        other, choice = self.doubt, self._choice
        if other is None:
            return

        def done(row: MemoryRow) -> None:
            if choice == self._choice:
                self.doubted = row
                self.changed()

        self._session.work(lambda service: service.days.doubted(other), done)

    def settle(self, answer: Answer) -> None:
        """Says which of the two holds."""
        if self.detail is not None and self.doubted is not None:
            memory_id, other = self.detail.row.id, self.doubted.id
            self.doubted = None
            self._stand(lambda service: service.days.settle(memory_id, other, answer))
            self._session.tell(self._session.say("doubt_settled"))

    def _stand(self, job: Callable[[VaultService], Standing]) -> None:
        choice = self._choice

        def done(standing: Standing) -> None:
            if choice == self._choice:
                self.standing = standing
                self.changed()

        def failed(told: Told) -> None:
            self._session.tell(told.sentence)
            self.changed()

        self._session.work(job, done, failed)

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
        self.detail = self.standing = self.thread = self.doubted = None
        self.busy = self.is_weaving = False
        self.error = ""

    def _drop(self, is_gone: Callable[[MemoryRow], bool]) -> None:
        """Shows no other memory beside it that is not to be seen any more."""
        if self.thread is not None:
            self.thread = tuple(one for one in self.thread if not is_gone(one.row))
        if self.doubted is not None and is_gone(self.doubted):
            self.doubted = None

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
                self._drop(needs_step_up)
            case SessionChange.MEMORIES:
                if self.detail is not None and self._session.is_hidden(self.detail.row.id):
                    self._clear()
                self._drop(lambda row: self._session.is_hidden(row.id))
            case (
                SessionChange.UNLOCKED
                | SessionChange.STEPPED_UP
                | SessionChange.SECOND
                | SessionChange.SHARED
            ):
                return
        self.changed()
