"""A real SuperLink on loopback: who gets in, who does not, and that none is left behind."""

import base64
import hashlib
import os
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from urllib.request import urlopen

import pytest
from flwr.cli.build import build_fab_from_disk
from flwr.supercore.inflatable.inflatable_utils import ObjectPushError

from coordinator import superlink
from coordinator.errors import (
    FlowerUnavailable,
    OperatorError,
    StateDamaged,
    StateUnavailable,
)
from coordinator.folder import Folder
from coordinator.pki import prepare_certificates
from coordinator.superlink import (
    SuperLink,
    environment,
    forget_messages,
    processes,
    register,
    submit,
)
from device.federation.allowed import ALLOWED_APPS, CURRENT_APP
from device.federation.keys import new_node_key
from device.federation.pipe import Delivered, EndReason
from device.federation.protocol import TRAIN
from tests.coordinator.devices import Phone, foreign_app, is_alive, of_program, until
from tests.device.test_flower_adapter import World, round_content

SECRET = b"an update of one device"

# Flower matches files with a pattern style that pathspec has given another name.
pytestmark = pytest.mark.filterwarnings("ignore:GitWildMatchPattern:DeprecationWarning")


@pytest.fixture(scope="module")
def link(tmp_path_factory):
    folder = Folder(tmp_path_factory.mktemp("operator") / "state")
    with folder.held():
        started = SuperLink.start(folder)
        try:
            yield started
        finally:
            started.stop()
            assert processes(folder) == []


# The app and its hash.


def test_the_installed_flower_builds_the_app_that_devices_allow(tmp_path):
    with resources.as_file(resources.files("coordinator") / "flower_app") as app:
        shutil.copytree(app, tmp_path / "copy", ignore=shutil.ignore_patterns("__pycache__"))
        built = [build_fab_from_disk(folder) for folder in (app, tmp_path / "copy")]
    assert {hashlib.sha256(fab).hexdigest() for fab in built} == {CURRENT_APP}
    assert CURRENT_APP in ALLOWED_APPS


def test_an_app_with_one_more_line_is_another_app(tmp_path):
    with resources.as_file(resources.files("coordinator") / "flower_app") as app:
        shutil.copytree(app, tmp_path / "copy")
    with (tmp_path / "copy" / "bojagi_round.py").open("a") as file:
        file.write("evil = 1\n")
    assert hashlib.sha256(build_fab_from_disk(tmp_path / "copy")).hexdigest() not in ALLOWED_APPS


# Who gets in.


def test_it_answers_with_a_certificate_that_the_authority_vouches_for(link):
    trust = ssl.create_default_context(cafile=link.certificates.authority)
    with urlopen(f"https://{link.address}/health", context=trust, timeout=10) as answer:
        assert answer.status == 200


def test_it_listens_on_loopback_only(link):
    port = int(link.address.rpartition(":")[2])
    table = "".join(Path(f"/proc/net/{name}").read_text() for name in ("tcp", "tcp6"))
    listening = [row.split()[1] for row in table.splitlines() if row.split()[3:4] == ["0A"]]
    assert [row for row in listening if row.endswith(f":{port:04X}")] == [f"0100007F:{port:04X}"]


def test_a_device_refuses_a_coordinator_of_another_authority(link, tmp_path):
    foreign = prepare_certificates(tmp_path, datetime.now(UTC)).ca_pem
    with Phone(link.address, foreign, patience_s=5.0) as phone:
        assert phone.wait().reason is EndReason.UNREACHABLE


def test_a_device_that_was_not_admitted_is_refused(link):
    with Phone(link.address, link.certificates.ca_pem, patience_s=5.0) as phone:
        assert phone.wait().reason in {EndReason.NOT_ADMITTED, EndReason.UNREACHABLE}
        assert phone.sent == []


