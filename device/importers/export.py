"""What an import gives: conversations of turns, each turn with a place that names it for good.

An importer only reads: it stores nothing, and it decides nothing about rules or classes. Exports
come from apps that change their layouts without notice, so these values are filled by lenient
readers that skip and count what is no message; they are not validated documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_DIRECTION_MARKS: Final = re.compile("[\u200e\u200f\u2066-\u2069\ufeff]")


class SourceKind(StrEnum):
    """The app or data set that wrote an export."""

    LINE = "line"
    KAKAOTALK = "kakaotalk"
    CHATGPT = "chatgpt"
    LOCOMO = "locomo"


class SkipReason(StrEnum):
    """Why something in an export became no turn."""

    MEDIA = "media"  # a sticker, photo, file or place without words
    CALL = "call"
    NOTICE = "notice"  # joined, left, unsent, deleted
    HIDDEN = "hidden"  # system, tool, code or thought: never shown as talk
    EMPTY = "empty"
    CUT_OFF = "cut_off"  # the last line of a file that clearly ends too early


@dataclass(frozen=True, slots=True)
class Turn:
    """One message with words in it.

    Attributes:
        text: What was said, without quoting or markup of the export.
        speaker: The name in the export, or "user" and "assistant".
        is_owner: Whether the vault's owner said it; None where the export does not tell.
        sent_at: Aware, in the zone the import was given; None where the export holds no possible
        date. place: Names this turn across imports of the same conversation, also when a later
        export is
            longer. Free of message text, so it may be stored and compared in the clear.
        reference: The source's own name for the turn (LoCoMo "D1:3", a ChatGPT message id).
    """

    text: str
    speaker: str
    is_owner: bool | None
    sent_at: datetime | None
    place: str
    reference: str | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns of one chat, oldest first as the export has them."""

    kind: SourceKind
    title: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Export:
    """All that one export held, and a count of what was left out, by reason."""

    kind: SourceKind
    conversations: tuple[Conversation, ...]
    skipped: Mapping[SkipReason, int]


def name_in(text: str) -> str:
    """Gives a person's or chat's name without the invisible marks that apps put around it."""
    return plain(_DIRECTION_MARKS.sub("", text))


def plain(text: str) -> str:
    r"""Gives `text` as any later layer can store it: trimmed, no NUL, no half surrogate pair.

    JSON can spell a lone surrogate ("\ud800"), which no UTF-8 encoder takes; it becomes U+FFFD.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\0", "").strip()
