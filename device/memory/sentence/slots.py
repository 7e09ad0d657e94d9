"""What somebody says, in plain short words, of their own affairs: where they live, what they eat.

A slot is one thing that has one value at a time. Two statements that fill the same slot otherwise
are a change of mind, however little else they share. Read by rules; what is asked, wished, supposed
or said in jest fills no slot, nor does what is told of a single day.

The slot of another person bears them in its key: `mum/when:birthday`, `健太/size:靴`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from device.encoder.fold import fold
from device.memory.sentence.pattern import Pattern
from device.memory.sentence.slot import ALLERGY, CJK, RE, Slot
from device.memory.sentence.slots_cjk import of_cjk, of_somebody, phrases_of, trips_cjk
from device.memory.sentence.slots_english import OWN_EN, of_english, of_somebody_en
from device.memory.sentence.slots_things import of_things
from device.memory.sentence.values import in_digits

_MOST: Final = 240  # characters; who writes more tells a story


class Turn(StrEnum):
    """What the slots of a new statement are to those of an older one."""

    TURNED = "turned"
    PERHAPS = "perhaps"  # one may have two dogs, and two numbers
    AGAIN = "again"
    OF_ANOTHER = "of another"
    NONE = "none"


_SENTENCE: Final = Pattern(r"(?<=[。!?\n…;])|(?<=[.])\s+")
_CLAUSE: Final = Pattern(r"(?<=[。、,])|\s(?=(?:but|because|and i)\b)")
_THEME: Final = Pattern("[^てでただるいくしどらばとねよけもりうa-z0-9]$")
_THOUSANDS: Final = Pattern(r"(\d+)\s?[千천](?!\d)")
_KANJI_COUNT: Final = Pattern(r"([一二三四五六七八九]?)(十?)(?=[杯本缶])")
_NATIVE: Final = {"한": "1", "두": "2", "세": "3", "네": "4", "다섯": "5"}
_NATIVE_COUNT: Final = Pattern(rf"(?<![가-힣])({'|'.join(_NATIVE)})\s?(?=캔|컵)")


@dataclass(frozen=True, slots=True)
class Filled:
    """What a statement says of slots, read once.

    Attributes:
        changed: It says that something is otherwise now.
        added: It adds to what there is, and takes nothing away.
    """

    slots: tuple[Slot, ...]
    changed: bool = False
    added: bool = False


def filled(text: str) -> Filled:
    """Gives what a text says of slots; nothing of a long one."""
    found = slots_of(text)
    if not found:
        return _NOTHING
    folded = fold(text)
    return Filled(
        found,
        changed=any(RE[name].search(folded) for name in ("CHANGED", "NOW")),
        added=bool(RE["ADDED"].search(folded)) and not RE["CHANGED_SURELY"].search(folded),
    )


_NOTHING: Final = Filled(())


def slots_of(text: str) -> tuple[Slot, ...]:
    """Gives the slots that a text fills; none of a long one."""
    if len(text) > _MOST:
        return ()
    folded = fold(text)
    if RE["JOKES"].search(folded):
        return ()
    found: dict[Slot, None] = {}
    for sentence in _SENTENCE.split(_digits(folded)):
        if _is_real(sentence.strip(" \n")):
            found |= dict.fromkeys(_of_sentence(sentence.strip(" \n.。!"), text))
    return tuple(found)


def turn(new: Filled, old: Filled) -> Turn:
    """Gives what a new statement does to the slots that an older one fills."""
    found = {
        _pair(one, other, changed=new.changed, added=new.added)
        for one in new.slots
        for other in old.slots
    }
    return next(
        (
            kind
            for kind in (Turn.TURNED, Turn.PERHAPS, Turn.AGAIN, Turn.OF_ANOTHER)
            if kind in found
        ),
        Turn.NONE,
    )


def _pair(new: Slot, old: Slot, *, changed: bool, added: bool) -> Turn:
    if new.key != old.key:
        alike = new.key.rpartition("/")[2] == old.key.rpartition("/")[2]
        return Turn.OF_ANOTHER if alike else Turn.NONE
    same = "diet:" in new.key or _is_same(new.value, old.value)
    if old.value == ALLERGY and new.value != ALLERGY and new.holds and not old.holds:
        return Turn.NONE  # one may love what one is allergic to
    if same and new.holds != old.holds:
        return Turn.TURNED
    if same:
        return Turn.AGAIN if new.holds and not changed else Turn.NONE
    return Turn.NONE if added or not (new.holds and old.holds) else _other(new, changed=changed)


def _other(new: Slot, *, changed: bool) -> Turn:
    """Gives what another value does; of what one may have two, it must say that it changed."""
    kind = new.key.rpartition("/")[2].split(":")[0]
    # An event has a day each time, and one may travel twice.
    if changed or kind not in {"when", "days", "trip", "name", "number"}:
        return Turn.TURNED
    return Turn.PERHAPS if kind in {"name", "number"} else Turn.NONE


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
    return not any(RE[name].search(sentence) for name in unreal)


def _of_sentence(sentence: str, original: str) -> Iterator[Slot]:
    yield from of_things(sentence, original)
    somebody = ""
    for clause in _clauses(sentence):
        if CJK.search(clause):
            # 健太が転職して、調布に引っ越した: whose move it is stands in the clause before.
            yield from (
                slot
                for slot in of_cjk(clause)
                if not somebody or slot.key not in {"residence", "work"}
            )
            somebody = somebody or of_somebody(phrases_of(clause))
        elif clause and (OWN_EN.search(clause) or not of_somebody_en(fold(original), original)):
            yield from of_english(clause, original)
    if CJK.search(sentence):
        yield from trips_cjk(sentence)


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
