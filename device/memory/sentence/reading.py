"""A statement, and what its words say: what it speaks of, which values it names, what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from device.encoder.fold import fold
from device.memory.sentence import change_words as words
from device.memory.sentence.pattern import Pattern
from device.memory.sentence.quoted import own_words
from device.memory.sentence.slots import Filled, filled
from device.memory.sentence.topics import topics_in
from device.memory.sentence.values import Values, in_digits, values

_MOST: Final = 4_000  # characters of a statement that are read


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that was said.

    Attributes:
        by_owner: Whether the owner of the memory said it; None where nobody knows.
        at: Unix seconds.
    """

    text: str
    speaker: str
    by_owner: bool | None
    at: int


_WORDS: Final = {
    name: Pattern(getattr(words, name))
    for name in (
        "ASKS", "WISHES", "JOKES", "CHANGED", "CHANGED_SURELY", "LIKING", "DISLIKING", "OTHERS",
        "OWN",
    )
}  # fmt: skip
_SLOTS: Final = {name: Pattern(pattern) for name, pattern in words.SLOTS.items()}
_SENTENCE_END: Final = Pattern(r"(?<=[。!?\n…])|(?<=\.)\s+")
_PART_END: Final = Pattern(r"(?<=[、;])|(?<=[.,])\s+|\s+(?=(?:and|but|so|because|cause)\b)")
_LONGEST_PART: Final = 60  # characters; of Latin letters twice as many
_MOST_PARTS: Final = 40
# A diary that counts each day's takings heads its pages by the date: 7/22 화.
_HEADER: Final = Pattern(r"\s*\d{1,2}[/.]\d{1,2}\s?\(?[월화수목금토일月火水木金土日]?\)?\s+")
_DIGITS: Final = Pattern(r"\d+(?:[.:]\d+)?")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a statement.

    Attributes:
        own: What it speaks of itself, and how much each says.
        topics: The same, with the stretches beside it.
        meant: Whether it is neither asked, wished nor said in jest.
    """

    own: Mapping[str, float]
    topics: Mapping[str, float]
    values: Values
    meant: bool
    surely: bool
    changed: bool
    liking: bool
    disliking: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of a statement say.

    Attributes:
        meant: Of its values those of what is neither asked, wished nor said in jest.
        slots: Kinds of things that it gives a value to, of `change_words.SLOTS`.
        people: Others whom it tells of.
        own: Whether it speaks of its speaker.
        headed: Whether it is headed by a date, as a page of a diary.
        is_meant: Whether any part of it is meant.
    """

    folded: str
    topics: Mapping[str, float]
    values: Values
    meant: Values
    numbers: frozenset[str]
    slots: frozenset[str]
    parts: tuple[Part, ...]
    people: frozenset[str]
    own: bool
    headed: bool
    is_meant: bool


def _read(text: str) -> Reading:
    folded = fold(text[:_MOST])
    header = _HEADER.match(folded)
    folded = folded[header.end() :] if header else folded
    parts = _parts(in_digits(folded))
    meant: dict[str, frozenset[str]] = {}
    everything: dict[str, frozenset[str]] = {}
    for part in parts:
        for kind, found in part.values.items():
            everything[kind] = everything.get(kind, frozenset()) | found
            if part.meant:
                meant[kind] = meant.get(kind, frozenset()) | found
    topics: dict[str, float] = {}
    for part in parts:
        topics |= part.own
    told = (found[0].split()[0].split("'")[0] for found in _WORDS["OTHERS"].finditer(folded))
    return Reading(
        folded=folded,
        topics=topics,
        values=everything,
        meant=meant,
        numbers=_numbers(everything),
        slots=frozenset(name for name, slot in _SLOTS.items() if slot.search(folded)),
        parts=parts,
        people=frozenset(told),
        own=_WORDS["OWN"].search(folded) is not None,
        headed=header is not None,
        is_meant=any(part.meant for part in parts),
    )


def _parts(digits: str) -> tuple[Part, ...]:
    jest = _WORDS["JOKES"].search(digits) is not None
    cut: list[tuple[str, bool]] = []
    for sentence in _SENTENCE_END.split(digits):
        unreal = _WORDS["ASKS"].search(sentence.strip()) or _WORDS["WISHES"].search(sentence)
        cut += [(part, not (jest or unreal)) for part in _cut(sentence)]
    del cut[_MOST_PARTS:]
    owns = [topics_in(part) for part, _ in cut]
    parts = []
    for at, (part, meant) in enumerate(cut):
        around: dict[str, float] = {}
        for own in owns[max(0, at - 1) : at + 2]:
            around |= own
        signs = [
            _WORDS[name].search(part) is not None
            for name in ("CHANGED_SURELY", "CHANGED", "LIKING", "DISLIKING")
        ]
        parts.append(Part(owns[at], around, values(part), meant, *signs))
    return tuple(parts)


def _cut(sentence: str) -> list[str]:
    """Cuts a sentence where it pauses, and where a voice note never does."""
    parts = []
    for piece in _PART_END.split(sentence):
        rest = piece
        longest = _LONGEST_PART * (2 if rest.isascii() else 1)
        while len(rest) > longest:
            at = rest.rfind(" ", longest // 3, longest)
            at = at if at > 0 else longest
            parts.append(rest[:at])
            rest = rest[at:]
        if rest.strip():
            parts.append(rest)
    return parts


def _numbers(found: Values) -> frozenset[str]:
    return frozenset(
        number
        for kind, texts in found.items()
        if kind != "weekday"
        for text in texts
        for number in _DIGITS.findall(text)
    )


@dataclass(frozen=True)  # without slots: what was read is kept beside them
class Read:
    """A statement, whose words are read once for all that it is compared with, and only if need be.

    Reading costs most of a comparison, some 0.5 ms.
    """

    said: Statement

    @cached_property
    def own(self) -> str:
        """What its speaker says themselves: what they quote changes nothing that they said."""
        return own_words(self.said.text)

    @cached_property
    def reading(self) -> Reading:
        """What its words say."""
        return _read(self.own)

    @cached_property
    def filled(self) -> Filled:
        """What it says of slots."""
        return filled(self.own)

    @cached_property
    def plain(self) -> str:
        """Its words, without what is the same in every writing."""
        return fold(self.said.text[:_MOST]).strip()
