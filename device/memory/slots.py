"""What somebody says, in plain short words, of their own affairs: where they live, what they eat.

A slot is one thing that has one value at a time. Two statements that fill the same slot otherwise
are a change of mind, however little else they share. Read by rules; what is asked, wished, supposed
or said in jest fills no slot, nor does what is told of a single day.

The slot of another person bears them in its key: `mum/when:birthday`, `健太/size:靴`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from device.encoder.fold import fold
from device.memory import change_words
from device.memory import slots_words as words
from device.memory.change_words import in_digits, values

_MOST: Final = 240  # characters; who writes more tells a story


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing of somebody's, and what it is.

    Attributes:
        key: Its kind and, where there are many, its name: `residence`, `diet:beef`, `price:rent`.
        value: Empty where only `holds` tells: one likes a thing or not. What one is allergic to
            is not taken back by liking it, so it says `allergy`.
        holds: Whether it is so, or is so no more.
    """

    key: str
    value: str
    holds: bool


class Turn(StrEnum):
    """What the slots of a new statement are to those of an older one."""

    TURNED = "turned"
    AGAIN = "again"
    OF_ANOTHER = "of another"
    NONE = "none"


_RE: Final = {
    name: re.compile(pattern)
    for source in (words, change_words)
    for name, pattern in vars(source).items()
    if name.isupper() and not name.startswith("_") and isinstance(pattern, str)
}
_SENTENCE: Final = re.compile(r"(?<=[。!?\n…;])|(?<=[.])\s+")
_CLAUSE: Final = re.compile(r"(?<=[。、,])|\s(?=(?:but|because|and i)\b)")
_PHRASE_JA: Final = re.compile(r"([^\s、,。]{1,16}?)(から|って|が|は|も|を|に|へ|で|、|,|\s|$)")
_THEME: Final = re.compile("[^てでただるいくしどらばとねよけもりうa-z0-9]$")
_THOUSANDS: Final = re.compile(r"(\d+)\s?[千천](?!\d)")
_COUNTS: Final = re.compile(
    r"(?:하루|매일)에?\s|\d{1,3}\s?(?:잔|캔|병|개비|개|컵)(?:씩)?|1日に?|\d{1,3}[杯本缶個](?:ずつ)?"
)
_OWN_EN: Final = re.compile(rf"\b(?:i|we)\b|^(?:(?:my|our) )?(?:{words.KIN_EN})\b")
_ALLERGY: Final = "allergy"
_HEALED: Final = re.compile(
    r"\b(?:no longer|not|isn't|never was|wasn't|outgr[eo]wn?) (?:\w+ ){0,2}allergic|"
    r"\bcan (?:now )?eat|"
    r"アレルギー(?:じゃな|ではな|やな|が?治)|食べられるように|알레르기(?:가|는|도)?\s?(?:아니|"
    r"나았|없)|"
    r"알러지(?:가|는|도)?\s?(?:아니|나았|없)|먹을\s?수\s?있"
)
_WORD_EN: Final = re.compile(r"[a-z0-9&'-]+")
_CJK: Final = re.compile("[\u3041-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")
_KANJI_COUNT: Final = re.compile(r"([一二三四五六七八九]?)(十?)(?=[杯本缶])")
_NATIVE: Final = {"한": "1", "두": "2", "세": "3", "네": "4", "다섯": "5"}
_NATIVE_COUNT: Final = re.compile(rf"(?<![가-힣])({'|'.join(_NATIVE)})\s?(?=캔|컵)")
_NO_NOUN_KO: Final = re.compile(
    r"\d|(?:데|니까|면서|지만|아서|어서|해서|려고|다고|하고|했고|다|요)$"
)
_PARTICLE: Final = re.compile(
    r"(에서|한테|으로|부터|까지|이랑|이|가|은|는|을|를|에|로|도|랑|네|의)$"
)


def slots_of(text: str) -> tuple[Slot, ...]:
    """Gives the slots that a text fills; none of a long one."""
    if len(text) > _MOST:
        return ()
    folded = fold(text)
    if _RE["JOKES"].search(folded):
        return ()
    found: dict[Slot, None] = {}
    for sentence in _SENTENCE.split(_digits(folded)):
        if _is_real(sentence.strip(" \n")):
            found |= dict.fromkeys(_of_sentence(sentence.strip(" \n.。!"), text))
    return tuple(found)


