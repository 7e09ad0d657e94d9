"""How something said becomes a memory: gate, tags, labels, rule, vector, seal.

And how an import resumes.

Every message of an export has a source name (its place and its text, keyed and hashed in the
vault). What is stored already is passed over, so an import that was interrupted, or an export that
grew, is simply imported again. What the owner has forgotten is known by its place alone, and does
not come back.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Final

from compliance.log.events import EventKind
from device.access import Guard
from device.encoder.domains import tag_domains
from device.encoder.fold import fold
from device.encoder.language import tag_language
from device.encoder.tags import DOMAINS, LANGUAGES, mask_of
from device.errors import BadInput
from device.importers.export import Conversation, Export, SourceKind, Turn
from device.memory.ahead import days_ahead
from device.memory.change import Statement
from device.memory.current import CurrentEncoder
from device.memory.gate import GateReason, GateVerdict, judge
from device.memory.off_record import Said, not_to_keep
from device.memory.records import Memory
from device.memory.succession import Near, Succession, Tie
from device.settings import Settings
from device.standing import with_standing
from device.vault.items import NewItem
from device.vault.rows import NO_ENCODER
from device.vault.store import Vault
from policy.binding import RuleRecord
from policy.bundles import default_record
from policy.labelling import label
from policy.vocabulary import Label

MAX_TEXT_BYTES: Final = 4 << 20
_BATCH: Final = 16  # messages a transaction: each batch is compared with those before it
_APART: Final = Tie()
_NO_VERDICT: Final = GateVerdict(store=True, strength=0.5, reason=GateReason.KEPT)


@dataclass(slots=True)
class ImportReport:
    """What became of an export, message by message.

    Attributes:
        skipped: Messages that hold no text of a person, by the importer's reason.
        left_out: Messages that the gate did not keep, by its reason.
        taken_back: Memories of earlier imports that a request in this one took back.
    """

    kind: SourceKind
    found: int = 0
    stored: int = 0
    known: int = 0
    forgotten: int = 0
    too_long: int = 0
    taken_back: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    ids: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What became of a sentence: stored, merged into a memory that says the same, or left out.

    Attributes:
        tie: What it replaces, or may replace.
    """

    id: int | None
    record: RuleRecord
    reason: str
    is_new: bool
    tie: Tie = _APART


@dataclass(frozen=True, slots=True)
class _Draft:
    turn: Turn
    memory: Memory
    strength: float
    source: bytes
    place: bytes


