"""The minute of the day that a sentence names: 午後3時, 세 시 반, "half past two"."""

from __future__ import annotations

import re
from typing import Final

from device.memory.sentence import ahead_words as words
from device.memory.sentence.ahead_words import Occasion
from device.memory.sentence.day_grammar import CLOCKS
from device.memory.sentence.day_words import HOURS_EN
from device.memory.sentence.pattern import Pattern

INSTEAD_AFTER: Final = Pattern(
    r"(?:の.{0,4}|で)?(?:じゃな|ではな|でな|やな)|\s?(?:말고|이?\s?아니)"
)
INSTEAD_BEFORE: Final = Pattern(
    r"(?:\bnot|\binstead of|\brather than|\boriginally)\s(?:on )?(?:the )?$"
)
_TO_CLOCK: Final = Pattern(r"(?:\bto|から|より|에서|→|->)\s?$")


def minute_named(text: str, occasion: Occasion) -> int | None:
    """Gives the minute of the day that a part of a sentence names, of several the first."""
    moved = words.MOVED.search(text) is not None
    minute: int | None = None
    for one in CLOCKS.finditer(text):
        if INSTEAD_AFTER.match(text, one.end()) or INSTEAD_BEFORE.search(text[: one.start()][-16:]):
            continue
        if minute is None or (moved and _TO_CLOCK.search(text[: one.start()][-12:])):
            minute = _minute_of(one, text, occasion)
    return minute


def _minute_of(found: re.Match[str], text: str, occasion: Occasion) -> int | None:
    had = found.groupdict()
    if had["noon"]:
        return 12 * 60
    if had["h12"]:
        return (_hour(had["h12"]) % 12 + 12 * (had["ap"] == "p")) * 60 + int(had["m12"] or 0)
    if had["part"]:
        past = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20}.get(had["part"], 25)
        if had["to"] is None and had["part"] != "half":
            return None
        hour, minute = _hour(had["base"]), -past if had["to"] == "to" else past
    elif had["h"]:
        hour, minute = int(had["h"]), int(had["m"] or had["m24"] or (30 if had["half"] else 0))
        if had["h"].startswith("0"):
            return hour * 60 + minute
    else:
        spelled = {"fifteen": 15, "thirty": 30, "forty-five": 45}.get(had["at_word"] or "", 0)
        hour, minute = _hour(had["at"] or had["oc"]), int(had["at_m"] or spelled)
    if hour < 12 and _is_afternoon(hour, had["pre"], text, occasion):
        hour += 12
    return (hour * 60 + minute) % (24 * 60)


def _is_afternoon(hour: int, prefix: str | None, text: str, occasion: Occasion) -> bool:
    for near in (prefix, text):
        if near and (words.AM.search(near) or words.PM.search(near)):
            return (
                hour > 0 and words.PM.search(near) is not None and not words.AM.search(prefix or "")
            )
    if hour in {7, 8}:
        return occasion is Occasion.EVENT and words.EVENING.search(text) is not None
    return 1 <= hour <= 6


def _hour(word: str) -> int:
    return int(word) if word.isdecimal() else HOURS_EN[word]
