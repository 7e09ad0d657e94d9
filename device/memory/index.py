"""What search holds in RAM while the vault is unlocked, and how it ranks.

Codes and vectors are the vault's own columns. Keywords are built here, through the guard's index
door, newest first: a little at a time while the app is idle, or as far as a single question needs.
Postings of a step-up class lie apart from all others, so that they go when it closes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from device.access import Guard
from device.book import Client
from device.memory.ahead import Ahead, coming
from device.memory.dues import Dues
from device.memory.expand import middle_of
from device.memory.history import History
from device.memory.keywords import Keywords
from device.memory.rank import (
    BESIDE,
    REACH,
    Asked,
    Candidates,
    Positions,
    fits,
    in_order,
    matches,
    score,
)
from device.memory.records import Memory
from device.memory.scan import diverse, keep_for, search, vectors_of
from device.memory.scan_kernel import Kernel
from device.memory.speakers import Speakers
from device.vault.columns import Chunk, Mask
from device.vault.rows import Vectors, sign_codes
from device.vault.store import Vault
from policy.vocabulary import ClassName, Purpose

_KEYWORD_CANDIDATES: Final = 400
_DIVERSE: Final = 50  # of so many, those are shown that do not repeat each other
_BALANCE: Final = 0.9  # between relevance (1) and difference (0)

Ids: TypeAlias = npt.NDArray[np.uint32]
Scores: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate and how it scored. `score` is the sum of the standardised scores.

    Attributes:
        helps: The goal that it would help with, where that brought it more than likeness did.
        is_beside: It does not fit by itself; what was said beside it does.
        is_timely: It was said within the time that the question names.
        is_named: Someone whom the question names said it.
        is_replaced: Something newer replaced it.
    """

    id: int
    score: float
    keyword: float
    cosine: float
    helps: str | None = None
    is_beside: bool = False
    is_timely: bool = False
    is_named: bool = False
    is_replaced: bool = False


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
class _Scanned:
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

    def places(self, ids: Ids) -> list[npt.NDArray[np.intp]]:
        """Gives for each chunk the positions of those of the ids that may be read in it."""
        found = []
        for chunk, mask in zip(self.chunks, self.masks, strict=True):
            at = np.sort(chunk.places(ids))
            at = at[at >= 0]
            found.append(at if mask is None else at[mask[at]])
        return found

    def shown(self, ids: Ids) -> Mask:
        """Tells which of the ids may be read. *Shape:* (m,)."""
        shown = np.zeros(len(ids), np.bool_)
        for chunk, mask in zip(self.chunks, self.masks, strict=True):
            at = chunk.places(ids)
            shown |= (at >= 0) if mask is None else (at >= 0) & mask[at]
        return shown


@dataclass(frozen=True, slots=True)
class _Worded:
    """What a question's words found. *Shape:* ids (m,), ascending, and scores (m,).

    Attributes:
        is_whole: No other memory shares a word with the question.
    """

    ids: Ids
    scores: Scores
    is_whole: bool


