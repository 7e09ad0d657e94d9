"""`bojagi federation` and `bojagi rate` as a person types them, up to the door of a coordinator."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from compliance.log.events import EventKind
from coordinator.pki import prepare_certificates
from device.cli import main
from device.federation.allowed import CURRENT_APP
from device.federation.consent import set_consent
from device.federation.membership import join as join_device
from device.federation.participation import Participation, _bits, take_part
from device.federation.protocol import MAX_CELLS, StatisticsView
from device.federation.worker_process import EndReason
from policy.vocabulary import Purpose
from tests.builders import wished
from tests.people import STEP_UP, Clock, Shell, make_device, parsed, remember


@pytest.fixture
def shell(tmp_path):
    made = Shell(tmp_path)
    assert made.init("--lang", "en") == 0
    return made


@pytest.fixture
def invitation(tmp_path):
    folder = tmp_path / "authority"
    folder.mkdir()
    content = {
        "v": 1,
        "server": "127.0.0.1:9",  # nobody listens there
        "ca_pem": prepare_certificates(folder, datetime.now(UTC)).ca_pem,
        "apps": [CURRENT_APP],
    }
    file = tmp_path / "invitation.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def join(shell, invitation, *, key="node.pub"):
    key_out = str(shell.home / key)
    return shell.run("federation", "join", str(invitation), "--key-out", key_out)


def test_joining_writes_the_public_key_and_leaves_consent_off(shell, invitation, capsys):
    assert join(shell, invitation) == 0
    assert (shell.home / "node.pub").read_text(encoding="ascii").startswith("ecdsa-sha2-nistp384 ")
    capsys.readouterr()
    assert shell.run("federation", "consent", "--json") == 0
    assert parsed(capsys.readouterr().out) == {"updates": False, "statistics": False}


def test_the_private_key_is_nowhere_in_clear(shell, invitation):
    assert join(shell, invitation) == 0
    for file in (path for path in shell.home.rglob("*") if path.is_file()):
        assert b"PRIVATE KEY" not in file.read_bytes() or file.parent.name == "authority"


def test_nothing_runs_without_consent(shell, invitation, capsys):
    assert join(shell, invitation) == 0
    capsys.readouterr()
    assert shell.run("federation", "run", "--lang", "ko") == 1
    assert "동의가 없어" in capsys.readouterr().out


def test_nothing_runs_where_nothing_was_joined(shell, capsys):
    assert shell.run("federation", "consent", "--updates", "on") == 0
    assert shell.run("federation", "run") == 2
    assert "federation join" in capsys.readouterr().err


def test_a_locked_vault_takes_no_part(shell, invitation, tmp_path):
    assert join(shell, invitation) == 0
    assert shell.run("federation", "consent", "--updates", "on") == 0
    wrong = tmp_path / "wrong"
    wrong.write_text("not the passphrase", encoding="utf-8")
    words = ["federation", "run", "--vault", str(shell.vault), "--passphrase-file", str(wrong)]
    assert main(words) == 4


def test_joining_twice_is_refused_and_leaving_makes_room(shell, invitation, capsys):
    assert join(shell, invitation) == 0
    assert shell.run("federation", "consent", "--updates", "on", "--statistics", "on") == 0
    assert join(shell, invitation, key="second.pub") == 2
    assert "federation leave" in capsys.readouterr().err
    assert shell.run("federation", "leave") == 0
    assert join(shell, invitation, key="third.pub") == 0
    capsys.readouterr()
    assert shell.run("federation", "consent", "--json") == 0
    assert parsed(capsys.readouterr().out) == {"updates": False, "statistics": False}


def test_a_key_file_that_is_there_is_left_alone(shell, invitation):
    (shell.home / "node.pub").write_text("mine", encoding="utf-8")
    assert join(shell, invitation) == 2
    assert (shell.home / "node.pub").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "change",
    [
        {"server": "203.0.113.7:443"},
        {"server": "127.0.0.1:0"},
        {"apps": []},
        {"apps": ["0" * 64]},
        {"v": 2},
        {"ca_pem": "none"},
        {"extra": 1},
    ],
)
def test_a_bad_invitation_is_told_and_joins_nothing(shell, invitation, change, capsys):
    content = json.loads(invitation.read_text(encoding="utf-8"))
    invitation.write_text(json.dumps({**content, **change}), encoding="utf-8")
    assert join(shell, invitation) == 2
    told = capsys.readouterr().err
    assert told
    assert "Traceback" not in told
    assert shell.run("federation", "leave") == 2  # nothing was joined


def test_a_missing_or_foreign_invitation_is_told(shell, tmp_path, capsys):
    assert join(shell, tmp_path / "none.json") == 2
    (tmp_path / "letter").write_bytes(b"\xff\xfe dear")
    assert join(shell, tmp_path / "letter") == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_coordinator_that_is_not_there_ends_in_a_sentence(shell, invitation, capsys):
    assert join(shell, invitation) == 0
    assert shell.run("federation", "consent", "--updates", "on") == 0
    assert shell.run("remember", "The ferry leaves at nine") == 0
    capsys.readouterr()
    assert shell.run("federation", "run", "--patience", "5", "--lang", "en") == 5
    told = capsys.readouterr().err
    assert "could not be reached" in told
    assert shell.run("federation", "sent", "--lang", "en") == 0
    assert "Nothing was ever sent" in capsys.readouterr().out


def test_ratings_are_told_and_an_unknown_memory_changes_nothing(shell, capsys):
    assert shell.run("remember", "The ferry leaves at nine", "--lang", "en") == 0
    assert shell.run("rate", "used", "1", "--lang", "en") == 0
    assert "Noted as of use: 1" in capsys.readouterr().out
    assert shell.run("rate", "dismissed", "1", "99", "--lang", "en") == 1
    capsys.readouterr()
    assert shell.run("log", "--json") == 0
    kinds = [line["kind"] for line in parsed(capsys.readouterr().out)]
    assert kinds.count("rated") == 1


def test_rows_reach_the_worker_only_with_consent_to_updates(tmp_path, invitation):
    device = make_device(tmp_path / "v", Clock())
    remember(device, "I always take the nine o'clock ferry")

    join_device(device, invitation)
    with pytest.raises(ValueError, match="consent"):
        Participation(device)
    set_consent(device, statistics=True)
    assert Participation(device).rows == 0
    assert EventKind.TRAINED not in [line.event.kind for line in device.rights.log()]
    set_consent(device, training=True)
    assert Participation(device).rows == 1
    device.close()


def test_which_bits_are_told_does_not_change_within_a_period(tmp_path, invitation):
    clock = Clock()
    device = make_device(tmp_path / "v", clock)
    kept = remember(device, "The ferry leaves at nine")
    join_device(device, invitation)
    set_consent(device, training=True, statistics=True)
    device.recall.ask("ferry", Purpose.RECALL, "en", 5)
    device.guard.step_up(STEP_UP)
    device.rights.rate(kept, "used")
    device.guard.rebind(kept, wished(device.vault.record(1), retain_days=9))
    for kind in (EventKind.EXPORTED, EventKind.SHARED, EventKind.REFUSED):
        device.guard.note(kind, reason="x")
    set_consent(device, training=False)
    device.rights.forget([kept])
    device.guard.note(EventKind.ERASED, reason="retention")
    first = _bits(device)[StatisticsView.REGULATOR]
    assert sum(first.values()) == MAX_CELLS  # nine happened
    for _ in range(5):
        assert _bits(device)[StatisticsView.REGULATOR] == first
    device.close()


def test_taking_part_tells_why_it_ended(tmp_path, invitation):
    device = make_device(tmp_path / "v", Clock())

    join_device(device, invitation)
    set_consent(device, statistics=True)
    events = []
    done = take_part(device, patience_s=5, tell=events.append)
    assert done.ended is EndReason.UNREACHABLE
    assert done.sent == []
    assert len(events) == 1
    device.close()
