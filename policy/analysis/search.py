"""Looks for a scene of which claims are true, within a budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from pydantic import ValidationError

from policy.analysis.claims import All, Claim, holds, where
from policy.analysis.diagram import NOWHERE, Diagrams, Undecidable
from policy.analysis.regions import Regions
from policy.analysis.witness import Witness
from policy.bundle import Rule


@dataclass(frozen=True, slots=True)
class Budget:
    """How many steps the analysis may take: 3,000,000 are some 7 s of CPU time."""

    per_question: int = 500_000
    in_all: int = 3_000_000


class Unfound(Enum):
    """Why there is no witness."""

    NEVER = "never"  # there is no such scene
    UNDECIDED = "undecided"  # the budget was spent, or a rule is not followed


Answer: TypeAlias = Witness | Unfound


class Search:
    """Looks among the scenes that some rules tell apart."""

    def __init__(self, rules: Sequence[Rule], budget: Budget) -> None:
        self._diagrams = Diagrams(budget.per_question, budget.in_all)
        self._regions = Regions(rules, self._diagrams)

    def find(self, *claims: Claim) -> Answer:
        """Gives a case of which all claims are true; what is found is confirmed before.

        All scenes are looked at in which they may be true, so where there are none, there is none.
        """
        wanted = All(claims)
        try:
            self._diagrams.start()
            node = where(wanted, self._regions)
            if node == NOWHERE:
                return Unfound.NEVER
            witness = self._regions.witness(node)
        except (Undecidable, ValidationError):
            return Unfound.UNDECIDED
        return witness if holds(wanted, witness) else Unfound.UNDECIDED
