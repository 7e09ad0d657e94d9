"""A life log through intake, vault and guard, and its questions through recall."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from benchmarks.lifelog.figures import DEEPEST, Answer
from benchmarks.lifelog.load import Life
from benchmarks.lifelog.records import Turn, Where
from device.compose import Device, create_device
from device.importers import export
from device.importers.export import Conversation, Export, SourceKind
from device.settings import Settings
from device.vault.kdf import KdfParameters
from policy.catalog import Language
from policy.vocabulary import Purpose

_APP: Final[Mapping[Where, SourceKind]] = {
    Where.ASSISTANT: SourceKind.CHATGPT,
    Where.MESSAGES: SourceKind.LINE,
    Where.DIARY: SourceKind.LINE,
    Where.VOICE: SourceKind.LINE,
}


def ask_bojagi(life: Life, *, gate: bool) -> tuple[list[Answer], int]:
    """Gives the answers to a person's questions, and how many memories there were at the end.

    What was said before a question is taken in before it is asked, and the vault's clock stands at
    the question's moment. Without a step-up secret every class opens with the vault, as for an
    owner who has stepped up.
    """
    moment = life.turns[0].at
    settings = Settings(
        language=life.person.language, zone=life.person.zone, owner=life.person.name
    )
    answers: dict[str, Answer] = {}
    stored, taken_in = 0, 0
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
                    stored += report.stored
                taken_in, moment = len(turns), question.at
                found = _asked(device, question.text, question.language)
                cross = life.is_cross_language(question)
                language = life.person.language
                answers[question.id] = Answer(
                    question, language, cross, tuple(found), float(bool(found))
                )
        finally:
            device.close()
    return [answers[question.id] for question in life.questions], stored


def _asked(device: Device, text: str, language: Language) -> list[str]:
    answer = device.recall.ask(text, Purpose.RECALL, language, DEEPEST)
    return [card.reference for card in answer.memories if card.reference]


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
