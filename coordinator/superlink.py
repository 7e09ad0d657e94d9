"""A SuperLink on this machine: started, found up, asked, ended; none is ever left behind.

Invariants:
1. It listens on 127.0.0.1 only, with TLS by our own authority, and only admitted devices get in.
2. Its processes end with the process that started it, kill -9 included (coordinator.watchdog). What
   was left in spite of that is ended before the next start: found by its command line, which names
   this folder.
3. Flower's telemetry, update checks and installing at run time are off, and its home is inside the
   operator's folder. Of the environment it sees only what a program needs to run, no proxy.
4. The operator's token and the executor's secret are new at each start.
5. What a run that was killed left in Flower's database, messages with devices' updates in them, is
   wiped before the next start and after the end. Admitted devices stay.

What this does NOT protect: programs of the same user can read the folder and so be the operator.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self
from urllib.error import URLError
from urllib.request import HTTPSHandler, ProxyHandler, build_opener

from coordinator.errors import FlowerUnavailable, OperatorError, StateDamaged
from coordinator.folder import STATE_VARIABLE, Folder
from coordinator.pki import Certificates, prepare_certificates, write_secret
from coordinator.watchdog import GRACE_S

EXECUTOR_PROGRAM: Final = "flower-superexec"
APP_PROGRAM: Final = "flwr-serverapp"
HOST: Final = "127.0.0.1"
START_S: Final = 60.0
COMMAND_S: Final = 60.0  # of one `flwr` command, on a busy machine
_END_S: Final = 5.0  # until what was killed is gone, on a busy machine
_LOOK_S: Final = 0.1
_CONNECTION: Final = "bojagi"
_ADMITTED_BEFORE: Final = "Public key already in use"
_LOG_BYTES: Final = 1 << 20
# Of flwr 1.41; tests/coordinator/test_superlink.py holds them against the installed one.
_FLEETING_TABLES: Final = frozenset(
    {
        *("message_ins", "message_res", "task_message", "message", "task_logs", "task_event"),
        *("objects", "object_children", "run_objects"),
        *("object_push_sessions", "object_push_session_pending", "object_push_session_roots"),
    }
)
_KEPT_VARIABLES: Final = (
    *("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "USER", "LOGNAME"),
    *("PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
)


@dataclass(slots=True)
class SuperLink:
    """A SuperLink that runs. Made by `start`.

    Attributes:
        address: Where devices reach it.
        certificates: Its authority is what devices must trust.
    """

    folder: Folder
    address: str
    certificates: Certificates
    _watchdog: subprocess.Popen[bytes]

    @classmethod
    def start(cls, folder: Folder, *, port: int | None = None) -> Self:
        """Starts one and waits until it answers. The folder must be held (`Folder.held`).

        Args:
            folder: The operator's.
            port: Where to listen, from now on; otherwise the port that it had, or a free one.

        Raises:
            FlowerUnavailable: it does not come up; its log says why.
            OperatorError: the port belongs to another program.
        """
        end_processes(folder)
        forget_messages(folder)
        folder.home.mkdir(mode=0o700, exist_ok=True)
        certificates = prepare_certificates(folder.flower, datetime.now(UTC))
        address = f"{HOST}:{choose_port(folder, port)}"
        _write_access(folder, address, certificates)
        watchdog = subprocess.Popen(  # noqa: S603  # a module of our own
            [sys.executable, "-m", "coordinator.watchdog", *_commands(folder, address)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=_open_log(folder),
            env=environment(folder),
            start_new_session=True,
        )
        link = cls(folder, address, certificates, watchdog)
        try:
            link._wait_until_up()
        except BaseException:
            link.stop()
            raise
        return link

    def is_running(self) -> bool:
        """Tells whether its processes are there."""
        return self._watchdog.poll() is None

    def is_working(self) -> bool:
        """Tells whether a ServerApp runs: seen by its process, for Flower notices a death late."""
        return any(is_app for _, is_app in _found(self.folder))

    def stop(self) -> None:
        """Ends its processes, and waits until they have ended."""
        if self._watchdog.stdin is not None:
            self._watchdog.stdin.close()
        try:
            self._watchdog.wait(GRACE_S + _END_S)
        except subprocess.TimeoutExpired:
            os.killpg(self._watchdog.pid, signal.SIGKILL)
            self._watchdog.wait()
        end_processes(self.folder)
        forget_messages(self.folder)

    def _wait_until_up(self) -> None:
        trust = ssl.create_default_context(cafile=str(self.certificates.authority))
        opener = build_opener(ProxyHandler({}), HTTPSHandler(context=trust))
        give_up = time.monotonic() + START_S
        while self.is_running() and time.monotonic() < give_up:
            try:
                with opener.open(f"https://{self.address}/health", timeout=2):
                    return
            except (URLError, OSError):
                time.sleep(_LOOK_S)
        raise FlowerUnavailable("serve.superlink_down", log=str(self.folder.log))


def submit(folder: Folder, app: Path) -> str:
    """Submits a Flower app from its own folder, and gives the number of its run."""
    return str(_flwr(folder, "run", str(app), _CONNECTION)["run-id"])


def run_status(folder: Folder, run: str) -> str:
    """Gives how a run stands, in Flower's words, such as `running` or `finished:failed`."""
    return str(_flwr(folder, "ls", _CONNECTION, "--run-id", run)["runs"][0]["status"])


