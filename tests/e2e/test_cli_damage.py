"""Vaults of an older format, and vaults with damage in them, at the real command line."""

from __future__ import annotations

import sqlite3
import time

import pytest

from tests.e2e.owner import Owner
from tests.people import STEP_UP
from tests.vectors.vaults.unpack import unpack

# -- upgrade


@pytest.mark.parametrize("language", ["en", "ja", "ko"])
def test_a_vault_of_format_1_says_what_to_do(owner, language):
    facts = unpack("without_step_up", owner.vault)
    before = (owner.vault / "vault.db").read_bytes()
    code, _, told = owner.run("status", "--lang", language, passphrase=facts["passphrase"])
    assert code == 5
    assert "bojagi upgrade" in told
    assert (owner.vault / "vault.db").read_bytes() == before


def test_an_upgraded_vault_holds_what_it_held(owner):
    facts = unpack("everything", owner.vault)
    first, second = facts["passphrase"], facts["step_up"]
    before = (owner.vault / "vault.db").read_bytes()
    assert owner.code("upgrade", passphrase=first) == 4  # its closed classes would be lost
    assert owner.code("upgrade", passphrase=first, step_up="wrong") == 4
    assert owner.code("upgrade", passphrase="wrong", step_up=second) == 4
    assert (owner.vault / "vault.db").read_bytes() == before
    owner.ask("upgrade", passphrase=first, step_up=second)
    assert owner.code("upgrade", passphrase=first, step_up=second) == 2  # of today's format now
    now = int(time.time())  # what has outlived its retention goes at the first unlocking
    left = [one for one in facts["items"] if one["expires"] is None or one["expires"] > now]
    opened = [one for one in left if one["class"] in {"everyday", "private"}]
    assert len(facts["items"]) > len(left) > len(opened) > 0
    assert owner.ask("check", passphrase=first)["opened"] == len(opened)
    told = owner.ask("check", passphrase=first, step_up=second)
    assert (told["opened"], told["damaged"], told["segments"]) == (len(left), [], [])
    assert owner.code("log", "--verify", passphrase=first) == 0
    assert owner.ask("status", passphrase=first)["log_key"] == facts["verifier"]


# -- damage


def flip(owner: Owner, table: str, column: str, order: str = "ASC") -> int:
    """Flips a bit of a table's first row, or of its last, as a bad sector does. Gives its id."""
    database = sqlite3.connect(owner.vault / "vault.db")
    select = f"SELECT rowid, {column} FROM {table} ORDER BY rowid {order} LIMIT 1"
    at, value = database.execute(select).fetchone()
    raw = bytearray(value)
    raw[len(raw) // 2] ^= 1
    update = f"UPDATE {table} SET {column} = ? WHERE rowid = ?"
    database.execute(update, (bytes(raw), at))
    database.commit()
    database.close()
    return int(at)


@pytest.mark.parametrize("table", ["seg_codes", "seg_columns", "seg_vectors"])
def test_a_damaged_segment_is_named_and_the_rest_is_shown(large, table):
    whole = large.ask("check")["opened"]
    flip(large, table, "sealed")
    code, told, _ = large.run("status", "--lang", "ja")
    assert code == 3
    assert "bojagi restore" in told
    status = large.ask("status", expect=3)
    assert len(status["damaged_segments"]) == 1
    assert sum(status["open"].values()) == whole - 1_024
    answer = large.ask("recall", "전망대", expect=3)
    assert answer["memories"][0]["text"] == "전망대 표는 서랍 안에 있다"
    told = large.ask("check", expect=3)
    assert [one["memories"] for one in told["segments"]] == [1_024]
    assert told["opened"] == whole - 1_024
    assert large.code("remember", "新しい橋は来年できる") == 0
    assert large.code("log", "--verify") == 0
    assert any(
        one["text"].startswith("新しい橋")
        for one in large.ask("recall", "橋", expect=3)["memories"]
    )


def test_damaged_secrets_of_a_segment_close_a_page_of_it_alone(large):
    flip(large, "seg_secrets", "sealed")
    told = large.ask("check", expect=3)
    assert len(told["damaged"]) == 128
    assert told["opened"] == 1_104 - 128
    answer = large.ask("recall", "전망대", expect=3)
    assert answer["memories"][0]["text"] == "전망대 표는 서랍 안에 있다"


def test_a_damaged_memory_is_named_and_the_others_are_shown(ready):
    damaged = flip(ready, "item", "payload")
    answer = ready.ask("recall", "花火", expect=3)
    assert answer["damaged"] == [damaged]
    assert all(card["id"] != damaged for card in answer["memories"])
    code, out, _ = ready.run("recall", "광안리", "--lang", "ko")
    assert code == 3
    assert "광안리" in out
    assert "손상" in out
    told = ready.ask("check", expect=3)
    assert told["damaged"] == [damaged]
    assert ready.ask("status")["damaged_segments"] == []
    ready.ask("forget", str(damaged), "--yes")  # a damaged memory can be let go
    assert ready.ask("check")["damaged"] == []


def test_a_damaged_row_is_named_and_the_others_are_shown(ready):
    damaged = flip(ready, "tail", "row", "DESC")
    told = ready.ask("check", expect=3)
    assert [(one["first"], one["last"]) for one in told["segments"]] == [(damaged, damaged)]
    code, out, _ = ready.run("recall", "花火", "--lang", "ja")
    assert code == 3
    assert "花火" in out
    assert str(damaged) in out


def test_rotation_of_segments_keeps_every_memory(large):
    assert large.ask("rotate", step_up=STEP_UP)["segments"] == 1
    assert large.ask("check")["opened"] == 1_104
    found = large.ask("recall", "倉庫", "--limit", "3")["memories"]
    told = large.ask("forget", *(str(one["id"]) for one in found), "--yes")
    assert told["forgotten"] == 3
    assert large.ask("check")["opened"] == 1_101
