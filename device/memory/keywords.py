"""Keyword search in RAM: BM25 over a text's terms, and the small engine that is always there.

Invariants:
1. Nothing of an index is ever written to disk; `close` drops all of it.
2. What was added is found by the next question; what was removed is found by none.
3. A question is text, never a query language: each of its terms is looked up as it stands.

A score counts how rare a word is among all documents that are indexed, shown or hidden. It does not
show which of them are hidden, but it is no secret from who may ask: do not hand scores to others.

Source: Okapi BM25, Robertson and Zaragoza 2009, with k1 = 1.2 and b = 0.75.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from threading import RLock
from typing import Final, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from device.encoder.fold import HIRAGANA
from device.memory.terms import SINGLE, forget_words, question_terms, terms
from device.vault.columns import Mask

Ids: TypeAlias = npt.NDArray[np.uint32]
Scores: TypeAlias = npt.NDArray[np.float32]
Found: TypeAlias = tuple[Ids, Scores]
Numbers: TypeAlias = npt.NDArray[np.uint32]
Counts: TypeAlias = npt.NDArray[np.uint16]
Shown: TypeAlias = Callable[[Ids], Mask]

K1: Final = 1.2
B: Final = 0.75

_HIRAGANA_WEIGHT: Final = 0.3
_LONGEST_QUESTION: Final = 10_000  # characters; a person types fewer, a program may hand in a file
_MOST_TERMS: Final = 64
_MOST_SENSES: Final = 16
_MOST_COUNTED: Final = 65_535  # times a word in a text: the score has long levelled off
_WIDER: Final = 4  # times as many are asked for when too few may be shown


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a question means, and what says it in other languages.

    Attributes:
        weight: How surely the question means it, in (0, 1].
        terms: Each with how surely it says it, in (0, 1].
    """

    weight: float
    terms: tuple[tuple[str, float], ...]


Words: TypeAlias = str | Sequence[Sense]  # a question as it stands, or what it means


class Keywords(Protocol):
    """An index of documents by their words. Each method may be called from any thread."""

    def add(self, documents: Sequence[tuple[int, str]]) -> None:
        """Takes in documents: item id and text. Whose text changed is removed first."""

    def remove(self, ids: Iterable[int]) -> None:
        """Takes documents out; ids that are not there are passed over."""

    def best(self, question: Words, limit: int, shown: Shown | None = None) -> Found:
        """Gives the documents that share a term with the question, best first, equal ones by id.

        Args:
            question: A text, scored by BM25, or what it means in other languages.
            limit: Gives at most so many.
            shown: Tells which of some ids may be found. *Shape:* (m,) to (m,).

        Returns:
            Ids and scores. *Shape:* (m,) each, m at most `limit`.
        """

    def scores_of(self, question: Words, ids: Ids) -> Scores:
        """Gives documents' scores; 0 where no term is shared or no such id is there.

        *Shape:* ids and result (m,).
        """

    def counts(self, asked: Iterable[str]) -> dict[str, int]:
        """Tells how many documents have each term."""

    def __len__(self) -> int: ...

    def close(self) -> None:
        """Drops everything. A closed index finds nothing and takes nothing in.

        Raises:
            RuntimeError: by `add`, once closed.
        """


def asked_terms(question: Words) -> list[str]:
    """Gives a question's terms, as many as an index should look at before choosing."""
    if isinstance(question, str):
        return question_terms(question[:_LONGEST_QUESTION])
    return list(dict.fromkeys(term for sense in question for term, _ in sense.terms))


def weights(counts: Mapping[str, int], total: int) -> dict[str, float]:
    """Gives what each term counts for: the rarest ones that some document has.

    Args:
        counts: How many documents have the term.
        total: How many documents there are.
    """
    known = sorted((count, term) for term, count in counts.items() if count > 0)
    weighed = {}
    for count, term in known[:_MOST_TERMS]:
        # A bigram of hiragana alone is mostly inflection; it counts, but not like a content word.
        share = _HIRAGANA_WEIGHT if HIRAGANA.fullmatch(term) else 1.0
        weighed[term] = share * rarity(count, total)
    return weighed


