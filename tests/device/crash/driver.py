"""The product as the crash tests drive it: the one place that knows its interfaces.

What is under test is what reaches the disk, in which order, and what is read back. The derivation
of keys from secrets is no part of that: `cheap_secrets` puts a fast pure function in its seat, so
that a thousand processes can unlock. Proofs through the command line run the real one.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from compliance.log.events import Event, EventKind
from device.compose import Device, _wire
from device.encoder.encode import Encoder
from device.errors import Unavailable
from device.governing import make_guard
from device.importers.export import Conversation, Export, SourceKind, Turn
from device.memory.records import Memory
from device.memory.scan_numpy import NumpyKernel
from device.settings import EncoderRecord, Settings
from device.vault.database import FILE_NAME
from device.vault.kdf import KdfParameters
from device.vault.keystores.keystore import Keystore, Promise
from device.vault.opening import create_vault, unlock_vault, with_passphrase
from device.vault.seal import keyed_hash
from device.vault.store import Vault
from policy.vocabulary import ClassName, Label, Market
from tests.builders import new_event, read_all, wished

SEGMENT_ROWS: Final = 8  # so that a few adds make a segment
VAULT_FILE: Final = FILE_NAME
WAL_FILE: Final = f"{FILE_NAME}-wal"
NOW: Final = 1_760_000_000
_SETTINGS: Final = Settings(owner="", language="ja", market=Market.JP, zone="Asia/Tokyo")
_TEXTS: Final = (
    "会社の近くの食堂で{n}番目の定食を食べた",
    "우리 강아지 두부가 공원을 {n}바퀴 뛰었다",
    "We watched the sunset from bridge {n} again",
    "整形外科で膝の薬を{n}錠もらった",
    "병원에서 혈압약 {n}알을 받았다",
    "카드값 {n}원을 계좌에서 이체했다",
    "銀行口座に{n}円を振り込んだ",
    "여권 번호는 M{n}번이다",
)


class _CheapArgon2id:
    """Argon2id's interface over one hash."""

    def __init__(self, *, salt: bytes, length: int, **cost: object) -> None:
        self._salt, self._length = salt + repr(sorted(cost.items())).encode(), length

    def derive(self, secret: bytes) -> bytes:
        return keyed_hash(self._salt, secret)[: self._length]


