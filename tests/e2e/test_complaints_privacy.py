"""What people complain of in other memory systems where secrecy is at stake, one test each.

Text in the clear beside an encrypted one, what was deleted and comes back, recall that nobody asked
for and that asks no rule, data that cannot be taken along, servers that are told. Each test says
which change to the code would make it fail. Elsewhere, and not written again: every byte of every
command (`test_canary`, `test_canary_features`), the network of the demo (`test_demo`), backups and
what was deleted since (`test_keys_and_backup`), days that end a memory (`tests/device/
test_retention`).
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from benchmarks.traces import texts_left, vectors_left
from compliance.contents import MEMORIES
from device.cli import cli
from device.encoder.encode import Encoder
from policy.vocabulary import Purpose
from tests.e2e.owner import JA, Owner
from tests.e2e.test_quiet import WATCHED
from tests.people import PASSPHRASE, STEP_UP, Clock, make_device, remember

# -- in the clear

SAID = (
    "My sister named her new boat wombatglacier",
    "美咲が飼い始めた猫の名前は鷲硯羅城門という",
    "지은이가 새로 산 자전거 이름은 뒝벌자명종이다",
)
RARE = ("wombatglacier", "鷲硯羅城門", "뒝벌자명종")


def test_neither_text_nor_keyword_index_nor_vector_lies_open_on_the_disk(tmp_path):
    """tandem#1522, usememos#2161: text sealed, index and vectors not. Fails with one on disk."""
    device = make_device(tmp_path / "vault", Clock(), step_up=None)
    for text, word in zip(SAID, RARE, strict=True):
        remember(device, text)
        assert device.recall.ask(word, Purpose.RECALL, "en", 1).memories[0].text == text
    device.close()
    needles = dict(enumerate([*SAID, *RARE]))
    vectors = dict(enumerate(Encoder.default().encode(SAID)))
    assert texts_left(needles, [tmp_path]) == {}
    assert vectors_left(vectors, [tmp_path]) == {}
    # The search can find: as peers keep it.
    (tmp_path / "fts.db").write_text("\0".join(SAID), encoding="utf-8")
    (tmp_path / "vectors.f32").write_bytes(vectors[1].astype("<f4").tobytes())
    assert len(texts_left(needles, [tmp_path])) == len(needles)
    assert list(vectors_left(vectors, [tmp_path])) == [1]


# -- servers

ALL_IN_ONE = WATCHED.split("code = main", maxsplit=1)[0] + (
    "import json\nfor words in json.loads(sys.argv[1]):\n    assert main(words) == 0, words\n"
)


