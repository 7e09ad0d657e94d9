"""An app without a window, for tests: the UI thread is whoever calls `settle`."""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from tempfile import mkdtemp
from typing import Any

from fido2.ctap import CtapDevice

from device.app.services.unlocking import Unlocking
from device.app.services.vault_service import VaultService
from device.app.services.worker import Worker
from device.app.viewmodels.detail import DetailModel
from device.app.viewmodels.session import AppSession
from device.app.viewmodels.step_up import StepUpModel
from device.app.viewmodels.timeline import TimelineModel
from device.app.viewmodels.unlock import UnlockModel
from device.vault.authenticators.fido2 import SecurityKeyFactor
from device.vault.kdf import KdfParameters
from device.vault.keystores.keystore import Keystore
from policy.catalog import Language
from tests.people import PASSPHRASE, STEP_UP, Clock, make_device, remember

PATIENCE_S = 120
FERRY = "直島行きのフェリーは朝9時に出る"
BUCKWHEAT = "미나는 메밀 알레르기가 있어"
SALARY = "우리은행 계좌에 월급 320만 원이 들어왔어"
FIREWORKS = "来週の花火大会の席を予約した"


class BusyWorker(Worker):
    """One that has no quiet moment, so that the log holds only what a test asked for."""

    def when_quiet(self, chore: Callable[[], bool]) -> None:
        """Never does it."""


@dataclass(slots=True)
class Desk:
    """A session over a vault in `folder`, with a clock that is turned by hand."""

    folder: Path
    language: Language = "en"
    follow_vault: bool = False
    clock: Clock = field(default_factory=Clock)
    keystore: Keystore | None = None
    keys: list[CtapDevice] = field(default_factory=list)
    does_chores: bool = False
    posted: SimpleQueue[Callable[[], None]] = field(default_factory=SimpleQueue)
    worker: Worker = field(init=False)
    session: AppSession = field(init=False)
    unlocking: UnlockModel = field(init=False)

    def __post_init__(self) -> None:
        self.worker = Worker(self.posted.put) if self.does_chores else BusyWorker(self.posted.put)
        self.session = AppSession(
            self.worker,
            self.folder,
            self.language,
            self.posted.put,
            self.clock,
            follow_vault=self.follow_vault,
            make_service=lambda: VaultService(self.unlocking_by()),
        )
        self.unlocking = UnlockModel(self.session)

    def unlocking_by(self) -> Unlocking:
        """Gives the ways to an open vault: fast ones, with the desk's keystore."""
        keystore = self.keystore
        return Unlocking(
            self.clock,
            KdfParameters(),
            lambda _: keystore,
            lambda: keystore,
            lambda person: SecurityKeyFactor(person, lambda: iter(self.keys), 20),
        )

    def settle(self) -> None:
        """Runs what was posted until the worker has nothing left and nobody posts any more."""
        is_quiet = False
        while not is_quiet:
            reached: list[bool] = []
            self.worker.submit(lambda: True, reached.append, lambda _told: None)
            is_quiet = True
            while not reached:
                self.posted.get(timeout=PATIENCE_S)()
                is_quiet = is_quiet and bool(reached)

    def unlock(self, passphrase: str = PASSPHRASE) -> Desk:
        """Unlocks and waits."""
        self.unlocking.unlock(passphrase)
        self.settle()
        return self

    def timeline(self) -> TimelineModel:
        """Gives the list, its first page loaded."""
        model = TimelineModel(self.session)
        self.settle()
        return model

    def detail(self, memory_id: int) -> DetailModel:
        """Gives one memory, loaded."""
        model = DetailModel(self.session)
        model.open(memory_id)
        self.settle()
        return model

    def step_up(self, secret: str = STEP_UP) -> StepUpModel:
        """Shows the second secret and waits."""
        model = StepUpModel(self.session)
        model.step_up(secret)
        self.settle()
        return model

    def later(self, seconds: int) -> None:
        """Turns the clock, and waits for what that brings."""
        self.clock.now += seconds
        self.session.tick()
        self.settle()

    def texts(self, timeline: TimelineModel) -> list[str]:
        """Gives what the list shows."""
        return [row.text for row in timeline.rows]


@cache
def _vault_of(*, with_step_up: bool) -> Path:
    home = Path(mkdtemp(prefix="bojagi-desk-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    folder = home / "vault"
    clock = Clock()
    clock.now -= 7_200
    device = make_device(folder, clock, step_up=STEP_UP if with_step_up else None, language="ko")
    for text in (FERRY, BUCKWHEAT, SALARY, FIREWORKS):
        clock.now += 60
        remember(device, text)
    device.close()
    return folder


@contextmanager
def desk_at(
    folder: Path,
    language: Language = "en",
    *,
    with_step_up: bool = True,
    follow_vault: bool = False,
    **more: Any,
) -> Iterator[Desk]:
    """Gives a locked app over a copy of a vault with four memories: two everyday, one private, one
    about money. Their ids are 1 to 4, in the order of the names above.
    """  # fmt: skip
    shutil.copytree(_vault_of(with_step_up=with_step_up), folder)
    desk = Desk(folder, language, follow_vault, **more)
    try:
        yield desk
    finally:
        desk.session.close()
