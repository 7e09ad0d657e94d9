"""Rule sets with one planted fault: it is found, and nothing else; clean ones have none."""

import pytest

from policy.analysis.claims import Allowed, Fires, Not, holds
from policy.analysis.findings import Breaks, PropertyBroken, Redundant, Shadowed
from policy.evaluate import EvaluationError
from tests.policy.analysis.rule_sets import CLEAN, PLANTED, fault_name, report_of


def test_there_are_enough_of_both():
    assert len(PLANTED) >= 50
    assert len(CLEAN) >= 25
    assert len({one.name for one in (*PLANTED, *CLEAN)}) == len(PLANTED) + len(CLEAN)
    assert all(one.faults for one in PLANTED)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: one.name)
def test_planted_fault_is_found_and_no_other(planted):
    assert {fault_name(fault) for fault in report_of(planted).faults} == planted.faults


@pytest.mark.parametrize("clean", CLEAN, ids=lambda one: one.name)
def test_clean_rules_have_no_fault_and_nothing_is_left_undecided(clean):
    report = report_of(clean)
    assert not report.faults
    assert not report.undecided
    assert len(report.holding) == 12


@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: one.name)
def test_witness_of_each_finding_is_what_the_finding_says(planted):
    bundle = planted.bundle
    report = report_of(planted)
    for conflict in report.conflicts:
        assert holds(Fires(bundle.rules[conflict.permit]), conflict.witness)
        assert holds(Fires(bundle.rules[conflict.forbid]), conflict.witness)
    for fault in report.faults:
        match fault:
            case Shadowed(rule, _, by, witness):
                assert holds(Fires(bundle.rules[rule]), witness)
                assert not bundle.evaluate(witness.scene()).allowed
                assert by
            case Redundant(rule, _, by, witness):
                assert holds(Fires(bundle.rules[rule]), witness)
                assert any(holds(Fires(bundle.rules[one]), witness) for one in by)
            case PropertyBroken(wanted, rules, witness):
                assert holds(Fires(wanted), witness)
                assert holds(Allowed(bundle), witness)
                assert set(rules) <= set(bundle.rules)
            case Breaks(rule, _, witness):
                with pytest.raises(EvaluationError):
                    bundle.rules[rule].condition(witness.scene())
                assert holds(Not(Allowed(bundle)), witness)
            case _:
                pass
