"""Where a condition is true: its expression, as the set of all scenes in which it is.

Connectives and set operators are followed here. Whatever else gives true or false is asked of
`policy.evaluate` itself, for each combination of the values that it reads, so that there is no
second opinion about numbers, strings and types.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial, reduce
from itertools import product
from math import prod
from typing import Any, Final

from policy.analysis.diagram import EVERYWHERE, NOWHERE, Diagrams, Node, Undecidable
from policy.analysis.expressions import SET_FORMS, Expression, chain, read_by, split
from policy.analysis.values import SETS, TAGS, Variable
from policy.analysis.witness import DOOR, ORDINARY, PRINCIPAL, Key
from policy.evaluate import EvaluationError, Scene, Value, compile_policy
from policy.vocabulary import Door, PrincipalKind

_ANY: Final = {"op": "All"}
_MOST_COMBINATIONS: Final = 20_000  # of values, for one comparison: some 100 ms


@dataclass(frozen=True, slots=True)
class Truth:
    """Where an expression is true and where it cannot be evaluated; elsewhere it is false."""

    true: Node
    error: Node


class Truths:
    """Finds where conditions are true, by what tells scenes apart.

    All of it raises Undecidable where the budget is spent or an expression is not followed.
    """

    def __init__(self, variables: Sequence[Variable], diagrams: Diagrams) -> None:
        self._diagrams = diagrams
        self._variables = variables
        self._numbers = {one.key: at for at, one in enumerate(variables) if one.word is None}
        self._words: dict[Key, dict[str, int]] = {}  # of each set, the number of each word
        for at, one in enumerate(variables):
            if one.word is not None:
                self._words.setdefault(one.key, {})[one.word] = at

    def at(self, key: Key, holds: Callable[[Any], bool]) -> Node:
        """Gives the scenes in which a value is as wanted."""
        return self._where(self._number(key), holds)

    def empty(self, key: Key) -> Node:
        """Gives the scenes in which a set has nothing in it."""
        return self._diagrams.rest(self._any(self._members_of(key).values()))

    def of_rule(self, source: Mapping[str, Any]) -> Truth:
        """Gives where a rule's scope and conditions are all true."""
        stated = {name: part for name, part in source.items() if name != "annotations"}
        truth = self._asked({**stated, "conditions": []}, {PRINCIPAL, DOOR})
        for condition in source["conditions"]:
            body = self._of(condition["body"])
            truth = self._then(truth, body if condition["kind"] == "when" else self._not(body))
        return truth

    def _of(self, expression: Expression) -> Truth:
        self._diagrams.spend()
        ((name, given),) = expression.items()
        match name:
            case "&&" | "||":
                join = self._then if name == "&&" else self._else
                return reduce(join, map(self._of, reversed(list(chain(expression)))))
            case "!":
                return self._not(self._of(given["arg"]))
            case "if-then-else":
                return self._choice(given["if"], given["then"], given["else"])
            case _:
                return self._atom(expression)

    def _atom(self, expression: Expression) -> Truth:
        """Gives where something without connectives is true."""
        read = read_by(expression)
        has_sets = any(key in SETS or key == TAGS for key in read)
        if not has_sets and self._combinations(read) <= _MOST_COMBINATIONS:
            condition = {"kind": "when", "body": expression}
            scope = {"effect": "permit", "principal": _ANY, "action": _ANY, "resource": _ANY}
            return self._asked({**scope, "conditions": [condition]}, read)
        parts = split(expression)
        if parts is not None:
            return self._choice(*parts)
        ((name, given),) = expression.items()
        if not has_sets or name not in SET_FORMS:
            raise Undecidable
        return Truth(self._set_form(name, given), NOWHERE)

    def _asked(self, policy: Mapping[str, Any], read: Iterable[Key]) -> Truth:
        """Asks the evaluator, for each combination of values."""
        numbers = sorted(map(self._number, read))
        keys = [self._variables[number].key for number in numbers]
        condition = compile_policy(policy)
        true: list[Node] = []
        error: list[Node] = []
        for values in product(*(self._variables[number].values for number in numbers)):
            self._diagrams.spend()
            try:
                answer: bool | None = condition(_scene(dict(zip(keys, values, strict=True))))
            except EvaluationError:
                answer = None
            true.append(EVERYWHERE if answer else NOWHERE)
            error.append(EVERYWHERE if answer is None else NOWHERE)
        return Truth(self._tree(numbers, true), self._tree(numbers, error))

    def _tree(self, numbers: Sequence[int], ends: Sequence[Node]) -> Node:
        """Gives the diagram with these ends, in the order of the combinations of values."""
        for number in reversed(numbers):
            size = len(self._variables[number].values)
            groups = (tuple(ends[at : at + size]) for at in range(0, len(ends), size))
            ends = [self._diagrams.branch(number, group) for group in groups]
        return ends[0]

    # --- sets

    def _set_form(self, name: str, given: Mapping[str, Expression]) -> Node:
        both, rest = self._diagrams.both, self._diagrams.rest
        if name == "isEmpty":
            return rest(self._any(self._members(given["arg"]).values()))
        left = self._members(given["left"])
        if name == "contains":
            elements = self._strings(given["right"])
            return self._any(
                both(where, left.get(text, NOWHERE)) for text, where in elements.items()
            )
        right = self._members(given["right"])
        if name == "containsAny":
            return self._any(both(left[word], right[word]) for word in left if word in right)
        within = rest(self._any(self._outside(left, right)))
        if name == "containsAll":
            return within
        same = both(within, rest(self._any(self._outside(right, left))))
        return same if name == "==" else rest(same)

    def _outside(self, left: Mapping[str, Node], right: Mapping[str, Node]) -> Iterator[Node]:
        """Gives where a word of the right set is not in the left one."""
        for word, where in right.items():
            yield self._diagrams.both(where, self._diagrams.rest(left.get(word, NOWHERE)))

    def _members(self, expression: Expression) -> dict[str, Node]:
        """Gives where each word is in a set."""
        match expression:
            case {"Set": list(parts)}:
                members: dict[str, Node] = {}
                for part in parts:
                    for text, where in self._strings(part).items():
                        members[text] = self._diagrams.either(where, members.get(text, NOWHERE))
                return members
            case {".": {"left": {"Var": str(owner)}, "attr": str(name)}}:
                return self._members_of((owner, name))
            case _:
                raise Undecidable

    def _members_of(self, key: Key) -> dict[str, Node]:
        words = self._words.get(key)
        if words is None:
            raise Undecidable
        return {word: self._where(at, bool) for word, at in words.items()}

    def _strings(self, expression: Expression) -> dict[str, Node]:
        """Gives where something is which string."""
        match expression:
            case {"Value": str(text)}:
                return {text: EVERYWHERE}
            case {".": {"left": {"Var": str(owner)}, "attr": str(name)}}:
                number = self._number((owner, name))
                values = self._variables[number].values
                return {
                    str(text): self._where(number, partial(operator.eq, text)) for text in values
                }
            case _:
                raise Undecidable

    # --- joining

    def _then(self, first: Truth, second: Truth) -> Truth:
        both = self._diagrams.both
        error = self._diagrams.either(first.error, both(first.true, second.error))
        return Truth(both(first.true, second.true), error)

    def _else(self, first: Truth, second: Truth) -> Truth:
        return self._not(self._then(self._not(first), self._not(second)))

    def _not(self, truth: Truth) -> Truth:
        either = self._diagrams.either(truth.true, truth.error)
        return Truth(self._diagrams.rest(either), truth.error)

    def _choice(self, condition: Expression, then: Expression, otherwise: Expression) -> Truth:
        chosen = self._of(condition)
        one = self._then(chosen, self._of(then))
        other = self._then(self._not(chosen), self._of(otherwise))
        either = self._diagrams.either
        return Truth(either(one.true, other.true), either(one.error, other.error))

    def _any(self, nodes: Iterable[Node]) -> Node:
        return reduce(self._diagrams.either, nodes, NOWHERE)

    def _where(self, number: int, holds: Callable[[Any], bool]) -> Node:
        values = self._variables[number].values
        ends = tuple(EVERYWHERE if holds(value) else NOWHERE for value in values)
        return self._diagrams.branch(number, ends)

    def _combinations(self, read: Iterable[Key]) -> int:
        return prod(len(self._variables[self._number(key)].values) for key in read)

    def _number(self, key: Key) -> int:
        number = self._numbers.get(key)
        if number is None:
            raise Undecidable
        return number


def _scene(values: Mapping[Key, Any]) -> Scene:
    """Gives an ordinary scene with these values."""
    kind = values.get(PRINCIPAL, ORDINARY.request.principal)
    scene = _ordinary_scene(kind, values.get(DOOR, ORDINARY.request.door))
    parts: dict[str, dict[str, Value]] = {"resource": {}, "context": {}, "request": {}}
    for (owner, name), value in values.items():
        parts[owner][name] = value
    return Scene(
        scene.principal,
        scene.action,
        scene.resource,
        {**scene.attributes, **parts["resource"]},
        {**scene.context, **parts["context"]},
    )


@cache
def _ordinary_scene(principal: PrincipalKind, door: Door) -> Scene:
    request = replace(ORDINARY.request, principal=principal, door=door)
    return replace(ORDINARY, request=request).scene()