def turn(new: str, old: str) -> Turn:
    """Gives what a new statement does to the slots that an older one fills."""
    later, earlier = slots_of(new), slots_of(old)
    if not later or not earlier:
        return Turn.NONE
    folded = fold(new)
    changed = any(_RE[name].search(folded) for name in ("CHANGED", "NOW"))
    added = _RE["ADDED"].search(folded) is not None and not _RE["CHANGED_SURELY"].search(folded)
    found = {_pair(one, other, changed=changed, added=added) for one in later for other in earlier}
    return next(
        (kind for kind in (Turn.TURNED, Turn.AGAIN, Turn.OF_ANOTHER) if kind in found), Turn.NONE
    )


def _pair(new: Slot, old: Slot, *, changed: bool, added: bool) -> Turn:
    if new.key != old.key:
        alike = new.key.rpartition("/")[2] == old.key.rpartition("/")[2]
        return Turn.OF_ANOTHER if alike else Turn.NONE
    same = "diet:" in new.key or _is_same(new.value, old.value)
    if old.value == _ALLERGY and new.value != _ALLERGY and new.holds and not old.holds:
        return Turn.NONE  # one may love what one is allergic to
    if same and new.holds != old.holds:
        return Turn.TURNED
    if same:
        return Turn.AGAIN if new.holds and not changed else Turn.NONE
    if not (new.holds and old.holds) or added:
        return Turn.NONE
    # An event has a day each time, and one may travel twice.
    arranged = new.key.rpartition("/")[2].split(":")[0] in {"when", "days", "trip"}
    return Turn.TURNED if changed or not arranged else Turn.NONE


def _is_same(one: str, other: str) -> bool:
    if "=" in one and "=" in other:
        facets = dict(part.split("=") for part in one.split())
        others = dict(part.split("=") for part in other.split())
        shared = facets.keys() & others.keys()
        return bool(shared) and all(facets[kind] == others[kind] for kind in shared)
    if not one or not other or one[0].isdigit() or other[0].isdigit():
        return one == other
    return one.startswith(other) or other.startswith(one)


def _digits(folded: str) -> str:
    def count(match: re.Match[str]) -> str:
        if not match[0]:
            return ""
        one = "一二三四五六七八九".find(match[1]) + 1 if match[1] else 0
        return str((one or 1) * 10 if match[2] else one)

    text = _THOUSANDS.sub(r"\g<1>000", _KANJI_COUNT.sub(count, folded))
    text = _NATIVE_COUNT.sub(lambda found: _NATIVE[found[1]], text)
    return in_digits(text).replace("一日", "1日").replace("1日に", "1日")


def _is_real(sentence: str) -> bool:
    unreal = ("ASKS", "WISHES", "SUPPOSED", "LONG_AGO")
    return not any(_RE[name].search(sentence) for name in unreal)


def _of_sentence(sentence: str, original: str) -> Iterator[Slot]:
    yield from _topics(sentence, original)
    somebody = ""
    for clause in _clauses(sentence):
        if _CJK.search(clause):
            # 健太が転職して、調布に引っ越した: whose move it is stands in the clause before.
            yield from (
                slot
                for slot in _of_cjk(clause)
                if not somebody or slot.key not in {"residence", "work"}
            )
            somebody = somebody or _of_somebody(_phrases(clause))
        elif clause and (_OWN_EN.search(clause) or not _of_somebody_en(fold(original), original)):
            yield from _of_english(clause, original)
    if _CJK.search(sentence):
        yield from _trips_cjk(sentence)


def _clauses(sentence: str) -> Iterator[str]:
    """Gives the clauses; a theme that a comma sets apart stays with what is said of it."""
    theme = ""
    for clause in _CLAUSE.split(sentence):
        whole = (theme + clause).strip(" 、,")
        theme = ""
        if len(whole) <= 8 and clause[-1:] in "、," and _THEME.search(whole):
            theme = whole + "、"
        else:
            yield whole


# English: the word that tells stands before the thing.


def _of_english(clause: str, original: str) -> Iterator[Slot]:
    one_day = _RE["ONE_DAY"].search(clause) is not None
    yield from _ways_en(clause)
    yield from _tastes_en(clause, one_day)
    yield from _places_en(clause, original)
    if not one_day:
        yield from _works_en(clause)
    if _RE["SMOKES_NOT_EN"].search(clause):
        yield Slot(f"{_of_somebody_en(clause, original)}habit:smoking", "", holds=False)
    elif _RE["SMOKES_EN"].search(clause):
        yield Slot("habit:smoking", "", holds=True)
    for match in _RE["COUNT_EN"].finditer(clause):
        yield Slot(f"habit:{_singular(match[2])}", match[1], holds=True)
    yield from _trips_en(clause, original)


