"""Which replies count: every one is judged here before any number of it is added to anything.

Pure: no Flower, no files, no clock. `coordinator.messages` takes replies apart without trust.

Invariants:
1. A reply counts only if its node was asked in this round, and only the first reply of a node is
   looked at: a bad one is not mended by a second.
2. An update has exactly the tensors of `GATE_SHAPES`, and each is exactly the bytes that numpy
   writes for a C-ordered float32 array of that shape. The header is compared, never parsed, so no
   header of another's making is ever read: no pickle, no object array, no size to allocate.
3. Every number is finite; the L2 norm over all tensors is at most the plan's clip norm.
4. A weight is a whole number from 1 to MAX_WEIGHT, a reward is in [-1, 1]. No device buys influence
   with a number that it made up.
5. A reply is accepted whole or refused whole, with one reason of a closed set. Nothing of a refused
   reply is kept but that word.

What an attacker tries: NaN, which makes a mean NaN; a weight of a billion or below zero; a shape
that broadcasts; float64, which doubles the bytes; a tensor too many or too few, which crashes a
strategy; a pickle in an array; answering twice, for another node, or for an older round.

What this does NOT protect: an update within all bounds may still be made to harm (poisoning). The
clip bounds how much, the weight cap how often; robust aggregation is a later part of the plan.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from io import BytesIO
from typing import Final, Generic, TypeAlias, TypeVar

import numpy as np

from device.federation.protocol import (
    CELLS_RECORD,
    MAX_WEIGHT,
    MEASURES_RECORD,
    UPDATE_RECORD,
    Measures,
    RoundPlan,
    StatisticsView,
    unexpected_cells,
)
from device.learning.models import GATE_SHAPES, Array

NORM_SLACK: Final = 1e-4  # a device clips in float32
_DECLINED: Final = frozenset({"NoConsent", "TooFewMemories"})


class Reason(StrEnum):
    """Why a reply does not count."""

    UNREADABLE = "unreadable"  # not even Flower could take it apart
    UNASKED = "unasked"
    TWICE = "twice"
    ROUND = "round"
    DECLINED = "declined"  # the owner did not agree, or has too few memories: nobody's fault
    ERROR = "error"
    RECORD_NAMES = "record-names"
    TENSOR_NAMES = "tensor-names"
    DTYPE = "dtype"
    SHAPE = "shape"
    BYTES = "bytes"
    NOT_FINITE = "not-finite"
    NORM = "norm"
    MEASURE_NAMES = "measure-names"
    WEIGHT = "weight"
    REWARD = "reward"
    CELL_NAMES = "cell-names"
    CELL_VALUE = "cell-value"
    CELL_BOUND = "cell-bound"


@dataclass(frozen=True, slots=True)
class RawTensor:
    """A tensor as it came: what it says of itself, and its bytes. Nothing is checked."""

    dtype: object
    shape: object
    form: object
    data: object


@dataclass(frozen=True, slots=True)
class RawReply:
    """A reply as it came, taken apart. Nothing is checked.

    Attributes:
        node: Who says they sent it.
        kind: The message type that it answers.
        group: The round that it says it belongs to.
        error: The name of an error's type, for a reply without content.
        arrays: Its array records, by name.
        metrics: Its metric records, by name.
        others: The names of its other records.
    """

    node: object
    kind: object
    group: object
    error: str | None
    arrays: Mapping[str, Mapping[str, RawTensor]]
    metrics: Mapping[str, Mapping[str, object]]
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class Envelope:
    """What arrived for the message that was sent to `node`; None where it cannot be read."""

    node: int
    reply: RawReply | None


@dataclass(frozen=True, slots=True)
class Refused:
    """A reply that does not count."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Update:
    """An update that counts."""

    tensors: Mapping[str, Array]
    norm: float
    measures: Measures

    @property
    def size_bytes(self) -> int:
        """Bytes of its tensors."""
        return sum(tensor.nbytes for tensor in self.tensors.values())


Cells: TypeAlias = Mapping[str, int]
_T = TypeVar("_T", Update, Measures, Cells)


@dataclass(frozen=True, slots=True)
class Judged(Generic[_T]):
    """What a round's replies come to.

    Attributes:
        accepted: By node.
        refused: How many replies, by reason.
        missing: How many of the asked nodes sent nothing at all.
    """

    accepted: Mapping[int, _T]
    refused: Mapping[str, int]
    missing: int


def judge(
    envelopes: Iterable[Envelope],
    asked: frozenset[int],
    *,
    kind: str,
    group: str,
    check: Callable[[RawReply], _T | Refused],
) -> Judged[_T]:
    """Gives which replies of a round count.

    Args:
        asked: The nodes that a message was sent to.
        kind: The type of the message.
        group: The round, as it stood in the message.
        check: Judges a reply's content: `check_update`, `check_measures` or `check_cells`.
    """
    accepted: dict[int, _T] = {}
    refused: Counter[str] = Counter()
    heard: set[int] = set()
    for envelope in envelopes:
        found = _look(envelope, asked, heard, kind, group)
        heard.add(envelope.node)
        verdict = check(found) if isinstance(found, RawReply) else found
        if isinstance(verdict, Refused):
            refused[verdict.reason] += 1
        else:
            accepted[envelope.node] = verdict
    return Judged(accepted, dict(sorted(refused.items())), len(asked - heard))


