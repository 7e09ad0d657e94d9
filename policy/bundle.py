"""A bundle: rules that were read and validated, ready to decide. It comes in parts.

The base part permits and forbids. What lies on top (a market's part, the person's own) only
forbids, so that it can never open what the base keeps closed.

Invariants:
1. A rule's id is unique in the whole bundle, whichever part it comes from.
2. An evaluation error denies, whatever else was permitted. (Cedar alone would skip the rule.)

Source: Cedar's semantics: deny by default, forbid overrides permit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from policy.catalog import Language
from policy.errors import PolicyError
from policy.evaluate import Condition, EvaluationError, Scene
from policy.obligations import Obligation
from policy.vocabulary import PrincipalKind

NAMESPACE: Final = "Bojagi"
_AGE: Final = ("context", "auth_age_s")


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One policy of a bundle.

    Attributes:
        max_age_s: For how long after a step-up the rule is content; None where it asks for none.
        source: The policy as Cedar's JSON form has it.
        reads: What it looks at: ("resource", "labels"), ("context", "purpose").
        line: Where it begins in its file, from 1.
    """

    id: str
    permits: bool
    explanation: Mapping[Language, str]
    obligations: tuple[Obligation, ...]
    max_age_s: int | None
    source: Mapping[str, Any]
    condition: Condition
    reads: frozenset[tuple[str, str]]
    line: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules said: the decision and the rules that made it."""

    allowed: bool
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Bundle:
    """A validated set of rules. `digest` names it in every decision and log event.

    Attributes:
        age_limits: The ages of a shown level, in seconds, at which some rule changes its mind.
        read_limits: The same of how often a memory was read.
        reads: What those rules look at that a principal of a kind can meet.
    """

    digest: str
    rules: Mapping[str, Rule]
    age_limits: tuple[int, ...] = field(init=False)
    read_limits: tuple[int, ...] = field(init=False)
    reads: Mapping[PrincipalKind, frozenset[tuple[str, str]]] = field(init=False)
    _steady: tuple[Rule, ...] = field(init=False)
    _aging: tuple[Rule, ...] = field(init=False)

    def __post_init__(self) -> None:
        rules = self.rules.values()
        duties = [duty for rule in rules for duty in rule.obligations]
        ages = {rule.max_age_s for rule in rules if rule.max_age_s is not None}
        ages |= {duty.amount for duty in duties if duty.kind == "reauthenticate"}
        reads = {duty.amount for duty in duties if duty.kind == "count" and duty.amount}
        object.__setattr__(self, "age_limits", tuple(sorted(ages)))
        object.__setattr__(self, "read_limits", tuple(sorted(reads)))
        aging = tuple(rule for rule in rules if _AGE in rule.reads)
        object.__setattr__(self, "_aging", aging)
        object.__setattr__(self, "_steady", tuple(rule for rule in rules if rule not in aging))
        object.__setattr__(self, "reads", {kind: self._looked_at(kind) for kind in PrincipalKind})

    def _looked_at(self, kind: PrincipalKind) -> frozenset[tuple[str, str]]:
        name = f"{NAMESPACE}::{kind.value}"
        met = (
            rule.reads
            for rule in self.rules.values()
            if rule.source["principal"].get("entity_type", name) == name
        )
        return frozenset().union(*met)

    def evaluate(self, scene: Scene) -> Verdict:
        """Gives what the rules say of one scene; an error in any rule denies."""
        return _verdict(_met(self.rules.values(), scene))

    def evaluate_by_age(self, scene: Scene, ages: Sequence[int]) -> list[Verdict]:
        """Gives what the rules say of one scene, had the level been shown that long ago each time.

        Few rules look at the age, so the others are asked once.
        """
        steady = _met(self._steady, scene)
        found = []
        for age in ages:
            context = {**scene.context, _AGE[1]: age}
            aged = Scene(
                scene.principal, scene.action, scene.resource, scene.attributes, context
            )  # `replace` takes three times as long
            found.append(_verdict(steady, _met(self._aging, aged)))
        return found


def _met(rules: Iterable[Rule], scene: Scene) -> list[Rule] | None:
    """Gives the rules that apply; None where one fails."""
    try:
        return [rule for rule in rules if rule.condition(scene)]
    except EvaluationError:
        return None


def _verdict(*parts: list[Rule] | None) -> Verdict:
    met: list[Rule] = []
    for part in parts:
        if part is None:
            return Verdict(allowed=False, rules=())
        met += part
    forbids = sorted(rule.id for rule in met if not rule.permits)
    permits = sorted(rule.id for rule in met if rule.permits)
    return Verdict(bool(permits) and not forbids, tuple(forbids or permits))


def on_top(base: Bundle, parts: Sequence[Bundle]) -> Bundle:
    """Gives one bundle of the base and what lies on top of it.

    Raises:
        PolicyError: a part permits something, or uses an id that there is.
    """
    if not parts:
        return base
    rules = dict(base.rules)
    for part in parts:
        for rule in part.rules.values():
            if rule.permits:
                raise PolicyError("policy.permit_on_top", rule=rule.id)
            if rule.id in rules:
                raise PolicyError("policy.id_twice", rule=rule.id)
            rules[rule.id] = rule
    digests = (bytes.fromhex(one.digest) for one in (base, *parts))
    return Bundle(hashlib.sha256(b"".join(digests)).hexdigest(), rules)
