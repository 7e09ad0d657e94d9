"""Keeping a vault by taps: recovery code, restore, upgrade, step-up ways, keys, backup, damage."""

from __future__ import annotations

import pytest

from device.app.viewmodels.keeping_rows import DamagedPart, DamageState
from device.app.viewmodels.rows import RecallFilter
from policy.catalog import LANGUAGES
from tests.app.driver import SIZES, drive
from tests.app.fakes import CODE, PASSPHRASE, PIN, STEP_UP, FakeVault

DAMAGE = DamageState((DamagedPart("private", 120, 400, 731),), (12, 77))
FOLDER = "/media/usb/bojagi 백업"


def fits(app, place):
    app.hand.turn(4)
    assert not app.too_wide(), place
    assert not app.outside(), place


def typed(app, name, words):
    app.hand.tap(name)
    app.hand.type(words)


def opened(app, place):
    """Unlocks and goes to one of the screens behind the settings."""
    app.unlock()
    app.go("settings")
    app.hand.tap(f"settings:{place}")
    models = app.shell.models
    app.hand.until(lambda: place != "owners" or models.owners.state is not None, place)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_new_screen_keeps_its_text_in_its_boxes(window, language, size):
    vault = FakeVault(
        kinds=("passphrase", "keychain", "fido2"),
        has_recovery=True,
        keystore="secret-service",
        damaged=DAMAGE,
        words_waiting=80_412,
        unsure="메밀: 어느 기억에도 없는 말입니다. 가장 가까운 기억입니다.",
    )
    with drive(language, size=size, vault=vault) as app:
        app.hand.tap("unlock:other")
        fits(app, "code")
        app.hand.tap("unlock:other")
        app.unlock()
        assert app.hand.find("damage") is not None
        fits(app, "damage")
        app.go("recall")
        app.hand.tap("filters")
        app.ask("메밀")
        assert app.hand.shows("80412")
        assert app.hand.shows(vault.unsure)
        fits(app, "filters")
        app.go("settings")
        fits(app, "settings")
        app.hand.tap("settings:safekeeping")
        fits(app, "safekeeping")
        app.hand.press("escape")
        app.hand.tap("settings:owners")
        app.hand.until(lambda: app.shell.models.owners.state is not None, "owners")
        fits(app, "owners")
        app.hand.tap("owners:step_up")
        for kind in vault.kinds:
            app.hand.tap(f"step_up:kind:{kind}")
            fits(app, kind)
        vault.is_stepped_up = True
        app.hand.press("escape")
        app.shell.models.owners.refresh()
        app.hand.until(lambda: app.shell.models.owners.state.is_open, "open")
        fits(app, "owners open")
        for sheet in ("passphrase", "second", "add_key"):
            app.hand.tap(f"owners:{sheet}")
            assert app.shell.sheet is not None
            fits(app, sheet)
            app.hand.press("escape")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_vault_is_restored_from_a_backup(window, language, size):
    with drive(language, size=size, vault=FakeVault(is_made=False)) as app:
        app.hand.tap("welcome:restore")
        fits(app, "restore")
        typed(app, "restore:folder", FOLDER)
        app.hand.tap("restore:kind:code")
        typed(app, "restore:secret", "wrong")
        app.hand.press("enter")
        app.hand.until(lambda: bool(app.shell._restore.error), "error")
        assert app.hand.find("restore:secret").text == ""
        assert app.hand.find("restore:folder").text == FOLDER
        fits(app, "error")
        typed(app, "restore:secret", CODE)
        app.hand.tap("restore:go")
        app.hand.until(lambda: app.shell.here == "timeline", "restored")
        assert f"restore {FOLDER}" in app.vault.calls
        assert app.hand.shows("2026-11-20 14:05")
        app.hand.tap("news:0:close")
        assert not app.hand.shows("2026-11-20 14:05")
        fits(app, "restored")