def test_no_command_asks_a_server_or_needs_an_account(tmp_path):
    """mem0#1765, #2285: telemetry on by default, a key asked for. Fails at the first connection."""
    owner = Owner(tmp_path, None)  # type: ignore[arg-type]  # it prints elsewhere
    (tmp_path / "chat.txt").write_text(JA, encoding="utf-8")
    rows = [
        ["init", "--kdf-memory-mib", "64"],
        ["import", str(tmp_path / "chat.txt")],
        ["context", "花火"],
        ["upcoming"],
        ["export", str(tmp_path / "export")],
        ["report", str(tmp_path / "report")],
        ["backup", str(tmp_path / "backup")],
        ["forget", "1", "--yes"],
    ]
    commands = [owner.words(*row) for row in rows]
    done = subprocess.run(
        [sys.executable, "-c", ALL_IN_ONE, json.dumps(commands)],
        env={"HOME": str(tmp_path), "PATH": "", "LANG": "C.UTF-8"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


# -- what was deleted

DAY_OUT = "wombatglacier"


@pytest.fixture
def told(owner: Owner) -> tuple[Owner, int, int]:
    """Somebody who changed their mind about a day out. Gives them, and both memories' numbers."""
    owner.init()
    day = (datetime.now(ZoneInfo("Asia/Tokyo")) + timedelta(days=9)).date().isoformat()
    older = owner.ask("remember", f"On {day} the outing goes to {DAY_OUT} by bus")["id"]
    newer = owner.ask("remember", f"On {day} the outing goes to Sandhill by bus instead")["id"]
    return owner, older, newer


def tells(owner: Owner, item_id: int, question: str) -> dict[str, str]:
    """Gives all that every command says which tells something of memories, or writes it out."""
    folder = owner.home / f"out{len(list(owner.home.iterdir()))}"
    rows = {
        "recall": [question],
        "context": [question],
        "upcoming": ["--days", "400"],
        "show": [str(item_id)],
        "log": [],
        "status": [],
        "rule": [],
        "doubts": [],
        "faded": [],
        "thread": [str(item_id)],
        "export": [str(folder / "export")],
        "report": [str(folder / "report")],
    }
    folder.mkdir()
    said = {}
    for name, words in rows.items():
        if name in cli.commands:
            secrets = {"step_up": STEP_UP} if name in {"export", "report", "recall"} else {}
            code, out, err = owner.run(name, *words, "--lang", "en", **secrets)
            assert code in {0, 1, 2}, (name, err)
            assert "Traceback" not in err
            said[name] = out + err
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            said[file.name] = file.read_bytes().decode("utf-8", "replace")
    return said


def test_what_was_forgotten_is_told_by_no_command_and_by_no_other_memory(told):
    """Cortex#366, AutoGPT#12720: deleted, and still in a log, a history, a copy. mem0 keeps it in
    `history.db` by design. Fails if any of these keeps a word, as `replaces` would with texts."""
    owner, older, newer = told
    assert DAY_OUT in "".join(tells(owner, older, DAY_OUT).values())  # else nothing could be left
    owner.ask("forget", str(older), "--yes")
    assert [name for name, said in tells(owner, newer, "outing").items() if DAY_OUT in said] == []
    assert owner.texts(DAY_OUT) == []
    assert "Sandhill" in "".join(owner.texts("Where does the outing go?"))


def test_forgetting_the_newer_of_two_brings_the_older_back_and_nothing_else(told):
    """mem0#4536 lost both. Fails if the older was overwritten, or the newer leaves a copy."""
    owner, older, newer = told
    owner.ask("forget", str(newer), "--yes")
    assert DAY_OUT in owner.texts("Where does the outing go?")[0]
    assert "Sandhill" not in "".join(tells(owner, older, "outing").values())


def test_what_was_forgotten_does_not_come_back_with_the_next_export(owner):
    """Cortex#366. Fails if forgetting keeps no place: the chat's next export holds it again."""
    owner.init()
    owner.take_in("chat.txt", JA)
    (tickets,) = [
        one for one in owner.ask("recall", "ポートタワー")["memories"] if "8月8日" in one["text"]
    ]
    owner.ask("forget", str(tickets["id"]), "--yes")
    for more in ("", "09:20\t健太\t帯は赤にする\n"):
        report = owner.take_in("chat.txt", JA + more)
        assert (report["forgotten"], report["stored"]) == (1, int(bool(more)))
    assert not any("ポートタワー" in text for text in owner.texts("ポートタワー"))


# -- recall that nobody asked for

SECRET = "The doctor says my asthma needs a new inhaler"
DUE = "Hospital appointment for my asthma"


def volunteered(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> str:
    """Gives what is brought up unasked: an assistant's block, a talk's, days to come."""
    message = "What did the doctor say of my asthma inhaler, and when is the appointment?"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{message}\n".encode())))
    code, talk, err = owner.run("talk")
    assert code == 0, err
    block = owner.ask("context", message)["block"]
    return talk + str(block) + json.dumps(owner.ask("upcoming", "--days", "400"))


@pytest.mark.parametrize(
    "closing",
    [
        ("rule", "{id}", "--no-remind"),
        ("rule", "{id}", "--guard"),
        ("rule", "--category", "health", "--no-remind"),
    ],
    ids=["not to be brought up", "only after the step-up", "a wish for a kind"],
)
def test_automatic_recall_obeys_the_rule_that_asked_recall_obeys(owner, monkeypatch, closing):
    """continuum#99: automatic recall bypassed the policy. Fails if `context` reads for `recall`."""
    owner.init()
    kept = owner.ask("remember", SECRET)["id"]
    day = (datetime.now(ZoneInfo("Asia/Tokyo")) + timedelta(days=5)).date()
    due = owner.ask("remember", f"{DUE} on {day.isoformat()}")["id"]
    before = volunteered(owner, monkeypatch)
    assert SECRET in before
    assert DUE in before
    for item_id in (kept, due) if "{id}" in closing else (kept,):
        owner.ask(*(word.format(id=item_id) for word in closing), step_up=STEP_UP)
    after = volunteered(owner, monkeypatch)
    assert SECRET not in after
    assert DUE not in after
    if "--guard" not in closing:
        assert SECRET in owner.texts("asthma inhaler")  # true, and found by who asks


def test_a_program_gets_its_purpose_and_its_share_alone(owner):
    """mem0#4735, memex#235: all or nothing for an agent. Fails without a decision a memory."""
    owner.init()
    owner.ask("remember", "The ferry to Naoshima leaves at 9:10")
    owner.ask("remember", "The cushion on the sofa shows a ferry")
    hidden = owner.ask("remember", "The ferry receipt is in the diary")["id"]
    owner.ask("rule", str(hidden), "--no-programs")
    promises = ("--promise", "no_train", "--promise", "no_share")
    shares = {}
    for name, limits in (("all", ()), ("home", ("--domain", "home"))):
        added = owner.ask("client", "add", name, "--purpose", "recall", *limits, *promises)
        token = str(owner.file(name, added["token"] + "\n"))
        answer = owner.ask("recall", "ferry", "--token-file", token)
        shares[name] = {one["text"] for one in answer["memories"]}
        assert owner.code("recall", "ferry", "--token-file", token, "--purpose", "remind") == 4
    assert len(owner.texts("ferry")) == 3
    assert not any("diary" in text for share in shares.values() for text in share)
    assert set() < shares["home"] < shares["all"]


# -- taking it along


def test_everything_can_be_taken_along_in_a_format_that_any_program_reads(ready):
    """supermemory#1051, MCP#2043: no export, or a paid one. Fails if a field or a memory stays."""
    folder = ready.home / "mine"
    told = ready.ask("export", str(folder), step_up=STEP_UP)
    memories = json.loads((folder / MEMORIES).read_text(encoding="utf-8"))
    assert (
        told["memories"]
        == len(memories)
        == sum(ready.ask("status", step_up=STEP_UP)["open"].values())
    )
    assert {
        "text",
        "when",
        "speaker",
        "source",
        "conversation",
        "domains",
        "languages",
        "rule",
    } <= set(memories[0])
    said = {(one["speaker"], one["text"], one["when"]) for one in memories}
    assert ("美咲", "浴衣は紺色のを着ていくね", "2026-06-02T09:14+09:00") in said
    assert PASSPHRASE not in "".join(
        file.read_bytes().decode("utf-8", "replace") for file in folder.rglob("*") if file.is_file()
    )
