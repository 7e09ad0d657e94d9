"""Episodes: stretches of a conversation, cut where it fell silent or turned to something else.

Each points back to its turns, and has a summary vector: the mean of theirs. Both are worked out in
RAM from columns that are there already (number, moment, conversation, vector), so nothing more is
on disk, nothing is opened, and a turn that is forgotten leaves its summary by itself. Turns of a
class that closes are in a group apart: no summary that stays ever knew them.

Cut at three hours of silence, always; within such a sitting where what was said in the four turns
before is unlike the four after (TextTiling, Hearst 1997, with vectors in the place of words).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from device.access import Guard
from device.vault.columns import Chunk
from device.vault.rows import DIMENSIONS, Vectors, quantise
from device.vault.store import Vault
from policy.vocabulary import ClassName

Ids: TypeAlias = npt.NDArray[np.uint32]
Places: TypeAlias = npt.NDArray[np.intp]

PAUSE_S: Final = 3 * 3600  # of silence: what is said after it is another sitting
_LONGEST: Final = 64  # turns of a sitting, where nobody ever pauses or nobody knows when
_BESIDE: Final = 4  # turns that are compared on either side of a cut
_SHORTEST: Final = 3  # turns of an episode that was cut out of a sitting
_UNLIKE: Final = 0.25  # a cosine of the two sides below it is another topic
_AT_ONCE: Final = 4_096  # rows whose vectors are wide at a time
_NO_IDS: Final = np.zeros(0, np.uint32)
_NONE: Final = np.zeros(0, np.intp)


@dataclass(slots=True)
class _Turns:
    """The turns of one group, by conversation, then by time. *Shape:* all (n,)."""

    ids: Ids
    at: npt.NDArray[np.int64]
    conversation: npt.NDArray[np.uint32]
    chunk_of: Places
    place: Places
    chunks: Sequence[Chunk]
    encoder: int

    def vectors(self, rows: Places) -> Vectors:
        """Gives vectors of turns; zeros where another encoder made them. *Shape:* (m, 256)."""
        vectors = np.zeros((len(rows), DIMENSIONS), np.float32)
        for at, chunk in enumerate(self.chunks):
            mine = np.flatnonzero(self.chunk_of[rows] == at)
            if len(mine):
                there = self.place[rows[mine]]
                scale = chunk.columns["scale"][there].astype(np.float32)
                scale[chunk.columns["encoder"][there] != self.encoder] = 0
                vectors[mine] = chunk.vectors[there] * scale[:, None]
        return vectors


@dataclass(slots=True)
class _Group:
    """The episodes of classes that open and close together.

    *Shape:* ids and at (n,); starts (e + 1,); sums and scales (e, 256) and (e,); sittings (s,), the
    first episode of each, and marks (s,), by which a sitting that has not changed is known.
    """

    ids: Ids
    at: npt.NDArray[np.int64]
    starts: Places
    sums: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float32]
    sittings: Places
    marks: npt.NDArray[np.uint64]
    known: Ids  # the ids, ascending
    order: Places  # where each of these is a turn

    @property
    def count(self) -> int:
        """How many episodes there are."""
        return len(self.starts) - 1

    def of(self, ids: Ids) -> Places:
        """Gives the episode of each id, -1 where it has none here. *Shape:* (m,)."""
        if not len(self.known):
            return np.full(len(ids), -1, np.intp)
        at = np.minimum(np.searchsorted(self.known, ids), len(self.known) - 1)
        episode = np.searchsorted(self.starts, self.order[at], side="right") - 1
        return np.where(self.known[at] == ids, episode, -1).astype(np.intp)


class Episodes:
    """The episodes of one unlocked vault, worked out when somebody asks for them."""

    def __init__(self, vault: Vault, guard: Guard, made_by: Callable[[], int] = lambda: 0) -> None:
        """Starts with nothing.

        Args:
            made_by: Gives the number of the encoder in force; other vectors are in no summary.
        """
        self._vault = vault
        self._guard = guard
        self._made_by = made_by
        self._groups: dict[ClassName | None, _Group] = {}
        self._state: tuple[int, ...] | None = None
        guard.at_close(self._drop_closed)

    def of(self, ids: Ids) -> Places:
        """Gives the number of the episode that each memory is in; -1 where it is in none.

        Numbers hold until something is stored or forgotten. *Shape:* (m,) to (m,).
        """
        self._refresh()
        found, base = np.full(len(ids), -1, np.intp), 0
        for group in self._groups.values():
            here = group.of(ids)
            found = np.where(here >= 0, here + base, found)
            base += group.count
        return found

    def likeness(self, query: Vectors, ids: Ids) -> npt.NDArray[np.float32]:
        """Gives the cosine of a query and the summary of the episode that each memory is in.

        0 where it is in none. A summary knows every open turn of its episode, so this is for the
        owner alone: a program may not read all of them. *Shape:* query (256,); (m,) to (m,).
        """
        self._refresh()
        likeness = np.zeros(len(ids), np.float32)
        for group in self._groups.values():
            episode = group.of(ids)
            here = np.flatnonzero(episode >= 0)
            if len(here):
                some, which = np.unique(episode[here], return_inverse=True)
                cosine = group.sums[some].astype(np.float32) @ query * group.scales[some]
                likeness[here] = cosine[which]
        return likeness

    def turns(self, item_id: int) -> tuple[int, ...]:
        """Gives the memories of the episode that one is in, in the order of time."""
        self._refresh()
        for group in self._groups.values():
            episode = int(group.of(np.array([item_id], np.uint32))[0])
            if episode >= 0:
                part = group.ids[group.starts[episode] : group.starts[episode + 1]]
                return tuple(int(one) for one in part)
        return ()

    def ended(self, after: int, now: int, limit: int, *, is_over: bool = False) -> list[int]:
        """Gives memories of higher numbers whose episode has ended, lowest first.

        It stops before the first whose episode may still go on, so that a number tells how far
        somebody came. What was typed stands by itself and has ended.

        Args:
            is_over: Nobody is talking: every episode has ended.
        """
        self._refresh()
        found = [_NO_IDS]
        first_open = np.iinfo(np.uint32).max
        for group in self._groups.values():
            found.append(group.ids[group.ids > after])
            if not is_over and group.count:
                first_open = min(first_open, self._first_open(group, after, now))
        ids = np.sort(np.concatenate(found))
        return [int(one) for one in ids[ids < first_open][:limit]]

    def _first_open(self, group: _Group, after: int, now: int) -> int:
        last = np.maximum.reduceat(group.at, group.starts[:-1])
        is_open = (now - last >= 0) & (now - last < PAUSE_S)
        rows = np.repeat(is_open, np.diff(group.starts))
        waiting = group.ids[rows & (group.ids > after)]
        typed = np.array([self._is_typed(int(one)) for one in waiting], np.bool_)
        return int(min(waiting[~typed], default=np.iinfo(np.uint32).max))

    def _is_typed(self, item_id: int) -> bool:
        row = self._vault.find_row(item_id)
        return row is not None and int(row["conversation"][0]) == 0

    # -- inside

    def _refresh(self) -> None:
        """Works out anew what has changed since somebody last asked."""
        encoder = self._made_by()
        every = [(name, chunk) for name in ClassName for chunk in self._vault.chunks(name)]
        others = (chunk.others_than(encoder) for _, chunk in every)
        waiting = sum(int(np.count_nonzero(one)) for one in others if one is not None)
        state = self._guard.generation, self._vault.newest_id, encoder, waiting, len(every)
        if state == self._state:
            return
        self._drop_closed()
        by_group: dict[ClassName | None, list[Chunk]] = {}
        for name, chunk in every:
            apart = name.needs_step_up and self._vault.has_step_up
            by_group.setdefault(name if apart else None, []).append(chunk)
        self._groups = {
            name: _grouped(_turns(chunks, encoder), self._groups.get(name))
            for name, chunks in by_group.items()
        }
        self._state = state

    def _drop_closed(self) -> None:
        """Lets the episodes of closed classes go."""
        for name in [one for one in self._groups if one and not self._vault.is_open(one)]:
            del self._groups[name]
            self._state = None


def _turns(chunks: Sequence[Chunk], encoder: int) -> _Turns:
    """Gives the turns that lie in chunks, by conversation, then by time."""
    alive = [np.flatnonzero(chunk.alive) for chunk in chunks]

    def column(name: str) -> npt.NDArray[np.int64]:
        found = [chunk.columns[name][at] for chunk, at in zip(chunks, alive, strict=True)]
        return np.concatenate([np.zeros(0, np.int64), *found])

    ids = np.concatenate([_NO_IDS, *(c.ids[at] for c, at in zip(chunks, alive, strict=True))])
    at, conversation = column("at"), column("conversation").astype(np.uint32)
    chunk_of = np.repeat(np.arange(len(chunks)), [len(one) for one in alive])
    place = np.concatenate([_NONE, *alive])
    order = np.lexsort((ids, at, conversation))
    return _Turns(
        ids[order],
        at[order],
        conversation[order],
        chunk_of[order],
        place[order],
        chunks,
        encoder,
    )


def _grouped(turns: _Turns, before: _Group | None) -> _Group:
    """Gives the episodes of turns; sittings that were there before are taken over as they are."""
    firsts = _sittings(turns)
    ends = np.append(firsts[1:], len(turns.ids)).astype(np.intp)
    marks = _marks(turns, firsts)
    old = np.full(len(firsts), -1, np.intp)
    if before is not None and len(before.marks) and len(marks):
        by_mark = np.argsort(before.marks)
        near = np.searchsorted(before.marks[by_mark], marks)
        near = by_mark[np.minimum(near, len(by_mark) - 1)]
        old = np.where(before.marks[near] == marks, near, -1).astype(np.intp)
    starts: list[Places] = []
    sums, scales = [], []
    counts = np.zeros(len(firsts), np.intp)
    for at, end in _runs(old, firsts):
        if before is not None and old[at] >= 0:
            new = _taken_over(before, int(old[at]), int(old[end - 1]), int(firsts[at]))
        else:
            rows = np.arange(int(firsts[at]), int(ends[end - 1]))
            new = _cut(turns.vectors(rows), firsts[at:end])
        starts.append(new[0])
        sums.append(new[1])
        scales.append(new[2])
        counts[at:end] = np.diff(np.searchsorted(new[0], np.append(firsts[at:end], ends[end - 1])))
    order = np.argsort(turns.ids)
    return _Group(
        turns.ids,
        turns.at,
        np.concatenate([*starts, np.array([len(turns.ids)], np.intp)]),
        np.concatenate([np.zeros((0, DIMENSIONS), np.int8), *sums]),
        np.concatenate([np.zeros(0, np.float32), *scales]),
        np.cumsum(counts) - counts,
        marks,
        turns.ids[order],
        order,
    )


def _runs(old: Places, firsts: Places) -> Iterator[tuple[int, int]]:
    """Gives sittings that are done at once: all new and not too many, or in a row as before.

    Args:
        old: The number that each had before, -1 for a new one.
        firsts: Where each begins.
    """
    if not len(old):
        return
    follows = np.where(old[1:] < 0, old[:-1] < 0, old[1:] == old[:-1] + 1)
    block = firsts // _AT_ONCE
    follows &= (old[1:] >= 0) | (block[1:] == block[:-1])
    bounds = [0, *(int(one) + 1 for one in np.flatnonzero(~follows)), len(old)]
    yield from pairwise(bounds)


def _sittings(turns: _Turns) -> Places:
    """Gives where sittings begin. *Shape:* (s,)."""
    if not len(turns.ids):
        return _NONE
    is_new = np.ones(len(turns.ids), np.bool_)
    is_new[1:] = np.diff(turns.at) > PAUSE_S
    is_new[1:] |= turns.conversation[1:] != turns.conversation[:-1]
    firsts = np.flatnonzero(is_new)
    sizes = np.diff(np.append(firsts, len(is_new)))
    since = np.arange(len(is_new)) - np.repeat(firsts, sizes)
    return np.flatnonzero(since % _LONGEST == 0).astype(np.intp)


def _marks(turns: _Turns, firsts: Places) -> npt.NDArray[np.uint64]:
    """Gives a number for each sitting that changes when its turns or their vectors do.

    The finaliser of MurmurHash3 over ids; the order of turns is told by them, so a sum will do.
    """
    if not len(firsts):
        return np.zeros(0, np.uint64)
    mixed = turns.ids.astype(np.uint64)
    for at, chunk in enumerate(turns.chunks):
        mine = turns.chunk_of == at
        other = chunk.columns["encoder"][turns.place[mine]] != turns.encoder
        mixed[mine] |= other.astype(np.uint64) << np.uint64(32)
    mixed |= np.uint64(turns.encoder) << np.uint64(40)
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        mixed ^= mixed >> np.uint64(33)
        mixed *= np.uint64(factor)
    mixed ^= mixed >> np.uint64(33)
    return np.add.reduceat(mixed, firsts)


def _taken_over(
    before: _Group, first: int, last: int, start: int
) -> tuple[Places, npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Gives the episodes of sittings that have not changed, from row `start` on."""
    bounds = np.append(before.sittings, before.count)
    part = slice(int(bounds[first]), int(bounds[last + 1]))
    starts = before.starts[part]
    return starts - starts[0] + start, before.sums[part], before.scales[part]


