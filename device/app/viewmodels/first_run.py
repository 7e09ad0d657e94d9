"""Making a vault in the app, where there is none yet."""

from __future__ import annotations

from device.app.services.worker import Told
from device.app.viewmodels.observed import Observed
from device.app.viewmodels.session import AppSession, SessionChange
from policy.load import load_catalog


class FirstRunModel(Observed):
    """Takes a name and new secrets, and makes the vault. It keeps none of them.

    Attributes:
        busy: The vault is being made; the key derivation is measured, which takes a moment.
        error: What to tell; empty where there is nothing.
    """

    def __init__(self, session: AppSession) -> None:
        super().__init__(session.post)
        self.busy = False
        self.error = ""
        self._session = session
        session.follow(self._follow)

    @property
    def notice(self) -> str:
        """Says what decides for the person; that they were told is logged with the vault."""
        return self._sentence("notice")

    def make(self, owner: str, passphrase: str, again: str, step_up: str) -> None:
        """Makes the vault and opens it, or says why not.

        Args:
            owner: The person's name; may be empty.
            step_up: The second secret; empty for none.
        """
        if self.busy:
            return
        self.error = self._trouble(passphrase, again, step_up)
        if not self.error:
            self.busy = True
            self._session.make_vault(owner.strip(), passphrase, step_up, self._made, self._failed)
        self.changed()

    def _trouble(self, passphrase: str, again: str, step_up: str) -> str:
        if not passphrase:
            return self._sentence("secret_empty")
        if passphrase != again:
            return self._session.say("first_differ")
        return self._sentence("secrets_equal") if step_up == passphrase else ""

    def _sentence(self, name: str) -> str:
        return load_catalog("device").say(self._session.language, f"cli.{name}")

    def _made(self) -> None:
        self.busy = False
        self.changed()

    def _failed(self, told: Told) -> None:
        self.busy, self.error = False, told.sentence
        self.changed()

    def _follow(self, change: SessionChange) -> None:
        if change is SessionChange.LANGUAGE:
            self.error = ""
            self.changed()
