"""Devices for the in-process grid: honest ones that learn without torch, and hostile ones.

A trick takes a request and the reply that an honest device would have sent, and gives what the
hostile one sends. `TRICKS` names, for each, the reason that it must be refused for.
"""

from __future__ import annotations

import pickle  # noqa: TID251  # what an attacker sends; nothing here reads it
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
from flwr.app import Array, ArrayRecord, ConfigRecord, Error, Message, MetricRecord, RecordDict

from coordinator.simulate import Answer, InProcessGrid, SimulatedDevice, simulated_devices
from coordinator.state import State
from device.federation.client import make_client
from device.federation.protocol import CELLS_RECORD, MEASURES_RECORD, UPDATE_RECORD, RoundPlan
from device.federation.sent import Consent
from device.learning import models
from device.learning.models import FEATURES, HIDDEN, Parameters, initial_gate

NOW: Final = 1_790_000_000
ALL: Final = Consent(training=True, statistics=True)
WEIGHT: Final = "gate.hidden.weight"
BIAS: Final = "gate.action.bias"

Trick: TypeAlias = Callable[[Message, Message], list[Message]]


def nudge(
    gate: Parameters, features: models.Array, values: models.Array, plan: RoundPlan
) -> dict[str, models.Array]:
    """Trains a little without torch: the same for the same arguments, different for each device."""
    moved = {name: array.copy() for name, array in gate.items()}
    moved[WEIGHT] += 0.01 * plan.round * (values @ features)[None, :]
    moved[BIAS] += np.array([-0.1, 0.1], np.float32) * values.mean()
    return {name: array.astype(np.float32) for name, array in moved.items()}


@cache
def people(count: int) -> tuple[SimulatedDevice, ...]:
    return tuple(simulated_devices(count, seed=7))


def honest(count: int, consent: Consent = ALL) -> dict[int, Answer]:
    return {
        one.node: make_client(one.rows, one.cells, consent, lambda _: None, train=nudge)
        for one in people(count)
    }


def new_state(folder: Path, *, simulated: bool = False) -> State:
    model = initial_gate(np.random.default_rng(1))
    return State.create(folder, model, at=NOW, simulated=simulated)


class HostileGrid(InProcessGrid):
    """A grid on which some devices do not send what an honest one would."""

    def __init__(
        self,
        devices: Mapping[int, Answer],
        tricks: Mapping[int, Trick],
        *,
        unreadable: Iterable[int] = (),
    ) -> None:
        super().__init__(devices)
        self._tricks = dict(tricks)
        self._unreadable = set(unreadable)
        self.kinds_asked: list[str] = []

    def answers(self, message: Message) -> list[Message]:
        self.kinds_asked.append(message.metadata.message_type)
        replies = super().answers(message)
        trick = self._tricks.get(message.metadata.dst_node_id)
        return replies if trick is None else trick(message, replies[0])

    def pull_messages(self, message_ids: Iterable[str]) -> Iterable[Message]:
        found = list(super().pull_messages(message_ids))
        for one in found:
            if one.metadata.src_node_id in self._unreadable:
                raise ValueError("Flower cannot put this reply together")
        return found


def tensor(array: np.ndarray) -> Array:
    """Gives the array as it is, whatever it is; Flower's own class would refuse some."""
    buffer = BytesIO()
    np.save(buffer, array, allow_pickle=array.dtype.hasobject)
    return Array(
        dtype=str(array.dtype), shape=array.shape, stype="numpy.ndarray", data=buffer.getvalue()
    )


def lying(array: np.ndarray) -> Array:
    """Gives an array that says it is the hidden weight that was asked for."""
    return Array("float32", (HIDDEN, FEATURES), "numpy.ndarray", tensor(array).data)


class _Exploding:
    """Unpickling it fails the test that it is in."""

    def __reduce__(self) -> tuple[object, ...]:
        return (pytest_fail, ("a reply was unpickled",))


def pytest_fail(why: str) -> None:
    raise AssertionError(why)


def _update(reply: Message) -> dict[str, Array]:
    record = reply.content[UPDATE_RECORD]
    assert isinstance(record, ArrayRecord)
    return dict(record.items())


