"""The owner's end of the worker: it starts it, hears it, answers it, and ends it.

Nothing here imports Flower or torch; both live in the child alone.

    with WorkerProcess(link, allowed, consent, rows, cells) as worker:
        for event in worker.events():
            match event:
                case Sending(sent=sent):
                    ...  # commit the log event, and only then
                    worker.answer(go=True)

Invariants:
1. The child's environment is made of a short list and Flower's switches: no telemetry, no update
   check, no proxy, a home folder of its own that is removed afterwards.
2. Rows, keys and answers go through the child's standard input, never over a command line, an
   environment or a file.
3. A child that does not end by itself is killed, with whatever it started; one whose owner dies
   ends at the end of its input.
4. What it says is heard at the owner's pace: one that says more than is asked for waits.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess  # the child is our own module, run by our own interpreter
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import device
from device.federation.pipe import (
    HOME_PREFIX,
    MAX_LINE_BYTES,
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
    WorkerEvent,
    read_event,
    rows_to_bytes,
    to_line,
)
from device.federation.protocol import StatisticsView
from device.federation.sent import Consent
from device.learning.rewards import Rows

__all__ = [
    "Connected",
    "Delivered",
    "EndReason",
    "Ended",
    "Link",
    "Received",
    "Refused",
    "Sending",
    "Undelivered",
    "WorkerEvent",
    "WorkerProcess",
    "worker_environment",
]

_LOOK_S: Final = 0.2
GRACE_S: Final = 12.0  # the worker's own deadline is shorter, so that it can tidy up
_HEARD_AHEAD: Final = 64  # events that wait for the owner; the pipe holds the rest
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TZ")


def worker_environment(home: Path) -> dict[str, str]:
    """Gives the environment of a worker whose home is this folder."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {
        **kept,
        "HOME": str(home),
        "TMPDIR": str(home),
        "FLWR_HOME": str(home),
        "FLWR_TELEMETRY_ENABLED": "0",
        "FLWR_DISABLE_UPDATE_CHECK": "1",
        "OMP_NUM_THREADS": "1",
        "NO_PROXY": "*",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(Path(device.__file__).resolve().parents[1]),  # the code that runs here
        "PYTHONUTF8": "1",
    }


class WorkerProcess:
    """One worker, from its start to its end. Use it as a context manager.

    Args:
        link: Where the coordinator is, and the key for it.
        allowed: Hashes of the apps that may ask.
        consent: What the owner agreed to share.
        rows: What it trains on; empty without consent to training.
        cells: The bits of each statistics view; empty without consent to statistics.
        period_days: The period that the bits were counted over.
    """

    def __init__(
        self,
        link: Link,
        allowed: frozenset[str],
        consent: Consent,
        rows: Rows,
        cells: Mapping[StatisticsView, Mapping[str, int]] | None = None,
        *,
        period_days: int = 28,
    ) -> None:
        self._header = Header(
            link=link,
            allowed=allowed,
            consent=Agreed(training=consent.training, statistics=consent.statistics),
            cells=cells or {},
            period_days=period_days,
            rows=len(rows),
        )
        self._rows = rows
        self._home: tempfile.TemporaryDirectory[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._heard: queue.Queue[WorkerEvent] = queue.Queue(_HEARD_AHEAD)
        self._is_over = threading.Event()  # nobody listens any more
        self._to_say: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()  # None: no more
        self._has_ended = False
        self._asked_at: float | None = None  # to stop

    def __enter__(self) -> Self:
        self._home = tempfile.TemporaryDirectory(prefix=HOME_PREFIX, ignore_cleanup_errors=True)
        self._process = subprocess.Popen(
            [sys.executable, "-s", "-P", "-m", "device.federation.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._home.name,
            env=worker_environment(Path(self._home.name)),
            start_new_session=True,  # Ctrl-C is for the owner's process, which then ends this one
        )
        self._say(to_line(self._header) + rows_to_bytes(self._rows))
        for work in (self._listen, self._speak):
            threading.Thread(target=work, args=(self._process,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._running().pid

    def events(self) -> Iterator[WorkerEvent]:
        """Gives what happens, as it happens; the last one is `Ended`."""
        while not self._has_ended:
            event = self.next_event()
            if event is not None:
                yield event

    def next_event(self, timeout_s: float | None = None) -> WorkerEvent | None:
        """Gives the next event; None where nothing happened in time, or all was said."""
        if self._has_ended:
            return None
        try:
            event = self._heard.get(timeout=timeout_s)
        except queue.Empty:
            return None
        self._has_ended = isinstance(event, Ended)
        return event

    def answer(self, *, go: bool) -> None:
        """Lets what the last `Sending` told of leave, or keeps it back for good."""
        self._say(to_line(Answer(go=go)))

    def ask_to_stop(self) -> None:
        """Asks the worker to end soon, and does not wait. `events` still tells what happens."""
        self._asked_at = self._asked_at or time.monotonic()
        self._say(to_line(Answer(stop=True)))

    def stop(self, grace_s: float = GRACE_S) -> int:
        """Ends the worker and removes its home. Gives its exit code; negative if it was killed.

        Args:
            grace_s: How long it may take, from when it was first asked to stop.
        """
        process = self._running()
        self.ask_to_stop()
        self._to_say.put(None)
        asked_s = time.monotonic() - (self._asked_at or 0.0)
        try:
            code = process.wait(max(0.0, grace_s - asked_s))
        except subprocess.TimeoutExpired:
            _kill(process)
            code = process.wait()
        self._is_over.set()
        if self._home is not None:
            self._home.cleanup()
            self._home = None
        return code

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError("the worker was not started")
        return self._process

    def _say(self, data: bytes) -> None:
        """Says something without waiting until it is heard: a worker takes seconds to start."""
        self._to_say.put(data)

    def _speak(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        # A worker that died says so through `events`, and not here.
        with suppress(OSError), process.stdin as stdin:
            while (data := self._to_say.get()) is not None:
                stdin.write(data)
                stdin.flush()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        with process.stdout as stdout:
            while line := stdout.readline(MAX_LINE_BYTES):
                try:
                    event = read_event(line)
                except ValueError:
                    # Only a worker that is not ours, or was taken over, says something else.
                    break
                self._hear(event)
                if isinstance(event, Ended):
                    return
        _kill(process)
        self._hear(Ended(reason=EndReason.DIED))

    def _hear(self, event: WorkerEvent) -> None:
        while not self._is_over.is_set():
            with suppress(queue.Full):
                self._heard.put(event, timeout=_LOOK_S)
                return


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kills a worker that leads a session of its own, with all that is in it."""
    if process.poll() is None:  # a number that is free again may be somebody else's
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
