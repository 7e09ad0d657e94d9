"""Step 7: three reports, what enough devices would look like, and one edited figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import coordinator.cli
from compliance.contents import STATISTICS
from coordinator.demo.stage import INTEGRITY, Person, Stage
from coordinator.errors import DemoError

SIMULATED_DEVICES: Final = 200
_VIEWS: Final = ("regulator", "developer")
_FIGURE: Final = re.compile(rb"(?<=: )[1-9][0-9]+(?=,)")  # of two digits or more: a count


def show_reports(stage: Stage, person: Person, *, has_rounds: bool) -> None:
    """Runs step 7.

    Args:
        has_rounds: Whether step 5 was run, so that there is a coordinator to report on.
    """
    stage.step("7_reports")
    own = person.folder / "report"
    line = ("report", str(own))
    stage.bojagi(person.words(*line), shown=line)
    written = [(own, person.language)]
    if has_rounds:
        written += _coordinators(stage, stage.out / "coordinator", stage.out / "reports")
        stage.tell("simulate", devices=SIMULATED_DEVICES)
        simulated = stage.out / "simulated"
        _run(stage, ("simulate", "--state", str(simulated), "--devices", str(SIMULATED_DEVICES)))
        written += _coordinators(stage, simulated, stage.out / "reports-simulated")
    for folder, language in written:
        stage.verify(folder, language, lines=None if folder == own else 2)
    _tamper(stage, *written[-1])
    stage.tell("open_reports", files="\n  ".join(str(one / "report.html") for one, _ in written))


def _coordinators(stage: Stage, state: Path, out: Path) -> list[tuple[Path, str]]:
    written: list[tuple[Path, str]] = []
    for view in _VIEWS:
        line = ("report", "--state", str(state), "--view", view, "--out", str(out / view))
        _run(stage, line)
        written.append((out / view, stage.language))
    return written


def _run(stage: Stage, line: Sequence[str]) -> None:
    words = (*line, "--lang", stage.language)
    stage.run(coordinator.cli.main, "bojagi-coordinator", words, shown=line)


def _tamper(stage: Stage, folder: Path, language: str) -> None:
    """Raises one figure of the evidence by a hair, lets it be found, and puts it back."""
    file = next(
        one for one in (folder / "evidence" / STATISTICS, folder / "report.json") if one.is_file()
    )
    before = file.read_bytes()
    found = _FIGURE.search(before)
    if found is None:
        raise DemoError("demo.failed", step="figure")
    figure = int(found[0])
    edited = str(figure + 1).encode("ascii")
    file.write_bytes(before[: found.start()] + edited + before[found.end() :])
    stage.tell("edited", file=str(file), before=figure, after=figure + 1)
    stage.verify(folder, language, expected=INTEGRITY)
    file.write_bytes(before)
    stage.tell("mended")
    stage.verify(folder, language, lines=1)
