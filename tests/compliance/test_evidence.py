"""Evidence folders: whole ones verify, and no byte of one can be changed unseen."""

import hashlib
import json
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from compliance.errors import ComplianceError, EvidenceError, ProofError
from compliance.evidence import (
    IGNORED,
    MAX_FILE_BYTES,
    MAX_SMALL_FILE_BYTES,
    verify_folder,
    write_manifest_bytes,
)
from compliance.log.checkpoint import Checkpoint
from compliance.log.events import MAX_LEAF_BYTES, Decision, Event, EventKind, Outcome
from compliance.log.merkle import leaf_hash, root
from compliance.log.note import Signer

SIGNER = Signer("device.example/9f", bytes(range(32)))
NONCE = bytes(range(16))
FILES = {"memories.json": b'[{"text":"peanuts"}]', "page.html": b""}
STARTED = 1_763_700_000


def event(kind: EventKind, number: int = 0, **fields) -> Event:
    base = {
        "at": STARTED + 60 * number,
        "kind": kind,
        "principal": "Owner",
        "purpose": "",
        "auth": "",
        "bundle": "",
        "nonce": f"{number:032x}",
    }
    return Event(**{**base, **fields})


def exported(manifest: bytes, number: int) -> Event:
    digest = hashlib.sha256(manifest).hexdigest()
    return event(EventKind.EXPORTED, number, details={"format": "json", "manifest": digest})


def usual_events(manifest: bytes) -> list[Event]:
    decision = Decision(memory="ab" * 32, outcome=Outcome.PERMIT, rules=("owner-recalls",))
    return [
        event(EventKind.CREATED, 1),
        event(EventKind.RELEASED, 2, purpose="recall", decisions=(decision,)),
        exported(manifest, 3),
        event(EventKind.LOCKED, 4),
    ]


def write_folder(
    folder: Path,
    *,
    events: Sequence[Event | bytes] | None = None,
    files: Mapping[str, bytes] | None = None,
    manifest: bytes | None = None,
    signer: Signer = SIGNER,
    origin: str | None = None,
    size: int | None = None,
) -> Path:
    """Writes a folder that verifies, but for what a test asks to be otherwise."""
    folder.mkdir(exist_ok=True)
    contents = FILES if files is None else files
    if manifest is None and contents:
        manifest = write_manifest_bytes(contents, NONCE)
    if events is None:
        events = usual_events(manifest or b"")
    leaves = [item if isinstance(item, bytes) else item.to_leaf() for item in events]
    checkpoint = Checkpoint(
        signer.name if origin is None else origin,
        len(leaves) if size is None else size,
        root([leaf_hash(leaf) for leaf in leaves]),
    )
    written = {
        "log.jsonl": b"".join(leaf + b"\n" for leaf in leaves),
        "checkpoint": signer.sign(checkpoint.to_text()).encode(),
        "vkey": f"{signer.verifier}\n".encode(),
        **({"manifest.json": manifest} if manifest is not None else {}),
        **contents,
    }
    for name, content in written.items():
        (folder / name).write_bytes(content)
    return folder


def refusal(folder: Path, *, vkey: str | None = None) -> ComplianceError:
    with pytest.raises((ProofError, EvidenceError)) as caught:
        verify_folder(folder, vkey=vkey)
    for language in ("en", "ja", "ko"):
        assert caught.value.tell(language)
    return caught.value


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_folder(tmp_path / "evidence")


def test_whole_folder_verifies_and_says_what_is_in_it(folder):
    verdict = verify_folder(folder)
    leaves = (folder / "log.jsonl").read_bytes().splitlines()
    assert verdict.origin == "device.example/9f"
    assert verdict.size == 4
    assert verdict.root == root([leaf_hash(leaf) for leaf in leaves]).hex()
    assert (verdict.first_at, verdict.last_at) == (STARTED + 60, STARTED + 240)
    assert verdict.counts == {"created": 1, "released": 1, "exported": 1, "locked": 1}
    assert verdict.files == ("memories.json", "page.html")
    assert verdict.vkey == str(SIGNER.verifier)
    assert not verdict.key_pinned


def test_folder_verifies_with_its_key_pinned(folder):
    assert verify_folder(folder, vkey=str(SIGNER.verifier)).key_pinned


