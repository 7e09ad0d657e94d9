"""The worker at a real SuperLink on loopback: who is let in, what is kept back, who is gone.

`make prove`: a SuperLink takes seconds to start. The rounds themselves are in tests/coordinator.
"""

import os
import signal
import threading
from datetime import UTC, datetime

import pytest

from coordinator.errors import CoordinatorError
from coordinator.pki import prepare_certificates
from coordinator.serve import Coordinator
from coordinator.settings import RoundSettings, Settings
from device.federation.keys import new_node_key
from device.federation.pipe import (
    Connected,
    Delivered,
    EndReason,
    Link,
    Received,
    Refused,
    Sending,
)
from device.federation.protocol import SentKind
from device.federation.sent import Consent
from device.federation.worker_process import WorkerProcess
from tests.device.round_builders import synthetic_rows

pytestmark = pytest.mark.prove


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("coordinator") / "state"
    with Coordinator(folder) as coordinator:
        yield coordinator


def worker(served, *, key=None, ca_pem=None, allowed=None, patience_s=20.0):
    if key is None:
        key = new_node_key()
        served.admit(key.public_line)
    link = Link(
        server=served.address,
        ca_pem=ca_pem or served.ca_pem,
        node_key_pem=key.private_pem,
        patience_s=patience_s,
    )
    hashes = frozenset({served.app_hash}) if allowed is None else allowed
    return WorkerProcess(link, hashes, Consent(training=True), synthetic_rows(os.getpid()))


def ended(one):
    *before, last = one.events()
    return before, last


def test_device_that_was_not_admitted_is_told_so(served):
    with worker(served, key=new_node_key()) as one:
        before, last = ended(one)
        assert (before, last.reason) == ([], EndReason.NOT_ADMITTED)
        assert one.stop() == 4


def test_coordinator_with_another_authority_is_not_spoken_to(served, tmp_path):
    other = prepare_certificates(tmp_path, datetime.now(UTC)).ca_pem
    with worker(served, ca_pem=other) as one:
        before, last = ended(one)
        assert (before, last.reason) == ([], EndReason.UNREACHABLE)


def test_worker_stops_when_asked_and_comes_in_again(served):
    key = new_node_key()
    served.admit(key.public_line)
    for _ in range(2):
        with worker(served, key=key) as one:
            assert one.next_event() == Connected()
            one.ask_to_stop()
            before, last = ended(one)
            assert (before, last.reason) == ([], EndReason.STOPPED)
            assert one.stop() == 0


class Household:
    """Three workers that are heard and answered in threads, until they end."""

    def __init__(self, served, *, answer, allowed=None):
        self.events = [[], [], []]
        self._workers = [worker(served, allowed=allowed) for _ in self.events]
        self._answer = answer
        self._threads = []

    def __enter__(self):
        for at, one in enumerate(self._workers):
            one.__enter__()
            thread = threading.Thread(target=self._hear, args=(one, self.events[at]))
            thread.start()
            self._threads.append(thread)
        return self

    def _hear(self, one, heard):
        for event in one.events():
            heard.append(event)
            if isinstance(event, Sending):
                one.answer(go=self._answer)

    def kill(self, signal_=signal.SIGKILL):
        for one in self._workers:
            os.kill(one.pid, signal_)

    def __exit__(self, *_):
        for one in self._workers:
            one.stop()
        for thread in self._threads:
            thread.join()

    def of(self, kind):
        return [event for heard in self.events for event in heard if isinstance(event, kind)]


def settings(**fields):
    return Settings(
        training=RoundSettings(rounds=1, timeout_s=15.0, wait_s=30.0, attempts=1, **fields)
    )


def test_reply_that_the_owner_keeps_back_never_arrives(tmp_path):
    with (
        Coordinator(tmp_path / "state", settings=settings(), retries=0) as served,
        Household(served, answer=False) as home,
        pytest.raises(CoordinatorError),
    ):
        served.run()
    assert len(home.of(Received)) == 3
    assert {event.sent.kind for event in home.of(Sending)} == {SentKind.UPDATE}
    assert not home.of(Delivered)


def test_app_that_is_not_on_the_list_is_refused_by_every_worker(tmp_path):
    with (
        Coordinator(tmp_path / "state", settings=settings(), retries=0) as served,
        Household(served, answer=True, allowed=frozenset({"f" * 64})) as home,
    ):
        with pytest.raises(CoordinatorError):
            served.run()
        app = served.app_hash
    assert {event.app for event in home.of(Refused)} == {app}
    assert {event.sent.error for event in home.of(Sending)} == {"ForeignApp"}
    assert not home.of(Received)


def test_worker_ends_when_the_coordinator_stays_away(tmp_path):
    with Coordinator(tmp_path / "state") as served:
        one = worker(served, patience_s=2.0)
        one.__enter__()
        assert one.next_event() == Connected()
    _, last = ended(one)
    assert last.reason is EndReason.LOST
    assert one.stop() == 5
