"""Speaks to a Flower SuperLink for a device. The one file of the device that knows its internals.

A stock SuperNode fetches the app that a run was submitted with and runs it. This one never does: it
asks which app a run belongs to, compares its hash with the allow-list, and answers with the code
that is installed here.

Invariants:
1. `get_fab` is never called. A run whose app is not on the list gets an error's name; its message
   is not even pulled.
2. What is pulled is bounded in number and size before it is put together, is of Flower's own few
   types, and no array names a part of it twice: a kilobyte stays a kilobyte.
3. An exception that answers a message leaves as the name of its type; its text might hold more.
4. Nothing is sent that `before_send` did not let go. How long an answer took is not told.
5. A run that ends, or a coordinator that is away for a while or forgot what it asked, ends nothing
   here; one that stays away does.

Flower ends or interrupts its own process when it cannot connect or is not known (`flwr_exit`,
SIGINT to itself), so this runs in a child process, in its main thread.

Source: flwr 1.41 `supernode/start_client_internal.py`, read; federation.md section 8.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import httpx
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from flwr.app import Array, Context, Message, RecordDict
from flwr.clientapp import ClientApp
from flwr.proto.message_pb2 import ObjectTree
from flwr.supercore.constant import HEAD_BODY_DIVIDER
from flwr.supercore.inflatable.inflatable_object import (
    get_all_nested_objects,
    get_object_head_values_from_object_content,
    get_object_tree,
    iterate_object_tree,
    no_object_id_recompute,
)
from flwr.supercore.inflatable.inflatable_utils import (
    ObjectPushError,
    pull_and_inflate_object_from_tree,
)
from flwr.supercore.run import Run, RunNotRunningException
from flwr.supercore.task_identity import TaskIdentity
from flwr.supernode.fleet_http_connection import http_request_response

from device.federation.client import error_reply
from device.federation.pipe import (
    Connected,
    Ended,
    EndReason,
    Link,
    Refused,
    WorkerEvent,
)
from device.federation.sent import Sent, Withheld

POLL_S: Final = 0.5
_MAX_OBJECTS: Final = 64  # a round's message is a dozen
_MAX_BYTES: Final = 1 << 20
_HASH_LENGTH: Final = 64
# The run is over, or a SuperLink that was started again knows neither it nor what it asked.
_GONE: Final = (RunNotRunningException, ObjectPushError)


class Fleet(Protocol):
    """What the SuperLink does for a connected device."""

    @property
    def node_id(self) -> int:
        """The number by which it knows this device."""
        ...

    def receive(self) -> tuple[Message, ObjectTree] | None:
        """Gives the next message without its content, and the names of what it is made of."""
        ...

    def get_run(self, run_id: int) -> Run:
        """Gives what a run was started with."""
        ...

    def pull(self, run_id: int, object_id: str) -> bytes:
        """Gives one part of a message."""
        ...

    def confirm(self, run_id: int, object_id: str) -> None:
        """Says that a message has come in whole."""
        ...

    def send(self, message: Message, tree: ObjectTree, runtime: float) -> tuple[set[str], str]:
        """Announces a reply; gives which of its parts are asked for, and in which session."""
        ...

    def push(self, run_id: int, session_id: str, object_id: str, content: bytes) -> None:
        """Sends one part of a reply."""
        ...


class Owner(Protocol):
    """Who the worker works for: it is told of everything, and asked before anything leaves."""

    def tell(self, event: WorkerEvent) -> None:
        """Is told what happens."""
        ...

    def before_send(self, sent: Sent) -> None:
        """Lets a reply go, or raises `Withheld`."""
        ...

    def after_send(self, *, is_delivered: bool) -> None:
        """Is told what became of the reply that was let go last."""
        ...


class ForeignApp(Exception):
    """A run of an app that is not on the allow-list."""


class TooLarge(Exception):
    """A message of more parts or bytes than a round has, or that would become so."""


@dataclass(frozen=True, slots=True)
class _HttpFleet:
    """Flower's connection, but for its way to fetch an app."""

    node_id: int
    receive: Callable[[], tuple[Message, ObjectTree] | None]
    send: Callable[[Message, ObjectTree, float], tuple[set[str], str]]
    get_run: Callable[[int], Run]
    pull: Callable[[int, str], bytes]
    push: Callable[[int, str, str, bytes], None]
    confirm: Callable[[int, str], None]


