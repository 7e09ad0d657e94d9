"""Breaks text of several scripts into lines, as its readers expect. No kivy here.

SDL draws one font per string, has no fallback, and knows no line breaks but spaces. So text is cut
into runs of one script, each drawn in its own face, and into units that stay on one line:

1. Latin and Hangul words stay whole, also where they touch (`AI는`).
2. Each Han character and kana may begin a line, but for closing marks, small kana and the long mark
   (kinsoku); opening marks stay with what follows. Where a phrase began shortly before the line's
   end, the line ends before it, as in a Japanese product (`開ける|のは`, not `開け|るのは`).
3. An emoji is one unit with its joiners, skin tone and flag partner.
4. A unit that is wider than the line is cut between characters: nothing runs out of its box.

Text is drawn as it is: there is no markup that a memory's text could inject. Control characters and
direction overrides are left out, so that a text cannot pass for another.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Script: TypeAlias = Literal["latin", "ja", "ko", "emoji"]
Kind: TypeAlias = Literal["word", "ideograph", "emoji", "space", "newline"]

ELLIPSIS: Final = "…"

_NO_START: Final = frozenset(
    "、。，．・：；？！‼⁇⁈⁉゛゜ヽヾゝゞ々〻ー〜～…‥"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    "）〕］｝〉》」』】〙〗〟’”»)]},.!?:;%％"
)
_NO_END: Final = frozenset("（〔［｛〈《「『【〘〖〝‘“«([{")

_PHRASE_ENDS: Final = frozenset("、。！？」』）】…")
_PREFIXES: Final = frozenset("おご")  # of polite words: they stay with what follows
_PHRASE_CHARS: Final = 8  # a phrase that is longer breaks anywhere

_HANGUL: Final = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF))
_EMOJI: Final = (
    (0x1F300, 0x1F64F),
    (0x1F680, 0x1F6FF),
    (0x1F7E0, 0x1F7EB),
    (0x1F90C, 0x1F9FF),
    (0x1FA70, 0x1FAFF),
)
# The signs below U+3000 that show as pictures without being asked to (Emoji_Presentation).
_EMOJI_SIGNS: Final = frozenset(
    "⌚⌛⏩⏪⏫⏬⏰⏳◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕❗➕➖➗➰➿⬛⬜⭐⭕🃏🀄🆎"
)
_PICTURE: Final = "\ufe0f"
_PLAIN: Final = "\ufe0e"
_JOINER: Final = "\u200d"
_KEYCAP: Final = "\u20e3"
_DROPPED: Final = frozenset("\u200b\u200e\u200f\u2028\u2029\ufeff")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that are drawn in one face."""

    text: str
    script: Script


_SPACE: Final = Run(" ", "latin")


@dataclass(frozen=True, slots=True)
class Unit:
    """What stays on one line.

    Attributes:
        spaces: How many spaces follow it; they do not count at a line's end.
        ends_line: Whether the text asks for a new line after it.
    """

    clusters: tuple[Run, ...]
    spaces: int = 0
    ends_line: bool = False


Line: TypeAlias = tuple[Run, ...]
Measure: TypeAlias = Callable[[Run], float]


def units(text: str) -> list[Unit]:
    """Gives the text as units, in order."""
    done: list[Unit] = []
    open_clusters: list[Run] = []
    last: Kind = "space"

    def close(spaces: int = 0, *, ends_line: bool = False) -> None:
        if open_clusters or ends_line:
            done.append(Unit(tuple(open_clusters), spaces, ends_line))
            open_clusters.clear()
        elif spaces and done and not done[-1].ends_line:
            done[-1] = Unit(done[-1].clusters, done[-1].spaces + spaces)

    for cluster, kind in _clusters(text):
        if kind in {"space", "newline"}:
            close(int(kind == "space"), ends_line=kind == "newline")
        else:
            stays = open_clusters and (
                cluster.text in _NO_START
                or open_clusters[-1].text in _NO_END
                or (kind == "word" and last == "word")
            )
            if not stays:
                close()
            open_clusters.append(cluster)
        last = kind
    close()
    return done


def lines(
    text: str, width: float, measure: Measure, *, most: int | None = None
) -> tuple[Line, ...]:
    """Gives the lines of the text in a box of `width`; what is beyond `most` ends in "…".

    Each line's runs are joined by script, without spaces at its end. An empty text is one empty
    line.
    """
    whole = units(text)
    if not any(unit.ends_line for unit in whole):
        line = _joined(_spaced(whole))
        if _length(line, measure) <= width:
            return (line,)
    broken: list[list[Run]] = [[]]
    used = gap = 0.0
    spaces = 0
    for unit in whole:
        size = _length(unit.clusters, measure)
        if broken[-1] and used + gap + size > width:
            moved = [] if spaces else _phrase(broken[-1], unit, width - size, measure)
            del broken[-1][len(broken[-1]) - len(moved) :]
            broken.append(moved)
            used, gap, spaces = _length(moved, measure), 0.0, 0
        if broken[-1]:
            broken[-1] += [_SPACE] * spaces
            used += gap
        for piece in _cut(unit.clusters, width, measure) if size > width else [unit.clusters]:
            length = _length(piece, measure)
            if broken[-1] and used + length > width:
                broken.append([])
                used = 0.0
            broken[-1] += piece
            used += length
        spaces = unit.spaces
        gap = spaces * measure(_SPACE)
        if unit.ends_line:
            broken.append([])
            used = gap = 0.0
    if most is not None and len(broken) > most:
        broken = broken[:most]
        broken[-1] = _ended(broken[-1], width, measure)
    return tuple(_joined(line) for line in broken)


