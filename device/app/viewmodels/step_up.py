"""The step-up sheet: a second passphrase, a security key, or the system's keychain."""

from __future__ import annotations

from typing import Final

from device.app.services.worker import Told
from device.app.viewmodels.key_talk import KeyTalk
from device.app.viewmodels.secret import SecretModel
from device.app.viewmodels.session import AppSession, SessionChange

_PASSPHRASE: Final = "passphrase"  # noqa: S105  # a word
_KEYCHAIN: Final = "keychain"
_KEY: Final = "fido2"


class StepUpModel(SecretModel):
    """Opens the step-up classes for some minutes.

    Attributes:
        talk: With the person at a security key.
    """

    def __init__(self, session: AppSession) -> None:
        super().__init__(session)
        self.talk = KeyTalk(session.post)
        self.talk.bind(self.changed)
        self._chosen = _PASSPHRASE
        session.follow(self._follow)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of factors that are enrolled; a passphrase where there is none."""
        return self._session.step_up_kinds or (_PASSPHRASE,)

    @property
    def chosen(self) -> str:
        """The kind of factor that is asked for."""
        return self._chosen if self._chosen in self.kinds else self.kinds[0]

    def choose(self, kind: str) -> None:
        """Asks for a factor of another kind."""
        if kind in self.kinds and not self.busy:
            self._chosen, self.error = kind, ""
            self.changed()

    @property
    def is_open(self) -> bool:
        """Tells whether the step-up classes are open."""
        return self.seconds_left() > 0

    def seconds_left(self) -> int:
        """Tells how long they stay open; 0: they are closed."""
        return self._session.step_up_seconds_left()

    def left_text(self) -> str:
        """Says how long they stay open, as minutes and seconds; empty where they are closed."""
        left = self.seconds_left()
        shown = f"{left // 60}:{left % 60:02d}"
        return self._session.say("step_up_open", left=shown) if left else ""

    def step_up(self, secret: str) -> None:
        """Opens the step-up classes, or says why not."""
        if self._session.is_unlocked and self.may_try(secret, self._session.say("step_up_empty")):
            self._session.work(
                lambda service: service.step_up(secret), self._opened, self.was_refused
            )

    def step_up_without_typing(self) -> None:
        """Opens the step-up classes with the security key or the keychain that was chosen."""
        if self.busy or not self._session.is_unlocked:
            return
        self.busy, self.error = True, ""
        if self.chosen == _KEY:
            self.talk.begin()
            self._session.work(
                lambda service: service.step_up_with_key(self.talk), self._opened, self._refused
            )
        elif self.chosen == _KEYCHAIN:
            self._session.work(
                lambda service: service.step_up_with_keychain(), self._opened, self._refused
            )
        else:
            raise RuntimeError("a passphrase is typed")
        self.changed()

    def end(self) -> None:
        """Closes the step-up classes before their time is over."""
        self._session.end_step_up()

    def dismiss(self) -> None:
        """Forgets what the sheet had to tell, and wants nothing of a key any more."""
        self.error = ""
        self.talk.cancel()
        self.changed()

    def _opened(self, seconds: int) -> None:
        self.talk.end()
        self._session.stepped_up(seconds)
        self._session.tell(self._session.say("step_up_done"))
        self.was_right()

    def _refused(self, told: Told) -> None:
        is_wanted = not self.talk.is_cancelled or self.chosen != _KEY
        self.talk.end()
        self.busy, self.error = False, told.sentence if is_wanted else ""
        self.changed()

    def _follow(self, change: SessionChange) -> None:
        match change:
            case SessionChange.LOCKED:
                self.talk.cancel()
                self.talk.end()
                self.busy, self.error = False, ""
                self.changed()
            case SessionChange.LANGUAGE:
                self.error = ""
                self.changed()
            case SessionChange.SECOND if self.is_open:
                self.changed()
            case SessionChange.STEP_UP_ENDED:
                self.changed()
            case _:
                pass
