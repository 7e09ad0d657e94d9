"""A life log through intake, vault and guard, and its questions through recall."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from benchmarks.lifelog.figures import DEEPEST, Answer
from benchmarks.lifelog.load import Life
from benchmarks.lifelog.records import Question, Turn, Where
from device.compose import create_device
from device.importers import export
from device.importers.export import Conversation, Export, SourceKind
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
    for question, cards in asked_of(life, DEEPEST, gate=gate, reports=reports):
        found = tuple(card.reference for card in cards if card.reference)
        cross = life.is_cross_language(question)
        answers[question.id] = Answer(
            question, life.person.language, cross, found, float(bool(found))
        )
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
    moment = life.turns[0].at
    settings = Settings(
        language=life.person.language, zone=life.person.zone, owner=life.person.name
    )
    taken_in = 0
    with tempfile.TemporaryDirectory() as folder:
        device = create_device(
            Path(folder),
            "benchmark",
            None,
            settings,
            kdf=KdfParameters(),
            clock=lambda: int(moment.timestamp()),
        )
        try:
            for question in sorted(life.questions, key=lambda one: one.at):
                turns = life.turns_before(question.at)
                for talk in _conversations(life, turns[taken_in:]):
                    moment = max(moment, turns[-1].at)
                    report = device.intake.take_in(Export(talk.kind, (talk,), {}), gate=gate)
                    if reports is not None:
                        reports.append(report)
                taken_in, moment = len(turns), question.at
                answer = device.recall.ask(question.text, Purpose.RECALL, question.language, depth)
                yield question, answer.memories
        finally:
            device.close()


def _conversations(life: Life, turns: Sequence[Turn]) -> Iterator[Conversation]:
    """Gives turns as an import would bring them: each chat, and each channel, a conversation."""
    zone = ZoneInfo(life.person.zone)
    for where, chat in dict.fromkeys((turn.where, turn.chat) for turn in turns):
        title = chat or str(where)
        yield Conversation(
            _APP[where],
            title,
            tuple(
                export.Turn(
                    text=turn.text,
                    speaker=life.person.name if turn.speaker == "self" else turn.speaker,
                    is_owner=turn.speaker == "self",
                    sent_at=turn.at.astimezone(zone),
                    place=f"{life.person.id}:{turn.id}",
                    reference=turn.id,
                )
                for turn in turns
                if (turn.where, turn.chat) == (where, chat)
            ),
        )
