"""The vault as its owner uses it and as someone with its file, but not its keys, attacks it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from compliance.log.events import EventKind
from device.errors import IntegrityError
from device.vault.authenticators.passphrase import PassphraseFactor
from device.vault.database import FILE_NAME
from device.vault.keyring import Keyring
from device.vault.opening import create_vault, unlock_vault, with_passphrase
from device.vault.rows import FULL_ROW, MAX_ID
from device.vault.seal import context, derive, keyed_hash, pad, seal
from device.vault.store import Vault
from device.vault.upkeep import Usage
from policy.binding import RuleRecord
from policy.vocabulary import AuthLevel, ClassName
from tests.builders import (
    CERTIFICATE,
    EVERYDAY,
    FINANCE,
    GUARDED,
    KDF,
    PASSPHRASE,
    PRIVATE,
    SEGMENT_ROWS,
    STEP_UP,
    add,
    count_read,
    erase,
    ids_of,
    new_event,
    new_item,
    new_vault,
    open_with,
    peek,
    read,
    read_all,
    rebind,
    refusal,
    rows_of,
    step_up,
    tamper,
    undo,
    unit_vector,
    unlock,
)

TEXTS = (
    "I am allergic to shrimp since the picnic. 🦐",
    "来月の花火大会のチケットを二枚買った。",
    "할머니께 김치전 만드는 법을 배웠다.",
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Keyring]:
    """The file of an empty vault without a second secret, and its keys."""
    folder = tmp_path_factory.mktemp("empty")
    with closing(new_vault(folder)) as vault:
        keyring = vault._keyring.copy()
    return (folder / FILE_NAME).read_bytes(), keyring


@pytest.fixture
def vault(tmp_path: Path, empty: tuple[bytes, Keyring]) -> Iterator[Vault]:
    """A vault without a second secret: all of its classes are open."""
    image, keyring = empty
    (tmp_path / FILE_NAME).write_bytes(image)
    vault = open_with(keyring, tmp_path)
    yield vault
    vault._database.close()  # where the test has not closed it


@pytest.fixture(scope="module")
def stepped(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Keyring]:
    """The file of an empty vault with a second secret, and its keys without that secret's."""
    folder = tmp_path_factory.mktemp("stepped")
    with closing(new_vault(folder, STEP_UP)) as vault:
        vault.end_step_up()
        keyring = vault._keyring.copy()
    return (folder / FILE_NAME).read_bytes(), keyring


@pytest.fixture
def closed(tmp_path: Path, stepped: tuple[bytes, Keyring]) -> Iterator[Vault]:
    """A vault whose step-up classes are closed."""
    image, keyring = stepped
    (tmp_path / FILE_NAME).write_bytes(image)
    vault = open_with(keyring, tmp_path)
    yield vault
    vault._database.close()  # where the test has not closed it


def count(vault: Vault, table: str) -> int:
    (found,) = vault._database.all(f"SELECT count(*) FROM {table}")[0]
    assert isinstance(found, int)
    return found


# -- adding and opening --------------------------------------------------------------------------


def test_memories_in_three_languages_come_back_after_reopening(vault: Vault):
    ids = add(vault, *[new_item(text.encode()) for text in TEXTS])
    assert [read(vault, item_id).decode() for item_id in ids] == list(TEXTS)
    vault.close()
    with closing(unlock(vault.folder)) as again:
        assert [read(again, item_id).decode() for item_id in ids] == list(TEXTS)


def test_payload_of_any_size_comes_back(vault: Vault):
    payloads = [np.random.default_rng(1).bytes(size) for size in (0, 1, 252, 253, 1 << 20)]
    ids = add(vault, *map(new_item, payloads))
    assert read_all(vault) == dict(zip(ids, payloads, strict=True))


def test_columns_come_back_as_they_were_given(vault: Vault):
    item = new_item(at=2**31, created=7, encoder=3, languages=6, domains=2**15, strength=0.25)
    (item_id,) = add(vault, item)
    vault.close()
    with closing(unlock(vault.folder)) as again:
        row = again.find_row(item_id)
        assert row is not None
        found = {name: row[name][0] for name in ("at", "created", "encoder", "languages")}
        assert found == {"at": 2**31, "created": 7, "encoder": 3, "languages": 6}
        assert (row["domains"][0], row["strength"][0]) == (2**15, 0.25)
        assert again.record(int(row["rule"][0])) == EVERYDAY


def test_rule_picks_the_class(vault: Vault):
    records = (EVERYDAY, PRIVATE, FINANCE, GUARDED)
    ids = add(vault, *[new_item(record=record) for record in records])
    for name, item_id in zip(ClassName, ids, strict=True):
        assert ids_of(vault, name) == [item_id]
    assert vault.newest_id == ids[-1]
    assert vault.open_ids() == ids


def test_same_rule_is_stored_once(vault: Vault):
    add(vault, *[new_item(record=record) for record in (EVERYDAY, PRIVATE, RuleRecord(), PRIVATE)])
    assert count(vault, "rule") == 2


def test_ids_are_never_used_again(vault: Vault):
    ids = add(vault, *[new_item()] * 3)
    assert erase(vault, ids[-1])
    ids += add(vault, new_item())
    assert erase(vault, ids[-1])
    vault.close()
    with closing(unlock(vault.folder)) as again:
        for item_id in (1, 2):
            assert erase(again, item_id)
        ids += add(again, new_item())
        assert again.newest_id == ids[-1]
    assert ids == [1, 2, 3, 4, 5]


