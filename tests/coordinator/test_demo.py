"""The demo's folder and its samples; `tests/e2e/test_demo.py` runs it as a whole."""

from __future__ import annotations

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coordinator.cli import main
from device.importers.read import read_export
from policy.catalog import LANGUAGES

SAMPLES = Path(__file__).parents[2] / "coordinator" / "samples"


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
