"""Retention runs by itself, keeps what is held, and mistrusts a clock that has leapt."""

from __future__ import annotations

import pytest

from policy.request import DAY_S
from policy.vocabulary import Purpose
from tests.builders import wished
from tests.people import START, STEP_UP, Clock, make_device, remember, reopen

YEAR_S = 366 * DAY_S


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def device(tmp_path, clock):
    return make_device(tmp_path / "vault", clock)


def limited(device, text: str, **wish: object) -> int:
    """Keeps a sentence for thirty days. Gives its id."""
    item_id = remember(device, text)
    row = device.vault.find_row(item_id)
    record = device.vault.record(int(row["rule"][0]))
    device.guard.rebind(item_id, wished(record, retain_days=30, **wish))
    return item_id


def test_what_is_over_is_erased_at_unlock(tmp_path, device, clock):
    item_id = limited(device, "The ferry leaves at nine")
    device.close()
    clock.now += 30 * DAY_S
    device = reopen(tmp_path / "vault", clock)
    assert not device.vault.exists(item_id)
    device.close()


def test_what_ends_while_the_vault_is_open_is_erased_within_a_day(device, clock):
    item_id = limited(device, "The ferry leaves at nine")
    clock.now += 29 * DAY_S
    assert device.retention.run() == 0
    clock.now += DAY_S - 1
    assert device.retention.run() == 0
    assert device.vault.exists(item_id)
    clock.now += 1
    assert device.retention.run() == 1
    assert not device.vault.exists(item_id)
    device.close()


def test_closed_class_is_reached_through_what_the_root_knows(tmp_path, device, clock):
    device.guard.step_up(STEP_UP)
    item_id = limited(device, "My salary went up to 4,200,000 yen")
    device.guard.end_step_up()
    device.close()
    clock.now += 31 * DAY_S
    device = reopen(tmp_path / "vault", clock)
    assert not device.vault.exists(item_id)
    device.close()


@pytest.mark.parametrize("text", ["The ferry leaves at nine", "My salary is 4,200,000 yen"])
def test_what_is_held_outlives_its_time_and_stays_closed(tmp_path, device, clock, text):
    device.guard.step_up(STEP_UP)
    item_id = limited(device, text, hold=True)
    device.close()
    clock.now += 40 * DAY_S
    device = reopen(tmp_path / "vault", clock)
    device.guard.step_up(STEP_UP)
    assert device.vault.exists(item_id)
    assert device.recall.show(item_id, Purpose.RECALL, "en").rules == ("retention-ended",)
    device.close()


def test_clock_that_leapt_erases_nothing_until_it_is_there_again(tmp_path, device, clock):
    item_id = limited(device, "The ferry leaves at nine")
    device.close()
    clock.now += 50 * YEAR_S
    device = reopen(tmp_path / "vault", clock)
    assert device.retention.waits
    assert device.vault.exists(item_id)
    device.abandon()  # no word in the log: the leap has been seen by nobody
    clock.now = START + DAY_S
    device = reopen(tmp_path / "vault", clock)
    assert not device.retention.waits
    assert device.vault.exists(item_id)
    device.close()
    clock.now += 50 * YEAR_S
    reopen(tmp_path / "vault", clock).close()
    device = reopen(tmp_path / "vault", clock)
    assert not device.retention.waits
    assert not device.vault.exists(item_id)
    device.close()


def test_clock_that_leapt_while_the_vault_is_open_waits_a_day(device, clock):
    item_id = limited(device, "The ferry leaves at nine")
    device.retention.run()
    clock.now += 50 * YEAR_S
    assert device.retention.run() == 0
    assert device.retention.waits
    clock.now += DAY_S
    assert device.retention.run() == 1
    assert not device.vault.exists(item_id)
    device.close()


def test_clock_set_back_erases_nothing(tmp_path, device, clock):
    item_id = limited(device, "The ferry leaves at nine")
    device.close()
    clock.now -= 10 * YEAR_S
    device = reopen(tmp_path / "vault", clock)
    assert device.vault.exists(item_id)
    device.close()