def test_without_the_operators_token_nobody_submits_an_app_or_admits_a_device(link, tmp_path):
    stranger = Folder(tmp_path / "stranger")
    stranger.prepare()
    shutil.copytree(link.folder.home, stranger.home)
    app = foreign_app(tmp_path / "app", tmp_path / "marker")
    key = tmp_path / "key.pub"
    key.write_text(new_node_key().public_line)
    credentials = stranger.home / "credentials.yaml"
    right = base64.b64encode(link.folder.operator_token.read_bytes())
    guess = credentials.read_bytes().replace(right, base64.b64encode(b"0" * 64))
    assert guess != credentials.read_bytes()
    for known in (None, guess):
        credentials.unlink(missing_ok=True)
        if known is not None:
            credentials.write_bytes(known)
        with pytest.raises(FlowerUnavailable, match="Authentication failed"):
            submit(stranger, app)
        with pytest.raises(FlowerUnavailable, match="Authentication failed"):
            register(stranger, key)
    assert not (tmp_path / "marker").exists()


# Whose end it is.


@pytest.mark.prove
def test_the_port_stays_across_restarts_and_secrets_do_not(tmp_path):
    folder = Folder(tmp_path / "state")
    seen = []
    with folder.held():
        for _ in range(2):
            started = SuperLink.start(folder)
            seen.append((started.address, folder.operator_token.read_bytes()))
            started.stop()
            assert processes(folder) == []
    assert seen[0][0] == seen[1][0]
    assert seen[0][1] != seen[1][1]


def test_a_port_of_another_program_is_told(tmp_path):
    folder = Folder(tmp_path / "state")
    with (
        socket.create_server(("127.0.0.1", 0)) as other,
        folder.held(),
        pytest.raises(OperatorError) as told,
    ):
        SuperLink.start(folder, port=other.getsockname()[1])
    assert told.value.key == "serve.port_taken"
    assert processes(folder) == []


def test_a_superlink_that_does_not_come_up_is_told_with_its_log_and_leaves_nothing(tmp_path):
    folder = Folder(tmp_path / "state")
    with folder.held():
        folder.database.mkdir()  # Flower cannot open that
        with pytest.raises(FlowerUnavailable) as told:
            SuperLink.start(folder)
    assert str(folder.log) in told.value.tell("ko")
    assert "unable to open database file" in folder.log.read_text()
    assert processes(folder) == []


