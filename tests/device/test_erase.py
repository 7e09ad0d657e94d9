"""The promise of deletion: from an image taken before, with everything of today, nothing opens.

The attacker (`tests.attacker`) holds the old file, the new file, the passphrase of both days, every
key that today's vault has in RAM, and what today's keystore holds; and tries each on each.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from device.access import Guard
from device.errors import IntegrityError, Unavailable
from device.vault.keystores.keystore import Promise
from device.vault.store import Vault
from policy.bundles import load_base_bundle
from policy.vocabulary import ClassName
from tests.attacker import Attacker, Image, epochs_of, keys_in_ram
from tests.builders import (
    EVERYDAY,
    FINANCE,
    GUARDED,
    PRIVATE,
    SEGMENT_ROWS,
    add,
    erase,
    new_item,
    read_all,
    rebind,
    refusal,
)
from tests.fakes import OWNER, SECOND, FakeKeystore, knows, quick_vault, reopen

RECORDS = [EVERYDAY, PRIVATE, FINANCE, GUARDED]
SECRET = "엄마의 여권 번호 M12345678 旅券".encode()


def attack(
    vault: Vault, states: list[dict[str, bytes]], *images: Path
) -> tuple[Attacker, dict[int, bytes]]:
    """Gives what an attacker with all of today, and these images, can read of them."""
    attacker = Attacker(keys_in_ram(vault), epochs_of(states), {OWNER.secret, SECOND.secret})
    return attacker, attacker.payloads(map(Image, images), RECORDS)


def fill(vault: Vault, where: str) -> int:
    """Adds memories and the one that will be deleted. Gives its number."""
    count = 3 if where == "tail" else SEGMENT_ROWS - 1
    add(vault, *[new_item(b"stays %d" % at) for at in range(count)])
    (item_id,) = add(vault, new_item(SECRET))
    vault.compact()
    return item_id


@pytest.mark.parametrize("where", ["tail", "segment"])
def test_deleted_memory_does_not_open_from_an_older_image_with_an_erasing_keystore(
    tmp_path: Path, where: str
):
    vault, keystore = quick_vault(tmp_path / "vault", Promise.ERASES)
    assert keystore is not None
    with closing(vault):
        item_id = fill(vault, where)
        shutil.copytree(vault.folder, tmp_path / "image")
        then = dict(keystore.entries)
        _, found = attack(vault, [then], tmp_path / "image")
        assert found[item_id] == SECRET  # or this test proves nothing
        assert len(found) == len(vault.open_ids())
        erase(vault, item_id)
        shutil.copytree(vault.folder, tmp_path / "today")
        attacker, found = attack(vault, [keystore.entries], tmp_path / "image", tmp_path / "today")
        assert item_id not in found
        # All the others are in today's file, so their text in the image is no secret either.
        assert set(found) == set(vault.open_ids())
        assert SECRET not in b"".join(path.read_bytes() for path in vault.folder.iterdir())
        assert "root" in attacker.opened


def test_nothing_but_the_replaced_epoch_keeps_the_image_closed(tmp_path: Path):
    # The same attacker, with the epoch that the keystore has erased: so it is that key, no other.
    vault, keystore = quick_vault(tmp_path / "vault", Promise.ERASES)
    assert keystore is not None
    with closing(vault):
        item_id = fill(vault, "segment")
        shutil.copytree(vault.folder, tmp_path / "image")
        erase(vault, item_id)
        _, found = attack(vault, [*keystore.past, keystore.entries], tmp_path / "image")
        assert found[item_id] == SECRET


@pytest.mark.parametrize("promise", [None, Promise.HIDES])
def test_certificate_does_not_promise_what_an_older_image_breaks(
    tmp_path: Path, promise: Promise | None
):
    vault, keystore = quick_vault(tmp_path / "vault", promise)
    guard = Guard(vault, load_base_bundle(), lambda: 1_790_000_000)
    with closing(vault):
        item_id = fill(vault, "segment")
        shutil.copytree(vault.folder, tmp_path / "image")
        (certificate,) = guard.erase([item_id], "forget")
        states = [] if keystore is None else [*keystore.past, keystore.entries]
        _, found = attack(vault, states, tmp_path / "image")
        assert found[item_id] == SECRET  # what the certificate says of older copies is so
        if promise is None:
            assert "\nkeystore none\n" in certificate
            assert "with the passphrase of their day, still hold it" in certificate
            assert "keys_replaced item segment class root\n" in certificate
        else:
            assert "\nkeystore fake-keystore hides\n" in certificate
            assert "may have left that key on the same disk" in certificate
        assert "has erased" not in certificate


def test_certificate_of_an_erasing_keystore_promises_older_copies_too(tmp_path: Path):
    vault, _ = quick_vault(tmp_path, Promise.ERASES)
    guard = Guard(vault, load_base_bundle(), lambda: 1_790_000_000)
    with closing(vault):
        item_id = fill(vault, "segment")
        (certificate,) = guard.erase([item_id], "forget")
    assert "\nkeystore fake-keystore erases\n" in certificate
    assert "keys_replaced item segment class root epoch\n" in certificate
    assert "the keystore has erased the key that they need" in certificate
    assert "not_reached backups, exports and reports made before" in certificate
    assert certificate.startswith("bojagi erasure certificate v2\nmemory ")


def test_delete_in_a_closed_class_is_final_against_the_image_after_the_step_up(tmp_path: Path):
    vault, keystore = quick_vault(tmp_path / "vault", Promise.ERASES, SECOND)
    guard = Guard(vault, load_base_bundle(), lambda: 1_790_000_000)
    assert keystore is not None
    with closing(vault):
        vault.step_up(knows(SECOND))
        (item_id, other) = add(vault, new_item(SECRET, FINANCE), new_item(b"stays", FINANCE))
        add(vault, *[new_item(b"more", FINANCE)] * (SEGMENT_ROWS - 2))
        vault.compact()
        vault.end_step_up()
        shutil.copytree(vault.folder, tmp_path / "image")
        (certificate,) = guard.erase([item_id], "forget")
        assert "\nclosed_classes whatever of it lay there\n" in certificate
        assert "keys_replaced_later item segment class, at the next step-up; root epoch now\n" in (
            certificate
        )
        # The root is new at once: the image is closed already. So is today's file, but for its key.
        _, found = attack(vault, [keystore.entries], tmp_path / "image")
        assert item_id not in found
        vault.step_up(knows(SECOND))
        shutil.copytree(vault.folder, tmp_path / "today")
        _, found = attack(vault, [keystore.entries], tmp_path / "image", tmp_path / "today")
        assert item_id not in found
        assert found[other] == b"stays"


@pytest.mark.parametrize("folded", [False, True])
def test_letter_in_the_inbox_of_an_older_image_does_not_open_after_its_deletion(
    tmp_path: Path, folded: bool
):
    vault, keystore = quick_vault(tmp_path / "vault", Promise.ERASES, SECOND)
    assert keystore is not None
    with closing(vault):
        (item_id,) = add(vault, new_item(SECRET, FINANCE))
        shutil.copytree(vault.folder, tmp_path / "image")
        vault.step_up(knows(SECOND))
        then = keys_in_ram(vault)
        if not folded:
            vault.end_step_up()
        erase(vault, item_id)
        vault.step_up(knows(SECOND))
        _, found = attack(vault, [keystore.entries], tmp_path / "image")
        assert found == {}
        attacker = Attacker(then, {b""}, set())
        assert attacker.payloads([Image(tmp_path / "image")], RECORDS) == {item_id: SECRET}


def test_memory_under_a_stricter_rule_does_not_open_from_an_older_image_without_the_second_secret(
    tmp_path: Path,
):
    vault, keystore = quick_vault(tmp_path / "vault", Promise.ERASES, SECOND)
    assert keystore is not None
    with closing(vault):
        (item_id,) = add(vault, new_item(SECRET))
        shutil.copytree(vault.folder, tmp_path / "image")
        rebind(vault, item_id, FINANCE)
        shutil.copytree(vault.folder, tmp_path / "today")
        attacker = Attacker(keys_in_ram(vault), epochs_of([keystore.entries]), {OWNER.secret})
        images = [Image(tmp_path / "image"), Image(tmp_path / "today")]
        assert attacker.payloads(images, RECORDS) == {}
        attacker.secrets.add(SECOND.secret)
        assert attacker.payloads(images, RECORDS) == {item_id: SECRET}  # in today's file


# -- which keys go, and which stay ---------------------------------------------------------------


def tree(vault: Vault) -> dict[str, bytes]:
    """Gives every key of an unlocked vault by its place in the tree."""
    keyring = vault.keys
    found = {"root": keyring.root, "epoch": keyring.epoch.key, "owner": keyring.owner}
    found |= {f"named {name}": key for name, key in keyring.named.items()}
    found |= {f"step {lock}": key for lock, key in keyring.step_keys.items()}
    for cid, keys in keyring.classes.items():
        assert keys.key is not None
        assert keys.tail_key is not None
        name = keys.name.value
        found |= {f"{name} class": keys.key, f"{name} tail": keys.tail_key}
        private = keyring.inbox_private(vault._database, cid)
        found |= {f"{name} inbox": private.private_bytes_raw()}
        found |= {f"{name} inbox public": keys.inbox_public}
        for entry in vault._shelves.directories[cid]:
            found[f"{name} segment {int(entry['seg'])}"] = entry["key"].tobytes()
    return found


def changed(vault: Vault, act: Callable[[], object]) -> set[str]:
    """Runs an act and tells which keys it replaced; none of the old ones is anywhere in the new."""
    before = tree(vault)
    act()
    after = tree(vault)
    gone = {name for name in before if after.get(name) != before[name]}
    assert not {before[name] for name in gone} & set(after.values())
    return gone


@pytest.mark.parametrize("where", ["tail", "segment"])
def test_delete_replaces_every_key_on_its_path_and_no_other(tmp_path: Path, where: str):
    vault, _ = quick_vault(tmp_path, Promise.ERASES, SECOND)
    with closing(vault):
        vault.step_up(knows(SECOND))
        for record in RECORDS:
            add(vault, *[new_item(record=record)] * (SEGMENT_ROWS * 2 + 3))
        vault.compact()
        path = {"root", "epoch", "everyday class", "everyday inbox", "everyday inbox public"}
        item_id = 2 if where == "segment" else SEGMENT_ROWS * 2 + 1
        first = vault.segments(ClassName.EVERYDAY)[0]
        path.add(f"everyday segment {first}" if where == "segment" else "everyday tail")
        assert changed(vault, lambda: erase(vault, item_id)) == path
        assert len(read_all(vault)) == 4 * (SEGMENT_ROWS * 2 + 3) - 1


def test_compaction_replaces_the_tail_key_alone(tmp_path: Path):
    vault, _ = quick_vault(tmp_path)
    with closing(vault):
        add(vault, *[new_item()] * (SEGMENT_ROWS + 3))
        assert changed(vault, vault.compact) == {"everyday tail"}


def test_adding_and_reading_replace_no_key(tmp_path: Path):
    vault, _ = quick_vault(tmp_path, Promise.HIDES)
    with closing(vault):
        assert changed(vault, lambda: add(vault, new_item())) == set()
        assert changed(vault, lambda: read_all(vault)) == set()


# -- bulk ----------------------------------------------------------------------------------------


def test_bulk_erase_over_segments_tails_inbox_and_closed_classes_leaves_just_the_rest(
    tmp_path: Path,
):
    vault, keystore = quick_vault(tmp_path, Promise.ERASES, SECOND)
    guard = Guard(vault, load_base_bundle(), lambda: 1_790_000_000)
    texts: dict[int, bytes] = {}
    vault.step_up(knows(SECOND))
    for round_ in range(2):
        for at, record in enumerate(RECORDS):
            many = [b"%d %d %d" % (round_, at, one) for one in range(SEGMENT_ROWS + 5)]
            ids = add(vault, *[new_item(text, record) for text in many])
            texts |= dict(zip(ids, many, strict=True))
            vault.compact()
        if round_ == 0:
            vault.end_step_up()  # the second round lies in inboxes
    gone = [item_id for item_id in texts if item_id % 3]
    asked = [*gone, *gone[:5], 0, -1, 10**6, 2**32, 2**62]
    (certificate,) = guard.erase(asked, "forget")
    open_ones = vault._database.all("SELECT id FROM tombstone WHERE pending = x''")
    assert f"\nmemories {len(open_ones)}\nnames_sha256 " in certificate
    assert 0 < len(open_ones) < len(gone)
    rest = {item_id: text for item_id, text in texts.items() if item_id % 3 == 0}
    assert {i for i in range(max(texts) + 2) if vault.exists(i)} == set(rest)
    assert guard.erase(asked, "forget") == []
    vault.step_up(knows(SECOND))
    assert read_all(vault) == rest
    assert vault._database.all("SELECT 1 FROM tombstone WHERE pending <> x''") == []
    assert set(vault.tombstones()) == set(gone)
    vault.close()
    with closing(reopen(tmp_path, keystore)) as again:
        again.step_up(knows(SECOND))
        assert read_all(again) == rest


def test_segment_whose_last_memory_goes_is_dropped(tmp_path: Path):
    vault, _ = quick_vault(tmp_path)
    with closing(vault):
        ids = add(vault, *[new_item(b"%d" % at) for at in range(SEGMENT_ROWS * 2 + 1)])
        vault.compact()
        for item_id in ids[:SEGMENT_ROWS]:
            erase(vault, item_id)
        assert vault.segments(ClassName.EVERYDAY) == [2]
        for table in ("seg_codes", "seg_vectors", "seg_columns"):
            assert vault._database.all(f"SELECT seg FROM {table}") == [(2,)]
        assert vault._database.all("SELECT count(*) FROM seg_secrets") == [(1,)]
        assert sorted(read_all(vault)) == ids[SEGMENT_ROWS:]


# -- a keystore that does not answer -------------------------------------------------------------


def test_delete_that_the_keystore_does_not_answer_is_refused_and_the_memory_stays(tmp_path: Path):
    vault, keystore = quick_vault(tmp_path, Promise.ERASES)
    assert keystore is not None
    ids = add(vault, new_item(SECRET), new_item(b"other"))
    before = tree(vault)
    keystore.silent_at = range(keystore.from_now_on(), 1_000)
    with refusal(Unavailable, "vault.keystore_silent"):
        erase(vault, ids[0])
    assert read_all(vault) == {ids[0]: SECRET, ids[1]: b"other"}
    assert tree(vault) == before
    keystore.silent_at = frozenset()
    erase(vault, ids[0])
    assert read_all(vault) == {ids[1]: b"other"}
    vault.close()
    with closing(reopen(tmp_path, keystore)) as again:
        assert read_all(again) == {ids[1]: b"other"}


@pytest.mark.parametrize("late", [0, 1, 2])
@pytest.mark.parametrize("kind", ["silent_at", "late_at"])
def test_keystore_that_stays_away_after_the_commit_never_costs_the_vault(
    tmp_path: Path, kind: str, late: int
):
    # The first delete commits, but the old epoch cannot be dropped; the next is refused; it closes.
    vault, keystore = quick_vault(tmp_path, Promise.ERASES)
    assert keystore is not None
    ids = add(vault, new_item(SECRET), new_item(b"other"), new_item(b"third"))
    first = keystore.from_now_on()
    setattr(keystore, kind, range(first + late, first + late + 3))
    refused = 0
    for item_id in (ids[0], ids[1], ids[0], ids[1]):
        with suppress(Unavailable):
            erase(vault, item_id)
            continue
        refused += 1
    assert refused
    kept = read_all(vault)
    keystore.silent_at = keystore.late_at = frozenset()
    vault.close()
    with closing(reopen(tmp_path, keystore)) as again:
        assert read_all(again) == kept
        assert again.keys.epoch.is_settled


def test_keystore_that_cannot_be_told_of_the_lock_leaves_a_vault_that_opens(tmp_path: Path):
    vault, keystore = quick_vault(tmp_path, Promise.ERASES)
    assert keystore is not None
    ids = add(vault, new_item(SECRET))
    keystore.silent_at = range(keystore.from_now_on(), 1_000)
    vault.close()
    assert not vault.keys.root
    keystore.silent_at = frozenset()
    with closing(reopen(tmp_path, keystore)) as again:
        assert list(read_all(again)) == ids


def test_delete_in_a_damaged_segment_is_refused_and_nothing_changes(tmp_path: Path):
    vault, _ = quick_vault(tmp_path)
    with closing(vault):
        ids = add(vault, *[new_item(b"%d" % at) for at in range(SEGMENT_ROWS * 2)])
        vault.compact()
        vault._database.run("UPDATE seg_vectors SET sealed = zeroblob(100) WHERE seg = 2")
        before, texts = tree(vault), read_all(vault)
        with refusal(IntegrityError, "vault.damaged"):
            erase(vault, ids[0], ids[-1])
        assert tree(vault) == before
        assert read_all(vault) == texts
        erase(vault, ids[0])
        assert ids[0] not in read_all(vault)


def test_fake_keystore_does_what_a_keystore_does():
    keystore = FakeKeystore(late_at=frozenset({2}))
    assert keystore.read("a") is None
    with pytest.raises(Unavailable):
        keystore.write("a", b"1")
    assert keystore.read("a") == b"1"
    keystore.remove("a")
    keystore.remove("a")
    assert keystore.read("a") is None
    assert keystore.past == [{}, {"a": b"1"}, {}]
