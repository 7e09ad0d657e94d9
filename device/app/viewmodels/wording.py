"""Words that rows are made of: days, classes, sources, rule badges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from device.app.viewmodels.rows import MemoryRow
from policy.catalog import Language
from policy.load import load_catalog
from policy.vocabulary import ClassName

# As `device.vault.keystores.system` calls those that may hold a secret.
_KEYSTORES: Final = frozenset(
    {"secret_service", "kwallet", "macos_keychain", "windows_credentials"}
)


def say(language: Language, key: str, **values: object) -> str:
    """Gives a sentence of the app."""
    return load_catalog("device").say(language, f"app.{key}", **values)


def day_word(language: Language, day: date, today: date) -> str:
    """Gives a day as a heading: today, yesterday, or its date."""
    if day == today:
        return say(language, "day_today")
    if day == today - timedelta(days=1):
        return say(language, "day_yesterday")
    month = say(language, f"month_{day.month}")
    weekday = say(language, f"weekday_{day.weekday()}")
    if day.year == today.year:
        return say(language, "day_this_year", weekday=weekday, month=month, day=day.day)
    return say(language, "day_date", weekday=weekday, month=month, day=day.day, year=day.year)


def coming_day_word(language: Language, day: date, today: date) -> str:
    """Gives a day to come as a heading: today, tomorrow, or its date."""
    if 0 <= (day - today).days <= 1:
        return how_far_word(language, (day - today).days)
    return day_word(language, day, today)


def how_far_word(language: Language, days: int) -> str:
    """Gives how many days ahead a day is."""
    if days <= 1:
        return say(language, "how_far_tomorrow" if days == 1 else "how_far_today")
    return say(language, "how_far_days", days=days)


def moment_words(language: Language, at: str, today: str) -> tuple[str, str]:
    """Gives the day as a heading and the time of day of an ISO 8601 moment; empty: undated."""
    if not at:
        return say(language, "undated"), ""
    moment = datetime.fromisoformat(at)
    return day_word(language, moment.date(), date.fromisoformat(today)), f"{moment:%H:%M}"


def class_word(language: Language, class_name: str) -> str:
    """Gives a class's name."""
    return say(language, f"class_{class_name}")


def source_word(language: Language, source: str) -> str:
    """Gives the name of where a memory came from."""
    return load_catalog("device").say(language, f"cli.source_{source}")


def keystore_word(language: Language, name: str) -> str:
    """Gives the name of a keystore; the vault's own name for it where there is no other."""
    key = name.replace("-", "_")
    return say(language, f"keystore_{key}") if key in _KEYSTORES else name


def badge(language: Language, name: str) -> str:
    """Gives a rule in two or three words."""
    return say(language, f"badge_{name}")


def needs_step_up(row: MemoryRow) -> bool:
    """Tells whether a row's class has a second lock."""
    return ClassName(row.class_name).needs_step_up


def in_language(row: MemoryRow, language: Language, today: str) -> MemoryRow:
    """Gives a row in another language, without opening its memory again."""
    day, when = moment_words(language, row.at, today)
    return replace(
        row,
        day=day,
        when=when,
        source=source_word(language, row.source_name),
        class_word=class_word(language, row.class_name),
        rule_badge=badge(language, row.badge_name),
        labels=tuple(say(language, f"label_{name}") for name in row.label_names),
    )
