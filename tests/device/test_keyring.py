"""The key tree as a thief, a tamperer and a forgetful owner meet it."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from device.errors import DeviceError, IntegrityError, Locked, Unavailable
from device.vault.authenticators.passphrase import PassphraseFactor
from device.vault.database import FILE_NAME, Database
from device.vault.header import Header
from device.vault.keyring import ClassKeys, Keyring
from device.vault.seal import new_key, seal, unseal
from device.vault.store import Vault
from policy.vocabulary import ClassName
from tests.builders import (
    EVERYDAY,
    FINANCE,
    GUARDED,
    KDF,
    PASSPHRASE,
    PRIVATE,
    SEGMENT_ROWS,
    STEP_UP,
    add,
    erase,
    new_item,
    new_vault,
    open_with,
    peek,
    read,
    read_all,
    refusal,
    set_step_up,
    step_up,
    tamper,
    undo,
    unlock,
)

DAMAGED = "vault.damaged"
STEP_UP_CLASSES = (ClassName.FINANCE, ClassName.GUARDED)
CONTENT = {1: b"everyday", 2: b"private", 3: b"finance", 4: b"guarded"}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Keyring]:
    """The file of a closed vault with one memory in each class, and its keys but the step-up's."""
    folder = tmp_path_factory.mktemp("made")
    with closing(new_vault(folder, STEP_UP)) as vault:
        records = (EVERYDAY, PRIVATE, FINANCE, GUARDED)
        add(vault, *map(new_item, CONTENT.values(), records))
        vault.end_step_up()
        keyring = vault._keyring.copy()
    return (folder / FILE_NAME).read_bytes(), keyring


@pytest.fixture(scope="module")
def made(both: tuple[bytes, Keyring]) -> bytes:
    return both[0]


@pytest.fixture
def folder(tmp_path: Path, made: bytes) -> Path:
    (tmp_path / FILE_NAME).write_bytes(made)
    return tmp_path


@pytest.fixture
def vault(folder: Path, both: tuple[bytes, Keyring]) -> Iterator[Vault]:
    vault = open_with(both[1], folder)
    yield vault
    vault._database.close()  # where the test has not closed it


def keys_of(vault: Vault, name: ClassName) -> ClassKeys:
    return vault._keyring.class_named(name)


def bytes_in_ram(holder: object) -> list[bytes]:
    """Gives all bytes that can be reached from an object, arrays included; modules are left out."""
    seen: dict[int, object] = {}
    found: list[bytes] = []
    waiting = [holder]
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen or isinstance(thing, type | ModuleType):
            continue
        seen[id(thing)] = thing
        if isinstance(thing, bytes | bytearray):
            found.append(bytes(thing))
        elif isinstance(thing, np.ndarray | np.void):
            found.append(thing.tobytes())
        elif isinstance(thing, FunctionType):
            waiting += thing.__closure__ or ()
            continue
        elif isinstance(thing, MethodType):
            waiting.append(thing.__self__)
            continue
        waiting += gc.get_referents(thing)
    return found


@pytest.fixture(scope="module")
def step_up_secrets(tmp_path_factory: pytest.TempPathFactory, made: bytes) -> list[bytes]:
    """What only the second secret may bring into RAM: class and tail keys, item secrets."""
    folder = tmp_path_factory.mktemp("twin")
    (folder / FILE_NAME).write_bytes(made)
    with closing(unlock(folder)) as vault:
        step_up(vault)
        secrets = [*vault._keyring.step_keys.values()]
        for name in STEP_UP_CLASSES:
            secrets += [keys_of(vault, name).key, keys_of(vault, name).tail_key]
        secrets += vault.hold([3, 4]).secrets.values()
    found = [secret for secret in secrets if secret]
    assert len(set(found)) == len(secrets) == 8
    return found


# -- passphrase and header -----------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["", PASSPHRASE.upper(), PASSPHRASE + " ", PASSPHRASE[:-1]])
def test_wrong_passphrase_opens_nothing(folder: Path, wrong: str):
    with refusal(Locked, "vault.wrong_passphrase"):
        unlock(folder, wrong)


def test_passphrase_typed_in_another_normal_form_unlocks(folder: Path):
    decomposed = "\u1107\u1169\u110c\u1161\u1100\u1175 \u3075\u308d\u3057\u304d wrapping cloth"
    assert decomposed != PASSPHRASE
    unlock(folder, decomposed).close()