def test_escape_leads_back_from_restoring(window):
    with drive(vault=FakeVault(is_made=False)) as app:
        app.hand.tap("welcome:restore")
        app.hand.press("escape")
        assert app.hand.find("welcome:make") is not None


def test_code_that_is_put_off_is_taken_away_and_that_stays_said(window):
    with drive(vault=FakeVault(is_made=False)) as app:
        app.hand.tap("welcome:make")
        for name in ("new_passphrase", "again"):
            typed(app, name, PASSPHRASE)
        app.hand.tap("first:make")
        app.hand.until(lambda: app.hand.find("recovery:code") is not None, "code")
        assert app.hand.shows(CODE[:4])
        app.hand.tap("recovery:later")
        app.hand.until(lambda: app.hand.find("news:0") is not None, "news")
        assert not app.vault.has_recovery
        assert app.hand.shows("nobody opens this vault")
        assert not app.hand.shows(CODE[:4])


def test_code_that_is_on_screen_goes_with_the_lock(window):
    with drive(vault=FakeVault(is_made=False)) as app:
        app.hand.tap("welcome:make")
        for name in ("new_passphrase", "again"):
            typed(app, name, PASSPHRASE)
        app.hand.tap("first:make")
        app.hand.until(lambda: app.hand.find("recovery:code") is not None, "code")
        app.turn_clock(301)
        assert app.shell.here == "unlock"
        assert not app.hand.shows(CODE[:4])
        assert app.shell.models.recovery.lines == ()


def test_recovery_code_unlocks(phone):
    phone.hand.tap("unlock:other")
    typed(phone, "passphrase", CODE)
    phone.hand.press("enter")
    phone.hand.until(lambda: phone.shell.here == "timeline", "timeline")
    assert "open with code" in phone.vault.calls
    assert phone.hand.find("news:0") is not None


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_older_vault_is_brought_up_to_date_with_both_secrets(window, language, size):
    with drive(language, size=size, vault=FakeVault(is_older=True)) as app:
        typed(app, "passphrase", PASSPHRASE)
        app.hand.press("enter")
        app.hand.until(lambda: app.hand.find("upgrade:step_up") is not None, "upgrade")
        fits(app, "upgrade")
        assert app.hand.find("passphrase").text == ""
        typed(app, "passphrase", PASSPHRASE)
        typed(app, "upgrade:step_up", STEP_UP)
        app.hand.tap("unlock")
        app.hand.until(lambda: app.shell.here == "timeline", "timeline")
        assert app.vault.calls.count("upgrade") == 1


def until_pin(app):
    app.hand.until(lambda: app.hand.find("key:pin") is not None, "pin")


def test_security_key_steps_up_with_pin_and_touch(window):
    with drive(vault=FakeVault(kinds=("fido2",))) as app:
        app.unlock()
        app.shell.ask_step_up()
        app.hand.turn(4)
        assert app.hand.find("step_up_secret") is None
        app.hand.tap("step_up")
        until_pin(app)
        assert app.hand.find("step_up") is None
        typed(app, "key:pin", PIN)
        app.hand.press("enter")
        app.hand.until(lambda: app.hand.shows("Touch the key now."), "touch")
        assert not app.too_wide()
        app.vault.may_touch.set()
        app.hand.until(lambda: app.shell.sheet is None, "open")
        assert app.shell.models.step_up.is_open


@pytest.mark.parametrize("step", ["pin", "touch"])
def test_closing_the_sheet_cancels_and_a_later_touch_opens_nothing(window, step):
    with drive(vault=FakeVault(kinds=("fido2",))) as app:
        app.unlock()
        app.shell.ask_step_up()
        app.hand.turn(4)
        app.hand.tap("step_up")
        until_pin(app)
        if step == "touch":
            typed(app, "key:pin", PIN)
            app.hand.press("enter")
            app.hand.until(lambda: app.hand.shows("Touch the key now."), "touch")
        app.hand.press("escape")
        app.vault.may_touch.set()
        app.hand.until(lambda: not app.shell.models.step_up.busy, "refused")
        assert not app.shell.models.step_up.is_open
        assert not app.vault.is_stepped_up


