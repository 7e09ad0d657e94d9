"""The step-up sheet."""

from __future__ import annotations

from device.app.viewmodels.secret import SecretModel
from device.app.viewmodels.session import AppSession, SessionChange


class StepUpModel(SecretModel):
    """Takes the second secret and opens the step-up classes for some minutes."""

    def __init__(self, session: AppSession) -> None:
        super().__init__(session)
        session.follow(self._follow)

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

    def end(self) -> None:
        """Closes the step-up classes before their time is over."""
        self._session.end_step_up()

    def dismiss(self) -> None:
        """Forgets what the sheet had to tell."""
        self.error = ""
        self.changed()

    def _opened(self, seconds: int) -> None:
        self._session.stepped_up(seconds)
        self._session.tell(self._session.say("step_up_done"))
        self.was_right()

    def _follow(self, change: SessionChange) -> None:
        match change:
            case SessionChange.LOCKED:
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
