"""The unlock screen."""

from __future__ import annotations

from device.app.viewmodels.secret import SecretModel
from device.app.viewmodels.session import AppSession, SessionChange


class UnlockModel(SecretModel):
    """Takes the passphrase and opens the vault."""

    def __init__(self, session: AppSession) -> None:
        super().__init__(session)
        self._waited = 0
        session.follow(self._follow)

    @property
    def notice(self) -> str:
        """Why the vault is locked, where it locked by itself."""
        return self._session.notice

    def seconds_left(self) -> int:
        """Tells how long to wait before the next try; 0: none."""
        return self.wait_left()

    def unlock(self, passphrase: str) -> None:
        """Opens the vault, or says why not."""
        if self.may_try(passphrase, self._session.say("unlock_empty")):
            self._session.open_vault(passphrase, self.was_right, self.was_refused)

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
