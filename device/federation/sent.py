"""What a device is about to send, told exactly, and what its owner agreed to send.

`Sent` is what the owner's process logs and shows before a reply leaves ("exactly what was sent").
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from device.federation.protocol import MAX_CLIP_NORM, MAX_WEIGHT, Digest, SentKind
from device.learning.models import Parameters, model_digest

_NO_TENSORS: Final[Parameters] = {}
_MOST_BYTES: Final = 1 << 16
_MOST_NORM: Final = MAX_CLIP_NORM + 0.01  # a device clips in float32

# They are shown to the owner as they come: a name holds no sentence and nothing that a terminal
# obeys.
_Name: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_.]{1,64}$")]
_Shape: TypeAlias = Annotated[
    tuple[Annotated[int, Field(ge=0, le=_MOST_BYTES)], ...], Field(max_length=4)
]


class Withheld(Exception):
    """Raised by who is told of a reply, to keep it back."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What the owner agreed to share. Both are off until they say otherwise."""

    training: bool = False
    statistics: bool = False


class Sent(BaseModel):
    """One reply as it leaves, without its numbers' contents.

    The worker says it and the owner's process believes no more of it than these bounds: a worker
    that was taken over can say nothing else, and nothing that the log could not hold.

    Attributes:
        round: Of training; 0 where the reply belongs to none.
        tensors: Shape of each tensor in it.
        bytes: Of the tensors: four for each number.
        norm: L2 norm of all tensors together, after the clip; 0 without tensors.
        weight: On how many memories it rests; 0 where it says nothing of memories.
        reward: Of the received model on held-out memories, where the reply tells it.
        cells: The bits of a statistics reply.
        error: Name of the error's type, for a reply that is an error.
        digest: SHA-256 of the payload, as `payload_digest` makes it.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, hide_input_in_errors=True, allow_inf_nan=False
    )

    kind: SentKind
    round: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    tensors: Annotated[Mapping[_Name, _Shape], Field(max_length=8)] = Field(default_factory=dict)
    bytes: Annotated[int, Field(ge=0, le=_MOST_BYTES)] = 0
    norm: Annotated[float, Field(ge=0, le=_MOST_NORM)] = 0.0
    weight: Annotated[int, Field(ge=0, le=MAX_WEIGHT)] = 0
    reward: Annotated[float, Field(ge=-1, le=1)] | None = None
    cells: Annotated[Mapping[_Name, Annotated[int, Field(ge=0, le=1)]], Field(max_length=16)] = (
        Field(default_factory=dict)
    )
    error: Annotated[str, StringConstraints(pattern=r"^([A-Za-z_][A-Za-z0-9_]{0,63})?$")] = ""
    digest: Digest


def payload_digest(
    tensors: Parameters = _NO_TENSORS,
    measures: Mapping[str, int | float] | None = None,
    error: str = "",
) -> str:
    """Gives the SHA-256 that names a reply's payload, in hexadecimal.

    It is taken over the tensors' `model_digest`, then a line for each measure in order of names
    (Python's shortest decimal that reads back as the same number), then the error's name; whoever
    holds the payload can make it again without Flower.
    """
    lines = [f"tensors {model_digest(tensors)}"]
    lines += [f"measure {name} {number!r}" for name, number in sorted((measures or {}).items())]
    lines.append(f"error {error}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
