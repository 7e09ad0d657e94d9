"""A life log through intake, vault and guard, and its questions through recall."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from benchmarks.lifelog.figures import DEEPEST, Answer
from benchmarks.lifelog.load import Life
from benchmarks.lifelog.records import Person, Question, Turn, Where
from device.compose import create_device
from device.importers import export
from device.importers.export import Conversation, Export, SourceKind
from device.memory import recall
from device.memory.intake import ImportReport
from device.memory.records import Card
from device.settings import Settings
from device.vault.kdf import KdfParameters
from policy.vocabulary import Purpose

_APP: Final[Mapping[Where, SourceKind]] = {
    Where.ASSISTANT: SourceKind.CHATGPT,
    Where.MESSAGES: SourceKind.LINE,
    Where.DIARY: SourceKind.LINE,
    Where.VOICE: SourceKind.LINE,
}


def ask_bojagi(life: Life, *, gate: bool) -> tuple[list[Answer], int]:
    """Gives the answers to a person's questions, and how many memories were stored."""
    reports: list[ImportReport] = []
    answers: dict[str, Answer] = {}
    for question, told in _told_of(life, DEEPEST, gate=gate, reports=reports):
        found = tuple(card.reference for card in told.memories if card.reference)
        cross = life.is_cross_language(question)
        # What is nearest, and told to be no more than that, is no answer.
        top = float(bool(found) and not told.is_unsure)
        answers[question.id] = Answer(question, life.person.language, cross, found, top)
    stored = sum(report.stored for report in reports)
    return [answers[question.id] for question in life.questions], stored


def asked_of(
    life: Life, depth: int, *, gate: bool = True, reports: list[ImportReport] | None = None
) -> Iterator[tuple[Question, tuple[Card, ...]]]:
    """Gives each question in the order of time, with the cards that recall brings.

    What was said before a question is taken in before it is asked, and the vault's clock stands at
    the question's moment. Without a step-up secret every class opens with the vault, as for an
    owner who has stepped up.

    Args:
        reports: Takes what became of each import.
    """
    for question, told in _told_of(life, depth, gate=gate, reports=reports):
        yield question, told.memories


def _told_of(
    life: Life, depth: int, *, gate: bool, reports: list[ImportReport] | None
) -> Iterator[tuple[Question, recall.Answer]]:
    taken_in = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        living(life.person, Path(folder), life.turns[0].at) as engine,
    ):
        for question in sorted(life.questions, key=lambda one: one.at):
            turns = life.turns_before(question.at)
            heard = engine.hear(turns[taken_in:], gate=gate)
            if reports is not None:
                reports += heard
            taken_in = len(turns)
            yield question, engine.answer(question, depth)


class Engine:
    """A person's vault, whose clock stands where their life is."""

    def __init__(self, person: Person, folder: Path, begins: datetime, step_up: str | None) -> None:
        settings = Settings(language=person.language, zone=person.zone, owner=person.name)
        self._person = person
        self._moment = begins
        self.device = create_device(
            folder,
            "benchmark",
            step_up,
            settings,
            kdf=KdfParameters(),
            clock=lambda: int(self._moment.timestamp()),
        )

    def hear(self, turns: Sequence[Turn], *, gate: bool = True) -> list[ImportReport]:
        """Takes in what was said next, each conversation by itself. Gives what became of each."""
        reports = []
        for talk in _conversations(self._person, turns):
            self._moment = turns[-1].at
            reports.append(self.device.intake.take_in(Export(talk.kind, (talk,), {}), gate=gate))
        return reports

    def ask(
        self, question: Question, depth: int, purpose: Purpose = Purpose.RECALL
    ) -> tuple[Card, ...]:
        """Gives what recall brings at the question's moment, best first."""
        return self.answer(question, depth, purpose).memories

    def answer(
        self, question: Question, depth: int, purpose: Purpose = Purpose.RECALL
    ) -> recall.Answer:
        """Gives what recall answers at the question's moment."""
        self._moment = question.at
        return self.device.recall.ask(question.text, purpose, question.language, depth)

    def stored(self) -> dict[str, int]:
        """Gives the turns that are memories now, each with its number; of open classes only."""
        cards = self.device.recall.all(Purpose.RECALL, self._person.language)
        return {card.reference: card.id for card in cards if card.reference}


@contextmanager
def living(
    person: Person, folder: Path, begins: datetime, *, step_up: str | None = None
) -> Iterator[Engine]:
    """Gives a new vault of this person in a folder.

    Args:
        begins: Where its clock stands until something is said.
        step_up: With such a secret the step-up classes stay closed, since nobody gives it.
    """
    engine = Engine(person, folder, begins, step_up)
    try:
        yield engine
    finally:
        engine.device.close()


def _conversations(person: Person, turns: Sequence[Turn]) -> Iterator[Conversation]:
    """Gives turns as an import would bring them: each chat, and each channel, a conversation."""
    zone = ZoneInfo(person.zone)
    for where, chat in dict.fromkeys((turn.where, turn.chat) for turn in turns):
        title = chat or str(where)
        yield Conversation(
            _APP[where],
            title,
            tuple(
                export.Turn(
                    text=turn.text,
                    speaker=person.name if turn.speaker == "self" else turn.speaker,
                    is_owner=turn.speaker == "self",
                    sent_at=turn.at.astimezone(zone),
                    place=f"{person.id}:{turn.id}",
                    reference=turn.id,
                )
                for turn in turns
                if (turn.where, turn.chat) == (where, chat)
            ),
        )
