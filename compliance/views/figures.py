"""The figures of a federation: rounds, refusals, the model's tensors, statistics.

The regulator's and the developer's views show the same rounds; only the statistics tables differ.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from compliance.bundle import CoordinatorBundle
from compliance.contents import RoundLine, StatisticsTable
from compliance.named import find_names
from compliance.noise import LEAST_K, margin, stands_for
from compliance.reader import Reader
from compliance.views.head import ViewName

_FLOAT_BYTES = 4


@dataclass(frozen=True, slots=True)
class NamedCount:
    """How many of something that has a word."""

    name: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round.

    Attributes:
        event: The event of the log that names this very line; None where none does.
        reward_before: Of the model that the devices received.
        reward_after: Of the model that the round made; None where nobody has measured it.
        refused: Replies refused, by reason.
    """

    round: int
    event: int | None
    at: int
    when: str
    asked: int
    accepted: int
    refused: tuple[NamedCount, ...]
    missing: int
    weight: int
    mean_norm: float
    reward_before: float | None
    reward_after: float | None
    received_bytes: int
    aggregated: bool
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CellRow:
    """One cell of a statistics table; `count` is None where it is suppressed."""

    name: str
    word: str
    count: int | None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One statistics table, with all that a reader needs to judge its noise.

    Attributes:
        event: The event of the log that names this very table; None where none does.
        threshold: What a noisy count must reach to be shown: k - 1 + margin.
        k: How many devices must stand behind a cell to be shown, as threshold and noise have it;
            None where the threshold is too low for such noise to promise the least k.
        margin: What such noise needs on top of k - 1.
    """

    event: int | None
    at: int
    when: str
    period_days: int
    asked: int
    cells: tuple[CellRow, ...]
    suppressed: int
    threshold: int
    k: int | None
    margin: int
    bound: int
    epsilon: float
    scale: float
    interval: int
    simulated: bool


@dataclass(frozen=True, slots=True)
class TensorRow:
    """One tensor of the model."""

    name: str
    shape: tuple[int, ...]
    numbers: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Training:
    """All rounds together."""

    minimum_cohort: int
    sees_single_updates: bool
    rounds: tuple[RoundRow, ...]
    refused: tuple[NamedCount, ...]
    first_reward: float | None
    final_reward: float | None
    tensors: tuple[TensorRow, ...]


@dataclass(frozen=True, slots=True)
class StatisticsPart:
    """The released tables of one view, and the privacy loss of all releases so far."""

    tables: tuple[TableRow, ...]
    epsilon_spent: float


def training_of(bundle: CoordinatorBundle, reader: Reader) -> Training:
    """Gives what the rounds were and did."""
    rounds = bundle.rounds
    rewards = {line.before: line.reward for line in rounds.rounds}
    if rounds.rounds and rounds.final_reward is not None:
        rewards[rounds.rounds[-1].after] = rounds.final_reward
    refused: Counter[str] = Counter()
    for line in rounds.rounds:
        refused.update(line.refused)
    return Training(
        minimum_cohort=rounds.minimum_cohort,
        sees_single_updates=rounds.sees_single_updates,
        rounds=tuple(
            _round_row(line, event, rewards, reader)
            for line, event in zip(rounds.rounds, find_names(bundle).rounds, strict=True)
        ),
        refused=_named(refused, "reason", reader),
        first_reward=rounds.rounds[0].reward if rounds.rounds else None,
        final_reward=rounds.final_reward,
        tensors=tuple(
            TensorRow(name, shape, math.prod(shape), math.prod(shape) * _FLOAT_BYTES)
            for name, shape in rounds.tensors.items()
        ),
    )


def statistics_of(bundle: CoordinatorBundle, view: ViewName, reader: Reader) -> StatisticsPart:
    """Gives the tables that were released for a view."""
    return StatisticsPart(
        tables=tuple(
            _table_row(table, event, reader)
            for table, event in zip(
                bundle.statistics.tables, find_names(bundle).tables, strict=True
            )
            if table.view == view
        ),
        epsilon_spent=bundle.statistics.epsilon_spent,
    )


def _round_row(
    line: RoundLine, event: int | None, rewards: Mapping[str, float | None], reader: Reader
) -> RoundRow:
    return RoundRow(
        round=line.round,
        event=event,
        at=line.at,
        when=reader.time(line.at),
        asked=line.asked,
        accepted=line.accepted,
        refused=_named(line.refused, "reason", reader),
        missing=line.missing,
        weight=line.weight,
        mean_norm=line.mean_norm,
        reward_before=line.reward,
        reward_after=rewards.get(line.after),
        received_bytes=line.received_bytes,
        aggregated=line.aggregated,
        before=line.before,
        after=line.after,
    )


def _table_row(table: StatisticsTable, event: int | None, reader: Reader) -> TableRow:
    cells = len(table.counts)
    k = stands_for(table.threshold, table.scale, cells)
    return TableRow(
        event=event,
        at=table.at,
        when=reader.time(table.at),
        period_days=table.period_days,
        asked=table.asked,
        cells=tuple(
            CellRow(name, reader.word("cell", name), count)
            for name, count in sorted(table.counts.items())
        ),
        suppressed=sum(count is None for count in table.counts.values()),
        threshold=table.threshold,
        k=k if k >= LEAST_K else None,
        margin=margin(table.scale, cells),
        bound=table.bound,
        epsilon=table.epsilon,
        scale=table.scale,
        interval=table.interval,
        simulated=table.simulated,
    )


def _named(counts: Mapping[str, int], family: str, reader: Reader) -> tuple[NamedCount, ...]:
    return tuple(
        NamedCount(name, reader.word(family, name), count) for name, count in sorted(counts.items())
    )
