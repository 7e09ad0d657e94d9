"""`bojagi thread`, `recall --threads` and `bojagi reminders` as a person runs them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.people import STEP_UP

TRIP = ("京都の宿は駅の近くに予約した", "京都の宿に夕食を付けた")


@pytest.fixture
def trip(ready):
    """Gives the numbers of two memories of one trip, among others."""
    return [ready.ask("remember", text)["id"] for text in TRIP]


def test_a_thread_is_told_in_the_order_of_time_with_what_ties_it(ready, trip):
    told = ready.ask("thread", str(trip[1]))["thread"]
    assert [one["id"] for one in told] == trip
    assert [one["tie"] for one in told] == ["words", "seed"]
    assert "京都の宿" in told[0]["why"]
    assert told[0]["replaced"] is False


def test_recall_tells_threads_below_its_memories_when_asked_to(ready, trip):
    (first, *_) = ready.ask("recall", "京都の宿に夕食", "--threads", "--limit", "1")["memories"]
    assert [one["id"] for one in first["thread"]] == trip
    (plain, *_) = ready.ask("recall", "京都の宿に夕食", "--limit", "1")["memories"]
    assert "thread" not in plain


def test_lines_of_a_thread_stand_below_their_memory(ready, trip):
    words = ("recall", "京都の宿に夕食", "--threads", "--limit", "1", "--lang", "en")
    code, printed, _ = ready.run(*words)
    assert code == 0
    start = f"   Linked: {trip[0]}. "
    (line,) = [one for one in printed.splitlines() if one.startswith(start)]
    assert TRIP[0] in line
    assert "Both speak of" in line


def test_a_thread_of_what_is_closed_or_never_was_says_the_same(ready):
    closed = ready.ask("remember", "みずほ銀行の口座に給料 32万円が入った")["id"]
    assert ready.code("thread", str(closed)) == ready.code("thread", "4000") == 1
    assert ready.ask("thread", str(closed), step_up=STEP_UP)["thread"] != []


def test_a_program_is_told_no_threads(ready, tmp_path):
    (tmp_path / "token").write_text("x", encoding="utf-8")
    words = ("recall", "京都", "--threads", "--token-file", str(tmp_path / "token"))
    assert ready.code(*words) == 2


def test_reminders_tell_what_will_be_told_and_take_the_owner_s_wish(ready):
    day = datetime.now(ZoneInfo("Asia/Tokyo")).date() + timedelta(days=3)
    kept = ready.ask("remember", f"{day.month}月{day.day}日の15時に歯医者を予約した")["id"]
    told = ready.ask("reminders")
    assert told["frequency"] == "normal"
    assert [(one["memory"], one["at"][11:16]) for one in told["reminders"]] == [(kept, "19:00")]
    assert ready.ask("reminders", "off") == {"frequency": "off", "reminders": []}
    assert ready.ask("reminders")["frequency"] == "off"
    assert ready.code("reminders", "always") == 2
