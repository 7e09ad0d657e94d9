"""The worker: a child process that speaks to a coordinator for one device. Fixed code, no vault.

    python -m device.federation.worker      started by device.federation.worker_process, only

Invariants:
1. It knows what came through its input: rows of numbers, bits, the key for this coordinator. It has
   no key of the vault, no path to it, and behind the fence could open neither.
2. Nothing leaves that the owner's process did not let go, one reply at a time: it is told exactly
   what would leave, and an answer that came before the question does not count.
3. When its input ends, because its owner's process did, it ends.
4. Only its own lines reach its output; what libraries print goes nowhere.
5. Flower's telemetry and update check are off, or it does not start.
"""

from __future__ import annotations

import logging
import os
import queue
import shutil
import signal
import sys
import threading
from pathlib import Path
from typing import IO, Final

from pydantic import ValidationError

from device.federation.client import make_client
from device.federation.fence import put_up
from device.federation.flower_adapter import serve
from device.federation.pipe import (
    HOME_PREFIX,
    MAX_LINE_BYTES,
    Answer,
    Delivered,
    Ended,
    EndReason,
    Header,
    Received,
    Sending,
    Undelivered,
    WorkerEvent,
    rows_from_bytes,
    rows_size,
    to_line,
)
from device.federation.sent import Consent, Sent, Withheld
from device.learning.rewards import Rows
from device.learning.train_gate import train

EXIT_CODES: Final = {
    EndReason.STOPPED: 0,
    EndReason.NOT_ADMITTED: 4,
    EndReason.UNREACHABLE: 5,
    EndReason.LOST: 5,
    EndReason.FAILED: 70,
}
_MUST_BE: Final = {"FLWR_TELEMETRY_ENABLED": "0", "FLWR_DISABLE_UPDATE_CHECK": "1"}
_LEAVE_WITHIN_S: Final = 4.0  # once it was told to stop; a request to the coordinator may hang


class PipeOwner:
    """The owner's process, as the worker sees it: one pipe to speak into, one to listen to."""

    def __init__(self, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self.stop = threading.Event()
        self._stdin = stdin
        self._stdout = stdout
        self._is_writing = threading.Lock()
        self._answers: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._let_go: Sent | None = None

    def tell(self, event: WorkerEvent) -> None:
        """Writes a line. Nobody to read it means that it is time to stop."""
        with self._is_writing:
            try:
                self._stdout.write(to_line(event))
                self._stdout.flush()
            except OSError:
                self.stop.set()

    def before_send(self, sent: Sent) -> None:
        """Asks, and waits for the answer.

        Raises:
            Withheld: the answer is no, or there will be none.
        """
        self._let_go = None
        while not self._answers.empty():  # said before it was asked
            self._answers.get()
        self.tell(Sending(sent=sent))
        # The end of the input sets `stop` first and then answers no.
        if not self._answers.get() or self.stop.is_set():
            raise Withheld
        self._let_go = sent

    def after_send(self, *, is_delivered: bool) -> None:
        """Tells what became of what was let go."""
        if self._let_go is not None:
            digest = self._let_go.digest
            self.tell(Delivered(digest=digest) if is_delivered else Undelivered(digest=digest))

    def read_header(self) -> tuple[Header, Rows]:
        """Reads what the worker starts with.

        Raises:
            ValueError: it is not of the agreed form. (pydantic's error is one.)
        """
        header = Header.model_validate_json(self._stdin.readline(MAX_LINE_BYTES))
        return header, rows_from_bytes(self._stdin.read(rows_size(header.rows)), header.rows)

    def listen(self) -> None:
        """Hears answers until the input ends or says stop. Runs in a thread of its own."""
        while line := self._stdin.readline(MAX_LINE_BYTES):
            try:
                answer = Answer.model_validate_json(line)
            except ValidationError:
                break
            if answer.stop:
                break
            if answer.go is not None:
                self._answers.put(answer.go)
        self.stop.set()
        self._answers.put(False)


def run(owner: PipeOwner, home: Path) -> Ended:
    """Works for an owner until it is told to stop, or the coordinator is gone."""
    try:
        header, rows = owner.read_header()
    except ValueError as error:
        return Ended(reason=EndReason.FAILED, error=type(error).__name__)
    threading.Thread(
        target=_listen_and_leave, args=(owner, home), name="owner", daemon=True
    ).start()
    client = make_client(
        rows,
        header.cells,
        Consent(training=header.consent.training, statistics=header.consent.statistics),
        owner.before_send,
        train=train,
        on_model=lambda round_, digest: owner.tell(Received(round=round_, digest=digest)),
        period_days=header.period_days,
    )
    host, port = header.link.server.split(":")
    put_up(host, int(port), home)
    return serve(header.link, client, header.allowed, owner, owner.stop)


def main() -> int:
    """Runs the worker on this process's pipes. Gives its exit code."""
    # A Ctrl-C that was ignored where this was started would also be Flower's way to say 401.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    logging.disable(logging.CRITICAL)
    owner = PipeOwner(sys.stdin.buffer, _own_output())
    home = Path(os.environ.get("FLWR_HOME", ""))
    # A home of another name is somebody's: this one is removed at the end.
    is_ours = home.name.startswith(HOME_PREFIX) and home.is_dir()
    if not is_ours or any(os.environ.get(name) != value for name, value in _MUST_BE.items()):
        owner.tell(Ended(reason=EndReason.FAILED, error="WrongEnvironment"))
        return EXIT_CODES[EndReason.FAILED]
    try:
        ended = run(owner, home)
    except KeyboardInterrupt:
        ended = Ended(reason=EndReason.NOT_ADMITTED)
    except Exception as error:  # noqa: BLE001  # the program's main: only the type is told
        ended = Ended(reason=EndReason.FAILED, error=type(error).__name__)
    owner.tell(ended)
    _empty(home)
    return EXIT_CODES[ended.reason]


def _own_output() -> IO[bytes]:
    """Gives the output for the worker's own lines; what else prints, prints into nothing."""
    own = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nothing, stream)
    return own


def _listen_and_leave(owner: PipeOwner, home: Path) -> None:
    owner.listen()
    # The main thread usually ends first. It may hang in a request or in training: then leave it.
    threading.Event().wait(_LEAVE_WITHIN_S)
    owner.tell(Ended(reason=EndReason.STOPPED))
    _empty(home)
    os._exit(EXIT_CODES[EndReason.STOPPED])


def _empty(home: Path) -> None:
    # The owner's process removes it too, unless it died.
    shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    # Not sys.exit: Flower's threads may still wait on a socket.
    os._exit(main())
