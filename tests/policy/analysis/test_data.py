"""Findings as plain data."""

import json

import pytest

from policy.analysis import Budget, as_data, check, compare
from policy.bundles import load_base_bundle
from tests.policy.analysis.rule_sets import PLANTED, report_of
from tests.policy.rules import a_rule, bundle_of


@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: one.name)
def test_every_report_is_data_that_json_can_have(planted):
    report = report_of(planted)
    data = as_data(report)
    assert json.loads(json.dumps(data)) == data
    assert [one["kind"] for one in data["faults"]] == [type(one).__name__ for one in report.faults]


def test_witness_is_told_by_the_names_that_rules_have_for_it():
    conflict = as_data(check(load_base_bundle()).conflicts[0])
    assert conflict["kind"] == "Conflict"
    assert conflict["witness"]["request.principal"] == "Owner"
    assert conflict["witness"]["resource.labels"] == []
    assert conflict["witness"]["context.auth"] == 1


def test_comparison_is_data_with_its_relation():
    old = bundle_of(a_rule("a", when="context.auth > 0", obligation="redact:card"))
    data = as_data(compare(old, bundle_of(a_rule("a"))))
    assert (data["relation"], data["less"]) == ("more", "never")
    assert data["more"]["context.auth"] == 0
    assert data["dropped"][0]["duty"] == "redact:card"
    assert json.loads(json.dumps(data)) == data


def test_undecided_questions_are_data_too():
    data = as_data(check(load_base_bundle(), budget=Budget(21, 21)))
    assert data["undecided"][0]["question"] == "property"
