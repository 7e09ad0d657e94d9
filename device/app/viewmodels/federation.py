"""The federation screen: two consents, and exactly what was sent."""

from __future__ import annotations

from itertools import groupby

from device.app.services.worker import Told
from device.app.viewmodels.observed import Observed
from device.app.viewmodels.rows import FederationState, SentRow
from device.app.viewmodels.session import AppSession, SessionChange


class FederationModel(Observed):
    """What the owner agreed to share. Loads itself.

    Attributes:
        state: None until it is loaded.
        busy: It is being read or changed.
        error: What went wrong; empty where nothing did.
    """

    def __init__(self, session: AppSession) -> None:
        super().__init__(session.post)
        self.state: FederationState | None = None
        self.busy = False
        self.error = ""
        self._session = session
        session.follow(self._follow)
        self.refresh()

    @property
    def joined_text(self) -> str:
        """Says which federation was joined, or how to join one."""
        if self.state is None or not self.state.joined:
            return self._session.say("federation_not_joined")
        return self._session.say("federation_joined", server=self.state.server)

    @property
    def days(self) -> list[tuple[str, list[SentRow]]]:
        """Each day in words, with what was sent on it."""
        sent = self.state.sent if self.state is not None else ()
        return [(day, list(rows)) for day, rows in groupby(sent, key=lambda row: row.day)]

    @property
    def training_text(self) -> str:
        """Says what leaves the device for training."""
        return self._session.say("consent_training_body")

    @property
    def statistics_text(self) -> str:
        """Says what leaves the device for statistics."""
        return self._session.say("consent_statistics_body")

    @property
    def coordinator_text(self) -> str:
        """Says that the coordinator sees each update in this version."""
        return self._session.say("coordinator_sees")

    @property
    def withdraw_text(self) -> str:
        """Says what withdrawing does, and what it cannot do."""
        return self._session.say("withdraw_note")

    def refresh(self) -> None:
        """Reads it again."""
        self._change(None, None)

    def set_training(self, consent: bool) -> None:
        """Gives or withdraws the consent to training."""
        self._change(consent, None)

    def set_statistics(self, consent: bool) -> None:
        """Gives or withdraws the consent to statistics."""
        self._change(None, consent)

    def _change(self, training: bool | None, statistics: bool | None) -> None:
        if not self._session.is_unlocked:
            return
        is_change = training is not None or statistics is not None

        def loaded(state: FederationState) -> None:
            self.state, self.busy = state, False
            settled()

        def failed(told: Told) -> None:
            self.error, self.busy = told.sentence, False
            settled()  # the switch goes back to what is

        def settled() -> None:
            if is_change:
                self._session.release_sending()
            self.changed()

        self.busy, self.error = True, ""
        if is_change:
            self._session.hold_sending()
        self._session.work(
            lambda service: service.set_consent(training=training, statistics=statistics),
            loaded,
            failed,
        )
        self.changed()

    def _follow(self, change: SessionChange) -> None:
        match change:
            case SessionChange.UNLOCKED | SessionChange.LANGUAGE | SessionChange.SHARED:
                self.refresh()
            case SessionChange.LOCKED:
                self.state, self.busy, self.error = None, False, ""
                self.changed()
            case _:
                pass
