"""A situation as a rule author tells it: who asks for what, and what the memory is like.

The command line and case files tell it in the same words. What is left out is harmless: the owner,
on a Monday at noon, recalls an everyday memory in the unlocked vault.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Annotated, Any, Final, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from policy.binding import ItemColumns, RuleRecord
from policy.changes import Case
from policy.defaults import Defaults
from policy.request import Grant, Request, owners_audience
from policy.vocabulary import (
    Audience,
    AuthLevel,
    Domain,
    Door,
    Label,
    Market,
    PrincipalKind,
    Purpose,
    Sensitivity,
)
from policy.wishes import Wish, changed_record

MONDAY_NOON: Final = datetime(2026, 1, 5, 12, tzinfo=UTC)
MAX_AGE_S: Final = 10**9
MAX_READS: Final = 1_000_000

_YEARS: Final = range(1971, 9000)  # that a decision takes for those of a sound clock
_DEVICE: Final = re.compile("[0-9a-f]{32}")


def meaning(words: Mapping[str, object], *others: Mapping[str, object]) -> Callable[[Any], Any]:
    """Gives what takes one of these words, or one of the others, which are told to nobody."""
    taken = {name: value for named in (words, *others) for name, value in named.items()}

    def meant(value: Any) -> Any:
        found = str(value)
        if found in taken:
            return taken[found]
        known = tuple(words)
        raise PydanticCustomError("unknown_word", "unknown", {"found": found, "known": known})

    return meant


def listed(value: Any) -> Any:
    """Gives a list of what may be told as a single word."""
    return (value,) if isinstance(value, str | int) else value


def device_id(name: str) -> str:
    """Gives the id of a device that a rule author calls by a name of their own, or by its id."""
    if not name or _DEVICE.fullmatch(name):
        return name
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def names_of(kind: type[Enum]) -> dict[str, Enum]:
    """Gives the words for levels and kinds: their names."""
    return {one.name.lower(): one for one in kind}


def _numbers_of(kind: type[Enum]) -> dict[str, Enum]:
    return {str(one.value): one for one in kind}


def _words_of(kind: type[Enum]) -> BeforeValidator:
    return BeforeValidator(meaning(_numbers_of(kind)))


def _levels_of(kind: type[Enum]) -> BeforeValidator:
    """Gives what takes a level by its name, or as rules do, by its number."""
    return BeforeValidator(meaning(names_of(kind), _numbers_of(kind)))


def _moment(value: Any) -> Any:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise PydanticCustomError("moment", "none") from error
    if moment.tzinfo is None or moment.year not in _YEARS:
        raise PydanticCustomError("moment", "none that is known")
    return moment


def _tag(value: Any) -> Any:
    try:
        return RuleRecord(tags=(str(value),)).tags[0]
    except ValidationError as error:
        raise PydanticCustomError("tag", "none") from error


_LIST: Final = BeforeValidator(listed)
_Who: TypeAlias = Annotated[PrincipalKind, BeforeValidator(meaning(names_of(PrincipalKind)))]
_Door: TypeAlias = Annotated[Door, _words_of(Door)]
_Purpose: TypeAlias = Annotated[Purpose, _words_of(Purpose)]
_Audience: TypeAlias = Annotated[Audience, _words_of(Audience)]
_Domain: TypeAlias = Annotated[Domain, _words_of(Domain)]
_Label: TypeAlias = Annotated[Label, _words_of(Label)]
_Market: TypeAlias = Annotated[Market, _words_of(Market)]
_Level: TypeAlias = Annotated[AuthLevel, _levels_of(AuthLevel)]
_Sensitivity: TypeAlias = Annotated[Sensitivity, _levels_of(Sensitivity)]
_Labels: TypeAlias = Annotated[tuple[_Label, ...], _LIST]
_Purposes: TypeAlias = Annotated[tuple[_Purpose, ...], _LIST]
_Audiences: TypeAlias = Annotated[tuple[_Audience, ...], _LIST]
_Domains: TypeAlias = Annotated[tuple[_Domain, ...], _LIST]
_Tags: TypeAlias = Annotated[tuple[Annotated[str, BeforeValidator(_tag)], ...], _LIST]
_Device: TypeAlias = Annotated[str, Field(max_length=100)]
_Reads: TypeAlias = Annotated[int, Field(ge=0, le=MAX_READS)]


class Situation(BaseModel):
    """Who asks for what, and what the memory is like.

    Attributes:
        purpose: What for; told as `for`.
        audience: None: whom such an asker's answer reaches.
        device: The one that asks; any name will do, as for `home`.
        granted_purposes: What a client's token covers, as with labels and domains; of all others,
            nothing.
        market: Whose defaults the memory starts with.
        share: Whether the owner lets the memory leave.
        train: Whether it may train the person's models.
        programs: Whether the owner's programs on the device may read it.
        sensitivity: Like what follows, as the defaults of its labels have it where it is not told.
        expired: Whether the time for which it is kept is over.
        reads: How often it was read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    who: _Who = PrincipalKind.OWNER
    purpose: _Purpose = Field(Purpose.RECALL, alias="for")
    door: _Door = Door.RELEASE
    audience: _Audience | None = None
    auth: _Level = AuthLevel.UNLOCKED
    auth_age_s: Annotated[int, Field(ge=0, le=MAX_AGE_S)] = 0
    strongest: _Level = AuthLevel.STRONG
    foreground: bool = True
    device: _Device = ""
    at: Annotated[datetime, BeforeValidator(_moment)] = MONDAY_NOON
    consented: _Labels = ()
    granted_purposes: _Purposes = ()
    granted_labels: _Labels = ()
    granted_domains: _Domains = ()

    labels: _Labels = ()
    tags: _Tags = ()
    domain: _Domain = Domain.OTHER
    market: _Market = Market.OTHER
    share: bool | None = None
    train: bool | None = None
    programs: bool | None = None
    sensitivity: _Sensitivity | None = None
    purposes: _Purposes | None = None
    audiences: _Audiences | None = None
    min_auth: _Level | None = None
    may_leave: bool | None = None
    home: _Device = ""
    held: bool = False
    expired: bool = False
    reads: _Reads = 0
    max_reads: _Reads | None = None

    def case(self, defaults: Defaults) -> Case:
        """Gives what is decided on."""
        now = int(self.at.timestamp())
        columns = ItemColumns(now, self.reads, self.domain)
        return Case(self._record(defaults), columns, self._request(now))

    def _record(self, defaults: Defaults) -> RuleRecord:
        wish = Wish(
            tags=frozenset(self.tags),
            train=self.train,
            share=self.share,
            programs=self.programs,
            home=device_id(self.home),
            hold=self.held,
        )
        told = {
            "sensitivity": self.sensitivity,
            "purposes": self.purposes,
            "audiences": self.audiences,
            "min_auth": self.min_auth,
            "may_leave": self.may_leave,
            "max_reads": self.max_reads,
            "retain_s": 0 if self.expired else None,
        }
        record = changed_record(defaults.record(self.labels, self.market), wish, defaults)
        return record.changed(**{name: value for name, value in told.items() if value is not None})

    def _request(self, now: int) -> Request:
        is_client = self.who is PrincipalKind.CLIENT
        audience = self.audience or owners_audience(self.purpose)
        if self.audience is None and is_client and audience is Audience.OWNER:
            audience = Audience.ON_DEVICE
        grant = Grant(
            purposes=frozenset(self.granted_purposes),
            labels=frozenset(self.granted_labels),
            domains=frozenset(self.granted_domains),
        )
        offset = self.at.utcoffset()
        assert offset is not None
        return Request(
            principal=self.who,
            door=self.door,
            purpose=self.purpose,
            auth=self.auth,
            auth_at=now - self.auth_age_s,
            strongest=self.strongest,
            now=now,
            audience=audience,
            foreground=self.foreground,
            device=device_id(self.device),
            utc_offset_s=int(offset.total_seconds()),
            consented=frozenset(self.consented),
            grant=grant if is_client else Grant(),
        )
