"""Reports: made of a bundle, and made again to check them. (Being written; the signature stands.)"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from compliance.evidence import Verdict
from policy.catalog import Language


class View(StrEnum):
    """For whom a report is."""

    CONSUMER = "consumer"
    REGULATOR = "regulator"
    DEVELOPER = "developer"


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """What was written, or what a verified report is."""

    view: View
    language: Language
    program: str
    simulated: bool
    page: Path
    data: Path
    evidence: Verdict


def write_report(
    bundle: Path, view: View | str, language: Language, out: Path, *, vkey: str | None = None
) -> ReportSummary:
    """Writes report.json, report.html and evidence/ into `out`.

    `bundle` may be `out / "evidence"` itself; else `out` has to be new or empty.
    """
    raise NotImplementedError
