"""`bojagi context`: one block for whatever assistant answers, and what it does not hold."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from device.memory.block import tokens_in
from tests.people import STEP_UP

MONEY = "3万円"


def test_the_block_holds_what_a_message_needs_within_its_budget(ready):
    told = ready.ask("context", "花火大会には何を持っていく?", "--tokens", "256")
    assert told["block"].startswith("<memory>\n")
    assert told["block"].endswith("\n</memory>")
    assert "花火" in told["block"]
    assert told["tokens"] == tokens_in(told["block"]) <= 256
    assert told["memories"]


def test_a_closed_class_is_told_of_and_not_in_the_block(ready):
    told = ready.ask("context", "いくら振り込む?")
    assert MONEY not in told["block"]
    assert "finance" in {one["class"] for one in told["closed"]}
    assert MONEY in ready.ask("context", "いくら振り込む?", step_up=STEP_UP)["block"]


def test_what_is_forgotten_is_in_no_block(ready):
    (first, *_) = ready.ask("context", "花火")["memories"]
    ready.ask("forget", str(first), "--yes")
    assert first not in ready.ask("context", "花火")["memories"]


def test_nothing_found_is_an_empty_block(ready):
    told = ready.ask("context", "xyzzy")
    assert told["block"] == "<memory>\n</memory>"


@pytest.mark.parametrize("tokens", ["0", "63", "8193", "many"])
def test_a_budget_without_room_is_bad_usage(ready, tokens):
    assert ready.code("context", "花火", "--tokens", tokens) == 2


def test_what_is_true_but_not_to_be_brought_up_is_found_and_never_volunteered(ready):
    kept = ready.ask("remember", "花火の帰りに浴衣のまま噴水に落ちた")["id"]
    assert kept in ready.ask("context", "花火の浴衣")["memories"]
    ready.ask("rule", str(kept), "--no-remind")
    assert kept not in ready.ask("context", "花火の浴衣")["memories"]
    assert "花火の帰りに浴衣のまま噴水に落ちた" in ready.texts("噴水に落ちた話")
    ready.ask("rule", str(kept), "--remind")
    assert kept in ready.ask("context", "花火の浴衣")["memories"]


def test_the_log_tells_that_it_was_read_in_order_to_remind(ready):
    ready.ask("context", "花火")
    assert any(line.get("purpose") == "remind" for line in ready.ask("log"))


# -- days to come


def test_days_to_come_are_told_with_the_next_first(ready):
    soon = datetime.now(ZoneInfo("Asia/Tokyo")).date() + timedelta(days=2)
    later = soon + timedelta(days=5)
    ready.ask("remember", f"歯医者は{later.month}月{later.day}日の15時に予約した")
    ready.ask("remember", f"{soon.month}月{soon.day}日にコンサートに行く")
    told = ready.ask("upcoming", "--days", "10")["upcoming"]
    assert [(one["day"], one["time"]) for one in told] == [
        (soon.isoformat(), None),
        (later.isoformat(), "15:00"),
    ]
    assert told[1]["occasion"] == "appointment"
    assert ready.ask("upcoming", "--days", "0")["upcoming"] == []


def test_a_day_in_a_closed_class_is_not_told_of_before_the_step_up(ready):
    day = datetime.now(ZoneInfo("Asia/Tokyo")).date() + timedelta(days=3)
    ready.ask("remember", f"{day.month}月{day.day}日に口座 7654321 へ家賃 8万円を振り込む")
    assert ready.ask("upcoming")["upcoming"] == []
    assert "finance" in {one["class"] for one in ready.ask("upcoming")["closed"]}
    assert len(ready.ask("upcoming", step_up=STEP_UP)["upcoming"]) == 1


def test_what_is_not_to_be_brought_up_is_no_reminder(ready):
    day = datetime.now(ZoneInfo("Asia/Tokyo")).date() + timedelta(days=3)
    kept = ready.ask("remember", f"{day.month}月{day.day}日に元の彼の結婚式がある")["id"]
    assert len(ready.ask("upcoming")["upcoming"]) == 1
    ready.ask("rule", str(kept), "--no-remind")
    assert ready.ask("upcoming")["upcoming"] == []
