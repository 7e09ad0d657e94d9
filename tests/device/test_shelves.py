"""Where rows lie: what is put comes back, and what is removed is on no key path of the new file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from device.encoder.tags import DOMAINS
from device.errors import IntegrityError
from device.vault.columns import CodeLayout
from device.vault.database import Database
from device.vault.epoch import Epoch
from device.vault.header import Header
from device.vault.keyring import Keyring
from device.vault.roster import Roster
from device.vault.rows import DIMENSIONS, FULL_ROW, ROW, Rows, fields
from device.vault.seal import new_key, seal
from device.vault.segments import SEGMENT_ROWS as FULL_SEGMENT
from device.vault.shelves import Damage, Shelves
from policy.vocabulary import ClassName
from tests.builders import (
    EVERYDAY,
    SEGMENT_ROWS,
    add,
    alive_rows,
    erase,
    new_item,
    read_all,
    rebind,
    refusal,
    rows_of,
    undo,
)
from tests.fakes import quick_vault, reopen

PARTS = ("seg_secrets", "seg_codes", "seg_vectors", "seg_columns")
LARGE = PARTS[1:]


@dataclass
class Shelf:
    """The shelves of one vault's everyday class, without payloads, factors or log."""

    database: Database
    keyring: Keyring
    roster: Roster
    shelves: Shelves
    cid: bytes

    @classmethod
    def create(cls, folder: Path, segment_rows: int = SEGMENT_ROWS) -> Shelf:
        """Makes the keys and the empty directories of all classes."""
        database = Database.create(folder)
        header = Header(vault=new_key()[:16].hex(), unlock=(), locks={})
        keyring = Keyring.create(header, Epoch(None, None))
        roster, shelves = Roster.create(), Shelves(database, segment_rows)
        with database.transaction():
            keyring.add_classes(database)
            for cid in keyring.classes:
                shelves.create(keyring, roster, cid)
            keyring.replace_root(database)
        return cls(database, keyring, roster, shelves, keyring.class_named(ClassName.EVERYDAY).cid)

    def put(self, rows: Rows) -> None:
        with self.database.transaction():
            for at in range(len(rows)):
                self.shelves.put(self.keyring, self.cid, rows[at : at + 1])
                self.roster.enter(self.cid.hex(), int(rows["id"][at]))

    def compact(self) -> int:
        with self.database.transaction():
            return self.shelves.compact(self.keyring, self.roster, self.cid)

    def remove(self, *ids: int) -> None:
        with self.database.transaction():
            self.shelves.remove(self.keyring, self.roster, self.cid, ids)
            for item_id in ids:
                self.roster.leave(self.cid.hex(), item_id)

    def load(self, layout: CodeLayout = CodeLayout.ROWS) -> tuple[Rows, list[Damage]]:
        """Reads the class as an unlocking does. Gives its rows by id, and what is damaged."""
        columns, damage = self.shelves.load(self.keyring, self.roster, self.cid, layout)
        rows = alive_rows(columns.chunks())
        assert columns.count == len(rows)
        return rows[np.argsort(rows["id"])], damage

    def held(self) -> Rows:
        """Gives every row in full, one by one, by id. *Shape:* (n,) of FULL_ROW."""
        ids = [int(item_id) for item_id in self.load()[0]["id"]]
        full = [self.shelves.full_row(self.keyring, self.cid, item_id) for item_id in ids]
        secrets = self.shelves.secrets(self.keyring, self.cid, ids)
        for row in full:
            kept = row["secret"].tobytes(), row["salt"].tobytes()
            assert secrets[int(row["id"][0])] == kept
        return np.concatenate([np.zeros(0, FULL_ROW), *full])

    def count(self, table: str) -> int:
        (count,) = self.database.all(f"SELECT count(*) FROM {table}")[0]
        assert isinstance(count, int)
        return count


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf.create(tmp_path)
    yield shelf
    shelf.database.close()


def random_rows(count: int, first_id: int = 1) -> Rows:
    """Gives rows whose every byte is random but id, domain and figures. *Shape:* (count,)."""
    rng = np.random.default_rng(count + first_id)
    rows = np.frombuffer(rng.bytes(count * FULL_ROW.itemsize), FULL_ROW).copy()
    rows["id"] = np.arange(first_id, first_id + count)
    rows["domain"] = rng.integers(0, len(DOMAINS), count)
    rows["strength"], rows["scale"] = 0.5, 0.25  # no NaN, which equals nothing
    return rows


# -- putting and loading -------------------------------------------------------------------------


