"""What the four programs share: the language to speak, and how every ending becomes an exit code.

Exit codes: 0 done; 1 nothing may be released (a rule); 2 bad usage or input; 3 integrity failure; 4
locked or wrong secret; 5 unavailable; 70 internal error; 130 interrupted.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from policy.catalog import Language, as_language
from policy.errors import BojagiError
from policy.load import load_catalog

DONE: Final = 0
REFUSED: Final = 1
USAGE: Final = 2
DAMAGED: Final = 3
INTERNAL: Final = 70
INTERRUPTED: Final = 130


def choose_language(asked: str | None = None, fallback: str | None = None) -> Language:
    """Gives the language that was asked for, else the environment's, else the fallback's."""
    environment = [
        os.environ.get(name) for name in ("BOJAGI_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    ]
    spoken = [name for name in environment if name and name.split(".")[0] not in {"C", "POSIX"}]
    return as_language(next(filter(None, (asked, *spoken, fallback)), None))


def run(program: click.Command, name: str, args: Sequence[str] | None = None) -> int:
    """Runs a program and gives its exit code; a person reads sentences, never a stack trace."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal may not know every character
            stream.reconfigure(errors="backslashreplace")
    language = choose_language(_asked_language(sys.argv[1:] if args is None else args))
    catalog = load_catalog("policy")
    try:
        # Not standalone: click would turn faults into exit code 1. It returns the code given to
        # `exit`.
        code = program.main(args=args, prog_name=name, standalone_mode=False)
    except BojagiError as error:
        click.echo(error.tell(language), err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo(catalog.say(language, "console.interrupted"), err=True)
        return INTERRUPTED
    except SystemExit:  # click's way to end quietly when the reader of a pipe has gone
        return DONE
    except Exception as error:  # noqa: BLE001  # the last stop: kind and place of the fault, no content
        click.echo(catalog.say(language, "console.internal", fault=_fault(error)), err=True)
        return INTERNAL
    return code if isinstance(code, int) else DONE


def _asked_language(args: Sequence[str]) -> str | None:
    for at, word in enumerate(args):
        if word == "--lang" and at + 1 < len(args):
            return args[at + 1]
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return None


def _fault(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    return (
        f"{type(error).__name__} {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
    )
