"""Backup, restore, upgrade and check in the app."""

from __future__ import annotations

import shutil

import pytest

from device.app.viewmodels.first_run import FirstRunModel
from device.app.viewmodels.restore import RestoreModel
from device.app.viewmodels.safekeeping import SafekeepingModel
from device.vault.database import FILE_NAME
from tests.builders import tamper
from tests.device.app_desk import BUCKWHEAT, FERRY, FIREWORKS, Desk, desk_at
from tests.fakes import FakeKeystore
from tests.people import PASSPHRASE
from tests.vectors.vaults.unpack import unpack

BUCKWHEAT_ID = 2


@pytest.fixture
def desk(tmp_path):
    with desk_at(tmp_path / "vault") as desk:
        desk.unlock()
        yield desk


@pytest.fixture
def empty(tmp_path):
    desk = Desk(tmp_path / "restored")
    yield desk
    desk.session.close()


def backed_up(desk, folder):
    model = SafekeepingModel(desk.session)
    model.folder = str(folder)
    model.backup()
    desk.settle()
    return model


def restored(desk, folder, secret=PASSPHRASE, *, code=False):
    model = RestoreModel(desk.session)
    model.ask_for(code=code)
    model.restore(str(folder), secret)
    desk.settle()
    return model


def test_backup_is_made_and_says_what_it_still_holds(desk, tmp_path):
    model = backed_up(desk, tmp_path / "backup")
    assert (model.error, model.doing, model.percent) == ("", "", 100)
    assert len(model.told) == 2
    assert "forget from now on" in model.told[1]
    again = backed_up(desk, tmp_path / "backup")
    assert not again.error


def test_backup_is_restored_and_opens(desk, empty, tmp_path):
    backed_up(desk, tmp_path / "backup")
    model = restored(empty, tmp_path / "backup")
    assert (model.error, model.busy, model.percent) == ("", False, 100)
    assert empty.session.is_unlocked
    assert empty.texts(empty.timeline()) == [FIREWORKS, BUCKWHEAT, FERRY]
    (news,) = empty.session.board.news
    assert news.key == "restored_news"
    assert "as it was on 20" in news.text("en")


def test_what_was_forgotten_stays_so_where_the_backup_was_told(desk, empty, tmp_path):
    model = backed_up(desk, tmp_path / "backup")
    desk.session.forget(BUCKWHEAT_ID)
    desk.later(30)
    model.note_deletions()
    desk.settle()
    assert "knows what was forgotten" in model.told[0]
    restored(empty, tmp_path / "backup")
    assert empty.texts(empty.timeline()) == [FIREWORKS, FERRY]


@pytest.mark.parametrize(("secret", "code", "words"), [
    ("wrong", False, "passphrase"),
    ("", False, "passphrase"),
    ("", True, "nine groups"),
    ("7K3M", True, "slip"),
])  # fmt: skip
def test_wrong_secret_makes_no_vault(desk, empty, tmp_path, secret, code, words):
    backed_up(desk, tmp_path / "backup")
    model = restored(empty, tmp_path / "backup", secret, code=code)
    assert words in model.error
    assert not model.busy
    assert not empty.session.has_vault


@pytest.mark.parametrize("folder", ["", "   ", "/nonexistent/bojagi"])
def test_folder_without_a_backup_is_told(empty, folder):
    model = restored(empty, folder)
    assert model.error
    assert not empty.session.has_vault


@pytest.mark.parametrize("place", ["", "vault/inside"])
def test_folder_that_cannot_take_a_backup_is_told(desk, tmp_path, place):
    model = backed_up(desk, tmp_path / place if place else "")
    assert model.error
    assert (model.doing, model.told) == ("", ())


def test_backup_is_stopped_and_goes_on_later(desk, tmp_path):
    model = SafekeepingModel(desk.session)
    model.folder = str(tmp_path / "backup")
    model.backup()
    model.stop()
    assert model.is_stopping or not model.doing
    desk.settle()
    assert model.doing == ""
    model.backup()
    desk.settle()
    assert len(model.told) == 2


def test_lock_stops_a_backup_and_says_so(desk, tmp_path):
    model = SafekeepingModel(desk.session)
    model.folder = str(tmp_path / "backup")
    model.backup()
    desk.session.lock()
    desk.settle()
    assert (model.doing, model.folder, model.told) == ("", "", ())
    assert "backup was stopped" in desk.session.notice
    desk.unlock()
    assert desk.session.is_unlocked


def test_check_tells_how_much_opened(desk):
    model = SafekeepingModel(desk.session)
    model.check()
    desk.settle()
    assert model.told[0].startswith("3 memories opened")
    assert not model.is_damaged
    assert not desk.session.board.damage


def test_damaged_memory_is_named_above_the_lists_until_put_away(desk):
    desk.session.lock()
    desk.settle()
    zeros = "UPDATE item SET payload = zeroblob(length(payload)) WHERE id = ?"
    assert tamper(desk.folder, zeros, BUCKWHEAT_ID) == 1
    desk.unlock()
    model = SafekeepingModel(desk.session)
    model.check()
    desk.settle()
    assert model.is_damaged
    damage = desk.session.board.damage
    assert damage.memories == (BUCKWHEAT_ID,)
    assert f"memory {BUCKWHEAT_ID}" in model.told[1]
    desk.session.take_news_away(None)
    assert not desk.session.board.damage
    model.check()
    desk.settle()
    assert not desk.session.board.damage
    desk.session.lock()
    assert not desk.session.board.damage


def older(folder):
    return unpack("everything", folder)


@pytest.fixture
def old(tmp_path):
    known = older(tmp_path / "old")
    desk = Desk(tmp_path / "old")
    desk.clock.now = max(one["created"] for one in known["items"]) + 10
    yield desk, known
    desk.session.close()


def test_older_vault_is_offered_to_be_brought_up_to_date(old):
    desk, known = old
    desk.unlock(known["passphrase"])
    assert not desk.session.is_unlocked
    assert desk.unlocking.is_older
    assert desk.unlocking.error == ""
    desk.unlocking.upgrade(known["passphrase"], "")
    desk.settle()
    assert not desk.session.is_unlocked
    assert desk.unlocking.error
    desk.later(5)
    desk.unlocking.upgrade(known["passphrase"], known["step_up"])
    desk.settle()
    assert desk.session.is_unlocked, desk.unlocking.error
    assert not desk.unlocking.is_older
    assert [news.key for news in desk.session.board.news] == ["upgraded_news"]
    assert desk.timeline().rows


def test_older_vault_stays_as_it_is_while_nobody_asks(old):
    desk, known = old
    before = (desk.folder / FILE_NAME).read_bytes()
    desk.unlock(known["passphrase"])
    assert (desk.folder / FILE_NAME).read_bytes() == before


def test_copy_from_before_a_delete_is_refused_with_a_sentence(tmp_path):
    desk = Desk(tmp_path / "vault", keystore=FakeKeystore())
    FirstRunModel(desk.session).make("", PASSPHRASE, PASSPHRASE, "")
    desk.settle()
    got = []
    desk.session.work(lambda service: service.remember(FERRY), got.append)
    desk.settle()
    desk.session.lock()
    desk.settle()
    shutil.copytree(desk.folder, tmp_path / "image")
    desk.unlock()
    desk.session.forget(got[0].id)
    desk.later(30)
    desk.session.lock()
    desk.settle()
    shutil.rmtree(desk.folder)
    shutil.copytree(tmp_path / "image", desk.folder)
    desk.unlock()
    assert not desk.session.is_unlocked
    assert "older than the last deletion" in desk.unlocking.error
    desk.session.close()
