"""Unlocking and locking the app, on real vaults."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from device.app.services.worker import Worker
from device.app.viewmodels.recall import RecallModel
from device.app.viewmodels.session import AppSession
from device.app.viewmodels.settings import SettingsModel
from device.errors import Locked
from tests.builders import new_vault
from tests.device.app_desk import BUCKWHEAT, Desk, desk_at
from tests.people import PASSPHRASE, Clock, reopen

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def desk(tmp_path):
    with desk_at(tmp_path / "vault") as desk:
        yield desk


def test_right_passphrase_opens_the_vault(desk):
    desk.unlocking.unlock(PASSPHRASE)
    assert desk.unlocking.busy
    assert not desk.session.is_unlocked
    desk.settle()
    assert not desk.unlocking.busy
    assert desk.unlocking.error == ""
    assert desk.session.is_unlocked
    assert desk.session.has_step_up


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "not this vault's passphrase"),
        ("ja", "パスフレーズが違います"),
        ("ko", "맞지 않습니다"),
    ],
)
def test_wrong_passphrase_says_so_in_each_language(tmp_path, language, words):
    with desk_at(tmp_path / "vault", language) as desk:
        desk.unlock("not it")
        assert words in desk.unlocking.error
        assert not desk.session.is_unlocked
        assert not desk.unlocking.busy


def test_wait_after_wrong_passphrases_doubles_and_ends_with_the_right_one(desk):
    waits = []
    for _ in range(3):
        desk.unlock("not it")
        waits.append(desk.unlocking.seconds_left())
        desk.later(desk.unlocking.seconds_left())
    assert waits == [1, 2, 4]
    desk.unlock()
    assert desk.session.is_unlocked
    assert desk.unlocking.seconds_left() == 0


def test_try_during_the_wait_is_not_made(desk):
    desk.unlock("not it")
    desk.unlock()
    assert not desk.session.is_unlocked
    assert "1 s" in desk.unlocking.error


def test_empty_passphrase_costs_no_wait(desk):
    desk.unlock("")
    assert desk.unlocking.error == desk.session.say("unlock_empty")
    assert desk.unlocking.seconds_left() == 0


def test_missing_vault_says_where_it_was_looked_for_and_costs_no_wait(tmp_path):
    desk = Desk(tmp_path / "nowhere")
    desk.unlock()
    assert str(tmp_path / "nowhere") in desk.unlocking.error
    assert desk.unlocking.seconds_left() == 0
    desk.session.close()


def test_vault_in_use_by_another_process_is_told_and_opens_once_it_is_free(tmp_path):
    folder = tmp_path / "vault"
    new_vault(folder).close()
    holder = subprocess.Popen(
        [sys.executable, "-m", "tests.device.vault_worker", "hold", str(folder)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout.readline() == "holding\n"
        desk = Desk(folder, "ja")
        desk.unlock()
        assert "別のプロセスが使用中" in desk.unlocking.error
        holder.communicate("done\n", timeout=60)
    desk.unlock()
    assert "使用中" not in desk.unlocking.error
    desk.session.close()


def test_passphrase_is_in_no_model_after_use(desk):
    desk.unlock("a wrong phrase")
    desk.later(1)
    desk.unlock()
    for model in (desk.session, desk.unlocking, desk.session._service):
        held = repr(vars(model))
        assert PASSPHRASE not in held
        assert "a wrong phrase" not in held


def test_idle_vault_locks_and_says_why(desk):
    desk.unlock()
    timeline = desk.timeline()
    assert BUCKWHEAT in desk.texts(timeline)
    desk.later(299)
    assert desk.session.is_unlocked
    desk.later(1)
    assert not desk.session.is_unlocked
    assert timeline.rows == ()
    assert "5 minutes" in desk.unlocking.notice
    reopen(desk.folder, Clock()).close()  # it is free for others


def test_activity_puts_the_idle_lock_off(desk):
    desk.unlock()
    desk.later(200)
    desk.session.touch()
    desk.later(200)
    assert desk.session.is_unlocked


def test_idle_lock_follows_the_setting(desk):
    desk.unlock()
    settings = SettingsModel(desk.session)
    settings.set_idle_minutes(1)
    assert settings.idle_minutes == 1
    assert settings.folder_text == str(desk.folder)
    desk.later(60)
    assert not desk.session.is_unlocked


def test_clock_set_far_back_locks(desk):
    desk.unlock()
    desk.later(-10_000)
    assert not desk.session.is_unlocked


def test_locked_vault_unlocks_again(desk):
    desk.unlock()
    desk.session.lock()
    desk.settle()
    desk.unlock()
    assert desk.session.is_unlocked
    assert desk.unlocking.notice == ""


def test_answer_that_comes_after_the_lock_reaches_no_screen(desk):
    desk.unlock()
    recall = RecallModel(desk.session)
    recall.ask("미나 알레르기")
    desk.session.lock()
    desk.settle()
    assert recall.answer is None
    assert not recall.busy


def test_result_and_failure_that_come_after_the_lock_are_dropped(desk):
    def fail(_service):
        raise Locked("app.not_open")

    desk.unlock()
    got = []
    desk.session.work(lambda _service: "result", got.append, got.append)
    desk.session.work(fail, got.append, got.append)
    desk.session.lock()
    desk.settle()
    assert got == []


def test_locked_session_gives_no_work_to_the_vault(desk):
    ran = []
    desk.session.work(ran.append, ran.append)
    desk.settle()
    assert ran == []


def test_closing_the_app_during_an_unlock_leaves_the_vault_free(tmp_path):
    with desk_at(tmp_path / "vault") as desk:
        desk.unlocking.unlock(PASSPHRASE)
    reopen(tmp_path / "vault", Clock()).close()


def test_app_brings_in_the_vault_s_service_by_itself(tmp_path):
    with desk_at(tmp_path / "vault") as desk:
        desk.session.close()
        worker = Worker(desk.posted.put)
        own = AppSession(worker, desk.folder, "ko", desk.posted.put, time.time)
        own.warm_up()
        done = threading.Event()
        own.open_vault(PASSPHRASE, done.set, lambda _told: None)
        while not done.is_set():
            desk.posted.get(timeout=60)()
        assert own.is_unlocked
        own.close()
        own.close()


def test_language_of_the_vault_is_taken_up_where_none_was_asked_for(tmp_path):
    with desk_at(tmp_path / "vault", "en", follow_vault=True) as desk:
        desk.unlock()
        assert desk.session.language == "ko"
        assert desk.session.say("undo") == "실행 취소"


def test_language_that_was_chosen_on_the_unlock_screen_stays(tmp_path):
    with desk_at(tmp_path / "vault", "en", follow_vault=True) as desk:
        desk.session.set_language("ja")
        desk.unlock()
        assert desk.session.language == "ja"


def test_language_set_while_open_is_kept_in_the_vault(desk):
    desk.unlock()
    SettingsModel(desk.session).set_language("ja")
    desk.settle()
    desk.session.lock()
    desk.settle()
    device = reopen(desk.folder, desk.clock)
    assert device.settings.language == "ja"
    device.close()


def test_lock_now_locks(desk):
    desk.unlock()
    SettingsModel(desk.session).lock_now()
    assert not desk.session.is_unlocked
