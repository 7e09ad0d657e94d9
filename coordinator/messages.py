"""Between Flower's records and our values: the one place that writes requests and reads replies.

Invariants:
1. What is read is only taken apart. No array is deserialised, no value converted, no name trusted;
   `coordinator.validate` judges.
2. Replies are fetched one at a time, each under the message that it answers. Flower hands a reply
   out once and fails the whole batch if one of them cannot be read (`HttpGrid.pull_messages`); a
   single broken reply would take every other device's with it. Nor is a reply believed when it says
   whom it comes from: the link checked who sent it, not what is written inside.
3. What the link hands out beside the reply that was asked for is dropped: a device may send the
   coordinator messages that answer nothing, and Flower gives them to whoever asks next.
4. A reply is bounded in parts and bytes, and none of its parts is used twice, before it is put
   together. Nobody waits for a reply whose parts do not come: the others are looked at meanwhile.
5. An error's reason is read as the name of a type, or not at all.

What an attacker tries: to answer first, so that another's reply is not fetched; to announce a reply
and send its parts late or never (Flower's own grid waits for two hours); one part that an array
names a million times, so that a kilobyte becomes a gigabyte.

What this does NOT protect: a part comes whole from the SuperLink before its size is known.

Source: flwr 1.41 `superlink/grid/http_grid.py`, read.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from flwr.app import Array, ArrayRecord, ConfigRecord, Message, MetricRecord, RecordDict
from flwr.proto.message_pb2 import ConfirmMessageReceivedRequest, ObjectTree, PullObjectRequest
from flwr.proto.runtime_pb2 import PullAppMessagesRequest
from flwr.serverapp import Grid as Grid
from flwr.supercore.constant import HEAD_BODY_DIVIDER
from flwr.supercore.inflatable.inflatable_object import (
    UnexpectedObjectContentError,
    get_object_head_values_from_object_content,
    iterate_object_tree,
)
from flwr.supercore.inflatable.inflatable_utils import inflate_object_from_contents
from flwr.superlink.grid.http_grid import HttpGrid
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
_MAX_PARTS: Final = 64  # an update has a dozen
_MAX_BYTES: Final = 1 << 16  # an update has 15,000 and a few
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
    mail = _HttpMail(grid) if isinstance(grid, HttpGrid) else _PlainMail(grid)
    waiting = _push(grid, messages)
    deadline = time.monotonic() + timeout_s
    while waiting:
        for message_id, node in list(waiting.items()):
            try:
                replies = mail.pull(message_id)
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


class _PlainMail:
    """The mail of a grid whose devices are in this process."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid

    def pull(self, message_id: str) -> list[Message]:
        """Gives what came for a message; nothing before."""
        return list(self._grid.pull_messages([message_id]))


class _HttpMail:
    """The mail of a SuperLink: replies that come in parts, some of which never come."""

    def __init__(self, grid: HttpGrid) -> None:
        self._client = grid._runtime_client  # noqa: SLF001  # Flower has no other way to a part
        self._node, self._run = grid.node, grid.run.run_id
        self._parcels: dict[str, _Parcel] = {}  # by the message that they answer

    def pull(self, message_id: str) -> list[Message]:
        """Gives what came for a message, once it is all there; nothing before.

        Raises:
            ValueError: or another of `_UNREADABLE`: what came is no reply.
        """
        if message_id not in self._parcels and not self._find(message_id):
            return []
        parcel = self._parcels[message_id]
        while parcel.missing:
            request = PullObjectRequest(
                node=self._node, run_id=self._run, object_id=parcel.missing[-1]
            )
            found = self._client.PullObject(request)
            if not found.object_found:
                raise ValueError("a part of the reply is gone")
            if not found.object_available:
                return []
            parcel.take(found.object_content)
        self._client.ConfirmMessageReceived(
            ConfirmMessageReceivedRequest(
                node=self._node, run_id=self._run, message_object_id=parcel.name
            )
        )
        return [parcel.opened()]

    def _find(self, message_id: str) -> bool:
        """Tells whether a reply was announced by now. Flower announces it once."""
        answer = self._client.PullMessages(PullAppMessagesRequest(message_ids=[message_id]))
        for shell, tree in zip(answer.messages_list, answer.message_object_trees, strict=True):
            if shell.metadata.reply_to_message_id == message_id:
                self._parcels[message_id] = _Parcel(tree)
                return True
        return False


class _Parcel:
    """The parts of one reply."""

    def __init__(self, tree: ObjectTree) -> None:
        self.name = tree.object_id
        names = {part.object_id for part in islice(iterate_object_tree(tree), _MAX_PARTS + 1)}
        if len(names) > _MAX_PARTS:
            raise ValueError("a reply has fewer parts")
        self.missing = sorted(names)
        self._contents: dict[str, bytes] = {}

    def take(self, content: bytes) -> None:
        """Takes the content of the last part that is missing."""
        self._contents[self.missing.pop()] = content
        if sum(map(len, self._contents.values())) > _MAX_BYTES:
            self._contents.clear()
            raise ValueError("a reply has fewer bytes")
        _require_each_part_once(content)

    def opened(self) -> Message:
        """Gives the reply, put together."""
        message = inflate_object_from_contents(self.name, self._contents)
        if not isinstance(message, Message):
            raise TypeError("a reply is a message")
        return message


def _require_each_part_once(content: bytes) -> None:
    """Raises where an array is made of its chunks in any way but one after the other."""
    kind, children, _ = get_object_head_values_from_object_content(content)
    if kind == Array.__qualname__:
        named = json.loads(content[content.index(HEAD_BODY_DIVIDER) + 1 :])["arraychunk_ids"]
        if named != list(range(len(children))):
            raise ValueError("an array names each of its chunks once")


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
