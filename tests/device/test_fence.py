"""The fence around the worker: what a process behind it can and cannot do, tried in a process."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = (
    "reach the coordinator",
    "write at home",
    "make a folder at home",
    "remove at home",
    "read a library",
    "read own code",
    "read entropy",
    "throw away",
)


@pytest.fixture(scope="module")
def outside(tmp_path_factory):
    folder = tmp_path_factory.mktemp("person")
    (folder / "vault.bojagi").write_bytes(b"sealed")
    return folder


@pytest.fixture(scope="module")
def results(tmp_path_factory, outside):
    home = tmp_path_factory.mktemp("home")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        words = [sys.executable, "-m", "tests.device.fenced", str(home), str(port), str(outside)]
        done = subprocess.run(
            words, cwd=ROOT, capture_output=True, check=True, timeout=60, env=dict(os.environ)
        )
    return json.loads(done.stdout)


def attempts():
    from_source = (ROOT / "tests" / "device" / "fenced.py").read_text("utf-8")
    names = from_source.split("ATTEMPTS = {")[1].split("\n}")[0]
    return [line.split('"')[1] for line in names.splitlines() if line.startswith('    "')]


@pytest.mark.parametrize("name", NEEDED)
def test_fence_lets_through_what_the_worker_needs(name, results):
    assert results[name] == "done"


@pytest.mark.parametrize("name", [name for name in attempts() if name not in NEEDED])
def test_fence_stops(name, results):
    assert results[name] == "fence"


def test_nothing_outside_was_touched(outside, results):
    assert len(results) > 30
    assert [file.name for file in outside.iterdir()] == ["vault.bojagi"]
    assert (outside / "vault.bojagi").read_bytes() == b"sealed"