def _tastes_en(clause: str, one_day: bool) -> Iterator[Slot]:
    for name, holds in (("DISLIKES_EN", False), ("LIKES_EN", True)):
        for match in _RE[name].finditer(clause):
            if one_day and "allergic" not in match[0]:
                continue
            thing = _thing_en(clause[match.end() :])
            prefix = _of_somebody_en(clause[: match.start() + 1], "")
            if thing:
                allergy = "allerg" in match[0] and not holds
                healed = allergy and _HEALED.search(clause[: match.end()]) is not None
                value = _ALLERGY if allergy or _HEALED.search(match[0]) else ""
                yield Slot(f"{prefix}diet:{thing}", value, holds or healed)
    for match in _RE["ALLERGY_EN"].finditer(clause):
        prefix = _of_somebody_en(clause, "")
        yield Slot(f"{prefix}diet:{_singular(match[1])}", _ALLERGY, holds=False)


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
    return " ".join([*found[:-1], _singular(found[-1])])


def _singular(word: str) -> str:
    if word.endswith("oes") and not word.endswith("shoes"):
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _ways_en(clause: str) -> Iterator[Slot]:
    match = _RE["WAYS_EN"].search(clause)
    if match is None or not re.match(r"(?:i|we|so i|no longer|not|vegan|vegetarian)\b", clause):
        return
    holds = not _RE["WAY_ENDS_EN"].search(clause[: match.start()])
    rest = clause[match.end() :]
    holds = holds and not re.match(r" (?:any ?more|no more|food|place|restaurant)", rest)
    yield Slot("way", match["way"].replace("veggie", "vegetarian"), holds)
    if holds and match["way"] in {"vegetarian", "vegan", "veggie"}:
        yield Slot("diet:meat", "", holds=False)


def _places_en(clause: str, original: str) -> Iterator[Slot]:
    for name, holds in (("LIVES_NOT_EN", False), ("LIVES_EN", True)):
        for match in _RE[name].finditer(clause):
            place = _name_en(clause[match.end() :], original)
            if place:
                yield Slot("residence", place, holds)


def _name_en(rest: str, original: str) -> str:
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
        for match in _RE[name].finditer(clause):
            place = _thing_en(clause[match.end() :])
            if place and words.NO_WORK_EN.isdisjoint(place.split()):
                yield Slot("work", place, holds)


def _trips_en(clause: str, original: str) -> Iterator[Slot]:
    months = values(clause).get("month", frozenset()) | _months_en(clause)
    for match in _RE["GOES_NOT_EN"].finditer(clause):
        place = _name_en(clause[match.end() :], original)
        if place:
            yield Slot(f"going:{place}", "", holds=False)
    for match in _RE["GOES_EN"].finditer(clause):
        place = _name_en(clause[match.end() :], original)
        if place:
            yield Slot(f"going:{place}", "", holds=True)
            yield from (Slot(f"trip:{month}", place, holds=True) for month in months)


def _months_en(clause: str) -> frozenset[str]:
    months = "january february march april may june july august september october november december"
    return frozenset(str(at) for at, name in enumerate(months.split(), 1) if f"in {name}" in clause)


def _of_somebody_en(part: str, original: str) -> str:
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
    theme = _RE["EVENTS"].fullmatch(name) or _RE["PRICES"].fullmatch(name)
    if not name or theme or name in words.NO_NAMES_EN or _RE["ACTIVITIES"].fullmatch(name):
        return ""
    return f"{name}/" if name in part else ""


# Japanese and Korean: the word that tells stands behind the thing.


@dataclass(frozen=True, slots=True)
class _Phrase:
    noun: str
    particle: str


def _phrases(before: str) -> list[_Phrase]:
    if _HANGUL.search(before):
        cut = [(_stem(word), word) for word in before.split()]
        return [
            _Phrase(noun, word[len(noun) :])
            for noun, word in cut
            if noun not in {"진짜", "정말", "너무", "다시", "이제", "이젠", "완전", "매일", "별로"}
            and word not in words.NOBODY_KO - {"집", "약", "배", "밤"}
        ]
    found = []
    for match in _PHRASE_JA.finditer(before):
        noun = re.sub(f"^{words.ADVERBS_JA}+", "", match[1])
        if noun:
            found.append(_Phrase(noun, match[2]))
    return found


