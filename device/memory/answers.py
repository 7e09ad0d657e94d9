"""What is remembered nearest to a program's answers, for `echo` to tell what of them is new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from device.access import Guard
from device.memory.echo import Heard
from device.memory.succession import Near
from device.vault.rows import Vectors

_NEAREST: Final = 8


class Answers:
    """Compares what programs answer with the memories of one unlocked vault."""

    def __init__(self, guard: Guard, near: Near) -> None:
        """Starts with nothing, and keeps nothing: the gists are words of memories.

        Args:
            near: Gives the memories whose vectors are nearest.
        """
        self._guard = guard
        self._near = near

    def near(self, vectors: Sequence[Vectors]) -> list[Heard]:
        """Gives for each answer what is remembered nearest to it. *Shape:* (256,) each.

        All are opened together, through the engine door.
        """
        nearest = [[item_id for item_id, _ in self._near(one, _NEAREST)] for one in vectors]
        wanted = sorted({item_id for some in nearest for item_id in some})
        texts = {
            int(row["id"][0]): memory.text
            for row, memory in (self._guard.engine(wanted, "compare") if wanted else ())
        }
        found = []
        for some in nearest:
            heard = Heard(_NEAREST)
            for item_id in some:
                if item_id in texts:
                    heard.add(item_id, texts[item_id])
            found.append(heard)
        return found
