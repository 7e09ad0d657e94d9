"""What the owner decided beyond single memories: programs, consents, standing wishes, own rules.

Sealed with the vault's settings, and so bound to its roster: an older book does not fit.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints

from policy.binding import DeviceId, Tag
from policy.obligations import ObligationKind
from policy.request import Grant
from policy.vocabulary import Audience, Domain, Label, Purpose

MAX_RETAIN_DAYS: Final = 73_000
MAX_READS: Final = 1_000_000

_FROZEN: Final = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
_SALT_BYTES: Final = 16

Moment = Annotated[int, Field(ge=0)]  # Unix seconds
Scope: TypeAlias = Literal["label", "tag", "conversation"]


def _sorted(members: Iterable[str]) -> list[str]:
    return sorted(members)


# A set has no order of its own, and what is hashed must have one.
_IN_ORDER: Final = PlainSerializer(_sorted, return_type=list[str])
Labels = Annotated[frozenset[Label], _IN_ORDER]
Tags = Annotated[frozenset[Tag], _IN_ORDER]


class Client(BaseModel):
    """A program that holds a token of the owner's.

    Attributes:
        token_sha256: Of the token, which is 32 random bytes and kept nowhere.
        audience: `on_device` for a program that sends nothing away, else `outside`.
        promises: Obligations that the program keeps itself, as its owner enrolled it.
        until: When the token ends by itself; None: when it is revoked.
    """

    model_config = _FROZEN

    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
    name: Annotated[str, Field(min_length=1, max_length=60)]
    token_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    audience: Audience = Audience.ON_DEVICE
    purposes: tuple[Purpose, ...]
    labels: tuple[Label, ...] = ()
    domains: tuple[Domain, ...] = ()
    promises: tuple[ObligationKind, ...] = ()
    made_at: Moment
    until: Moment | None = None
    revoked_at: Moment | None = None

    @property
    def grant(self) -> Grant:
        """What the token is bound to, as the rules see it."""
        return Grant(frozenset(self.purposes), frozenset(self.labels), frozenset(self.domains))

    def is_valid(self, now: int) -> bool:
        """Tells whether the token counts; one made in the future does not: fail closed."""
        alive = self.revoked_at is None and self.made_at <= now
        return alive and (self.until is None or now < self.until)


class Consent(BaseModel):
    """The owner agreed that memories with a label serve a purpose."""

    model_config = _FROZEN

    purpose: Purpose
    label: Label
    given_at: Moment


class Standing(BaseModel):
    """A wish for all that has a label, a tag or comes from a conversation: now and later.

    The fields from `labels` on are those of `policy.wishes.Wish`.

    Attributes:
        salt: Keeps the log's digest of it from being guessed: a title is often a friend's name.
    """

    model_config = _FROZEN

    scope: Scope
    name: Annotated[str, Field(min_length=1, max_length=200)]
    salt: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")] = Field(
        default_factory=lambda: secrets.token_hex(_SALT_BYTES)
    )
    labels: Labels = frozenset()
    unlabels: Labels = frozenset()
    tags: Tags = frozenset()
    untags: Tags = frozenset()
    retain_days: Annotated[int, Field(ge=0, le=MAX_RETAIN_DAYS)] | None = None
    max_reads: Annotated[int, Field(ge=0, le=MAX_READS)] | None = None
    train: bool | None = None
    share: bool | None = None
    programs: bool | None = None
    remind: bool | None = None
    guard: bool | None = None
    home: DeviceId | None = None
    hold: bool | None = None


class OwnRule(BaseModel):
    """A rule of the owner's on top of the bundle: Cedar text that forbids."""

    model_config = _FROZEN

    id: Annotated[str, StringConstraints(pattern=r"^own-[a-z0-9-]{1,40}$")]
    text: Annotated[str, Field(max_length=8_192)]


class Book(BaseModel):
    """All of it.

    Attributes:
        seen: The highest version of each shipped bundle that decided here; a lower one is refused.
    """

    model_config = _FROZEN

    clients: tuple[Client, ...] = ()
    consents: tuple[Consent, ...] = ()
    standing: tuple[Standing, ...] = ()
    own_rules: tuple[OwnRule, ...] = ()
    seen: dict[str, int] = Field(default_factory=dict)

    def consented(self, purpose: Purpose) -> frozenset[Label]:
        """Gives the labels for which the owner agreed to a purpose."""
        return frozenset(one.label for one in self.consents if one.purpose is purpose)


def digest_of(entry: Client | Standing | OwnRule) -> str:
    """Gives what the log keeps of an entry: the SHA-256 of its JSON, which a secret part salts."""
    return hashlib.sha256(entry.model_dump_json().encode()).hexdigest()
