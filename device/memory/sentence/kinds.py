"""What kind of thing a sentence is, whom it is about, and how firmly it was meant.

Hand-made rules over signals that are alike in English, Japanese and Korean. What speaks for keeping
(a number, a date, money, a taste, a change of plans) is weighed against what speaks for the moment
(on the bus, 今から風呂, 졸려) and for mere company (thanks, teasing, "how was it?").
Losing something costs ten times what keeping junk does: only what weighs next to nothing is light.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from device.encoder.fold import CJK, fold
from device.memory.sentence import emphasis_words as emphasis
from device.memory.sentence import kinds_words as words
from device.memory.sentence import small_talk_words as small_talk
from device.memory.sentence.pattern import Pattern


class Kind(StrEnum):
    """What a sentence is to a memory."""

    FACT = "fact"
    PREFERENCE = "preference"
    EVENT = "event"
    PLAN = "plan"
    CORRECTION = "correction"
    THIRD_PARTY = "third_party"
    TRANSIENT = "transient"
    CHATTER = "chatter"
    QUESTION = "question"


class About(StrEnum):
    """Whom a sentence is about."""

    SELF = "self"
    OTHER = "other"
    WORLD = "world"


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence is.

    Attributes:
        firmness: How firmly it was meant, 0 to 1. Plain statements run from 0.35 to 0.65, what
            insists lies above them, and what was asked to be remembered above 0.9.
    """

    kind: Kind
    about: About
    firmness: float


FIRM: Final = 0.9  # from here on it was asked to be remembered

_BEGINNING: Final = 3_000  # characters; what a message is stands in its beginning,
_END: Final = 1_000  # and what it insists on may stand at its end
# What weighs less tells nothing that holds tomorrow. Where words are set apart, more of them match.
_LIGHT: Final = 0.95
_LIGHT_LATIN: Final = 1.3

_BRIEF: Final = 7  # words; two sentences of fewer are most often a reply

