"""Finds words and numbers in rules that what they are compared with can never be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final
from unicodedata import normalize

from policy.analysis.findings import OutOfRange, UnknownWord
from policy.analysis.values import DEVICES, LEVELS, SETS, TAGS, WORDS, is_device, is_tag
from policy.analysis.witness import Key
from policy.bundle import Rule

_EQUALS: Final = {"==", "!=", "contains", "containsAll", "containsAny"}
_TURNED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def strange_words(rule: Rule) -> Iterator[UnknownWord | OutOfRange]:
    """Gives what a rule compares in vain, each word once."""
    told = set()
    for name, left, right in _comparisons(rule.source["conditions"]):
        for one, other, order in ((left, right, name), (right, left, _TURNED.get(name, name))):
            for key in _attributes(one):
                for value in _constants(other):
                    found = _strange(rule, key, order, value)
                    if found is not None and found not in told:
                        told.add(found)
                        yield found


def _strange(rule: Rule, key: Key, name: str, value: object) -> UnknownWord | OutOfRange | None:
    attribute = ".".join(key)
    if isinstance(value, str):
        known = tuple(str(word) for word in WORDS.get(key, SETS.get(key, ())))
        if not _is_strange(key, value, known):
            return None
        nearest = _nearest(key, value, known)
        return UnknownWord(rule.id, rule.line, attribute, value, known, nearest)
    if type(value) is int and key in LEVELS and _is_vain(name, LEVELS[key], value):
        levels = LEVELS[key]
        return OutOfRange(rule.id, rule.line, attribute, value, levels[0], levels[-1])
    return None


def _is_strange(key: Key, text: str, known: tuple[str, ...]) -> bool:
    if key == TAGS:
        return not is_tag(text)
    if key in DEVICES:
        return not is_device(text)
    return bool(known) and text not in known


def _nearest(key: Key, text: str, known: tuple[str, ...]) -> str | None:
    folded = normalize("NFKC", text).casefold().strip()
    if key == TAGS:
        return folded if is_tag(folded) else None
    if folded in known:
        return folded
    return next(iter(get_close_matches(folded, known, 1)), None)


def _is_vain(name: str, levels: range, number: int) -> bool:
    """Tells whether a comparison never tells one level from another, and looks as if it did.

    `hour < 24` is true throughout, and says what it means.
    """
    match name:
        case "<":
            return number <= levels[0]
        case "<=":
            return number < levels[0]
        case ">":
            return number >= levels[-1]
        case ">=":
            return number > levels[-1]
        case _:
            return number not in levels


def _comparisons(conditions: object) -> Iterator[tuple[str, Any, Any]]:
    waiting = [conditions]
    while waiting:
        match waiting.pop():
            case dict() as fields:
                for name, given in fields.items():
                    match given:
                        case {"left": left, "right": right} if name in _EQUALS or name in _TURNED:
                            yield name, left, right
                waiting += fields.values()
            case list() as items:
                waiting += items
            case _:
                pass


def _attributes(expression: Mapping[str, Any]) -> Iterator[Key]:
    """Gives the attributes that may be what is compared."""
    for part in _alternatives(expression):
        match part:
            case {".": {"left": {"Var": str(owner)}, "attr": str(name)}}:
                yield owner, name
            case _:
                pass


def _constants(expression: Mapping[str, Any]) -> Iterator[object]:
    for part in _alternatives(expression):
        match part:
            case {"Value": value}:
                yield value
            case _:
                pass


def _alternatives(expression: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Gives what an expression may come to: the members of a set, the branches of an `if`."""
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        match part:
            case {"Set": list(members)}:
                waiting += members
            case {"if-then-else": {"then": then, "else": otherwise}}:
                waiting += (then, otherwise)
            case _:
                yield part