def test_empty_vault_has_no_rows(vault: Vault):
    assert vault.newest_id == 0
    assert vault.find_row(1) is None
    assert not vault.exists(1)
    assert not erase(vault, 1)
    assert read_all(vault) == {}


def test_row_shows_after_the_commit_and_not_before(vault: Vault):
    with vault.transaction():
        item_id, _ = vault.add(new_item())
        vault.append(new_event())
        assert vault.find_row(item_id) is None
    assert vault.find_row(item_id) is not None


def test_compacted_memories_come_back_with_the_tail(vault: Vault):
    items = [new_item(b"text %d" % at) for at in range(SEGMENT_ROWS * 2 + 3)]
    ids = add(vault, *items)
    vault.compact()
    assert (count(vault, "seg_codes"), count(vault, "tail")) == (2, 3)
    expected = {item_id: item.payload for item_id, item in zip(ids, items, strict=True)}
    assert read_all(vault) == expected
    vault.close()
    with closing(unlock(vault.folder)) as again:
        assert read_all(again) == expected


def test_name_in_the_log_differs_for_equal_memories_and_survives_a_rule_change(vault: Vault):
    ids = add(vault, new_item(b"same"), new_item(b"same"))
    names = vault.names(ids)
    assert len(set(names.values())) == 2
    rebind(vault, ids[0], PRIVATE)
    assert vault.names(ids) == names


def test_settings_come_back(tmp_path: Path):
    with closing(create_vault(tmp_path, PASSPHRASE, None, KDF, settings=b'{"a": 1}')) as vault:
        assert vault.read_settings() == b'{"a": 1}'
    with closing(unlock(tmp_path)) as vault:
        assert vault.read_settings() == b'{"a": 1}'


def test_unlocking_is_announced_before_any_row_is_there(vault: Vault):
    add(vault, new_item())
    vault.close()
    seen: list[int] = []

    def announce(found: Vault) -> None:
        seen.append(len(found.open_ids()))
        with found.transaction():
            found.append(new_event(EventKind.UNLOCKED))

    with closing(
        unlock_vault(vault.folder, with_passphrase(lambda: PASSPHRASE), announce=announce)
    ) as again:
        assert seen == [0]
        assert again.journal.verify() == 2
        assert read(again, 1) == b"a memory"


def test_unlocking_that_cannot_be_announced_opens_nothing_and_gives_the_file_back(vault: Vault):
    vault.close()

    def announce(_: Vault) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        unlock_vault(vault.folder, with_passphrase(lambda: PASSPHRASE), announce=announce)
    unlock(vault.folder).close()


# -- closed classes ------------------------------------------------------------------------------


def test_memory_for_a_closed_class_waits_in_the_inbox_and_folds_in(closed: Vault):
    (item_id,) = add(closed, new_item(TEXTS[1].encode(), FINANCE))
    assert closed.exists(item_id)
    assert closed.find_row(item_id) is None
    assert (count(closed, "inbox"), count(closed, "tail")) == (1, 0)
    with pytest.raises(IntegrityError):
        read(closed, item_id)
    closed.close()
    with closing(unlock(closed.folder)) as again:
        assert again.count(ClassName.FINANCE) == 0
        step_up(again)
        assert (count(again, "inbox"), count(again, "tail")) == (0, 1)
        assert read(again, item_id) == TEXTS[1].encode()


def test_inbox_folds_into_its_own_class(closed: Vault):
    ids = add(closed, new_item(record=FINANCE), new_item(record=GUARDED), new_item())
    step_up(closed)
    assert ids_of(closed, ClassName.FINANCE) == [ids[0]]
    assert ids_of(closed, ClassName.GUARDED) == [ids[1]]
    closed.end_step_up()
    closed.compact()  # passes over what is closed
    assert closed.open_ids() == [ids[2]]


@pytest.mark.parametrize("where", ["inbox", "tail", "segment"])
def test_memory_erased_in_a_closed_class_is_gone_at_once_and_its_keys_at_the_step_up(
    closed: Vault, where: str
):
    items = [new_item(b"money %d" % at, FINANCE) for at in range(SEGMENT_ROWS)]
    ids = add(closed, *items)
    if where != "inbox":
        step_up(closed)
        if where == "segment":
            closed.compact()
        closed.end_step_up()
    keyring = closed._keyring
    before, root = keyring.class_named(ClassName.FINANCE), keyring.root
    assert erase(closed, ids[3])
    assert not closed.exists(ids[3])
    assert not erase(closed, ids[3])
    assert count(closed, "item") == SEGMENT_ROWS - 1
    for _ in range(2):
        step_up(closed)
        after = closed._keyring.class_named(ClassName.FINANCE)
        assert after.inner != before.inner
        assert closed._keyring.root != root
        assert closed.find_row(ids[3]) is None
        expected = {i: item.payload for i, item in zip(ids, items, strict=True) if i != ids[3]}
        assert read_all(closed) == expected
        closed.end_step_up()
        closed.close()
        closed = unlock(closed.folder)
    assert closed._database.all("SELECT DISTINCT pending FROM tombstone") == [(b"",)]
    closed.close()