STARTER = """
import sys, time
from pathlib import Path
from coordinator.folder import Folder
from coordinator.superlink import SuperLink
folder = Folder(Path(sys.argv[1]))
with folder.held():
    SuperLink.start(folder)
    print("up", flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize(
    "number", [signal.SIGKILL, pytest.param(signal.SIGTERM, marks=pytest.mark.prove)]
)
def test_nothing_is_left_of_a_coordinator_that_is_killed(tmp_path, number):
    folder = Folder(tmp_path / "state")
    with subprocess.Popen(
        [sys.executable, "-c", STARTER, str(folder.root)], stdout=subprocess.PIPE
    ) as starter:
        assert starter.stdout.readline() == b"up\n"
        assert len(processes(folder)) == 3  # watchdog, SuperLink, SuperExec
        assert folder.is_held()
        os.kill(starter.pid, number)
        starter.wait()
        assert until(lambda: processes(folder) == [])
        assert not folder.is_held()


@pytest.mark.prove
@pytest.mark.parametrize(
    "program", ["coordinator.superlink_program", "flower-superexec", "watchdog"]
)
def test_when_one_of_its_processes_is_killed_none_stays(tmp_path, program):
    folder = Folder(tmp_path / "state")
    with folder.held():
        started = SuperLink.start(folder)
        try:
            before = processes(folder)
            found = of_program(folder, program) or [started._watchdog.pid]
            os.kill(found[0], signal.SIGKILL)
            assert until(lambda: not started.is_running())
        finally:
            started.stop()
        assert processes(folder) == []
        assert not any(map(is_alive, before))


@pytest.mark.prove
def test_what_an_earlier_coordinator_left_is_ended_before_a_new_start(tmp_path):
    folder = Folder(tmp_path / "state")
    with folder.held():
        first = SuperLink.start(folder)
        os.kill(first._watchdog.pid, signal.SIGKILL)
        first._watchdog.wait()
        left = processes(folder)
        assert left  # nobody watches over these any more
        second = SuperLink.start(folder)
        try:
            assert not any(map(is_alive, left))
            assert len(processes(folder)) == 3
        finally:
            second.stop()
            first.stop()


@pytest.mark.prove
def test_processes_of_another_folder_are_left_alone(link, tmp_path):
    # A folder whose path begins like the other's.
    near = Folder(link.folder.root.with_name(link.folder.root.name[:-1]))
    assert processes(near) == []
    with near.held():
        started = SuperLink.start(near)
        started.stop()
    assert link.is_running()


def test_a_reply_that_a_new_superlink_does_not_know_leaves_the_device_for_the_next_round():
    world = World(break_at={"push": ObjectPushError("object", 7, "session")})
    world.link.ask(TRAIN, round_content())
    world.link.ask(TRAIN, round_content(), run_id=8)
    assert world.run().reason is EndReason.STOPPED
    assert world.owner.events[-1] == Delivered(digest=world.owner.sent[-1].digest)


# What stays in Flower's database.


def test_messages_of_a_run_that_was_killed_are_wiped_and_admitted_devices_stay(tmp_path):
    folder = Folder(tmp_path / "state")
    folder.prepare()
    with folder.held():
        SuperLink.start(folder).stop()
        with closing(sqlite3.connect(folder.database)) as database:
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
            assert tables >= superlink._FLEETING_TABLES
            (nonces,) = database.execute("SELECT count(*) FROM nonce_store").fetchone()
            database.execute("INSERT INTO objects (object_id, content) VALUES ('x', ?)", [SECRET])
            database.execute("INSERT INTO message_res (message_id, content) VALUES ('x', 'y')")
            database.execute("INSERT INTO nonce_store VALUES ('a', 'b', 3)")
            database.commit()
            # As a kill leaves it: in the write-ahead log, which nobody has merged.
            forget_messages(folder)
            assert database.execute("SELECT count(*) FROM objects").fetchone() == (0,)
            after = database.execute("SELECT count(*) FROM nonce_store").fetchone()
            assert after == (nonces + 1,)
    for file in folder.flower.glob("superlink.db*"):
        assert SECRET not in file.read_bytes()


def test_a_database_that_is_none_any_more_is_told_and_left_as_it_is(tmp_path):
    folder = Folder(tmp_path / "state")
    with folder.held():
        folder.database.write_bytes(b"not a database" * 1_000)
        with pytest.raises(StateDamaged) as told:
            SuperLink.start(folder)
    assert str(folder.database) in told.value.tell("ko")
    assert folder.database.read_bytes() == b"not a database" * 1_000
    assert processes(folder) == []


# What it is started with.


def test_processes_are_found_without_proc_too():
    found = dict(superlink._listed_by_ps())
    assert "python" in found[os.getpid()]


def test_flower_sees_no_proxy_no_secret_and_may_not_call_home(tmp_path, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://192.0.2.1:3128")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("FLWR_TELEMETRY_ENABLED", "1")
    given = environment(Folder(tmp_path))
    assert not {name for name in given if "PROXY" in name} - {"NO_PROXY"}
    assert "secret" not in given.values()
    switches = {name: value for name, value in given.items() if name.startswith("FLWR_")}
    assert switches == {
        "FLWR_HOME": str(tmp_path / "flower" / "home"),
        "FLWR_TELEMETRY_ENABLED": "0",
        "FLWR_DISABLE_UPDATE_CHECK": "1",
        "FLWR_DISABLE_RUNTIME_DEPENDENCY_INSTALLATION": "1",
    }


def test_only_one_coordinator_serves_a_folder(tmp_path):
    folder = Folder(tmp_path / "state")
    assert not folder.is_held()
    with folder.held():
        assert folder.is_held()
        with pytest.raises(StateUnavailable) as told, folder.held():
            pass
        assert told.value.key == "serve.in_use"
    with folder.held():
        pass


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StateUnavailable) as told, Folder(tmp_path / "file" / "state").held():
        pass
    assert told.value.exit_code == 5


def test_only_the_operator_can_look_into_the_folder(link):
    root = link.folder.root
    assert root.stat().st_mode & 0o777 == 0o700
    private = [path for path in root.rglob("*") if path.is_file() and path.stat().st_mode & 0o077]
    assert private == []
