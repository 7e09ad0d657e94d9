"""Where rules apply: the scenes that they tell apart, and those that can come to pass at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final

from policy.analysis.diagram import EVERYWHERE, NOWHERE, Diagrams, Node, Undecidable
from policy.analysis.truths import Truths
from policy.analysis.values import AGE, ORDINARY_VALUES, variables_for
from policy.analysis.witness import PRINCIPAL, READS, Key, Witness, witness_of
from policy.bundle import Rule
from policy.obligations import ObligationKind
from policy.vocabulary import PrincipalKind, Purpose

_TOKEN: Final = ("granted_purposes", "granted_labels", "granted_domains")
_UPKEEP: Final = {Purpose.MAINTAIN, Purpose.TRAIN}


@dataclass(frozen=True, slots=True)
class Region:
    """Where a rule applies and where it cannot be evaluated, of all scenes that can come to pass.

    A permit applies where its timed duties can be fulfilled too, as `policy.decide` has it.
    """

    fires: Node
    fails: Node


class Regions:
    """The scenes that some rules tell apart, and where each rule applies."""

    def __init__(self, rules: Sequence[Rule], diagrams: Diagrams) -> None:
        self.diagrams = diagrams
        self._variables = variables_for(rules)
        self._truths = Truths(self._variables, diagrams)
        self._regions: dict[Rule, Region] = {}
        self._possible = EVERYWHERE
        with suppress(Undecidable):
            diagrams.start()
            self._possible = self._can_come_to_pass()
            diagrams.keep()
        for rule in rules:  # before all questions, which share them
            with suppress(Undecidable):
                diagrams.start()
                self._regions[rule] = self._of(rule)
                diagrams.keep()

    def of(self, rule: Rule, *, surely: bool) -> Region:
        """Gives where a rule applies: surely so, or where it may for all that is known.

        Both are the same, but for a rule that is not followed, or that the budget did not
        suffice for.
        """
        unknown = NOWHERE if surely else self._possible
        return self._regions.get(rule, Region(unknown, unknown))

    def at(self, key: Key, holds: Callable[[Any], bool]) -> Node:
        """Gives the scenes in which a value is as wanted."""
        return self._truths.at(key, holds)

    def witness(self, node: Node) -> Witness:
        """Gives one of the scenes in it, as ordinary as they come.

        Raises:
            ValidationError: no memory can be so.
        """
        values = dict(ORDINARY_VALUES)
        for at, number in self.diagrams.path(node).items():
            variable = self._variables[at]
            value = variable.values[number]
            if variable.word is None:
                values[variable.key] = value
            else:
                word = frozenset({variable.word})
                members = values[variable.key]
                values[variable.key] = members | word if value else members - word
        return witness_of(values)

    def _of(self, rule: Rule) -> Region:
        both, possible = self.diagrams.both, self._possible
        truth = self._truths.of_rule(rule.source)
        fires = both(possible, truth.true)
        for duty in rule.obligations:
            if duty.kind is ObligationKind.REAUTHENTICATE:
                fires = both(fires, self._at_most(AGE, duty.amount))
            elif duty.kind is ObligationKind.COUNT and duty.amount:
                fires = both(fires, self._at_most(READS, duty.amount - 1))
        return Region(fires, both(possible, truth.error))

    def _can_come_to_pass(self) -> Node:
        """Gives the scenes that real requests can make.

        What is kept out here is never found, so it is short, and each line is a promise elsewhere:
        only clients hold tokens (`Request.grant`), and the parts of Bojagi ask for upkeep or for
        training (`device.access`).
        """
        either, rest = self.diagrams.either, self.diagrams.rest
        client = self.at(PRINCIPAL, lambda kind: kind is PrincipalKind.CLIENT)
        service = self.at(PRINCIPAL, lambda kind: kind is PrincipalKind.SERVICE)
        upkeep = self.at(("context", "purpose"), lambda purpose: purpose in _UPKEEP)
        promises = [either(client, self._truths.empty(("context", name))) for name in _TOKEN]
        return reduce(self.diagrams.both, [*promises, either(rest(service), upkeep)])

    def _at_most(self, key: Key, most: int) -> Node:
        return self.at(key, lambda value: value <= most)
