"""The coordinator at work: a SuperLink that is kept up, and runs that go on until all is done.

Invariants:
1. One process serves a folder. It owns no state while a run works: the ServerApp does.
2. Whatever dies is started again and goes on from the state: the SuperLink, the ServerApp and, when
   it is started again itself, this process. A run that gets nowhere is tried `retries` times, each
   time after a longer pause; a round that was made counts as getting somewhere.
3. A release of statistics that the state holds is not repeated by the same call.
4. When it ends, tidily or not, none of its processes is left.

What this does NOT protect: in this version the coordinator sees each device's update.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TypeAlias

from coordinator.assignment import Assignment, Began, Ended, Listener, Step, assign
from coordinator.enrolment import Admitted, admit_to, invite, prepare_state
from coordinator.errors import (
    CoordinatorError,
    FlowerUnavailable,
    OperatorError,
    StateDamaged,
)
from coordinator.folder import Folder
from coordinator.settings import Settings
from coordinator.state import Snapshot, State
from coordinator.superlink import SuperLink, run_status, submit
from device.federation.allowed import CURRENT_APP
from device.federation.invitation import Invitation
from device.federation.protocol import StatisticsView

RETRIES: Final = 5
AGAIN: Final = "Again"  # the step that tells of a run that ended early, and that another follows
_LOOK_S: Final = 0.25
_STATUS_S: Final = 5.0
_FIRST_PAUSE_S: Final = 1.0
_LONGEST_PAUSE_S: Final = 30.0
_LEAVE_S: Final = 15.0  # for a ServerApp that has said its last word


Tell: TypeAlias = Callable[[Step], None]


def _keep_quiet(_: Step) -> None:
    """Tells nobody."""


class Coordinator:
    """A coordinator that serves one folder, from `start` to `stop`; or as a context manager.

    Args:
        folder: The operator's. Made where there is none.
        settings: Of training and of statistics.
        port: Where to listen on 127.0.0.1; otherwise as last time, or a free one.
        tell: Told of each step of a run, as it happens.
        retries: How often a run may get nowhere before `run` gives up.
    """

    def __init__(
        self,
        folder: Path,
        *,
        settings: Settings | None = None,
        port: int | None = None,
        tell: Tell = _keep_quiet,
        retries: int = RETRIES,
    ) -> None:
        self.folder = Folder(folder.resolve())
        self.settings = settings or Settings()
        self._port = port
        self._tell = tell
        self._retries = retries
        self._held = ExitStack()
        self._link: SuperLink | None = None
        self._is_stale = False

    def start(self) -> None:
        """Takes the folder and starts the SuperLink.

        Raises:
            StateUnavailable: another coordinator serves this folder.
            StateDamaged: the state or a certificate is not what was written.
            FlowerUnavailable: the SuperLink does not come up.
        """
        if (self.folder.root / "vault.db").exists():
            raise OperatorError("serve.vault_there", folder=str(self.folder.root))
        with ExitStack() as stack:
            stack.enter_context(self.folder.held())
            prepare_state(self.folder, datetime.now(UTC))
            # A damaged state is told before anything is started.
            if State.read(self.folder.root).simulated:
                raise OperatorError("serve.simulated_state", folder=str(self.folder.root))
            self._link = SuperLink.start(self.folder, port=self._port)
            self._held = stack.pop_all()

    def stop(self) -> None:
        """Ends the SuperLink and whatever it runs, and gives the folder back."""
        link, self._link = self._link, None
        try:
            if link is not None:
                link.stop()
        finally:
            self._held.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def address(self) -> str:
        """Where devices reach it."""
        return self._running().address

    @property
    def ca_pem(self) -> str:
        """The authority that devices must trust."""
        return self._running().certificates.ca_pem

    @property
    def app_hash(self) -> str:
        """The hash of the app that it submits."""
        return CURRENT_APP

    @property
    def invitation(self) -> Invitation:
        """What a device needs to find it."""
        return invite(self.folder)

    def admit(self, public_key: str) -> Admitted:
        """Admits the device with this public key, one line in OpenSSH's format."""
        self._running()
        return admit_to(self.folder, public_key.encode())

    def submit(self, app: Path) -> str:
        """Submits any Flower app from its folder, as whoever has the operator's rights could."""
        self._running()
        return submit(self.folder, app)

    def stay(self) -> None:
        """Keeps the SuperLink up for devices, until this process is interrupted.

        Raises:
            FlowerUnavailable: the SuperLink died and does not come up again.
        """
        while True:
            time.sleep(_LOOK_S)
            self._keep_up()

    def run(
        self, *, rounds: int | None = None, statistics: Sequence[StatisticsView] = ()
    ) -> Snapshot:
        """Runs the rounds that are missing, then releases the views, and gives the state.

        Args:
            rounds: How many in total, those done already included; otherwise as in the settings.
            statistics: The views to release, one release each.

        Raises:
            RoundsFailed: too few devices took part, again and again.
            FlowerUnavailable: runs ended again and again for a reason that Flower does not tell.
            StateDamaged: the state is not what was written to it.
        """
        settings = self.settings
        if rounds is not None:
            training = settings.training.model_copy(update={"rounds": rounds})
            settings = Settings(training=training, statistics=settings.statistics)
        first = seen = State.read(self.folder.root)
        tries, pause_s = 0, _FIRST_PAUSE_S
        while _is_work_left(seen, settings, views := _views_left(first, seen, statistics)):
            fault = self._attempt(Assignment(settings=settings, views=tuple(views)))
            before, seen = seen, State.read(self.folder.root)
            if fault is None:
                break
            if (before.rounds_done, before.tables) != (seen.rounds_done, seen.tables):
                tries, pause_s = 0, _FIRST_PAUSE_S
            tries += 1
            if tries > self._retries or isinstance(fault, OperatorError | StateDamaged):
                raise fault
            self._tell(Step(AGAIN, {"fault": fault, "pause_s": round(pause_s)}))
            time.sleep(pause_s)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
        return seen

    def _attempt(self, assignment: Assignment) -> CoordinatorError | None:
        """Submits a run and follows it to its end. Gives why it did not do all."""
        try:
            self._keep_up()
            assign(self.folder, assignment)
            with resources.as_file(resources.files("coordinator") / "flower_app") as app:
                run = self.submit(app)
            return self._follow(run)
        except FlowerUnavailable as error:
            return error

    def _follow(self, run: str) -> CoordinatorError | None:
        listener = Listener(self.folder.progress)
        has_begun, next_status = False, time.monotonic() + _STATUS_S
        while True:
            is_over = not self._running().is_running()
            if has_begun:
                is_over = is_over or not self._running().is_working()
            elif not is_over and time.monotonic() > next_status:
                is_over = run_status(self.folder, run).startswith("finished")
                next_status = time.monotonic() + _STATUS_S
            # Heard after that was seen, so that nothing is missed that was said before the end.
            for step in listener.steps():
                if step.kind == Ended.__name__:
                    self._wait_until_idle()
                    return Ended(**step.fields).fault()
                has_begun = has_begun or step.kind == Began.__name__
                self._tell(step)
            if is_over:
                self._is_stale = True
                return FlowerUnavailable("serve.run_died", log=str(self.folder.log))
            time.sleep(_LOOK_S)

    def _keep_up(self) -> None:
        # A run that died leaves halves of messages with the devices, which wait for the rest; a
        # SuperLink that is started again has forgotten them.
        if self._is_stale or not self._running().is_running():
            self._running().stop()
            self._link = SuperLink.start(self.folder)
            self._is_stale = False

    def _wait_until_idle(self) -> None:
        give_up = time.monotonic() + _LEAVE_S
        while self._running().is_working() and time.monotonic() < give_up:
            time.sleep(_LOOK_S)

    def _running(self) -> SuperLink:
        if self._link is None:
            raise RuntimeError("the coordinator was not started")
        return self._link


def _views_left(
    first: Snapshot, seen: Snapshot, asked: Sequence[StatisticsView]
) -> list[StatisticsView]:
    """Gives the views that were not released since `first`."""
    released = {table.view for table in seen.tables[len(first.tables) :]}
    return [view for view in asked if view.value not in released]


def _is_work_left(seen: Snapshot, settings: Settings, views: Sequence[StatisticsView]) -> bool:
    is_trained = seen.rounds_done >= settings.training.rounds and seen.is_evaluated
    return bool(views) or not is_trained
