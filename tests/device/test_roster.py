"""The roster: rows that are missing, moved or put back are seen, though no seal is broken."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.errors import IntegrityError
from device.vault.database import FILE_NAME
from device.vault.roster import Roster, Tally
from device.vault.rows import MAX_ID
from tests.builders import (
    EVERYDAY,
    FINANCE,
    PRIVATE,
    add,
    count_read,
    erase,
    new_item,
    peek,
    read_all,
    refusal,
    tamper,
)
from tests.fakes import SECOND, knows, quick_vault, reopen


@given(st.lists(st.integers(1, MAX_ID), unique=True, max_size=30), st.data())
def test_tally_is_that_of_what_is_left(ids: list[int], data: st.DataObject):
    gone = data.draw(st.sets(st.sampled_from(ids))) if ids else set()
    tally = Tally()
    for item_id in ids:
        tally = tally.with_(item_id)
    for item_id in gone:
        tally = tally.without(item_id)
    left = set(ids) - gone
    assert tally == Tally(len(left), sum(left)) == Tally().plus(len(left), sum(left))


def test_copy_does_not_follow_the_original():
    roster = Roster.create()
    roster.enter("care", 5)
    copy = roster.copy()
    roster.enter("care", 6)
    roster.take_id()
    roster.take_segment()
    roster.next_generation(b"cid")
    assert (copy.count("care"), copy.next_id, copy.generation(b"cid")) == (1, 1, 0)
    assert (roster.count("care"), roster.next_id, roster.generation(b"cid")) == (2, 2, 1)
    assert copy.take_segment() == 1
    roster.clear("care")
    roster.require("care", Tally())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Everyday and private rows, money with care records, counters, a grave and a waiting one."""
    vault, _ = quick_vault(tmp_path, None, SECOND)
    with closing(vault):
        vault.step_up(knows(SECOND))
        records = [EVERYDAY, EVERYDAY, PRIVATE, FINANCE, FINANCE, FINANCE]
        ids = add(vault, *[new_item(b"%d" % at, one) for at, one in enumerate(records)])
        count_read(vault, *ids[:4])
        add(vault, new_item(conversation="가족 대화방"), new_item(conversation="家族のトーク"))
        erase(vault, ids[1])
        vault.end_step_up()
        erase(vault, ids[5])
    return tmp_path


TABLES = ("usage", "tombstone", "care", "conversation", "tail")


@pytest.mark.parametrize("table", TABLES)
def test_row_that_was_cut_out_is_seen(folder: Path, table: str):
    key = "number" if table == "conversation" else "id"
    ((first,),) = peek(folder, f"SELECT min({key}) FROM {table}")
    assert tamper(folder, f"DELETE FROM {table} WHERE {key} = ?", first) == 1
    with refusal(IntegrityError, "vault.items_missing"):
        reopen(folder)


@pytest.mark.parametrize("table", TABLES)
def test_row_that_got_another_number_is_seen(folder: Path, table: str):
    key = "number" if table == "conversation" else "id"
    tamper(folder, f"UPDATE {table} SET {key} = 900 WHERE {key} = (SELECT min({key}) FROM {table})")
    with refusal(IntegrityError, "vault.items_missing"):
        reopen(folder)


@pytest.mark.parametrize("table", ["usage", "care"])
def test_two_rows_cut_out_and_one_put_in_with_the_same_sum_are_seen(folder: Path, table: str):
    tamper(folder, f"DELETE FROM {table}")
    ((count,),) = peek(folder, f"SELECT count(*) FROM {table}")
    assert count == 0
    tamper(folder, f"INSERT INTO {table} VALUES (10, x'00')")
    with refusal(IntegrityError, "vault.items_missing"):
        reopen(folder)


def test_row_moved_to_another_class_is_seen(folder: Path):
    sql = "UPDATE tail SET cid = (SELECT cid FROM tail WHERE id = 3) WHERE id = 1"
    assert tamper(folder, sql) == 1
    with refusal(IntegrityError, "vault.items_missing"):
        reopen(folder)


def test_delete_that_waits_cannot_be_marked_as_done(folder: Path):
    assert tamper(folder, "UPDATE tombstone SET pending = x'' WHERE pending <> x''") == 1
    with refusal(IntegrityError, "vault.items_missing"):
        reopen(folder)


@pytest.mark.parametrize("names", [("roster",), ("roster", "frontier"), ("frontier",)])
def test_roster_or_edge_of_the_log_put_back_alone_is_seen(folder: Path, names: tuple[str, ...]):
    old = dict(peek(folder, "SELECT k, v FROM meta"))
    with closing(reopen(folder)) as vault:
        add(vault, new_item(b"newer"))
    for name in names:
        tamper(folder, "UPDATE meta SET v = ? WHERE k = ?", old[name], name)
    with refusal(IntegrityError, "vault.log_damaged", "vault.items_missing"):
        reopen(folder)


def test_settings_put_back_alone_are_seen(folder: Path):
    ((old,),) = peek(folder, "SELECT v FROM meta WHERE k = 'settings'")
    with closing(reopen(folder)) as vault, vault.transaction():
        vault.write_settings(b'{"share": false}')
    tamper(folder, "UPDATE meta SET v = ? WHERE k = 'settings'", old)
    with closing(reopen(folder)) as vault, refusal(IntegrityError, "vault.damaged"):
        vault.read_settings()


def test_whole_vault_is_read_where_nothing_was_touched(folder: Path):
    image = (folder / FILE_NAME).read_bytes()
    with closing(reopen(folder)) as vault:
        assert set(read_all(vault)) == {1, 3, 7, 8}
        vault.step_up(knows(SECOND))
        assert set(read_all(vault)) == {1, 3, 4, 5, 7, 8}
    assert (folder / FILE_NAME).read_bytes() != image
