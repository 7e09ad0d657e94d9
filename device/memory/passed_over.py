"""What recall passes over because it has faded, as masks over the columns.

Masks are kept for each chunk until what has faded, or the chunk, changes: a question costs one
`and` for each chunk, and nothing where nothing has faded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from device.vault.columns import Chunk, Mask

Ids: TypeAlias = npt.NDArray[np.uint32]


class PassedOver:
    """What has faded in one unlocked vault, and the masks that leave it out.

    Attributes:
        is_on: Whether anything fades here; else no usage is read to find out.
    """

    def __init__(self, faded: Callable[[], Ids], *, is_on: bool) -> None:
        """Starts without masks.

        Args:
            faded: Gives what has faded, ascending; the same array until it changes.
        """
        self._faded = faded
        self.is_on = is_on
        self._known: Ids = _NOTHING
        self._shown: dict[Chunk, tuple[int, Mask | None]] = {}

    @property
    def ids(self) -> Ids:
        """What has faded, ascending. *Shape:* (n,)."""
        return self._faded() if self.is_on else _NOTHING

    def forget(self) -> None:
        """Lets the masks go, and with them the chunks of classes that were closed."""
        self._shown.clear()

    def narrowed(self, chunk: Chunk, allowed: Mask | None) -> Mask | None:
        """Takes what has faded out of what the rules allow of a chunk. *Shape:* (n,)."""
        faded = self.ids
        if not len(faded):
            return allowed
        if faded is not self._known:
            self._shown.clear()
            self._known = faded
        kept = self._shown.get(chunk)
        if kept is None or kept[0] != chunk.n:
            hidden = np.isin(chunk.ids[: chunk.n], faded)
            kept = chunk.n, ~hidden if hidden.any() else None
            self._shown[chunk] = kept
        if kept[1] is None:
            return allowed
        return kept[1] if allowed is None else kept[1] & allowed


_NOTHING: Ids = np.zeros(0, np.uint32)