def test_failed_unlock_gives_the_file_back(folder: Path):
    with refusal(Locked, "vault.wrong_passphrase"):
        unlock(folder, "wrong")
    unlock(folder).close()


def change_header(folder: Path, **fields: Any) -> None:
    ((header,),) = peek(folder, "SELECT v FROM meta WHERE k = 'header'")
    changed = json.dumps({**json.loads(header), **fields}).encode()
    tamper(folder, "UPDATE meta SET v = ? WHERE k = 'header'", changed)


@pytest.mark.parametrize("version", [3, 99, 10**30])
def test_header_of_a_newer_format_asks_for_an_update(folder: Path, version: int):
    change_header(folder, format=version)
    with refusal(Unavailable, "vault.newer_format"):
        unlock(folder)


@pytest.mark.parametrize(
    "kdf",
    [
        {"memory_kib": 8},
        {"memory_kib": KDF.memory_kib - 1},
        {"memory_kib": 1 << 40},
        {"passes": 1},
        {"passes": 10**9},
        {"lanes": 0},
        {"lanes": 2**31},
        {"memory_kib": "65536"},
    ],
)
@pytest.mark.parametrize("factor", ["unlock", "step_up"])
def test_header_with_key_derivation_out_of_bounds_is_damage(
    folder: Path, factor: str, kdf: dict[str, object]
):
    ((header,),) = peek(folder, "SELECT v FROM meta WHERE k = 'header'")
    (changed,) = json.loads(header)[factor]
    changed["parameters"] |= kdf
    change_header(folder, **{factor: [changed]})
    with refusal(IntegrityError, "vault.kdf_bounds"):
        unlock(folder)


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"\xff\xfe\xfd",
        b"null",
        b"[]",
        b"{}",
        b'{"format": 2}',
        b'{"format": "2"}',
        b'{"format": 2.0, "vault": null}',
        b"1" * 5_000,
        b"NaN",
    ],
)
def test_header_that_is_none_is_damage(folder: Path, header: bytes):
    tamper(folder, "UPDATE meta SET v = ? WHERE k = 'header'", header)
    with refusal(IntegrityError, "vault.bad_header"):
        unlock(folder)


def test_header_of_endless_brackets_is_damage():
    with refusal(IntegrityError, "vault.bad_header"):
        Header.parse(b"[" * 100_000)


def test_header_that_names_no_step_up_any_more_is_damage(folder: Path):
    # Else `add` would seal finance to a class that the passphrase alone opens.
    change_header(folder, step_up=[])
    with refusal(IntegrityError, "vault.bad_header"):
        unlock(folder)


def test_header_spelled_differently_is_damage(folder: Path):
    ((header,),) = peek(folder, "SELECT v FROM meta WHERE k = 'header'")
    for changed in (header + b"\n", json.dumps(json.loads(header), indent=1).encode()):
        tamper(folder, "UPDATE meta SET v = ? WHERE k = 'header'", changed)
        with refusal(IntegrityError, "vault.bad_header"):
            unlock(folder)


def test_header_and_root_of_another_vault_open_nothing_of_this_one(tmp_path: Path, folder: Path):
    other = tmp_path / "other"
    new_vault(other).close()
    for k, v in peek(other, "SELECT k, v FROM meta"):
        tamper(folder, "UPDATE meta SET v = ? WHERE k = ?", v, k)
    with refusal(IntegrityError, "vault.damaged", "vault.bad_header"):
        unlock(folder)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_header_with_any_other_byte_does_not_unlock(
    made: bytes, tmp_path: Path, data: st.DataObject
):
    (tmp_path / FILE_NAME).write_bytes(made)
    ((header,),) = peek(tmp_path, "SELECT v FROM meta WHERE k = 'header'")
    at = data.draw(st.integers(0, len(header) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != header[at]))
    changed = header[:at] + bytes([byte]) + header[at + 1 :]
    tamper(tmp_path, "UPDATE meta SET v = ? WHERE k = 'header'", changed)
    with pytest.raises(DeviceError) as caught:
        unlock(tmp_path)
    # A salt, a cost or the vault's name that changed cannot be told from a wrong passphrase.
    assert isinstance(caught.value, IntegrityError | Locked | Unavailable)


