"""Law packs: dated tables of duties, each with its source, its sanction and how it is answered.

A pack is data, written by people who read the law, shipped with the program. The words by which a
row says when it applies and how it is checked are closed sets: a pack cannot bring code along.

Invariants:

1. A row names where its fact was read, and whether that was the law itself or somebody's account.
2. A row that no check answers, or that a check answers only in part, says that it needs a person.
3. Nothing in a pack, and no result, says that a law is kept.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from policy.catalog import LANGUAGES, Language

_STRICT: Final = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

Id: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,40}$")]
Line: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=600)]
Text: TypeAlias = Annotated[Mapping[Language, Line], Field(min_length=len(LANGUAGES))]
View: TypeAlias = Literal["consumer", "regulator"]


class Applies(StrEnum):
    """When a duty applies, as far as a program can tell."""

    ALWAYS = "always"
    GENERATES = "generates"  # the service makes text, pictures or sound
    HIGH_IMPACT = "high_impact"  # the review under KR Art. 33(1) finds that it is
    COMPUTE = "compute"  # training took as much computing as the decree says
    PERSON_DECIDES = "person_decides"


class Check(StrEnum):
    """How a duty is answered from evidence; compliance.checks knows them all."""

    NONE = "none"
    NOTICE_BEFORE_USE = "notice_before_use"
    GENERATES_NOTHING = "generates_nothing"
    DECISIONS_NAME_RULES = "decisions_name_rules"
    EVIDENCE_VERIFIES = "evidence_verifies"
    COMPUTE_FAR_BELOW = "compute_far_below"
    OVERRIDE_EXISTS = "override_exists"
    HIGH_IMPACT_REVIEW = "high_impact_review"
    TRANSPARENCY = "transparency"
    SAFETY = "safety"
    DATA_CARE = "data_care"


class SanctionKind(StrEnum):
    """What follows where a duty is not met."""

    FINE = "fine"
    ORDER_FIRST = "order_first"
    GUIDANCE = "guidance"
    NONE_NAMED = "none_named"


class Source(BaseModel):
    """Where a fact was read. Primary is the law's own text, secondary somebody's account of it."""

    model_config = _STRICT

    text: Text
    quality: Literal["primary", "secondary"]


class Sanction(BaseModel):
    """What follows, at most how much, and under which conditions. Only a fine has a maximum."""

    model_config = _STRICT

    kind: SanctionKind
    maximum: Text | None = None
    conditions: Text

    @model_validator(mode="after")
    def _limit_fines_only(self) -> Self:
        if (self.kind is SanctionKind.FINE) != (self.maximum is not None):
            raise ValueError("expected a maximum for a fine, and for nothing else")
        return self


class Row(BaseModel):
    """One duty.

    Attributes:
        article: As the law counts, such as `31(1)`.
        in_force_from: Evidence that ends before this day cannot answer the row.
        needs_person: Whether a person must judge beside what the check says.
        views: In which reports the row stands.
    """

    model_config = _STRICT

    id: Id
    article: Text
    duty: Text
    source: Id
    in_force_from: date
    applies_if: Applies
    check: Check
    sanction: Id
    needs_person: bool
    views: Annotated[tuple[View, ...], Field(min_length=1)]


class Pack(BaseModel):
    """A law's table.

    Attributes:
        short: The name that people use.
        act: Its number.
        version: Which text of it the rows follow.
        as_of: Year and month in which the facts were gathered.
        utc_offset_h: The jurisdiction's clock, by which a day begins.
    """

    model_config = _STRICT

    id: Id
    jurisdiction: Literal["KR", "JP"]
    title: Text
    short: Text
    act: Text
    version: Text
    as_of: Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]
    utc_offset_h: Annotated[int, Field(ge=-12, le=14)]
    sources: Mapping[Id, Source]
    sanctions: Mapping[Id, Sanction]
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _name_only_what_is_there(self) -> Self:
        if len({row.id for row in self.rows}) != len(self.rows):
            raise ValueError("expected each row's id once")
        for row in self.rows:
            if row.source not in self.sources or row.sanction not in self.sanctions:
                raise ValueError(f"row {row.id} names a source or sanction that is not there")
            if row.check is Check.NONE and not row.needs_person:
                raise ValueError(f"row {row.id} is answered by nobody")
        return self


def parse_pack(text: str) -> Pack:
    """Gives the pack that a TOML text holds.

    Raises:
        ValueError: it is no pack. Ours are checked by the tests.
    """
    return Pack.model_validate(tomllib.loads(text))


@cache
def load_packs() -> tuple[Pack, ...]:
    """Gives the packs that this version ships, in the order of their ids."""
    folder = resources.files("compliance") / "lawpacks"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(parse_pack((folder / name).read_text(encoding="utf-8")) for name in names)


def packs_for(market: str) -> tuple[Pack, ...]:
    """Gives the packs of a market; an operator who named none is shown all of them."""
    if market == "other":
        return load_packs()
    return tuple(pack for pack in load_packs() if pack.jurisdiction == market)
