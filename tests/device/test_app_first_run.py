"""Making a vault in the app: what it is made of, and that it can be opened again."""

from __future__ import annotations

from hashlib import sha256

import pytest

from compliance.log.events import EventKind
from device.app.viewmodels.first_run import FirstRunModel
from device.app.viewmodels.session import VAULT_FILE
from device.vault.database import FILE_NAME
from policy.load import load_catalog
from policy.vocabulary import Market
from tests.device.app_desk import Desk
from tests.people import PASSPHRASE, STEP_UP, reopen


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path / "new" / "vault", "ko")
    yield desk
    desk.session.close()


def make(desk, **changes):
    model = FirstRunModel(desk.session)
    words = {"owner": " 민서 ", "passphrase": PASSPHRASE, "again": PASSPHRASE, "step_up": STEP_UP}
    model.make(**{**words, **changes})
    desk.settle()
    return model


def test_vault_is_made_open_and_opens_again(desk):
    assert not desk.session.has_vault
    model = make(desk)
    assert (model.error, model.busy) == ("", False)
    assert desk.session.is_unlocked
    assert desk.session.has_step_up
    assert desk.timeline().is_empty
    desk.session.lock()
    desk.settle()
    assert desk.session.has_vault
    desk.unlock()
    assert desk.session.is_unlocked


def test_vault_has_the_person_s_name_language_and_market(desk):
    make(desk)
    desk.session.close()
    device = reopen(desk.folder, desk.clock)
    settings = device.settings
    assert (settings.owner, settings.language, settings.market) == ("민서", "ko", Market.KR)
    assert settings.zone == "Asia/Seoul"
    device.close()


def test_what_decides_was_shown_and_is_logged_in_those_words(desk):
    model = make(desk)
    notice = load_catalog("device").say("ko", "cli.notice")
    assert model.notice == notice
    desk.session.close()
    device = reopen(desk.folder, desk.clock)
    noted = [line.event for line in device.rights.log() if line.event.kind is EventKind.NOTICED]
    assert [event.details["digest"] for event in noted] == [sha256(notice.encode()).hexdigest()]
    device.close()


def test_second_secret_may_be_left_out(desk):
    make(desk, step_up="")
    assert desk.session.is_unlocked
    assert not desk.session.has_step_up


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"passphrase": "", "again": ""}, "비어 있습니다"),
        ({"again": "다른 말"}, "서로 다릅니다"),
        ({"step_up": PASSPHRASE}, "암호 구문과 같습니다"),
    ],
)
def test_secrets_that_do_not_fit_make_nothing(desk, changes, words):
    model = make(desk, **changes)
    assert words in model.error
    assert not desk.session.is_unlocked
    assert not desk.folder.exists()


def test_folder_that_cannot_be_made_is_told_and_may_be_tried_again(desk):
    desk.folder.parent.write_text("a file is in the way", encoding="utf-8")
    model = make(desk)
    assert model.error
    assert not desk.session.is_unlocked
    desk.folder.parent.unlink()
    assert make(desk).error == ""
    assert desk.session.is_unlocked


def test_vault_that_is_there_already_is_left_as_it_is(desk):
    make(desk)
    desk.session.lock()
    desk.settle()
    before = (desk.folder / VAULT_FILE).read_bytes()
    assert "이미 보관함이 있어" in make(desk).error
    assert (desk.folder / VAULT_FILE).read_bytes() == before


def test_model_keeps_no_secret(desk):
    model = make(desk)
    assert PASSPHRASE not in repr(vars(model))
    assert STEP_UP not in repr(vars(model))


def test_session_looks_for_the_file_that_a_vault_is_in():
    assert VAULT_FILE == FILE_NAME
