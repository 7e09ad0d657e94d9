"""The invitation by which an operator tells a device where the coordinator is and whom to trust.

It is public: it holds an address, the certificate of the coordinator's authority, and the hashes of
the apps that will ask. It admits nobody, and it cannot widen what a device answers: an app must
also be in `ALLOWED_APPS`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal

from cryptography import x509
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from device.errors import BadInput
from device.federation.protocol import Digest

MAX_BYTES: Final = 65_536
_MAX_PORT: Final = 65_535


def _one_certificate(text: str) -> str:
    # Blocks are counted by their lines: "KEY" itself stands in one base64 text of some hundreds.
    if len(x509.load_pem_x509_certificates(text.encode("ascii"))) != 1 or text.count("BEGIN ") != 1:
        raise ValueError("expected one certificate and nothing else")
    return text


def _is_port(address: str) -> str:
    if not 1 <= int(address.rpartition(":")[2]) <= _MAX_PORT:
        raise ValueError("expected a port from 1 to 65535")
    return address


class Invitation(BaseModel):
    """What an invitation file holds.

    Attributes:
        server: Where the coordinator is. In this version, on this machine.
        ca_pem: The only authority whose word for that server counts.
        apps: Hashes of the apps that the coordinator will submit.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    v: Literal[1] = 1
    server: Annotated[
        str, StringConstraints(pattern=r"^127\.0\.0\.1:[0-9]{1,5}$"), AfterValidator(_is_port)
    ]
    ca_pem: Annotated[str, StringConstraints(max_length=16_384), AfterValidator(_one_certificate)]
    apps: Annotated[tuple[Digest, ...], Field(min_length=1, max_length=64)]


def read_invitation(file: Path) -> Invitation:
    """Reads an invitation.

    Raises:
        BadInput: the file cannot be read, or is no invitation that this version knows.
    """
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadInput("invitation.unreadable", file=str(file), reason=reason) from error
    if len(content) > MAX_BYTES:
        raise BadInput("invitation.too_long", file=str(file), limit=MAX_BYTES)
    try:
        return Invitation.model_validate_json(content)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(map(str, fault["loc"]))[:80] or "JSON"
        raise BadInput("invitation.bad", file=str(file), field=field) from error
