"""The desktop's keystore against a real Secret Service: gnome-keyring on a bus of its own.

Where it is not installed, this is skipped and says so (`apt-get install dbus gnome-keyring`).
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from device.errors import Unavailable
from device.vault.keystores.system import find_keystore

PROGRAMS = ("dbus-run-session", "gnome-keyring-daemon")
MISSING = [program for program in PROGRAMS if shutil.which(program) is None]
ENTRY = "bojagi-0123456789abcdef0123456789abcdef"
SECRET = bytes(range(200, 232))

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")


def play(part: str) -> object:
    """Does one part of the test inside the session, in a process of its own."""
    found = find_keystore()
    if part == "find":
        return found is not None
    assert found is not None
    match part:
        case "write":
            found.write(ENTRY, b"an older one")
            found.write(ENTRY, SECRET)
            return found.name
        case "read":
            secret = found.read(ENTRY)
            return secret.hex() if secret is not None else None
        case "remove":
            found.remove(ENTRY)
            found.remove(ENTRY)
            return found.read(ENTRY)
        case "vanish":
            found.write(ENTRY, SECRET)
            os.kill(int(os.environ["DAEMON"]), signal.SIGKILL)
            keys = []
            for act in (
                lambda: found.read(ENTRY),
                lambda: found.write(ENTRY, b""),
                lambda: found.remove(ENTRY),
            ):
                try:
                    act()
                except Unavailable as error:
                    keys.append(error.key)
            return keys
    raise AssertionError(part)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Runs the parts one after the other in one session, and gives what each printed."""
    home = tmp_path_factory.mktemp("home")
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    parts = ["write", "read", "remove", "read", "vanish", "find"]
    script = f"""
        set -e
        printf passphrase | gnome-keyring-daemon --foreground --unlock --components=secrets \
            >"$HOME/daemon.log" 2>&1 &
        export DAEMON=$!
        trap 'kill $DAEMON 2>/dev/null || true' EXIT
        for _ in $(seq 100); do
            dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
                org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets \
                | grep -q true && break
            sleep 0.1
        done
        for part in {" ".join(parts)}; do "{sys.executable}" -m {__name__} $part; done
    """
    env = os.environ | {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_RUNTIME_DIR": str(runtime),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    env.pop("PYTHON_KEYRING_BACKEND", None)
    ran = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", script],
        capture_output=True,
        text=True,
        timeout=120,
        env=env,
        cwd=home,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    printed = [json.loads(line) for line in ran.stdout.splitlines()]
    files = b"".join(path.read_bytes() for path in (home / "data").rglob("*") if path.is_file())
    return {
        **dict(
            zip(["write", "read", "remove", "read again", "vanish", "find"], printed, strict=True)
        ),
        "files": files,
    }


def test_new_process_reads_what_another_wrote(answers):
    assert answers["write"] == "secret-service"
    assert answers["read"] == SECRET.hex()


def test_removed_secret_is_gone_for_the_next_process(answers):
    assert answers["remove"] is None
    assert answers["read again"] is None


def test_keystore_that_vanishes_is_missing_and_not_found_again(answers):
    assert answers["vanish"] == ["vault.keystore_missing"] * 3
    assert answers["find"] is False


def test_secret_is_not_in_the_clear_in_the_keyrings_file(answers):
    assert answers["files"]
    assert SECRET not in answers["files"]
    assert SECRET.hex().encode() not in answers["files"]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(play(sys.argv[1])) + "\n")
