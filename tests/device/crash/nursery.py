"""A warm process that gives birth to the processes under test, and kills them.

Starting Python and importing the product takes half a second; forking a process that has done so
takes milliseconds. The nursery never opens a vault and has one thread, so a child starts as clean
as a new process. It is the child's parent, so it can kill it without hitting a stranger.

    python -m tests.device.crash.nursery        one command a line on stdin, one answer a line
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np

from device.cli import main
from device.errors import DeviceError
from policy.labelling.categories import matcher
from tests.device.crash.acts import Actor, Marks, churn, opened, play
from tests.device.crash.driver import Secrets, Subject, cheap_secrets
from tests.device.crash.recorder import Switches, environment

_REPOSITORY: Final = Path(__file__).parents[3]
_TICK_S: Final = 0.002
_MOST_S: Final = 60.0
_FINISHED: Final = b'"mark": "done"'
STRAY: Final = 70  # the exit code of a child that an error left which is no DeviceError


@dataclass(frozen=True, slots=True)
class Order:
    """What a child is to do.

    Attributes:
        role: A key of ROLES.
        args: What the role takes.
        marks: Where its promises go; made where there is none.
        watched: The folder whose changes are recorded, or failed; None for none.
        journal: Where the records go; None records nothing.
        fail_at: The change of the role's work that fails, counted from 1; 0 for none.
        kill_after_s: The child is killed so long after its first finished act; None: it ends.
        kill_at: The change, counted from its first finished act, at which it kills itself.
        output: Where its stdout and stderr go.
    """

    role: str
    args: dict[str, Any]
    marks: Path
    output: Path
    watched: Path | None = None
    journal: Path | None = None
    fail_at: int = 0
    error: int = 0
    forever: bool = False
    kill_after_s: float | None = None
    kill_at: int = 0
    kill_is_after: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    """How a child ended: its exit code, or the signal that killed it."""

    code: int | None
    killed_by: int | None


@dataclass
class Nursery:
    """The parent's side: `with Nursery(recorder) as nursery: nursery.run(order)`."""

    recorder: Path | None
    _process: subprocess.Popen[str] = field(init=False, repr=False)

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.device.crash.nursery"],
            cwd=_REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(self.recorder),
        )
        assert self._ask({"ready": True}) == {"ready": self.recorder is not None}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=_MOST_S)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def run(self, order: Order) -> Ending:
        """Runs a child to its end.

        Raises:
            AssertionError: it ended by itself where it was to be killed, or an error that is none
                of the product's left it.
        """
        answer = self._ask({key: _plain(value) for key, value in asdict(order).items()})
        ending = Ending(**answer)
        told = order.output.read_text(errors="replace") if order.output.exists() else ""
        assert ending.code != STRAY, f"an error left the program:\n{told}"
        if order.kill_after_s is not None or order.kill_at:
            assert ending.killed_by == signal.SIGKILL, f"the child ended by itself: {told}"
        return ending

    def _ask(self, command: dict[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the nursery is dead"
        return json.loads(answer)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else value


# -- the nursery's own side


def _never() -> None:
    """Nothing is to happen after the first act."""


def _create(order: Order, marks: Marks, _: Callable[[], None]) -> None:
    secrets = Secrets(order.args["passphrase"], order.args["step_up"])
    is_kept = order.args.get("keystore", False)
    subject = Subject.create(Path(order.args["folder"]), secrets, keystore=is_kept)
    marks.write("done", act="create")
    subject.close()
    marks.write("done", act="close")


def _churn(order: Order, marks: Marks, after_first: Callable[[], None]) -> None:
    actor = opened(Path(order.args["folder"]), marks, order.args)
    churn(actor, np.random.default_rng(order.args["seed"]), after_first)


def _play(order: Order, marks: Marks, _: Callable[[], None]) -> None:
    actor = opened(Path(order.args["folder"]), marks, order.args)
    play(actor, order.args["script"])
    marks.write("begin", act="close")
    actor.subject.close()
    marks.write("done", act="close")


def _make_and_play(order: Order, marks: Marks, _: Callable[[], None]) -> None:
    folder = Path(order.args["folder"])
    secrets = Secrets(order.args["passphrase"], order.args["step_up"])
    is_kept = order.args.get("keystore", False)
    subject = Subject.create(folder, secrets, keystore=is_kept)
    marks.write("done", act="create")
    actor = Actor(folder, subject, marks, np.random.default_rng(order.args["seed"]), [])
    play(actor, order.args["script"])
    marks.write("begin", act="close")
    actor.subject.close()
    marks.write("done", act="close")


def _command(order: Order, marks: Marks, _: Callable[[], None]) -> None:
    code = main(order.args["words"])
    marks.write("done", act="command", code=code)
    raise SystemExit(code)


def _idle(order: Order, marks: Marks, _: Callable[[], None]) -> None:
    """Does nothing: what a broken worker looks like."""


ROLES: Final = {
    "create": _create,
    "churn": _churn,
    "play": _play,
    "make_and_play": _make_and_play,
    "command": _command,
    "idle": _idle,
}


def _live(order: Order) -> int:
    """Runs in the child. Gives its exit code."""
    output = os.open(order.output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for stream in (1, 2):
        os.dup2(output, stream)
    marks = Marks(order.marks)
    after_first = _never
    if order.watched is not None:
        switches = Switches()
        switches.watch(order.watched, order.journal, order.marks)
        marks = Marks(order.marks)  # opened again: the recorder follows what it saw opened
        if order.fail_at:
            switches.fail(order.fail_at, order.error, forever=order.forever)
        if order.kill_at:

            def after_first() -> None:
                switches.kill(order.kill_at, after=order.kill_is_after)

    try:
        ROLES[order.role](order, marks, after_first)
    except DeviceError as error:
        sys.stderr.write(error.tell("en") + "\n")
        return error.exit_code
    except SystemExit as error:
        return int(error.code or 0)
    except BaseException:  # noqa: BLE001  # the parent tells it
        traceback.print_exc()
        return STRAY
    return 0


def _bear(order: Order) -> Ending:
    """Forks a child, kills it when its time has come, and gives how it ended."""
    assert threading.active_count() == 1
    pid = os.fork()
    if pid == 0:
        code = STRAY
        try:
            code = _live(order)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)
    started, first_seen = time.monotonic(), None
    begin_size = order.marks.stat().st_size if order.marks.exists() else 0
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            break
        now = time.monotonic()
        if order.kill_after_s is not None and first_seen is None and order.marks.exists():
            with order.marks.open("rb") as file:
                file.seek(begin_size)
                first_seen = now if _FINISHED in file.read() else None
        is_due = first_seen is not None and now - first_seen >= (order.kill_after_s or 0)
        if is_due or now - started > _MOST_S:
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
            break
        time.sleep(_TICK_S)
    if os.WIFSIGNALED(status):
        return Ending(None, os.WTERMSIG(status))
    return Ending(os.WEXITSTATUS(status), None)


def _serve() -> None:
    with cheap_secrets():
        for line in sys.stdin:
            command = json.loads(line)
            if "ready" in command:
                answer: dict[str, Any] = {"ready": Switches.are_there()}
            else:
                paths = ("marks", "output", "watched", "journal")
                given: dict[str, Any] = {
                    k: Path(v) if k in paths and v else v for k, v in command.items()
                }
                answer = asdict(_bear(Order(**given)))
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    matcher()  # once, and not in every child
    _serve()