def test_log_without_content_files_needs_no_export(tmp_path):
    folder = write_folder(tmp_path / "log", files={}, events=[event(EventKind.CREATED)])
    assert verify_folder(folder).files == ()


def test_clock_that_went_back_gives_the_whole_period(tmp_path):
    events = [event(EventKind.CREATED, 5), event(EventKind.LOCKED, 2), event(EventKind.UNLOCKED, 3)]
    verdict = verify_folder(write_folder(tmp_path / "log", files={}, events=events))
    assert (verdict.first_at, verdict.last_at) == (STARTED + 120, STARTED + 300)


def test_what_file_managers_leave_behind_is_ignored(folder):
    for name in IGNORED:
        (folder / name).write_bytes(b"junk")
    assert verify_folder(folder).size == 4


def test_no_byte_of_any_file_can_be_flipped_unseen(folder):
    flips = 0
    for path in sorted(folder.iterdir()):
        whole = path.read_bytes()
        for at in range(len(whole)):
            for mask in (0x01, 0x20, 0xFF):
                path.write_bytes(whole[:at] + bytes([whole[at] ^ mask]) + whole[at + 1 :])
                refusal(folder)
                flips += 1
        path.write_bytes(whole)
    assert flips > 3 * 1500
    assert verify_folder(folder).size == 4


def test_no_file_can_be_cut_anywhere_unseen(folder):
    for path in sorted(folder.iterdir()):
        whole = path.read_bytes()
        for length in range(0, len(whole), 7):
            path.write_bytes(whole[:length])
            refusal(folder)
        path.write_bytes(whole[:-1] if whole else b"\x00")
        refusal(folder)
        path.write_bytes(whole)


@pytest.mark.parametrize(
    "tail", [b"\n", b" ", b"\x00", b"\r\n", b"{}\n", "— x AAAAAAA=\n".encode()]
)
def test_no_file_can_be_appended_to_unseen(folder, tail):
    for path in sorted(folder.iterdir()):
        whole = path.read_bytes()
        path.write_bytes(whole + tail)
        refusal(folder)
        path.write_bytes(whole)


def test_no_file_can_be_removed_unseen(folder):
    for path in sorted(folder.iterdir()):
        whole = path.read_bytes()
        path.unlink()
        assert refusal(folder).exit_code == 3
        path.write_bytes(whole)


def test_no_line_of_the_log_can_be_removed_doubled_or_swapped_unseen(folder):
    path = folder / "log.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    for at in range(len(lines)):
        for other in range(at + 1, len(lines)):
            swapped = [*lines]
            swapped[at], swapped[other] = swapped[other], swapped[at]
            path.write_bytes(b"".join(swapped))
            assert refusal(folder).key == "evidence.log_root"
        path.write_bytes(b"".join(lines[:at] + lines[at + 1 :]))
        assert refusal(folder).key == "evidence.log_size"
        path.write_bytes(b"".join([*lines[:at], lines[at], *lines[at:]]))
        assert refusal(folder).key == "evidence.log_size"


def test_changed_event_is_a_change_even_where_it_is_no_event_any_more(folder):
    path = folder / "log.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"v":1', b'"v":7'))
    assert refusal(folder).key == "evidence.log_root"


def test_line_longer_than_any_event_is_refused_without_reading_on(folder):
    with (folder / "log.jsonl").open("ab") as file:
        file.write(b"x" * (MAX_LEAF_BYTES + 2) + b"\n")
    assert refusal(folder).key == "evidence.log_line"


def test_extra_file_is_refused_and_its_name_cannot_redraw_the_terminal(folder):
    (folder / "\x1b[2Jhidden\u202e.json").write_bytes(b"")
    fault = refusal(folder)
    assert fault.key == "evidence.file_unlisted"
    assert str(fault).isprintable()


def test_extra_folder_is_refused(folder):
    (folder / "more").mkdir()
    assert refusal(folder).key == "evidence.file_unlisted"


def test_content_beside_a_log_without_manifest_is_refused(tmp_path):
    folder = write_folder(tmp_path / "log", files={}, events=[event(EventKind.CREATED)])
    (folder / "memories.json").write_bytes(b"[]")
    assert refusal(folder).key == "evidence.file_unlisted"


