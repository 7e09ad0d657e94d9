"""Between Flower's records and our values: the one place that writes requests and reads replies.

Invariants:
1. What is read is only taken apart. No array is deserialised, no value converted, no name trusted;
   `coordinator.validate` judges.
2. Replies are fetched one at a time, each under the message that it answers. Flower hands a reply
   out once and fails the whole batch if one of them cannot be read (`HttpGrid.pull_messages`); a
   single broken reply would take every other device's with it. Nor is a reply believed when it says
   whom it comes from: the link checked who sent it, not what is written inside.
3. An error's reason is read as the name of a type, or not at all.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from typing import Final

from flwr.app import Array, ArrayRecord, ConfigRecord, Message, MetricRecord, RecordDict
from flwr.serverapp import Grid as Grid
from flwr.supercore.inflatable.inflatable_object import UnexpectedObjectContentError
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]

from coordinator.validate import Envelope, RawReply, RawTensor
from device.federation.protocol import (
    EVALUATE,
    MODEL_RECORD,
    PLAN_RECORD,
    STATISTICS,
    TRAIN,
    RoundPlan,
    StatisticsPlan,
)
from device.learning.models import Parameters

# What a reply that is not what it claims makes Flower raise while it is put together.
_UNREADABLE: Final = (
    ArithmeticError,
    AttributeError,
    DecodeError,
    LookupError,
    RecursionError,
    TypeError,
    UnexpectedObjectContentError,
    ValueError,
)
# Flower's own words for silence: message, reply or node unavailable (flwr.common.constant).
_SILENCE: Final = frozenset({3, 4, 5})
_TTL_SLACK_S: Final = 5.0
_PUSHED_AT_ONCE: Final = 64  # Flower sends a batch in one request, which has a limit
_TYPE_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")


def model_record(model: Parameters) -> ArrayRecord:
    """Gives a model as Flower carries it."""
    return ArrayRecord({name: Array(array) for name, array in sorted(model.items())})


def train_message(node: int, model: ArrayRecord, plan: RoundPlan, ttl_s: float) -> Message:
    """Gives the message that asks a device for an update of this model."""
    return _round_message(TRAIN, node, model, plan, ttl_s)


def evaluate_message(node: int, model: ArrayRecord, plan: RoundPlan, ttl_s: float) -> Message:
    """Gives the message that asks a device how it finds this model."""
    return _round_message(EVALUATE, node, model, plan, ttl_s)


def statistics_message(node: int, plan: StatisticsPlan, ttl_s: float) -> Message:
    """Gives the message that asks a device for its bits of one view."""
    record = ConfigRecord({**plan.model_dump(), "view": plan.view.value})
    return Message(
        RecordDict({PLAN_RECORD: record}),
        node,
        STATISTICS,
        ttl=ttl_s + _TTL_SLACK_S,
        group_id=plan.view.value,
    )


def _round_message(
    kind: str, node: int, model: ArrayRecord, plan: RoundPlan, ttl_s: float
) -> Message:
    content = RecordDict({PLAN_RECORD: ConfigRecord(plan.model_dump()), MODEL_RECORD: model.copy()})
    return Message(content, node, kind, ttl=ttl_s + _TTL_SLACK_S, group_id=str(plan.round))


def ask(
    grid: Grid, messages: Mapping[int, Message], *, timeout_s: float, pause_s: float = 0.5
) -> Iterator[Envelope]:
    """Sends one message to each node and gives what comes back, until all answered or time is up.

    Args:
        messages: By node.
        pause_s: Between two looks for replies.
    """
    waiting = _push(grid, messages)
    deadline = time.monotonic() + timeout_s
    while waiting:
        for message_id, node in list(waiting.items()):
            try:
                replies = list(grid.pull_messages([message_id]))
            except _UNREADABLE:
                del waiting[message_id]
                yield Envelope(node, None)
                continue
            if replies:
                del waiting[message_id]
            for reply in replies:
                if not _is_silence(reply):
                    yield Envelope(node, _take_apart(reply))
        if time.monotonic() >= deadline:
            return
        if waiting:
            time.sleep(min(pause_s, max(0.0, deadline - time.monotonic())))


def _push(grid: Grid, messages: Mapping[int, Message]) -> dict[str, int]:
    """Sends the messages and gives the node of each by the message's id."""
    sent: dict[str, int] = {}
    nodes = list(messages)
    for start in range(0, len(nodes), _PUSHED_AT_ONCE):
        batch = nodes[start : start + _PUSHED_AT_ONCE]
        ids = list(grid.push_messages([messages[node] for node in batch]))
        # An empty answer or a None in it: Flower did not take them. Those devices are missing.
        if len(ids) == len(batch):
            sent.update({one: node for one, node in zip(ids, batch, strict=True) if one})
    return sent


def _is_silence(message: Message) -> bool:
    return message.has_error() and message.error.code in _SILENCE


def _take_apart(message: Message) -> RawReply:
    arrays: dict[str, Mapping[str, RawTensor]] = {}
    metrics: dict[str, Mapping[str, object]] = {}
    others: set[str] = set()
    error = None
    if message.has_error():
        reason = message.error.reason
        error = reason if isinstance(reason, str) and _TYPE_NAME.fullmatch(reason) else ""
    elif message.has_content():
        for name, record in message.content.items():
            match record:
                case ArrayRecord():
                    arrays[name] = {key: _raw(array) for key, array in record.items()}
                case MetricRecord():
                    metrics[name] = dict(record)
                case _:
                    others.add(name)
    return RawReply(
        node=message.metadata.src_node_id,
        kind=message.metadata.message_type,
        group=message.metadata.group_id,
        error=error,
        arrays=arrays,
        metrics=metrics,
        others=frozenset(others),
    )


def _raw(array: Array) -> RawTensor:
    return RawTensor(array.dtype, array.shape, array.stype, array.data)
