"""Takes apart the expressions of Cedar's JSON form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from policy.analysis.diagram import Undecidable
from policy.analysis.values import DEVICES, ORDINARY_VALUES
from policy.analysis.witness import DOOR, PRINCIPAL, Key

Expression: TypeAlias = Mapping[str, Any]

SET_FORMS: Final = {"contains", "containsAll", "containsAny", "isEmpty", "==", "!="}
_TRUTHS: Final = SET_FORMS | {"&&", "||", "!", "<", "<=", ">", ">=", "has", "is", "in", "like"}
_PLACES: Final = ("left", "right", "arg", "in", "if", "then", "else")


def chain(expression: Expression) -> Iterator[Expression]:
    """Gives the terms of `a && b && c`, the last first; it nests as deep as it is long."""
    (name,) = expression
    while expression.keys() == {name}:
        expression, right = expression[name]["left"], expression[name]["right"]
        yield right
    yield expression


def read_by(expression: Expression) -> frozenset[Key]:
    """Gives what the value of an expression can depend on.

    Raises:
        Undecidable: a part of it is not followed here.
    """
    read: set[Key] = set()
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        match part:
            case {".": {"left": {"Var": str(owner)}, "attr": str(name)}}:
                read.add((owner, name))
            case {"has": {"left": {"Var": "context" | "resource"}}}:
                pass  # every scene has the same attributes
            case {"Var": "context"}:
                raise Undecidable
            case {"Var": "principal"}:
                read.add(PRINCIPAL)
            case {"Var": "action"}:
                read.add(DOOR)
            case {"like": {"left": left}} if not read_by(left).isdisjoint(DEVICES):
                raise Undecidable  # what no rule names may differ in what it is like
            case _:
                if "." in part and ("resource", part["."]["attr"]) in ORDINARY_VALUES:
                    read.add(("resource", part["."]["attr"]))  # of what may be the resource
                waiting += (operand for _, operand in _operands(part))
    return frozenset(read)


def split(expression: Expression) -> tuple[Expression, Expression, Expression] | None:
    """Takes a condition out of an expression: gives it, and what is left where it holds or not.

    All operands of what is no connective are evaluated, so the order does not matter.
    """
    for place, operand in _operands(expression):
        ((name, given),) = operand.items()
        if name == "if-then-else":
            condition, then, otherwise = given["if"], given["then"], given["else"]
        elif name in _TRUTHS:
            condition, then, otherwise = operand, {"Value": True}, {"Value": False}
        else:
            inner = split(operand)
            if inner is None:
                continue
            condition, then, otherwise = inner
        replaced = (_replaced(expression, place, one) for one in (then, otherwise))
        return condition, *replaced
    return None


def _operands(expression: Expression) -> Iterator[tuple[str | int, Expression]]:
    """Gives what an expression is put together of, and where it stands in it."""
    ((name, given),) = expression.items()
    match name:
        case "Value" | "Var":
            pass
        case "Set":
            yield from enumerate(given)
        case "Record":
            yield from given.items()
        case _:
            yield from ((place, given[place]) for place in _PLACES if place in given)


def _replaced(expression: Expression, place: str | int, operand: Expression) -> Expression:
    ((name, given),) = expression.items()
    if name == "Set":
        return {name: [operand if at == place else part for at, part in enumerate(given)]}
    return {name: {**given, place: operand}}
