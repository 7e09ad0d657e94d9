"""What the program does not do on the way to an answer: load heavy packages, or use the network."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.people import Shell

WATCHED = """
import sys

def watch(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind"}:
        raise SystemExit(f"the network was touched: {event}")

sys.addaudithook(watch)
from device.cli import main
code = main(sys.argv[1:])
heavy = {"torch", "flwr", "kivy", "matplotlib"} & set(sys.modules)
if sys.argv[1] not in {"remember", "recall"}:  # what encodes nothing needs no runtime
    heavy |= {"onnxruntime"} & set(sys.modules)
sys.exit(f"heavy packages were loaded: {heavy}" if heavy else code)
"""


def watched(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WATCHED, *words], capture_output=True, text=True, check=False
    )


def test_no_command_loads_a_heavy_package_or_touches_the_network(tmp_path):
    shell = Shell(tmp_path)
    for words in (
        ("init", "--kdf-memory-mib", "64"),
        ("remember", "The ferry leaves at nine"),
        ("recall", "ferry"),
        ("log", "--export", str(tmp_path / "log")),
    ):
        done = watched(*words, *shell.secrets(step_up=words[0] == "init"))
        assert done.returncode == 0, done.stderr


def test_the_models_runtime_leaves_no_trace_and_sends_nothing(tmp_path):
    """onnxruntime keeps a device id and a queue of events for Microsoft where nobody stops it."""
    (tmp_path / "tmp").mkdir()
    code = (
        WATCHED.split("from device.cli", maxsplit=1)[0]
        + "from device.encoder.static import StaticEncoder\n"
        + "StaticEncoder(runtime='onnx').encode(['a secret'])\n"
    )
    home = {**os.environ, "HOME": str(tmp_path), "TMPDIR": str(tmp_path / "tmp")}
    # In CI the library is silent by itself.
    for name in ("CI", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS", "XDG_CACHE_HOME"):
        home.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=home
    )
    assert done.returncode == 0, done.stderr
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_watch_sees_a_connection():
    code = WATCHED.split("from device.cli", maxsplit=1)[0] + (
        "import socket; socket.create_connection(('127.0.0.1', 9))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "the network was touched" in done.stderr
