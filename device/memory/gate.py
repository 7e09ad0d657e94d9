"""The write gate by rules: what is worth keeping, and how firmly it was meant.

It leaves out what carries nothing (an empty line, laughter, a bare acknowledgement), what is true
for minutes only, and what its speaker asked not to be kept. What it keeps gets a strength by what
kind of thing it is (`kinds`). It is the plain baseline that a learned gate has to beat, and stays
as its fallback.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from device.encoder.fold import fold
from device.memory.sentence.kinds import FIRM, Kind, says_nothing, tell
from device.memory.sentence.off_record import OffRecord, off_record
from device.memory.sentence.quoted import own_words
from device.memory.sentence.small_talk_words import WORD


class GateReason(StrEnum):
    """Why a sentence was kept or left out."""

    KEPT = "kept"
    EMPHASISED = "emphasised"
    EMPTY = "empty"
    CHATTER = "chatter"
    TRANSIENT = "transient"
    OFF_RECORD = "off_record"
    ECHO = "echo"  # it only says back what is remembered; `echo` tells


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """Whether to store, and with what strength (0 to 1)."""

    store: bool
    strength: float
    reason: GateReason


_ASSISTANT_SHARE: Final = 0.45  # what a program said is worth less than what the person did
_MOST_OF_ASSISTANT: Final = 0.25
_LIGHT: Final = 0.15  # small talk with words of its own: kept, and the first to give way


def judge(text: str, *, by_assistant: bool = False, by_owner: bool | None = None) -> GateVerdict:
    """Judges one sentence or message.

    Left out is what is certain to carry nothing. What only sounds like small talk is kept at the
    least strength: "Did you get the tickets for the fireworks?" is what "Got them, 8 August" is
    about.

    Args:
        by_owner: Whether the vault's owner said it; None where nobody knows.
    """
    if WORD.search(fold(text)) is None:
        return GateVerdict(store=False, strength=0.0, reason=GateReason.EMPTY)
    if off_record(text) is not OffRecord.NOTHING:
        return GateVerdict(store=False, strength=0.0, reason=GateReason.OFF_RECORD)
    if says_nothing(text):
        return GateVerdict(store=False, strength=0.0, reason=GateReason.CHATTER)
    # What is only passed on (a quotation, code, an article) is kept and tells nothing of who did.
    own = own_words(text)
    told = tell(own, by_owner=by_owner)
    if told.kind is Kind.TRANSIENT and own == text:
        return GateVerdict(store=False, strength=0.0, reason=GateReason.TRANSIENT)
    is_light = told.kind is Kind.CHATTER
    strength = _LIGHT if is_light else told.firmness
    if by_assistant:
        strength = min(strength * _ASSISTANT_SHARE, _MOST_OF_ASSISTANT)
        return GateVerdict(store=True, strength=strength, reason=GateReason.KEPT)
    is_emphasised = not is_light and told.firmness >= FIRM
    reason = GateReason.EMPHASISED if is_emphasised else GateReason.KEPT
    return GateVerdict(store=True, strength=strength, reason=reason)
