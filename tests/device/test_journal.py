"""The log: no receipt without a committed event, no read without a receipt, no changed leaf."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from compliance.errors import ProofError
from compliance.log.checkpoint import Checkpoint
from compliance.log.events import Event, EventKind
from compliance.log.merkle import inclusion_proof, leaf_hash, root, verify_inclusion
from compliance.log.note import Verifier, open_note
from device.errors import IntegrityError
from device.vault.database import FILE_NAME
from device.vault.journal import Receipt
from device.vault.keyring import Keyring
from device.vault.seal import unseal
from device.vault.store import Vault
from tests.builders import (
    add,
    new_event,
    new_item,
    new_vault,
    open_with,
    peek,
    read,
    refusal,
    tamper,
    undo,
    unlock,
)

EVENTS = 5


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Keyring]:
    """The file of a closed vault with two memories and five events, and its keys."""
    folder = tmp_path_factory.mktemp("made")
    with closing(new_vault(folder)) as vault:
        add(vault, new_item(b"one"), new_item(b"two"))
        for _ in range(EVENTS - 1):
            with vault.transaction():
                vault.append(new_event(EventKind.RELEASED))
        keyring = vault._keyring.copy()
    return (folder / FILE_NAME).read_bytes(), keyring


@pytest.fixture
def folder(tmp_path: Path, made: tuple[bytes, Keyring]) -> Path:
    (tmp_path / FILE_NAME).write_bytes(made[0])
    return tmp_path


@pytest.fixture
def keys(made: tuple[bytes, Keyring]) -> Keyring:
    return made[1]


@pytest.fixture
def vault(folder: Path, keys: Keyring) -> Iterator[Vault]:
    vault = open_with(keys, folder)
    yield vault
    vault._database.close()


def log(vault: Vault, *opens: int) -> Receipt:
    with vault.transaction():
        return vault.append(new_event(EventKind.RELEASED), opens)


# -- receipts ------------------------------------------------------------------------------------


def test_receipt_opens_each_item_that_it_names_once(vault: Vault):
    receipt = log(vault, 1, 2)
    assert vault.open_payload(2, receipt) == b"two"
    assert vault.open_payload(1, receipt) == b"one"
    for item_id in (1, 2):
        with pytest.raises(RuntimeError):
            vault.open_payload(item_id, receipt)


def test_receipt_for_one_item_opens_no_other(vault: Vault):
    receipt = log(vault, 1)
    with pytest.raises(RuntimeError):
        vault.open_payload(2, receipt)
    assert vault.open_payload(1, receipt) == b"one"


def test_receipt_that_names_nothing_opens_nothing(vault: Vault):
    receipt = log(vault)
    with pytest.raises(RuntimeError):
        vault.open_payload(1, receipt)


def test_receipt_that_was_made_up_opens_nothing(vault: Vault):
    real = log(vault, 1)
    with pytest.raises(RuntimeError):
        vault.open_payload(1, Receipt(real.seq, real.ids))
    with pytest.raises(RuntimeError):
        vault.open_payload(2, Receipt(0, np.array([2], np.uint32)))


def test_receipt_of_one_vault_opens_nothing_in_another(tmp_path: Path, vault: Vault):
    with closing(new_vault(tmp_path / "other")) as other:
        add(other, new_item(b"theirs"))
        with pytest.raises(RuntimeError):
            vault.open_payload(1, log(other, 1))


def test_receipt_opens_nothing_before_its_event_is_committed(vault: Vault):
    with vault.transaction():
        receipt = vault.append(new_event(), [1])
        with pytest.raises(RuntimeError):
            vault.open_payload(1, receipt)
    assert vault.open_payload(1, receipt) == b"one"


def test_event_that_was_rolled_back_gives_no_receipt(vault: Vault):
    kept: list[Receipt] = []
    undo(vault.transaction, lambda: kept.append(vault.append(new_event(), [1])))
    with vault.transaction():  # the next commit must not bring it to life
        vault.append(new_event())
    with pytest.raises(RuntimeError):
        vault.open_payload(1, kept[0])
    assert vault.journal.size == vault.journal.verify() == EVENTS + 1


def test_receipt_dies_with_the_session(folder: Path):
    with closing(unlock(folder)) as vault:
        receipt = log(vault, 1)
    with closing(unlock(folder)) as vault, pytest.raises(RuntimeError):
        vault.open_payload(1, receipt)


def test_event_outside_a_transaction_is_refused(vault: Vault):
    with pytest.raises(RuntimeError, match="transaction"):
        vault.append(new_event(), [1])
    assert vault.journal.verify() == EVENTS


# -- leaves --------------------------------------------------------------------------------------


def test_leaves_are_the_events_in_order_after_reopening(folder: Path):
    with closing(unlock(folder)) as vault:
        events = [new_event(EventKind.EXPORTED, at=at) for at in range(3)]
        for event in events:
            with vault.transaction():
                vault.append(event)
    with closing(unlock(folder)) as vault:
        leaves = list(vault.journal.leaves())
        assert [seq for seq, _ in leaves] == list(range(EVENTS + 3))
        assert [Event.from_leaf(leaf) for _, leaf in leaves[EVENTS:]] == events
        assert vault.journal.verify() == vault.journal.size == EVENTS + 3


def test_stored_hashes_make_the_root_that_the_checkpoint_signs(vault: Vault):
    text = open_note(vault.journal.checkpoint(), vault.journal.signer.verifier)
    checkpoint = Checkpoint.parse(text)
    hashes = [leaf_hash(leaf) for _, leaf in vault.journal.leaves()]
    assert (checkpoint.size, checkpoint.root) == (EVENTS, root(hashes))
    assert checkpoint.origin == f"bojagi/{vault._keyring.header.vault}"
    for seq, leaf in vault.journal.leaves():
        proof = inclusion_proof(hashes, seq)
        verify_inclusion(leaf_hash(leaf), seq, EVENTS, proof, checkpoint.root)


def test_checkpoint_of_a_device_does_not_verify_under_another_key(tmp_path: Path, vault: Vault):
    with closing(new_vault(tmp_path / "other")) as other:
        stranger = Verifier(vault.journal.signer.name, other.journal.signer.verifier.public_key)
        with pytest.raises(ProofError):
            open_note(vault.journal.checkpoint(), stranger)


def test_signing_key_is_the_same_after_reopening(folder: Path):
    with closing(unlock(folder)) as vault:
        note, verifier = vault.journal.checkpoint(), vault.journal.signer.verifier
    with closing(unlock(folder)) as vault:
        assert vault.journal.signer.verifier == verifier
        assert vault.journal.checkpoint() == note  # Ed25519 is deterministic


def test_kept_checkpoint_is_sealed_and_verifies(folder: Path):
    with closing(unlock(folder)) as vault:
        with vault.transaction():
            vault.append(new_event(EventKind.LOCKED))
            vault.journal.keep_checkpoint()
        note = vault.journal.checkpoint()
        log_key, place = vault._keyring.named["log"], vault._keyring.place
    ((size, sealed),) = peek(folder, "SELECT size, sealed FROM checkpoint")
    assert size == EVENTS + 1
    assert note.encode() not in sealed
    assert unseal(log_key, sealed, place("checkpoint", size)).decode() == note


def test_new_vault_has_an_empty_log_that_verifies(tmp_path: Path):
    with closing(new_vault(tmp_path)) as vault:
        assert vault.journal.size == vault.journal.verify() == 0
        assert list(vault.journal.leaves()) == []
    with closing(unlock(tmp_path)) as vault:
        assert vault.journal.verify() == 0


# -- damage --------------------------------------------------------------------------------------

SEALED = "(SELECT sealed FROM audit WHERE seq = 1)"


@pytest.mark.parametrize(
    ("sql", "key"),
    [
        ("UPDATE audit SET leaf = zeroblob(32) WHERE seq = 3", "vault.log_damaged"),
        ("UPDATE audit SET leaf = 'text' WHERE seq = 3", "vault.log_damaged"),
        (f"UPDATE audit SET sealed = {SEALED} WHERE seq = 3", "vault.damaged"),
        ("UPDATE audit SET sealed = zeroblob(400) WHERE seq = 0", "vault.damaged"),
        ("UPDATE audit SET sealed = 'text' WHERE seq = 0", "vault.log_damaged"),
        ("UPDATE audit SET sealed = x'' WHERE seq = 4", "vault.damaged"),
        ("DELETE FROM audit WHERE seq = 0", "vault.log_damaged"),
        ("DELETE FROM audit WHERE seq = 2", "vault.log_damaged"),
        ("UPDATE audit SET seq = -1 WHERE seq = 0", "vault.log_damaged"),
        ("INSERT INTO audit SELECT -1, leaf, sealed FROM audit WHERE seq = 0", "vault.log_damaged"),
    ],
)
def test_leaf_that_was_changed_swapped_or_dropped_is_damage(
    folder: Path, keys: Keyring, sql: str, key: str
):
    assert tamper(folder, sql)
    with closing(open_with(keys, folder)) as vault, refusal(IntegrityError, key):
        vault.journal.verify()


def test_leaves_that_were_exchanged_row_for_row_are_damage(folder: Path, keys: Keyring):
    for old, new in ((1, 99), (2, 1), (99, 2)):
        tamper(folder, "UPDATE audit SET seq = ? WHERE seq = ?", new, old)
    with closing(open_with(keys, folder)) as vault, refusal(IntegrityError, "vault.damaged"):
        vault.journal.verify()


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM audit WHERE seq = 4",
        "DELETE FROM audit WHERE seq >= 1",
        "DELETE FROM audit",
        "INSERT INTO audit SELECT 5, leaf, sealed FROM audit WHERE seq = 4",
        "DELETE FROM meta WHERE k = 'frontier'",
    ],
)
def test_log_that_was_cut_or_grown_does_not_unlock(folder: Path, keys: Keyring, sql: str):
    assert tamper(folder, sql)
    with refusal(IntegrityError, "vault.log_damaged"):
        open_with(keys, folder)


@pytest.mark.parametrize("value", ["zeroblob(length(v))", "x''", "'text'", "5"])
def test_edge_of_the_log_that_was_changed_does_not_unlock(folder: Path, keys: Keyring, value: str):
    tamper(folder, f"UPDATE meta SET v = {value} WHERE k = 'frontier'")
    with refusal(IntegrityError, "vault.damaged", "vault.log_damaged"):
        open_with(keys, folder)


def test_leaf_cut_off_behind_an_open_vaults_back_is_damage(vault: Vault):
    vault._database.run("DELETE FROM audit WHERE seq = 4")
    with refusal(IntegrityError, "vault.log_damaged"):
        vault.journal.verify()


def test_leaf_of_another_history_of_the_same_vault_is_damage(
    tmp_path: Path, made: tuple[bytes, Keyring], keys: Keyring
):
    # Both histories are real, with the same keys and sizes; only the sealed edge tells them apart.
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / FILE_NAME).write_bytes(made[0])
        with closing(open_with(keys, folder)) as vault, vault.transaction():
            vault.append(new_event(EventKind.EXPORTED))
    (row,) = peek(other, "SELECT leaf, sealed FROM audit WHERE seq = ?", EVENTS)
    tamper(one, f"UPDATE audit SET leaf = ?, sealed = ? WHERE seq = {EVENTS}", *row)
    with closing(open_with(keys, one)) as vault:
        assert len(list(vault.journal.leaves())) == EVENTS + 1
        with refusal(IntegrityError, "vault.log_damaged"):
            vault.journal.verify()


def test_log_that_was_wiped_with_its_edge_is_damage(folder: Path, keys: Keyring):
    tamper(folder, "DELETE FROM audit")
    tamper(folder, "DELETE FROM meta WHERE k = 'frontier'")
    with refusal(IntegrityError, "vault.log_damaged"), closing(open_with(keys, folder)) as vault:
        vault.journal.verify()


def test_log_alone_put_back_to_an_older_state_is_damage(folder: Path, keys: Keyring):
    ((edge,),) = peek(folder, "SELECT v FROM meta WHERE k = 'frontier'")
    with closing(open_with(keys, folder)) as vault:
        assert read(vault, 1) == b"one"
    tamper(folder, "DELETE FROM audit WHERE seq >= ?", EVENTS)
    tamper(folder, "UPDATE meta SET v = ? WHERE k = 'frontier'", edge)
    with refusal(IntegrityError, "vault.log_damaged"), closing(open_with(keys, folder)) as vault:
        vault.journal.verify()
