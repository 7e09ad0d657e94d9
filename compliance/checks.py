"""The closed set of checks that answer a law pack's rows from evidence.

A check sees a verified bundle and nothing else. It says what the evidence shows: a result, the
events and files it rests on, and a sentence. None of them says that a law is kept.

    pass              what the row asks for is in the evidence
    fail              it should be in the evidence, and is missing or contradicted
    review            a person must judge; evidence that may help is named
    not_applicable    the row asks for nothing here

What this does NOT protect: a check reads what was logged. What a device never logged, and what an
operator keeps on paper, is for a person.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from compliance.bundle import Bundle, CoordinatorBundle, DeviceBundle
from compliance.contents import ROUNDS, STATISTICS
from compliance.evidence import LOG
from compliance.lawpacks import Check
from compliance.log.events import Event, EventKind, Outcome
from compliance.named import find_names

# An upper bound, not an estimate: far more rows and passes than a device would ever train on, and
# each number of the model counted for a forward and a backward pass.
MOST_ROWS_A_DEVICE: Final = 1_000_000
MOST_PASSES: Final = 50
OPERATIONS_A_NUMBER: Final = 6
DECREE_OPERATIONS: Final = 10**26
_FAR: Final = 1_000

_USES: Final = frozenset({EventKind.STORED, EventKind.RELEASED, EventKind.TRAINED})
_OVERRIDES: Final = frozenset({EventKind.RULE_CHANGED, EventKind.ERASED, EventKind.WITHDRAWN})
_REFUSALS: Final = frozenset({EventKind.REFUSED, EventKind.ROUND_ABORTED})
_CARE: Final = _OVERRIDES | {EventKind.CONSENTED, EventKind.EXPORTED}


class Result(StrEnum):
    """What the evidence shows about a row."""

    PASS = "pass"  # noqa: S105  # a result, no password
    FAIL = "fail"
    REVIEW = "review"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Reference:
    """Where evidence stands: a file of the folder and, in the log, which events.

    Attributes:
        count: How many events or entries.
        events: Ranges of event numbers, first and last included; empty for other files.
    """

    file: str
    count: int
    events: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A check's answer. `key` and `values` are its sentence."""

    result: Result
    key: str
    values: Mapping[str, int | str] = field(default_factory=dict)
    references: tuple[Reference, ...] = ()


def answer(check: Check, bundle: Bundle) -> Finding:
    """Gives what the evidence shows for one check."""
    return _CHECKS[check](bundle)


def refer(numbers: Iterable[int]) -> tuple[Reference, ...]:
    """Gives a reference to these events of the log; none where there are none."""
    ranges: list[tuple[int, int]] = []
    count = 0
    for number in numbers:
        count += 1
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return (Reference(LOG, count, tuple(ranges)),) if count else ()


def _of_kinds(bundle: Bundle, kinds: frozenset[EventKind]) -> list[int]:
    return [number for number, event in enumerate(bundle.events) if event.kind in kinds]


def _refer_whole(bundle: Bundle) -> tuple[Reference, ...]:
    return refer(range(len(bundle.events)))


def _no_check(_: Bundle) -> Finding:
    return Finding(Result.REVIEW, "check.none")


def _notice_before_use(bundle: Bundle) -> Finding:
    if isinstance(bundle, CoordinatorBundle):
        return Finding(Result.REVIEW, "check.on_devices")
    notices = _of_kinds(bundle, frozenset({EventKind.NOTICED}))
    uses = _of_kinds(bundle, _USES)
    if not uses:
        return Finding(Result.NOT_APPLICABLE, "check.notice_unused", {}, refer(notices[:1]))
    if not notices:
        return Finding(Result.FAIL, "check.notice_missing", {"used": uses[0]}, refer([uses[0]]))
    values = {"told": notices[0], "used": uses[0]}
    references = refer(sorted((notices[0], uses[0])))
    if notices[0] > uses[0]:
        return Finding(Result.FAIL, "check.notice_late", values, references)
    return Finding(Result.PASS, "check.notice_first", values, references)


def _generates_nothing(bundle: Bundle) -> Finding:
    # EventKind is a closed set without a kind for making text, pictures or sound. A version that
    # generates needs such a kind, and a check that looks for the label beside it.
    values = {"count": len(bundle.events)}
    return Finding(Result.NOT_APPLICABLE, "check.generates_nothing", values, _refer_whole(bundle))


def _decisions_name_rules(bundle: Bundle) -> Finding:
    if isinstance(bundle, CoordinatorBundle):
        return Finding(Result.REVIEW, "check.on_devices")
    released = _of_kinds(bundle, frozenset({EventKind.RELEASED}))
    total = sum(len(bundle.events[number].decisions) for number in released)
    nameless = [number for number in released if _nameless(bundle.events[number])]
    if nameless:
        missing = sum(_nameless(bundle.events[number]) for number in nameless)
        values = {"missing": missing, "count": total}
        return Finding(Result.FAIL, "check.rules_missing", values, refer(nameless))
    if not total:
        return Finding(Result.NOT_APPLICABLE, "check.rules_unused")
    return Finding(Result.PASS, "check.rules_named", {"count": total}, refer(released))


