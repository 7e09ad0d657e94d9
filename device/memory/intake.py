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
from dataclasses import dataclass, field, replace
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
from device.memory.answers import Answers
from device.memory.current import CurrentEncoder
from device.memory.drafts import (
    Draft,
    is_by_assistant,
    moment_of,
    own_words,
    place_of,
    said_in,
    source_of,
)
from device.memory.echo import Heard, new_of_answer
from device.memory.forgetting import Act, after
from device.memory.gate import GateReason, GateVerdict, judge
from device.memory.records import Memory
from device.memory.sentence.ahead import days_ahead
from device.memory.sentence.off_record import not_to_keep
from device.memory.sentence.reading import Statement
from device.memory.succession import Near, Succession, Tie
from device.memory.window import Message
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
_HEARD: Final = 64  # of a conversation's turns, which an assistant's answer may echo
_TALK: Final = "talk"
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
        self._answers = Answers(guard, near)
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
        now = self._clock()
        (tied,), (item,) = self._items([Draft(self._tagged(memory, now), now, strength)])
        if tied.same_as is not None:
            row = self._vault.find_row(tied.same_as)
            assert row is not None  # it was opened just now
            existing = self._vault.record(int(row["rule"][0]))
            self._reinforce(tied.same_as)
            return Remembered(tied.same_as, existing, "merged", is_new=False)
        (item_id,) = self._guard.store([item], "typed")
        return Remembered(item_id, item.record, GateReason.KEPT, is_new=True, tie=tied)

    def take_talk(self, title: str, message: Message) -> int | None:
        """Stores what is kept of a message that left the window of a talk. Gives its number.

        What a person says again just as it was is no second memory: the first is reinforced, and
        its number given. None: nothing of it is to be kept, or it was forgotten since. What is
        stored already is passed over: a talk that was interrupted here is taken up again.
        """
        if not message.kept.strip():
            return None
        draft = self._said(title, message)
        if draft.place in self._vault.forgotten_places([draft.place]):
            return None
        if self._vault.known_sources([draft.source]):
            return self._vault.stored_as(draft.source)
        (tied,), (item,) = self._items([draft])
        if tied.same_as is not None:
            self._reinforce(tied.same_as)
            return tied.same_as
        return self._guard.store([item], _TALK)[0]

    def _reinforce(self, item_id: int) -> None:
        """Notes that what a memory says was said again."""
        row = self._vault.find_row(item_id)
        if row is not None:
            usage, now = self._vault.usage(item_id), self._clock()
            strength, said = float(row["strength"][0]), int(row["at"][0])
            usage = after(usage, Act.REPEATED, now, strength, said)
            self._guard.write_usages({item_id: usage}, EventKind.ENGINE, Act.REPEATED)

    def statement(self, message: Message) -> Tie:
        """Gives how what the owner just said is tied to what there is, before it is stored."""
        said = Statement(message.kept, message.speaker, message.by_owner, message.at)
        return self._succession.ties([said], [message.vector])[0]

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
            fresh: dict[bytes, Draft] = {}
            for draft in batch:
                if draft.source in known or draft.source in fresh:
                    report.known += 1
                elif draft.place in gone:
                    report.forgotten += 1
                else:
                    fresh[draft.source] = draft
            # Said just the same at another place is a memory of its own: one that was merged would
            # have no place to be remembered by when it is forgotten, and come back.
            said = list(fresh.values())
            if gate:
                said = self._without_echoes(said, report)
            if said:
                _, items = self._items(said)
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
    ) -> Iterator[Draft]:
        """Gives what is to be stored, and notes in `struck` the names of what is not to be kept."""
        for conversation in export.conversations:
            not_kept = not_to_keep(said_in(conversation)) if gate else set()
            heard = Heard(_HEARD)
            for at, turn in enumerate(conversation.turns):
                report.found += 1
                whole = _clean(turn.text)
                by_assistant = is_by_assistant(conversation, turn)
                text = own_words(whole, heard, by_assistant=by_assistant) if gate else whole
                memory = self._memory(conversation, turn, text)
                verdict = _NO_VERDICT
                if gate:
                    verdict = judge(text, by_assistant=by_assistant, by_owner=memory.by_owner)
                if at in not_kept:
                    struck.append(source_of(turn, whole))
                    report.left_out[GateReason.OFF_RECORD] += 1
                elif whole.strip() and not text.strip():
                    report.left_out[GateReason.ECHO] += 1
                elif not verdict.store:
                    report.left_out[verdict.reason] += 1
                elif len(whole.encode()) > MAX_TEXT_BYTES:
                    report.too_long += 1
                else:
                    if conversation.kind is SourceKind.CHATGPT:
                        heard.add(at, text)
                    moment = moment_of(turn, self._clock())
                    yield Draft(
                        memory=self._tagged(memory, moment),
                        at=moment,
                        strength=verdict.strength,
                        source=source_of(turn, whole),
                        place=place_of(turn),
                        is_answer=by_assistant,
                    )

    def _without_echoes(self, drafts: Sequence[Draft], report: ImportReport) -> list[Draft]:
        """Leaves out what a program only said back of what is remembered, and counts it."""
        answers = [draft for draft in drafts if draft.is_answer]
        if not answers:
            return list(drafts)
        vectors, encoder = self._encoder.vectors([one.memory.index_text for one in answers])
        if encoder == NO_ENCODER:
            return list(drafts)
        near = self._answers.near(list(vectors))
        left = {
            draft.source: new_of_answer(draft.memory.text, [heard])
            for draft, heard in zip(answers, near, strict=True)
        }
        report.left_out[GateReason.ECHO] += sum(not text for text in left.values())
        return [
            self._shortened(draft, left.get(draft.source, draft.memory.text))
            for draft in drafts
            if left.get(draft.source, draft.memory.text)
        ]

    def _shortened(self, draft: Draft, text: str) -> Draft:
        if text == draft.memory.text:
            return draft
        memory = draft.memory.model_copy(update={"text": text})
        return replace(draft, memory=self._tagged(memory, draft.at))

    def _said(self, title: str, message: Message) -> Draft:
        """Gives a message of a talk as it is stored. Its place holds no word of it."""
        memory = Memory(
            text=message.kept,
            speaker=message.speaker,
            by_owner=message.by_owner,
            source=_TALK,
            conversation=title,
        )
        place = f"{_TALK}|{title}|{message.at}|{message.speaker}|{message.number}".encode()
        return Draft(
            memory=self._tagged(memory, message.at),
            at=message.at,
            strength=message.strength,
            source=place + b"\0" + hashlib.sha256(message.text.encode()).digest(),
            place=place,
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

    def _items(self, drafts: Sequence[Draft]) -> tuple[list[Tie], list[NewItem]]:
        """Gives how new memories are tied to those that there are, and themselves."""
        now = self._clock()
        texts = [draft.memory.index_text for draft in drafts]
        vectors, encoder = self._encoder.vectors(texts)
        statements = [
            Statement(
                draft.memory.text,
                draft.memory.speaker,
                draft.memory.by_owner,
                draft.at,
            )
            for draft in drafts
        ]
        known = [None if encoder == NO_ENCODER else vector for vector in vectors]
        ties = self._succession.ties(statements, known, self._vault.newest_id + 1)
        return ties, [
            NewItem(
                payload=draft.memory.model_copy(
                    update={
                        "replaces": tie.replaces,
                        "replaced_by": tie.replaced_by,
                        "doubts": tie.doubtful,
                        "follows": tie.follows,
                    }
                ).to_bytes(),
                record=self._record(draft.memory.text, draft.memory.conversation),
                vector=vector,
                at=draft.at,
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


def _clean(text: str) -> str:
    """Replaces lone surrogates, which UTF-8 cannot hold, and drops NUL; all else stays."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
