"""Tells whether a Cedar policy applies to a scene. Pure Python, so a phone needs no Cedar engine.

A policy is compiled once, from Cedar's own JSON form of it, into closures within closures.

Invariants:
1. A condition answers True or False, or raises EvaluationError, each where Cedar does the same.
2. What is unknown here (extension types, tags, templates) is refused when a policy is compiled,
   never when it is asked. So is an unknown part of a known form: it might have narrowed the rule.
3. Types are strict: true is not 1, nothing is "truthy", and numbers do not leave 64 bits.
4. No entity has parents, and only the resource has attributes.

A scene is taken as given: its values must be of the types that `Value` names, not of subtypes.

Source: docs.cedarpolicy.com, "JSON policy format" and "Operators and functions".
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final, TypeAlias, TypeVar

from policy.errors import PolicyError

_MAX_DEPTH: Final = 100  # a level takes up to three calls, and Python stops at a thousand


class EvaluationError(Exception):
    """A policy could not be evaluated: a wrong type, a missing attribute, or an overflow."""


@dataclass(frozen=True, slots=True)
class EntityId:
    """Names one entity; the type includes its namespace, as in "Bojagi::Owner"."""

    type: str
    id: str


# A set holds strings, numbers and entities as they are; for all else it is made by `set_of`.
Value: TypeAlias = bool | int | str | EntityId | frozenset[Any] | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scene:
    """What a policy is asked about. `attributes` are those of the resource."""

    principal: EntityId
    action: EntityId
    resource: EntityId
    attributes: Mapping[str, Value]
    context: Mapping[str, Value]


Condition: TypeAlias = Callable[[Scene], bool]
_Evaluator: TypeAlias = Callable[[Scene], Any]
_T = TypeVar("_T")


def compile_policy(policy: Mapping[str, Any]) -> Condition:
    """Gives what tells whether one policy applies to a scene; asking may raise EvaluationError.

    Args:
        policy: The policy in Cedar's JSON form.

    Raises:
        PolicyError: the policy uses what is unknown here, or nests too deep.
    """
    stated = {name: part for name, part in policy.items() if name != "annotations"}
    _, *scope, conditions = _parts(
        "policy", stated, "effect", "principal", "action", "resource", "conditions"
    )
    terms = [
        term
        for variable, constraint in zip(("principal", "action", "resource"), scope, strict=True)
        for term in _scope(variable, constraint)
    ]
    for condition in conditions:
        kind, body = _parts("condition", condition, "kind", "body")
        if kind not in {"when", "unless"}:
            raise _unsupported(kind)
        terms.append(_truth(body if kind == "when" else {"!": {"arg": body}}, depth=0))
    return _until(False, terms)


def values_read(policy: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """Gives the attributes that a policy may look at, as ("resource", "labels").

    An attribute of anything but a variable counts as the resource's, for it may be the resource.
    ("context", "*") stands for a context that is handled as a whole.
    """
    read = set()
    waiting: list[object] = [policy["conditions"]]
    while waiting:
        match waiting.pop():
            case {"left": {"Var": str(variable)}, "attr": str(name)}:
                read.add((variable, name))
            case {"left": left, "attr": str(name)}:
                read.add(("resource", name))
                waiting.append(left)
            case {"Var": "context"}:
                read.add(("context", "*"))
            case dict() as fields:
                waiting += fields.values()
            case list() as items:
                waiting += items
            case _:
                pass
    return frozenset(read)


def set_of(members: Iterable[Value]) -> frozenset[Any]:
    """Gives a set of any values; Python's own would take true and 1 for one, and no records."""
    return frozenset(map(_key, members))


def _key(value: Any) -> Any:
    """Gives what Python compares as Cedar compares the value itself: strictly, and hashable."""
    if type(value) is str:  # the most common first
        return value
    if value is True or value is False:
        return (value,)
    if isinstance(value, Mapping):
        return "record", frozenset((name, _key(part)) for name, part in value.items())
    return value


# --- the parts of a policy

_PART_TYPES: Final = {"conditions": list, "pattern": list} | dict.fromkeys(
    ("attr", "entity_type", "id", "kind", "type"), str
)


def _expect(kind: type[_T], value: Any) -> _T:
    if isinstance(value, kind):
        return value
    raise EvaluationError(f"expected {kind.__name__}, found {type(value).__name__}")


def _unsupported(found: object) -> PolicyError:
    return PolicyError("policy.unsupported", found=str(found))


def _parts(form: str, given: Any, *names: str) -> list[Any]:
    """Gives the named parts of a form, which must have them all and no other."""
    if not isinstance(given, Mapping) or given.keys() != set(names):
        raise _unsupported(form)
    if not all(isinstance(given[name], _PART_TYPES.get(name, object)) for name in names):
        raise _unsupported(form)
    return [given[name] for name in names]


