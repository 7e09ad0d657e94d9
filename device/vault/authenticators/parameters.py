"""What a factor keeps in the readable header: parsed once, strictly, and then trusted.

Whoever holds the file can write anything there, and it is read before the header's MAC can be
checked. So a field that is unknown, missing, too long or of another type is damage.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from device.errors import IntegrityError

HexSalt16 = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
HexSalt32 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Parameters(BaseModel):
    """Base of what one kind of factor keeps."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def to_header(self) -> dict[str, str | int]:
        """Gives the fields as the header stores them."""
        return dict(self.model_dump())


P = TypeVar("P", bound=Parameters)


def parse_parameters(model: type[P], stored: Mapping[str, str | int]) -> P:
    """Gives the parameters of one kind of factor.

    Raises:
        IntegrityError: they are not ones of this kind.
    """
    try:
        return model.model_validate(dict(stored))
    except ValidationError as error:
        raise IntegrityError("vault.bad_header") from error


def to_base64(data: bytes) -> str:
    """Gives bytes in the only spelling that `from_base64` reads: URL-safe, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64(text: str) -> bytes:
    """Undoes `to_base64`.

    Raises:
        IntegrityError: it is not what `to_base64` gives for any bytes.
    """
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise IntegrityError("vault.bad_header") from error
    if to_base64(data) != text:
        raise IntegrityError("vault.bad_header")
    return data
