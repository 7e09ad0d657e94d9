"""What a new memory is to the nearest that there are: the same again, a change of mind, or apart.

The nearest are opened through the guard's engine door, once for a batch, and compared by their
words (`change`). Nothing is decided here about what is shown: a memory only says what it replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from device.access import Guard
from device.encoder.fold import fold
from device.memory.records import Memory
from device.memory.sentence.change import Relation, compare
from device.memory.sentence.reading import Read, Statement
from device.vault.rows import Rows, Vectors

Near: TypeAlias = Callable[[Vectors, int], list[tuple[int, float]]]

_COMPARED: Final = 8  # of the nearest
_LEAST_COSINE: Final = 0.25


@dataclass(frozen=True, slots=True)
class Tie:
    """How a new memory is tied to those that there are.

    Attributes:
        same_as: Says just the same, by the same speaker.
        replaces: What it replaces.
        replaced_by: What was said later, though it was stored sooner, and replaces it.
        doubtful: What it may replace, at most one: both are kept, and their owner is asked.
        follows: What is of the same matter, as far as one can tell, and was said sooner.
    """

    same_as: int | None = None
    replaces: tuple[int, ...] = ()
    replaced_by: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()
    follows: tuple[int, ...] = ()


class Succession:
    """Finds the ties of new memories."""

    def __init__(self, guard: Guard, near: Near) -> None:
        self._guard = guard
        self._near = near

    def ties(
        self,
        new: Sequence[Statement],
        vectors: Sequence[Vectors | None],
        first_id: int | None = None,
    ) -> list[Tie]:
        """Gives the tie of each new statement.

        Args:
            vectors: Of the statements, unit vectors; None where there is none. *Shape:* (256,)
                each.
            first_id: The number that the first of them will be stored under, and the others those
                after it: then each is compared with those before it too.
        """
        # Each is read once, and let go with the batch: what is read of a text is text as well.
        batch = [Read(statement) for statement in new]
        nearest = [[] if vector is None else self._nearest(vector) for vector in vectors]
        known = {} if first_id is None else dict(enumerate(batch, first_id))
        if first_id is not None:
            nearest = [
                sorted(found + _before(vectors, at, first_id), key=lambda one: -one[1])[:_COMPARED]
                for at, found in enumerate(nearest)
            ]
        wanted = {item_id for found in nearest for item_id, _ in found} - known.keys()
        if wanted:
            for row, memory in self._guard.engine(sorted(wanted), "compare"):
                known[int(row["id"][0])] = Read(_statement(row, memory))
        return [
            _tie(
                one,
                [
                    (item_id, known[item_id], cosine)
                    for item_id, cosine in found
                    if item_id in known
                ],
            )
            for one, found in zip(batch, nearest, strict=True)
        ]

    def _nearest(self, vector: Vectors) -> list[tuple[int, float]]:
        return [one for one in self._near(vector, _COMPARED) if one[1] >= _LEAST_COSINE]


def _before(vectors: Sequence[Vectors | None], at: int, first_id: int) -> list[tuple[int, float]]:
    """Gives those of a batch that stand before one and are near it, by their numbers to be."""
    own = vectors[at]
    if own is None:
        return []
    near = [
        (first_id + place, float(own @ other))
        for place, other in enumerate(vectors[:at])
        if other is not None
    ]
    return [one for one in near if one[1] >= _LEAST_COSINE]


def _tie(new: Read, others: Sequence[tuple[int, Read, float]]) -> Tie:
    found: dict[Relation, list[int]] = {relation: [] for relation in Relation}
    replaced_by: list[int] = []
    follows: list[int] = []
    for item_id, other, cosine in others:
        if _same(new.said) == _same(other.said):
            return Tie(same_as=item_id)
        if new.said.at >= other.said.at:
            relation = compare(new, other, cosine)
            found[relation].append(item_id)
            if relation in {Relation.FOLLOWS, Relation.DOUBTFUL}:
                follows.append(item_id)
        else:
            relation = compare(other, new, cosine)
            if relation is Relation.REPLACES:
                replaced_by.append(item_id)
            elif relation is Relation.DOUBTFUL:
                found[relation].append(item_id)
    doubtful = found[Relation.DOUBTFUL]
    # Nobody is asked twice of one thing: of several the nearest, which comes first.
    return Tie(
        replaces=tuple(found[Relation.REPLACES]),
        replaced_by=tuple(replaced_by),
        doubtful=tuple(doubtful[:1]),
        follows=tuple(follows),
    )


def _statement(row: Rows, memory: Memory) -> Statement:
    return Statement(memory.text, memory.speaker, memory.by_owner, int(row["at"][0]))


def _same(statement: Statement) -> tuple[str, str]:
    return " ".join(fold(statement.text).split()), fold(statement.speaker)
