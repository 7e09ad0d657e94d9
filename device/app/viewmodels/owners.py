"""Who may open the vault: passphrase, recovery code, second secrets; and new keys for all of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from device.app.services.worker import Told
from device.app.viewmodels.keeping_rows import FactorRow, OwnersState
from device.app.viewmodels.key_talk import KeyTalk
from device.app.viewmodels.observed import Observed
from device.app.viewmodels.progress import Progress
from device.app.viewmodels.session import AppSession, SessionChange

if TYPE_CHECKING:
    from device.app.services.vault_service import VaultService

T = TypeVar("T")


class OwnersModel(Observed):
    """Shows and changes the factors. It keeps no secret.

    Attributes:
        state: None until it was read.
        busy: A change is being made.
        is_rotating: The keys are being replaced, segment by segment.
        is_asking: A sheet asks for a secret or a key, and tells what went wrong.
        error: What went wrong; empty where nothing did.
        done: Name of the last change that was made; empty where none was.
        talk: With the person at a security key that is being enrolled.
    """

    def __init__(self, session: AppSession) -> None:
        super().__init__(session.post)
        self.state: OwnersState | None = None
        self.busy = self.is_rotating = self.is_asking = False
        self.error = self.done = ""
        self.talk = KeyTalk(session.post)
        self.talk.bind(self.changed)
        self._session = session
        self._progress = Progress(session.post, self.changed)
        session.follow(self._follow)

    @property
    def percent(self) -> int | None:
        """How far the replacing of keys has come; None while nobody knows."""
        return self._progress.percent

    def refresh(self) -> None:
        """Reads who may open the vault."""
        self._session.work(lambda service: service.keeping.owners(), self._take, self._failed)

    def factor_words(self, factor: FactorRow) -> tuple[str, str]:
        """Gives a factor's name, and how strong it is."""
        say = self._session.say
        return say(f"factor_{factor.kind}"), say(f"level_{factor.level}")

    def change_passphrase(self, secret: str, again: str) -> None:
        """Puts another passphrase in the place of the present one, or says why not."""
        if self._may_set(secret, again):
            self._change(
                lambda service: service.keeping.change_passphrase(secret),
                lambda _: self._told("passphrase_changed"),
            )

    def set_step_up(self, secret: str, again: str) -> None:
        """Sets the second passphrase, or says why not."""
        if self._may_set(secret, again):
            self._change(
                lambda service: service.keeping.set_step_up(secret),
                lambda _: self._changed_factors("step_up_set"),
            )

    def add_keychain(self) -> None:
        """Enrols a secret in the system's keychain."""
        self._change(
            lambda service: service.keeping.add_keychain(),
            lambda _: self._changed_factors("factor_added"),
        )

    def add_key(self) -> None:
        """Enrols the security key that is plugged in."""
        if not self.busy and self._session.is_unlocked:
            self.talk.begin()
            self._change(lambda service: service.keeping.add_key(self.talk), self._added_key)

    def remove(self, factor_id: str) -> None:
        """Takes a factor away."""
        self._change(
            lambda service: service.keeping.remove_factor(factor_id),
            lambda _: self._changed_factors("factor_removed"),
        )

    def rotate(self) -> None:
        """Replaces the keys of all that is open."""
        if self.busy or not self._session.is_unlocked:
            return
        self.is_rotating = True
        self._progress = progress = Progress(self._session.post, self.changed)
        self._change(lambda service: service.keeping.rotate(progress), self._rotated)

    def ask(self, *, is_asking: bool) -> None:
        """Notes that a sheet asks, or asks no more; what there was to tell is forgotten."""
        self.is_asking = is_asking
        self.error = self.done = ""
        self.changed()

    def _may_set(self, secret: str, again: str) -> bool:
        if self.busy:
            return False
        self.done = ""
        if not secret:
            self.error = self._session.say("secret_empty")
        elif secret != again:
            self.error = self._session.say("first_differ")
        else:
            return True
        self.changed()
        return False

    def _change(self, job: Callable[[VaultService], T], done: Callable[[T], None]) -> None:
        if self.busy or not self._session.is_unlocked:
            return
        self.busy, self.error, self.done = True, "", ""

        def finish(result: T) -> None:
            self._rest()
            done(result)
            self.refresh()

        self._session.work(job, finish, self._failed)
        self.changed()

    def _added_key(self, level: str) -> None:
        self._changed_factors("factor_added")
        if level == "biometric":
            self._session.put_news("factor_biometric_news", "warn")

    def _changed_factors(self, key: str) -> None:
        self._session.factors_changed()
        self._told(key)

    def _rotated(self, _segments: int) -> None:
        is_whole = self.state is not None and self.state.is_open
        self._told("rotated" if is_whole else "rotated_not_closed")

    def _told(self, key: str) -> None:
        self.done = key
        self._session.tell(self._session.say(key))
        self.changed()

    def _take(self, state: OwnersState) -> None:
        self.state = state
        self.changed()

    def _failed(self, told: Told) -> None:
        self._rest()
        is_closed = told.key == "vault.step_up_first"  # its words are the command line's
        self.error = self._session.say("step_up_first") if is_closed else told.sentence
        self.changed()

    def _rest(self) -> None:
        self.busy = self.is_rotating = False
        self.talk.end()

    def _follow(self, change: SessionChange) -> None:
        match change:
            case SessionChange.LOCKED:
                self.talk.cancel()
                self._rest()
                self.state, self.error, self.done = None, "", ""
            case SessionChange.LANGUAGE:
                self.error = ""
            case SessionChange.STEPPED_UP | SessionChange.STEP_UP_ENDED:
                self.error = ""
                if self.state is not None:
                    self.refresh()
            case _:
                return
        self.changed()
