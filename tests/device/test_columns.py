"""Rows in RAM, column by column: after any adding and dropping, what a dictionary would hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.encoder.tags import DOMAINS
from device.vault.columns import Chunk, ClassColumns, CodeLayout
from device.vault.rows import COLUMNS, FULL_ROW, ROW, Rows, fields

LAYOUTS = list(CodeLayout)


def rows_with(ids: list[int], domains: list[int], seed: int = 0) -> Rows:
    """Gives rows whose other bytes are random. *Shape:* (len(ids),) of FULL_ROW."""
    rng = np.random.default_rng(seed)
    rows = np.frombuffer(rng.bytes(len(ids) * FULL_ROW.itemsize), FULL_ROW).copy()
    rows["id"], rows["domain"] = ids, domains
    rows["strength"], rows["scale"] = 0.5, 0.25
    return rows


def held(columns: ClassColumns) -> dict[int, bytes]:
    """Gives every row by its id."""
    return {
        int(chunk.ids[at]): chunk.row(at).tobytes()
        for chunk in columns.chunks()
        for at in np.flatnonzero(chunk.alive)
    }


@settings(max_examples=60, deadline=None)
@given(
    layout=st.sampled_from(LAYOUTS),
    acts=st.lists(st.tuples(st.integers(0, 9), st.integers(0, len(DOMAINS) - 1)), max_size=60),
)
def test_columns_hold_what_a_dictionary_would(layout: CodeLayout, acts: list[tuple[int, int]]):
    columns, kept, next_id = ClassColumns(layout), {}, 1
    for act, domain in acts:
        if act < 7:
            count = 1 + act * 17
            rows = rows_with(list(range(next_id, next_id + count)), [domain] * count, next_id)
            next_id += count
            columns.add(rows)
            taken = fields(rows, ROW)
            kept |= {int(row["id"]): row.tobytes() for row in taken}
        elif kept:
            gone = sorted(kept)[(act * 31 + domain) % len(kept)]
            columns.drop(gone)
            columns.drop(gone)
            del kept[gone]
        assert columns.count == len(kept)
    assert held(columns) == kept
    for item_id in [*kept, next_id, 0, -1, 2**32, 2**70]:
        found = columns.find(item_id)
        assert (found is not None) == (item_id in kept)
        if found is not None:
            assert found[0].row(found[1]).tobytes() == kept[item_id]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_dropped_row_leaves_zeros_and_its_slot_is_never_used_again(layout: CodeLayout):
    columns = ClassColumns(layout)
    columns.add(rows_with([1, 2, 3], [0, 0, 0]))
    columns.drop(2)
    (chunk,) = columns.chunks()
    assert chunk.ids[:3].tolist() == [1, 0, 3]
    assert not chunk.code_rows()[1].any()
    assert not chunk.vectors[1].any()
    assert chunk.columns[1].tobytes() == bytes(COLUMNS.itemsize)
    columns.add(rows_with([4], [0]))
    assert chunk.ids[:4].tolist() == [1, 0, 3, 4]
    assert columns.find(0) is None


@pytest.mark.parametrize("layout", LAYOUTS)
def test_wiped_columns_leave_zeros_for_whoever_still_holds_them(layout: CodeLayout):
    columns = ClassColumns(layout)
    columns.add(rows_with(list(range(1, 50)), [at % 3 for at in range(1, 50)]))
    chunks = list(columns.chunks())
    columns.wipe()
    assert columns.count == 0
    assert list(columns.chunks()) == []
    for chunk in chunks:
        assert chunk.n == 0
        for array in (chunk.ids, chunk.codes, chunk.vectors):
            assert not array.any()
        assert not any(chunk.columns.tobytes())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_grown_chunk_has_the_same_rows(layout: CodeLayout):
    chunk = Chunk.empty(4, layout)
    rows = rows_with([5, 6, 7], [1, 1, 1])
    chunk.put(rows["id"], fields(rows, COLUMNS), rows["code"], rows["vector"])
    wider = chunk.grown(9)
    assert (wider.capacity, wider.n) == (9, 3)
    assert b"".join(wider.row(at).tobytes() for at in range(3)) == fields(rows, ROW).tobytes()
    assert np.array_equal(wider.code_rows(), rows["code"])


def test_note_of_a_place_is_believed_only_while_the_id_is_there():
    columns = ClassColumns(CodeLayout.WORDS)
    columns.add(rows_with([1, 2], [0, 0]))
    (chunk,) = columns.chunks()
    columns.note(2, chunk, 0)  # wrong
    found = columns.find(2)
    assert found is not None
    assert found[1] == 1


@given(
    st.lists(st.integers(1, 300), unique=True, min_size=1, max_size=80),
    st.lists(st.integers(1, 400), max_size=40),
    st.data(),
)
def test_places_are_those_of_the_ids(ids: list[int], wanted: list[int], data: st.DataObject):
    chunk = Chunk.empty(len(ids) + 5, CodeLayout.ROWS)
    rows = rows_with(ids, [0] * len(ids))
    chunk.put(rows["id"], fields(rows, COLUMNS), rows["code"], rows["vector"])
    asked = np.array(wanted, np.uint32)
    for _ in range(2):  # the second time after slots were emptied
        alive = [int(one) for one in chunk.ids[: chunk.n]]
        expected = [alive.index(one) if one in alive else -1 for one in wanted]
        assert chunk.places(asked).tolist() == expected
        chunk.clear(data.draw(st.integers(0, len(ids) - 1)))
