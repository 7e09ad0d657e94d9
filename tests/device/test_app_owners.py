"""Passphrase, second secrets and keys, changed in the app."""

from __future__ import annotations

import time

import pytest

from device.app.viewmodels.owners import OwnersModel
from device.app.viewmodels.step_up import StepUpModel
from tests.device.app_desk import desk_at
from tests.device.softkey import SoftKey
from tests.fakes import FakeKeystore
from tests.people import PASSPHRASE, STEP_UP

NEW = "新しい合言葉 새 암호"
PIN = "2468"


@pytest.fixture
def desk(tmp_path):
    with desk_at(tmp_path / "vault") as desk:
        desk.unlock()
        yield desk


def shown(desk):
    model = OwnersModel(desk.session)
    model.refresh()
    desk.settle()
    return model


def kinds(model):
    return [one.kind for one in model.state.factors]


def talked(desk, talk, pin=PIN):
    """Answers a key's questions while the worker waits for it."""
    for _ in range(2_000):
        while not desk.posted.empty():
            desk.posted.get()()
        if talk.phase == "pin":
            talk.give_pin(pin)
        if talk.phase in {"idle", "cancelled"}:
            break
        time.sleep(0.005)
    desk.settle()


def test_passphrase_is_changed_and_the_old_one_opens_nothing(desk):
    model = shown(desk)
    model.change_passphrase(NEW, NEW)
    desk.settle()
    assert (model.error, model.done, model.busy) == ("", "passphrase_changed", False)
    desk.session.lock()
    desk.unlock(PASSPHRASE)
    assert not desk.session.is_unlocked
    desk.later(5)
    desk.unlock(NEW)
    assert desk.session.is_unlocked


@pytest.mark.parametrize(("secret", "again"), [("", ""), (NEW, "another")])
@pytest.mark.parametrize("act", ["change_passphrase", "set_step_up"])
def test_secrets_that_do_not_fit_change_nothing(desk, act, secret, again):
    model = shown(desk)
    getattr(model, act)(secret, again)
    desk.settle()
    assert model.error
    assert not model.done
    desk.session.lock()
    desk.unlock(PASSPHRASE)
    assert desk.session.is_unlocked


def test_second_passphrase_is_changed_once_the_first_was_shown(desk):
    model = shown(desk)
    model.set_step_up(NEW, NEW)
    desk.settle()
    assert "open money and identity memories first" in model.error
    desk.step_up()
    desk.settle()
    assert model.error == ""
    model.set_step_up(NEW, NEW)
    desk.settle()
    assert model.done == "step_up_set"
    assert desk.session.step_up_seconds_left() == 0
    assert not model.state.is_open
    assert not desk.step_up(STEP_UP).is_open
    desk.later(5)
    assert desk.step_up(NEW).is_open


def test_second_passphrase_is_set_where_there_was_none(tmp_path):
    with desk_at(tmp_path / "vault", with_step_up=False) as desk:
        desk.unlock()
        model = shown(desk)
        assert (kinds(model), model.state.is_open) == ([], True)
        model.set_step_up(NEW, NEW)
        desk.settle()
        assert kinds(model) == ["passphrase"]
        assert desk.session.has_step_up
        assert desk.session.step_up_kinds == ("passphrase",)
        assert desk.step_up(NEW).is_open


def test_keychain_is_added_opens_and_is_removed_with_its_secret(desk):
    desk.keystore = keystore = FakeKeystore()
    desk.session.lock()
    desk.settle()
    desk.session._service = None
    desk.unlock()
    desk.step_up()
    model = shown(desk)
    model.add_keychain()
    desk.settle()
    assert kinds(model) == ["passphrase", "keychain"]
    assert len(keystore.entries) == 1
    assert desk.session.step_up_kinds == ("passphrase", "keychain")
    asking = StepUpModel(desk.session)
    assert asking.chosen == "passphrase"
    asking.choose("keychain")
    asking.step_up_without_typing()
    desk.settle()
    assert asking.is_open
    model.remove(model.state.factors[1].id)
    desk.settle()
    assert kinds(model) == ["passphrase"]
    assert not keystore.entries
    assert asking.chosen == "passphrase"


