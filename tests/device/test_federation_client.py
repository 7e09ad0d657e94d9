"""What a device answers a coordinator, and what it refuses, by the type's name and nothing else."""

import ast
import io
from pathlib import Path

import numpy as np
import pytest
from flwr.app import Array, ArrayRecord, ConfigRecord, Context, MetricRecord, RecordDict

import device.federation.client as client_module
from device.federation.client import MIN_TRAINED, make_client
from device.federation.clip import l2_norm
from device.federation.protocol import (
    CELLS,
    CELLS_RECORD,
    EVALUATE,
    MAX_WEIGHT,
    MEASURES_RECORD,
    MODEL_RECORD,
    PLAN_RECORD,
    STATISTICS,
    TRAIN,
    UPDATE_RECORD,
    Measures,
    SentKind,
    StatisticsPlan,
    StatisticsView,
    unexpected_cells,
)
from device.federation.sent import Consent, Withheld, payload_digest
from device.learning.models import FEATURES, GATE_SHAPES, model_digest
from device.learning.rewards import Rows, hold_out, reward, value
from tests.device.round_builders import content, gate, message, plan_for, synthetic_rows

BOTH = Consent(training=True, statistics=True)
BITS = {
    StatisticsView.REGULATOR: {
        name: int(at < 3) for at, name in enumerate(CELLS[StatisticsView.REGULATOR])
    }
}
STATISTICS_PLAN = {"v": 1, "view": "regulator", "period_days": 28}


def nudge(model, features, values, plan):
    """Trains without torch: moves every parameter by what it is told to see."""
    step = np.float32(plan.learning_rate * values.mean())
    return {name: tensor + step for name, tensor in model.items()}


class Device:
    """A client, what it told before it sent, and what it saw of training."""

    def __init__(self, rows=None, cells=BITS, consent=BOTH, train=nudge, **rest):
        self.sent, self.trained_on, self.models = [], [], []
        self.rows = rows if rows is not None else synthetic_rows(1)

        def watched(model, features, values, plan):
            self.trained_on.append((features, values))
            return train(model, features, values, plan)

        self.client = make_client(
            self.rows,
            cells,
            consent,
            self.sent.append,
            train=watched,
            on_model=lambda *seen: self.models.append(seen),
            **rest,
        )

    def ask(self, kind, records):
        context = Context(7, 2, {}, RecordDict(), {})
        return self.client(message(kind, records), context)


def error_of(reply):
    assert not reply.has_content()
    return reply.error.reason


def statistics(**fields):
    return {PLAN_RECORD: ConfigRecord({**STATISTICS_PLAN, **fields})}


def tensors(reply, record=UPDATE_RECORD):
    return {name: array.numpy() for name, array in reply.content[record].items()}


# -- what is answered


def test_update_holds_the_agreed_tensors_clipped_and_the_measures():
    phone, model = Device(), gate()
    reply = phone.ask(TRAIN, content(model, plan_for(model, clip_norm=0.001)))
    assert set(reply.content) == {UPDATE_RECORD, MEASURES_RECORD}
    update = tensors(reply)
    assert {name: tensor.shape for name, tensor in update.items()} == dict(GATE_SHAPES)
    assert {tensor.dtype for tensor in update.values()} == {np.dtype(np.float32)}
    assert 0.0009 < l2_norm(update) <= 0.001 * (1 + 1e-4)
    measures = Measures.model_validate(dict(reply.content[MEASURES_RECORD]))
    seen, held = phone.rows.split()
    assert measures.weight == min(len(seen), MAX_WEIGHT)
    assert measures.reward == reward(model, held.features, held.values)


def test_update_is_the_difference_to_the_received_model():
    phone, model = Device(), gate()
    update = tensors(phone.ask(TRAIN, content(model, plan_for(model))))
    step = 0.01 * phone.rows.split()[0].values.mean()
    assert update["gate.action.bias"] == pytest.approx(np.full(2, step), rel=1e-3)


def test_training_never_sees_what_is_held_out():
    phone, model = Device(), gate()
    phone.ask(TRAIN, content(model, plan_for(model)))
    ((features, values),) = phone.trained_on
    seen, held = phone.rows.split()
    assert features.tobytes() == seen.features.tobytes()
    assert values.tobytes() == seen.values.tobytes()
    held_out = {row.tobytes() for row in held.features}
    assert held_out
    assert not held_out & {row.tobytes() for row in features}


