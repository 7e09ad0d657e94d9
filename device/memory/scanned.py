"""What one question may look at: the chunks of columns, and what may be read of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from device.vault.columns import Chunk, Mask
from policy.vocabulary import ClassName

Ids: TypeAlias = npt.NDArray[np.uint32]
Positions: TypeAlias = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Within:
    """Bounds that a question sets before anything is scanned.

    Attributes:
        since, until: Unix seconds between which it was said, both counted in.
        languages: Bit mask of which one language must be the memory's; 0 is any.
    """

    since: int | None = None
    until: int | None = None
    languages: int = 0

    def mask(self, chunk: Chunk, allowed: Mask | None) -> Mask | None:
        """Narrows what the rules allow of a chunk. *Shape:* (n,)."""
        columns = chunk.columns[: chunk.n]
        mask = allowed
        for is_asked, test in (
            (self.since is not None, lambda: columns["at"] >= self.since),
            (self.until is not None, lambda: columns["at"] <= self.until),
            (self.languages, lambda: (columns["languages"] & self.languages) != 0),
        ):
            if is_asked:
                mask = test() if mask is None else mask & test()
        return mask


@dataclass(slots=True)
class Scanned:
    """The chunks of one question, with what may be read of them."""

    names: list[ClassName]
    chunks: list[Chunk]
    masks: list[Mask | None]

    @property
    def count(self) -> int:
        """How many rows may be read."""
        return sum(
            chunk.n if mask is None else int(np.count_nonzero(mask))
            for chunk, mask in zip(self.chunks, self.masks, strict=True)
        )

    def part(self, at: Sequence[int]) -> Scanned:
        """Gives some of the chunks."""
        return Scanned(
            [self.names[one] for one in at],
            [self.chunks[one] for one in at],
            [self.masks[one] for one in at],
        )

    def places(self, ids: Ids) -> list[Positions]:
        """Gives for each chunk the positions of those of the ids that may be read in it."""
        found = []
        for chunk, mask in zip(self.chunks, self.masks, strict=True):
            at = np.sort(chunk.places(ids))
            at = at[at >= 0]
            found.append(at if mask is None else at[mask[at]])
        return found

    @property
    def shown_or_all(self) -> Callable[[Ids], Mask] | None:
        """What tells which ids may be read; None where all may."""
        return None if all(mask is None for mask in self.masks) else self.shown

    def shown(self, ids: Ids) -> Mask:
        """Tells which of the ids may be read. *Shape:* (m,)."""
        shown = np.zeros(len(ids), np.bool_)
        for chunk, mask in zip(self.chunks, self.masks, strict=True):
            at = chunk.places(ids)
            shown |= (at >= 0) if mask is None else (at >= 0) & mask[at]
        return shown

    def ids_at(self, places: Sequence[Positions]) -> Ids:
        """Gives the ids of the rows at these places of each chunk."""
        found = [chunk.ids[at] for chunk, at in zip(self.chunks, places, strict=True)]
        return np.concatenate([np.zeros(0, np.uint32), *found])
