"""Devices at a real SuperLink that need no process of their own: honest ones, and hostile ones that
speak Flower's fleet protocol word by word and may say anything in it.
"""

import threading
import time
from collections.abc import Callable, Iterable
from typing import Self

import httpx
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from flwr.app import Message
from flwr.app.message import remove_content_from_message
from flwr.common.serde import message_from_proto, message_to_proto
from flwr.proto.fleet_pb2 import ActivateNodeRequest, PullMessagesRequest, PushMessagesRequest
from flwr.proto.heartbeat_pb2 import SendNodeHeartbeatRequest
from flwr.proto.message_pb2 import (
    ConfirmMessageReceivedRequest,
    ObjectTree,
    PushObjectRequest,
)
from flwr.proto.node_pb2 import Node
from flwr.supercore.inflatable.inflatable_object import (
    get_all_nested_objects,
    get_object_id,
    get_object_tree,
    no_object_id_recompute,
)
from flwr.supercore.inflatable.inflatable_protobuf_utils import make_pull_object_fn_protobuf
from flwr.supercore.inflatable.inflatable_utils import pull_and_inflate_object_from_tree
from flwr.supercore.interceptors.http.runtime_version import RuntimeVersionHttpInterceptor
from flwr.supercore.primitives.asymmetric import public_key_to_bytes
from flwr.supercore.task_identity import TaskIdentity
from flwr.supernode.fleet_http_client import FleetHttpClient
from flwr.supernode.node_auth_http_interceptor import NodeAuthHttpInterceptor

from device.federation.client import make_client
from device.federation.keys import NodeKey, new_node_key
from device.federation.protocol import CELLS
from device.federation.sent import Consent, Sent
from tests.coordinator.devices import trimmed
from tests.coordinator.hostile import nudge
from tests.device.round_builders import synthetic_rows

Act = Callable[["Device", Message], None]
HEARTBEAT_S = 30.0


class Device:
    """An admitted device in a thread: what it does with a message is up to `act`."""

    def __init__(self, server: str, ca_pem: str, act: Act, key: NodeKey | None = None) -> None:
        self.key = key or new_node_key()
        private = load_pem_private_key(self.key.private_pem.encode(), None)
        self.client = FleetHttpClient.from_server_address(
            server,
            False,
            ca_pem.encode(),
            interceptors=[
                RuntimeVersionHttpInterceptor(component_name="SuperNode"),
                NodeAuthHttpInterceptor(private, private.public_key()),
            ],
        )
        self._public = public_key_to_bytes(private.public_key())
        self._act = act
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._attend, daemon=True)
        self.node = Node()
        self.asked: list[Message] = []
        self.faults: list[BaseException] = []

    def __enter__(self) -> Self:
        TaskIdentity.task_id = 0
        TaskIdentity.run_id = TaskIdentity.node_id = 1  # of messages that are made up
        give_up = time.monotonic() + 60.0
        while not self._came_in():
            assert time.monotonic() < give_up
            time.sleep(0.2)
        self._thread.start()
        return self

    def _came_in(self) -> bool:
        request = ActivateNodeRequest(public_key=self._public, heartbeat_interval=HEARTBEAT_S)
        try:
            self.node = Node(node_id=self.client.ActivateNode(request).node_id)
        except httpx.TransportError:  # the SuperLink is not up yet
            return False
        return True

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self.client.close()

    def _attend(self) -> None:
        beat_at = 0.0
        while not self._stop.wait(0.25):
            try:
                if time.monotonic() > beat_at:
                    request = SendNodeHeartbeatRequest(
                        node=self.node, heartbeat_interval=HEARTBEAT_S
                    )
                    self.client.SendNodeHeartbeat(request)
                    beat_at = time.monotonic() + HEARTBEAT_S / 3
                message = self.receive()
                if message is not None:
                    self.asked.append(message)
                    self._act(self, message)
            except Exception as error:  # noqa: BLE001  # what was answered to a lie is looked at later
                self.faults.append(error)

    def receive(self) -> Message | None:
        found = self.client.PullMessages(PullMessagesRequest(node=self.node))
        if not found.messages_list:
            return None
        shell, tree = message_from_proto(found.messages_list[0]), found.message_object_trees[0]
        run = shell.metadata.run_id

        pull = make_pull_object_fn_protobuf(self.client.PullObject, self.node, run)

        def confirm(object_id: str) -> None:
            self.client.ConfirmMessageReceived(
                ConfirmMessageReceivedRequest(
                    node=self.node, run_id=run, message_object_id=object_id
                )
            )

        message = pull_and_inflate_object_from_tree(tree, pull, confirm, return_type=Message)
        vars(message.metadata)["_message_id"] = tree.object_id
        return message

    def send(self, reply: Message) -> None:
        """Sends a reply as an honest device does."""
        with no_object_id_recompute():
            vars(reply.metadata)["_message_id"] = reply.object_id
            parts = {name: part.deflate() for name, part in get_all_nested_objects(reply).items()}
            self.send_parts(reply, get_object_tree(reply), parts.values())

    def send_parts(
        self, envelope: Message, tree: ObjectTree, parts: Iterable[bytes], pause_s: float = 0.0
    ) -> bool:
        """Announces a message under an envelope of any kind, and sends parts of any kind."""
        if envelope.has_content():
            envelope = remove_content_from_message(envelope)
        proto = message_to_proto(envelope)
        answer = self.client.PushMessages(
            PushMessagesRequest(
                node=self.node,
                messages_list=[proto],
                message_object_trees=[tree],
                clientapp_runtime_list=[0.0],
            )
        )
        stored = True
        for part in parts:
            time.sleep(pause_s)
            object_id = get_object_id(part)
            if object_id in answer.objects_to_push:
                request = PushObjectRequest(
                    node=self.node,
                    run_id=envelope.metadata.run_id,
                    object_id=object_id,
                    object_content=part,
                    session_id=answer.session_id,
                )
                stored &= self.client.PushObject(request).stored
        return stored and bool(answer.objects_to_push)


def honest(seed: int, sent: list[Sent] | None = None) -> Act:
    """Gives what an honest device does, with the client that every worker runs."""
    cells = {view: trimmed(dict.fromkeys(names, 1)) for view, names in CELLS.items()}
    keep = [] if sent is None else sent
    consent = Consent(training=True, statistics=True)
    client = make_client(synthetic_rows(seed), cells, consent, keep.append, train=nudge)

    def act(device: Device, message: Message) -> None:
        device.send(client(message, None))

    return act


def joined(coordinator, act: Act) -> Device:
    """Admits a device, and gives it ready to be entered."""
    device = Device(coordinator.address, coordinator.ca_pem, act)
    coordinator.admit(device.key.public_line)
    return device
