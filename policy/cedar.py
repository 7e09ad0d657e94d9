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
import re
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

_ANNOTATIONS: Final = {"id", "obligation", "max_age_s", *(f"explain_{name}" for name in LANGUAGES)}
_AGE: Final = {".": {"left": {"Var": "context"}, "attr": "auth_age_s"}}
_SECONDS: Final = re.compile("[0-9]{1,9}")
_MAX_DEPTH: Final = 64
_DASHES: Final = 200  # a comment may draw a line of this length

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
    if max(_depth(schema_text), _depth(policy_text)) > _MAX_DEPTH:
        raise PolicyError("policy.too_deep", limit=_MAX_DEPTH)  # the parser's stack has no limit
    try:
        schema = cedarpy.Schema.from_str(schema_text)
    except ValueError as error:
        raise PolicyError("policy.bad_schema", reason=str(error)) from error
    try:
        policies = cedarpy.PolicySet.from_str(policy_text)
        parsed = json.loads(cedarpy.policies_to_json_str(policy_text))
    except ValueError as error:
        raise PolicyError("policy.bad_syntax", reason=str(error)) from error
    except RecursionError as error:
        raise PolicyError("policy.too_deep", limit=_MAX_DEPTH) from error
    if parsed["templates"]:
        raise PolicyError("policy.template")
    validation = cedarpy.validate_policies(policy_text, schema)
    if not validation.validation_passed:
        reasons = "; ".join(str(error.error) for error in validation.errors)
        raise PolicyError("policy.not_valid", reason=reasons)
    rules: dict[str, Rule] = {}
    for name, policy in parsed["staticPolicies"].items():
        rule = _rule(name, policy)
        if rule.id in rules:
            raise PolicyError("policy.id_twice", rule=rule.id)
        rules[rule.id] = rule
    parts = (hashlib.sha256(text.encode()).digest() for text in (schema_text, policy_text))
    return Bundle(hashlib.sha256(b"".join(parts)).hexdigest(), rules, policies, schema)


def _rule(name: str, policy: Mapping[str, Any]) -> Rule:
    annotations: Mapping[str, str | None] = policy.get("annotations", {})
    rule_id = (annotations.get("id") or "").strip()
    if not rule_id:
        raise PolicyError("policy.no_id", rule=name)
    explanation = {
        language: (annotations.get(f"explain_{language}") or "").strip() for language in LANGUAGES
    }
    missing = [language for language, text in explanation.items() if not text]
    if missing:
        raise PolicyError("policy.no_explanation", rule=rule_id, missing=", ".join(missing))
    for found, value in annotations.items():
        if found not in _ANNOTATIONS or not (value or "").strip():
            known = ", ".join(sorted(_ANNOTATIONS))
            raise PolicyError("policy.bad_annotation", rule=rule_id, found=found, known=known)
    permits = policy["effect"] == "permit"
    if "obligation" in annotations and not permits:
        raise PolicyError("policy.duty_on_forbid", rule=rule_id)
    return Rule(
        id=rule_id,
        permits=permits,
        explanation=explanation,
        obligations=parse_obligations(rule_id, annotations.get("obligation") or ""),
        max_age_s=_max_age_s(rule_id, annotations.get("max_age_s"), policy.get("conditions", [])),
    )


def _max_age_s(rule_id: str, annotation: str | None, conditions: object) -> int | None:
    """Gives the age limit that a rule's text and its annotation agree on.

    Decisions are remembered by which of these limits an age is within, so a limit that only the
    text knew would be remembered wrongly.
    """
    if annotation is not None and not _SECONDS.fullmatch(annotation):
        raise PolicyError("policy.bad_max_age", rule=rule_id, found=annotation[:20])
    stated = None if annotation is None else int(annotation)
    limits, strays = _age_limits(conditions)
    if strays or limits != ({stated} - {None}):
        raise PolicyError("policy.age_form", rule=rule_id)
    return stated


def _age_limits(node: object) -> tuple[set[int | None], int]:
    """Gives the N of each `context.auth_age_s <= N` (or `> N`), and how many other forms."""
    limits: set[int | None] = set()
    strays = 0
    waiting = [node]
    while waiting:
        match waiting.pop():
            case {"<=": {"left": left, "right": {"Value": int(limit)}}} | {
                ">": {"left": left, "right": {"Value": int(limit)}}
            } if left == _AGE:
                limits.add(limit)
            case found if found == _AGE:
                strays += 1
            case dict() as fields:
                waiting += fields.values()
            case list() as items:
                waiting += items
            case _:
                pass
    return limits, strays


def _depth(text: str) -> int:
    """How deep brackets and unary operators nest, at most; in strings and comments too."""
    deepest = depth = run = 0
    for character in text:
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        run = run + 1 if character in "!-" else 0
        deepest = max(deepest, depth, run - _DASHES)
    return deepest
