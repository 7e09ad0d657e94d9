"""Weaving: which memories belong to one thread, and by what each is tied to it.

From one memory, the ties to others: what replaced what, the same slot of the same person, the same
day to come, words that both have, likeness, and that one was said beside the other. Each tie is
weighed; who is tied to what is tied firmly comes too, by one step. Chance is left out: a weak sum,
and what lies a season or more away from all the rest, for one may travel to Kyoto twice. What is
told of a time long past has no such place in time, so a childhood's feast joins this year's.

Nothing is stored: a thread is found when it is asked for.

The weights are rounded from a logistic regression of "both answer one question" on the life logs'
train and development people; `benchmarks/threads.py` tells what threads bring.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from device.encoder.fold import fold
from device.memory.sentence.ahead import Ahead
from device.memory.sentence.pattern import Pattern
from device.memory.sentence.slot import Slot
from device.memory.sentence.slots_words import LONG_AGO
from device.memory.terms import shared_words, terms
from device.vault.rows import Vectors

Scores: TypeAlias = npt.NDArray[np.float32]
Mask: TypeAlias = npt.NDArray[np.bool_]
Rarities: TypeAlias = Mapping[str, float]

MOST: Final = 11  # memories that are tied to the first; more are a hairball

_DAY_S: Final = 86_400
_SAME_TALK_S: Final = 1_800
_BIAS: Final = -7.2
_PER_COSINE: Final = 8.1
_PER_TOPICS: Final = 3.4  # of log(1 + how many of the rarest topics they share)
_NEAR: Final = 1.0  # said at once; half of it a fortnight away
_NEAR_DAYS: Final = 14.0
_TALK: Final = 1.9
_SLOT: Final = 3.0
_DUE: Final = 2.5
_LEAST: Final = -2.5
_STEP: Final = 0.5  # of a tie that goes by way of another memory
_WAYS: Final = 6  # firmest ties that others are reached by
_GAP_DAYS: Final = 200
_ARRANGED_DAYS: Final = 60  # one has a dentist's appointment each year, but one at a time
_ARRANGED: Final = frozenset({"when", "days", "trip", "going"})
_COMMON: Final = 0.3  # what a shared topic is worth that is worth telling
_MOST_WORDS: Final = 3  # that a tie quotes
_LONG_AGO: Final = Pattern(LONG_AGO)


class TieKind(StrEnum):
    """What ties a memory to the one that a thread is asked of; the firmest kind first."""

    SEED = "seed"  # it is that one
    REPLACED = "replaced"  # it is what that one replaced
    REPLACES = "replaces"
    SLOT = "slot"
    DAY = "day"
    WORDS = "words"
    TALK = "talk"
    ALIKE = "alike"
    BY_WAY = "by_way"


@dataclass(frozen=True, slots=True)
class Tie:
    """By what a memory is tied.

    Attributes:
        slot: The kind of slot: `residence`, `diet`.
        words: That both have, in the words of the first.
        via: The memory that stands between.
    """

    kind: TieKind
    slot: str = ""
    words: tuple[str, ...] = field(default=(), repr=False)
    day: date | None = None
    via: int | None = None


@dataclass(frozen=True, slots=True)
class Strand:
    """One memory as weaving looks at it.

    Attributes:
        at: Unix seconds.
        talk: The number of the conversation; 0 where it was typed.
        vector: Unit length; zeros where there is none. *Shape:* (256,).
        topics: What it speaks of, and how much each says.
        older, newer: What it replaced and what replaced it; of the seed, over any number of steps.
    """

    id: int
    at: int
    talk: int
    text: str = field(repr=False)
    speaker: str = field(repr=False)
    vector: Vectors = field(repr=False)
    topics: Mapping[str, float] = field(default_factory=dict, repr=False)
    slots: tuple[Slot, ...] = field(default=(), repr=False)
    ahead: tuple[Ahead, ...] = field(default=(), repr=False)
    older: frozenset[int] = frozenset()
    newer: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Tied:
    """A memory of a thread.

    Attributes:
        score: Log-odds of belonging to it; infinite where that is known.
    """

    id: int
    score: float
    tie: Tie


def weave(seed: Strand, others: Sequence[Strand], rarities: Rarities) -> list[Tied]:
    """Gives what is tied to a memory, firmest first, at most `MOST`.

    Args:
        others: Candidates, without the seed.
        rarities: How rare each topic of theirs is, from 0 to 1: 1 is had by one memory alone.
    """
    if not others:
        return []
    direct = _log_odds(seed, others, rarities)
    total, way = _with_ways(direct, others, rarities)
    order = [at for at in np.argsort(-total, kind="stable") if total[at] > _LEAST]
    order = _without_gaps(seed, others, order)[:MOST]
    kept = {others[at].id for at in order}
    woven = []
    for at in order:
        tie = _tie(seed, others[at], rarities)
        via = others[way[at]].id
        if tie.kind is TieKind.ALIKE and direct[at] <= _LEAST and via in kept:
            tie = Tie(TieKind.BY_WAY, via=via)
        woven.append(Tied(others[at].id, float(total[at]), tie))
    return woven


def promise(cosine: Scores, words: Scores, apart_s: Scores, is_same_talk: Mask) -> Scores:
    """Gives how likely memories belong to a thread by what is known unopened. *Shape:* (m,) each.

    Args:
        cosine: Likeness to the seed.
        words: How many of the rarest words each shares with it.
        apart_s: Seconds between the two sayings.
        is_same_talk: Whether both were said in one conversation.
    """
    near = np.exp2(-apart_s / (_NEAR_DAYS * _DAY_S))
    talk = is_same_talk & (apart_s <= _SAME_TALK_S)
    weighed = _PER_COSINE * cosine + _PER_TOPICS * np.log1p(words) + _NEAR * near + _TALK * talk
    promised: Scores = (_BIAS + weighed).astype(np.float32)
    return promised


def _log_odds(one: Strand, others: Sequence[Strand], rarities: Rarities) -> Scores:
    """Gives how likely each belongs to the thread of one, by what ties them. *Shape:* (m,)."""
    cosine = np.stack([other.vector for other in others]) @ one.vector
    apart_s = np.array([abs(other.at - one.at) for other in others], np.float32)
    talk = np.array([one.talk == other.talk != 0 for other in others])
    topics = np.array([_shared(one, other, rarities) for other in others], np.float32)
    known = [
        np.inf
        if _is_of_one_history(one, other)
        else _SLOT * bool(_slot(one, other)) + _DUE * bool(_day(one, other))
        for other in others
    ]
    odds: Scores = promise(cosine, topics, apart_s, talk) + np.array(known, np.float32)
    return odds


def _shared(one: Strand, other: Strand, rarities: Rarities) -> float:
    """Gives how many topics two share, each by what it says and how rare it is."""
    return sum(one.topics[topic] * rarities[topic] for topic in _both(one, other))


def _both(one: Strand, other: Strand) -> list[str]:
    return [topic for topic in one.topics if topic in other.topics]


def _with_ways(
    direct: Scores, others: Sequence[Strand], rarities: Rarities
) -> tuple[Scores, npt.NDArray[np.intp]]:
    """Adds what is tied by way of the firmest few. *Shape:* (m,) both: log-odds, the best way."""
    chance = _chance(direct)
    apart = 1 - chance
    best, way = np.zeros(len(others), np.float32), np.zeros(len(others), np.intp)
    for at in np.argsort(-direct, kind="stable")[:_WAYS]:
        between = others[at]
        step = _chance(_log_odds(between, others, rarities))
        step[at] = 0
        step *= _STEP * chance[at]
        apart *= 1 - step
        way[step > best] = at
        best = np.maximum(best, step)
    apart = np.clip(apart, 1e-9, 1)
    with np.errstate(divide="ignore"):
        total = np.log((1 - apart) / apart).astype(np.float32)
    total[np.isinf(direct)] = np.inf
    return total, way


def _chance(log_odds: Scores) -> Scores:
    return (1 / (1 + np.exp(-log_odds))).astype(np.float32)


def _without_gaps(seed: Strand, others: Sequence[Strand], order: Sequence[int]) -> list[int]:
    """Leaves out what long silence parts from the rest, unless more than words tie it."""
    timeless = [
        at
        for at in order
        if _is_of_one_history(seed, others[at])
        or _slot(seed, others[at])
        or _LONG_AGO.search(fold(seed.text))
        or _LONG_AGO.search(fold(others[at].text))
    ]
    kept = set(timeless)
    for side in (-1, 1):
        last = seed.at
        there = [at for at in order if (others[at].at - seed.at) * side >= 0]
        for at in sorted(there, key=lambda at: side * others[at].at):
            if abs(others[at].at - last) > _GAP_DAYS * _DAY_S:
                break
            kept.add(at)
            last = others[at].at
    return [at for at in order if at in kept]


def _tie(one: Strand, other: Strand, rarities: Rarities) -> Tie:
    """Gives the firmest tie of two, to be told."""
    if other.id in one.older:
        return Tie(TieKind.REPLACED)
    if other.id in one.newer:
        return Tie(TieKind.REPLACES)
    if slot := _slot(one, other):
        return Tie(TieKind.SLOT, slot=slot)
    if day := _day(one, other):
        return Tie(TieKind.DAY, day=day)
    if words := _told_words(one, other, rarities):
        return Tie(TieKind.WORDS, words=words)
    return Tie(TieKind.TALK if _is_same_talk(one, other) else TieKind.ALIKE)


def _told_words(one: Strand, other: Strand, rarities: Rarities) -> tuple[str, ...]:
    """Gives the words of topics that both have and that say most, as they stand in the first."""
    worth = {
        topic: one.topics[topic] * rarities[topic]
        for topic in _both(one, other)
        if one.topics[topic] * rarities[topic] >= _COMMON
    }
    told: dict[str, float] = {}
    for word in shared_words(one.text, other.text):
        stems = {word, *terms(word)[0], *terms(word)[1]}
        own = [worth[topic] for topic in worth if topic in stems or _stands_in(topic, word)]
        if own:
            told[word] = max(own)
    return tuple(sorted(told, key=lambda word: -told[word])[:_MOST_WORDS])


def _stands_in(topic: str, word: str) -> bool:
    return not topic.isascii() and topic in word


def _is_of_one_history(one: Strand, other: Strand) -> bool:
    known = one.older | one.newer
    return other.id in known or one.id in other.older | other.newer


def _is_same_talk(one: Strand, other: Strand) -> bool:
    return one.talk == other.talk != 0 and abs(one.at - other.at) <= _SAME_TALK_S


def _day(one: Strand, other: Strand) -> date | None:
    """Gives the first day to come that both speak of."""
    days = {ahead.day for ahead in one.ahead} & {ahead.day for ahead in other.ahead}
    return min(days, default=None)


def _slot(one: Strand, other: Strand) -> str:
    """Gives the kind of the slot that both fill, of the same person; empty where there is none."""
    is_near = abs(one.at - other.at) <= _ARRANGED_DAYS * _DAY_S
    for slot in one.slots:
        key = _owned(slot.key, one.speaker)
        kind = slot.key.rpartition("/")[2].split(":")[0]
        for again in other.slots:
            if key != _owned(again.key, other.speaker):
                continue
            if is_near or kind not in _ARRANGED or slot.value == again.value != "":
                return kind
    return ""


def _owned(key: str, speaker: str) -> str:
    """Gives a slot's key with the person in it: what one says of oneself bears no name."""
    return key if "/" in key else f"{fold(speaker)}/{key}"