# -- wrapped keys --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sql", "key"),
    [
        ("DELETE FROM meta WHERE k = 'header'", "vault.bad_header"),
        ("DELETE FROM meta WHERE k = 'header_mac'", "vault.bad_header"),
        ("UPDATE meta SET v = zeroblob(32) WHERE k = 'header_mac'", "vault.bad_header"),
        ("UPDATE meta SET v = 'text' WHERE k = 'root'", "vault.bad_header"),
        ("UPDATE meta SET v = zeroblob(8) WHERE k = 'frontier'", "vault.damaged"),
        ("DELETE FROM meta WHERE k = 'root'", "vault.bad_header"),
        ("UPDATE meta SET v = zeroblob(60) WHERE k = 'root'", "vault.bad_header"),
        ("DELETE FROM meta WHERE k = 'keys'", "vault.bad_header"),
        ("UPDATE meta SET v = (SELECT v FROM meta WHERE k = 'root') WHERE k = 'keys'", DAMAGED),
        ("UPDATE meta SET v = 5 WHERE k = 'keys'", DAMAGED),
        ("DELETE FROM cls WHERE cid = (SELECT min(cid) FROM cls)", DAMAGED),
        ("UPDATE cls SET wrapped = (SELECT wrapped FROM cls LIMIT 1)", DAMAGED),
        ("UPDATE cls SET profile = (SELECT profile FROM cls LIMIT 1)", DAMAGED),
        ("UPDATE cls SET tail_key = (SELECT tail_key FROM cls LIMIT 1)", DAMAGED),
        ("UPDATE cls SET tail_key = 'text'", DAMAGED),
        ("UPDATE cls SET cid = x'00' WHERE cid = (SELECT min(cid) FROM cls)", "vault.damaged"),
    ],
)
def test_key_that_was_changed_dropped_or_swapped_is_damage(folder: Path, sql: str, key: str):
    assert tamper(folder, sql)
    with refusal(IntegrityError, key):
        unlock(folder)


def test_readable_inbox_key_that_was_swapped_draws_nothing_to_it(folder: Path):
    # `add` takes the public key from the sealed profile, never from its readable copy.
    tamper(folder, "UPDATE cls SET inbox_public = ?", bytes(range(32)))
    with closing(unlock(folder)) as vault:
        add(vault, new_item(b"for the inbox", FINANCE))
        step_up(vault)
        assert read(vault, 5) == b"for the inbox"


# -- step-up -------------------------------------------------------------------------------------


def test_step_up_keys_are_not_in_ram_before_the_second_secret(
    vault: Vault, step_up_secrets: list[bytes]
):
    held = bytes_in_ram(vault)
    assert any(keys_of(vault, ClassName.EVERYDAY).key == blob for blob in held)
    assert not [secret for secret in step_up_secrets if any(secret in blob for blob in held)]
    for name in STEP_UP_CLASSES:
        assert not vault.is_open(name)
        assert vault.count(name) == 0
    assert vault.find_row(3) is vault.find_row(4) is None
    assert read_all(vault) == {1: b"everyday", 2: b"private"}


def test_step_up_keys_leave_ram_when_it_ends(vault: Vault, step_up_secrets: list[bytes]):
    step_up(vault)
    held = bytes_in_ram(vault)
    assert all(any(secret in blob for blob in held) for secret in step_up_secrets[:6])
    assert read_all(vault) == CONTENT
    vault.end_step_up()
    held = bytes_in_ram(vault)
    assert not [secret for secret in step_up_secrets if any(secret in blob for blob in held)]
    assert read_all(vault) == {1: b"everyday", 2: b"private"}


def test_keys_leave_ram_when_the_vault_closes(vault: Vault):
    secrets = [vault._keyring.root, vault._keyring.owner]
    secrets += [keys.key for keys in vault._keyring.classes.values() if keys.key]
    secrets += vault._keyring.named.values()
    vault.close()
    held = bytes_in_ram(vault)
    assert not [secret for secret in secrets if any(secret in blob for blob in held)]


def test_step_up_keys_leave_ram_after_a_failed_transaction_too(
    vault: Vault, step_up_secrets: list[bytes]
):
    step_up(vault)
    undo(vault.transaction, lambda: None)
    vault.end_step_up()
    held = bytes_in_ram(vault)
    assert not [secret for secret in step_up_secrets if any(secret in blob for blob in held)]