def test_step_up_that_cannot_be_announced_opens_nothing(closed: Vault):
    add(closed, new_item(record=FINANCE))
    seen: list[int] = []

    def fail(_: AuthLevel) -> None:
        seen.append(closed.count(ClassName.FINANCE))
        raise KeyError

    with pytest.raises(KeyError):
        step_up(closed, STEP_UP, fail)
    assert seen == [0]
    assert not closed.is_open(ClassName.FINANCE)
    assert count(closed, "inbox") == 1
    step_up(closed, STEP_UP, lambda _: closed.append(new_event(EventKind.STEPPED_UP)) and None)
    assert closed.journal.verify() == 2
    assert read(closed, 1) == b"a memory"


def test_step_up_without_waiting_deletes_keeps_the_keys(closed: Vault):
    add(closed, new_item(record=FINANCE))
    inner = closed._keyring.class_named(ClassName.FINANCE).inner
    step_up(closed)
    assert closed._keyring.class_named(ClassName.FINANCE).inner == inner


def test_deletes_in_several_segments_and_both_closed_classes_finish_together(closed: Vault):
    items = [new_item(b"f%d" % at, FINANCE) for at in range(SEGMENT_ROWS * 2 + 1)]
    items += [new_item(b"g%d" % at, GUARDED) for at in range(SEGMENT_ROWS)]
    ids = add(closed, *items)
    step_up(closed)
    closed.compact()
    closed.end_step_up()
    gone = {ids[at] for at in (0, 1, SEGMENT_ROWS, SEGMENT_ROWS * 2, SEGMENT_ROWS * 2 + 1)}
    for item_id in gone:
        assert erase(closed, item_id)
    step_up(closed)
    expected = {i: item.payload for i, item in zip(ids, items, strict=True) if i not in gone}
    assert read_all(closed) == expected


def test_step_up_that_fails_on_damage_leaves_the_vault_usable(closed: Vault):
    add(closed, new_item(record=FINANCE))
    closed._database.run("UPDATE inbox SET sealed = zeroblob(100)")
    with refusal(IntegrityError, "vault.damaged"):
        step_up(closed)
    (item_id,) = add(closed, new_item(b"more", FINANCE))
    assert closed.exists(item_id)


def test_step_up_that_finishes_a_delete_leaves_no_old_key_on_disk(closed: Vault):
    (item_id,) = add(closed, new_item(record=FINANCE))
    erase(closed, item_id)
    ((old,),) = closed._database.all("SELECT v FROM meta WHERE k = 'root'")
    assert isinstance(old, bytes)
    step_up(closed)
    assert old not in everything_on_disk(closed.folder)


# -- rules ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("compacted", [False, True])
def test_rebound_memories_move_and_read_the_same(vault: Vault, compacted: bool):
    items = [new_item(b"text %d" % at) for at in range(SEGMENT_ROWS)]
    ids = add(vault, *items)
    if compacted:
        vault.compact()
    expected = {item_id: item.payload for item_id, item in zip(ids, items, strict=True)}
    moved = dict(zip(ids[2:], (PRIVATE, FINANCE, RuleRecord(max_reads=3)), strict=False))
    for item_id, record in moved.items():
        rebind(vault, item_id, record)

    def check(found: Vault) -> None:
        for item_id, record in moved.items():
            row = found.find_row(item_id)
            assert row is not None
            assert found.record(int(row["rule"][0])) == record
            assert item_id in ids_of(found, record.class_name)
        assert found.count(ClassName.EVERYDAY) == SEGMENT_ROWS - 2
        assert read_all(found) == expected

    check(vault)
    vault.close()
    with closing(unlock(vault.folder)) as again:
        check(again)


def test_memory_rebound_into_a_closed_class_leaves_ram_and_waits(closed: Vault):
    (item_id,) = add(closed, new_item(b"iban"))
    rebind(closed, item_id, FINANCE)
    assert closed.find_row(item_id) is None
    assert count(closed, "inbox") == 1
    step_up(closed)
    assert read(closed, item_id) == b"iban"


def test_memory_that_was_read_then_rebound_into_a_closed_class_can_be_erased(closed: Vault):
    (item_id,) = add(closed, new_item(b"iban"))
    count_read(closed, item_id)
    rebind(closed, item_id, FINANCE)
    assert erase(closed, item_id)
    closed.close()
    unlock(closed.folder).close()


@pytest.mark.parametrize("with_class", [False, True])
def test_payload_from_before_a_rule_change_does_not_open(vault: Vault, with_class: bool):
    (item_id,) = add(vault, new_item(b"milder then"))
    ((cid, payload),) = vault._database.all("SELECT cid, payload FROM item")
    rebind(vault, item_id, FINANCE)
    vault._database.run("UPDATE item SET payload = ?", payload)
    if with_class:
        vault._database.run("UPDATE item SET cid = ?", cid)
    with refusal(IntegrityError, "vault.row_damaged"):
        read(vault, item_id)


def test_rebinding_needs_a_receipt(vault: Vault):
    ids = add(vault, new_item(), new_item())
    with vault.transaction():
        receipt = vault.append(new_event(), [ids[1]])
    with pytest.raises(RuntimeError), vault.transaction():
        vault.rebind({ids[0]: FINANCE}, receipt)
    assert ids[0] in ids_of(vault, ClassName.EVERYDAY)


def test_rule_that_no_row_should_name_is_damage(vault: Vault):
    with refusal(IntegrityError, "vault.damaged"):
        vault.record(99)


# -- what upkeep remembers -----------------------------------------------------------------------


