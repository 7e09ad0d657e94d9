"""For whom a report is written: a language and a time zone, and how words and times look in them.

Nothing here looks at the machine's clock, zone or language.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from policy.catalog import Language
from policy.load import load_catalog


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader's language and time zone."""

    language: Language
    zone: ZoneInfo

    def say(self, key: str, **values: object) -> str:
        """Gives the sentence for `key`, its placeholders filled."""
        return load_catalog("compliance").say(self.language, key, **values)

    def word(self, family: str, name: str) -> str:
        """Gives the reader's word for a name of a set such as labels; the name if none is known.

        Bundles of a newer program may use words that this one has not learned.
        """
        texts = load_catalog("compliance").texts
        text = texts.get(f"word.{family}_{name.replace('-', '_')}")
        return name if text is None else text[self.language]

    def join(self, words: Iterable[str]) -> str:
        """Gives words as a list is written in the reader's language."""
        return ("、" if self.language == "ja" else ", ").join(words)

    def time(self, at: int) -> str:
        """Gives a time of day in the zone; seconds that no calendar reaches stay a number."""
        try:
            moment = datetime.fromtimestamp(at, UTC)
        except (OverflowError, ValueError, OSError):
            return f"@{at}"
        try:
            moment = moment.astimezone(self.zone)
        except OverflowError:  # the last hours of the year 9999, seen from the east
            return moment.strftime("%Y-%m-%d %H:%M UTC")
        return moment.strftime("%Y-%m-%d %H:%M")

    def day(self, day: date) -> str:
        """Gives a date as it is written in the reader's language."""
        match self.language:
            case "ja":
                return f"{day.year}年{day.month}月{day.day}日"
            case "ko":
                return f"{day.year}년 {day.month}월 {day.day}일"
            case "en":
                return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def month(self, year: int, month: int) -> str:
        """Gives a month as it is written in the reader's language."""
        match self.language:
            case "ja":
                return f"{year}年{month}月"
            case "ko":
                return f"{year}년 {month}월"
            case "en":
                return f"{_MONTHS[month - 1]} {year}"

    def number(self, value: int) -> str:
        """Gives a whole number with its thousands apart."""
        return f"{value:,}"


_MONTHS = (
    "January February March April May June July August September October November December".split()
)
