"""A conversation as it is held: what was just said, beside a block of what is remembered.

Each message enters the short-term window. What leaves the window goes through the write gate into
the vault; what only says back what is remembered does not, and what is taken back in time never
gets there. For each message of the owner the block is brought up to what it needs: it leaves out
what the window shows anyway, and what the window has just overtaken.

Where a statement may replace something remembered and nobody can tell, the reply carries a question
for the owner: one at most, and never about the same memory twice. What they answer right after is
sealed once the statement is stored; what they do not, `bojagi doubts` asks again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

import numpy as np

from device.access import Guard
from device.encoder.fold import fold
from device.memory.answers import Answers
from device.memory.block import Block, Passage
from device.memory.current import CurrentEncoder
from device.memory.doubts import Doubts, Verdict
from device.memory.echo import Heard, new_of_answer, without_quoted
from device.memory.gate import GateReason, judge
from device.memory.intake import Intake
from device.memory.recall import Answer, Recall
from device.memory.records import Closed, Memory
from device.memory.sentence.kinds import Kind, tell
from device.memory.sentence.off_record import REACH_S, OffRecord, off_record
from device.memory.sentence.verdicts import verdict_of
from device.memory.window import ASSISTANT, LEAST, Message, Window
from device.vault.rows import NO_ENCODER, Vectors
from device.vault.store import Vault
from policy.catalog import Language
from policy.vocabulary import ClassName, Purpose

_TOKENS_A_LINE: Final = 10  # of the shortest lines: no more are recalled than the block could hold
_MOST_RECALLED: Final = 200
_HANDED: Final = 256  # memories that an assistant saw, and may say back
_SAID: Final = 64  # messages of people that it may say back
_NOTHING: Final = Answer((), (), is_refused=False, waiting=0)


class Role(Enum):
    """Who speaks."""

    OWNER = "me"
    ASSISTANT = ASSISTANT
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """What the owner is asked: whether what they said just now replaces what they said before."""

    older: int
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a message brought.

    Attributes:
        left_out: Why it will not be remembered, a `GateReason`; empty where it will be.
        unsure: Says what was never said of what a question names; empty as a rule.
        verdict: What it answered to the question before, if it did.
        taken_back: How many messages are not kept because of it, and how many memories are gone.
        stored: The memories that left the window with it.
        cards: What was recalled for the block and is in it; empty for who is no owner.
        is_refused: Nothing may be released for this purpose at all.
    """

    left_out: str
    window: int
    taken_back: int
    stored: tuple[int, ...]
    memories: tuple[int, ...]
    closed: tuple[Closed, ...]
    question: Question | None
    is_refused: bool
    verdict: Verdict | None = None
    unsure: str = ""


