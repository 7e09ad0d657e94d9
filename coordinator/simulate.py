"""Many devices in one process: the same app and the same round loop, without a network.

`InProcessGrid` stands where Flower's network does and calls each device's app in turn; tests drive
it with their own devices, `simulated_devices` makes plausible ones. Whatever is told of simulated
devices says so (`State.create(simulated=True)`): they show how the parts behave, not how people do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from flwr.app import Context, Message, RecordDict
from flwr.serverapp import Grid
from flwr.supercore.run import Run
from flwr.supercore.task_identity import TaskIdentity

from device.federation.client import Train, make_client
from device.federation.protocol import CELLS, MAX_CELLS, StatisticsView
from device.federation.sent import Consent, Sent
from device.learning.features import BLOCK, SURFACE
from device.learning.models import FEATURES, LENGTH
from device.learning.rewards import Rows, hold_out, value

Answer: TypeAlias = Callable[[Message, Context], Message]

_RUN: Final = 1
_COORDINATOR_NODE: Final = 1
_FIRST_NODE: Final = 101

# How often each surface feature holds in a conversation, and how much it makes a memory worth: what
# tells of oneself, a plan or a taste is used again; chatter and laughter are not. Round figures, in
# the order of magnitude of the sample conversations; nothing is claimed of real people.
_OFTEN: Final[Mapping[str, float]] = {
    "date": 0.15, "amount": 0.10, "question": 0.20, "self": 0.30, "emphasis": 0.05,
    "chatter": 0.25, "laughter": 0.25, "negation": 0.15, "name": 0.12, "taste": 0.10,
    "plan": 0.15, "digits": 0.15, "owner": 0.50,
}  # fmt: skip
_WORTH: Final[Mapping[str, float]] = {
    "date": 1.2, "plan": 1.5, "taste": 1.6, "self": 0.8, "emphasis": 1.5, "amount": 0.6,
    "name": 0.5, "question": -0.8, "chatter": -1.2, "laughter": -1.4,
}  # fmt: skip
_WORTH_ABOVE: Final = 1.0
_LENGTHS: Final = SURFACE[1:5]
_RATED: Final = 0.20  # of the memories, as in the samples' stories; nobody spoke of the others

_LANGUAGE_SHARES: Final = {"ja": 0.4, "ko": 0.4, "en": 0.2}
_NAMES: Final = {"ja": "japanese", "ko": "korean", "en": "english"}
_IMPORTS: Final = {"ja": "imported_line", "ko": "imported_kakaotalk", "en": "imported_chatgpt"}
# How likely each thing happened on a device in four weeks.
_HAPPENED: Final[Mapping[str, float]] = {
    "recall_answered": 0.92, "recall_refused": 0.35, "class_closed": 0.45, "stepped_up": 0.40,
    "exported": 0.06, "forgotten": 0.38, "expired": 0.30, "rule_changed": 0.08,
    "update_shared": 0.80, "consent_withdrawn": 0.02,
    "rated_used": 0.70, "rated_dismissed": 0.40, "typed": 0.95, "foreign_app_refused": 0.01,
}  # fmt: skip
_IMPORTED_OWN: Final = 0.60  # the app that most people of the language use
_IMPORTED_OTHER: Final = 0.08


class InProcessGrid(Grid):
    """Flower's grid with the devices in this process.

    A device is called when its message is pushed; its reply waits to be pulled. An exception of a
    device's app is a fault of ours and is not caught.
    """

    def __init__(self, devices: Mapping[int, Answer]) -> None:
        """Takes the devices' apps by node id."""
        TaskIdentity.run_id = _RUN  # the constructor of `Message` reads it
        TaskIdentity.node_id = _COORDINATOR_NODE
        TaskIdentity.task_id = 0
        self._devices = dict(devices)
        self._contexts = {node: Context(_RUN, node, {}, RecordDict(), {}) for node in self._devices}
        self._replies: dict[str, list[Message]] = {}
        self._sent = 0

    def set_run(self, run: Run) -> None:
        """There is one run, and it has no record."""
        del run
        raise RuntimeError("devices in one process have no record of a run")

    @property
    def run(self) -> Run:
        """There is no record of a run."""
        raise RuntimeError("devices in one process have no record of a run")

    def create_message(
        self,
        content: RecordDict,
        message_type: str,
        dst_node_id: int,
        group_id: str,
        ttl: float | None = None,
    ) -> Message:
        """Gives a message to a device."""
        return Message(content, dst_node_id, message_type, ttl=ttl, group_id=group_id)

    def get_node_ids(self) -> Iterable[int]:
        """Gives the nodes that are connected."""
        return list(self._devices)

    def answers(self, message: Message) -> list[Message]:
        """Gives what a device sends back: one reply."""
        node = message.metadata.dst_node_id
        return [self._devices[node](message, self._contexts[node])]

    def push_messages(self, messages: Iterable[Message]) -> Iterable[str]:
        """Hands each message to its device."""
        ids = []
        for message in messages:
            self._sent += 1
            message_id = f"message-{self._sent}"
            vars(message.metadata)["_message_id"] = message_id  # as Flower's own grid does it
            self._replies[message_id] = self.answers(message)
            ids.append(message_id)
        return ids

    def pull_messages(self, message_ids: Iterable[str]) -> Iterable[Message]:
        """Gives the replies to these messages, each once."""
        return [one for message_id in message_ids for one in self._replies.pop(message_id, [])]

    def send_and_receive(
        self, messages: Iterable[Message], *, timeout: float | None = None
    ) -> Iterable[Message]:
        """Gives the devices' replies. Nobody is waited for: who is silent stays so."""
        del timeout
        return self.pull_messages(self.push_messages(messages))


