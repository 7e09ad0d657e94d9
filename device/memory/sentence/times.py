"""When a question asks about: "last summer", 지난주, 去年の夏, resolved against now.

What is named is a stretch of days. The narrowest wins: of "in May last year" the month, of "last
Friday" the day. A month, season or feast without a year is the latest that has begun. What is not
understood gives nothing, and a question without a time is searched through all times.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from device.encoder.fold import fold
from device.memory.sentence import times_words as words
from device.memory.sentence.pattern import Pattern

_Days: TypeAlias = tuple[date, date]

_LONGEST: Final = 2_000  # characters of a question that are read; a person asks in fewer
_RECENT_DAYS: Final = 30
# Half of the world's lands' zones that have summer in December; others do not matter to a season.
_SOUTH: Final = Pattern(
    r"Australia/|Antarctica/|Pacific/(?:Auckland|Chatham)|Africa/(?:Johannesburg|Maseru|Mbabane"
    r"|Windhoek|Harare|Maputo)|America/(?:Sao_Paulo|Argentina|Buenos_Aires|Santiago|Montevideo"
    r"|Asuncion)"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, in Unix seconds; `until` is its last second."""

    since: int
    until: int

    def nearness(self, moments: npt.NDArray[np.uint32]) -> npt.NDArray[np.float32]:
        """Gives 1 within, and less the further away: half at the span's own length beside it.

        *Shape:* (n,) to (n,).
        """
        at = moments.astype(np.int64)
        apart = np.maximum(0, np.maximum(self.since - at, at - self.until))
        length = max(self.until - self.since, _DAY)
        return np.exp2(-(apart / length)).astype(np.float32)


_DAY: Final = 24 * 3600


class Tense(Enum):
    """Whether a question asks how things are, how they were, or does not say."""

    NOW = "now"
    THEN = "then"
    ANY = "any"


def tense_of(question: str) -> Tense:
    """Tells whether a question asks how things are or how they were.

    A question that has words for both ("what did I drink before the one I take now?") asks for what
    was: whoever asks only for the present does not name the past.
    """
    folded = fold(question[:_LONGEST])
    if words.THEN.search(folded):
        return Tense.THEN
    return Tense.NOW if words.NOW.search(folded) else Tense.ANY


def time_named(question: str, now: int, zone: tzinfo) -> Span | None:
    """Gives the time that a question names, or None where it names none.

    Args:
        now: Unix seconds.
        zone: The zone that the person lives in.
    """
    folded = fold(question[:_LONGEST])
    try:
        today = datetime.fromtimestamp(now, zone).date()
        days = _days_named(folded, today, zone)
        if days is None:
            return None
        first = datetime.combine(days[0], time.min, zone)
        after = datetime.combine(days[1] + timedelta(days=1), time.min, zone)
        span = Span(int(first.timestamp()), int(after.timestamp()) - 1)
    except (OverflowError, OSError, ValueError):
        return None
    return span if span.until >= 0 else None


def _days_named(text: str, today: date, zone: tzinfo) -> _Days | None:
    try:
        return (
            _date(text, today)
            or _weekday(text, today)
            or _near_day(text, today)
            or _weekend(text, today)
            or _ago(text, today)
            or _month(text, today)
            or _feast(text, today)
            or _season(text, today, south=_SOUTH.match(str(zone)) is not None)
            or _week(text, today)
            or _year_alone(text, today)
            or _recent(text, today)
        )
    except (OverflowError, ValueError):
        return None  # "30 February", or ten thousand years ago: no day that there was


# -- the kinds, narrowest first

