"""How candidates are ranked for a question: what is known of each, weighed and summed.

Words and likeness are standardised over the candidates and summed: ranks alone (RRF) lose how much
better the first is than the second. What was said just before and after counts for a share, as an
answer often stands beside the words that it answers. Then come how firmly a memory was meant, the
time and the person that the question names, and what helps with its goal. What does not fit the
question at all is not shown, whatever else speaks for it.

The weights were chosen on LoCoMo's development conversations and the life logs' train and
development people, together (benchmarks/README.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from device.encoder.goals import Expansion
from device.memory.domain_gate import Shares, lift
from device.memory.expand import helpfulness
from device.memory.keywords import Sense
from device.memory.scan import Found, diverse, rerank, vectors_of
from device.memory.sentence.times import Span, Tense
from device.memory.walk import says_more
from device.vault.columns import Chunk, Mask
from device.vault.rows import COLUMNS, Rows, Vectors, joined

Ids: TypeAlias = npt.NDArray[np.uint32]
Scores: TypeAlias = npt.NDArray[np.float32]
Positions: TypeAlias = npt.NDArray[np.intp]

REACH: Final = 2  # ids to each side: what lies between may be closed, or left out as chatter
BESIDE: Final = 64  # candidates whose neighbours are looked at
_SAME_TALK_S: Final = 3 * 3600
_BEFORE_WEIGHT: Final = 0.5  # of what was said just before
_AFTER_WEIGHT: Final = 0.2
_SENSE_WEIGHT: Final = 0.5  # of a translated word beside one that stands there itself
_STRENGTH_WEIGHT: Final = 4.5
_SPEAKER_WEIGHT: Final = 1.5
_TIME_WEIGHT: Final = 4.0
_GOAL_WEIGHT: Final = 0.8
_RECENCY_WEIGHT: Final = 0.5  # of the newest; half of it for what is older by
_RECENCY_S: Final = 60 * 24 * 3600
_NEWEST_WEIGHT: Final = 1.5  # of time beside score, among the first of how things are now
_FIRST: Final = 10
_REPLACED_WEIGHT: Final = 0.5
_NEWER_BY: Final = 0.2  # what is newer stands before what it replaced
_NUMBER_WEIGHT: Final = 0.4  # of a number, where one would answer
_QUESTION_WEIGHT: Final = 0.6  # a question seldom answers one
CLOSER: Final = 64  # candidates whose wording is looked at
_WORDING_WEIGHT: Final = 0.7
_ROUNDING: Final = 1e-6  # a spread below it is float32 noise
# Below it, likeness is chance: 1 of 100 unrelated pairs of sentences lies above (docs/encoder.md).
_LEAST_COSINE: Final = 0.3
_UNSURE: Final = 1  # the bit of a text whose language nobody could tell
_LEAST_ACROSS: Final = 0.12  # between two languages all cosines are smaller
# A question that shows a goal asks for no fact: what only may help is welcome.
_LEAST_FOR_GOAL: Final = 0.22
_LEAST_HELP: Final = 0.3
_DIVERSE: Final = 50  # of so many, those are shown that do not repeat each other
_BALANCE: Final = 0.9  # between relevance (1) and difference (0)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and what was made of it before anything is scanned.

    Attributes:
        vector: Its unit vector. *Shape:* (256,). None: by words alone.
        expansion: What its goal brings; None where it shows none.
        span: The time that it names.
        tense: Whether it asks how things are or how they were.
        is_past: Whether the time that it names is over.
        languages: Bit mask of the languages that it is in; 0: not known.
        senses: What it means, in terms of the other languages that memories are in.
        shares: Each domain's share of it; None where it speaks of none. *Shape:* (domains,).
        asks_number: Whether a number or a date would answer it.
    """

    text: str
    vector: Vectors | None
    expansion: Expansion | None = None
    span: Span | None = None
    tense: Tense = Tense.ANY
    is_past: bool = False
    languages: int = 0
    senses: tuple[Sense, ...] = ()
    shares: Shares | None = None
    asks_number: bool = False

    @property
    def is_of_now(self) -> bool:
        """Whether what still holds answers it, and not how things were."""
        return not self.is_past and self.tense is not Tense.THEN