def _look(
    envelope: Envelope, asked: frozenset[int], heard: set[int], kind: str, group: str
) -> RawReply | Refused:
    """Gives the reply whose content may be looked at: invariant 1."""
    reply = envelope.reply
    if envelope.node not in asked:
        return Refused(Reason.UNASKED)
    if envelope.node in heard:
        return Refused(Reason.TWICE)
    if reply is None:
        return Refused(Reason.UNREADABLE)
    fault = _envelope_fault(reply, envelope.node, kind, group)
    return reply if fault is None else Refused(fault)


def _envelope_fault(reply: RawReply, node: int, kind: str, group: str) -> Reason | None:
    if reply.node != node:  # the link vouches for the envelope, nobody for what is inside
        return Reason.UNASKED
    if reply.error is not None:
        return Reason.DECLINED if reply.error in _DECLINED else Reason.ERROR
    return None if (reply.kind, reply.group) == (kind, group) else Reason.ROUND


def check_update(reply: RawReply, plan: RoundPlan) -> Update | Refused:
    """Gives the update in a reply to a train message, or why it does not count."""
    if not _has_records(reply, arrays={UPDATE_RECORD}, metrics={MEASURES_RECORD}):
        return Refused(Reason.RECORD_NAMES)
    tensors = _check_tensors(reply.arrays[UPDATE_RECORD])
    if isinstance(tensors, Refused):
        return tensors
    squares = sum(float(np.square(one, dtype=np.float64).sum()) for one in tensors.values())
    norm = math.sqrt(squares)
    if norm > plan.clip_norm * (1 + NORM_SLACK):
        return Refused(Reason.NORM)
    measures = _check_measures(reply.metrics[MEASURES_RECORD])
    if isinstance(measures, Refused):
        return measures
    return Update(tensors, norm, measures)


def check_measures(reply: RawReply) -> Measures | Refused:
    """Gives the measures in a reply to an evaluate message, or why they do not count."""
    if not _has_records(reply, arrays=set(), metrics={MEASURES_RECORD}):
        return Refused(Reason.RECORD_NAMES)
    return _check_measures(reply.metrics[MEASURES_RECORD])


def check_cells(reply: RawReply, view: StatisticsView) -> Cells | Refused:
    """Gives the bits in a reply to a statistics message, or why they do not count."""
    if not _has_records(reply, arrays=set(), metrics={CELLS_RECORD}):
        return Refused(Reason.RECORD_NAMES)
    cells = {
        name: bit if type(bit) is int else -1 for name, bit in reply.metrics[CELLS_RECORD].items()
    }
    fault = unexpected_cells(view, cells)
    return cells if fault is None else Refused(Reason(fault))


def _has_records(reply: RawReply, *, arrays: set[str], metrics: set[str]) -> bool:
    return (set(reply.arrays), set(reply.metrics), set(reply.others)) == (arrays, metrics, set())


def _check_tensors(raw: Mapping[str, RawTensor]) -> Mapping[str, Array] | Refused:
    if set(raw) != set(GATE_SHAPES):
        return Refused(Reason.TENSOR_NAMES)
    tensors = {}
    for name, shape in GATE_SHAPES.items():
        tensor = _check_tensor(raw[name], shape)
        if isinstance(tensor, Refused):
            return tensor
        tensors[name] = tensor
    return tensors


def _check_tensor(raw: RawTensor, shape: tuple[int, ...]) -> Array | Refused:
    if raw.dtype != "float32":
        return Refused(Reason.DTYPE)
    if raw.shape != shape:
        return Refused(Reason.SHAPE)
    header = _npy_header(shape)
    data = raw.data if raw.form == "numpy.ndarray" and isinstance(raw.data, bytes) else b""
    if len(data) != len(header) + 4 * math.prod(shape) or not data.startswith(header):
        return Refused(Reason.BYTES)
    tensor = np.frombuffer(data, "<f4", offset=len(header)).reshape(shape).astype(np.float32)
    return tensor if np.isfinite(tensor).all() else Refused(Reason.NOT_FINITE)


@cache
def _npy_header(shape: tuple[int, ...]) -> bytes:
    """Gives what numpy writes before the numbers of a C-ordered float32 array of this shape.

    Source: numpy.lib.format, version 1.0. numpy 2 writes it in one spelling.
    """
    buffer = BytesIO()
    np.save(buffer, np.zeros(shape, "<f4"), allow_pickle=False)
    return buffer.getvalue()[: -4 * math.prod(shape)]


def _check_measures(raw: Mapping[str, object]) -> Measures | Refused:
    if set(raw) != {"weight", "reward"}:
        return Refused(Reason.MEASURE_NAMES)
    weight, reward = raw["weight"], raw["reward"]
    if type(weight) is not int or not 1 <= weight <= MAX_WEIGHT:
        return Refused(Reason.WEIGHT)
    # A NaN is in no interval, so it is refused here too.
    if type(reward) is not float or not -1 <= reward <= 1:
        return Refused(Reason.REWARD)
    return Measures(weight=weight, reward=reward)