def test_manifest_that_was_never_logged_is_refused(tmp_path):
    folder = write_folder(tmp_path / "evidence", events=[event(EventKind.CREATED)])
    assert refusal(folder).key == "evidence.manifest_unlogged"


def test_manifest_of_an_earlier_export_is_refused(tmp_path):
    old = write_manifest_bytes(FILES, NONCE)
    new = write_manifest_bytes({"memories.json": b"[]"}, NONCE)
    folder = write_folder(tmp_path / "evidence", events=[exported(old, 1), exported(new, 2)])
    assert refusal(folder).key == "evidence.manifest_changed"
    write_folder(tmp_path / "evidence", events=[exported(new, 1), exported(old, 2)])
    assert verify_folder(folder).size == 2


def test_export_that_logged_no_manifest_vouches_for_none(tmp_path):
    folder = write_folder(tmp_path / "evidence", events=[event(EventKind.EXPORTED)])
    assert refusal(folder).key == "evidence.manifest_changed"


@pytest.mark.parametrize(
    ("manifest", "key"),
    [
        (b"", "evidence.manifest_form"),
        (b"[]", "evidence.manifest_form"),
        (write_manifest_bytes(FILES, NONCE) + b"\n", "evidence.manifest_form"),
        (b'{"files":{},"nonce":"' + b"0" * 32 + b'","v":1}', "evidence.manifest_form"),
        (
            b'{"files":{"../memories.json":"'
            + b"0" * 64
            + b'"},"nonce":"'
            + b"0" * 32
            + b'","v":1}',
            "evidence.manifest_form",
        ),
        (b'{"files":{},"nonce":"' + b"0" * 32 + b'","v":2}', "evidence.manifest_version"),
    ],
)
def test_signed_manifest_of_another_form_is_refused(tmp_path, manifest, key):
    folder = write_folder(tmp_path / "evidence", manifest=manifest)
    assert refusal(folder).key == key


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", "../x", "a/b", "a\\b", ".hidden", "x.", "a b", "ü", "x" * 101),
        *("log.jsonl", "checkpoint", "vkey", "manifest.json", "Thumbs.db", "desktop.ini"),
    ],
)
def test_manifest_takes_no_name_that_could_leave_the_folder_or_shadow_its_own(name):
    with pytest.raises(ValueError, match="Manifest"):
        write_manifest_bytes({name: b""}, NONCE)


@pytest.mark.parametrize(("files", "nonce"), [({}, NONCE), (FILES, b""), (FILES, bytes(15))])
def test_manifest_needs_a_file_and_a_whole_nonce(files, nonce):
    with pytest.raises(ValueError, match="Manifest"):
        write_manifest_bytes(files, nonce)


def test_manifest_is_spelled_as_documented():
    digest = hashlib.sha256(b"a").hexdigest()
    manifest = json.loads(write_manifest_bytes({"a.json": b"a"}, NONCE))
    assert manifest == {"v": 1, "nonce": NONCE.hex(), "files": {"a.json": digest}}


def test_folder_signed_again_by_another_key_passes_unless_the_key_is_pinned(tmp_path):
    thief = Signer(SIGNER.name, bytes(32))
    folder = write_folder(tmp_path / "evidence", signer=thief)
    assert not verify_folder(folder).key_pinned
    fault = refusal(folder, vkey=str(SIGNER.verifier))
    assert (fault.key, fault.exit_code) == ("evidence.vkey_other", 3)


def test_pinned_key_that_is_none_is_bad_usage_not_bad_evidence(folder):
    fault = refusal(folder, vkey="device")
    assert (fault.key, fault.exit_code) == ("evidence.vkey_given", 2)


def test_key_of_one_device_cannot_vouch_for_the_log_of_another(tmp_path):
    folder = write_folder(tmp_path / "evidence", origin="device.example/other")
    assert refusal(folder).key == "evidence.origin_other"


def test_second_signature_under_the_checkpoint_is_refused(folder):
    path = folder / "checkpoint"
    text = path.read_text("utf-8")
    other = Signer("witness.example", bytes(32)).sign(text.partition("\n\n")[0] + "\n")
    path.write_text(text + other.partition("\n\n")[2], "utf-8", newline="")
    assert refusal(folder).key == "evidence.checkpoint_signatures"