class Talk:
    """One conversation with the owner of an unlocked vault."""

    def __init__(
        self,
        vault: Vault,
        guard: Guard,
        intake: Intake,
        recall: Recall,
        encoder: CurrentEncoder,
        doubts: Doubts,
        clock: Callable[[], int],
        *,
        title: str,
        budget: int,
        purpose: Purpose,
        language: Language,
    ) -> None:
        """Begins with an empty window and an empty block.

        Args:
            budget: Tokens of the block.
            purpose: What memories are read for.
            language: In which what stays closed is told.
        """
        self._vault = vault
        self._guard = guard
        self._intake = intake
        self._recall = recall
        self._encoder = encoder
        self._answers = Answers(guard, recall.index.nearest)
        self._doubts = doubts
        self._clock = clock
        self._title = title
        self._purpose = purpose
        self._language = language
        self._most_recalled = min(_MOST_RECALLED, budget // _TOKENS_A_LINE)
        self.window = Window()
        self.block = Block(budget)
        self._count = 0
        self._handed = Heard(_HANDED)  # by the memory's number
        self._said = Heard(_SAID)  # by the message's number
        self._overtaken: dict[int, tuple[int, ...]] = {}  # by the message's number
        self._asked: set[int] = set()
        self._question: tuple[int, int] | None = None  # the message's number, the older memory's
        self._verdicts: dict[int, tuple[int, Verdict]] = {}  # by the message's number
        guard.at_close(self._drop_closed)

    def hear(self, text: str, speaker: str, at: int | None = None) -> Reply:
        """Takes a message in.

        Args:
            speaker: "me" or the owner's name, "assistant", or anybody's name.
            at: Unix seconds; None: now.
        """
        self._guard.tick()
        self._drop_closed()
        role = self._role(speaker)
        message, reason = self._message(text, speaker, role, self._clock() if at is None else at)
        verdict = self._answer(message)
        if verdict is not None:
            message, reason = replace(message, kept=""), GateReason.CHATTER
        struck = self.window.add(message)
        for number in struck:
            self._said.forget(number)
            self._overtaken.pop(number, None)
            self._verdicts.pop(number, None)
        gone = self._take_back_stored(message) if struck == (message.number,) else 0
        is_struck = message.number in struck
        stored = self._store(self.window.leaving)
        question = None
        if role is Role.OWNER and not is_struck:
            question = self._compare(message)
        if role is not Role.ASSISTANT and not is_struck:
            self._said.add(message.number, text)
        answer = _NOTHING
        if role is Role.OWNER:
            answer = self._remind(message, looks_up=bool(text.strip()) and not is_struck)
        return Reply(
            left_out=GateReason.OFF_RECORD if is_struck else reason,
            window=len(self.window),
            taken_back=max(len(struck) - 1, 0) + gone,
            stored=tuple(stored),
            memories=tuple(sorted(line.passage.key for line in self.block.lines)),
            closed=answer.closed,
            question=question,
            is_refused=answer.is_refused,
            unsure=answer.unsure if _asks(text) else "",
            verdict=verdict,
        )

    def end(self) -> tuple[int, ...]:
        """Stores what is left in the window. Gives the memories."""
        stored = self._store(self.window.messages)
        self.block.leave_out([line.passage.key for line in self.block.lines])
        self._handed.forget(*self._handed.keys)
        self._said.forget(*self._said.keys)
        return tuple(stored)

    # -- what is kept

    def _role(self, speaker: str) -> Role:
        if speaker == ASSISTANT:
            return Role.ASSISTANT
        owner = self._intake.settings.owner
        is_owner = speaker == Role.OWNER.value or (owner and fold(speaker) == fold(owner))
        return Role.OWNER if is_owner else Role.OTHER

    def _message(self, text: str, speaker: str, role: Role, at: int) -> tuple[Message, str]:
        """Gives a message with what is to be kept of it, and why nothing is where nothing is."""
        name = self._intake.settings.owner if role is Role.OWNER else speaker
        vector = self._vector(f"{name}: {text}" if name else text)
        own = without_quoted(text, self._handed)
        if role is Role.ASSISTANT and own.strip():
            stored = [] if vector is None else self._answers.near([vector])
            own = new_of_answer(own, [self._handed, self._said, *stored])
        verdict = judge(own, by_assistant=role is Role.ASSISTANT, by_owner=role is Role.OWNER)
        reason = "" if verdict.store else str(verdict.reason)
        if text.strip() and not own.strip():
            reason = GateReason.ECHO
        message = Message(
            number=self._count,
            text=text,
            speaker=name,
            by_owner=role is Role.OWNER,
            by_assistant=role is Role.ASSISTANT,
            at=at,
            kept="" if reason else own,
            strength=verdict.strength,
            vector=vector,
        )
        self._count += 1
        return message, reason

    def _vector(self, text: str) -> Vectors | None:
        vectors, encoder = self._encoder.vectors([text])
        return None if encoder == NO_ENCODER else vectors[0]

    def _store(self, messages: Sequence[Message]) -> list[int]:
        """Stores messages one by one; each leaves the window when it is in the vault."""
        stored = []
        for message in messages:
            item_id = self._intake.take_talk(self._title, message)
            if item_id is not None:
                stored.append(item_id)
                self._settle(message, item_id)
            self.window.let_go([message])
            self._overtaken.pop(message.number, None)
        return stored

    def _take_back_stored(self, request: Message) -> int:
        """Destroys what a request speaks of where it is stored: it came with the talk before.

        Gives how many memories are gone. Within this talk all that a request reaches is in the
        window.
        """
        asked = off_record(request.text)
        if asked in {OffRecord.NOTHING, OffRecord.ITSELF} or self._count > LEAST:
            return 0
        recent = self._recent(request.at - REACH_S[asked])
        memories = dict.fromkeys(recent) | {
            int(row["id"][0]): memory for row, memory in self._guard.engine(recent, "taken-back")
        }
        for at, item_id in enumerate(recent):
            # Whose words lie in a closed class nobody can tell: then they are not kept.
            if _is_of(request.speaker, memories[item_id]):
                self._guard.erase(recent[: at + 1], "taken-back")
                return at + 1
        return 0

    def _recent(self, since: int) -> list[int]:
        """Gives the last memories of this conversation, newest first; of closed classes too."""
        number = self._vault.conversation(self._title)
        found = [
            (care.at, item_id)
            for item_id, care in self._vault.cared_for().items()
            if care.conversation == number and care.at >= since
        ]
        for chunk in (chunk for name in ClassName for chunk in self._vault.chunks(name)):
            columns = chunk.columns[: chunk.n]
            here = chunk.alive & (columns["conversation"] == number) & (columns["at"] >= since)
            found += [(int(columns["at"][at]), int(chunk.ids[at])) for at in np.flatnonzero(here)]
        newest = sorted(set(found), reverse=True)
        return [item_id for _, item_id in newest[: LEAST - 3]]

    # -- what may have changed

    def _answer(self, message: Message) -> Verdict | None:
        """Gives what the owner answers to the question that the reply before carried."""
        if self._question is None or not message.by_owner:
            return None
        (number, older), self._question = self._question, None
        verdict = verdict_of(message.text)
        if verdict is not None:
            self._verdicts[number] = older, verdict
            if verdict is Verdict.REPLACES:
                self._overtaken[number] = (*self._overtaken.get(number, ()), older)
        return verdict

    def _settle(self, message: Message, item_id: int) -> None:
        """Seals what the owner answered about a statement, now that it is stored."""
        older, verdict = self._verdicts.pop(message.number, (None, None))
        if older is not None and verdict is not None:
            self._doubts.settle(item_id, older, verdict)

    # -- what is brought up

    def _compare(self, message: Message) -> Question | None:
        """Notes what a statement overtakes. Gives what its owner is to be asked about it."""
        if not message.kept or _asks(message.kept):
            return None
        tie = self._intake.statement(message)
        self._overtaken[message.number] = tie.replaces
        for older in tie.doubtful:
            if older in self._asked:
                continue
            for opened in self._guard.release([older], self._purpose):
                self._asked.add(older)
                self._question = message.number, older
                return Question(older, opened.memory.text, message.kept)
        return None

    def _remind(self, message: Message, *, looks_up: bool) -> Answer:
        """Brings the block up to a message. Gives what was recalled for it, and what stays closed.

        Args:
            looks_up: Something is to be recalled; nothing is for what was said off the record.
        """
        if looks_up:
            answer = self._recall.ask(
                message.text, self._purpose, self._language, self._most_recalled
            )
        else:
            closed = self._recall.closed(self._purpose, self._language)
            answer = replace(_NOTHING, closed=closed)
        in_window = {_same(one.text) for one in self.window.messages}
        overtaken = {item_id for ids in self._overtaken.values() for item_id in ids}
        shown = [
            Passage(card.id, card.text, card.when, card.speaker)
            for card in answer.memories
            if card.id not in overtaken and _same(card.text) not in in_window
        ]
        self.block.leave_out(overtaken)
        self.block.leave_out(
            [line.passage.key for line in self.block.lines if _same(line.passage.text) in in_window]
        )
        self.block.take_in(message.text, shown)
        for line in self.block.lines:
            if line.passage.key not in self._handed:
                self._handed.add(line.passage.key, line.passage.text)
        return answer

    def _drop_closed(self) -> None:
        """Lets go of what was forgotten, or whose class has closed."""
        keys = [*(line.passage.key for line in self.block.lines), *self._handed.keys]
        gone = {key for key in keys if isinstance(key, int) and self._vault.find_row(key) is None}
        self.block.leave_out(gone)
        self._handed.forget(*gone)


def _asks(text: str) -> bool:
    """Tells whether somebody asks: who tells something new need not hear that it is new."""
    return text.rstrip().endswith(("?", "？")) or tell(text, by_owner=True).kind is Kind.QUESTION


def _is_of(speaker: str, memory: Memory | None) -> bool:
    return memory is None or fold(memory.speaker) == fold(speaker)


def _same(text: str) -> str:
    return " ".join(fold(text).split())
