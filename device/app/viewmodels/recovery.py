"""The recovery code: shown once, right after it was made, to be written down."""

from __future__ import annotations

from device.app.services.worker import Told
from device.app.viewmodels.observed import Observed
from device.app.viewmodels.session import AppSession, SessionChange

_GROUPS_A_LINE = 3


class RecoveryModel(Observed):
    """Makes a code, and holds it for as long as it is on screen.

    Attributes:
        busy: It is being made.
        error: Why there is none; empty where there is one.
        is_first: The vault was made just now.
    """

    def __init__(self, session: AppSession) -> None:
        super().__init__(session.post)
        self.busy = self.is_first = False
        self.error = ""
        self._session = session
        self._code = ""
        session.follow(self._follow)

    @property
    def lines(self) -> tuple[str, ...]:
        """The code in lines of a few groups; empty while there is none."""
        groups = self._code.split("-") if self._code else []
        starts = range(0, len(groups), _GROUPS_A_LINE)
        return tuple("  ".join(groups[at : at + _GROUPS_A_LINE]) for at in starts)

    @property
    def keystore(self) -> str:
        """Name of the keystore that keeps a key of the vault; empty where none does."""
        return self._session.keystore

    def make(self) -> None:
        """Makes a code, in the place of one that there was."""
        if self.busy or self._code or not self._session.is_unlocked:
            return
        self.busy, self.error = True, ""
        self._session.work(
            lambda service: service.keeping.make_recovery_code(), self._made, self._failed
        )
        self.changed()

    def written(self) -> None:
        """Lets the code go: the person has it on paper."""
        self._clear()
        self._session.tell(self._session.say("recovery_kept"))

    def later(self) -> None:
        """Takes the code away again: nobody has it on paper, so it is to open nothing."""
        self._clear()
        self._session.work(
            lambda service: service.keeping.drop_recovery_code(),
            lambda _: self._session.put_news("recovery_none_news", "warn"),
        )

    def _made(self, code: str) -> None:
        self.busy, self._code = False, code
        self.changed()

    def _failed(self, told: Told) -> None:
        self.busy, self.error = False, told.sentence
        self.changed()

    def _clear(self) -> None:
        self._code = self.error = ""
        self.busy = self.is_first = False
        self.changed()

    def _follow(self, change: SessionChange) -> None:
        if change is SessionChange.LOCKED:
            self._clear()