@dataclass(frozen=True, slots=True)
class Noted:
    """What the index noted of candidates when it saw their texts. *Shape:* all (m,).

    Attributes:
        by_the_named: Which were said by someone whom the question names; None: it names nobody.
        replaced: Which something newer replaced.
        has_number: Which have a number in them.
        asks: Which are questions themselves.
    """

    by_the_named: Mask | None
    replaced: Mask
    has_number: Mask
    asks: Mask


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows that may answer, and what is known of each. *Shape:* all (m,).

    Attributes:
        chunk_of, position: Where each lies.
        words: Keyword scores; 0 where no term is shared.
        senses: Scores of what the question means in other languages; 0 where nothing says it.
        cosine: Likeness to the question; 0 where a row waits for its vector.
        waits: Which rows wait for a vector of the encoder in force.
        helps, goal: How much each helps with the question's goal, and with which guess.
    """

    ids: Ids
    chunk_of: Positions
    position: Positions
    columns: Rows
    words: Scores
    senses: Scores
    cosine: Scores
    waits: Mask
    helps: Scores
    goal: Positions

    @classmethod
    def at(
        cls,
        chunks: Sequence[Chunk],
        places: Sequence[Positions],
        asked: Asked,
        others: Sequence[Mask | None] | None,
    ) -> Candidates:
        """Gives the rows at these places of each chunk, their words not yet looked up."""
        chunk_of = np.repeat(np.arange(len(places)), [len(one) for one in places])
        position = np.concatenate([np.zeros(0, np.intp), *places])
        count = len(position)
        waits = _waits(places, others)
        cosine = np.zeros(count, np.float32)
        if asked.vector is not None and count:
            cosine = np.concatenate(rerank(chunks, places, asked.vector))
            cosine[waits] = 0
        helps, goal = np.zeros(count, np.float32), np.zeros(count, np.intp)
        if asked.expansion is not None and count:
            found = Found(chunk_of, position, cosine)
            helps, goal = helpfulness(vectors_of(chunks, found), asked.expansion)
            helps[waits] = 0
        return cls(
            ids=np.concatenate([chunk.ids[at] for chunk, at in zip(chunks, places, strict=True)]),
            chunk_of=chunk_of,
            position=position,
            columns=joined(
                [chunk.columns[at] for chunk, at in zip(chunks, places, strict=True)], COLUMNS
            ),
            words=np.zeros(count, np.float32),
            senses=np.zeros(count, np.float32),
            cosine=cosine,
            waits=waits,
            helps=helps,
            goal=goal,
        )

    def __len__(self) -> int:
        return len(self.ids)

    def with_words(
        self, words: Callable[[Ids], Scores], senses: Callable[[Ids], Scores]
    ) -> Candidates:
        """Gives the same with their keyword scores."""
        return replace(self, words=words(self.ids), senses=senses(self.ids))

    def and_those(self, more: Candidates) -> Candidates:
        """Gives these and more behind them."""
        names = [name for name in Candidates.__dataclass_fields__ if name != "columns"]
        both = {name: np.concatenate([getattr(self, name), getattr(more, name)]) for name in names}
        return Candidates(**both, columns=joined([self.columns, more.columns], COLUMNS))

    def found(self, at: Positions, score: Scores) -> Found:
        """Gives some of them as the scan gives rows. *Shape:* at (k,)."""
        return Found(self.chunk_of[at], self.position[at], score[at])


def matches(candidates: Candidates, fitted: int) -> Scores:
    """Gives the sum of words and likeness, standardised over the first `fitted`. *Shape:* (m,)."""
    first = np.arange(len(candidates)) < fitted
    words = standardised(candidates.words + _SENSE_WEIGHT * candidates.senses, first)
    alike = standardised(candidates.cosine, first & ~candidates.waits)
    return words + np.where(candidates.waits, 0, alike)


def fits(candidates: Candidates, asked: Asked) -> Mask:
    """Tells which candidates have to do with the question by themselves. *Shape:* (m,)."""
    least = _LEAST_COSINE if asked.expansion is None else _LEAST_FOR_GOAL
    alike = candidates.cosine >= np.where(across(candidates, asked), _LEAST_ACROSS, least)
    return (candidates.words > 0) | alike | (candidates.helps >= _LEAST_HELP)


def across(candidates: Candidates, asked: Asked) -> Mask:
    """Tells which candidates are in another language than the question. *Shape:* (m,)."""
    spoken = candidates.columns["languages"] & ~np.uint16(_UNSURE)
    is_known = (spoken != 0) & (asked.languages != 0)
    other: Mask = is_known & ((spoken & asked.languages) == 0)
    return other


def score(candidates: Candidates, asked: Asked, fitted: int, noted: Noted) -> tuple[Scores, Mask]:
    """Gives each candidate's score, and which of them may be shown. *Shape:* (m,) both.

    Shown is what fits the question, and what was said right after it. What something newer replaced
    is not shown to who asks how things are now; else it stands back, unless the question is of the
    past.

    Args:
        fitted: How many of the first ones scores are standardised over; those behind them are
            there for their neighbours' sake.
    """
    columns = candidates.columns
    total = matches(candidates, fitted)
    fit = fits(candidates, asked)
    before, after = _neighbours(candidates)
    beside = np.zeros(len(total), np.float32)
    beside[after] += _BEFORE_WEIGHT * total[before]
    beside[before] += _AFTER_WEIGHT * total[after]
    follows = np.zeros(len(total), np.bool_)
    follows[after] = fit[before]
    total = total + beside
    total += _STRENGTH_WEIGHT * (columns["strength"].astype(np.float32) - 0.5)
    total -= _QUESTION_WEIGHT * noted.asks
    if asked.asks_number:
        total += _NUMBER_WEIGHT * noted.has_number
    if asked.shares is not None:
        total += lift(asked.shares, columns["domains"], across(candidates, asked))
    if asked.expansion is not None:
        first = np.arange(len(candidates)) < fitted
        total += _GOAL_WEIGHT * standardised(candidates.helps, first)
    if asked.span is not None:
        total += _TIME_WEIGHT * asked.span.nearness(columns["at"])
    elif asked.tense is not Tense.THEN and len(total):
        age = (columns["at"].max() - columns["at"]).astype(np.float32)
        total += _RECENCY_WEIGHT * np.exp2(-age / _RECENCY_S)
    if noted.by_the_named is not None:
        total += _SPEAKER_WEIGHT * noted.by_the_named
    may_show = fit | follows
    if asked.is_of_now:
        total -= _REPLACED_WEIGHT * noted.replaced
        if asked.tense is Tense.NOW:
            may_show &= ~noted.replaced
    return total, may_show


def closer(total: Scores, may_show: Mask, alike: Callable[[Positions], Scores]) -> Scores:
    """Gives the scores once the best candidates' wording was looked at. *Shape:* (m,).

    Args:
        alike: Gives how much of the question's wording candidates meet. *Shape:* (k,) to (k,).
    """
    shown = np.flatnonzero(may_show)
    best = shown[np.argsort(-total[shown], kind="stable")[:CLOSER]]
    if len(best) < 2:
        return total
    met = standardised(alike(best), np.ones(len(best), np.bool_))
    raised = total.copy()
    raised[best] += _WORDING_WEIGHT * (met - met.min())  # never behind what was not looked at
    return raised


def succeeded(
    candidates: Candidates, asked: Asked, total: Scores, may_show: Mask, pairs: Positions
) -> tuple[Scores, Mask]:
    """Gives scores and what may be shown once what is newer has taken its place. *Shape:* (m,).

    How things are now is told by the newest, though only the oldest may be in the question's words:
    it comes right before what it replaced, and instead of it where the question is what to do and
    the newest fits it too. A question of the past is left as it is.

    Args:
        pairs: Candidates of which the second was said later of the same matter. *Shape:* (p, 2).
    """
    if not asked.is_of_now or not len(pairs):
        return total, may_show
    total, may_show = total.copy(), may_show.copy()
    fit = fits(candidates, asked)
    fits_itself = fit.copy()
    oldest_first = np.argsort(candidates.columns["at"][pairs[:, 0]], kind="stable")
    for older, newer in pairs[oldest_first].tolist():
        total[newer] = max(total[newer], total[older] + _NEWER_BY)
        fit[newer] |= fit[older]
        may_show[newer] |= fit[older]
        may_show[older] &= asked.expansion is None or not fits_itself[newer]
    return total, may_show


def in_order(
    candidates: Candidates,
    total: Scores,
    may_show: Mask,
    asked: Asked,
    chunks: Sequence[Chunk],
    limit: int,
) -> Positions:
    """Gives the best that may be shown and do not repeat each other, then the rest.

    *Shape:* at most (limit,).
    """
    fit = np.flatnonzero(may_show)
    best = fit[np.lexsort((candidates.ids[fit], -total[fit]))]
    more = says_more(candidates.cosine[best], candidates.words[best])
    best, repeats = best[more], best[~more]
    first = best[:_DIVERSE]
    if len(first) < 2:
        return np.concatenate([best, repeats])[:limit]
    spread = max(float(total[first[0]] - total[first[-1]]), _ROUNDING)
    relevance = (total[first] - total[first[-1]]) / spread
    vectors = vectors_of(chunks, candidates.found(first, total))
    order = first[diverse(vectors, relevance, len(first), _BALANCE)]
    if asked.tense is Tense.NOW:
        order = _newest_first(candidates, total, order)
    return np.concatenate([order, best[_DIVERSE:], repeats])[:limit]


def _newest_first(candidates: Candidates, total: Scores, order: Positions) -> Positions:
    """Gives the first few by their time too: what replaced something stands before it."""
    first = order[:_FIRST]
    everywhere = np.ones(len(first), np.bool_)
    at = (candidates.columns["at"][first] - candidates.columns["at"][first].min()).astype(
        np.float32
    )
    both = standardised(total[first], everywhere) + _NEWEST_WEIGHT * standardised(at, everywhere)
    return np.concatenate([first[np.argsort(-both, kind="stable")], order[_FIRST:]])


def standardised(values: Scores, over: Mask) -> Scores:
    """Gives values less their mean, by their spread; both are taken over a part. *Shape:* (m,)."""
    part = values[over]
    if not len(part):
        return np.zeros(len(values), np.float32)
    spread = float(part.std())
    centred: Scores = (values - part.mean()).astype(np.float32)
    return centred / np.float32(spread) if spread > _ROUNDING else centred * 0


def _neighbours(candidates: Candidates) -> tuple[Positions, Positions]:
    """Gives pairs of candidates that were said one after the other in the same talk.

    *Shape:* (p,) both: where the first lies, where the second.
    """
    order = np.argsort(candidates.ids, kind="stable")
    columns = candidates.columns[order]
    ids, talk = candidates.ids[order].astype(np.int64), columns["conversation"]
    at = columns["at"].astype(np.int64)
    near = (np.diff(ids) <= REACH) & (talk[1:] == talk[:-1]) & (talk[1:] != 0)
    near &= np.abs(np.diff(at)) <= _SAME_TALK_S
    (first,) = np.nonzero(near)
    return order[first], order[first + 1]


def _waits(places: Sequence[Positions], others: Sequence[Mask | None] | None) -> Mask:
    """Tells which candidates wait for their vector. *Shape:* (m,)."""
    if others is None:
        return np.zeros(sum(map(len, places)), np.bool_)
    return np.concatenate(
        [
            np.zeros(len(at), np.bool_) if one is None else one[at]
            for at, one in zip(places, others, strict=True)
        ]
    )