def test_without_a_keychain_that_is_told(desk):
    desk.step_up()
    model = shown(desk)
    model.add_keychain()
    desk.settle()
    assert "keystore" in model.error
    assert kinds(model) == ["passphrase"]


def test_last_factor_stays(desk):
    desk.step_up()
    model = shown(desk)
    model.remove(model.state.factors[0].id)
    desk.settle()
    assert "last factor" in model.error
    assert kinds(model) == ["passphrase"]


@pytest.fixture
def key_desk(desk):
    """One with a security key enrolled beside the second passphrase, its classes closed."""
    desk.keys.append(SoftKey())
    desk.step_up()
    model = shown(desk)
    model.add_key()
    talked(desk, model.talk)
    assert model.error == ""
    assert kinds(model) == ["passphrase", "fido2"]
    return desk


def asking_key(desk):
    model = StepUpModel(desk.session)
    model.choose("fido2")
    model.step_up_without_typing()
    return model


def test_security_key_is_added_with_its_pin_and_opens(key_desk):
    model = asking_key(key_desk)
    talked(key_desk, model.talk)
    assert (model.error, model.busy, model.is_open) == ("", False, True)
    assert PIN not in repr(vars(model.talk))


def test_wrong_pin_is_told_with_the_tries_that_are_left(key_desk):
    model = asking_key(key_desk)
    talked(key_desk, model.talk, "1111")
    assert "PIN" in model.error
    assert not model.is_open
    assert model.talk.phase == "idle"


def test_cancelled_at_the_pin_the_worker_is_free_at_once_and_nothing_opens(key_desk):
    model = asking_key(key_desk)
    for _ in range(2_000):
        while not key_desk.posted.empty():
            key_desk.posted.get()()
        if model.talk.phase == "pin":
            break
        time.sleep(0.005)
    model.dismiss()
    key_desk.settle()
    assert (model.error, model.busy, model.is_open) == ("", False, False)


def test_a_touch_after_the_person_cancelled_opens_nothing(key_desk):
    model = asking_key(key_desk)
    key = key_desk.keys[0]
    key._wait_for_touch, touch = (
        (lambda *_: (model.talk._is_cancelled.set(), touch(*_))),
        (key._wait_for_touch),
    )
    talked(key_desk, model.talk)
    assert key.touches >= 3
    assert not model.is_open
    state = shown(key_desk).state
    assert not state.is_open


def test_lock_takes_the_talk_with_it(key_desk):
    model = asking_key(key_desk)
    key_desk.session.lock()
    key_desk.settle()
    assert (model.talk.phase, model.busy) == ("idle", False)
    key_desk.unlock()
    assert key_desk.session.is_unlocked


def test_another_key_is_told_and_nothing_opens(key_desk):
    key_desk.keys[:] = [SoftKey()]
    model = asking_key(key_desk)
    talked(key_desk, model.talk)
    assert "not the one" in model.error
    assert not model.is_open


@pytest.mark.parametrize("is_open", [False, True])
def test_keys_are_replaced_and_it_is_said_what_kept_its_own(desk, is_open):
    if is_open:
        desk.step_up()
    model = shown(desk)
    model.rotate()
    assert model.is_rotating
    desk.settle()
    assert (model.busy, model.is_rotating) == (False, False)
    assert model.done == ("rotated" if is_open else "rotated_not_closed")
    assert model.percent == 100 or model.percent is None
    timeline = desk.timeline()
    assert len(timeline.rows) == (4 if is_open else 3)


def test_nothing_is_left_of_it_at_the_lock(desk):
    model = shown(desk)
    desk.session.lock()
    assert model.state is None
    model.change_passphrase(NEW, NEW)
    desk.settle()
    assert not model.busy
