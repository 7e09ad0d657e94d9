"""The rules that are sealed with a memory: a shared rule record and the columns of the single item.

A rule record says what may be done with every memory that carries it. It is small, canonical and
hashed: the hash goes into the associated data of the sealed payload, so a record cannot be stripped
from a memory or swapped for a milder one without the payload failing to open.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from policy.errors import PolicyError
from policy.vocabulary import (
    AuthLevel,
    ClassName,
    IdentifierKind,
    Label,
    Market,
    Purpose,
    Sensitivity,
)

OWN_PURPOSES = (Purpose.EXPORT, Purpose.MAINTAIN, Purpose.RECALL, Purpose.REMIND)

_STEP_UP_LABELS = frozenset({Label.FINANCE, Label.IDENTITY, Label.BIOMETRICS})
_SENSITIVITY = {
    Label.FINANCE: Sensitivity.CRITICAL,
    Label.IDENTITY: Sensitivity.CRITICAL,
    Label.BIOMETRICS: Sensitivity.CRITICAL,
    Label.WORKPLACE: Sensitivity.PERSONAL,
}

Seconds = Annotated[int, Field(ge=0, le=200 * 366 * 86_400)]


class RuleRecord(BaseModel):
    """What may be done with the memories that carry it.

    Attributes:
        labels: What makes the memory sensitive; sorted, unique.
        sensitivity: How much harm a leak would do.
        purposes: What it may be read for; sorted, unique.
        min_auth: The least authentication that releases it.
        retain_s: Seconds after creation at which it is released no more and swept; None keeps it.
        max_reads: How often it may be released; None is without limit.
        may_train: Whether feature rows of it may train the person's own models.
        may_leave: Whether it may be released for purposes beyond the person's own use.
        redactions: Kinds of identifiers that are masked when it is shared; sorted, unique.
        jurisdiction: Market whose defaults made it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    v: Literal[1] = 1
    labels: tuple[Label, ...] = ()
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    purposes: tuple[Purpose, ...] = OWN_PURPOSES
    min_auth: AuthLevel = AuthLevel.UNLOCKED
    retain_s: Seconds | None = None
    max_reads: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    may_train: bool = True
    may_leave: bool = False
    redactions: tuple[IdentifierKind, ...] = tuple(sorted(IdentifierKind))
    jurisdiction: Market = Market.OTHER

    @field_validator("labels", "purposes", "redactions", mode="after")
    @classmethod
    def _sorted_and_unique(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(set(value)))

    def to_bytes(self) -> bytes:
        """Gives the canonical form, which `digest` is taken of."""
        fields = self.model_dump(mode="json")
        return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> RuleRecord:
        """Parses a record.

        Raises:
            PolicyError: it is malformed, or of a version that this program does not know.
        """
        try:
            record = cls.model_validate_json(data, strict=True)
        except ValidationError as error:
            raise PolicyError("policy.bad_record", count=error.error_count()) from error
        if record.to_bytes() != data:  # a field twice, another order, other spaces
            raise PolicyError("policy.bad_record", count=1)
        return record

    @property  # not cached: a copy with other fields must never carry this one's digest
    def digest(self) -> bytes:
        """The SHA-256 of the canonical form."""
        return hashlib.sha256(self.to_bytes()).digest()

    @property
    def class_name(self) -> ClassName:
        """The class whose key seals the memories that carry this record."""
        if self.min_auth >= AuthLevel.STRONG:
            return ClassName.FINANCE if Label.FINANCE in self.labels else ClassName.GUARDED
        return (
            ClassName.PRIVATE if self.sensitivity >= Sensitivity.SENSITIVE else ClassName.EVERYDAY
        )


@dataclass(frozen=True, slots=True)
class ItemColumns:
    """The part of a binding that is each memory's own.

    Attributes:
        created_at: Unix seconds at which the memory was stored; retention counts from here.
        reads: How often it has been released.
    """

    created_at: int
    reads: int = 0


def default_record(labels: Iterable[Label], market: Market) -> RuleRecord:
    """Gives the rule record that a new memory with these labels starts with.

    Finance, national identifiers and biometrics ask for the step-up; every other sensitive label
    keeps the memory with its owner alone and out of training, but opens with the vault: an allergy
    must be known at dinner.
    """
    found = frozenset(labels)
    if not found:
        return RuleRecord(jurisdiction=market)
    sensitivity = max(_SENSITIVITY.get(label, Sensitivity.SENSITIVE) for label in found)
    return RuleRecord(
        labels=tuple(found),
        sensitivity=sensitivity,
        min_auth=AuthLevel.BIOMETRIC if found & _STEP_UP_LABELS else AuthLevel.UNLOCKED,
        may_train=sensitivity < Sensitivity.SENSITIVE,
        jurisdiction=market,
    )
