"""What the tests of `bojagi-policy` share: the program run in English, and files for it."""

import json
from pathlib import Path

import pytest

from policy.cli import main
from tests.policy.rules import a_rule


@pytest.fixture
def said(capsys, monkeypatch):
    """Runs the program and gives its exit code, what it said and what it complained of."""
    for name in ("BOJAGI_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")

    def run(*args: object) -> tuple[int, str, str]:
        code = main([str(arg) for arg in args])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def data(said):
    """Runs the program and gives its exit code and what it said as JSON."""

    def run(*args: object) -> tuple[int, dict]:
        code, out, err = said(*args, "--json")
        assert err == ""
        return code, json.loads(out)

    return run


@pytest.fixture
def rules(tmp_path):
    """Writes a file of rules."""

    def write(*texts: str, name: str = "own.cedar") -> Path:
        file = tmp_path / name
        file.write_text("\n".join(texts), encoding="utf-8")
        return file

    return write


@pytest.fixture
def folder(tmp_path):
    """Makes a folder of rules that lie on top of the base."""
    made = tmp_path / "club"
    made.mkdir()
    (made / "club.cedar").write_text(a_rule("club-closed", "forbid", "resource.held"), "utf-8")
    return made
