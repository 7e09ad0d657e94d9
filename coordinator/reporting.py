"""The operator's reports: the evidence is written first, then the page that is made of it."""

from __future__ import annotations

from pathlib import Path

from compliance.report import EVIDENCE, ReportSummary, View, require_new, write_report
from coordinator.bundle import write_bundle
from coordinator.state import State
from policy.catalog import Language
from policy.vocabulary import Market


def report_on(
    state_folder: Path,
    view: View,
    language: Language,
    out: Path,
    *,
    at: int,
    market: Market = Market.OTHER,
    zone: str = "UTC",
) -> ReportSummary:
    """Writes a view of a coordinator's state, with its evidence, into a new or empty folder.

    Args:
        at: Unix seconds.
        market: Where the operator is; it picks the law pack.
        zone: In which the report shows times.

    Raises:
        OperatorError: the folder holds something already, or lies inside the state's.
        StateUnavailable: the state is not there or is at work, or the folder cannot be written.
    """
    require_new(out)
    with State.open(state_folder) as state:
        write_bundle(
            state, out / EVIDENCE, at=at, market=market.value, language=language, zone=zone
        )
    return write_report(out / EVIDENCE, view, language, out)
