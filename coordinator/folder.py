"""Where things stand in the operator's folder, and who may use it."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coordinator.errors import StateUnavailable

STATE_VARIABLE: Final = "BOJAGI_COORDINATOR_STATE"  # tells the ServerApp whose folder it works in

_LOCK_TRIES: Final = 5
_LOCK_PAUSE_S: Final = 0.05


@dataclass(frozen=True, slots=True)
class Folder:
    """The operator's folder: the coordinator's state, and beside it what Flower needs.

    Attributes:
        root: An absolute path.
    """

    root: Path

    @property
    def flower(self) -> Path:
        """Everything about the SuperLink; only the operator can look in."""
        return self.root / "flower"

    @property
    def home(self) -> Path:
        """Flower's own folder (FLWR_HOME), kept apart from the one in the user's home."""
        return self.flower / "home"

    @property
    def database(self) -> Path:
        """The SuperLink's database: admitted devices, runs, messages under way."""
        return self.flower / "superlink.db"

    @property
    def log(self) -> Path:
        """What the SuperLink and its helpers wrote on standard error."""
        return self.flower / "superlink.log"

    @property
    def progress(self) -> Path:
        """One JSON line for each step that the running ServerApp tells."""
        return self.flower / "progress.jsonl"

    @property
    def assignment(self) -> Path:
        """What the ServerApp has to do."""
        return self.flower / "assignment.json"

    @property
    def port(self) -> Path:
        """The port that devices were told."""
        return self.flower / "port"

    @property
    def operator_token(self) -> Path:
        """Who shows this may submit runs and admit devices."""
        return self.flower / "operator.token"

    @property
    def executor_secret(self) -> Path:
        """Who shows this may take tasks from the SuperLink and run them."""
        return self.flower / "executor.secret"

    def prepare(self) -> None:
        """Makes the folder where there is none.

        Raises:
            StateUnavailable: it cannot be written.
        """
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.flower.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise StateUnavailable("serve.no_folder", folder=str(self.root)) from error

    def is_held(self) -> bool:
        """Tells whether a coordinator has this folder now."""
        try:
            with (self.flower / "lock").open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keeps a second coordinator out of this folder, until this process lets go or dies.

        Raises:
            StateUnavailable: another process holds it, or it cannot be written.
        """
        self.prepare()
        try:
            handle = os.open(self.flower / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StateUnavailable("serve.no_folder", folder=str(self.root)) from error
        try:
            self._lock(handle)
            yield
        finally:
            os.close(handle)

    def _lock(self, handle: int) -> None:
        for tries_left in reversed(range(_LOCK_TRIES)):  # `is_held` may have it for an instant
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if not tries_left:
                    raise StateUnavailable("serve.in_use", folder=str(self.root)) from error
                time.sleep(_LOCK_PAUSE_S)
            else:
                return
