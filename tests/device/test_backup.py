"""Backups as owner and attacker meet them: what comes back, what is refused, what shows."""

from __future__ import annotations

import json
import os
import shutil
import stat
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.errors import BadInput, DeviceError, IntegrityError, Unavailable
from device.vault.backup import (
    MANIFEST,
    Header,
    Written,
    read_backup,
    read_contents,
    read_header,
    write_backup,
    write_ledger,
)
from device.vault.backup_files import LOCK, Head, open_envelope, write_envelope
from device.vault.backup_ledger import LEDGER, Erasure, Ledger, read_ledger
from device.vault.seal import SEAL_BYTES, derive, new_key

KEY = bytes(range(32))
CHUNK = 1_000
FACTORS = {"passphrase": {"salt": "0badcafe", "passes": 3}, "recovery": {"sealed": "beef"}}
SECRET = "妹の病気のことを、そして 어머니의 병원비를 기억해"
CONTENT = np.random.default_rng(9).bytes(6_500) + SECRET.encode() + bytes(2_000)
EXTRA = b"root key of the vault" + SECRET.encode()
ERASED = (
    Erasure(id=3, erased_at=1_700_000_000, certificate="削除の証明:三番"),
    Erasure(id=8, erased_at=1_700_000_100, certificate="삭제 증명: 여덟 번째"),
)
LATER = Erasure(id=9, erased_at=1_700_000_200, certificate="later")