def _cut(
    vectors: Vectors, firsts: Places
) -> tuple[Places, npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Gives where the episodes of sittings begin, and their summaries.

    *Shape:* vectors (n, 256), of the rows from the first sitting's on.
    """
    begin = firsts - firsts[0]
    ends = np.append(begin[1:], len(vectors)).astype(np.intp)
    likeness = _likeness_across(vectors, begin, ends)
    cuts = [int(one) for one in begin]
    for first, end in zip(begin, ends, strict=True):
        if end - first >= 2 * _SHORTEST:
            cuts += _turning_points(likeness, int(first), int(end))
    starts = np.array(sorted(cuts), np.intp)
    means = np.add.reduceat(vectors, starts, axis=0)
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    small, scales = quantise(means)
    return starts + firsts[0], small, scales


def _likeness_across(vectors: Vectors, begin: Places, ends: Places) -> npt.NDArray[np.float32]:
    """Gives for each turn how alike the turns before it and from it on are. *Shape:* (n,)."""
    sums = np.zeros((len(vectors) + 1, DIMENSIONS), np.float32)
    np.cumsum(vectors, axis=0, out=sums[1:])
    rows = np.arange(len(vectors))
    sizes = ends - begin
    first, end = np.repeat(begin, sizes), np.repeat(ends, sizes)
    left = sums[rows] - sums[np.maximum(rows - _BESIDE, first)]
    right = sums[np.minimum(rows + _BESIDE, end)] - sums[rows]
    norms = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    likeness: npt.NDArray[np.float32] = np.einsum("ij,ij->i", left, right)
    likeness /= np.maximum(norms, np.float32(1e-9))
    return likeness


def _turning_points(likeness: npt.NDArray[np.float32], first: int, end: int) -> Iterator[int]:
    """Gives where a sitting turns to something else: its least alike places, well apart."""
    inner = np.arange(first + _SHORTEST, end - _SHORTEST + 1)
    unlike = inner[likeness[inner] < _UNLIKE]
    taken: list[int] = []
    for one in unlike[np.argsort(likeness[unlike], kind="stable")]:
        if all(abs(int(one) - other) >= _SHORTEST for other in taken):
            taken.append(int(one))
            yield int(one)
