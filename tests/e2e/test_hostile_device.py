"""Devices that mean harm, admitted and at a real SuperLink, saying what no honest one would.

One run, one trick a round: the two honest devices must make each round alone, and in time.
"""

import ssl
import threading
import time
from contextlib import ExitStack
from itertools import pairwise

import httpx
import numpy as np
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from flwr.app import Array, ArrayRecord, ConfigRecord, Error, Message, RecordDict
from flwr.proto.fleet_pb2 import (
    ActivateNodeRequest,
    PullMessagesRequest,
    RegisterNodeFleetRequest,
    UnregisterNodeFleetRequest,
)
from flwr.proto.message_pb2 import ObjectTree
from flwr.proto.node_pb2 import Node
from flwr.supercore.inflatable.inflatable_object import (
    get_all_nested_objects,
    get_object_id,
    get_object_tree,
)
from flwr.supercore.primitives.asymmetric import public_key_to_bytes
from flwr.supercore.protobuf.constants import PROTOBUF_MEDIA_TYPE
from flwr.supercore.protobuf.translation import PROTOBUF_REQUEST_TYPES

from coordinator.errors import OperatorError
from coordinator.messages import _UNREADABLE, _Parcel
from coordinator.serve import Coordinator
from coordinator.settings import RoundSettings, Settings
from coordinator.state import State
from coordinator.superlink import processes
from device.federation.protocol import TRAIN, UPDATE_RECORD
from tests.coordinator.hostile import WEIGHT
from tests.e2e.hostile_link import Device, honest, joined
from tests.e2e.test_hostile_coordinator import with_body

STORY = "\x1b]0;owned\x07 my neighbour is ill " * 40_000  # a megabyte

# Flower matches files with a pattern style that pathspec has given another name.
pytestmark = pytest.mark.filterwarnings("ignore:GitWildMatchPattern:DeprecationWarning")


def answer(message):
    """Gives what an honest device would answer."""
    caught = []
    honest(9)(type("Catch", (), {"send": staticmethod(caught.append)}), message)
    return caught[0]


def parts_of(reply):
    return {name: part.deflate() for name, part in get_all_nested_objects(reply).items()}


def named(reply):
    """Names a reply as it is sent: by what it is made of."""
    vars(reply.metadata)["_message_id"] = reply.object_id
    return reply


# The tricks. Each gets the device, the message and the event that the honest ones wait for.


def speaks_first(device, message, go):
    """Sends the coordinator messages that answer nothing, while the others still train."""
    for at in range(3):
        made = Message(message.content, 1, TRAIN, ttl=60.0 + at, group_id="1")
        vars(made.metadata).update(_run_id=message.metadata.run_id, _src_node_id=1)
        device.send(made)
        time.sleep(0.6)  # so that the coordinator asks in between
    go.set()


def sends_half(device, message, _):
    """Announces an update and sends all of it but the numbers."""
    reply = named(answer(message))
    parts = [part for part in parts_of(reply).values() if not part.startswith(b"ArrayChunk")]
    device.send_parts(reply, get_object_tree(reply), parts)


def unfolds(device, message, _):
    """Sends an array that names its one chunk 100,000 times: a gigabyte out of a few kilobytes."""
    reply = named(answer(message))
    parts = parts_of(reply)
    old = next(
        name for name, part in parts.items() if part.startswith(b"Array ") and b"88]" in part
    )
    changed = with_body(parts[old], arraychunk_ids=[0] * 20_000)
    rename(device, reply, parts, old, changed)


def rename(device, reply, parts, old, changed):
    """Puts a changed part into a reply, with every name that hangs on it, and sends it."""
    names = {old: get_object_id(changed)}
    contents = {old: changed}
    tree = get_object_tree(reply)

    def follow(node):
        children = [follow(child) for child in node.children]
        content = contents.get(node.object_id, parts[node.object_id])
        for before, after in names.items():
            content = content.replace(before.encode(), after.encode())
        name = get_object_id(content)
        names[node.object_id] = name
        sent.append(content)
        return ObjectTree(object_id=name, children=children)

    sent = []
    tree = follow(tree)
    vars(reply.metadata)["_message_id"] = tree.object_id
    device.send_parts(reply, tree, sent)


def is_in_pieces(device, message, _):
    """Sends more records than there are."""
    records = {f"r{at}": ConfigRecord({"at": at}) for at in range(60)}
    device.send(Message(RecordDict({**answer(message).content, **records}), reply_to=message))


def is_huge(device, message, _):
    """Sends a tensor of two megabytes."""
    big = ArrayRecord({WEIGHT: Array(np.zeros(1 << 19, np.float32))})
    device.send(
        Message(RecordDict({**answer(message).content, UPDATE_RECORD: big}), reply_to=message)
    )