def test_many_memories_weigh_no_more_than_the_bound_and_few_weigh_their_number():
    for count, weight in ((500, MAX_WEIGHT), (30, None)):
        phone, model = Device(synthetic_rows(2, count)), gate()
        reply = phone.ask(TRAIN, content(model, plan_for(model)))
        expected = weight or len(phone.rows.split()[0])
        assert reply.content[MEASURES_RECORD]["weight"] == expected


def test_evaluation_gives_measures_alone_and_does_not_train():
    phone, model = Device(), gate()
    reply = phone.ask(EVALUATE, content(model, plan_for(model)))
    assert set(reply.content) == {MEASURES_RECORD}
    assert set(reply.content[MEASURES_RECORD]) == {"weight", "reward"}
    assert not phone.trained_on


def test_statistics_give_the_bits_of_the_view_alone():
    phone = Device()
    reply = phone.ask(STATISTICS, statistics())
    assert set(reply.content) == {CELLS_RECORD}
    bits = dict(reply.content[CELLS_RECORD])
    assert bits == BITS[StatisticsView.REGULATOR]
    assert unexpected_cells(StatisticsView.REGULATOR, bits) is None


def test_model_that_came_in_is_told_by_round_and_digest():
    phone, model = Device(), gate()
    phone.ask(TRAIN, content(model, plan_for(model, round=4)))
    assert phone.models == [(4, model_digest(model))]


# -- what is told before


def test_what_leaves_is_told_exactly_before_it_leaves():
    phone, model = Device(), gate()
    reply = phone.ask(TRAIN, content(model, plan_for(model, round=2)))
    (sent,) = phone.sent
    update, measures = tensors(reply), dict(reply.content[MEASURES_RECORD])
    assert (sent.kind, sent.round) == (SentKind.UPDATE, 2)
    assert dict(sent.tensors) == dict(GATE_SHAPES)
    assert sent.bytes == sum(tensor.nbytes for tensor in update.values())
    assert sent.norm == l2_norm(update)
    assert {"weight": sent.weight, "reward": sent.reward} == measures
    assert sent.digest == payload_digest(update, measures)


def test_each_kind_of_reply_is_told_with_the_digest_of_its_payload():
    phone, model = Device(), gate()
    measures = dict(phone.ask(EVALUATE, content(model, plan_for(model))).content[MEASURES_RECORD])
    bits = dict(phone.ask(STATISTICS, statistics()).content[CELLS_RECORD])
    phone.ask(TRAIN, statistics())
    evaluated, counted, refused = phone.sent
    assert (evaluated.kind, evaluated.digest) == (
        SentKind.EVALUATION, payload_digest(measures=measures),
    )  # fmt: skip
    assert (counted.kind, dict(counted.cells)) == (SentKind.STATISTICS, bits)
    assert counted.digest == payload_digest(measures=bits)
    assert (refused.kind, refused.error) == (SentKind.ERROR, "BadRequest")


def test_another_payload_has_another_digest():
    update = gate()
    other = {**update, "gate.action.bias": np.full(2, 1e-7, np.float32)}
    digests = {
        payload_digest(),
        payload_digest(update),
        payload_digest(other),
        payload_digest(update, {"weight": 1, "reward": 0.5}),
        payload_digest(update, {"weight": 1, "reward": 0.25}),
        payload_digest(error="NoConsent"),
    }
    assert len(digests) == 6


@pytest.mark.parametrize("kind", [TRAIN, EVALUATE, STATISTICS, "refusal"])
def test_nothing_is_handed_over_that_was_not_let_go(kind):
    def keep_back(_):
        raise Withheld

    model = gate()
    app = make_client(synthetic_rows(1), BITS, BOTH, keep_back, train=nudge)
    records = statistics() if kind == STATISTICS else content(model, plan_for(model))
    asked = message(TRAIN if kind == "refusal" else kind, {} if kind == "refusal" else records)
    with pytest.raises(Withheld):
        app(asked, Context(7, 2, {}, RecordDict(), {}))


# -- consent


@pytest.mark.parametrize(
    ("consent", "answered"),
    [
        (Consent(), set()),
        (Consent(training=True), {TRAIN, EVALUATE}),
        (Consent(statistics=True), {STATISTICS}),
        (BOTH, {TRAIN, EVALUATE, STATISTICS}),
    ],
)
def test_each_consent_opens_its_own_questions_and_no_other(consent, answered):
    phone, model = Device(consent=consent), gate()
    found = set()
    for kind in (TRAIN, EVALUATE, STATISTICS):
        records = statistics() if kind == STATISTICS else content(model, plan_for(model))
        reply = phone.ask(kind, records)
        if reply.has_content():
            found.add(kind)
        else:
            assert error_of(reply) == "NoConsent"
    assert found == answered
    assert phone.trained_on == [] or consent.training