@contextmanager
def cheap_secrets() -> Iterator[None]:
    """Derives keys from secrets by one hash while the block runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("device.vault.kdf.Argon2id", _CheapArgon2id)
        yield


@dataclass(frozen=True, slots=True)
class Secrets:
    """What opens a vault."""

    passphrase: str
    step_up: str


@dataclass(frozen=True, slots=True)
class Found:
    """One memory as it is read back."""

    text: str
    class_name: str
    reads: int
    rule: str = ""  # the digest of its record


@dataclass(frozen=True, slots=True)
class Content:
    """All that a vault tells when every class is open.

    Attributes:
        told_stored: How many names the log's events of storing hold.
        told_erased: How many events of erasing the log holds.
        damage: What the vault names as damaged; what is left besides is read.
        orphans: How many payloads lie in the file that no row leads to.
    """

    memories: dict[int, Found]
    events: int
    told_stored: int
    told_erased: int
    segments: int
    damage: tuple[str, ...] = ()
    orphans: int = 0
    settings: bytes = b""
    leaves: tuple[bytes, ...] = field(default=(), repr=False)


def new_text(rng: np.random.Generator) -> str:
    """Gives a sentence in Japanese, Korean or English that was never said before."""
    template = _TEXTS[int(rng.integers(len(_TEXTS)))]
    return template.format(n=int(rng.integers(10**8, 10**9)))


def digest_of(text: str) -> str:
    """Names a text in the marks, which must not hold it."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Subject:
    """One unlocked vault with small segments."""

    def __init__(self, device: Device, secrets: Secrets) -> None:
        self.device = device
        self.secrets = secrets

    @classmethod
    def create(cls, folder: Path, secrets: Secrets, *, keystore: bool = False) -> Subject:
        """Makes a vault; its step-up classes are closed.

        Args:
            keystore: Whether its epoch key is kept in a keystore, which erases, beside it.
        """
        settings = _SETTINGS.model_copy(update={"encoders": (EncoderRecord.of(Encoder.default()),)})
        if keystore:
            keystore_of(folder).mkdir(exist_ok=True)
        vault = create_vault(
            folder,
            secrets.passphrase,
            secrets.step_up,
            KdfParameters(),
            settings=settings.model_dump_json().encode(),
            keystore=_find_keystore(folder),
            segment_rows=SEGMENT_ROWS,
            layout=NumpyKernel.layout,
        )
        subject = cls(_wired(vault, settings), secrets)
        subject.device.guard.note_unlocked(EventKind.CREATED)
        subject.device.guard.end_step_up()
        return subject

    @classmethod
    def open(cls, folder: Path, secrets: Secrets) -> Subject:
        """Unlocks as `open_device` does, the sweep included."""

        def announce(vault: Vault) -> None:
            make_guard(vault, Settings.parse(vault.read_settings()), lambda: NOW)[0].note_unlocked()

        vault = unlock_vault(
            folder,
            with_passphrase(lambda: secrets.passphrase),
            find_keystore=lambda _: _find_keystore(folder),
            announce=announce,
            segment_rows=SEGMENT_ROWS,
            layout=NumpyKernel.layout,
        )
        try:
            subject = cls(_wired(vault, Settings.parse(vault.read_settings())), secrets)
            subject.device.retention.run()
        except BaseException:
            vault.close()
            raise
        return subject

    # -- acts: each is durable when it has returned

    def remember(self, text: str) -> int:
        """Keeps a sentence. Gives its id."""
        kept = self.device.intake.remember(text)
        assert kept.id is not None
        return kept.id

    def take_in(self, texts: Sequence[str], place: str) -> list[int]:
        """Imports a conversation. Gives the ids in the order of the texts."""
        turns = tuple(
            Turn(text, "花子", False, datetime.fromtimestamp(NOW + at, UTC), f"{place}/{at}", None)
            for at, text in enumerate(texts)
        )
        talk = Conversation(SourceKind.LINE, "友だち", turns)
        return self.device.intake.take_in(Export(SourceKind.LINE, (talk,), {}), gate=False).ids

    def forget(self, ids: Sequence[int]) -> None:
        """Deletes memories for good, in one step."""
        assert self.device.rights.forget(ids)

    def rebind(self, item_id: int, label: Label) -> str:
        """Puts an open memory under another rule, as that label asks. Gives its class then."""
        row = self.device.vault.find_row(item_id)
        assert row is not None
        before = self.device.vault.record(int(row["rule"][0]))
        after = wished(before, labels={label})
        self.device.guard.rebind(item_id, after)
        return after.class_name.value

    def compact(self) -> None:
        """Makes segments of full tails."""
        self.device.vault.compact()

    def rotate(self) -> None:
        """Replaces the keys of all open classes."""
        self.device.keeping.rotate()

    def change_passphrase(self, new: str) -> None:
        """Takes another passphrase."""
        self.device.keeping.change_passphrase(new)
        self.secrets = Secrets(new, self.secrets.step_up)

    def set_step_up(self, new: str) -> None:
        """Takes another step-up secret, while the classes are open."""
        self.device.keeping.set_step_up(new)
        self.secrets = Secrets(self.secrets.passphrase, new)

    def step_up(self) -> None:
        """Opens the step-up classes."""
        self.device.guard.step_up(self.secrets.step_up)

    def end_step_up(self) -> None:
        """Closes them again."""
        self.device.guard.end_step_up()

    def rate(self, item_id: int) -> None:
        """Says that a memory was of use."""
        assert self.device.rights.rate(item_id, "used")

    def count_read(self, item_id: int) -> int:
        """Notes that a memory was shown. Gives how often it was."""
        vault = self.device.vault
        with vault.transaction():
            vault.append(new_event(EventKind.RELEASED))
            vault.count_read(item_id, vault.usage(item_id), NOW)
        return vault.reads(item_id)

    def close(self) -> None:
        """Locks in order."""
        self.device.close()

    # -- what there is

    def open_ids(self) -> list[int]:
        """Gives the ids of the open classes."""
        return self.device.vault.open_ids()

    def content(self) -> Content:
        """Reads everything and verifies the log; the step-up classes must be open."""
        vault = self.device.vault
        assert all(vault.is_open(name) for name in ClassName)
        memories = {}
        for item_id, payload in read_all(vault).items():
            row = vault.find_row(item_id)
            assert row is not None
            record = vault.record(int(row["rule"][0]))
            memories[item_id] = Found(
                Memory.from_bytes(payload).text,
                record.class_name.value,
                vault.reads(item_id),
                record.digest.hex(),
            )
        leaves = [leaf for _, leaf in vault.journal.leaves()]
        events = [Event.from_leaf(leaf) for leaf in leaves]
        assert vault.journal.verify() == len(events)
        vault.verify_names()
        ((stored,),) = vault._database.all("SELECT count(*) FROM item")
        unread = sum(one.count for one in vault.damage)
        assert isinstance(stored, int)
        assert vault._database.all("PRAGMA integrity_check") == [("ok",)]
        return Content(
            memories,
            len(events),
            sum(len(event.memories) for event in events if event.kind is EventKind.STORED),
            sum(event.kind is EventKind.ERASED for event in events),
            sum(len(vault.segments(name)) for name in ClassName),
            tuple(f"{one.name} {one.seg}: {one.first}-{one.last}" for one in vault.damage),
            stored - len(memories) - unread,
            vault.read_settings(),
            tuple(leaves),
        )

    def sealed_bytes(self, item_id: int) -> bytes:
        """Gives some of a memory's ciphertext, by which its remains are found on the disk."""
        row = self.device.vault._database.one("SELECT payload FROM item WHERE id = ?", item_id)
        assert row is not None
        payload = row[0]
        assert isinstance(payload, bytes)
        return payload[16:48]


