"""The canary of issue 4: every command, from a new vault to what is made after a memory is gone.

In each language one memory is kept and one forgotten, each with a word that is found nowhere else;
a money memory lies behind the step-up. `FEATURES` and `AFTERWARDS` are the lists to extend: a
command of `bojagi` that stands in neither, and has no reason in `ELSEWHERE`, fails the test. The
whole of it runs some 60 commands, so it is under `make prove`; `test_canary` is the everyday one.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from benchmarks.traces import texts_left, vectors_left
from device.cli import cli
from device.encoder.encode import Encoder
from tests.device.onnx_folders import folder_of
from tests.e2e.test_canary import WORDS, House
from tests.people import PASSPHRASE, STEP_UP

# By language: the word of the memory that is kept, and of the one that is forgotten.
KEPT: Final = {"en": "wombatglacier", "ja": "鷲硯羅城門", "ko": "뒝벌자명종"}
GONE: Final = {"en": "narwhalpretzel", "ja": "錨鮎浄瑠璃", "ko": "괭이무지개떡"}
MONEY: Final = "zirkonsparbuch"
SAID: Final = {
    "en": "My sister named her new boat {} and it leaks on the left side",
    "ja": "美咲が飼い始めた猫の名前は{}で、夜になると押し入れで寝ている",
    "ko": "지은이가 새로 산 자전거 이름을 {}라고 지었고 창고에 넣어 두었다",
}
MONEY_SAID: Final = f"My savings account nickname is {MONEY}, 9,000 pounds in it"
EVERY_WORD: Final = (*KEPT.values(), *GONE.values(), MONEY, WORDS[0])
# Vectors of the sentences as they are stored, by number.
SENTENCES: Final = [
    *(SAID[name].format(word) for name, word in (*KEPT.items(), *GONE.items())),
    MONEY_SAID,
]

LINE: Final = """[LINE] 美咲とのトーク履歴
保存日時：2026/07/12 21:04

