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
from device.vault.database import FILE_NAME, Database
from device.vault.keyring import ClassKeys, Header, Keyring
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
    STEP_UP,
    add,
    erase,
    new_event,
    new_item,
    new_vault,
    open_with,
    peek,
    read,
    read_all,
    refusal,
    tamper,
    undo,
    unlock,
)

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
        vault.step_up(STEP_UP)
        secrets = [vault._keyring.step_up_key]
        for name in STEP_UP_CLASSES:
            secrets += [keys_of(vault, name).key, keys_of(vault, name).tail_key]
            secrets += [row["secret"].tobytes() for row in vault.rows(name)]
    found = [secret for secret in secrets if secret]
    assert len(found) == len(secrets) == 7
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


@pytest.mark.parametrize("version", [2, 99, 10**30])
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
    salt = "00" * 16
    changed = {"kind": "passphrase", "salt": salt, "kdf": {**KDF.model_dump(), **kdf}}
    change_header(folder, **{factor: changed})
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
        b'{"format": 0}',
        b'{"format": "2"}',
        b'{"format": 1.0, "vault": null}',
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
    change_header(folder, step_up=None)
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
    with refusal(IntegrityError, "vault.damaged"):
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
        ("UPDATE meta SET v = 'text' WHERE k = 'root'", "vault.damaged"),
        ("UPDATE meta SET v = zeroblob(8) WHERE k = 'frontier'", "vault.damaged"),
        ("DELETE FROM named_key WHERE name = 'upkeep'", "vault.damaged"),
        (
            "UPDATE named_key SET wrapped = (SELECT wrapped FROM named_key WHERE name = 'log')",
            "vault.damaged",
        ),
        ("UPDATE named_key SET wrapped = 5", "vault.damaged"),
        ("DELETE FROM cls WHERE cid = (SELECT min(cid) FROM cls)", "vault.damaged"),
        ("UPDATE cls SET wrapped = (SELECT wrapped FROM cls LIMIT 1)", "vault.damaged"),
        ("UPDATE cls SET profile = (SELECT profile FROM cls LIMIT 1)", "vault.damaged"),
        ("UPDATE cls SET tail_key = (SELECT tail_key FROM cls LIMIT 1)", "vault.damaged"),
        ("UPDATE cls SET tail_key = 'text'", "vault.damaged"),
        ("UPDATE cls SET cid = x'00' WHERE cid = (SELECT min(cid) FROM cls)", "vault.damaged"),
    ],
)
def test_key_that_was_changed_dropped_or_swapped_is_damage(folder: Path, sql: str, key: str):
    assert tamper(folder, sql)
    with refusal(IntegrityError, key):
        unlock(folder)


def test_root_that_is_gone_cannot_be_told_from_a_wrong_passphrase(folder: Path):
    tamper(folder, "DELETE FROM meta WHERE k = 'root'")
    with refusal(Locked, "vault.wrong_passphrase"):
        unlock(folder)


def test_readable_inbox_key_that_was_swapped_draws_nothing_to_it(folder: Path):
    # `add` takes the public key from the sealed profile, never from its readable copy.
    tamper(folder, "UPDATE cls SET inbox_public = ?", bytes(range(32)))
    with closing(unlock(folder)) as vault:
        add(vault, new_item(b"for the inbox", FINANCE))
        vault.step_up(STEP_UP)
        assert read(vault, 5) == b"for the inbox"


def test_segment_key_row_of_another_type_is_damage(tmp_path: Path):
    with closing(Database.create(tmp_path)) as database:
        with database.transaction():
            keyring = Keyring.create(database, PASSPHRASE, None, KDF)
        cid = keyring.class_named(ClassName.EVERYDAY).cid
        database.run("DROP TABLE seg")
        database.run("CREATE TABLE seg (seg TEXT, cid BLOB, n INTEGER, wrapped BLOB)")
        database.run("INSERT INTO seg VALUES ('one', ?, 1, x'00')", cid)
        with refusal(IntegrityError, "vault.damaged"):
            keyring.replace_class_key(database, cid)


# -- step-up -------------------------------------------------------------------------------------


