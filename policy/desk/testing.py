"""`bojagi-policy test`: runs cases, and says which came out otherwise and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

import policy.bundles
from policy.bundle import Bundle
from policy.bundles import load_defaults
from policy.bundles.files import as_text, read_bounded
from policy.console import DONE, REFUSED
from policy.decide import Decider
from policy.desk.cases import (
    MAX_CASES_BYTES,
    SHIPPED,
    Difference,
    Result,
    Suite,
    judge,
    parse_cases,
)
from policy.desk.sources import FILE, choose_rules
from policy.desk.voice import Voice, help_text, speaking
from policy.desk.yaml_places import shown
from policy.errors import PolicyError
from policy.explain import explain, outcome_of
from policy.syntax.hints import nearest

_SHIPPED_CASES: Final = "*.cases.yaml"
_ENDINGS: Final = {".yaml", ".yml"}


@dataclass(frozen=True, slots=True)
class _Run:
    """A file of cases that was run."""

    file: Path
    bundle: Bundle
    results: tuple[Result, ...]

    @property
    def failed(self) -> list[Result]:
        return [result for result in self.results if result.differences]


@click.command("test", help=help_text("help_test"))
@click.argument("paths", type=FILE, nargs=-1)
@click.option("--coverage", is_flag=True, help=help_text("help_coverage"))
@speaking
def test(voice: Voice, *, paths: tuple[Path, ...], coverage: bool) -> int:
    """Runs cases: those of these files and folders, or those that ship."""
    files = [file for path in paths for file in _files(path)] if paths else _shipped_files()
    suites = {file: _read(file) for file in files}  # all are read before one is run
    runs = [_run(file, suite) for file, suite in suites.items()]
    uncovered = _uncovered(runs) if coverage else None
    voice.tell(_told(runs, uncovered, voice), _data(runs, uncovered, voice))
    return REFUSED if any(run.failed for run in runs) else DONE


# --- reading and running


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.rglob("*") if file.suffix in _ENDINGS and file.is_file())
    if not found:
        raise PolicyError("cases.no_files", name=str(path))
    return found


def _shipped_files() -> list[Path]:
    return sorted(Path(policy.bundles.__file__).parent.glob(_SHIPPED_CASES))


def _read(file: Path) -> Suite:
    return parse_cases(as_text(read_bounded(file, MAX_CASES_BYTES), str(file)), str(file))


def _run(file: Path, suite: Suite) -> _Run:
    path = None if suite.bundle == SHIPPED else file.parent / suite.bundle
    on_top = [file.parent / name for name in suite.on_top]
    bundle = choose_rules(path, suite.market, on_top)
    decider, defaults = Decider(bundle), load_defaults()
    return _Run(file, bundle, tuple(judge(trial, decider, defaults) for trial in suite.trials))


def _uncovered(runs: Iterable[_Run]) -> list[str]:
    """Gives the rules by which no case was decided, in whatever bundle they were asked."""
    asked: dict[str, None] = {}
    decided: set[str] = set()
    for run in runs:
        asked |= dict.fromkeys(run.bundle.rules)
        decided.update(rule for result in run.results for rule in result.decision.rules)
    return [rule for rule in asked if rule not in decided]


# --- telling


def _told(runs: Iterable[_Run], uncovered: list[str] | None, voice: Voice) -> Iterator[str]:
    count = failed = 0
    for run in runs:
        count += len(run.results)
        failed += len(run.failed)
        for result in run.failed:
            yield _told_failure(run, result, voice)
    if uncovered:
        yield voice.say("commands.uncovered", rules=", ".join(uncovered))
    elif uncovered is not None:
        yield voice.say("commands.covered")
    if failed:
        yield voice.say("commands.cases_failed", count=count, failed=failed)
    else:
        yield voice.say("commands.cases_passed", count=count)


def _told_failure(run: _Run, result: Result, voice: Voice) -> str:
    title = f" ({shown(result.trial.title)})" if result.trial.title else ""
    said = [_told_difference(one, voice) for one in result.differences]
    said += _told_strangers(run, result, voice)
    said.append(explain(result.decision, run.bundle, voice.catalog, voice.language))
    return f"{run.file}:{result.trial.line}{title}: {' '.join(said)}"


def _told_difference(one: Difference, voice: Voice) -> str:
    expected = shown(one.expected)
    return voice.say("commands.difference", point=one.point, expected=expected, found=one.found)


def _told_strangers(run: _Run, result: Result, voice: Voice) -> Iterator[str]:
    """Tells of rules that a case names and the bundle does not have."""
    for rule in result.trial.told.by or ():
        if rule not in run.bundle.rules:
            meant = nearest(rule, run.bundle.rules)
            if meant is None:
                yield voice.say("commands.no_such_rule", rule=shown(rule))
            else:
                yield voice.say("commands.no_such_rule_near", rule=shown(rule), meant=meant)


def _data(runs: Iterable[_Run], uncovered: list[str] | None, voice: Voice) -> dict[str, Any]:
    return {
        "cases": sum(len(run.results) for run in runs),
        "failed": [
            {
                "file": str(run.file),
                "line": result.trial.line,
                "name": result.trial.title,
                "bundle": run.bundle.digest,
                "outcome": outcome_of(result.decision),
                "rules": result.decision.rules,
                "differences": [
                    {"point": one.point, "expected": one.expected, "found": one.found}
                    for one in result.differences
                ],
                "why": explain(result.decision, run.bundle, voice.catalog, voice.language),
            }
            for run in runs
            for result in run.failed
        ],
        "uncovered": uncovered,
    }
