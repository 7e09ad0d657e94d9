"""What no bundle should ever allow, as forbids that should change nothing."""

from __future__ import annotations

from functools import cache
from importlib import resources

from policy.bundle import Rule
from policy.bundles import base_schema
from policy.cedar import parse_bundle
from policy.errors import PolicyError


@cache
def load_properties() -> tuple[Rule, ...]:
    """Gives the properties that ship."""
    text = resources.files("policy.analysis").joinpath("properties.cedar").read_text("utf-8")
    return parse_properties(text)


def parse_properties(text: str) -> tuple[Rule, ...]:
    """Parses properties: a bundle of forbids. One holds where it would forbid nothing anew.

    Raises:
        PolicyError: they are no valid bundle, or one permits something.
    """
    rules = tuple(parse_bundle(base_schema(), text).rules.values())
    for rule in rules:
        if rule.permits:
            raise PolicyError("analysis.permit_as_property", rule=rule.id)
    return rules
