"""A vault that is killed at any seam opens again as it was before, or as it is after: never else.

`tests.fakes.Witness` copies file, log and keystore before each COMMIT and checkpoint, and around
each write of the keystore, while the vault works; each copy is what a kill at that moment leaves.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from device.errors import BadInput, IntegrityError, Locked, Unavailable
from device.vault.authenticators.authenticator import FactorKind
from device.vault.database import FILE_NAME
from device.vault.keystores.keystore import Promise
from device.vault.opening import create_vault, unlock_vault
from device.vault.owners import Owners
from device.vault.store import Vault
from tests.builders import (
    EVERYDAY,
    FINANCE,
    KDF,
    PASSPHRASE,
    SEGMENT_ROWS,
    add,
    announce_in,
    erase,
    new_item,
    read_all,
    rebind,
    refusal,
    tamper,
    unlock,
)
from tests.fakes import (
    FINGER,
    OWNER,
    SECOND,
    FakeFactor,
    FakeKeystore,
    Scene,
    Witness,
    knows,
    quick_vault,
    reopen,
)

NEW = FakeFactor("the new passphrase", kind=FactorKind.PASSPHRASE)
CODE = FakeFactor("the code in the drawer", kind=FactorKind.RECOVERY)
OTHER = FakeFactor("another second secret", kind=FactorKind.PASSPHRASE)
PROMISES = (None, Promise.HIDES, Promise.ERASES)


def made(folder: Path, promise: Promise | None) -> tuple[Vault, FakeKeystore | None]:
    """Gives a vault with a segment, a tail and money; its step-up classes are open."""
    vault, keystore = quick_vault(folder, promise, SECOND)
    vault.step_up(knows(SECOND))
    add(vault, *[new_item(b"text %d" % at) for at in range(SEGMENT_ROWS + 3)])
    add(vault, *[new_item(b"money %d" % at, FINANCE) for at in range(3)])
    vault.compact()
    return vault, keystore


def content(scene: Scene, unlocking: FakeFactor, stepping: FakeFactor) -> dict[int, bytes]:
    """Opens what a kill left, with these factors, and reads all of it."""
    with closing(reopen(scene.folder, scene.keystore, unlocking)) as vault:
        assert vault.keys.epoch.is_settled
        vault.step_up(knows(stepping))
        assert vault.damage == []
        assert vault.journal.verify() == vault.journal.size
        found = read_all(vault)
        add(vault, new_item(b"it goes on"))
        return found


# -- deletes and rule changes --------------------------------------------------------------------

ACTS: dict[str, tuple[Callable[[Vault], object], set[int]]] = {
    "delete from a segment": (lambda vault: erase(vault, 2), {2}),
    "delete from a tail": (lambda vault: erase(vault, SEGMENT_ROWS + 2), {SEGMENT_ROWS + 2}),
    "delete in two classes": (
        lambda vault: erase(vault, 1, SEGMENT_ROWS + 4),
        {1, SEGMENT_ROWS + 4},
    ),
    "rule change": (lambda vault: rebind(vault, 3, FINANCE), set()),
    "compaction": (
        lambda vault: (add(vault, *[new_item()] * SEGMENT_ROWS), vault.compact()),
        set(),
    ),
}


@pytest.mark.parametrize("promise", PROMISES)
@pytest.mark.parametrize("name", ACTS)
def test_act_killed_at_any_seam_is_whole_or_was_not(
    tmp_path: Path, name: str, promise: Promise | None
):
    act, gone = ACTS[name]
    vault, keystore = made(tmp_path / "vault", promise)
    with closing(vault):
        before = read_all(vault)
        scenes = Witness(vault, keystore, tmp_path).watch(lambda: act(vault))
        after = read_all(vault)
    assert set(before) - set(after) == gone
    found = [content(scene, OWNER, SECOND) for scene in scenes]
    assert all(one in (before, after) or _is_prefix(before, one, after) for one in found)
    assert found[0] == before
    assert found[-1] == after
    if gone:
        seen = [one == after for one in found]
        assert seen == sorted(seen)  # once it is gone it does not come back
    seams = [scene.seam for scene in scenes]
    writes = 0 if promise is None or name == "compaction" else 2
    assert seams.count("after write") >= writes
    assert "before COMMIT" in seams


def _is_prefix(before: dict[int, bytes], one: dict[int, bytes], after: dict[int, bytes]) -> bool:
    """Tells whether it is a state between two acts, each of which is whole."""
    return set(before) <= set(one) <= set(after)


def test_delete_killed_before_the_old_epoch_is_dropped_is_finished_at_the_next_unlocking(
    tmp_path: Path,
):
    vault, keystore = made(tmp_path / "vault", Promise.ERASES)
    with closing(vault):
        scenes = Witness(vault, keystore, tmp_path).watch(lambda: erase(vault, 2))
    assert [scene.seam for scene in scenes] == [
        "before anything",
        "before write",
        "after write",
        "before COMMIT",
        "before PRAGMA wal_checkpoint(TRUNCATE)",
        "before write",
        "after write",
        "after everything",
    ]
    (between,) = [scene for scene in scenes if scene.seam.startswith("before PRAGMA")]
    assert between.keystore is not None
    (kept,) = between.keystore.entries.values()
    assert kept.count(b'"', 0, kept.index(b"events")) > 6  # two epochs
    old = dict(between.keystore.entries)
    content(between, OWNER, SECOND)
    assert between.keystore.entries != old
    # The image of before the delete no longer opens with that keystore.
    with refusal(IntegrityError, "vault.older_than_delete"):
        reopen(scenes[0].folder, between.keystore)


# -- who may open it -----------------------------------------------------------------------------

CHANGES: dict[str, tuple[Callable[[Vault], object], FakeFactor, FakeFactor]] = {
    "passphrase": (
        lambda vault: Owners(vault).change_passphrase(NEW.enrol(), announce_in(vault)),
        NEW,
        SECOND,
    ),
    "recovery code": (
        lambda vault: Owners(vault).set_recovery(CODE.enrol(), announce_in(vault)),
        CODE,
        SECOND,
    ),
    "step-up": (
        lambda vault: Owners(vault).replace_step_up(
            OTHER.enrol(), announce_in(vault), kind=FactorKind.KEYCHAIN
        ),
        OWNER,
        OTHER,
    ),
    "rotation": (lambda vault: Owners(vault).rotate(announce_in(vault)), OWNER, SECOND),
}


@pytest.mark.parametrize("promise", PROMISES)
@pytest.mark.parametrize("name", CHANGES)
def test_change_of_the_keys_killed_at_any_seam_loses_nothing(
    tmp_path: Path, name: str, promise: Promise | None
):
    act, first, second = CHANGES[name]
    vault, keystore = made(tmp_path / "vault", promise)
    with closing(vault):
        before = read_all(vault)
        scenes = Witness(vault, keystore, tmp_path).watch(lambda: act(vault))
        assert read_all(vault) == before
    outcomes = []
    for scene in scenes:
        shutil.copytree(scene.folder, scene.folder.with_suffix(".twin"))
        twin = Scene(
            scene.seam,
            scene.folder.with_suffix(".twin"),
            scene.keystore.copy() if scene.keystore else None,
        )
        new = _opens(scene, first, second, before)
        old = _opens(twin, OWNER, SECOND, before)
        assert new or old, scene.seam
        if name == "step-up":
            assert new != old, scene.seam  # just one of the two
        outcomes.append(new)
    assert outcomes == sorted(outcomes)
    assert outcomes[-1]
    if name != "rotation":
        assert not outcomes[0]


def _opens(
    scene: Scene, unlocking: FakeFactor, stepping: FakeFactor, expected: dict[int, bytes]
) -> bool:
    try:
        assert content(scene, unlocking, stepping) == expected
    except Locked:
        return False
    return True


def test_changed_passphrase_opens_and_the_old_one_does_not(tmp_path: Path):
    with closing(create_vault(tmp_path, PASSPHRASE, None, KDF)) as vault:
        add(vault, new_item(b"kept"))
        Owners(vault).change_passphrase(NEW.enrol(), announce_in(vault))
    with refusal(Locked, "vault.wrong_passphrase"):
        unlock(tmp_path)
    with closing(reopen(tmp_path, None, NEW)) as vault:
        assert read_all(vault) == {1: b"kept"}


# -- a keystore that is gone, empty or wrong -----------------------------------------------------


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, FakeKeystore]:
    vault, keystore = quick_vault(tmp_path / "vault", Promise.ERASES)
    assert keystore is not None
    with closing(vault):
        add(vault, new_item(b"kept"))
    return tmp_path / "vault", keystore


def test_vault_does_not_open_without_its_keystore_and_says_which(kept: tuple[Path, FakeKeystore]):
    folder, keystore = kept
    image = (folder / FILE_NAME).read_bytes()
    with refusal(Unavailable, "vault.keystore_missing"):
        reopen(folder, None)
    with refusal(Unavailable, "vault.keystore_missing"):
        unlock_vault(folder, knows(OWNER))
    assert (folder / FILE_NAME).read_bytes() == image
    with closing(reopen(folder, keystore)) as vault:
        assert read_all(vault) == {1: b"kept"}


def test_keystore_that_lost_the_entry_is_told_and_nothing_changes(kept: tuple[Path, FakeKeystore]):
    folder, keystore = kept
    image, entries = (folder / FILE_NAME).read_bytes(), dict(keystore.entries)
    keystore.entries.clear()
    with refusal(Unavailable, "vault.keystore_empty"):
        reopen(folder, keystore)
    assert (folder / FILE_NAME).read_bytes() == image
    keystore.entries |= entries
    reopen(folder, keystore).close()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b'{"epochs": [], "events": 1}',
        b'{"epochs": {"a": "zz"}, "events": 1}',
        b'{"epochs": {"a": 5}, "events": 1}',
        b'{"epochs": {"a": "00"}, "events": 1}',
        b'{"epochs": {}, "events": "many"}',
        b'{"epochs": {}}',
        b"[" * 100_000,
    ],
)
def test_keystore_with_damaged_bytes_is_told(kept: tuple[Path, FakeKeystore], raw: bytes):
    folder, keystore = kept
    entries = dict(keystore.entries)
    keystore.entries = dict.fromkeys(entries, raw)
    with refusal(IntegrityError, "vault.keystore_damaged"):
        reopen(folder, keystore)
    keystore.entries = entries
    reopen(folder, keystore).close()


def test_keystore_that_answers_late_is_told_and_the_file_is_given_back(
    kept: tuple[Path, FakeKeystore],
):
    folder, keystore = kept
    keystore.silent_at = range(keystore.from_now_on(), 1_000)
    for _ in range(2):
        with refusal(Unavailable, "vault.keystore_silent"):
            reopen(folder, keystore)
    keystore.silent_at = frozenset()
    reopen(folder, keystore).close()


def test_epoch_of_another_key_under_the_same_name_opens_nothing(kept: tuple[Path, FakeKeystore]):
    folder, keystore = kept
    ((name, raw),) = keystore.entries.items()
    at = raw.index(b'": "') + 4
    keystore.entries[name] = raw[:at] + b"00" * 32 + raw[at + 64 :]
    with refusal(IntegrityError, "vault.bad_header"):
        reopen(folder, keystore)


def test_vault_that_cannot_be_made_for_want_of_a_keystore_leaves_no_vault(tmp_path: Path):
    keystore = FakeKeystore(silent_at=range(1, 1_000))
    with refusal(Unavailable, "vault.keystore_silent"):
        create_vault(tmp_path, PASSPHRASE, None, KDF, keystore=keystore)
    keystore.silent_at = frozenset()
    create_vault(tmp_path, PASSPHRASE, None, KDF, keystore=keystore).close()
    with refusal(BadInput, "vault.exists"):
        create_vault(tmp_path, PASSPHRASE, None, KDF, keystore=keystore)


def test_two_vaults_do_not_share_an_entry_of_the_keystore(tmp_path: Path):
    keystore = FakeKeystore()
    for name in ("one", "two"):
        create_vault(tmp_path / name, PASSPHRASE, None, KDF, keystore=keystore).close()
    assert len(keystore.entries) == 2
    for name in ("one", "two"):
        unlock(tmp_path / name, keystore=keystore).close()


# -- a file that was put back --------------------------------------------------------------------


@pytest.mark.parametrize("promise", [Promise.HIDES, Promise.ERASES])
def test_file_put_back_to_an_older_copy_is_seen_with_a_keystore(tmp_path: Path, promise: Promise):
    vault, keystore = quick_vault(tmp_path / "vault", promise)
    add(vault, new_item(b"one"))
    vault.close()
    shutil.copytree(tmp_path / "vault", tmp_path / "older")
    with closing(reopen(tmp_path / "vault", keystore)) as vault:
        add(vault, new_item(b"two"))
    with refusal(IntegrityError, "vault.rolled_back"):
        reopen(tmp_path / "older", keystore)
    with closing(reopen(tmp_path / "vault", keystore)) as vault:
        erase(vault, 1)
    with refusal(IntegrityError, "vault.older_than_delete"):
        reopen(tmp_path / "older", keystore)
    with closing(reopen(tmp_path / "vault", keystore)) as vault:
        assert read_all(vault) == {2: b"two"}


def test_file_put_back_without_a_keystore_opens_as_it_is_stated(tmp_path: Path):
    # Stated in `device.vault.epoch` and in every certificate: without a keystore neither holds.
    vault, _ = quick_vault(tmp_path / "vault")
    (item_id,) = add(vault, new_item(b"one"))
    vault.close()
    shutil.copytree(tmp_path / "vault", tmp_path / "older")
    with closing(reopen(tmp_path / "vault")) as vault:
        erase(vault, item_id)
    with closing(reopen(tmp_path / "older")) as vault:
        assert read_all(vault) == {item_id: b"one"}


def test_killed_process_that_logged_more_than_the_keystore_saw_is_no_rollback(tmp_path: Path):
    vault, keystore = quick_vault(tmp_path / "vault", Promise.HIDES)
    with closing(vault):
        add(vault, new_item(b"one"))
        shutil.copytree(tmp_path / "vault", tmp_path / "killed")
    assert keystore is not None
    with closing(reopen(tmp_path / "vault", keystore)) as vault:
        assert read_all(vault) == {1: b"one"}


# -- several factors -----------------------------------------------------------------------------


def test_strong_factor_opens_what_needs_no_body_and_a_sensor_opens_both(tmp_path: Path):
    vault, _ = quick_vault(tmp_path, None, SECOND, FINGER)
    with closing(vault):
        ids = add(vault, new_item(b"money", FINANCE), new_item(b"plain", EVERYDAY))
        vault.step_up(knows(SECOND))
        assert vault.find_row(ids[0]) is None
        vault.step_up(knows(FINGER))
        assert read_all(vault)[ids[0]] == b"money"


def test_stronger_step_up_stays_whole_when_a_weaker_one_follows(tmp_path: Path):
    vault, _ = quick_vault(tmp_path, None, SECOND, FINGER)
    with closing(vault):
        vault.step_up(knows(FINGER))
        ids = add(vault, new_item(b"money", FINANCE), new_item(b"more money", FINANCE))
        vault.step_up(knows(SECOND))
        assert erase(vault, ids[0]) == 1
        vault.end_step_up()
        vault.step_up(knows(FINGER))
        assert read_all(vault) == {ids[1]: b"more money"}


def test_header_with_a_swapped_keystore_or_epoch_does_not_open(tmp_path: Path):
    vault, keystore = quick_vault(tmp_path, Promise.ERASES)
    vault.close()
    good = (tmp_path / FILE_NAME).read_bytes()
    for field, value in (("keystore", "null"), ("epoch", '"' + "0" * 32 + '"')):
        (tmp_path / FILE_NAME).write_bytes(good)
        tamper(
            tmp_path,
            "UPDATE meta SET v = CAST(json_replace(CAST(v AS TEXT), ?, json(?)) AS BLOB)"
            " WHERE k = 'header'",
            f"$.{field}",
            value,
        )
        with refusal(IntegrityError, "vault.bad_header", "vault.older_than_delete"):
            reopen(tmp_path, keystore)