def _nameless(event: Event) -> int:
    """Gives how many decisions name no rule. What no rule permits is denied, and needs no name."""
    return sum(
        not decision.rules and decision.outcome is not Outcome.DENY for decision in event.decisions
    )


def _evidence_verifies(bundle: Bundle) -> Finding:
    # A bundle exists only once its folder was verified; a changed one gets no report at all.
    if isinstance(bundle, CoordinatorBundle):
        named = find_names(bundle)
        if named.missing or named.strangers:
            odd = {"missing": len(named.missing), "strangers": named.strangers}
            return Finding(Result.FAIL, "check.entries_differ", odd, refer(named.missing))
    files = tuple(Reference(name, 1) for name in bundle.digests)
    values = {"count": len(bundle.events), "files": len(files)}
    return Finding(Result.PASS, "check.evidence_verified", values, (*_refer_whole(bundle), *files))


def _compute_far_below(bundle: Bundle) -> Finding:
    if isinstance(bundle, DeviceBundle):
        return Finding(Result.REVIEW, "check.at_coordinator")
    exponent = math.ceil(math.log10(max(1, most_operations(bundle))))
    references = (Reference(ROUNDS, len(bundle.rounds.rounds)),)
    if most_operations(bundle) * _FAR < DECREE_OPERATIONS:
        return Finding(
            Result.NOT_APPLICABLE, "check.compute_below", {"exponent": exponent}, references
        )
    return Finding(Result.REVIEW, "check.compute_near", {"exponent": exponent}, references)


def most_operations(bundle: CoordinatorBundle) -> int:
    """Gives more arithmetic operations than all rounds together can have taken."""
    numbers = sum(math.prod(shape) for shape in bundle.rounds.tensors.values())
    asked = sum(line.asked for line in bundle.rounds.rounds)
    return numbers * asked * MOST_ROWS_A_DEVICE * MOST_PASSES * OPERATIONS_A_NUMBER


def _override_exists(bundle: Bundle) -> Finding:
    if isinstance(bundle, CoordinatorBundle):
        return Finding(Result.REVIEW, "check.on_devices")
    found = _of_kinds(bundle, _OVERRIDES)
    if not found:
        return Finding(Result.REVIEW, "check.override_unused")
    return Finding(Result.REVIEW, "check.override_used", {"count": len(found)}, refer(found))


def _high_impact_review(bundle: Bundle) -> Finding:
    # No kind of event and no content file records such a review, so none can be found.
    values = {"count": len(bundle.events)}
    return Finding(Result.FAIL, "check.high_impact_missing", values, _refer_whole(bundle))


def _transparency(bundle: Bundle) -> Finding:
    if isinstance(bundle, CoordinatorBundle):
        references = (Reference(ROUNDS, len(bundle.rounds.rounds)),)
        return Finding(Result.REVIEW, "check.transparency_rounds", {}, references)
    notices = _of_kinds(bundle, frozenset({EventKind.NOTICED}))
    released = _of_kinds(bundle, frozenset({EventKind.RELEASED}))
    values = {"notices": len(notices), "reads": len(released)}
    return Finding(
        Result.REVIEW, "check.transparency_device", values, refer(sorted(notices + released))
    )


def _safety(bundle: Bundle) -> Finding:
    refused = _of_kinds(bundle, _REFUSALS)
    if isinstance(bundle, DeviceBundle):
        return Finding(
            Result.REVIEW, "check.safety_device", {"count": len(refused)}, refer(refused)
        )
    count = sum(sum(line.refused.values()) for line in bundle.rounds.rounds)
    references = (*refer(refused), Reference(ROUNDS, len(bundle.rounds.rounds)))
    return Finding(Result.REVIEW, "check.safety_rounds", {"count": count}, references)


def _data_care(bundle: Bundle) -> Finding:
    if isinstance(bundle, CoordinatorBundle):
        references = (Reference(STATISTICS, len(bundle.statistics.tables)),)
        values = {"count": len(bundle.statistics.tables)}
        return Finding(Result.REVIEW, "check.data_care_tables", values, references)
    found = _of_kinds(bundle, _CARE)
    return Finding(Result.REVIEW, "check.data_care_device", {"count": len(found)}, refer(found))


_CHECKS: Final[Mapping[Check, Callable[[Bundle], Finding]]] = {
    Check.NONE: _no_check,
    Check.NOTICE_BEFORE_USE: _notice_before_use,
    Check.GENERATES_NOTHING: _generates_nothing,
    Check.DECISIONS_NAME_RULES: _decisions_name_rules,
    Check.EVIDENCE_VERIFIES: _evidence_verifies,
    Check.COMPUTE_FAR_BELOW: _compute_far_below,
    Check.OVERRIDE_EXISTS: _override_exists,
    Check.HIGH_IMPACT_REVIEW: _high_impact_review,
    Check.TRANSPARENCY: _transparency,
    Check.SAFETY: _safety,
    Check.DATA_CARE: _data_care,
}
