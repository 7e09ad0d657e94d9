"""How memories are found for a question: what may answer, gathered and ranked.

Codes and vectors are the vault's own columns; what is known of texts is read into RAM as far as a
question needs (`texts`). What ranks here is not released yet: the guard decides on each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from device.access import Guard
from device.book import Client
from device.memory.domain_gate import quotas
from device.memory.expand import middle_of
from device.memory.keywords import Keywords
from device.memory.newest import DEPTH, newest_ahead
from device.memory.passed_over import PassedOver
from device.memory.rank import (
    BESIDE,
    REACH,
    Asked,
    Candidates,
    Positions,
    closer,
    fits,
    in_order,
    matches,
    score,
    succeeded,
)
from device.memory.scan import closest, diverse, keep_for, search, vectors_of
from device.memory.scan_kernel import Kernel
from device.memory.scanned import Scanned, Within
from device.memory.texts import Texts
from device.memory.weave import promise
from device.vault.columns import Chunk, Mask
from device.vault.rows import Rows, Vectors, sign_codes
from device.vault.store import Vault
from policy.vocabulary import ClassName, Purpose

_DIVERSE: Final = 50  # of so many, those are shown that do not repeat each other
_BALANCE: Final = 0.9  # between relevance (1) and difference (0)
_WEIGHED: Final = 1_000  # of the nearest, those whose words and all else are looked at

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


class MemoryIndex:
    """Finds open memories for a question by words, vectors and what is known besides.

    Attributes:
        texts: What was read of their texts.
    """

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
        """Starts with nothing read.

        Args:
            at_once: How many memories one question may have read.
            made_by: Gives the number of the encoder in force; rows of others are not compared.
            passed_over: What has faded; None: nothing ever does.
        """
        self._vault = vault
        self._guard = guard
        self._kernel = kernel
        self._made_by = made_by
        self._passed_over = passed_over or PassedOver(vault.faded, is_on=False)
        self._languages: tuple[tuple[int, int] | None, int] = None, 0
        self.texts = Texts(vault, guard, new_keywords, at_once, self._passed_over)

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
        self.texts.reconcile()
        scanned = self._scanned(purpose, within, client)
        if not scanned.count:
            return []
        others = self._others(scanned.chunks)
        near = self._gated(scanned, asked, others)
        if asked.expansion is not None:
            helpful = self._nearest(scanned, middle_of(asked.expansion), others)
            near = [np.union1d(a, b) for a, b in zip(near, helpful, strict=True)]
        self.texts.cover(
            lambda: scanned.ids_at(near), by_words=asked.vector is None or others is not None
        )
        known = self.texts.worded(asked.text, scanned.shown_or_all)
        meant = self.texts.meant(asked.senses, scanned.shown_or_all)
        worded = scanned.places(np.union1d(known.ids, meant.ids))
        places = [np.union1d(a, b) for a, b in zip(near, worded, strict=True)]
        candidates = Candidates.at(scanned.chunks, places, asked, others).with_words(
            lambda ids: self.texts.scores(asked.text, ids, known),
            lambda ids: self.texts.scores(asked.senses, ids, meant),
        )
        fitted = len(candidates)
        beside = self._beside(scanned, candidates, matches(candidates, fitted))
        # They are there for their neighbours' sake: their own words need no search of their own.
        found = Candidates.at(scanned.chunks, beside, asked, others)
        candidates = candidates.and_those(found.with_words(known.scores_of, meant.scores_of))
        noted = self.texts.noted(asked.text, candidates.ids)
        total, may_show = score(candidates, asked, fitted, noted)
        total = closer(total, may_show, lambda at: self.texts.alike(asked.text, candidates.ids[at]))
        pairs = self._pairs(candidates.ids)
        total, may_show = succeeded(candidates, asked, total, may_show, pairs)
        if purpose is Purpose.REMIND and asked.is_of_now:
            may_show &= ~noted.replaced  # nobody asked: what no longer holds is not brought up
        best = in_order(candidates, total, may_show, asked, scanned.chunks, max(limit, DEPTH))
        best = self._newest_ahead(candidates, best, asked)[:limit]
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

    def languages(self) -> int:
        """Gives the languages that open memories are in, as a bit mask."""
        state = self._guard.generation, self._vault.newest_id
        if state == self._languages[0]:
            return self._languages[1]
        found = 0
        for name in ClassName:
            for chunk in self._vault.chunks(name):
                found |= int(np.bitwise_or.reduce(chunk.columns["languages"][: chunk.n]))
        self._languages = state, found
        return found

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
        self.texts.reconcile()
        scanned = self._scanned(purpose, None)
        if not scanned.count:
            return []
        others = self._others(scanned.chunks)
        item_id, (at,), (talk,) = int(row["id"][0]), row["at"], row["conversation"]
        vector = row["vector"][0].astype(np.float32) * np.float32(row["scale"][0])
        near = self._nearest(scanned, vector if vector.any() else None, others)
        self.texts.cover(lambda: scanned.ids_at(near), by_words=others is not None)
        known = self.texts.worded(text, scanned.shown_or_all)
        told = self.texts.older(item_id) | self.texts.newer(item_id)
        worded = scanned.places(np.union1d(known.ids, np.array(sorted(told), np.uint32)))
        places = [np.union1d(a, b) for a, b in zip(near, worded, strict=True)]
        found = Candidates.at(scanned.chunks, places, Asked(text, vector), others)
        columns = found.columns
        promises = promise(
            found.cosine,
            self.texts.scores(text, found.ids, known) / self.texts.rarest,
            np.abs(columns["at"].astype(np.int64) - int(at)).astype(np.float32),
            (columns["conversation"] == talk) & (talk != 0),
        )
        promises[np.isin(found.ids, np.array(sorted(told), np.uint32))] = np.inf
        promises[found.ids == item_id] = -np.inf
        best = np.argsort(-promises, kind="stable")[:limit]
        self._note(scanned, found, best)
        return [int(found.ids[one]) for one in best if promises[one] > -np.inf]

    # -- inside

    def _beside(self, scanned: Scanned, candidates: Candidates, total: Scores) -> list[Positions]:
        """Gives where the neighbours of the best lie that are no candidates, and what came later.

        What replaced something may share no word with the question.
        """
        best = np.argpartition(-total, BESIDE)[:BESIDE] if len(total) > BESIDE else slice(None)
        ids = candidates.ids[best].astype(np.int64)
        around = np.concatenate([ids + step for step in range(-REACH, REACH + 1)])
        later = set[int]().union(*self.texts.successors(candidates.ids[best]).values())
        wanted = np.unique([*around[around > 0].tolist(), *later]).astype(np.uint32)
        places = scanned.places(np.setdiff1d(wanted, candidates.ids))
        self.texts.index_these(scanned.ids_at(places))
        return places

    def _scanned(
        self, purpose: Purpose, within: Within | None, client: Client | None = None
    ) -> Scanned:
        scanned = Scanned([], [], [])
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
        scanned: Scanned,
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
        self, scanned: Scanned, asked: Asked, others: Sequence[Mask | None] | None
    ) -> list[Positions]:
        """Gives the nearest of all, and of each likely domain as many as are its share."""
        near = self._nearest(scanned, asked.vector, others)
        if asked.vector is None:
            return near
        near = closest(scanned.chunks, near, asked.vector, _WEIGHED)
        if asked.shares is None:
            return near
        keep = min(keep_for(scanned.count), _WEIGHED)
        for domain, quota in quotas(asked.shares, keep).items():
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

    def _pairs(self, ids: Ids) -> Positions:
        """Gives where two candidates lie of which the second took the first's place.

        *Shape:* (p, 2).
        """
        later = self.texts.successors(ids)
        place = {item_id: at for at, item_id in enumerate(ids.tolist())} if later else {}
        found = [
            (place[older], place[newer])
            for older, followers in later.items()
            for newer in followers
            if newer in place
        ]
        return np.array(found, np.intp).reshape(-1, 2)

    def _newest_ahead(self, candidates: Candidates, best: Positions, asked: Asked) -> Positions:
        """Puts what was said later of a matter ahead, among the first and where nothing is past."""
        if not asked.is_of_now:
            return best
        first = best[:DEPTH]
        ids, at = candidates.ids[first].tolist(), candidates.columns["at"][first].tolist()
        later = self.texts.later(candidates.ids[first])
        order = newest_ahead(
            dict(zip(ids, at, strict=True)), lambda item_id: later.get(item_id, set())
        )
        place = dict(zip(ids, first.tolist(), strict=True))
        moved = np.array([place[item_id] for item_id in order], np.intp)
        return np.concatenate([moved, best[DEPTH:]])

    def _note(self, scanned: Scanned, candidates: Candidates, best: Positions) -> None:
        """Tells the vault where the chosen rows lie: they are asked for next."""
        for at in best:
            chunk_at, row = int(candidates.chunk_of[at]), int(candidates.position[at])
            chunk = scanned.chunks[chunk_at]
            self._vault.note_place(scanned.names[chunk_at], int(chunk.ids[row]), chunk, row)


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
