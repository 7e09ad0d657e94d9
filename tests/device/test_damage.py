"""What a flipped bit, a bad sector or a vandal leaves: it is named, and everything else stays.

In format 2 no single damaged row, segment or payload keeps a vault from being opened.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from device.access import Guard
from device.errors import IntegrityError
from device.vault.shelves import Damage
from device.vault.store import Vault
from policy.bundles import load_base_bundle
from policy.vocabulary import ClassName, Purpose
from tests.builders import (
    EVERYDAY,
    FINANCE,
    SEGMENT_ROWS,
    add,
    erase,
    new_item,
    peek,
    read,
    read_all,
    refusal,
    tamper,
)
from tests.fakes import SECOND, knows, quick_vault, reopen
from tests.people import STEP_UP, Clock, make_device, remember
from tests.people import reopen as reopen_device

FIRST, SECOND_HALF = range(1, SEGMENT_ROWS + 1), range(SEGMENT_ROWS + 1, 2 * SEGMENT_ROWS + 1)
TAIL = range(2 * SEGMENT_ROWS + 1, 2 * SEGMENT_ROWS + 4)
TEXTS = {i: "기억 %d 記憶".encode() + b" %d" % i for i in [*FIRST, *SECOND_HALF, *TAIL]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two segments and three rows in the tail, closed."""
    vault, _ = quick_vault(tmp_path)
    with closing(vault):
        assert add(vault, *[new_item(text) for text in TEXTS.values()]) == list(TEXTS)
        vault.compact()
    return tmp_path


def flip(folder: Path, table: str, column: str, where: str, at: int) -> None:
    """Flips one bit of a stored blob."""
    ((found,),) = peek(folder, f"SELECT {column} FROM {table} WHERE {where}")
    raw = bytearray(found)
    raw[at % len(raw)] ^= 4
    assert tamper(folder, f"UPDATE {table} SET {column} = ? WHERE {where}", bytes(raw)) == 1


@pytest.mark.parametrize("at", [0, 20, 500, -1])
@pytest.mark.parametrize("table", ["seg_codes", "seg_vectors", "seg_columns"])
def test_flipped_bit_in_a_segment_is_named_and_the_rest_is_read(folder: Path, table: str, at: int):
    flip(folder, table, "sealed", "seg = 1", at)
    with closing(reopen(folder)) as vault:
        assert vault.damage == [Damage(ClassName.EVERYDAY, 1, SEGMENT_ROWS, FIRST[0], FIRST[-1])]
        assert read_all(vault) == {i: TEXTS[i] for i in [*SECOND_HALF, *TAIL]}
        (item_id,) = add(vault, new_item(b"more"))
        add(vault, *[new_item()] * SEGMENT_ROWS)
        vault.compact()
        assert read(vault, item_id) == b"more"
        erase(vault, SECOND_HALF[0], TAIL[0])
        assert vault.exists(FIRST[0])  # nothing is said to be gone that may be mended
    with closing(reopen(folder)) as vault:
        assert len(vault.damage) == 1
        assert read(vault, item_id) == b"more"


def test_flipped_bit_in_the_secrets_of_a_segment_is_named_when_they_are_asked_for(folder: Path):
    ((number,),) = peek(folder, "SELECT min(seg) FROM seg_secrets")
    flip(folder, "seg_secrets", "sealed", f"seg = {number}", 40)
    guard, vault = guarded(folder)
    with closing(vault):
        opened = guard.release(list(TEXTS), Purpose.RECALL)
        assert opened == []  # the payloads of this test are no memories: none is released,
        assert guard.damaged >= set(FIRST)  # but it is the first segment that has no secrets
        with pytest.raises(IntegrityError):
            vault.hold([FIRST[3]])
        assert set(vault.hold([*SECOND_HALF, *TAIL]).secrets) == {*SECOND_HALF, *TAIL}


def guarded(folder: Path) -> tuple[Guard, Vault]:
    vault = reopen(folder)
    return Guard(vault, load_base_bundle(), Clock()), vault


