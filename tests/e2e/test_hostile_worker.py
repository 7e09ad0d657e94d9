"""A worker that lies: whatever stands where the worker should, its owner logs no nonsense and goes
on.

The program that is started for the worker is replaced by a script that speaks the pipe's protocol,
or does not. The owner is the real one, with a real vault.
"""

import json
import os
import signal
import stat
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from compliance.log.events import EventKind
from coordinator.pki import prepare_certificates
from device.federation.allowed import CURRENT_APP
from device.federation.consent import set_consent
from device.federation.membership import join
from device.federation.participation import Participation, take_part
from device.federation.pipe import Connected, EndReason, Sending, to_line
from device.federation.protocol import SentKind
from device.federation.sent import Sent
from tests.coordinator.devices import is_alive, until
from tests.people import Clock, make_device, remember

ROOT = Path(__file__).parents[2]
PYTHON = sys.executable
DIGEST = "a" * 64
UPDATE = Sent(kind=SentKind.UPDATE, round=1, tensors={"gate": (2,)}, bytes=8, norm=1, digest=DIGEST)
BITS = Sent(kind=SentKind.STATISTICS, cells={"typed": 1}, digest=DIGEST)


def changed(sent, **fields):
    body = {**sent.model_dump(mode="json"), **fields}
    return json.dumps({"event": "sending", "sent": body}).encode() + b"\n"


@pytest.fixture
def device(tmp_path):
    folder = tmp_path / "authority"
    folder.mkdir()
    content = {
        "v": 1,
        "server": "127.0.0.1:9",  # nobody listens there
        "ca_pem": prepare_certificates(folder, datetime.now(UTC)).ca_pem,
        "apps": [CURRENT_APP],
    }
    (tmp_path / "invitation.json").write_text(json.dumps(content), encoding="utf-8")
    made = make_device(tmp_path / "vault", Clock())
    remember(made, "I always take the nine o'clock ferry")
    join(made, tmp_path / "invitation.json")
    set_consent(made, training=True)
    yield made
    with suppress(AttributeError):  # closed by the test already
        made.close()


@pytest.fixture
def replace(tmp_path, monkeypatch):
    """Puts a script in the place of the interpreter that would run the worker."""

    def put(body):
        script = tmp_path / "worker"
        head = f"#!{sys.executable} -IS\nimport os, sys, time\nsay = lambda b: os.write(1, b)\n"
        script.write_text(head + body, encoding="utf-8")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(sys, "executable", str(script))

    return put


def shared(device):
    return [line.event for line in device.rights.log() if line.event.kind is EventKind.SHARED]


def hear(line):
    """A worker that says one line, and ends when it is told to."""
    return f"say({line!r})\nwhile b'\"stop\":true' not in os.read(0, 1 << 20): pass\n"


NOT_AGREED = {
    "a line of ten megabytes": b"x" * 10_000_000 + b"\n",
    "ten megabytes that never end": b'{"event":"' + b"x" * 10_000_000,
    "no UTF-8": b'{"event":"\xff\xfe\xed\xa0\x80"}\n',
    "zeros": bytes(100_000) + b"\n",
    "deep": b"[" * 200_000 + b"\n",
    "a number of a million digits": b'{"event":"model","round":' + b"9" * 999_000 + b"}\n",
    "a norm that no float holds in millionths": changed(UPDATE, norm=1e305),
    "a norm beyond every clip": changed(UPDATE, norm=10.1),
    "a norm that is none": changed(UPDATE, norm=float("nan")),
    "a norm below zero": changed(UPDATE, norm=-1.0),
    "more bytes than there are": changed(UPDATE, bytes=2**60),
    "more bytes than 64 bits": changed(UPDATE, bytes=2**90),
    "a round of another age": changed(UPDATE, round=2**53),
    "a tensor's name that a terminal obeys": changed(UPDATE, tensors={"\x1b]0;x\x07": [2]}),
    "a tensor's name that is a sentence": changed(UPDATE, tensors={"my sister is ill": [2]}),
    "a thousand tensors": changed(UPDATE, tensors={f"t{at}": [1] for at in range(1_000)}),
    "a shape of a thousand": changed(UPDATE, tensors={"t": [1] * 1_000}),
    "a shape below zero": changed(UPDATE, tensors={"t": [-1]}),
    "a cell that is a sentence": changed(BITS, cells={"she said yes": 1}),
    "a cell of two": changed(BITS, cells={"typed": 2}),
    "an error that is a sentence": changed(BITS, error="he is ill"),
    "a kind of its own": changed(BITS, kind="diary"),
    "a digest of another length": changed(BITS, digest="a" * 63),
    "a field of its own": changed(BITS, memory="x"),
}


