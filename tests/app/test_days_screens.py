"""Days to come, reminders, threads and how a memory stands, as a person sees and taps them."""

from __future__ import annotations

import pytest

from device.app.viewmodels.day_rows import Answer, Standing
from tests.app.driver import SIZES, Driver, drive
from tests.app.fakes import HARD_TEXTS, FakeVault
from tests.people import START

MINUTE = 60


def pass_time(app: Driver, seconds: int) -> None:
    app.vault.now += seconds
    app.turn_clock(seconds)
    app.hand.turn(6)


def told_of(app: Driver) -> list[str]:
    return [name for name in app.names("reminder:") if name.count(":") == 1]


def test_a_reminder_stands_above_the_list_until_it_is_put_away(window):
    with drive(vault=FakeVault(due_at=START - 5)) as app:
        app.unlock()
        app.hand.until(lambda: bool(told_of(app)), "reminder")
        when = f"{app.say('how_far_tomorrow')} 15:00"
        assert app.hand.shows(app.say("reminder", when=when, text=HARD_TEXTS[0]))
        app.go("recall")
        assert told_of(app)
        app.hand.tap("reminder:0:close")
        assert not told_of(app)
        pass_time(app, 5 * MINUTE - 1)
        assert not told_of(app)


def test_a_reminder_comes_when_its_moment_does(window):
    with drive(vault=FakeVault(due_at=START + 90)) as app:
        app.unlock()
        pass_time(app, MINUTE)
        assert not told_of(app)
        pass_time(app, MINUTE)
        app.hand.until(lambda: bool(told_of(app)), "reminder")


def test_locked_the_app_says_that_something_is_due_and_nothing_of_it(window):
    with drive(vault=FakeVault(due_at=START + 90)) as app:
        app.unlock()
        pass_time(app, MINUTE)
        app.hand.turn(10)  # the moments are known
        app.session.lock()
        app.hand.turn(6)
        assert not app.hand.shows(app.say("reminder_locked"))
        pass_time(app, MINUTE)
        assert app.hand.shows(app.say("reminder_locked"))
        assert not any(app.hand.shows(text[:20]) for text in HARD_TEXTS if text.strip())
        app.unlock()
        app.hand.until(lambda: bool(told_of(app)), "reminder")
        app.session.lock()
        app.hand.turn(6)
        app.unlock()
        assert not told_of(app)  # it was told in this session


def test_locked_nothing_is_said_where_nothing_is_due(window):
    with drive() as app:
        app.unlock()
        app.session.lock()
        pass_time(app, 10 * MINUTE)
        assert not app.hand.shows(app.say("reminder_locked"))


def test_a_forgotten_memory_leaves_its_reminder_and_its_day(window):
    with drive(vault=FakeVault(due_at=START - 5)) as app:
        app.unlock()
        app.hand.until(lambda: bool(told_of(app)), "reminder")
        app.go("upcoming")
        assert app.names("day:2026-11-21:1")
        app.session.forget(1)
        app.hand.turn(6)
        assert not app.names("day:2026-11-21:1")
        app.go("timeline")
        assert not told_of(app)


@pytest.mark.parametrize("size", SIZES)
def test_a_day_leads_to_its_memory(window, size):
    with drive(size=size) as app:
        app.unlock()
        app.go("upcoming")
        app.hand.tap("day:2026-11-22:2")
        app.hand.until(lambda: app.shell.models.detail.detail is not None, "detail")
        assert app.shell.models.detail.detail.row.id == 2
        assert app.shell.here == ("detail" if size == "phone" else "upcoming")


def test_without_days_the_screen_tells_what_brings_one_there(window):
    with drive(vault=FakeVault(has_days=False)) as app:
        app.unlock()
        app.go("upcoming")
        assert app.hand.shows(app.say("upcoming_empty_title"))
        assert not app.names("day:")


@pytest.fixture
def memory(window):
    """Gives an app on a phone that shows one memory; it has faded."""
    with drive(vault=FakeVault(stands=Standing(is_faded=True))) as app:
        app.unlock()
        app.hand.tap("memory:1")
        app.hand.until(lambda: app.hand.find("standing:quiet") is not None, "detail")
        yield app


def test_a_memory_is_kept_from_being_brought_up_by_a_switch(memory):
    memory.hand.tap("standing:quiet")
    memory.hand.until(lambda: memory.hand.find("standing:quiet").is_on, "quiet")
    assert memory.vault.stands.is_quiet
    memory.hand.tap("standing:quiet")
    memory.hand.until(lambda: not memory.vault.stands.is_quiet, "loud")


def test_a_faded_memory_says_so_and_comes_back_by_a_switch(memory):
    assert memory.hand.shows(memory.say("standing_faded"))
    memory.hand.tap("standing:pinned")
    memory.hand.until(lambda: memory.vault.stands.is_pinned, "pinned")
    assert not memory.hand.shows(memory.say("standing_faded"))


def test_what_belongs_to_a_memory_is_read_when_it_is_asked_for_and_not_before(memory):
    assert "thread" not in memory.vault.calls
    memory.hand.tap("thread")
    memory.hand.until(lambda: bool(memory.names("tied:")), "thread")
    assert memory.names("tied:") == ["tied:2", "tied:3", "tied:4"]
    assert memory.hand.shows(memory.say("tie_replaces"))
    assert memory.hand.shows(memory.say("thread_replaced"))
    memory.hand.tap("tied:2")
    memory.hand.until(lambda: memory.shell.models.detail.detail is not None, "another")
    assert memory.shell.models.detail.detail.row.id == 2
    assert not memory.names("tied:")


@pytest.mark.parametrize("answer", Answer)
def test_what_may_have_changed_is_asked_and_answered_once(window, answer):
    with drive(vault=FakeVault(stands=Standing(doubt=2))) as app:
        app.unlock()
        app.hand.tap("memory:1")
        app.hand.until(lambda: app.hand.find("doubt:show") is not None, "question")
        assert not app.hand.shows(HARD_TEXTS[1])
        app.hand.tap("doubt:show")
        app.hand.until(lambda: app.hand.shows(HARD_TEXTS[1]), "the other")
        app.hand.tap(f"doubt:{answer}")
        app.hand.until(lambda: app.hand.find("doubt") is None, "settled")
        assert app.vault.calls.count(f"{answer} of 1 and 2") == 1


def test_how_much_one_is_reminded_is_chosen_in_the_settings(window):
    with drive() as app:
        app.unlock()
        app.go("settings")
        app.hand.tap("reminders:off")
        app.hand.until(lambda: "reminders off" in app.vault.calls, "kept")
        assert app.session.reminders == "off"