def test_checkpoint_that_claims_more_than_the_log_is_refused(tmp_path):
    folder = write_folder(tmp_path / "evidence", size=5)
    assert refusal(folder).key == "evidence.log_size"


def test_signed_log_of_a_newer_version_is_no_evidence_for_this_one(tmp_path):
    newer = event(EventKind.CREATED).to_leaf().replace(b'"v":1', b'"v":2')
    folder = write_folder(tmp_path / "log", files={}, events=[newer, b"not json"])
    fault = refusal(folder)
    assert (fault.key, fault.exit_code) == ("evidence.event_version", 2)


def test_signed_log_of_no_events_or_of_something_else_is_refused(tmp_path):
    empty = write_folder(tmp_path / "empty", files={}, events=[])
    assert refusal(empty).key == "evidence.log_empty"
    other = write_folder(tmp_path / "other", files={}, events=[b"", event(EventKind.CREATED)])
    assert refusal(other).key == "evidence.event_form"


def test_key_line_without_its_newline_or_with_another_is_refused(folder):
    for spelling in (f"{SIGNER.verifier}", f"{SIGNER.verifier}\r\n", f"{SIGNER.verifier}\n\n"):
        (folder / "vkey").write_bytes(spelling.encode())
        assert refusal(folder).key == "evidence.vkey_form"


def test_text_that_is_not_utf8_is_refused(folder):
    (folder / "checkpoint").write_bytes(b"\xff\n")
    assert refusal(folder).key == "evidence.file_text"


def test_path_without_a_folder_is_no_evidence(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path / "nowhere", tmp_path / "file"):
        fault = refusal(path)
        assert (fault.key, fault.exit_code) == ("evidence.folder_missing", 2)
    assert refusal(Path("zero\0byte")).key == "evidence.folder_unreadable"


def test_folder_without_any_of_our_files_is_no_evidence(tmp_path):
    (tmp_path / "holiday.jpg").write_bytes(b"")
    fault = refusal(tmp_path)
    assert (fault.key, fault.exit_code) == ("evidence.folder_foreign", 2)


def test_link_is_not_followed(folder, tmp_path):
    for name in ("log.jsonl", "checkpoint", "vkey", "manifest.json", "memories.json"):
        path = folder / name
        outside = tmp_path / "outside"
        path.rename(outside)
        try:
            path.symlink_to(outside)
        except OSError:
            pytest.skip("links are not allowed here")
        assert refusal(folder).key == "evidence.file_kind"
        path.unlink()
        outside.rename(path)


def test_folder_in_place_of_a_file_is_refused(folder):
    (folder / "log.jsonl").unlink()
    (folder / "log.jsonl").mkdir()
    assert refusal(folder).key == "evidence.file_kind"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_pipe_in_place_of_a_file_is_refused_without_waiting(folder):
    (folder / "memories.json").unlink()
    os.mkfifo(folder / "memories.json")
    assert refusal(folder).key == "evidence.file_kind"


@pytest.mark.parametrize(
    ("name", "limit_bytes"),
    [
        ("vkey", MAX_SMALL_FILE_BYTES),
        pytest.param(
            *("log.jsonl", MAX_FILE_BYTES),
            marks=pytest.mark.skipif(sys.platform == "win32", reason="NTFS would take the room"),
        ),
    ],
)
def test_endless_file_is_refused_unread(folder, name, limit_bytes):
    with (folder / name).open("r+b") as file:
        file.truncate(limit_bytes + 1)  # sparse: it takes no room
    fault = refusal(folder)
    assert (fault.key, fault.exit_code) == ("evidence.file_large", 2)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no sockets in folders on this system")
def test_file_that_the_system_does_not_open_is_told_as_such(folder, monkeypatch):
    (folder / "memories.json").unlink()
    monkeypatch.chdir(folder)  # a socket's path is short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("memories.json")
        fault = refusal(folder)
    assert (fault.key, fault.exit_code) == ("evidence.file_unreadable", 2)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_file_that_may_not_be_read_is_told_as_such(folder):
    (folder / "log.jsonl").chmod(0)
    assert refusal(folder).key == "evidence.file_unreadable"
