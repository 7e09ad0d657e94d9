"""Who is there: how the owner has shown themself, for how long it counts, and how it is logged."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Final

from compliance.log.events import MAX_AT, Event, EventKind
from compliance.log.events import Decision as LoggedDecision
from device.book import Book, Client
from device.fulfilment import fulfilled_for
from device.vault.store import Vault
from policy.catalog import Language
from policy.obligations import ObligationKind
from policy.request import Grant, Request, owners_audience
from policy.vocabulary import AuthLevel, Door, Market, PrincipalKind, Purpose

GRANT_S: Final = 300


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decisions need to know of the owner and this machine.

    Attributes:
        device: This machine's name to this vault, as rule records keep it; empty where it has none.
    """

    book: Book = field(default_factory=Book)
    market: Market = Market.OTHER
    language: Language = "en"
    zone: tzinfo = UTC
    device: str = ""


class Presence:
    """The owner's presence at one unlocked vault; makes the requests and events that carry it.

    Attributes:
        foreground: Whether the owner has Bojagi before them.
        fronts: Obligations that what shows the answers can fulfil: to take back, to tell the owner.
    """

    def __init__(
        self, vault: Vault, bundle: str, clock: Callable[[], int], circumstances: Circumstances
    ) -> None:
        self._vault = vault
        self._clock = clock
        self._auth = AuthLevel.UNLOCKED
        self._auth_at = clock()
        self.bundle = bundle
        self.circumstances = circumstances
        self.foreground = True
        self.fronts: frozenset[ObligationKind] = frozenset()

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

    def request(
        self, principal: PrincipalKind, door: Door, purpose: Purpose, client: Client | None = None
    ) -> Request:
        """Gives a request with what has been shown.

        Args:
            client: The program that asks with a token of the owner's, if one does.
        """
        now, known = self._clock(), self.circumstances
        return Request(
            principal=principal,
            door=door,
            purpose=purpose,
            auth=self._auth,
            auth_at=self._auth_at,
            strongest=self.strongest,
            now=now,
            fulfils=fulfilled_for(principal, purpose, self.fronts, client),
            audience=owners_audience(purpose) if client is None else client.audience,
            foreground=self.foreground,
            device=known.device,
            utc_offset_s=_offset_s(known.zone, now),
            consented=known.book.consented(purpose),
            grant=Grant() if client is None else client.grant,
        )

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
                "bundle": self.bundle,
                "decisions": tuple(decisions),
                "memories": tuple(memories),
                "closed": tuple(closed),
                "details": dict(details or {}),
                "nonce": secrets.token_hex(16),
            }
        )


def _offset_s(zone: tzinfo, now: int) -> int:
    """How far a zone's clock is ahead of UTC. A clock that no calendar knows shows UTC's hours."""
    try:
        offset = datetime.fromtimestamp(now, zone).utcoffset()
    except (ValueError, OverflowError, OSError):
        return 0
    return 0 if offset is None else int(offset.total_seconds())
