"""The one adapter to Cedar: parses a part of a bundle and validates it against the schema.

Invariants:
1. A bundle that does not validate against its schema is never used.
2. Every rule has an id and an explanation in three languages; ids are unique.
3. What decisions are remembered by (age limits) is what the rules' text says.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, Final

import cedarpy

from policy.bundle import Bundle, Rule
from policy.catalog import LANGUAGES
from policy.errors import PolicyError
from policy.evaluate import compile_policy, values_read
from policy.obligations import parse_obligations
from policy.syntax.faults import bad_syntax, not_valid
from policy.syntax.tokens import place_of, split_rules, tokenise

_ANNOTATIONS: Final = {"id", "obligation", "max_age_s", *(f"explain_{name}" for name in LANGUAGES)}
_AGE: Final = {".": {"left": {"Var": "context"}, "attr": "auth_age_s"}}
_SECONDS: Final = re.compile("[0-9]{1,9}")
_MAX_DEPTH: Final = 64
_MAX_CHAINED: Final = 400  # dots and operators of one rule
# What is no syntax, cut out as Cedar's own lexer does.
_STRINGS_AND_COMMENTS: Final = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n\r]*')
_NESTING: Final = re.compile(r"[(\[{}\])]")
_CHAINING: Final = re.compile(r"&&|\|\||[-+*!.<]")  # `<` opens a set of sets in a schema
_IF: Final = re.compile(r"\bif\b")

# A fault is told once, not for each action, and by its place instead of the rule's number.
_IN_GENERAL: Final = re.compile(r"^for policy `policy\d+`, | for [\w:]+::Action::\"[^\"]*\"")


def parse_bundle(schema_text: str, policy_text: str) -> Bundle:
    """Parses and validates a bundle.

    Raises:
        PolicyError: the text does not parse, does not fit the schema, or a rule lacks its id, an
            explanation, or names an obligation that no guard knows.
    """
    if _is_too_deep(schema_text):
        raise PolicyError("policy.too_deep", limit=_MAX_DEPTH)
    try:
        schema = cedarpy.Schema.from_str(schema_text)
    except ValueError as error:
        raise PolicyError("policy.bad_schema", reason=str(error)) from error
    parsed = parse_policies(policy_text)
    if parsed["templates"]:
        raise PolicyError("policy.template")
    if _misfits(policy_text, schema):
        raise not_valid(policy_text, lambda part: _misfits(part, schema), schema_text)
    rules: dict[str, Rule] = {}
    lines = _lines(policy_text)
    for name, policy in parsed["staticPolicies"].items():
        rule = _rule(name, policy, lines[int(name.removeprefix("policy"))])
        if rule.id in rules:
            raise PolicyError("policy.id_twice", rule=rule.id)
        rules[rule.id] = rule
    parts = (hashlib.sha256(text.encode()).digest() for text in (schema_text, policy_text))
    return Bundle(hashlib.sha256(b"".join(parts)).hexdigest(), rules)


def parse_policies(text: str) -> Any:
    """Gives policies in Cedar's JSON form, whether they fit a schema or not.

    Raises:
        PolicyError: the text does not parse.
    """
    if _is_too_deep(text):
        raise PolicyError("policy.too_deep", limit=_MAX_DEPTH)
    try:
        return json.loads(cedarpy.policies_to_json_str(text))
    except ValueError as error:
        raise bad_syntax(text, _parse_error) from error
    except RecursionError as error:
        raise PolicyError("policy.too_deep", limit=_MAX_DEPTH) from error


def format_policies(text: str) -> str:
    """Gives policies that parse as Cedar's conventions write them."""
    return cedarpy.format_policies(text)


def _parse_error(text: str) -> str | None:
    try:
        cedarpy.policies_to_json_str(text)
    except ValueError as error:
        return str(error)
    return None


def _misfits(text: str, schema: cedarpy.Schema) -> list[tuple[int, str]]:
    """Gives what does not fit the schema: the rule's number, from 0, and Cedar's words for it."""
    validation = cedarpy.validate_policies(text, schema)
    if validation.validation_passed:
        return []
    return [
        (int(error.policy_id.removeprefix("policy") or 0), _IN_GENERAL.sub("", str(error.error)))
        for error in validation.errors
    ]


def _lines(text: str) -> list[int]:
    """Gives the line on which each rule begins; Cedar numbers them as they stand in the text."""
    return [place_of(text, rule[0].start).line for rule in split_rules(tokenise(text))]


def _rule(name: str, policy: Mapping[str, Any], line: int) -> Rule:
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
        source=policy,
        condition=compile_policy(policy),
        reads=_reads(rule_id, policy),
        line=line,
    )


def _reads(rule_id: str, policy: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """Gives what a rule looks at, by name: decisions are remembered by what rules look at."""
    reads = values_read(policy)
    if ("context", "*") in reads:
        raise PolicyError("policy.whole_context", rule=rule_id)
    return reads


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


def _is_too_deep(text: str) -> bool:
    """Tells whether a text could overflow Cedar's stack, which ends the whole process.

    Cedar's parser calls itself for each bracket, each `if`, and along each chain of dots and
    operators.
    """
    bare = _STRINGS_AND_COMMENTS.sub(" ", text)
    depth = 0
    for bracket in _NESTING.findall(bare):
        depth += 1 if bracket in "([{" else -1
        if depth > _MAX_DEPTH:
            return True
    return any(
        len(_CHAINING.findall(rule)) > _MAX_CHAINED or len(_IF.findall(rule)) > _MAX_DEPTH
        for rule in bare.split(";")
    )