def _scope(variable: str, constraint: Any) -> list[Condition]:
    """Gives the terms of `principal is T in E` and its like: none, one or two."""
    entity_of = attrgetter(variable)
    match constraint:
        case {"op": "All", **rest} if not rest:
            return []
        case {"op": "is", "entity_type": str(kind), **rest} if not rest:
            return [lambda scene: entity_of(scene).type == kind]
        case {"op": "is", "in": place, **rest}:
            within = {"op": "in", "entities": _parts("in", place, "entity")}
            return [*_scope(variable, {"op": "is", **rest}), *_scope(variable, within)]
        case {"op": "==" | "in", "entity": entity, **rest} if not rest:
            entities = [entity]
        case {"op": "in", "entities": [*entities], **rest} if not rest:
            pass
        case _:
            raise _unsupported(variable)
    wanted = {tuple(_parts("entity", entity, "type", "id")) for entity in entities}

    def is_wanted(scene: Scene) -> bool:
        entity = entity_of(scene)
        return (entity.type, entity.id) in wanted  # twice as fast as to hash the entity

    return [is_wanted]


def _compile(expression: Any, depth: int) -> _Evaluator:
    if depth > _MAX_DEPTH:
        raise PolicyError("policy.too_deep", limit=_MAX_DEPTH)
    if not isinstance(expression, Mapping) or len(expression) != 1:
        raise _unsupported("expression")
    ((name, given),) = expression.items()
    depth += 1
    if name in _FORMS:
        return _FORMS[name](given, depth)
    if name in _UNARY:
        of_one = _UNARY[name]
        (argument,) = (_compile(part, depth) for part in _parts(name, given, "arg"))
        return lambda scene: of_one(argument(scene))
    if name in _BINARY:
        of_two = _BINARY[name]
        left, right = (_compile(part, depth) for part in _parts(name, given, "left", "right"))
        return lambda scene: of_two(left(scene), right(scene))
    raise _unsupported(name)


def _truth(expression: Any, depth: int) -> Condition:
    """Compiles what has to be a boolean wherever it is evaluated."""
    evaluate = _compile(expression, depth)
    if expression.keys() <= _BOOLEAN:
        return evaluate

    return lambda scene: _expect(bool, evaluate(scene))


def _until(end: bool, terms: Iterable[Condition]) -> Condition:
    """Joins terms: `a && b` ends at the first False, `a || b` at the first True."""
    each = tuple(terms)

    def joined(scene: Scene) -> bool:
        for term in each:
            if term(scene) is end:
                return end
        return not end

    return joined


# --- forms: what looks at more than the values of its operands


def _chain(name: str) -> Callable[[Any, int], Condition]:
    """Compiles `a && b && c`, which nests as deep on the left as it is long, into one loop."""

    def compile_chain(given: Any, depth: int) -> Condition:
        terms = []
        expression: Any = {name: given}
        while isinstance(expression, Mapping) and expression.keys() == {name}:
            expression, right = _parts(name, expression[name], "left", "right")
            terms.append(_truth(right, depth))
        terms.append(_truth(expression, depth))
        return _until(name == "||", reversed(terms))

    return compile_chain


def _literal(given: Any) -> Value:
    match given:
        case bool() | int() | str():
            return given
        case {"__entity": entity, **rest} if not rest:
            return EntityId(*_parts("entity", entity, "type", "id"))
        case _:
            raise _unsupported("Value")


def _value(given: Any, _depth: int) -> _Evaluator:
    value = _literal(given)
    return lambda _scene: value


def _variable(given: Any, _depth: int) -> _Evaluator:
    if given not in ("principal", "action", "resource", "context"):
        raise _unsupported("Var")
    return attrgetter(given)


def _set(given: Any, depth: int) -> _Evaluator:
    if not isinstance(given, list):
        raise _unsupported("Set")
    members = [_compile(member, depth) for member in given]
    if any(member.keys() != {"Value"} for member in given):
        return lambda scene: set_of(member(scene) for member in members)
    constant = set_of(_literal(member["Value"]) for member in given)
    return lambda _scene: constant


def _record(given: Any, depth: int) -> _Evaluator:
    if not isinstance(given, Mapping):
        raise _unsupported("Record")
    fields = {name: _compile(field, depth) for name, field in given.items()}
    return lambda scene: {name: field(scene) for name, field in fields.items()}


def _attributes(left: Any, depth: int) -> Callable[[Scene], Mapping[str, Value]]:
    """Compiles a record or an entity, as what has attributes."""
    if left == {"Var": "context"}:
        return attrgetter("context")
    if left == {"Var": "resource"}:
        return attrgetter("attributes")
    holder = _compile(left, depth)

    def attributes(scene: Scene) -> Mapping[str, Value]:
        value = holder(scene)
        if isinstance(value, EntityId):
            return scene.attributes if value == scene.resource else {}
        if isinstance(value, Mapping):
            return value
        raise EvaluationError("expected a record or an entity")

    return attributes


