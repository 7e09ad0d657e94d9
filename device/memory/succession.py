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
from device.memory.change import Relation, Statement, compare
from device.memory.records import Memory
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
        doubtful: What it may replace; both are kept.
    """

    same_as: int | None = None
    replaces: tuple[int, ...] = ()
    replaced_by: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()


class Succession:
    """Finds the ties of new memories."""

    def __init__(self, guard: Guard, near: Near) -> None:
        self._guard = guard
        self._near = near

    def ties(self, new: Sequence[Statement], vectors: Sequence[Vectors | None]) -> list[Tie]:
        """Gives the tie of each new statement.

        Args:
            vectors: Of the statements, unit vectors; None where there is none. *Shape:* (256,)
                each.
        """
        nearest = [[] if vector is None else self._nearest(vector) for vector in vectors]
        wanted = {item_id for found in nearest for item_id, _ in found}
        if not wanted:
            return [Tie() for _ in new]
        opened = {
            int(row["id"][0]): _statement(row, memory)
            for row, memory in self._guard.engine(sorted(wanted), "compare")
        }
        return [
            _tie(statement, [(one, opened[one], cosine) for one, cosine in found if one in opened])
            for statement, found in zip(new, nearest, strict=True)
        ]

    def _nearest(self, vector: Vectors) -> list[tuple[int, float]]:
        return [one for one in self._near(vector, _COMPARED) if one[1] >= _LEAST_COSINE]


def _tie(new: Statement, others: Sequence[tuple[int, Statement, float]]) -> Tie:
    replaces: list[int] = []
    replaced_by: list[int] = []
    doubtful: list[int] = []
    for item_id, other, cosine in others:
        if _same(new) == _same(other):
            return Tie(same_as=item_id)
        is_later = new.at >= other.at
        match compare(new, other, cosine) if is_later else compare(other, new, cosine):
            case Relation.REPLACES:
                (replaces if is_later else replaced_by).append(item_id)
            case Relation.DOUBTFUL:
                doubtful.append(item_id)
            case Relation.SAME | Relation.APART:
                pass
    return Tie(None, tuple(replaces), tuple(replaced_by), tuple(doubtful))


def _statement(row: Rows, memory: Memory) -> Statement:
    return Statement(memory.text, memory.speaker, memory.by_owner, int(row["at"][0]))


def _same(statement: Statement) -> tuple[str, str]:
    return " ".join(fold(statement.text).split()), fold(statement.speaker)