def test_step_up_keys_are_not_in_ram_before_the_second_secret(
    vault: Vault, step_up_secrets: list[bytes]
):
    held = bytes_in_ram(vault)
    assert any(keys_of(vault, ClassName.EVERYDAY).key == blob for blob in held)
    assert not [secret for secret in step_up_secrets if any(secret in blob for blob in held)]
    for name in STEP_UP_CLASSES:
        assert not vault.is_open(name)
        assert len(vault.rows(name)) == 0
    assert vault.find_row(3) is vault.find_row(4) is None
    assert read_all(vault) == {1: b"everyday", 2: b"private"}


def test_step_up_keys_leave_ram_when_it_ends(vault: Vault, step_up_secrets: list[bytes]):
    vault.step_up(STEP_UP)
    held = bytes_in_ram(vault)
    assert all(any(secret in blob for blob in held) for secret in step_up_secrets)
    assert read_all(vault) == CONTENT
    vault.end_step_up()
    held = bytes_in_ram(vault)
    assert not [secret for secret in step_up_secrets if any(secret in blob for blob in held)]
    assert read_all(vault) == {1: b"everyday", 2: b"private"}


def test_keys_leave_ram_when_the_vault_closes(vault: Vault):
    secrets = [vault._keyring.root, vault._keyring.wrap_key]
    secrets += [keys.key for keys in vault._keyring.classes.values() if keys.key]
    secrets += vault._keyring.named.values()
    vault.close()
    held = bytes_in_ram(vault)
    assert not [secret for secret in secrets if any(secret in blob for blob in held)]


def test_step_up_keys_leave_ram_after_a_failed_transaction_too(
    vault: Vault, step_up_secrets: list[bytes]
):
    vault.step_up(STEP_UP)
    undo(vault.transaction, lambda: None)
    vault.end_step_up()
    held = bytes_in_ram(vault)
    assert not [secret for secret in step_up_secrets if any(secret in blob for blob in held)]


def test_keys_leave_ram_at_closing_after_a_failed_transaction_too(vault: Vault):
    root = vault._keyring.root
    undo(vault.transaction, lambda: None)
    vault.close()
    assert not any(root in blob for blob in bytes_in_ram(vault))


def test_vault_may_be_closed_twice(vault: Vault):
    vault.close()
    vault.close()


@pytest.mark.parametrize("wrong", ["", PASSPHRASE, STEP_UP + " "])
def test_wrong_step_up_opens_no_class(vault: Vault, wrong: str):
    with refusal(Locked, "vault.wrong_step_up"):
        vault.step_up(wrong)
    assert not any(map(vault.is_open, STEP_UP_CLASSES))
    assert vault._keyring.step_up_key is None
    vault.step_up(STEP_UP)
    assert read(vault, 3) == b"finance"


def test_wrong_step_up_while_open_leaves_the_classes_open(vault: Vault):
    vault.step_up(STEP_UP)
    with refusal(Locked, "vault.wrong_step_up"):
        vault.step_up("wrong")
    assert read(vault, 4) == b"guarded"


def test_step_up_without_a_second_secret_is_told_and_all_classes_are_open(tmp_path: Path):
    with closing(new_vault(tmp_path)) as vault:
        assert not vault.has_step_up
        with refusal(Locked, "vault.no_step_up"):
            vault.step_up(STEP_UP)
        vault.end_step_up()
        assert all(map(vault.is_open, ClassName))


def test_step_up_class_whose_key_was_changed_is_damage_and_not_a_wrong_secret(folder: Path):
    cid = cid_of(folder, ClassName.FINANCE)
    tamper(folder, "UPDATE cls SET tail_key = zeroblob(60) WHERE cid = ?", cid)
    with closing(unlock(folder)) as vault:
        with refusal(IntegrityError, "vault.damaged"):
            vault.step_up(STEP_UP)
        assert not any(map(vault.is_open, STEP_UP_CLASSES))


def cid_of(folder: Path, name: ClassName) -> bytes:
    with closing(unlock(folder)) as vault:
        return keys_of(vault, name).cid


def set_step_up(vault: Vault, secret: str) -> None:
    with vault.transaction():
        vault.append(new_event())
        vault.set_step_up(secret)
    vault.erase_traces()


