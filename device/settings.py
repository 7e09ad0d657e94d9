"""What a vault knows of its owner's ways: language, market, time zone, encoders.

Sealed with the vault.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from device.book import Book
from device.encoder.encode import Encoder
from device.errors import BadInput, IntegrityError
from device.memory.reminders import Frequency
from device.vault.rows import DIMENSIONS, NO_ENCODER
from policy.catalog import Language
from policy.vocabulary import Market

_MARKET_ZONES: Final = {Market.JP: "Asia/Tokyo", Market.KR: "Asia/Seoul"}
_LANGUAGE_MARKETS: Final = {"ja": Market.JP, "ko": Market.KR, "en": Market.OTHER}


class Membership(BaseModel):
    """The federation that a device joined: where it is, and the key that it shows there.

    Attributes:
        server: Host and port of the coordinator's fleet API.
        ca_pem: The certificate authority that vouches for it, and nothing else does.
        node_key_pem: This device's private key for this federation, EC P-384.
        node_public: Its public half, as the operator admits it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    server: str
    ca_pem: str
    node_key_pem: str
    node_public: str


class EncoderRecord(BaseModel):
    """An encoder that made vectors of a vault.

    Attributes:
        id: Its identity.
        dimensions: Of what its model gives; 0 where it was not noted.
        sha256: Of its files; empty where it has none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    dimensions: int = 0
    sha256: str = ""

    @classmethod
    def of(cls, encoder: Encoder) -> EncoderRecord:
        """Gives the record of an encoder."""
        return cls(id=encoder.identity, dimensions=encoder.dimensions, sha256=encoder.sha256)


class OwnEncoder(BaseModel):
    """An encoder that the owner brought.

    Attributes:
        folder: Where its files are.
        encoder: What it was when it was chosen.
        basis_sha256: Of the directions that its vectors are projected on; empty where none are.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    folder: str
    encoder: EncoderRecord
    basis_sha256: str = ""


class Settings(BaseModel):
    """The settings of one vault.

    Attributes:
        encoders: The encoders that made vectors; a row names one by its position.
        own_encoder: The encoder that the owner brought; None: the one that ships with Bojagi.
        membership: The federation that was joined; None: no byte of this vault goes anywhere.
        share_updates: Consent to training; off until it is given.
        share_statistics: Consent to statistics, a consent of its own; off until it is given.
        book: What the owner decided beyond single memories.
        budget: How many memories recall looks through; None: nothing ever fades.
        reminders: How much the owner wants to be reminded of days to come.
        consolidated: The number of the memory up to which episodes were gone through.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    v: Literal[1] = 1
    owner: str = ""
    language: Language = "en"
    market: Market = Market.OTHER
    zone: str = "UTC"
    encoders: tuple[EncoderRecord, ...] = ()
    own_encoder: OwnEncoder | None = None
    membership: Membership | None = None
    share_updates: bool = False
    share_statistics: bool = False
    book: Book = Book()
    budget: Annotated[int, Field(ge=1)] | None = None
    consolidated: Annotated[int, Field(ge=0)] = 0
    reminders: Frequency = Frequency.NORMAL

    @field_validator("encoders", mode="before")
    @classmethod
    def _names_of_old(cls, value: object) -> object:
        """Reads what was sealed when there was one encoder, and it was named and nothing more."""
        if not isinstance(value, (list, tuple)):
            return value
        return [_named(one) if isinstance(one, str) else one for one in value]

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            return ZoneInfo(value).key
        except (ZoneInfoNotFoundError, OSError) as error:
            raise ValueError("unknown time zone") from error

    @classmethod
    def parse(cls, data: bytes) -> Settings:
        """Parses sealed settings.

        Raises:
            IntegrityError: they are not of this version.
        """
        try:
            return cls.model_validate_json(data)
        except ValidationError as error:
            raise IntegrityError("vault.damaged") from error

    def naming(self, encoder: EncoderRecord) -> Settings:
        """Gives settings in which rows can name an encoder.

        Raises:
            BadInput: there were too many before it for a row's number.
        """
        if encoder in self.encoders:
            return self
        if len(self.encoders) >= NO_ENCODER:
            raise BadInput("encoder.too_many", limit=NO_ENCODER)
        return self.model_copy(update={"encoders": (*self.encoders, encoder)})

    @property
    def timezone(self) -> tzinfo:
        """The zone in which the owner lives and imports are read."""
        return ZoneInfo(self.zone)

    def moment(self, text: str) -> int:
        """Gives the Unix time of a day's beginning, or of a moment, as the owner's clock shows it.

        Raises:
            BadInput: it is neither.
        """
        try:
            named = datetime.fromisoformat(text)
            return int((named if named.tzinfo else named.replace(tzinfo=self.timezone)).timestamp())
        except (ValueError, OverflowError, OSError) as error:
            raise BadInput("cli.bad_date", found=text[:40]) from error

    def iso(self, at: int) -> str:
        """Gives a Unix time as the owner's clock showed it."""
        return (
            datetime.fromtimestamp(at, UTC).astimezone(self.timezone).isoformat(timespec="minutes")
        )


def _named(identity: str) -> dict[str, str | int]:
    return {"id": identity, "dimensions": DIMENSIONS}  # all that there was had as many


def market_of(language: Language) -> Market:
    """Gives the market that a language suggests."""
    return _LANGUAGE_MARKETS[language]


def zone_named(name: str | None, market: Market) -> str:
    """Gives a checked time zone: the one named, the market's, or the machine's.

    Raises:
        BadInput: there is no such zone.
    """
    chosen = name or _MARKET_ZONES.get(market) or _machine_zone()
    try:
        return ZoneInfo(chosen).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput("cli.bad_zone", found=chosen[:40]) from error


def _machine_zone() -> str:
    named = os.environ.get("TZ", "").lstrip(":")
    if not named:
        _, _, named = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")
    try:
        return ZoneInfo(named).key if named else "UTC"
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"