def test_sources_are_known_until_erased_and_places_forgotten_after(closed: Vault):
    items = [
        new_item(b"a", EVERYDAY, source=b"room\0a", place=b"room"),
        new_item(b"b", FINANCE, source=b"hall\0b", place=b"hall"),
        new_item(b"c", EVERYDAY),
    ]
    ids = add(closed, *items)
    asked = [b"room\0a", b"hall\0b", b"never"]
    assert closed.known_sources(asked) == {b"room\0a", b"hall\0b"}
    assert closed.forgotten_places([b"room", b"hall"]) == set()
    for item_id in ids:
        erase(closed, item_id)
    assert closed.known_sources(asked) == set()
    closed.close()
    with closing(unlock(closed.folder)) as again:
        assert again.known_sources(asked) == set()
        assert again.forgotten_places([b"room", b"hall", b"never"]) == {b"room", b"hall"}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE upkeep SET source = zeroblob(32) WHERE id = 1",
        "UPDATE upkeep SET source = NULL WHERE id = 1",
        "UPDATE upkeep SET source = x'00' WHERE id = 5",
        "UPDATE upkeep SET sealed = 'text' WHERE id = 1",
        "UPDATE upkeep SET sealed = (SELECT sealed FROM upkeep WHERE id = 2) WHERE id = 1",
        "UPDATE tombstone SET place = NULL",
        "UPDATE tombstone SET place = zeroblob(32)",
        "UPDATE tombstone SET sealed = 'text'",
        "UPDATE tombstone SET sealed = zeroblob(length(sealed))",
    ],
)
def test_name_that_imports_are_compared_with_is_damage_where_it_was_changed(vault: Vault, sql: str):
    items = [new_item(source=b"s%d" % at, place=b"p%d" % at) for at in range(4)]
    add(vault, *items, new_item(place=b"p5"), new_item(place=b"p6"))
    assert erase(vault, 6)
    vault.verify_names()
    assert vault._database.run(sql).rowcount
    with refusal(IntegrityError, "vault.damaged"):
        vault.verify_names()


def test_typed_memory_that_was_erased_leaves_a_name_of_nothing(vault: Vault):
    add(vault, new_item())
    assert erase(vault, 1)
    vault.verify_names()


def test_source_cannot_be_stored_twice(vault: Vault):
    add(vault, new_item(source=b"once"))
    with pytest.raises((sqlite3.IntegrityError, IntegrityError)):
        add(vault, new_item(source=b"once"))
    assert list(read_all(vault)) == [1]


def test_read_counters_survive_reopening_and_rule_changes_and_die_with_the_memory(vault: Vault):
    ids = add(vault, new_item(), new_item())
    for _ in range(3):
        count_read(vault, *ids)
    rebind(vault, ids[0], PRIVATE)
    assert [vault.reads(item_id) for item_id in ids] == [3, 3]
    count_read(vault, ids[0])
    vault.close()
    with closing(unlock(vault.folder)) as again:
        assert [again.reads(item_id) for item_id in ids] == [4, 3]
        erase(again, ids[0])
        assert again.reads(ids[0]) == 0
    with closing(unlock(vault.folder)) as again:
        assert [again.reads(item_id) for item_id in ids] == [0, 3]


def test_memory_released_twice_in_one_transaction_counts_twice(vault: Vault):
    (item_id,) = add(vault, new_item())
    count_read(vault, item_id, item_id)
    assert vault.reads(item_id) == 2


# -- failed transactions -------------------------------------------------------------------------


def state(vault: Vault) -> tuple[Any, ...]:
    """Gives what RAM holds: rows, rules, keys, counters and the log's size."""
    return (
        {name: rows_of(vault, name).tobytes() for name in ClassName},
        vault.records(),
        vault._keyring.root,
        dict(vault._keyring.classes),
        vault._keyring.header,
        [vault.reads(item_id) for item_id in range(1, 40)],
        vault.journal.size,
        vault._database.all("SELECT * FROM item"),
        vault._database.all("SELECT * FROM meta"),
    )


def test_transaction_that_fails_leaves_disk_and_ram_as_they_were(vault: Vault):
    items = [new_item(b"text %d" % at) for at in range(SEGMENT_ROWS + 2)]
    ids = add(vault, *items)
    vault.compact()
    with vault.transaction():
        receipt = vault.append(new_event(), [ids[4]])
    before = state(vault)
    undo(
        vault.transaction,
        lambda: vault.append(new_event()),
        lambda: vault.add(new_item(b"never", RuleRecord(max_reads=1))),
        lambda: vault.erase([ids[0]], CERTIFICATE),
        lambda: vault.erase([ids[-1]], CERTIFICATE),
        lambda: vault.rebind({ids[4]: GUARDED}, receipt),
        lambda: vault.count_read(ids[1], Usage(), 5),
        lambda: vault.keys.set_step_up_factors((), [PassphraseFactor("never", KDF).enrol()]),
    )
    assert state(vault) == before
    assert not vault.has_step_up
    # It goes on: with the same id, the same rule number, and keys that fit what is on disk.
    (new_id,) = add(vault, new_item(b"after", RuleRecord(max_reads=2)))
    assert new_id == ids[-1] + 1
    assert erase(vault, ids[0])
    rebind(vault, ids[1], PRIVATE)
    expected = {item_id: item.payload for item_id, item in zip(ids, items, strict=True)}
    del expected[ids[0]]
    assert read_all(vault) == {**expected, new_id: b"after"}
    vault.close()
    with closing(unlock(vault.folder)) as again:
        assert read_all(again) == {**expected, new_id: b"after"}
        assert again.journal.verify() == again.journal.size


