"""Rows of days to come, of reminders, and of what belongs to a memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from device.app.viewmodels.rows import MemoryRow


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day to come that a memory speaks of.

    Attributes:
        day: In words, as a heading.
        when: Time of day, `14:05`; empty where none is named.
        how_far: "Today", "In 3 days".
        occasion: In words; empty where it is nothing that has a word.
        date: ISO 8601.
    """

    row: MemoryRow
    day: str
    when: str
    how_far: str
    occasion: str
    date: str


@dataclass(frozen=True, slots=True)
class Reminded:
    """What is to be told now, and when there will be something again.

    Attributes:
        at: When it was looked, Unix seconds.
        moments: Unix seconds. They tell no content, and are all that outlives the lock.
    """

    rows: tuple[DayRow, ...]
    at: int
    moments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TiedRow:
    """A memory that belongs to another.

    Attributes:
        tie: By what, in a sentence.
        is_replaced: Something newer replaced it.
        is_seed: It is the one that was asked about.
    """

    row: MemoryRow
    tie: str = field(repr=False)  # quotes words of the memory
    is_replaced: bool
    is_seed: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How a memory stands with its owner.

    Attributes:
        is_quiet: It is found when asked for and never brought up.
        is_pinned: It never fades.
        is_faded: Recall passes over it.
        doubt: The number of a memory that says something else on the same; None: there is none.
    """

    is_quiet: bool = False
    is_pinned: bool = False
    is_faded: bool = False
    doubt: int | None = None


class Answer(StrEnum):
    """What the owner says of a memory and of the one that says something else."""

    THIS = "this"
    OTHER = "other"
    BOTH = "both"
