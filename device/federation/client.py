"""What a device answers a coordinator: the same fixed code in the worker, in tests and simulated.

Invariants:
1. A request is checked before it is acted on: its plan is one that this version knows, its model is
   the one that the plan names, with the tensors of `GATE_SHAPES`, float32 and finite.
2. Training needs the owner's consent to training, statistics their own; each is looked at anew for
   every request.
3. Training never sees the memories that are held out; what is sent rests on them only by a reward.
4. No reply is handed over before `before_send` was told of it, exactly, and returned. If that
   raises, there is no reply.
5. A refusal carries the name of its type, and nothing that was asked or found.

What an attacker tries: a plan with a field that this version does not know, or a clip of a million;
a model under another's digest; NaN, other shapes, a pickle in place of an array; asking for
statistics under the consent to training.

What this does NOT protect: in this version the coordinator sees each device's update. An update
tells something about what it was trained on; the clip bounds it, and only a masked sum would hide
it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final, TypeAlias

import numpy as np
from flwr.app import (
    Array,
    ArrayRecord,
    ConfigRecord,
    Context,
    Error,
    Message,
    MetricRecord,
    RecordDict,
)
from flwr.clientapp import ClientApp
from pydantic import ValidationError

from device.federation.clip import clip, l2_norm
from device.federation.protocol import (
    CELLS_RECORD,
    MAX_WEIGHT,
    MEASURES_RECORD,
    MODEL_RECORD,
    PLAN_RECORD,
    STATISTICS,
    UPDATE_RECORD,
    Measures,
    RoundPlan,
    SentKind,
    StatisticsPlan,
    StatisticsView,
    unexpected_cells,
)
from device.federation.sent import Consent, Sent, payload_digest
from device.learning import models
from device.learning.models import GATE_SHAPES, Parameters, model_digest
from device.learning.rewards import Rows, has_both_sides, reward

# Trains on (features, values) by a plan, from the model received. Handed in, so that nothing here
# imports torch.
Train: TypeAlias = Callable[
    [Parameters, models.Array, models.Array, RoundPlan], dict[str, models.Array]
]
Cells: TypeAlias = Mapping[StatisticsView, Mapping[str, int]]
BeforeSend: TypeAlias = Callable[[Sent], None]
OnModel: TypeAlias = Callable[[int, str], None]

MIN_TRAINED: Final = 8  # an update from fewer memories would tell too much of each
_HEADER_BYTES: Final = 1_024  # before the numbers of a .npy
_ERROR_CODE: Final = 2  # Flower's CLIENT_APP_RAISED_EXCEPTION


class RefusalError(Exception):
    """A request that this device does not answer. Its type's name is all that leaves."""


class NoConsent(RefusalError):
    """The owner did not agree to this."""


class BadRequest(RefusalError):
    """The records or the plan are not those that this version knows."""


class WrongModel(RefusalError):
    """The model is not the one that the plan names, or no model of this gate."""


class TooFewMemories(RefusalError):
    """There are not enough memories, or none of them was ever of use, to learn from."""


@dataclass(frozen=True, slots=True)
class _Reply:
    content: RecordDict
    sent: Sent


def make_client(
    rows: Rows,
    cells: Cells | None,
    consent: Consent | Callable[[], Consent],
    before_send: BeforeSend,
    *,
    train: Train,
    on_model: OnModel | None = None,
    period_days: int = 28,
) -> ClientApp:
    """Gives the Flower app of one device: train, evaluate and query.statistics.

    Args:
        rows: What it learns from.
        cells: The device's bits of each statistics view, counted once for `period_days`; a view
            that is not there is not answered. At most MAX_CELLS are set.
        consent: What the owner agreed to, or what gives it at the time of each request.
        before_send: Told of each reply before it is handed over; raises to keep it back.
        train: Gives the trained parameters: `device.learning.train_gate.train`, or another.
        on_model: Told the round and the digest of each model that came in.
        period_days: The period that `cells` were counted over; no other is answered.
    """
    device = _Device(rows, dict(cells or {}), consent, train, on_model, period_days)
    app = ClientApp()

    def answering(answer: Callable[[RecordDict], _Reply]) -> Callable[[Message, Context], Message]:
        def handle(message: Message, _: Context) -> Message:
            try:
                reply = answer(message.content)
            except RefusalError as refusal:
                return error_reply(message, type(refusal).__name__, before_send)
            before_send(reply.sent)
            return Message(reply.content, reply_to=message)

        return handle

    app.train()(answering(device.answer_train))
    app.evaluate()(answering(device.answer_evaluate))
    app.query(STATISTICS.removeprefix("query."))(answering(device.answer_statistics))
    return app


def error_reply(message: Message, name: str, before_send: BeforeSend) -> Message:
    """Gives the reply that says no, by the name of an error's type, once it was told of."""
    before_send(Sent(kind=SentKind.ERROR, error=name, digest=payload_digest(error=name)))
    return Message(Error(_ERROR_CODE, name), reply_to=message)


