"""`bojagi-policy check`, `diff` and `fmt`: what can be said of rules by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

import click

from policy.analysis import (
    Comparison,
    Finding,
    Report,
    compare,
    tell,
    tell_case,
    tell_comparison,
)
from policy.analysis import check as analyse
from policy.analysis.findings import DutyChange, Relation
from policy.analysis.witness import Witness, values_of
from policy.bundle import Bundle, Rule
from policy.bundles import read_policy_file
from policy.console import DONE, REFUSED
from policy.desk.formatting import formatted
from policy.desk.outcomes import duty_word
from policy.desk.sources import FILE, MARKETS, InFileError, choose_rules
from policy.desk.voice import Voice, help_text, speaking
from policy.errors import PolicyError
from policy.vocabulary import Market

_market = click.option(
    "--market", type=MARKETS, default="other", help=help_text("help_market_rules")
)
_on_top = click.option("--on-top", is_flag=True, help=help_text("help_on_top_flag"))


@click.command("check", help=help_text("help_check"))
@click.argument("path", type=FILE, required=False)
@_market
@_on_top
@click.option("--all", "everything", is_flag=True, help=help_text("help_all"))
@speaking
def check(voice: Voice, *, path: Path | None, market: str, on_top: bool, everything: bool) -> int:
    """Reads, validates and analyses a bundle."""
    bundle = _chosen(path, market, on_top=on_top)
    report = analyse(bundle)
    voice.tell(
        _told_report(bundle, report, voice, everything=everything),
        {
            "rules": sorted(bundle.rules),
            "bundle": bundle.digest,
            "faults": [_finding_data(fault, voice) for fault in report.faults],
            "undecided": [_finding_data(one, voice) for one in report.undecided],
            "holding": [rule.id for rule in report.holding],
            "conflicts": [_finding_data(one, voice) for one in report.conflicts],
        },
    )
    return REFUSED if report.faults or report.undecided else DONE


@click.command("diff", help=help_text("help_diff"))
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@_market
@_on_top
@speaking
def diff(voice: Voice, *, old: Path, new: Path, market: str, on_top: bool) -> int:
    """Compares what two bundles allow."""
    before, after = (_chosen(path, market, on_top=on_top) for path in (old, new))
    comparison = compare(before, after)
    voice.tell(
        tell_comparison(comparison, voice.catalog, voice.language),
        _comparison_data(comparison, voice),
    )
    is_stricter = comparison.relation in {Relation.EQUAL, Relation.LESS}
    is_as_dutiful = not (comparison.dropped or comparison.undecided)
    return DONE if is_stricter and is_as_dutiful else REFUSED


@click.command("fmt", help=help_text("help_fmt"))
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--check", "only_check", is_flag=True, help=help_text("help_fmt_check"))
@speaking
def fmt(voice: Voice, *, files: tuple[Path, ...], only_check: bool) -> int:
    """Writes files of rules in one form; none is written where one cannot be."""
    texts = {file: read_policy_file(file) for file in files}
    changed = {}
    for file, text in texts.items():
        try:
            written = formatted(text)
        except PolicyError as error:
            raise InFileError(file, error) from error
        if written != text:
            changed[file] = written
    if not only_check:
        for file, written in changed.items():
            _replace(file, written)
    key = "commands.would_format" if only_check else "commands.formatted"
    lines = [voice.say(key, name=file) for file in changed]
    lines = lines or [voice.say("commands.well_formed")]
    voice.tell(lines, {"changed": list(map(str, changed)), "written": not only_check})
    return REFUSED if only_check and changed else DONE


# --- inside


def _chosen(path: Path | None, market: str, *, on_top: bool) -> Bundle:
    if path is not None and on_top:
        return choose_rules(None, Market(market), [path])
    return choose_rules(path, Market(market))


def _told_report(
    bundle: Bundle, report: Report, voice: Voice, *, everything: bool
) -> Iterator[str]:
    def told(finding: Finding) -> str:
        return tell(finding, voice.catalog, voice.language)

    yield voice.say("explain.bundle_ok", count=len(bundle.rules), digest=bundle.digest[:16])
    if not any(rule.permits for rule in bundle.rules.values()):
        yield voice.say("commands.only_forbids")
    yield from map(told, (*report.faults, *report.undecided))
    if report.holding:
        yield voice.say("commands.holding")
    for rule in report.holding:
        yield f"  {rule.id}: {rule.explanation[voice.language]}"
    if everything:
        yield from map(told, report.conflicts)
    elif report.conflicts:
        yield voice.say("commands.conflicts", count=len(report.conflicts))
    if report.faults:
        yield voice.say("commands.faults", count=len(report.faults))
    elif report.undecided:
        yield voice.say("commands.not_all_decided")
    else:
        yield voice.say("commands.no_fault")


def _finding_data(finding: Finding, voice: Voice) -> dict[str, Any]:
    """Gives a finding for programs: its kind, its sentence, and what it is about."""
    kind = "".join(f"_{one.lower()}" if one.isupper() else one for one in type(finding).__name__)
    data: dict[str, Any] = {
        "kind": kind.removeprefix("_"),
        "said": tell(finding, voice.catalog, voice.language),
    }
    for field in fields(finding):
        match getattr(finding, field.name):
            case Witness() as witness:
                data[field.name] = _witness_data(witness, voice)
            case Rule(id=rule_id):
                data[field.name] = rule_id
            case value:
                data[field.name] = value
    return data


def _witness_data(witness: Witness, voice: Voice) -> dict[str, Any]:
    attributes = {
        ".".join(key): sorted(value) if isinstance(value, frozenset) else value
        for key, value in values_of(witness).items()
    }
    return {"said": tell_case(witness, voice.catalog, voice.language), **attributes}


def _comparison_data(comparison: Comparison, voice: Voice) -> dict[str, Any]:
    def case(found: object) -> dict[str, Any] | None:
        return _witness_data(found, voice) if isinstance(found, Witness) else None

    def duties(changes: tuple[DutyChange, ...]) -> list[dict[str, Any]]:
        return [{"duty": duty_word(one.duty), "case": case(one.witness)} for one in changes]

    return {
        "relation": comparison.relation,
        "more": case(comparison.more),
        "less": case(comparison.less),
        "dropped": duties(comparison.dropped),
        "added": duties(comparison.added),
        "undecided": list(map(duty_word, comparison.undecided)),
    }


def _replace(file: Path, text: str) -> None:
    """Writes a file anew, whole or not at all."""
    target = file.resolve()
    new = target.with_name(f"{target.name}.new")
    try:
        new.write_text(text, encoding="utf-8", newline="\n")
        new.chmod(target.stat().st_mode)
        new.replace(target)
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise PolicyError(
            "bundles.unwritable", name=str(file), reason=type(error).__name__
        ) from error
