"""The worker as a process, and the pipe between it and its owner."""

import ast
import io
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1
from cryptography.hazmat.primitives.serialization import (
    load_pem_private_key,
    load_ssh_public_key,
)
from pydantic import ValidationError

from coordinator.pki import prepare_certificates
from device.federation.keys import new_node_key
from device.federation.pipe import (
    Agreed,
    Answer,
    Connected,
    Delivered,
    Ended,
    EndReason,
    Header,
    Link,
    Received,
    Refused,
    Sending,
    Undelivered,
    read_event,
    rows_from_bytes,
    rows_size,
    rows_to_bytes,
    to_line,
)
from device.federation.protocol import CELLS, SentKind, StatisticsView
from device.federation.sent import Consent, Sent, Withheld, payload_digest
from device.federation.worker import PipeOwner
from device.federation.worker_process import WorkerProcess, worker_environment
from device.learning.models import FEATURES
from device.learning.rewards import MAX_ROWS, Rows
from tests.device.round_builders import synthetic_rows

ROOT = Path(__file__).parents[2]
DIGEST = "a" * 64
NO_ROWS = Rows(np.zeros((0, FEATURES), np.float32), np.zeros(0, np.float32))
UPDATE = Sent(
    kind=SentKind.UPDATE,
    round=2,
    tensors={"gate.action.bias": (2,)},
    bytes=8,
    norm=0.5,
    weight=64,
    reward=-0.25,
    digest=DIGEST,
)
# Nothing listens there; a port that a person could open is not taken for it.
NOWHERE = "127.0.0.1:9"
PATIENT_S = 300.0


@pytest.fixture(scope="module")
def ca_pem(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pki")
    return prepare_certificates(folder, datetime.now(UTC)).ca_pem


def link(ca_pem, *, patience_s=PATIENT_S, server=NOWHERE):
    key = new_node_key().private_pem
    return Link(server=server, ca_pem=ca_pem, node_key_pem=key, patience_s=patience_s)


def is_gone(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"


def wait_until(is_so, limit_s=60.0):
    """Waits; how long it takes is not judged, only that it comes to an end."""
    give_up = time.monotonic() + limit_s
    while not is_so():
        assert time.monotonic() < give_up, "it never happened"
        time.sleep(0.05)


# -- the pipe's words


@pytest.mark.parametrize(
    "event",
    [
        Connected(),
        Received(round=3, digest=DIGEST),
        Sending(sent=UPDATE),
        Sending(sent=Sent(kind=SentKind.STATISTICS, cells={"typed": 1}, digest=DIGEST)),
        Sending(sent=Sent(kind=SentKind.ERROR, error="NoConsent", digest=DIGEST)),
        Delivered(digest=DIGEST),
        Undelivered(digest=DIGEST),
        Refused(app=DIGEST),
        Refused(app=""),
        Ended(reason=EndReason.LOST, error="ConnectError"),
    ],
)
def test_event_reads_back_as_it_was_written(event):
    line = to_line(event)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert read_event(line) == event


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"not json",
        b'{"event": "other"}',
        b'{"event": "connected", "text": "a memory"}',
        b'{"event": "refused", "app": "a memory"}',
        b'{"event": "ended", "reason": "failed", "error": "what was said: a memory"}',
        b'{"event": "ended", "reason": "bored"}',
        b'{"event": "sent", "digest": "AA"}',
        to_line(Sending(sent=UPDATE)).replace(b'"norm":0.5', b'"norm":NaN'),
        to_line(Sending(sent=UPDATE)).replace(b'"weight":64', b'"weight":65'),
        to_line(Sending(sent=UPDATE)).replace(b'"round":2', b'"round":2,"memory":"hi"'),
    ],
)
def test_line_that_was_not_agreed_is_no_event(line):
    with pytest.raises(ValueError, match=r"."):
        read_event(line)


@pytest.mark.parametrize("count", [0, 1, 37])
def test_rows_come_through_the_pipe_bit_for_bit(count):
    rows = synthetic_rows(3, max(count, 10))
    rows = Rows(rows.features[:count], rows.values[:count])
    data = rows_to_bytes(rows)
    assert len(data) == rows_size(count)
    back = rows_from_bytes(data, count)
    assert back.features.tobytes() == rows.features.tobytes()
    assert back.values.tobytes() == rows.values.tobytes()


