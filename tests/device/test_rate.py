"""Ratings, consents and settings: sealed, counted, and never put back unseen."""

from __future__ import annotations

import sqlite3

import pytest

from compliance.log.events import EventKind
from device.errors import IntegrityError
from device.federation.consent import set_consent
from device.vault.upkeep import Usage
from tests.people import Clock, make_device, remember, reopen


def kinds(device):
    return [line.event.kind for line in device.rights.log()]


def test_rating_is_logged_and_kept(tmp_path):
    device = make_device(tmp_path / "v", Clock())
    kept = remember(device, "Grandmother's kimchi needs two pears")
    assert device.rights.rate(kept, "used")
    assert device.rights.rate(kept, "dismissed")
    device.close()
    device = reopen(tmp_path / "v", Clock())
    usage = device.vault.usage(kept)
    assert (usage.used, usage.dismissed, usage.corrected, usage.reads) == (1, 1, 0, 0)
    assert kinds(device).count(EventKind.RATED) == 2
    device.close()


def test_being_of_use_lasts_and_a_correction_does_not(tmp_path):
    clock = Clock()
    device = make_device(tmp_path / "v", clock)
    kept = remember(device, "Grandmother's kimchi needs two pears")
    clock.now += 10 * 86_400
    device.rights.rate(kept, "used")
    used = device.vault.usage(kept)
    device.rights.rate(kept, "corrected")
    corrected = device.vault.usage(kept)
    assert used.stability > corrected.stability > 0
    assert (corrected.used, corrected.corrected) == (1, 1)
    reasons = [line.event.details.get("reason") for line in device.rights.log(kept)]
    assert reasons[-2:] == ["used", "corrected"]
    device.close()


def test_rating_of_an_unknown_memory_logs_nothing(tmp_path):
    device = make_device(tmp_path / "v", Clock())
    before = device.vault.journal.size
    assert not device.rights.rate(99, "used")
    assert device.vault.journal.size == before
    device.close()


def test_forgetting_a_rated_memory_takes_its_rating_along(tmp_path):
    device = make_device(tmp_path / "v", Clock())
    kept = remember(device, "The spare key is under the fern")
    device.rights.rate(kept, "used")
    device.rights.forget([kept])
    device.close()
    device = reopen(tmp_path / "v", Clock())  # the roster's tallies fit
    assert device.vault.usage(kept) == Usage()
    device.close()


def test_consents_are_off_until_given_and_survive_a_reopening(tmp_path):
    device = make_device(tmp_path / "v", Clock())
    assert not device.settings.share_updates
    assert not device.settings.share_statistics
    set_consent(device, training=True)
    assert device.settings.share_updates
    assert not device.settings.share_statistics
    set_consent(device, training=True)  # nothing new, so nothing logged
    assert kinds(device).count(EventKind.CONSENTED) == 1
    device.close()
    device = reopen(tmp_path / "v", Clock())
    assert device.settings.share_updates
    set_consent(device, training=False, statistics=True)
    assert kinds(device)[-2:] == [EventKind.WITHDRAWN, EventKind.CONSENTED]
    device.close()


def test_a_withdrawn_consent_cannot_be_put_back_with_the_old_bytes(tmp_path):
    device = make_device(tmp_path / "v", Clock())
    set_consent(device, training=True)
    device.close()
    file = next((tmp_path / "v").glob("*.db*"))
    with sqlite3.connect(file) as database:
        (old,) = database.execute("SELECT v FROM meta WHERE k = 'settings'").fetchone()
    database.close()
    device = reopen(tmp_path / "v", Clock())
    set_consent(device, training=False)
    device.close()
    with sqlite3.connect(file) as database:
        database.execute("UPDATE meta SET v = ? WHERE k = 'settings'", (old,))
    database.close()
    with pytest.raises(IntegrityError):
        reopen(tmp_path / "v", Clock())