# What a signal weighs, each time that it is found, and how often it is counted at most. A
# regression on the life logs of train and dev gave the order; what states a fact was then raised by
# hand, so that short facts, of which the logs have few, are kept.
_WEIGHTS: Final = (
    (small_talk.TRANSIENT, -0.8, 2),
    (small_talk.FILLER, -0.2, 3),
    (small_talk.REACTION, -0.3, 2),
    (small_talk.JOKE, -0.45, 1),
    (small_talk.BIDDING, -0.45, 1),
    (words.WORLD, -0.8, 1),
    (words.NUMBER, 0.85, 3),
    (words.WEEKDAY, 1.1, 1),
    (words.NUMERAL, 0.85, 2),
    (words.COMING, 0.85, 2),
    (words.STANDING, 0.95, 1),
    (words.RELATIVE, 0.3, 2),
    (words.NUMBER_WORD, 0.2, 2),
    (words.NAME, 0.2, 2),
    (words.TASTE, 0.9, 2),
    (words.PLAN, 0.4, 2),
    (words.CHANGE, 0.6, 2),
    (words.EVENT, 0.2, 2),
    (words.HEALTH, 0.5, 2),
    (words.MONEY, 0.95, 2),
    (words.LIFE, 0.8, 2),
    (words.SELF, 0.4, 1),
    (words.TOPIC, 0.1, 1),
    (words.GRAVE, 0.9, 1),
)
_SIGNS: Final = (
    small_talk.TRANSIENT,
    small_talk.FILLER,
    small_talk.REACTION,
    small_talk.JOKE,
    small_talk.SECOND,
    words.WORLD,
    small_talk.REPLY,
    small_talk.LAUGHING,
)
_GREETING: Final = 12  # characters of kana, ideographs or hangul; none is longer
_SCRAP: Final = 2.7  # words; what is shorter and names no subject is an answer or an exclamation
_OPENS_WITH: Final = 4  # characters: a short name, or "and"
_WIDE: Final = Pattern(f"[{CJK}]")
_EDGES: Final = Pattern(r"^[\W_]+|[\W_]+$")
_TRAIL: Final = Pattern(r"[\W_]*$")
_WORD_LATIN: Final = 5.0  # letters a word, about
_WORD_WIDE: Final = 2.2  # kana, ideographs or syllables
_MOST_OF_LENGTH: Final = 16.0  # words; what is longer is not meant more firmly
_PARTICULARS: Final = (
    words.NUMBER,
    words.NUMERAL,
    words.WEEKDAY,
    words.COMING,
    words.NAME,
    words.MONEY,
    words.HEALTH,
)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A sentence as the rules read it.

    Attributes:
        text: As it was said, for its capitals.
        core: Folded, without the marks around it: those change nothing of what it is.
        least: What weighs less is light.
        size: Length in words, or what a word is worth where none are set apart.
    """

    text: str
    core: str
    is_asked: bool
    least: float
    size: float


def tell(text: str, *, by_owner: bool | None) -> Told:
    """Tells what kind of thing a sentence is.

    Args:
        by_owner: Whether the vault's owner said it; None where nobody knows.
    """
    heard = _hear(text)
    about = _about(heard, by_owner)
    if _is_empty(heard.core):
        return Told(Kind.CHATTER, about, 0.0)
    insistence = _insistence(heard)
    if insistence < _INSISTED and _is_light(heard):
        is_passing = small_talk.TRANSIENT.search(heard.core) is not None
        return Told(Kind.TRANSIENT if is_passing else Kind.CHATTER, about, 0.0)
    kind = _kind(heard, about)
    return Told(kind, about, _firmness(heard, kind, about, insistence))


def _hear(text: str) -> _Heard:
    if len(text) > _BEGINNING + _END:
        text = f"{text[:_BEGINNING]} {text[-_END:]}"
    folded = fold(text)
    core = _EDGES.sub("", folded)
    wide = len(_WIDE.findall(core))
    size = (len(core) - wide) / _WORD_LATIN + wide / _WORD_WIDE
    least = _LIGHT if wide else _LIGHT_LATIN
    trail = _TRAIL.search(folded)
    asked = trail is not None and "?" in trail[0]
    return _Heard(text, core, asked or words.ASKED.search(core) is not None, least, size)


def says_nothing(text: str) -> bool:
    """Tells whether a text is greeting, thanks, laughter or acknowledgement, and nothing else."""
    return _is_empty(_hear(text).core)


def _is_empty(core: str) -> bool:
    said = small_talk.WORD.findall(core)
    if all(small_talk.EMPTY_TALK.fullmatch(word) for word in said):
        return True
    is_short = len(core) <= _GREETING and _WIDE.search(core) is not None
    if is_short and small_talk.EMPTY_TALK.fullmatch("".join(said)):  # 잘 자 and 잘자 are one
        return True
    return small_talk.ACKNOWLEDGEMENT.fullmatch(core) is not None


def _is_light(heard: _Heard) -> bool:
    """Tells whether nothing of a sentence holds tomorrow, and it shows that it was small talk.

    A plain short fact ("Oscar bites.") weighs little as well: without such a sign it is kept.
    """
    if _weight(heard) >= heard.least:
        return False
    is_scrap = heard.size < _SCRAP and not any(
        named.search(heard.core) for named in (words.TOPIC, words.NUMBER, words.COMING)
    )
    return heard.is_asked or is_scrap or any(sign.search(heard.core) for sign in _SIGNS)


def _weight(heard: _Heard) -> float:
    """Weighs what of a sentence is worth keeping; about 0 for small talk, 3 for a plain fact."""
    length = min(max(heard.size - 6, 0) / 8, 1) * 1.2 + min(max(heard.size - 14, 0) / 20, 1)
    several = (0.75 if heard.size > _BRIEF else 0.35) * _count(words.SEVERAL, heard.core, 1)
    placed = 0.4 * _count(words.PLACED, heard.text, 1)
    return (
        several
        + placed
        + length
        + sum(weight * _count(pattern, heard.core, most) for pattern, weight, most in _WEIGHTS)
    )


def _count(pattern: Pattern, text: str, most: int) -> int:
    found = 0
    for _ in pattern.finditer(text):
        found += 1
        if found == most:
            break
    return found


# --- What it is, and about whom ---


def _kind(heard: _Heard, about: About) -> Kind:
    core = heard.core
    if words.CORRECTING.search(core):
        return Kind.CORRECTION
    if heard.is_asked and not words.NUMBER.search(core):
        return Kind.QUESTION
    if about is About.OTHER:
        return Kind.THIRD_PARTY
    scores = {
        Kind.PREFERENCE: 1.0 * _count(words.TASTE, core, 2),
        Kind.PLAN: 1.0 * _count(words.PLAN, core, 3),
        Kind.EVENT: 0.9 * _count(words.EVENT, core, 3),
        Kind.FACT: 0.8,
    }
    return max(scores, key=lambda kind: scores[kind])


def _about(heard: _Heard, by_owner: bool | None) -> About:
    core = heard.core
    if words.SELF.search(core):
        return About.OTHER if by_owner is False else About.SELF
    # The owner's own days are full of others: only who opens the sentence is what it is about.
    named = words.OTHER_SUBJECT.search(core)
    if named is not None and (by_owner is False or named.start() <= _OPENS_WITH):
        return About.OTHER
    if words.WORLD.search(core):
        return About.WORLD
    return About.OTHER if by_owner is False else About.SELF


# --- How firmly it was meant ---

_INSISTED: Final = 0.6
_ORDERED: Final = 1.0  # what `_insistence` gives where it was asked to be remembered


def _insistence(heard: _Heard) -> float:
    """Tells how far a sentence insists: 0 plainly said, 1 an order to remember."""
    if emphasis.EMPHASIS.search(heard.core):
        return _ORDERED
    if emphasis.INSISTENCE.search(heard.core) or emphasis.TWICE.search(heard.core):
        return _INSISTED
    if emphasis.SHOUTED.search(heard.text) or emphasis.HEAT.search(heard.core):
        return 0.3
    return 0.0


def _firmness(heard: _Heard, kind: Kind, about: About, insistence: float) -> float:
    particulars = sum(_count(pattern, heard.core, 2) for pattern in _PARTICULARS)
    known = min(particulars / 5, 1)
    if insistence >= _ORDERED:
        return FIRM + 0.08 * known
    length = min(max(heard.size - 3, 0) / (_MOST_OF_LENGTH - 3), 1)
    richness = 0.5 * length + 0.5 * known
    if kind is Kind.QUESTION:
        return 0.2 + 0.1 * richness
    plain = _FLOOR[about] + 0.3 * richness
    return plain + (_MOST_INSISTENT - plain) * insistence * 0.7


_FLOOR: Final = {About.SELF: 0.35, About.OTHER: 0.3, About.WORLD: 0.22}
_MOST_INSISTENT: Final = 0.85