@pytest.mark.parametrize("change", ["short", "long", "nan", "value"])
def test_rows_of_another_form_are_not_taken(change):
    data = bytearray(rows_to_bytes(synthetic_rows(1, 12)))
    if change == "short":
        data = data[:-4]
    elif change == "long":
        data += bytes(4)
    elif change == "nan":
        data[:4] = np.float32("nan").tobytes()
    else:
        data[-4:] = np.float32(2).tobytes()
    with pytest.raises(ValueError, match=r"length|finite|\[-1, 1\]"):
        rows_from_bytes(bytes(data), 12)


def header(**fields):
    given = {
        "link": {"server": NOWHERE, "ca_pem": "x", "node_key_pem": "y"},
        "allowed": [DIGEST],
        "consent": {"training": True, "statistics": False},
        "rows": 3,
        **fields,
    }
    return json.dumps(given)


def test_header_reads_what_was_agreed():
    read = Header.model_validate_json(header())
    assert read.allowed == frozenset({DIGEST})
    assert read.consent == Agreed(training=True, statistics=False)


@pytest.mark.parametrize(
    "fields",
    [
        {"vault": "/home/me/.bojagi"},
        {"rows": MAX_ROWS + 1},
        {"rows": -1},
        {"allowed": ["anything"]},
        {"consent": {"training": True}},
        {"v": 2},
        {"cells": {"everyone": {}}},
        {"link": {"server": "example.org:443", "ca_pem": "x", "node_key_pem": "y"}},
        {"link": {"server": "0.0.0.0:80", "ca_pem": "x", "node_key_pem": "y"}},
        {"link": {"server": NOWHERE, "ca_pem": "x"}},
    ],
)
def test_header_with_anything_else_is_refused(fields):
    with pytest.raises(ValidationError):
        Header.model_validate_json(header(**fields))


def test_key_does_not_show_in_what_is_printed():
    held = Link(server=NOWHERE, ca_pem="x", node_key_pem="THE KEY")
    assert "THE KEY" not in repr(held)
    assert "THE KEY" not in repr(new_node_key())
    assert new_node_key().private_pem not in repr(new_node_key())


# -- asking before sending


class Pipes:
    """Both ends of a worker's pipes, the owner's in the test's hands."""

    def __init__(self):
        to_worker, from_worker = os.pipe(), os.pipe()
        self.stdin = os.fdopen(to_worker[1], "wb", buffering=0)
        self.stdout = os.fdopen(from_worker[0], "rb")
        self._ends = (os.fdopen(to_worker[0], "rb"), os.fdopen(from_worker[1], "wb"))
        self.owner = PipeOwner(*self._ends)
        self.outcome = queue.SimpleQueue()

    def listen(self):
        threading.Thread(target=self.owner.listen, daemon=True).start()

    def ask(self, sent=UPDATE):
        """Asks in the background and waits until the question is out."""

        def asking():
            try:
                self.owner.before_send(sent)
            except Withheld:
                self.outcome.put("withheld")
            else:
                self.outcome.put("let go")

        threading.Thread(target=asking, daemon=True).start()
        assert read_event(self.stdout.readline()) == Sending(sent=sent)

    def answer(self, line):
        self.stdin.write(line)

    def told(self):
        return self.outcome.get(timeout=30)

    def close(self):
        for end in (self.stdin, self.stdout, *self._ends):
            end.close()


@pytest.fixture
def pipes():
    made = Pipes()
    made.listen()
    yield made
    if not made.stdin.closed:
        made.stdin.close()
    wait_until(made.owner.stop.is_set)
    made.close()


def test_reply_leaves_once_its_owner_says_go(pipes):
    pipes.ask()
    assert pipes.outcome.empty()
    pipes.answer(to_line(Answer(go=True)))
    assert pipes.told() == "let go"


def test_reply_stays_if_its_owner_says_no(pipes):
    pipes.ask()
    pipes.answer(to_line(Answer(go=False)))
    assert pipes.told() == "withheld"
    pipes.ask()  # and the next question is its own
    pipes.answer(to_line(Answer(go=True)))
    assert pipes.told() == "let go"


@pytest.mark.parametrize(
    "line",
    [
        to_line(Answer(stop=True)),
        to_line(Answer(go=True, stop=True)),
        b"yes\n",
        b'{"go": "true please"}\n',
        b'{"go": true, "also": 1}\n',
        b"\n",
    ],
)
def test_answer_that_is_no_clear_yes_is_a_no_and_ends_the_worker(pipes, line):
    pipes.ask()
    pipes.answer(line)
    assert pipes.told() == "withheld"
    assert pipes.owner.stop.is_set()


def test_end_of_the_owner_is_a_no(pipes):
    pipes.ask()
    pipes.stdin.close()
    assert pipes.told() == "withheld"
    assert pipes.owner.stop.is_set()


