"""What a thing costs, measures, is called or falls on, wherever it stands in its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from device.memory.sentence import slots_words as words
from device.memory.sentence.pattern import Pattern
from device.memory.sentence.slot import CJK, HANGUL, RE, Slot
from device.memory.sentence.slots_cjk import Phrase, of_somebody, phrases_of, stem
from device.memory.sentence.slots_english import name_at, of_somebody_en, singular
from device.memory.sentence.values import values

_NO_NOUN_KO: Final = Pattern(r"\d|(?:데|니까|면서|지만|아서|어서|해서|려고|다고|하고|했고|다|요)$")


def of_things(sentence: str, original: str) -> Iterator[Slot]:
    """Gives the slots of a sentence in which the thing itself stands: a size, a price, a day."""
    yield from _sizes(sentence, original)
    yield from _prices(sentence, original)
    yield from _doses(sentence, original)
    yield from _phones(sentence, original)
    yield from _names(sentence, original)
    yield from _numbers(sentence, original)
    for name, kind in (("EVENTS", "when"), ("ACTIVITIES", "days")):
        match = RE[name].search(sentence)
        facets = _facets(_new_side(sentence, "weekday", "clock", "date")) if match else ""
        if match and facets:
            prefix = _owner(sentence, match.start(), original)
            yield Slot(f"{prefix}{kind}:{match[0]}", facets, holds=True)


def _owner(sentence: str, start: int, original: str) -> str:
    before = sentence[:start]
    if not CJK.search(sentence):
        return of_somebody_en(sentence, original)
    if HANGUL.search(sentence):
        tokens = [token for token in re.split(r"[\s,.]+", before) if token][-2:]
        phrases = [Phrase(stem(token), "은") for token in tokens]
        named = [one for one in phrases if not _NO_NOUN_KO.search(one.noun)]
        return of_somebody(named)
    held = re.search(r"([^\s、,はがを]{1,6})の$", before)
    phrases = phrases_of(before) + ([Phrase(held[1], "は")] if held else [])
    return of_somebody(phrases)


def _new_side(sentence: str, *kinds: str) -> str:
    """Gives the part behind "from 5 to" or "5から", where both sides have such a value."""
    kept = RE["INSTEAD_EN"].sub(" ", sentence)
    for match in reversed(list(RE["FROM"].finditer(kept))):
        left, right = values(kept[: match.start()]), values(kept[match.end() :])
        if any(kind in left and kind in right for kind in kinds):
            return kept[match.end() :]
    return kept


def _facets(side: str) -> str:
    found = values(re.sub(r"\bat (\d{1,2})\b(?![:.]\d)", r"at \1:00", side))
    parts = [
        f"{kind}={'+'.join(sorted(found[kind]))}"
        for kind in ("weekday", "clock", "date", "month")
        if kind in found and (kind == "weekday" or len(found[kind]) == 1)
    ]
    return " ".join(parts) if any(not part.startswith("month") for part in parts) else ""


def _sizes(sentence: str, original: str) -> Iterator[Slot]:
    match = RE["SIZE_EN"].search(sentence)
    if match:
        item, size = match["item"] or match["item2"], match["n"] or match["n2"]
        prefix = of_somebody_en(sentence, original)
        yield Slot(f"{prefix}size:{singular(item)}", size.rstrip("."), holds=True)
        return
    side = _new_side(sentence, "number", "size", "length")
    item_at = re.search(words.SIZED, sentence)
    if item_at is None:
        return
    if side != sentence:
        side = item_at[0] + side
    match = RE["SIZE_CJK"].search(side)
    if match and (re.search("サイズ|号|[はが、]|사이즈|호|신|입|은|는", side)):
        prefix = _owner(sentence, item_at.start(), original)
        yield Slot(f"{prefix}size:{item_at[0]}", match["n"], holds=True)


def _prices(sentence: str, original: str) -> Iterator[Slot]:
    match = RE["PRICES"].search(sentence)
    if match is None:
        return
    side = _new_side(sentence, "money", "number")
    if CJK.search(sentence):
        amounts = {_amount(text) for text in values(side).get("money", frozenset())}
    else:
        found = RE["AMOUNT_EN"].findall(side)
        amounts = {next(filter(None, groups)).replace(",", "") for groups in found}
    if len(amounts) == 1:
        prefix = _owner(sentence, match.start(), original)
        yield Slot(f"{prefix}price:{match[0].replace(' ', '')}", amounts.pop(), holds=True)


def _amount(money: str) -> str:
    total, rest = 0.0, money
    for unit, worth in (("억", 1e8), ("만", 1e4), ("천", 1e3)):
        head, mark, tail = rest.partition(unit)
        number = re.search(r"[\d.]+$", head)
        if mark and number and number[0].count(".") < 2 and number[0] != ".":
            total, rest = total + float(number[0]) * worth, tail
    last = re.match(r"\d+", rest)
    return str(int(total + (int(last[0]) if last else 0)))


def _doses(sentence: str, original: str) -> Iterator[Slot]:
    if not RE["TAKES"].search(sentence):
        return
    side = _new_side(sentence, "dose", "pieces")
    found = values(side)
    amounts = found.get("dose", frozenset()) | found.get("pieces", frozenset())
    if len(amounts) != 1:
        return
    for match in RE["DOSES"].finditer(sentence):
        name = next(filter(None, match.groups()))
        if name not in words.NO_DOSES and not name.startswith(("ミリ", "밀리")):
            prefix = _owner(sentence, match.start(), original)
            yield Slot(f"{prefix}dose:{name}", next(iter(amounts)), holds=True)
            return


def _phones(sentence: str, original: str) -> Iterator[Slot]:
    for match in RE["OWNS_PHONE"].finditer(sentence):
        name = next(filter(None, match.groups()))
        prefix = _owner(sentence, match.start(), original)
        yield Slot(f"{prefix}own:phone", name.strip(), holds=True)


def _names(sentence: str, original: str) -> Iterator[Slot]:
    for match in RE["NAMED_EN"].finditer(sentence):
        name = name_at(sentence[match.end() :], original)
        if name:
            yield Slot(f"name:{match['whose'] or 'self'}", name, holds=True)
    for pattern in ("NAMED_JA", "NAMED_KO"):
        for match in RE[pattern].finditer(sentence):
            whose = match["whose"] or "self"
            whose = "self" if whose in words.OWN_CJK else whose
            yield Slot(f"name:{whose}", match["name"], holds=True)


def _numbers(sentence: str, original: str) -> Iterator[Slot]:
    match = RE["PHONE_NUMBERS"].search(sentence)
    dialled = RE["DIALLED"].findall(_new_side(sentence, "number")) if match else []
    if match and len(dialled) == 1:
        prefix = _owner(sentence, match.start(), original)
        yield Slot(f"{prefix}number:phone", re.sub(r"\D", "", dialled[0]), holds=True)