def test_withdrawn_consent_counts_from_the_next_question_on():
    given = [BOTH]
    phone, model = Device(consent=lambda: given[-1]), gate()
    assert phone.ask(TRAIN, content(model, plan_for(model))).has_content()
    given.append(Consent())
    assert error_of(phone.ask(TRAIN, content(model, plan_for(model)))) == "NoConsent"


# -- what is refused


def foreign_plans():
    yield "field", {"notes": "a field for text"}
    yield "version", {"v": 2}
    yield "clip", {"clip_norm": 1e6}
    yield "no-clip", {"clip_norm": 0.0}
    yield "nan-clip", {"clip_norm": float("nan")}
    yield "epochs", {"epochs": 10_000}
    yield "rate", {"learning_rate": -0.5}
    yield "text-round", {"round": "1"}
    yield "bool-round", {"round": True}
    yield "list", {"epochs": [1, 2]}
    yield "digest", {"model": "0" * 63}


@pytest.mark.parametrize("kind", [TRAIN, EVALUATE])
@pytest.mark.parametrize(
    "fields", [pytest.param(fields, id=name) for name, fields in foreign_plans()]
)
def test_plan_that_this_version_does_not_know_is_refused(kind, fields):
    phone, model = Device(), gate()
    assert error_of(phone.ask(kind, content(model, plan_for(model), **fields))) == "BadRequest"
    assert not phone.trained_on
    assert not phone.models


def test_plan_without_a_field_is_refused():
    phone, model = Device(), gate()
    records = content(model, plan_for(model))
    del records[PLAN_RECORD]["round"]
    assert error_of(phone.ask(TRAIN, records)) == "BadRequest"


def with_array(array):
    model = gate()
    records = content(model, plan_for(model))
    records[MODEL_RECORD]["gate.action.bias"] = array
    return records


def with_model(model, of=None):
    return content(model, plan_for(of or model))


def saved(array):
    out = io.BytesIO()
    np.save(out, array, allow_pickle=True)
    return out.getvalue()


EXPLODED = []


def explode():
    EXPLODED.append(True)


class Bomb:
    def __reduce__(self):
        return explode, ()


def foreign_models():
    bias = np.zeros(2, np.float32)
    for name, number in (("nan", np.nan), ("inf", np.inf)):
        model = {**gate(), "gate.action.bias": np.array([0, number], np.float32)}
        yield name, with_model(model)
    yield "digest", with_model(gate(1), of=gate(2))
    missing = gate()
    del missing["gate.action.bias"]
    yield "missing", with_model(missing)
    yield "extra", with_model({**gate(), "gate.extra": bias})
    yield "shape", with_array(Array(np.zeros((1, 2), np.float32)))
    yield "long", with_array(Array(np.zeros(3, np.float32)))
    yield "float64", with_array(Array(np.zeros(2)))
    yield (
        "big-endian",
        with_array(Array("float32", (2,), "numpy.ndarray", saved(bias.astype(">f4")))),
    )
    yield "said-float32", with_array(Array("float32", (2,), "numpy.ndarray", saved(np.zeros(1))))
    yield (
        "said-shape",
        with_array(Array("float32", (2,), "numpy.ndarray", saved(bias.reshape(2, 1)))),
    )
    objects = np.array([Bomb(), None], object)
    yield "pickle", with_array(Array("float32", (2,), "numpy.ndarray", saved(objects)))
    yield "torch", with_array(Array("float32", (2,), "torch.Tensor", saved(bias)))
    yield "cut", with_array(Array("float32", (2,), "numpy.ndarray", saved(bias)[:-1]))
    yield "more", with_array(Array("float32", (2,), "numpy.ndarray", saved(bias) + b"x"))
    yield "nothing", with_array(Array("float32", (2,), "numpy.ndarray", b""))
    yield "noise", with_array(Array("float32", (2,), "numpy.ndarray", b"\x93NUMPY" + b"\xff" * 60))
    yield "huge", with_array(Array("float32", (2,), "numpy.ndarray", bytes(1 << 20)))


@pytest.mark.parametrize(
    "records", [pytest.param(records, id=name) for name, records in foreign_models()]
)
def test_model_that_is_not_the_one_of_the_plan_is_refused(records):
    for kind in (TRAIN, EVALUATE):
        phone = Device()
        assert error_of(phone.ask(kind, records)) == "WrongModel"
        assert not phone.trained_on
        assert not phone.models
        assert not EXPLODED


