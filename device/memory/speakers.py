"""Who said what, in RAM: so that a question that names somebody brings what they said.

Built with the keywords, through the guard's index door; two bytes a memory. Nothing of it is ever
written to disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from device.encoder.fold import RUN, STOP_WORDS, fold, is_cjk, without_accents

Ids: TypeAlias = npt.NDArray[np.uint32]

_MOST: Final = 2**16 - 1  # speakers; those who come after them are nobody
_LEAST: Final = 2  # characters of a name: one would stand in half of all Japanese words
_FIRST_ROOM: Final = 1_024
# What politeness puts behind a name, here and not there.
_HONORIFIC: Final = re.compile("(?:さん|ちゃん|くん|君|様|先生|씨|님)$")
# A word that owns something, or is written large within a sentence.
_SHORT_NAME: Final = re.compile(r"\b([A-Za-z]{3,})['\u2019]s\b|(?<=[a-z,] )([A-Z][a-z]{2,})\b")


class Speakers:
    """The speakers of the memories that are indexed, by number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._of: npt.NDArray[np.uint16] = np.zeros(_FIRST_ROOM, np.uint16)

    def add(self, item_id: int, speaker: str) -> None:
        """Notes who said a memory; nobody, where the name says nothing."""
        name = _HONORIFIC.sub("", without_accents(fold(speaker)).strip())
        if len(name) < _LEAST:
            return
        if item_id >= len(self._of):
            wider = np.zeros(max(item_id + 1, 2 * len(self._of)), np.uint16)
            wider[: len(self._of)] = self._of
            self._of = wider
        number = self._numbers.get(name)
        if number is None and len(self._numbers) < _MOST:
            number = self._numbers[name] = len(self._numbers) + 1
        self._of[item_id] = number or 0

    def remove(self, ids: Iterable[int]) -> None:
        """Forgets who said these."""
        for item_id in ids:
            if item_id < len(self._of):
                self._of[item_id] = 0

    def said(self, question: str, ids: Ids) -> npt.NDArray[np.bool_] | None:
        """Tells which memories were said by someone whom the question names; None: it names nobody.

        *Shape:* (m,) to (m,).
        """
        named = self._named(question)
        if not named:
            return None
        known = np.minimum(ids, len(self._of) - 1)
        of = np.where(ids < len(self._of), self._of[known], 0)
        return np.isin(of, named)

    def _named(self, question: str) -> list[int]:
        folded = without_accents(fold(question))
        words = {part for run in RUN.findall(folded) for part in (run, run.removesuffix("'s"))}
        short = _short_names(question)
        return [
            number
            for name, number in self._numbers.items()
            if (
                name in folded
                if is_cjk(name)
                else name in words or name.split()[0] in words or name.startswith(short)
            )
        ]


def _short_names(question: str) -> tuple[str, ...]:
    """Gives the words of a question that may be the beginning of a name: Nik's, about Sam."""
    found = (one[1] or one[2] for one in _SHORT_NAME.finditer(question))
    return tuple(name for one in found if (name := fold(one)) not in STOP_WORDS)
