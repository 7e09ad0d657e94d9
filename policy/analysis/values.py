"""The values that tell scenes apart: what the analysis tries for each attribute, and no more.

Closed vocabularies and levels are tried whole. Where there is no end of values, those are tried
that some rule can tell from another: each constant, its neighbours, and values that no rule names.
It is exact for every rule that `policy.analysis.truths` follows.

- A moment of showing is compared with constants only (`policy.cedar` sees to it), so a constant
  and its neighbours stand for all ages.
- Devices are only equal to others or not, and two of them meet in a scene, so two that no rule
  names stand for all others.
- Unnamed tags are alike to every rule, so one stands for them all.

A set is one variable for each word that may be in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from typing import Any, Final

from pydantic import ValidationError

from policy.analysis.witness import DOOR, ORDINARY, PRINCIPAL, READS, Key, values_of
from policy.binding import RuleRecord
from policy.bundle import Rule
from policy.evaluate import Value
from policy.obligations import ObligationKind
from policy.vocabulary import (
    Audience,
    AuthLevel,
    Domain,
    Door,
    Label,
    Market,
    PrincipalKind,
    Purpose,
    Sensitivity,
)

ORDINARY_VALUES: Final = values_of(ORDINARY)

WORDS: Final[Mapping[Key, type[StrEnum]]] = {
    ("resource", "domain"): Domain,
    ("resource", "jurisdiction"): Market,
    ("context", "purpose"): Purpose,
    ("context", "audience"): Audience,
}
SETS: Final[Mapping[Key, type[StrEnum]]] = {
    ("resource", "labels"): Label,
    ("context", "granted_labels"): Label,
    ("context", "consented"): Label,
    ("resource", "purposes"): Purpose,
    ("context", "granted_purposes"): Purpose,
    ("resource", "audiences"): Audience,
    ("context", "granted_domains"): Domain,
}
LEVELS: Final[Mapping[Key, range]] = {
    ("resource", "sensitivity"): range(len(Sensitivity)),
    ("resource", "min_auth"): range(len(AuthLevel)),
    ("context", "auth"): range(len(AuthLevel)),
    ("context", "strongest"): range(len(AuthLevel)),
    ("context", "hour"): range(24),
    ("context", "weekday"): range(1, 8),
}
FLAGS: Final[Sequence[Key]] = (
    ("resource", "may_train"),
    ("resource", "may_leave"),
    ("resource", "held"),
    ("context", "foreground"),
    ("context", "expired"),
    ("context", "reads_spent"),
)
DEVICES: Final[Sequence[Key]] = (("resource", "home"), ("context", "device"))
TAGS: Final = ("resource", "tags")
AGE: Final = ("context", "auth_age_s")

_CLOSED: Final[Mapping[Key, Iterable[Any]]] = {
    PRINCIPAL: PrincipalKind,
    DOOR: Door,
    **{key: [word.value for word in words] for key, words in WORDS.items()},
    **LEVELS,
    **dict.fromkeys(FLAGS, (False, True)),
}

# What belongs together stands together, or diagrams grow: of a group of sets, word by word.
_ORDER: Final[Sequence[Sequence[Key]]] = (
    [PRINCIPAL],
    [DOOR],
    [("context", "purpose")],
    [("resource", "purposes"), ("context", "granted_purposes")],
    [("context", "audience")],
    [("resource", "audiences")],
    [("resource", "min_auth")],
    [("context", "strongest")],
    [("context", "auth")],
    [AGE],
    [("resource", "sensitivity")],
    *([flag] for flag in FLAGS),
    [READS],
    [("resource", "labels"), ("context", "granted_labels"), ("context", "consented")],
    [("resource", "domain")],
    [("context", "granted_domains")],
    *([device] for device in DEVICES),
    [("resource", "jurisdiction")],
    [("context", "weekday")],
    [("context", "hour")],
)
_MOST_WORDS: Final = 200  # of the person's own; a diagram is as deep as there are variables


@dataclass(frozen=True, slots=True)
class Variable:
    """What takes one of a few values, the ordinary one first.

    Attributes:
        word: Of a set, the word that is in it or not.
    """

    key: Key
    values: tuple[Value, ...]
    word: str | None = None


def variables_for(rules: Sequence[Rule]) -> tuple[Variable, ...]:
    """Gives what these rules can tell scenes apart by, in the order of diagrams."""
    found: list[Variable] = []
    tags = dict.fromkeys(_tags(rules))
    for group in _ORDER:
        if group[0] in SETS:
            for word in map(str, SETS[group[0]]):
                found += (_membership(key, word) for key in group)
                if word in tags:  # what is compared stands together
                    del tags[word]
                    found.append(_membership(TAGS, word))
        else:
            (key,) = group
            ordinary = ORDINARY_VALUES[key]
            others = (value for value in _values(key, rules) if value != ordinary)
            found.append(Variable(key, (ordinary, *others)))
    found += (_membership(TAGS, word) for word in tags)
    return tuple(found)


def _membership(key: Key, word: str) -> Variable:
    inside = word in ORDINARY_VALUES[key]
    return Variable(key, (inside, not inside), word)


def is_device(text: str) -> bool:
    """Tells whether a device may be called so."""
    return _fits(lambda: RuleRecord(home=text).home == text)


def is_tag(text: str) -> bool:
    """Tells whether a memory may be tagged so; tags are folded, so "Diary" is none."""
    return _fits(lambda: RuleRecord(tags=(text,)).tags == (text,))


def constants(source: object) -> Iterator[str | int]:
    """Gives the strings and numbers in a rule's text."""
    waiting = [source]
    while waiting:
        match waiting.pop():
            case {"Value": str() | int() as value}:
                yield value
            case dict() as fields:
                waiting += fields.values()
            case list() as items:
                waiting += items
            case _:
                pass