def foreign_records():
    model = gate()
    whole = content(model, plan_for(model))
    yield "none", TRAIN, {}
    yield "no-model", TRAIN, {PLAN_RECORD: whole[PLAN_RECORD]}
    yield "no-plan", TRAIN, {MODEL_RECORD: whole[MODEL_RECORD]}
    yield "more", TRAIN, {**whole, "more": ConfigRecord({"text": "hello"})}
    yield "plan-kind", TRAIN, {**whole, PLAN_RECORD: MetricRecord({"round": 1})}
    yield "statistics-plan", TRAIN, statistics()
    yield "round-plan", STATISTICS, {PLAN_RECORD: whole[PLAN_RECORD]}
    yield "model-too", STATISTICS, {**statistics(), MODEL_RECORD: whole[MODEL_RECORD]}
    yield "view", STATISTICS, statistics(view="everyone")
    yield "no-view", STATISTICS, {PLAN_RECORD: ConfigRecord({"v": 1})}
    yield "other-period", STATISTICS, statistics(period_days=1)
    yield "other-version", STATISTICS, statistics(v=2)
    yield "field", STATISTICS, statistics(sql="select")
    yield "uncounted-view", STATISTICS, statistics(view="developer")
    yield "cells-kind", STATISTICS, {PLAN_RECORD: ArrayRecord({})}


@pytest.mark.parametrize(
    ("kind", "records"), [pytest.param(*case[1:], id=case[0]) for case in foreign_records()]
)
def test_records_that_were_not_agreed_are_refused(kind, records):
    assert error_of(Device().ask(kind, records)) == "BadRequest"


def test_model_record_of_another_kind_is_refused():
    model = gate()
    records = {**content(model, plan_for(model)), MODEL_RECORD: ConfigRecord({"a": 1})}
    assert error_of(Device().ask(TRAIN, records)) == "WrongModel"


def few():
    rows = synthetic_rows(1)
    none = Rows(np.zeros((0, FEATURES), np.float32), np.zeros(0, np.float32))
    held = hold_out(rows.features)
    seen = Rows(rows.features[~held], rows.values[~held])
    yield "none", none
    yield "seven", Rows(seen.features[: MIN_TRAINED - 1], seen.values[: MIN_TRAINED - 1])
    yield "nothing-held-out", seen
    yield "only-held-out", Rows(rows.features[held], rows.values[held])
    yield "nothing-of-use", Rows(rows.features, np.minimum(rows.values, value(0, 0)))
    yield "unrated", Rows(rows.features, np.full(len(rows), value(0, 0), np.float32))


@pytest.mark.parametrize("rows", [pytest.param(rows, id=name) for name, rows in few()])
def test_too_few_memories_are_not_trained_on(rows):
    phone, model = Device(rows), gate()
    assert error_of(phone.ask(TRAIN, content(model, plan_for(model)))) == "TooFewMemories"
    assert not phone.trained_on


def test_refusal_carries_no_word_of_what_was_asked_or_found():
    phone, model = Device(), gate()
    records = content(model, plan_for(model), diagnosis="alpha-gal")
    reply = phone.ask(TRAIN, records)
    assert "alpha-gal" not in str(reply.error)
    assert "alpha-gal" not in str(phone.sent)


def test_cells_beyond_the_contribution_bound_never_leave():
    over = {StatisticsView.REGULATOR: dict.fromkeys(CELLS[StatisticsView.REGULATOR], 1)}
    phone = Device(cells=over)
    with pytest.raises(RuntimeError, match="bound"):
        phone.ask(STATISTICS, statistics())
    assert not phone.sent


def test_training_that_gives_no_numbers_sends_nothing():
    def broken(model, *_):
        return {name: np.full_like(tensor, np.nan) for name, tensor in model.items()}

    phone, model = Device(train=broken), gate()
    with pytest.raises(ValueError, match="finite"):
        phone.ask(TRAIN, content(model, plan_for(model)))
    assert not phone.sent


def test_statistics_plan_default_is_the_period_that_is_counted():
    assert StatisticsPlan(view=StatisticsView.REGULATOR).period_days == 28


# -- what is imported


def imports(module):
    tree = ast.parse(Path(module).read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_client_takes_its_trainer_as_an_argument():
    found = set(imports(client_module.__file__))
    assert "flwr.app" in found
    assert not {name for name in found if name.split(".")[0] == "torch" or "train_gate" in name}
