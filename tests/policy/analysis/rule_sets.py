"""The rule sets of `fixtures_analysis`: with one planted fault each, and clean ones like them.

Each stands on the base bundle. A set has rules of its own (`rule`, a forbid at the release door
where it does not say otherwise), changes the text of one (`change`), or leaves some out
(`without`).
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from policy.analysis import Finding, Report, check
from policy.analysis.findings import DoorClosed, PropertyBroken
from policy.bundle import Bundle
from tests.policy.rules import BASE_RULES, a_rule, bundle_of

FIXTURES = Path(__file__).parents[1] / "fixtures_analysis"
BASE_BY_ID = {rule.split('"')[1]: rule for rule in BASE_RULES}
SCOPES = {
    "release": 'principal, action == Bojagi::Action::"release", resource',
    "index": 'principal, action == Bojagi::Action::"index", resource',
    "train": 'principal, action == Bojagi::Action::"train", resource',
    "owner": 'principal is Bojagi::Owner, action == Bojagi::Action::"release", resource',
    "client": 'principal is Bojagi::Client, action == Bojagi::Action::"release", resource',
    "service": "principal is Bojagi::Service, action, resource",
}
LAPTOP = "0123456789abcdef0123456789abcdef"


@dataclass(frozen=True)
class RuleSet:
    """A bundle, and the faults in it, as `fault_name` has them."""

    name: str
    texts: tuple[str, ...]
    faults: frozenset[str]

    @property
    def bundle(self) -> Bundle:
        return bundle_of(*self.texts)

    @classmethod
    def of(cls, given: dict[str, Any]) -> "RuleSet":
        texts = dict(BASE_BY_ID)
        for rule_id in given.get("without", ()):
            del texts[rule_id]
        if change := given.get("change"):
            old = texts[change["rule"]]
            texts[change["rule"]] = old.replace(change["old"], change["new"])
            assert texts[change["rule"]] != old
        own = (rule_text(rule) for rule in given.get("rule", ()))
        faults = frozenset(given.get("faults", ()))
        return cls(given["name"], (*texts.values(), *own), faults)


def rule_text(given: dict[str, str]) -> str:
    """Gives the text of a rule that a set adds, "new" where it has no other id."""
    if "copy" in given:
        return BASE_BY_ID[given["copy"]].replace(f'@id("{given["copy"]}")', '@id("new")')
    effect = given.get("effect", "forbid")
    scope = given.get("scope", "release" if effect == "forbid" else "owner")
    annotations = {name: given[name] for name in ("obligation", "max_age_s") if name in given}
    rule_id = given.get("id", "new")
    text = a_rule(rule_id, effect, given["when"], SCOPES.get(scope, scope), **annotations)
    if "unless" in given:
        text = text.replace("};\n", f"}}\nunless {{ {given['unless']} }};\n")
    return text


def rule_sets(name: str) -> list[RuleSet]:
    given = tomllib.loads((FIXTURES / f"{name}.toml").read_text(encoding="utf-8"))
    return [RuleSet.of(one) for one in given["set"]]


def conditions(name: str) -> list[str]:
    """Gives the conditions in a file, one in each line."""
    lines = (FIXTURES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("//")]


def fault_name(fault: Finding) -> str:
    """Gives a fault as rule sets expect it: "NeverFires new"."""
    match fault:
        case DoorClosed(door):
            return f"DoorClosed {door}"
        case PropertyBroken(wanted):
            return f"PropertyBroken {wanted.id}"
        case _:
            return f"{type(fault).__name__} {fault.rule}"


@cache
def report_of(rule_set: RuleSet) -> Report:
    return check(rule_set.bundle)


PLANTED = rule_sets("planted")
CLEAN = rule_sets("clean")
