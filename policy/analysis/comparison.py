"""Compares two bundles: what one allows and the other does not, and what they ask for."""

from __future__ import annotations

from policy.analysis.claims import Allowed, Any, Claim, Fires, Not
from policy.analysis.findings import Comparison, DutyChange
from policy.analysis.search import Budget, Search, Unfound
from policy.analysis.witness import Witness
from policy.bundle import Bundle
from policy.obligations import Obligation


def compare(old: Bundle, new: Bundle, budget: Budget | None = None) -> Comparison:
    """Gives what the new bundle allows beside the old one, each with a scene that shows it."""
    search = Search((*old.rules.values(), *new.rules.values()), budget or Budget())
    dropped: list[DutyChange] = []
    added: list[DutyChange] = []
    undecided: list[Obligation] = []
    for duty in sorted(_duties(old) | _duties(new)):
        for before, after, changes in ((old, new, dropped), (new, old, added)):
            answer = search.find(
                _owes(before, duty), Allowed(before), Allowed(after), Not(_owes(after, duty))
            )
            if isinstance(answer, Witness):
                changes.append(DutyChange(duty, answer))
            elif answer is Unfound.UNDECIDED:
                undecided.append(duty)
    return Comparison(
        more=search.find(Allowed(new), Not(Allowed(old))),
        less=search.find(Allowed(old), Not(Allowed(new))),
        dropped=tuple(dropped),
        added=tuple(added),
        undecided=tuple(dict.fromkeys(undecided)),
    )


def _duties(bundle: Bundle) -> frozenset[Obligation]:
    return frozenset(duty for rule in bundle.rules.values() for duty in rule.obligations)


def _owes(bundle: Bundle, duty: Obligation) -> Claim:
    """Claims that what is allowed comes with this duty."""
    owing = (rule for rule in bundle.rules.values() if duty in rule.obligations)
    return Any(tuple(Fires(rule) for rule in owing))
