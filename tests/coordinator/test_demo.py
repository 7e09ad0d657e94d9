"""The demo on its sample conversations, as `make demo` runs it."""

from __future__ import annotations

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coordinator.cli import main
from device.importers.read import read_export
from policy.catalog import LANGUAGES

SAMPLES = Path(__file__).parents[2] / "coordinator" / "samples"


def test_the_demo_shows_all_four_steps_and_ends_well(tmp_path, capsys):
    assert main(["demo", "--out", str(tmp_path / "demo"), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    for step in ("1. Each", "2. Each", "3. One", "4. The log", "None holds them", "Caught"):
        assert step in said


def test_the_demo_leaves_a_folder_alone_that_is_not_its_own(tmp_path, capsys):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter").write_text("dear", encoding="utf-8")
    assert main(["demo", "--out", str(tmp_path / "mine")]) == 5
    assert (tmp_path / "mine" / "letter").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sample_is_a_real_conversation_of_weeks(language):
    story = json.loads((SAMPLES / f"{language}.story.json").read_text(encoding="utf-8"))
    export = read_export(SAMPLES / story["export"], zone=ZoneInfo("UTC"), me=None)
    turns = [turn for conversation in export.conversations for turn in conversation.turns]
    times = [turn.sent_at for turn in turns if turn.sent_at]
    assert len(turns) >= 150
    assert (max(times) - min(times)).days >= 21
    for asked in (*story["ask"], story["ask_finance"], story["forget"]):
        assert sum(asked["expect"] in turn.text for turn in turns) == 1