def tells_a_story(device, message, _):
    """Sends an error whose reason is a megabyte that a terminal would obey."""
    device.send(Message(Error(2, STORY), reply_to=message))


def answers_twice(device, message, _):
    """Sends its update, the same again, and another."""
    first = answer(message)
    device.send(first)
    device.send(first)
    other = RecordDict({**first.content, "more": ConfigRecord({"x": 1})})
    device.send(Message(other, reply_to=message))


def speaks_for_another(device, message, _):
    """Sends its update in the name of a device that does not exist, in the envelope too."""
    reply = answer(message)
    vars(reply.metadata)["_src_node_id"] = 12_345
    device.send(reply)


def writes_on_the_envelope(device, message, _):
    """Names the round with what a terminal obeys."""
    reply = answer(message)
    vars(reply.metadata).update(_group_id="\x1b[2J\r\n1")
    device.send(reply)


def repeats_an_old_round(device, message, _):
    """Sends the reply of the first round again, and then that content under this message."""
    old = device.asked[0]
    device.send(answer(old))
    reply = Message(answer(old).content, reply_to=message)
    vars(reply.metadata)["_group_id"] = "1"
    device.send(reply)


def is_a_message_of_nothing(device, message, _):
    """Sends a reply without content and without an error."""
    reply = named(Message(RecordDict(), reply_to=message))
    device.send_parts(reply, ObjectTree(object_id=reply.object_id), [])


# Each with what the round must say of it: a reason, or that it is missing, or that it counts.
TRICKS = {
    speaks_first: "missing",
    sends_half: "missing",
    unfolds: "unreadable",
    is_in_pieces: "unreadable",
    is_huge: "missing",  # the SuperLink does not take it
    tells_a_story: "missing",
    answers_twice: "counts",
    speaks_for_another: "missing",
    writes_on_the_envelope: "round",
    repeats_an_old_round: "round",
    is_a_message_of_nothing: "missing",
}


class Ran:
    """What a run with a hostile device came to."""

    def __init__(self, root):
        self.root, self.told, self.updates = root, [], []
        self.state = self.faults = self.asked = self.log = None


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    found = Ran(tmp_path_factory.mktemp("operator") / "state")
    tricks, go = list(TRICKS), threading.Event()

    def hostile(device, message):
        kind = message.metadata.message_type
        if kind == TRAIN:
            tricks[int(message.metadata.group_id) - 1](device, message, go)
        else:
            honest(9)(device, message)

    def patient(seed):
        def act(device, message):
            go.wait(30.0)
            reply = []
            honest(seed)(type("Catch", (), {"send": staticmethod(reply.append)}), message)
            if UPDATE_RECORD in reply[0].content:
                found.updates.append(reply[0].content[UPDATE_RECORD][WEIGHT].data[-512:])
            device.send(reply[0])

        return act

    training = RoundSettings(rounds=len(tricks), timeout_s=5.0, wait_s=60.0, minimum_cohort=2)
    settings = Settings(training=training)
    with ExitStack() as stack:
        coordinator = Coordinator(found.root, settings=settings, tell=found.told.append, retries=0)
        stack.enter_context(coordinator)
        devices = [joined(coordinator, act) for act in (patient(1), patient(2), hostile)]
        for one in devices:
            stack.enter_context(one)
        found.state = coordinator.run()
        found.faults = devices[2].faults
        found.written = {
            path.relative_to(found.root).as_posix(): path.read_bytes()
            for path in found.root.rglob("*")
            if path.is_file()
        }
        _knock(coordinator, devices, found)
    found.folder = coordinator.folder
    return found


