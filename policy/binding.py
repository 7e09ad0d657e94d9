"""The rules that are sealed with a memory: a shared rule record and the columns of the single item.

A rule record says what may be done with every memory that carries it. It is small, canonical and
hashed: the hash goes into the associated data of the sealed payload, so a record cannot be stripped
from a memory or swapped for a milder one without the payload failing to open.

Version 1 had no audiences, tags, home and hold. Its records keep their bytes, and so their hash,
for as long as a memory carries them; whatever changes one writes version 2.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, Self
from unicodedata import category, name, normalize

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from policy.errors import PolicyError
from policy.vocabulary import (
    Audience,
    AuthLevel,
    ClassName,
    Domain,
    IdentifierKind,
    Label,
    Market,
    Purpose,
    Sensitivity,
)

OWN_PURPOSES: Final = (Purpose.EXPORT, Purpose.MAINTAIN, Purpose.RECALL, Purpose.REMIND)
MAX_TAGS: Final = 16

_NEWEST: Final = 2
_SINCE_2: Final = ("audiences", "tags", "home", "held")
# Letters of these look like each other's; who mixes them in one word means to deceive.
_ALIKE: Final = ("LATIN ", "CYRILLIC ", "GREEK ")
# What shows nothing, besides the category Cf: fillers for Hangul, variation selectors, joiners.
_UNSEEN: Final = frozenset(
    map(chr, (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, *range(0x180B, 0x1810)))
) | frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))

Seconds = Annotated[int, Field(ge=0, le=200 * 366 * 86_400)]
# A person's own category: a word or a few of theirs, as `fold_tag` leaves them.
Tag = Annotated[
    str, StringConstraints(pattern=r"^[^\s\x00-\x1f\x7f\"\\]([ ]?[^\s\x00-\x1f\x7f\"\\]){0,39}$")
]
DeviceId = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{32})?$")]


def fold_tag(text: str) -> str:
    """Gives the one form of all spellings of a tag that look alike.

    Width, case, composed or not and what shows nothing make no difference: a rule on "diary" must
    hold for whatever a person reads as "diary".

    Raises:
        ValueError: it mixes alphabets whose letters look like each other's.
    """
    seen = [one for one in normalize("NFKC", text) if category(one) != "Cf" and one not in _UNSEEN]
    folded = normalize("NFKC", "".join(seen).casefold()).strip()
    named = [name(one, "") for one in folded]
    if sum(any(one.startswith(script) for one in named) for script in _ALIKE) > 1:
        raise ValueError("a tag that mixes alphabets")
    return folded


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
        audiences: Whom it may reach; sorted, unique.
        tags: The person's own categories; sorted, unique.
        home: The one device that releases it; empty: any that opens the vault.
        held: Whether it is kept although its time is over, as for a dispute. It stays closed then.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    v: Literal[1, 2] = 2
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
    audiences: tuple[Audience, ...] = (Audience.ON_DEVICE, Audience.OWNER)
    tags: Annotated[tuple[Tag, ...], Field(max_length=MAX_TAGS)] = ()
    home: DeviceId = ""
    held: bool = False

    @field_validator("labels", "purposes", "redactions", "audiences", "tags", mode="after")
    @classmethod
    def _sorted_and_unique(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(set(value)))

    @field_validator("tags", mode="before")
    @classmethod
    def _folded(cls, value: Any) -> Any:
        if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
            return tuple(map(fold_tag, value))
        return value

    @model_validator(mode="after")
    def _version_has_its_fields(self) -> Self:
        if self.v == 1 and any(
            getattr(self, name) != type(self).model_fields[name].default for name in _SINCE_2
        ):
            raise ValueError("a field that version 1 does not have")
        return self

    def changed(self, **changes: Any) -> RuleRecord:
        """Gives this record with other fields, in today's version; itself where nothing changes.

        Raises:
            ValidationError: a value is out of bounds.
        """
        before = self.model_dump() | {"audiences": self.reaches}
        after = RuleRecord.model_validate({**before, **changes, "v": _NEWEST})
        same = all(getattr(after, name) == before[name] for name in changes)
        return self if same else after

    def to_bytes(self) -> bytes:
        """Gives the canonical form, which `digest` is taken of."""
        fields = self.model_dump(mode="json", exclude=set(_SINCE_2) if self.v == 1 else None)
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
            versions = [fault["input"] for fault in error.errors() if fault["loc"] == ("v",)]
            if any(type(found) is int and found > _NEWEST for found in versions):
                raise PolicyError("policy.newer_record") from error
            raise PolicyError("policy.bad_record", count=error.error_count()) from error
        if record.to_bytes() != data:  # a field twice, another order, other spaces
            raise PolicyError("policy.bad_record", count=1)
        return record

    @property
    def reaches(self) -> tuple[Audience, ...]:
        """Whom a memory may reach; records of version 1 told it by other words."""
        if self.v > 1:
            return self.audiences
        sensitive = self.sensitivity >= Sensitivity.SENSITIVE
        own = (Audience.OWNER,) if sensitive else self.audiences
        return tuple(sorted((*own, Audience.OUTSIDE))) if self.may_leave else own

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
        domain: The part of life that it is about first.
    """

    created_at: int
    reads: int = 0
    domain: Domain = Domain.OTHER