def back_up(
    folder: Path,
    content: bytes = CONTENT,
    at: int = 100,
    key: bytes = KEY,
    vault: Path | None = None,
    **options: object,
) -> Written | None:
    vault = vault or folder.parent / "vault"
    vault.mkdir(exist_ok=True)
    (vault / "vault.db").write_bytes(content)
    with (vault / "vault.db").open("rb") as source:
        return write_backup(
            folder,
            source,
            key,
            vault="vault-1",
            vault_folder=vault,
            **{  # type: ignore[arg-type]
                "factors": FACTORS,
                "extra": EXTRA,
                "erasures": ERASED,
                "made_at": at,
                "chunk_bytes": CHUNK,
                **options,
            },
        )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A finished backup of `CONTENT`."""
    assert back_up(tmp_path / "backup") == Written(9, 0, len(CONTENT))
    return tmp_path / "backup"


def restored(folder: Path, target: Path, key: bytes = KEY) -> bytes:
    target.unlink(missing_ok=True)
    read_backup(folder, key, target)
    return target.read_bytes()


def restore_with_ledger(folder: Path, target: Path, key: bytes) -> None:
    contents = read_contents(folder, key)
    read_ledger([folder], key, at_least=contents.erasures)
    read_backup(folder, key, target)


def require_refused(folder: Path, target: Path, key: bytes = KEY) -> DeviceError:
    """A restore with its ledger that must be refused, and leaves no file."""
    with pytest.raises(DeviceError) as caught:
        restore_with_ledger(folder, target, key)
    assert not target.exists()
    told = f"{caught.value!r} {caught.value.values} {caught.value.__cause__!r}"
    assert SECRET not in told
    assert key.hex() not in told
    target.with_name(target.name + ".part").unlink(missing_ok=True)
    return caught.value


# What comes back


def test_backup_comes_back_with_all_that_was_put_in(folder: Path, tmp_path: Path):
    header = read_header(folder)
    assert (header.vault, header.factors) == ("vault-1", FACTORS)
    contents = read_contents(folder, KEY)
    assert (contents.vault, contents.made_at, contents.size_bytes) == ("vault-1", 100, len(CONTENT))
    assert (contents.extra, contents.erasures) == (EXTRA, 2)
    assert contents.program
    result = read_backup(folder, KEY, tmp_path / "restored.db")
    assert (tmp_path / "restored.db").read_bytes() == CONTENT
    assert (result.contents, result.new_chunks, result.kept_chunks) == (contents, 9, 0)
    assert read_ledger([folder], KEY).erasures == ERASED


@settings(max_examples=20, deadline=None)
@given(
    versions=st.lists(
        st.lists(st.sampled_from([b"aa", b"bb", b"c"]), max_size=12), min_size=1, max_size=4
    ),
    chunk_bytes=st.integers(1, 9),
)
def test_any_row_of_versions_comes_back_at_its_last(
    tmp_path_factory: pytest.TempPathFactory, versions: list[list[bytes]], chunk_bytes: int
):
    folder = tmp_path_factory.mktemp("b") / "backup"
    for at, version in enumerate(versions):
        content = b"".join(version)
        written = back_up(folder, content, at=at, chunk_bytes=chunk_bytes)
        assert written is not None
        pieces = [
            content[start : start + chunk_bytes] for start in range(0, len(content), chunk_bytes)
        ]
        assert written.new_chunks + written.kept_chunks == len(pieces)
        assert len(list((folder / "chunks").iterdir())) == len(set(pieces))
        assert restored(folder, folder.parent / "restored.db") == content
        assert read_contents(folder, KEY).made_at == at


def test_one_changed_page_writes_one_chunk_and_drops_one(folder: Path, tmp_path: Path):
    before = {path.name for path in (folder / "chunks").iterdir()}
    changed = CONTENT[:2_100] + b"page" + CONTENT[2_104:]
    assert back_up(folder, changed, at=200) == Written(1, 8, len(CONTENT))
    after = {path.name for path in (folder / "chunks").iterdir()}
    assert (len(before - after), len(after - before)) == (1, 1)
    assert restored(folder, tmp_path / "restored.db") == changed


def test_same_file_again_writes_no_chunk_and_a_new_date(folder: Path):
    assert back_up(folder, at=200) == Written(0, 9, len(CONTENT))
    assert read_contents(folder, KEY).made_at == 200


def test_new_factors_replace_the_old_ones_without_new_chunks(folder: Path):
    written = back_up(folder, at=200, factors={"passphrase": {"salt": "ffff"}})
    assert written == Written(0, 9, len(CONTENT))
    assert read_header(folder).factors == {"passphrase": {"salt": "ffff"}}


def test_stopped_backup_is_taken_up(tmp_path: Path):
    asked: list[int] = []

    def stop_at_fifth() -> bool:
        asked.append(1)
        return len(asked) == 5

    folder = tmp_path / "backup"
    assert back_up(folder, should_stop=stop_at_fifth) is None
    with pytest.raises(Unavailable) as caught:
        read_header(folder)
    assert caught.value.key == "backup.unfinished"
    assert back_up(folder) == Written(5, 4, len(CONTENT))
    assert restored(folder, tmp_path / "restored.db") == CONTENT


def test_stopped_backup_leaves_the_one_before_as_it_was(folder: Path, tmp_path: Path):
    assert back_up(folder, CONTENT[::-1], at=200, should_stop=lambda: True) is None
    assert read_contents(folder, KEY).made_at == 100
    assert restored(folder, tmp_path / "restored.db") == CONTENT


def test_progress_ends_at_the_whole(tmp_path: Path):
    told: list[tuple[int, int]] = []
    back_up(tmp_path / "backup", progress=lambda done, whole: told.append((done, whole)))
    assert [done for done, _ in told] == [*range(1_000, 9_000, 1_000), len(CONTENT)]
    assert {whole for _, whole in told} == {len(CONTENT)}
    back = told.copy()
    told.clear()
    read_backup(
        tmp_path / "backup",
        KEY,
        tmp_path / "restored.db",
        lambda done, whole: told.append((done, whole)),
    )
    assert told == back


def test_memory_stays_at_a_few_chunks_however_long_the_file_is(tmp_path: Path):
    chunk = 1 << 18
    content = np.random.default_rng(1).bytes(chunk * 100)
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "vault.db").write_bytes(content)
    del content
    with (tmp_path / "vault" / "vault.db").open("rb") as source:
        tracemalloc.start()
        try:
            written = write_backup(
                tmp_path / "backup",
                source,
                KEY,
                vault="v",
                vault_folder=tmp_path / "vault",
                factors={},
                extra=b"",
                erasures=[],
                made_at=1,
                chunk_bytes=chunk,
            )
            read_backup(tmp_path / "backup", KEY, tmp_path / "restored.db")
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert written == Written(100, 0, chunk * 100)
    assert peak < 8 * chunk


# What shows


def test_only_the_header_is_readable_and_only_the_owner_may_read(folder: Path):
    for path in [folder, *folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    whole = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for secret in (SECRET.encode(), CONTENT[:16], EXTRA[:16], b"certificate", KEY, bytes(32)):
        assert secret not in whole
    assert json.loads((folder / MANIFEST).read_bytes().partition(b"\n")[0]) == {
        "v": 1,
        "backup": read_header(folder).backup,
        "vault": "vault-1",
        "factors": FACTORS,
    }
    assert set(json.loads((folder / LEDGER).read_bytes().partition(b"\n")[0])) == {"v", "backup"}


def test_names_of_equal_content_differ_between_keys(folder: Path, tmp_path: Path):
    back_up(tmp_path / "other", key=new_key())
    assert {path.name for path in (folder / "chunks").iterdir()}.isdisjoint(
        path.name for path in (tmp_path / "other" / "chunks").iterdir()
    )


def test_ledgers_length_tells_a_bucket_not_a_count(folder: Path):
    sizes = set()
    for count in range(40):
        write_ledger(folder, KEY, [Erasure(id=100 + count, erased_at=5, certificate="c")], 200)
        sizes.add((folder / LEDGER).stat().st_size)
    assert len(sizes) < 12


def test_reprs_show_no_secret(folder: Path, tmp_path: Path):
    result = read_backup(folder, KEY, tmp_path / "restored.db")
    shown = repr((result, result.contents, read_ledger([folder], KEY)))
    for secret in (SECRET, repr(EXTRA), EXTRA.hex(), "削除の証明", KEY.hex()):
        assert secret not in shown


# What an attacker with the folder tries


def test_flipped_bit_in_any_file_is_refused(folder: Path, tmp_path: Path):
    for path in sorted(path for path in folder.rglob("*") if path.name != LOCK and path.is_file()):
        whole = path.read_bytes()
        step = 1 if path.name == LEDGER else 11  # every byte of one, and a net over the others
        for at in range(0, len(whole), step):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
            error = require_refused(folder, tmp_path / "restored.db")
            is_version = error.key == "backup.newer_format" and at < len(b'{"v":1,')
            assert error.key == "backup.damaged" or is_version
        path.write_bytes(whole)
    assert restored(folder, tmp_path / "restored.db") == CONTENT


def test_file_cut_anywhere_extended_or_gone_is_refused(folder: Path, tmp_path: Path):
    files = sorted(path for path in folder.rglob("*") if path.name != LOCK and path.is_file())
    assert len(files) == 9 + 2
    for path in files:
        whole = path.read_bytes()
        for changed in [*(whole[:size] for size in range(0, len(whole), 37)), whole + b"\0"]:
            path.write_bytes(changed)
            assert require_refused(folder, tmp_path / "restored.db").key == "backup.damaged"
        path.unlink()
        keys = {MANIFEST: "backup.unfinished", LEDGER: "backup.ledger_short"}
        expected = keys.get(path.name, "backup.chunk_missing")
        assert require_refused(folder, tmp_path / "restored.db").key == expected
        path.write_bytes(whole)


def test_pipe_in_place_of_a_file_keeps_nobody_waiting(folder: Path, tmp_path: Path):
    for path in (folder / MANIFEST, folder / LEDGER, next((folder / "chunks").iterdir())):
        whole = path.read_bytes()
        path.unlink()
        os.mkfifo(path)
        require_refused(folder, tmp_path / "restored.db")
        path.unlink()
        path.write_bytes(whole)


def test_chunk_grown_to_a_terabyte_takes_no_memory(folder: Path, tmp_path: Path):
    os.truncate(next((folder / "chunks").iterdir()), 1 << 40)  # no block of it is on the disk
    assert require_refused(folder, tmp_path / "restored.db").key == "backup.damaged"


def test_chunks_swapped_or_copied_over_another_are_refused(folder: Path, tmp_path: Path):
    names = sorted(
        path for path in (folder / "chunks").iterdir() if path.stat().st_size == CHUNK + SEAL_BYTES
    )
    one, other = names[0].read_bytes(), names[1].read_bytes()
    for first, second in ((other, one), (other, other), (one, one)):
        names[0].write_bytes(first)
        names[1].write_bytes(second)
        error = require_refused(folder, tmp_path / "restored.db")
        assert error.key == "backup.damaged"
        assert error.values["file"] in {names[0].name, names[1].name}
    names[1].write_bytes(other)
    assert restored(folder, tmp_path / "restored.db") == CONTENT


def test_chunk_of_another_backup_opens_only_where_the_content_is_the_same(
    folder: Path, tmp_path: Path
):
    twin = tmp_path / "twin"
    back_up(twin, CONTENT[:3_000] + CONTENT[:3_000][::-1] + CONTENT[6_000:], at=200)
    foreign = tmp_path / "foreign"
    back_up(foreign, key=new_key())
    names = {path.name for path in (folder / "chunks").iterdir()}
    shared = names & {path.name for path in (twin / "chunks").iterdir()}
    assert shared
    assert names - shared
    for name in shared:  # the same key and content: as good as our own
        shutil.copy(twin / "chunks" / name, folder / "chunks" / name)
    assert restored(folder, tmp_path / "restored.db") == CONTENT
    (tmp_path / "restored.db").unlink()
    strangers = [
        next(path for path in (twin / "chunks").iterdir() if path.name not in shared),
        next((foreign / "chunks").iterdir()),
    ]
    ours = folder / "chunks" / min(names - shared)
    for stranger in strangers:
        shutil.copy(stranger, ours)
        assert require_refused(folder, tmp_path / "restored.db").key == "backup.damaged"


def test_manifest_or_header_of_another_backup_is_refused(folder: Path, tmp_path: Path):
    foreign = tmp_path / "foreign"
    other_key = new_key()
    back_up(foreign, key=other_key)
    ours, theirs = (folder / MANIFEST).read_bytes(), (foreign / MANIFEST).read_bytes()
    our_line, _, our_body = ours.partition(b"\n")
    their_line, _, their_body = theirs.partition(b"\n")
    # Factors of a stranger over our body would let them open what the owner backs up next.
    for spliced in (
        theirs,
        their_line + b"\n" + our_body,
        our_line + b"\n" + their_body,
        our_line.replace(b"0badcafe", b"0badcaff") + b"\n" + our_body,
        our_line.replace(b"vault-1", b"vault-2") + b"\n" + our_body,
        our_line.replace(b":1,", b": 1,") + b"\n" + our_body,
    ):
        (folder / MANIFEST).write_bytes(spliced)
        assert require_refused(folder, tmp_path / "restored.db").key == "backup.damaged"


@pytest.mark.parametrize("fault", ["order", "count", "hash", "form"])
def test_sealed_manifest_that_does_not_fit_its_chunks_is_refused(
    folder: Path, tmp_path: Path, fault: str
):
    # Only the key's holder could write one: a program with a mistake in it.
    place = derive(KEY, "backup/manifest", version=1)
    opened = open_envelope(folder / MANIFEST, MANIFEST, Header, place)
    assert opened is not None
    header, sealed = opened
    body = json.loads(sealed)
    names = body["names"]
    body |= {
        "order": {"names": [names[1], names[0], *names[2:]]},
        "count": {"names": names[:-1]},
        "hash": {"sha256": "0" * 64},
        "form": {"extra": "no hex"},
    }[fault]
    write_envelope(folder / MANIFEST, MANIFEST, header, place, json.dumps(body).encode())
    error = require_refused(folder, tmp_path / "restored.db")
    assert (error.key, error.values["file"]) == ("backup.damaged", MANIFEST)
    if fault in {"count", "form"}:  # known before a byte is restored
        with pytest.raises(IntegrityError):
            read_contents(folder, KEY)


def test_sealed_ledger_of_another_form_is_refused(folder: Path, tmp_path: Path):
    place = derive(KEY, "backup/ledger", version=1)
    write_envelope(folder / LEDGER, LEDGER, Head(backup="0" * 32), place, b'{"erasures":3}')
    error = require_refused(folder, tmp_path / "restored.db")
    assert (error.key, error.values["file"]) == ("backup.damaged", LEDGER)


def test_ledger_and_manifest_do_not_stand_in_for_each_other(folder: Path, tmp_path: Path):
    shutil.copy(folder / MANIFEST, folder / LEDGER)
    assert require_refused(folder, tmp_path / "restored.db").key == "backup.damaged"


def test_wrong_key_opens_nothing(folder: Path, tmp_path: Path):
    assert require_refused(folder, tmp_path / "restored.db", new_key()).key == "backup.damaged"


def test_older_manifest_alone_is_refused_and_a_whole_older_folder_shows_its_date(
    folder: Path, tmp_path: Path
):
    older = shutil.copytree(folder, tmp_path / "older")
    back_up(folder, CONTENT[::-1], at=200)
    newer = (folder / MANIFEST).read_bytes()
    shutil.copy(older / MANIFEST, folder / MANIFEST)
    assert read_contents(folder, KEY).made_at == 100
    assert require_refused(folder, tmp_path / "restored.db").key == "backup.chunk_missing"
    (folder / MANIFEST).write_bytes(newer)
    assert restored(folder, tmp_path / "restored.db") == CONTENT[::-1]
    assert read_contents(older, KEY).made_at == 100
    assert restored(older, tmp_path / "restored.db") == CONTENT


# The ledger of erasures


def test_ledger_refreshed_alone_reaches_an_older_copy(folder: Path, tmp_path: Path):
    older = shutil.copytree(folder, tmp_path / "older")
    ledger = write_ledger(folder, KEY, [LATER], 300)
    assert ledger.erasures == (*ERASED, LATER)
    assert read_ledger([older], KEY).erasures == ERASED
    both = read_ledger([older, folder], KEY)
    assert (both.erasures, both.written_at) == (ledger.erasures, 300)
    assert restored(folder, tmp_path / "restored.db") == CONTENT


def test_ledgers_that_went_two_ways_are_joined(folder: Path, tmp_path: Path):
    stick = shutil.copytree(folder, tmp_path / "stick")
    write_ledger(folder, KEY, [LATER], 300)
    tenth = Erasure(id=10, erased_at=7, certificate="열 번째")
    write_ledger(stick, KEY, [tenth], 200)
    for order in ([folder, stick], [stick, folder]):
        assert {one.id for one in read_ledger(order, KEY).erasures} == {3, 8, 9, 10}


@given(st.lists(st.lists(st.integers(0, 9), max_size=5), max_size=4))
def test_what_a_ledger_says_of_an_id_first_it_keeps(rounds: list[list[int]]):
    ledger = Ledger()
    first: dict[int, int] = {}
    for at, ids in enumerate(rounds):
        before = ledger.erasures
        ledger = ledger.joined([Erasure(id=one, erased_at=at, certificate="") for one in ids], at)
        for one in ids:
            first.setdefault(one, at)
        assert ledger.erasures[: len(before)] == before
    assert {one.id: one.erased_at for one in ledger.erasures} == first


def test_backup_keeps_the_erasures_that_the_vault_no_longer_knows(folder: Path):
    write_ledger(folder, KEY, [LATER], 300)
    back_up(folder, at=400)  # an older vault, restored: it knows two erasures
    assert read_contents(folder, KEY).erasures == 3
    assert read_ledger([folder], KEY).erasures == (*ERASED, LATER)


def test_ledger_put_back_below_what_the_backup_says_is_refused(folder: Path, tmp_path: Path):
    older = (folder / LEDGER).read_bytes()
    back_up(folder, at=200, erasures=[*ERASED, LATER])
    (folder / LEDGER).write_bytes(older)
    error = require_refused(folder, tmp_path / "restored.db")
    assert (error.key, error.values) == ("backup.ledger_short", {"expected": 3, "found": 2})


def test_damaged_ledger_is_written_anew_by_the_next_backup(folder: Path):
    (folder / LEDGER).write_bytes(b"torn")
    back_up(folder, at=200)
    assert read_ledger([folder], KEY).erasures == ERASED


def test_ledger_needs_a_finished_backup_of_its_key(folder: Path, tmp_path: Path):
    with pytest.raises(BadInput) as other:
        write_ledger(folder, new_key(), [LATER], 300)
    assert other.value.key == "backup.other_backup"
    (tmp_path / "empty").mkdir()
    with pytest.raises(Unavailable) as unfinished:
        write_ledger(tmp_path / "empty", KEY, [LATER], 300)
    assert unfinished.value.key == "backup.unfinished"
    assert not list((tmp_path / "empty").iterdir())
    with pytest.raises(Unavailable) as missing:
        write_ledger(tmp_path / "gone", KEY, [LATER], 300)
    assert missing.value.key == "backup.missing"


# What cannot be used


def test_folder_of_something_else_is_left_as_it_is(tmp_path: Path):
    folder = tmp_path / "写真"
    folder.mkdir()
    (folder / "猫.jpg").write_bytes(b"cat")
    with pytest.raises(BadInput) as caught:
        back_up(folder)
    assert caught.value.key == "backup.other_content"
    assert [path.name for path in folder.iterdir()] == ["猫.jpg"]
    with pytest.raises(BadInput):
        back_up(folder / "猫.jpg", vault=tmp_path / "vault")
    assert (folder / "猫.jpg").read_bytes() == b"cat"


def test_what_file_managers_leave_behind_does_not_disturb(folder: Path, tmp_path: Path):
    (folder / ".DS_Store").write_bytes(b"finder")
    (folder / "chunks" / ".DS_Store").write_bytes(b"finder")
    assert back_up(folder, at=200) == Written(0, 9, len(CONTENT))
    assert (folder / "chunks" / ".DS_Store").exists()


def test_manifest_that_is_none_is_not_overwritten(tmp_path: Path):
    folder = tmp_path / "backup"
    folder.mkdir()
    (folder / MANIFEST).write_text("packing list: 傘, 地図\n", encoding="utf-8")
    with pytest.raises(IntegrityError) as caught:
        back_up(folder)
    assert caught.value.key == "backup.damaged"
    assert (folder / MANIFEST).read_text(encoding="utf-8").startswith("packing list")


def test_folder_of_another_backup_is_left_as_it_is(folder: Path, tmp_path: Path):
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(BadInput) as caught:
        back_up(folder, at=200, key=new_key())
    assert caught.value.key == "backup.other_backup"
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("inside", [".", "backup", "a/../backup", "link/backup"])
def test_backup_inside_the_vaults_folder_is_refused(tmp_path: Path, inside: str):
    vault = tmp_path / "vault"
    (vault / "a").mkdir(parents=True)
    (vault / "link").symlink_to(vault)
    with pytest.raises(BadInput) as caught:
        back_up(vault / inside, vault=vault)
    assert caught.value.key == "backup.inside_vault"
    assert not (vault / "backup").exists()


def test_place_that_is_not_there_is_not_made(tmp_path: Path):
    with pytest.raises(Unavailable) as caught:
        back_up(tmp_path / "usb" / "backup", vault=tmp_path / "vault")
    assert (caught.value.key, caught.value.values["folder"]) == (
        "backup.missing",
        str(tmp_path / "usb"),
    )
    assert not (tmp_path / "usb").exists()
    for read in (read_header, lambda folder: read_contents(folder, KEY)):
        with pytest.raises(Unavailable) as caught:
            read(tmp_path / "usb" / "backup")
        assert caught.value.key == "backup.missing"


def test_newer_format_is_left_as_it_is(folder: Path, tmp_path: Path):
    whole = (folder / MANIFEST).read_bytes()
    newer = whole.replace(b'"v":1', b'"v":2,"more":[]', 1)
    (folder / MANIFEST).write_bytes(newer)
    error = require_refused(folder, tmp_path / "restored.db")
    assert (error.key, error.values) == ("backup.newer_format", {"found": 2, "known": 1})
    with pytest.raises(Unavailable) as caught:
        back_up(folder, at=200)
    assert caught.value.key == "backup.newer_format"
    assert (folder / MANIFEST).read_bytes() == newer
    (folder / MANIFEST).write_bytes(whole)
    (folder / LEDGER).write_bytes(newer)
    with pytest.raises(Unavailable):
        back_up(folder, at=200)
    assert (folder / LEDGER).read_bytes() == newer


@pytest.mark.parametrize(
    "line", ["", "{}", "[]", '{"v":"1"}', '{"v":0}', '{"v":1e99}', "[" * 90_000, '{"v":1}\udcff']
)
def test_header_that_is_none_is_named(folder: Path, line: str):
    (folder / MANIFEST).write_bytes(line.encode("utf-8", "surrogateescape") + b"\nbody")
    with pytest.raises(IntegrityError) as caught:
        read_header(folder)
    assert caught.value.values == {"folder": str(folder), "file": MANIFEST}


def test_restore_overwrites_no_file_and_follows_no_link(folder: Path, tmp_path: Path):
    target = tmp_path / "mine.db"
    target.write_bytes(b"mine")
    with pytest.raises(BadInput) as caught:
        read_backup(folder, KEY, target)
    assert caught.value.key == "backup.target_exists"
    assert target.read_bytes() == b"mine"
    (tmp_path / "new.db.part").symlink_to(target)
    with pytest.raises(Unavailable):
        read_backup(folder, KEY, tmp_path / "new.db")
    assert target.read_bytes() == b"mine"
    with pytest.raises(Unavailable) as caught_missing:
        read_backup(folder, KEY, tmp_path / "nowhere" / "vault.db")
    assert caught_missing.value.values["folder"] == str(tmp_path / "nowhere")


def test_restored_file_is_its_owners_alone(folder: Path, tmp_path: Path):
    read_backup(folder, KEY, tmp_path / "restored.db")
    assert stat.S_IMODE((tmp_path / "restored.db").stat().st_mode) == 0o600


def test_file_that_is_written_to_meanwhile_makes_no_backup(folder: Path, tmp_path: Path):
    file = tmp_path / "vault" / "vault.db"

    def grow(done: int, whole: int) -> None:
        with file.open("ab") as more:
            more.write(b"page")

    with pytest.raises(RuntimeError, match="written to"):
        back_up(folder, at=200, progress=grow)
    with pytest.raises(RuntimeError, match="cut"):
        back_up(folder, at=200, progress=lambda done, whole: os.truncate(file, 1_500))
    assert read_contents(folder, KEY).made_at == 100
    assert restored(folder, tmp_path / "restored.db") == CONTENT