@pytest.mark.parametrize("layout", CodeLayout)
@pytest.mark.parametrize("count", [0, 1, SEGMENT_ROWS - 1, SEGMENT_ROWS, 3 * SEGMENT_ROWS + 5])
def test_rows_come_back_from_segments_and_tail(shelf: Shelf, count: int, layout: CodeLayout):
    rows = random_rows(count)
    shelf.put(rows)
    assert shelf.compact() == count - count % SEGMENT_ROWS
    assert shelf.count("tail") == count % SEGMENT_ROWS
    assert all(shelf.count(table) == count // SEGMENT_ROWS for table in LARGE)
    found, damage = shelf.load(layout)
    assert found.tobytes() == fields(rows, ROW).tobytes()
    assert damage == []
    assert shelf.held().tobytes() == rows.tobytes()
    assert shelf.compact() == 0


def test_full_sized_segments_of_1024_come_back(tmp_path: Path):
    shelf = Shelf.create(tmp_path, FULL_SEGMENT)
    rows = random_rows(FULL_SEGMENT + 1)
    with closing(shelf.database):
        shelf.put(rows[:-2])
        assert shelf.compact() == 0
        shelf.put(rows[-2:])
        assert shelf.compact() == FULL_SEGMENT
        assert shelf.load()[0].tobytes() == fields(rows, ROW).tobytes()
        gone = [1, 500, FULL_SEGMENT]
        shelf.remove(*gone)
        kept = rows[~np.isin(rows["id"], gone)]
        assert shelf.load()[0].tobytes() == fields(kept, ROW).tobytes()
        some = [2, 129, 513, FULL_SEGMENT - 1, FULL_SEGMENT + 1]
        for item_id in some:
            full = shelf.shelves.full_row(shelf.keyring, shelf.cid, item_id)
            assert full.tobytes() == rows[rows["id"] == item_id].tobytes()


def test_codes_lie_as_the_layout_says(shelf: Shelf):
    rows = random_rows(2 * SEGMENT_ROWS + 3)
    shelf.put(rows)
    shelf.compact()
    for layout in CodeLayout:
        columns, _ = shelf.shelves.load(shelf.keyring, shelf.roster, shelf.cid, layout)
        for chunk in columns.chunks():
            wide = (chunk.capacity, 4) if layout is CodeLayout.ROWS else (4, chunk.capacity)
            assert chunk.codes.shape == wide
            expected = rows["code"][np.searchsorted(rows["id"], chunk.ids[: chunk.n])]
            assert np.array_equal(chunk.code_rows(), expected)


def test_partitions_hold_one_domain_each(shelf: Shelf):
    rows = random_rows(4 * SEGMENT_ROWS + 9)
    shelf.put(rows)
    shelf.compact()
    columns, _ = shelf.shelves.load(shelf.keyring, shelf.roster, shelf.cid, CodeLayout.ROWS)
    for domain, chunks in columns.partitions.items():
        ids = np.concatenate([chunk.ids[: chunk.n] for chunk in chunks])
        assert set(ids) == set(rows["id"][rows["domain"] == domain])


def test_compaction_that_fails_leaves_the_tail(shelf: Shelf):
    rows = random_rows(SEGMENT_ROWS)
    shelf.put(rows)
    keyring, roster = shelf.keyring.copy(), shelf.roster.copy()
    undo(shelf.database.transaction, lambda: shelf.shelves.compact(keyring, roster, shelf.cid))
    shelf.shelves.recount()
    assert (shelf.count("seg_codes"), shelf.count("tail")) == (0, SEGMENT_ROWS)
    assert shelf.load()[0].tobytes() == fields(rows, ROW).tobytes()


def test_classes_do_not_see_each_others_rows(shelf: Shelf):
    shelf.put(random_rows(20))
    shelf.compact()
    other = shelf.keyring.class_named(ClassName.PRIVATE).cid
    columns, damage = shelf.shelves.load(shelf.keyring, shelf.roster, other, CodeLayout.ROWS)
    assert (columns.count, damage) == (0, [])
    assert shelf.shelves.present(shelf.keyring, other, [1, 2, 17]) == []
    with refusal(IntegrityError, "vault.items_missing"), shelf.database.transaction():
        shelf.shelves.remove(shelf.keyring, shelf.roster, other, [1, 2])


def test_closed_class_is_not_loaded_or_written(shelf: Shelf):
    keys = shelf.keyring.classes[shelf.cid]
    shelf.keyring.classes[shelf.cid] = type(keys)(
        keys.cid, keys.name, keys.inbox_public, keys.inner
    )
    with pytest.raises((RuntimeError, AssertionError)):
        shelf.load()
    with pytest.raises(RuntimeError, match="closed"):
        shelf.put(random_rows(1))


# -- removing ------------------------------------------------------------------------------------


def test_removal_empties_slots_and_tail_and_leaves_the_rest(shelf: Shelf):
    rows = random_rows(SEGMENT_ROWS * 2 + 4)
    shelf.put(rows)
    shelf.compact()
    gone = [2, SEGMENT_ROWS + 1, SEGMENT_ROWS * 2 + 1]
    shelf.remove(*gone)
    kept = rows[~np.isin(rows["id"], gone)]
    assert shelf.load()[0].tobytes() == fields(kept, ROW).tobytes()
    assert shelf.held().tobytes() == kept.tobytes()
    assert (shelf.count("seg_codes"), shelf.count("tail")) == (2, 3)
    for item_id in gone:
        with refusal(IntegrityError, "vault.items_missing"):
            shelf.shelves.full_row(shelf.keyring, shelf.cid, item_id)


def test_removal_leaves_an_untouched_segment_sealed_as_it_was(shelf: Shelf):
    shelf.put(random_rows(SEGMENT_ROWS * 2))
    shelf.compact()
    before = dict(shelf.database.all("SELECT seg, sealed FROM seg_codes"))
    shelf.remove(2)
    after = dict(shelf.database.all("SELECT seg, sealed FROM seg_codes"))
    assert before[2] == after[2]
    assert before[1] != after[1]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_order_of_adding_compacting_and_removing_keeps_just_the_rest(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
):
    shelf = Shelf.create(tmp_path_factory.mktemp("shelf"), segment_rows=3)
    kept = random_rows(0)
    next_id = 1
    with closing(shelf.database):
        for act in data.draw(st.lists(st.sampled_from(["put", "compact", "remove"]), max_size=14)):
            if act == "put":
                rows = random_rows(data.draw(st.integers(1, 5)), next_id)
                next_id += len(rows)
                shelf.put(rows)
                kept = np.concatenate([kept, rows])
            elif act == "compact":
                shelf.compact()
            elif len(kept):
                ids = [int(item_id) for item_id in kept["id"]]
                gone = data.draw(st.sets(st.sampled_from(ids), min_size=1, max_size=4))
                shelf.remove(*gone)
                kept = kept[~np.isin(kept["id"], list(gone))]
        found, damage = shelf.load()
        assert damage == []
        assert found.tobytes() == fields(kept, ROW).tobytes()
        assert shelf.held().tobytes() == kept.tobytes()


def test_items_are_found_after_rebinds_put_their_ids_out_of_order(tmp_path: Path):
    vault, _ = quick_vault(tmp_path, segment_rows=3)
    texts = {}
    for at in range(12):
        (item_id,) = add(vault, new_item(b"text %d" % at, domain=at % 4))
        texts[item_id] = b"text %d" % at
        vault.compact()
    for item_id in (1, 5, 9, 2, 12):  # to the end of the tail, then into later segments
        rebind(vault, item_id, EVERYDAY.model_copy(update={"max_reads": 50 + item_id}))
        vault.compact()
    first = [int(one) for one in vault._shelves.directories[cid_of(vault)]["first"]]
    assert first != sorted(first)  # or this test proves nothing
    assert read_all(vault) == texts
    erase(vault, 1, 9)
    del texts[1], texts[9]
    assert read_all(vault) == texts
    vault.close()
    with closing(reopen(tmp_path, segment_rows=3)) as again:
        assert read_all(again) == texts


def cid_of(vault):
    return vault.keys.class_named(ClassName.EVERYDAY).cid


# -- what an older file holds does not come back --------------------------------------------------


def test_tail_row_of_an_old_image_does_not_come_back_after_its_removal(shelf: Shelf):
    shelf.put(random_rows(3))
    old = shelf.database.all("SELECT id, cid, row FROM tail WHERE id = 2")
    shelf.remove(2)
    shelf.database.run_many("INSERT INTO tail VALUES (?, ?, ?)", old)
    with refusal(IntegrityError, "vault.items_missing"):
        shelf.load()


def test_segment_of_an_old_image_does_not_come_back_after_a_removal(shelf: Shelf):
    shelf.put(random_rows(SEGMENT_ROWS * 2 + 3))
    shelf.compact()
    old = {table: shelf.database.all(f"SELECT * FROM {table}") for table in PARTS}
    shelf.remove(2)
    for table, rows in old.items():
        marks = ", ".join("?" * len(rows[0]))
        shelf.database.run_many(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", rows)
    found, damage = shelf.load()
    assert 2 not in found["id"]
    assert [(one.seg, one.count) for one in damage] == [(1, SEGMENT_ROWS - 1)]


def test_directory_of_an_older_generation_does_not_come_back(shelf: Shelf):
    shelf.put(random_rows(SEGMENT_ROWS))
    shelf.compact()
    (old,) = shelf.database.all("SELECT sealed FROM directory WHERE cid = ?", shelf.cid)
    shelf.put(random_rows(SEGMENT_ROWS, SEGMENT_ROWS + 1))
    shelf.compact()  # the class key is the same; only the generation tells
    shelf.database.run("UPDATE directory SET sealed = ? WHERE cid = ?", old[0], shelf.cid)
    with refusal(IntegrityError, "vault.damaged"):
        shelf.load()


@pytest.mark.parametrize("value", ["x''", "'text'", "zeroblob(200)", "5"])
def test_directory_that_was_changed_is_damage(shelf: Shelf, value: str):
    shelf.database.run(f"UPDATE directory SET sealed = {value}")
    with refusal(IntegrityError, "vault.damaged"):
        shelf.load()


def test_directory_of_another_class_is_damage(shelf: Shelf):
    other = shelf.keyring.class_named(ClassName.PRIVATE).cid
    for cid, source in ((shelf.cid, other), (other, shelf.cid)):
        shelf.database.run(
            "UPDATE directory SET sealed = (SELECT sealed FROM directory WHERE cid = ?)"
            " WHERE cid = ?",
            source,
            cid,
        )
    with refusal(IntegrityError, "vault.damaged"):
        shelf.load()


@pytest.mark.parametrize("size", [0, FULL_ROW.itemsize - 1, FULL_ROW.itemsize * 2])
def test_tail_row_of_another_length_is_damage_though_it_opens(shelf: Shelf, size: int):
    shelf.put(random_rows(2))
    tail_key = shelf.keyring.classes[shelf.cid].tail_key
    assert tail_key is not None
    sealed = seal(tail_key, bytes(size), shelf.keyring.place("tail", shelf.cid, 1))
    shelf.database.run("UPDATE tail SET row = ? WHERE id = 1", sealed)
    found, damage = shelf.load()
    assert [int(item_id) for item_id in found["id"]] == [2]
    assert damage == [Damage(ClassName.EVERYDAY, 0, 1, 1, 1)]


def test_vectors_come_back_as_they_were_quantised(tmp_path: Path):
    rng = np.random.default_rng(3)
    items = [new_item(rng=rng) for _ in range(SEGMENT_ROWS + 1)]
    vault, _ = quick_vault(tmp_path)
    with closing(vault):
        add(vault, *items)
        vault.compact()
    with closing(reopen(tmp_path)) as vault:
        rows = rows_of(vault, ClassName.EVERYDAY)
        vectors = np.stack([item.vector for item in items])
        near = rows["vector"] * rows["scale"][:, None]
        assert near.shape == vectors.shape == (SEGMENT_ROWS + 1, DIMENSIONS)
        assert np.abs(near - vectors).max() <= rows["scale"].max() * 0.51


def test_no_byte_of_a_replaced_key_or_removed_row_stays_in_the_file(tmp_path: Path):
    rng = np.random.default_rng(5)
    vault, _ = quick_vault(tmp_path)
    columns = (
        ("meta WHERE k IN ('root', 'keys', 'header_mac')", "v"),
        ("cls", "wrapped"),
        ("cls", "tail_key"),
        ("cls", "inbox_private"),
        ("directory", "sealed"),
        ("seg_secrets", "sealed"),
        ("tail", "row"),
        ("item", "payload"),
        ("upkeep", "sealed"),
    )
    sql = " UNION ALL ".join(f"SELECT {column} FROM {table}" for table, column in columns)

    def ciphertexts() -> set[bytes]:
        return {row[0] for row in vault._database.all(sql) if isinstance(row[0], bytes)}

    seen: set[bytes] = set()
    alive: list[int] = []
    with closing(vault):
        for _ in range(20):
            items = [new_item(rng.bytes(int(rng.integers(1, 2_000))), rng=rng) for _ in range(4)]
            alive += add(vault, *items)
            vault.compact()
            vault._database.run(  # a neighbour of the root that grows and shrinks moves cells about
                "INSERT OR REPLACE INTO meta (k, v) VALUES ('neighbour', ?)",
                rng.bytes(int(rng.integers(1, 5_000))),
            )
            seen |= ciphertexts()
            for _ in range(2):
                assert erase(vault, alive.pop(int(rng.integers(len(alive)))))
                held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
                gone = seen - ciphertexts()
                assert not [old for old in gone if old[:16] in held or old[-16:] in held]
    assert len(gone) > 300