def _attribute(given: Any, depth: int) -> _Evaluator:
    left, name = _parts(".", given, "left", "attr")
    attributes = _attributes(left, depth)

    def attribute(scene: Scene) -> Value:
        try:
            return attributes(scene)[name]
        except KeyError:
            raise EvaluationError("no such attribute") from None

    return attribute


def _has(given: Any, depth: int) -> Condition:
    left, name = _parts("has", given, "left", "attr")
    attributes = _attributes(left, depth)
    return lambda scene: name in attributes(scene)


def _is(given: Any, depth: int) -> Condition:
    optional = ("in",) if isinstance(given, Mapping) and "in" in given else ()
    left, kind, *places = _parts("is", given, "left", "entity_type", *optional)
    value_of = _compile(left, depth)
    places_of = [_compile(place, depth) for place in places]

    def is_of_kind(scene: Scene) -> bool:
        entity = _expect(EntityId, value_of(scene))
        return entity.type == kind and all(_is_in(entity, place(scene)) for place in places_of)

    return is_of_kind


def _like(given: Any, depth: int) -> Condition:
    left, pattern = _parts("like", given, "left", "pattern")
    value_of = _compile(left, depth)
    pieces = [""]  # what stands between the wildcards
    for element in pattern:
        match element:
            case "Wildcard":
                pieces.append("")
            case {"Literal": str(text), **rest} if not rest:
                pieces[-1] += text
            case _:
                raise _unsupported("like")

    return lambda scene: _holds_in_order(_expect(str, value_of(scene)), pieces)


def _holds_in_order(text: str, pieces: Sequence[str]) -> bool:
    """Whether the text is the pieces with anything between. No pattern is slow: none goes back."""
    if len(pieces) == 1:
        return text == pieces[0]
    first, *between, last = pieces
    start, end = len(first), len(text) - len(last)
    for piece in between:
        found = text.find(piece, start)
        if found < 0:
            return False
        start = found + len(piece)
    return start <= end and text.startswith(first) and text.endswith(last)


def _if(given: Any, depth: int) -> _Evaluator:
    condition, then, otherwise = _parts("if-then-else", given, "if", "then", "else")
    holds = _truth(condition, depth)
    one, other = _compile(then, depth), _compile(otherwise, depth)
    return lambda scene: one(scene) if holds(scene) else other(scene)


_FORMS: Final[Mapping[str, Callable[[Any, int], _Evaluator]]] = {
    "Value": _value,
    "Var": _variable,
    "Set": _set,
    "Record": _record,
    ".": _attribute,
    "has": _has,
    "is": _is,
    "like": _like,
    "if-then-else": _if,
    "&&": _chain("&&"),
    "||": _chain("||"),
}


# --- operators: what looks at nothing but the values of its operands


def _is_in(entity: Any, place: Any) -> bool:
    """Whether it is that entity or among those: without parents, nothing is within another."""
    places = place if isinstance(place, frozenset) else (place,)
    for one in (entity, *places):
        _expect(EntityId, one)
    return entity in places


def _on_numbers(compute: Callable[[int, int], Any]) -> Callable[[Any, Any], Any]:
    def apply(left: Any, right: Any) -> Any:
        if type(left) is int and type(right) is int:  # to isinstance, a bool is an int
            return compute(left, right)
        raise EvaluationError("expected a number")

    return apply


def _in_64_bits(compute: Callable[[int, int], int]) -> Callable[[Any, Any], Any]:
    def apply(left: int, right: int) -> int:
        number = compute(left, right)
        if -(2**63) <= number < 2**63:
            return number
        raise EvaluationError("overflow")

    return _on_numbers(apply)


_minus: Final = _in_64_bits(operator.sub)

_UNARY: Final[Mapping[str, Callable[[Any], Any]]] = {
    "!": lambda value: not _expect(bool, value),
    "neg": lambda value: _minus(0, value),
    "isEmpty": lambda value: not _expect(frozenset, value),
}

_BINARY: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "==": lambda left, right: _key(left) == _key(right),
    "!=": lambda left, right: _key(left) != _key(right),
    "<": _on_numbers(operator.lt),
    "<=": _on_numbers(operator.le),
    ">": _on_numbers(operator.gt),
    ">=": _on_numbers(operator.ge),
    "+": _in_64_bits(operator.add),
    "-": _minus,
    "*": _in_64_bits(operator.mul),
    "in": _is_in,
    "contains": lambda left, right: _key(right) in _expect(frozenset, left),
    "containsAll": lambda left, right: _expect(frozenset, left) >= _expect(frozenset, right),
    "containsAny": lambda left, right: (
        not (_expect(frozenset, left).isdisjoint(_expect(frozenset, right)))
    ),
}

# What never gives anything but a boolean, and so is not checked again where one is needed.
_BOOLEAN: Final = (
    {"has", "is", "like", "&&", "||", "!", "isEmpty", "==", "!=", "<", "<=", ">", ">="}
    | {"in", "contains", "containsAll", "containsAny"}
)  # fmt: skip
