"""Judging replies: pure, closed, nothing hostile gets through. Whole rounds: `test_rounds`."""

import ast
import math
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import coordinator.validate
from coordinator.validate import (
    Envelope,
    RawReply,
    RawTensor,
    Reason,
    Refused,
    Update,
    check_cells,
    check_measures,
    check_update,
    judge,
)
from device.federation.protocol import (
    CELLS,
    CELLS_RECORD,
    MAX_CELLS,
    MAX_WEIGHT,
    MEASURES_RECORD,
    UPDATE_RECORD,
    Measures,
    RoundPlan,
    StatisticsView,
)
from device.learning.models import GATE_SHAPES
from tests.coordinator.hostile import TRICKS, tensor

PLAN = RoundPlan(round=1, rounds=3, model="0" * 64, clip_norm=1.0)
SMALL = "gate.action.bias"


def raw(array: np.ndarray) -> RawTensor:
    one = tensor(array)
    return RawTensor(one.dtype, one.shape, one.stype, one.data)


def tensors(**changed: np.ndarray) -> dict[str, RawTensor]:
    arrays = {name: np.full(shape, 1e-3, np.float32) for name, shape in GATE_SHAPES.items()}
    return {name: raw(array) for name, array in {**arrays, **changed}.items()}


def reply(
    arrays: Mapping[str, Mapping[str, RawTensor]] | None = None,
    metrics: Mapping[str, Mapping[str, object]] | None = None,
    **changed: object,
) -> RawReply:
    whole = RawReply(
        node=7,
        kind="train",
        group="1",
        error=None,
        arrays={UPDATE_RECORD: tensors()} if arrays is None else arrays,
        metrics={MEASURES_RECORD: {"weight": 5, "reward": 0.5}} if metrics is None else metrics,
        others=frozenset(),
    )
    return replace(whole, **changed)


def judged(*envelopes: Envelope, asked: frozenset[int] = frozenset({7, 8})):
    return judge(
        envelopes, asked, kind="train", group="1", check=lambda one: check_update(one, PLAN)
    )


def test_honest_update_is_taken_as_it_is():
    found = check_update(reply(), PLAN)
    assert isinstance(found, Update)
    assert found.measures == Measures(weight=5, reward=0.5)
    assert {name: one.shape for name, one in found.tensors.items()} == dict(GATE_SHAPES)
    assert all((one == np.float32(1e-3)).all() for one in found.tensors.values())
    count = sum(math.prod(shape) for shape in GATE_SHAPES.values())
    assert found.norm == pytest.approx(1e-3 * math.sqrt(count))
    assert found.size_bytes == 4 * count


@pytest.mark.parametrize(
    ("norm", "is_taken"), [(0.0, True), (1.0, True), (1.00009, True), (1.0002, False)]
)
def test_norm_is_held_to_the_clip_with_room_for_float32(norm, is_taken):
    one = np.zeros(GATE_SHAPES[SMALL], np.float32)
    arrays = {name: np.zeros(shape, np.float32) for name, shape in GATE_SHAPES.items()}
    one[0] = norm
    found = check_update(reply({UPDATE_RECORD: tensors(**{**arrays, SMALL: one})}), PLAN)
    assert isinstance(found, Update) is is_taken
    if not is_taken:
        assert found == Refused(Reason.NORM)


def test_norm_is_over_all_tensors_together():
    arrays = {
        name: np.full(shape, 0.9 / math.sqrt(math.prod(shape)), np.float32)
        for name, shape in GATE_SHAPES.items()
    }
    assert check_update(reply({UPDATE_RECORD: tensors(**arrays)}), PLAN) == Refused(Reason.NORM)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
@example(b"\x93NUMPY\x01\x00v\x00" + b" " * 118 + bytes(8))
def test_no_bytes_but_numpys_own_are_a_tensor(data):
    honest = raw(np.zeros(GATE_SHAPES[SMALL], np.float32))
    assert isinstance(honest.data, bytes)
    header, size = honest.data[:-8], len(honest.data)
    for sent in (data, header + data, data[:8].join([header, b""])):
        changed = {**tensors(), SMALL: replace(honest, data=sent)}
        found = check_update(reply({UPDATE_RECORD: changed}), PLAN)
        if len(sent) != size or not sent.startswith(header):
            assert found == Refused(Reason.BYTES)
        elif isinstance(found, Update):
            assert found.tensors[SMALL].tobytes() == sent[len(header) :]
            assert np.isfinite(found.tensors[SMALL]).all()
        else:
            assert found.reason in {Reason.NOT_FINITE, Reason.NORM}


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_flipped_header_byte_is_a_tensor(data):
    honest = raw(np.zeros(GATE_SHAPES[SMALL], np.float32))
    assert isinstance(honest.data, bytes)
    at = data.draw(st.integers(0, len(honest.data) - 9))
    changed = bytearray(honest.data)
    changed[at] ^= data.draw(st.integers(1, 255))
    sent = {**tensors(), SMALL: replace(honest, data=bytes(changed))}
    assert check_update(reply({UPDATE_RECORD: sent}), PLAN) == Refused(Reason.BYTES)


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
    st.binary(max_size=8), st.lists(st.integers(), max_size=3),
    st.tuples(st.integers(), st.integers()),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(JUNK, JUNK, JUNK, JUNK)
def test_junk_in_a_tensor_is_refused_and_never_raises(dtype, shape, form, data):
    sent = {**tensors(), SMALL: RawTensor(dtype, shape, form, data)}
    assert isinstance(check_update(reply({UPDATE_RECORD: sent}), PLAN), Refused)


