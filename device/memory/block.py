"""The memory block: what an assistant is handed of a memory, within a budget of tokens.

One block between two marks. At each message, what was recalled for it is put beside what the block
holds already, and for each line it is decided by rules: add, keep, compress, drop, emphasise. Lines
live in RAM alone; each keeps the number of its memory, so that what is forgotten or closed leaves
the block too.

What a memory says is data. A mark in its text is broken, so that no memory can end the block.

Source: docs/design/life-of-a-recall.md, "the block". A later version of this decides by learned
weights in the same seats; these rules stay beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil
from typing import Final

from device.encoder.fold import CJK
from device.memory.terms import shared_words

OPENS: Final = "<memory>"
CLOSES: Final = "</memory>"
LEAST_BUDGET: Final = 64  # tokens: the marks and one short line
MOST_BUDGET: Final = 8_192

_FADES: Final = 0.6  # of a line's weight at a message that does not recall it
_LEAST_WEIGHT: Final = 0.1
_SHORTEST: Final = 16  # tokens that a compressed line must have left to say anything
_LONGEST: Final = 48  # tokens of a line; in a large block more:
_LONG: Final = 8  # this share of it
_SENTENCES: Final = re.compile(r"[^.!?。！？…\n]*[.!?。！？…\n]+\s*|[^.!?。！？…\n]+$")
_CJK: Final = re.compile(f"[{CJK}]")
_MARKS: Final = re.compile(r"<(/?\s*memory\s*)>", re.IGNORECASE)


class Act(StrEnum):
    """What became of a line at a message."""

    ADDED = "added"
    KEPT = "kept"
    COMPRESSED = "compressed"
    DROPPED = "dropped"
    EMPHASISED = "emphasised"


@dataclass(frozen=True, slots=True)
class Passage:
    """What was recalled: the text as it may be shown, best first among its like.

    Attributes:
        key: The memory's number, or any other name of it for who is told no numbers.
        when: ISO 8601; None where nobody knows.
        speaker: Empty where it is not told.
    """

    key: int
    text: str
    when: str | None
    speaker: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the block.

    Attributes:
        weight: From 0 to 1; what the budget goes to first.
        times: At how many messages it was recalled.
        shown: The text, compressed where need be.
    """

    passage: Passage
    weight: float
    times: int
    shown: str

    @property
    def is_emphasised(self) -> bool:
        """Whether it came back: what is asked for again matters to what is being talked about."""
        return self.times > 1

    @property
    def is_compressed(self) -> bool:
        """Whether it shows a part of its text."""
        return self.shown != _flat(self.passage.text)

    def __str__(self) -> str:
        day = f"{self.passage.when[:10]} " if self.passage.when else ""
        speaker = f"{_flat(self.passage.speaker)}: " if self.passage.speaker else ""
        mark = "! " if self.is_emphasised else "- "
        return f"{mark}{day}{speaker}{self.shown}"