@dataclass(frozen=True, slots=True)
class SimulatedDevice:
    """A device that nobody owns.

    Attributes:
        rows: What it would learn from.
        cells: Its bits of each statistics view.
    """

    node: int
    language: str
    rows: Rows
    cells: Mapping[StatisticsView, Mapping[str, int]]


def simulated_devices(count: int, seed: int) -> list[SimulatedDevice]:
    """Gives plausible devices, the same for the same seed; fewer of them are the first of more."""
    # A generator each, so that a device is the same however many are made beside it.
    seeds = np.random.SeedSequence(seed).spawn(count)
    return [_device(_FIRST_NODE + at, np.random.default_rng(one)) for at, one in enumerate(seeds)]


def _device(node: int, rng: np.random.Generator) -> SimulatedDevice:
    shares = np.array(list(_LANGUAGE_SHARES.values()))
    language = str(rng.choice(list(_LANGUAGE_SHARES), p=shares))
    return SimulatedDevice(node, language, _rows(rng, language), _cells(rng, language))


def simulated_clients(
    devices: Sequence[SimulatedDevice],
    train: Train,
    *,
    consent: Consent = Consent(training=True, statistics=True),  # noqa: B008  # frozen
) -> dict[int, Answer]:
    """Gives the apps of simulated devices, by node: those that a real device runs.

    Args:
        train: `device.learning.train_gate.train`, or another.
    """
    return {
        one.node: make_client(one.rows, one.cells, consent, _log_nothing, train=train)
        for one in devices
    }


def _log_nothing(_: Sent) -> None:
    """A simulated device has no log."""


def _rows(rng: np.random.Generator, language: str) -> Rows:
    """Gives the features and values of one device's memories."""
    count = int(rng.integers(60, 161))
    features = np.zeros((count, FEATURES), np.float32)
    direction = rng.standard_normal((count, BLOCK)).astype(np.float32)
    # A quarter of a unit vector has about half its length.
    features[:, :BLOCK] = 0.5 * direction / np.linalg.norm(direction, axis=1, keepdims=True)
    column = {name: BLOCK + at for at, name in enumerate(SURFACE)}
    lengths = rng.choice(1 + len(_LENGTHS), size=count, p=[0.2, 0.35, 0.3, 0.12, 0.03])
    features[:, LENGTH] = 0.3 + 0.13 * lengths + rng.uniform(0.0, 0.13, count)
    longer = np.flatnonzero(lengths)
    features[longer, LENGTH + lengths[longer]] = 1.0
    worth = rng.normal(0.0, 0.6, count)
    for name, often in _OFTEN.items():
        holds = rng.random(count) < often
        features[holds, column[name]] = 1.0
        worth += holds * _WORTH.get(name, 0.0)
    features[:, column["other_speaker"]] = 1.0 - features[:, column["owner"]]
    features[:, column["strength"]] = rng.uniform(0.2, 0.6, count).astype(np.float32)
    features[:, column[_NAMES[language]]] = 1.0
    features[:, column["domains"]] = rng.integers(0, 4, count).astype(np.float32) / 3
    rated, of_use = rng.random(count) < _RATED, worth > _WORTH_ABOVE
    # Whoever found nothing of use is refused by their own device; here all take part.
    best = np.where(hold_out(features), -np.inf, worth).argmax()
    rated[best] = of_use[best] = True
    values = [
        value(used=int(is_rated and is_worth), dismissed=int(is_rated and not is_worth))
        for is_rated, is_worth in zip(rated, of_use, strict=True)
    ]
    return Rows(features, np.array(values, np.float32))


def _cells(rng: np.random.Generator, language: str) -> dict[StatisticsView, dict[str, int]]:
    chances = dict(_HAPPENED)
    for of, name in _IMPORTS.items():
        chances[name] = _IMPORTED_OWN if of == language else _IMPORTED_OTHER
        chances[f"language_{of}"] = float(of == language)
    cells = {}
    for view, names in CELLS.items():
        happened = [name for name in names if rng.random() < chances[name]]
        kept = set(rng.permutation(happened)[:MAX_CELLS]) if happened else set()
        cells[view] = {name: int(name in kept) for name in names}
    return cells