def values(
    senses: Iterable[Sense], counts: Mapping[str, int], total: int
) -> list[dict[str, float]]:
    """Gives what each term of a sense counts for; of a sense's terms the likeliest alone counts.

    Senses that many documents may have say little, and less than a word that stands there itself:
    their rarity counts twice. The weightiest are looked up.

    Args:
        counts: How many documents have the term.
        total: How many documents there are.
    """
    weighed = []
    for sense in senses:
        known = [(term, share) for term, share in sense.terms if counts[term] > 0]
        if known:
            often = min(sum(share * counts[term] for term, share in known), total)
            weight = sense.weight * rarity(often, total) ** 2
            weighed.append((weight, {term: weight * share for term, share in known}))
    weighed.sort(key=lambda one: -one[0])
    return [terms for _, terms in weighed[:_MOST_SENSES]]


def rarity(count: float, total: int) -> float:
    """Gives the inverse document frequency of a term that `count` of `total` documents have."""
    return math.log1p((max(total - count, 0) + 0.5) / (count + 0.5))


def mean_lengths(lengths: tuple[int, int], total: int) -> tuple[float, float]:
    """Gives how many words, and how many singles, a document has on average."""
    words, singles = lengths
    return words / total if words else 1.0, singles / total if singles else 1.0


def looked_up(ids: Ids, found: Found) -> Scores:
    """Gives the scores of some ids out of what was found; 0 for those that were not."""
    known, scores = found
    order = np.argsort(known)
    at = np.searchsorted(known, ids, sorter=order)
    scores_there = np.zeros(len(ids), np.float32)
    inside = at < len(known)
    hit = order[at[inside]]
    scores_there[inside] = np.where(known[hit] == ids[inside], scores[hit], 0)
    return scores_there


def ordered(ids: Ids, scores: Scores, limit: int) -> Found:
    """Gives the best `limit`, best first, equal ones by id, whatever order they come in."""
    if 0 < limit < len(ids):
        last = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        enough = scores >= last
        ids, scores = ids[enough], scores[enough]
    order = np.lexsort((ids, -scores))[: max(limit, 0)]
    return ids[order], scores[order]


def visible(fetch: Callable[[int], Found], limit: int, shown: Shown | None) -> Found:
    """Gives the best that may be shown, asking for more while what is hidden crowds them out."""
    asked = limit
    while True:
        ids, scores = fetch(asked)
        if shown is None or not len(ids):
            return ids, scores
        mask = shown(ids)
        if int(mask.sum()) >= limit or len(ids) < asked:
            return ids[mask][:limit], scores[mask][:limit]
        asked *= _WIDER