def _stem(word: str) -> str:
    """Gives a Korean word without its particle: 오이, 포도 and 고기 have none."""
    stem = _PARTICLE.sub("", word)
    if len(stem) < 2 and stem not in change_words.SINGLE_KO | words.OWN_CJK:
        return word
    # 떡볶이가, 떡볶이 and 지연이가, 지연은 are one each.
    return stem[:-1] if len(stem) > 2 and stem.endswith("이") else stem


def _of_somebody(phrases: Sequence[_Phrase]) -> str:
    for phrase in phrases:
        if _RE["KIN_CJK"].search(phrase.noun):
            return f"{phrase.noun}/"
        if phrase.particle in {"が", "は", "も", "이", "가", "은", "는", "도", "네"}:
            noun = phrase.noun
            if noun in words.OWN_CJK or noun in words.NOBODY_KO or _RE["NOBODY_JA"].match(noun):
                continue
            return f"{noun}/"
    return ""


def _of_cjk(clause: str) -> Iterator[Slot]:
    korean = _HANGUL.search(clause) is not None
    tongue = "KO" if korean else "JA"
    yield from _ways_cjk(clause)
    if not _RE["ONE_DAY"].search(clause):
        yield from _tastes_cjk(clause, tongue)
        yield from _works_cjk(clause, tongue)
    for match in _RE[f"LIVES_{tongue}"].finditer(clause):
        at = {"에", "로", "으로", "에서"} if korean else {"に", "へ", "で"}
        yield from _placed(clause[: match.start()], at, "residence", holds=True)
    smokes = _RE["SMOKES_CJK"].search(clause)
    if smokes:
        prefix = _of_somebody(_phrases(clause[: smokes.start()]))
        yield Slot(f"{prefix}habit:smoking", "", holds=smokes["yes"] is not None)
    for match in _RE["COUNT_CJK"].finditer(clause):
        prefix = _of_somebody(_phrases(clause[: match.start()]))
        yield Slot(f"{prefix}habit:{match[1] or match[3]}", match[2] or match[4], holds=True)


def _tastes_cjk(clause: str, tongue: str) -> Iterator[Slot]:
    end = 0
    for match in _RE[f"LIKES_{tongue}"].finditer(clause):
        phrases = _phrases(_COUNTS.sub("", clause[end : match.start()]))
        end = match.end()
        if not phrases:
            continue
        thing = re.sub("^.*の", "", phrases[-1].noun).rstrip("ー")
        taken = phrases[-1].particle not in {"に", "へ", "で", "から", "에", "에서", "로", "으로"}
        if taken and 0 < len(thing) <= 10 and thing not in words.OWN_CJK:
            prefix = _of_somebody(phrases[:-1])
            allergy = match[0] in {"アレルギ", "알레르기", "알러지"}
            healed = _HEALED.search(clause, match.start()) is not None
            value = _ALLERGY if allergy or healed else ""
            holds = match["yes"] is not None or (allergy and healed)
            yield Slot(f"{prefix}diet:{thing}", value, holds)


def _works_cjk(clause: str, tongue: str) -> Iterator[Slot]:
    end = 0
    for match in _RE[f"WORKS_{tongue}"].finditer(clause):
        before = clause[end : match.start()]
        end = match.end()
        at = {"에서", "에", "로", "으로"} if tongue == "KO" else {"で", "に", "へ"}
        if match["no"]:
            at = {"을", "를", "은", "는", "", "도"} if tongue == "KO" else {"を", "は", "、", ""}
        yield from _placed(before, at, "work", holds=match["yes"] is not None)


def _placed(before: str, at: set[str], key: str, *, holds: bool) -> Iterator[Slot]:
    phrases = _phrases(before)
    places = [phrase for phrase in phrases if phrase.particle in at]
    if places:
        place = re.sub("^.*の", "", places[-1].noun)
        others = [phrase for phrase in phrases if phrase is not places[-1]]
        yield Slot(f"{_of_somebody(others)}{key}", place, holds)


def _ways_cjk(clause: str) -> Iterator[Slot]:
    match = _RE["WAYS_CJK"].search(clause)
    if match is None:
        return
    prefix = _of_somebody(_phrases(clause[: match.start()]))
    way = "vegan" if match["way"][0] in "ヴビ비" else "vegetarian"
    yield Slot(f"{prefix}way", way, match["end"] is None)
    if match["end"] is None:
        meat = "고기" if _HANGUL.search(clause) else "肉"
        yield Slot(f"{prefix}diet:{meat}", "", holds=False)


