"""What search holds in RAM while the vault is unlocked, and how it ranks.

Codes and vectors are the vault's own columns. Keywords are built here, through the guard's index
door, newest first: a little at a time while the app is idle, or as far as a single question needs.
Postings of a step-up class lie apart from all others, so that they go when it closes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from device.access import Guard
from device.book import Client
from device.memory.ahead import Ahead, coming
from device.memory.domain_gate import quotas
from device.memory.dues import Dues
from device.memory.expand import middle_of
from device.memory.history import History
from device.memory.keywords import Keywords, Sense, Words, rarity
from device.memory.passed_over import PassedOver
from device.memory.rank import (
    BESIDE,
    REACH,
    Asked,
    Candidates,
    Noted,
    Positions,
    closer,
    fits,
    in_order,
    matches,
    score,
    succeeded,
)
from device.memory.records import Memory
from device.memory.scan import diverse, keep_for, search, vectors_of
from device.memory.scan_kernel import Kernel
from device.memory.speakers import Speakers
from device.memory.terms import terms
from device.memory.walk import named_in, never_said
from device.memory.weave import promise
from device.memory.wording import Wording, alike
from device.vault.columns import Chunk, Mask
from device.vault.rows import Rows, Vectors, sign_codes
from device.vault.store import Vault
from policy.vocabulary import ClassName, Purpose

_KEYWORD_CANDIDATES: Final = 400
_DIVERSE: Final = 50  # of so many, those are shown that do not repeat each other
_A_YEAR: Final = 366  # days: what comes back every year is always still to come
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

    def part(self, at: Sequence[int]) -> _Scanned:
        """Gives some of the chunks."""
        return _Scanned(
            [self.names[one] for one in at],
            [self.chunks[one] for one in at],
            [self.masks[one] for one in at],
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

    def scores_of(self, ids: Ids) -> Scores:
        """Gives the scores of these; 0 of those that are not known. *Shape:* (m,) to (m,)."""
        if not len(self.ids):
            return np.zeros(len(ids), np.float32)
        at = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return np.where(self.ids[at] == ids, self.scores[at], np.float32(0))


_NOTHING_MEANT: Final = _Worded(np.zeros(0, np.uint32), np.zeros(0, np.float32), is_whole=True)


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
        passed_over: PassedOver | None = None,
    ) -> None:
        """Starts without words.

        Args:
            made_by: Gives the number of the encoder in force; rows of others are not compared.
            passed_over: What has faded; None: nothing ever does.
        """
        self._vault = vault
        self._guard = guard
        self._kernel = kernel
        self._new_keywords = new_keywords
        self._at_once = at_once
        self._made_by = made_by
        self._passed_over = passed_over or PassedOver(vault.faded, is_on=False)
        self._words: dict[ClassName | None, Keywords] = {}
        self._covered: dict[ClassName | None, Ids] = {}
        self._speakers: dict[ClassName | None, Speakers] = {}
        self._wording: dict[ClassName | None, Wording] = {}
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
                self._dues[group], self._wording[group] = Dues(), Wording()
            self._words[group].add(documents)
        for item_id, memory in opened:
            self._speakers[group_of[item_id]].add(item_id, memory.speaker)
            self._history[group_of[item_id]].add(item_id, memory)
            self._dues[group_of[item_id]].add(item_id, memory)
            self._wording[group_of[item_id]].add(item_id, memory.text, memory.index_text)

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
                self._wording[group].remove(int(one) for one in gone)
            self._covered[group] = here
            still = np.intersect1d(before, self._missing)  # covered in name, but not indexed yet
            missing += [np.setdiff1d(here, before), np.intersect1d(still, here)]
        self._missing = np.unique(np.concatenate(missing))[::-1]
        self._opening = None
        self._state = state

    def _drop_closed(self) -> None:
        """Lets the words of closed classes go."""
        self._passed_over.forget()
        for group in [one for one in self._words if one and not self._vault.is_open(one)]:
            self._words.pop(group).close()
            del self._speakers[group], self._history[group], self._dues[group]
            del self._wording[group]
            self._state = None

    def languages(self) -> int:
        """Gives the languages that open memories are in, as a bit mask."""
        found = 0
        for name in ClassName:
            for chunk in self._vault.chunks(name):
                found |= int(np.bitwise_or.reduce(chunk.columns["languages"][: chunk.n]))
        return found

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
        near = self._gated(scanned, asked, others)
        if asked.expansion is not None:
            helpful = self._nearest(scanned, middle_of(asked.expansion), others)
            near = [np.union1d(a, b) for a, b in zip(near, helpful, strict=True)]
        self._cover(scanned, near, by_words=asked.vector is None or others is not None)
        known = self._worded(asked.text, scanned)
        meant = self._meant(asked.senses, scanned)
        worded = scanned.places(np.union1d(known.ids, meant.ids))
        places = [np.union1d(a, b) for a, b in zip(near, worded, strict=True)]
        candidates = Candidates.at(scanned.chunks, places, asked, others).with_words(
            lambda ids: self._scores(asked.text, ids, known),
            lambda ids: self._scores(asked.senses, ids, meant),
        )
        fitted = len(candidates)
        beside = self._beside(scanned, candidates, matches(candidates, fitted))
        # They are there for their neighbours' sake: their own words need no search of their own.
        found = Candidates.at(scanned.chunks, beside, asked, others)
        candidates = candidates.and_those(found.with_words(known.scores_of, meant.scores_of))
        noted = self._noted(asked.text, candidates.ids)
        total, may_show = score(candidates, asked, fitted, noted)
        wording = self._wording.values()
        total = closer(total, may_show, lambda at: alike(asked.text, wording, candidates.ids[at]))
        pairs = self._pairs(candidates.ids)
        total, may_show = succeeded(candidates, asked, total, may_show, pairs)
        best = in_order(candidates, total, may_show, asked, scanned.chunks, limit)
        self._note(scanned, candidates, best)
        fit = fits(candidates, asked)
        return [
            replace(
                _hit(candidates, total, asked, at),
                is_beside=not bool(fit[at]),
                is_named=noted.by_the_named is not None and bool(noted.by_the_named[at]),
                is_replaced=bool(noted.replaced[at]),
            )
            for at in best
        ]

    def never_said(self, question: str) -> tuple[str, ...]:
        """Gives the words of a question that no memory has, where they are half of what it names.

        None while memories wait to be found by their words: one of those may have them.
        """
        if self.waiting:
            return ()
        named = named_in(question)
        counts: Counter[str] = Counter()
        for words in self._words.values():
            counts.update(words.counts({term for one in named for term in one.terms}))
        return never_said(named, counts)

    def _beside(self, scanned: _Scanned, candidates: Candidates, total: Scores) -> list[Positions]:
        """Gives where the neighbours of the best lie that are no candidates, and what came later.

        What replaced something may share no word with the question.
        """
        best = np.argpartition(-total, BESIDE)[:BESIDE] if len(total) > BESIDE else slice(None)
        ids = candidates.ids[best].astype(np.int64)
        around = np.concatenate([ids + step for step in range(-REACH, REACH + 1)])
        later = set[int]().union(*self._later(candidates.ids[best]).values())
        wanted = np.unique([*around[around > 0].tolist(), *later]).astype(np.uint32)
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
        is_over = np.isin(ids, self._passed_over.ids)
        for history in self._history.values():
            is_over |= history.replaced(ids)
        return [one for one, over in zip(due, is_over, strict=True) if not over]

    def bound(self, ids: Ids, today: date) -> Ids:
        """Gives those of these that cannot fade together with the rest of them.

        A day that they speak of is still to come, or something that they replaced would be in sight
        without them. *Shape:* (m,) to (k,).
        """
        self.index_these(ids)
        speaking = coming(chain.from_iterable(self._dues.values()), today, _A_YEAR)
        ahead = np.unique(np.array([item_id for _, item_id, _ in speaking], np.uint32))
        unseen = {*ids.tolist(), *self._passed_over.ids.tolist()}
        replacing = frozenset().union(*(one.replacing for one in self._history.values()))
        leaning = [
            one
            for one in replacing & set(ids.tolist())
            if any(self._vault.find_row(older) is not None for older in self.older(one) - unseen)
        ]
        return np.intersect1d(ids, np.union1d(ahead, np.array(leaning, np.uint32)))

    def doubts(self) -> set[tuple[int, int]]:
        """Gives the pairs of indexed memories of which one may replace the other.

        Left out is what something newer replaced, and what has faded. Nothing is opened but what is
        not indexed yet.
        """
        self._reconcile()
        if self.waiting <= self._at_once:
            self.index_more(self._at_once)
        pairs = set[tuple[int, int]]().union(*(one.doubts() for one in self._history.values()))
        ids = np.unique(np.array(list(chain.from_iterable(pairs)), np.uint32))
        replaced = np.isin(ids, self._passed_over.ids)
        for history in self._history.values():
            replaced |= history.replaced(ids)
        over = set(ids[replaced].tolist())
        return {pair for pair in pairs if over.isdisjoint(pair)}

    def amended(self, item_id: int, memory: Memory) -> None:
        """Follows a memory whose payload says now how it is tied to another."""
        group = self._group(item_id)
        if group in self._history:
            self._history[group].add(item_id, memory)

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

    def around(self, text: str, row: Rows, purpose: Purpose, limit: int) -> list[int]:
        """Gives the memories that most promise to belong to a thread with one. Nothing is opened.

        Args:
            text: Of that one, which is left out, and `row`, where it lies.
        """
        self._reconcile()
        scanned = self._scanned(purpose, None)
        if not scanned.count:
            return []
        others = self._others(scanned.chunks)
        item_id, (at,), (talk,) = int(row["id"][0]), row["at"], row["conversation"]
        vector = row["vector"][0].astype(np.float32) * np.float32(row["scale"][0])
        near = self._nearest(scanned, vector if vector.any() else None, others)
        self._cover(scanned, near, by_words=others is not None)
        known = self._worded(text, scanned)
        told = self.older(item_id) | self.newer(item_id)
        worded = scanned.places(np.union1d(known.ids, np.array(sorted(told), np.uint32)))
        places = [np.union1d(a, b) for a, b in zip(near, worded, strict=True)]
        found = Candidates.at(scanned.chunks, places, Asked(text, vector), others)
        columns = found.columns
        promises = promise(
            found.cosine,
            self._scores(text, found.ids, known) / self._rarest(),
            np.abs(columns["at"].astype(np.int64) - int(at)).astype(np.float32),
            (columns["conversation"] == talk) & (talk != 0),
        )
        promises[np.isin(found.ids, np.array(sorted(told), np.uint32))] = np.inf
        promises[found.ids == item_id] = -np.inf
        best = np.argsort(-promises, kind="stable")[:limit]
        self._note(scanned, found, best)
        return [int(found.ids[one]) for one in best if promises[one] > -np.inf]

    def rarities(self, topics: Collection[str]) -> dict[str, float]:
        """Gives how rare each topic is, from 0 to 1: 1 is had by one memory alone."""
        parts = {topic: _terms_of(topic) for topic in topics}
        counts: Counter[str] = Counter()
        asked = set(chain.from_iterable(parts.values()))
        for words in self._words.values():
            counts.update(words.counts(asked))
        total, rarest = sum(map(len, self._words.values())), float(self._rarest())
        return {
            topic: max((rarity(max(counts[one], 1), total) / rarest for one in some), default=0.0)
            for topic, some in parts.items()
        }

    def _rarest(self) -> np.float32:
        """What a word counts for that one memory alone has."""
        return np.float32(rarity(1, sum(map(len, self._words.values()))))

    def older(self, item_id: int) -> frozenset[int]:
        """Gives all that a memory replaced, and what those had replaced."""
        return frozenset().union(*(one.older(item_id) for one in self._history.values()))

    def newer(self, item_id: int) -> frozenset[int]:
        """Gives all that replaced a memory, and what replaced those."""
        return frozenset().union(*(one.newer(item_id) for one in self._history.values()))

    def _scanned(
        self, purpose: Purpose, within: Within | None, client: Client | None = None
    ) -> _Scanned:
        scanned = _Scanned([], [], [])
        guard = self._guard
        masks = guard.masks(purpose) if client is None else guard.masks_for(client, purpose)
        for name, chunk, mask in masks:
            scanned.names.append(name)
            scanned.chunks.append(chunk)
            shown = self._passed_over.narrowed(chunk, mask)
            scanned.masks.append(shown if within is None else within.mask(chunk, shown))
        return scanned

    def _nearest(
        self,
        scanned: _Scanned,
        query: Vectors | None,
        others: Sequence[Mask | None] | None,
        keep: int | None = None,
    ) -> list[npt.NDArray[np.intp]]:
        if query is None:
            return [np.zeros(0, np.intp) for _ in scanned.chunks]
        (code,) = sign_codes(query.reshape(1, -1))
        keep = keep_for(scanned.count) if keep is None else keep
        masks = _comparable(scanned.chunks, scanned.masks, others)
        return self._kernel.nearest(scanned.chunks, masks, code, keep)

    def _gated(
        self, scanned: _Scanned, asked: Asked, others: Sequence[Mask | None] | None
    ) -> list[Positions]:
        """Gives the nearest of all, and of each likely domain as many as are its share."""
        near = self._nearest(scanned, asked.vector, others)
        if asked.vector is None or asked.shares is None:
            return near
        for domain, quota in quotas(asked.shares, keep_for(scanned.count)).items():
            within = [
                at
                for at, chunk in enumerate(scanned.chunks)
                if chunk.columns["domain"][0] == domain
            ]
            if sum(len(near[at]) for at in within) >= quota:
                continue
            part = scanned.part(within)
            found = self._nearest(part, asked.vector, self._others(part.chunks), quota)
            for at, more in zip(within, found, strict=True):
                near[at] = np.union1d(near[at], more)
        return near

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

    def _worded(self, question: Words, scanned: _Scanned) -> _Worded:
        """The memories that share words with the question, or say what it means, if readable."""
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

    def _meant(self, senses: Sequence[Sense], scanned: _Scanned) -> _Worded:
        """The memories that say most of what the question means and may be read.

        What says less counts as if it said nothing: to ask for it would cost as much again.
        """
        found = self._worded(senses, scanned) if senses else _NOTHING_MEANT
        return replace(found, is_whole=True)

    def _scores(self, question: Words, ids: Ids, known: _Worded) -> Scores:
        """The keyword scores of the candidates; those that are known are not asked for again."""
        scores = known.scores_of(ids)
        left = np.flatnonzero(scores == 0)
        if not known.is_whole and len(left):
            for words in self._words.values():
                scores[left] += words.scores_of(question, ids[left])
        return scores

    def _noted(self, question: str, ids: Ids) -> Noted:
        """What is known of candidates from when their texts were open."""
        told = [speakers.said(question, ids) for speakers in self._speakers.values()]
        named = [one for one in told if one is not None]
        replaced, has_number, asks = (np.zeros(len(ids), np.bool_) for _ in range(3))
        for history in self._history.values():
            replaced |= history.replaced(ids)
        for wording in self._wording.values():
            numbers, questions = wording.shapes(ids)
            has_number |= numbers
            asks |= questions
        return Noted(np.logical_or.reduce(named) if named else None, replaced, has_number, asks)

    def _later(self, ids: Ids) -> dict[int, set[int]]:
        """Gives, for those of these that something newer replaced, what came later."""
        return {
            item_id: history.later(item_id)
            for history in self._history.values()
            for item_id in ids[history.replaced(ids)].tolist()
        }

    def _pairs(self, ids: Ids) -> Positions:
        """Gives where two candidates lie of which the second took the first's place.

        *Shape:* (p, 2).
        """
        later = self._later(ids)
        place = {item_id: at for at, item_id in enumerate(ids.tolist())} if later else {}
        found = [
            (place[older], place[newer])
            for older, followers in later.items()
            for newer in followers
            if newer in place
        ]
        return np.array(found, np.intp).reshape(-1, 2)

    def _note(self, scanned: _Scanned, candidates: Candidates, best: Positions) -> None:
        """Tells the vault where the chosen rows lie: they are asked for next."""
        for at in best:
            chunk_at, row = int(candidates.chunk_of[at]), int(candidates.position[at])
            chunk = scanned.chunks[chunk_at]
            self._vault.note_place(scanned.names[chunk_at], int(chunk.ids[row]), chunk, row)


def _terms_of(topic: str) -> list[str]:
    """Gives the terms under which the keyword index has a topic; a stem is one already."""
    if topic.isascii():
        return [topic]
    words, singles = terms(topic)
    return words or singles


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
