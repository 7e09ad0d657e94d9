"""The rows of an open class in RAM, column by column: what scans, masks and decisions read.

A class is held as partitions, one for each primary domain, and a partition as chunks: one made at
unlock, exactly as large as what was stored, and growing ones for what comes later. An emptied slot
has id 0 and zeros everywhere; it is never used again before the next unlock.

Per row: 4 bytes id, 24 columns, 32 code, 256 vector. Secrets and salts are not in RAM.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from device.vault.rows import CODE_WORDS, COLUMNS, DIMENSIONS, ROW, Placed, Rows, fields

Mask: TypeAlias = npt.NDArray[np.bool_]

_FIRST_GROWTH: Final = 256  # rows
_LAST_GROWTH: Final = 16_384
_MAX_KNOWN: Final = 4_096


class CodeLayout(Enum):
    """How sign codes lie in RAM: as the scan that will read them wants them."""

    ROWS = "rows"  # (capacity, 4): a code's words side by side
    WORDS = "words"  # (4, capacity): the first words of all codes, then the second, ...


@dataclass(slots=True, eq=False)
class Chunk:
    """Rows of one class and primary domain. Only the first `n` are in use.

    *Shape:* codes (capacity, 4) or (4, capacity) uint64; vectors (capacity, 256) int8; ids
    (capacity,) uint32; columns (capacity,) of `rows.COLUMNS`, with `scale` for the vector.

    Attributes:
        grows: Whether it was made for what comes, and gives way to a wider one when it is full.
    """

    layout: CodeLayout
    codes: npt.NDArray[np.uint64]
    vectors: npt.NDArray[np.int8]
    ids: npt.NDArray[np.uint32]
    columns: Rows
    n: int = 0
    grows: bool = False
    _lookup: tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]] | None = None
    _agreed: tuple[int, int] = (0, 0)  # an encoder, and how many of the first rows it made

    @classmethod
    def empty(cls, capacity: int, layout: CodeLayout) -> Chunk:
        """Makes a chunk with room for `capacity` rows."""
        rows = layout is CodeLayout.ROWS
        return cls(
            layout,
            np.empty((capacity, CODE_WORDS) if rows else (CODE_WORDS, capacity), np.uint64),
            np.empty((capacity, DIMENSIONS), np.int8),
            np.empty(capacity, np.uint32),
            np.empty(capacity, COLUMNS),
        )

    @classmethod
    def carve(cls, sizes: Mapping[int, int], layout: CodeLayout) -> dict[int, Chunk]:
        """Makes one chunk for each size, all out of the same four arrays.

        Arrays of their own would each be rounded up to a large page.
        """
        whole, chunks, at = cls.empty(sum(sizes.values()), layout), {}, 0
        for name, size in sizes.items():
            part = slice(at, at + size)
            codes = whole.codes[part] if layout is CodeLayout.ROWS else whole.codes[:, part]
            chunks[name] = cls(
                layout, codes, whole.vectors[part], whole.ids[part], whole.columns[part]
            )
            at += size
        return chunks

    @property
    def capacity(self) -> int:
        """How many rows it has room for."""
        return len(self.ids)

    @property
    def alive(self) -> Mask:
        """Tells which rows hold an item. *Shape:* (n,)."""
        alive: Mask = self.ids[: self.n] != 0
        return alive

    def put(
        self,
        ids: npt.NDArray[np.uint32],
        columns: Rows,
        codes: npt.NDArray[np.uint64],
        vectors: npt.NDArray[np.int8],
    ) -> None:
        """Adds rows behind the last. *Shape:* (m,), (m,), (m, 4), (m, 256)."""
        at, end = self.n, self.n + len(ids)
        self.ids[at:end] = ids
        self.columns[at:end] = columns
        self.vectors[at:end] = vectors
        if self.layout is CodeLayout.ROWS:
            self.codes[at:end] = codes
        else:
            self.codes[:, at:end] = codes.T
        self.n = end

    def grown(self, capacity: int) -> Chunk:
        """Gives a chunk with the same rows and more room."""
        wider = Chunk.empty(capacity, self.layout)
        wider.put(
            self.ids[: self.n], self.columns[: self.n], self.code_rows(), self.vectors[: self.n]
        )
        return wider

    def code_rows(self) -> npt.NDArray[np.uint64]:
        """Gives the codes row by row, whatever the layout. *Shape:* (n, 4)."""
        if self.layout is CodeLayout.ROWS:
            return self.codes[: self.n]
        return self.codes[:, : self.n].T

    def row(self, at: int) -> Rows:
        """Gives a copy of one row. *Shape:* (1,) of ROW."""
        # By its bytes, which lie in a row as they do here: field by field takes ten times as long.
        raw = self.ids[at].tobytes() + self.columns[at].tobytes() + self.vectors[at].tobytes()
        return np.frombuffer(raw, ROW)

    def places(self, ids: npt.NDArray[np.uint32]) -> npt.NDArray[np.intp]:
        """Gives where the rows of many items lie; -1 for those that are not here.

        *Shape:* ids and result (m,).
        """
        if self._lookup is None or len(self._lookup[0]) != self.n:
            order = np.argsort(self.ids[: self.n], kind="stable").astype(np.uint32)
            self._lookup = self.ids[: self.n][order], order
        known, order = self._lookup
        at = np.minimum(np.searchsorted(known, ids), self.n - 1)
        found: npt.NDArray[np.intp] = order[at].astype(np.intp)
        return np.where(self.ids[found] == ids, found, -1)  # an emptied slot matches nothing

    def others_than(self, encoder: int) -> Mask | None:
        """Tells which rows another encoder made; None where none is. *Shape:* (n,).

        Where all agree, rows are looked at once, when they come.
        """
        if self._agreed == (encoder, self.n):
            return None
        known = self._agreed[1] if self._agreed[0] == encoder else 0
        made_by = self.columns["encoder"][known : self.n]
        # An emptied slot is nobody's, and no mask lets it through.
        if not ((made_by != encoder) & (self.ids[known : self.n] != 0)).any():
            self._agreed = encoder, self.n
            return None
        others: Mask = self.columns["encoder"][: self.n] != encoder
        return others

    def place(self, ids: npt.NDArray[np.uint32], placed: Placed) -> None:
        """Gives those of the items that are here other vectors. *Shape:* ids (m,), as `placed`."""
        places = self.places(ids)
        (mine,) = np.nonzero(places >= 0)
        at = places[mine]
        self.vectors[at] = placed.vectors[mine]
        self.columns["scale"][at] = placed.scales[mine]
        self.columns["encoder"][at] = placed.encoder
        if self._agreed[0] != placed.encoder:
            self._agreed = placed.encoder, 0
        if self.layout is CodeLayout.ROWS:
            self.codes[at] = placed.codes[mine]
        else:
            self.codes[:, at] = placed.codes[mine].T

    def clear(self, at: int) -> None:
        """Empties a slot: zeros are left of it."""
        self.ids[at] = 0
        self.columns[at] = np.zeros((), COLUMNS)
        self.vectors[at] = 0
        if self.layout is CodeLayout.ROWS:
            self.codes[at] = 0
        else:
            self.codes[:, at] = 0

    def wipe(self) -> None:
        """Leaves zeros, where the class was closed and another reference may still live."""
        for array in (self.ids, self.columns, self.vectors, self.codes):
            array[...] = np.zeros((), array.dtype)
        self.n, self._lookup, self._agreed = 0, None, (0, 0)


@dataclass(slots=True)
class ClassColumns:
    """All rows of one open class.

    Attributes:
        partitions: Chunks by primary domain.
    """

    layout: CodeLayout
    partitions: dict[int, list[Chunk]] = field(default_factory=dict)
    count: int = 0
    # Where items were last found: looked at first, and believed only if the id is still there.
    _known: dict[int, tuple[Chunk, int]] = field(default_factory=dict)

    def chunks(self) -> Iterator[Chunk]:
        """Gives every chunk that has rows."""
        for chunks in self.partitions.values():
            yield from (chunk for chunk in chunks if chunk.n)

    def add(self, full: Rows) -> None:
        """Adds rows. *Shape:* (m,) of FULL_ROW."""
        for domain in np.unique(full["domain"]):
            mine = full[full["domain"] == domain]
            at = 0
            while at < len(mine):
                chunk = self._roomy(int(domain))
                some = mine[at : at + chunk.capacity - chunk.n]
                chunk.put(some["id"], fields(some, COLUMNS), some["code"], some["vector"])
                at += len(some)
        self.count += len(full)

    def _roomy(self, domain: int) -> Chunk:
        """Gives a chunk with room; the one made at unlock is never grown."""
        chunks = self.partitions.setdefault(domain, [])
        if not chunks or chunks[-1].n == chunks[-1].capacity:
            if chunks and chunks[-1].grows and chunks[-1].capacity < _LAST_GROWTH:
                chunks[-1] = chunks[-1].grown(chunks[-1].capacity * 2)
                self._known.clear()  # it may name the chunk that this one replaces
            else:
                chunks.append(Chunk.empty(_FIRST_GROWTH, self.layout))
            chunks[-1].grows = True
        return chunks[-1]

    def seen(self, item_id: int) -> tuple[Chunk, int] | None:
        """Gives where an item was last seen, if it still lies there."""
        known = self._known.get(item_id)
        return known if known is not None and known[0].ids[known[1]] == item_id else None

    def find(self, item_id: int) -> tuple[Chunk, int] | None:
        """Gives where an item lies, or None where the class does not have it."""
        if item_id <= 0:  # what an emptied slot has
            return None
        known = self.seen(item_id)
        if known is not None:
            return known
        for chunk in self.chunks():
            (found,) = np.nonzero(chunk.ids[: chunk.n] == item_id)
            if len(found):
                return self.note(item_id, chunk, int(found[0]))
        return None

    def locate(self, ids: npt.NDArray[np.uint32]) -> None:
        """Notes where many items lie, in one pass over each chunk."""
        for chunk in self.chunks():
            places = chunk.places(ids)
            for item_id, at in zip(ids[places >= 0], places[places >= 0], strict=True):
                self.note(int(item_id), chunk, int(at))

    def note(self, item_id: int, chunk: Chunk, at: int) -> tuple[Chunk, int]:
        """Notes where an item was seen, so that it is found at once when it is asked for next."""
        if len(self._known) >= _MAX_KNOWN:
            self._known.clear()
        self._known[item_id] = chunk, at
        return chunk, at

    def drop(self, item_id: int) -> None:
        """Empties an item's slot, if it has one."""
        found = self.find(item_id)
        if found is not None:
            found[0].clear(found[1])
            self.count -= 1
            self._known.pop(item_id, None)

    def wipe(self) -> None:
        """Leaves nothing."""
        for chunk in self.chunks():
            chunk.wipe()
        self.partitions.clear()
        self._known.clear()
        self.count = 0
