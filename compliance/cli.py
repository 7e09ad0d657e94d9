"""The `bojagi-compliance` program: checks evidence offline, for whoever it was handed to.

Exit codes: 0 verified; 2 bad usage, or no evidence; 3 the evidence was changed; 70 a fault in this
program; 130 interrupted.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from compliance.errors import ComplianceError
from compliance.evidence import LOG, Verdict, verify_folder
from policy.catalog import LANGUAGES, Language
from policy.console import choose_language, run
from policy.load import load_catalog


@click.group(name="bojagi-compliance")
@click.version_option(package_name="bojagi")
def cli() -> None:
    """Check what a Bojagi device handed over. Works offline; reads only what it is pointed at."""


@cli.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--key", "vkey", metavar="VKEY", help="The device's verifier key, got elsewhere.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="The language to answer in.")
@click.pass_context
def verify(
    context: click.Context, path: Path, *, vkey: str | None, as_json: bool, lang: str | None
) -> None:
    """Verify the evidence folder PATH, or the folder of the log.jsonl that PATH names."""
    language = choose_language(lang)
    folder = path.parent if path.name == LOG else path
    try:
        verdict = verify_folder(folder, vkey=vkey)
    except ComplianceError as error:
        if as_json:
            click.echo(json.dumps(_as_refusal(error, language)))
        else:
            click.echo(error.tell(language), err=True)
        context.exit(error.exit_code)
    click.echo(json.dumps(_as_object(verdict)) if as_json else _as_text(verdict, language))


def main(args: Sequence[str] | None = None) -> int:
    """Runs the program and gives its exit code; nothing but a sentence reaches the person."""
    return run(cli, "bojagi-compliance", args)


def _as_object(verdict: Verdict) -> dict[str, object]:
    """Gives the answer for programs. `not_proved` names what no verdict of this program says."""
    return {"verified": True, **asdict(verdict), "not_proved": _limits(verdict)}


def _as_refusal(error: ComplianceError, language: Language) -> dict[str, object]:
    return {
        "verified": False,
        "exit_code": error.exit_code,
        "error": error.key,
        "message": error.tell(language),
    }


def _as_text(verdict: Verdict, language: Language) -> str:
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


def _limits(verdict: Verdict) -> list[str]:
    """Gives what the verdict leaves open; a reader without the device's key has one thing more."""
    always = ["unlogged", "newer", "law"]
    return always if verdict.key_pinned else ["key", *always]


def _say(language: Language, key: str, **values: str | int) -> str:
    return load_catalog("compliance").say(language, f"verify.{key}", **values)


def _time(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
