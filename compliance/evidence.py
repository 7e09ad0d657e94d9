"""Evidence folders: what a device hands over, and the offline check that nothing in it was changed.

A folder is flat and holds

    log.jsonl       every leaf of the log, one canonical event per line
    checkpoint      a signed note: the log's origin, size and root (compliance.log.checkpoint)
    vkey            the verifier key that the note opens with, on one line
    manifest.json   optional: the names and SHA-256 of the content files beside it
    ...             the content files, such as memories.json; only with a manifest

Invariants:

1. Every byte of every file is covered: the leaves by the root, the root by the signature, the key
   by its own spelling, the content files by the manifest, the manifest by the last `exported` event
   of the log. Anything else in the folder is refused, save what file managers leave behind, which
   is never opened.
2. The checkpoint is over exactly these leaves. A log that is longer or shorter is a changed log.
3. The checkpoint carries one signature. A second line would be of an unknown key, so covered by
   nothing.
4. A changed leaf is told as a change, even where it can no longer be read as an event.
5. Names, sizes and texts in the folder are hostile until proved: no links, devices or endless files
   are followed, and what is shown of a name cannot redraw a terminal.

What an attacker tries: edit, add, drop, swap or cut lines and files; put an older manifest with its
content beside a newer log; a link to a file that the reader may see and the sender may not; a pipe
that never ends; a folder that was signed again from the first event on, with another key.

What this does NOT protect: that last one, unless the reader brings the device's key (`vkey`);
without it the folder's own key is used and `Verdict.key_pinned` is False. Nor an event that was
never logged, an older folder handed in as today's, or a device that signs two histories: a witness
is there for those. A folder whose manifest and content files are all taken away is log-only
evidence, and says so.
"""

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
)

from compliance.errors import ComplianceError, EvidenceError, ProofError
from compliance.log.checkpoint import Checkpoint
from compliance.log.events import (
    MAX_AT,
    MAX_LEAF_BYTES,
    Digest,
    Event,
    EventKind,
    Nonce,
    canonical_json,
)
from compliance.log.merkle import Frontier, leaf_hash
from compliance.log.note import Verifier, open_note

LOG: Final = "log.jsonl"
CHECKPOINT: Final = "checkpoint"
VKEY: Final = "vkey"
MANIFEST: Final = "manifest.json"
IGNORED: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
MAX_FILE_BYTES: Final = 1 << 32  # the log and the content files, which are read piece by piece
MAX_SMALL_FILE_BYTES: Final = 1 << 20  # the files that are read at once

_OWN_NAMES = frozenset({LOG, CHECKPOINT, VKEY, MANIFEST})
# No link is followed, and opening a pipe does not wait for its writer. Windows has neither flag.
_CAREFULLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)

FileName: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?$")
]


