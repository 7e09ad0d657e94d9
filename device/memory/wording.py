"""How memories are worded, in RAM: what ranking asks of their texts when these are closed again.

A text's vector blurs its words into one; its word pieces, each compared with each of the
question's, do not: "allergic" meets "hives" even in a long entry about a day. Looked at are only
the best candidates. Built with the keywords, through the guard's index door: about 70 bytes a
memory, never on disk.

Source: late interaction, Khattab and Zaharia 2020 (ColBERT); here by a table, without a network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from device.encoder.encode import Encoder
from device.encoder.fold import fold
from device.encoder.static import StaticEncoder
from device.memory.keywords import rarity
from device.vault.columns import Mask

Ids: TypeAlias = npt.NDArray[np.uint32]
Pieces: TypeAlias = npt.NDArray[np.uint16]
Scores: TypeAlias = npt.NDArray[np.float32]

_Number = TypeVar("_Number", bound=np.unsignedinteger)

_MOST_PIECES: Final = 255  # of one memory, the rarest: more has only a pasted article
_ALL_PIECES: Final = 2**16
_FIRST_ROOM: Final = 1_024
_LEAST_ALIKE: Final = 0.3  # of two pieces; below it, likeness is chance
_NUMBER: Final = 1
_QUESTION: Final = 2
_ENDS_ASKING: Final = re.compile(r"[?？]\W*$")
_DIGIT: Final = re.compile(r"\d")
# What is answered by a number or a date.
_ASKS_NUMBER: Final = re.compile(
    r"how (?:much|many|long|old|far)|\bwhen\b|what (?:time|date)"
    r"|いつ|いくら|なんぼ|どれくらい|どのくらい|何[日時月年円個回本枚人歳才度分番号]"
    r"|언제|얼마|며칠|몇"
)


def asks_number(question: str) -> bool:
    """Tells whether a number or a date would answer a question."""
    return _ASKS_NUMBER.search(fold(question)) is not None


@dataclass(frozen=True, slots=True)
class Worded:
    """The word pieces of memories, one after the other, and how many each has. *Shape:* (m,)."""

    pieces: Pieces
    sizes: npt.NDArray[np.int64]


class Wording:
    """The word pieces of the memories that are indexed, and what their texts look like."""

    def __init__(self) -> None:
        self._pieces: Pieces = np.zeros(16 * _FIRST_ROOM, np.uint16)
        self._used = 0
        self._starts: npt.NDArray[np.uint32] = np.zeros(_FIRST_ROOM, np.uint32)
        self._sizes: npt.NDArray[np.uint8] = np.zeros(_FIRST_ROOM, np.uint8)
        self._shapes: npt.NDArray[np.uint8] = np.zeros(_FIRST_ROOM, np.uint8)
        self._counts: npt.NDArray[np.int32] = np.zeros(_ALL_PIECES, np.int32)
        self._total = 0

    def __len__(self) -> int:
        return self._total

    def add(self, item_id: int, text: str, index_text: str) -> None:
        """Notes how a memory is worded.

        Args:
            index_text: The text with who said it.
        """
        self.remove([item_id])
        pieces = _encoder().pieces(index_text)[-_MOST_PIECES:]
        self._make_room(item_id, len(pieces))
        self._starts[item_id], self._sizes[item_id] = self._used, len(pieces)
        self._pieces[self._used : self._used + len(pieces)] = pieces
        self._used += len(pieces)
        self._counts[pieces] += 1
        self._total += len(pieces) > 0
        has_number, asks = _DIGIT.search(text), _ENDS_ASKING.search(text[-40:])
        self._shapes[item_id] = _NUMBER * (has_number is not None) + _QUESTION * (asks is not None)

    def remove(self, ids: Iterable[int]) -> None:
        """Forgets these, and leaves zeros where their words were."""
        for item_id in ids:
            if item_id >= len(self._sizes):
                continue
            start, size = int(self._starts[item_id]), int(self._sizes[item_id])
            self._counts[self._pieces[start : start + size]] -= 1
            self._pieces[start : start + size] = 0
            self._sizes[item_id] = self._shapes[item_id] = 0
            self._total -= size > 0

    def shapes(self, ids: Ids) -> tuple[Mask, Mask]:
        """Tells which of these have a number in them, and which ask something. *Shape:* (m,)."""
        known = np.minimum(ids, len(self._shapes) - 1)
        shapes = np.where(ids < len(self._shapes), self._shapes[known], 0)
        return (shapes & _NUMBER) != 0, (shapes & _QUESTION) != 0

    def counts(self, pieces: Pieces) -> npt.NDArray[np.int32]:
        """Tells how many memories have each piece. *Shape:* (m,) to (m,)."""
        return self._counts[pieces]

    def of(self, ids: Ids) -> Worded:
        """Gives the pieces of these; none of those that are not here."""
        known = np.minimum(ids, len(self._sizes) - 1)
        sizes = np.where(ids < len(self._sizes), self._sizes[known], 0).astype(np.int64)
        starts = self._starts[known].astype(np.int64)
        ends = np.cumsum(sizes)
        places = np.repeat(starts - (ends - sizes), sizes) + np.arange(sizes.sum())
        return Worded(self._pieces[places], sizes)

    def _make_room(self, item_id: int, coming: int) -> None:
        if item_id >= len(self._sizes):
            room = max(item_id + 1, len(self._sizes) + len(self._sizes) // 2)
            self._starts = _wider(self._starts, room)
            self._sizes = _wider(self._sizes, room)
            self._shapes = _wider(self._shapes, room)
        if self._used + coming > len(self._pieces):
            self._pieces = _wider(self._pieces, len(self._pieces) + len(self._pieces) // 2)


def alike(question: str, kept: Iterable[Wording], ids: Ids) -> Scores:
    """Gives how much of a question's wording memories meet, from 0 to 1. *Shape:* (m,).

    Each piece of the question is met by the memory's piece that is most like it; rare and telling
    pieces count for more.

    Args:
        kept: The wording of memories that are kept apart.
    """
    wordings = list(kept)
    encoder = _encoder()
    asked = encoder.pieces(question)
    total = sum(map(len, wordings))
    met = np.zeros(len(ids), np.float32)
    if not len(asked) or not total:
        return met
    vectors, weights = encoder.piece_vectors(asked)
    counts = np.sum([one.counts(asked) for one in wordings], axis=0)
    weights = weights * np.array([rarity(int(count), total) for count in counts], np.float32)
    weights /= max(float(weights.sum()), 1e-9)
    for wording in wordings:
        worded = wording.of(ids)
        (there,) = np.nonzero(worded.sizes)
        if not len(there):
            continue
        every, at = np.unique(worded.pieces, return_inverse=True)
        likeness = vectors @ encoder.piece_vectors(every)[0].T  # (asked, different pieces)
        starts = (np.cumsum(worded.sizes) - worded.sizes)[there]
        best = np.maximum.reduceat(likeness[:, at], starts, axis=1)
        met[there] = weights @ np.where(best > _LEAST_ALIKE, best, 0)
    return met


def _encoder() -> StaticEncoder:
    """Gives the encoder that ships: its pieces serve whichever encoder makes the vectors."""
    encoder = Encoder.default()
    assert isinstance(encoder, StaticEncoder)
    return encoder


def _wider(array: npt.NDArray[_Number], room: int) -> npt.NDArray[_Number]:
    wider = np.zeros(room, array.dtype)
    wider[: len(array)] = array
    return wider
