"""What is left of a memory after "forget": in what comes back, and in the bytes on disk.

Messages of a life that are worth keeping are drawn by a seed, and a third of them are forgotten, in
the way that each store's manual gives. Before and after, each is asked for in its own words: does
it come back among ten, or in the memory block? And every byte that the store wrote is searched for
its text and its vector (`benchmarks.traces`, which says what such a search cannot see).
`benchmarks.deletion_canary` looks, beside that, into the home and the temporary folder of Bojagi's
own processes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, TypeAlias

import numpy as np

from benchmarks.compare.context import BUDGET, with_block
from benchmarks.compare.lives import Asked, Span
from benchmarks.compare.stores import DEPTH
from benchmarks.compare.tally import Count
from benchmarks.lifelog.baselines import spoken
from benchmarks.lifelog.load import Life
from benchmarks.lifelog.ours import Engine, living
from benchmarks.lifelog.records import Question, QuestionKind, Turn
from benchmarks.peers import Peer
from benchmarks.traces import Vectors, texts_left, vectors_left
from device.encoder.encode import Encoder

_DRAWN: Final = 30  # messages of a life
_EVERY: Final = 3  # one of so many is forgotten
_LEAST: Final = 16  # letters; a shorter text could stand in a file by chance


class NotRun(Exception):
    """A store that does not run here, and why."""


class Store(Protocol):
    """A store that holds some turns, numbered from 1 in their order."""

    @property
    def written(self) -> list[Path]:
        """The folders in which it writes."""

    @property
    def held(self) -> Collection[int]:
        """Which of the turns it holds, or held before they were forgotten."""

    def vector(self, number: int) -> Vectors:
        """Gives the vector that it made of a turn."""

    def come_back(self, numbers: Sequence[int]) -> set[int]:
        """Gives those of some turns that come back when each is asked for in its own words."""

    def forget(self, numbers: Sequence[int]) -> None:
        """Forgets turns as its manual says."""


# Opens a store in a folder of its own, and lets it hold these turns.
Opens: TypeAlias = Callable[[Life, Sequence[Turn], Path], AbstractContextManager[Store]]


def drawn(life: Life, rng: np.random.Generator) -> list[Turn]:
    """Gives turns that are worth keeping and say what no other turn says, in the order of time."""
    worth = {one.turn for one in life.labels if one.keep}
    texts = [turn.text for turn in life.turns]
    fit = [
        turn
        for turn in life.turns
        if turn.id in worth
        and len(turn.text) >= _LEAST
        and sum(turn.text in text for text in texts) == 1
    ]
    return [fit[at] for at in sorted(rng.permutation(len(fit))[:_DRAWN].tolist())]


def after_forget(life: Life, opens: Opens, seed: int) -> dict[str, Count]:
    """Counts, of what was forgotten, what came back and was readable before, and what is after.

    Raises:
        NotRun: the store does not run here.
    """
    turns = drawn(life, np.random.default_rng(seed))
    with tempfile.TemporaryDirectory(prefix="forget-") as folder:
        with opens(life, turns, Path(folder)) as store:
            chosen = [one for one in range(_EVERY, len(turns) + 1, _EVERY) if one in store.held]
            before = _look(store, turns, chosen, "before")
            store.forget(chosen)
            after = _look(store, turns, chosen, "after")
        return before | after


def _look(
    store: Store, turns: Sequence[Turn], chosen: Sequence[int], when: str
) -> dict[str, Count]:
    texts = {number: turns[number - 1].text for number in chosen}
    vectors = {number: store.vector(number) for number in chosen}
    found = {
        "comes_back": len(store.come_back(chosen)),
        "text_on_disk": len(texts_left(texts, store.written)),
        "vector_on_disk": len(vectors_left(vectors, store.written)),
    }
    return {f"{name}_{when}": Count(count, len(chosen)) for name, count in found.items()}


@contextmanager
def open_engine(life: Life, turns: Sequence[Turn], folder: Path) -> Iterator[Store]:
    """Opens a vault that has taken the turns in."""
    with living(life.person, folder, turns[0].at) as engine:
        engine.hear(turns)
        yield _EngineStore(life, turns, folder, engine, engine.stored())


@dataclass(frozen=True, slots=True)
class _EngineStore:
    life: Life
    turns: Sequence[Turn]
    folder: Path
    engine: Engine
    ids: Mapping[str, int]

    @property
    def written(self) -> list[Path]:
        return [self.folder]

    @property
    def held(self) -> list[int]:
        return [at for at, turn in enumerate(self.turns, 1) if turn.id in self.ids]

    def vector(self, number: int) -> Vectors:
        turn = self.turns[number - 1]
        speaker = self.life.person.name if turn.speaker == "self" else turn.speaker
        (vector,) = Encoder.default().encode([f"{speaker}: {turn.text}"])
        return np.asarray(vector, np.float32)

    def come_back(self, numbers: Sequence[int]) -> set[int]:
        return {number for number in numbers if self._comes_back(self.turns[number - 1])}

    def _comes_back(self, turn: Turn) -> bool:
        question = Question(
            id="q01",
            at=self.turns[-1].at,
            language=turn.language,
            kind=QuestionKind.ONE_FACT,
            text=turn.text,
            evidence=(turn.id,),
            answer=turn.text[:100],
        )
        cards = self.engine.ask(question, DEPTH)
        block = with_block(
            self.engine, Asked(question, self.life.person.id, 0, Span.DAY), (), BUDGET
        )
        by_words = any(turn.text in text for text in (block.text, *(card.text for card in cards)))
        return by_words or turn.id in block.turns

    def forget(self, numbers: Sequence[int]) -> None:
        self.engine.device.rights.forget([self.ids[self.turns[one - 1].id] for one in numbers])


def opens_peer(system: str, python: str) -> Opens:
    """Gives how another store is opened.

    Args:
        system: One of `benchmarks.peer_stores.SYSTEMS`.
        python: An interpreter that has it.
    """

    @contextmanager
    def opens(_life: Life, turns: Sequence[Turn], folder: Path) -> Iterator[Store]:
        texts = [spoken(turn) for turn in turns]
        vectors = np.asarray(Encoder.default().encode(texts), np.float32)
        peer = Peer(system, folder, python)
        store = _PeerStore(peer, vectors)
        store.run("fill", texts=np.array(texts), singly=len(texts))
        yield store

    return opens


@dataclass(frozen=True, slots=True)
class _PeerStore:
    peer: Peer
    vectors: Vectors

    @property
    def written(self) -> list[Path]:
        return self.peer.written

    @property
    def held(self) -> range:
        return range(1, len(self.vectors) + 1)

    def vector(self, number: int) -> Vectors:
        return np.asarray(self.vectors[number - 1], np.float32)

    def come_back(self, numbers: Sequence[int]) -> set[int]:
        told = self.run("use", queries=self.vectors[[one - 1 for one in numbers]])
        return {one for one, found in zip(numbers, told["found"], strict=True) if one in found}

    def forget(self, numbers: Sequence[int]) -> None:
        self.run("delete", deleted=np.array(numbers))

    def run(self, act: str, **job: object) -> dict[str, list[list[int]]]:
        """Gives what an act told.

        Raises:
            NotRun: it did not run.
        """
        told = self.peer.run(act, vectors=self.vectors, **job)
        if "skipped" in told:
            raise NotRun(told["skipped"])
        return told
