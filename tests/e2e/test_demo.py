"""`make demo` as a whole, under watch: what it shows, and what it touches of the network.

Every Python process of the demo, the SuperLink and the workers too, starts from an environment
whose first act is an audit hook; it writes each address that is connected to, bound, sent to or
looked up. Sockets that were opened below Python are looked for in the kernel's tables meanwhile.
"""

from __future__ import annotations

import json
import os
import subprocess
import sysconfig
import threading
import venv
from importlib.metadata import entry_points
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

import pytest

from device.importers.read import read_export
from policy.catalog import LANGUAGES

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "coordinator" / "samples"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
STEPS = ("1. Each", "2. Each", "3. One", "4. The log", "5. Three", "6. The app", "7. Three")

HOOK = """
import os, sys
_LOG = os.open({log!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
_EVENTS = {{"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo",
           "socket.gethostbyname", "socket.gethostbyaddr", "socket.sendmsg"}}

def _watch(event, arguments):
    if event not in _EVENTS:
        return
    import json
    address = arguments[0] if event.startswith("socket.get") else arguments[1]
    host = address[0] if isinstance(address, tuple) else address
    told = host.decode(errors="replace") if isinstance(host, bytes) else host
    line = json.dumps([event, told, os.path.basename(sys.argv[0] if sys.argv else "")])
    os.write(_LOG, line.encode() + b"\\n")

sys.addaudithook(_watch)
"""


def watched_environment(folder: Path, log: Path) -> Path:
    """Gives the Python of an environment that is ours in all, and watched."""
    venv.EnvBuilder(symlinks=True).create(folder)
    python = folder / "bin" / "python"
    site = next(folder.glob("lib/python3*/site-packages"))
    (site / "bojagi_watch.py").write_text(HOOK.format(log=str(log)), encoding="utf-8")
    ours = sysconfig.get_path("purelib")
    (site / "0.pth").write_text("import bojagi_watch\n", encoding="utf-8")
    (site / "1.pth").write_text(f"import site; site.addsitedir({ours!r})\n", encoding="utf-8")
    for script in entry_points(group="console_scripts"):
        if script.name.startswith(("flwr", "flower")):
            wrapper = folder / "bin" / script.name
            wrapper.write_text(
                f"#!{python}\nimport sys\nfrom {script.module} import {script.attr}\n"
                f"sys.exit({script.attr}())\n",
                encoding="utf-8",
            )
            wrapper.chmod(0o755)
    return python


def told(log: Path) -> list[tuple[str, str | None, str]]:
    return [tuple(json.loads(line)) for line in log.read_text(encoding="utf-8").splitlines()]


def is_loopback(host: str | None) -> bool:
    # A name without a host is this machine; a path is a socket in the file system.
    return host is None or host in LOOPBACK or host.startswith(("/", "\0"))


class KernelTable:
    """Looks at the kernel's socket tables until told to stop."""

    TABLES = ("tcp", "udp", "tcp6", "udp6")

    def __init__(self) -> None:
        self.before = self.foreign()
        self.seen: set[str] = set()
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.look, daemon=True)

    def foreign(self) -> set[str]:
        """Gives remote addresses that are not loopback."""
        found = set()
        for name in self.TABLES:
            try:
                lines = Path("/proc/net", name).read_text(encoding="ascii").splitlines()[1:]
            except OSError:
                continue
            for line in lines:
                remote = line.split()[2].split(":")[0]
                if set(remote) != {"0"} and not remote.endswith(("7F", "0100007F", "01000000")):
                    found.add(remote)
        return found

    def look(self) -> None:
        while not self.stop.wait(0.05):
            self.seen |= self.foreign()

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join()


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo, run once."""
    root = tmp_path_factory.mktemp("demo")
    log = root / "sockets.jsonl"
    log.touch()
    python = watched_environment(root / "environment", log)
    home = root / "home"
    (home / "tmp").mkdir(parents=True)
    kept = {name: os.environ[name] for name in ("PATH", "OMP_NUM_THREADS") if name in os.environ}
    environment = {**kept, "HOME": str(home), "TMPDIR": str(home / "tmp"), "LANG": "C.UTF-8"}
    words = [str(python), "-m", "coordinator", "demo", "--out", str(root / "out"), "--lang", "en"]
    with KernelTable() as table:
        done = subprocess.run(
            words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
    return root, done, told(log), table.seen - table.before


def test_the_demo_shows_all_seven_steps_and_ends_well(demo):
    _, done, _, _ = demo
    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-3_000:]
    for step in (*STEPS, "None holds them", "Caught"):
        assert step in done.stdout, step


def test_the_whole_demo_stays_on_loopback(demo):
    _, _, sockets, kernel = demo
    assert [one for one in sockets if not is_loopback(one[1])] == []
    assert kernel == set()


def test_the_watch_saw_the_coordinator_and_the_workers(demo):
    _, _, sockets, _ = demo
    programs = {program for event, _, program in sockets if event == "socket.connect"}
    assert "worker.py" in programs
    assert any(event == "socket.bind" for event, _, _ in sockets)


def test_the_demo_leaves_nothing_in_home_or_temp(demo):
    root, _, _, _ = demo
    left = [path for path in (root / "home").rglob("*") if path.is_file()]
    assert left == []


def test_no_memory_stands_in_clear_outside_the_persons_own_report(demo):
    root, _, _, _ = demo
    sentences = []
    for story in (SAMPLES / f"{language}.story.json" for language in LANGUAGES):
        file = SAMPLES / json.loads(story.read_text(encoding="utf-8"))["export"]
        export = read_export(file, zone=ZoneInfo("UTC"), me=None)
        turns = [turn.text for one in export.conversations for turn in one.turns]
        sentences += sorted({text for text in turns if len(text) > 15 and "\n" not in text})[:40]
    assert len(sentences) == 120
    needles = [text.encode(code) for text in sentences for code in ("utf-8", "utf-16-le")]
    own = set((root / "out").glob("*/report"))
    assert own
    searched = 0
    for file in (path for path in root.rglob("*") if path.is_file()):
        if own.isdisjoint(file.parents) and (root / "environment") not in file.parents:
            content = file.read_bytes()
            assert not any(needle in content for needle in needles), file
            searched += 1
    assert searched > 20
    report = b"".join(file.read_bytes() for one in own for file in one.rglob("*.json"))
    assert any(needle in report for needle in needles)  # the search can find


def test_the_watch_would_see_a_connection_and_a_lookup(tmp_path):
    log = tmp_path / "sockets.jsonl"
    log.touch()
    python = watched_environment(tmp_path / "environment", log)
    code = (
        "import socket\n"
        "s = socket.socket(); s.settimeout(0.2)\n"
        "try: s.connect(('192.0.2.1', 9))\nexcept OSError: pass\n"
        "try: socket.getaddrinfo('example.invalid', 80)\nexcept OSError: pass\n"
    )
    subprocess.run([str(python), "-c", code], check=True)
    hosts = {host for _, host, _ in told(log)}
    assert {"192.0.2.1", "example.invalid"} <= hosts
    assert not any(map(is_loopback, hosts))