_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_DAY_NUMBER: Final = r"(?P<day>[12]\d|3[01]|[1-9])(?:st|nd|rd|th)?"
_WITH_YEAR: Final = rf"(?:,? {_YEAR})?"
_NAMES: Final = "|".join(f"{name}|{name[:3]}" for name in words.MONTH_NAMES if name != "may")
_DATES: Final = tuple(
    map(
        Pattern,
        (
            rf"(?:{_YEAR}年\s*(?:の\s*)?)?(?<!\d)(?P<month>1[0-2]|[1-9])月\s*(?P<day>[12]\d|3[01]|[1-9])日",
            rf"(?:{_YEAR}년\s*)?(?<!\d)(?P<month>1[0-2]|[1-9])월\s*(?P<day>[12]\d|3[01]|[1-9])일",
            rf"{_YEAR}[-/.](?P<month>0?[1-9]|1[0-2])[-/.](?P<day>[0-2]?\d|3[01])(?!\d)",
            rf"\b(?P<name>{_NAMES}|may)\.? {_DAY_NUMBER}\b{_WITH_YEAR}",
            rf"\b{_DAY_NUMBER}(?: of)? (?P<name>{_NAMES}|may)\b{_WITH_YEAR}",
        ),
    )
)
_MONTHS: Final = tuple(
    map(
        Pattern,
        (
            rf"(?:{_YEAR}年\s*(?:の\s*)?)?(?<![\d/])(?P<month>1[0-2]|[1-9])月(?!曜)",
            rf"(?:{_YEAR}년\s*)?(?<![\d/])(?P<month>1[0-2]|[1-9])월(?!요일)",
            rf"\b(?P<name>{_NAMES})\b{_WITH_YEAR}",
            rf"\b(?:in|last|this|since|early|late|of|during|mid|by) (?P<name>may)\b{_WITH_YEAR}",
        ),
    )
)
_AGO: Final = Pattern(
    r"(?P<n>\d{1,3}|[一二三四五六七八九十数半])\s?(?P<unit>週間|[かヶカケヵ箇]月|日|週|年)\s?(?:半\s?)?(?:くらい|ぐらい|ほど)?前"
    r"|(?P<n2>\d{1,3}|한|두|세|네|석|넉|일|이|삼|사|오|육|몇)\s?(?P<unit2>주일|개월|일|주|달|년|해)\s?(?:쯤|정도)?\s?전"
    r"|\b(?P<n3>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|a couple of|a few"
    r"|several|half a) (?P<unit3>day|week|fortnight|month|year)s? (?:ago|back|earlier)\b"
)
_LAST: Final = Pattern(r"\blast\b|지난|저번|この前の|(?<![名人手午駅])前の|先の")
_BARE_YEAR: Final = Pattern(
    r"(?:(?:19|20)\d\d)(?=\s?[年년])|(?<=\bin )(?:19|20)\d\d\b|(?<=\bof )(?:19|20)\d\d\b"
)


def _date(text: str, today: date) -> _Days | None:
    for pattern in _DATES:
        if found := pattern.search(text):
            month, day = _month_of(found), int(found["day"])
            year = _year_of(found, text, today)
            one = date(year or today.year, month, day)
            if year is None and one > today + timedelta(days=31):
                one = one.replace(year=today.year - 1)
            return one, one
    return None


def _weekday(text: str, today: date) -> _Days | None:
    for number, names in enumerate(words.WEEKDAYS):
        if any(name in text for name in names):
            monday = today - timedelta(days=today.weekday())
            weeks = _shift(text, words.WEEKS)
            if weeks is None:
                back = (today.weekday() - number) % 7
                day = today - timedelta(days=back or (7 if _LAST.search(text) else 0))
            else:
                day = monday + timedelta(days=7 * weeks + number)
            return day, day
    return None


def _near_day(text: str, today: date) -> _Days | None:
    shift = _shift(text, words.DAYS)
    if shift is None:
        return None
    day = today + timedelta(days=shift)
    return day, day


def _weekend(text: str, today: date) -> _Days | None:
    shift = _shift(text, words.WEEKENDS)
    if shift is None:
        return None
    saturday = today + timedelta(days=5 - today.weekday() + 7 * shift)
    if shift == 0 and saturday > today:
        saturday -= timedelta(days=7)  # what one remembers of "the weekend" has been
        return saturday, saturday + timedelta(days=8)
    return saturday, saturday + timedelta(days=1)


def _week(text: str, today: date) -> _Days | None:
    shift = _shift(text, words.WEEKS)
    if shift is None:
        return None
    monday = today - timedelta(days=today.weekday() - 7 * shift)
    return monday, monday + timedelta(days=6)