def test_vector_of_another_length_is_refused_and_stores_nothing(vault: Vault):
    item = new_item()
    short = type(item)(**{**fields_of(item), "vector": unit_vector(np.random.default_rng(0))[:128]})
    with pytest.raises(ValueError, match="shape"):
        add(vault, short)
    assert count(vault, "item") == 0
    assert add(vault, item) == [1]


def fields_of(item: Any) -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.__dataclass_fields__}


def test_memory_added_and_erased_in_one_transaction_is_not_in_ram(vault: Vault):
    with vault.transaction():
        item_id, _ = vault.add(new_item())
        vault.append(new_event())
        vault.erase([item_id], CERTIFICATE)
    assert not vault.exists(item_id)
    assert vault.find_row(item_id) is None


@pytest.mark.parametrize("act", ["add", "erase", "use", "renew_root", "write_settings"])
def test_write_outside_a_transaction_is_refused(vault: Vault, act: str):
    (item_id,) = add(vault, new_item())
    acts = {
        "add": lambda: vault.add(new_item()),
        "erase": lambda: vault.erase([item_id], CERTIFICATE),
        "use": lambda: vault.use(item_id, Usage(1)),
        "renew_root": vault.renew_root,
        "write_settings": lambda: vault.write_settings(b"{}"),
    }
    with pytest.raises(RuntimeError):
        acts[act]()


# -- someone with the file -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Keyring]:
    """The file of a vault (four everyday memories, two private, two counters), and its keys."""
    folder = tmp_path_factory.mktemp("filled")
    with closing(new_vault(folder)) as vault:
        add(vault, *[new_item(b"text %d" % at, source=b"s%d" % at) for at in range(4)])
        add(vault, new_item(b"health", PRIVATE), new_item(b"health too", PRIVATE))
        count_read(vault, 1)
        count_read(vault, 1, 2)
        keyring = vault._keyring.copy()
    return (folder / FILE_NAME).read_bytes(), keyring


@pytest.fixture
def stored(tmp_path: Path, filled: tuple[bytes, Keyring]) -> Path:
    """The folder of that vault, closed."""
    (tmp_path / FILE_NAME).write_bytes(filled[0])
    return tmp_path


@pytest.fixture
def keys(filled: tuple[bytes, Keyring]) -> Keyring:
    return filled[1]


def exchange(folder: Path, table: str, column: str, one: int, other: int, key: str = "id") -> None:
    sql = f"SELECT {column} FROM {table} WHERE {key} = ?"
    ((first,),), ((second,),) = peek(folder, sql, one), peek(folder, sql, other)
    for item_id, value in ((one, second), (other, first)):
        tamper(folder, f"UPDATE {table} SET {column} = ? WHERE {key} = ?", value, item_id)


def test_two_payloads_exchanged_open_neither(stored: Path, keys: Keyring):
    exchange(stored, "item", "payload", 1, 2)
    with closing(open_with(keys, stored)) as vault:
        for item_id in (1, 2):
            with refusal(IntegrityError, "vault.row_damaged"):
                read(vault, item_id)
        assert read(vault, 3) == b"text 2"


@pytest.mark.parametrize(
    ("table", "column", "key", "one", "other"),
    [
        ("rule", "sealed", "rid", 1, 2),
    ],
)
def test_two_rows_exchanged_do_not_unlock(
    stored: Path, keys: Keyring, table: str, column: str, key: str, one: int, other: int
):
    exchange(stored, table, column, one, other, key)
    with refusal(IntegrityError, "vault.damaged"):
        open_with(keys, stored)


def test_two_inbox_rows_exchanged_do_not_fold_in(closed: Vault):
    add(closed, new_item(b"one", FINANCE), new_item(b"two", FINANCE))
    closed.close()
    exchange(closed.folder, "inbox", "sealed", 1, 2)
    with closing(unlock(closed.folder)) as vault, refusal(IntegrityError, "vault.damaged"):
        step_up(vault)


CHANGED_ITEMS = [
    "UPDATE item SET cid = (SELECT cid FROM item WHERE id = 5) WHERE id = 1",
    "UPDATE item SET cid = 'text' WHERE id = 1",
    "UPDATE item SET payload = 'text' WHERE id = 1",
    "UPDATE item SET payload = x'' WHERE id = 1",
    "UPDATE item SET payload = (SELECT payload FROM item WHERE id = 5) WHERE id = 1",
    "DELETE FROM item WHERE id = 1",
    "UPDATE item SET id = 77 WHERE id = 1",
]


@pytest.mark.parametrize("sql", CHANGED_ITEMS)
def test_item_that_was_changed_or_dropped_does_not_open(stored: Path, keys: Keyring, sql: str):
    assert tamper(stored, sql)
    with (
        refusal(IntegrityError, "vault.row_damaged", "vault.items_missing"),
        closing(open_with(keys, stored)) as vault,
    ):
        read(vault, 1)


@pytest.mark.parametrize("sql", CHANGED_ITEMS)
def test_item_that_changes_behind_an_open_vaults_back_does_not_open(
    stored: Path, keys: Keyring, sql: str
):
    with closing(open_with(keys, stored)) as vault:
        vault._database.run(sql)
        with refusal(IntegrityError, "vault.row_damaged"):
            read(vault, 1)
        assert read(vault, 2) == b"text 1"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE rule SET sealed = 'text'",
        "UPDATE rule SET sealed = zeroblob(600)",
        "UPDATE rule SET rid = rid + 5",
        "UPDATE usage SET id = id + 2",
        "UPDATE tail SET cid = (SELECT cid FROM tail WHERE id = 5) WHERE id = 1",
    ],
)
def test_row_that_was_changed_does_not_unlock(stored: Path, keys: Keyring, sql: str):
    assert tamper(stored, sql)
    with refusal(IntegrityError, "vault.damaged", "vault.items_missing"):
        open_with(keys, stored)


