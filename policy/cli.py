"""The `bojagi-policy` program: for those who write rules and those who ask why.

    check [FILE|FOLDER]      what a bundle never does, does in vain, or should never do
    explain                  why X can or cannot see Y for purpose Z, and what would change it
    test [FILE|FOLDER...]    runs cases beside a bundle
    fmt FILE...              writes rules in Cedar's form
    diff OLD NEW             what one bundle allows and the other does not
    keygen, sign, verify     who vouches for a bundle
    words                    what rules and cases can speak of

Exit codes: 0 done, clean, permitted; 1 a fault, a case that fails, a refusal, or something that is
allowed anew; the others are those of `policy.console`.
"""

from __future__ import annotations

from collections.abc import Sequence

import click

from policy.console import run
from policy.desk.checking import check, diff, fmt
from policy.desk.explaining import explain
from policy.desk.signing import keygen, sign, verify
from policy.desk.testing import test
from policy.desk.voice import help_text
from policy.desk.words import words


@click.group(help=help_text("help_program"))
@click.version_option(package_name="bojagi")
def cli() -> None:
    """The program."""


for _command in (check, diff, explain, fmt, keygen, sign, test, verify, words):
    cli.add_command(_command)


def main(args: Sequence[str] | None = None) -> int:
    """Runs the program and gives its exit code."""
    return run(cli, "bojagi-policy", args)
