"""Keyword search by tantivy, in RAM: the engine for desktops, promised to a million documents.

tantivy gets our own terms, joined by spaces, so that both engines find the same; words and single
characters are fields of their own, each with its own lengths. Nothing is stored, no positions kept.

Life of a document: it goes to tantivy's writer at once, and into the *tail*, a small plain index,
until the next commit makes it findable in tantivy. When more than a tail's worth comes at a time
(the build after unlock), there is no tail: the next question or the 20,000th document commits.

What `remove` promises: no question, score or count of documents reaches the document once it
returns. What it does not: the bytes of its postings lie in their segment until tantivy merges that
with others, and until then it counts into how rare its words are. Freed memory is not overwritten;
where glibc can, a large commit and `close` hand it back to the system, whole pages at a time.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from threading import RLock
from typing import Any, Final

import numpy as np
import tantivy
from tantivy import Document, Occur, Query

from device.memory.keywords import (
    Found,
    Ids,
    PlainKeywords,
    Scores,
    Shown,
    Words,
    asked_terms,
    looked_up,
    mean_lengths,
    ordered,
    rarity,
    values,
    visible,
    weights,
)
from device.memory.terms import SINGLE, forget_words, terms

_TAIL: Final = 1_000  # documents that the plain index holds until a commit
_COMMIT_AT: Final = 20_000  # documents that wait for a commit at most
_ARENA_BYTES: Final = 15_000_000  # the least that tantivy takes
_FEW: Final = 4  # times as many hits are fetched sooner than ids are looked for
_LONG: Final = 1_000  # characters; tantivy passes over a term of more than 65,530 bytes


class TantivyKeywords:
    """An inverted index in tantivy's RAM directory, with one writing thread.

    Among documents with equal scores, which ones make it under the limit is tantivy's choice.
    """

    def __init__(self) -> None:
        self._lock = RLock()
        self._core: _Core | None = _Core()
        self._tail = PlainKeywords()
        self._waiting = 0  # documents since the last commit; the tail holds all of them, or none
        self._added = 0
        self._length_sums = (0, 0)  # of all documents ever added

    def __len__(self) -> int:
        with self._lock:
            core = self._caught_up()
            return core.searcher.num_docs + len(self._tail) if core else 0

    def add(self, documents: Sequence[tuple[int, str]]) -> None:
        """Takes in documents: item id and text."""
        for start in range(0, len(documents), _TAIL):
            self._add([(item, *terms(text)) for item, text in documents[start : start + _TAIL]])

    def _add(self, documents: Sequence[tuple[int, list[str], list[str]]]) -> None:
        with self._lock:
            if self._core is None:
                raise RuntimeError("the keyword index is closed")
            for item, words, singles in documents:
                self._core.add(item, words, singles)
            words_ever, singles_ever = self._length_sums
            self._length_sums = (
                words_ever + sum(len(words) for _, words, _ in documents),
                singles_ever + sum(len(singles) for _, _, singles in documents),
            )
            self._added += len(documents)
            had_tail = self._waiting == len(self._tail)
            self._waiting += len(documents)
            if had_tail and self._waiting <= _TAIL:
                self._tail.add_terms(documents)
            elif self._waiting >= _COMMIT_AT:
                self._commit(self._core)

    def remove(self, ids: Iterable[int]) -> None:
        """Takes documents out: when it returns, none of them is found, counted or scored."""
        wanted = np.unique(np.fromiter(ids, np.int64)).tolist()
        with self._lock:
            core = self._caught_up()
            if core is None or not wanted:
                return
            # Also for what only waits: tantivy applies it to all that was added before.
            core.remove(wanted)
            if core.holds(wanted):
                self._commit(core)
            else:
                self._tail.remove(wanted)
                self._waiting = len(self._tail)

    def best(self, question: Words, limit: int, shown: Shown | None = None) -> Found:
        """Gives the documents that share a term with the question, best first, equal ones by id."""
        with self._lock:
            core = self._caught_up()
            if core is None or limit <= 0:
                return _NOTHING
            query, tail = self._query(core, question)
            if query is None:
                return visible(lambda most: ordered(*tail, most), limit, shown)
            searcher = core.searcher

        def fetch(most: int) -> Found:
            ids, scores = _hits(searcher, query, most)
            return ordered(np.concatenate([ids, tail[0]]), np.concatenate([scores, tail[1]]), most)

        return visible(fetch, limit, shown)

    def scores_of(self, question: Words, ids: Ids) -> Scores:
        """Gives documents' scores; 0 where no term is shared or no such id is there."""
        with self._lock:
            core = self._caught_up()
            if core is None or not len(ids):
                return np.zeros(len(ids), np.float32)
            query, tail = self._query(core, question)
            if query is None:
                return looked_up(ids, tail)
            matching = sum(map(core.count, asked_terms(question)))
            if matching <= _FEW * len(ids):
                found = _hits(core.searcher, query, matching)
                return looked_up(ids, found) + looked_up(ids, tail)
            among = Query.const_score_query(core.any_of(np.unique(ids).tolist()), 0.0)
            both = Query.boolean_query([(Occur.Must, among), (Occur.Must, query)])
            found = _hits(core.searcher, both, len(ids))
        return looked_up(ids, found) + looked_up(ids, tail)

    def counts(self, asked: Iterable[str]) -> dict[str, int]:
        """Tells how many documents have each term."""
        asked = list(asked)
        with self._lock:
            core = self._caught_up()
            here = self._tail.counts(asked)
            return {term: here[term] + (0 if core is None else core.count(term)) for term in asked}

    def close(self) -> None:
        """Drops everything. A closed index finds nothing and takes nothing in."""
        with self._lock:
            self._core = None
            self._tail.close()
            self._tail = PlainKeywords()
            self._waiting = 0
        forget_words()
        _give_back()

    def _caught_up(self) -> _Core | None:
        """Gives the core once all documents are in it or in the tail; None where it is closed."""
        if self._core and self._waiting != len(self._tail):
            self._commit(self._core)
        return self._core

    def _commit(self, core: _Core) -> None:
        core.commit()
        if self._waiting > _TAIL:
            _give_back()
        self._tail = PlainKeywords()
        self._waiting = 0

    def _query(self, core: _Core, question: Words) -> tuple[Any | None, Found]:
        """Gives what to ask tantivy, None where it has no such term; and what the tail has.

        Both count a term by how rare it is in both, so that their scores can be compared.
        """
        asked = asked_terms(question)
        there = {term: core.count(term) for term in asked}
        here = self._tail.counts(asked)
        inside, total = core.searcher.num_docs, core.searcher.num_docs + len(self._tail)
        counts = {term: there[term] + here[term] for term in asked}
        if not isinstance(question, str):
            senses = values(question, counts, total)
            inner = [{one: sense[one] for one in sense if there[one]} for sense in senses]
            parts = [(Occur.Should, core.likeliest(sense)) for sense in inner if sense]
            return (Query.boolean_query(parts) if parts else None), self._tail.meant(senses)
        weighed = weights(counts, total)
        tail = self._tail.scored(weighed, mean_lengths(self._length_sums, max(self._added, 1)))
        parts = [
            (Occur.Should, core.term(term, weight / rarity(there[term], inside)))
            for term, weight in weighed.items()
            if there[term]
        ]
        return (Query.boolean_query(parts) if parts else None), tail