def serve(
    link: Link,
    client: ClientApp,
    allowed: frozenset[str],
    owner: Owner,
    stop: threading.Event,
) -> Ended:
    """Connects, and answers what allowed apps ask, until told to stop. Gives why it ended.

    Call it in the main thread of a process of its own.

    Args:
        client: Answers messages, and asks the owner's `before_send` itself before it hands over a
            reply.
        owner: Told of the rest, and asked before an error leaves from here.
        stop: Set from elsewhere to end it.
    """
    private = load_pem_private_key(link.node_key_pem.encode(), None)
    if not isinstance(private, EllipticCurvePrivateKey):
        return Ended(reason=EndReason.FAILED, error="WrongKey")
    keys = (private, private.public_key())
    # Said where the block is left by an exception, which Flower swallows.
    ended = Ended(reason=EndReason.FAILED)
    try:
        with http_request_response(
            link.server, False, link.ca_pem.encode(), keys, None, link.patience_s
        ) as (node_id, receive, send, get_run, _, pull, push, confirm):
            fleet = _HttpFleet(node_id, receive, send, get_run, pull, push, confirm)
            owner.tell(Connected())
            ended = attend(fleet, client, allowed, owner, stop)
    except KeyboardInterrupt:
        ended = Ended(reason=EndReason.NOT_ADMITTED)
    except SystemExit as left:  # Flower could not connect
        # An answer, if only a no, means that it is there and does not take this device in.
        is_answer = isinstance(left.__context__, httpx.HTTPStatusError)
        ended = Ended(reason=EndReason.NOT_ADMITTED if is_answer else EndReason.UNREACHABLE)
    return ended


def attend(
    fleet: Fleet,
    client: ClientApp,
    allowed: frozenset[str],
    owner: Owner,
    stop: threading.Event,
) -> Ended:
    """Answers messages until `stop` is set or the coordinator stays away. Gives why it ended."""
    TaskIdentity.node_id = fleet.node_id
    TaskIdentity.task_id = 0
    while not stop.is_set():
        try:
            received = fleet.receive()
            if received is None:
                stop.wait(POLL_S)
            else:
                _answer(fleet, client, allowed, owner, *received)
        except _GONE:
            continue  # another may come
        except Withheld:
            continue
        except httpx.HTTPError as error:  # Flower tried again for as long as the link is patient
            return Ended(reason=EndReason.LOST, error=type(error).__name__)
    return Ended(reason=EndReason.STOPPED)


def _answer(
    fleet: Fleet,
    client: ClientApp,
    allowed: frozenset[str],
    owner: Owner,
    shell: Message,
    tree: ObjectTree,
) -> None:
    run_id = shell.metadata.run_id
    TaskIdentity.run_id = run_id
    app = fleet.get_run(run_id).fab_hash
    if app not in allowed:
        owner.tell(Refused(app=app if _is_hash(app) else ""))
        reply = error_reply(shell, ForeignApp.__name__, owner.before_send)
    else:
        try:
            message = _pulled(fleet, shell, tree)
            context = Context(
                run_id=run_id,
                node_id=fleet.node_id,
                node_config={},
                state=RecordDict(),
                run_config={},
            )
            reply = client(message, context)
        except (*_GONE, Withheld, httpx.HTTPError):
            raise
        except Exception as error:  # noqa: BLE001  # whatever it was, its text stays here
            reply = error_reply(shell, type(error).__name__, owner.before_send)
    try:
        _send(fleet, reply)
    except (*_GONE, httpx.HTTPError):
        owner.after_send(is_delivered=False)
        raise
    owner.after_send(is_delivered=True)


def _is_hash(text: str) -> bool:
    return len(text) == _HASH_LENGTH and set(text) <= set("0123456789abcdef")


def _pulled(fleet: Fleet, shell: Message, tree: ObjectTree) -> Message:
    """Gives a message with its content."""
    run_id = shell.metadata.run_id
    if sum(1 for _ in iterate_object_tree(tree)) > _MAX_OBJECTS:
        raise TooLarge
    pulled_bytes = 0

    def pull(object_id: str) -> bytes:
        nonlocal pulled_bytes
        content = fleet.pull(run_id, object_id)
        pulled_bytes += len(content)
        if pulled_bytes > _MAX_BYTES:
            raise TooLarge
        _require_each_part_once(content)
        return content

    message = pull_and_inflate_object_from_tree(
        tree,
        pull,
        lambda object_id: fleet.confirm(run_id, object_id),
        return_type=Message,
        max_concurrent_pulls=1,
        max_tries_per_object=4,
    )
    message.metadata.__dict__["_message_id"] = tree.object_id
    return message


def _require_each_part_once(content: bytes) -> None:
    """Raises where an array is made of its chunks in any way but one after the other.

    Flower puts an array together by a list of its chunks' numbers, in which one may stand a million
    times.
    """
    kind, children, _ = get_object_head_values_from_object_content(content)
    if kind == Array.__qualname__:
        named = json.loads(content[content.index(HEAD_BODY_DIVIDER) + 1 :])["arraychunk_ids"]
        if named != list(range(len(children))):
            raise TooLarge


def _send(fleet: Fleet, reply: Message) -> None:
    run_id = reply.metadata.run_id
    with no_object_id_recompute():
        reply.metadata.__dict__["_message_id"] = reply.object_id
        objects = get_all_nested_objects(reply)
        # How long it took would tell how many memories there are.
        wanted, session_id = fleet.send(reply, get_object_tree(reply), 0.0)
        for object_id in objects:
            if object_id in wanted:
                fleet.push(run_id, session_id, object_id, objects[object_id].deflate())
