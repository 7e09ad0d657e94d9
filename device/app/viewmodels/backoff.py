"""A wait after each wrong secret: 1, 2, 4 … seconds, up to a minute."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

_LONGEST_S: Final = 60


@dataclass(slots=True)
class BackOff:
    """How long to wait before a secret may be tried again.

    It slows down somebody at this screen. Against somebody with the file, the key derivation does.
    """

    _wrong: int = 0
    _since: float = 0.0

    def wrong(self, now: float) -> None:
        """Counts a wrong secret."""
        self._wrong += 1
        self._since = now

    def right(self) -> None:
        """Begins anew after the right one."""
        self._wrong = 0

    def seconds_left(self, now: float) -> int:
        """Tells how long to wait still; 0: try."""
        if not self._wrong:
            return 0
        wait = min(1 << min(self._wrong - 1, 10), _LONGEST_S)
        elapsed = max(0.0, now - self._since)  # a clock that was set back shortens nothing
        return max(0, math.ceil(wait - elapsed))
