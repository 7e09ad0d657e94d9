"""The `bojagi-coordinator` program. Today it holds the demo."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from coordinator.demo.run import run_demo
from policy.catalog import LANGUAGES
from policy.console import DONE, choose_language, run


@click.group()
@click.version_option(package_name="bojagi")
def cli() -> None:
    """Run what stands above single devices."""


@cli.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("demo-out"),
    help="Where the demo writes.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="The language to tell it in.")
def demo(out: Path, lang: str | None) -> int:
    """Show Bojagi at work on three sample conversations, from import to forgetting."""
    run_demo(out, choose_language(lang))
    return DONE


def main(args: Sequence[str] | None = None) -> int:
    """Runs the program and gives its exit code."""
    return run(cli, "bojagi-coordinator", args)
