"""One sealed segment, and the directory that holds its key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import pytest

from device.errors import IntegrityError
from device.vault.directory import ENTRY, PARTITIONS, Bounds, read_directory, write_directory
from device.vault.rows import FULL_ROW, Rows
from device.vault.segments import Parts, drop_segment, read_parts, read_segment, write_segment
from policy.vocabulary import ClassName
from tests.builders import refusal
from tests.device.test_shelves import LARGE, PARTS, Shelf, random_rows


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf.create(tmp_path)
    with closing(shelf.database):
        yield shelf


def ordered(rows: Rows) -> Rows:
    """Puts rows in the order of a segment."""
    return rows[np.lexsort((rows["id"], rows["domain"]))]


@pytest.mark.parametrize("n", [1, 2, 127, 128, 129, 1_024])
def test_segment_comes_back_as_it_was_written(shelf: Shelf, n: int):
    rows = ordered(random_rows(n, first_id=7))
    (entry,) = write_segment(shelf.database, shelf.keyring, shelf.cid, 3, rows)
    assert read_segment(shelf.database, shelf.keyring, shelf.cid, entry).tobytes() == rows.tobytes()
    assert (entry["n"], entry["count"], entry["total"]) == (n, n, rows["id"].sum(dtype=np.uint64))
    assert (entry["first"], entry["last"]) == (7, 6 + n)
    assert entry["domains"].tolist() == np.bincount(rows["domain"], minlength=PARTITIONS).tolist()


def test_emptied_slots_keep_nothing_but_their_domain(shelf: Shelf):
    rows = ordered(random_rows(200))
    gone = np.flatnonzero(rows["id"] % 3 == 0)
    emptied = np.zeros(len(gone), FULL_ROW)
    emptied["domain"] = rows["domain"][gone]
    rows[gone] = emptied
    (entry,) = write_segment(shelf.database, shelf.keyring, shelf.cid, 3, rows)
    assert read_segment(shelf.database, shelf.keyring, shelf.cid, entry).tobytes() == rows.tobytes()
    assert (entry["n"], entry["count"]) == (200, 200 - len(gone))


def test_segment_written_again_has_another_key_and_no_old_page(shelf: Shelf):
    rows = ordered(random_rows(300))
    (before,) = write_segment(shelf.database, shelf.keyring, shelf.cid, 3, rows)
    (after,) = write_segment(shelf.database, shelf.keyring, shelf.cid, 3, rows[:100])
    assert before["key"] != after["key"]
    with refusal(IntegrityError, "vault.damaged"):
        read_segment(shelf.database, shelf.keyring, shelf.cid, before)
    assert shelf.count("seg_secrets") == 1
    drop_segment(shelf.database, 3)
    assert [shelf.count(table) for table in PARTS] == [0, 0, 0, 0]


@pytest.mark.parametrize("table", PARTS)
def test_any_flipped_byte_of_a_part_is_damage(shelf: Shelf, table: str):
    rows = ordered(random_rows(4))
    (entry,) = write_segment(shelf.database, shelf.keyring, shelf.cid, 1, rows)
    ((seg, good),) = shelf.database.all(f"SELECT seg, sealed FROM {table}")
    assert isinstance(good, bytes)
    for at in range(0, len(good), max(1, len(good) // 60)):
        bad = good[:at] + bytes([good[at] ^ 0x40]) + good[at + 1 :]
        shelf.database.run(f"UPDATE {table} SET sealed = ? WHERE seg = ?", bad, seg)
        with pytest.raises(IntegrityError):
            read_segment(shelf.database, shelf.keyring, shelf.cid, entry)
    shelf.database.run(f"UPDATE {table} SET sealed = ? WHERE seg = ?", good, seg)
    assert len(read_segment(shelf.database, shelf.keyring, shelf.cid, entry)) == 4


def test_failed_part_leaves_no_byte_of_another_segment_in_the_room(shelf: Shelf):
    first = ordered(random_rows(8))
    (one,) = write_segment(shelf.database, shelf.keyring, shelf.cid, 1, first)
    (two,) = write_segment(shelf.database, shelf.keyring, shelf.cid, 2, ordered(random_rows(8, 50)))
    shelf.database.run("UPDATE seg_columns SET sealed = zeroblob(length(sealed)) WHERE seg = 2")
    room = Parts.room(8)
    read_parts(shelf.database, shelf.keyring, shelf.cid, one, room)
    with suppress(IntegrityError):
        read_parts(shelf.database, shelf.keyring, shelf.cid, two, room)
    assert not room.ids.any()


@pytest.mark.parametrize("table", LARGE)
def test_part_of_another_class_or_segment_does_not_open(shelf: Shelf, table: str):
    rows = ordered(random_rows(8))
    other = shelf.keyring.class_named(ClassName.PRIVATE).cid
    (entry,) = write_segment(shelf.database, shelf.keyring, shelf.cid, 1, rows)
    with refusal(IntegrityError, "vault.damaged"):
        read_parts(shelf.database, shelf.keyring, other, entry, Parts.room(8))
    shelf.database.run(f"UPDATE {table} SET seg = 2")
    moved = entry.copy()
    moved["seg"] = 2
    with refusal(IntegrityError, "vault.damaged"):
        read_parts(shelf.database, shelf.keyring, shelf.cid, moved, Parts.room(8))


def test_segment_larger_than_the_room_is_damage(shelf: Shelf):
    (entry,) = write_segment(shelf.database, shelf.keyring, shelf.cid, 1, ordered(random_rows(8)))
    with refusal(IntegrityError, "vault.damaged"):
        read_parts(shelf.database, shelf.keyring, shelf.cid, entry, Parts.room(7))


# -- the directory -------------------------------------------------------------------------------


def test_directory_opens_in_its_generation_alone(shelf: Shelf):
    entries = np.zeros(5, ENTRY)
    entries["seg"] = range(5)
    write_directory(shelf.database, shelf.keyring, shelf.cid, 9, entries)
    again = read_directory(shelf.database, shelf.keyring, shelf.cid, 9)
    assert again.tobytes() == entries.tobytes()
    for generation in (0, 8, 10):
        with refusal(IntegrityError, "vault.damaged"):
            read_directory(shelf.database, shelf.keyring, shelf.cid, generation)


def test_directory_that_is_gone_is_damage(shelf: Shelf):
    shelf.database.run("DELETE FROM directory")
    with refusal(IntegrityError, "vault.damaged"):
        read_directory(shelf.database, shelf.keyring, shelf.cid, 1)


def test_directory_hides_how_many_segments_there_are_within_a_bucket(shelf: Shelf):
    sizes = set()
    for count in range(3):
        write_directory(shelf.database, shelf.keyring, shelf.cid, 1, np.zeros(count, ENTRY))
        found = shelf.database.one("SELECT length(sealed) FROM directory WHERE cid = ?", shelf.cid)
        assert found is not None
        assert isinstance(found[0], int)
        assert (found[0] - 28) % 256 == 0
        sizes.add(found[0])
    assert len(sizes) < 3


def test_item_is_looked_for_in_every_segment_whose_range_holds_it():
    entries = np.zeros(3, ENTRY)
    entries["seg"], entries["first"], entries["last"] = [1, 2, 3], [1, 10, 5], [10, 20, 30]
    bounds = Bounds.of(entries)
    found = {item: bounds.holding(item)["seg"].tolist() for item in (0, 1, 10, 25, 31)}
    assert found == {0: [], 1: [1], 10: [1, 2, 3], 25: [3], 31: []}