def _trips_cjk(sentence: str) -> Iterator[Slot]:
    if not re.search("旅行|여행", sentence):
        return
    months = values(sentence).get("month", frozenset())
    for match in _RE["GOES_NOT_CJK"].finditer(sentence):
        yield Slot(f"going:{match[1] or match[2]}", "", holds=False)
    for match in _RE["GOES_CJK"].finditer(sentence):
        place = match[1] or match[2]
        yield Slot(f"going:{place}", "", holds=True)
        yield from (Slot(f"trip:{month}", place, holds=True) for month in months)


# What a thing, wherever it stands in the sentence, costs, measures or falls on.


def _topics(sentence: str, original: str) -> Iterator[Slot]:
    yield from _sizes(sentence, original)
    yield from _prices(sentence, original)
    yield from _doses(sentence, original)
    yield from _phones(sentence, original)
    for name, kind in (("EVENTS", "when"), ("ACTIVITIES", "days")):
        match = _RE[name].search(sentence)
        facets = _facets(_new_side(sentence, "weekday", "clock", "date")) if match else ""
        if match and facets:
            prefix = _owner(sentence, match.start(), original)
            yield Slot(f"{prefix}{kind}:{match[0]}", facets, holds=True)


def _owner(sentence: str, start: int, original: str) -> str:
    before = sentence[:start]
    if not _CJK.search(sentence):
        return _of_somebody_en(sentence, original)
    if _HANGUL.search(sentence):
        tokens = [token for token in re.split(r"[\s,.]+", before) if token][-2:]
        phrases = [_Phrase(_stem(token), "은") for token in tokens]
        named = [one for one in phrases if not _NO_NOUN_KO.search(one.noun)]
        return _of_somebody(named)
    held = re.search(r"([^\s、,はがを]{1,6})の$", before)
    phrases = _phrases(before) + ([_Phrase(held[1], "は")] if held else [])
    return _of_somebody(phrases)


def _new_side(sentence: str, *kinds: str) -> str:
    """Gives the part behind "from 5 to" or "5から", where both sides have such a value."""
    kept = _RE["INSTEAD_EN"].sub(" ", sentence)
    for match in reversed(list(_RE["FROM"].finditer(kept))):
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
    match = _RE["SIZE_EN"].search(sentence)
    if match:
        item, size = match["item"] or match["item2"], match["n"] or match["n2"]
        prefix = _of_somebody_en(sentence, original)
        yield Slot(f"{prefix}size:{_singular(item)}", size.rstrip("."), holds=True)
        return
    side = _new_side(sentence, "number", "size", "length")
    item_at = re.search(words.SIZED, sentence)
    if item_at is None:
        return
    if side != sentence:
        side = item_at[0] + side
    match = _RE["SIZE_CJK"].search(side)
    if match and (re.search("サイズ|号|[はが、]|사이즈|호|신|입|은|는", side)):
        prefix = _owner(sentence, item_at.start(), original)
        yield Slot(f"{prefix}size:{item_at[0]}", match["n"], holds=True)


def _prices(sentence: str, original: str) -> Iterator[Slot]:
    match = _RE["PRICES"].search(sentence)
    if match is None:
        return
    side = _new_side(sentence, "money", "number")
    if _CJK.search(sentence):
        amounts = {_amount(text) for text in values(side).get("money", frozenset())}
    else:
        found = _RE["AMOUNT_EN"].findall(side)
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
    if not _RE["TAKES"].search(sentence):
        return
    side = _new_side(sentence, "dose", "pieces")
    found = values(side)
    amounts = found.get("dose", frozenset()) | found.get("pieces", frozenset())
    if len(amounts) != 1:
        return
    for match in _RE["DOSES"].finditer(sentence):
        name = next(filter(None, match.groups()))
        if name not in words.NO_DOSES and not name.startswith(("ミリ", "밀리")):
            prefix = _owner(sentence, match.start(), original)
            yield Slot(f"{prefix}dose:{name}", next(iter(amounts)), holds=True)
            return


def _phones(sentence: str, original: str) -> Iterator[Slot]:
    for match in _RE["OWNS_PHONE"].finditer(sentence):
        name = next(filter(None, match.groups()))
        prefix = _owner(sentence, match.start(), original)
        yield Slot(f"{prefix}own:phone", name.strip(), holds=True)
