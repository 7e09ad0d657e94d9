"""What the owner may always do: take everything out, see who read what, and forget.

An export is plaintext that its owner asked for, in a folder that they named: mode 0600, logged, and
laid out as evidence, so that anyone can check offline that no byte of it was changed.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from compliance.contents import ABOUT, MEMORIES, NAMES, About, BundleKind
from compliance.evidence import CHECKPOINT, LOG, MANIFEST, VKEY, write_files, write_manifest_bytes
from compliance.log.events import Event, EventKind, Outcome
from device.access import Guard
from device.errors import BadInput, Unavailable
from device.memory.records import Card
from device.settings import Settings
from device.vault.store import Vault
from policy.catalog import Language

_NONCE_BYTES = 16


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event as its owner sees it, with the memories it touched that are open now."""

    seq: int
    event: Event
    ids: tuple[int, ...]


class Rights:
    """Export, log and erasure for one unlocked vault."""

    def __init__(self, vault: Vault, guard: Guard) -> None:
        self._vault = vault
        self._guard = guard

    def export(self, folder: Path, release: Callable[[], list[Card]], settings: Settings) -> int:
        """Writes the owner's memories and the log into an empty folder. Gives how many memories.

        The folder is a bundle: `bojagi-compliance report` makes the person's report of it.

        Args:
            release: Releases the memories; asked once the folder is known to be writable.

        Raises:
            BadInput: the folder holds something already, or lies inside the vault's.
            Unavailable: it cannot be written.
        """
        self._prepare(folder)
        cards = release()
        about = About(
            kind=BundleKind.DEVICE,
            program=version("bojagi"),
            market=settings.market.value,
            language=settings.language,
            zone=settings.zone,
        )
        shown = {card.id for card in cards}
        names = {
            self._vault.commitment(row): int(row["id"][0])
            for row in self._vault.open_rows()
            if int(row["id"][0]) in shown
        }
        files = {
            ABOUT: _json(about.model_dump(mode="json")),
            MEMORIES: _json([asdict(card) for card in cards]),
            NAMES: _json(names),
        }
        files[MANIFEST] = write_manifest_bytes(files, secrets.token_bytes(_NONCE_BYTES))
        self._guard.note(
            EventKind.EXPORTED,
            count=len(cards),
            manifest=sha256(files[MANIFEST]).hexdigest(),
            format="folder",
        )
        _write(folder, {**files, **self._evidence()})
        return len(cards)

    def export_log(self, folder: Path) -> int:
        """Writes the log alone, as evidence without content. Gives how many events."""
        self._prepare(folder)
        _write(folder, self._evidence())
        return self._vault.journal.size

    def forget(self, item_id: int) -> str | None:
        """Deletes a memory for good.

        Gives the signed certificate, or None if there is no such memory.
        """
        return self._guard.erase(item_id, "forget")

    def rate(self, item_id: int, kind: Literal["used", "dismissed"]) -> bool:
        """Notes what a memory was worth when it was shown. Gives False if none has this id."""
        return self._guard.rate(item_id, used=kind == "used")

    def note_notice(self, sentence: str, language: Language) -> None:
        """Logs that the owner was told, in these words, what decides for them."""
        digest = sha256(sentence.encode()).hexdigest()
        self._guard.note(EventKind.NOTICED, digest=digest, format=language)

    def log(self, item_id: int | None = None) -> Iterator[LogLine]:
        """Gives the log, oldest first; only what names one memory, where `item_id` is given."""
        names = {self._vault.commitment(row): int(row["id"][0]) for row in self._vault.open_rows()}
        for seq, leaf in self._vault.journal.leaves():
            event = Event.from_leaf(leaf)
            permitted = (one.memory for one in event.decisions if one.outcome is Outcome.PERMIT)
            named = (*event.memories, *permitted)
            ids = tuple(names[name] for name in named if name in names)
            if item_id is None or item_id in ids:
                yield LogLine(seq, event, ids)

    def _prepare(self, folder: Path) -> None:
        try:
            if folder.resolve().is_relative_to(self._vault.folder.resolve()):
                raise BadInput("cli.export_inside_vault", folder=str(folder))
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if any(folder.iterdir()):
                raise BadInput("cli.export_not_empty", folder=str(folder))
        except OSError as error:
            raise _unwritable(folder, error) from error

    def _evidence(self) -> Mapping[str, bytes]:
        journal = self._vault.journal
        return {
            LOG: b"".join(leaf + b"\n" for _, leaf in journal.leaves()),
            CHECKPOINT: journal.checkpoint().encode("utf-8"),
            VKEY: f"{journal.signer.verifier}\n".encode(),
        }


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    try:
        write_files(folder, files)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(folder: Path, error: OSError) -> Unavailable:
    reason = error.strerror or type(error).__name__
    return Unavailable("cli.export_unwritable", folder=str(folder), reason=reason)
