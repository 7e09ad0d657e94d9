"""Upgrading a vault in use: keystores, kills, and the work that goes on afterwards."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from compliance.log.note import Signer
from device.compose import open_device
from device.errors import BadInput, IntegrityError, Unavailable
from device.importers.read import read_export
from device.upgrade import _require_whole, upgrade
from device.vault.format1.file import File
from device.vault.format1.keys import unlock
from device.vault.format1.snapshot import open_format1
from device.vault.keystores.keystore import Keystore, Promise
from device.vault.migrate import BUILDING, Step, discard_unfinished
from device.vault.opening import unlock_vault, with_passphrase
from device.vault.seal import context, seal
from policy.vocabulary import ClassName, Purpose
from tests.builders import refusal, tamper
from tests.device.migrate_worker import NOW
from tests.vectors.vaults.unpack import put_chat, unpack


class DictKeystore:
    """A keystore that erases, in RAM."""

    name = "in-ram"
    promise = Promise.ERASES

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}

    def read(self, entry: str) -> bytes | None:
        return self.entries.get(entry)

    def write(self, entry: str, secret: bytes) -> None:
        self.entries[entry] = secret

    def remove(self, entry: str) -> None:
        self.entries.pop(entry, None)


def open_ids(folder: Path, known: dict[str, Any], keystore: Keystore | None = None) -> list[int]:
    """Gives the ids that the passphrase opens today."""
    prove = with_passphrase(lambda: known["passphrase"])
    with closing(unlock_vault(folder, prove, find_keystore=lambda _: keystore)) as vault:
        assert vault.damage == []
        return vault.open_ids()


def ids(known: dict[str, Any]) -> list[int]:
    return [one["id"] for one in known["items"]]


def test_work_goes_on_where_it_was_left(tmp_path):
    folder = tmp_path / "vault"
    known = unpack("everything", folder)
    upgrade(folder, known["passphrase"], known["step_up"], clock=lambda: NOW)
    created = max(one["created"] for one in known["items"])
    device = open_device(
        folder,
        lambda: known["passphrase"],
        clock=lambda: created + 10,  # before any retention ends
        find_keystore=lambda _: None,
    )
    with closing(device):
        chat = read_export(put_chat(tmp_path), zone=device.settings.timezone, me="美咲")
        report = device.intake.take_in(chat, gate=False)
        assert (report.stored, report.known, report.forgotten) == (0, 6, 1)
        kept = device.intake.remember("新しい傘は折りたたみの緑色")
        assert kept.id == known["next_id"]
        for question, word in (("くるみパン", "くるみパン"), ("고양이 이름", "보리")):
            answer = device.recall.ask(question, Purpose.RECALL, "ja", 3)
            assert word in answer.memories[0].text
        assert device.rights.forget([known["items"][0]["id"]]) != []


def test_a_keystore_takes_the_epoch_key(tmp_path):
    known = unpack("without_step_up", tmp_path / "vault")
    keystore = DictKeystore()
    upgrade(tmp_path / "vault", known["passphrase"], None, clock=lambda: NOW, keystore=keystore)
    assert len(keystore.entries) == 1
    assert open_ids(tmp_path / "vault", known, keystore) == ids(known)
    with refusal(Unavailable, "vault.keystore_missing"):
        open_ids(tmp_path / "vault", known)


def test_an_upgrade_that_fails_leaves_nothing_in_the_keystore(tmp_path):
    folder = tmp_path / "vault"
    known = unpack("without_step_up", folder)
    last = "SELECT max(id) FROM item"
    assert tamper(folder, f"UPDATE item SET payload = x'00' WHERE id = ({last})") == 1
    before = (folder / "vault.db").read_bytes()
    keystore = DictKeystore()
    with refusal(IntegrityError, "vault.damaged"):
        upgrade(folder, known["passphrase"], None, clock=lambda: NOW, keystore=keystore)
    assert keystore.entries == {}
    assert [one.name for one in folder.iterdir()] == ["vault.db"]
    assert (folder / "vault.db").read_bytes() == before


@pytest.mark.parametrize("step", [Step.BUILT, Step.FOLDED, Step.REPLACED])
def test_killed_and_run_again_nothing_is_lost(step, tmp_path):
    folder = tmp_path / "vault"
    known = unpack("left_open", folder)
    secrets = f"{known['passphrase']}\n{known['step_up']}"
    words = ("-m", "tests.device.migrate_worker", "upgrade", str(folder), secrets, step)
    done = subprocess.run([sys.executable, *words], capture_output=True, check=False)
    assert done.returncode == -9, done.stderr
    if step is not Step.REPLACED:
        assert (folder / BUILDING / "vault.db").is_file()
        with closing(open_format1(folder, known["passphrase"], known["step_up"])) as old:
            assert sorted(item.id for item in old.items()) == ids(known)
        upgrade(folder, known["passphrase"], known["step_up"], clock=lambda: NOW)
    discard_unfinished(folder)
    prove = with_passphrase(lambda: known["passphrase"])
    with closing(unlock_vault(folder, prove)) as vault:
        vault.step_up(with_passphrase(lambda: known["step_up"]))
        assert vault.open_ids() == ids(known)
        assert vault.journal.verify() == known["log_size"] + 1
    assert [one.name for one in folder.iterdir()] == ["vault.db"]


def test_a_vault_of_today_is_not_upgraded(tmp_path):
    known = unpack("empty", tmp_path / "vault")
    upgrade(tmp_path / "vault", known["passphrase"], None, clock=lambda: NOW)
    before = (tmp_path / "vault" / "vault.db").read_bytes()
    with pytest.raises(BadInput) as caught:
        upgrade(tmp_path / "vault", known["passphrase"], None, clock=lambda: NOW)
    assert caught.value.key == "vault.current_format"
    assert (tmp_path / "vault" / "vault.db").read_bytes() == before


def test_a_folder_without_a_vault_is_refused(tmp_path):
    with refusal(Unavailable, "vault.missing"):
        upgrade(tmp_path, "anything", None, clock=lambda: NOW)


def test_a_new_vault_that_lacks_a_memory_does_not_take_the_old_ones_place(tmp_path):
    folder = tmp_path / "vault"
    known = unpack("empty", folder)
    upgrade(folder, known["passphrase"], None, clock=lambda: NOW)
    expected = dict.fromkeys(ClassName, 0)
    _require_whole(folder, known["passphrase"], None, None, expected)
    with pytest.raises(RuntimeError):
        _require_whole(folder, known["passphrase"], None, None, {**expected, "everyday": 1})


def test_a_checkpoint_of_another_history_is_refused(tmp_path):
    folder = tmp_path / "vault"
    known = unpack("empty", folder)
    with closing(File(folder)) as file:
        keys = unlock(file, known["passphrase"], None)
    (size,) = known["checkpoints"]
    place = context("checkpoint", keys.header.vault, size, version=1)
    note = Signer(f"bojagi/{keys.header.vault}", keys.named["device"]).sign("another log\n")
    other = seal(keys.named["log"], note.encode(), place)
    assert tamper(folder, "UPDATE checkpoint SET sealed = ?", other) == 1
    with refusal(IntegrityError, "vault.log_damaged"):
        upgrade(folder, known["passphrase"], None, clock=lambda: NOW)
