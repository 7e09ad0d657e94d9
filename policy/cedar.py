"""The one adapter to Cedar: parses and validates a bundle, and evaluates one request against it.

Invariants:
1. A bundle that does not validate against its schema is never used.
2. Every rule has an id and an explanation in three languages; ids are unique.
3. An evaluation error denies, whatever else was permitted. (Cedar alone would skip the rule.)

Source: Cedar's semantics: deny by default, forbid overrides permit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import cedarpy

from policy.binding import RuleRecord
from policy.catalog import LANGUAGES, Language
from policy.errors import PolicyError
from policy.obligations import Obligation, parse_obligations
from policy.vocabulary import Door, PrincipalKind

NAMESPACE: Final = "Bojagi"

ContextValue = str | int | bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One policy of a bundle, as far as a person is told of it.

    Attributes:
        max_age_s: For how long after a step-up the rule is content; None where it asks for none.
    """

    id: str
    permits: bool
    explanation: Mapping[Language, str]
    obligations: tuple[Obligation, ...]
    max_age_s: int | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What Cedar said: the decision and the rules that made it."""

    allowed: bool
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Bundle:
    """A validated set of rules. `digest` names it in every decision and log event."""

    digest: str
    rules: Mapping[str, Rule]
    policies: cedarpy.PolicySet
    schema: cedarpy.Schema

    def evaluate(
        self,
        record: RuleRecord,
        door: Door,
        principal: PrincipalKind,
        context: Mapping[str, ContextValue],
    ) -> Verdict:
        """Gives Cedar's decision on one rule record; an error in any rule denies."""
        request = {
            "principal": {"type": f"{NAMESPACE}::{principal.value}", "id": "it"},
            "action": {"type": f"{NAMESPACE}::Action", "id": door.value},
            "resource": {"type": f"{NAMESPACE}::Memory", "id": "it"},
            "context": dict(context),
        }
        entity = {"uid": request["resource"], "attrs": _attributes(record), "parents": []}
        answer = cedarpy.is_authorized(request, self.policies, json.dumps([entity]), self.schema)
        if answer.diagnostics.errors or answer.decision is cedarpy.Decision.NoDecision:
            return Verdict(allowed=False, rules=())
        ids = answer.diagnostics.id_annotations_by_reason
        return Verdict(
            answer.allowed, tuple(sorted(ids[reason] for reason in answer.diagnostics.reasons))
        )


def _attributes(record: RuleRecord) -> dict[str, Any]:
    return {
        "labels": list(record.labels),
        "sensitivity": int(record.sensitivity),
        "purposes": list(record.purposes),
        "min_auth": int(record.min_auth),
        "may_train": record.may_train,
        "may_leave": record.may_leave,
        "jurisdiction": record.jurisdiction.value,
    }


def parse_bundle(schema_text: str, policy_text: str) -> Bundle:
    """Parses and validates a bundle.

    Raises:
        PolicyError: the text does not parse, does not fit the schema, or a rule lacks its id, an
            explanation, or names an obligation that no guard knows.
    """
    try:
        schema = cedarpy.Schema.from_str(schema_text)
    except ValueError as error:
        raise PolicyError("policy.bad_schema", reason=str(error)) from error
    try:
        policies = cedarpy.PolicySet.from_str(policy_text)
        parsed = json.loads(cedarpy.policies_to_json_str(policy_text))["staticPolicies"]
    except ValueError as error:
        raise PolicyError("policy.bad_syntax", reason=str(error)) from error
    validation = cedarpy.validate_policies(policy_text, schema)
    if not validation.validation_passed:
        reasons = "; ".join(str(error.error) for error in validation.errors)
        raise PolicyError("policy.not_valid", reason=reasons)
    rules: dict[str, Rule] = {}
    for name, policy in parsed.items():
        rule = _rule(name, policy["effect"], policy.get("annotations", {}))
        if rule.id in rules:
            raise PolicyError("policy.id_twice", rule=rule.id)
        rules[rule.id] = rule
    digest = hashlib.sha256(f"{schema_text}\0{policy_text}".encode()).hexdigest()
    return Bundle(digest, rules, policies, schema)


def _rule(name: str, effect: str, annotations: Mapping[str, str]) -> Rule:
    rule_id = annotations.get("id", "")
    if not rule_id:
        raise PolicyError("policy.no_id", rule=name)
    missing = [language for language in LANGUAGES if not annotations.get(f"explain_{language}")]
    if missing:
        raise PolicyError("policy.no_explanation", rule=rule_id, missing=", ".join(missing))
    max_age = annotations.get("max_age_s")
    if max_age is not None and not (max_age.isascii() and max_age.isdigit()):
        raise PolicyError("policy.bad_max_age", rule=rule_id, found=max_age)
    return Rule(
        id=rule_id,
        permits=effect == "permit",
        explanation={language: annotations[f"explain_{language}"] for language in LANGUAGES},
        obligations=parse_obligations(rule_id, annotations.get("obligation", "")),
        max_age_s=None if max_age is None else int(max_age),
    )
