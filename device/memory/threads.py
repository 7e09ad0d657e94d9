"""Finds the threads of memories in an unlocked vault.

What promises to belong to one is opened through the engine door and woven by its words (`weave`).
Nothing is shown from here: whoever shows a thread has it released first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from device.access import Guard
from device.memory.index import MemoryIndex
from device.memory.records import Memory
from device.memory.sentence.slots import slots_of
from device.memory.sentence.topics import topics_of
from device.memory.weave import Strand, Tied, weave
from device.vault.rows import Rows
from device.vault.store import Vault
from policy.vocabulary import Purpose

_LOOKED_AT: Final = 24  # memories for each seed; the last of them is seldom of its thread
_READ: Final = 2_000  # characters; what a long text shares lies mostly at its beginning


class Threads:
    """Finds what belongs together."""

    def __init__(self, vault: Vault, guard: Guard, index: MemoryIndex) -> None:
        self._vault = vault
        self._guard = guard
        self._index = index

    def of(self, ids: Sequence[int], purpose: Purpose) -> dict[int, list[Tied]]:
        """Gives for each memory what is tied to it, firmest first; nothing for what is not open.

        Only what the rules allow for the purpose is tied.
        """
        seeds = self._opened([one for one in ids if self._vault.find_row(one) is not None])
        around = {
            item_id: self._index.around(memory.text[:_READ], row, purpose, _LOOKED_AT)
            for item_id, (row, memory) in seeds.items()
        }
        wanted = {other for found in around.values() for other in found}
        opened = seeds | self._opened(sorted(wanted - seeds.keys()))
        strands = {item_id: _strand(*one) for item_id, one in opened.items()}
        return {
            item_id: self._woven(item_id, [one for one in found if one in strands], strands)
            for item_id, found in around.items()
        }

    def _woven(self, item_id: int, found: list[int], strands: dict[int, Strand]) -> list[Tied]:
        older, newer = self._index.texts.older(item_id), self._index.texts.newer(item_id)
        slots = slots_of(strands[item_id].text)
        seed = replace(strands[item_id], older=older, newer=newer, slots=slots)
        others = [strands[one] for one in found]
        if slots:  # they are slow to read, and tie nothing to a memory that fills none
            others = [replace(one, slots=slots_of(one.text)) for one in others]
        topics = set().union(*(one.topics for one in (seed, *others)))
        return weave(seed, others, self._index.texts.rarities(topics))

    def _opened(self, ids: Sequence[int]) -> dict[int, tuple[Rows, Memory]]:
        if not ids:
            return {}
        opened = self._guard.engine(ids, "thread")
        return {int(row["id"][0]): (row, memory) for row, memory in opened}


def _strand(row: Rows, memory: Memory) -> Strand:
    text = memory.text[:_READ]
    return Strand(
        id=int(row["id"][0]),
        at=int(row["at"][0]),
        talk=int(row["conversation"][0]),
        text=text,
        topics=topics_of(text),
        speaker=memory.speaker,
        vector=row["vector"][0].astype(np.float32) * np.float32(row["scale"][0]),
        ahead=memory.ahead,
        older=frozenset(memory.replaces),
        newer=frozenset(memory.replaced_by),
    )