def _ago(text: str, today: date) -> _Days | None:
    found = _AGO.search(text)
    if found is None:
        return None
    number = found["n"] or found["n2"] or found["n3"]
    unit = words.UNIT_DAYS[found["unit"] or found["unit2"] or found["unit3"]]
    count = float(number) if number.isdecimal() else words.NUMBERS[number]
    middle = today - timedelta(days=round(count * unit))
    spare = timedelta(days=round(unit / 2) if unit > 1 else int(count > 3))
    return middle - spare, min(middle + spare, today)


def _month(text: str, today: date) -> _Days | None:
    shift = _shift(text, words.MONTHS)
    if shift is not None:
        return _month_days(today.year, today.month + shift)
    for pattern in _MONTHS:
        if found := pattern.search(text):
            month = _month_of(found)
            year = _year_of(found, text, today)
            if year is None:
                is_past = month < today.month or (month == today.month and not _LAST.search(text))
                year = today.year if is_past else today.year - 1
            return _month_days(year, month)
    return None


def _feast(text: str, today: date) -> _Days | None:
    for pattern, begins, ends in words.FEASTS:
        if pattern.search(text) and not any(one.search(text) for one, _ in words.MOVING_FEASTS):
            year = _year_of(None, text, today)
            days = _feast_days(year or today.year, begins, ends)
            if year is None and days[0] > today:
                days = _feast_days(today.year - 1, begins, ends)
            return days
    for pattern, by_year in words.MOVING_FEASTS:
        if pattern.search(text):
            year = _year_of(None, text, today)
            for one in (year,) if year else (today.year, today.year - 1):
                if one in by_year and (year or date(one, *by_year[one]) <= today):
                    day = date(one, *by_year[one])
                    around = timedelta(days=words.FEAST_DAYS)
                    return day - around, day + around
    return None


def _season(text: str, today: date, *, south: bool) -> _Days | None:
    for first, pattern in words.SEASONS.items():
        if pattern.search(text):
            begins = (first + 5) % 12 + 1 if south else first
            year = _year_of(None, text, today)
            if year is None:
                year = today.year - (date(today.year, begins, 1) > today)
                if _LAST.search(text) and _three_months(year, begins)[1] >= today:
                    year -= 1
            elif begins == 12 and _shift(text, words.YEARS) is not None:
                # "last year's winter" is the one that began in it, or the one that ended in it.
                return _three_months(year - 1, begins)[0], _three_months(year, begins)[1]
            return _three_months(year, begins)
    return None


def _year_alone(text: str, today: date) -> _Days | None:
    year = _year_of(None, text, today)
    return None if year is None else (date(year, 1, 1), date(year, 12, 31))


def _recent(text: str, today: date) -> _Days | None:
    if words.RECENT.search(text) is None:
        return None
    return today - timedelta(days=_RECENT_DAYS), today


# -- parts


def _shift(text: str, table: Mapping[str, int]) -> int | None:
    """Gives the number of the longest of the table's words that stands in the text."""
    found = [word for word in table if _stands_in(word, text)]
    return table[max(found, key=len)] if found else None


def _stands_in(word: str, text: str) -> bool:
    if word.isascii():
        return re.search(rf"\b{word}\b", text) is not None
    return word in text


def _year_of(found: re.Match[str] | None, text: str, today: date) -> int | None:
    if found is not None and found.groupdict().get("year"):
        return int(found["year"])
    shift = _shift(text, words.YEARS)
    if shift is not None:
        return today.year + shift
    bare = _BARE_YEAR.search(text)
    return int(bare[0]) if bare else None


def _month_of(found: re.Match[str]) -> int:
    name = found.groupdict().get("name")
    if name is None:
        return int(found["month"])
    return next(at for at, full in enumerate(words.MONTH_NAMES, 1) if full.startswith(name[:3]))


def _month_days(year: int, month: int) -> _Days:
    """Gives a month's first and last day; month 0 is December of the year before."""
    first = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, after - timedelta(days=1)


def _three_months(year: int, month: int) -> _Days:
    return _month_days(year, month)[0], _month_days(year, month + 2)[1]


def _feast_days(year: int, begins: tuple[int, int], ends: tuple[int, int]) -> _Days:
    last = date(year, *ends)
    first = date(year, *begins)
    return (first if first <= last else date(year - 1, *begins)), last
