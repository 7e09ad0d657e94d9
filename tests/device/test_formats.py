"""A vault of every earlier format opens today, with all that was in it."""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from compliance.log.events import Event, EventKind
from compliance.log.merkle import leaf_hash, root
from compliance.log.note import Verifier, open_note
from device.encoder.tags import DOMAINS
from device.memory.records import Memory
from device.upgrade import upgrade
from device.vault.migrate import Step
from device.vault.opening import unlock_vault, with_passphrase
from device.vault.seal import FORMAT
from device.vault.store import Vault
from policy.vocabulary import ClassName
from tests.builders import new_event, peek
from tests.vectors.vaults.unpack import FORMAT1, HERE, unpack

# What memories of that time cannot say.
LATER = {"replaces", "replaced_by", "doubts", "follows", "ahead"}
NOW = 1_760_000_000


def unlock(folder: Path, known: dict[str, Any], *, step_up: bool = True) -> Vault:
    vault = unlock_vault(folder, with_passphrase(lambda: known["passphrase"]))
    if step_up and known["step_up"] is not None:
        vault.step_up(with_passphrase(lambda: known["step_up"]))
    return vault


def open_all(vault: Vault) -> dict[int, Memory]:
    with vault.transaction():
        receipt = vault.append(new_event(EventKind.RELEASED), vault.open_ids())
    return {one: Memory.from_bytes(vault.open_payload(one, receipt)) for one in vault.open_ids()}


def code_of(vault: Vault, item_id: int) -> bytes:
    """Gives the sign code that the scan reads."""
    for name in ClassName:
        for chunk in vault.chunks(name):
            (found,) = np.nonzero(chunk.ids[: chunk.n] == item_id)
            if len(found):
                return chunk.code_rows()[found[0]].tobytes()
    raise AssertionError(item_id)


def told(vault: Vault, item_id: int, memory: Memory) -> dict[str, Any]:
    """Gives a memory as the answers tell of it."""
    row = vault.find_row(item_id)
    assert row is not None
    record = vault.record(int(row["rule"][0]))
    created = int(row["created"][0])
    usage = vault.usage(item_id)
    expires = None if record.retain_s is None else created + record.retain_s
    care = vault.cared_for().get(item_id)
    assert (care is not None) == record.class_name.needs_step_up
    if care is not None:
        assert (care.expires, care.at) == (expires, int(row["at"][0]))
    code_and_vector = code_of(vault, item_id) + row["vector"][0].tobytes()
    return {
        "id": item_id,
        "class": record.class_name.value,
        "memory": memory.model_dump(mode="json", exclude=LATER),
        "rule": record.digest.hex(),
        "expires": expires,
        "at": int(row["at"][0]),
        "created": created,
        "encoder": int(row["encoder"][0]),
        "languages": int(row["languages"][0]),
        "domains": int(row["domains"][0]),
        "strength": float(row["strength"][0]),
        "scale": float(row["scale"][0]),
        "vector": hashlib.sha256(code_and_vector).hexdigest()[:32],
        "name": vault.names([item_id])[item_id],
        "usage": {
            "reads": usage.reads,
            "last_read": usage.last_read,
            "used": usage.used,
            "dismissed": usage.dismissed,
        },
    }