def test_answer_that_came_before_the_question_does_not_count(pipes):
    for _ in range(3):
        pipes.answer(to_line(Answer(go=True)))
    wait_until(lambda: pipes.owner._answers.qsize() == 3)
    pipes.ask()
    pipes.answer(to_line(Answer(go=False)))
    assert pipes.told() == "withheld"


def test_after_the_end_every_question_is_a_no(pipes):
    pipes.stdin.close()
    wait_until(pipes.owner.stop.is_set)
    for _ in range(2):
        pipes.ask()
        pipes.owner._answers.put(False)  # an answer of before is gone by now
        assert pipes.told() == "withheld"


def test_what_became_of_a_reply_is_told_by_its_digest(pipes):
    pipes.ask()
    pipes.answer(to_line(Answer(go=True)))
    pipes.told()
    for is_delivered, kind in ((True, Delivered), (False, Undelivered)):
        pipes.owner.after_send(is_delivered=is_delivered)
        assert read_event(pipes.stdout.readline()) == kind(digest=DIGEST)


def test_nobody_to_hear_it_stops_the_worker():
    pipes = Pipes()
    pipes.stdout.close()
    pipes.owner.tell(Connected())
    assert pipes.owner.stop.is_set()
    with suppress(BrokenPipeError):  # what nobody read is still in the buffer
        pipes.close()
    pipes.close()


# -- the process


@contextmanager
def started(ca_pem, rows=NO_ROWS, **link_fields):
    consent = Consent(training=True, statistics=True)
    cells = {view: dict.fromkeys(CELLS[view], 0) for view in StatisticsView}
    allowed = frozenset({DIGEST})
    with WorkerProcess(link(ca_pem, **link_fields), allowed, consent, rows, cells) as worker:
        yield worker


def test_worker_gives_up_on_a_coordinator_that_is_not_there(ca_pem):
    with started(ca_pem, patience_s=0.5) as worker:
        pid, home = worker.pid, Path(worker._home.name)
        (ended,) = list(worker.events())
        assert ended == Ended(reason=EndReason.UNREACHABLE)
        assert worker.next_event() is None
        assert worker.stop() == 5
    assert is_gone(pid)
    assert not home.exists()


def test_worker_knows_nothing_of_the_vault_and_shows_no_key(ca_pem, monkeypatch, tmp_path):
    monkeypatch.setenv("BOJAGI_VAULT", str(tmp_path / "vault"))
    monkeypatch.setenv("BOJAGI_PASSPHRASE", "open sesame")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "start.py"))
    with started(ca_pem, synthetic_rows(1)) as worker:
        proc = Path(f"/proc/{worker.pid}")
        environment = (proc / "environ").read_bytes().split(b"\0")
        names = {line.split(b"=")[0].decode() for line in environment if line}
        assert names <= set(worker_environment(Path("/"))) | {"LC_CTYPE"}
        assert {b"FLWR_TELEMETRY_ENABLED=0", b"FLWR_DISABLE_UPDATE_CHECK=1"} <= set(environment)
        assert not any(b"sesame" in line or str(tmp_path).encode() in line for line in environment)
        command = (proc / "cmdline").read_bytes()
        assert b"device.federation.worker" in command
        assert b"PRIVATE KEY" not in command
        # Once it tries to connect, everything is imported and the fence is up.
        wait_until(lambda: b"libtorch" in (proc / "maps").read_bytes())
        targets = {str(file.readlink()) for file in (proc / "fd").iterdir()}
        assert not [name for name in targets if str(ROOT) in name or ".bojagi" in name]
        assert worker.stop() == 0
    assert is_gone(worker._process.pid)


