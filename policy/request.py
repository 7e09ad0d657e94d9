"""What is asked of the guard, and what the rules see of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from policy.binding import ItemColumns, RuleRecord
from policy.bundle import NAMESPACE
from policy.evaluate import EntityId, Scene, Value
from policy.obligations import ObligationKind
from policy.vocabulary import (
    Audience,
    AuthLevel,
    Domain,
    Door,
    Label,
    PrincipalKind,
    Purpose,
)

FOREVER: Final = 2**53  # a Unix time that no clock reaches
LAST_MOMENT: Final = 250_000_000_000  # the year 9892: a clock beyond is broken
HOUR_S: Final = 3_600
DAY_S: Final = 86_400

_CLOCK_SLACK_S: Final = DAY_S  # by how much a clock may run behind without being taken for wrong
_THURSDAY: Final = 3  # 1 January 1970, counted from Monday as 0
_MEMORY: Final = EntityId(f"{NAMESPACE}::Memory", "it")
_PRINCIPALS: Final = {kind: EntityId(f"{NAMESPACE}::{kind.value}", "it") for kind in PrincipalKind}
_ACTIONS: Final = {door: EntityId(f"{NAMESPACE}::Action", door.value) for door in Door}


@dataclass(frozen=True, slots=True)
class Grant:
    """What a client's token is bound to. The owner gave it; the client claims nothing.

    Attributes:
        labels: Sensitive labels that the client may meet; a memory with any other stays closed.
        domains: Parts of life that it may read; empty: any.
    """

    purposes: frozenset[Purpose] = frozenset()
    labels: frozenset[Label] = frozenset()
    domains: frozenset[Domain] = frozenset()


_WORDS: Final = (
    ("principal", PrincipalKind), ("door", Door), ("purpose", Purpose), ("audience", Audience),
    ("auth", AuthLevel), ("strongest", AuthLevel), ("foreground", bool), ("device", str),
    ("utc_offset_s", int), ("grant", Grant),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks, through which door, for what, and how sure we are of them.

    Attributes:
        auth: The level shown.
        auth_at: Unix seconds at which that level was shown.
        strongest: The best factor that the owner has enrolled.
        now: Unix seconds. A clock before `auth_at` counts as an endless age: fail closed.
        fulfils: The obligations that the asking guard can fulfil.
        audience: Whom the answer reaches.
        foreground: Whether the person has Bojagi before them.
        device: The device that asks, as records name their home; empty where it has no name.
        utc_offset_s: How far the person's clock is ahead of UTC, in seconds.
        consented: The labels for which the person agreed to this purpose.
        grant: What a client's token is bound to; of everyone else, nothing.
    """

    principal: PrincipalKind
    door: Door
    purpose: Purpose
    auth: AuthLevel
    auth_at: int
    strongest: AuthLevel
    now: int
    fulfils: frozenset[ObligationKind] = frozenset(ObligationKind)
    audience: Audience = Audience.OWNER
    foreground: bool = True
    device: str = ""
    utc_offset_s: int = 0
    consented: frozenset[Label] = frozenset()
    grant: Grant = Grant()

    @property
    def is_known(self) -> bool:
        """Tells whether all of it is of this program's words and a clock's times.

        Words that came from outside as plain text are none: "Recall" and look-alikes neither.
        """
        if not all(type(getattr(self, name)) is kind for name, kind in _WORDS):
            return False
        grant = self.grant
        sets: tuple[tuple[frozenset[object], type], ...] = (
            (self.fulfils, ObligationKind), (self.consented, Label),
            (grant.purposes, Purpose), (grant.labels, Label), (grant.domains, Domain),
        )  # fmt: skip
        for those, kind in sets:
            if type(those) is not frozenset or any(type(one) is not kind for one in those):
                return False
        clock = is_time(self.now) and 0 <= self.now <= LAST_MOMENT
        return clock and is_time(self.auth_at) and -DAY_S < self.utc_offset_s < DAY_S

    @property
    def auth_age_s(self) -> int:
        """Seconds since the level was shown."""
        return self.now - self.auth_at if self.now >= self.auth_at else FOREVER

    @property
    def hour(self) -> int:
        """The hour that the person's clock shows, 0 to 23."""
        return (self.now + self.utc_offset_s) // HOUR_S % 24

    @property
    def weekday(self) -> int:
        """The day that the person's calendar shows, 1 Monday to 7 Sunday."""
        return ((self.now + self.utc_offset_s) // DAY_S + _THURSDAY) % 7 + 1

    @property
    def next_hour(self) -> int:
        """Unix seconds at which the person's clock shows another hour."""
        local = self.now + self.utc_offset_s
        return (local // HOUR_S + 1) * HOUR_S - self.utc_offset_s


@dataclass(frozen=True, slots=True)
class Facts:
    """What a single item's columns come to at the moment of a request.

    Attributes:
        expired: Its time is over, or the clock is so far behind that nobody can tell.
        turns_at: The Unix second at which `expired` will be otherwise.
        spent: For each limit that rules set to reads, whether it is reached.
    """

    expired: bool
    reads_spent: bool
    turns_at: int
    spent: tuple[bool, ...]
    domain: Domain

    @classmethod
    def of(
        cls, record: RuleRecord, columns: ItemColumns, now: int, limits: tuple[int, ...]
    ) -> Facts:
        """Weighs the columns against the record's limits and those of the rules."""
        turns_at, expired = FOREVER, False
        if record.retain_s is not None:
            known_at = columns.created_at - _CLOCK_SLACK_S
            expires_at = columns.created_at + record.retain_s
            expired = not known_at <= now < expires_at
            turns_at = next((at for at in (known_at, expires_at) if now < at), FOREVER)
        reads_spent = record.max_reads is not None and columns.reads >= record.max_reads
        spent = tuple(columns.reads >= limit for limit in limits)
        return cls(expired, reads_spent, turns_at, spent, columns.domain)


def is_time(value: object) -> bool:
    """Tells whether it may be Unix seconds, of whatever clock."""
    return type(value) is int and -FOREVER <= value <= FOREVER


def owners_audience(purpose: Purpose) -> Audience:
    """Whom an answer reaches that the owner asks for: what they share, somebody else."""
    own = purpose not in {Purpose.SHARE, Purpose.RESEARCH, Purpose.MARKETING}
    return Audience.OWNER if own else Audience.OUTSIDE


def attributes_of(record: RuleRecord) -> Mapping[str, Value]:
    """Gives what the rules see of a record; of a memory, its domain comes with the facts."""
    return {
        "labels": frozenset(map(str, record.labels)),
        "tags": frozenset(record.tags),
        "sensitivity": int(record.sensitivity),
        "purposes": frozenset(map(str, record.purposes)),
        "audiences": frozenset(map(str, record.reaches)),
        "min_auth": int(record.min_auth),
        "may_train": record.may_train,
        "may_leave": record.may_leave,
        "jurisdiction": record.jurisdiction.value,
        "home": record.home,
        "held": record.held,
    }


def scene_of(attributes: Mapping[str, Value], facts: Facts, request: Request) -> Scene:
    """Gives what the rules see."""
    grant = request.grant
    context: dict[str, Value] = {
        "purpose": request.purpose.value,
        "audience": request.audience.value,
        "auth": int(request.auth),
        "auth_age_s": request.auth_age_s,
        "strongest": int(request.strongest),
        "foreground": request.foreground,
        "expired": facts.expired,
        "reads_spent": facts.reads_spent,
        "device": request.device,
        "hour": request.hour,
        "weekday": request.weekday,
        "consented": frozenset(map(str, request.consented)),
        "granted_purposes": frozenset(map(str, grant.purposes)),
        "granted_labels": frozenset(map(str, grant.labels)),
        "granted_domains": frozenset(map(str, grant.domains)),
    }
    return Scene(
        principal=_PRINCIPALS[request.principal],
        action=_ACTIONS[request.door],
        resource=_MEMORY,
        attributes={**attributes, "domain": facts.domain.value},
        context=context,
    )
