"""The recovery code in the app: shown once, opens the vault, and is nowhere after."""

from __future__ import annotations

import pytest

from device.app.viewmodels.first_run import FirstRunModel
from device.app.viewmodels.recovery import RecoveryModel
from tests.device.app_desk import Desk, desk_at
from tests.fakes import FakeKeystore
from tests.people import PASSPHRASE


@pytest.fixture
def desk(tmp_path):
    with desk_at(tmp_path / "vault") as desk:
        yield desk


def made(desk):
    """Gives the model with a code on screen, and the code."""
    model = RecoveryModel(desk.session)
    model.make()
    desk.settle()
    return model, "  ".join(model.lines).replace("  ", "-")


def unlock_with(desk, code):
    desk.unlocking.ask_for(code=True)
    desk.unlocking.unlock(code)
    desk.settle()


def keys_of(desk):
    return [news.key for news in desk.session.board.news]


def owners(desk):
    got = []
    desk.session.work(lambda service: service.keeping.owners(), got.append)
    desk.settle()
    return got[0]


def test_code_is_three_lines_of_three_groups(desk):
    desk.unlock()
    model, code = made(desk)
    assert [len(line.split()) for line in model.lines] == [3, 3, 3]
    assert [len(group) for group in code.split("-")] == [4] * 9
    assert code not in repr(vars(desk.session))


@pytest.mark.parametrize("spell", [str, str.lower, lambda code: code.replace("-", " ")])
def test_code_opens_the_vault_in_the_passphrase_s_place(desk, spell):
    desk.unlock()
    model, code = made(desk)
    model.written()
    assert model.lines == ()
    desk.session.lock()
    unlock_with(desk, spell(code))
    assert desk.session.is_unlocked
    assert keys_of(desk) == ["opened_with_code_news"]
    assert desk.unlocking.is_code is False
    desk.session.lock()
    desk.unlock()
    assert desk.session.is_unlocked


@pytest.mark.parametrize(("code", "words"), [("7K3M", "slip"), ("", "nine groups")])
def test_what_is_no_code_is_told(desk, code, words):
    unlock_with(desk, code)
    assert not desk.session.is_unlocked
    assert words in desk.unlocking.error


def test_code_of_another_vault_is_told_as_a_wrong_code(desk, tmp_path):
    with desk_at(tmp_path / "other") as other:
        other.unlock()
        _, code = made(other)
    unlock_with(desk, code)
    assert "recovery code" in desk.unlocking.error
    assert desk.unlocking.seconds_left() > 0


def test_put_off_there_is_no_code_and_that_is_said(desk):
    desk.unlock()
    model, code = made(desk)
    assert owners(desk).has_recovery
    model.later()
    desk.settle()
    assert not owners(desk).has_recovery
    assert keys_of(desk) == ["recovery_none_news"]
    desk.session.lock()
    unlock_with(desk, code)
    assert not desk.session.is_unlocked


def test_a_new_code_replaces_the_old_one(desk):
    desk.unlock()
    model, old = made(desk)
    model.written()
    model, new = made(desk)
    desk.session.lock()
    unlock_with(desk, old)
    assert not desk.session.is_unlocked
    desk.later(5)
    unlock_with(desk, new)
    assert desk.session.is_unlocked


def test_code_is_gone_at_the_lock(desk):
    desk.unlock()
    model, _ = made(desk)
    desk.session.lock()
    assert model.lines == ()
    model.make()
    desk.settle()
    assert model.lines == ()


@pytest.mark.parametrize("keystore", [None, FakeKeystore()])
def test_new_vault_uses_the_keystore_that_there_is(tmp_path, keystore):
    desk = Desk(tmp_path / "vault", keystore=keystore)
    FirstRunModel(desk.session).make("", PASSPHRASE, PASSPHRASE, "")
    desk.settle()
    name = "" if keystore is None else "fake-keystore"
    assert desk.session.keystore == owners(desk).keystore == name
    assert RecoveryModel(desk.session).keystore == name
    desk.session.lock()
    desk.unlock()
    assert desk.session.is_unlocked
    desk.session.lock()
    desk.settle()
    desk.keystore = desk.session._service = None
    desk.unlock()
    assert desk.session.is_unlocked is (keystore is None)
    assert ("fake-keystore" in desk.unlocking.error) is (keystore is not None)
    desk.session.close()