def test_keys_leave_ram_at_closing_after_a_failed_transaction_too(vault: Vault):
    root = vault._keyring.root
    undo(vault.transaction, lambda: None)
    vault.close()
    assert not any(root in blob for blob in bytes_in_ram(vault))


def test_segment_keys_leave_ram_when_the_vault_closes(vault: Vault):
    add(vault, *[new_item()] * SEGMENT_ROWS)
    vault.compact()
    erase(vault, vault.newest_id)
    read_all(vault)
    (entries,) = [one for one in vault._shelves.directories.values() if len(one)]
    keys = [entry["key"].tobytes() for entry in entries]
    assert any(keys[0] in blob for blob in bytes_in_ram(vault))
    del entries
    vault.close()
    held = bytes_in_ram(vault)
    assert not [key for key in keys if any(key in blob for blob in held)]


def test_vault_may_be_closed_twice(vault: Vault):
    vault.close()
    vault.close()


@pytest.mark.parametrize("wrong", ["", PASSPHRASE, STEP_UP + " "])
def test_wrong_step_up_opens_no_class(vault: Vault, wrong: str):
    with refusal(Locked, "vault.wrong_step_up"):
        step_up(vault, wrong)
    assert not any(map(vault.is_open, STEP_UP_CLASSES))
    assert not vault._keyring.step_keys
    step_up(vault)
    assert read(vault, 3) == b"finance"


def test_wrong_step_up_while_open_leaves_the_classes_open(vault: Vault):
    step_up(vault)
    with refusal(Locked, "vault.wrong_step_up"):
        step_up(vault, "wrong")
    assert read(vault, 4) == b"guarded"


def test_step_up_without_a_second_secret_is_told_and_all_classes_are_open(tmp_path: Path):
    with closing(new_vault(tmp_path)) as vault:
        assert not vault.has_step_up
        with refusal(Locked, "vault.no_step_up"):
            step_up(vault)
        vault.end_step_up()
        assert all(map(vault.is_open, ClassName))


def test_step_up_class_whose_key_was_changed_is_damage_and_not_a_wrong_secret(folder: Path):
    cid = cid_of(folder, ClassName.FINANCE)
    tamper(folder, "UPDATE cls SET tail_key = zeroblob(60) WHERE cid = ?", cid)
    with closing(unlock(folder)) as vault:
        with refusal(IntegrityError, "vault.damaged"):
            step_up(vault)
        assert not any(map(vault.is_open, STEP_UP_CLASSES))


def cid_of(folder: Path, name: ClassName) -> bytes:
    with closing(unlock(folder)) as vault:
        return keys_of(vault, name).cid


def test_changed_step_up_secret_replaces_the_keys_and_the_old_one_opens_nothing(vault: Vault):
    step_up(vault)
    before = {name: keys_of(vault, name) for name in STEP_UP_CLASSES}
    set_step_up(vault, "another")
    for name in STEP_UP_CLASSES:
        after = keys_of(vault, name)
        assert after.key != before[name].key
        assert after.tail_key != before[name].tail_key
    assert read_all(vault) == CONTENT
    vault.end_step_up()
    with refusal(Locked, "vault.wrong_step_up"):
        step_up(vault)
    step_up(vault, "another")
    assert read_all(vault) == CONTENT


def test_changed_step_up_secret_holds_after_reopening(folder: Path):
    with closing(unlock(folder)) as vault:
        step_up(vault)
        set_step_up(vault, "another")
    with closing(unlock(folder)) as vault:
        with refusal(Locked, "vault.wrong_step_up"):
            step_up(vault)
        step_up(vault, "another")
        assert read_all(vault) == CONTENT


def test_first_step_up_secret_closes_classes_that_the_passphrase_opened(tmp_path: Path):
    with closing(new_vault(tmp_path)) as vault:
        add(vault, new_item(b"money", FINANCE))
        set_step_up(vault, STEP_UP)
        assert read(vault, 1) == b"money"
    with closing(unlock(tmp_path)) as vault:
        assert vault.has_step_up
        assert vault.find_row(1) is None
        step_up(vault)
        assert read(vault, 1) == b"money"


def test_failed_change_of_the_step_up_secret_leaves_the_old_one(vault: Vault):
    step_up(vault)
    undo(
        vault.transaction,
        lambda: vault.keys.set_step_up_factors((), [PassphraseFactor("another", KDF).enrol()]),
        lambda: vault.rekey_classes(STEP_UP_CLASSES),
    )
    vault.end_step_up()
    step_up(vault)
    assert read_all(vault) == CONTENT