def test_rule_that_was_dropped_does_not_open_its_memories(stored: Path, keys: Keyring):
    tamper(stored, "DELETE FROM rule WHERE rid = 2")
    with closing(open_with(keys, stored)) as vault:
        with refusal(IntegrityError, "vault.row_damaged", "vault.damaged"):
            read(vault, 5)
        assert read(vault, 1) == b"text 0"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE upkeep SET sealed = (SELECT sealed FROM upkeep WHERE id = 2)",
        "UPDATE upkeep SET sealed = 'text'",
        "UPDATE item SET cid = x'00'",
        "UPDATE item SET cid = 7",
    ],
)
def test_memory_whose_upkeep_or_home_was_changed_is_damage_when_erased(
    stored: Path, keys: Keyring, sql: str
):
    with closing(open_with(keys, stored)) as vault:
        vault._database.run(sql)
        before = state(vault)
        with refusal(IntegrityError, "vault.damaged"):
            erase(vault, 1)
        assert state(vault) == before


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE meta SET v = zeroblob(60) WHERE k = 'settings'",
        "DELETE FROM meta WHERE k = 'settings'",
    ],
)
def test_settings_that_were_changed_are_damage(stored: Path, keys: Keyring, sql: str):
    tamper(stored, sql)
    with closing(open_with(keys, stored)) as vault, refusal(IntegrityError, "vault.damaged"):
        vault.read_settings()


def test_blob_of_another_type_behind_an_open_vaults_back_is_damage(closed: Vault):
    add(closed, new_item(record=FINANCE))
    closed._database.run("UPDATE inbox SET sealed = 'text'")
    with refusal(IntegrityError, "vault.damaged"):
        step_up(closed)


@pytest.mark.parametrize("act", ["replace", "add"])
def test_memory_that_a_stranger_wrote_into_the_file_never_opens(closed: Vault, act: str):
    add(closed, new_item(b"send refunds to my account 123", FINANCE))
    closed.close()
    write_to_inbox(closed.folder, b"send refunds to account 666", 1 if act == "replace" else 2)
    with (
        refusal(IntegrityError, "vault.damaged", "vault.items_missing"),
        closing(unlock(closed.folder)) as vault,
    ):
        step_up(vault)


def write_to_inbox(folder: Path, words: bytes, item_id: int) -> None:
    """Writes a memory into a closed vault's file, knowing no secret: only what is readable."""
    ((header,),) = peek(folder, "SELECT v FROM meta WHERE k = 'header'")
    ((cid,),) = peek(folder, "SELECT cid FROM inbox")
    ((public,),) = peek(folder, "SELECT inbox_public FROM cls WHERE cid = ?", cid)
    vault = json.loads(header)["vault"]
    row, secret = np.zeros(1, FULL_ROW), bytes(32)
    row["id"], row["secret"], row["rule"] = item_id, np.void(secret), 1
    ephemeral = X25519PrivateKey.generate()
    sender = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public))
    key = derive(keyed_hash(sender + public, shared), "inbox")
    sealed = sender + seal(key, row.tobytes(), context("inbox", vault, cid, item_id))
    place = context("item", vault, item_id, cid, FINANCE.digest)  # a default rule: no secret
    payload = seal(derive(secret, "payload"), pad(words), place)
    tamper(folder, "INSERT OR REPLACE INTO item VALUES (?, ?, ?)", item_id, cid, payload)
    tamper(folder, "INSERT OR REPLACE INTO inbox VALUES (?, ?, ?)", item_id, cid, sealed)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE tail SET cid = x'00' WHERE id = 1",
        "DELETE FROM tail WHERE id = 1",
    ],
)
def test_row_that_is_hidden_is_damage(vault: Vault, sql: str):
    add(vault, *[new_item()] * (SEGMENT_ROWS + 1))
    vault.close()
    assert tamper(vault.folder, sql)
    with refusal(IntegrityError, "vault.items_missing", "vault.damaged"):
        unlock(vault.folder)


def test_inbox_row_that_is_hidden_is_damage_at_the_step_up(closed: Vault):
    add(closed, new_item(record=FINANCE), new_item(record=FINANCE))
    closed.close()
    tamper(closed.folder, "DELETE FROM inbox WHERE id = 1")
    with closing(unlock(closed.folder)) as vault:
        with refusal(IntegrityError, "vault.items_missing"):
            step_up(vault)
        assert not vault.is_open(ClassName.FINANCE)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM meta WHERE k = 'roster'",
        "UPDATE meta SET v = 'text' WHERE k = 'roster'",
        "UPDATE meta SET v = zeroblob(length(v)) WHERE k = 'roster'",
        "UPDATE meta SET v = (SELECT v FROM meta WHERE k = 'settings') WHERE k = 'roster'",
    ],
)
def test_roster_that_does_not_fit_the_items_does_not_unlock(stored: Path, keys: Keyring, sql: str):
    assert tamper(stored, sql)
    with refusal(IntegrityError, "vault.items_missing", "vault.damaged"):
        open_with(keys, stored)