def test_changed_step_up_secret_replaces_the_keys_and_the_old_one_opens_nothing(vault: Vault):
    vault.step_up(STEP_UP)
    before = {name: keys_of(vault, name) for name in STEP_UP_CLASSES}
    set_step_up(vault, "another")
    for name in STEP_UP_CLASSES:
        after = keys_of(vault, name)
        assert after.key != before[name].key
        assert after.tail_key != before[name].tail_key
    assert read_all(vault) == CONTENT
    vault.end_step_up()
    with refusal(Locked, "vault.wrong_step_up"):
        vault.step_up(STEP_UP)
    vault.step_up("another")
    assert read_all(vault) == CONTENT


def test_changed_step_up_secret_holds_after_reopening(folder: Path):
    with closing(unlock(folder)) as vault:
        vault.step_up(STEP_UP)
        set_step_up(vault, "another")
    with closing(unlock(folder)) as vault:
        with refusal(Locked, "vault.wrong_step_up"):
            vault.step_up(STEP_UP)
        vault.step_up("another")
        assert read_all(vault) == CONTENT


def test_first_step_up_secret_closes_classes_that_the_passphrase_opened(tmp_path: Path):
    with closing(new_vault(tmp_path)) as vault:
        add(vault, new_item(b"money", FINANCE))
        set_step_up(vault, STEP_UP)
        assert read(vault, 1) == b"money"
    with closing(unlock(tmp_path)) as vault:
        assert vault.has_step_up
        assert vault.find_row(1) is None
        vault.step_up(STEP_UP)
        assert read(vault, 1) == b"money"


def test_failed_change_of_the_step_up_secret_leaves_the_old_one(vault: Vault):
    vault.step_up(STEP_UP)
    undo(vault.transaction, lambda: vault.set_step_up("another"))
    vault.end_step_up()
    vault.step_up(STEP_UP)
    assert read_all(vault) == CONTENT


def test_step_up_secret_cannot_be_changed_while_its_classes_are_closed(vault: Vault):
    with pytest.raises(RuntimeError), vault.transaction():
        vault.set_step_up("another")
    vault.step_up(STEP_UP)
    assert read_all(vault) == CONTENT


# -- replacing keys ------------------------------------------------------------------------------


def wraps(database: Database) -> list[bytes]:
    """Gives everything on disk that the root wraps, and the root's own wrap."""
    rows = database.all(
        "SELECT v FROM meta WHERE k IN ('root', 'header_mac')"
        " UNION ALL SELECT wrapped FROM named_key UNION ALL SELECT wrapped FROM cls"
    )
    return [row[0] for row in rows if isinstance(row[0], bytes)]


def test_root_is_replaced_by_a_delete_while_a_step_up_class_is_closed(folder: Path):
    with closing(unlock(folder)) as vault:
        root, before = vault._keyring.root, wraps(vault._database)
        assert erase(vault, 1)
        assert vault._keyring.root != root
        assert not set(before) & set(wraps(vault._database))
        vault.step_up(STEP_UP)
        assert read(vault, 3) == b"finance"
    with closing(unlock(folder)) as vault:
        vault.step_up(STEP_UP)
        assert read_all(vault) == {k: v for k, v in CONTENT.items() if k != 1}


def test_copied_keyring_does_not_follow_the_original(vault: Vault):
    kept = vault._keyring.copy()
    cid = keys_of(vault, ClassName.EVERYDAY).cid
    with vault._database.transaction():
        vault._keyring.replace_class_key(vault._database, cid)
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
    vault.step_up(STEP_UP)
    keyring, cid = vault._keyring, keys_of(vault, ClassName.FINANCE).cid
    private = keyring.inbox_private(vault._database, cid)
    other = keyring.inbox_private(vault._database, keys_of(vault, ClassName.GUARDED).cid)
    sealed = keyring.seal_to_inbox(cid, b"row", b"place")
    assert keyring.open_from_inbox(private, sealed, b"place") == b"row"
    for key, place in ((other, b"place"), (private, b"elsewhere")):
        with pytest.raises(IntegrityError):
            keyring.open_from_inbox(key, sealed, place)


def test_inbox_row_changed_anywhere_or_cut_does_not_open(vault: Vault):
    vault.step_up(STEP_UP)
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
    wrapped = seal(keyring.root, key, keyring.place("named_key", "log"))
    assert unseal(keyring.root, wrapped, keyring.place("named_key", "log")) == key
    other = keyring.copy()
    other.header = keyring.header.model_copy(update={"vault": "00" * 16})
    with pytest.raises(IntegrityError):
        unseal(keyring.root, wrapped, other.place("named_key", "log"))
