"""Which slots an English clause fills: the word that tells stands before the thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from device.encoder.fold import fold
from device.memory.sentence import slots_words as words
from device.memory.sentence.pattern import Pattern
from device.memory.sentence.slot import ALLERGY, HEALED, RE, Slot
from device.memory.sentence.values import values

OWN_EN: Final = Pattern(rf"\b(?:i|we)\b|^(?:(?:my|our) )?(?:{words.KIN_EN})\b")
_WORD_EN: Final = Pattern(r"[a-z0-9&'-]+")


def of_english(clause: str, original: str) -> Iterator[Slot]:
    """Gives the slots that an English clause fills."""
    one_day = RE["ONE_DAY"].search(clause) is not None
    yield from _ways_en(clause)
    yield from _tastes_en(clause, one_day)
    yield from _places_en(clause, original)
    if not one_day:
        yield from _works_en(clause)
    if RE["SMOKES_NOT_EN"].search(clause):
        yield Slot(f"{of_somebody_en(clause, original)}habit:smoking", "", holds=False)
    elif RE["SMOKES_EN"].search(clause):
        yield Slot("habit:smoking", "", holds=True)
    for match in RE["COUNT_EN"].finditer(clause):
        yield Slot(f"habit:{singular(match[2])}", match[1], holds=True)
    yield from _trips_en(clause, original)


def _tastes_en(clause: str, one_day: bool) -> Iterator[Slot]:
    for name, holds in (("DISLIKES_EN", False), ("LIKES_EN", True)):
        for match in RE[name].finditer(clause):
            if one_day and "allergic" not in match[0]:
                continue
            thing = _thing_en(clause[match.end() :])
            prefix = of_somebody_en(clause[: match.start() + 1], "")
            if thing:
                allergy = "allerg" in match[0] and not holds
                healed = allergy and HEALED.search(clause[: match.end()]) is not None
                value = ALLERGY if allergy or HEALED.search(match[0]) else ""
                yield Slot(f"{prefix}diet:{thing}", value, holds or healed)
    for match in RE["ALLERGY_EN"].finditer(clause):
        prefix = of_somebody_en(clause, "")
        yield Slot(f"{prefix}diet:{singular(match[1])}", ALLERGY, holds=False)


def _thing_en(rest: str) -> str:
    found: list[str] = []
    for word in _WORD_EN.findall(rest[:60]):
        if not found and (word in words.DETERMINERS_EN or word[0].isdigit()):
            continue
        if word in words.ENDS_EN or len(found) == 3:
            break
        found.append(word)
    if not found or found[0] in words.NO_THINGS_EN or found[-1] in words.NO_THINGS_EN:
        return ""
    return " ".join([*found[:-1], singular(found[-1])])


def singular(word: str) -> str:
    """Gives a noun for one: shoes and shoe are one thing."""
    if word.endswith("oes") and not word.endswith("shoes"):
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _ways_en(clause: str) -> Iterator[Slot]:
    match = RE["WAYS_EN"].search(clause)
    if match is None or not re.match(r"(?:i|we|so i|no longer|not|vegan|vegetarian)\b", clause):
        return
    holds = not RE["WAY_ENDS_EN"].search(clause[: match.start()])
    rest = clause[match.end() :]
    holds = holds and not re.match(r" (?:any ?more|no more|food|place|restaurant)", rest)
    yield Slot("way", match["way"].replace("veggie", "vegetarian"), holds)
    if holds and match["way"] in {"vegetarian", "vegan", "veggie"}:
        yield Slot("diet:meat", "", holds=False)


def _places_en(clause: str, original: str) -> Iterator[Slot]:
    for name, holds in (("LIVES_NOT_EN", False), ("LIVES_EN", True)):
        for match in RE[name].finditer(clause):
            place = name_at(clause[match.end() :], original)
            if place:
                yield Slot("residence", place, holds)


def name_at(rest: str, original: str) -> str:
    """Gives the name at the beginning of a text; where capitals are written at all, with one."""
    found: list[str] = []
    for word in _WORD_EN.findall(rest[:40]):
        if word in words.ENDS_EN or word in words.DETERMINERS_EN or len(found) == 2:
            break
        at = original.lower().find(word)
        capital = 0 <= at < len(original) and original[at].isupper()
        if not capital and original != original.lower():
            break
        found.append(word)
    return " ".join(found)


def _works_en(clause: str) -> Iterator[Slot]:
    for name, holds in (("WORKS_NOT_EN", False), ("WORKS_EN", True)):
        for match in RE[name].finditer(clause):
            place = _thing_en(clause[match.end() :])
            # Who works in "the office" says nothing; the harbour office is a place.
            plain = (
                place.split() if place.count(" ") == 0 else place.removesuffix(" office").split()
            )
            if place and words.NO_WORK_EN.isdisjoint(plain):
                yield Slot("work", place, holds)


def _trips_en(clause: str, original: str) -> Iterator[Slot]:
    months = values(clause).get("month", frozenset()) | _months_en(clause)
    for match in RE["GOES_NOT_EN"].finditer(clause):
        place = name_at(clause[match.end() :], original)
        if place:
            yield Slot(f"going:{place}", "", holds=False)
    for match in RE["GOES_EN"].finditer(clause):
        place = name_at(clause[match.end() :], original)
        if place:
            yield Slot(f"going:{place}", "", holds=True)
            yield from (Slot(f"trip:{month}", place, holds=True) for month in months)


def _months_en(clause: str) -> frozenset[str]:
    months = "january february march april may june july august september october november december"
    return frozenset(str(at) for at, name in enumerate(months.split(), 1) if f"in {name}" in clause)


def of_somebody_en(part: str, original: str) -> str:
    """Gives the prefix of a key where a clause tells of somebody else: `tom/`."""
    kin = re.search(rf"\b({words.KIN_EN})(?:'s)?\b", part)
    if kin:
        return f"{kin[1].rstrip('s')}/"
    named = re.search(r"\b([A-Z][a-z]+)'s\b", original)
    if named is None:
        named = re.match(
            r"([A-Z][a-z]+) (?:takes|wears|lives|moved|works|left|quit|has|pays|goes|got|gave)\b",
            original,
        )
    name = fold(named[1]) if named else ""
    theme = RE["EVENTS"].fullmatch(name) or RE["PRICES"].fullmatch(name)
    if not name or theme or name in words.NO_NAMES_EN or RE["ACTIVITIES"].fullmatch(name):
        return ""
    return f"{name}/" if name in part else ""
