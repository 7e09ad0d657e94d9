"""Who is there: how the owner has shown themself, for how long it counts, and how it is logged."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from compliance.log.events import MAX_AT, Event, EventKind
from compliance.log.events import Decision as LoggedDecision
from device.vault.store import Vault
from policy.decide import Request
from policy.vocabulary import AuthLevel, Door, PrincipalKind, Purpose

GRANT_S: Final = 300


class Presence:
    """The owner's presence at one unlocked vault; makes the requests and events that carry it."""

    def __init__(self, vault: Vault, bundle: str, clock: Callable[[], int]) -> None:
        self._vault = vault
        self._bundle = bundle
        self._clock = clock
        self._auth = AuthLevel.UNLOCKED
        self._auth_at = clock()

    @property
    def now(self) -> int:
        """Unix seconds."""
        return self._clock()

    @property
    def strongest(self) -> AuthLevel:
        """The best level that an enrolled factor can show."""
        return self._vault.keys.strongest

    @property
    def is_over(self) -> bool:
        """Tells whether a step-up has lasted its time, or its clock was set back."""
        return self._auth > AuthLevel.UNLOCKED and not 0 <= self._clock() - self._auth_at <= GRANT_S

    def shown(self, level: AuthLevel) -> None:
        """Notes that a level was shown just now."""
        self._auth, self._auth_at = level, self._clock()

    def request(self, principal: PrincipalKind, door: Door, purpose: Purpose) -> Request:
        """Gives a request with what has been shown."""
        auth, at = self._auth, self._auth_at
        return Request(principal, door, purpose, auth, at, self.strongest, self._clock())

    def event(
        self,
        kind: EventKind,
        principal: PrincipalKind = PrincipalKind.OWNER,
        *,
        purpose: Purpose = Purpose.MAINTAIN,
        decisions: Sequence[LoggedDecision] = (),
        memories: Sequence[str] = (),
        closed: Sequence[str] = (),
        details: Mapping[str, str | int] | None = None,
    ) -> Event:
        """Makes an event with what has been shown, at this moment."""
        return Event.model_validate(
            {
                "at": min(max(0, self._clock()), MAX_AT),
                "kind": kind,
                "principal": principal.value.lower(),
                "purpose": purpose.value,
                "auth": self._auth.name.lower(),
                "bundle": self._bundle,
                "decisions": tuple(decisions),
                "memories": tuple(memories),
                "closed": tuple(closed),
                "details": dict(details or {}),
                "nonce": secrets.token_hex(16),
            }
        )
