"""Checks: what the evidence shows for a row, with the events that say so."""

from hashlib import sha256
from pathlib import Path

import pytest

from compliance.bundle import CoordinatorBundle, DeviceBundle, read_bundle
from compliance.checks import (
    DECREE_OPERATIONS,
    MOST_PASSES,
    MOST_ROWS_A_DEVICE,
    Finding,
    Reference,
    Result,
    answer,
    most_operations,
    refer,
)
from compliance.contents import ROUNDS, STATISTICS, Rounds
from compliance.law import judge
from compliance.lawpacks import Check
from compliance.log.events import Decision, Event, EventKind, Outcome
from compliance.reader import Reader
from device.federation.protocol import RoundPlan
from tests.compliance.bundles import (
    TENSORS,
    coordinator_events,
    happened,
    name_of,
    permit,
    refuse,
    rounds,
    table,
    write_coordinator_bundle,
    write_device_bundle,
)


def device(tmp_path: Path, events: list[Event] | None = None, **fields) -> DeviceBundle:
    bundle = read_bundle(write_device_bundle(tmp_path / "device", events=events, **fields))
    assert isinstance(bundle, DeviceBundle)
    return bundle


def coordinator(tmp_path: Path, **fields) -> CoordinatorBundle:
    bundle = read_bundle(write_coordinator_bundle(tmp_path / "coordinator", **fields))
    assert isinstance(bundle, CoordinatorBundle)
    return bundle


def numbered(*kinds: EventKind) -> list[Event]:
    return [happened(kind, number) for number, kind in enumerate(kinds)]


def result(finding: Finding) -> tuple[str, str]:
    return finding.result.value, finding.key.removeprefix("check.")


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ((EventKind.NOTICED, EventKind.STORED), ("pass", "notice_first")),
        ((EventKind.NOTICED, EventKind.RELEASED), ("pass", "notice_first")),
        ((EventKind.CREATED, EventKind.NOTICED, EventKind.TRAINED), ("pass", "notice_first")),
        ((EventKind.STORED, EventKind.NOTICED), ("fail", "notice_late")),
        ((EventKind.RELEASED, EventKind.NOTICED, EventKind.STORED), ("fail", "notice_late")),
        ((EventKind.CREATED, EventKind.STORED), ("fail", "notice_missing")),
        ((EventKind.CREATED, EventKind.NOTICED), ("not_applicable", "notice_unused")),
        ((EventKind.CREATED,), ("not_applicable", "notice_unused")),
    ],
)
def test_notice_has_to_come_before_the_first_use(tmp_path, kinds, expected):
    finding = answer(Check.NOTICE_BEFORE_USE, device(tmp_path, numbered(*kinds)))
    assert result(finding) == expected


def test_notice_goes_by_the_order_of_the_log_and_not_by_its_clock(tmp_path):
    late = happened(EventKind.NOTICED, 50)
    finding = answer(
        Check.NOTICE_BEFORE_USE, device(tmp_path, [late, happened(EventKind.STORED, 1)])
    )
    assert result(finding) == ("pass", "notice_first")
    assert finding.references == (Reference("log.jsonl", 2, ((0, 1),)),)


def test_decisions_that_name_their_rules_pass_with_their_events(tmp_path):
    finding = answer(Check.DECISIONS_NAME_RULES, device(tmp_path))
    assert result(finding) == ("pass", "rules_named")
    assert finding.values == {"count": 8}
    assert finding.references == (Reference("log.jsonl", 3, ((4, 5), (14, 14))),)


@pytest.mark.parametrize("decision", [permit(1, rules=()), refuse(1, rules=())])
def test_one_decision_without_a_rule_fails_and_is_pointed_at(tmp_path, decision):
    events = [
        happened(EventKind.RELEASED, 0, purpose="recall", decisions=(permit(1),)),
        happened(EventKind.RELEASED, 1, purpose="recall", decisions=(permit(1), decision)),
    ]
    finding = answer(Check.DECISIONS_NAME_RULES, device(tmp_path, events))
    assert result(finding) == ("fail", "rules_missing")
    assert finding.values == {"missing": 1, "count": 3}
    assert finding.references == (Reference("log.jsonl", 1, ((1, 1),)),)


