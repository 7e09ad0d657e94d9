"""The demo's folder and its samples; `tests/e2e/test_demo.py` runs it as a whole."""

from __future__ import annotations

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coordinator.cli import main
from device.compose import create_device
from device.importers.read import read_export
from device.settings import Settings
from device.vault.kdf import KdfParameters
from policy.catalog import LANGUAGES
from policy.vocabulary import Purpose

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
    rated = story["rated"]
    assert min(len(rated["used"]), len(rated["dismissed"])) >= 24
    marks = [[words in turn.text for turn in turns] for words in rated["used"] + rated["dismissed"]]
    assert all(sum(mark) == 1 for mark in marks)
    assert len({mark.index(True) for mark in marks}) == len(marks)  # and each another message


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_story_rates_may_train(language, tmp_path):
    story = json.loads((SAMPLES / f"{language}.story.json").read_text(encoding="utf-8"))
    settings = Settings.model_validate({"language": language, "market": story["market"]})
    device = create_device(tmp_path / "vault", "a passphrase", None, settings, kdf=KdfParameters())
    device.intake.take_in(
        read_export(SAMPLES / story["export"], zone=settings.timezone, me=story["owner"])
    )
    for words in (*story["rated"]["used"], *story["rated"]["dismissed"]):
        found = device.recall.ask(words, Purpose.RECALL, language, 5).memories
        (rated,) = [card.id for card in found if words in card.text]
        device.rights.rate(rated, "used" if words in story["rated"]["used"] else "dismissed")
    values = [row.value for row in device.guard.train()]
    device.close()
    assert sum(value > 0 for value in values) == len(story["rated"]["used"])
    assert sum(value <= -0.5 for value in values) == len(story["rated"]["dismissed"])
