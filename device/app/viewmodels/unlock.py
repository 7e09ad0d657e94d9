"""The unlock screen."""

from __future__ import annotations

from device.app.services.worker import Told
from device.app.viewmodels.secret import SecretModel
from device.app.viewmodels.session import AppSession, SessionChange


class UnlockModel(SecretModel):
    """Takes the passphrase, or the recovery code, and opens the vault.

    Attributes:
        is_code: The recovery code is asked for.
        is_older: The vault has an older format, and is offered to be brought up to date.
    """

    def __init__(self, session: AppSession) -> None:
        super().__init__(session)
        self.is_code = self.is_older = False
        self._waited = 0
        session.follow(self._follow)
        session.bind(self.changed)  # what is told on it may come while it is shown

    @property
    def notice(self) -> str:
        """Why the vault is locked, where it locked by itself."""
        return self._session.notice

    def seconds_left(self) -> int:
        """Tells how long to wait before the next try; 0: none."""
        return self.wait_left()

    def ask_for(self, *, code: bool) -> None:
        """Asks for the recovery code, or for the passphrase."""
        if not self.busy:
            self.is_code, self.error = code, ""
            self.changed()

    def unlock(self, secret: str) -> None:
        """Opens the vault with what is asked for, or says why not."""
        is_code = self.is_code
        if_empty = self._session.say("recovery_empty" if is_code else "unlock_empty")
        if self.may_try(secret, if_empty):
            folder = self._session.folder
            self._session.open_by(
                lambda service: service.open(folder, secret, is_code=is_code),
                self._opened_with_code if is_code else self.was_right,
                self._refused,
            )

    def upgrade(self, passphrase: str, step_up: str) -> None:
        """Brings a vault of an older format up to date and opens it, or says why not.

        Args:
            step_up: The second secret; empty where none was set.
        """
        if self.may_try(passphrase, self._session.say("unlock_empty")):
            folder = self._session.folder
            self._session.open_by(
                lambda service: service.upgrade(folder, passphrase, step_up),
                self._upgraded,
                self.was_refused,
            )

    def _opened_with_code(self) -> None:
        self.is_code = False
        self._session.put_news("opened_with_code_news", "warn")
        self.was_right()

    def _upgraded(self) -> None:
        self.is_older = False
        self._session.put_news("upgraded_news", "good")
        self.was_right()

    def _refused(self, told: Told) -> None:
        if told.key == "vault.older_format":
            self.is_older, self.is_code = True, False
            told = Told("", told.kind)  # the form that comes now says it in its own words
        elif self.is_code and told.key == "vault.wrong_passphrase":
            told = Told(self._session.say("wrong_code"), told.kind)
        self.was_refused(told)

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