def register(folder: Folder, public_key: Path) -> int:
    """Admits the device with this public key, and gives its number.

    Raises:
        OperatorError: it was admitted before.
        FlowerUnavailable: no SuperLink of this folder answers.
    """
    try:
        told = _flwr(folder, "supernode", "register", str(public_key), _CONNECTION)
    except FlowerUnavailable as error:
        if _ADMITTED_BEFORE in str(error.values.get("found", "")):
            raise OperatorError("serve.admitted_before") from error
        raise
    return int(told["node-id"])


def _flwr(folder: Folder, *words: str) -> Mapping[str, Any]:
    """Runs a `flwr` command as the operator of a folder, and gives what it told.

    Raises:
        FlowerUnavailable: it failed, or did not end in time.
    """
    command = [str(Path(sysconfig.get_path("scripts")) / "flwr"), *words, "--format", "json"]
    name = " ".join(word for word in words[:2] if word.isalpha())
    try:
        done = subprocess.run(  # noqa: S603  # Flower's own program
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=environment(folder),
            timeout=COMMAND_S,
            check=False,
        )
        told = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise FlowerUnavailable("serve.flwr_silent", command=name) from error
    if not isinstance(told, dict) or told.get("success") is not True:
        found = str(told.get("error-message", "")) if isinstance(told, dict) else ""
        raise FlowerUnavailable("serve.flwr_failed", command=name, found=_one_line(found))
    return told


