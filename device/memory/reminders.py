"""When to speak of a day to come: by its occasion, the market's manners and the owner's wish.

A table says how many days or hours ahead an occasion is told of; nothing here reads a memory's
text. What is told of at night is moved: to the morning if that is still in time, else to the
evening before. Of several moments that were missed, only the last is made up for, while the day is
not over.

The manners differ by market. In Japan a program that speaks up unasked is soon switched off, so it
speaks once, the evening before. In Korea people expect to be told early and again. Elsewhere it is
between the two. Each person may have it fewer, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Final, TypeAlias

from device.memory.sentence.ahead import Ahead, Occasion
from policy.vocabulary import Market

Due: TypeAlias = tuple[date, int, Ahead]

_DAY_MINUTES: Final = 24 * 60


class Frequency(StrEnum):
    """How much the owner wants to be reminded."""

    OFF = "off"
    FEW = "few"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class Lead:
    """How long ahead a day is told of: so many days, at the evening or in the morning, or minutes.

    Attributes:
        minutes: Before the time that is named; where none is, it is told in the morning.
    """

    days: int = 0
    is_evening: bool = False
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Manner:
    """How a market is spoken to. Times are minutes of the day, on the owner's clock.

    Attributes:
        quiet_from, quiet_until: Between them, over midnight, nothing is told.
    """

    morning: int
    evening: int
    quiet_from: int
    quiet_until: int
    leads: Mapping[Occasion, tuple[Lead, ...]]


@dataclass(frozen=True, slots=True)
class Reminder:
    """A moment at which a day to come is to be told of.

    Attributes:
        at: Unix seconds.
        ends: When there is nothing left to remind of, Unix seconds.
    """

    at: int
    ends: int
    day: date
    minute: int | None
    occasion: Occasion
    memory: int


_EVE: Final = Lead(days=1, is_evening=True)
_MORNING: Final = Lead()
_TWO_HOURS: Final = Lead(minutes=120)
_ONCE: Final = dict.fromkeys(Occasion, (_EVE,))
_BETWEEN: Final = _ONCE | {
    # A present takes a week to find; an appointment needs only not to be missed.
    Occasion.BIRTHDAY: (Lead(days=7), _EVE),
    Occasion.ANNIVERSARY: (Lead(days=7), _EVE),
    Occasion.APPOINTMENT: (_EVE, _TWO_HOURS),
    Occasion.TRAVEL: (Lead(days=7), _EVE),
    Occasion.EVENT: (Lead(days=14), _EVE),
    Occasion.DEADLINE: (Lead(days=3), _EVE),
}
_FORWARD: Final = _BETWEEN | {
    Occasion.BIRTHDAY: (Lead(days=7), _EVE, _MORNING),
    Occasion.ANNIVERSARY: (Lead(days=7), _EVE, _MORNING),
    Occasion.TRAVEL: (Lead(days=7), _EVE, _TWO_HOURS),
    Occasion.EVENT: (Lead(days=14), _EVE, _TWO_HOURS),
    Occasion.DEADLINE: (Lead(days=3), _EVE, _MORNING),
    Occasion.OTHER: (_EVE, _TWO_HOURS),
}
MANNERS: Final[Mapping[Market, Manner]] = {
    Market.JP: Manner(9 * 60, 19 * 60, 21 * 60, 8 * 60, _ONCE),
    Market.KR: Manner(8 * 60, 20 * 60, 22 * 60, 7 * 60, _FORWARD),
    Market.EU: Manner(9 * 60, 19 * 60, 22 * 60, 8 * 60, _BETWEEN),
    Market.OTHER: Manner(9 * 60, 19 * 60, 22 * 60, 8 * 60, _BETWEEN),
}
LONGEST_DAYS: Final = max(
    lead.days for manner in MANNERS.values() for leads in manner.leads.values() for lead in leads
)


def reminders(
    dues: Iterable[Due], market: Market, frequency: Frequency, zone: tzinfo
) -> list[Reminder]:
    """Gives every moment at which these days are told of, the earliest first, each once.

    Args:
        dues: Days with the memories that speak of them.
        zone: Of the owner's clock.
    """
    if frequency is Frequency.OFF:
        return []
    manner = MANNERS[market]
    found: dict[tuple[int, date, int], Reminder] = {}
    for day, memory, ahead in dues:
        leads = manner.leads[ahead.occasion] if frequency is Frequency.NORMAL else (_EVE,)
        for at, ends in _moments(day, ahead.minute, leads, manner, zone):
            one = Reminder(at, ends, day, ahead.minute, ahead.occasion, memory)
            found[memory, day, at] = one
    return sorted(found.values(), key=lambda one: (one.at, one.day, one.memory))


def due(found: Iterable[Reminder], since: int | None, now: int) -> list[Reminder]:
    """Gives what is to be told now: what came up since the last look, each day of a memory once.

    Args:
        since: The last look, Unix seconds; None where there was none: then what was missed before
            is made up for.
    """
    latest: dict[tuple[int, date], Reminder] = {}
    for one in found:
        if (since is None or one.at > since) and one.at <= now < one.ends:
            latest[one.memory, one.day] = one
    return sorted(latest.values(), key=lambda one: (one.day, one.minute or 0, one.memory))


def _moments(
    day: date, minute: int | None, leads: tuple[Lead, ...], manner: Manner, zone: tzinfo
) -> Iterator[tuple[int, int]]:
    """Gives when each lead falls, and when the occasion has begun or its day is over."""
    try:
        starts = _unix(day, minute or 0, zone)
        ends = starts if minute is not None else _unix(day + timedelta(days=1), 0, zone)
        for lead in leads:
            told_on, told_at = day - timedelta(days=lead.days), _clock(lead, minute, manner)
            told_on, told_at = _in_daytime(told_on, told_at, day, minute, manner)
            at = _unix(told_on, told_at, zone)
            if at < ends:
                yield at, ends
    except (OverflowError, ValueError, OSError):
        return  # no calendar has that day


def _clock(lead: Lead, minute: int | None, manner: Manner) -> int:
    """Gives the minute of the day of a lead; below 0 is the day before."""
    if lead.minutes and minute is not None:
        return minute - lead.minutes
    return manner.evening if lead.is_evening else manner.morning


def _in_daytime(
    on: date, at: int, day: date, minute: int | None, manner: Manner
) -> tuple[date, int]:
    """Moves what would be told at night."""
    if manner.quiet_until <= at < manner.quiet_from:
        return on, at
    if at >= manner.quiet_from:
        return on, manner.evening
    in_time = on < day or minute is None or manner.quiet_until < minute
    if at >= 0 and in_time:
        return on, manner.quiet_until
    return on - timedelta(days=1), manner.evening


def _unix(day: date, minute: int, zone: tzinfo) -> int:
    hour, rest = divmod(minute % _DAY_MINUTES, 60)
    local = datetime(day.year, day.month, day.day, hour, rest, tzinfo=zone)
    return int(local.astimezone(UTC).timestamp())