def test_vault_whose_ids_are_used_up_takes_no_more_and_still_opens(vault: Vault):
    add(vault, new_item(b"kept"))
    vault._roster.next_id = MAX_ID
    assert add(vault, new_item()) == [MAX_ID]
    with refusal(IntegrityError, "vault.items_missing"):
        add(vault, new_item())
    assert read(vault, 1) == b"kept"


def test_roster_alone_put_back_to_an_older_state_is_damage(stored: Path, keys: Keyring):
    ((roster,),) = peek(stored, "SELECT v FROM meta WHERE k = 'roster'")
    with closing(open_with(keys, stored)) as vault:
        (item_id,) = add(vault, new_item(b"newer"))
    for table in ("item", "tail", "upkeep"):
        tamper(stored, f"DELETE FROM {table} WHERE id = ?", item_id)
    tamper(stored, "UPDATE meta SET v = ? WHERE k = 'roster'", roster)
    with (
        refusal(IntegrityError, "vault.items_missing", "vault.log_damaged"),
        closing(open_with(keys, stored)) as vault,
    ):
        vault.journal.verify()


@pytest.mark.parametrize("table", ["usage", "care", "conversation"])
def test_care_record_or_read_counter_that_was_dropped_does_not_unlock(vault: Vault, table: str):
    add(vault, new_item(b"money", FINANCE, conversation="台所"), new_item())
    count_read(vault, 1, 2)
    vault.close()
    assert tamper(vault.folder, f"DELETE FROM {table} WHERE rowid = 1")
    with refusal(IntegrityError, "vault.items_missing"):
        unlock(vault.folder)


def test_source_that_was_dropped_is_damage_before_an_import(stored: Path, keys: Keyring):
    tamper(stored, "DELETE FROM upkeep WHERE id = 1")
    with (
        closing(open_with(keys, stored)) as vault,
        refusal(IntegrityError, "vault.items_missing"),
    ):
        vault.verify_names()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE usage SET sealed = 'text'",
        "UPDATE usage SET sealed = (SELECT sealed FROM usage WHERE id = 2)",
    ],
)
def test_read_counter_that_was_changed_does_not_unlock(stored: Path, keys: Keyring, sql: str):
    tamper(stored, sql)
    with refusal(IntegrityError, "vault.damaged", "vault.items_missing"):
        open_with(keys, stored)


def test_read_counter_put_back_to_an_older_one_does_not_unlock(stored: Path, keys: Keyring):
    ((old,),) = peek(stored, "SELECT sealed FROM usage WHERE id = 1")
    with closing(open_with(keys, stored)) as vault:
        count_read(vault, 1)
    tamper(stored, "UPDATE usage SET sealed = ? WHERE id = 1", old)
    with refusal(IntegrityError, "vault.items_missing"):
        open_with(keys, stored)


@pytest.mark.parametrize("value", ["'text'", "x''", "zeroblob(200)"])
def test_certificate_that_was_changed_is_damage(vault: Vault, value: str):
    add(vault, new_item())
    erase(vault, 1)
    assert vault.tombstones() == {1: CERTIFICATE.decode()}
    vault._database.run(f"UPDATE certificate SET sealed = {value}")
    with refusal(IntegrityError, "vault.damaged"):
        vault.tombstones()


def test_delete_that_waits_for_its_keys_cannot_be_called_off(closed: Vault):
    (item_id,) = add(closed, new_item(record=FINANCE))
    step_up(closed)
    closed.end_step_up()
    erase(closed, item_id)
    closed.close()
    tamper(closed.folder, "DELETE FROM tombstone")
    with refusal(IntegrityError, "vault.items_missing"):
        unlock(closed.folder)


@pytest.mark.parametrize(
    "pending", ["999", "x'00'", "(SELECT max(cid) FROM cls WHERE cid <> tombstone.pending)"]
)
def test_delete_that_waits_cannot_be_led_to_another_class(closed: Vault, pending: str):
    (item_id,) = add(closed, new_item(record=FINANCE))
    step_up(closed)
    closed.end_step_up()
    erase(closed, item_id)
    cid = closed._keyring.class_named(ClassName.FINANCE).cid
    inner = closed._keyring.class_named(ClassName.FINANCE).inner
    closed.close()
    tamper(closed.folder, f"UPDATE tombstone SET pending = {pending} WHERE pending = ?", cid)
    with refusal(IntegrityError, "vault.damaged"):
        unlock(closed.folder)
    tamper(closed.folder, "UPDATE tombstone SET pending = ?", cid)
    with closing(unlock(closed.folder)) as vault:
        step_up(vault)
        assert vault._keyring.class_named(ClassName.FINANCE).inner != inner


def test_trigger_planted_in_the_file_is_damage(stored: Path):
    tamper(stored, "CREATE TABLE hoard (old)")
    tamper(
        stored,
        "CREATE TRIGGER keep BEFORE DELETE ON tail BEGIN INSERT INTO hoard VALUES (old.row); END",
    )
    with refusal(IntegrityError, "vault.file_damaged"), closing(unlock(stored)) as vault:
        erase(vault, 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"wrapped BLOB NOT NULL, ", b"wrappex BLOB NOT NULL, "), (b"payload BLOB", b"payloae BLOB")],
)
def test_schema_that_was_changed_is_damage(stored: Path, old: bytes, new: bytes):
    data = (stored / FILE_NAME).read_bytes()
    assert old in data
    (stored / FILE_NAME).write_bytes(data.replace(old, new))
    with refusal(IntegrityError, "vault.file_damaged"), closing(unlock(stored)) as vault:
        read_all(vault)