class PlainKeywords:
    """An inverted index in numpy arrays, promised to 100,000 documents.

    Documents are numbered in the order of their coming. Each `add` makes a run of postings sorted
    by word; runs of like size are merged, so there are few and each posting is moved a few times.
    """

    def __init__(self) -> None:
        self._lock = RLock()
        self._closed = False
        self._empty()

    def _empty(self) -> None:
        self._runs: list[_Run] = []
        self._ids: Ids = np.zeros(0, np.uint32)  # 0 where the document was removed
        self._lengths: npt.NDArray[np.uint32] = np.zeros((2, 0), np.uint32)  # words; singles
        self._used = 0  # numbers given so far, to removed documents too
        self._count = 0
        self._length_sums = np.zeros(2, np.int64)

    def __len__(self) -> int:
        return self._count

    def add(self, documents: Sequence[tuple[int, str]]) -> None:
        """Takes in documents: item id and text."""
        self.add_terms([(item, *terms(text)) for item, text in documents])

    def add_terms(self, documents: Sequence[tuple[int, list[str], list[str]]]) -> None:
        """Takes in documents whose terms are known: item id, words, singles."""
        if not documents:
            return
        tallies = [Counter(words + singles) for _, words, singles in documents]
        lengths = np.array([[len(words), len(singles)] for _, words, singles in documents]).T
        with self._lock:
            if self._closed:
                raise RuntimeError("the keyword index is closed")
            self._make_room(len(documents))
            end = self._used + len(documents)
            self._ids[self._used : end] = [item for item, _, _ in documents]
            self._lengths[:, self._used : end] = lengths
            self._runs.append(_Run.of(tallies, self._used))
            self._used = end
            self._count += len(documents)
            self._length_sums += lengths.sum(axis=1)
            while len(self._runs) > 1 and self._runs[-2].size < 2 * self._runs[-1].size:
                last = self._runs.pop()
                self._runs[-1] = self._runs[-1].joined(last)

    def remove(self, ids: Iterable[int]) -> None:
        """Takes documents out, with their postings and the words that no other document has."""
        wanted = np.fromiter(ids, np.int64)
        with self._lock:
            known = self._ids[: self._used]
            gone = np.isin(known, wanted) & (known != 0)
            numbers = np.flatnonzero(gone)
            if not len(numbers):
                return
            self._count -= len(numbers)
            self._length_sums -= self._lengths[:, numbers].sum(axis=1, dtype=np.int64)
            self._ids[numbers] = 0
            self._lengths[:, numbers] = 0
            self._runs = [run for run in (run.without(gone) for run in self._runs) if run.size]

    def best(self, question: Words, limit: int, shown: Shown | None = None) -> Found:
        """Gives the documents that share a term with the question, best first, equal ones by id."""
        found = self._answer(question)
        return visible(lambda most: ordered(*found, most), limit, shown)

    def scores_of(self, question: Words, ids: Ids) -> Scores:
        """Gives documents' scores; 0 where no term is shared or no such id is there."""
        return looked_up(ids, self._answer(question))

    def close(self) -> None:
        """Drops everything. A closed index finds nothing and takes nothing in."""
        with self._lock:
            self._closed = True
            self._empty()
        forget_words()

    def counts(self, asked: Iterable[str]) -> dict[str, int]:
        """Tells how many documents have each term."""
        return {term: sum(len(at) for at, _ in self._postings(term)) for term in asked}

    @property
    def lengths(self) -> tuple[int, int]:
        """How many words, and how many singles, all documents have together."""
        return int(self._length_sums[0]), int(self._length_sums[1])

    def scored(self, weighed: Mapping[str, float], means: tuple[float, float]) -> Found:
        """Gives each document with one of these terms and its score, in no order of merit.

        Args:
            weighed: What each term counts for.
            means: How many words, and how many singles, a document has on average.
        """
        scores = np.zeros(self._used, np.float32)
        for term, weight in weighed.items():
            kind = int(term.startswith(SINGLE))
            for at, counts in self._postings(term):
                tf = counts.astype(np.float32)
                lengths = self._lengths[kind, at].astype(np.float32)
                scores[at] += (
                    weight * (K1 + 1) * tf / (tf + K1 * (1 - B + B / means[kind] * lengths))
                )
        found = np.flatnonzero(scores)
        return self._ids[found], scores[found]

    def meant(self, senses: Iterable[Mapping[str, float]]) -> Found:
        """Gives each document with a term of these senses and its score, in no order of merit.

        Args:
            senses: For each, what its terms count for (`values`).
        """
        scores = np.zeros(self._used, np.float32)
        for sense in senses:
            likeliest = np.zeros(self._used, np.float32)
            for term, value in sense.items():
                for at, _ in self._postings(term):
                    likeliest[at] = np.maximum(likeliest[at], value)
            scores += likeliest
        found = np.flatnonzero(scores)
        return self._ids[found], scores[found]

    def _answer(self, question: Words) -> Found:
        asked = asked_terms(question)
        with self._lock:
            counts = self.counts(asked)
            if not isinstance(question, str):
                return self.meant(values(question, counts, self._count))
            weighed = weights(counts, self._count)
            return self.scored(weighed, mean_lengths(self.lengths, self._count))

    def _postings(self, term: str) -> list[tuple[Numbers, Counts]]:
        word = hash(term)
        return [part for run in self._runs if len((part := run.postings(word))[0])]

    def _make_room(self, coming: int) -> None:
        if self._used + coming > len(self._ids):
            room = max(coming, self._used // 4)
            self._ids = np.concatenate([self._ids[: self._used], np.zeros(room, np.uint32)])
            added = np.zeros((2, room), np.uint32)
            self._lengths = np.concatenate([self._lengths[:, : self._used], added], axis=1)


@dataclass(frozen=True, slots=True)
class _Run:
    """Postings sorted by word, then by document.

    A word is its hash, under the key that Python draws for each process: 8 bytes whatever its
    length, and two of a million words share one with a chance of 1 in 30 million.

    *Shape:* words (w,) ascending; starts (w + 1,), where a word's postings begin; numbers of
    documents and counts (p,).
    """

    words: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    numbers: Numbers
    counts: Counts

    @property
    def size(self) -> int:
        """How many postings it has."""
        return len(self.numbers)

    @classmethod
    def of(cls, tallies: Sequence[Counter[str]], first: int) -> _Run:
        """Makes the run of documents numbered from `first`: their terms, and how often each."""
        sizes = [len(tally) for tally in tallies]
        hashes = np.fromiter(map(hash, chain.from_iterable(tallies)), np.int64, sum(sizes))
        often = chain.from_iterable(tally.values() for tally in tallies)
        counts = np.minimum(np.fromiter(often, np.int64, len(hashes)), _MOST_COUNTED)
        numbers = np.repeat(np.arange(first, first + len(sizes), dtype=np.uint32), sizes)
        order = np.argsort(hashes, kind="stable")
        words, starts = np.unique(hashes[order], return_index=True)
        ends = np.append(starts, len(hashes)).astype(np.int64)
        return cls(words, ends, numbers[order], counts[order].astype(np.uint16))

    def postings(self, word: int) -> tuple[Numbers, Counts]:
        """Gives the documents that have a word, and how often each has it."""
        at = int(np.searchsorted(self.words, word))
        if at == len(self.words) or self.words[at] != word:
            return self.numbers[:0], self.counts[:0]
        part = slice(self.starts[at], self.starts[at + 1])
        return self.numbers[part], self.counts[part]

    def joined(self, later: _Run) -> _Run:
        """Gives this run and a later one as one."""
        words = np.union1d(self.words, later.words)
        ours, theirs = np.searchsorted(words, self.words), np.searchsorted(words, later.words)
        own = np.zeros(len(words), np.int64)
        own[ours] = np.diff(self.starts)
        sizes = own.copy()
        sizes[theirs] += np.diff(later.starts)
        starts = np.concatenate([[0], np.cumsum(sizes)])
        numbers = np.empty(self.size + later.size, np.uint32)
        counts = np.empty(self.size + later.size, np.uint16)
        for run, begins in ((self, starts[ours]), (later, starts[theirs] + own[theirs])):
            at = np.repeat(begins - run.starts[:-1], np.diff(run.starts)) + np.arange(run.size)
            numbers[at], counts[at] = run.numbers, run.counts
        return _Run(words, starts, numbers, counts)

    def without(self, gone: Mask) -> _Run:
        """Gives the run without some documents. *Shape:* gone (documents,)."""
        hits = np.flatnonzero(gone[self.numbers])
        if not len(hits):
            return self
        starts = self.starts - np.searchsorted(hits, self.starts)
        used = np.append(np.diff(starts) > 0, True)
        return _Run(
            self.words[used[:-1]],
            starts[used],
            np.delete(self.numbers, hits),
            np.delete(self.counts, hits),
        )
