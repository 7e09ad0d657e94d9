"""The verifier as a person and a program meet it: exit codes, languages, JSON; no stack traces."""

import io
import json
import os
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from compliance.cli import cli, main
from compliance.log.events import EventKind
from policy.catalog import LANGUAGES
from policy.load import load_catalog
from tests.compliance.test_evidence import SIGNER, event, write_folder

PACKAGE = Path(__file__).parents[2] / "compliance"
VKEY = str(SIGNER.verifier)


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_folder(tmp_path / "evidence")


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    for name in ("BOJAGI_LANG", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


def change_the_log(folder: Path) -> None:
    path = folder / "log.jsonl"
    path.write_bytes(path.read_bytes().replace(b"created", b"erased "))


def test_verified_folder_exits_0_and_says_what_was_checked_and_what_not(folder, capsys):
    assert main(["verify", str(folder), "--key", VKEY]) == 0
    said = capsys.readouterr()
    for words in (
        "all 4 events",
        SIGNER.name,
        "2025-11-21 04:41:00 UTC to 2025-11-21 04:44:00 UTC",
        "memories.json, page.html",
        f"Key: {VKEY}, the one you gave.",
        "does not prove",
        "never logged",
    ):
        assert words in said.out
    assert not said.err


def test_unpinned_key_is_told_as_a_limit(folder, capsys):
    assert main(["verify", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "taken from the folder itself" in said
    assert "signed the whole folder again" in said


def test_log_alone_verifies_by_its_file_too(tmp_path, capsys):
    folder = write_folder(tmp_path / "log", files={}, events=[event(EventKind.CREATED)])
    assert main(["verify", str(folder / "log.jsonl")]) == 0
    assert "holds the log only" in capsys.readouterr().out


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything(folder, capsys, language):
    assert main(["verify", str(folder), "--lang", language]) == 0
    said = capsys.readouterr().out
    assert said.count("\n") == 11
    assert "compliant" not in said.lower()
    change_the_log(folder)
    assert main(["verify", str(folder), "--lang", language]) == 3
    assert (
        capsys.readouterr().err
        == load_catalog("compliance").say(
            language,
            "evidence.log_root",
            expected=json_refusal_root(folder, "expected"),
            found=json_refusal_root(folder, "found"),
        )
        + "\n"
    )


def json_refusal_root(folder: Path, which: str) -> str:
    """Gives the roots as the program itself told them in English."""
    result = CliRunner().invoke(cli, ["verify", str(folder), "--json", "--lang", "en"])
    roots = re.findall(r"[0-9a-f]{16}", json.loads(result.stdout)["message"])
    return dict(zip(("expected", "found"), roots, strict=True))[which]


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"BOJAGI_LANG": "ko", "LC_ALL": "ja_JP.UTF-8"}, "증거"),
        ({"BOJAGI_LANG": "", "LC_ALL": "ja_JP.UTF-8", "LANG": "ko_KR.UTF-8"}, "証拠"),
        ({"LANG": "ko_KR.UTF-8"}, "증거"),
        ({"LANG": "fr_FR.UTF-8"}, "evidence"),
    ],
)
def test_language_comes_from_the_environment(folder, capsys, monkeypatch, environment, word):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert main(["verify", str(folder)]) == 0
    assert word in capsys.readouterr().out


def test_json_of_a_verified_folder_is_one_object(folder, capsys):
    assert main(["verify", str(folder), "--json", "--key", VKEY]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["verified"] is True
    assert answer["size"] == 4
    assert answer["counts"] == {"created": 1, "exported": 1, "locked": 1, "released": 1}
    assert answer["files"] == ["memories.json", "page.html"]
    assert answer["key_pinned"] is True
    assert answer["vkey"] == VKEY
    assert answer["not_proved"] == ["unlogged", "newer", "law"]


def test_json_of_a_changed_folder_is_one_object_and_exits_3(folder, capsys):
    change_the_log(folder)
    assert main(["verify", str(folder), "--json", "--lang", "ko"]) == 3
    said = capsys.readouterr()
    answer = json.loads(said.out)
    assert answer["verified"] is False
    assert answer["exit_code"] == 3
    assert answer["error"] == "evidence.log_root"
    assert "루트" in answer["message"]
    assert not said.err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["verify"],
        ["verify", "{folder}", "{folder}"],
        ["verify", "{folder}", "--lang", "fr"],
        ["verify", "{folder}", "--key"],
        ["verify", "{folder}", "--key", "not a key"],
        ["verify", "{folder}", "--loud"],
        ["verify", "{folder}/nowhere"],
        ["verify", "/"],
        ["conform"],
    ],
)
def test_bad_usage_and_no_evidence_exit_2_with_a_sentence(folder, capsys, arguments):
    assert main([argument.format(folder=folder) for argument in arguments]) == 2
    said = capsys.readouterr()
    assert said.err.strip()
    assert "Traceback" not in said.err


def test_help_exits_0(capsys):
    assert main(["verify", "--help"]) == 0
    assert "--key VKEY" in capsys.readouterr().out


class BrokenTerminal(io.StringIO):
    """A terminal on which writing goes wrong."""

    def __init__(self, fault: BaseException) -> None:
        super().__init__()
        self.fault = fault

    def write(self, text: str) -> int:
        raise self.fault


def test_internal_error_exits_70_with_type_and_place_only(folder, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdout", BrokenTerminal(LookupError("a memory of mine")))
    assert main(["verify", str(folder)]) == 70
    said = capsys.readouterr().err
    assert re.search(r": LookupError [a-z_]+\.py:\d+\.", said)
    assert "a memory of mine" not in said
    assert "Traceback" not in said
    assert said.count("\n") == 1


def test_interruption_exits_130(folder, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdout", BrokenTerminal(KeyboardInterrupt()))
    assert main(["verify", str(folder)]) == 130
    assert "Interrupted" in capsys.readouterr().err


def test_module_runs_as_a_program_on_a_pipe_that_knows_no_japanese(folder):
    run = subprocess.run(
        [sys.executable, "-m", "compliance", "verify", str(folder), "--lang", "ja"],
        capture_output=True,
        check=False,
        cwd=PACKAGE.parent,
        env={**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
    )
    assert run.returncode == 0
    assert run.stderr == b""
    assert b"\\u8a3c" in run.stdout


@pytest.mark.parametrize("topic", ["evidence", "verify"])
def test_every_sentence_stands_in_three_languages_with_the_same_values(topic):
    sentences = json.loads((PACKAGE / "locales" / f"{topic}.json").read_text("utf-8"))
    for key, texts in sentences.items():
        assert tuple(texts) == LANGUAGES, key
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for text in texts.values()
        ]
        assert fields[0] == fields[1] == fields[2], key
        assert all("compliant" not in text.lower() for text in texts.values())


def test_every_sentence_is_used_and_every_one_used_exists():
    sources = "".join(
        path.read_text("utf-8")
        for path in (PACKAGE / "evidence.py", *(PACKAGE / "log").glob("*.py"))
    )
    used = set(re.findall(r'"evidence\.(\w+)"', sources))
    sentences = json.loads((PACKAGE / "locales" / "evidence.json").read_text("utf-8"))
    assert used == set(sentences)


def test_every_kind_of_event_has_a_name():
    sentences = json.loads((PACKAGE / "locales" / "events.json").read_text("utf-8"))
    assert set(sentences) == set(EventKind)
