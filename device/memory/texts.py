"""What was read of open memories' texts, in RAM while the vault is unlocked.

Words, who said what, wording, what replaced what, days to come: built through the guard's index
door, newest first, a little at a time while the app is idle, or as far as a single question needs.
What is read of a step-up class lies apart from all else, so that it goes when the class closes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, islice
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from device.access import Guard
from device.memory.dues import Dues
from device.memory.history import History
from device.memory.keywords import Keywords, Sense, Words, rarity
from device.memory.passed_over import PassedOver
from device.memory.rank import Noted
from device.memory.records import Memory
from device.memory.sentence.ahead import Ahead, coming
from device.memory.speakers import Speakers
from device.memory.terms import terms
from device.memory.walk import named_in, never_said
from device.memory.wording import Wording, alike
from device.vault.columns import Mask
from device.vault.store import Vault
from policy.vocabulary import ClassName

_KEYWORD_CANDIDATES: Final = 400
_A_YEAR: Final = 366  # days: what comes back every year is always still to come

Ids: TypeAlias = npt.NDArray[np.uint32]
Scores: TypeAlias = npt.NDArray[np.float32]
Shown: TypeAlias = Callable[[Ids], Mask]


@dataclass(frozen=True, slots=True)
class Worded:
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


NOTHING_MEANT: Final = Worded(np.zeros(0, np.uint32), np.zeros(0, np.float32), is_whole=True)


@dataclass(frozen=True, slots=True)
class _Group:
    """What was read of the texts of classes that open and close together."""

    words: Keywords
    speakers: Speakers = field(default_factory=Speakers)
    wording: Wording = field(default_factory=Wording)
    history: History = field(default_factory=History)
    dues: Dues = field(default_factory=Dues)

    def add(self, opened: Sequence[tuple[int, Memory]]) -> None:
        """Takes in memories that are open just now."""
        self.words.add([(item_id, memory.index_text) for item_id, memory in opened])
        for item_id, memory in opened:
            self.speakers.add(item_id, memory.speaker)
            self.wording.add(item_id, memory.text, memory.index_text)
            self.history.add(item_id, memory)
            self.dues.add(item_id, memory)

    def remove(self, ids: Iterable[int]) -> None:
        """Forgets memories."""
        gone = list(ids)
        for part in (self.words, self.speakers, self.wording, self.history, self.dues):
            part.remove(gone)


class Texts:
    """What was read of the texts of one unlocked vault."""

    def __init__(
        self,
        vault: Vault,
        guard: Guard,
        new_keywords: Callable[[], Keywords],
        at_once: int,
        passed_over: PassedOver,
    ) -> None:
        """Starts with nothing read.

        Args:
            at_once: How many memories one question may have read.
            passed_over: What has faded.
        """
        self._vault = vault
        self._guard = guard
        self._new_keywords = new_keywords
        self._at_once = at_once
        self._passed_over = passed_over
        self._groups: dict[ClassName | None, _Group] = {}
        self._covered: dict[ClassName | None, Ids] = {}
        self._missing: Ids = np.zeros(0, np.uint32)  # newest first
        self._opening: Iterator[tuple[int, Memory]] | None = None
        self._state: tuple[int, int] | None = None
        guard.at_close(self._drop_closed)

    # -- reading

    @property
    def waiting(self) -> int:
        """How many memories are not yet found by their words."""
        self.reconcile()
        return len(self._missing)

    def index_more(self, limit: int) -> int:
        """Takes up to `limit` more memories into the keyword index. Gives how many are left."""
        self.reconcile()
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
        self.reconcile()
        wanted = ids[np.isin(ids, self._missing)]
        if len(wanted):
            self._take_in(list(self._guard.index([int(one) for one in wanted])))
            self._missing = self._missing[~np.isin(self._missing, wanted)]
            self._opening = None

    def cover(self, near: Callable[[], Ids], *, by_words: bool) -> None:
        """Has every memory read that one question can need: all, or the nearest.

        Args:
            near: Gives the nearest.
            by_words: Some are found by their words alone, so the newest are read too.
        """
        if by_words or self.waiting <= self._at_once:
            self.index_more(self._at_once)
        if self.waiting:
            self.index_these(near())

    def reconcile(self) -> None:
        """Brings what is read to what the index door opens now."""
        state = self._guard.generation, self._vault.newest_id
        if state == self._state:
            return
        self._drop_closed()
        wanted: dict[ClassName | None, Ids] = {}
        for name, ids in self._guard.searchable().items():
            group = self._group_of(name)
            wanted[group] = np.union1d(wanted.get(group, np.zeros(0, np.uint32)), ids)
        missing = [np.zeros(0, np.uint32)]
        for group in set(wanted) | set(self._groups) | set(self._covered):
            here = wanted.get(group, np.zeros(0, np.uint32))
            before = self._covered.pop(group, np.zeros(0, np.uint32))
            if group is not None and not self._vault.is_open(group):
                continue
            gone = np.setdiff1d(before, here)
            if len(gone) and group in self._groups:
                self._groups[group].remove(int(one) for one in gone)
            self._covered[group] = here
            still = np.intersect1d(before, self._missing)  # covered in name, but not indexed yet
            missing += [np.setdiff1d(here, before), np.intersect1d(still, here)]
        self._missing = np.unique(np.concatenate(missing))[::-1]
        self._opening = None
        self._state = state

    # -- what words find

    def worded(self, question: Words, shown: Shown | None) -> Worded:
        """Gives the memories that share words with a question, or say what it means.

        Args:
            shown: Tells which may be read; None: all.
        """
        ids, scores, is_whole = [np.zeros(0, np.uint32)], [np.zeros(0, np.float32)], True
        for group in self._groups.values():
            found, values = group.words.best(question, _KEYWORD_CANDIDATES, shown)
            ids.append(found)
            scores.append(values)
            is_whole = is_whole and len(found) < _KEYWORD_CANDIDATES
        every = np.concatenate(ids)
        order = np.argsort(every)
        return Worded(every[order], np.concatenate(scores)[order], is_whole=is_whole)

    def meant(self, senses: Sequence[Sense], shown: Shown | None) -> Worded:
        """Gives the memories that say most of what a question means.

        What says less counts as if it said nothing: to ask for it would cost as much again.
        """
        found = self.worded(senses, shown) if senses else NOTHING_MEANT
        return replace(found, is_whole=True)

    def scores(self, question: Words, ids: Ids, known: Worded) -> Scores:
        """Gives the keyword scores of memories; those that are known are not asked for again."""
        scores = known.scores_of(ids)
        left = np.flatnonzero(scores == 0)
        if not known.is_whole and len(left):
            for group in self._groups.values():
                scores[left] += group.words.scores_of(question, ids[left])
        return scores

    def alike(self, question: str, ids: Ids) -> Scores:
        """Gives how much of a question's wording memories meet. *Shape:* (m,) to (m,)."""
        return alike(question, [group.wording for group in self._groups.values()], ids)

    def noted(self, question: str, ids: Ids) -> Noted:
        """Gives what is known of memories from when their texts were open."""
        named = None
        replaced, has_number, asks = (np.zeros(len(ids), np.bool_) for _ in range(3))
        for group in self._groups.values():
            said = group.speakers.said(question, ids)
            if said is not None:
                named = said if named is None else named | said
            replaced |= group.history.replaced(ids)
            numbers, questions = group.wording.shapes(ids)
            has_number |= numbers
            asks |= questions
        return Noted(named, replaced, has_number, asks)

    # -- what is known besides

    def successors(self, ids: Ids) -> dict[int, set[int]]:
        """Gives, for those of these that something newer replaced, what came later."""
        return {
            item_id: history.later(item_id)
            for history in self._histories
            for item_id in ids[history.replaced(ids)].tolist()
        }

    def later(self, ids: Ids) -> dict[int, set[int]]:
        """Gives, for each of these, what replaced it or was said later of the same matter."""
        found: dict[int, set[int]] = {}
        for history in self._histories:
            for item_id in ids.tolist():
                if followers := history.later(item_id):
                    found[item_id] = found.get(item_id, set()) | followers
        return found

    def coming(self, today: date, within_days: int) -> list[tuple[date, int, Ahead]]:
        """Gives the days that memories speak of, from today on, the next first.

        What something newer replaced is left out. Nothing is opened but what is not read yet.
        """
        self._read_on()
        due = self._ahead(today, within_days)
        ids = np.fromiter((item_id for _, item_id, _ in due), np.uint32, len(due))
        is_over = self._is_over(ids)
        return [one for one, over in zip(due, is_over, strict=True) if not over]

    def bound(self, ids: Ids, today: date) -> Ids:
        """Gives those of these that cannot fade together with the rest of them.

        A day that they speak of is still to come, or something that they replaced would be in sight
        without them. *Shape:* (m,) to (k,).
        """
        self.index_these(ids)
        speaking = self._ahead(today, _A_YEAR)
        ahead = np.unique(np.array([item_id for _, item_id, _ in speaking], np.uint32))
        unseen = {*ids.tolist(), *self._passed_over.ids.tolist()}
        replacing = frozenset().union(*(one.replacing for one in self._histories))
        leaning = [
            one
            for one in replacing & set(ids.tolist())
            if any(self._vault.find_row(older) is not None for older in self.older(one) - unseen)
        ]
        return np.intersect1d(ids, np.union1d(ahead, np.array(leaning, np.uint32)))

    def doubts(self) -> set[tuple[int, int]]:
        """Gives the pairs of memories of which one may replace the other.

        Left out is what something newer replaced, and what has faded. Nothing is opened but what is
        not read yet.
        """
        self._read_on()
        pairs = set[tuple[int, int]]().union(*(one.doubts() for one in self._histories))
        ids = np.unique(np.array(list(chain.from_iterable(pairs)), np.uint32))
        over = set(ids[self._is_over(ids)].tolist())
        return {pair for pair in pairs if over.isdisjoint(pair)}

    def amended(self, item_id: int, memory: Memory) -> None:
        """Follows a memory whose payload says now how it is tied to another."""
        group = self._group(item_id)
        if group in self._groups:
            self._groups[group].history.add(item_id, memory)

    def older(self, item_id: int) -> frozenset[int]:
        """Gives all that a memory replaced, and what those had replaced."""
        return frozenset().union(*(one.older(item_id) for one in self._histories))

    def newer(self, item_id: int) -> frozenset[int]:
        """Gives all that replaced a memory, and what replaced those."""
        return frozenset().union(*(one.newer(item_id) for one in self._histories))

    def rarities(self, topics: Collection[str]) -> dict[str, float]:
        """Gives how rare each topic is, from 0 to 1: 1 is had by one memory alone."""
        parts = {topic: _terms_of(topic) for topic in topics}
        counts, total = self._counts(set(chain.from_iterable(parts.values())))
        rarest = float(self.rarest)
        return {
            topic: max((rarity(max(counts[one], 1), total) / rarest for one in some), default=0.0)
            for topic, some in parts.items()
        }

    @property
    def rarest(self) -> np.float32:
        """What a word counts for that one memory alone has."""
        return np.float32(rarity(1, self._counts(())[1]))

    def never_said(self, question: str) -> tuple[str, ...]:
        """Gives the words of a question that no memory has, where they are half of what it names.

        None while memories wait to be found by their words: one of those may have them.
        """
        if self.waiting:
            return ()
        named = named_in(question)
        return never_said(named, self._counts({term for one in named for term in one.terms})[0])

    # -- inside

    def _counts(self, asked: Collection[str]) -> tuple[Counter[str], int]:
        """Gives how many memories have each term, and how many there are."""
        counts: Counter[str] = Counter()
        for group in self._groups.values():
            counts.update(group.words.counts(set(asked)))
        return counts, sum(len(group.words) for group in self._groups.values())

    @property
    def _histories(self) -> list[History]:
        return [group.history for group in self._groups.values()]

    def _ahead(self, today: date, within_days: int) -> list[tuple[date, int, Ahead]]:
        every = chain.from_iterable(group.dues for group in self._groups.values())
        return coming(every, today, within_days)

    def _is_over(self, ids: Ids) -> Mask:
        """Tells which of these have faded, or were replaced. *Shape:* (m,)."""
        over: Mask = np.isin(ids, self._passed_over.ids)
        for history in self._histories:
            over |= history.replaced(ids)
        return over

    def _read_on(self) -> None:
        """Has all of them read, if they are not too many."""
        self.reconcile()
        if self.waiting <= self._at_once:
            self.index_more(self._at_once)

    def _take_in(self, opened: Sequence[tuple[int, Memory]]) -> None:
        by_group: dict[ClassName | None, list[tuple[int, Memory]]] = {}
        for one in opened:
            by_group.setdefault(self._group(one[0]), []).append(one)
        for name, some in by_group.items():
            if name not in self._groups:
                self._groups[name] = _Group(self._new_keywords())
            self._groups[name].add(some)

    def _group(self, item_id: int) -> ClassName | None:
        row = self._vault.find_row(item_id)
        assert row is not None  # it was opened just now
        return self._group_of(self._vault.record(int(row["rule"][0])).class_name)

    def _group_of(self, name: ClassName) -> ClassName | None:
        """Postings that go together: those of a class that closes, or all the others."""
        return name if name.needs_step_up and self._vault.has_step_up else None

    def _drop_closed(self) -> None:
        """Lets go of what was read of closed classes."""
        self._passed_over.forget()
        for name in [one for one in self._groups if one and not self._vault.is_open(one)]:
            self._groups.pop(name).words.close()
            self._state = None


def _terms_of(topic: str) -> list[str]:
    """Gives the terms under which the keyword index has a topic; a stem is one already."""
    if topic.isascii():
        return [topic]
    words, singles = terms(topic)
    return words or singles
