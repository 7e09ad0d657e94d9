"""What a text is about: its nouns, as far as rules tell, with how much each says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from device.encoder.fold import HAN, RUN, fold, is_cjk
from device.memory.sentence import topic_words as words
from device.memory.sentence.pattern import Pattern
from device.memory.terms import terms

_MOST: Final = 4_000  # characters of a text that are read
_KATAKANA: Final = Pattern("[\u30a1-\u30fa][\u30a1-\u30fa\u30fc]+")
_KANJI: Final = Pattern(f"[{HAN}]+")
_HANGUL: Final = Pattern("[\uac00-\ud7a3]+")


def topics_in(folded: str) -> dict[str, float]:
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


def topics_of(text: str) -> dict[str, float]:
    """Gives what a text speaks of, as stems and pairs of characters, and how much each says."""
    return topics_in(fold(text[:_MOST]))


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


def shared(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Gives how much what two texts speak of both says."""
    return sum(weight for topic, weight in one.items() if topic in other)
