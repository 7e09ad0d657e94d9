"""Whether a new statement repeats an older one, replaces it, or has nothing to do with it.

An encoder cannot tell "likes beef" from "allergic to beef", so what decides is read from the words:
what both speak of, which values they give it, which way they point, and whether the newer says
that something changed. The likeness of their vectors is one sign among these.

A wrong `replaces` hides a true memory, so it needs several signs; where there are fewer, the answer
is `doubtful`: keep both and ask.

1. Only the same speaker, or the owner over the owner, replaces: nobody else's words overwrite them.
2. What is asked, wished, supposed or said in jest replaces nothing.
3. What is older replaces nothing.
4. What is told of another person replaces nothing that was not told of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from device.encoder.fold import CJK, HAN, RUN, fold, is_cjk
from device.memory import change_words as words
from device.memory.change_words import Values, in_digits, values
from device.memory.slots import Turn, turn
from device.memory.terms import terms

_MOST: Final = 4_000  # characters of a statement that are read
_MOST_TERMS: Final = 300


class Relation(StrEnum):
    """What a new statement is to an older one."""

    SAME = "same"
    REPLACES = "replaces"
    DOUBTFUL = "doubtful"
    APART = "apart"


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


# How much each sign speaks for a change; chosen on the life logs' train and development people,
# as are the two thresholds (benchmarks/changes.py): under one in a hundred of the nearest memories
# that have nothing to do with a statement may be taken for replaced by it.
_WEIGHTS: Final = {
    "near conflict": 0.4,
    "near surely": 0.4,
    "in surely": 0.6,
    "near changed": 0.3,
    "flip": 0.8,
    "topic": 0.5,
    "share": 1.2,
    "conflict": 0.6,
    "conflicts": 0.8,
    "number": 0.6,
    "again": 1.1,
    "telling": 0.9,
    "telling fresh": 0.7,
    "named": 0.6,
    "named fresh": 0.5,
    "struck": 0.7,
    "surely": 0.1,
    "changed": 0.5,
    "conflict surely": 0.6,
    "refers": 0.2,
    "slots": 0.1,
    "headed": -0.9,
    "no topic": -0.4,
    "opposed": -0.8,
    "length": -0.4,
    "spaced": 0.3,  # a word counts once; of one in kanji or hangul often two pieces are shared
}
_BIAS: Final = -3.1
# Of two that share as many words, the one that is more alike says the same.
_PER_COSINE: Final = -3.0
_PER_MONTH: Final = 0.3
_WITHIN_DAYS: Final = 0.6
_AT_ONCE: Final = 0.2
_AT_ONCE_SURELY: Final = 0.7
_REPLACES: Final = -0.2
_DOUBTFUL: Final = -2.0


_WORDS: Final = {
    name: re.compile(getattr(words, name))
    for name in (
        "ASKS", "WISHES", "JOKES", "CHANGED", "CHANGED_SURELY", "LIKING", "DISLIKING", "OTHERS",
        "OWN", "REFERS", "STRUCK_BEFORE", "STRUCK_AFTER", "NAMED_BEFORE", "NAMED_AFTER",
    )
}  # fmt: skip
_SLOTS: Final = {name: re.compile(pattern) for name, pattern in words.SLOTS.items()}
_ARRANGED: Final = frozenset({"appointment", "price", "place"})
_OPPOSED: Final = [(re.compile(one), re.compile(other)) for one, other in words.OPPOSED]
_SENTENCE_END: Final = re.compile(r"(?<=[。!?\n…])|(?<=\.)\s+")
_PART_END: Final = re.compile(r"(?<=[、;])|(?<=[.,])\s+|\s+(?=(?:and|but|so|because|cause)\b)")
_LONGEST_PART: Final = 60  # characters; of Latin letters twice as many
_MOST_PARTS: Final = 40
# A diary that counts each day's takings heads its pages by the date: 7/22 화.
_HEADER: Final = re.compile(r"\s*\d{1,2}[/.]\d{1,2}\s?\(?[월화수목금토일月火水木金土日]?\)?\s+")
_DIGITS: Final = re.compile(r"\d+(?:[.:]\d+)?")


@dataclass(frozen=True, slots=True)
class _Part:
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
class _Reading:
    """What the words of a statement say."""

    folded: str
    topics: Mapping[str, float]
    values: Values
    meant: Values
    numbers: frozenset[str]
    slots: frozenset[str]
    parts: tuple[_Part, ...]
    people: frozenset[str]
    own: bool
    headed: bool


def _read(text: str) -> _Reading:
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
    return _Reading(
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
    )


def _parts(digits: str) -> tuple[_Part, ...]:
    jest = _WORDS["JOKES"].search(digits) is not None
    cut: list[tuple[str, bool]] = []
    for sentence in _SENTENCE_END.split(digits):
        unreal = _WORDS["ASKS"].search(sentence.strip()) or _WORDS["WISHES"].search(sentence)
        cut += [(part, not (jest or unreal)) for part in _cut(sentence)]
    del cut[_MOST_PARTS:]
    owns = [_topics(part) for part, _ in cut]
    parts = []
    for at, (part, meant) in enumerate(cut):
        around: dict[str, float] = {}
        for own in owns[max(0, at - 1) : at + 2]:
            around |= own
        signs = [
            _WORDS[name].search(part) is not None
            for name in ("CHANGED_SURELY", "CHANGED", "LIKING", "DISLIKING")
        ]
        parts.append(_Part(owns[at], around, values(part), meant, *signs))
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


_CJK: Final = re.compile(f"[{CJK}]")
_KATAKANA: Final = re.compile("[\u30a1-\u30fa][\u30a1-\u30fa\u30fc]+")
_KANJI: Final = re.compile(f"[{HAN}]+")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]+")


def _topics(folded: str) -> dict[str, float]:
    """Gives what a text speaks of, with how much each says of it."""
    found: dict[str, float] = {}
    for run in RUN.findall(folded):
        if not is_cjk(run):
            for term in terms(run)[0]:
                if len(term) > 1 and not term[0].isdigit() and term not in words.GENERIC_EN:
                    found[term] = 0.5 if term in words.EVERYDAY_EN else 1.0
            continue
        for part in _KATAKANA.findall(run):
            found[part.rstrip("ー")] = 1.0
            if len(part) > 4:
                found[part[:3]] = 0.3
        for part in _KANJI.findall(run):
            found |= _topics_of_kanji(part)
        for part in _HANGUL.findall(run):
            found |= _topics_of_hangul(part)
    return found


def _topics_of_kanji(run: str) -> dict[str, float]:
    if len(run) == 1:
        return {} if run in words.GENERIC_JA else {run: 0.6}
    twos = [run[at : at + 2] for at in range(len(run) - 1)]
    return {
        two: 0.8
        for two in twos
        if two not in words.GENERIC_JA and not words.COUNTING_JA.issuperset(two)
    }


def _topics_of_hangul(run: str) -> dict[str, float]:
    if words.VERB_KO.search(run):
        return {}
    stem = words.PARTICLE_KO.sub("", run) or run
    if not words.GENERIC_KO.isdisjoint((stem, stem[:2], run, run[:2])):
        return {}
    if len(stem) == 1:
        # 치과 is no 치 with a particle.
        return {stem: 0.6} if stem in words.SINGLE_KO else {run[:2]: 0.7} if len(run) > 1 else {}
    return {stem[:2]: 0.7} | ({stem: 0.3} if len(stem) > 2 else {})


def _shared(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(weight for topic, weight in one.items() if topic in other)


def _numbers(found: Values) -> frozenset[str]:
    return frozenset(
        number
        for kind, texts in found.items()
        if kind != "weekday"
        for text in texts
        for number in _DIGITS.findall(text)
    )


def _beside(text: str, word: str, before: re.Pattern[str], after: re.Pattern[str]) -> bool:
    """Tells whether a word stands behind the one pattern or ahead of the other."""
    at = text.find(word)
    for _ in range(3):
        if at < 0:
            return False
        end = at + len(word)
        number = word[0].isdigit() and (
            text[end : end + 1].isdigit() or text[at - 1 : at].isdigit()
        )
        if not number and (before.search(text[max(0, at - 40) : at]) or after.match(text, end)):
            return True
        at = text.find(word, end)
    return False


def _signs(new: _Reading, old: _Reading) -> dict[str, float]:
    """Gives the signs of a change that the words of two statements hold."""
    topic = _shared(new.topics, old.topics)
    least = min(sum(new.topics.values()), sum(old.topics.values()))
    kinds = [kind for kind in new.meant if kind in old.values]
    fresh = [kind for kind in kinds if new.meant[kind] - old.values[kind]]
    conflicts = len([kind for kind in fresh if kind != "number"])
    again = new.numbers & old.numbers
    surely = any(part.surely and part.meant for part in new.parts)
    near = _signs_of_parts(new, old)
    telling = any(len(number) >= 3 or "." in number for number in again)
    named = any(
        _beside(new.folded.replace(",", ""), number, _WORDS["NAMED_BEFORE"], _WORDS["NAMED_AFTER"])
        for number in old.numbers
    )
    struck = [
        weight
        for word, weight in new.topics.items()
        if word in old.topics
        and weight >= 0.5
        and _beside(new.folded, word, _WORDS["STRUCK_BEFORE"], _WORDS["STRUCK_AFTER"])
    ]
    return near | {
        "topic": min(topic, 3.0),
        "share": min(topic / least, 1.0) if least else 0.0,
        "conflict": float(conflicts > 0),
        "conflicts": float(conflicts > 1),
        "number": float("number" in fresh),
        "again": float(min(sum(bool(new.values[kind] & old.values[kind]) for kind in kinds), 2)),
        "telling": float(telling),
        "telling fresh": float(telling and bool(new.numbers - old.numbers)),
        "named": float(named),
        "named fresh": float(named and bool(new.numbers - old.numbers)),
        "struck": max(struck, default=0.0),
        "surely": float(surely),
        "changed": float(any(part.changed and part.meant for part in new.parts)),
        "conflict surely": float(conflicts > 0 and surely),
        "refers": float(_WORDS["REFERS"].search(new.folded) is not None) * min(topic, 1.5),
        "slots": float(min(len(new.slots & old.slots), 3)),
        "headed": float(new.headed and old.headed),
        "no topic": float(topic < 0.3),
        "opposed": float(any(_is_opposed(new, old, *pair) for pair in _OPPOSED)),
        "spaced": float(_CJK.search(new.folded) is None),
        "length": min(len(old.folded), 400) / 100,
    }


def _is_opposed(new: _Reading, old: _Reading, one: re.Pattern[str], other: re.Pattern[str]) -> bool:
    """Tells whether one is told of the left alone, and the other of the right."""
    sides = [
        (one.search(said.folded) is not None, other.search(said.folded) is not None)
        for said in (new, old)
    ]
    return sides in ([(True, False), (False, True)], [(False, True), (True, False)])


def _signs_of_parts(new: _Reading, old: _Reading) -> dict[str, float]:
    """Gives how much is shared right beside a value, a word of change or a turn of liking."""
    signs = dict.fromkeys(
        ("near conflict", "near surely", "in surely", "near changed", "flip"), 0.0
    )

    def raise_to(name: str, shared: float) -> None:
        signs[name] = max(signs[name], min(shared, 2.0))

    for later in (part for part in new.parts if part.meant):
        if later.surely:
            raise_to("near surely", _shared(later.topics, old.topics))
            raise_to("in surely", min(_shared(later.own, old.topics), 1.5))
        if later.changed:
            raise_to("near changed", _shared(later.topics, old.topics))
        for earlier in old.parts:
            shared = _shared(later.topics, earlier.topics)
            if not shared:
                continue
            if any(
                kind in earlier.values and later.values[kind] - old.values[kind]
                for kind in later.values
            ):
                raise_to("near conflict", shared)
            if _turned(later, earlier):
                raise_to("flip", _shared(later.topics, earlier.own))
    return signs


def _turned(new: _Part, old: _Part) -> bool:
    if old.disliking:
        return new.liking and not new.disliking and not old.liking
    return new.disliking and old.liking


def _is_same_voice(new: Statement, old: Statement) -> bool:
    if new.by_owner is None or old.by_owner is None:
        return bool(new.speaker) and new.speaker == old.speaker
    if new.by_owner and old.by_owner:
        return True
    return new.by_owner == old.by_owner and new.speaker == old.speaker


def compare(new: Statement, old: Statement, cosine: float) -> Relation:
    """Gives what a new statement is to an older one.

    Args:
        new: What was just said.
        old: What is remembered.
        cosine: The likeness of both texts' vectors, by the device's own encoder. In [-1, 1].
    """
    # A plain statement of one's own affairs is decided by what it fills; the rest is weighed.
    turned = turn(new.text, old.text) if _is_same_voice(new, old) else Turn.NONE
    if turned is Turn.TURNED and new.at > old.at:
        return Relation.REPLACES
    weighed = _weigh(new, old, cosine)
    if turned is Turn.AGAIN and weighed is not Relation.REPLACES:
        return Relation.SAME
    if turned is Turn.OF_ANOTHER:
        return Relation.DOUBTFUL if weighed is Relation.REPLACES else Relation.APART
    return weighed


def _weigh(new: Statement, old: Statement, cosine: float) -> Relation:
    later, earlier = _read(new.text), _read(old.text)
    signs = _signs(later, earlier)
    meant = any(part.meant for part in later.parts)
    alike = later.folded.strip() == earlier.folded.strip()
    if _is_same_voice(new, old) and (alike or (meant and _repeats(signs, cosine))):
        return Relation.SAME
    if new.at < old.at or not meant:
        return Relation.APART
    score = _score(signs, cosine, (new.at - old.at) / 3600)
    if not _is_same_voice(new, old):
        return _said_by_another(new.speaker, signs, later.slots & earlier.slots, score)
    if score < _DOUBTFUL:
        return Relation.APART
    of_another = bool(later.people - earlier.people) and not later.own
    certain = score >= _REPLACES and new.at > old.at and not of_another and _is_shown(signs)
    return Relation.REPLACES if certain else Relation.DOUBTFUL


def _score(signs: Mapping[str, float], cosine: float, hours: float) -> float:
    score = (
        _BIAS + _PER_COSINE * cosine + sum(_WEIGHTS[name] * sign for name, sign in signs.items())
    )
    score += _PER_MONTH * min(hours / 720, 6) + _WITHIN_DAYS * (hours < 72)
    return score + (_AT_ONCE + _AT_ONCE_SURELY * signs["surely"]) * (hours < 3)


def _is_shown(signs: Mapping[str, float]) -> bool:
    """Tells whether a change shows in a sign of its own, not in the sum of hints alone."""
    return any(
        signs[name] > 0
        for name in (
            "surely",
            "named",
            "telling fresh",
            "flip",
            "struck",
            "refers",
            "near changed",
            "near conflict",
        )
    )


def _repeats(signs: Mapping[str, float], cosine: float) -> bool:
    """Tells whether most of it is said again, and nothing otherwise."""
    if any(
        signs[name] > 0 for name in ("conflict", "number", "flip", "changed", "surely", "struck")
    ):
        return False
    return cosine >= 0.4 and signs["share"] >= 0.25 and signs["topic"] >= 0.8


def _said_by_another(
    speaker: str,
    signs: Mapping[str, float],
    slots: frozenset[str],
    score: float,
) -> Relation:
    """Doubts what somebody else puts otherwise: a day, a price or a place that both know of."""
    arranged = bool(slots & _ARRANGED) and signs["near conflict"] > 0
    if speaker != "assistant" and arranged and score >= _DOUBTFUL:
        return Relation.DOUBTFUL
    return Relation.APART
