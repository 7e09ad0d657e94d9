"""The developer's view: how the model gets better and what is refused. No free text anywhere."""

from __future__ import annotations

from dataclasses import dataclass

from compliance.bundle import CoordinatorBundle
from compliance.reader import Reader
from compliance.views.figures import StatisticsPart, Training, statistics_of, training_of
from compliance.views.head import Head, make_head


@dataclass(frozen=True, slots=True)
class DeveloperReport:
    """The whole report."""

    head: Head
    training: Training
    statistics: StatisticsPart


def make_developer_report(
    bundle: CoordinatorBundle, reader: Reader, program: str
) -> DeveloperReport:
    """Gives what a coordinator's evidence says to those who build the models."""
    statistics = statistics_of(bundle, "developer", reader)
    simulated = bundle.about.simulated or any(table.simulated for table in statistics.tables)
    return DeveloperReport(
        head=make_head(bundle, "developer", reader, program, simulated=simulated),
        training=training_of(bundle, reader),
        statistics=statistics,
    )
