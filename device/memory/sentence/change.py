"""Whether a new statement repeats an older one, replaces it, or has nothing to do with it.

An encoder cannot tell "likes beef" from "allergic to beef", so what decides is read from the words:
what both speak of, which values they give it, which way they point, and whether the newer says
that something changed. The likeness of their vectors is one sign among these.

A wrong `replaces` hides a true memory, so it needs several signs; where there are fewer, the answer
is `doubtful`: keep both and ask. Where they are too few to ask, the newer `follows`: it is shown
first where both come up.

1. Only the same speaker, or the owner over the owner, replaces: nobody else's words overwrite them.
2. What is asked, wished, supposed or said in jest replaces nothing.
3. What is older replaces nothing.
4. What is told of another person replaces nothing that was not told of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from device.encoder.fold import CJK
from device.memory.sentence import change_words as words
from device.memory.sentence.kinds_words import EVENT
from device.memory.sentence.pattern import Pattern
from device.memory.sentence.reading import Part, Read, Reading, Statement
from device.memory.sentence.slots import Turn, turn
from device.memory.sentence.topics import shared


class Relation(StrEnum):
    """What a new statement is to an older one."""

    SAME = "same"
    REPLACES = "replaces"
    DOUBTFUL = "doubtful"
    FOLLOWS = "follows"  # of the same matter, as far as one can tell, and perhaps otherwise
    APART = "apart"


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
# Its owner is asked, which must be seldom: from here on one in four is a change.
_DOUBTFUL: Final = -0.8
# Two short ones that give one thing two values are typed, and seldom found in loose talk.
_DOUBTFUL_IF_PLAIN: Final = -2.7
_WEIGHTY: Final = 0.6  # what a topic says that is no mere part of a word
_SHORT: Final = 80  # letters; of kana, kanji or hangul half as many
# Where both come up the newer is shown first, which harms nobody: as low as it is of more use than
# not (newest first .60 to .74 of the life logs' questions of change, train and dev; mrr unchanged).
_FOLLOWS: Final = -1.5


_WORDS: Final = {
    name: Pattern(getattr(words, name))
    for name in ("REFERS", "STRUCK_BEFORE", "STRUCK_AFTER", "NAMED_BEFORE", "NAMED_AFTER")
}
_ARRANGED: Final = frozenset({"appointment", "price", "place"})
_CJK: Final = Pattern(f"[{CJK}]")
_OPPOSED: Final = [(Pattern(one), Pattern(other)) for one, other in words.OPPOSED]


def _beside(text: str, word: str, before: Pattern, after: Pattern) -> bool:
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


def _signs(new: Reading, old: Reading) -> dict[str, float]:
    """Gives the signs of a change that the words of two statements hold."""
    topic = shared(new.topics, old.topics)
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


def _is_opposed(new: Reading, old: Reading, one: Pattern, other: Pattern) -> bool:
    """Tells whether one is told of the left alone, and the other of the right."""
    sides = [
        (one.search(said.folded) is not None, other.search(said.folded) is not None)
        for said in (new, old)
    ]
    return sides in ([(True, False), (False, True)], [(False, True), (True, False)])


def _signs_of_parts(new: Reading, old: Reading) -> dict[str, float]:
    """Gives how much is shared right beside a value, a word of change or a turn of liking."""
    signs = dict.fromkeys(
        ("near conflict", "near surely", "in surely", "near changed", "flip"), 0.0
    )

    def raise_to(name: str, weight: float) -> None:
        signs[name] = max(signs[name], min(weight, 2.0))

    for later in (part for part in new.parts if part.meant):
        if later.surely:
            raise_to("near surely", shared(later.topics, old.topics))
            raise_to("in surely", min(shared(later.own, old.topics), 1.5))
        if later.changed:
            raise_to("near changed", shared(later.topics, old.topics))
        for earlier in old.parts:
            both = shared(later.topics, earlier.topics)
            if not both:
                continue
            if any(
                kind in earlier.values and later.values[kind] - old.values[kind]
                for kind in later.values
            ):
                raise_to("near conflict", both)
            if _turned(later, earlier):
                raise_to("flip", shared(later.topics, earlier.own))
    return signs


def _turned(new: Part, old: Part) -> bool:
    if old.disliking:
        return new.liking and not new.disliking and not old.liking
    return new.disliking and old.liking


def _is_same_voice(new: Statement, old: Statement) -> bool:
    if new.by_owner is None or old.by_owner is None:
        return bool(new.speaker) and new.speaker == old.speaker
    if new.by_owner and old.by_owner:
        return True
    return new.by_owner == old.by_owner and new.speaker == old.speaker


def compare(new: Read, old: Read, cosine: float) -> Relation:
    """Gives what a new statement is to an older one.

    Args:
        new: What was just said.
        old: What is remembered.
        cosine: The likeness of both texts' vectors, by the device's own encoder. In [-1, 1].
    """
    # A plain statement of one's own affairs is decided by what it fills; the rest is weighed.
    same_voice = _is_same_voice(new.said, old.said)
    if not (new.own.strip() and old.own.strip()):
        return Relation.SAME if same_voice and new.plain == old.plain else Relation.APART
    turned = turn(new.filled, old.filled) if same_voice and new.filled.slots else Turn.NONE
    if turned is Turn.TURNED and new.said.at > old.said.at:
        return Relation.REPLACES
    weighed = _weigh(new, old, cosine, same_voice=same_voice)
    if turned is Turn.AGAIN and weighed is not Relation.REPLACES:
        return Relation.SAME
    if turned is Turn.PERHAPS and weighed is not Relation.REPLACES:
        return Relation.DOUBTFUL
    if turned is Turn.OF_ANOTHER:
        return Relation.DOUBTFUL if weighed is Relation.REPLACES else Relation.APART
    return weighed


def _weigh(new: Read, old: Read, cosine: float, *, same_voice: bool) -> Relation:
    if same_voice and new.plain == old.plain:
        return Relation.SAME
    arranges = new.said.speaker != "assistant" and bool(_ARRANGED & new.reading.slots)
    if not (new.reading.is_meant and new.said.at >= old.said.at and (same_voice or arranges)):
        return Relation.APART
    signs = _signs(new.reading, old.reading)
    if same_voice and _repeats(signs, cosine):
        return Relation.DOUBTFUL if _is_swapped(new, old) else Relation.SAME
    score = _score(signs, cosine, (new.said.at - old.said.at) / 3600)
    if not same_voice:
        return _said_by_another(new, old, signs, score)
    is_asked = score >= (_DOUBTFUL_IF_PLAIN if _is_plain(new, old, signs) else _DOUBTFUL)
    if not is_asked or not _is_shown(signs):
        return Relation.FOLLOWS if score >= _FOLLOWS else Relation.APART
    of_another = bool(new.reading.people - old.reading.people) and not new.reading.own
    certain = score >= _REPLACES and new.said.at > old.said.at and not of_another
    return Relation.REPLACES if certain else Relation.DOUBTFUL


def _is_swapped(new: Read, old: Read) -> bool:
    """Tells whether short statements of how things are differ in one word alone.

    "We meet at the station", "we meet at the harbour": no word tells that it changed. What was done
    on a day is no such statement: one may buy apples, and pears.
    """
    of_a_day = EVENT.search(new.plain) or EVENT.search(old.plain)
    if max(_size(new), _size(old)) > _SHORT or of_a_day or _fill_others(new, old):
        return False
    later, earlier = new.reading.topics, old.reading.topics
    apart = [
        [topic for topic, weight in one.items() if weight >= _WEIGHTY and topic not in other]
        for one, other in ((later, earlier), (earlier, later))
    ]
    return [len(one) for one in apart] == [1, 1] and shared(later, earlier) >= 1


def _fill_others(new: Read, old: Read) -> bool:
    """Tells whether both fill slots, and none that is one."""
    keys = [{slot.key for slot in one.filled.slots} for one in (new, old)]
    return all(keys) and keys[0].isdisjoint(keys[1])


def _size(read: Read) -> int:
    return len(read.plain) * (1 if read.plain.isascii() else 2)


def _is_plain(new: Read, old: Read, signs: Mapping[str, float]) -> bool:
    return (
        max(_size(new), _size(old)) <= _SHORT
        and signs["near conflict"] > 0
        and not _fill_others(new, old)
    )


def _said_by_another(new: Read, old: Read, signs: Mapping[str, float], score: float) -> Relation:
    """Doubts what somebody else puts otherwise: a day, a price or a place that both know of."""
    both_arrange = bool(_ARRANGED & new.reading.slots & old.reading.slots)
    if not both_arrange or signs["near conflict"] <= 0 or score < _FOLLOWS:
        return Relation.APART
    return Relation.DOUBTFUL if score >= _DOUBTFUL else Relation.FOLLOWS


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