def _with(reply: Message, request: Message, **records: object) -> list[Message]:
    kept = {name: record for name, record in reply.content.items() if name not in records}
    added = {name: record for name, record in records.items() if record is not None}
    return [Message(RecordDict({**kept, **added}), reply_to=request)]  # type: ignore[dict-item]


def tensors(change: Callable[[dict[str, Array]], None]) -> Trick:
    """Gives a trick that changes the tensors of an update."""

    def trick(request: Message, reply: Message) -> list[Message]:
        if UPDATE_RECORD not in reply.content:
            return [reply]
        update = _update(reply)
        change(update)
        return _with(reply, request, **{UPDATE_RECORD: ArrayRecord(update)})

    return trick


def weight(array: Callable[[np.ndarray], np.ndarray]) -> Trick:
    """Gives a trick that replaces the largest tensor, and says so."""
    return tensors(lambda update: update.update({WEIGHT: tensor(array(update[WEIGHT].numpy()))}))


def claimed(array: Callable[[np.ndarray], np.ndarray]) -> Trick:
    """Gives a trick that replaces the largest tensor's bytes only."""
    return tensors(lambda update: update.update({WEIGHT: lying(array(update[WEIGHT].numpy()))}))


def raw(change: Callable[[bytes], bytes], form: str = "numpy.ndarray") -> Trick:
    """Gives a trick that changes the bytes of the largest tensor."""
    return tensors(
        lambda update: update.update(
            {WEIGHT: Array("float32", (HIDDEN, FEATURES), form, change(update[WEIGHT].data))}
        )
    )


def measures(**changed: object) -> Trick:
    """Gives a trick that changes the measures; None takes one away."""

    def trick(request: Message, reply: Message) -> list[Message]:
        found = {**dict(reply.content[MEASURES_RECORD].items()), **changed}
        kept = {name: number for name, number in found.items() if number is not None}
        return _with(reply, request, **{MEASURES_RECORD: MetricRecord(kept)})  # type: ignore[arg-type]

    return trick


def cells(change: Callable[[dict[str, object]], object]) -> Trick:
    """Gives a trick that changes the bits of a statistics reply."""

    def trick(request: Message, reply: Message) -> list[Message]:
        found = dict(reply.content[CELLS_RECORD].items())
        change(found)
        return _with(reply, request, **{CELLS_RECORD: MetricRecord(found)})  # type: ignore[arg-type]

    return trick


def records(**changed: object) -> Trick:
    """Gives a trick that adds or replaces whole records; None takes one away."""
    return lambda request, reply: _with(reply, request, **changed)


def says(**metadata: object) -> Trick:
    """Gives a trick that writes something else on the reply's envelope."""

    def trick(_: Message, reply: Message) -> list[Message]:
        vars(reply.metadata).update({f"_{name}": found for name, found in metadata.items()})
        return [reply]

    return trick


def fails(reason: str, code: int = 2) -> Trick:
    """Gives a trick that answers with an error."""
    return lambda request, _: [Message(Error(code, reason), reply_to=request)]


def silent(_: Message, __: Message) -> list[Message]:
    return []


def empty(request: Message, _: Message) -> list[Message]:
    return [Message(RecordDict(), reply_to=request)]


def twice(request: Message, reply: Message) -> list[Message]:
    """Sends the honest reply, and one more that would pull the model elsewhere."""
    return [reply, *weight(lambda array: array * 0)(request, reply)]


