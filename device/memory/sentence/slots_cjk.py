"""Which slots a Japanese or Korean clause fills: the word that tells stands behind the thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from device.memory.sentence import slots_words as words
from device.memory.sentence.pattern import Pattern
from device.memory.sentence.slot import ALLERGY, HANGUL, HEALED, RE, Slot
from device.memory.sentence.topic_words import SINGLE_KO
from device.memory.sentence.values import values

_PHRASE_JA: Final = Pattern(r"([^\s、,。]{1,16}?)(から|って|が|は|も|を|に|へ|で|、|,|\s|$)")
_COUNTS: Final = Pattern(
    r"(?:하루|매일)에?\s|\d{1,3}\s?(?:잔|캔|병|개비|개|컵)(?:씩)?|1日に?|\d{1,3}[杯本缶個](?:ずつ)?"
)
_PARTICLE: Final = Pattern(r"(에서|한테|으로|부터|까지|이랑|이|가|은|는|을|를|에|로|도|랑|네|의)$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun and the particle behind it."""

    noun: str
    particle: str


def phrases_of(before: str) -> list[Phrase]:
    """Gives the nouns of a clause with their particles, in their order."""
    if HANGUL.search(before):
        cut = [(stem(word), word) for word in before.split()]
        return [
            Phrase(noun, word[len(noun) :])
            for noun, word in cut
            if noun not in {"진짜", "정말", "너무", "다시", "이제", "이젠", "완전", "매일", "별로"}
            and word not in words.NOBODY_KO - {"집", "약", "배", "밤"}
        ]
    found = []
    for match in _PHRASE_JA.finditer(before):
        noun = re.sub(f"^{words.ADVERBS_JA}+", "", match[1])
        if noun:
            found.append(Phrase(noun, match[2]))
    return found


def stem(word: str) -> str:
    """Gives a Korean word without its particle: 오이, 포도 and 고기 have none."""
    stem = _PARTICLE.sub("", word)
    if len(stem) < 2 and stem not in SINGLE_KO | words.OWN_CJK:
        return word
    # 떡볶이가, 떡볶이 and 지연이가, 지연은 are one each.
    return stem[:-1] if len(stem) > 2 and stem.endswith("이") else stem


# 지은이가: a name that ends in a consonant bears an 이 of its own.
_OF_SUBJECT: Final = frozenset("が は も 이 가 은 는 도 네 이가 이는 이도 이네".split())


def of_somebody(phrases: Sequence[Phrase]) -> str:
    """Gives the prefix of a key where phrases tell of somebody else: `健太/`."""
    for phrase in phrases:
        if RE["KIN_CJK"].search(phrase.noun):
            return f"{phrase.noun}/"
        if phrase.particle in _OF_SUBJECT:
            noun = phrase.noun
            if noun in words.OWN_CJK or noun in words.NOBODY_KO or RE["NOBODY_JA"].match(noun):
                continue
            return f"{noun}/"
    return ""


def of_cjk(clause: str) -> Iterator[Slot]:
    """Gives the slots that a Japanese or Korean clause fills."""
    korean = HANGUL.search(clause) is not None
    tongue = "KO" if korean else "JA"
    yield from _ways_cjk(clause)
    if not RE["ONE_DAY"].search(clause):
        yield from _tastes_cjk(clause, tongue)
        yield from _works_cjk(clause, tongue)
    for match in RE[f"LIVES_{tongue}"].finditer(clause):
        at = {"에", "로", "으로", "에서"} if korean else {"に", "へ", "で"}
        yield from _placed(clause[: match.start()], at, "residence", holds=True)
    smokes = RE["SMOKES_CJK"].search(clause)
    if smokes:
        prefix = of_somebody(phrases_of(clause[: smokes.start()]))
        yield Slot(f"{prefix}habit:smoking", "", holds=smokes["yes"] is not None)
    for match in RE["COUNT_CJK"].finditer(clause):
        prefix = of_somebody(phrases_of(clause[: match.start()]))
        yield Slot(f"{prefix}habit:{match[1] or match[3]}", match[2] or match[4], holds=True)


def _tastes_cjk(clause: str, tongue: str) -> Iterator[Slot]:
    end = 0
    for match in RE[f"LIKES_{tongue}"].finditer(clause):
        phrases = phrases_of(_COUNTS.sub("", clause[end : match.start()]))
        end = match.end()
        if not phrases:
            continue
        thing = re.sub("^.*の", "", phrases[-1].noun).rstrip("ー")
        taken = phrases[-1].particle not in {"に", "へ", "で", "から", "에", "에서", "로", "으로"}
        if taken and 0 < len(thing) <= 10 and thing not in words.OWN_CJK:
            prefix = of_somebody(phrases[:-1])
            allergy = match[0] in {"アレルギ", "알레르기", "알러지"}
            healed = HEALED.search(clause, match.start()) is not None
            value = ALLERGY if allergy or healed else ""
            holds = match["yes"] is not None or (allergy and healed)
            yield Slot(f"{prefix}diet:{thing}", value, holds)


def _works_cjk(clause: str, tongue: str) -> Iterator[Slot]:
    end = 0
    for match in RE[f"WORKS_{tongue}"].finditer(clause):
        before = clause[end : match.start()]
        end = match.end()
        at = {"에서", "에", "로", "으로"} if tongue == "KO" else {"で", "に", "へ"}
        if match["no"]:
            at = {"을", "를", "은", "는", "", "도"} if tongue == "KO" else {"を", "は", "、", ""}
        yield from _placed(before, at, "work", holds=match["yes"] is not None)


def _placed(before: str, at: set[str], key: str, *, holds: bool) -> Iterator[Slot]:
    phrases = phrases_of(before)
    places = [phrase for phrase in phrases if phrase.particle in at]
    if places:
        place = re.sub("^.*の", "", places[-1].noun)
        others = [phrase for phrase in phrases if phrase is not places[-1]]
        yield Slot(f"{of_somebody(others)}{key}", place, holds)


def _ways_cjk(clause: str) -> Iterator[Slot]:
    match = RE["WAYS_CJK"].search(clause)
    if match is None:
        return
    prefix = of_somebody(phrases_of(clause[: match.start()]))
    way = "vegan" if match["way"][0] in "ヴビ비" else "vegetarian"
    yield Slot(f"{prefix}way", way, match["end"] is None)
    if match["end"] is None:
        meat = "고기" if HANGUL.search(clause) else "肉"
        yield Slot(f"{prefix}diet:{meat}", "", holds=False)


def trips_cjk(sentence: str) -> Iterator[Slot]:
    """Gives where a Japanese or Korean sentence has somebody travel, and where no longer."""
    if not re.search("旅行|여행", sentence):
        return
    months = values(sentence).get("month", frozenset())
    for match in RE["GOES_NOT_CJK"].finditer(sentence):
        yield Slot(f"going:{match[1] or match[2]}", "", holds=False)
    for match in RE["GOES_CJK"].finditer(sentence):
        place = match[1] or match[2]
        yield Slot(f"going:{place}", "", holds=True)
        yield from (Slot(f"trip:{month}", place, holds=True) for month in months)