@pytest.fixture(scope="module", params=FORMAT1)
def upgraded(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("vaults") / "vault"
    known = unpack(request.param, folder)
    upgrade(folder, known["passphrase"], known["step_up"], clock=lambda: NOW)
    vault = unlock(folder, known)
    with closing(vault):
        yield vault, known


def test_there_is_a_vault_of_every_earlier_format():
    made = {int(re.findall(r"^format(\d+)_", one.name)[0]) for one in HERE.glob("*.db.gz")}
    assert made == set(range(1, FORMAT))


def test_every_memory_is_what_it_was(upgraded):
    vault, known = upgraded
    memories = open_all(vault)
    found = [told(vault, item_id, memory) for item_id, memory in memories.items()]
    for one, expected in zip(found, known["items"], strict=True):
        # Half as many bits are kept of how firmly it was meant, and of the vector's scale.
        assert one["strength"] == pytest.approx(expected["strength"], abs=1e-3)
        assert one["scale"] == pytest.approx(expected["scale"], rel=2**-10)
        kept = {name: expected[name] for name in ("strength", "scale")}
        assert json.loads(json.dumps({**one, **kept})) == expected
    assert vault.damage == []


def test_memories_lie_by_domain_and_conversation(upgraded):
    vault, known = upgraded
    titles = set()
    for one in known["items"]:
        row = vault.find_row(one["id"])
        assert row is not None
        first = (one["memory"]["domains"] or ["other"])[0]
        assert int(row["domain"][0]) == DOMAINS.index(first)
        title = one["memory"]["conversation"]
        assert int(row["conversation"][0]) == (vault.conversation(title) if title else 0)
        titles.add(title)
    assert len(titles) == (2 if "sources" in known else min(1, len(known["items"])))


def test_ids_are_never_given_again(upgraded):
    vault, known = upgraded
    assert vault.newest_id == known["next_id"] - 1
    assert not any(vault.exists(item_id) for item_id in known["forgotten"])


def test_certificates_of_what_was_deleted_are_kept(upgraded):
    vault, known = upgraded
    kept = vault.tombstones()
    assert sorted(kept) == known["forgotten"]
    assert sorted(kept.values()) == sorted(known["certificates"])
    for certificate in kept.values():
        open_note(certificate, Verifier.parse(known["verifier"]))


def test_no_delete_waits_for_a_step_up_any_more(upgraded):
    vault, _ = upgraded
    assert vault._database.all("SELECT id FROM tombstone WHERE pending <> x''") == []
    assert vault._database.all("SELECT id FROM inbox") == []


def test_the_log_goes_on_under_its_key(upgraded):
    vault, known = upgraded
    leaves = [leaf for _, leaf in vault.journal.leaves()]
    old = [leaf_hash(leaf) for leaf in leaves[: known["log_size"]]]
    assert root(old).hex() == known["log_root"]
    moved = Event.from_leaf(leaves[known["log_size"]])
    assert (moved.kind, moved.at, moved.details) == (
        EventKind.MAINTAINED,
        NOW,
        {"reason": "format-2"},
    )
    assert moved.auth == ("strong" if known["step_up"] else "unlocked")
    assert str(vault.journal.signer.verifier) == known["verifier"]
    sizes = vault._database.all("SELECT size FROM checkpoint ORDER BY size")
    assert [size for (size,) in sizes] == known["checkpoints"]
    assert vault.journal.verify() == len(leaves)


def test_settings_are_kept(upgraded):
    vault, known = upgraded
    assert json.loads(vault.read_settings()) == known["settings"]


def test_what_was_imported_is_known_and_what_was_forgotten_stays_so(upgraded):
    vault, known = upgraded
    vault.verify_names()
    sources = {bytes.fromhex(one) for one in known.get("sources", [])}
    places = {bytes.fromhex(one) for one in known.get("forgotten_places", [])}
    assert vault.known_sources({*sources, b"another\0place"}) == sources
    assert vault.forgotten_places({*places, b"another"}) == places


def test_step_up_classes_stay_closed_until_their_secret_is_shown(tmp_path):
    known = unpack("everything", tmp_path / "vault")
    upgrade(tmp_path / "vault", known["passphrase"], known["step_up"], clock=lambda: NOW)
    closed = [one for one in known["items"] if ClassName(one["class"]).needs_step_up]
    assert len(closed) > 10
    with closing(unlock(tmp_path / "vault", known, step_up=False)) as vault:
        assert len(vault.open_ids()) == len(known["items"]) - len(closed)
        assert all(vault.find_row(one["id"]) is None for one in closed)


def test_the_upgraded_file_is_all_there_is(tmp_path):
    known = unpack("left_open", tmp_path / "vault")
    steps: list[Step] = []
    upgrade(
        tmp_path / "vault",
        known["passphrase"],
        known["step_up"],
        clock=lambda: NOW,
        reached=steps.append,
    )
    assert steps == list(Step)
    assert [one.name for one in (tmp_path / "vault").iterdir()] == ["vault.db"]
    assert (tmp_path / "vault" / "vault.db").stat().st_mode & 0o777 == 0o600
    ((header,),) = peek(tmp_path / "vault", "SELECT v FROM meta WHERE k = 'header'")
    assert json.loads(header)["format"] == FORMAT
    assert json.loads(header)["vault"] == known["vault"]
