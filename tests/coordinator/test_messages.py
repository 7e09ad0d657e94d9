"""Flower's records taken apart: what a device can put on the wire never stops a round."""

import numpy as np
import pytest
from flwr.app import ArrayRecord, ConfigRecord, Error, Message, MetricRecord, RecordDict
from flwr.supercore.inflatable.inflatable_object import (
    InflatableObject,
    get_all_nested_objects,
    get_object_id,
)
from flwr.supercore.inflatable.inflatable_utils import inflate_object_from_contents

from coordinator.messages import (
    _UNREADABLE,
    _take_apart,
    ask,
    evaluate_message,
    model_record,
    statistics_message,
    train_message,
)
from coordinator.settings import RoundSettings
from coordinator.simulate import InProcessGrid
from coordinator.validate import Refused, Update, check_update
from device.federation.protocol import (
    MODEL_RECORD,
    PLAN_RECORD,
    RoundPlan,
    StatisticsPlan,
    StatisticsView,
)
from device.learning.models import GATE_SHAPES, initial_gate, model_digest
from tests.coordinator.hostile import TRICKS, HostileGrid, honest, silent

MODEL = initial_gate(np.random.default_rng(1))
PLAN = RoundSettings().plan(2, model_digest(MODEL))


def wired(message: Message) -> list[tuple[str, bytes]]:
    """Gives a message as its objects travel: each under its hash, the message itself last."""
    objects = get_all_nested_objects(message)
    return [(name, one.deflate()) for name, one in objects.items()]


def received(objects: list[tuple[str, bytes]], message_id: str) -> InflatableObject:
    return inflate_object_from_contents(message_id, dict(objects))


def request(grid: InProcessGrid, node: int = 101) -> Message:
    assert grid
    return train_message(node, model_record(MODEL), PLAN, 10.0)


def honest_reply() -> Message:
    grid = InProcessGrid(honest(1))
    (reply,) = grid.send_and_receive([request(grid)])
    return reply


def test_request_carries_the_plan_and_the_model_and_nothing_else():
    message = request(InProcessGrid({}))
    assert set(message.content) == {PLAN_RECORD, MODEL_RECORD}
    record, model = message.content[PLAN_RECORD], message.content[MODEL_RECORD]
    assert isinstance(record, ConfigRecord)
    assert isinstance(model, ArrayRecord)
    assert RoundPlan.model_validate(dict(record)) == PLAN
    carried = {name: array.numpy() for name, array in model.items()}
    assert model_digest(carried) == PLAN.model
    assert {name: array.shape for name, array in carried.items()} == dict(GATE_SHAPES)
    assert (message.metadata.message_type, message.metadata.group_id) == ("train", "2")
    assert 10.0 <= message.metadata.ttl <= 20.0


def test_other_requests_name_their_kind():
    InProcessGrid({})
    evaluate = evaluate_message(5, model_record(MODEL), PLAN, 10.0)
    assert evaluate.metadata.message_type == "evaluate"
    plan = StatisticsPlan(view=StatisticsView.DEVELOPER)
    query = statistics_message(5, plan, 10.0)
    assert query.metadata.message_type == "query.statistics"
    assert set(query.content) == {PLAN_RECORD}
    assert dict(query.content[PLAN_RECORD])["view"] == "developer"
    assert query.metadata.dst_node_id == 5


def test_request_and_reply_survive_flowers_wire():
    message = request(InProcessGrid({}))
    again = received(wired(message), message.object_id)
    assert isinstance(again, Message)
    assert again.content == message.content
    reply = honest_reply()
    over = received(wired(reply), reply.object_id)
    assert isinstance(over, Message)
    assert isinstance(check_update(_take_apart(over), PLAN), Update)


@pytest.mark.parametrize("step", [41, pytest.param(3, marks=pytest.mark.prove)])
def test_no_flipped_byte_on_the_wire_raises_more_than_a_refusal(step):
    reply = honest_reply()
    objects = wired(reply)
    refused = taken = 0
    for at, (_, content) in enumerate(objects):
        for position in range(0, len(content), step):
            changed = bytearray(content)
            changed[position] ^= 0x15
            # Under the old hash, as a store that checks nothing would hand it out.
            sent = [*objects[:at], (objects[at][0], bytes(changed)), *objects[at + 1 :]]
            try:
                message = received(sent, reply.object_id)
            except _UNREADABLE:
                refused += 1
                continue
            # What Flower can put together, `_take_apart` can take apart.
            if isinstance(message, Message):
                found = check_update(_take_apart(message), PLAN)
                taken += isinstance(found, Update)
                refused += isinstance(found, Refused)
    assert refused > 20
    assert taken > 20  # a changed number of an update is an update


def test_message_of_another_kind_of_object_is_unreadable_or_refused():
    record = MetricRecord({"weight": 1})
    name = get_object_id(record.deflate())
    found = received([(name, record.deflate())], name)
    with pytest.raises(_UNREADABLE):
        _take_apart(found)  # type: ignore[arg-type]


def test_replies_come_under_the_node_that_was_asked_whatever_is_written_on_them():
    grid = HostileGrid(honest(2), {102: TRICKS["in another's name"].trick})
    messages = {node: request(grid, node) for node in (101, 102)}
    envelopes = list(ask(grid, messages, timeout_s=1.0))
    assert {(one.node, one.reply.node) for one in envelopes if one.reply} == {
        (101, 101),
        (102, 101),
    }


def test_waiting_ends_with_the_last_reply_or_the_time():
    grid = HostileGrid(honest(3), {103: silent})
    messages = {node: request(grid, node) for node in (101, 102, 103)}
    assert [one.node for one in ask(grid, messages, timeout_s=0.01, pause_s=0.001)] == [101, 102]
    messages = {node: request(grid, node) for node in (101, 102)}
    assert len(list(ask(grid, messages, timeout_s=86_400.0))) == 2
    assert list(ask(grid, {}, timeout_s=86_400.0)) == []


def test_reply_that_comes_later_is_found():
    class Late(InProcessGrid):
        looks = 0

        def pull_messages(self, message_ids):
            self.looks += 1
            return [] if self.looks < 4 else super().pull_messages(message_ids)

    grid = Late(honest(1))
    envelopes = ask(grid, {101: request(grid)}, timeout_s=60.0, pause_s=0.001)
    assert [one.node for one in envelopes] == [101]


def test_many_messages_are_pushed_in_batches():
    sizes = []

    class Counting(InProcessGrid):
        def push_messages(self, messages):
            sizes.append(len(messages))
            return super().push_messages(messages)

    node = honest(1)[101]
    grid = Counting(dict.fromkeys(range(1, 151), node))
    messages = {one: request(grid, one) for one in range(1, 151)}
    assert len(list(ask(grid, messages, timeout_s=60.0))) == 150
    assert max(sizes) <= 64


@pytest.mark.parametrize(
    ("reason", "name"),
    [
        ("ValueError", "ValueError"),
        ("could not open my diary", ""),
        ("x" * 65, ""),
        ("a\nb", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_only_the_name_of_a_type_is_read_of_an_error(reason, name):
    message = Message(Error(2, reason), reply_to=request(InProcessGrid({})))
    assert _take_apart(message).error == name


def test_reply_without_anything_is_taken_apart_to_nothing():
    message = Message(RecordDict(), reply_to=request(InProcessGrid({})))
    apart = _take_apart(message)
    assert (apart.arrays, apart.metrics, apart.others, apart.error) == ({}, {}, frozenset(), None)
