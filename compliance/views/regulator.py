"""The regulator's view: aggregates only. Nobody's memory, no device's name, no single answer."""

from __future__ import annotations

from dataclasses import dataclass

from compliance.bundle import CoordinatorBundle
from compliance.law import PackLine, judge
from compliance.reader import Reader
from compliance.views.figures import StatisticsPart, Training, statistics_of, training_of
from compliance.views.head import Head, make_head


@dataclass(frozen=True, slots=True)
class RegulatorReport:
    """The whole report."""

    head: Head
    training: Training
    statistics: StatisticsPart
    law: tuple[PackLine, ...]


def make_regulator_report(
    bundle: CoordinatorBundle, reader: Reader, program: str
) -> RegulatorReport:
    """Gives what a coordinator's evidence says to a regulator."""
    statistics = statistics_of(bundle, "regulator", reader)
    simulated = bundle.about.simulated or any(table.simulated for table in statistics.tables)
    return RegulatorReport(
        head=make_head(bundle, "regulator", reader, program, simulated=simulated),
        training=training_of(bundle, reader),
        statistics=statistics,
        law=judge(bundle, "regulator", reader),
    )
