"""What the owner may always do: take everything out, see who read what, and forget.

An export is plaintext that its owner asked for, in a folder that they named: mode 0600, logged, and
laid out as evidence, so that anyone can check offline that no byte of it was changed.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from compliance.contents import (
    ABOUT,
    MEMORIES,
    NAMES,
    RULES,
    About,
    BundleKind,
    RecordLine,
    Rules,
)
from compliance.evidence import CHECKPOINT, LOG, MANIFEST, VKEY, write_files, write_manifest_bytes
from compliance.log.events import Event, EventKind, Outcome
from device.access import Guard
from device.errors import BadInput, Unavailable
from device.memory.forgetting import Act
from device.memory.records import Card
from device.settings import Settings
from device.vault.store import Vault
from policy.binding import RuleRecord
from policy.catalog import Language
from policy.standards import categories_of, dpv_of, uses_of
from policy.vocabulary import ClassName

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
        names = {name: item_id for item_id, name in self._vault.names(sorted(shown)).items()}
        files = {
            ABOUT: _json(about.model_dump(mode="json")),
            MEMORIES: _json([asdict(card) | self._state(card.id, settings) for card in cards]),
            NAMES: _json(names),
            RULES: _json(self._rules(shown)),
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

    def forget(self, ids: Sequence[int]) -> list[str]:
        """Deletes memories for good; numbers that nothing has are passed over.

        Gives a signed certificate for every 4,096 of them.
        """
        return self._guard.erase(ids, "forget")

    def forget_matching(
        self, *, conversation: str | None = None, before: int | None = None
    ) -> tuple[int, list[str]]:
        """Deletes all that came from a conversation, or was said before a moment, or both.

        What lies in closed classes too, of which the answer tells nothing. Gives how many of the
        open ones there were, and the certificates.

        Raises:
            BadInput: there was never a conversation of this title, and no class is closed.
        """
        ids = self.matching(conversation=conversation, before=before)
        count = sum(1 for item_id in ids if self._vault.find_row(item_id) is not None)
        return count, self._guard.erase(ids, "forget-matching", matched=True)

    def check(self) -> int:
        """Opens every memory of the open classes and lets it go. Gives how many opened."""
        return self._guard.check()

    def matching(self, *, conversation: str | None = None, before: int | None = None) -> list[int]:
        """Gives the memories of a conversation, or said before a moment, or both; lowest id first.

        Those of closed classes too: what comes of it goes to `forget` and not to a person.

        Args:
            conversation: Its title, as cards show it.
            before: Unix seconds.

        Raises:
            BadInput: there was never a conversation of this title, and no class is closed.
        """
        number = None if conversation is None else self._vault.conversation(conversation)
        if conversation is not None and number is None:
            if all(self._vault.is_open(name) for name in ClassName):
                raise BadInput("cli.no_such_conversation")
            return []  # as where nothing of it is left: closed classes are told nothing of
        found = {
            item_id
            for item_id, care in self._vault.cared_for().items()
            if number in {None, care.conversation} and (before is None or care.at < before)
        }
        for name in ClassName:
            for chunk in self._vault.chunks(name):
                columns, mask = chunk.columns[: chunk.n], chunk.alive
                if number is not None:
                    mask &= columns["conversation"] == number
                if before is not None:
                    mask &= columns["at"] < before
                found.update(int(item_id) for item_id in chunk.ids[: chunk.n][mask])
        return sorted(found)

    def rate(self, item_id: int, kind: Literal["used", "dismissed", "corrected"]) -> bool:
        """Notes what a memory was worth when it was shown. Gives False if none has this id."""
        return self._guard.rate(item_id, Act(kind))

    def note_notice(self, sentence: str, language: Language) -> None:
        """Logs that the owner was told, in these words, what decides for them."""
        digest = sha256(sentence.encode()).hexdigest()
        self._guard.note(EventKind.NOTICED, digest=digest, format=language)

    def log(self, item_id: int | None = None) -> Iterator[LogLine]:
        """Gives the log, oldest first; only what names one memory, where `item_id` is given."""
        ids = self._vault.open_ids()
        names = {name: one for one, name in self._vault.names(ids).items()}
        for seq, leaf in self._vault.journal.leaves():
            event = Event.from_leaf(leaf)
            permitted = (one.memory for one in event.decisions if one.outcome is Outcome.PERMIT)
            named = (*event.memories, *permitted)
            touched = tuple(names[name] for name in named if name in names)
            if item_id is None or item_id in touched:
                yield LogLine(seq, event, touched)

    def _prepare(self, folder: Path) -> None:
        try:
            if folder.resolve().is_relative_to(self._vault.folder.resolve()):
                raise BadInput("cli.export_inside_vault", folder=str(folder))
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if any(folder.iterdir()):
                raise BadInput("cli.export_not_empty", folder=str(folder))
        except OSError as error:
            raise _unwritable(folder, error) from error

    def _state(self, item_id: int, settings: Settings) -> dict[str, Any]:
        """Gives whether recall passes over a memory, and since when; and whether it never will."""
        usage = self._vault.usage(item_id)
        return {
            "faded": settings.iso(usage.faded) if usage.faded else None,
            "pinned": usage.is_pinned,
        }

    def _rules(self, shown: Iterable[int]) -> dict[str, Any]:
        """Gives the rules of what is exported: what they say, and in standard words."""
        carried: dict[RuleRecord, list[int]] = {}
        for item_id in sorted(shown):
            row = self._vault.find_row(item_id)
            if row is not None:
                record = self._vault.record(int(row["rule"][0]))
                carried.setdefault(record, []).append(item_id)
        bundle = self._guard.bundle
        rules = Rules(
            bundle=bundle.digest,
            sentences={name: dict(rule.explanation) for name, rule in bundle.rules.items()},
            records=tuple(
                RecordLine(
                    memories=tuple(ids),
                    commitment=self._vault.rule_commitment(record),
                    record=record.model_dump(mode="json"),
                    data_categories=categories_of(record),
                    data_uses=uses_of(record),
                    dpv=dpv_of(record),
                )
                for record, ids in carried.items()
            ),
        )
        return rules.model_dump(mode="json")

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
