"""Who may open a vault: each change shuts out whoever is no longer among its factors."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from device.errors import BadInput, IntegrityError, Locked, Unavailable
from device.vault.authenticators.authenticator import FactorKind
from device.vault.keystores.keystore import Promise
from device.vault.owners import MAX_FACTORS, Owners
from device.vault.store import Vault
from policy.vocabulary import AuthLevel, ClassName
from tests.builders import (
    EVERYDAY,
    FINANCE,
    GUARDED,
    PRIVATE,
    SEGMENT_ROWS,
    add,
    announce_in,
    new_item,
    read_all,
    refusal,
)
from tests.device.test_erase import attack, changed, tree
from tests.fakes import FINGER, OWNER, SECOND, FakeFactor, FakeKeystore, knows, quick_vault, reopen

CODE = FakeFactor("the code in the drawer", kind=FactorKind.RECOVERY)
OTHER_CODE = FakeFactor("the next code", kind=FactorKind.RECOVERY)
WORDS = FakeFactor("new words", kind=FactorKind.PASSPHRASE)


@pytest.fixture
def vault(tmp_path: Path):
    """A vault with memories in every class, stepped up."""
    vault, _ = quick_vault(tmp_path / "vault", Promise.ERASES, SECOND)
    vault.step_up(knows(SECOND))
    for record in (EVERYDAY, PRIVATE, FINANCE, GUARDED):
        add(vault, *[new_item(b"%d" % at, record) for at in range(SEGMENT_ROWS + 2)])
    vault.compact()
    yield vault
    vault.close()


def keystore_of(vault: Vault) -> FakeKeystore:
    """Gives the keystore of a vault, closed or not."""
    keystore = vault.keys.epoch.keystore
    assert isinstance(keystore, FakeKeystore)
    return keystore


def again(vault: Vault, *factors: FakeFactor) -> Vault:
    """Closes the vault and opens it again with these factors."""
    keystore = keystore_of(vault)
    vault.close()
    return reopen(vault.folder, keystore, *factors)


def test_recovery_code_opens_in_the_place_of_the_passphrase_alone(vault: Vault):
    Owners(vault).set_recovery(CODE.enrol(), announce_in(vault))
    kept = read_all(vault)
    with closing(again(vault, CODE)) as opened:
        assert not opened.is_open(ClassName.FINANCE)  # it stands for no second factor
        with refusal(Locked, "vault.wrong_step_up"):
            opened.step_up(knows(CODE))
        opened.step_up(knows(SECOND))
        assert read_all(opened) == kept


def test_replaced_recovery_code_opens_nothing(vault: Vault):
    owners = Owners(vault)
    owners.set_recovery(CODE.enrol(), announce_in(vault))
    owners.set_recovery(OTHER_CODE.enrol(), announce_in(vault))
    with refusal(Locked, "vault.wrong_passphrase"):
        again(vault, CODE)
    with closing(reopen(vault.folder, keystore_of(vault), OTHER_CODE)) as opened:
        Owners(opened).set_recovery(None, announce_in(opened))
    with refusal(Locked, "vault.wrong_passphrase"):
        reopen(vault.folder, keystore_of(vault), OTHER_CODE)


def test_recovery_code_stays_good_when_the_passphrase_changes(vault: Vault):
    owners = Owners(vault)
    owners.set_recovery(CODE.enrol(), announce_in(vault))
    owners.change_passphrase(WORDS.enrol(), announce_in(vault))
    vault = again(vault, CODE)
    again(vault, WORDS).close()


def test_old_factor_with_the_image_of_its_day_opens_nothing_of_today(tmp_path: Path, vault: Vault):
    owners = Owners(vault)
    owners.set_recovery(CODE.enrol(), announce_in(vault))
    shutil.copytree(vault.folder, tmp_path / "image")
    owners.set_recovery(None, announce_in(vault))
    owners.replace_step_up(WORDS.enrol(), announce_in(vault), kind=FactorKind.KEYCHAIN)
    vault.end_step_up()
    entries = keystore_of(vault).entries
    with refusal(IntegrityError, "vault.older_than_delete"):
        reopen(tmp_path / "image", keystore_of(vault), CODE)
    _, found = attack(vault, [entries], tmp_path / "image")
    assert not set(vault.cared_for()) & set(found)


def test_change_of_the_passphrase_replaces_owner_root_and_epoch_alone(vault: Vault):
    gone = changed(
        vault, lambda: Owners(vault).change_passphrase(WORDS.enrol(), announce_in(vault))
    )
    assert gone == {"owner", "root", "epoch"}


def test_change_of_the_step_up_replaces_all_keys_of_its_classes_but_segments(vault: Vault):
    def act() -> None:
        Owners(vault).replace_step_up(WORDS.enrol(), announce_in(vault), kind=FactorKind.KEYCHAIN)

    gone = changed(vault, act)
    classes = {f"{name} {key}" for name in ("finance", "guarded") for key in KEYS}
    assert gone == {"root", "epoch", "step strong", "step biometric", *classes}


KEYS = ("class", "tail", "inbox", "inbox public")


def test_rotation_replaces_every_key_but_the_named_and_the_step_up(vault: Vault):
    before, kept = tree(vault), read_all(vault)
    steps = []
    count = Owners(vault).rotate(announce_in(vault), lambda at, of: steps.append((at, of)))
    after = tree(vault)
    same = {name for name in before if after[name] == before[name]}
    assert same == {name for name in before if name.startswith(("named", "step"))}
    assert count == 4
    assert steps == [(at, 4) for at in range(1, 5)]
    assert read_all(vault) == kept
    vault = again(vault, OWNER)
    vault.step_up(knows(SECOND))
    assert read_all(vault) == kept
    vault.close()


def test_rotation_with_closed_classes_replaces_what_is_open(vault: Vault):
    vault.end_step_up()
    inner = {cid: keys.inner for cid, keys in vault.keys.classes.items() if not keys.is_open}
    assert Owners(vault).rotate(announce_in(vault)) == 2
    assert all(vault.keys.classes[cid].inner == one for cid, one in inner.items())
    vault.step_up(knows(SECOND))
    assert len(read_all(vault)) == 4 * (SEGMENT_ROWS + 2)


def test_step_up_is_changed_only_while_all_its_classes_are_open(vault: Vault):
    vault.end_step_up()
    owners = Owners(vault)
    for act in (
        lambda: owners.add_step_up(FINGER.enrol(), announce_in(vault)),
        lambda: owners.replace_step_up(WORDS.enrol(), announce_in(vault)),
        lambda: owners.remove_step_up(owners.step_up_factors[0].id, announce_in(vault)),
    ):
        size = vault.journal.size
        with refusal(Locked, "vault.step_up_first"):
            act()
        assert vault.journal.size == size


def test_finger_that_is_added_takes_finance_from_the_weaker_factor(vault: Vault):
    owners = Owners(vault)
    owners.add_step_up(FINGER.enrol(), announce_in(vault))
    assert owners.strongest is AuthLevel.BIOMETRIC
    vault.end_step_up()
    assert vault.step_up(knows(SECOND)) is AuthLevel.STRONG
    assert (vault.is_open(ClassName.GUARDED), vault.is_open(ClassName.FINANCE)) == (True, False)
    with refusal(Locked, "vault.step_up_first"):
        owners.add_step_up(WORDS.enrol(), announce_in(vault))
    assert vault.step_up(knows(FINGER)) is AuthLevel.BIOMETRIC
    finger = next(one for one in owners.step_up_factors if one.level == AuthLevel.BIOMETRIC)
    owners.remove_step_up(finger.id, announce_in(vault))
    vault.end_step_up()
    with refusal(Locked, "vault.wrong_step_up"):
        vault.step_up(knows(FINGER))
    vault.step_up(knows(SECOND))
    assert len(read_all(vault)) == 4 * (SEGMENT_ROWS + 2)


def test_last_factor_that_goes_leaves_its_classes_open(vault: Vault):
    owners = Owners(vault)
    owners.remove_step_up(owners.step_up_factors[0].id, announce_in(vault))
    assert not vault.has_step_up
    opened = again(vault, OWNER)
    assert len(read_all(opened)) == 4 * (SEGMENT_ROWS + 2)
    opened.close()


def test_unknown_factor_and_too_many_are_refused(vault: Vault):
    owners = Owners(vault)
    with refusal(BadInput, "vault.no_such_factor"):
        owners.remove_step_up("00" * 16, announce_in(vault))
    for at in range(MAX_FACTORS - 1):
        owners.add_step_up(FakeFactor(f"factor {at}").enrol(), announce_in(vault))
    with refusal(BadInput, "vault.too_many_factors"):
        owners.add_step_up(FINGER.enrol(), announce_in(vault))
    assert len(owners.step_up_factors) == MAX_FACTORS
    vault.end_step_up()
    vault.step_up(knows(FakeFactor("factor 7")))
    assert all(map(vault.is_open, ClassName))


@pytest.mark.parametrize("act", ["change_passphrase", "set_recovery", "replace_step_up", "rotate"])
def test_change_that_the_keystore_does_not_answer_changes_nothing(vault: Vault, act: str):
    keystore, owners = keystore_of(vault), Owners(vault)
    before = tree(vault)
    factors = owners.unlock_factors, owners.step_up_factors
    keystore.silent_at = range(keystore.from_now_on(), 10_000)
    acts = {
        "change_passphrase": lambda: owners.change_passphrase(WORDS.enrol(), announce_in(vault)),
        "set_recovery": lambda: owners.set_recovery(CODE.enrol(), announce_in(vault)),
        "replace_step_up": lambda: owners.replace_step_up(WORDS.enrol(), announce_in(vault)),
        "rotate": lambda: owners.rotate(announce_in(vault)),
    }
    with refusal(Unavailable, "vault.keystore_silent"):
        acts[act]()
    assert (owners.unlock_factors, owners.step_up_factors) == factors
    after = tree(vault)
    kept = {name for name in before if after[name] == before[name]}
    assert kept >= {name for name in before if "segment" not in name}
    keystore.silent_at = frozenset()
    opened = again(vault, OWNER)
    opened.step_up(knows(SECOND))
    assert len(read_all(opened)) == 4 * (SEGMENT_ROWS + 2)
    opened.close()