@pytest.mark.parametrize("line", NOT_AGREED.values(), ids=NOT_AGREED.keys())
def test_worker_that_says_what_was_not_agreed_is_ended_and_nothing_of_it_is_kept(
    device, replace, line, tmp_path
):
    (tmp_path / "line").write_bytes(line)
    replace(
        f"data = open({str(tmp_path / 'line')!r}, 'rb').read()\n"
        "while data: data = data[os.write(1, data):]\n"
        "time.sleep(600)\n"
    )
    before = len(list(device.rights.log()))
    heard = []
    done = take_part(device, patience_s=60, tell=heard.append)
    assert (done.ended, done.sent, len(heard)) == (EndReason.DIED, [], 1)
    kinds = [line.event.kind for line in list(device.rights.log())[before:]]
    assert kinds == [EventKind.TRAINED]


def test_words_of_having_sent_without_a_question_are_no_sending(device, replace):
    replace(
        f'say(b\'{{"event":"sent","digest":"{DIGEST}"}}\\n\' * 3)\n'
        'say(b\'{"event":"ended","reason":"stopped","error":""}\\n\')\n'
    )
    done = take_part(device, patience_s=60, tell=lambda _: None)
    assert (done.ended, done.sent, shared(device)) == (EndReason.STOPPED, [], [])


def test_worker_that_ends_without_a_word_is_told_as_such(device, replace):
    replace("os._exit(0)\n")
    assert take_part(device, patience_s=60, tell=lambda _: None).ended is EndReason.DIED


def test_question_without_the_consent_it_needs_is_a_no_whatever_the_worker_has(device, replace):
    """A worker that has no bits could still make some up."""
    line = to_line(Sending(sent=BITS))
    replace(
        f"say({line!r})\n"
        "heard = b''\n"
        "while b'\"go\":' not in heard: heard = os.read(0, 1 << 20)\n"
        "word = 'stopped' if b'\"go\":false' in heard else 'lost'\n"
        'say(b\'{"event":"ended","reason":"%s","error":""}\\n\' % word.encode())\n'
    )
    done = take_part(device, patience_s=60, tell=lambda _: None)
    assert (done.ended, done.sent, shared(device)) == (EndReason.STOPPED, [], [])


def test_consent_that_was_withdrawn_meanwhile_keeps_back_what_is_ready(device, replace):
    line = to_line(Connected()) + to_line(Sending(sent=UPDATE))
    replace(hear(line))
    with Participation(device) as part:
        assert part.next_event(30.0) == Connected()
        set_consent(device, training=False)
        assert part.next_event(30.0) is None
        assert part.next_event(30.0) is not None  # it was told to stop, and did
    assert (part.sent, shared(device)) == ([], [])


def test_vault_that_was_closed_meanwhile_logs_nothing_and_lets_nothing_go(
    device, replace, tmp_path
):
    told = tmp_path / "told"
    line = to_line(Connected()) + to_line(Sending(sent=UPDATE))
    replace(
        f"say({line!r})\n"
        "heard = b''\n"
        "while part := os.read(0, 1 << 20): heard += part\n"
        f"open({str(told)!r}, 'wb').write(heard)\n"
    )
    with Participation(device) as part:
        assert part.next_event(30.0) == Connected()
        device.close()
        with pytest.raises(AttributeError):  # a closed vault has nothing left: our own misuse
            part.next_event(30.0)
    assert b'"go":true' not in told.read_bytes()


def test_worker_that_floods_is_heard_at_its_owners_pace(device, replace):
    line = to_line(Connected()) * 500
    replace(f"while True: say({line!r})\n")
    with Participation(device) as part:
        for _ in range(300):
            assert part.next_event(30.0) == Connected()
        assert part._worker._heard.qsize() <= 64
        os.kill(part._worker.pid, signal.SIGKILL)


def test_worker_that_never_answers_keeps_nobody(device, replace):
    replace("time.sleep(600)\n")
    done = take_part(device, patience_s=0.5, tell=lambda _: None)
    assert done.ended is EndReason.DIED
    assert not is_alive(done._worker.pid)


OWNER = """
import sys, time
from pathlib import Path
from device.federation.participation import Participation
from device.federation.pipe import Sending
from tests.people import Clock, reopen
sys.executable = sys.argv[2]
device = reopen(Path(sys.argv[1]), Clock())
with Participation(device) as part:
    while True:
        event = part.next_event(1.0)
        if event is not None:
            print(part._worker.pid, type(event).__name__, flush=True)
"""


def test_owner_that_is_killed_takes_its_worker_with_it_and_nothing_more_is_let_go(
    device, replace, tmp_path
):
    told = tmp_path / "told"
    replace(
        f"say({to_line(Connected())!r})\n"
        "heard = b''\n"
        "while part := os.read(0, 1 << 20): heard += part\n"
        f"say({to_line(Sending(sent=UPDATE))!r})\n"
        "heard += os.read(0, 1 << 20)\n"
        f"open({str(told)!r}, 'wb').write(heard)\n"
    )
    device.close()
    words = [PYTHON, "-c", OWNER, str(tmp_path / "vault"), sys.executable]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as owner:
        worker = int(owner.stdout.readline().split()[0])
        os.kill(owner.pid, signal.SIGKILL)
    assert until(lambda: not is_alive(worker))
    assert b'"go"' not in told.read_bytes() if told.exists() else True
