"""What is sealed as a memory's payload, and what a person sees of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from device.errors import IntegrityError
from device.memory.sentence.ahead import Ahead


class Memory(BaseModel):
    """One remembered item, as it is sealed.

    Attributes:
        text: What was said, in the words it was said in.
        speaker: Who said it, by the name that the source gives them.
        by_owner: Whether the vault's owner said it; None where the source does not tell.
        source: Where it came from: `typed`, or the kind of export.
        conversation: Title of the conversation in that source.
        reference: The source's own name for the message, where it has one.
        languages: Language tags, most of the text first.
        domains: Domain tags, best first.
        replaces: Numbers of the memories that it replaces: what it says has changed since.
        replaced_by: Numbers of what replaced it before it came, as an import out of order may have.
        doubts: Numbers of memories that it may replace, or that may have replaced it: both are kept
            until the owner says.
        follows: Numbers of memories on the same matter, as far as one can tell: it was said later.
        ahead: Days to come that it speaks of.
        dated: Whether the source says when it was said; otherwise its time is that of storing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    v: Literal[1] = 1
    text: str
    speaker: str = ""
    by_owner: bool | None = None
    source: str = "typed"
    conversation: str = ""
    reference: str | None = None
    languages: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    replaces: tuple[int, ...] = ()
    replaced_by: tuple[int, ...] = ()
    doubts: tuple[int, ...] = ()
    follows: tuple[int, ...] = ()
    ahead: tuple[Ahead, ...] = ()
    dated: bool = True

    def to_bytes(self) -> bytes:
        """Gives the canonical bytes that are padded and sealed."""
        return self.model_dump_json().encode("utf-8")

    @classmethod
    def from_bytes(cls, data: bytes) -> Memory:
        """Parses an opened payload.

        Raises:
            IntegrityError: it opened, but is no memory of this version.
        """
        try:
            return cls.model_validate_json(data)
        except ValidationError as error:
            raise IntegrityError("vault.damaged") from error

    @property
    def index_text(self) -> str:
        """The text that search works on: who said it is part of what can be asked for."""
        return f"{self.speaker}: {self.text}" if self.speaker else self.text


@dataclass(frozen=True, slots=True)
class Card:
    """A memory as it is shown, with why it was found and under which rule it was opened.

    Attributes:
        when: ISO 8601 in the vault's time zone; None where nobody knows.
        why: A sentence in the reader's language.
        rule: Ids of the rules that permitted it.
    """

    id: int
    text: str
    when: str | None
    speaker: str
    source: str
    conversation: str
    reference: str | None
    language: str
    languages: tuple[str, ...]
    domains: tuple[str, ...]
    labels: tuple[str, ...]
    class_name: str
    why: str
    rule: str
    rule_text: str
    reads: int
    score: float


@dataclass(frozen=True, slots=True)
class Closed:
    """A whole class that stays closed, and what would open it; never ids, counts or matches."""

    class_name: str
    rule: str
    rule_text: str
    opens_with: str