def filled(number: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda array: np.full_like(array, number)


def one_of(number: float) -> Callable[[np.ndarray], np.ndarray]:
    def change(array: np.ndarray) -> np.ndarray:
        changed = array.copy()
        changed[3, 5] = number
        return changed

    return change


@dataclass(frozen=True, slots=True)
class Case:
    """A trick, and why it must be refused."""

    trick: Trick
    reason: str


TRICKS: Final[Mapping[str, Case]] = {
    "a row too many": Case(weight(lambda array: np.vstack([array, array[:1]])), "shape"),
    "transposed": Case(weight(lambda array: np.ascontiguousarray(array.T)), "shape"),
    "flat": Case(weight(np.ravel), "shape"),
    "a shape that broadcasts": Case(weight(lambda array: array[:1]), "shape"),
    "no dimension": Case(weight(lambda _: np.zeros((), np.float32)), "shape"),
    "another shape than it says": Case(claimed(np.transpose), "bytes"),
    "one NaN": Case(weight(one_of(np.nan)), "not-finite"),
    "infinite": Case(weight(one_of(-np.inf)), "not-finite"),
    "all NaN": Case(weight(filled(np.nan)), "not-finite"),
    "float64": Case(weight(lambda array: array.astype(np.float64)), "dtype"),
    "float64 that says float32": Case(claimed(lambda array: array.astype(np.float64)), "bytes"),
    "big-endian that says float32": Case(claimed(lambda array: array.astype(">f4")), "bytes"),
    "whole numbers that say float32": Case(claimed(lambda array: array.astype(np.int32)), "bytes"),
    "Fortran order": Case(claimed(np.asfortranarray), "bytes"),
    "objects": Case(weight(lambda _: np.array([_Exploding()], object)), "dtype"),
    "objects that say float32": Case(
        claimed(lambda _: np.full((HIDDEN, FEATURES), _Exploding(), object)), "bytes"
    ),
    "a pickle": Case(raw(lambda _: pickle.dumps(_Exploding())), "bytes"),
    "a pickle by name": Case(raw(lambda _: pickle.dumps(_Exploding()), "pickle"), "bytes"),
    "another form": Case(raw(lambda data: data, "torch.tensor"), "bytes"),
    "cut short": Case(raw(lambda data: data[:-1]), "bytes"),
    "a byte too many": Case(raw(lambda data: data + b"\0"), "bytes"),
    "no bytes": Case(raw(lambda _: b""), "bytes"),
    "a header that promises terabytes": Case(
        raw(lambda data: data.replace(b"(32, 88)", b"(9e9,88)")), "bytes"
    ),
    "a tensor too many": Case(
        tensors(lambda update: update.update(more=tensor(np.zeros(3, np.float32)))), "tensor-names"
    ),
    "a tensor too few": Case(tensors(lambda update: update.pop(BIAS)), "tensor-names"),  # type: ignore[arg-type,return-value]
    "no tensors": Case(tensors(lambda update: update.clear()), "tensor-names"),
    "a huge norm": Case(weight(lambda array: array + 1e6), "norm"),
    "just above the clip": Case(
        weight(lambda array: 1.01 * array / np.linalg.norm(array)), "norm"
    ),
    "float32's largest": Case(weight(filled(3.4e38)), "norm"),
    "a weight below zero": Case(measures(weight=-512), "weight"),
    "no weight": Case(measures(weight=0), "weight"),
    "a weight of a billion": Case(measures(weight=10**9), "weight"),
    "a weight above the cap": Case(measures(weight=65), "weight"),
    "half a weight": Case(measures(weight=1.5), "weight"),
    "a list of weights": Case(measures(weight=[1, 2]), "weight"),
    "too good a reward": Case(measures(reward=1.5), "reward"),
    "a reward that is no number": Case(measures(reward=float("nan")), "reward"),
    "a whole reward": Case(measures(reward=1), "reward"),
    "a measure too few": Case(measures(reward=None), "measure-names"),
    "a measure too many": Case(measures(heart_rate=71), "measure-names"),
    "a record too many": Case(records(diary=ConfigRecord({"text": "dear"})), "record-names"),
    "a record too few": Case(records(**{MEASURES_RECORD: None}), "record-names"),
    "a record of another kind": Case(
        records(**{MEASURES_RECORD: ConfigRecord({"weight": 1, "reward": 0.5})}), "record-names"
    ),
    "no records": Case(empty, "record-names"),
    "in another's name": Case(says(src_node_id=101), "unasked"),
    "from nobody": Case(says(src_node_id=1), "unasked"),
    "of an older round": Case(says(group_id="0"), "round"),
    "of another kind": Case(says(message_type="query.statistics"), "round"),
    "an error": Case(fails("ZeroDivisionError"), "error"),
    "an error with a story": Case(fails("my diary says: dear"), "error"),
    "an error without a reason": Case(fails(""), "error"),
    "no consent": Case(fails("NoConsent"), "declined"),
    "twice": Case(twice, "twice"),
}  # fmt: skip