def _values(key: Key, rules: Sequence[Rule]) -> Iterable[Any]:
    if key in _CLOSED:
        return _CLOSED[key]
    if key in DEVICES:
        return _devices(rules)
    duties = [duty for rule in rules for duty in rule.obligations]
    if key == READS:
        limits = {duty.amount for duty in duties if duty.kind is ObligationKind.COUNT}
    else:
        limits = {duty.amount for duty in duties if duty.kind is ObligationKind.REAUTHENTICATE}
        limits |= {value for value in _named(rules, AGE) if type(value) is int}
    return sorted({near for limit in limits for near in (limit - 1, limit, limit + 1) if near >= 0})


def _named(rules: Sequence[Rule], *keys: Key) -> set[str | int]:
    """Gives the constants of the rules that read one of these."""
    reading = [rule for rule in rules if rule.reads.intersection(keys)]
    return {value for rule in reading for value in constants(rule.source["conditions"])}


def _devices(rules: Sequence[Rule]) -> list[str]:
    named = {text for text in _named(rules, *DEVICES, TAGS) if type(text) is str}
    named = {text for text in named if is_device(text)}
    strangers = (f"{number:032x}" for number in count(1))
    unnamed = [next(text for text in strangers if text not in named) for _ in DEVICES]
    return [*unnamed, *sorted(named)]


def _tags(rules: Sequence[Rule]) -> list[str]:
    """Gives what may be compared with tags: words that rules name, words that others hold."""
    words = {text for text in _named(rules, TAGS) if type(text) is str}
    met = frozenset().union(*(rule.reads for rule in rules if TAGS in rule.reads))
    for key in met:
        words.update(WORDS.get(key, ()), SETS.get(key, ()))
        words.update(_devices(rules) if key in DEVICES else ())
    words = set(filter(is_tag, map(str, words)))
    unnamed = next(f"tag{number or ''}" for number in count() if f"tag{number or ''}" not in words)
    return [] if len(words) > _MOST_WORDS else [*sorted(words), unnamed]


def _fits(made: Callable[[], bool]) -> bool:
    try:
        return made()
    except ValidationError:
        return False
