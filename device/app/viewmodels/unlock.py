"""The unlock screen."""

from __future__ import annotations

from device.app.services.worker import Told
from device.app.viewmodels.backoff import BackOff
from device.app.viewmodels.observed import Observed
from device.app.viewmodels.session import AppSession, SessionChange


class UnlockModel(Observed):
    """Takes the passphrase and opens the vault.

    Attributes:
        busy: The key is being derived; half a second or so.
        error: What to tell; empty where there is nothing.
    """

    def __init__(self, session: AppSession) -> None:
        super().__init__(session.post)
        self.busy = False
        self.error = ""
        self._session = session
        self._backoff = BackOff()
        self._waited = 0
        session.follow(self._follow)

    @property
    def notice(self) -> str:
        """Why the vault is locked, where it locked by itself."""
        return self._session.notice

    def seconds_left(self) -> int:
        """Tells how long to wait before the next try; 0: none."""
        return self._backoff.seconds_left(self._session.now())

    def unlock(self, passphrase: str) -> None:
        """Opens the vault, or says why not."""
        if self.busy:
            return
        if wait := self.seconds_left():
            self.error = self._session.say("wait", seconds=wait)
        elif not passphrase:
            self.error = self._session.say("unlock_empty")
        else:
            self.busy, self.error = True, ""
            self._session.open_vault(passphrase, self._opened, self._failed)
        self.changed()

    def _opened(self) -> None:
        self.busy = False
        self._backoff.right()
        self.changed()

    def _failed(self, told: Told) -> None:
        self.busy, self.error = False, told.sentence
        if told.kind == "Locked":
            self._backoff.wrong(self._session.now())
        self.changed()

    def _follow(self, change: SessionChange) -> None:
        match change:
            case SessionChange.LANGUAGE | SessionChange.LOCKED:
                self.error = ""
                self.changed()
            case SessionChange.SECOND if self._waited != (wait := self.seconds_left()):
                self._waited = wait  # it counts down
                self.changed()
            case _:
                pass
