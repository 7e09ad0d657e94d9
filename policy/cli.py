"""The `bojagi-policy` program: for those who write rules and those who ask why.

bojagi-policy check [FILE]    parses and validates a bundle; without FILE, the one that ships
bojagi-policy explain ...     says what a rule record and a request come to, and what would change
it
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from policy.binding import ItemColumns, default_record
from policy.bundles import base_schema, load_base_bundle, read_policy_file
from policy.catalog import LANGUAGES
from policy.cedar import Bundle, parse_bundle
from policy.console import DONE, REFUSED, choose_language, run
from policy.decide import Permit, Request, decide
from policy.explain import explain as explanation
from policy.explain import opens_with, outcome_of
from policy.load import load_catalog
from policy.vocabulary import AuthLevel, Door, Label, Market, PrincipalKind, Purpose

_NOW = 1_000_000
_LEVELS = [level.name.lower() for level in AuthLevel]
_PRINCIPALS = [kind.value.lower() for kind in PrincipalKind]
_FILE = click.Path(path_type=Path)
_lang = click.option("--lang", type=click.Choice(LANGUAGES), help="The language to answer in.")
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
_bundle = click.option(
    "--bundle", type=_FILE, metavar="FILE", help="A .cedar file instead of the shipped bundle."
)


@click.group()
@click.version_option(package_name="bojagi")
def cli() -> None:
    """Check and explain the rules that decide who may read a memory, and for what."""


@cli.command()
@click.argument("file", type=_FILE, required=False)
@_json
@_lang
def check(file: Path | None, *, as_json: bool, lang: str | None) -> int:
    """Parse and validate the policies in FILE (default: the shipped bundle)."""
    bundle = _read(file)
    count, digest = len(bundle.rules), bundle.digest
    said = load_catalog("policy").say(
        choose_language(lang), "explain.bundle_ok", count=count, digest=digest[:16]
    )
    click.echo(json.dumps({"rules": sorted(bundle.rules), "bundle": digest}) if as_json else said)
    return DONE


@cli.command()
@click.option("--principal", type=click.Choice(_PRINCIPALS), default="owner", help="Who asks.")
@click.option(
    "--door",
    type=click.Choice([item.value for item in Door]),
    default=Door.RELEASE.value,
    help="Through which door of the guard.",
)
@click.option(
    "--purpose",
    type=click.Choice([item.value for item in Purpose]),
    default="recall",
    help="What for.",
)
@click.option(
    "--label",
    "labels",
    multiple=True,
    type=click.Choice([item.value for item in Label]),
    help="What the memory is about.",
)
@click.option(
    "--market",
    type=click.Choice([item.value for item in Market]),
    default="other",
    help="Whose defaults it has.",
)
@click.option(
    "--auth", type=click.Choice(_LEVELS), default="unlocked", help="What the person has shown."
)
@click.option(
    "--auth-age", type=click.IntRange(0, 10**9), default=0, metavar="SECONDS", help="How long ago."
)
@click.option(
    "--strongest", type=click.Choice(_LEVELS), default="strong", help="The best factor enrolled."
)
@_bundle
@_json
@_lang
def explain(
    principal: str,
    door: str,
    purpose: str,
    labels: tuple[str, ...],
    market: str,
    auth: str,
    auth_age: int,
    strongest: str,
    bundle: Path | None,
    *,
    as_json: bool,
    lang: str | None,
) -> int:
    """Say whether a memory with these labels may be opened, why, and what would change it.

    Exit code 0 where it may be opened, 1 where not.
    """
    rules = _read(bundle)
    record = default_record((Label(name) for name in labels), Market(market))
    request = Request(
        principal=PrincipalKind(principal.capitalize()),
        door=Door(door),
        purpose=Purpose(purpose),
        auth=AuthLevel[auth.upper()],
        auth_at=_NOW - auth_age,
        strongest=AuthLevel[strongest.upper()],
        now=_NOW,
    )
    decision = decide(rules, record, ItemColumns(_NOW), request)
    catalog, language = load_catalog("policy"), choose_language(lang)
    outcome = outcome_of(decision)
    why, remedy = (
        explanation(decision, rules, catalog, language),
        opens_with(decision, catalog, language),
    )
    named = ", ".join(decision.rules) or catalog.say(language, "explain.no_rule")
    said = [
        catalog.say(language, f"explain.{outcome}"),
        why,
        remedy,
        catalog.say(language, "explain.decided_by", rules=named),
    ]
    data = {
        "outcome": outcome,
        "rules": decision.rules,
        "bundle": decision.bundle,
        "why": why,
        "opens_with": remedy,
    }
    click.echo(json.dumps(data, ensure_ascii=False) if as_json else "\n".join(filter(None, said)))
    return DONE if isinstance(decision, Permit) else REFUSED


def main(args: Sequence[str] | None = None) -> int:
    """Runs the program and gives its exit code."""
    return run(cli, "bojagi-policy", args)


def _read(file: Path | None) -> Bundle:
    return (
        load_base_bundle() if file is None else parse_bundle(base_schema(), read_policy_file(file))
    )
