"""What the four programs share: the language, and every ending as an exit code and a sentence."""

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from policy.console import (
    DONE,
    INTERNAL,
    INTERRUPTED,
    REFUSED,
    USAGE,
    _fault,
    choose_language,
    run,
)
from policy.errors import PolicyError

ROOT = Path(__file__).parents[2]
ENVIRONMENT = ("BOJAGI_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture(autouse=True)
def _no_language(monkeypatch):
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)


def ending(act, *args: str) -> int:
    """Runs a program that does `act`."""

    @click.command()
    @click.option("--lang")
    def program(lang: str | None) -> object:
        return act()

    return run(program, "program", args)


def raising(error: BaseException):
    def act():
        raise error

    return act


def test_language_is_english_where_nothing_tells():
    assert choose_language() == "en"


def test_language_asked_for_goes_before_the_environment(monkeypatch):
    monkeypatch.setenv("BOJAGI_LANG", "ko")
    assert choose_language("ja", "en") == "ja"


@pytest.mark.parametrize("at", range(len(ENVIRONMENT)))
def test_environment_is_read_in_its_order(monkeypatch, at):
    for name in ENVIRONMENT[at + 1 :]:
        monkeypatch.setenv(name, "ja_JP.UTF-8")
    monkeypatch.setenv(ENVIRONMENT[at], "ko_KR.UTF-8")
    assert choose_language(fallback="en") == "ko"


@pytest.mark.parametrize("none", ["", "C", "C.UTF-8", "POSIX"])
def test_environment_that_names_no_language_is_passed_over(monkeypatch, none):
    monkeypatch.setenv("LC_ALL", none)
    assert choose_language(fallback="ja") == "ja"
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    assert choose_language(fallback="ja") == "ko"


@pytest.mark.parametrize(("given", "code"), [(None, DONE), ("text", DONE), (0, 0), (1, REFUSED)])
def test_program_ends_with_the_code_that_it_gives(given, code):
    assert ending(lambda: given) == code


def test_exit_of_a_context_is_the_exit_code():
    assert ending(lambda: click.get_current_context().exit(4)) == 4


def test_arguments_are_those_of_the_command_line_where_none_are_given(monkeypatch, capsys):
    @click.command()
    @click.argument("word")
    @click.option("--lang")
    def program(word: str, lang: str) -> int:
        click.echo(f"{word} {lang}")
        raise PolicyError("policy.no_id", rule="r")

    monkeypatch.setattr(sys, "argv", ["program", "hello", "--lang", "ko"])
    assert run(program, "program") == 2
    said = capsys.readouterr()
    assert said.out == "hello ko\n"
    assert said.err == PolicyError("policy.no_id", rule="r").tell("ko") + "\n"


@pytest.mark.parametrize(
    ("args", "language"),
    [((), "en"), (("--lang", "ja"), "ja"), (("--lang=ko",), "ko")],
)
def test_error_is_told_on_stderr_in_the_language_asked_for(capsys, args, language):
    error = PolicyError("policy.unreadable", name="x.cedar", reason="ValueError")
    assert ending(raising(error), *args) == PolicyError.exit_code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"{error.tell(language)}\n"


def test_option_without_its_value_is_bad_usage(capsys):
    assert ending(lambda: None, "--lang") == USAGE
    assert "--lang" in capsys.readouterr().err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), EOFError(), click.Abort()], ids=repr)
def test_interruption_is_told_and_ends_with_130(capsys, error):
    assert ending(raising(error), "--lang", "ja") == INTERRUPTED
    assert "中断しました" in capsys.readouterr().err


def test_fault_of_our_own_is_told_by_kind_and_place_alone(capsys):
    assert ending(raising(RuntimeError("the secret text"))) == INTERNAL
    told = capsys.readouterr().err
    assert "RuntimeError test_console.py:" in told
    assert "secret" not in told
    assert "Traceback" not in told


def test_fault_without_a_trace_is_told_by_its_kind():
    assert _fault(RuntimeError("the secret text")) == "RuntimeError"


def test_closed_pipe_is_no_refusal():
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "policy", "check"],
            stdout=writing,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            check=False,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (DONE, b"")


def test_terminal_that_lacks_a_character_gets_it_escaped(monkeypatch):
    western = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setenv("BOJAGI_LANG", "ja")
    with contextlib.redirect_stderr(western):
        assert ending(raising(PolicyError("policy.no_id", rule="r"))) == 2
        western.flush()
    assert western.buffer.getvalue().startswith(b"r \\u306b @id")


def test_program_that_ends_by_itself_is_done_whatever_it_writes_to(monkeypatch):
    @click.command()
    def ending() -> None:
        raise SystemExit

    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert run(ending, "ending", []) == 0