def test_denial_because_nothing_permits_needs_no_rule(tmp_path):
    denied = Decision(memory=name_of(1), outcome=Outcome.DENY, rules=())
    events = [happened(EventKind.RELEASED, 0, purpose="marketing", decisions=(denied,))]
    assert answer(Check.DECISIONS_NAME_RULES, device(tmp_path, events)).result is Result.PASS


def test_log_without_decisions_has_none_to_explain(tmp_path):
    finding = answer(Check.DECISIONS_NAME_RULES, device(tmp_path, numbered(EventKind.CREATED)))
    assert result(finding) == ("not_applicable", "rules_unused")


@pytest.mark.parametrize(
    "check", [Check.NOTICE_BEFORE_USE, Check.DECISIONS_NAME_RULES, Check.OVERRIDE_EXISTS]
)
def test_what_stands_in_devices_logs_is_for_a_person_at_the_coordinator(tmp_path, check):
    assert result(answer(check, coordinator(tmp_path))) == ("review", "on_devices")


def test_nothing_is_generated_so_labels_do_not_apply(tmp_path):
    for bundle in (device(tmp_path), coordinator(tmp_path)):
        finding = answer(Check.GENERATES_NOTHING, bundle)
        assert finding.result is Result.NOT_APPLICABLE
        assert finding.values == {"count": len(bundle.events)}


def test_evidence_that_verified_passes_with_all_its_files(tmp_path):
    finding = answer(Check.EVIDENCE_VERIFIES, device(tmp_path))
    assert finding.result is Result.PASS
    files = {reference.file for reference in finding.references}
    assert files == {"log.jsonl", "about.json", "memories.json", "names.json"}


def closed(lines: Rounds, at: int) -> Event:
    digest = sha256(lines.rounds[at].model_dump_json().encode()).hexdigest()
    return happened(EventKind.ROUND_CLOSED, at, details={"round": at, "digest": digest})


def test_rounds_that_the_log_names_pass_and_a_kinder_one_fails(tmp_path):
    lines = rounds()
    honest = [closed(lines, at) for at in range(3)]
    bundle = coordinator(tmp_path, rounds_=lines, events=honest)
    assert answer(Check.EVIDENCE_VERIFIES, bundle).result is Result.PASS
    kinder = lines.model_copy(
        update={"rounds": (*lines.rounds[:2], lines.rounds[2].model_copy(update={"refused": {}}))}
    )
    bundle = coordinator(tmp_path, rounds_=kinder, events=honest)
    finding = answer(Check.EVIDENCE_VERIFIES, bundle)
    assert result(finding) == ("fail", "entries_differ")
    assert finding.values == {"missing": 1, "strangers": 1}
    assert finding.references == (Reference("log.jsonl", 1, ((2, 2),)),)


def test_round_that_was_left_out_of_the_file_fails(tmp_path):
    lines = rounds()
    fewer = lines.model_copy(update={"rounds": lines.rounds[:2]})
    events = [closed(lines, at) for at in range(3)]
    finding = answer(Check.EVIDENCE_VERIFIES, coordinator(tmp_path, rounds_=fewer, events=events))
    assert finding.values == {"missing": 1, "strangers": 0}


def test_compute_is_bounded_from_above_and_far_below_the_decree(tmp_path):
    bundle = coordinator(tmp_path)
    numbers = 32 * 88 + 32 + 2 * 32 + 2
    assert most_operations(bundle) == numbers * 10 * MOST_ROWS_A_DEVICE * MOST_PASSES * 6
    finding = answer(Check.COMPUTE_FAR_BELOW, bundle)
    assert result(finding) == ("not_applicable", "compute_below")
    assert finding.values == {"exponent": 13}
    assert DECREE_OPERATIONS > 10**13
    assert finding.references == (Reference(ROUNDS, 3),)


