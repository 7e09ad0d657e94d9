"""The one thread that owns the vault: SQLite connections and keys never leave it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final, TypeVar

from policy.catalog import Language
from policy.errors import BojagiError
from policy.load import load_catalog

T = TypeVar("T")

_BREATH_S: Final = 0.02  # between two slices of what waits for quiet: the UI needs the interpreter


@dataclass(frozen=True, slots=True)
class Told:
    """What a person is told of a job that failed.

    Attributes:
        kind: Name of the error's type.
        key: Of its sentence in the catalog; empty for an error that is not ours.
    """

    sentence: str
    kind: str = ""
    key: str = ""


class Worker:
    """Runs jobs one after another, in the order in which they came.

    While nobody waits it does a chore slice by slice, so that a job waits for one slice at most.

    Attributes:
        language: In which failures are told.
    """

    def __init__(self, post: Callable[[Callable[[], None]], None]) -> None:
        """Starts the thread.

        Args:
            post: Runs a callable on the UI thread, soon; may be called from any thread.
        """
        self.language: Language = "en"
        self._post = post
        self._steps: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._is_closed = False
        self._chore: Callable[[], bool] | None = None
        # A daemon, so that a UI that crashed without `close` does not hang: the vault is safe to
        # be left at any instant.
        self._thread = Thread(target=self._run, name="bojagi-vault", daemon=True)
        self._thread.start()

    def submit(
        self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[Told], None]
    ) -> None:
        """Runs `job` on the thread, then `done` or `failed` on the UI's."""
        if self._is_closed:
            raise RuntimeError("the worker is closed")

        def step() -> None:
            try:
                result = job()
            except BojagiError as error:
                told = Told(error.tell(self.language), type(error).__name__, error.key)
            except Exception as error:  # noqa: BLE001  # the thread's last stop, as console.run is the program's
                told = self._fault(error)
            else:
                self._post(lambda: done(result))
                return
            self._post(lambda: failed(told))

        self._steps.put(step)

    def when_quiet(self, chore: Callable[[], bool]) -> None:
        """Has a chore done whenever nobody waits, after each job anew.

        Args:
            chore: Does a slice on the thread, and tells whether there is more. One that fails
                rests until the next job is done: nobody asked for it, so nobody is told.
        """

        def step() -> None:
            self._chore = chore

        self._steps.put(step)

    def close(self) -> None:
        """Finishes what is queued and ends the thread. A second call changes nothing."""
        if not self._is_closed:
            self._is_closed = True
            self._steps.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (step := self._next()) is not None:
            step()
            del step  # a job may hold a secret: it goes when the job is done, not at the next one

    def _next(self) -> Callable[[], None] | None:
        is_more = self._chore is not None
        while is_more:
            try:
                return self._steps.get(timeout=_BREATH_S)
            except Empty:
                is_more = self._do_chore()
        return self._steps.get()

    def _do_chore(self) -> bool:
        try:
            return self._chore is not None and self._chore()
        except Exception:  # noqa: BLE001  # a chore must not end the thread that owns the vault
            return False

    def _fault(self, error: Exception) -> Told:
        # The type only: another error's words might hold anything.
        kind = type(error).__name__
        return Told(load_catalog("device").say(self.language, "app.fault", fault=kind), kind)
