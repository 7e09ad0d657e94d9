"""Backups of the vault, and a check of everything in it."""

from __future__ import annotations

from pathlib import Path

from device.app.services.worker import Told
from device.app.viewmodels.keeping_rows import BackedUp, CheckedState
from device.app.viewmodels.news import damage_lines
from device.app.viewmodels.observed import Observed
from device.app.viewmodels.progress import Progress
from device.app.viewmodels.session import AppSession, SessionChange


class SafekeepingModel(Observed):
    """Makes a backup in a folder, and checks the vault.

    Attributes:
        folder: Where to, as it was typed.
        doing: backup, deletions or check while that runs; else empty.
        error: What went wrong; empty where nothing did.
        told: What became of the last run, in sentences.
        is_damaged: The last run was a check that found damage.
    """

    def __init__(self, session: AppSession) -> None:
        super().__init__(session.post)
        self.folder = self.doing = self.error = ""
        self.told: tuple[str, ...] = ()
        self.is_damaged = False
        self._session = session
        self._progress = Progress(session.post, self.changed)
        session.follow(self._follow)

    @property
    def percent(self) -> int | None:
        """How far the backup has come; None while nobody knows."""
        return self._progress.percent

    @property
    def is_stopping(self) -> bool:
        """Tells whether the backup was asked to stop and has not yet."""
        return self.doing == "backup" and self._progress.should_stop()

    def backup(self) -> None:
        """Makes or brings up to date a backup in the folder."""
        folder = self._folder_for("backup")
        if folder is not None:
            self._progress = progress = Progress(self._session.post, self.changed)
            self._session.work(
                lambda service: service.keeping.backup(folder, progress, progress.should_stop),
                self._backed_up,
                self._failed,
            )
        self.changed()

    def stop(self) -> None:
        """Stops the backup; what was written stays, and the next run goes on from there."""
        if self.doing == "backup":
            self._progress.stop()
            self.changed()

    def note_deletions(self) -> None:
        """Tells the backup in the folder what was deleted since it was made."""
        folder = self._folder_for("deletions")
        if folder is not None:
            self._session.work(
                lambda service: service.keeping.note_deletions(folder), self._noted, self._failed
            )
        self.changed()

    def check(self) -> None:
        """Opens every memory of the open classes, and names what does not open."""
        if not self.doing and self._session.is_unlocked:
            self._begin("check")
            self._session.work(lambda service: service.keeping.check(), self._checked, self._failed)
            self.changed()

    def _folder_for(self, doing: str) -> Path | None:
        if self.doing or not self._session.is_unlocked:
            return None
        if not self.folder.strip():
            self.error, self.told = self._session.say("folder_empty"), ()
            return None
        self._begin(doing)
        return Path(self.folder.strip()).expanduser()

    def _begin(self, doing: str) -> None:
        self.doing, self.error, self.told = doing, "", ()
        self.is_damaged = False

    def _backed_up(self, done: BackedUp | None) -> None:
        say = self._session.say
        if done is None:
            self._end(say("backup_stopped"))
        else:
            size = say("backed_up", size=done.size_mb, new=done.new, kept=done.kept)
            self._end(size, say("backup_holds"))

    def _noted(self, _result: None) -> None:
        self._end(self._session.say("deletions_noted"))

    def _checked(self, found: CheckedState) -> None:
        say = self._session.say
        lines = damage_lines(self._session.language, found.damage)
        self._end(say("checked", count=found.count, events=found.events), *lines)
        self.is_damaged = bool(found.damage)
        self._session.put_damage(found.damage)

    def _end(self, *told: str) -> None:
        self.doing, self.told = "", told
        self.changed()

    def _failed(self, told: Told) -> None:
        self.doing, self.error = "", told.sentence
        self.changed()

    def _follow(self, change: SessionChange) -> None:
        match change:
            case SessionChange.LOCKED:
                if self.doing == "backup":  # the keys are not to stay for it
                    self._progress.stop()
                    self._session.notice = self._session.say("backup_stopped")
                self.folder = self.doing = self.error = ""
                self.told = ()
            case SessionChange.LANGUAGE:
                self.error, self.told = "", ()
            case _:
                return
        self.changed()