def test_passphrase_is_changed_in_a_sheet(window):
    with drive() as app:
        opened(app, "owners")
        app.hand.tap("owners:passphrase")
        for again in ("b", "a"):
            typed(app, "new_passphrase", "a")
            typed(app, "new_passphrase:again", again)
            app.hand.tap("new_passphrase:set")
            app.hand.turn(6)
            if again == "b":
                assert app.hand.shows("differ")
                assert app.hand.find("error") is None
                assert app.hand.find("new_passphrase").text == ""
        app.hand.until(lambda: app.shell.sheet is None, "set")
        assert app.vault.calls.count("change passphrase") == 1
        app.hand.press("escape")
        assert app.shell.here == "settings"


def test_security_key_is_added_in_a_sheet_and_a_biometric_one_is_warned_of(window):
    with drive(vault=FakeVault(is_stepped_up=True)) as app:
        opened(app, "owners")
        app.vault.may_touch.set()
        app.hand.tap("owners:add_key")
        app.hand.tap("add_key:go")
        until_pin(app)
        typed(app, "key:pin", PIN)
        app.hand.tap("key:go")
        app.hand.until(lambda: app.shell.sheet is None, "added")
        app.hand.until(lambda: len(app.shell.models.owners.state.factors) == 2, "listed")
        app.go("timeline")
        assert app.hand.shows("nobody opens them, not even you")


def test_new_code_is_made_from_the_settings(window):
    with drive(vault=FakeVault(has_recovery=True)) as app:
        opened(app, "owners")
        app.hand.tap("owners:recovery")
        app.hand.until(lambda: app.hand.find("recovery:code") is not None, "code")
        app.hand.tap("recovery:written")
        app.hand.until(lambda: app.shell.here == "owners", "back")


@pytest.mark.parametrize("is_stopped", [False, True])
def test_backup_shows_how_far_it_is_and_can_be_stopped(window, is_stopped):
    with drive() as app:
        opened(app, "safekeeping")
        app.hand.tap("safekeeping:backup")
        assert app.hand.find("error") is not None
        typed(app, "backup:folder", FOLDER)
        app.hand.press("enter")
        app.hand.until(lambda: app.hand.shows("37 %"), "progress")
        if is_stopped:
            app.hand.tap("backup:stop")
        app.vault.may_back_up.set()
        app.hand.until(lambda: app.hand.find("told") is not None, "told")
        assert f"backup {FOLDER}" in app.vault.calls
        assert app.hand.shows("was stopped" if is_stopped else "older copies of this folder")
        assert app.hand.find("backup:folder").text == FOLDER


def test_bounds_go_with_the_question_until_they_are_cleared(phone):
    phone.unlock()
    phone.go("recall")
    assert phone.hand.find("filter:since") is None
    phone.hand.tap("filters")
    typed(phone, "filter:since", "2026-01-31")
    phone.hand.tap("filter:language:ja")
    phone.ask("花火")
    assert phone.vault.asked_within == RecallFilter(since="2026-01-31", language="ja")
    phone.hand.tap("filter:clear")
    assert phone.hand.find("filter:since").text == ""
    assert not phone.shell.models.recall.within


def test_conversation_is_forgotten_and_brought_back(phone):
    phone.unlock()
    phone.hand.tap("memory:3")
    phone.hand.until(lambda: phone.shell.models.detail.detail is not None, "detail")
    phone.hand.tap("forget_conversation")
    phone.hand.until(lambda: phone.session.toast is not None, "toast")
    assert phone.hand.shows("2 memories")
    assert phone.session.is_hidden(77)
    phone.hand.tap("toast:act")
    phone.hand.until(lambda: phone.hand.find("memory:1") or phone.shell.here == "detail", "back")
    assert not phone.session.is_hidden(1)
    assert phone.vault.forgotten == set()
