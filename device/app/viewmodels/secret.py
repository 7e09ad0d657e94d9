"""What asks for a secret: the unlock screen and the step-up sheet."""

from __future__ import annotations

from device.app.services.worker import Told
from device.app.viewmodels.backoff import BackOff
from device.app.viewmodels.observed import Observed
from device.app.viewmodels.session import AppSession


class SecretModel(Observed):
    """Takes a secret, and waits after a wrong one.

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

    def wait_left(self) -> int:
        """Tells how many seconds to wait before the next try; 0: none."""
        return self._backoff.seconds_left(self._session.now())

    def may_try(self, secret: str, if_empty: str) -> bool:
        """Tells whether a secret may be tried now; says why not where it may not.

        Args:
            if_empty: The sentence for an empty one.
        """
        if self.busy:
            return False
        wait = self.wait_left()
        if wait or not secret:
            self.error = self._session.say("wait", seconds=wait) if wait else if_empty
            self.changed()
            return False
        self.busy, self.error = True, ""
        self.changed()
        return True

    def was_right(self) -> None:
        """Notes that it was the right one."""
        self.busy = False
        self._backoff.right()
        self.changed()

    def was_refused(self, told: Told) -> None:
        """Tells why it did not open; a wrong one makes the next wait longer."""
        self.busy, self.error = False, told.sentence
        if told.kind == "Locked":
            self._backoff.wrong(self._session.now())
        self.changed()
