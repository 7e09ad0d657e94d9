"""The `bojagi-compliance` program: makes reports of evidence and checks both, offline.

Exit codes: 0 verified or written; 2 bad usage, no evidence, or no such report of it; 3 the evidence
or the report was changed; 5 the report cannot be written; 70 a fault in this program; 130
interrupted.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from compliance.errors import ComplianceError
from compliance.evidence import LOG, Verdict, verify_folder
from compliance.report import (
    DATA,
    PAGE,
    ReportSummary,
    View,
    is_report,
    shown_path,
    verify_report,
    write_report,
)
from policy.catalog import LANGUAGES, Language
from policy.console import choose_language, run
from policy.load import load_catalog


def help_text(key: str) -> str:
    """Gives a help sentence in the language of the environment."""
    return load_catalog("compliance").say(choose_language(), f"help.{key}")


@click.group(name="bojagi-compliance", help=help_text("program"))
@click.version_option(package_name="bojagi")
def cli() -> None:
    """The program."""


@cli.command(help=help_text("verify"))
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--key", "vkey", metavar="VKEY", help=help_text("key"))
@click.option("--json", "as_json", is_flag=True, help=help_text("json"))
@click.option("--lang", type=click.Choice(LANGUAGES), help=help_text("lang_verify"))
@click.pass_context
def verify(
    context: click.Context, path: Path, *, vkey: str | None, as_json: bool, lang: str | None
) -> None:
    """Verifies evidence or a report."""
    language = choose_language(lang)
    folder = path.parent if path.name in {LOG, DATA, PAGE} else path
    try:
        if is_report(folder):
            summary = verify_report(folder, vkey=vkey)
            verdict = summary.evidence
        else:
            summary, verdict = None, verify_folder(folder, vkey=vkey)
    except ComplianceError as error:
        _refuse(context, error, language, as_json=as_json)
        return
    if as_json:
        click.echo(json.dumps(_as_object(verdict, summary)))
    else:
        click.echo(_as_text(verdict, summary, language))


@cli.command(help=help_text("report"))
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option(
    "--view",
    type=click.Choice([view.value for view in View]),
    required=True,
    help=help_text("view"),
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help=help_text("out"))
@click.option("--key", "vkey", metavar="VKEY", help=help_text("key"))
@click.option("--json", "as_json", is_flag=True, help=help_text("json"))
@click.option("--lang", type=click.Choice(LANGUAGES), help=help_text("lang_report"))
@click.pass_context
def report(
    context: click.Context,
    bundle: Path,
    *,
    view: str,
    out: Path,
    vkey: str | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """Makes a report."""
    language = choose_language(lang)
    try:
        summary = write_report(bundle, view, language, out, vkey=vkey)
    except ComplianceError as error:
        _refuse(context, error, language, as_json=as_json, done="written")
        return
    if as_json:
        click.echo(json.dumps({"written": True, **_report_object(summary)}))
    else:
        click.echo(_written_text(summary, out, language))


def main(args: Sequence[str] | None = None) -> int:
    """Runs the program and gives its exit code; nothing but a sentence reaches the person."""
    return run(cli, "bojagi-compliance", args)


def _refuse(
    context: click.Context,
    error: ComplianceError,
    language: Language,
    *,
    as_json: bool,
    done: str = "verified",
) -> None:
    if as_json:
        click.echo(json.dumps({done: False, **_as_refusal(error, language)}))
    else:
        click.echo(error.tell(language), err=True)
    context.exit(error.exit_code)


def _as_object(verdict: Verdict, summary: ReportSummary | None) -> dict[str, object]:
    """Gives the answer for programs. `not_proved` names what no verdict of this program says."""
    answer = {"verified": True, **asdict(verdict), "not_proved": _limits(verdict)}
    return answer if summary is None else {**answer, "report": _report_object(summary)}


def _report_object(summary: ReportSummary) -> dict[str, object]:
    return {
        "view": summary.view.value,
        "language": summary.language,
        "program": summary.program,
        "simulated": summary.simulated,
        "page": str(summary.page),
        "data": str(summary.data),
    }


def _as_refusal(error: ComplianceError, language: Language) -> dict[str, object]:
    return {
        "exit_code": error.exit_code,
        "error": error.key,
        "message": error.tell(language),
    }


def _as_text(verdict: Verdict, summary: ReportSummary | None, language: Language) -> str:
    """Gives the answer for people: what was checked, by which key, and what it does not prove."""
    counts = ", ".join(
        f"{load_catalog('compliance').say(language, f'events.{kind}')} {count}"
        for kind, count in verdict.counts.items()
    )
    files = (
        _say(language, "files", count=len(verdict.files), names=", ".join(verdict.files))
        if verdict.files
        else _say(language, "log_only")
    )
    return "\n".join(
        [
            *([] if summary is None else [_same_text(summary, language)]),
            _say(language, "verified", count=verdict.size, origin=verdict.origin),
            _say(language, "period", first=_time(verdict.first_at), last=_time(verdict.last_at)),
            _say(language, "counts", counts=counts),
            files,
            _say(language, "root", root=verdict.root),
            _say(language, "pinned" if verdict.key_pinned else "unpinned", vkey=verdict.vkey),
            _say(language, "not_proved"),
            *(f"- {_say(language, f'limit_{limit}')}" for limit in _limits(verdict)),
        ]
    )


def _same_text(summary: ReportSummary, language: Language) -> str:
    return _say(
        language,
        "report_same",
        view=summary.view.value,
        lang=summary.language,
        program=summary.program,
    )


def _written_text(summary: ReportSummary, out: Path, language: Language) -> str:
    catalog = load_catalog("compliance")
    lines = [
        catalog.say(
            language,
            "report.written",
            page=shown_path(summary.page),
            data=shown_path(summary.data),
        ),
        catalog.say(language, "report.written_check", folder=shown_path(out)),
    ]
    if summary.view is View.CONSUMER:
        lines.append(catalog.say(language, "report.written_private"))
    if summary.simulated:
        lines.append(catalog.say(language, "report.written_simulated"))
    return "\n".join(lines)


def _limits(verdict: Verdict) -> list[str]:
    """Gives what the verdict leaves open; a reader without the device's key has one thing more."""
    always = ["unlogged", "newer", "law"]
    return always if verdict.key_pinned else ["key", *always]


def _say(language: Language, key: str, **values: str | int) -> str:
    return load_catalog("compliance").say(language, f"verify.{key}", **values)


def _time(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
