"""What the policy tests build with: requests, rules and bundles, harmless unless they say so."""

import re
from functools import cache
from pathlib import Path

import policy.bundles
from policy.bundles import base_schema, read_policy_file
from policy.cedar import Bundle, parse_bundle
from policy.decide import Request
from policy.vocabulary import AuthLevel, Door, PrincipalKind, Purpose

NOW = 1_000_000
BASE_TEXT = read_policy_file(Path(policy.bundles.__file__).parent / "base" / "base.cedar")
# Each rule of the base bundle on its own, so that tests can leave one out or shuffle them.
BASE_RULES = tuple(re.split(r"\n(?=@id\()", BASE_TEXT)[1:])

EXPLAINED = {"explain_en": "Because.", "explain_ja": "理由です。", "explain_ko": "이유입니다."}


def a_rule(
    rule_id: str, effect: str = "permit", when: str = "true", scope: str = "", **annotations: str
) -> str:
    """Gives a rule's text; `scope` stands for `principal, action, resource`."""
    given = {"id": rule_id, **EXPLAINED, **annotations}
    head = "\n".join(f'@{name}("{text}")' for name, text in given.items())
    return f"{head}\n{effect} ({scope or 'principal, action, resource'})\nwhen {{ {when} }};\n"


@cache
def bundle_of(*rules: str) -> Bundle:
    """Gives the bundle of these rules under the shipped schema."""
    return parse_bundle(base_schema(), "\n".join(rules))


def a_request(*, age_s: int = 0, **changes: object) -> Request:
    """Gives the owner's recall, just after the unlocking, with a step-up secret enrolled."""
    given: dict[str, object] = {
        "principal": PrincipalKind.OWNER,
        "door": Door.RELEASE,
        "purpose": Purpose.RECALL,
        "auth": AuthLevel.UNLOCKED,
        "auth_at": NOW - age_s,
        "strongest": AuthLevel.STRONG,
        "now": NOW,
    }
    return Request(**(given | changes))  # type: ignore[arg-type]