def _knock(coordinator, devices, found):
    """Asks what a device may not ask, and notes the answers."""
    one, other = devices[2].client, devices[0].node
    stranger = Device(coordinator.address, coordinator.ca_pem, honest(1))
    private = load_pem_private_key(stranger.key.private_pem.encode(), None)
    public = public_key_to_bytes(private.public_key())
    asked = {
        "another's messages": lambda: one.PullMessages(PullMessagesRequest(node=other)),
        "nobody's messages": lambda: one.PullMessages(PullMessagesRequest(node=Node(node_id=7))),
        "the coordinator's": lambda: one.PullMessages(PullMessagesRequest(node=Node(node_id=1))),
        "to come in unknown": lambda: stranger.client.ActivateNode(
            ActivateNodeRequest(public_key=public, heartbeat_interval=30.0)
        ),
        "to register itself": lambda: stranger.client.RegisterNode(
            RegisterNodeFleetRequest(public_key=public)
        ),
        "to be a stranger": lambda: stranger.client.PullMessages(PullMessagesRequest(node=other)),
        "to send another away": lambda: one.UnregisterNode(
            UnregisterNodeFleetRequest(node_id=other.node_id)
        ),
    }
    found.knocked = {}
    for name, ask in asked.items():
        try:
            ask()
        except httpx.HTTPStatusError as error:
            found.knocked[name] = error.response.status_code
        else:
            found.knocked[name] = 200
    try:
        coordinator.admit(devices[2].key.public_line)
    except OperatorError as error:
        found.again = error.key
    stranger.client.close()
    trust = ssl.create_default_context(cadata=coordinator.ca_pem)
    headers = {"content-type": PROTOBUF_MEDIA_TYPE, "accept": PROTOBUF_MEDIA_TYPE}
    with httpx.Client(verify=trust, base_url=f"https://{coordinator.address}") as nobody:
        found.open = {
            path
            for method, path in PROTOBUF_REQUEST_TYPES
            if nobody.request(method, path, content=b"", headers=headers).status_code < 400
        }
        large = nobody.post("/v1/fleet/push-object", content=bytes(8 << 20), headers=headers)
        found.large = large.status_code


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick.__name__)
def test_hostile_device_stops_no_round_and_no_other_device(ran, trick):
    number = list(TRICKS).index(trick) + 1
    (line,) = [one for one in ran.state.lines if one.round == number]
    expected = TRICKS[trick]
    refused = {} if expected in {"missing", "counts"} else {expected: 1}
    assert (line.aggregated, line.asked, line.accepted) == (True, 3, 2 + (expected == "counts"))
    assert (line.refused, line.missing) == (refused, int(expected == "missing"))


def test_each_round_follows_from_the_one_before_and_is_in_the_log_once(ran):
    lines = ran.state.lines
    assert [line.round for line in lines] == list(range(1, len(TRICKS) + 1))
    assert all(one.after == two.before for one, two in pairwise(lines))
    assert State.read(ran.root).lines == lines  # and the log verifies


def test_nothing_that_a_hostile_device_wrote_is_written_down_as_it_was(ran):
    for name, content in ran.written.items():
        if name.startswith("flower/superlink.db"):
            continue  # what Flower holds until it was fetched; see below
        assert b"neighbour" not in content, name
        assert b"]0;owned" not in content, name
        assert b"\x1b[2J" not in content, name


def test_nobody_asks_in_anothers_name_or_comes_in_unknown(ran):
    assert {name: code for name, code in ran.knocked.items() if code < 400} == {}
    assert ran.again == "serve.admitted_before"


def test_no_update_of_a_device_is_outside_flowers_database_and_its_log_tells_no_numbers(ran):
    assert len(ran.updates) == 2 * len(TRICKS)
    for name, content in ran.written.items():
        if not name.startswith("flower/superlink.db"):
            assert not any(update in content for update in ran.updates), name


def test_nothing_of_an_update_is_on_the_disk_once_the_superlink_has_ended(ran):
    """Flower deletes what was fetched, but SQLite keeps the pages until they are used again."""
    for path in ran.folder.flower.glob("superlink.db*"):
        content = path.read_bytes()
        left = sum(update in content for update in ran.updates)
        assert left == 0, f"{left} updates in {path.name}"


def test_nobody_without_a_key_or_a_token_is_told_anything(ran):
    assert ran.open == {"/v1/control/get-login-details"}  # that there is a login, and of what kind


def test_request_of_megabytes_is_refused_by_its_size(ran):
    assert ran.large == 413


def test_database_gives_back_what_messages_took(ran):
    assert ran.folder.database.stat().st_size < 1 << 20


def test_no_process_is_left(ran):
    assert processes(ran.folder) == []


# Without a SuperLink.


def open_one(content):
    parcel = _Parcel(tree(1))
    parcel.take(content)
    return parcel.opened()


def tree(count):
    leaves = [ObjectTree(object_id=f"{at:064x}") for at in range(1, count)]
    return ObjectTree(object_id="0" * 64, children=leaves)


@pytest.mark.parametrize("count", [65, 10_000])
def test_reply_of_too_many_parts_is_refused_before_one_is_fetched(count):
    with pytest.raises(ValueError, match="fewer parts"):
        _Parcel(tree(count))


def test_reply_of_too_many_bytes_is_refused_while_it_is_fetched():
    parcel = _Parcel(tree(20))
    chunk = b"ArrayChunk  9000\0" + bytes(9_000)
    for _ in range(7):
        parcel.take(chunk)
    with pytest.raises(ValueError, match="fewer bytes"):
        parcel.take(chunk)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Array",
        b"Array  2\0{}",
        b"Array  2\0[]",
        b'Array  20\0{"arraychunk_ids":0}',
        b"Array  9\0" + b"[" * 5_000,
        b"\xff\xfe 1 2\0",
        b"Message  0\0",
    ],
)
def test_part_that_is_none_is_a_reply_that_cannot_be_read(content):
    with pytest.raises(_UNREADABLE):
        open_one(content)