class MemoryIndex:
    """Ranks open memories for a question by keywords and vectors together."""

    def __init__(
        self,
        vault: Vault,
        guard: Guard,
        kernel: Kernel,
        new_keywords: Callable[[], Keywords],
        at_once: int,
        made_by: Callable[[], int] = lambda: 0,
    ) -> None:
        """Starts without words.

        Args:
            made_by: Gives the number of the encoder in force; rows of others are not compared.
        """
        self._vault = vault
        self._guard = guard
        self._kernel = kernel
        self._new_keywords = new_keywords
        self._at_once = at_once
        self._made_by = made_by
        self._words: dict[ClassName | None, Keywords] = {}
        self._covered: dict[ClassName | None, Ids] = {}
        self._speakers: dict[ClassName | None, Speakers] = {}
        self._history: dict[ClassName | None, History] = {}
        self._dues: dict[ClassName | None, Dues] = {}
        self._missing: Ids = np.zeros(0, np.uint32)  # newest first
        self._opening: Iterator[tuple[int, Memory]] | None = None
        self._state: tuple[int, int] | None = None
        guard.at_close(self._drop_closed)

    # -- keywords

    @property
    def waiting(self) -> int:
        """How many memories are not yet found by their words."""
        self._reconcile()
        return len(self._missing)

    def index_more(self, limit: int) -> int:
        """Takes up to `limit` more memories into the keyword index. Gives how many are left."""
        self._reconcile()
        if len(self._missing):
            if self._opening is None:
                self._opening = self._guard.index([int(one) for one in self._missing])
            opened = list(islice(self._opening, limit))
            self._take_in(opened)
            # They come as they were asked for, newest first; what did not open is not asked again.
            is_over = len(opened) < limit
            last = 0 if is_over else opened[-1][0]
            self._missing = self._missing[self._missing < last]
        return len(self._missing)

    def index_these(self, ids: Ids) -> None:
        """Takes these memories into the keyword index, if they are not in it."""
        self._reconcile()
        wanted = ids[np.isin(ids, self._missing)]
        if len(wanted):
            self._take_in(list(self._guard.index([int(one) for one in wanted])))
            self._missing = self._missing[~np.isin(self._missing, wanted)]
            self._opening = None

    def _take_in(self, opened: Sequence[tuple[int, Memory]]) -> None:
        group_of = {item_id: self._group(item_id) for item_id, _ in opened}
        for group in set(group_of.values()):
            documents = [(i, memory.index_text) for i, memory in opened if group_of[i] == group]
            if group not in self._words:
                self._words[group] = self._new_keywords()
                self._speakers[group], self._history[group] = Speakers(), History()
                self._dues[group] = Dues()
            self._words[group].add(documents)
        for item_id, memory in opened:
            self._speakers[group_of[item_id]].add(item_id, memory.speaker)
            self._history[group_of[item_id]].add(item_id, memory)
            self._dues[group_of[item_id]].add(item_id, memory)

    def _group(self, item_id: int) -> ClassName | None:
        row = self._vault.find_row(item_id)
        assert row is not None  # it was opened just now
        return self._group_of(self._vault.record(int(row["rule"][0])).class_name)

    def _group_of(self, name: ClassName) -> ClassName | None:
        """Postings that go together: those of a class that closes, or all the others."""
        return name if name.needs_step_up and self._vault.has_step_up else None

    def _reconcile(self) -> None:
        """Brings the keyword index to what the index door opens now."""
        state = self._guard.generation, self._vault.newest_id
        if state == self._state:
            return
        self._drop_closed()
        wanted: dict[ClassName | None, Ids] = {}
        for name, ids in self._guard.searchable().items():
            group = self._group_of(name)
            wanted[group] = np.union1d(wanted.get(group, np.zeros(0, np.uint32)), ids)
        missing = [np.zeros(0, np.uint32)]
        for group in set(wanted) | set(self._words) | set(self._covered):
            here = wanted.get(group, np.zeros(0, np.uint32))
            before = self._covered.pop(group, np.zeros(0, np.uint32))
            if group is not None and not self._vault.is_open(group):
                continue
            gone = np.setdiff1d(before, here)
            if len(gone) and group in self._words:
                self._words[group].remove(int(one) for one in gone)
                self._speakers[group].remove(int(one) for one in gone)
                self._history[group].remove(int(one) for one in gone)
                self._dues[group].remove(int(one) for one in gone)
            self._covered[group] = here
            still = np.intersect1d(before, self._missing)  # covered in name, but not indexed yet
            missing += [np.setdiff1d(here, before), np.intersect1d(still, here)]
        self._missing = np.unique(np.concatenate(missing))[::-1]
        self._opening = None
        self._state = state

    def _drop_closed(self) -> None:
        """Lets the words of closed classes go."""
        for group in [one for one in self._words if one and not self._vault.is_open(one)]:
            self._words.pop(group).close()
            del self._speakers[group], self._history[group], self._dues[group]
            self._state = None

    # -- ranking

    def rank(
        self,
        asked: Asked,
        purpose: Purpose,
        limit: int,
        within: Within | None = None,
        client: Client | None = None,
    ) -> list[Hit]:
        """Gives the best `limit` memories among those that the rules allow, best first.

        Args:
            client: The program that asks, if the owner does not.
        """
        self._reconcile()
        scanned = self._scanned(purpose, within, client)
        if not scanned.count:
            return []
        others = self._others(scanned.chunks)
        near = self._nearest(scanned, asked.vector, others)
        if asked.expansion is not None:
            helpful = self._nearest(scanned, middle_of(asked.expansion), others)
            near = [np.union1d(a, b) for a, b in zip(near, helpful, strict=True)]
        self._cover(scanned, near, by_words=asked.vector is None or others is not None)
        known = self._worded(asked.text, scanned)
        worded = scanned.places(known.ids)

        def looked_up(places: Sequence[Positions]) -> Candidates:
            found = Candidates.at(scanned.chunks, places, asked, others)
            return found.with_words(lambda ids: self._scores(asked.text, ids, known))

        candidates = looked_up([np.union1d(a, b) for a, b in zip(near, worded, strict=True)])
        fitted = len(candidates)
        beside = self._beside(scanned, candidates, matches(candidates, fitted))
        candidates = candidates.and_those(looked_up(beside))
        named = self._by_the_named(asked.text, candidates)
        replaced = self._replaced(candidates)
        total, may_show = score(candidates, asked, fitted, named, replaced)
        best = in_order(candidates, total, may_show, asked, scanned.chunks, limit)
        self._note(scanned, candidates, best)
        fit = fits(candidates, asked)
        return [
            replace(
                _hit(candidates, total, asked, at),
                is_beside=not bool(fit[at]),
                is_named=named is not None and bool(named[at]),
                is_replaced=bool(replaced[at]),
            )
            for at in best
        ]

    def _beside(self, scanned: _Scanned, candidates: Candidates, total: Scores) -> list[Positions]:
        """Gives where the neighbours of the best lie that are no candidates themselves."""
        best = np.argpartition(-total, BESIDE)[:BESIDE] if len(total) > BESIDE else slice(None)
        ids = candidates.ids[best].astype(np.int64)
        around = np.concatenate([ids + step for step in range(-REACH, REACH + 1)])
        wanted = np.unique(around[around > 0]).astype(np.uint32)
        places = scanned.places(np.setdiff1d(wanted, candidates.ids))
        self.index_these(_ids_at(scanned.chunks, places))
        return places

    def coming(self, today: date, within_days: int) -> list[tuple[date, int, Ahead]]:
        """Gives the days that indexed memories speak of, from today on, the next first.

        What something newer replaced is left out. Nothing is opened but what is not indexed yet.
        """
        self._reconcile()
        if self.waiting <= self._at_once:
            self.index_more(self._at_once)
        due = coming(chain.from_iterable(self._dues.values()), today, within_days)
        ids = np.fromiter((item_id for _, item_id, _ in due), np.uint32, len(due))
        replaced = np.zeros(len(due), np.bool_)
        for history in self._history.values():
            replaced |= history.replaced(ids)
        return [one for one, is_over in zip(due, replaced, strict=True) if not is_over]

    def alike(
        self, query: Vectors, purpose: Purpose, limit: int, within: Within | None = None
    ) -> list[Hit]:
        """Gives the memories whose vectors are nearest, without repeating each other, best first.

        Args:
            query: A unit vector. *Shape:* (256,).
        """
        scanned = self._scanned(purpose, within)
        masks = _comparable(scanned.chunks, scanned.masks, self._others(scanned.chunks))
        found = search(self._kernel, scanned.chunks, masks, query, max(limit, _DIVERSE))
        order = diverse(vectors_of(scanned.chunks, found), found.cosine, limit, _BALANCE)
        hits = []
        for at in order:
            chunk_at, row = int(found.chunk[at]), int(found.position[at])
            chunk, cosine = scanned.chunks[chunk_at], float(found.cosine[at])
            item_id = int(chunk.ids[row])
            self._vault.note_place(scanned.names[chunk_at], item_id, chunk, row)
            hits.append(Hit(item_id, cosine, 0.0, cosine))
        return hits

    def nearest(self, query: Vectors, limit: int) -> list[tuple[int, float]]:
        """Gives the open memories whose vectors are nearest, whatever the rules allow.

        Ids and cosines, best first. Nothing is opened. *Shape:* query (256,).
        """
        names_and_chunks = [(name, one) for name in ClassName for one in self._vault.chunks(name)]
        chunks = [chunk for _, chunk in names_and_chunks]
        if not chunks:
            return []
        alive = [chunk.alive for chunk in chunks]
        masks = _comparable(chunks, alive, self._others(chunks))
        found = search(self._kernel, chunks, masks, query, limit)
        ids = [
            int(chunks[at].ids[position])
            for at, position in zip(found.chunk, found.position, strict=True)
        ]
        return list(zip(ids, map(float, found.cosine), strict=True))

    def _scanned(
        self, purpose: Purpose, within: Within | None, client: Client | None = None
    ) -> _Scanned:
        scanned = _Scanned([], [], [])
        guard = self._guard
        masks = guard.masks(purpose) if client is None else guard.masks_for(client, purpose)
        for name, chunk, mask in masks:
            scanned.names.append(name)
            scanned.chunks.append(chunk)
            scanned.masks.append(mask if within is None else within.mask(chunk, mask))
        return scanned

    def _nearest(
        self, scanned: _Scanned, query: Vectors | None, others: Sequence[Mask | None] | None
    ) -> list[npt.NDArray[np.intp]]:
        if query is None:
            return [np.zeros(0, np.intp) for _ in scanned.chunks]
        (code,) = sign_codes(query.reshape(1, -1))
        keep = keep_for(scanned.count)
        masks = _comparable(scanned.chunks, scanned.masks, others)
        return self._kernel.nearest(scanned.chunks, masks, code, keep)

    def _others(self, chunks: Sequence[Chunk]) -> list[Mask | None] | None:
        """Tells which rows wait for a vector of the encoder in force; None where none does."""
        others = [chunk.others_than(self._made_by()) for chunk in chunks]
        return None if all(one is None for one in others) else others

    def _cover(
        self, scanned: _Scanned, near: Sequence[npt.NDArray[np.intp]], *, by_words: bool
    ) -> None:
        """Has every memory found by its words that one question can need: all, or the nearest.

        Args:
            by_words: Some are found by their words alone, so the newest are taken in too.
        """
        if by_words or self.waiting <= self._at_once:
            self.index_more(self._at_once)
        if self.waiting:
            self.index_these(_ids_at(scanned.chunks, near))

    def _worded(self, question: str, scanned: _Scanned) -> _Worded:
        """The memories that share words with the question and may be read."""
        shown = None if all(mask is None for mask in scanned.masks) else scanned.shown
        ids, scores, is_whole = [np.zeros(0, np.uint32)], [np.zeros(0, np.float32)], True
        for words in self._words.values():
            found, values = words.best(question, _KEYWORD_CANDIDATES, shown)
            ids.append(found)
            scores.append(values)
            is_whole = is_whole and len(found) < _KEYWORD_CANDIDATES
        every = np.concatenate(ids)
        order = np.argsort(every)
        return _Worded(every[order], np.concatenate(scores)[order], is_whole=is_whole)

    def _scores(self, question: str, ids: Ids, known: _Worded) -> Scores:
        """The keyword scores of the candidates; those that are known are not asked for again."""
        scores = np.zeros(len(ids), np.float32)
        at = np.minimum(np.searchsorted(known.ids, ids), max(len(known.ids) - 1, 0))
        is_known = known.ids[at] == ids if len(known.ids) else np.zeros(len(ids), np.bool_)
        scores[is_known] = known.scores[at[is_known]]
        left = np.flatnonzero(~is_known)
        if not known.is_whole and len(left):
            for words in self._words.values():
                scores[left] += words.scores_of(question, ids[left])
        return scores

    def _replaced(self, candidates: Candidates) -> Mask:
        """Tells which of them something newer replaced, as far as is known by now."""
        replaced = np.zeros(len(candidates), np.bool_)
        for history in self._history.values():
            replaced |= history.replaced(candidates.ids)
        return replaced

    def _by_the_named(self, question: str, candidates: Candidates) -> Mask | None:
        """Tells what was said by someone whom the question names; None: it names nobody."""
        told = [speakers.said(question, candidates.ids) for speakers in self._speakers.values()]
        masks = [one for one in told if one is not None]
        return np.logical_or.reduce(masks) if masks else None

    def _note(self, scanned: _Scanned, candidates: Candidates, best: Positions) -> None:
        """Tells the vault where the chosen rows lie: they are asked for next."""
        for at in best:
            chunk_at, row = int(candidates.chunk_of[at]), int(candidates.position[at])
            chunk = scanned.chunks[chunk_at]
            self._vault.note_place(scanned.names[chunk_at], int(chunk.ids[row]), chunk, row)


def _ids_at(chunks: Sequence[Chunk], places: Sequence[Positions]) -> Ids:
    return np.concatenate([chunk.ids[at] for chunk, at in zip(chunks, places, strict=True)])


def _hit(candidates: Candidates, total: Scores, asked: Asked, at: int) -> Hit:
    cosine, helps = float(candidates.cosine[at]), None
    if asked.expansion is not None and candidates.helps[at] > cosine:
        helps = asked.expansion.guesses[int(candidates.goal[at])].goal
    moment = candidates.columns["at"][at]
    return Hit(
        int(candidates.ids[at]),
        float(total[at]),
        float(candidates.words[at]),
        cosine,
        helps,
        is_timely=asked.span is not None and asked.span.since <= int(moment) <= asked.span.until,
    )


def _comparable(
    chunks: Sequence[Chunk],
    masks: Sequence[Mask | None],
    others: Sequence[Mask | None] | None,
) -> Sequence[Mask | None]:
    """Leaves out what another encoder made: such vectors have nothing to do with a query's."""
    if others is None:
        return masks
    return [
        mask if other is None else ~other & (chunk.alive if mask is None else mask)
        for chunk, mask, other in zip(chunks, masks, others, strict=True)
    ]
