"""Where things stand in a text: its sentences, and the look-alikes that hide terms."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import Final

_SENTENCE_END: Final = re.compile(r"[.!?…]+(?=\s)|[。！？]")
# A look-alike that a long match of a pattern only begins with or ends in does not hide it.
_SHORT_MATCH: Final = 25


class Masks:
    """The look-alikes of a text, in order of position."""

    __slots__ = ("_reach", "_spans", "_starts")

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = spans
        self._starts = [start for start, _ in spans]
        # The furthest end of the look-alikes up to each.
        self._reach = list(accumulate((end for _, end in spans), max))

    def hide(self, start: int, end: int) -> bool:
        """Says whether a look-alike holds this term, or runs on from within it (a loan of your)."""
        begun = bisect_right(self._starts, start)
        if begun and end <= self._reach[begun - 1]:
            return True
        inside = self._spans[begun : bisect_left(self._starts, end)]
        return any(end < last for _, last in inside)

    def hide_start(self, start: int, end: int) -> bool:
        """Says whether a look-alike holds this match of a pattern, or its first words."""
        begun = bisect_left(self._starts, start)
        if begun and start < self._reach[begun - 1]:
            return True
        return self.hide(start, end) and end - start < _SHORT_MATCH


class Sentences:
    """The sentences of a normalised text, split when first asked."""

    __slots__ = ("_ends", "_persons", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends: list[int] | None = None
        self._persons: dict[int, bool] = {}

    def number(self, place: int) -> int:
        """Gives which sentence this place is in."""
        if self._ends is None:
            self._ends = [end.end() for end in _SENTENCE_END.finditer(self._text)]
        return bisect_right(self._ends, place)

    def have(self, pattern: re.Pattern[str] | None, place: int) -> bool:
        """Says whether the sentence around `place` has the pattern in it."""
        if pattern is None:
            return False
        number = self.number(place)
        if number not in self._persons:
            ends = [0, *(self._ends or ()), len(self._text)]
            sentence = self._text[ends[number] : ends[number + 1]].lstrip()
            self._persons[number] = pattern.search(sentence) is not None
        return self._persons[number]
