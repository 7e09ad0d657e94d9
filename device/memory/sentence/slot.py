"""One thing of somebody's that has one value at a time, and the patterns that tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from device.memory.sentence import change_words
from device.memory.sentence import slots_words as words
from device.memory.sentence.pattern import Pattern


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing of somebody's, and what it is.

    Attributes:
        key: Its kind and, where there are many, its name: `residence`, `diet:beef`, `price:rent`.
        value: Empty where only `holds` tells: one likes a thing or not. What one is allergic to
            is not taken back by liking it, so it says `allergy`.
        holds: Whether it is so, or is so no more.
    """

    key: str
    value: str
    holds: bool


RE: Final = {
    name: Pattern(pattern)
    for source in (words, change_words)
    for name, pattern in vars(source).items()
    if name.isupper() and not name.startswith("_") and isinstance(pattern, str)
}
ALLERGY: Final = "allergy"
HEALED: Final = Pattern(
    r"\b(?:no longer|not|isn't|never was|wasn't|outgr[eo]wn?) (?:\w+ ){0,2}allergic|"
    r"\bcan (?:now )?eat|"
    r"アレルギー(?:じゃな|ではな|やな|が?治)|食べられるように|알레르기(?:가|는|도)?\s?(?:아니|"
    r"나았|없)|"
    r"알러지(?:가|는|도)?\s?(?:아니|나았|없)|먹을\s?수\s?있"
)
CJK: Final = Pattern("[\u3041-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
HANGUL: Final = Pattern("[\uac00-\ud7a3]")
