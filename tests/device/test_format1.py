"""Vaults of format 1: everything that the old code kept is read, and nothing that was changed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from compliance.log.checkpoint import Checkpoint
from compliance.log.events import Event
from compliance.log.merkle import Frontier, leaf_hash, root
from compliance.log.note import Signer, Verifier, open_note
from device.errors import DeviceError, IntegrityError, Locked, Unavailable
from device.memory.records import Memory
from device.vault.format1.file import File
from device.vault.format1.keys import Keys, unlock
from device.vault.format1.snapshot import Snapshot, StoredItem, open_format1
from device.vault.seal import context, keyed_hash, seal
from policy.vocabulary import ClassName
from tests.builders import new_event, refusal, tamper
from tests.vectors.vaults.unpack import FORMAT1, facts, unpack


@pytest.fixture(scope="module", params=FORMAT1)
def opened(request, tmp_path_factory) -> Iterator[tuple[Snapshot, dict[str, Any]]]:
    folder = tmp_path_factory.mktemp("old") / "vault"
    known = unpack(request.param, folder)
    with closing(open_format1(folder, known["passphrase"], known["step_up"])) as snapshot:
        yield snapshot, known


def told(snapshot: Snapshot, item: StoredItem) -> dict[str, Any]:
    """Gives a memory as the answers tell of it."""
    usage = snapshot.usage().get(item.id)
    code_and_vector = item.code.tobytes() + item.vector.tobytes()
    return {
        "id": item.id,
        "class": item.class_name.value,
        "memory": Memory.from_bytes(item.payload).model_dump(mode="json", exclude=LATER),
        "rule": snapshot.records[item.rid].digest.hex(),
        "expires": item.expires,
        "at": item.at,
        "created": item.created,
        "encoder": item.encoder,
        "languages": item.languages,
        "domains": item.domains,
        "strength": item.strength,
        "scale": item.scale,
        "vector": hashlib.sha256(code_and_vector).hexdigest()[:32],
        "name": keyed_hash(item.salt, str(item.id).encode()).hex(),
        "usage": {
            "reads": usage.reads if usage else 0,
            "last_read": usage.last_read if usage else 0,
            "used": usage.used if usage else 0,
            "dismissed": usage.dismissed if usage else 0,
        },
    }


def read_all(snapshot: Snapshot) -> int:
    """Reads all there is. Gives how much it was."""
    usage, items = snapshot.usage(), list(snapshot.items())
    rest = [*snapshot.tombstones(), *snapshot.leaves(), *snapshot.checkpoints()]
    return len(usage) + len(items) + len(rest)


# -- what is read


def test_every_memory_is_read_as_it_was_kept(opened):
    snapshot, known = opened
    found = sorted(snapshot.items(), key=lambda item: item.id)
    assert json.loads(json.dumps([told(snapshot, item) for item in found])) == [
        {**one, "memory": json.loads(json.dumps(one["memory"]))} for one in known["items"]
    ]
    assert snapshot.next_id == known["next_id"]


def test_settings_are_read(opened):
    snapshot, known = opened
    assert json.loads(snapshot.settings) == known["settings"]


def test_the_log_is_read_with_its_checkpoints_and_its_key(opened):
    snapshot, known = opened
    leaves = list(snapshot.leaves())
    hashes = [leaf_hash(leaf) for leaf in leaves]
    assert (len(leaves), root(hashes).hex()) == (known["log_size"], known["log_root"])
    assert snapshot.log_size == len(leaves)
    signer = Signer(f"bojagi/{snapshot.vault_id}", snapshot.device_key)
    assert str(signer.verifier) == known["verifier"]
    checkpoints = dict(snapshot.checkpoints())
    assert list(checkpoints) == known["checkpoints"]
    for size, note in checkpoints.items():
        checkpoint = Checkpoint.parse(open_note(note, Verifier.parse(known["verifier"])))
        assert (checkpoint.size, checkpoint.root) == (size, root(hashes[:size]))
    names = {name for leaf in leaves for name in Event.from_leaf(leaf).memories}
    assert {one["name"] for one in known["items"]} <= names


def test_tombstones_are_read_with_their_certificates(opened):
    snapshot, known = opened
    graves = list(snapshot.tombstones())
    assert [grave.id for grave in graves] == known["forgotten"]
    assert [grave.id for grave in graves if grave.is_pending] == known["pending"]
    assert sorted(grave.certificate.decode() for grave in graves) == sorted(known["certificates"])
    for grave in graves:
        open_note(grave.certificate.decode(), Verifier.parse(known["verifier"]))


def test_an_export_is_known_again_by_its_names(tmp_path):
    known = unpack("everything", tmp_path / "vault")
    assert (len(known["sources"]), len(known["forgotten_places"])) == (6, 1)
    with closing(open_format1(tmp_path / "vault", known["passphrase"], known["step_up"])) as old:

        def hashed(raw: str) -> bytes:
            return keyed_hash(old.names_key, bytes.fromhex(raw))

        assert {hashed(one) for one in known["sources"]} == {
            item.source for item in old.items() if item.source is not None
        }
        assert [hashed(one) for one in known["forgotten_places"]] == [
            grave.place for grave in old.tombstones() if grave.place is not None
        ]


def test_the_fixtures_hold_what_they_are_for():
    everything = facts("everything")
    assert {one["class"] for one in everything["items"]} == set(ClassName)
    assert {"en", "ja", "ko"} <= {one["memory"]["languages"][0] for one in everything["items"]}
    assert len(everything["items"]) >= 55
    assert everything["segments"] >= 4
    assert len(everything["in_inbox"]) >= 3
    assert len(everything["pending"]) >= 3
    assert len({one["rule"] for one in everything["items"]}) >= 8
    assert facts("empty")["items"] == []
    assert facts("without_step_up")["step_up"] is None


def test_what_is_in_the_wal_alone_is_read(tmp_path):
    known = unpack("left_open", tmp_path / "vault")
    assert (tmp_path / "vault" / "vault.db-wal").stat().st_size > 0
    alone = tmp_path / "without"
    unpack("left_open", alone)
    (alone / "vault.db-wal").unlink()
    with closing(open_format1(alone, known["passphrase"], known["step_up"])) as old:
        assert 0 < len(list(old.items())) < len(known["items"])
    with closing(open_format1(tmp_path / "vault", known["passphrase"], known["step_up"])) as old:
        assert len(list(old.items())) == len(known["items"])


def test_reading_changes_no_byte_of_a_closed_vault(tmp_path):
    known = unpack("everything", tmp_path / "vault")
    before = (tmp_path / "vault" / "vault.db").read_bytes()
    with closing(open_format1(tmp_path / "vault", known["passphrase"], known["step_up"])) as old:
        assert read_all(old) > 0
    assert (tmp_path / "vault" / "vault.db").read_bytes() == before
    assert [one.name for one in (tmp_path / "vault").iterdir()] == ["vault.db"]


def test_no_repr_shows_a_key_or_a_text(opened):
    snapshot, known = opened
    shown = [repr(snapshot), repr(snapshot._keys), repr(snapshot._file)]
    shown += [repr(item) for item in snapshot.items()]
    shown += [repr(grave) for grave in snapshot.tombstones()]
    for one in known["items"]:
        assert not any(one["memory"]["text"] in text for text in shown)
    secrets = [*snapshot._keys.named.values(), snapshot.names_key]
    secrets += [keys.key for keys in snapshot._keys.classes.values()]
    assert len(secrets) == 9
    assert not any(
        repr(key)[2:-1] in text or key.hex() in text for key in secrets for text in shown
    )


# -- who may


def test_wrong_and_missing_secrets_are_refused(tmp_path):
    folder = tmp_path / "vault"
    known = unpack("everything", folder)
    with refusal(Locked, "vault.wrong_passphrase"):
        open_format1(folder, known["step_up"], known["step_up"])
    with refusal(Locked, "vault.wrong_step_up"):
        open_format1(folder, known["passphrase"], known["passphrase"])
    with pytest.raises(Locked) as caught:
        open_format1(folder, known["passphrase"], None)
    assert caught.value.key == "vault.migrate_needs_step_up"
    with closing(open_format1(folder, known["passphrase"], known["step_up"])) as old:
        assert old.next_id == known["next_id"]  # and the file was given back each time


def test_a_second_secret_that_was_never_enrolled_is_refused(tmp_path):
    known = unpack("without_step_up", tmp_path / "vault")
    with refusal(Locked, "vault.no_step_up"):
        open_format1(tmp_path / "vault", known["passphrase"], "anything")


def test_a_vault_in_use_or_missing_is_refused(tmp_path):
    known = unpack("empty", tmp_path / "vault")
    with (
        closing(open_format1(tmp_path / "vault", known["passphrase"], None)),
        refusal(Unavailable, "vault.in_use"),
    ):
        open_format1(tmp_path / "vault", known["passphrase"], None)
    with refusal(Unavailable, "vault.missing"):
        open_format1(tmp_path, known["passphrase"], None)


def test_a_later_format_is_refused(tmp_path):
    known = unpack("empty", tmp_path / "vault")
    change_header(tmp_path / "vault", lambda header: {**header, "format": 2})
    with refusal(Unavailable, "vault.newer_format"):
        open_format1(tmp_path / "vault", known["passphrase"], None)


def test_key_derivation_outside_its_bounds_is_refused_before_memory_is_taken(tmp_path):
    known = unpack("empty", tmp_path / "vault")

    def costly(header: dict[str, Any]) -> dict[str, Any]:
        header["unlock"]["kdf"]["memory_kib"] = 1 << 40
        return header

    change_header(tmp_path / "vault", costly)
    with refusal(IntegrityError, "vault.kdf_bounds"):
        open_format1(tmp_path / "vault", known["passphrase"], None)


def change_header(folder: Path, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    with closing(sqlite3.connect(folder / "vault.db")) as file:
        (raw,) = file.execute("SELECT v FROM meta WHERE k = 'header'").fetchone()
    changed = json.dumps(change(json.loads(raw)), separators=(",", ":")).encode()
    assert tamper(folder, "UPDATE meta SET v = ? WHERE k = 'header'", changed) == 1


# -- what was changed

# What memories of that time cannot say.
LATER = {"replaces", "replaced_by", "doubts", "follows", "ahead"}
BLOBS = [
    *((f"meta WHERE k = '{key}'", "v") for key in ("roster", "frontier", "settings")),
    ("rule", "sealed"),
    ("item", "payload"),
    ("item", "cid"),
    ("tail", "row"),
    ("inbox", "sealed"),
    ("seg", "wrapped"),
    ("seg_secrets", "sealed"),
    ("seg_codes", "sealed"),
    ("seg_vectors", "sealed"),
    ("seg_columns", "sealed"),
    ("upkeep", "sealed"),
    ("upkeep WHERE source IS NOT NULL", "source"),
    ("usage", "sealed"),
    ("tombstone", "certificate"),
    ("tombstone WHERE place IS NOT NULL", "place"),
    ("audit", "leaf"),
    ("audit", "sealed"),
    ("checkpoint", "sealed"),
    ("cls", "inbox_private"),
]
KEY_BLOBS = [
    *((f"meta WHERE k = '{key}'", "v") for key in ("header", "header_mac")),
    ("named_key", "wrapped"),
    ("cls", "wrapped"),
    ("cls", "profile"),
    ("cls", "tail_key"),
]
LISTS = ["item", "upkeep", "usage", "tombstone", "tail", "inbox", "seg", "audit", "cls", "rule"]


@cache
def keys_of_everything(scratch: Path) -> Keys:
    known = unpack("everything", scratch / "for-keys")
    with closing(File(scratch / "for-keys")) as file:
        return unlock(file, known["passphrase"], known["step_up"])


def read_again(folder: Path, scratch: Path) -> int:
    """Reads all of a changed copy of `everything`, without the time that two secrets take."""
    with closing(File(folder)) as file:
        file.require_schema()
        return read_all(Snapshot(file, keys_of_everything(scratch)))


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("keys")


def flip(folder: Path, table: str, column: str) -> None:
    """Changes one bit of one blob of a table."""
    with closing(sqlite3.connect(folder / "vault.db")) as file:
        rows = file.execute(f"SELECT {column} FROM {table}").fetchall()
    (raw,) = rows[len(rows) // 2]
    changed = bytearray(raw)
    changed[len(raw) // 2] ^= 1
    where = f"{table} {'AND' if 'WHERE' in table else 'WHERE'} {column} = ?"
    name, _, condition = where.partition(" WHERE ")
    sql = f"UPDATE {name} SET {column} = ? WHERE {condition}"
    assert tamper(folder, sql, bytes(changed), raw) >= 1


def test_an_unchanged_copy_is_read(scratch, tmp_path):
    unpack("everything", tmp_path / "vault")
    assert read_again(tmp_path / "vault", scratch) > 250


@pytest.mark.parametrize(("table", "column"), BLOBS)
def test_a_flipped_bit_is_refused(table, column, scratch, tmp_path):
    unpack("everything", tmp_path / "vault")
    flip(tmp_path / "vault", table, column)
    with pytest.raises(IntegrityError):
        read_again(tmp_path / "vault", scratch)


@pytest.mark.parametrize(("table", "column"), KEY_BLOBS)
def test_a_flipped_bit_of_a_key_is_refused(table, column, tmp_path):
    known = unpack("without_step_up", tmp_path / "vault")
    flip(tmp_path / "vault", table, column)
    with pytest.raises((IntegrityError, Locked)):  # a header that names another salt: a wrong key
        open_format1(tmp_path / "vault", known["passphrase"], None)


@pytest.mark.parametrize("table", LISTS)
def test_a_missing_row_is_refused(table, scratch, tmp_path):
    unpack("everything", tmp_path / "vault")
    key = {"seg": "seg", "audit": "seq", "cls": "cid", "rule": "rid"}.get(table, "id")
    some = f"SELECT {key} FROM {table} ORDER BY {key} DESC LIMIT 1"
    assert tamper(tmp_path / "vault", f"DELETE FROM {table} WHERE {key} = ({some})") == 1
    with pytest.raises(IntegrityError):
        read_again(tmp_path / "vault", scratch)


@pytest.mark.parametrize(
    ("table", "column", "key"),
    [
        ("item", "payload", "id"),
        ("upkeep", "sealed", "id"),
        ("usage", "sealed", "id"),
        ("tombstone", "certificate", "id"),
        ("audit", "sealed", "seq"),
        ("seg", "wrapped", "seg"),
        ("seg_vectors", "sealed", "seg"),
        ("rule", "sealed", "rid"),
    ],
)
def test_swapped_rows_are_refused(table, column, key, scratch, tmp_path):
    unpack("everything", tmp_path / "vault")
    with closing(sqlite3.connect(tmp_path / "vault" / "vault.db")) as file, file:
        (one, a), (other, b) = file.execute(f"SELECT {key}, {column} FROM {table} LIMIT 2")
        file.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (b, one))
        file.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (a, other))
    with pytest.raises(IntegrityError):
        read_again(tmp_path / "vault", scratch)


def test_an_item_moved_to_another_class_is_refused(scratch, tmp_path):
    unpack("everything", tmp_path / "vault")
    with closing(sqlite3.connect(tmp_path / "vault" / "vault.db")) as file, file:
        cids = [cid for (cid,) in file.execute("SELECT DISTINCT cid FROM item")]
        for cid, other in ((cids[0], cids[1]), (cids[1], cids[0])):
            some = "SELECT min(id) FROM item WHERE cid = ?"
            file.execute(f"UPDATE item SET cid = ? WHERE id = ({some})", (other, cid))
    with refusal(IntegrityError, "vault.items_missing", "vault.damaged"):
        read_again(tmp_path / "vault", scratch)


def test_a_pending_delete_that_was_taken_back_is_refused(scratch, tmp_path):
    unpack("everything", tmp_path / "vault")
    assert tamper(tmp_path / "vault", "UPDATE tombstone SET pending = 0 WHERE pending > 0") > 0
    with refusal(IntegrityError, "vault.items_missing"):
        read_again(tmp_path / "vault", scratch)


# What an older copy of the vault still has sealed: here it is sealed again, with the vault's keys.


def sealed_at(keys: Keys, name: str, plain: bytes, table: str, *place: int | str) -> bytes:
    return seal(keys.named[name], plain, context(table, *place, version=1))


def test_settings_put_back_are_refused(scratch, tmp_path):
    unpack("everything", tmp_path / "vault")
    keys = keys_of_everything(scratch)
    older = sealed_at(keys, "upkeep", b"{}", "settings", keys.header.vault)
    assert tamper(tmp_path / "vault", "UPDATE meta SET v = ? WHERE k = 'settings'", older) == 1
    with refusal(IntegrityError, "vault.damaged"):
        read_again(tmp_path / "vault", scratch)


def test_a_leaf_of_another_history_is_refused(scratch, tmp_path):
    unpack("everything", tmp_path / "vault")
    keys = keys_of_everything(scratch)
    leaf = new_event(nonce="00" * 16).to_leaf()
    other = sealed_at(keys, "log", leaf, "audit", keys.header.vault, 20)
    put = "UPDATE audit SET leaf = ?, sealed = ? WHERE seq = 20"
    assert tamper(tmp_path / "vault", put, leaf_hash(leaf), other) == 1
    with refusal(IntegrityError, "vault.log_damaged"):
        read_again(tmp_path / "vault", scratch)


def test_a_leaf_that_is_not_the_one_beside_it_is_named(scratch, tmp_path):
    unpack("everything", tmp_path / "vault")
    assert tamper(tmp_path / "vault", "UPDATE audit SET leaf = zeroblob(32) WHERE seq = 20") == 1
    with pytest.raises(IntegrityError) as caught:
        read_again(tmp_path / "vault", scratch)
    assert (caught.value.key, caught.value.values["seq"]) == ("vault.log_damaged", 20)


def test_a_log_cut_back_with_its_edge_is_refused(scratch, tmp_path):
    unpack("everything", tmp_path / "vault")
    keys = keys_of_everything(scratch)
    with closing(sqlite3.connect(tmp_path / "vault" / "vault.db")) as file, file:
        last = file.execute("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)").rowcount
        edge = Frontier.empty()
        for (hashed,) in file.execute("SELECT leaf FROM audit ORDER BY seq"):
            edge = edge.append(hashed)
        older = sealed_at(keys, "log", edge.to_bytes(), "frontier", keys.header.vault)
        file.execute("UPDATE meta SET v = ? WHERE k = 'frontier'", (older,))
    assert last == 1
    with refusal(IntegrityError, "vault.log_damaged"):
        read_again(tmp_path / "vault", scratch)


def cid_of(file: sqlite3.Connection, table: str) -> tuple[bytes, int]:
    """Gives the class of a table's first row, and the row's number."""
    key = "seg" if table == "seg" else "id"
    cid, number = file.execute(f"SELECT cid, {key} FROM {table}").fetchone()
    return cid, number


def cut_tail_row(file: sqlite3.Connection, keys: Keys) -> None:
    cid, item_id = cid_of(file, "tail")
    owner = next(one for one in keys.classes.values() if one.cid == cid)
    place = context("tail", keys.header.vault, cid, item_id, version=1)
    file.execute(
        "UPDATE tail SET row = ? WHERE id = ?", (seal(owner.tail_key, b"", place), item_id)
    )


def cut_segment_part(file: sqlite3.Connection, keys: Keys) -> None:
    cid, seg = cid_of(file, "seg")
    owner = next(one for one in keys.classes.values() if one.cid == cid)
    (wrapped,) = file.execute("SELECT wrapped FROM seg WHERE seg = ?", (seg,)).fetchone()
    key = keys.unseal(owner.key, wrapped, "seg", cid, seg)
    place = context("seg_codes", keys.header.vault, cid, seg, version=1)
    file.execute("UPDATE seg_codes SET sealed = ? WHERE seg = ?", (seal(key, b"", place), seg))


def send_from_a_weak_key(file: sqlite3.Connection, keys: Keys) -> None:
    """A sender of small order: every exchange with it gives zeros."""
    cid, item_id = cid_of(file, "inbox")
    place = context("inbox", keys.header.vault, cid, item_id, version=1)
    letter = seal(keys.named["upkeep"], bytes(64), place)
    file.execute("UPDATE inbox SET sealed = ? WHERE id = ?", (letter, item_id))


def leave_a_gap_in_the_log(file: sqlite3.Connection, keys: Keys) -> None:
    file.execute("DELETE FROM audit WHERE seq = 20")


def empty_a_segment(file: sqlite3.Connection, keys: Keys) -> None:
    file.execute("UPDATE seg SET n = 0")


def turn_a_payload_into_text(file: sqlite3.Connection, keys: Keys) -> None:
    file.execute("UPDATE item SET payload = 'text' WHERE id = (SELECT max(id) FROM item)")


def move_a_pending_delete(file: sqlite3.Connection, keys: Keys) -> None:
    file.execute("UPDATE tombstone SET pending = pending + 1 WHERE pending > 0")


def drop_the_edge(file: sqlite3.Connection, keys: Keys) -> None:
    file.execute("DELETE FROM meta WHERE k = 'frontier'")


def drop_the_roster(file: sqlite3.Connection, keys: Keys) -> None:
    file.execute("DELETE FROM meta WHERE k = 'roster'")


@pytest.mark.parametrize(
    "damage",
    [
        cut_tail_row,
        cut_segment_part,
        send_from_a_weak_key,
        leave_a_gap_in_the_log,
        empty_a_segment,
        turn_a_payload_into_text,
        move_a_pending_delete,
        drop_the_edge,
        drop_the_roster,
    ],
)
def test_what_no_old_program_wrote_is_refused(damage, scratch, tmp_path):
    unpack("everything", tmp_path / "vault")
    with closing(sqlite3.connect(tmp_path / "vault" / "vault.db")) as file, file:
        before = file.total_changes
        damage(file, keys_of_everything(scratch))
        assert file.total_changes > before
    with refusal(IntegrityError, "vault.damaged", "vault.items_missing", "vault.log_damaged"):
        read_again(tmp_path / "vault", scratch)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM meta WHERE k = 'header'",
        "UPDATE meta SET v = x'7b' WHERE k = 'header'",
        "UPDATE meta SET v = CAST('{\"format\":1}' AS BLOB) WHERE k = 'header'",
    ],
)
def test_a_header_that_is_none_is_refused(change, tmp_path):
    known = unpack("empty", tmp_path / "vault")
    assert tamper(tmp_path / "vault", change) == 1
    with refusal(IntegrityError, "vault.bad_header"):
        open_format1(tmp_path / "vault", known["passphrase"], None)


def test_a_class_that_is_gone_is_refused(tmp_path):
    known = unpack("empty", tmp_path / "vault")
    some = "SELECT min(cid) FROM cls"
    assert tamper(tmp_path / "vault", f"DELETE FROM cls WHERE cid = ({some})") == 1
    with refusal(IntegrityError, "vault.damaged"):
        open_format1(tmp_path / "vault", known["passphrase"], None)


def test_another_database_is_refused(tmp_path):
    with closing(sqlite3.connect(tmp_path / "vault.db")) as file:
        file.execute("CREATE TABLE notes (text)")
    with refusal(IntegrityError, "vault.file_damaged"):
        open_format1(tmp_path, "anything", None)


def test_a_planted_trigger_is_refused(scratch, tmp_path):
    unpack("everything", tmp_path / "vault")
    planted = "CREATE TRIGGER t AFTER DELETE ON item BEGIN SELECT 1; END"
    tamper(tmp_path / "vault", planted)
    with refusal(IntegrityError, "vault.file_damaged"):
        read_again(tmp_path / "vault", scratch)


def test_an_index_that_lies_changes_nothing(scratch, tmp_path):
    """Whoever edits an index alone hides rows from who looks by it; the reader does not."""
    folder = tmp_path / "vault"
    unpack("everything", folder)
    whole = read_again(folder, scratch)
    with closing(sqlite3.connect(folder / "vault.db")) as file, file:
        file.execute("PRAGMA writable_schema = ON")
        sql = "SELECT sql FROM sqlite_master WHERE name = 'item_by_class'"
        (made,) = file.execute(sql).fetchone()
        partial = f"{made} WHERE id > 40"
        update = "UPDATE sqlite_master SET sql = ? WHERE name = 'item_by_class'"
        file.execute(update, (partial,))
    with closing(sqlite3.connect(folder / "vault.db")) as file, file:
        file.execute("REINDEX item_by_class")  # now it holds the later half
        file.execute("PRAGMA writable_schema = ON")
        file.execute(update, (made,))
    assert read_again(folder, scratch) == whole


def test_bytes_flipped_anywhere_are_refused_or_change_nothing(scratch, tmp_path):
    folder = tmp_path / "vault"
    unpack("everything", folder)
    whole = read_again(folder, scratch)
    file = folder / "vault.db"
    clean = file.read_bytes()
    refused = 0
    for at in range(30, len(clean), len(clean) // 60):
        damaged = bytearray(clean)
        damaged[at] ^= 0x40
        file.write_bytes(damaged)
        try:
            assert read_again(folder, scratch) == whole
        except DeviceError:
            refused += 1
    assert refused > 20
