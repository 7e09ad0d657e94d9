"""What a device tells of itself in a statistics round."""

import numpy as np
import pytest

from compliance.log.events import Decision, EventKind, Outcome
from device.federation.protocol import (
    CELLS,
    MAX_CELLS,
    StatisticsPlan,
    StatisticsView,
    unexpected_cells,
)
from device.federation.statistics import cells
from tests.builders import new_event

NOW = 1_750_000_000
DAY = 86_400
REGULATOR = StatisticsPlan(view=StatisticsView.REGULATOR)
DEVELOPER = StatisticsPlan(view=StatisticsView.DEVELOPER)


def at(kind, *, days_ago=1, **fields):
    return new_event(kind, at=NOW - days_ago * DAY, **fields)


def recall(*outcomes, purpose="recall", closed=()):
    decisions = tuple(
        Decision(memory=f"{n:064x}", outcome=outcome, rules=("r",))
        for n, outcome in enumerate(outcomes)
    )
    return at(EventKind.RELEASED, purpose=purpose, decisions=decisions, closed=closed)


def ones(events, plan, language="en", **rest):
    told = cells(events, language, NOW, plan, **rest)
    assert unexpected_cells(plan.view, told) is None
    return {name for name, bit in told.items() if bit}


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (recall(Outcome.PERMIT), {"recall_answered"}),
        (recall(Outcome.DENY), {"recall_refused"}),
        (recall(Outcome.STEP_UP), {"recall_refused"}),
        (recall(Outcome.PERMIT, Outcome.DENY), {"recall_answered", "recall_refused"}),
        (recall(closed=("finance-step-up",)), {"class_closed"}),
        (recall(), set()),
        (recall(Outcome.PERMIT, purpose="export"), set()),
        (at(EventKind.STEPPED_UP), {"stepped_up"}),
        (at(EventKind.EXPORTED), {"exported"}),
        (at(EventKind.ERASED, details={"reason": "forget"}), {"forgotten"}),
        (at(EventKind.ERASED, details={"reason": "retention"}), {"expired"}),
        (at(EventKind.RULE_CHANGED), {"rule_changed"}),
        (at(EventKind.SHARED, details={"reason": "update"}), {"update_shared"}),
        (at(EventKind.SHARED, details={"reason": "statistics"}), set()),
        (at(EventKind.WITHDRAWN), {"consent_withdrawn"}),
        (at(EventKind.UNLOCKED), set()),
    ],
)
def test_event_sets_its_cell_for_the_regulator(event, expected):
    assert ones([event], REGULATOR) == expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (at(EventKind.RATED, details={"reason": "used"}), {"rated_used"}),
        (at(EventKind.RATED, details={"reason": "dismissed"}), {"rated_dismissed"}),
        (at(EventKind.STORED, details={"source": "typed"}), {"typed"}),
        (at(EventKind.STORED, details={"source": "line"}), {"imported_line"}),
        (at(EventKind.STORED, details={"source": "kakaotalk"}), {"imported_kakaotalk"}),
        (at(EventKind.STORED, details={"source": "chatgpt"}), {"imported_chatgpt"}),
        (at(EventKind.STORED, details={"source": "locomo"}), set()),
        (at(EventKind.REFUSED, details={"reason": "foreign-app"}), {"foreign_app_refused"}),
        (at(EventKind.REFUSED, details={"reason": "token"}), set()),
        (at(EventKind.RELEASED), set()),
    ],
)
def test_event_sets_its_cell_for_the_developer(event, expected):
    assert ones([event], DEVELOPER) == expected | {"language_en"}


@pytest.mark.parametrize("language", ["en", "ja", "ko"])
def test_owner_language_is_told_to_the_developer_alone(language):
    assert ones([], DEVELOPER, language) == {f"language_{language}"}
    assert ones([], REGULATOR, language) == set()


def test_how_often_is_not_told():
    once, often = [recall(Outcome.PERMIT)], [recall(Outcome.PERMIT)] * 50
    assert cells(once, "en", NOW, REGULATOR) == cells(often, "en", NOW, REGULATOR)


def test_what_happened_outside_the_period_is_not_told():
    events = [
        at(EventKind.EXPORTED, days_ago=28),
        at(EventKind.STEPPED_UP, days_ago=29),
        at(EventKind.RULE_CHANGED, days_ago=-1),
        at(EventKind.WITHDRAWN, days_ago=27),
        at(EventKind.SHARED, days_ago=0, details={"reason": "update"}),
    ]
    assert ones(events, REGULATOR) == {"consent_withdrawn", "update_shared"}
    longer = REGULATOR.model_copy(update={"period_days": 30})
    assert ones(events, longer) == {
        "exported", "stepped_up", "consent_withdrawn", "update_shared",
    }  # fmt: skip


EVERYTHING = [
    recall(Outcome.PERMIT, Outcome.DENY, closed=("r",)),
    at(EventKind.STEPPED_UP),
    at(EventKind.EXPORTED),
    at(EventKind.ERASED, details={"reason": "forget"}),
    at(EventKind.ERASED, details={"reason": "retention"}),
    at(EventKind.RULE_CHANGED),
    at(EventKind.SHARED, details={"reason": "update"}),
    at(EventKind.WITHDRAWN),
]


def test_no_more_bits_are_set_than_agreed_and_no_cell_is_favoured():
    assert len(CELLS[StatisticsView.REGULATOR]) > MAX_CELLS  # or this shows nothing
    kept = dict.fromkeys(CELLS[StatisticsView.REGULATOR], 0)
    rng = np.random.default_rng(0)
    for _ in range(400):
        chosen = ones(EVERYTHING, REGULATOR, rng=rng)
        assert len(chosen) == MAX_CELLS
        for name in chosen:
            kept[name] += 1
    # Each is kept in 8 of 10 draws: 320 of 400, standard deviation 8.
    assert min(kept.values()) > 320 - 6 * 8
    assert max(kept.values()) < 320 + 6 * 8


def test_without_a_generator_the_choice_is_the_systems():
    assert len({frozenset(ones(EVERYTHING, REGULATOR)) for _ in range(40)}) > 1


def test_given_generator_makes_the_choice_repeatable():
    first, second = (ones(EVERYTHING, REGULATOR, rng=np.random.default_rng(3)) for _ in range(2))
    assert first == second