@settings(max_examples=300, deadline=None)
@given(JUNK, JUNK)
def test_measures_are_within_their_bounds_or_refused(weight, reward):
    found = check_measures(
        reply({}, {MEASURES_RECORD: {"weight": weight, "reward": reward}}, kind="evaluate")
    )
    if isinstance(found, Measures):
        assert type(weight) is int
        assert 1 <= weight <= MAX_WEIGHT
        assert -1 <= reward <= 1
    else:
        assert found.reason in {Reason.WEIGHT, Reason.REWARD}


@pytest.mark.parametrize("weight", [1, MAX_WEIGHT])
@pytest.mark.parametrize("reward", [-1.0, 0.0, 1.0])
def test_measures_at_their_bounds_count(weight, reward):
    found = check_measures(reply({}, {MEASURES_RECORD: {"weight": weight, "reward": reward}}))
    assert found == Measures(weight=weight, reward=reward)


def test_truth_values_are_no_weights():
    found = check_measures(reply({}, {MEASURES_RECORD: {"weight": True, "reward": 0.5}}))
    assert found == Refused(Reason.WEIGHT)


@pytest.mark.parametrize("view", StatisticsView)
def test_cells_are_one_bit_each_and_bounded(view):
    def check(cells: Mapping[str, object]) -> object:
        return check_cells(reply({}, {CELLS_RECORD: cells}), view)

    names = CELLS[view]
    good = {name: int(at < MAX_CELLS) for at, name in enumerate(names)}
    assert check(good) == good
    assert check(dict.fromkeys(names, 0)) == dict.fromkeys(names, 0)
    assert check(dict.fromkeys(names, 1)) == Refused(Reason.CELL_BOUND)
    assert check({**good, "more": 0}) == Refused(Reason.CELL_NAMES)
    assert check({}) == Refused(Reason.CELL_NAMES)
    for bit in (2, -1, 0.5, 1.0, True, None, [1], 10**30, float("nan")):
        assert check({**good, names[0]: bit}) == Refused(Reason.CELL_VALUE)


def test_cells_of_the_other_view_are_refused():
    cells = dict.fromkeys(CELLS[StatisticsView.DEVELOPER], 0)
    found = check_cells(reply({}, {CELLS_RECORD: cells}), StatisticsView.REGULATOR)
    assert found == Refused(Reason.CELL_NAMES)


@pytest.mark.parametrize(
    "found",
    [
        check_update(reply(others=frozenset({"more"})), PLAN),
        check_update(reply({}), PLAN),
        check_update(reply({UPDATE_RECORD: tensors(), "more": {}}), PLAN),
        check_update(reply(metrics={}), PLAN),
        check_measures(reply()),
        check_cells(reply(), StatisticsView.REGULATOR),
    ],
)
def test_records_are_those_of_the_message_and_no_others(found):
    assert found == Refused(Reason.RECORD_NAMES)


def test_only_who_was_asked_counts_and_once():
    first, second = Envelope(7, reply()), Envelope(7, reply(metrics={}))
    other = Envelope(9, reply(node=9))
    found = judged(first, second, second, other)
    assert set(found.accepted) == {7}
    assert found.refused == {"twice": 2, "unasked": 1}
    assert found.missing == 1


def test_bad_first_reply_is_not_mended_by_a_good_second():
    found = judged(Envelope(7, reply(metrics={})), Envelope(7, reply()))
    assert found.accepted == {}
    assert found.refused == {"record-names": 1, "twice": 1}


def test_unreadable_reply_uses_up_its_nodes_turn():
    found = judged(Envelope(7, None), Envelope(7, reply()))
    assert (found.accepted, found.refused, found.missing) == (
        {}, {"unreadable": 1, "twice": 1}, 1,
    )  # fmt: skip


def test_uninvited_reply_does_not_make_its_node_heard():
    found = judged(Envelope(9, reply(node=9)), Envelope(7, reply(node=8)), asked=frozenset({8}))
    assert found.missing == 1


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"node": 8}, "unasked"),
        ({"node": "7"}, "unasked"),
        ({"kind": "evaluate"}, "round"),
        ({"group": "2"}, "round"),
        ({"group": ""}, "round"),
        ({"error": "NoConsent"}, "declined"),
        ({"error": "TooFewMemories"}, "declined"),
        ({"error": "ValueError"}, "error"),
        ({"error": ""}, "error"),
    ],
)
def test_envelope_is_held_against_what_was_asked(changed, reason):
    found = judged(Envelope(7, reply(**changed)))
    assert (found.accepted, found.refused) == ({}, {reason: 1})


def test_every_reason_is_a_word_of_the_ledger_and_most_have_a_trick():
    pattern = "^[a-z0-9][a-z0-9_.-]{0,63}$"
    assert all(re.fullmatch(pattern, reason) for reason in Reason)
    of_statistics = {"cell-names", "cell-value", "cell-bound"}
    assert set(Reason) - {case.reason for case in TRICKS.values()} == of_statistics | {"unreadable"}


def test_validation_knows_no_flower_file_clock_or_network():
    tree = ast.parse(Path(coordinator.validate.__file__).read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= {
        "__future__", "collections", "dataclasses", "enum", "functools", "io", "math", "typing",
        "numpy", "device",
    }  # fmt: skip
    assert "load(" not in Path(coordinator.validate.__file__).read_text(encoding="utf-8")