def read_content(folder: Path, secrets: Secrets) -> Content:
    """Unlocks with both secrets, reads everything, and leaves as a killed process would."""
    subject = Subject.open(folder, secrets)
    with closing(subject.device.vault):
        subject.step_up()
        return subject.content()


def keystore_of(folder: Path) -> Path:
    """Gives where the keystore of the vault in `folder` is, if it has one."""
    return folder.parent / "keystore"


class FolderKeystore:
    """A keystore that erases: one file an entry, replaced in one durable step."""

    name = "folder"
    promise = Promise.ERASES

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, entry: str) -> bytes | None:
        """Gives the secret, or None where there is no such entry."""
        file = self._folder / entry
        return file.read_bytes() if file.exists() else None

    def write(self, entry: str, secret: bytes) -> None:
        """Stores or replaces a secret.

        Raises:
            Unavailable: the disk refused it.
        """
        fresh = self._folder / f"{entry}.new"
        try:
            with fresh.open("wb") as file:
                file.write(secret)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._folder / entry)
            self._sync()
        except OSError as error:
            raise Unavailable("vault.keystore_refused", name=self.name) from error

    def remove(self, entry: str) -> None:
        """Drops a secret."""
        (self._folder / entry).unlink(missing_ok=True)
        self._sync()

    def _sync(self) -> None:
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _find_keystore(folder: Path) -> Keystore | None:
    place = keystore_of(folder)
    return FolderKeystore(place) if place.is_dir() else None


def _wired(vault: Vault, settings: Settings) -> Device:
    guard, _ = make_guard(vault, settings, lambda: NOW)
    return _wire(vault, guard, settings, lambda: NOW, NumpyKernel())