@pytest.mark.parametrize("last", [0, 5, "text", 2**63 - 1])
def test_id_counter_that_was_changed_reuses_no_id(stored: Path, last: object):
    with closing(unlock(stored)) as vault:
        assert erase(vault, 6)
    tamper(stored, "UPDATE sqlite_sequence SET seq = ? WHERE name = 'item'", last)
    with closing(unlock(stored)) as vault:
        try:
            (item_id,) = add(vault, new_item())
        except IntegrityError:
            return
        assert item_id > 6


def test_vaults_of_two_owners_do_not_mix(tmp_path: Path, stored: Path, keys: Keyring):
    other = tmp_path / "other"
    with closing(new_vault(other)) as vault:
        add(vault, *[new_item(b"theirs %d" % at) for at in range(6)])
    for table in ("item", "tail"):
        for row in peek(other, f"SELECT * FROM {table}"):
            marks = ", ".join("?" * len(row))
            tamper(stored, f"INSERT OR REPLACE INTO {table} VALUES ({marks})", *row)
    with refusal(IntegrityError, "vault.items_missing", "vault.damaged"):
        open_with(keys, stored)


# -- nothing readable ----------------------------------------------------------------------------


def everything_on_disk(folder: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_no_word_time_or_vector_is_readable_on_disk(tmp_path: Path):
    folder = tmp_path / "vault"
    at, created = 1_234_567_890, 1_345_678_901
    rng = np.random.default_rng(11)
    words = ["quetzalcoatl", "花火大会チケット", "김치전레시피", "xylophonist@example.org"]
    fields = {"source": b"sourcename", "place": b"placename", "at": at, "created": created}
    records = (EVERYDAY, PRIVATE, FINANCE, GUARDED)
    items = [
        new_item(
            word.encode(),
            record,
            rng=rng,
            **{k: v + word.encode() if isinstance(v, bytes) else v for k, v in fields.items()},
        )
        for word, record in zip(words, records, strict=True)
    ]
    secrets = [PASSPHRASE, STEP_UP, *words, "sourcename", "placename", CERTIFICATE.decode()]
    secrets += ["finance", "guarded", "everyday", "health", "settings-of-mine"]
    needles = [word.encode(code) for word in secrets for code in ("utf-8", "utf-16-le")]
    needles += [word.encode().hex().encode() for word in secrets]
    for item in items:
        needles += [item.vector.tobytes()[:16], item.source or b"", item.place or b""]
    for seconds in (at, created):
        needles += [struct.pack("<q", seconds), struct.pack(">q", seconds), str(seconds).encode()]
    assert all(len(needle) >= 6 for needle in needles)

    def readable() -> list[bytes]:
        held = everything_on_disk(folder)
        return [needle for needle in needles if needle in held]

    vault = create_vault(
        folder, PASSPHRASE, STEP_UP, KDF, settings=b"settings-of-mine", segment_rows=SEGMENT_ROWS
    )
    ids = add(vault, *items)
    for name in ClassName:
        needles += [code.tobytes()[:16] for one in vault.chunks(name) for code in one.code_rows()]
        needles += [row["vector"].tobytes()[:16] for row in rows_of(vault, name)]
    needles += [name.encode() for name in vault.names(ids).values()]
    assert readable() == []
    assert read_all(vault)
    count_read(vault, *ids)
    for _ in range(4):
        add(vault, *[new_item(word.encode() * 40, rng=rng) for word in words])
    vault.compact()
    vault.end_step_up()
    add(vault, new_item(words[0].encode(), FINANCE, rng=rng))
    assert readable() == []
    for item_id in (*ids, 6, 21):
        assert erase(vault, item_id)
    assert readable() == []
    with vault.transaction():
        vault.append(new_event(EventKind.LOCKED))
        vault.journal.keep_checkpoint()
    vault.close()
    assert [path.name for path in folder.iterdir()] == [FILE_NAME]
    assert readable() == []
    assert b"bojagi" not in everything_on_disk(folder)


def test_lengths_on_disk_tell_no_class_and_no_upkeep_apart(closed: Vault):
    plain, full = new_item(), new_item(record=FINANCE, source=b"s", place=b"p")
    timed = new_item(record=PRIVATE.model_copy(update={"retain_s": 5}), place=b"q")
    add(closed, plain, full, timed)
    for column in ("length(wrapped)", "length(profile)", "length(inbox_private)"):
        assert len(closed._database.all(f"SELECT DISTINCT {column} FROM cls")) == 1
    assert len(closed._database.all("SELECT DISTINCT length(sealed) FROM upkeep")) == 1


def test_lengths_on_disk_tell_buckets_alone(vault: Vault):
    add(vault, *[new_item(bytes(size)) for size in (1, 30, 100, 200, 252)])
    assert vault._database.all("SELECT DISTINCT length(payload) FROM item") == [(256 + 28,)]
    assert count(vault, "item") == 5


def test_copy_of_the_file_opens_for_its_owner(tmp_path: Path, stored: Path):
    shutil.copy(stored / FILE_NAME, tmp_path / "copy.db")
    (tmp_path / "restored").mkdir()
    shutil.copy(tmp_path / "copy.db", tmp_path / "restored" / FILE_NAME)
    with closing(unlock(tmp_path / "restored")) as vault:
        assert read(vault, 5) == b"health"
