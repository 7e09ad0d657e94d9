"""The events of the log: what happened, to which commitments, by which rules; never content.

An event's leaf is its canonical JSON. The shape is restricted (ASCII strings that need no escape,
whole numbers below 2^53, no null, no float) so that Python's `json` with sorted keys IS the
canonical form of RFC 8785: its sections 3.2.2.2 (strings), 3.2.2.3 (numbers) and 3.2.3 (order) have
nothing left to decide.

Invariants:

1. No field takes free text. Every string is a word of a closed set, a hexadecimal digest of fixed
   length, or an identifier without spaces of at most 64 characters (80 for a detail).
2. A memory appears only as a commitment, 32 bytes that its salt makes unguessable; destroying the
   salt with the memory leaves bytes that lead nowhere.
3. An event has one leaf. `from_leaf` writes what it read again and refuses any other bytes, so two
   leaves never mean the same event and a leaf carries nothing that is not in the event.
4. Each event has a nonce, so that the hash of a rare event cannot be found by trying its few
   variants.

What an attacker tries: a memory's words in a detail or an identifier; a field that this version
does not know; a key twice, of which one reader sees the first and another the second; `1.0`, `1e0`
or `true` for 1; spaces or escapes that change the hash but not the reading; numbers that another
language rounds.

What this does NOT protect: the number, kinds and times of events are readable to whoever holds the
log. `at` is the device's own clock. An identifier is only as innocent as the code that chose it: a
client that its owner named after a secret is in here under that name.
"""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from compliance.errors import EvidenceError, ProofError

MAX_SAFE_INTEGER: Final = 2**53 - 1  # RFC 8785, section 3.2.2.3: beyond it, readers round
MAX_AT: Final = 253_402_300_799  # the last second of the year 9999
MAX_DECISIONS: Final = 4_096
MAX_MEMORIES: Final = 65_536
MAX_LEAF_BYTES: Final = 1 << 24  # more than the longest event that the bounds below allow


class Outcome(StrEnum):
    """What was decided about one memory."""

    PERMIT = "permit"
    DENY = "deny"
    STEP_UP = "step_up"


class EventKind(StrEnum):
    """What happened. The guard's doors are released, indexed, engine, maintained and trained.

    The last ones, from `started` on, are a coordinator's.
    """

    CREATED = "created"
    UNLOCKED = "unlocked"
    LOCKED = "locked"
    STORED = "stored"
    RELEASED = "released"
    INDEXED = "indexed"
    ENGINE = "engine"
    MAINTAINED = "maintained"
    TRAINED = "trained"
    ERASED = "erased"
    RULE_CHANGED = "rule_changed"
    STEPPED_UP = "stepped_up"
    EXPORTED = "exported"
    IMPORTED = "imported"
    NOTICED = "noticed"  # the person was told what decides for them
    RATED = "rated"  # the person said what a memory was worth
    CONSENTED = "consented"
    WITHDRAWN = "withdrawn"
    CLIENT_ADDED = "client_added"  # a program got a token
    CLIENT_REVOKED = "client_revoked"
    SHARED = "shared"  # about to leave the device
    REFUSED = "refused"  # something that came from outside
    STARTED = "started"
    ADMITTED = "admitted"
    ROUND_OPENED = "round_opened"
    ROUND_CLOSED = "round_closed"
    ROUND_ABORTED = "round_aborted"
    QUERIED = "queried"


Commitment: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Digest: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Nonce: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Identifier: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,63}$")
]
# Nobody locks by an idle timer for a purpose, and nobody has shown who they are at the first start.
IdentifierOrNone: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^([A-Za-z0-9][A-Za-z0-9._:/@-]{0,63})?$")
]
DetailKey: TypeAlias = Literal[
    "count",
    "before",
    "after",
    "reason",
    "format",
    "manifest",
    "source",
    "reads",
    "round",
    "bytes",
    "tensors",
    "norm_micro",  # a norm in millionths: the log holds whole numbers
    "digest",
    "asked",
    "accepted",
    "epsilon_milli",
    "threshold",
]
# Visible ASCII without space, quote and backslash: no sentence fits, nothing is escaped in JSON.
DetailText: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[!#-\[\]-~]{0,80}$")]
DetailNumber: TypeAlias = Annotated[int, Field(strict=True, ge=0, le=MAX_SAFE_INTEGER)]

_FROZEN = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Decision(BaseModel):
    """What was decided about one memory, by which rules, and what the guard had to do for it."""

    model_config = _FROZEN

    memory: Commitment
    outcome: Outcome
    rules: Annotated[tuple[Identifier, ...], Field(max_length=16)]
    obligations: Annotated[tuple[Identifier, ...], Field(max_length=16)] = ()


class Event(BaseModel):
    """One leaf of the log.

    Attributes:
        v: The version of this shape.
        at: Unix seconds, by the device's clock.
        principal: Who asked, as the policy names them.
        purpose: What for; empty where nobody asked for anything.
        auth: How strongly the person had shown who they are; empty before there is a person.
        bundle: SHA-256 of the policy bundle that decided; empty where none did.
        decisions: One per memory that was decided on.
        memories: The memories that were touched without a decision.
        closed: The rules that kept whole classes closed.
        details: A few facts of the kind: how many, from what to what, why.
        nonce: 16 random bytes.
    """

    model_config = _FROZEN

    v: Literal[1] = 1
    at: Annotated[int, Field(strict=True, ge=0, le=MAX_AT)]
    kind: EventKind
    principal: Identifier
    purpose: IdentifierOrNone
    auth: IdentifierOrNone
    bundle: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]
    decisions: Annotated[tuple[Decision, ...], Field(max_length=MAX_DECISIONS)] = ()
    memories: Annotated[tuple[Commitment, ...], Field(max_length=MAX_MEMORIES)] = ()
    closed: Annotated[tuple[Identifier, ...], Field(max_length=256)] = ()
    details: Mapping[DetailKey, DetailNumber | DetailText] = Field(default_factory=dict)
    nonce: Nonce

    def to_leaf(self) -> bytes:
        """Gives the bytes that the log hashes."""
        return canonical_json(self.model_dump(mode="json"))

    @classmethod
    def from_leaf(cls, data: bytes) -> Self:
        """Reads what `to_leaf` wrote.

        Raises:
            ProofError: these are not the bytes of an event.
            EvidenceError: the event is of another version.
        """
        try:
            event = cls.model_validate_json(data)
        except ValidationError as error:
            if any(fault["loc"] == ("v",) for fault in error.errors(include_input=False)):
                raise EvidenceError("evidence.event_version") from error
            raise ProofError("evidence.event_form") from error
        if event.to_leaf() != data:  # a key twice, another order, spaces, escapes, 1e3
            raise ProofError("evidence.event_form")
        return event


def canonical_json(value: object) -> bytes:
    """Gives RFC 8785's form of a value made of ASCII strings, whole numbers, lists and objects.

    Raises:
        ValueError: a number is not finite. The models above refuse all other strays first.
    """
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("ascii")
