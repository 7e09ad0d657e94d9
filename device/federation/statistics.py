"""What a device tells of itself in a statistics round: one bit for each thing that happened or not.

Invariants:
1. A bit says that something happened at least once in the period; not how often, when, or to which
   memory. The bits come from the log, which holds no content.
2. At most MAX_CELLS bits are set. Where more would be, a uniformly random part of them is kept, so
   that no choice of ours favours one cell, and the noise that the coordinator adds covers a
   device's whole reply.
3. Nothing here sends anything. The bits are made only under the consent to statistics.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, assert_never

import numpy as np

from compliance.log.events import Event, EventKind, Outcome
from device.federation.protocol import CELLS, MAX_CELLS, SentKind, StatisticsPlan, StatisticsView
from policy.vocabulary import Purpose

_DAY_S: Final = 86_400
_SOURCES: Final = {"typed": "typed"} | {
    kind: f"imported_{kind}" for kind in ("line", "kakaotalk", "chatgpt")
}
_BY_KIND: Final = {
    EventKind.STEPPED_UP: "stepped_up",
    EventKind.EXPORTED: "exported",
    EventKind.RULE_CHANGED: "rule_changed",
    EventKind.WITHDRAWN: "consent_withdrawn",
}
_BY_REASON: Final = {
    (EventKind.SHARED, SentKind.UPDATE.value): "update_shared",
    (EventKind.REFUSED, "foreign-app"): "foreign_app_refused",
    (EventKind.ERASED, "forget"): "forgotten",
    (EventKind.ERASED, "retention"): "expired",
    (EventKind.RATED, "used"): "rated_used",
    (EventKind.RATED, "dismissed"): "rated_dismissed",
}


def cells(
    events: Iterable[Event],
    language: str,
    now: int,
    plan: StatisticsPlan,
    rng: np.random.Generator | None = None,
) -> dict[str, int]:
    """Gives the device's bits of one view, each 0 or 1, at most MAX_CELLS of them 1.

    Args:
        events: The device's own log.
        language: The owner's language.
        now: Unix seconds; the period ends here.
        plan: Which view, and how long the period is.
        rng: Chooses where too many bits would be set; without one, the system's entropy does.
    """
    since = now - plan.period_days * _DAY_S
    happened: set[str] = set()
    for event in events:
        if since < event.at <= now:
            happened.update(_told_by(event))
    match plan.view:
        case StatisticsView.DEVELOPER:
            happened.add(f"language_{language}")
        case StatisticsView.REGULATOR:
            pass
        case _:
            assert_never(plan.view)
    # In the view's own order, so that a given `rng` chooses the same everywhere.
    found = [name for name in CELLS[plan.view] if name in happened]
    if len(found) > MAX_CELLS:
        chosen = (rng or np.random.default_rng()).permutation(len(found))[:MAX_CELLS]
        found = [found[at] for at in chosen]
    return {name: int(name in found) for name in CELLS[plan.view]}


def _told_by(event: Event) -> Iterator[str]:
    """Gives the cells that one event sets."""
    if event.kind is EventKind.RELEASED and event.purpose == Purpose.RECALL:
        outcomes = {decision.outcome for decision in event.decisions}
        if Outcome.PERMIT in outcomes:
            yield "recall_answered"
        if outcomes & {Outcome.DENY, Outcome.STEP_UP}:
            yield "recall_refused"
        if event.closed:
            yield "class_closed"
    if event.kind in _BY_KIND:
        yield _BY_KIND[event.kind]
    by_reason = _BY_REASON.get((event.kind, str(event.details.get("reason", ""))))
    if by_reason is not None:
        yield by_reason
    if event.kind is EventKind.STORED:
        source = _SOURCES.get(str(event.details.get("source", "")))
        if source is not None:
            yield source