class Block:
    """The block of one conversation. Nothing of it is written anywhere."""

    def __init__(self, budget: int) -> None:
        """Starts empty.

        Args:
            budget: Tokens, as `tokens_in` counts them, marks included.

        Raises:
            ValueError: it has no room for a line, or is beyond what is meant.
        """
        if not LEAST_BUDGET <= budget <= MOST_BUDGET:
            raise ValueError(f"a block has {LEAST_BUDGET} to {MOST_BUDGET} tokens, not {budget}")
        self._budget = budget
        self.lines: tuple[Line, ...] = ()

    def take_in(self, message: str, recalled: Sequence[Passage]) -> dict[int, Act]:
        """Puts what was recalled for a message beside what there is. Gives what became of each.

        Args:
            recalled: Best first.
        """
        before = {line.passage.key: line for line in self.lines}
        merged = {key: replace(line, weight=line.weight * _FADES) for key, line in before.items()}
        for at, passage in enumerate(recalled):
            old = merged.get(passage.key)
            weight = 1 / (1 + at / 8)
            merged[passage.key] = Line(
                passage,
                max(weight, 0.0 if old is None else old.weight),
                1 if old is None else old.times + 1,
                _flat(passage.text),
            )
        self.lines = tuple(self._fitted(message, merged.values()))
        return self._acts(before, merged, {passage.key for passage in recalled})

    def leave_out(self, keys: Iterable[int]) -> None:
        """Drops the lines of memories that were forgotten or closed."""
        gone = set(keys)
        self.lines = tuple(line for line in self.lines if line.passage.key not in gone)

    @property
    def text(self) -> str:
        """The block as an assistant is handed it, oldest line first."""
        told = sorted(self.lines, key=lambda line: (line.passage.when or "", line.passage.key))
        return "\n".join([OPENS, *map(str, told), CLOSES])

    @property
    def tokens(self) -> int:
        """How many tokens it takes, as `tokens_in` counts them."""
        return tokens_in(self.text)

    def _fitted(self, message: str, lines: Iterable[Line]) -> list[Line]:
        """Gives the lines that the budget holds, heaviest first; long ones compressed."""
        left = self._budget - tokens_in(f"{OPENS}\n{CLOSES}") - 1
        longest = max(_LONGEST, self._budget // _LONG)
        kept: list[Line] = []
        for line in sorted(lines, key=lambda one: -one.weight):
            if line.weight < _LEAST_WEIGHT:
                continue
            rest = tokens_in(str(replace(line, shown=""))) + 1
            room = min(left, longest) - rest
            shown = _within(line.shown, room, message)
            if shown is None:
                continue
            kept.append(replace(line, shown=shown))
            left -= rest + tokens_in(shown)
        return kept

    def _acts(
        self, before: dict[int, Line], merged: dict[int, Line], recalled: set[int]
    ) -> dict[int, Act]:
        now = {line.passage.key: line for line in self.lines}
        acts = {}
        for key in merged:
            if key not in now:
                acts[key] = Act.DROPPED
            elif now[key].is_compressed:
                acts[key] = Act.COMPRESSED
            elif key not in before:
                acts[key] = Act.ADDED
            else:
                acts[key] = Act.EMPHASISED if key in recalled else Act.KEPT
        return acts


def tokens_in(text: str) -> int:
    """Estimates how many tokens a text takes: one each Japanese or Korean letter, four of others.

    Tokenisers of today's models need less for Korean and Japanese, about as many for English.
    """
    cjk = len(_CJK.findall(text))
    return cjk + ceil((len(text) - cjk) / 4)


def _within(text: str, room: int, message: str) -> str | None:
    """Gives a text as far as there is room: its sentences that the message has to do with first.

    None where too little of it would be left.
    """
    if tokens_in(text) <= room:
        return text
    if room < _SHORTEST:
        return None
    sentences = [one.strip() for one in _SENTENCES.findall(text) if one.strip()]
    by_worth = sorted(
        range(len(sentences)),
        key=lambda at: (-sum(map(len, shared_words(message, sentences[at]))), at),
    )
    if not sentences or tokens_in(sentences[by_worth[0]]) > room:
        return _cut(sentences[by_worth[0]] if sentences else text, room)
    chosen: list[int] = []
    for at in by_worth:
        if tokens_in(" … ".join(sentences[one] for one in sorted([*chosen, at]))) <= room:
            chosen.append(at)
    return " … ".join(sentences[one] for one in sorted(chosen))


def _cut(text: str, room: int) -> str:
    """Gives the beginning of a text."""
    end = len(text)
    while end and tokens_in(text[:end]) > room - 1:
        end = min(end - 1, int(end * 0.9))
    return text[:end] + "…"


def _flat(text: str) -> str:
    """Gives a text in one line that holds no mark of the block."""
    return " ".join(_MARKS.sub(r"‹\1›", text).split())
