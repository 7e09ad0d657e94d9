"""Devices for tests against a real SuperLink: the worker that an owner runs, with made rows."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import numpy as np

from coordinator.folder import Folder
from coordinator.superlink import processes
from device.federation.allowed import ALLOWED_APPS
from device.federation.keys import NodeKey, new_node_key
from device.federation.pipe import Link
from device.federation.protocol import CELLS
from device.federation.sent import Consent, Sent
from device.federation.worker_process import Ended, Refused, Sending, WorkerProcess
from device.learning.models import FEATURES
from device.learning.rewards import Rows

BOTH = Consent(training=True, statistics=True)


def rows(seed: int, count: int = 80) -> Rows:
    """Memories of which the first feature says whether they are worth keeping."""
    rng = np.random.default_rng(seed)
    features = rng.standard_normal((count, FEATURES)).astype(np.float32)
    return Rows(features, np.sign(features[:, 0]).astype(np.float32))


class Phone:
    """A device of a test: its worker, and a thread that lets everything go and keeps it."""

    def __init__(
        self,
        server: str,
        ca_pem: str,
        seed: int = 0,
        *,
        key: NodeKey | None = None,
        patience_s: float = 60.0,
        before_answer: Callable[[Sent], None] = lambda *_: None,
    ) -> None:
        self.key = key or new_node_key()
        self.sent: list[Sent] = []
        self.refused: list[str] = []
        self.ended: Ended | None = None
        self._before_answer = before_answer
        link = Link(
            server=server,
            ca_pem=ca_pem,
            node_key_pem=self.key.private_pem,
            patience_s=patience_s,
        )
        cells = {view: dict.fromkeys(names, 1) for view, names in CELLS.items()}
        cells = {view: trimmed(bits) for view, bits in cells.items()}
        self.worker = WorkerProcess(link, ALLOWED_APPS, BOTH, rows(seed), cells)
        self._thread = threading.Thread(target=self._attend)

    def __enter__(self) -> Self:
        self.worker.__enter__()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.worker.ask_to_stop()
        self._thread.join()
        self.worker.stop()

    def wait(self) -> Ended:
        """Waits until the worker ended by itself."""
        self._thread.join()
        assert self.ended is not None
        return self.ended

    def _attend(self) -> None:
        for event in self.worker.events():
            match event:
                case Sending(sent=sent):
                    self._before_answer(sent)
                    self.sent.append(sent)
                    self.worker.answer(go=True)
                case Refused(app=app):
                    self.refused.append(app)
                case Ended():
                    self.ended = event


def trimmed(bits: dict[str, int]) -> dict[str, int]:
    """At most eight bits may be set."""
    names = sorted(bits)
    return {name: int(at < 8) for at, name in enumerate(names)}


def command_line(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def of_program(folder: Folder, program: str) -> list[int]:
    """The processes of a folder that run this very program (the watchdog only names it)."""
    found = []
    for process in processes(folder):
        line = command_line(process)
        if program in line and "coordinator.watchdog" not in line:
            found.append(process)
    return found


def is_alive(process: int) -> bool:
    """Tells whether a process runs; a zombie does not."""
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state != "Z"


def foreign_app(folder: Path, marker: Path) -> Path:
    """An app whose code, wherever it is run, leaves a file."""
    folder.mkdir()
    (folder / "pyproject.toml").write_text(
        '[project]\nname = "foreign"\nversion = "1.0.0"\ndescription = ""\n'
        'license = "Apache-2.0"\ndependencies = []\n'
        '[tool.flwr.app]\npublisher = "somebody"\n'
        '[tool.flwr.app.components]\nserverapp = "foreign:app"\nclientapp = "foreign:client"\n'
    )
    (folder / "foreign.py").write_text(
        "import os, pathlib, time\n"
        "from flwr.app import ConfigRecord, Message, RecordDict\n"
        "from flwr.clientapp import ClientApp\nfrom flwr.serverapp import ServerApp\n"
        f"with pathlib.Path({str(marker)!r}).open('a') as file:\n"
        "    file.write(f'{os.getpid()}\\n')\n"
        "app = ServerApp()\nclient = ClientApp()\n"
        "@app.main()\ndef main(grid, context):\n"
        "    while not (nodes := list(grid.get_node_ids())):\n        time.sleep(0.2)\n"
        "    ask = [Message(RecordDict({'c': ConfigRecord({})}), n, 'train') for n in nodes]\n"
        "    told = [r.error.reason for r in grid.send_and_receive(ask, timeout=20)]\n"
        f"    pathlib.Path({str(marker) + '.told'!r}).write_text(repr(told))\n"
    )
    return folder


def until(held: Callable[[], bool], within_s: float = 30.0) -> bool:
    """Waits until something holds; gives whether it came to hold."""
    give_up = time.monotonic() + within_s
    while not held() and time.monotonic() < give_up:
        time.sleep(0.05)
    return held()