"""
NEW_SECRETS: Final = {"step": f"{STEP_UP} neu 新しい", "pass": f"{PASSPHRASE} neu 新しい"}

# -- the lists to extend ------------------------------------------------------------------------
# A row is a command line; {kept} and {gone} are ids, {asked} is the folder of what the person asked
# to have written, {given} of what they handed in. The step-up secret is shown where a row says so.
FEATURES: Final[tuple[tuple[str, bool], ...]] = (
    ("rule {kept}", False),
    ("rule {kept} --label health --max-reads 50", False),
    ("rule {gone} --guard", False),
    ("rule {kept} --tag travel --programs --hold", False),
    ("rule --category health --retain-days 4000", False),
    ("policy add --not-outside --category health", False),
    ("policy list", False),
    ("client add Kitchen --purpose recall --promise no_train --promise no_share", False),
    ("client list", False),
    ("consent give --purpose share --label health", False),
    ("consent list", False),
    ("rate used {kept} {gone}", True),
    ("rate corrected {gone}", True),
    ("budget 1000", True),
    ("keep {kept} {gone}", True),
    ("keep {gone} --unpin", True),
    ("faded", True),
    ("budget none", True),
    ("show {gone}", True),
    ("context names --tokens 512", True),
    ("upcoming --days 400", True),
    ("thread {kept}", True),
    ("reminders few", True),
    ("reminders", True),
    ("recall names --threads", True),
    ("doubts", True),
    ("log", False),
    ("log --memory {gone}", True),
    ("log --verify", False),
    ("log --export {asked}/log", False),
    ("status", False),
    ("encoder use {given}/encoder", True),
    ("encoder show", False),
    ("encoder use default", False),
    ("encoder reindex", True),
    ("federation consent", False),
    ("federation sent", False),
    ("factor list", False),
    ("export {asked}/export-before", True),
    ("report {asked}/report-before", True),
    ("backup {asked}/backup", True),
    ("step-up --new-file {given}/new-step", True),
    ("passphrase --new-file {given}/new-pass", True),
    ("recovery-code", True),
    ("rotate", True),
    ("backup {asked}/backup-new-pass", True),
    ("check", True),
)
# How the memories are forgotten that `GONE` names; the id of the English one is {gone}.
FORGETTING: Final[tuple[tuple[str, bool], ...]] = (
    ("forget --conversation Names", True),
    ("forget --before 2026-05-15", True),
    ("forget {gone}", True),
    ("forget {korean}", True),
)
# Made after the memories are gone: what they write holds what was kept and nothing that was not.
AFTERWARDS: Final[tuple[tuple[str, bool], ...]] = (
    ("log --export {asked}/after/log", False),
    ("export {asked}/after/export", True),
    ("report {asked}/after/report", True),
    ("backup {asked}/after/backup", True),
    ("backup {asked}/backup-new-pass", True),
    ("backup {asked}/backup-new-pass --deletions-only", True),
    ("rotate", True),
    ("check", True),
    ("status", True),
)
# Tested without the lists, or for another reason not in them.
ELSEWHERE: Final = {
    "init": "first of all",
    "remember": "by language, below",
    "import": "by language, below",
    "recall": "finds the ids, below",
    "restore": "into a second vault, last of all",
    "upgrade": "needs a vault of an older format",
    "talk": "reads its messages from standard input; test_cli_talk",
    "app": "opens a window; tests/device/test_app_*.py",
}


def ids_of(house, word, vault="vault"):
    cards = json.loads(house.run("recall", word, "--json", step_up=True, vault=vault))["memories"]
    return [card["id"] for card in cards if word in card["text"]]


def left(house, words, folder=None):
    """Gives which of the words stand in which files, in every form that is searched for."""
    return texts_left(dict(enumerate(words)), [folder or house.written])


def run_rows(house, rows, **ids):
    for row, step_up in rows:
        places = {"asked": house.asked_for, "given": house.handed_in}
        house.run(*row.format(**places, **ids).split(), "--yes", step_up=step_up)
        for command, secret in (("step-up", "step"), ("passphrase", "pass")):
            if row.startswith(command):
                (house.handed_in / f"new-{secret}").replace(house.handed_in / secret)
        assert left(house, EVERY_WORD) == {}, row


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("house"))
    for name, secret in NEW_SECRETS.items():
        (house.handed_in / f"new-{name}").write_text(secret, encoding="utf-8")
    said = "{}\n09:10\t健太\t{}\n"
    talk = said.format("2026/05/11(月)", SAID["ja"].format(GONE["ja"]))
    talk += "\n" + said.format("2026/05/20(水)", SAID["ja"].format(KEPT["ja"]))
    (house.handed_in / "line.txt").write_text(LINE + talk, encoding="utf-8")
    (house.asked_for / "after").mkdir()
    folder_of(house.handed_in / "encoder")
    return house


def test_every_command_is_in_the_canary():
    rows = [row.split()[0] for row, _ in (*FEATURES, *FORGETTING, *AFTERWARDS)]
    assert set(cli.commands) == {*rows, *ELSEWHERE}


@pytest.mark.prove
def test_no_feature_leaves_a_word_or_a_vector_in_the_clear_before_or_after_forgetting(house):
    house.run("init", "--kdf-memory-mib", "64", "--owner", "健太", step_up=True)
    for name in ("en", "ko"):
        for words in (KEPT, GONE):
            house.run("remember", SAID[name].format(words[name]))
    house.run("remember", MONEY_SAID)
    for export in ("line.txt", "conversations.json"):
        house.run("import", str(house.handed_in / export), "--gate", "off")
    assert ids_of(house, WORDS[0])
    kept = {name: ids_of(house, word)[0] for name, word in KEPT.items()}
    gone = {name: ids_of(house, word) for name, word in GONE.items()}
    assert all(gone.values())
    run_rows(house, FEATURES, kept=kept["en"], gone=gone["en"][0])
    vectors = dict(enumerate(Encoder.default().encode(SENTENCES)))
    assert vectors_left(vectors, [house.written]) == {}

    run_rows(house, FORGETTING, gone=gone["en"][0], korean=gone["ko"][0])
    run_rows(house, AFTERWARDS)
    house.run("restore", str(house.asked_for / "backup-new-pass"), vault="restored")
    for vault in ("vault", "restored"):
        assert ids_of(house, WORDS[0], vault) == []
        for name, word in GONE.items():
            assert ids_of(house, word, vault) == []
            assert ids_of(house, KEPT[name], vault) == [kept[name]]
    assert left(house, EVERY_WORD) == {}
    assert vectors_left(vectors, [house.written, house.asked_for]) == {}
    assert left(house, (*GONE.values(), WORDS[0]), house.asked_for / "after") == {}


@pytest.mark.prove
def test_what_was_asked_for_holds_what_it_should(house):
    """Else the search above would have nothing to find, and could not fail."""
    everything = [*KEPT.values(), MONEY]
    assert len(left(house, everything, house.asked_for / "after" / "export")) == len(everything)
    assert len(left(house, everything, house.asked_for / "after" / "report")) == len(everything)
    assert len(left(house, GONE.values(), house.asked_for / "export-before")) == len(GONE)
    assert left(house, EVERY_WORD, house.asked_for / "log") == {}
    assert left(house, EVERY_WORD, house.asked_for / "after" / "log") == {}
    assert left(house, EVERY_WORD, house.asked_for / "backup-new-pass") == {}
    assert left(house, EVERY_WORD, house.asked_for / "after" / "backup") == {}


@pytest.mark.prove
def test_no_secret_of_the_owner_is_written(house):
    secrets = [PASSPHRASE, STEP_UP, *NEW_SECRETS.values()]
    assert left(house, secrets) == {}
    assert left(house, secrets, house.asked_for) == {}


def bojagi(house, passphrase: Path, *words: str) -> subprocess.Popen[str]:
    home = str(house.written)
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "device", *words, "--vault", f"{home}/vault"),
            *("--passphrase-file", str(passphrase)),
        ],
        env=house.environment(),
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(
    "words",
    [
        ("remember", SAID["ko"].format(GONE["ko"])),
        ("import", "notes.txt"),
        ("recall", GONE["ja"]),
    ],
)
def test_a_command_that_fails_tells_no_word_and_writes_none(tmp_path, words):
    house = House(tmp_path)
    house.run("init", "--kdf-memory-mib", "64", step_up=True)
    (house.written / "notes.txt").unlink(missing_ok=True)
    notes = house.handed_in / "notes.txt"
    notes.write_text(SAID["en"].format(GONE["en"]) * 3, encoding="utf-8")
    wrong = house.handed_in / "wrong"
    wrong.write_text("not the passphrase", encoding="utf-8")
    given = [str(notes) if word == "notes.txt" else word for word in words]
    process = bojagi(house, house.handed_in / "pass" if words[0] == "import" else wrong, *given)
    printed, fault = process.communicate()
    assert process.returncode != 0
    assert not [word for word in EVERY_WORD if word in printed + fault]
    assert left(house, EVERY_WORD) == {}


@pytest.mark.prove
def test_an_import_that_is_killed_leaves_no_word(tmp_path):
    house = House(tmp_path)
    house.run("init", "--kdf-memory-mib", "64", step_up=True)
    lines = [f"{9 + at // 60:02}:{at % 60:02}\t健太\t{at}番目：" for at in range(800)]
    talk = (
        LINE
        + "2026/05/11(月)\n"
        + "\n".join(line + SAID["ja"].format(GONE["ja"]) for line in lines)
    )
    (house.handed_in / "long.txt").write_text(talk, encoding="utf-8")
    before = sum(file.stat().st_size for file in house.written.rglob("*") if file.is_file())
    words = ("import", str(house.handed_in / "long.txt"), "--gate", "off")
    process = bojagi(house, house.handed_in / "pass", *words)
    now = before
    while now < before + 50_000 and process.poll() is None:
        time.sleep(0.002)
        files = [file for file in house.written.rglob("*") if file.is_file()]
        now = sum(file.stat().st_size for file in files if file.exists())
    process.send_signal(signal.SIGKILL)
    process.communicate()
    # It was at work, and had written.
    assert process.returncode == -signal.SIGKILL
    assert now >= before + 50_000
    assert left(house, GONE.values()) == {}
    house.run("import", str(house.handed_in / "long.txt"), "--gate", "off")
    assert ids_of(house, GONE["ja"])
    assert left(house, GONE.values()) == {}
