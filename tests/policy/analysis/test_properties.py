"""The properties that ship: the base bundle has them all, and each of its rules is needed."""

import pytest

from policy.analysis import check, compare, load_properties, parse_properties
from policy.analysis.findings import DoorClosed, PropertyBroken, Relation
from policy.bundle import on_top
from policy.bundles import base_schema, load_base_bundle, load_bundle
from policy.cedar import parse_bundle
from policy.decide import Permit, decide
from policy.errors import PolicyError
from policy.vocabulary import Door, Market
from tests.policy.analysis.rule_sets import BASE_BY_ID, fault_name
from tests.policy.rules import a_rule, bundle_of

BASE = load_base_bundle()


def without(rule_id: str):
    return bundle_of(*(rule for name, rule in BASE_BY_ID.items() if name != rule_id))


def test_base_bundle_has_no_fault_and_all_properties_are_shown_to_hold():
    report = check(BASE)
    assert not report.faults
    assert not report.undecided
    assert report.holding == load_properties()


# What opens without a rule, and for permits what closes: nothing where it is not named.
WITHOUT = {
    "engine-tends": {"DoorClosed index", "DoorClosed engine", "DoorClosed maintain"},
    "training-allowed": {"DoorClosed train"},
    "purpose-outside-rule": {"own-purposes-only"},
    "finance-needs-step-up": {"step-up-for-the-gravest", "step-up-for-the-guarded"},
    "guarded-needs-step-up": {"step-up-for-the-gravest", "step-up-for-the-guarded"},
    "retention-ended": {"ended-stays-closed"},
    "reads-used-up": {"spent-stays-closed"},
    "beyond-audience": {"own-audiences-only"},
    "beyond-token": {"within-the-token"},
    "private-stays-with-owner": {"sensitive-stays-inside"},
    "kept-to-its-device": {"kept-at-home"},
    "background-shows-nothing-guarded": {"guarded-not-in-the-background"},
    "sensitive-never-trains": {"sensitive-never-trains"},
}


def test_every_forbid_of_the_base_bundle_keeps_something_closed():
    assert set(WITHOUT) >= {rule.id for rule in BASE.rules.values() if not rule.permits}


@pytest.mark.parametrize("rule_id", BASE.rules)
def test_what_opens_without_a_rule_is_noticed(rule_id):
    faults = map(fault_name, check(without(rule_id)).faults)
    found = {name.removeprefix("PropertyBroken ") for name in faults}
    assert found == WITHOUT.get(rule_id, set())


@pytest.mark.parametrize("rule_id", BASE.rules)
def test_comparison_tells_which_way_a_rule_worked(rule_id):
    comparison = compare(BASE, without(rule_id))
    permits = BASE.rules[rule_id].permits
    assert comparison.relation is (Relation.LESS if permits else Relation.MORE)
    witness = comparison.less if permits else comparison.more
    case = witness.record, witness.columns, witness.request
    assert isinstance(decide(BASE, *case), Permit) is permits
    assert isinstance(decide(without(rule_id), *case), Permit) is not permits


def test_finance_without_its_rule_opens_to_a_request_that_says_how():
    (gravest, _) = [
        fault for fault in check(without("finance-needs-step-up")).faults
        if isinstance(fault, PropertyBroken)
    ]  # fmt: skip
    assert gravest.rules == ("owner-recalls",)
    assert "finance" in gravest.witness.record.labels
    assert gravest.witness.record.min_auth >= 2
    assert gravest.witness.request.auth < gravest.witness.request.strongest


@pytest.mark.parametrize("market", Market)
def test_bundles_of_the_markets_have_no_fault_and_only_narrow_the_base(market):
    bundle = load_bundle(market).bundle
    report = check(bundle)
    assert not report.faults
    assert not report.undecided
    assert compare(BASE, bundle).relation in {Relation.LESS, Relation.EQUAL}


def test_own_property_is_checked_like_those_that_ship():
    (wanted,) = parse_properties(a_rule("mine", "forbid", 'resource.labels.contains("health")'))
    report = check(BASE, [wanted])
    assert [fault.property.id for fault in report.faults] == ["mine"]
    assert not report.holding


def test_permit_is_no_property():
    with pytest.raises(PolicyError) as caught:
        parse_properties(a_rule("mine"))
    assert caught.value.key == "analysis.permit_as_property"


def test_property_that_a_person_adds_on_top_holds():
    part = parse_bundle(
        base_schema(), a_rule("mine", "forbid", 'resource.labels.contains("health")')
    )
    wanted = parse_properties(a_rule("wanted", "forbid", 'resource.labels == ["health"]'))
    assert check(on_top(BASE, [part]), wanted).holding == wanted


def test_closed_door_is_told_for_each_door_of_a_bundle_that_permits_nothing():
    faults = check(bundle_of(a_rule("a", "forbid"))).faults
    assert [fault.door for fault in faults if isinstance(fault, DoorClosed)] == list(Door)
