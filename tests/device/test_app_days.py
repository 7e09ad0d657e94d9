"""Days to come, reminders, threads and how a memory stands, in the app, on a real vault."""

from __future__ import annotations

import pytest

from device.app.viewmodels.day_rows import Answer
from device.app.viewmodels.reminding import EACH_S, RemindingModel
from device.app.viewmodels.upcoming import UpcomingModel
from tests.device.app_desk import Desk
from tests.device.test_doubts import in_doubt
from tests.people import START, Clock, make_device, remember

DAY = 86_400
# START is 21 September 2026, 14:13 in UTC, which is where Ann lives.
DENTIST = "Dentist appointment on 24 September at 10:00"
BIRTHDAY = "Mina's birthday is on 9 October"
LEEDS = "I live in Leeds"
YORK = "I moved to York last week"


@pytest.fixture
def desk(tmp_path):
    clock = Clock()
    device = make_device(tmp_path / "vault", clock)
    for days_ago, text in ((30, LEEDS), (29, YORK), (1, BIRTHDAY), (1, DENTIST)):
        clock.now = START - days_ago * DAY
        remember(device, text)
    device.close()
    desk = Desk(tmp_path / "vault")
    yield desk.unlock()
    desk.session.close()


def asked(desk, job):
    """Gives what the service answers."""
    got = []
    desk.session.work(job, got.append)
    desk.settle()
    return got[0]


def number_of(desk, text):
    rows = asked(desk, lambda service: service.timeline(0, 50))
    return next(row.id for row in rows if row.text == text)


def test_days_to_come_are_listed_with_the_next_first(desk):
    model = UpcomingModel(desk.session)
    model.refresh()
    desk.settle()
    days = [(day, far, [one.row.text for one in rows]) for day, far, rows in model.days]
    assert days == [
        ("Thu, September 24", "In 3 days", [DENTIST]),
        ("Fri, October 9", "In 18 days", [BIRTHDAY]),
    ]
    (dentist,) = model.days[0][2]
    assert (dentist.when, dentist.occasion) == ("10:00", "Appointment")
    desk.session.lock()
    assert model.days == []


def test_reminders_come_in_the_evening_before_and_are_told_once(desk):
    model = RemindingModel(desk.session)
    desk.settle()
    assert model.rows == ()
    heard = []
    for _ in range(3 * 24):
        desk.clock.now += 3_600
        desk.session.touch()
        desk.session.tick()
        desk.settle()
        heard += [(row.row.text, row.how_far) for row in model.rows]
        for row in model.rows:
            model.put_away(row)
    assert heard == [(DENTIST, "Tomorrow"), (DENTIST, "Today")]


def test_at_the_lock_only_moments_are_kept_and_they_speak_once(desk):
    model = RemindingModel(desk.session)
    desk.clock.now += 2 * DAY
    desk.session.touch()
    desk.session.tick()
    desk.settle()
    desk.session.lock()
    desk.settle()
    assert model.rows == ()
    desk.session.notice = ""
    desk.clock.now += DAY // 4  # 20:13, past the evening's moment
    desk.session.tick()
    assert desk.session.notice == "Something is due. Unlock to see it."
    desk.session.notice = ""
    desk.clock.now += EACH_S
    desk.session.tick()
    assert desk.session.notice == ""
    desk.unlock()
    desk.settle()
    assert [row.row.text for row in model.rows] == [DENTIST]


def test_a_quiet_memory_is_no_longer_brought_up_and_is_still_found(desk):
    dentist = number_of(desk, DENTIST)
    before = asked(desk, lambda service: service.days.standing(dentist))
    assert not before.is_quiet
    after = asked(desk, lambda service: service.days.set_quiet(dentist, is_quiet=True))
    assert after.is_quiet
    texts = asked(desk, lambda service: [one.row.text for one in service.days.upcoming()])
    assert texts == [BIRTHDAY]
    assert number_of(desk, DENTIST) == dentist
    asked(desk, lambda service: service.days.set_quiet(dentist, is_quiet=False))
    assert len(asked(desk, lambda service: service.days.upcoming())) == 2


def test_a_pinned_memory_says_so_and_can_be_let_go(desk):
    leeds = number_of(desk, LEEDS)
    assert asked(desk, lambda service: service.days.set_pinned(leeds, is_pinned=True)).is_pinned
    assert not asked(
        desk, lambda service: service.days.set_pinned(leeds, is_pinned=False)
    ).is_pinned


def test_a_thread_tells_what_was_replaced_without_numbers(desk):
    york = number_of(desk, YORK)
    thread = asked(desk, lambda service: service.days.thread(york))
    assert [(one.row.text, one.is_replaced, one.is_seed) for one in thread] == [
        (LEEDS, True, False),
        (YORK, False, True),
    ]
    assert thread[0].tie == "It was replaced by the memory above."


def test_how_much_one_is_reminded_is_kept_with_the_vault(desk):
    desk.session.set_reminders("off")
    desk.settle()
    desk.session.lock()
    desk.settle()
    desk.session.reminders = "normal"
    desk.unlock()
    desk.settle()
    assert desk.session.reminders == "off"
    assert asked(desk, lambda service: service.days.due(None)).moments == ()


@pytest.mark.parametrize("answer", Answer)
def test_what_may_have_changed_is_settled_by_its_owner(desk, answer):
    newer, older = asked(desk, lambda service: in_doubt(service._unlocked))
    asked(desk, lambda service: service.recall("choir"))  # everything is indexed
    standing = asked(desk, lambda service: service.days.standing(newer))
    assert standing.doubt == older
    assert asked(desk, lambda service: service.days.doubted(older)).id == older
    after = asked(desk, lambda service: service.days.settle(newer, older, answer))
    assert after.doubt is None
    thread = asked(desk, lambda service: service.days.thread(newer))
    replaced = {one.row.id for one in thread if one.is_replaced}
    assert replaced == {"this": {older}, "other": {newer}, "both": set()}[answer]