def plain(line: Line) -> str:
    """Gives a line's characters."""
    return "".join(run.text for run in line)


def _clusters(text: str) -> Iterator[tuple[Run, Kind]]:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    at = 0
    while at < len(text):
        char = text[at]
        end = at + 1
        if char in "\n\r":
            yield Run("", "latin"), "newline"
        elif char in " \t\u3000":
            yield Run(" ", "latin"), "space"
        elif _is_emoji(text, at):
            end = _emoji_end(text, at)
            yield Run(text[at:end], "emoji"), "emoji"
        elif char not in _DROPPED and unicodedata.category(char) not in {"Cc", "Cf", "Cs"}:
            while end < len(text) and _extends(text[end]):
                end += 1
            script = script_of(char)
            kind: Kind = "ideograph" if script == "ja" else "word"
            yield Run(text[at:end].replace(_PLAIN, ""), script), kind
        at = end


def script_of(char: str) -> Script:
    """Gives the face that a character is drawn in."""
    code = ord(char)
    if any(first <= code <= last for first, last in _HANGUL):
        return "ko"
    # Roboto holds the alphabets, common punctuation and currencies; all else is asked of the CJK
    # face, which also has arrows, stars and other signs.
    if code < 0x2000 or 0x2010 <= code <= 0x2044 or 0x20A0 <= code <= 0x20BF or code == 0x2122:
        return "latin"
    return "ja"


def _extends(char: str) -> bool:
    return char in {_PLAIN, "\u3099"} or unicodedata.category(char) in {"Mn", "Me"}


def _is_emoji(text: str, at: int) -> bool:
    char = text[at]
    following = text[at + 1 : at + 3]
    if following.startswith(_PLAIN):
        return False
    if char in _EMOJI_SIGNS or _is_flag(char):
        return True
    if char in "0123456789#*":
        return following == _PICTURE + _KEYCAP or following.startswith(_KEYCAP)
    code = ord(char)
    if any(first <= code <= last for first, last in _EMOJI):
        return True
    return following.startswith(_PICTURE) and code > 0xA8


def _is_flag(char: str) -> bool:
    return 0x1F1E6 <= ord(char) <= 0x1F1FF


def _emoji_end(text: str, at: int) -> int:
    end = at + 1
    if _is_flag(text[at]):
        return end + (end < len(text) and _is_flag(text[end]))
    while end < len(text):
        char = text[end]
        if char == _JOINER and end + 1 < len(text):
            end += 2
        elif char in {_PICTURE, _KEYCAP} or _is_modifier(ord(char)):
            end += 1
        else:
            break
    return end


def _is_modifier(code: int) -> bool:
    """Tells whether a character is a skin tone, or a tag of a region's flag."""
    return 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code <= 0xE007F


def _phrase(line: Sequence[Run], unit: Unit, room: float, measure: Measure) -> list[Run]:
    """Gives the end of a full line that reads better on the next one, before `unit`.

    Empty where the line ends well, or its last phrase begins too far back.
    """
    if unit.clusters[0].script != "ja" or _begins_phrase(line[-1], unit.clusters[0]):
        return []
    earliest = max(len(line) - _PHRASE_CHARS, len(line) // 2)
    for at in range(len(line) - 1, earliest, -1):
        if _begins_phrase(line[at - 1], line[at]):
            moved = list(line[at:])
            return moved if _length(moved, measure) <= room else []
    return []


def _begins_phrase(before: Run, after: Run) -> bool:
    """Tells whether a Japanese phrase most likely begins between two characters.

    It ends in kana (a particle, an ending) or a mark, and begins with another script.
    """
    if after.text in _NO_START or after.text == " " or before.text in _NO_END:
        return False
    if before.text in _PHRASE_ENDS:
        return True
    is_ending = before.text not in _PREFIXES and _is_hiragana(before.text)
    return is_ending and not _is_hiragana(after.text)


def _is_hiragana(char: str) -> bool:
    return "\u3041" <= char[:1] <= "\u309f"


def _cut(clusters: Sequence[Run], width: float, measure: Measure) -> Iterator[tuple[Run, ...]]:
    piece: list[Run] = []
    used = 0.0
    for cluster in clusters:
        size = measure(cluster)
        if piece and used + size > width:
            yield tuple(piece)
            piece, used = [], 0.0
        piece.append(cluster)
        used += size
    if piece:
        yield tuple(piece)


def _ended(line: list[Run], width: float, measure: Measure) -> list[Run]:
    mark = Run(ELLIPSIS, "latin")
    kept = list(line)
    while kept and (_length([*kept, mark], measure) > width or kept[-1].text == " "):
        kept.pop()
    return [*kept, mark]


def _spaced(whole: Sequence[Unit]) -> list[Run]:
    """Gives units in one line, without the spaces at its end."""
    line: list[Run] = []
    for at, unit in enumerate(whole):
        line += unit.clusters
        if at < len(whole) - 1:
            line += [_SPACE] * unit.spaces
    return line


def _length(clusters: Sequence[Run], measure: Measure) -> float:
    """Gives the width of clusters as they are drawn: by run, with kerning, not letter by letter."""
    return sum(map(measure, _joined(clusters)))


def _joined(line: Sequence[Run]) -> Line:
    runs: list[Run] = []
    for cluster in line:
        before = runs[-1] if runs else None
        # A space goes with what stands before it: one drawing less.
        goes_with = before is not None and cluster.script != "emoji" != before.script
        if before and goes_with and (cluster.text == " " or cluster.script == before.script):
            runs[-1] = Run(before.text + cluster.text, before.script)
        else:
            runs.append(cluster)
    return tuple(runs)
