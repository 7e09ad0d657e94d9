"""Decision diagrams: sets of scenes that are written down without listing the scenes.

A diagram asks for the value of one variable after another, always in the same order, and ends in
NOWHERE or EVERYWHERE. Two branches that come to the same are one branch, so a question about more
scenes than could ever be listed is often answered in a few hundred steps. Equal sets of scenes are
the same number, which makes "is there any?" a comparison with NOWHERE.

Source: Bryant 1986, "Graph-based algorithms for Boolean function manipulation", for variables of
more than two values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

Node: TypeAlias = int  # a set of scenes

NOWHERE: Final = 0
EVERYWHERE: Final = 1
_NO_VARIABLE: Final = 1 << 30  # that of the two ends: after every other
_A_QUESTION: Final = 20  # steps that asking takes by itself
_MOST_FORGETTABLE: Final = 200_000  # diagrams or joins; some 200 bytes each


class Undecidable(Exception):
    """The budget is spent, or a rule says what is not followed here."""


class Diagrams:
    """Makes diagrams and joins them, each step out of a budget.

    Args:
        per_question: Steps from one `start` to the next.
        in_all: Steps ever.
    """

    def __init__(self, per_question: int, in_all: int) -> None:
        self._per_question = per_question
        self._in_all = in_all
        self._left = 0
        self._kept = 2
        self._variables = [_NO_VARIABLE, _NO_VARIABLE]
        self._branches: list[tuple[Node, ...]] = [(), ()]
        self._numbers: dict[tuple[int, tuple[Node, ...]], Node] = {}
        self._joined: dict[tuple[Node, Node, Node], Node] = {}
        self._rests: dict[Node, Node] = {NOWHERE: EVERYWHERE, EVERYWHERE: NOWHERE}

    def start(self) -> None:
        """Begins another question, and forgets what the former ones made if it was much."""
        if max(len(self._variables) - self._kept, len(self._joined)) > _MOST_FORGETTABLE:
            self._forget()
        self._left = min(self._per_question, self._in_all)
        self.spend(_A_QUESTION)

    def keep(self) -> None:
        """Never forgets what was made until now."""
        self._kept = len(self._variables)

    def spend(self, steps: int = 1) -> None:
        """Takes steps from the budget.

        Raises:
            Undecidable: there are not so many left.
        """
        self._left -= steps
        self._in_all -= steps
        if self._left < 0:
            raise Undecidable

    def branch(self, variable: int, branches: tuple[Node, ...]) -> Node:
        """Gives the scenes that each value of a variable leads to, in the order of its values."""
        first = branches[0]
        if all(branch == first for branch in branches):
            return first
        node = self._numbers.setdefault((variable, branches), len(self._variables))
        if node == len(self._variables):
            self._variables.append(variable)
            self._branches.append(branches)
        return node

    def both(self, one: Node, other: Node) -> Node:
        """Gives the scenes that are in both."""
        return self._join(one, other, NOWHERE)

    def either(self, one: Node, other: Node) -> Node:
        """Gives the scenes that are in one of them at least."""
        return self._join(one, other, EVERYWHERE)

    def rest(self, node: Node) -> Node:
        """Gives the scenes that are not in it."""
        known = self._rests.get(node)
        if known is None:
            self.spend()
            branches = []
            for branch in self._branches[node]:  # no comprehension: it would take a frame more
                branches.append(self.rest(branch))  # noqa: PERF401
            known = self._rests[node] = self.branch(self._variables[node], tuple(branches))
            self._rests[known] = node
        return known

    def path(self, node: Node) -> Mapping[int, int]:
        """Gives the number of a value for each variable that decides whether a scene is in it.

        The first value that leads anywhere is taken, so that a path keeps to ordinary values.
        """
        path = {}
        while node > EVERYWHERE:
            variable, branches = self._variables[node], self._branches[node]
            path[variable] = next(at for at, branch in enumerate(branches) if branch != NOWHERE)
            node = branches[path[variable]]
        return path

    def _forget(self) -> None:
        kept = self._kept
        for made in zip(self._variables[kept:], self._branches[kept:], strict=True):
            del self._numbers[made]
        del self._variables[kept:], self._branches[kept:]
        self._joined.clear()
        self._rests = {
            node: rest for node, rest in self._rests.items() if node < kept and rest < kept
        }

    def _join(self, one: Node, other: Node, end: Node) -> Node:
        """Joins two sets; `end` is the one that swallows every other."""
        if one > other:
            one, other = other, one
        if end in (one, other):
            return end
        if one == other:
            return one
        if one <= EVERYWHERE:  # what is left changes nothing
            return other
        known = self._joined.get((one, other, end))
        if known is None:
            self.spend()
            variable = min(self._variables[one], self._variables[other])
            left, right = self._branches_at(one, variable), self._branches_at(other, variable)
            size = max(len(left), len(right))
            branches = []
            for at in range(size):
                first = left[at] if left else one
                second = right[at] if right else other
                branches.append(self._join(first, second, end))
            known = self.branch(variable, tuple(branches))
            self._joined[one, other, end] = known
        return known

    def _branches_at(self, node: Node, variable: int) -> tuple[Node, ...]:
        return self._branches[node] if self._variables[node] == variable else ()
