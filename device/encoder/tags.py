"""Language and domain tags as bit masks, so that a row can be filtered without opening its text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from policy.vocabulary import Domain

# A tag's place in these tuples is its bit on disk: add at the end, never reorder.
LANGUAGES: Final = ("und", "en", "ja", "ko", "zh", "de", "fr", "es")
DOMAINS: Final = tuple(domain.value for domain in Domain)


def mask_of(tags: Iterable[str], table: tuple[str, ...]) -> int:
    """Gives the bits of the tags that the table knows."""
    return sum(1 << table.index(tag) for tag in set(tags) if tag in table)


def tags_of(mask: int, table: tuple[str, ...]) -> tuple[str, ...]:
    """Gives the tags whose bits are set."""
    return tuple(tag for bit, tag in enumerate(table) if mask >> bit & 1)
