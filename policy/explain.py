"""Says why a memory opened or stayed closed, and what would have opened it."""

from __future__ import annotations

from typing import assert_never

from policy.catalog import Catalog, Language
from policy.cedar import Bundle
from policy.decide import Decision, Deny, Permit, StepUp
from policy.vocabulary import AuthLevel


def explain(decision: Decision, bundle: Bundle, catalog: Catalog, language: Language) -> str:
    """Gives the sentences of the rules that decided."""
    if isinstance(decision, Deny) and decision.unfulfilled:
        return catalog.say(language, "explain.unfulfilled")
    sentences = [bundle.rules[rule].explanation[language] for rule in decision.rules]
    return " ".join(sentences) or catalog.say(language, "explain.no_rule_permits")


def opens_with(decision: Decision, catalog: Catalog, language: Language) -> str:
    """Gives what would have opened it; empty where nothing that the person can do would."""
    match decision:
        case Permit():
            return ""
        case StepUp(level=level, max_age_s=max_age_s):
            factor = catalog.say(language, f"explain.level_{level.name.lower()}")
            if level <= AuthLevel.UNLOCKED or max_age_s is None:
                return catalog.say(language, "explain.opens_with", factor=factor)
            if max_age_s % 60:
                key, amount = "explain.opens_with_for_seconds", max_age_s
            else:
                key, amount = "explain.opens_with_for", max_age_s // 60
            return catalog.say(language, key, factor=factor, amount=amount)
        case Deny(purposes=()):
            return ""
        case Deny(purposes=purposes):
            names = ", ".join(catalog.say(language, f"explain.purpose_{name}") for name in purposes)
            return catalog.say(language, "explain.opens_for_purpose", purposes=names)
        case _:
            assert_never(decision)


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