@pytest.mark.parametrize("value", ["x''", "'text'", "zeroblob(400)", "5"])
def test_damaged_row_of_the_tail_is_named_and_can_be_deleted(folder: Path, value: str):
    tamper(folder, f"UPDATE tail SET row = {value} WHERE id = {TAIL[1]}")
    with closing(reopen(folder)) as vault:
        assert vault.damage == [Damage(ClassName.EVERYDAY, 0, 1, TAIL[1], TAIL[1])]
        assert read_all(vault) == {i: text for i, text in TEXTS.items() if i != TAIL[1]}
        add(vault, *[new_item()] * SEGMENT_ROWS)
        vault.compact()  # a tail with a damaged row is not compacted, but nothing is lost
        erase(vault, TAIL[1])
    with closing(reopen(folder)) as vault:
        assert vault.damage == []
        vault.compact()
        assert set(read_all(vault)) >= set(TEXTS) - {TAIL[1]}


def test_two_rows_of_the_tail_exchanged_are_both_named(folder: Path):
    one, other = TAIL[0], TAIL[1]
    ((first,),), ((second,),) = (
        peek(folder, "SELECT row FROM tail WHERE id = ?", item_id) for item_id in (one, other)
    )
    tamper(folder, "UPDATE tail SET row = ? WHERE id = ?", second, one)
    tamper(folder, "UPDATE tail SET row = ? WHERE id = ?", first, other)
    with closing(reopen(folder)) as vault:
        assert [(one.first, one.count) for one in vault.damage] == [(one, 1), (other, 1)]
        assert set(read_all(vault)) == set(TEXTS) - {one, other}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE seg_codes SET sealed = zeroblob(length(sealed))",
        "DELETE FROM seg_vectors",
        "UPDATE seg_columns SET seg = 3 - seg + 10",
    ],
)
def test_segments_that_were_exchanged_moved_or_cut_out_are_all_named(folder: Path, sql: str):
    assert tamper(folder, sql)
    with closing(reopen(folder)) as vault:
        assert [one.seg for one in vault.damage] == [1, 2]
        assert read_all(vault) == {i: TEXTS[i] for i in TAIL}


@pytest.mark.parametrize(
    "sql",
    ["DELETE FROM tail WHERE id = 34", "UPDATE tail SET id = 900 WHERE id = 34"],
)
def test_row_that_is_missing_is_not_passed_over(folder: Path, sql: str):
    assert tamper(folder, sql)
    with refusal(IntegrityError, "vault.items_missing"):
        reopen(folder)


def test_damaged_payload_is_named_by_the_guard_and_the_others_open(tmp_path: Path):
    clock = Clock()
    device = make_device(tmp_path, clock)
    ids = [remember(device, f"The ferry to Naoshima leaves at {hour}") for hour in (7, 8, 9)]
    device.close()
    flip(tmp_path, "item", "payload", f"id = {ids[1]}", 30)
    device = reopen_device(tmp_path, clock)
    with closing(device):
        answer = device.recall.ask("ferry to Naoshima", Purpose.RECALL, "en", 10)
        assert {card.id for card in answer.memories} == {ids[0], ids[2]}
        assert device.guard.damaged == {ids[1]}
        assert device.vault.damage == []
        assert remember(device, "The ferry back leaves at five") == 4
        device.rights.forget([ids[1]])
        assert not device.vault.exists(ids[1])


def test_recall_gives_the_others_where_a_segment_is_damaged(tmp_path: Path):
    clock = Clock()
    device = make_device(tmp_path, clock)
    ids = [
        remember(device, text) for text in ("うどんは香川が本場", "교토 여행은 사월", "late ferry")
    ]
    device.close()
    flip(tmp_path, "tail", "row", f"id = {ids[0]}", 30)
    device = reopen_device(tmp_path, clock)
    with closing(device):
        assert [one.first for one in device.vault.damage] == [ids[0]]
        card, *_ = device.recall.ask("교토 여행", Purpose.RECALL, "ko", 10).memories
        assert card.id == ids[1]
        assert len(device.recall.all(Purpose.RECALL, "ja")) == 2


# -- damage and what runs by itself ----------------------------------------------------------------


