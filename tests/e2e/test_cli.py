"""`bojagi` as a person and a script meet it: what it prints, and its exit codes."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import click
import pytest

from compliance.cli import main as verify
from device.cli import cli, main
from tests.people import Shell, parsed

EXPORT = """[LINE] 美咲とのトーク履歴
保存日時：2026/07/12 21:04

2026/05/11(月)
09:12\t美咲\t花火大会のチケット取れた？
09:13\t健太\t取れた！8月8日の夜、ポートタワーの下で
09:14\t健太\t給料日までクレジットカードの返済がきつい、残高3万円
09:15\t美咲\tうん
"""

# A background job is started with interrupts ignored, and so are its children: `make test &`.
INTERRUPTIBLE = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from device.cli import main
sys.exit(main())
"""

HOLD_OPEN = """
import sys
from pathlib import Path
from device.vault.database import Database
database = Database.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def shell(tmp_path):
    return Shell(tmp_path)


@pytest.fixture
def ready(shell, capsys, templates):
    made = templates / "bare"
    if made.exists():
        shutil.copytree(made, shell.vault)
        return shell
    assert shell.init("--lang", "en", "--market", "JP") == 0
    capsys.readouterr()
    shutil.copytree(shell.vault, made)
    return shell


def recall(shell, capsys, *words, step_up=False):
    code = shell.run("recall", *words, "--json", step_up=step_up)
    return code, parsed(capsys.readouterr().out)


def test_import_recall_and_step_up_from_the_command_line(ready, tmp_path, capsys):
    (tmp_path / "talk.txt").write_text(EXPORT, encoding="utf-8")
    assert ready.run("import", str(tmp_path / "talk.txt"), "--json") == 0
    report = parsed(capsys.readouterr().out)
    assert (report["stored"], report["left_out"]) == (3, {"chatter": 1})
    code, answer = recall(ready, capsys, "チケット")
    assert code == 0
    card = answer["memories"][0]
    assert {"id", "text", "when", "language", "domains", "why", "rule", "source", "class"} <= set(
        card
    )
    assert card["when"] == "2026-05-11T09:12+09:00"
    assert card["language"] == "ja"
    assert [one["class"] for one in answer["closed"]] == ["finance", "guarded"]
    assert set(answer["closed"][0]) >= {"class", "rule", "opens_with"}
    _, closed = recall(ready, capsys, "返済")
    assert not any("返済" in card["text"] for card in closed["memories"])
    _, opened = recall(ready, capsys, "返済", step_up=True)
    assert "返済" in opened["memories"][0]["text"]
    assert opened["closed"] == []


def test_the_same_export_twice_stores_nothing_twice(ready, tmp_path, capsys):
    talk = tmp_path / "talk.txt"
    talk.write_text(EXPORT, encoding="utf-8")
    for stored, known in ((3, 0), (0, 3)):
        assert ready.run("import", str(talk), "--json") == 0
        report = parsed(capsys.readouterr().out)
        assert (report["stored"], report["known"]) == (stored, known)
    talk.write_text(EXPORT + "09:16\t健太\tホテルは海側の部屋にした\n", encoding="utf-8")
    assert ready.run("import", str(talk), "--json") == 0
    assert parsed(capsys.readouterr().out)["stored"] == 1


def test_what_was_forgotten_does_not_come_back_with_the_next_import(ready, tmp_path, capsys):
    talk = tmp_path / "talk.txt"
    talk.write_text(EXPORT, encoding="utf-8")
    ready.run("import", str(talk))
    capsys.readouterr()
    _, answer = recall(ready, capsys, "ポートタワー")
    assert ready.run("forget", str(answer["memories"][0]["id"]), "--yes", "--json") == 0
    assert "erasure certificate" in parsed(capsys.readouterr().out)["certificate"]
    assert ready.run("import", str(talk), "--json") == 0
    assert parsed(capsys.readouterr().out)["forgotten"] == 1
    _, answer = recall(ready, capsys, "ポートタワー")
    assert not any("ポートタワー" in card["text"] for card in answer["memories"])


@pytest.mark.parametrize("language", ["en", "ja", "ko"])
def test_every_command_speaks_the_language_asked_for(shell, tmp_path, capsys, language):
    said = ["--lang", language]
    assert shell.init(*said) == 0
    assert shell.run("remember", "The ferry to Naoshima leaves at nine", *said) == 0
    assert shell.run("recall", "ferry", *said) == 0
    assert shell.run("show", "1", *said) == 0
    assert shell.run("rule", "1", "--retain-days", "30", "--no-train", *said) == 0
    assert shell.run("status", *said) == 0
    assert shell.run("log", *said) == 0
    assert shell.run("log", "--verify", *said) == 0
    assert shell.run("export", str(tmp_path / "out"), *said) == 0
    assert shell.run("forget", "1", "--yes", *said) == 0
    printed = capsys.readouterr().out
    assert {"en": "Forgotten", "ja": "忘れました", "ko": "잊었습니다"}[language] in printed
    assert "{" not in printed


def test_an_export_verifies_offline_and_one_changed_byte_is_caught(ready, tmp_path, capsys):
    ready.run("remember", "보자기는 물건을 싸는 천이다")
    folder = tmp_path / "out"
    assert ready.run("export", str(folder)) == 0
    assert (folder / "memories.json").stat().st_mode & 0o777 == 0o600
    assert "보자기" in json.loads((folder / "memories.json").read_text(encoding="utf-8"))[0]["text"]
    assert verify(["verify", str(folder)]) == 0
    raw = bytearray((folder / "memories.json").read_bytes())
    raw[20] ^= 1
    (folder / "memories.json").write_bytes(raw)
    assert verify(["verify", str(folder)]) == 3
    assert ready.run("export", str(folder)) == 2


def test_status_gives_the_key_that_pins_the_evidence(ready, tmp_path, capsys):
    assert ready.run("status", "--json") == 0
    status = parsed(capsys.readouterr().out)
    assert ready.run("log", "--export", str(tmp_path / "log")) == 0
    assert verify(["verify", str(tmp_path / "log"), "--key", status["log_key"]]) == 0


def test_a_rule_decides_exit_code_1(ready, capsys):
    ready.run("remember", "The ferry leaves at nine")
    assert ready.run("recall", "ferry", "--purpose", "marketing") == 1
    assert ready.run("show", "99") == 1  # closed, or never there: told alike
    assert ready.run("show", "1", "--purpose", "share") == 1


def test_moving_a_memory_behind_the_step_up_closes_it(ready, capsys):
    ready.run("remember", "The spare key lies under the blue pot")
    assert ready.run("rule", "1", "--guard") == 0
    capsys.readouterr()
    code, answer = recall(ready, capsys, "spare key")
    assert (code, answer["memories"]) == (0, [])
    _, answer = recall(ready, capsys, "spare key", step_up=True)
    assert answer["memories"][0]["class"] == "guarded"


@pytest.mark.parametrize(
    "words",
    [
        ["recall"],
        ["recall", "x", "--limit", "0"],
        ["recall", "x", "--purpose", "nonsense"],
        ["show", "twelve"],
        ["remember", "   "],
        ["forget", "1"],
        ["import", "/does/not/exist"],
        ["rule", "1", "--label", "nonsense"],
    ],
)
def test_bad_usage_and_input_exit_2(ready, words):
    assert ready.run(*words) == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe\x01 binary",
        b'[{"mapping": {"a": ',
        "だれかの日記。書式はありません。".encode("cp932"),
        b"just a text that is no export\n" * 20,
    ],
)
def test_a_bad_export_exits_2_and_stores_nothing(ready, tmp_path, capsys, content):
    (tmp_path / "bad").write_bytes(content)
    assert ready.run("import", str(tmp_path / "bad")) == 2
    assert capsys.readouterr().err.strip()
    ready.run("status", "--json")
    assert sum(parsed(capsys.readouterr().out)["open"].values()) == 0


def test_wrong_secrets_exit_4(ready, tmp_path, capsys):
    (tmp_path / "wrong").write_text("wrong\n", encoding="utf-8")
    vault = ["--vault", str(ready.vault)]
    wrong = ["--passphrase-file", str(tmp_path / "wrong")]
    assert ready.run("status") == 0
    assert main(["status", *vault, *wrong]) == 4
    assert main(["status", *vault]) == 4  # no terminal to ask
    right = ["--passphrase-file", str(tmp_path / "pass")]
    assert main(["status", *vault, *right, "--step-up-file", str(tmp_path / "wrong")]) == 4
    assert "step-up" in capsys.readouterr().err


def test_unavailable_exits_5(shell, tmp_path, capsys):
    assert shell.run("status") == 5  # no vault yet
    assert shell.init("--lang", "en") == 0
    assert shell.init("--lang", "en") == 2  # never overwritten
    database = sqlite3.connect(shell.vault / "vault.db")
    header = json.loads(database.execute("SELECT v FROM meta WHERE k = 'header'").fetchone()[0])
    header["format"] = 99
    database.execute("UPDATE meta SET v = ? WHERE k = 'header'", (json.dumps(header).encode(),))
    database.commit()
    database.close()
    assert shell.run("status") == 5
    assert "99" in capsys.readouterr().err


def test_a_changed_vault_exits_3(ready, capsys):
    ready.run("remember", "The ferry leaves at nine")
    database = sqlite3.connect(ready.vault / "vault.db")
    header = json.loads(database.execute("SELECT v FROM meta WHERE k = 'header'").fetchone()[0])
    header["unlock"][0]["parameters"]["memory_kib"] = 8 * 1024 * 1024
    database.execute("UPDATE meta SET v = ? WHERE k = 'header'", (json.dumps(header).encode(),))
    database.commit()
    database.close()
    assert ready.run("status") == 3
    (ready.vault / "vault.db").write_bytes(b"no database at all" * 100)
    assert ready.run("status") == 3


def test_a_second_process_exits_5_and_says_why(ready, tmp_path):
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            HOLD_OPEN,
            str(ready.vault),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "open\n"
    second = subprocess.run(
        [sys.executable, "-m", "device", "status", *ready.secrets()],
        capture_output=True,
        text=True,
        check=False,
    )
    holder.communicate("")
    assert second.returncode == 5
    assert "another process" in second.stderr
    assert "Traceback" not in second.stderr
    assert ready.run("status") == 0


def test_a_killed_import_resumes_without_a_loss_or_a_double(ready, tmp_path, capsys):
    days = [
        f"2026/05/{day:02}(月)\n"
        + "\n".join(
            f"09:{at:02}\t健太\t{day} 日は港の {at} 番倉庫で荷物を受け取る" for at in range(60)
        )
        for day in range(1, 29)
    ]
    talk = tmp_path / "long.txt"
    talk.write_text("[LINE] 美咲とのトーク履歴\n\n" + "\n\n".join(days) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "device", "import", str(talk), *ready.secrets()]
    wal = ready.vault / "vault.db-wal"
    import_ = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while import_.poll() is None and not (wal.exists() and wal.stat().st_size > 400_000):
        time.sleep(0.005)
    import_.send_signal(signal.SIGKILL)
    assert import_.wait() == -signal.SIGKILL, "the import ended before it could be killed"
    ready.run("status", "--json")
    before = sum(parsed(capsys.readouterr().out)["open"].values())
    assert 0 < before < 28 * 60
    assert ready.run("import", str(talk), "--json") == 0
    report = parsed(capsys.readouterr().out)
    assert report["known"] == before
    assert report["known"] + report["stored"] == 28 * 60
    assert ready.run("log", "--verify") == 0


def test_a_full_disk_exits_5_and_loses_nothing(ready, tmp_path, capsys):
    ready.run("remember", "The ferry leaves at nine")
    talk = tmp_path / "talk.txt"
    talk.write_text(EXPORT, encoding="utf-8")
    limit = (ready.vault / "vault.db").stat().st_size + 20_000

    def shrink():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit // 8, limit // 8))

    full = subprocess.run(
        [sys.executable, "-m", "device", "import", str(talk), *ready.secrets()],
        preexec_fn=shrink,
        capture_output=True,
        text=True,
        check=False,
    )
    assert full.returncode == 5, full.stderr
    assert "Traceback" not in full.stderr
    capsys.readouterr()
    _, answer = recall(ready, capsys, "ferry")
    assert answer["memories"][0]["text"] == "The ferry leaves at nine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_vault_exits_5(ready):
    (ready.vault / "vault.db").chmod(0o400)
    ready.vault.chmod(0o500)
    assert ready.run("status") == 5


def test_an_interrupt_exits_130(ready, tmp_path):
    days = [
        f"2026/05/{day:02}(月)\n"
        + "\n".join(
            f"09:{at:02}\t健太\t{day} 日は港の {at} 番倉庫で荷物を受け取る" for at in range(60)
        )
        for day in range(1, 29)
    ]
    talk = tmp_path / "long.txt"
    talk.write_text("[LINE] 美咲とのトーク履歴\n\n" + "\n\n".join(days) + "\n", encoding="utf-8")
    wal = ready.vault / "vault.db-wal"
    command = [sys.executable, "-c", INTERRUPTIBLE, "import", str(talk), *ready.secrets()]
    import_ = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    while import_.poll() is None and not (wal.exists() and wal.stat().st_size > 200_000):
        time.sleep(0.005)
    import_.send_signal(signal.SIGINT)
    _, said = import_.communicate()
    assert import_.returncode == 130
    assert "Traceback" not in said
    assert ready.run("status") == 0


def test_a_trigger_planted_in_the_file_exits_3(ready, capsys):
    ready.run("remember", "The spare key lies under the blue pot")
    database = sqlite3.connect(ready.vault / "vault.db")
    database.execute(
        "CREATE TRIGGER keep BEFORE DELETE ON item"
        " BEGIN INSERT INTO checkpoint VALUES (1, x''); END"
    )
    database.commit()
    database.close()
    capsys.readouterr()
    assert ready.run("forget", "1", "--yes") == 3
    said = capsys.readouterr().err
    assert "blue pot" not in said
    assert "Traceback" not in said


def commands():
    for name, command in cli.commands.items():
        nested = command.commands if isinstance(command, click.Group) else {}
        yield from {name: command, **nested}.items()


def test_every_command_and_option_explains_itself():
    for name, command in commands():
        assert command.help, name
        for option in command.params:
            if option.param_type_name == "option":
                assert option.help, f"{name} {option.name}"


def test_the_common_options_follow_every_command():
    common = {"vault", "passphrase_file", "step_up_file", "purpose", "assume_yes", "as_json"}
    # A window, and groups.
    others = {"app", "client", "consent", "encoder", "factor", "federation", "policy"}
    for name, command in commands():
        if name in others:
            continue
        assert common <= {option.name for option in command.params}, name


def test_an_init_that_was_killed_early_is_done_again(shell):
    shell.vault.mkdir()
    (shell.vault / "vault.db").touch()
    assert shell.init("--lang", "en") == 0
    assert shell.run("status") == 0


def test_init_never_removes_a_file_that_is_not_an_unfinished_vault(shell):
    shell.vault.mkdir()
    (shell.vault / "vault.db").write_bytes(b"a letter")
    assert shell.init("--lang", "en") == 2
    assert (shell.vault / "vault.db").read_bytes() == b"a letter"


def test_an_imported_message_cannot_steer_the_terminal(ready, tmp_path, capsys):
    hostile = "ferry \x1b[2J\x1b]0;owned\x07 \u202eevil 👨‍👩‍👧"
    talk = f"[LINE] 美咲とのトーク履歴\n\n2026/05/11(月)\n09:12\t美咲\t{hostile}\n"
    (tmp_path / "talk.txt").write_text(talk, encoding="utf-8")
    ready.run("import", str(tmp_path / "talk.txt"))
    capsys.readouterr()
    assert ready.run("recall", "ferry") == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "👨‍👩‍👧" in said


def test_a_refused_export_releases_nothing(ready, tmp_path, capsys):
    ready.run("remember", "The ferry leaves at nine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter").touch()
    assert ready.run("export", str(tmp_path / "full")) == 2
    assert ready.run("export", str(ready.vault / "inside")) == 2
    capsys.readouterr()
    ready.run("log", "--memory", "1", "--json")
    assert [event["kind"] for event in parsed(capsys.readouterr().out)] == ["stored"]


def test_a_memory_that_was_read_too_often_says_so(ready, capsys):
    ready.run("remember", "The ferry leaves at nine")
    ready.run("rule", "1", "--max-reads", "1")
    assert ready.run("show", "1") == 0
    capsys.readouterr()
    assert ready.run("show", "1") == 1
    assert ready.run("rule", "1", "--json") == 0
    told = capsys.readouterr().out.splitlines()
    assert parsed(told[-1])["decision"]["rules"] == "reads-used-up"


def test_a_title_cannot_pass_for_a_line_of_ours(ready, tmp_path, capsys):
    title = "Zebra\n\n77. 2026-01-01 09:00 · bank · LINE bank"
    talk = f"[LINE] {'美咲'}とのトーク履歴\n\n2026/05/11(月)\n09:12\t美咲\tferry　全角\n"
    (tmp_path / "talk.txt").write_text(talk, encoding="utf-8")
    ready.run("import", str(tmp_path / "talk.txt"))
    chat = [
        {
            "title": title,
            "create_time": 1778490000.0,
            "current_node": "b",
            "mapping": {
                "b": {
                    "id": "b",
                    "parent": None,
                    "children": [],
                    "message": {
                        "author": {"role": "user"},
                        "create_time": 1778490001.0,
                        "content": {"content_type": "text", "parts": ["my zebra is striped"]},
                    },
                }
            },
        }
    ]
    (tmp_path / "conversations.json").write_text(json.dumps(chat), encoding="utf-8")
    ready.run("import", str(tmp_path / "conversations.json"))
    capsys.readouterr()
    ready.run("recall", "zebra")
    assert not any(line.startswith("77.") for line in capsys.readouterr().out.splitlines())
    ready.run("recall", "ferry")
    assert "ferry　全角" in capsys.readouterr().out


def test_the_step_up_secret_cannot_be_the_passphrase(ready, tmp_path, capsys):
    assert ready.run("step-up", "--new-file", str(tmp_path / "pass"), step_up=True) == 2
    (tmp_path / "other").write_text("another one\n", encoding="utf-8")
    assert ready.run("step-up", "--new-file", str(tmp_path / "other")) == 2  # the old was not shown
    assert ready.run("step-up", "--new-file", str(tmp_path / "other"), step_up=True) == 0
    assert ready.run("status", step_up=True) == 4


def test_the_log_is_asked_one_thing_at_a_time(ready, tmp_path):
    assert ready.run("log", "--verify", "--export", str(tmp_path / "log")) == 2
    assert ready.run("log", "--memory", "77") == 1


def test_a_report_folder_that_is_refused_gets_nothing_and_nothing_is_read(shell, capsys):
    assert shell.init("--lang", "en") == 0
    assert shell.run("remember", "The ferry leaves at nine") == 0
    mine = shell.home / "mine"
    mine.mkdir()
    (mine / "letter").write_text("dear", encoding="utf-8")
    assert shell.run("report", str(mine)) == 2
    assert shell.run("report", str(mine / "letter")) == 5
    assert [path.name for path in mine.rglob("*")] == ["letter"]
    capsys.readouterr()
    assert shell.run("log", "--json") == 0
    kinds = {line["kind"] for line in parsed(capsys.readouterr().out)}
    assert not kinds & {"exported", "released"}
    assert shell.run("report", str(shell.home / "new")) == 0
    assert (shell.home / "new" / "report.html").is_file()
