"""Passphrase, recovery code, factors, keystore and backup, at the real command line."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
import unicodedata
from pathlib import Path

import keyring
import pytest
from keyring.backends import null
from keyring.errors import KeyringLocked

from tests.e2e.owner import JA, MONEY_JA, Owner
from tests.people import STEP_UP

NEW = "새 암호 구문 新しいパスフレーズ"
OTHER_STEP_UP = "셋째 비밀 三つ目"
FIREWORKS = "取れた！8月8日の夜、ポートタワーの下で"


def recovery_code(owner: Owner, **secrets: str) -> str:
    code = owner.ask("recovery-code", **secrets)["recovery_code"]
    assert isinstance(code, str)
    return code


# -- passphrase and recovery code


def test_a_changed_passphrase_opens_and_the_old_one_does_not(ready):
    backup = ready.home / "backup"
    ready.ask("backup", str(backup))
    new = ready.file("new", NEW + "\n")
    code, out, _ = ready.run("passphrase", "--new-file", str(new), "--lang", "ko")
    assert code == 0
    assert "백업" in out  # it says what the old one still opens
    assert ready.code("status") == 4
    assert ready.texts("チケット", passphrase=NEW)
    assert ready.code("status", passphrase=NEW, step_up=STEP_UP) == 0
    old = ready.home / "old"
    ready.ask("restore", str(backup), vault=old)
    assert ready.texts("チケット", vault=old)


def test_a_backup_after_a_change_of_passphrase_opens_with_no_older_key(ready):
    first, second = ready.home / "first", ready.home / "second"
    ready.ask("backup", str(first))
    ready.ask("passphrase", "--new-file", str(ready.file("new", NEW)))
    before = sorted(one.read_bytes() for one in first.rglob("*") if one.is_file())
    assert ready.code("backup", str(first), passphrase=NEW) == 2  # another backup key now
    assert sorted(one.read_bytes() for one in first.rglob("*") if one.is_file()) == before
    ready.ask("backup", str(second), passphrase=NEW)
    for name in ("manifest", "deleted"):  # what the old passphrase opens, beside the new chunks
        shutil.copy(first / name, second / name)
    assert ready.code("restore", str(second), vault=ready.home / "mixed") == 3


def test_an_old_image_still_opens_with_the_passphrase_of_its_day_where_no_keystore_is(ready):
    image = ready.home / "image"
    shutil.copytree(ready.vault, image)
    ready.ask("passphrase", "--new-file", str(ready.file("new", NEW)))
    assert ready.code("status", vault=image) == 0  # as `status_no_keystore` says
    assert ready.code("status", vault=image, passphrase=NEW) == 4


def test_a_recovery_code_opens_the_vault_and_a_backup_and_sets_a_new_passphrase(ready):
    code = recovery_code(ready)
    assert ready.texts("チケット", recovery=code, passphrase=None)
    assert ready.ask("factor", "list")["recovery_code"] is True
    ready.ask("backup", str(ready.home / "backup"), recovery=code, passphrase=None)
    restored = ready.home / "restored"
    ready.ask("restore", str(ready.home / "backup"), vault=restored, recovery=code, passphrase=None)
    assert ready.texts("광안리", vault=restored, recovery=code, passphrase=None)
    new = str(ready.file("new", NEW))
    ready.ask("passphrase", "--new-file", new, recovery=code, passphrase=None)
    assert ready.code("status") == 4
    assert ready.code("status", passphrase=NEW) == 0
    assert ready.code("status", recovery=code, passphrase=None) == 0  # it outlives the change


def test_a_recovery_code_opens_no_step_up_class(ready):
    code = recovery_code(ready)
    closed = ready.ask("status", recovery=code, passphrase=None)["closed"]
    assert [one["class"] for one in closed] == ["finance", "guarded"]
    assert ready.code("status", recovery=code, passphrase=None, step_up=code) == 4


def test_a_recovery_code_is_replaced_and_dropped(ready):
    first, second = recovery_code(ready), recovery_code(ready)
    assert first != second
    assert ready.code("status", recovery=first, passphrase=None) == 4
    assert ready.code("status", recovery=second, passphrase=None) == 0
    assert ready.ask("recovery-code", "--drop") == {"recovery_code": None}
    assert ready.code("status", recovery=second, passphrase=None) == 4
    assert ready.ask("factor", "list")["recovery_code"] is False
    assert ready.code("status") == 0


def test_a_recovery_code_is_read_as_a_japanese_keyboard_types_it(ready):
    code = recovery_code(ready)
    wide = "".join(chr(ord(one) + 0xFEE0) if one != "-" else "ー" for one in code.lower())
    assert unicodedata.normalize("NFKC", wide) != wide
    assert ready.code("status", recovery=wide, passphrase=None) == 0
    assert ready.code("status", recovery=code.replace("-", "\u3000"), passphrase=None) == 0


def test_a_slip_in_a_recovery_code_is_told_from_a_code_of_another_vault(ready):
    code = recovery_code(ready)
    slip = ("1" if code[0] != "1" else "2") + code[1:]
    ended, _, told = ready.run("status", "--lang", "ja", recovery=slip, passphrase=None)
    assert ended == 4
    other = Owner(ready.home / "other", ready.printed)
    other.home.mkdir()
    foreign = other.init("--recovery-code")["recovery_code"]
    ended, _, told_foreign = ready.run("status", "--lang", "ja", recovery=foreign, passphrase=None)
    assert ended == 4
    assert told != told_foreign
    assert "九" in told or "9" in told  # how many groups there should be
    assert code not in told + told_foreign


def test_init_makes_a_recovery_code_where_it_is_asked_for(owner):
    made = owner.init("--recovery-code", "--no-keystore")
    assert made["keystore"] is None
    assert owner.code("status", recovery=made["recovery_code"], passphrase=None) == 0
    assert made["recovery_code"].encode() not in (owner.vault / "vault.db").read_bytes()


# -- step-up factors


def test_step_up_is_set_changed_listed_and_never_removed_last(owner):
    owner.init(step_up=None)
    owner.take_in("ja.txt", JA + MONEY_JA)
    assert any("3万円" in text for text in owner.texts("振り込む"))  # no step-up: it is open
    assert owner.ask("factor", "list")["factors"] == []
    first = str(owner.file("first", STEP_UP))
    assert owner.ask("step-up", "--new-file", first) == {"step_up": True}
    assert not owner.texts("振り込む")
    (factor,) = owner.ask("factor", "list")["factors"]
    assert (factor["kind"], factor["level"]) == ("passphrase", "strong")
    code, _, told = owner.run("factor", "remove", factor["id"][:8], "--lang", "ko", step_up=STEP_UP)
    assert code == 2
    assert "마지막" in told
    assert owner.texts("振り込む", step_up=STEP_UP)
    other = str(owner.file("second", OTHER_STEP_UP))
    owner.ask("step-up", "--new-file", other, step_up=STEP_UP)
    assert owner.code("status", step_up=STEP_UP) == 4
    assert any("3万円" in text for text in owner.texts("振り込む", step_up=OTHER_STEP_UP))


def test_a_wrong_second_factor_ends_with_4_and_opens_nothing(ready):
    code, out, told = ready.run("recall", "振り込む", "--lang", "ja", step_up="wrong")
    assert (code, out) == (4, "")
    assert "3万円" not in told
    assert ready.code("factor", "remove", "0000", step_up=STEP_UP) == 2
    assert ready.code("status", "--step-up-with", "keychain") == 5  # no keystore at hand


def test_a_step_up_does_not_outlive_its_command(ready):
    assert any("3万円" in text for text in ready.texts("振り込む", step_up=STEP_UP))
    assert not any("3万円" in text for text in ready.texts("振り込む"))


def test_a_keychain_factor_is_enrolled_used_and_removed(ready, drawer):
    assert ready.code("factor", "add", "keychain") == 4  # the present factor was not shown
    added = ready.ask("factor", "add", "keychain", step_up=STEP_UP)
    assert added == {"kind": "keychain", "level": "strong"}
    assert any("3万円" in text for text in ready.texts("振り込む", "--step-up-with", "keychain"))
    assert any("3万円" in text for text in ready.texts("振り込む", step_up=STEP_UP))
    factors = ready.ask("factor", "list")["factors"]
    (mine,) = (one["id"] for one in factors if one["kind"] == "keychain")
    assert ready.ask("factor", "remove", mine[:8], step_up=STEP_UP) == {"removed": mine}
    assert drawer.texts == {}
    assert ready.code("status", "--step-up-with", "keychain") == 4
    assert ready.code("status", step_up=STEP_UP) == 0


def test_rotation_keeps_everything_and_says_what_stayed_closed(ready):
    before = (ready.vault / "vault.db").read_bytes()
    told = ready.ask("rotate")
    assert told["closed"] == ["finance", "guarded"]
    assert ready.ask("rotate", step_up=STEP_UP)["closed"] == []
    assert (ready.vault / "vault.db").read_bytes() != before
    assert ready.ask("check", step_up=STEP_UP)["damaged"] == []
    assert ready.texts("チケット")
    assert ready.texts("광안리")
    assert any("3万円" in text for text in ready.texts("振り込む", step_up=STEP_UP))


# -- the keystore


def test_a_vault_with_a_keystore_opens_nowhere_without_it(owner, drawer):
    assert owner.init("--recovery-code")["keystore"] == "secret-service"
    owner.take_in("ja.txt", JA)
    code, out, _ = owner.run("status", "--lang", "ja")
    assert code == 0
    assert "secret-service" in out
    (entry,) = drawer.texts
    assert drawer.texts[entry].encode() not in (owner.vault / "vault.db").read_bytes()
    kept = drawer.texts.pop(entry)
    assert owner.code("status") == 5
    drawer.texts[entry] = "bm90aGluZw=="
    assert owner.code("status") == 3
    drawer.texts[entry] = kept
    assert owner.code("status") == 0


def test_an_image_from_before_a_delete_does_not_open_with_the_keystore_of_today(owner, drawer):
    owner.init()
    owner.take_in("ja.txt", JA)
    image = owner.home / "image"
    shutil.copytree(owner.vault, image)
    found = owner.ask("recall", "ポートタワー")["memories"][0]["id"]
    told = owner.ask("forget", str(found), "--yes")
    assert "keystore secret-service hides" in told["certificate"]
    code, _, said = owner.run("status", "--lang", "ko", vault=image)
    assert code == 3
    assert "삭제" in said
    assert owner.code("status") == 0


def test_a_delete_that_the_keystore_refuses_leaves_the_memory_readable(owner, drawer, monkeypatch):
    owner.init()
    owner.take_in("ja.txt", JA)
    found = owner.ask("recall", "ポートタワー")["memories"][0]["id"]
    with monkeypatch.context() as locked:
        locked.setattr(drawer, "set_password", refuse)
        code, out, told = owner.run("forget", str(found), "--yes", "--lang", "ja")
        assert (code, out) == (5, "")
        assert "secret-service" in told
        assert "our words" not in told
    assert FIREWORKS in owner.texts("ポートタワー")
    owner.ask("forget", str(found), "--yes")
    assert FIREWORKS not in owner.texts("ポートタワー")


def refuse(*_: str) -> None:
    raise KeyringLocked("our words")


def test_a_file_put_back_to_an_older_state_is_seen(owner, drawer):
    owner.init()
    older = owner.home / "older"
    shutil.copytree(owner.vault, older)
    owner.ask("remember", "港の花火は八時から")
    assert owner.code("status", vault=older) == 3


def test_a_keystore_that_is_gone_takes_the_vault_with_it_but_not_the_backup(
    owner, drawer, monkeypatch
):
    code = owner.init("--recovery-code")["recovery_code"]
    owner.take_in("ja.txt", JA)
    owner.ask("backup", str(owner.home / "backup"))
    monkeypatch.setattr(keyring, "get_keyring", null.Keyring)
    assert owner.code("status") == 5
    assert owner.code("status", recovery=code, passphrase=None) == 5  # it replaces no keystore
    elsewhere = owner.home / "elsewhere"
    owner.ask(
        "restore", str(owner.home / "backup"), vault=elsewhere, recovery=code, passphrase=None
    )
    assert owner.texts("チケット", vault=elsewhere)


# -- backup and restore


def test_a_second_backup_writes_only_what_is_new(ready):
    backup = ready.home / "backup"
    first = ready.ask("backup", str(backup))
    assert first["new_chunks"] >= 1
    assert first["kept_chunks"] == 0
    ready.ask("remember", "八月の港は人が多い")
    second = ready.ask("backup", str(backup))
    assert second["new_chunks"] >= 1
    text = "花火".encode()
    assert not any(text in one.read_bytes() for one in backup.rglob("*") if one.is_file())
    restored = ready.home / "restored"
    ready.ask("restore", str(backup), vault=restored)
    assert ready.texts("八月の港", vault=restored)


def test_what_was_deleted_since_a_backup_does_not_come_back(ready):
    backup, stale = ready.home / "backup", ready.home / "stale"
    ready.ask("backup", str(backup))
    shutil.copytree(backup, stale)
    found = ready.ask("recall", "ポートタワー")["memories"][0]["id"]
    ready.ask("forget", str(found), "--yes")
    assert ready.ask("backup", str(backup), "--deletions-only")["deletions_noted"]
    restored = ready.home / "restored"
    ready.ask("restore", str(backup), vault=restored)
    assert FIREWORKS not in ready.texts("ポートタワー", vault=restored)
    assert ready.code("log", "--verify", vault=restored) == 0
    assert ready.take_in("ja.txt", JA, vault=restored)["forgotten"] == 1
    informed = ready.home / "informed"
    ready.ask("restore", str(stale), "--ledger", str(backup), vault=informed)
    assert FIREWORKS not in ready.texts("ポートタワー", vault=informed)


def test_a_restore_that_knows_of_no_deletion_says_so(ready):
    backup = ready.home / "backup"
    _, told, _ = ready.run("backup", str(backup), "--lang", "ja")
    assert "削除" in told or "忘れ" in told
    found = ready.ask("recall", "ポートタワー")["memories"][0]["id"]
    _, told, _ = ready.run("forget", str(found), "--yes", "--lang", "ko")
    assert "bojagi backup" in told
    restored = ready.home / "restored"
    code, told, _ = ready.run("restore", str(backup), "--lang", "ko", vault=restored)
    assert code == 0
    assert "삭제" in told or "잊" in told
    assert FIREWORKS in ready.texts("ポートタワー", vault=restored)


def test_a_restored_vault_gives_no_number_twice(ready):
    backup = ready.home / "backup"
    ready.ask("backup", str(backup))
    later = ready.ask("remember", "来週は花屋に寄る")["id"]
    ready.ask("forget", str(later), "--yes")
    ready.ask("backup", str(backup), "--deletions-only")
    restored = ready.home / "restored"
    ready.ask("restore", str(backup), vault=restored)
    assert ready.ask("remember", "来月は本屋に寄る", vault=restored)["id"] > later


def test_backup_and_restore_refuse_what_they_would_overwrite(ready):
    backup = ready.home / "backup"
    ready.ask("backup", str(backup))
    before = (ready.vault / "vault.db").read_bytes()
    assert ready.code("restore", str(backup)) == 2
    assert (ready.vault / "vault.db").read_bytes() == before
    assert ready.code("backup", str(ready.vault / "inside")) == 2
    assert ready.code("backup", str(ready.vault)) == 2
    letters = ready.home / "letters"
    letters.mkdir()
    (letters / "dear.txt").write_text("dear", encoding="utf-8")
    assert ready.code("backup", str(letters)) == 2
    assert [one.name for one in letters.iterdir()] == ["dear.txt"]
    other = Owner(ready.home / "other", ready.printed)
    other.home.mkdir()
    other.init()
    assert other.code("backup", str(backup)) == 2


def test_a_restore_of_nothing_of_a_wrong_passphrase_and_of_damage_says_which(ready):
    backup = ready.home / "backup"
    target = ready.home / "restored"
    assert ready.code("restore", str(backup), vault=target) == 5
    assert ready.code("backup", str(backup), "--deletions-only") == 5
    ready.ask("backup", str(backup))
    assert ready.code("restore", str(backup), vault=target, passphrase=NEW) == 4
    (chunk,) = (backup / "chunks").iterdir()
    raw = bytearray(chunk.read_bytes())
    raw[len(raw) // 2] ^= 1
    chunk.write_bytes(raw)
    assert ready.code("restore", str(backup), vault=target) == 3
    assert not (target / "vault.db").exists()
    chunk.unlink()
    assert ready.code("restore", str(backup), vault=target) == 3
    ready.ask("backup", str(backup))  # written again
    assert ready.code("restore", str(backup), vault=target) == 0


def test_a_ledger_that_is_not_there_is_said(ready):
    backup, nothing = ready.home / "backup", ready.home / "nothing"
    ready.ask("backup", str(backup))
    nothing.mkdir()
    target = ready.home / "restored"
    for ledger in (nothing, ready.home / "mistyped"):
        assert ready.code("restore", str(backup), "--ledger", str(ledger), vault=target) == 5
    assert not (target / "vault.db").exists()


def test_a_vault_is_not_restored_into_its_backup(ready):
    backup = ready.home / "backup"
    ready.ask("backup", str(backup))
    assert ready.code("restore", str(backup), vault=backup / "inside") == 2
    assert ready.code("restore", str(backup), vault=backup) == 2
    assert ready.code("backup", str(backup)) == 0


def whole_chunks(folder: Path) -> list[Path]:
    return [one for one in folder.glob("*") if one.suffix == ""]


@pytest.mark.prove
def test_a_killed_backup_goes_on_where_it_was(ready):
    for letter in "あいうえおか":
        ready.ask("remember", letter * 1_300_000)
    backup = ready.home / "backup"
    process = subprocess.Popen(ready.command("backup", str(backup)), stdout=subprocess.DEVNULL)
    chunks = backup / "chunks"
    while process.poll() is None and len(whole_chunks(chunks)) < 3:
        time.sleep(0.0005)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "the backup ended before it could be killed"
    assert ready.code("restore", str(backup), vault=ready.home / "early") == 5
    there = {one.name: one.stat().st_mtime_ns for one in whole_chunks(chunks)}
    whole = ready.ask("backup", str(backup))
    assert whole["kept_chunks"] >= 1
    assert whole["new_chunks"] >= 1
    now = {one.name: one.stat().st_mtime_ns for one in whole_chunks(chunks)}
    kept = [name for name, at in there.items() if now.get(name) == at]
    assert len(kept) == whole["kept_chunks"]
    restored = ready.home / "restored"
    ready.ask("restore", str(backup), vault=restored)
    assert ready.ask("check", vault=restored)["opened"] == ready.ask("check")["opened"]


def test_a_vault_that_is_copied_while_it_is_written_opens(ready):
    days = (
        f"2026/08/{day:02}(月)\n"
        + "\n".join(
            f"09:{at:02}\t健太\t{day} 日の {at} 番目の荷物を港で受け取る" for at in range(60)
        )
        for day in range(1, 29)
    )
    talk = ready.file("long.txt", JA.split("2026/05/11")[0] + "\n".join(days) + "\n")
    process = subprocess.Popen(ready.command("import", str(talk)), stdout=subprocess.DEVNULL)
    wal = ready.vault / "vault.db-wal"
    while process.poll() is None and not (wal.exists() and wal.stat().st_size > 300_000):
        time.sleep(0.002)
    process.send_signal(signal.SIGSTOP)
    image = ready.home / "image"
    shutil.copytree(ready.vault, image)
    process.kill()
    assert process.wait() == -signal.SIGKILL, "the import ended before the vault could be copied"
    told = ready.ask("check", vault=image, step_up=STEP_UP)
    assert 5 < told["opened"] < 28 * 60
    assert (told["damaged"], told["segments"]) == ([], [])