def environment(folder: Folder) -> dict[str, str]:
    """Gives the environment of every Flower process of ours."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    scripts = sysconfig.get_path("scripts")
    return kept | {
        "PATH": os.pathsep.join(filter(None, (scripts, kept.get("PATH")))),
        "FLWR_HOME": str(folder.home),
        "FLWR_TELEMETRY_ENABLED": "0",
        "FLWR_DISABLE_UPDATE_CHECK": "1",
        "FLWR_DISABLE_RUNTIME_DEPENDENCY_INSTALLATION": "1",
        "NO_PROXY": "*",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        STATE_VARIABLE: str(folder.root),
    }


def forget_messages(folder: Folder) -> None:
    """Wipes messages, their parts and the runs' own logs from the database of a stopped SuperLink.

    Flower deletes a message when it was fetched; one under way in a run that dies would stay.
    """
    if not folder.database.is_file():
        return
    try:
        with closing(sqlite3.connect(folder.database, isolation_level=None)) as connection:
            connection.execute("PRAGMA secure_delete=ON").fetchall()
            tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
            found = {name for (name,) in connection.execute(tables).fetchall()}
            for table in sorted(_FLEETING_TABLES & found):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608  # names of our own
            connection.execute("VACUUM")  # gives the pages back, whatever SQLite was built with
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.DatabaseError as error:
        raise StateDamaged("serve.damaged_database", file=str(folder.database)) from error


def end_processes(folder: Folder) -> None:
    """Ends every SuperLink process of this folder, and waits until none is left."""
    give_up = time.monotonic() + _END_S
    while found := processes(folder):
        for number in found:
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                continue
        if time.monotonic() > give_up:
            raise FlowerUnavailable("serve.stale", processes=", ".join(map(str, found)))
        time.sleep(_LOOK_S)


def processes(folder: Folder) -> list[int]:
    """Gives the numbers of the processes that serve this folder: by their command lines."""
    return [number for number, _ in _found(folder)]


def _found(folder: Folder) -> Iterator[tuple[int, bool]]:
    """Gives each process that serves this folder, and whether it runs a ServerApp."""
    program = f" coordinator.superlink_program {folder.root} "
    trust = f" --root-certificates {folder.flower / 'ca.pem'} "
    for number, line in _command_lines():
        is_app = f"{APP_PROGRAM} " in line and trust in line
        is_executor = f"{EXECUTOR_PROGRAM} " in line and trust in line
        if is_app or is_executor or program in line:
            yield number, is_app


def _command_lines() -> Iterator[tuple[int, str]]:
    """Gives each process with its command line, words divided by one space, one at the end."""
    listing = Path("/proc")
    if not (listing / "self" / "cmdline").is_file():
        yield from _listed_by_ps()
        return
    for entry in listing.iterdir():
        if entry.name.isdecimal():
            try:
                raw = (entry / "cmdline").read_bytes()
            except OSError:  # ended meanwhile, or somebody else's
                continue
            yield int(entry.name), raw.replace(b"\0", b" ").decode("utf-8", "replace")


def _listed_by_ps() -> Iterator[tuple[int, str]]:
    told = subprocess.run(
        ["/bin/ps", "-A", "-ww", "-o", "pid=,args="], capture_output=True, text=True, check=True
    )
    for line in told.stdout.splitlines():
        number, _, command = line.strip().partition(" ")
        yield int(number), f"{command} "


def _commands(folder: Folder, address: str) -> list[str]:
    port = address.rpartition(":")[2]
    superlink = [sys.executable, "-m", "coordinator.superlink_program", str(folder.root), port]
    superexec = [
        str(Path(sysconfig.get_path("scripts")) / EXECUTOR_PROGRAM),
        *("--root-certificates", str(folder.flower / "ca.pem")),
        *("--runtime-api-address", address),
        *("--superexec-auth-secret-file", str(folder.executor_secret)),
    ]
    return [*superlink, "--", *superexec]


def choose_port(folder: Folder, asked: int | None = None) -> int:
    """Gives the port to listen on, and keeps it: the one asked for, the last one, or a free one.

    Raises:
        OperatorError: another program has it.
    """
    wanted = asked or kept_port(folder) or 0
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, wanted))
        except OSError as error:
            raise OperatorError("serve.port_taken", port=wanted) from error
        port: int = probe.getsockname()[1]
    write_secret(folder.port, f"{port}\n".encode("ascii"))
    return port


def kept_port(folder: Folder) -> int | None:
    """Gives the port that devices were told, if they were."""
    text = folder.port.read_text(encoding="ascii").strip() if folder.port.is_file() else ""
    return int(text) if text.isdecimal() else None


def _write_access(folder: Folder, address: str, certificates: Certificates) -> None:
    """Writes what the SuperLink asks for, and where the operator's `flwr` looks for it."""
    token = secrets.token_hex(32)
    write_secret(folder.operator_token, token.encode("ascii"))
    write_secret(folder.executor_secret, secrets.token_bytes(32))
    lines = (
        "[superlink]",
        f'default = "{_CONNECTION}"',
        f"[superlink.{_CONNECTION}]",
        f'address = "{address}"',
        f"root-certificates = {json.dumps(str(certificates.authority))}",
    )
    write_secret(folder.home / "config.toml", "\n".join(lines).encode("utf-8") + b"\n")
    # Flower's credential file: what its account login would have stored.
    kept = {"authn-type": "oidc", "oidc-access-token": token, "oidc-refresh-token": "none"}
    entries = {
        f"flower.account-auth.{address}.{name}": base64.b64encode(value.encode()).decode()
        for name, value in kept.items()
    }
    write_secret(folder.home / "credentials.yaml", json.dumps(entries).encode("ascii"))


def _open_log(folder: Folder) -> int:
    if folder.log.is_file() and folder.log.stat().st_size > _LOG_BYTES:
        folder.log.replace(folder.log.with_suffix(".log.1"))
    return os.open(folder.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]