@pytest.mark.parametrize("step_up", [STEP_UP, None])
@pytest.mark.parametrize(
    "text", ["The ferry leaves at nine", "My salary account is at Granite Bank"]
)
def test_retention_that_ends_beside_damage_does_not_keep_the_vault_shut(
    tmp_path: Path, text: str, step_up: str | None
):
    clock = Clock()
    device = make_device(tmp_path, clock, step_up=step_up)
    ids = [remember(device, f"{text} {at}") for at in range(3)]
    if step_up is not None:
        device.guard.step_up(step_up)
    record = device.vault.record(int(device.vault.find_row(ids[0])["rule"][0]))  # type: ignore[index]
    device.guard.rebind(ids[0], record.model_copy(update={"retain_s": 60}))
    device.guard.rebind(ids[1], record.model_copy(update={"retain_s": 60}))
    device.close()
    flip(tmp_path, "tail", "row", f"id = {ids[2]}", 30)
    clock.now += 60
    device = reopen_device(tmp_path, clock)
    with closing(device):
        assert device.guard.release(ids, Purpose.RECALL) == []
        remember(device, "life goes on")


def waiting(folder: Path) -> list[int]:
    """Gives the deletes that wait for the keys of a closed class."""
    return [one for (one,) in peek(folder, "SELECT id FROM tombstone WHERE pending <> x''")]


@pytest.mark.parametrize(
    "table", ["seg_vectors", "seg_codes", "seg_columns", "seg_secrets", "tail"]
)
def test_delete_that_waits_beside_damage_never_costs_the_class(tmp_path: Path, table: str):
    vault, _ = quick_vault(tmp_path, None, SECOND)
    vault.step_up(knows(SECOND))
    count = SEGMENT_ROWS * 2 + 3
    ids = add(vault, *[new_item(b"money %d" % at, FINANCE) for at in range(count)])
    vault.compact()
    vault.end_step_up()
    erase(vault, ids[0], ids[SEGMENT_ROWS], ids[-1])  # both segments and the tail
    vault.close()
    key = "id" if table == "tail" else "seg"
    column = "row" if table == "tail" else "sealed"
    ((last,),) = peek(tmp_path, f"SELECT max({key}) FROM {table}")
    ((good,),) = peek(tmp_path, f"SELECT {column} FROM {table} WHERE {key} = {last}")
    flip(tmp_path, table, column, f"{key} = {last}", 40)
    gone = {ids[0], ids[SEGMENT_ROWS], ids[-1]}
    second = set(ids[SEGMENT_ROWS : 2 * SEGMENT_ROWS])
    lost = {"tail": {ids[-2]}, "seg_secrets": set()}.get(table, second)
    for _ in range(2):  # it waits on, and costs nothing, however often
        with closing(reopen(tmp_path)) as again:
            again.step_up(knows(SECOND))
            readable = set(again.open_ids())
            assert readable & set(ids) == set(ids) - gone - lost
            assert again.find_row(ids[1]) is not None
            assert read(again, ids[1]) == b"money 1"
            add(again, new_item(b"plain", EVERYDAY))
        assert waiting(tmp_path)
    tamper(tmp_path, f"UPDATE {table} SET {column} = ? WHERE {key} = ?", good, last)
    with closing(reopen(tmp_path)) as mended:
        mended.step_up(knows(SECOND))
        assert mended.damage == []
        found = read_all(mended)
        assert {i for i in found if i in ids} == set(ids) - gone
    assert not waiting(tmp_path)


def test_damage_of_a_class_that_closes_is_told_no_more(tmp_path: Path):
    vault, _ = quick_vault(tmp_path, None, SECOND)
    with closing(vault):
        vault.step_up(knows(SECOND))
        add(vault, *[new_item(record=FINANCE)] * SEGMENT_ROWS)
        vault.compact()
        vault.end_step_up()
        vault._database.run("UPDATE seg_codes SET sealed = x''")
        for _ in range(2):
            vault.step_up(knows(SECOND))
            assert [one.name for one in vault.damage] == [ClassName.FINANCE]
            vault.end_step_up()
            assert vault.damage == []
