"""Forgetting in bulk, bounds of a recall, bad input and help, at the real command line."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from device.cli import cli
from tests.e2e.owner import JA, KO, MONEY_JA, TITLE_JA, TITLE_KO, Owner
from tests.people import STEP_UP

MONEY = "3万円"
SCRIPTS = {"ja": r"[\u3040-\u30ff\u4e00-\u9fff]", "ko": r"[\uac00-\ud7a3]"}
HELP = """
import sys
import click
from device.cli import cli, main

def walk(command, words):
    print("\\x00" + " ".join(words), flush=True)
    assert main([*words, "--help"]) == 0
    for name, one in getattr(command, "commands", {}).items():
        walk(one, [*words, name])

walk(cli, [])
"""


def alike(printed: str) -> str:
    """Takes out of an answer what differs between any two vaults."""
    printed = re.sub(r"bojagi/[0-9a-f]{32}\S*( \S+)?", "KEY", printed)
    return re.sub(r"[0-9a-f]{64}|\b1[0-9]{9}\b|(?<=log_event )\d+", "#", printed)


def everything(owner: Owner) -> list[str]:
    """The texts of all memories, closed ones too, oldest first."""
    folder = owner.home / f"export-{len(list(owner.home.iterdir()))}"
    owner.ask("export", str(folder), step_up=STEP_UP)
    found = json.loads((folder / "memories.json").read_text(encoding="utf-8"))
    return [card["text"] for card in found]


def stored(owner: Owner) -> int:
    """Counts the memories in the file."""
    with closing(sqlite3.connect(owner.vault / "vault.db")) as database:
        (count,) = database.execute("SELECT count(*) FROM item").fetchone()
    return int(count)


# -- forgetting


def test_several_memories_are_forgotten_at_once(ready):
    found = [
        card
        for question in ("チケット", "浴衣")
        for card in ready.ask("recall", question, "--limit", "1")["memories"]
    ]
    ids = [str(card["id"]) for card in found]
    assert len(set(ids)) == 2
    told = ready.ask("forget", *ids, "--yes")
    assert told["forgotten"] == len(ids)
    (certificate,) = told["certificates"]
    assert certificate.count("\nmemory ") == len(ids)
    assert not set(everything(ready)) & {card["text"] for card in found}
    assert ready.take_in("ja.txt", JA + MONEY_JA)["forgotten"] == len(ids)


def test_nothing_is_forgotten_where_one_number_is_none(ready):
    before = stored(ready)
    assert ready.code("forget", "1", "999", "--yes") == 2
    assert stored(ready) == before


@pytest.mark.parametrize("title", [TITLE_JA, TITLE_KO])
def test_all_that_came_from_a_conversation_is_forgotten(ready, title):
    told = ready.ask("forget", "--conversation", title, "--yes")
    assert told["forgotten"] == {TITLE_JA: 3, TITLE_KO: 2}[title]
    left = "\n".join(everything(ready))
    gone = {TITLE_JA: ("浴衣", "チケット", MONEY), TITLE_KO: ("광안리", "금요일")}
    for words in gone.pop(title):
        assert words not in left
    (others,) = gone.values()
    assert others[0] in left
    assert "ferry" in left
    assert not any(MONEY in one for one in ready.texts("振り込む", step_up=STEP_UP)) or (
        title == TITLE_KO
    )


@pytest.mark.parametrize("language", ["en", "ja", "ko"])
@pytest.mark.parametrize("asked", [("--conversation", TITLE_JA), ("--before", "2026-07-01")])
def test_the_answer_is_the_same_with_and_without_a_closed_match(
    tmp_path, capsys, asked, language, ready
):
    without = Owner(tmp_path / "without", capsys)
    without.home.mkdir()
    without.init()
    without.take_in("ja.txt", JA)
    without.take_in("ko.txt", KO)
    without.ask("remember", "Remember this: the ferry to Naoshima leaves at 9:10")
    answers = []
    for owner in (ready, without):
        code, told, beside = owner.run("forget", *asked, "--yes", "--lang", language)
        assert code == 0
        _, log, _ = owner.run("log", "--json")
        _, status, _ = owner.run("status", "--json")
        shown = json.loads(status) | {"vault": "", "log_key": ""}
        kinds = [(one["kind"], one["details"]) for one in json.loads(log)]
        answers.append((alike(told), beside, shown, kinds[-3:]))
    assert answers[0] == answers[1]
    assert "closed_classes" in answers[0][0]
    assert not any(MONEY in one for one in ready.texts("振り込む", step_up=STEP_UP))


def test_what_was_only_said_in_a_closed_class_is_not_told_by_its_title(ready):
    talk = JA.split("2026/05/11")[0].replace(TITLE_JA, "銀行さん") + "2026/06/02(火)\n" + MONEY_JA
    ready.take_in("bank.txt", talk)
    answers = [
        ready.run("forget", "--conversation", title, "--yes")
        for title in ("銀行さん", "誰もいない")
    ]
    assert [code for code, _, _ in answers] == [0, 0]
    assert alike(answers[0][1]) == alike(answers[1][1]).replace("誰もいない", "銀行さん")


def test_a_title_that_never_was_is_said_where_everything_is_open(ready):
    code, _, told = ready.run(
        "forget", "--conversation", "誰もいない", "--yes", "--lang", "ja", step_up=STEP_UP
    )
    assert code == 2
    assert "誰もいない" not in told


def test_all_before_a_day_is_forgotten_by_the_owners_clock(ready):
    told = ready.ask("forget", "--before", "2026-05-20T09:13", "--yes")
    assert told["forgotten"] == 3  # two of 11 May, one of 20 May 09:12 in Tokyo and Seoul
    left = "\n".join(everything(ready))
    assert "浴衣" in left
    assert "금요일" in left
    assert "광안리" not in left
    assert "チケット" not in left


def test_a_conversation_and_a_day_together_forget_what_fits_both(ready):
    told = ready.ask(
        "forget", "--conversation", TITLE_JA, "--before", "2026-06-01", "--yes", step_up=STEP_UP
    )
    assert told["forgotten"] == 2
    assert "closed_classes" not in told["certificates"][0]
    assert any(MONEY in one for one in ready.texts("振り込む", step_up=STEP_UP))
    assert "광안리" in "\n".join(everything(ready))


@pytest.mark.parametrize("asked", ["1", "0001-01-01"])
def test_forgetting_in_bulk_asks_first(ready, asked):
    words = ("--before", asked) if "-" in asked else (asked,)
    code, _, told = ready.run("forget", *words)
    assert code == 2
    assert "--yes" in told


# -- bounds of a recall


def test_a_recall_keeps_to_days_and_languages(ready):
    may = ready.texts("花火 チケット 浴衣", "--before", "2026-06-01", "--in", "ja")
    assert may
    assert not any("浴衣" in text for text in may)
    june = ready.texts("花火 チケット 浴衣", "--since", "2026-06-01", "--before", "2026-07-01")
    assert [text for text in june if "浴衣" in text] == june != []
    both = ready.texts("부산", "--in", "ko", "--in", "ja")
    assert ready.texts("부산", "--in", "ko")[0] == both[0]
    assert ready.texts("부산", "--in", "en") in ([], ready.texts("ferry", "--in", "en"))
    same = "2026-05-20T09:12"
    assert any("광안리" in one for one in ready.texts("광안리", "--since", same))
    assert not any("광안리" in one for one in ready.texts("광안리", "--before", same))


@pytest.mark.parametrize("edge", ["0001-01-01", "1969-12-31", "2106-02-08", "9999-12-31"])
def test_days_far_away_are_days_too(ready, edge):
    before = ready.texts("花火", "--before", edge)
    since = ready.texts("花火", "--since", edge)
    assert bool(before) is (edge > "2026")
    assert bool(since) is (edge < "2026")


# -- bad input


@pytest.mark.parametrize(
    "words",
    [
        ["forget"],
        ["forget", "--yes"],
        ["forget", "1", "--conversation", TITLE_JA, "--yes"],
        ["forget", "1", "--before", "2026-01-01", "--yes"],
        ["forget", "--before", "昨日", "--yes"],
        ["forget", "--before", "2026-13-01", "--yes"],
        ["forget", "999", "--yes"],
        ["forget", "0", "--yes"],
        ["forget", "-1", "--yes"],
        ["forget", str(2**32), "--yes"],
        ["forget", str(2**63 - 1), "--yes"],
        ["forget", str(2**63), "--yes"],
        ["recall", "花火", "--since", "어제"],
        ["recall", "花火", "--since", ""],
        ["recall", "花火", "--in", "xx"],
        ["show", str(2**63)],
        ["factor", "remove", "zz"],
        ["factor", "add", "iris"],
    ],
    ids=" ".join,
)
def test_bad_words_exit_2_and_change_nothing(ready, words):
    before = stored(ready)
    code, out, told = ready.run(*words, step_up=STEP_UP)
    assert (code, out) == (2, "")
    assert told.strip()
    assert "Traceback" not in told
    assert stored(ready) == before


@pytest.mark.parametrize("number", ["999", str(2**32), str(2**63 - 1)])
@pytest.mark.parametrize("command", [["show"], ["rule"], ["rate", "used"], ["log", "--memory"]])
def test_a_number_that_nothing_has_is_refused_alike(ready, command, number):
    code, _, told = ready.run(*command, number)
    assert code == 1, told
    assert "Traceback" not in told


def test_a_memory_of_a_million_letters_is_kept_found_and_forgotten(ready):
    text = "灯台の歌は長い。" * 125_000
    kept = ready.ask("remember", text)["id"]
    assert ready.ask("show", str(kept))["memories"][0]["text"] == text
    assert text in ready.texts("灯台の歌")
    ready.ask("forget", str(kept), "--yes")
    assert ready.ask("check")["damaged"] == []
    code, _, told = ready.run("remember", "あ" * 1_400_000, "--lang", "ja")
    assert code == 2
    assert len(told) < 500


def test_text_that_is_no_unicode_is_kept_as_what_can_be_read(ready):
    found = subprocess.run(
        [
            *map(os.fsencode, ready.command("remember")),
            b"lantern \xff\xfe \xed\xa0\x80 \xe5\xb2\xb8",
        ],
        capture_output=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    (text,) = ready.texts("lantern")
    assert text.startswith("lantern ")
    assert text.endswith(" 岸")
    assert text.encode()
    kept = ready.ask("remember", "부엌 \ud83d 창문")["id"]
    assert "\ud83d" not in ready.ask("show", str(kept))["memories"][0]["text"]
    assert ready.code("recall", "\udcff\udcfe") == 0
    assert ready.code("forget", "--conversation", "\udcff", "--yes", step_up=STEP_UP) == 2


# -- help


@pytest.mark.parametrize("language", ["en", "ja", "ko"])
def test_every_command_explains_itself_in_three_languages(language):
    environment = {**os.environ, "BOJAGI_LANG": language, "PYTHONIOENCODING": "utf-8"}
    found = subprocess.run(
        [sys.executable, "-c", HELP], capture_output=True, text=True, env=environment, check=False
    )
    assert found.returncode == 0, found.stderr
    pages = dict(page.split("\n", 1) for page in found.stdout.split("\x00")[1:])
    assert set(cli.commands) <= set(pages)
    for name, page in pages.items():
        assert "{" not in page, name
        _, told = page.split("\n\n", 1)
        if language in SCRIPTS:
            first = told.strip().splitlines()[0]
            assert re.search(SCRIPTS[language], first), (name, first)
