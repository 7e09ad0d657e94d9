"""What the policy tests build with: requests, rules and bundles, harmless unless they say so."""

import re
from functools import cache
from pathlib import Path

import policy.bundles
from policy.bundle import Bundle
from policy.bundles import base_schema, read_policy_file
from policy.cedar import parse_bundle
from policy.request import Request
from policy.vocabulary import AuthLevel, Door, PrincipalKind, Purpose

NOW = 1_000_000  # Monday, 12 January 1970, 13:46:40 UTC
HERE, THERE = "a" * 32, "b" * 32  # devices
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


# --- rules to compose bundles of: each looks at something else that the base does not

OWNER, CLIENT = (
    "principal is Bojagi::Owner, action, resource",
    "principal is Bojagi::Client, action, resource",
)
RELEASE = 'principal, action == Bojagi::Action::"release", resource'
AT_TEN_OR_LATER = "context.hour * 1000000000000000000 >= 0"  # past 64 bits from ten o'clock on

FORBIDS = (
    a_rule("night", "forbid", "context.hour >= 22 || context.hour < 7", RELEASE),
    a_rule(
        "weekend",
        "forbid",
        'context.weekday >= 6 && resource.labels.contains("workplace")',
        RELEASE,
    ),
    a_rule("owner-at-lunch", "forbid", "context.hour == 12", OWNER),
    a_rule(
        "diary-here", "forbid", f'resource.tags.contains("diary") && context.device != "{HERE}"'
    ),
    a_rule(
        "health-inside",
        "forbid",
        'resource.labels.contains("health") && context.audience == "outside"',
    ),
    a_rule("no-client-on-money", "forbid", 'resource.domain == "finance"', CLIENT),
    a_rule("only-food", "forbid", '!context.granted_domains.contains("food")', CLIENT),
    a_rule("owner-not-on-money", "forbid", 'resource.domain == "finance"', OWNER),
    a_rule("consent", "forbid", "!context.consented.containsAll(resource.labels)", RELEASE),
    a_rule("held", "forbid", "resource.held"),
    a_rule("minute", "forbid", "context.auth_age_s > 60", CLIENT, max_age_s="60"),
    a_rule("quarter", "forbid", "!(context.auth_age_s <= 900)", OWNER, max_age_s="900"),
    a_rule("never-fresh", "forbid", "context.auth_age_s <= 10", OWNER, max_age_s="10"),
    a_rule("foreground", "forbid", "!context.foreground", RELEASE),
    a_rule("market", "forbid", 'resource.jurisdiction == "JP" && context.strongest < 3'),
    a_rule("breaks-with-a-key", "forbid", "context.strongest * 4611686018427387904 > 0"),
    a_rule("breaks-at-ten", "forbid", f"!({AT_TEN_OR_LATER})", OWNER),
)
PERMITS = (
    a_rule("anything", obligation="count:2, redact:card+phone"),
    a_rule("owner-anew", scope=OWNER, obligation="reauthenticate:30"),
    a_rule("owner-briefly", scope=OWNER, obligation="expire:120, local_only"),
    a_rule("at-one", when="context.hour == 13", obligation="summarise"),
    a_rule("on-monday", when="context.weekday == 1", scope=OWNER, obligation="notify, no_share"),
    a_rule("tagged", when='resource.tags.contains("diary")', scope=CLIENT, obligation="no_train"),
    a_rule("once-aged", when="context.auth_age_s > 60", scope=OWNER, max_age_s="60"),
    a_rule("on-food", when='resource.domain == "food"', scope=CLIENT),
    a_rule("at-home", when='resource.home == context.device && resource.home != ""'),
    a_rule("breaks-at-ten-too", when=AT_TEN_OR_LATER, scope=CLIENT),
)
