"""Dates and times of day as chat exports write them, in East Asian languages, Thai and English.

Patterns are strings, to be built into the line patterns of each app; every repetition in them is
bounded, so that no line can make a match slow. A date that no calendar has (31 February) is kept as
written: its turns stay in order and get a place, but no `sent_at`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Final

SPACE: Final = "[ \u00a0\u2009\u202f]"  # iOS puts a narrow no-break space before AM and PM

_HALF: Final = r"[AaPp]\.?[Mm]\.?"
TIME: Final = (
    rf"(?:(?P<half>午前|午後|오전|오후|上午|下午|{_HALF}){SPACE}{{0,2}})?"
    r"(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9]))?"
    rf"(?:{SPACE}?(?P<half_after>{_HALF})(?![A-Za-z]))?"
)

YMD: Final = (
    rf"(?P<year>[0-9]{{4}}){SPACE}?[年년./-]{SPACE}?(?P<month>[0-9]{{1,2}}){SPACE}?[月월./-]"
    rf"{SPACE}?(?P<day>[0-9]{{1,2}})(?:{SPACE}?[日일]|\.)?"
)
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_NAME: Final = "(?:" + "|".join(month.title() for month in _MONTHS) + r")[a-z]{0,6}\.?"
NAMED_DATE: Final = (
    rf"(?:(?P<named>{_NAME}){SPACE}(?P<named_day>[0-9]{{1,2}}),?{SPACE}(?P<named_year>[0-9]{{4}})"
    rf"|(?P<day_first>[0-9]{{1,2}}){SPACE}(?P<then_named>{_NAME}),?{SPACE}(?P<then_year>[0-9]{{4}}))"
)
DATE: Final = rf"(?:{YMD}|{NAMED_DATE})"

ENGLISH_WEEKDAY: Final = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}"
WEEKDAY: Final = (
    r"(?:[月火水木金土日](?:曜日?)?|[월화수목금토일](?:요일)?|(?:周|週|星期)?[一二三四五六日]"
    rf"|{ENGLISH_WEEKDAY}|[\u0e00-\u0e7f.]{{2,12}})"
)
_ENGLISH_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# What a vault can tell of when something was said; earlier or later it would show another day.
_YEARS: Final = range(1970, 2106)


def shape(pattern: str) -> str:
    """Gives a pattern without its group names, which may then stand twice in another."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


@dataclass(frozen=True, slots=True)
class Day:
    """A day as written; it need not exist."""

    year: int
    month: int
    day: int

    def falls_on(self, english_weekday: str) -> bool:
        """Whether the day exists and is that day of the week."""
        try:
            weekday = date(self.year, self.month, self.day).weekday()
        except ValueError:
            return False
        return _ENGLISH_DAYS[weekday] == english_weekday[:3].lower()


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, to the second only where the export tells it."""

    hour: int
    minute: int
    second: int | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """When a turn was sent: `stamp` as the export tells it, `sent_at` where that is a real time."""

    stamp: str
    sent_at: datetime | None


def clock_of(match: re.Match[str]) -> Clock:
    """Gives the time of day in a match of `TIME`."""
    hour = int(match["hour"])
    half = (match["half"] or match["half_after"] or "").lower()
    if half and hour <= 12:
        # 오전 12:05 is five past midnight, 오후 12:05 and 午後0:05 are five past noon.
        hour = hour % 12 + (12 if half[0] == "p" or half in {"午後", "오후", "下午"} else 0)
    second = match["second"]
    return Clock(hour, int(match["minute"]), None if second is None else int(second))


def day_of(match: re.Match[str]) -> Day:
    """Gives the day in a match of `DATE`, `YMD` or `NAMED_DATE`."""
    groups = match.groupdict()
    if groups.get("year"):
        return Day(int(groups["year"]), int(groups["month"]), int(groups["day"]))
    year = groups["named_year"] or groups["then_year"]
    month = groups["named"] or groups["then_named"]
    day = groups["named_day"] or groups["day_first"]
    return Day(int(year), _MONTHS.index(month[:3].lower()) + 1, int(day))


def moment(
    day: Day | None, clock: Clock | None, zone: tzinfo, *, after: datetime | None = None
) -> Moment:
    """Gives the moment of a day and a time of day on the wall clock of `zone`.

    A local time that a change to summer time leaves out becomes the same instant on the clock after
    the change; one that occurs twice is the earlier of the two (fold=0), unless that lies before
    what came before it in the talk.

    Args:
        after: When the message before was sent.
    """
    written = "" if day is None else f"{day.year:04}-{day.month:02}-{day.day:02}"
    if clock is not None:
        written += f"T{clock.hour:02}:{clock.minute:02}"
        written += "" if clock.second is None else f":{clock.second:02}"
    if day is None or day.year not in _YEARS:
        return Moment(written, None)
    time = clock or Clock(0, 0)
    try:
        local = datetime(
            day.year, day.month, day.day, time.hour, time.minute, time.second or 0, tzinfo=zone
        )
    except ValueError:
        return Moment(written, None)
    again = local.replace(fold=1)
    # Compared as instants: two times of one zone compare by what the clock on the wall shows.
    if after is not None and local.timestamp() < after.timestamp() <= again.timestamp():
        local = again
    if local.timestamp() < 0:  # the first hours of 1970, east of Greenwich
        return Moment(written, None)
    return Moment(written, local.astimezone(UTC).astimezone(zone))


def instant(seconds: float, zone: tzinfo) -> datetime | None:
    """Gives the time of a Unix timestamp, or None for one that no export can mean."""
    if not 0 <= seconds < datetime(_YEARS.stop, 1, 1, tzinfo=UTC).timestamp():  # also false for NaN
        return None
    return datetime.fromtimestamp(seconds, tz=UTC).astimezone(zone)
