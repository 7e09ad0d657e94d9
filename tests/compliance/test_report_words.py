"""The words of reports: natural in each language, and never a verdict that a law is kept."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from compliance.bundle import read_bundle
from compliance.lawpacks import load_packs
from compliance.report import make_report
from policy.catalog import LANGUAGES
from policy.load import load_catalog
from tests.compliance.bundles import write_coordinator_bundle, write_device_bundle

ROOT = Path(__file__).parents[2]
VERDICTS = re.compile(
    r"complian|complies|conform|lawful|준수|적법|적합|遵守|順守|準拠|適法|適合|合法", re.IGNORECASE
)
# "Either particle" in brackets is how a form is filled in, not how a product speaks.
EITHER_PARTICLE = re.compile(r"은\(는\)|이\(가\)|을\(를\)|와\(과\)|\(으\)로|\(이\)라|\(이\)며")
RESULTS = {"pass", "fail", "review", "not_applicable"}


def sentences() -> list[tuple[str, str, str]]:
    catalog = load_catalog("compliance").texts
    said = [(key, tongue, text[tongue]) for key, text in catalog.items() for tongue in LANGUAGES]
    for pack in load_packs():
        for row in pack.rows:
            said += [(row.id, tongue, row.duty[tongue]) for tongue in LANGUAGES]
        for name, sanction in pack.sanctions.items():
            said += [(name, tongue, sanction.conditions[tongue]) for tongue in LANGUAGES]
    return said


def test_no_sentence_says_that_a_law_is_kept():
    checked = [
        (key, tongue, text.replace("bojagi-compliance", "")) for key, tongue, text in sentences()
    ]
    assert len(checked) > 500
    assert not [said for said in checked if VERDICTS.search(said[2])]


def test_korean_does_not_put_either_particle_in_brackets():
    korean = [(key, text) for key, tongue, text in sentences() if tongue == "ko"]
    assert not [said for said in korean if EITHER_PARTICLE.search(said[1])]


def test_sanctions_are_told_as_politely_as_the_rest_of_the_page():
    for pack in load_packs():
        for name, sanction in pack.sanctions.items():
            last_ja = re.sub(r"（[^）]*）", "", sanction.conditions["ja"]).rstrip("。")
            last_ko = re.sub(r"\([^)]*\)", "", sanction.conditions["ko"]).rstrip(".")
            assert last_ja.endswith(("ます", "です", "ません")), name
            assert last_ko.endswith("니다"), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["consumer", "regulator", "developer"])
def test_page_and_data_of_every_view_claim_nothing(tmp_path, view, language):
    make = write_device_bundle if view == "consumer" else write_coordinator_bundle
    about = {"market": "KR" if view == "consumer" else "other"}
    made = make_report(read_bundle(make(tmp_path / "bundle", about=about)), view, language)
    for content in (made.data, made.page):
        text = content.decode().replace("bojagi-compliance", "")
        assert not VERDICTS.search(text)
    packs = json.loads(made.data).get("law", [])
    assert (view == "developer") is not bool(packs)
    for pack in packs:
        assert {row["result"] for row in pack["rows"]} <= set(pack["results"]) == RESULTS


def test_nothing_is_asked_to_be_enough_where_there_is_no_evidence(tmp_path):
    bundle = read_bundle(write_coordinator_bundle(tmp_path / "c", about={"market": "other"}))
    enough = load_catalog("compliance").say("en", "law.note_person")
    rows = [
        row
        for pack in json.loads(make_report(bundle, "regulator", "en").data)["law"]
        for row in pack["rows"]
    ]
    asked = [row for row in rows if row["note"] == enough]
    assert asked
    assert all(row["evidence"] and row["result"] in {"pass", "review"} for row in asked)
    assert all(row["needs_person"] for row in rows if row["result"] == "review")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Make a report", "A new or empty folder", "verifier key")),
        ("ja", ("報告書を作ります", "空のフォルダー", "検証鍵")),
        ("ko", ("보고서를 만듭니다", "빈 폴더", "검증 키")),
    ],
)
def test_help_speaks_the_environments_language(language, words):
    said = ""
    for command in ("report", "verify"):
        run = subprocess.run(
            [sys.executable, "-m", "compliance", command, "--help"],
            capture_output=True,
            check=False,
            cwd=ROOT,
            env={**os.environ, "BOJAGI_LANG": language, "PYTHONUTF8": "1"},
        )
        assert (run.returncode, run.stderr) == (0, b"")
        said += run.stdout.decode("utf-8")
    assert all(word in re.sub(r"\s+", " ", said) for word in words)
