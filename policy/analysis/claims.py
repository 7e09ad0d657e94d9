"""Claims about a scene, and what they mean: where one holds, and whether it holds of one case.

The first is asked of the diagrams, which find a scene or tell that there is none. The second is
asked of the real evaluator and the real decision, which confirm what was found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias, assert_never

from policy.analysis.diagram import EVERYWHERE, NOWHERE, Node
from policy.analysis.regions import Regions
from policy.analysis.witness import DOOR, Witness
from policy.bundle import Bundle, Rule
from policy.decide import Decider
from policy.evaluate import EvaluationError
from policy.obligations import Obligation, ObligationKind
from policy.vocabulary import Door


@dataclass(frozen=True, slots=True)
class Fires:
    """The rule applies; of a permit, its timed duties can be fulfilled too."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class Fails:
    """The rule cannot be evaluated, and so everything is denied."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class Allowed:
    """The bundle permits it."""

    bundle: Bundle


@dataclass(frozen=True, slots=True)
class At:
    """It is asked at this door."""

    door: Door


@dataclass(frozen=True, slots=True)
class Not:
    """The other does not hold."""

    of: Claim


@dataclass(frozen=True, slots=True)
class All:
    """Each of them holds."""

    of: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One of them holds."""

    of: tuple[Claim, ...]


Claim: TypeAlias = Fires | Fails | Allowed | At | Not | All | Any


def where(claim: Claim, regions: Regions, *, surely: bool = False) -> Node:
    """Gives the scenes in which a claim may hold, or those in which it surely does.

    Raises:
        Undecidable: the budget is spent.
    """
    match claim:
        case Fires(rule):
            node = regions.of(rule, surely=surely).fires
        case Fails(rule):
            node = regions.of(rule, surely=surely).fails
        case At(door):
            node = regions.at(DOOR, lambda value: value is door)
        case Not(of):
            node = regions.diagrams.rest(where(of, regions, surely=not surely))
        case Any(of):
            nodes = (where(one, regions, surely=surely) for one in of)
            node = reduce(regions.diagrams.either, nodes, NOWHERE)
        case All() | Allowed():
            node = EVERYWHERE
            for part in _parts(claim):
                node = regions.diagrams.both(node, where(part, regions, surely=surely))
                if node == NOWHERE:
                    break
        case _:
            assert_never(claim)
    return node


def holds(claim: Claim, witness: Witness) -> bool:
    """Tells whether a claim holds of a case, as the evaluator and the decision have it."""
    match claim:
        case Fires(rule):
            timely = all(_is_timely(duty, witness) for duty in rule.obligations)
            true = timely and _outcome(rule, witness) is True
        case Fails(rule):
            true = _outcome(rule, witness) is None
        case At(door):
            true = witness.request.door is door
        case Not(of):
            true = not holds(of, witness)
        case Any(of):
            true = any(holds(one, witness) for one in of)
        case All(of):
            true = all(holds(one, witness) for one in of)
        case Allowed(bundle):
            decider = Decider(bundle)
            true = decider.answer(witness.record, witness.columns, witness.request).allowed
        case _:
            assert_never(claim)
    return true


def _parts(claim: Claim) -> Iterator[Claim]:
    """Gives what must all hold: what is joined one by one stays small."""
    match claim:
        case All(of):
            for one in of:
                yield from _parts(one)
        case Not(Any(of)):
            yield from map(Not, of)
        case Allowed(bundle):
            rules = bundle.rules.values()
            yield Any(tuple(Fires(rule) for rule in rules if rule.permits))
            for rule in rules:
                if not rule.permits:
                    yield Not(Fires(rule))
                yield Not(Fails(rule))
        case _:
            yield claim


def _outcome(rule: Rule, witness: Witness) -> bool | None:
    """Tells whether a rule applies; None where it cannot be evaluated."""
    try:
        return rule.condition(witness.scene())
    except EvaluationError:
        return None


def _is_timely(duty: Obligation, witness: Witness) -> bool:
    """Tells whether a duty can be fulfilled now, as `policy.decide` has it."""
    match duty.kind:
        case ObligationKind.REAUTHENTICATE:
            return witness.request.auth_age_s <= duty.amount
        case ObligationKind.COUNT if duty.amount:
            return witness.columns.reads < duty.amount
        case _:
            return True