class Manifest(BaseModel):
    """The content files of a folder. The nonce keeps the log from telling which content it was."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    v: Literal[1] = 1
    nonce: Nonce
    files: Annotated[Mapping[FileName, Digest], Field(min_length=1)]

    @field_validator("files")
    @classmethod
    def _leave_own_names(cls, files: Mapping[str, str]) -> Mapping[str, str]:
        if not (_OWN_NAMES | IGNORED).isdisjoint(files):
            raise ValueError("expected content files, found a name that the folder itself uses")
        return files

    def to_bytes(self) -> bytes:
        """Gives the file's only spelling."""
        return canonical_json(self.model_dump(mode="json"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verified folder says.

    Attributes:
        origin: The log's name, which is its key's name too.
        size: The number of events.
        root: The log's root, in hexadecimal.
        first_at: The earliest time in the log, Unix seconds by the device's clock.
        last_at: The latest.
        counts: How many events there are of each kind that occurs.
        files: The content files that were checked, sorted.
        vkey: The key that the checkpoint was opened with.
        key_pinned: Whether the caller brought that key. If not, the folder vouches for itself only.
    """

    origin: str
    size: int
    root: str
    first_at: int
    last_at: int
    counts: Mapping[EventKind, int]
    files: tuple[str, ...]
    vkey: str
    key_pinned: bool


def write_manifest_bytes(files: Mapping[str, bytes], nonce: bytes) -> bytes:
    """Gives manifest.json for these content files; its SHA-256 belongs into the `exported` event.

    Args:
        files: Content by name; at least one.
        nonce: 16 random bytes.

    Raises:
        ValueError: a name cannot stand in a folder, there is no file, or the nonce has another
            length.
    """
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return Manifest(nonce=nonce.hex(), files=digests).to_bytes()


def verify_folder(path: Path, *, vkey: str | None = None) -> Verdict:
    """Checks an evidence folder and gives what it says.

    Args:
        path: The folder.
        vkey: The device's verifier key, from elsewhere than this folder.

    Raises:
        ProofError: the folder was changed, or never was whole.
        EvidenceError: this is no evidence that this version can read, or `vkey` is no key.
    """
    names = list_names(path)
    if names.isdisjoint({LOG, CHECKPOINT, VKEY}):
        raise EvidenceError("evidence.folder_foreign")
    verifier = _read_verifier(path, vkey)
    checkpoint = _read_checkpoint(path, verifier)
    with open_file(path, LOG, MAX_FILE_BYTES) as file:
        log = _read_log(read_lines(file), checkpoint)
    files = _check_files(path, names, log.manifest)
    return Verdict(
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=checkpoint.root.hex(),
        first_at=log.first_at,
        last_at=log.last_at,
        counts=log.counts,
        files=files,
        vkey=str(verifier),
        key_pinned=vkey is not None,
    )


def _read_verifier(folder: Path, vkey: str | None) -> Verifier:
    """Gives the key to trust; the folder's own key has to be the same one."""
    pinned = None
    if vkey is not None:
        try:
            pinned = Verifier.parse(vkey)
        except ProofError as error:  # the caller's mistake, and no word about the evidence
            raise EvidenceError("evidence.vkey_given") from error
    text = _read_text(folder, VKEY)
    verifier = Verifier.parse(text.removesuffix("\n"))
    if text != f"{verifier}\n":
        raise ProofError("evidence.vkey_form")
    if pinned is not None and pinned != verifier:
        raise ProofError("evidence.vkey_other", expected=str(pinned), found=str(verifier))
    return verifier


def _read_checkpoint(folder: Path, verifier: Verifier) -> Checkpoint:
    note = _read_text(folder, CHECKPOINT)
    text = open_note(note, verifier)
    if note.count("\n") != text.count("\n") + 2:  # the blank line and one signature: invariant 3
        raise ProofError("evidence.checkpoint_signatures")
    checkpoint = Checkpoint.parse(text)
    # tlog-checkpoint, "Signatures": the key's name should match the origin. Here it must, so that
    # one device's key cannot vouch for a log that calls itself another's.
    if checkpoint.origin != verifier.name:
        raise ProofError(
            "evidence.origin_other", expected=verifier.name, found=shown_name(checkpoint.origin)
        )
    return checkpoint


@dataclass(frozen=True, slots=True)
class _Log:
    """What the events of a verified log add up to."""

    first_at: int
    last_at: int
    counts: Mapping[EventKind, int]
    manifest: str | None  # of the last export


def _read_log(leaves: Iterable[bytes], checkpoint: Checkpoint) -> _Log:
    """Checks the leaves against the checkpoint. Pure: the leaves are read once, in order."""
    frontier = Frontier.empty()
    counts: Counter[EventKind] = Counter()
    first_at, last_at = MAX_AT, 0
    manifest = None
    unreadable: ComplianceError | None = None
    for leaf in leaves:
        frontier = frontier.append(leaf_hash(leaf))
        try:
            event = Event.from_leaf(leaf)
        except ComplianceError as error:
            unreadable = unreadable or error  # told once the root has shown it was signed so
            continue
        counts[event.kind] += 1
        first_at, last_at = min(first_at, event.at), max(last_at, event.at)
        if event.kind is EventKind.EXPORTED:
            manifest = str(event.details.get("manifest", ""))
    if frontier.size != checkpoint.size:
        raise ProofError("evidence.log_size", expected=checkpoint.size, found=frontier.size)
    if frontier.root() != checkpoint.root:
        raise ProofError(
            "evidence.log_root",
            expected=checkpoint.root[:8].hex(),
            found=frontier.root()[:8].hex(),
        )
    if unreadable:
        raise unreadable
    if not counts:
        raise EvidenceError("evidence.log_empty")
    return _Log(first_at, last_at, dict(sorted(counts.items())), manifest)


def _check_files(folder: Path, names: frozenset[str], logged: str | None) -> tuple[str, ...]:
    """Checks that the folder holds what its manifest lists and nothing else."""
    digests: Mapping[str, str] = {}
    expected = _OWN_NAMES - {MANIFEST}
    if MANIFEST in names:
        digests = _read_manifest(folder, logged).files
        expected = _OWN_NAMES.union(digests)
    for name in sorted(names - expected):
        raise ProofError("evidence.file_unlisted", file=shown_name(name))
    for name, digest in sorted(digests.items()):
        with open_file(folder, name, MAX_FILE_BYTES) as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != digest:
            raise ProofError(
                "evidence.file_changed", file=name, expected=digest[:16], found=found[:16]
            )
    return tuple(sorted(digests))


def _read_manifest(folder: Path, logged: str | None) -> Manifest:
    with open_file(folder, MANIFEST, MAX_SMALL_FILE_BYTES) as file:
        data = file.read()
    if logged is None:
        raise ProofError("evidence.manifest_unlogged")
    if hashlib.sha256(data).hexdigest() != logged:
        raise ProofError("evidence.manifest_changed")
    try:
        manifest = Manifest.model_validate_json(data)
    except ValidationError as error:
        if any(fault["loc"] == ("v",) for fault in error.errors(include_input=False)):
            raise EvidenceError("evidence.manifest_version") from error
        raise ProofError("evidence.manifest_form") from error
    if manifest.to_bytes() != data:
        raise ProofError("evidence.manifest_form")
    return manifest


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes the files of a folder that is handed over: each of them new, for its owner alone.

    Raises:
        OSError: one cannot be written, or is there already.
    """
    for name, content in files.items():
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)


def list_names(folder: Path) -> frozenset[str]:
    """Gives the names in a folder, without what file managers leave behind.

    Raises:
        EvidenceError: there is no folder, or it cannot be looked into.
    """
    try:
        return frozenset(entry.name for entry in folder.iterdir()) - IGNORED
    except (FileNotFoundError, NotADirectoryError) as error:
        raise EvidenceError("evidence.folder_missing") from error
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the path
        raise EvidenceError("evidence.folder_unreadable") from error


@contextmanager
def open_file(folder: Path, name: str, limit_bytes: int) -> Iterator[BufferedReader]:
    """Opens an ordinary file of bounded size, and nothing that only looks like one.

    Raises:
        ProofError: it is missing, or no ordinary file.
        EvidenceError: it is too large, or cannot be read.
    """
    path = folder / name
    try:
        if path.is_symlink() or path.is_dir():  # said as such; the flags close the race behind it
            raise ProofError("evidence.file_kind", file=name)
        with open(path, "rb", opener=_open_carefully) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise ProofError("evidence.file_kind", file=name)
            if status.st_size > limit_bytes:
                raise EvidenceError("evidence.file_large", file=name, limit_bytes=limit_bytes)
            yield file
    except FileNotFoundError as error:
        raise ProofError("evidence.file_missing", file=name) from error
    except OSError as error:
        raise EvidenceError("evidence.file_unreadable", file=name) from error


def _open_carefully(path: str, flags: int) -> int:
    return os.open(path, flags | _CAREFULLY)


def _read_text(folder: Path, name: str) -> str:
    with open_file(folder, name, MAX_SMALL_FILE_BYTES) as file:
        data = file.read()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProofError("evidence.file_text", file=name) from error


def read_lines(file: BufferedReader) -> Iterator[bytes]:
    """Gives the lines without their newlines; each must have one, the last too."""
    number = 0
    while line := file.readline(MAX_LEAF_BYTES + 1):
        number += 1
        if not line.endswith(b"\n"):
            raise ProofError("evidence.log_line", line=number)
        yield line[:-1]


def shown_name(name: str) -> str:
    """Gives a name as it may be printed: hostile ones could move the cursor or run for pages."""
    return "".join(
        char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in name[:80]
    )
