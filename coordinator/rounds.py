"""The round loop: ask, judge, aggregate, commit; and again, until all rounds are done.

It is our own loop over Flower's `Grid`, not one of Flower's strategies: a strategy adds replies up
before anyone looked at them (facts: one NaN makes the model NaN, one wrong shape ends the run).

Invariants:
1. A message leaves only after the log says that the round is open.
2. Only what `coordinator.validate` accepted is aggregated.
3. A round with fewer accepted updates than the minimum cohort makes no model.
4. A round is one commit (`State.close_round`). Killed before it, the round is asked for again;
   killed after it, the next one is. Nothing is counted twice.
5. Nobody waits for ever: for devices at most `wait_s`, for replies at most `timeout_s`, and a round
   is tried at most `attempts` times.

What this does NOT protect: in this version the coordinator sees each device's update.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from compliance.contents import RoundLine
from coordinator.aggregate import aggregate, mean_norm, mean_reward
from coordinator.errors import RoundsFailed
from coordinator.messages import Grid, ask, evaluate_message, model_record, train_message
from coordinator.settings import RoundSettings
from coordinator.state import EVALUATION, TRAINING, Evaluation, State
from coordinator.validate import Judged, Update, check_measures, check_update, judge
from device.federation.protocol import EVALUATE, TRAIN
from device.learning.models import model_digest

_LOOK_S: Final = 0.5  # between two looks for more devices


@dataclass(frozen=True, slots=True)
class Waiting:
    """Too few devices are connected; the round waits for more."""

    round: int
    found: int
    needed: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A round begins."""

    round: int
    rounds: int
    asked: int


News: TypeAlias = Waiting | Opened | RoundLine | Evaluation
Tell: TypeAlias = Callable[[News], None]


def _keep_quiet(_: News) -> None:
    """Tells nobody."""


def run_rounds(
    grid: Grid,
    state: State,
    settings: RoundSettings,
    now: Callable[[], int],
    tell: Tell = _keep_quiet,
) -> None:
    """Runs the rounds that are still to do, then asks the devices how they find the last model.

    Rounds that the state holds already are not run again; called with all of them done, it only
    makes up for a missing evaluation.

    Args:
        settings: `settings.rounds` is the total, not how many more.
        now: Gives Unix seconds.
        tell: Told of each step, after it was committed.

    Raises:
        RoundsFailed: a round was tried `settings.attempts` times and too few devices took part. The
            state holds each try; the model is that of the last round that was aggregated.
        StateUnavailable: the state cannot be written.
    """
    state.begin(settings, at=now())
    failed = 0
    while state.now.rounds_done < settings.rounds:
        line = _run_round(grid, state, settings, now, tell)
        tell(line)
        failed = 0 if line.aggregated else failed + 1
        if failed == settings.attempts:
            raise RoundsFailed(
                "rounds.cohort",
                round=line.round,
                needed=settings.minimum_cohort,
                asked=line.asked,
                accepted=line.accepted,
            )
    if not state.now.is_evaluated:
        tell(_evaluate(grid, state, settings, now))


def _run_round(
    grid: Grid, state: State, settings: RoundSettings, now: Callable[[], int], tell: Tell
) -> RoundLine:
    number = state.now.rounds_done + 1
    nodes = _wait_for_nodes(grid, settings, number, tell)
    if len(nodes) < settings.minimum_cohort:
        return _give_up(state, number, Judged({}, {}, 0), asked=0, at=now())
    state.open_round(number, at=now(), asked=len(nodes), minimum_cohort=settings.minimum_cohort)
    tell(Opened(number, settings.rounds, len(nodes)))
    plan = settings.plan(number, state.now.digest)
    model = model_record(state.now.model)
    messages = {node: train_message(node, model, plan, settings.timeout_s) for node in nodes}
    judged: Judged[Update] = judge(
        ask(grid, messages, timeout_s=settings.timeout_s),
        frozenset(nodes),
        kind=TRAIN,
        group=str(number),
        check=lambda reply: check_update(reply, plan),
    )
    if len(judged.accepted) < settings.minimum_cohort:
        return _give_up(state, number, judged, asked=len(nodes), at=now())
    return _commit(state, number, judged, asked=len(nodes), at=now())


def _commit(state: State, number: int, judged: Judged[Update], *, asked: int, at: int) -> RoundLine:
    updates = list(judged.accepted.values())
    model = aggregate(state.now.model, updates)
    line = RoundLine(
        round=number,
        at=at,
        asked=asked,
        accepted=len(updates),
        refused=judged.refused,
        missing=judged.missing,
        weight=sum(one.measures.weight for one in updates),
        mean_norm=mean_norm(updates),
        reward=mean_reward([(one.measures.weight, one.measures.reward) for one in updates]),
        received_bytes=sum(one.size_bytes for one in updates),
        aggregated=True,
        before=state.now.digest,
        after=model_digest(model),
    )
    state.close_round(line, model)
    return line


def _give_up(
    state: State, number: int, judged: Judged[Update], *, asked: int, at: int
) -> RoundLine:
    # Of a cohort that was too small nothing is kept that could be one device's own figure.
    line = RoundLine(
        round=number,
        at=at,
        asked=asked,
        accepted=len(judged.accepted),
        refused=judged.refused,
        missing=judged.missing,
        weight=0,
        mean_norm=0.0,
        reward=None,
        received_bytes=sum(one.size_bytes for one in judged.accepted.values()),
        aggregated=False,
        before=state.now.digest,
        after=state.now.digest,
    )
    if asked:  # waiting in vain is no round: nobody was asked, so nothing is kept of it
        state.close_round(line)
    return line


def _evaluate(
    grid: Grid, state: State, settings: RoundSettings, now: Callable[[], int]
) -> Evaluation:
    number = state.now.rounds_done
    plan = settings.plan(number, state.now.digest)
    nodes = frozenset(grid.get_node_ids())
    state.open_query(TRAINING, at=now(), asked=len(nodes), source=EVALUATION)
    model = model_record(state.now.model)
    messages = {node: evaluate_message(node, model, plan, settings.timeout_s) for node in nodes}
    judged = judge(
        ask(grid, messages, timeout_s=settings.timeout_s),
        nodes,
        kind=EVALUATE,
        group=str(number),
        check=check_measures,
    )
    pairs = [(one.weight, one.reward) for one in judged.accepted.values()]
    is_enough = len(pairs) >= settings.minimum_cohort
    evaluation = Evaluation(
        model=state.now.digest,
        asked=len(nodes),
        accepted=len(pairs),
        reward=mean_reward(pairs) if is_enough else None,
    )
    state.keep_evaluation(evaluation, at=now())
    return evaluation


def _wait_for_nodes(grid: Grid, settings: RoundSettings, number: int, tell: Tell) -> list[int]:
    """Gives the connected nodes, once there are enough or the time to wait is over."""
    deadline = time.monotonic() + settings.wait_s
    told = -1
    while True:
        nodes = sorted(set(grid.get_node_ids()))
        if len(nodes) >= settings.minimum_cohort or time.monotonic() >= deadline:
            return nodes
        if len(nodes) != told:
            told = len(nodes)
            tell(Waiting(number, told, settings.minimum_cohort))
        time.sleep(_LOOK_S)
