"""The canary: unique words in three languages go through every feature, and are found nowhere.

No byte that the program wrote holds them, before or after they are forgotten.

The real program runs with its own home, temp and config folders, so that whatever it would drop
anywhere is found. Only what the person handed in or asked to have written out may hold the words.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.people import PASSPHRASE, STEP_UP

WORDS = ("quokkafjord", "紫陽花羅針盤", "은하수자명종")
MONEY_WORD = "gildenzirkon"
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")

LINE = f"""[LINE] 美咲とのトーク履歴
保存日時：2026/07/12 21:04

2026/05/11(月)
09:12\t美咲\tおはよう、調子どう？
09:13\t健太\t合言葉は{WORDS[1]}やで
"""
KAKAO = f"""지은 님과 카카오톡 대화
저장한 날짜 : 2026-07-12 21:04:33

--------------- 2026년 5월 11일 월요일 ---------------
[지은] [오전 9:12] 그 시계 이름이 뭐였지
[민서] [오전 9:13] 그 시계 이름은 {WORDS[2]}이야
"""
CHATGPT = [
    {
        "id": "c1",
        "title": "Names",
        "create_time": 1778490000.0,
        "current_node": "b",
        "mapping": {
            "a": {"id": "a", "message": None, "parent": None, "children": ["b"]},
            "b": {
                "id": "b",
                "parent": "a",
                "children": [],
                "message": {
                    "id": "m1",
                    "author": {"role": "user"},
                    "create_time": 1778490001.0,
                    "content": {
                        "content_type": "text",
                        "parts": [f"My boat is called {WORDS[0]}, mind you"],
                    },
                    "metadata": {},
                    "recipient": "all",
                },
            },
        },
    }
]


class House:
    """A machine's folders: what the person hands in, what they asked for, and everything else."""

    def __init__(self, root: Path) -> None:
        self.handed_in = root / "handed-in"
        self.asked_for = root / "asked-for"
        self.written = root / "written"
        for folder in (self.handed_in, self.asked_for, self.written / "tmp"):
            folder.mkdir(parents=True)
        for name, text in (
            ("pass", PASSPHRASE),
            ("step", STEP_UP),
            ("line.txt", LINE),
            ("kakao.txt", KAKAO),
            ("conversations.json", json.dumps(CHATGPT)),
        ):
            (self.handed_in / name).write_text(text, encoding="utf-8")

    def environment(self) -> dict[str, str]:
        """Gives the environment of a process that has only this machine's folders."""
        home = str(self.written)
        homes = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), home)
        return {**os.environ, **homes, "TMPDIR": f"{home}/tmp", "BOJAGI_LANG": "en"}

    def run(self, *words: str, step_up: bool = False, vault: str = "vault") -> str:
        """Runs `bojagi` in a process of its own and gives what it printed."""
        secret = ["--step-up-file", str(self.handed_in / "step")] if step_up else []
        done = subprocess.run(
            [
                *(sys.executable, "-m", "device", *words, "--vault", str(self.written / vault)),
                *("--passphrase-file", str(self.handed_in / "pass"), *secret),
            ],
            env=self.environment(),
            cwd=self.written,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def holding(self, words: Iterable[str], where: Path | None = None) -> list[str]:
        """Gives the files that hold one of the words in any common encoding."""
        needles = [word.encode(encoding) for word in words for encoding in ENCODINGS]
        files = [file for file in (where or self.written).rglob("*") if file.is_file()]
        assert files
        return [str(f) for f in files if any(needle in f.read_bytes() for needle in needles)]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    return House(tmp_path_factory.mktemp("house"))


def test_no_byte_on_disk_holds_a_memorys_words_before_or_after_forgetting(house):
    every = (*WORDS, MONEY_WORD)
    house.run("init", "--kdf-memory-mib", "64", "--owner", "健太", step_up=True)
    for export in ("line.txt", "kakao.txt", "conversations.json"):
        house.run("import", str(house.handed_in / export))
    house.run("remember", f"My savings account nickname is {MONEY_WORD}, 9,000 pounds in it")
    house.run("remember", f"My boat {WORDS[0]} needs paint")
    ids = []
    for word in WORDS:
        found = json.loads(house.run("recall", word, "--json"))["memories"]
        assert any(word in card["text"] for card in found)
        ids += [card["id"] for card in found if word in card["text"]]
    money = json.loads(house.run("recall", MONEY_WORD, "--json", step_up=True))["memories"]
    ids += [card["id"] for card in money if MONEY_WORD in card["text"]]
    house.run("rule", str(ids[0]), "--guard")
    house.run("rule", str(ids[1]), "--label", "health", "--max-reads", "50")
    house.run("show", str(ids[1]))
    house.run("log")
    house.run("log", "--export", str(house.asked_for / "log"))
    house.run("status")
    house.run("export", str(house.asked_for / "everything"), step_up=True)
    assert house.holding(every) == []
    assert house.holding(every, house.asked_for / "log") == []
    assert house.holding(every, house.asked_for / "everything")  # the search itself finds words
    first, *others = map(str, sorted(set(ids)))
    house.run("forget", first, "--yes", step_up=True)
    house.run("forget", *others, "--yes", step_up=True)
    assert house.holding(every) == []
    for word in every:
        assert json.loads(house.run("recall", word, "--json", step_up=True))["memories"] == []
    assert house.holding(every) == []


def test_no_class_or_label_name_stands_in_the_vaults_file(house):
    names = ("finance", "guarded", "health", "savings", "bojagi-", "美咲", "健太", "민서")
    assert house.holding(names, house.written / "vault") == []
