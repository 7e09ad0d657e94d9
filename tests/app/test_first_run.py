"""Where there is no vault yet: the app offers to make one."""

from __future__ import annotations

import pytest

from policy.catalog import LANGUAGES
from tests.app.driver import SIZES, drive
from tests.app.fakes import PASSPHRASE, STEP_UP, FakeVault


def fill_in(app, *, again=PASSPHRASE, step_up=""):
    for name, words in (
        ("owner", "Ann"),
        ("new_passphrase", PASSPHRASE),
        ("again", again),
        ("new_step_up", step_up),
    ):
        app.hand.tap(name)
        app.hand.type(words)
    app.hand.tap("first:make")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_vault_the_app_offers_to_make_one(window, language, size):
    with drive(language, size=size, vault=FakeVault(is_made=False)) as app:
        assert app.hand.find("passphrase") is None
        assert app.hand.shows(app.say("welcome_title"))
        assert app.hand.shows("bojagi init")
        assert not app.too_wide()
        app.hand.tap("welcome:make")
        assert app.hand.find("notice") is not None
        assert not app.too_wide()
        assert not app.outside()
        fill_in(app, step_up=STEP_UP)
        app.hand.until(lambda: app.hand.find("recovery:code") is not None, "code")
        assert "create Ann" in app.vault.calls
        assert not app.too_wide()
        assert not app.outside()
        app.hand.press("escape")
        assert app.shell.here == "recovery"
        app.hand.tap("recovery:written")
        assert app.shell.here == "timeline"
        assert app.vault.has_recovery
        app.session.lock()
        app.hand.until(lambda: app.hand.find("passphrase") is not None, "locked")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"again": "something else"}, "differ"),
        ({"step_up": PASSPHRASE}, "passphrase itself"),
    ],
)
def test_secrets_that_do_not_fit_are_told_and_no_field_keeps_one(window, changes, words):
    with drive(vault=FakeVault(is_made=False)) as app:
        app.hand.tap("welcome:make")
        fill_in(app, **changes)
        assert app.hand.shows(words)
        assert app.vault.calls == []
        for name in ("new_passphrase", "again", "new_step_up"):
            assert app.hand.find(name).text == ""
        assert app.hand.find("owner").text == "Ann"
        app.hand.press("escape")
        assert app.shell.here == "unlock"
        assert app.hand.find("welcome:make") is not None
