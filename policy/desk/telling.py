"""Tells a decision whole: rules with their sentences, duties, remedies, how long it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from typing import Any

from policy.bundle import Bundle
from policy.changes import Change, ShowLevel
from policy.decide import Decision, Permit, StepUp
from policy.desk.outcomes import change_word, duty_word
from policy.desk.voice import Voice
from policy.explain import explain, opens_with, outcome_of, tell_change
from policy.obligations import Obligation, ObligationKind
from policy.request import FOREVER


def told_decision(decision: Decision, bundle: Bundle, voice: Voice, zone: tzinfo) -> Iterator[str]:
    """Gives the lines that tell a decision to a person.

    Args:
        zone: Theirs, in which moments are told.
    """
    yield voice.say(f"explain.{outcome_of(decision)}")
    is_unfulfilled = not isinstance(decision, Permit | StepUp) and bool(decision.obligations)
    if is_unfulfilled:
        yield voice.say("explain.unfulfilled", duties=told_duties(decision.obligations, voice))
    elif not decision.rules:
        yield f"  {voice.say('explain.no_rule')}"
    for rule in decision.rules:
        yield f"  {rule}: {bundle.rules[rule].explanation[voice.language]}"
    if decision.obligations and not is_unfulfilled:
        yield voice.say("commands.duties", duties=told_duties(decision.obligations, voice))
    if isinstance(decision, StepUp):
        yield opens_with(decision, voice.catalog, voice.language, zone=zone)
    changes = list(_others(decision))
    if changes:
        yield voice.say("commands.changes")
    for change in changes:
        yield f"  {_told_change(change, bundle, voice, zone)}"
    yield _told_end(decision, voice, zone)
    yield voice.say("commands.bundle", digest=bundle.digest[:16])


def decision_data(decision: Decision, bundle: Bundle, voice: Voice, zone: tzinfo) -> dict[str, Any]:
    """Gives the same for programs; sentences in the person's language."""
    data: dict[str, Any] = {
        "outcome": outcome_of(decision),
        "rules": decision.rules,
        "says": {rule: bundle.rules[rule].explanation[voice.language] for rule in decision.rules},
        "bundle": decision.bundle,
        "why": explain(decision, bundle, voice.catalog, voice.language),
        "duties": list(map(duty_word, decision.obligations)),
        "opens_with": opens_with(decision, voice.catalog, voice.language, zone=zone),
        "valid_until": _moment(decision.valid_until, zone),
        "changes": [],
    }
    if isinstance(decision, StepUp):
        data |= {"level": decision.level.name.lower(), "max_age_s": decision.max_age_s}
    if not isinstance(decision, Permit):
        data["changes"] = [
            {
                "change": change_word(change),
                "said": tell_change(change, voice.catalog, voice.language, zone),
                "rules": change.rules,
                "duties": list(map(duty_word, _duties(change, bundle))),
            }
            for change in decision.changes
        ]
    return data


def told_duties(duties: Iterable[Obligation], voice: Voice) -> str:
    """Gives duties as one list, with their limits."""
    return ", ".join(_told_duty(duty, voice) for duty in duties)


def _told_duty(duty: Obligation, voice: Voice) -> str:
    if duty.redacts:
        kinds = ", ".join(voice.say(f"words.identifier_{kind}") for kind in duty.redacts)
        return voice.say("explain.duty_redact_these", kinds=kinds)
    if not duty.amount:
        return voice.say(f"explain.duty_{duty.kind}")
    match duty.kind:
        case ObligationKind.COUNT:
            return voice.say("explain.duty_count_most", amount=duty.amount)
        case ObligationKind.EXPIRE:
            return voice.say("explain.duty_expire_after", amount=duty.amount)
        case _:
            return voice.say("explain.duty_reauthenticate_within", amount=duty.amount)


def _others(decision: Decision) -> Sequence[Change]:
    """Gives the remedies besides the step-up, which is told with how long it lasts."""
    if isinstance(decision, Permit):
        return ()
    if not isinstance(decision, StepUp):
        return decision.changes
    step_up = (ShowLevel(decision.level),)
    return [change for change in decision.changes if change.atoms != step_up]


def _told_change(change: Change, bundle: Bundle, voice: Voice, zone: tzinfo) -> str:
    said = tell_change(change, voice.catalog, voice.language, zone)
    rules = ", ".join(change.rules)
    duties = told_duties(_duties(change, bundle), voice)
    if not duties:
        return voice.say("commands.leads_to", said=said, rules=rules)
    return voice.say("commands.leads_to_with", said=said, rules=rules, duties=duties)


def _duties(change: Change, bundle: Bundle) -> list[Obligation]:
    return sorted({duty for rule in change.rules for duty in bundle.rules[rule].obligations})


def _told_end(decision: Decision, voice: Voice, zone: tzinfo) -> str:
    if decision.valid_until >= FOREVER:
        return voice.say("commands.stands")
    moment = f"{datetime.fromtimestamp(decision.valid_until, zone):%Y-%m-%d %H:%M:%S %Z}"
    return voice.say("commands.stands_until", moment=moment)


def _moment(at: int, zone: tzinfo) -> str | None:
    return None if at >= FOREVER else datetime.fromtimestamp(at, zone).isoformat()
