"""The days that a sentence names, resolved against the moment of saying: 来週の土曜, 다음 달 3일.

A day without a year is the next such day, unless the last one is so near that it is rather the one
meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from device.memory.sentence import day_words as words
from device.memory.sentence.day_grammar import GRAMMAR
from device.memory.sentence.day_words import Kind
from device.memory.sentence.feasts import FEASTS, nth_weekday
from device.memory.sentence.pattern import Pattern
from device.memory.sentence.times_words import MONTH_NAMES

_MOST: Final = 100  # days that one sentence names; who names more lists no plans
DATED: Final = frozenset({Kind.CALENDAR, Kind.SURE})
_PAST_DAYS: Final = 95  # a day without a year that passed so lately is the one that was
_FAR_DAYS: Final = 300  # and one that is so far ahead is more likely last year's


@dataclass(frozen=True, slots=True)
class Mention:
    """A day as a sentence names it, and where.

    Attributes:
        day: None of 29 February in a common year.
        weekday_alone: Only its weekday is named.
    """

    start: int
    end: int
    kind: Kind
    day: date | None  # None of 29 February in a common year
    month_day: tuple[int, int]
    weekday_alone: bool = False


def mentions_in(sentence: str, today: date, *, month_first: bool) -> list[Mention]:
    """Gives the days named in a sentence, in its order."""
    taken = bytearray(len(sentence))
    found: list[Mention] = []
    for kind, pattern in GRAMMAR:
        for one in pattern.finditer(sentence):
            if not any(taken[one.start() : one.end()]):
                parts = {name.rstrip("234"): had for name, had in one.groupdict().items() if had}
                if "slash" in parts:
                    first, second = parts["slash"], parts["second"]
                    is_month_first = month_first or not sentence.isascii()
                    parts["month"], parts["day"] = (
                        (first, second) if is_month_first else (second, first)
                    )
                mention = _resolved(one, kind, parts, today)
                if mention is not None or kind is Kind.CALENDAR:  # 31 June is no "31st" either
                    taken[one.start() : one.end()] = b"\1" * (one.end() - one.start())
                if mention is not None:
                    found.append(mention)
    found += _feasts(sentence, taken, today)
    joined = _joined(sentence, sorted(found, key=lambda one: one.start)[:_MOST])
    dated = {one.day.weekday() for one in joined if one.day and one.kind in DATED}
    return [
        one for one in joined if not (one.weekday_alone and one.day and one.day.weekday() in dated)
    ]


def _feasts(sentence: str, taken: bytearray, today: date) -> Iterator[Mention]:
    for pattern, days in FEASTS:
        for one in pattern.finditer(sentence):
            near = (days(today.year), days(today.year + 1))
            day = next((day for day in near if day is not None and day > today), None)
            if day is not None and not any(taken[one.start() : one.end()]):
                taken[one.start() : one.end()] = b"\1" * (one.end() - one.start())
                yield Mention(one.start(), one.end(), Kind.FEAST, day, (day.month, day.day))


_BESIDE: Final = Pattern(r"[\s,、(の]*(?:the |on )?")


def _joined(sentence: str, mentions: list[Mention]) -> list[Mention]:
    """Makes one of a date and the weekday beside it."""
    joined: list[Mention] = []
    for one in mentions:
        last = joined[-1] if joined else None
        if (
            last
            and last.weekday_alone != one.weekday_alone
            and _BESIDE.fullmatch(sentence, last.end, one.start)
        ):
            told = one if last.weekday_alone else last
            joined[-1] = replace(told, start=last.start, end=one.end)
        else:
            joined.append(one)
    return joined


def _resolved(
    found: re.Match[str], kind: Kind, parts: Mapping[str, str], today: date
) -> Mention | None:
    month_day: tuple[int, int] | None = None
    try:
        if {"month", "name", "months", "end"} & parts.keys():
            day, month_day = _in_month(parts, today)
            kind = (
                Kind.SURE
                if day is not None and {"year", "era", "years"} & parts.keys() and day > today
                else kind
            )
        else:
            day = _near(parts, today)
    except (OverflowError, ValueError):
        return None  # the 31st of June, or ten thousand years on: no day
    if day is None and month_day is None:
        return None
    if month_day is None or day is not None:
        assert day is not None
        month_day = day.month, day.day
    alone = kind is Kind.BARE and "weekday" in parts and "day" not in parts
    if day == today or (day and "weekends" in parts and (day - today).days < 7):
        kind = Kind.COUNTED  # what has been today is told with the same word
    return Mention(found.start(), found.end(), kind, day, month_day, alone)


def _near(parts: Mapping[str, str], today: date) -> date | None:
    """Gives a day that is named by its distance, its weekday or its number alone."""
    if "near" in parts:
        return today + timedelta(days=words.DAYS[_spaced(parts["near"])])
    if "days" in parts:
        return today + timedelta(days=words.SPANS[parts["days"]])
    if "n" in parts:
        return _counted(parts["n"], words.UNITS[parts["unit"]], today)
    if "weekends" in parts:
        weeks = words.WEEKENDS[_spaced(parts["weekends"])]
        return today + timedelta(days=5 - today.weekday() + 7 * weeks)
    return _numbered(parts, today) if "day" in parts else _on_weekday(parts, today)


def _counted(number: str, unit: str, today: date) -> date:
    n = int(number) if number.isdecimal() else words.NUMBERS[number]
    if unit in {"m", "y"}:
        return _months_on(today, n * (12 if unit == "y" else 1))
    return today + timedelta(days=n * {"d": 1, "w": 7, "f": 14}[unit])


def _on_weekday(parts: Mapping[str, str], today: date) -> date:
    number, after = _weekday_of(parts["weekday"]), parts.get("after")
    monday = today - timedelta(days=today.weekday())
    if "weeks" in parts:
        weeks = {"next": 1, "this": 0}.get(parts["weeks"])
        weeks = words.WEEKS[_spaced(parts["weeks"])] if weeks is None else weeks
        return monday + timedelta(days=7 * weeks + number)
    if after == "after next":
        return monday + timedelta(days=14 + number)
    more = 0 if after is None else 7 if after in {"a week", "week"} else 14
    return today + timedelta(days=((number - today.weekday()) % 7 or 7) + more)


def _numbered(parts: Mapping[str, str], today: date) -> date | None:
    """Gives the next day of a number, 15日, which falls on the weekday if one is named."""
    day = _ordinal(parts["day"])
    weekday = _weekday_of(parts["weekday"]) if "weekday" in parts else None
    gone = day_of(today.year, today.month, day)
    if gone is not None and gone <= today and gone.weekday() == weekday:
        return None
    for at in range(12):
        year, month = divmod(today.year * 12 + today.month - 1 + at, 12)
        one = day_of(year, month + 1, day)
        if one is not None and one > today and weekday in {None, one.weekday()}:
            return one
    return None


def _in_month(parts: Mapping[str, str], today: date) -> tuple[date | None, tuple[int, int] | None]:
    """Gives a day in a month that is named; without a year, the one that is meant."""
    year, month = today.year, 0
    if "months" in parts:
        shift = 0 if parts["months"] == "the month" else words.MONTHS[_spaced(parts["months"])]
        year, month = divmod(today.year * 12 + today.month - 1 + shift, 12)
        return _day_in(year, month + 1, parts), None
    if "end" in parts and "month" not in parts and "name" not in parts:
        return _day_in(year, today.month, parts), None
    if "name" in parts:
        month = next(
            at for at, full in enumerate(MONTH_NAMES, 1) if full.startswith(parts["name"][:3])
        )
    else:
        month = int(parts["month"])
    if "year" in parts:
        year = int(parts["year"])
    elif "era" in parts:
        year = {"令和": 2018, "平成": 1988, "昭和": 1925}[parts["era"]] + int(parts["of_era"])
    elif "years" in parts:
        year += words.YEARS[_spaced(parts["years"])]
    else:
        return _meant(month, parts, today)
    day = _day_in(year, month, parts)
    return day, (day.month, day.day)


def _meant(
    month: int, parts: Mapping[str, str], today: date
) -> tuple[date | None, tuple[int, int]]:
    if month == 2 and parts.get("day", "").startswith("29") and day_of(today.year, 2, 29) is None:
        return day_of(today.year + 1, 2, 29), (2, 29)
    day = _day_in(today.year, month, parts)
    known = day.month, day.day
    if (today - day).days > _PAST_DAYS:
        return _day_in(today.year + 1, month, parts), known
    return (None if (day - today).days > _FAR_DAYS else day), known


def _day_in(year: int, month: int, parts: Mapping[str, str]) -> date:
    if "end" in parts:
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    if "weekday" in parts:
        nth = -1 if "last" in parts else _nth(parts["nth"])
        return nth_weekday(year, month, nth, _weekday_of(parts["weekday"]))
    return date(year, month, _ordinal(parts["day"]))


def _nth(word: str) -> int:
    word = word.replace(" ", "")
    return int(word[0]) if word[0].isdecimal() else words.NTH[word]


def _ordinal(word: str) -> int:
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else words.ORDINALS[re.sub(r"\s", " ", word)]


def _spaced(word: str) -> str:
    return re.sub(r"\s", " ", word)


def _weekday_of(word: str) -> int:
    for days in ("月火水木金土日", "월화수목금토일"):
        if word in days:
            return days.index(word)
    return ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(word[:3])


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    one = day_of(year, month + 1, day.day)
    return one or date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)


def day_of(year: int, month: int, day: int) -> date | None:
    """Gives a day; None where no calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
