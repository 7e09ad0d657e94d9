"""Text as the detectors read it: one width, one dash, one space, and the way back to the original.

NFKC makes full-width digits, half-width kana and decomposed Hangul plain; invisible characters fall
away, and every dash becomes `-`. The text is folded piece by piece, a piece being a character with
what combines with it, so that each folded character knows where it came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# Marks, voicing marks, Hangul vowels and finals: what joins the character before it.
_JOINS: Final = (
    "\u0300-\u036f\u1160-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a"
    "\ufe00-\ufe0f\ufe20-\ufe2f\uff9e\uff9f\uffc2-\uffdc"
)
# Characters that folding leaves alone. The compatibility jamo are among them: ㅋㅋ must stay ㅋㅋ.
_PLAIN: Final = (
    "\n\x20-\x7e\u00c0-\u00ff\u0152\u0153\u3001-\u3029\u3041-\u3096\u309d\u309e\u30a1-\u30fe\u3131-\u318e"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
)
# A piece is at most 31 characters, so that a heap of marks costs linear time.
_PIECE: Final = re.compile(f"(?:[{_PLAIN}](?![{_JOINS}]))+|[\\s\\S][{_JOINS}]{{0,30}}")
_ALL_PLAIN: Final = re.compile(f"[{_PLAIN}]*\\Z")
# 090ー1234ー5678, 090・1234・5678: these serve as a dash between digits.
_DASH_BETWEEN_DIGITS: Final = re.compile("(?<=[0-9])ー(?=[0-9])|(?<=[0-9]{3})・(?=[0-9]{3})")

_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2500\u30a0\ufe58\ufe63\uff0d"
_SPACES: Final = "\t\u000b\u000c\r\u0085\u1680\u2028\u2029"
_INVISIBLE: Final = (
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061"
    "\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u20e3\ufe0e\ufe0f\ufeff"
)
_REPLACE: Final = str.maketrans(
    {
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_INVISIBLE, ""),
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
    }
)


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text.

    `starts` and `ends` give each character's place in the original; None means the same place.
    """

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Gives the offsets in the original of a non-empty span of the folded text."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def _plain_digit(character: str) -> str:
    """Gives the ASCII digit for a digit of any script or ornament (١, ❶); others stay."""
    if character.isascii():
        return character
    value = unicodedata.digit(character, None)
    return character if value is None else str(value)


# 0 9 0 1 2 3 4 5 6 7 8: digits spaced one by one are one number.
_SPELT: Final = re.compile("(?<![0-9])[0-9](?: ?- ?[0-9](?![0-9])| [0-9](?![0-9])){8,20}(?![0-9])")


def _joined(folded: Folded) -> Folded:
    """Gives folded text without the spaces between digits that stand one by one."""
    if not _SPELT.search(folded.text):
        return folded
    dropped = {
        place
        for number in _SPELT.finditer(folded.text)
        for place in range(*number.span())
        if folded.text[place] == " "
    }
    kept = [place for place in range(len(folded.text)) if place not in dropped]
    spans = [folded.original_span(place, place + 1) for place in kept]
    return Folded(
        "".join(folded.text[place] for place in kept),
        [start for start, _ in spans],
        [end for _, end in spans],
    )


def fold(text: str) -> Folded:
    """Gives `text` folded; its case is kept."""
    return _joined(_fold(text))


def _fold(text: str) -> Folded:
    if _ALL_PLAIN.match(text):
        return Folded(_DASH_BETWEEN_DIGITS.sub("-", text))
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece in _PIECE.finditer(text):
        raw, start, end = piece[0], piece.start(), piece.end()
        if _ALL_PLAIN.match(raw):
            parts.append(raw)
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
            continue
        plain = unicodedata.normalize("NFKC", raw.translate(_REPLACE)).translate(_REPLACE)
        plain = "".join(_plain_digit(character) for character in plain)
        parts.append(plain)
        starts.extend([start] * len(plain))
        ends.extend([end] * len(plain))
    return Folded(_DASH_BETWEEN_DIGITS.sub("-", "".join(parts)), starts, ends)
