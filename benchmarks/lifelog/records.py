"""The records of a life log, one class for each file; their JSON schemas are made from these.

    python -m benchmarks.lifelog.records    writes benchmarks/data/lifelog/schema/*.json anew

A person's folder holds `person.json`, `turns.jsonl`, `questions.jsonl`, `labels.jsonl` and
`reader.jsonl` (what a second reader answered); beside the languages lies `splits.json`.
"""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

DATA: Final = Path(__file__).parents[1] / "data" / "lifelog"

Language = Literal["ja", "ko", "en"]
TurnId = Annotated[str, Field(pattern=r"^t\d{3,4}$")]
Text = Annotated[str, Field(min_length=1, max_length=20_000)]


class Where(StrEnum):
    """Where a turn was written or spoken."""

    ASSISTANT = "assistant"
    MESSAGES = "messages"
    DIARY = "diary"
    VOICE = "voice"


class QuestionKind(StrEnum):
    """What a question asks for."""

    ONE_FACT = "one_fact"
    SEVERAL_FACTS = "several_facts"
    TIME = "time"
    CHANGE = "change"
    HISTORY = "history"
    IMPLIED_NEED = "implied_need"
    NEVER_SAID = "never_said"


class TurnKind(StrEnum):
    """What a turn is to a memory."""

    FACT = "fact"
    PREFERENCE = "preference"
    EVENT = "event"
    PLAN = "plan"
    REPEAT = "repeat"
    CORRECTION = "correction"
    OFF_RECORD = "off_record"
    THIRD_PARTY = "third_party"
    TRANSIENT = "transient"
    CHATTER = "chatter"


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Acquaintance(_Record):
    """Someone who appears in a person's log."""

    name: Text
    who: Text


class Person(_Record):
    """Whose log it is. Everyone is invented.

    Attributes:
        voice: Dialect and registers, for readers who do not know the language.
        zone: The IANA name of the zone in which the person lives.
    """

    id: Annotated[str, Field(pattern=r"^(ja|ko|en)/[a-z]+$")]
    language: Language
    name: Text
    zone: Text
    born: Annotated[int, Field(ge=1900, le=2015)]
    about: Text
    about_en: Text
    voice: Text
    people: tuple[Acquaintance, ...]


class Turn(_Record):
    """One message, answer, diary entry or voice note.

    Attributes:
        chat: Which chat, for messages only.
        speaker: "self", "assistant", or another's name as the person writes it.
        language: What it is written in; few turns are not in their log's language.
    """

    id: TurnId
    at: AwareDatetime
    where: Where
    chat: Annotated[str, Field(pattern=r"^[a-z0-9_-]+$")] | None = None
    speaker: Text
    language: Language
    text: Text

    @model_validator(mode="after")
    def _has_its_chat(self) -> Turn:
        if (self.where is Where.MESSAGES) != (self.chat is not None):
            raise ValueError("messages name their chat, and nothing else does")
        return self


class Question(_Record):
    """What the person asks their memory at a moment; only earlier turns can answer.

    Attributes:
        evidence: Every turn that states the answer; none for what was never said.
        stale: Turns with an answer that has changed since.
        forbidden: Turns that were taken back or said off the record, and must never come.
        answer: A short reference answer in the log's language; empty for what was never said.
    """

    id: Annotated[str, Field(pattern=r"^q\d{2,3}$")]
    at: AwareDatetime
    language: Language
    kind: QuestionKind
    text: Text
    evidence: tuple[TurnId, ...]
    stale: tuple[TurnId, ...] = ()
    forbidden: tuple[TurnId, ...] = ()
    answer: Annotated[str, Field(max_length=2_000)]

    @model_validator(mode="after")
    def _answers_from_its_evidence(self) -> Question:
        said = self.kind is not QuestionKind.NEVER_SAID
        if said != bool(self.evidence) or said != bool(self.answer.strip()):
            raise ValueError("an answer and evidence belong to every kind but never_said")
        named = [*self.evidence, *self.stale, *self.forbidden]
        if len(named) != len(set(named)):
            raise ValueError("a turn is named once: as evidence, stale or forbidden")
        return self


class Label(_Record):
    """What a good memory does with a turn when it is said.

    Attributes:
        about: Whom the turn is about; "world" is a comment on things at large.
        of: The earlier turn that is repeated, corrected or taken back.
    """

    turn: TurnId
    kind: TurnKind
    keep: bool
    about: Literal["self", "other", "world"]
    of: TurnId | None = None


class Reading(_Record):
    """What a second reader answered, who saw the turns and the question and nothing else.

    Attributes:
        answer: In the reader's words; empty where they say that it was never said.
        evidence: The turns that they name.
        agrees: Whether the answer says what the author's does, judged after both were given.
    """

    question: Annotated[str, Field(pattern=r"^q\d{2,3}$")]
    answer: str
    evidence: tuple[TurnId, ...]
    agrees: bool


class Splits(_Record):
    """Who belongs to which split. Nobody belongs to two."""

    train: tuple[str, ...]
    dev: tuple[str, ...]
    test: tuple[str, ...]


def write_schemas(folder: Path) -> None:
    """Writes one JSON schema for each record that has a file."""
    for record in (Person, Turn, Question, Label, Reading, Splits):
        schema = json.dumps(record.model_json_schema(), indent=2, sort_keys=True)
        path = folder / f"{record.__name__.lower()}.schema.json"
        path.write_text(schema + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_schemas(DATA / "schema")