def test_step_up_secret_cannot_be_changed_while_its_classes_are_closed(vault: Vault):
    with refusal(Locked, "vault.step_up_first"):
        set_step_up(vault, "another")
    step_up(vault)
    assert read_all(vault) == CONTENT


# -- replacing keys ------------------------------------------------------------------------------


def wraps(database: Database) -> list[bytes]:
    """Gives everything on disk that the root wraps, and the root's own wrap."""
    rows = database.all(
        "SELECT v FROM meta WHERE k IN ('root', 'header_mac', 'keys')"
        " UNION ALL SELECT wrapped FROM cls"
    )
    return [row[0] for row in rows if isinstance(row[0], bytes)]


def test_root_is_replaced_by_a_delete_while_a_step_up_class_is_closed(folder: Path):
    with closing(unlock(folder)) as vault:
        root, before = vault._keyring.root, wraps(vault._database)
        assert erase(vault, 1)
        assert vault._keyring.root != root
        assert not set(before) & set(wraps(vault._database))
        step_up(vault)
        assert read(vault, 3) == b"finance"
    with closing(unlock(folder)) as vault:
        step_up(vault)
        assert read_all(vault) == {k: v for k, v in CONTENT.items() if k != 1}


def test_copied_keyring_does_not_follow_the_original(vault: Vault):
    kept = vault._keyring.copy()
    cid = keys_of(vault, ClassName.EVERYDAY).cid
    with vault._database.transaction():
        vault._keyring.replace_class_key(vault._database, cid, tail=True)
        vault._keyring.replace_root(vault._database)
    assert kept.classes[cid].key != vault._keyring.classes[cid].key
    assert kept.root != vault._keyring.root


def test_keys_are_not_shown_by_repr(vault: Vault):
    keyring = vault._keyring
    shown = repr(keyring) + repr(keyring.classes)
    keys = keys_of(vault, ClassName.EVERYDAY)
    for secret in (keyring.root, keys.key, keys.inner, keys.tail_key):
        assert secret is not None
        assert repr(secret)[2:-1] not in shown
        assert secret.hex() not in shown


# -- inbox ---------------------------------------------------------------------------------------


def test_inbox_opens_with_its_private_key_at_its_place_alone(vault: Vault):
    step_up(vault)
    keyring, cid = vault._keyring, keys_of(vault, ClassName.FINANCE).cid
    private = keyring.inbox_private(vault._database, cid)
    other = keyring.inbox_private(vault._database, keys_of(vault, ClassName.GUARDED).cid)
    sealed = keyring.seal_to_inbox(cid, b"row", b"place")
    assert keyring.open_from_inbox(private, sealed, b"place") == b"row"
    for key, place in ((other, b"place"), (private, b"elsewhere")):
        with pytest.raises(IntegrityError):
            keyring.open_from_inbox(key, sealed, place)


def test_inbox_row_changed_anywhere_or_cut_does_not_open(vault: Vault):
    step_up(vault)
    keyring, cid = vault._keyring, keys_of(vault, ClassName.FINANCE).cid
    private = keyring.inbox_private(vault._database, cid)
    sealed = keyring.seal_to_inbox(cid, b"row", b"place")
    flipped = [
        sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))
    ]
    cut = [sealed[:size] for size in range(len(sealed))]
    # Sealed by this vault, but from a point whose shared secret would be all zero.
    low_order = [seal(keyring.named["upkeep"], bytes(92), b"place")]
    for changed in flipped + cut + low_order:
        with pytest.raises(IntegrityError):
            keyring.open_from_inbox(private, changed, b"place")


def test_wrapped_key_of_one_vault_does_not_open_in_another_with_the_same_root(vault: Vault):
    keyring, key = vault._keyring, new_key()
    wrapped = seal(keyring.root, key, keyring.place("cls", b"cid"))
    assert unseal(keyring.root, wrapped, keyring.place("cls", b"cid")) == key
    other = keyring.copy()
    other.header = keyring.header.model_copy(update={"vault": "00" * 16})
    with pytest.raises(IntegrityError):
        unseal(keyring.root, wrapped, other.place("cls", b"cid"))