@dataclass(frozen=True, slots=True)
class _Device:
    """What stands behind the app: pure answers to the contents of messages."""

    rows: Rows
    cells: dict[StatisticsView, Mapping[str, int]]
    consent: Consent | Callable[[], Consent]
    train: Train
    on_model: OnModel | None
    period_days: int

    def answer_train(self, content: RecordDict) -> _Reply:
        plan, model, seen, held = self._round(content)
        trained = self.train(model, seen.features, seen.values, plan)
        update = {name: trained[name] - model[name] for name in GATE_SHAPES}
        clipped, _ = clip(update, plan.clip_norm)
        measures = _measures(model, seen, held)
        arrays = {name: Array(np.ascontiguousarray(clipped[name], "<f4")) for name in GATE_SHAPES}
        content = RecordDict(
            {
                UPDATE_RECORD: ArrayRecord(arrays),
                MEASURES_RECORD: MetricRecord(measures.model_dump()),
            }
        )
        return _Reply(content, _told(SentKind.UPDATE, plan.round, measures, clipped))

    def answer_evaluate(self, content: RecordDict) -> _Reply:
        plan, model, seen, held = self._round(content)
        measures = _measures(model, seen, held)
        content = RecordDict({MEASURES_RECORD: MetricRecord(measures.model_dump())})
        return _Reply(content, _told(SentKind.EVALUATION, plan.round, measures, {}))

    def answer_statistics(self, content: RecordDict) -> _Reply:
        if not self._agreed().statistics:
            raise NoConsent
        if set(content) != {PLAN_RECORD}:
            raise BadRequest
        plan = _statistics_plan(content)
        bits = self.cells.get(plan.view)
        if bits is None or plan.period_days != self.period_days:
            raise BadRequest
        if unexpected_cells(plan.view, bits) is not None:
            raise RuntimeError("the cells of this device break the contribution bound")
        counted = {name: int(bit) for name, bit in bits.items()}
        sent = Sent(
            kind=SentKind.STATISTICS, cells=counted, digest=payload_digest(measures=counted)
        )
        return _Reply(RecordDict({CELLS_RECORD: MetricRecord(dict(counted))}), sent)

    def _agreed(self) -> Consent:
        return self.consent() if callable(self.consent) else self.consent

    def _round(self, content: RecordDict) -> tuple[RoundPlan, Parameters, Rows, Rows]:
        if not self._agreed().training:
            raise NoConsent
        if set(content) != {PLAN_RECORD, MODEL_RECORD}:
            raise BadRequest
        plan = _round_plan(content)
        model = _received_model(content, plan)
        seen, held = self.rows.split()
        if len(seen) < MIN_TRAINED or not len(held) or not has_both_sides(seen.values):
            raise TooFewMemories
        if self.on_model is not None:
            self.on_model(plan.round, plan.model)
        return plan, model, seen, held


def _measures(model: Parameters, seen: Rows, held: Rows) -> Measures:
    return Measures(
        weight=min(len(seen), MAX_WEIGHT), reward=reward(model, held.features, held.values)
    )


def _told(kind: SentKind, round_: int, measures: Measures, tensors: Parameters) -> Sent:
    return Sent(
        kind=kind,
        round=round_,
        tensors={name: tensor.shape for name, tensor in tensors.items()},
        bytes=sum(tensor.nbytes for tensor in tensors.values()),
        norm=l2_norm(tensors),
        weight=measures.weight,
        reward=measures.reward,
        digest=payload_digest(tensors, measures.model_dump()),
    )


def _round_plan(content: RecordDict) -> RoundPlan:
    record = content[PLAN_RECORD]
    if not isinstance(record, ConfigRecord):
        raise BadRequest
    try:
        return RoundPlan.model_validate(dict(record))
    except ValidationError as error:
        raise BadRequest from error


def _statistics_plan(content: RecordDict) -> StatisticsPlan:
    record = content[PLAN_RECORD]
    if not isinstance(record, ConfigRecord):
        raise BadRequest
    try:
        # Flower carries the view as text; strict validation would want the member itself.
        fields = dict(record)
        view = StatisticsView(str(fields.pop("view", "")))
        return StatisticsPlan.model_validate({**fields, "view": view})
    except ValueError as error:  # pydantic's error is one
        raise BadRequest from error


def _received_model(content: RecordDict, plan: RoundPlan) -> Parameters:
    record = content[MODEL_RECORD]
    if not isinstance(record, ArrayRecord) or set(record) != set(GATE_SHAPES):
        raise WrongModel
    model = {name: _tensor(record[name], shape) for name, shape in GATE_SHAPES.items()}
    if model_digest(model) != plan.model:
        raise WrongModel
    return model


def _tensor(array: Array, shape: tuple[int, ...]) -> models.Array:
    """Gives a tensor whose declared form, size, own form and numbers are all as they must be."""
    expected = int(np.prod(shape)) * 4
    declared = (array.dtype, tuple(array.shape), array.stype)
    if declared != ("float32", shape, "numpy.ndarray"):
        raise WrongModel
    if not expected < len(array.data) <= expected + _HEADER_BYTES:
        raise WrongModel
    try:
        stream = BytesIO(array.data)
        tensor = np.lib.format.read_array(stream, allow_pickle=False)
    except (ValueError, EOFError, OSError) as error:
        raise WrongModel from error
    # What the bytes say counts, not what was declared beside them.
    if tensor.dtype != np.dtype("<f4") or tensor.shape != shape or stream.read(1):
        raise WrongModel
    if not np.isfinite(tensor).all():
        raise WrongModel
    return np.ascontiguousarray(tensor, "<f4")
