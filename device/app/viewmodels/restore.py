"""Making a vault of a backup, where there is none yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from device.app.services.worker import Told
from device.app.viewmodels.observed import Observed
from device.app.viewmodels.progress import Progress
from device.app.viewmodels.rows import OpenedVault
from device.app.viewmodels.session import AppSession, SessionChange

if TYPE_CHECKING:
    from device.app.services.vault_service import VaultService


class RestoreModel(Observed):
    """Takes a folder and a secret, and restores. It keeps no secret.

    Attributes:
        busy: It is being restored.
        error: What to tell; empty where there is nothing.
        is_code: The secret that is asked for is the recovery code, not the passphrase.
    """

    def __init__(self, session: AppSession) -> None:
        super().__init__(session.post)
        self.busy = self.is_code = False
        self.error = ""
        self._session = session
        self._progress = self._new_progress()
        session.follow(self._follow)

    @property
    def percent(self) -> int | None:
        """How far it has come; None while nobody knows."""
        return self._progress.percent

    def ask_for(self, *, code: bool) -> None:
        """Asks for the recovery code, or for the passphrase."""
        self.is_code, self.error = code, ""
        self.changed()

    def restore(self, folder: str, secret: str) -> None:
        """Makes a vault of the backup in a folder, and opens it; or says why not.

        Args:
            secret: Passphrase of the backup's day, or recovery code.
        """
        if self.busy:
            return
        say = self._session.say
        if not folder.strip():
            self.error = say("folder_empty")
        elif not secret:
            self.error = say("recovery_empty" if self.is_code else "unlock_empty")
        else:
            self._restore(Path(folder.strip()).expanduser(), secret)
        self.changed()

    def _restore(self, backup: Path, secret: str) -> None:
        self.busy, self.error = True, ""
        self._progress = progress = self._new_progress()
        folder, is_code = self._session.folder, self.is_code
        made_at: list[str] = []

        def job(service: VaultService) -> OpenedVault:
            opened, made = service.restore(
                backup, folder, secret, is_code=is_code, progress=progress
            )
            made_at.append(made)
            return opened

        self._session.open_by(job, lambda: self._restored(made_at[0]), self._failed)

    def _restored(self, made_at: str) -> None:
        self.busy = False
        self._session.put_news("restored_news", made=made_at)
        if self.is_code:
            self._session.put_news("opened_with_code_news", "warn")
        self.changed()

    def _failed(self, told: Told) -> None:
        is_wrong_code = self.is_code and told.key == "vault.wrong_passphrase"
        self.busy = False
        self.error = self._session.say("wrong_code") if is_wrong_code else told.sentence
        self.changed()

    def _new_progress(self) -> Progress:
        return Progress(self._session.post, self.changed)

    def _follow(self, change: SessionChange) -> None:
        if change is SessionChange.LANGUAGE:
            self.error = ""
            self.changed()
