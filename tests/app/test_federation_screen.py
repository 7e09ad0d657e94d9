"""The federation screen: two switches, how taking part stands, and exactly what was sent."""

from __future__ import annotations

import pytest

from device.app.viewmodels.rows import PartPhase, PartState
from policy.catalog import LANGUAGES
from tests.app.driver import drive
from tests.app.fakes import FakeVault


def test_switch_gives_consent_and_shows_exactly_what_was_sent(phone):
    phone.unlock()
    phone.go("federation")
    assert phone.hand.shows(phone.say("sent_empty"))
    assert phone.hand.shows(phone.say("coordinator_sees"))
    phone.hand.tap("consent:training")
    phone.hand.until(lambda: phone.vault.training, "consent")
    assert phone.hand.shows("2,914 numbers (11,656 bytes), norm 0.988")
    assert not phone.vault.statistics
    assert not phone.hand.shows("gate.hidden.weight")
    phone.hand.tap("sent:1")
    assert phone.hand.shows("gate.hidden.weight  32 × 88")
    assert "".join(phone.hand.find("sent:digest").text.split()) == "3f2a91c07be4d85a" * 4
    phone.hand.tap("sent:1")
    assert not phone.hand.shows("gate.hidden.weight")
    phone.hand.tap("consent:training")
    phone.hand.until(lambda: not phone.vault.training, "withdrawn")


def test_taking_part_is_one_line_that_follows_what_happens(phone):
    phone.unlock()
    phone.go("federation")
    phone.turn_clock(1)
    phone.hand.until(lambda: phone.hand.shows(phone.say("part_off")), "off")
    phone.hand.tap("consent:training")
    phone.turn_clock(1)
    phone.hand.until(lambda: phone.hand.shows(phone.say("part_waiting")), "connected")
    assert phone.hand.find("part:retry") is None
    phone.vault.part = PartState(
        PartPhase.NOT_ADMITTED, retry="14:35", refused=frozenset({"f" * 64})
    )
    phone.turn_clock(1)
    phone.hand.until(lambda: phone.hand.shows("14:35"), "refused by the operator")
    assert phone.hand.find("refused") is not None
    phone.hand.tap("part:retry")
    phone.hand.until(lambda: "try now" in phone.vault.calls, "tried")
    phone.session.dismiss_toast()
    phone.go("settings")
    phone.go("federation")
    assert phone.hand.find("refused") is None


@pytest.mark.parametrize("phase", PartPhase)
def test_every_state_of_taking_part_fits_its_place(window, phase):
    part = PartState(phase, 3, "14:35", "2026-11-21T14:05+09:00")
    for language in LANGUAGES:
        vault = FakeVault(training=True, part=part)
        with drive(language, vault=vault) as app:
            app.unlock()
            app.go("federation")
            app.turn_clock(1)
            app.hand.until(lambda: app.shell.models.taking_part.state == part, "told")
            assert app.hand.shows(app.shell.models.taking_part.text)
            assert not app.too_wide()
            assert not app.outside()