def test_bound_of_compute_covers_what_a_round_may_ask_for():
    most_epochs = RoundPlan.model_fields["epochs"].metadata
    assert any(getattr(limit, "le", None) == MOST_PASSES for limit in most_epochs)


def test_compute_near_the_decree_is_for_a_person(tmp_path):
    huge = rounds(tensors={**TENSORS, "giant": (2**50,)})
    finding = answer(Check.COMPUTE_FAR_BELOW, coordinator(tmp_path, rounds_=huge))
    assert result(finding) == ("review", "compute_near")


def test_missing_review_of_high_impact_is_said_to_be_missing(tmp_path):
    for bundle in (device(tmp_path), coordinator(tmp_path)):
        assert result(answer(Check.HIGH_IMPACT_REVIEW, bundle)) == ("fail", "high_impact_missing")


def test_oversight_is_for_a_person_with_the_events_that_show_it(tmp_path):
    finding = answer(Check.OVERRIDE_EXISTS, device(tmp_path))
    assert result(finding) == ("review", "override_used")
    assert finding.references == (Reference("log.jsonl", 3, ((7, 8), (13, 13))),)
    unused = answer(Check.OVERRIDE_EXISTS, device(tmp_path, numbered(EventKind.CREATED)))
    assert result(unused) == ("review", "override_unused")


def test_refusals_and_releases_are_counted_for_the_person_who_judges(tmp_path):
    bundle = coordinator(tmp_path, tables=[table()])
    safety = answer(Check.SAFETY, bundle)
    assert (result(safety), safety.values) == (("review", "safety_rounds"), {"count": 3})
    care = answer(Check.DATA_CARE, bundle)
    assert (result(care), care.values) == (("review", "data_care_tables"), {"count": 1})
    assert care.references == (Reference(STATISTICS, 1),)
    mine = device(tmp_path)
    assert answer(Check.SAFETY, mine).values == {"count": 1}
    assert answer(Check.DATA_CARE, mine).values == {"count": 5}
    assert answer(Check.TRANSPARENCY, mine).values == {"notices": 1, "reads": 3}


@pytest.mark.parametrize(
    ("numbers", "ranges"),
    [
        ([], ()),
        ([4], ((4, 4),)),
        ([1, 2, 3, 7, 9, 10], ((1, 3), (7, 7), (9, 10))),
    ],
)
def test_events_are_referred_to_by_ranges(numbers, ranges):
    expected = (Reference("log.jsonl", len(numbers), ranges),) if numbers else ()
    assert refer(numbers) == expected


def test_row_that_came_into_force_after_the_log_ended_does_not_apply(tmp_path):
    # 2026-01-22 begins in Seoul at 15:00 UTC of the day before.
    begins = 1_769_007_600
    for at, expected in ((begins - 1, "check"), (begins, "evidence")):
        events = [happened(EventKind.CREATED, 0, at=at)]
        folder = write_device_bundle(
            tmp_path / str(at), events=events, about={"market": "KR"}, exported_at=at
        )
        bundle = read_bundle(folder)
        rows = judge(bundle, "consumer", Reader("en", bundle.zone))[0].rows
        one = next(row for row in rows if row.id == "kr-40-1")
        if expected == "check":
            assert one.result is Result.NOT_APPLICABLE
            assert "22 January 2026" in one.why
            assert not one.needs_person
        else:
            assert one.result is Result.PASS


def test_coordinators_usual_log_gives_no_failure_but_the_missing_review(tmp_path):
    bundle = coordinator(tmp_path, events=coordinator_events(), about={"market": "other"})
    packs = judge(bundle, "regulator", Reader("ja", bundle.zone))
    failed = [row.id for pack in packs for row in pack.rows if row.result is Result.FAIL]
    assert failed == ["kr-33-1"]
    assert [sum(pack.results.values()) for pack in packs] == [len(pack.rows) for pack in packs]
