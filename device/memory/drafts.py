"""What of an export's turn may become a memory, and the names by which it is known again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from device.importers.export import Conversation, SourceKind, Turn
from device.memory.echo import Heard, new_of_answer, without_quoted
from device.memory.records import Memory
from device.memory.sentence.off_record import Said


@dataclass(frozen=True, slots=True)
class Draft:
    """What the gate let through, before it is compared and sealed.

    Attributes:
        at: When it was said, in Unix seconds.
        source: Names the very message, text included; empty if typed.
        place: Names its position, text left out; empty if typed.
        is_answer: A program said it, which may say back what is remembered.
    """

    memory: Memory
    at: int
    strength: float
    source: bytes = b""
    place: bytes = b""
    is_answer: bool = False


def said_in(conversation: Conversation) -> list[Said]:
    """Gives what of a conversation decides what was asked not to be kept."""
    return [
        Said(
            text=turn.text,
            speaker=turn.speaker,
            by_assistant=is_by_assistant(conversation, turn),
            at=None if turn.sent_at is None else int(turn.sent_at.timestamp()),
        )
        for turn in conversation.turns
    ]


def is_by_assistant(conversation: Conversation, turn: Turn) -> bool:
    """Tells whether a program said it."""
    return conversation.kind is SourceKind.CHATGPT and turn.is_owner is False


def own_words(text: str, heard: Heard, *, by_assistant: bool) -> str:
    """Gives what of a turn is neither a pasted block nor the owner's words said back."""
    own = without_quoted(text)
    return new_of_answer(own, [heard]) if by_assistant else own


def place_of(turn: Turn) -> bytes:
    """Gives what names a turn's position, without its text."""
    return turn.place.encode("utf-8", "surrogatepass")


def source_of(turn: Turn, text: str) -> bytes:
    """Gives what names the very message, its text included."""
    return place_of(turn) + b"\0" + hashlib.sha256(text.encode()).digest()


def moment_of(turn: Turn, now: int) -> int:
    """Gives when a turn was said, in Unix seconds; now where nobody knows."""
    return now if turn.sent_at is None else int(turn.sent_at.timestamp())
