"""Checks a bundle: what it never does, what it does in vain, and what it should never do."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import product

from policy.analysis.claims import All, Allowed, Any, At, Claim, Fails, Fires, Not
from policy.analysis.findings import (
    Breaks,
    Conflict,
    DoorClosed,
    Fault,
    NeverFires,
    PropertyBroken,
    Question,
    Redundant,
    Report,
    Shadowed,
    Undecided,
)
from policy.analysis.properties import load_properties
from policy.analysis.search import Answer, Budget, Search, Unfound
from policy.analysis.witness import Witness
from policy.analysis.words import strange_words
from policy.bundle import Bundle, Rule
from policy.vocabulary import Door


def check(
    bundle: Bundle,
    properties: Sequence[Rule] | None = None,
    budget: Budget | None = None,
    *,
    given: Collection[str] = (),
) -> Report:
    """Gives what is wrong with a bundle, what was shown of it, and what was not decided.

    Args:
        properties: What must never be allowed: forbids that would change nothing. Those that ship
            where there are none given.
        given: The ids of rules that are not up for judgement, as those of the base are not for
            who writes what lies on top. That theirs overrule a given rule is no fault of it.
    """
    wanted = load_properties() if properties is None else tuple(properties)
    return _Check(bundle, wanted, budget or Budget(), frozenset(given)).report()


class _Check:
    def __init__(
        self, bundle: Bundle, properties: Sequence[Rule], budget: Budget, given: frozenset[str]
    ) -> None:
        self._bundle = bundle
        self._wanted = properties
        self._given = given
        self._search = Search((*bundle.rules.values(), *properties), budget)
        self._undecided: dict[Question, dict[str, None]] = {}
        self._firing: dict[Rule, Witness] = {}  # rules that apply in some scene
        self._deciding: dict[Rule, Witness] = {}  # of them, all but permits that never decide
        self._removed: set[Rule] = set()

    def report(self) -> Report:
        # What matters most is asked first, for the budget may not suffice for the rest.
        broken, holding = self._properties()
        doors = tuple(self._closed_doors())
        found: dict[str, list[Fault]] = {}
        for rule in self._bundle.rules.values():
            found[rule.id] = [*strange_words(rule), *self._applies(rule)]
        for permit in [rule for rule in self._firing if rule.permits]:
            found[permit.id] += self._decides(permit)
        for rule in reversed(self._deciding):
            if rule.id not in self._given:
                found[rule.id] += self._redundant(rule)
        conflicts = tuple(self._conflicts())
        return Report(
            faults=(
                *(fault for name in found if name not in self._given for fault in found[name]),
                *doors,
                *broken,
            ),
            conflicts=conflicts,
            holding=holding,
            undecided=tuple(
                Undecided(question, tuple(about)) for question, about in self._undecided.items()
            ),
        )

    def _ask(self, question: Question, about: str, *claims: Claim) -> Answer:
        answer = self._search.find(*claims)
        if answer is Unfound.UNDECIDED and about not in self._given:
            self._undecided.setdefault(question, {})[about] = None
        return answer

    def _applies(self, rule: Rule) -> Iterator[Fault]:
        breaks = self._ask(Question.BREAKS, rule.id, Fails(rule))
        if isinstance(breaks, Witness):
            yield Breaks(rule.id, rule.line, breaks)
        fires = self._ask(Question.FIRES, rule.id, Fires(rule))
        if isinstance(fires, Witness):
            self._firing[rule] = fires
            if not rule.permits:
                self._deciding[rule] = fires
        elif fires is Unfound.NEVER:
            yield NeverFires(rule.id, rule.line)

    def _decides(self, permit: Rule) -> Iterator[Shadowed]:
        decides = self._ask(Question.DECIDES, permit.id, Fires(permit), Allowed(self._bundle))
        if isinstance(decides, Witness):
            self._deciding[permit] = decides
        elif decides is Unfound.NEVER:
            by = self._deniers(permit)
            yield Shadowed(permit.id, permit.line, by, self._firing[permit])

    def _deniers(self, permit: Rule) -> tuple[str, ...]:
        """Gives what overrules a permit: the first rule that always does, or else all that do."""
        denying = {
            rule.id: Fails(rule) if rule.permits else Any((Fires(rule), Fails(rule)))
            for rule in self._bundle.rules.values()
            if rule is not permit
        }
        for rule_id, claim in denying.items():
            if self._search.find(Fires(permit), Not(claim)) is Unfound.NEVER:
                return (rule_id,)
        return tuple(
            rule_id
            for rule_id, claim in denying.items()
            if self._search.find(Fires(permit), claim) is not Unfound.NEVER
        )

    def _redundant(self, rule: Rule) -> Iterator[Redundant]:
        """Tells that a rule can go, with those already told: of two that are alike, the last."""
        others = [
            one
            for one in self._firing
            if one is not rule and one.permits == rule.permits and one not in self._removed
        ]
        if self._ask(Question.MATTERS, rule.id, self._matters(rule, others)) is Unfound.NEVER:
            self._removed.add(rule)
            by = self._covering(rule, others)
            yield Redundant(rule.id, rule.line, by, self._deciding[rule])

    def _covering(self, rule: Rule, others: Sequence[Rule]) -> tuple[str, ...]:
        """Gives what makes a rule redundant: the first that does so alone, or else all."""
        for one in others:
            if self._search.find(self._matters(rule, [one])) is Unfound.NEVER:
                return (one.id,)
        return tuple(
            one.id
            for one in others
            if self._search.find(Fires(rule), Fires(one)) is not Unfound.NEVER
        )

    def _matters(self, rule: Rule, others: Sequence[Rule]) -> Claim:
        """Claims that something would be otherwise without the rule."""
        alone = Not(Any(tuple(map(Fires, others))))
        if not rule.permits:
            return Any((Fails(rule), All((Fires(rule), alone))))
        owed = [
            Not(Any(tuple(Fires(one) for one in others if duty in one.obligations)))
            for duty in rule.obligations
        ]
        decides = All((Fires(rule), Allowed(self._bundle)))
        return Any((Fails(rule), *(All((decides, claim)) for claim in (alone, *owed))))

    def _conflicts(self) -> Iterator[Conflict]:
        told = {rule for rule in self._firing if rule.id in self._given} | set(self._deciding)
        permits = [rule for rule in self._firing if rule.permits and rule in told]
        forbids = [rule for rule in self._firing if not rule.permits]
        for permit, forbid in product(permits, forbids):
            if {permit.id, forbid.id} <= self._given:
                continue
            answer = self._ask(Question.CONFLICTS, permit.id, Fires(permit), Fires(forbid))
            if isinstance(answer, Witness):
                yield Conflict(permit.id, permit.line, forbid.id, forbid.line, answer)

    def _closed_doors(self) -> Iterator[DoorClosed]:
        for door in Door:
            answer = self._ask(Question.DOOR, door.value, At(door), Allowed(self._bundle))
            if answer is Unfound.NEVER:
                yield DoorClosed(door)

    def _properties(self) -> tuple[tuple[PropertyBroken, ...], tuple[Rule, ...]]:
        broken, holding = [], []
        for wanted in self._wanted:
            answer = self._ask(Question.PROPERTY, wanted.id, Fires(wanted), Allowed(self._bundle))
            if isinstance(answer, Witness):
                rules = self._bundle.evaluate(answer.scene()).rules
                broken.append(PropertyBroken(wanted, rules, answer))
            elif answer is Unfound.NEVER:
                holding.append(wanted)
        return tuple(broken), tuple(holding)
