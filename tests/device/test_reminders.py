"""Reminders: at which moments a day to come is told of, and when not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.log.events import EventKind
from device.compose import Device
from device.memory.reminders import MANNERS, Frequency, Reminder, due, reminders
from device.memory.sentence.ahead import Ahead, Occasion
from device.reminding import Reminding
from device.standing import changed
from policy.vocabulary import Market
from policy.wishes import Wish
from tests.people import STEP_UP, Clock, make_device, remember

TOKYO, SEOUL, BERLIN = ZoneInfo("Asia/Tokyo"), ZoneInfo("Asia/Seoul"), ZoneInfo("Europe/Berlin")
DAY = date(2026, 10, 24)  # a Saturday; Berlin's clocks go back that night


def told(
    market: Market,
    occasion: Occasion,
    minute: int | None = None,
    *,
    zone: ZoneInfo = BERLIN,
    frequency: Frequency = Frequency.NORMAL,
    day: date = DAY,
) -> list[str]:
    found = reminders([(day, 1, Ahead(day, minute, occasion, False))], market, frequency, zone)
    return [datetime.fromtimestamp(one.at, zone).strftime("%m-%d %H:%M") for one in found]


def test_in_japan_it_is_told_once_the_evening_before():
    for occasion in Occasion:
        assert told(Market.JP, occasion, 15 * 60, zone=TOKYO) == ["10-23 19:00"]


def test_in_korea_it_is_told_early_and_again():
    assert told(Market.KR, Occasion.BIRTHDAY, zone=SEOUL) == [
        "10-17 08:00", "10-23 20:00", "10-24 08:00",
    ]  # fmt: skip
    assert told(Market.KR, Occasion.EVENT, 19 * 60, zone=SEOUL) == [
        "10-10 08:00", "10-23 20:00", "10-24 17:00",
    ]  # fmt: skip


def test_elsewhere_it_is_between_the_two():
    assert told(Market.OTHER, Occasion.BIRTHDAY) == ["10-17 09:00", "10-23 19:00"]
    assert told(Market.EU, Occasion.EVENT) == ["10-10 09:00", "10-23 19:00"]
    assert told(Market.OTHER, Occasion.APPOINTMENT, 15 * 60) == ["10-23 19:00", "10-24 13:00"]


def test_the_owner_may_have_it_fewer_or_not_at_all():
    assert told(Market.KR, Occasion.EVENT, frequency=Frequency.FEW) == ["10-23 20:00"]
    assert told(Market.KR, Occasion.EVENT, frequency=Frequency.OFF) == []


@pytest.mark.parametrize(
    ("minute", "expected"),
    [
        (9 * 60, "10-24 08:00"),  # seven is night yet; eight is still in time
        (8 * 60, None),  # in time is only the evening before, which is told of already
        (60, None),
        (23 * 60 + 30, "10-24 21:30"),
    ],
)
def test_what_falls_into_the_night_is_moved_to_where_it_still_helps(minute, expected):
    evening = ["10-23 19:00"]
    expected_all = evening if expected is None else [*evening, expected]
    assert told(Market.OTHER, Occasion.APPOINTMENT, minute) == expected_all


@given(
    market=st.sampled_from(list(Market)),
    occasion=st.sampled_from(list(Occasion)),
    minute=st.none() | st.integers(0, 1439),
    day=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    zone=st.sampled_from([TOKYO, BERLIN, ZoneInfo("America/New_York")]),
)
def test_nothing_is_told_at_night_twice_or_too_late(market, occasion, minute, day, zone):
    found = reminders(
        [(day, 1, Ahead(day, minute, occasion, False))], market, Frequency.NORMAL, zone
    )
    manner = MANNERS[market]
    assert len({one.at for one in found}) == len(found) > 0
    for one in found:
        clock = datetime.fromtimestamp(one.at, zone)
        assert manner.quiet_until <= clock.hour * 60 + clock.minute < manner.quiet_from
        assert one.at < one.ends


def test_a_day_beyond_the_calendar_is_not_told_of():
    last = date(9999, 12, 31)
    assert told(Market.JP, Occasion.OTHER, day=last, zone=TOKYO) == []
    assert told(Market.OTHER, Occasion.BIRTHDAY, day=date(1, 1, 2)) == []


# -- what is due


def at(hour: int, day: date = DAY) -> int:
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=BERLIN).timestamp())


CONCERT: Sequence[Reminder] = reminders(
    [(DAY, 1, Ahead(DAY, 20 * 60, Occasion.EVENT, False))],
    Market.OTHER,
    Frequency.NORMAL,
    BERLIN,
)
EVE = DAY - timedelta(days=1)


def test_each_moment_is_told_once():
    assert [one.day for one in due(CONCERT, at(18, EVE), at(20, EVE))] == [DAY]
    assert due(CONCERT, at(20, EVE), at(21, EVE)) == []


def test_of_what_was_missed_only_the_last_is_made_up_for():
    (one,) = due(CONCERT, None, at(9))
    assert one.at == at(19, EVE)


def test_nothing_is_told_of_what_has_begun():
    assert due(CONCERT, None, at(20)) == []
    assert due(CONCERT, None, at(19)) != []


# -- out of a vault


def vault_of(folder, clock, *texts: str) -> Device:
    device = make_device(folder / "vault", clock, step_up=None)
    for text in texts:
        remember(device, text)
    return device


NOW = int(datetime(2026, 9, 22, 9, tzinfo=ZoneInfo("UTC")).timestamp())
GIG = "The concert is on 3 October at 8 pm"
DENTIST = "Dentist appointment on 25 September at 10:00"


def texts(found) -> list[str]:
    return [one.card.text for one in found]


def test_a_reminder_comes_out_of_what_was_said_when_its_moment_has_come(tmp_path):
    clock = Clock(NOW)
    device = vault_of(tmp_path, clock, GIG, DENTIST, "I like pears")
    reminding = Reminding(device)
    since = None
    heard: list[str] = []
    for hour in range(24 * 12):
        clock.now = NOW + hour * 3_600
        heard += texts(reminding.due(since, "en"))
        since = clock.now
    # The fortnight before the concert had begun when it was told of; that is made up for at once.
    assert heard == [GIG, DENTIST, DENTIST, GIG]
    device.close()


def test_what_is_not_to_be_brought_up_is_never_told_of_nor_its_moment(tmp_path):
    clock = Clock(NOW)
    device = vault_of(tmp_path, clock, DENTIST)
    assert Reminding(device).moments() != ()
    (item_id,) = device.vault.open_ids()
    row = device.vault.find_row(item_id)
    assert row is not None
    record = device.vault.record(int(row["rule"][0]))
    device.guard.rebind(item_id, changed(record, Wish(remind=False)))
    assert Reminding(device).moments() == ()
    clock.now = NOW + 3 * 86_400
    assert Reminding(device).due(None, "en") == []
    device.close()


def test_moments_are_those_to_come_and_opening_none_leaves_no_reading(tmp_path):
    clock = Clock(NOW)
    device = vault_of(tmp_path, clock, GIG, DENTIST)
    reminding = Reminding(device)
    reminding.moments()  # the index is built
    before = device.vault.journal.size
    moments = reminding.moments()
    assert device.vault.journal.size == before
    assert list(moments) == sorted(set(moments))
    assert all(moment > NOW for moment in moments)
    device.close()


def test_what_lies_behind_a_step_up_is_told_of_while_it_is_open_and_has_no_moment(tmp_path):
    clock = Clock(NOW)
    device = make_device(tmp_path / "vault", clock)
    remember(device, "The mortgage, 850 a month, is due on 25 September")
    device.guard.step_up(STEP_UP)
    assert Reminding(device).ahead() != []
    assert Reminding(device).moments() == ()
    device.guard.end_step_up()
    assert Reminding(device).ahead() == []
    device.close()


def test_the_owner_s_wish_is_kept_with_the_vault(tmp_path):
    device = vault_of(tmp_path, Clock(NOW), DENTIST)
    settings = device.settings.model_copy(update={"reminders": Frequency.OFF})
    device.change_settings(settings, EventKind.MAINTAINED, reason="reminders")
    assert Reminding(device).moments() == ()
    device.close()
