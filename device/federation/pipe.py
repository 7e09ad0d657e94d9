"""What the owner's process and its worker say to each other, line by line.

The owner's process writes one header line, then the rows as raw float32 (features, then values),
then a line for each answer. The worker writes one JSON line for each thing that happens. Before
anything leaves, it writes `sending` and waits for the answer; the end of its input means no, and
ends it.

Neither a key of the vault nor its path has a field here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final, Literal, TypeAlias

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from device.federation.protocol import Digest, StatisticsView
from device.federation.sent import Sent
from device.learning.models import FEATURES
from device.learning.rewards import MAX_ROWS, Rows

MAX_LINE_BYTES: Final = 1 << 20
HOME_PREFIX: Final = "bojagi-worker-"  # of the folder that a worker may write to, and removes

# Strict but for what JSON cannot say: an enum's member and a tuple.
_STRICT: Final = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

# In this version a coordinator's address is on this machine.
Server: TypeAlias = Annotated[str, StringConstraints(pattern=r"^127\.0\.0\.1:[0-9]{1,5}$")]
TypeName: TypeAlias = Annotated[str, StringConstraints(pattern=r"^([A-Za-z_][A-Za-z0-9_]{0,63})?$")]


class Link(BaseModel):
    """Where the coordinator is, how it is known, and the key that this device shows there.

    Attributes:
        server: Host and port of its fleet API.
        ca_pem: The only certificate authority that may vouch for it.
        node_key_pem: This device's EC P-384 private key, from memory; it never has a file.
        patience_s: How long the coordinator may be out of reach before the worker gives up.
    """

    model_config = _STRICT

    server: Server
    ca_pem: Annotated[str, StringConstraints(max_length=65_536)]
    node_key_pem: Annotated[str, StringConstraints(max_length=8_192)] = Field(repr=False)
    patience_s: Annotated[float, Field(gt=0, le=3_600)] = 60.0


class Agreed(BaseModel):
    """What the owner agreed to share."""

    model_config = _STRICT

    training: bool
    statistics: bool


class Header(BaseModel):
    """The first line that the worker reads: all that it ever knows, but for the rows."""

    model_config = _STRICT

    v: Literal[1] = 1
    link: Link
    allowed: Annotated[frozenset[Digest], Field(max_length=64)]
    consent: Agreed
    cells: Mapping[StatisticsView, Mapping[str, int]] = Field(default_factory=dict)
    period_days: Annotated[int, Field(ge=1, le=400)] = 28
    rows: Annotated[int, Field(ge=0, le=MAX_ROWS)]


class Answer(BaseModel):
    """A line from the owner's process: may it leave, or is it time to stop?"""

    model_config = _STRICT

    go: bool | None = None
    stop: bool = False


class Connected(BaseModel):
    """The coordinator knows this device and takes it in."""

    model_config = _STRICT
    event: Literal["connected"] = "connected"


class Received(BaseModel):
    """A model came in, and is the one that its plan names."""

    model_config = _STRICT
    event: Literal["model"] = "model"
    round: int
    digest: Digest


class Sending(BaseModel):
    """This is about to leave. The worker waits for an answer."""

    model_config = _STRICT
    event: Literal["sending"] = "sending"
    sent: Sent


class Delivered(BaseModel):
    """The coordinator has it."""

    model_config = _STRICT
    event: Literal["sent"] = "sent"
    digest: Digest


class Undelivered(BaseModel):
    """It was let go, but the coordinator did not take it: the run is over, or it is out of reach.

    Some of its bytes may have left.
    """

    model_config = _STRICT
    event: Literal["unsent"] = "unsent"
    digest: Digest


class Refused(BaseModel):
    """An app that is not on the allow-list asked. None of its code was fetched.

    Attributes:
        app: Its hash; empty where it is no hash at all.
    """

    model_config = _STRICT
    event: Literal["refused"] = "refused"
    app: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]


class EndReason(StrEnum):
    """Why a worker ended."""

    STOPPED = "stopped"  # it was told to, or its owner's process ended
    UNREACHABLE = "unreachable"  # no connection, or another certificate
    NOT_ADMITTED = "not_admitted"  # the coordinator does not know this device's key
    LOST = "lost"  # it was connected, and the coordinator stayed away too long
    FAILED = "failed"  # a fault of the worker's own
    DIED = "died"  # said by the owner's process: it ended without a word


class Ended(BaseModel):
    """The last thing that a worker says.

    Attributes:
        error: Name of the error's type, where there was one; never its text.
    """

    model_config = _STRICT
    event: Literal["ended"] = "ended"
    reason: EndReason
    error: TypeName = ""


WorkerEvent: TypeAlias = Connected | Received | Sending | Delivered | Undelivered | Refused | Ended
_EVENT: Final[TypeAdapter[WorkerEvent]] = TypeAdapter(
    Annotated[WorkerEvent, Field(discriminator="event")]
)


def read_event(line: bytes) -> WorkerEvent:
    """Reads one line that a worker wrote.

    Raises:
        ValueError: it is none. (pydantic's error is one; it carries no content.)
    """
    return _EVENT.validate_json(line)


def to_line(model: BaseModel) -> bytes:
    """Gives a model as one line of JSON."""
    return model.model_dump_json().encode() + b"\n"


def rows_to_bytes(rows: Rows) -> bytes:
    """Gives the rows as little-endian float32: all features, then all values."""
    return rows.features.astype("<f4").tobytes() + rows.values.astype("<f4").tobytes()


def rows_size(count: int) -> int:
    """Gives how many bytes `rows_to_bytes` makes of so many rows."""
    return count * (FEATURES + 1) * 4


def rows_from_bytes(data: bytes, count: int) -> Rows:
    """Reads what `rows_to_bytes` wrote.

    Raises:
        ValueError: the length or a number in it cannot be.
    """
    if len(data) != rows_size(count):
        raise ValueError("the rows have another length than the header says")
    numbers = np.frombuffer(data, "<f4").astype(np.float32)
    return Rows(numbers[: count * FEATURES].reshape(count, FEATURES), numbers[count * FEATURES :])