class Intake:
    """The write path of one unlocked vault."""

    def __init__(
        self,
        vault: Vault,
        guard: Guard,
        encoder: CurrentEncoder,
        settings: Settings,
        clock: Callable[[], int],
        near: Near,
    ) -> None:
        """Starts with nothing.

        Args:
            near: Gives the memories whose vectors are nearest, for new ones to be compared with.
        """
        self._vault = vault
        self._guard = guard
        self._succession = Succession(guard, near)
        self._encoder = encoder
        self.settings = settings
        self._clock = clock

    def remember(self, text: str) -> Remembered:
        """Keeps something that the owner typed.

        Raises:
            BadInput: there is nothing in it, or too much.
        """
        text = _clean(text)
        if not text.strip():
            raise BadInput("cli.nothing_to_remember")
        if len(text.encode()) > MAX_TEXT_BYTES:
            raise BadInput("cli.too_long", limit=MAX_TEXT_BYTES >> 20)
        verdict = judge(text, by_owner=True)
        record = self._record(text, conversation="")
        if verdict.reason is GateReason.EMPTY:
            return Remembered(None, record, verdict.reason, is_new=False)
        # Whoever types `remember` means it: chatter and "off the record" are for conversations.
        strength = verdict.strength if verdict.store else _NO_VERDICT.strength
        memory = Memory(text=text, by_owner=True, speaker=self.settings.owner)
        memory = self._tagged(memory, self._clock())
        draft = _Draft(_typed(text), memory, strength, b"", b"")
        (tied,), (item,) = self._items([draft])
        if tied.same_as is not None:
            row = self._vault.find_row(tied.same_as)
            assert row is not None  # it was opened just now
            existing = self._vault.record(int(row["rule"][0]))
            return Remembered(tied.same_as, existing, "merged", is_new=False)
        (item_id,) = self._guard.store([item], "typed")
        return Remembered(item_id, item.record, GateReason.KEPT, is_new=True, tie=tied)

    def take_in(
        self,
        export: Export,
        *,
        gate: bool = True,
        progress: Callable[[int, int], None] | None = None,
    ) -> ImportReport:
        """Stores an export's messages, batch by batch, each batch durable before the next.

        Args:
            gate: False stores every message.
            progress: Told how many of how many messages are done.
        """
        self._vault.verify_names()
        total = sum(len(conversation.turns) for conversation in export.conversations)
        report = ImportReport(export.kind, skipped={str(k): n for k, n in export.skipped.items()})
        struck: list[bytes] = []
        drafts = self._drafts(export, report, struck, gate=gate)
        while batch := list(islice(drafts, _BATCH)):
            known = self._vault.known_sources(draft.source for draft in batch)
            gone = self._vault.forgotten_places(draft.place for draft in batch)
            fresh: dict[bytes, _Draft] = {}
            for draft in batch:
                if draft.source in known or draft.source in fresh:
                    report.known += 1
                elif draft.place in gone:
                    report.forgotten += 1
                else:
                    fresh[draft.source] = draft
            # Said just the same at another place is a memory of its own: one that was merged would
            # have no place to be remembered by when it is forgotten, and come back.
            if fresh:
                _, items = self._items(list(fresh.values()))
                report.ids += self._guard.store(items, export.kind)
                report.stored += len(items)
            if progress is not None:
                progress(report.found, total)
        report.taken_back = self._take_back(struck)
        self._guard.note(EventKind.IMPORTED, count=report.stored, source=export.kind)
        return report

    def _take_back(self, sources: Sequence[bytes]) -> int:
        """Destroys what an earlier import stored and this one was asked not to keep."""
        found = [self._vault.stored_as(source) for source in sources]
        ids = [item_id for item_id in found if item_id is not None]
        if ids:
            self._guard.erase(ids, "taken-back")
        return len(ids)

    def _drafts(
        self, export: Export, report: ImportReport, struck: list[bytes], *, gate: bool
    ) -> Iterator[_Draft]:
        """Gives what is to be stored, and notes in `struck` the names of what is not to be kept."""
        for conversation in export.conversations:
            not_kept = not_to_keep(_talk(conversation)) if gate else set()
            for at, turn in enumerate(conversation.turns):
                report.found += 1
                text = _clean(turn.text)
                by_assistant = _is_by_assistant(conversation, turn)
                memory = self._memory(conversation, turn, text)
                verdict = _NO_VERDICT
                if gate:
                    verdict = judge(text, by_assistant=by_assistant, by_owner=memory.by_owner)
                if at in not_kept:
                    struck.append(_source_of(turn, text))
                    report.left_out[GateReason.OFF_RECORD] += 1
                elif not verdict.store:
                    report.left_out[verdict.reason] += 1
                elif len(text.encode()) > MAX_TEXT_BYTES:
                    report.too_long += 1
                else:
                    yield _Draft(
                        turn=turn,
                        memory=self._tagged(memory, _moment(turn, self._clock())),
                        strength=verdict.strength,
                        source=_source_of(turn, text),
                        place=_place_of(turn),
                    )

    def _memory(self, conversation: Conversation, turn: Turn, text: str) -> Memory:
        by_owner = turn.is_owner
        if by_owner is None and self.settings.owner:
            by_owner = fold(turn.speaker) == fold(self.settings.owner)
        return Memory(
            text=text,
            speaker=_clean(turn.speaker),
            by_owner=by_owner,
            source=conversation.kind,
            conversation=_clean(conversation.title),
            reference=turn.reference,
            dated=turn.sent_at is not None,
        )

    def _tagged(self, memory: Memory, at: int) -> Memory:
        """Gives a memory with what can be read of it: languages, domains, days to come."""
        tags = {
            "ahead": days_ahead(memory.text, at, self.settings.timezone),
            "languages": tag_language(memory.text, self.settings.language),
            "domains": tag_domains(memory.text),
        }
        return memory.model_copy(update=tags)

    def _record(self, text: str, conversation: str) -> RuleRecord:
        """Gives the rule of a new memory: its defaults, then the owner's standing wishes."""
        found = label(text, self.settings.language)
        record = default_record(
            (Label(category.name) for category in found.categories), self.settings.market
        )
        return with_standing(record, conversation, self.settings.book.standing)

    def _items(self, drafts: Sequence[_Draft]) -> tuple[list[Tie], list[NewItem]]:
        """Gives how new memories are tied to those that there are, and themselves."""
        now = self._clock()
        texts = [draft.memory.index_text for draft in drafts]
        vectors, encoder = self._encoder.vectors(texts)
        statements = [
            Statement(
                draft.memory.text,
                draft.memory.speaker,
                draft.memory.by_owner,
                _moment(draft.turn, now),
            )
            for draft in drafts
        ]
        known = [None if encoder == NO_ENCODER else vector for vector in vectors]
        ties = self._succession.ties(statements, known)
        return ties, [
            NewItem(
                payload=draft.memory.model_copy(
                    update={"replaces": tie.replaces, "replaced_by": tie.replaced_by}
                ).to_bytes(),
                record=self._record(draft.memory.text, draft.memory.conversation),
                vector=vector,
                at=_moment(draft.turn, now),
                created=now,
                encoder=encoder,
                languages=mask_of(draft.memory.languages, LANGUAGES),
                domains=mask_of(draft.memory.domains, DOMAINS),
                domain=DOMAINS.index(draft.memory.domains[0]) if draft.memory.domains else 0,
                conversation=draft.memory.conversation,
                strength=draft.strength,
                source=draft.source or None,
                place=draft.place or None,
            )
            for draft, vector, tie in zip(drafts, vectors, ties, strict=True)
        ]


def _talk(conversation: Conversation) -> list[Said]:
    return [
        Said(
            text=turn.text,
            speaker=turn.speaker,
            by_assistant=_is_by_assistant(conversation, turn),
            at=None if turn.sent_at is None else int(turn.sent_at.timestamp()),
        )
        for turn in conversation.turns
    ]


def _is_by_assistant(conversation: Conversation, turn: Turn) -> bool:
    return conversation.kind is SourceKind.CHATGPT and turn.is_owner is False


def _place_of(turn: Turn) -> bytes:
    return turn.place.encode("utf-8", "surrogatepass")


def _source_of(turn: Turn, text: str) -> bytes:
    return _place_of(turn) + b"\0" + hashlib.sha256(text.encode()).digest()


def _moment(turn: Turn, now: int) -> int:
    return now if turn.sent_at is None else int(turn.sent_at.timestamp())


def _typed(text: str) -> Turn:
    now: datetime | None = None
    return Turn(text=text, speaker="", is_owner=True, sent_at=now, place="", reference=None)


def _clean(text: str) -> str:
    """Replaces lone surrogates, which UTF-8 cannot hold, and drops NUL; all else stays."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