def test_worker_ends_when_its_owner_is_killed(ca_pem, tmp_path):
    """kill -9 of the owner's process: no last word, no tidying up; the worker ends all the same."""
    program = tmp_path / "owner.py"
    program.write_text(
        "import sys, time\n"
        "from tests.device.test_worker import NO_ROWS, started\n"
        "with started(sys.argv[1]) as worker:\n"
        "    print(worker.pid, worker._home.name, flush=True)\n"
        "    time.sleep(600)\n",
        encoding="utf-8",
    )
    owner = subprocess.Popen(
        [sys.executable, str(program), ca_pem],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        pid, home = owner.stdout.readline().split()
        wait_until(lambda: b"libtorch" in Path(f"/proc/{int(pid)}/maps").read_bytes())
    finally:
        owner.kill()
        owner.wait()
        owner.stdout.close()
    wait_until(lambda: is_gone(int(pid)))
    assert not Path(home.decode()).exists()


def test_killed_worker_is_told_as_such(ca_pem):
    with started(ca_pem) as worker:
        os.kill(worker.pid, signal.SIGKILL)
        assert list(worker.events()) == [Ended(reason=EndReason.DIED)]
        worker.answer(go=True)  # to nobody
        assert worker.stop() == -signal.SIGKILL


def test_worker_that_hangs_is_killed(ca_pem):
    with started(ca_pem) as worker:
        os.kill(worker.pid, signal.SIGSTOP)
        assert worker.stop(grace_s=0.2) == -signal.SIGKILL


def run_worker(environment, data=b"", cwd=None):
    done = subprocess.run(
        [sys.executable, "-s", "-P", "-m", "device.federation.worker"],
        input=data,
        capture_output=True,
        timeout=120,
        check=False,
        env=environment,
        cwd=cwd,
    )
    return done.returncode, [read_event(line) for line in done.stdout.splitlines()], done.stderr


def test_worker_does_not_start_where_flower_would_call_home(tmp_path):
    environment = worker_environment(tmp_path)
    del environment["FLWR_TELEMETRY_ENABLED"]
    code, events, errors = run_worker(environment)
    assert (code, events) == (70, [Ended(reason=EndReason.FAILED, error="WrongEnvironment")])
    assert errors == b""


def test_worker_never_removes_a_folder_that_is_somebodys(tmp_path):
    (tmp_path / "letters").write_text("dear you", encoding="utf-8")
    code, events, _ = run_worker(worker_environment(tmp_path))
    assert (code, events[-1].error) == (70, "WrongEnvironment")
    assert (tmp_path / "letters").read_text("utf-8") == "dear you"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello\n",
        header(rows=2).encode() + b"\n" + bytes(rows_size(2) - 1),
        header(rows=1).encode() + b"\n" + np.full(FEATURES + 1, np.nan, "<f4").tobytes(),
    ],
    ids=["nothing", "no-header", "rows-cut", "rows-nan"],
)
def test_nonsense_is_no_beginning(data):
    with pytest.raises(ValueError, match=r"."):
        PipeOwner(io.BytesIO(data), io.BytesIO()).read_header()


def test_worker_that_is_handed_nonsense_says_so_by_a_type_and_ends(tmp_path):
    home = tmp_path / "bojagi-worker-test"
    home.mkdir()
    data = b'{"memory": "my sister is ill"}\n'
    code, events, errors = run_worker(worker_environment(home), data, cwd=tmp_path)
    assert (code, events) == (70, [Ended(reason=EndReason.FAILED, error="ValidationError")])
    assert errors == b""
    assert not home.exists()


def test_key_that_is_none_is_a_fault_of_ours_and_told_by_its_type(ca_pem):
    bad = Link(server=NOWHERE, ca_pem=ca_pem, node_key_pem="no key", patience_s=1)
    with WorkerProcess(bad, frozenset(), Consent(), NO_ROWS) as worker:
        (ended,) = worker.events()
    assert (ended.reason, ended.error) == (EndReason.FAILED, "ValueError")


# -- the key


def test_node_key_is_of_the_kind_that_the_coordinator_admits():
    key = new_node_key()
    private = load_pem_private_key(key.private_pem.encode(), None)
    public = load_ssh_public_key(key.public_line.encode())
    assert isinstance(private.curve, SECP384R1)
    assert private.public_key() == public
    assert key.public_line.startswith("ecdsa-sha2-nistp384 ")
    assert "\n" not in key.public_line
    assert new_node_key().public_line != key.public_line


# -- what is imported

HEAVY = {"flwr", "torch", "kivy"}


@pytest.mark.parametrize("name", ["worker_process", "statistics", "pipe", "sent", "keys", "clip"])
def test_owners_side_imports_neither_flower_nor_torch(name):
    code = f"import sys, device.federation.{name}; print(*{{m.split('.')[0] for m in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert "device" in done.stdout.split()
    assert not HEAVY & set(done.stdout.split())


def test_torch_is_imported_by_the_trainer_alone():
    importers = {
        str(file.relative_to(ROOT))
        for folder in ("device", "coordinator", "compliance", "policy")
        for file in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if (isinstance(node, ast.Import) and any(a.name.startswith("torch") for a in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("torch"))
    }
    assert importers == {
        "device/learning/train_gate.py",
        "device/encoder/train.py",
        "device/encoder/train_fit.py",
        "device/encoder/train_heads.py",
    }


def test_digest_of_a_refusal_names_its_type():
    assert payload_digest(error="NoConsent") != payload_digest(error="BadRequest")
