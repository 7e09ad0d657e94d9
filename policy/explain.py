"""Says why a memory opened or stayed closed, and what would have opened it."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import assert_never

from policy.bundle import Bundle
from policy.catalog import Catalog, Language
from policy.changes import AskFor, Atom, Change, ShowLevel, Step, WaitUntil
from policy.decide import Decision, Deny, Permit, StepUp
from policy.vocabulary import AuthLevel


def explain(decision: Decision, bundle: Bundle, catalog: Catalog, language: Language) -> str:
    """Gives the sentences of the rules that decided."""
    if isinstance(decision, Deny) and decision.obligations:
        duties = ", ".join(
            catalog.say(language, f"explain.duty_{duty.kind}") for duty in decision.obligations
        )
        return catalog.say(language, "explain.unfulfilled", duties=duties)
    if not decision.valid_until:  # it was not even asked: no clock shows such a time
        return catalog.say(language, "explain.not_known")
    sentences = [bundle.rules[rule].explanation[language] for rule in decision.rules]
    return " ".join(sentences) or catalog.say(language, "explain.no_rule_permits")


def opens_with(
    decision: Decision, catalog: Catalog, language: Language, *, zone: tzinfo = UTC
) -> str:
    """Gives what would have opened it; empty where nothing that the person can do would.

    Args:
        zone: The person's, in which moments are told.
    """
    match decision:
        case Permit():
            return ""
        case StepUp(level=level, max_age_s=max_age_s):
            factor = catalog.say(language, f"explain.level_{level.name.lower()}")
            if level <= AuthLevel.UNLOCKED or max_age_s is None:
                return catalog.say(language, "explain.opens_with", factor=factor)
            if max_age_s % 60 or max_age_s == 60:
                key, amount = "explain.opens_with_for_seconds", max_age_s
            else:
                key, amount = "explain.opens_with_for", max_age_s // 60
            return catalog.say(language, key, factor=factor, amount=amount)
        case Deny(changes=changes, purposes=purposes):
            told = [
                tell_change(change, catalog, language, zone)
                for change in changes
                if not (len(change.atoms) == 1 and isinstance(change.atoms[0], AskFor))
            ]
            if purposes:
                names = ", ".join(
                    catalog.say(language, f"explain.purpose_{name}") for name in purposes
                )
                told.append(catalog.say(language, "explain.opens_for_purpose", purposes=names))
            return " ".join(told)
        case _:
            assert_never(decision)


def tell_change(change: Change, catalog: Catalog, language: Language, zone: tzinfo) -> str:
    """Gives one change as a sentence."""
    steps = [_tell_atom(atom, catalog, language, zone) for atom in change.atoms]
    if len(steps) == 1:
        return catalog.say(language, "explain.opens_if", step=steps[0])
    first, second = steps
    return catalog.say(language, "explain.opens_if_both", first=first, second=second)


def _tell_atom(atom: Atom, catalog: Catalog, language: Language, zone: tzinfo) -> str:
    match atom:
        case ShowLevel(level=level):
            return catalog.say(language, f"explain.step_show_{level.name.lower()}")
        case AskFor(purpose=purpose):
            name = catalog.say(language, f"explain.purpose_{purpose}")
            return catalog.say(language, "explain.step_ask_for", purpose=name)
        case WaitUntil(at=at):
            moment = f"{datetime.fromtimestamp(at, zone):%Y-%m-%d %H:%M}"
            return catalog.say(language, "explain.step_wait_until", moment=moment)
        case Step() as step:
            return catalog.say(language, f"explain.step_{step}")
        case _:
            assert_never(atom)


def outcome_of(decision: Decision) -> str:
    """Gives the decision's one-word name, as programs are told it."""
    match decision:
        case Permit():
            return "permit"
        case StepUp():
            return "step_up"
        case Deny():
            return "deny"
        case _:
            assert_never(decision)
