"""Claim: a new statement replaces an older one only where it changes it, and seldom by mistake.

Pairs from the life logs go through `device.memory.sentence.change.compare` with the likeness of
their vectors: what a label or a question says is a change (should be `replaces`), what is a repeat
(should be `same`), the nearest earlier turns that have nothing to do with a turn that is kept
(should be `apart`), and what somebody else says beside what the person said (never `replaces`).
The encoder alone, at the likeness that is wrong as seldom, stands beside it.

    python -m benchmarks.changes --split dev|train|test --json
"""

from __future__ import annotations

import argparse
import json
import platform
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from benchmarks.lifelog.load import SPLITS, Life, exits_when_bad, load_split
from benchmarks.lifelog.records import DATA, QuestionKind, Turn, TurnKind
from benchmarks.provenance import commit_name
from device.encoder.encode import Encoder
from device.memory.sentence.change import Relation, compare
from device.memory.sentence.reading import Read, Statement

Sort = Literal["change", "repeat", "unrelated", "someone_else"]
_SORTS: Final[tuple[Sort, ...]] = ("change", "repeat", "unrelated", "someone_else")
_NEAREST: Final = 5  # earlier turns beside each turn that is kept


@dataclass(frozen=True, slots=True)
class Pair:
    """A later and an earlier turn, and what they should be to each other."""

    sort: Sort
    language: str
    person: str
    new: Turn
    old: Turn
    cosine: float

    def relation(self) -> Relation:
        """Gives what the rules say."""
        return compare(Read(_statement(self.new)), Read(_statement(self.old)), self.cosine)


def main() -> None:
    """Prints one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="a folder of life logs")
    parser.add_argument("--split", choices=SPLITS, default="dev")
    parser.add_argument("--json", action="store_true", help="one JSON line (the only form)")
    options = parser.parse_args()
    with exits_when_bad():
        lives = load_split(options.split, options.data)
    pairs = [pair for life in lives for pair in pairs_of(life)]
    line: dict[str, Any] = {"split": options.split, "people": len(lives), **_figures(pairs)}
    for language in ("ja", "ko", "en"):
        line[language] = _figures([pair for pair in pairs if pair.language == language])
    print(json.dumps(line | {"commit": commit_name(), "machine": platform.machine()}))


def pairs_of(life: Life) -> Iterator[Pair]:
    """Gives all pairs of a log, each once, as the first sort that claims it."""
    likeness = _likeness(life)
    places = {turn.id: place for place, turn in enumerate(life.turns)}
    taken: set[tuple[int, int]] = set()
    tied = _tied(life)
    sorts: list[tuple[Sort, Iterable[tuple[int, int]]]] = [
        ("change", _changes(life, places)),
        ("repeat", _labelled(life, places, TurnKind.REPEAT)),
        ("unrelated", _unrelated(life, places, likeness, tied)),
        ("someone_else", _someone_else(life, likeness, tied)),
    ]
    for sort, found in sorts:
        for new, old in found:
            # What somebody else says is looked at again, whatever else it is.
            if (new, old) in taken and sort != "someone_else":
                continue
            taken.add((new, old))
            cosine = float(likeness[new, old])
            turns = life.turns[new], life.turns[old]
            yield Pair(sort, life.person.language, life.person.id, *turns, cosine)


def _likeness(life: Life) -> npt.NDArray[np.float32]:
    vectors = Encoder.default().encode([turn.text for turn in life.turns])
    product_: npt.NDArray[np.float32] = vectors @ vectors.T
    return product_


def _changes(life: Life, places: dict[str, int]) -> Iterator[tuple[int, int]]:
    yield from _labelled(life, places, TurnKind.CORRECTION)
    for question in life.questions:
        if question.kind is QuestionKind.CHANGE:
            for now, before in product(question.evidence, question.stale):
                if places[now] > places[before]:
                    yield places[now], places[before]


def _labelled(life: Life, places: dict[str, int], kind: TurnKind) -> Iterator[tuple[int, int]]:
    for label in life.labels:
        if label.kind is kind and label.of:
            yield places[label.turn], places[label.of]


def _tied(life: Life) -> set[frozenset[str]]:
    """Gives the pairs that a label or a question ties to each other, in either order."""
    pairs = {frozenset((label.turn, label.of)) for label in life.labels if label.of}
    for question in life.questions:
        named = (*question.evidence, *question.stale)
        pairs |= {frozenset(pair) for pair in product(named, named)}
    return pairs


def _unrelated(
    life: Life,
    places: dict[str, int],
    likeness: npt.NDArray[np.float32],
    tied: set[frozenset[str]],
) -> Iterator[tuple[int, int]]:
    for label in life.labels:
        if label.keep:
            yield from _nearest(life, places[label.turn], likeness, tied)


def _nearest(
    life: Life, new: int, likeness: npt.NDArray[np.float32], tied: set[frozenset[str]]
) -> list[tuple[int, int]]:
    free = [
        old for old in range(new) if frozenset((life.turns[new].id, life.turns[old].id)) not in tied
    ]
    return [(new, old) for old in sorted(free, key=lambda old: -likeness[new, old])[:_NEAREST]]


def _someone_else(
    life: Life,
    likeness: npt.NDArray[np.float32],
    tied: set[frozenset[str]],
) -> Iterator[tuple[int, int]]:
    """Gives the person's own nearest words before what another says, or what is of another."""
    of_another = {label.turn for label in life.labels if label.kind is TurnKind.THIRD_PARTY}
    for new, turn in enumerate(life.turns):
        if turn.speaker == "self" and turn.id not in of_another:
            continue
        own = [old for old in range(new) if life.turns[old].speaker == "self"]
        if turn.speaker == "self":
            own = [old for old in own if frozenset((turn.id, life.turns[old].id)) not in tied]
        yield from (
            (new, old) for old in sorted(own, key=lambda old: -likeness[new, old])[:_NEAREST]
        )


def _statement(turn: Turn) -> Statement:
    return Statement(turn.text, turn.speaker, turn.speaker == "self", int(turn.at.timestamp()))


def _figures(pairs: Sequence[Pair]) -> dict[str, Any]:
    found: dict[Sort, Counter[Relation]] = {sort: Counter() for sort in _SORTS}
    for pair in pairs:
        found[pair.sort][pair.relation()] += 1
    return {
        sort: {"n": said.total()}
        | {relation.value: round(said[relation] / max(said.total(), 1), 4) for relation in Relation}
        for sort, said in found.items()
    } | {"baseline": _baseline(pairs)}


def _baseline(pairs: Sequence[Pair]) -> dict[str, float]:
    """Gives how many changes the likeness alone finds, where it is wrong one time in a hundred."""
    unrelated = [pair.cosine for pair in pairs if pair.sort == "unrelated"]
    threshold = float(np.quantile(unrelated, 0.99)) if unrelated else 1.0
    changed = [pair.cosine > threshold for pair in pairs if pair.sort == "change"]
    repeated = [pair.cosine > threshold for pair in pairs if pair.sort == "repeat"]
    return {
        "cosine": round(threshold, 4),
        "change_recall": round(sum(changed) / max(len(changed), 1), 4),
        "repeat_wrong": round(sum(repeated) / max(len(repeated), 1), 4),
    }


if __name__ == "__main__":
    main()