class _Core:
    """tantivy's index, its writer and the searcher of the last commit."""

    def __init__(self) -> None:
        builder = tantivy.SchemaBuilder()
        for field in ("words", "singles"):
            builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
        builder.add_unsigned_field("id", indexed=True, fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("whitespace", analyzer)
        self._index.config_reader("manual")
        self._writer = self._index.writer(_ARENA_BYTES, 1)
        self.searcher: Any = self._index.searcher()

    def add(self, item: int, words: Sequence[str], singles: Sequence[str]) -> None:
        """Hands a document to the writer; it is found after the next commit."""
        document = Document()
        document.add_unsigned("id", item)
        document.add_text("words", _spaced(words))
        if singles:
            document.add_text("singles", " ".join(singles))
        self._writer.add_document(document)

    def remove(self, ids: Sequence[int]) -> None:
        """Marks documents as removed with the next commit."""
        # Not `delete_documents_by_term`: it takes an int for a signed one and removes nothing.
        self._writer.delete_documents_by_query(Query.term_set_query(self._schema, "id", ids))

    def commit(self) -> None:
        """Makes findable what was added and unfindable what was removed."""
        self._writer.commit()
        self._index.reload()
        self.searcher = self._index.searcher()

    def holds(self, ids: Sequence[int]) -> bool:
        """Tells whether the searcher finds any of these ids."""
        return bool(self.searcher.search(self.any_of(ids), 1, count=False).hits)

    def any_of(self, ids: Sequence[int]) -> Any:
        """Gives the query for some ids. Three times as fast as a term set."""
        field = self._schema, "id"
        terms = (Query.term_query(*field, item, index_option="basic") for item in ids)
        return Query.boolean_query([(Occur.Should, term) for term in terms])

    def count(self, term: str) -> int:
        """Tells how many documents have a term, removed ones not yet merged away included."""
        return int(self.searcher.doc_freq(_field(term), _name(term)))

    def likeliest(self, sense: Mapping[str, float]) -> Any:
        """Gives the query for a sense: it scores what the best of its terms there counts for."""
        return Query.disjunction_max_query(
            [
                Query.const_score_query(self._term(term, index_option="basic"), value)
                for term, value in sense.items()
            ]
        )

    def term(self, term: str, boost: float) -> Any:
        """Gives the query for a term, never parsed, with what its score is multiplied by."""
        return Query.boost_query(self._term(term, index_option="freq"), boost)

    def _term(self, term: str, index_option: str) -> Any:
        return Query.term_query(self._schema, _field(term), _name(term), index_option=index_option)


_NOTHING: Final[Found] = (np.zeros(0, np.uint32), np.zeros(0, np.float32))


def _hits(searcher: Any, query: Any, limit: int) -> Found:
    hits = searcher.search(query, limit, count=False).hits
    ids = searcher.fast_field_values("id", [address for _, address in hits])
    return np.array(ids, np.uint32), np.array([score for score, _ in hits], np.float32)


def _spaced(words: Sequence[str]) -> str:
    spaced = " ".join(words)
    return spaced if len(spaced) <= _LONG else " ".join(map(_name, words))


def _field(term: str) -> str:
    return "singles" if term.startswith(SINGLE) else "words"


def _name(term: str) -> str:
    """Gives a term as tantivy knows it: a very long one by its hash. No other term has a `#`."""
    if len(term) <= _LONG:
        return term
    return "#" + blake2b(term.encode(), digest_size=16).hexdigest()


def _give_back() -> None:
    """Hands freed memory back to the system, and the words that lie in it, where glibc can."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
