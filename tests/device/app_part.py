"""A participation that a test leads: it says what it is told to say, and lets a test look."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field
from typing import Self

from compliance.log.events import EventKind
from device.compose import Device
from device.federation.protocol import SentKind
from device.federation.sent import Consent, Sent
from device.federation.worker_process import Refused, Sending, WorkerEvent
from device.settings import Membership

SERVER = "127.0.0.1:9092"


@dataclass
class FakePart:
    """One stretch of taking part; logs what it lets go, as the real one does."""

    device: Device
    consent: Consent
    to_say: deque[WorkerEvent] = field(default_factory=deque)
    has_begun: bool = False
    is_asked_to_stop: bool = False
    has_ended: threading.Event = field(default_factory=threading.Event)
    may_end: threading.Event = field(default_factory=threading.Event)
    threads: set[str] = field(default_factory=set)

    def __enter__(self) -> Self:
        self.has_begun = True
        return self

    def __exit__(self, *_: object) -> None:
        self.may_end.wait(60)
        self.has_ended.set()

    def next_event(self, timeout_s: float) -> WorkerEvent | None:
        assert timeout_s == 0, "the vault's thread must not wait"
        assert not self.is_asked_to_stop, "nothing is let go once it was asked to stop"
        self.threads.add(threading.current_thread().name)
        event = self.to_say.popleft() if self.to_say else None
        if isinstance(event, Sending):
            details = {"reason": event.sent.kind.value, "round": event.sent.round}
            self.device.guard.note(EventKind.SHARED, digest=event.sent.digest, **details)
        if isinstance(event, Refused):
            self.device.guard.note(EventKind.REFUSED, reason="foreign-app", digest=event.app)
        return event

    def ask_to_stop(self) -> None:
        self.is_asked_to_stop = True


@dataclass
class Parts:
    """Makes participations and keeps them, in order. They end at once unless `is_slow`."""

    made: list[FakePart] = field(default_factory=list)
    is_installed: bool = True
    is_slow: bool = False
    fault: Exception | None = None

    def begin(self, device: Device) -> FakePart:
        if self.fault is not None:
            raise self.fault
        settings = device.settings
        consent = Consent(training=settings.share_updates, statistics=settings.share_statistics)
        part = FakePart(device, consent)
        if not self.is_slow:
            part.may_end.set()
        self.made.append(part)
        return part

    @property
    def last(self) -> FakePart:
        return self.made[-1]


def joined(device: Device) -> None:
    """Joins a federation that is nowhere."""
    membership = Membership(server=SERVER, ca_pem="ca", node_key_pem="key", node_public="public")
    changed = device.settings.model_copy(update={"membership": membership})
    device.change_settings(changed, EventKind.MAINTAINED)


def sending(kind: SentKind = SentKind.UPDATE, number: int = 3) -> Sending:
    """What a worker says before a reply leaves."""
    return Sending(sent=Sent(kind=kind, round=number, digest="ab" * 32))
