"""The values that are tried: all attributes of the schema, and all that rules can tell apart."""

import re

import pytest

from policy.analysis.values import (
    AGE,
    DEVICES,
    FLAGS,
    LEVELS,
    SETS,
    TAGS,
    WORDS,
    is_device,
    is_tag,
    variables_for,
)
from policy.analysis.witness import READS
from policy.bundles import base_schema
from tests.policy.analysis.rule_sets import LAPTOP
from tests.policy.rules import a_rule, bundle_of


def values_for(key, *rules):
    variables = variables_for(tuple(bundle_of(*rules).rules.values()))
    return next(one.values for one in variables if one.key == key and one.word is None)


def words_for(key, *rules):
    variables = variables_for(tuple(bundle_of(*rules).rules.values()))
    return [one.word for one in variables if one.key == key]


def test_every_attribute_of_the_schema_is_tried_with_values_of_its_type():
    memory, request = base_schema().split("type Request")
    declared = {
        (owner, name): kind
        for owner, part in (("resource", memory), ("context", request))
        for name, kind in re.findall(r"(\w+): (Bool|Long|String|Set<String>)", part)
    }
    tried = {
        **dict.fromkeys(FLAGS, "Bool"),
        **dict.fromkeys((*LEVELS, AGE), "Long"),
        **dict.fromkeys((*WORDS, *DEVICES), "String"),
        **dict.fromkeys((*SETS, TAGS), "Set<String>"),
    }
    assert tried == declared


def test_age_is_tried_around_each_limit_and_reads_around_each_count():
    rules = (
        a_rule("a", "forbid", "context.auth_age_s > 60", max_age_s="60"),
        a_rule("b", obligation="reauthenticate:30, count:5"),
    )
    assert values_for(AGE, *rules) == (0, 29, 30, 31, 59, 60, 61)
    assert values_for(READS, *rules) == (0, 4, 5, 6)


def test_numbers_of_other_attributes_are_no_ages():
    assert values_for(AGE, a_rule("a", when="context.hour > 12")) == (0,)


@pytest.mark.parametrize("key", DEVICES)
def test_two_devices_that_no_rule_names_are_tried_beside_those_that_are(key):
    none, first, second, *named = values_for(
        key, a_rule("a", when=f'context.device == "{LAPTOP}" || resource.home == "laptop"')
    )
    assert (none, named) == ("", [LAPTOP])
    assert len({first, second, LAPTOP}) == 3
    assert is_device(first)
    assert is_device(second)


def test_named_device_is_not_taken_for_an_unnamed_one():
    named = f"{1:032x}"
    found = values_for(DEVICES[0], a_rule("a", when=f'resource.home == "{named}"'))
    assert sorted(found) == ["", named, f"{2:032x}", f"{3:032x}"]


def test_tags_are_those_that_rules_name_and_one_more():
    rule = a_rule("a", when='resource.tags.containsAny(["diary", "Diary", "tag"])')
    assert sorted(words_for(TAGS, rule)) == ["diary", "tag", "tag1"]
    assert words_for(TAGS, a_rule("a")) == ["tag"]


def test_words_that_tags_are_compared_with_are_tags_too():
    rule = a_rule("a", when='resource.tags.containsAny(resource.audiences) && resource.home == ""')
    assert {"owner", "on_device", "outside", f"{1:032x}"} < set(words_for(TAGS, rule))
    assert "recall" in words_for(TAGS, a_rule("a", when="resource.tags.contains(context.purpose)"))


def test_words_that_several_sets_can_have_stand_together():
    variables = variables_for(
        tuple(bundle_of(a_rule("a", when="resource.tags == resource.labels")).rules.values())
    )
    finance = [one.key for one in variables if one.word == "finance"][:4]
    assert {("resource", "labels"), TAGS} <= set(finance)


def test_too_many_tags_are_not_tried_at_all():
    words = ", ".join(f'"t{number}"' for number in range(201))
    assert words_for(TAGS, a_rule("a", when=f"resource.tags.containsAny([{words}])")) == []


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("diary", True),
        ("my diary", True),
        ("日記", True),
        ("Diary", False),
        ("\uff44", False),
        (" x", False),
        ("", False),
        ("x" * 41, False),
    ],
)
def test_tag_is_what_folding_leaves_as_it_is(text, is_one):
    assert is_tag(text) is is_one
