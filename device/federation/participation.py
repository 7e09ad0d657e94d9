"""Taking part in a federation: what the owning process does while a worker speaks for it.

The vault stays here. The worker is a child process with fixed code; it gets feature rows and bits
through a pipe and nothing else. Before a reply leaves, it says exactly what would leave and waits;
that is written to the log here, and only then let go.

Invariants:
1. Nothing leaves without the consent that it needs: rows reach the worker only with consent to
   updates, statistics bits only with consent to statistics.
2. No log, no sending: the event is committed before the worker is told to go on.
3. The worker holds neither a key of the vault nor its path.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, assert_never

import numpy as np

from compliance.log.events import Event, EventKind
from device.compose import Device
from device.errors import BadInput
from device.federation.allowed import ALLOWED_APPS
from device.federation.protocol import StatisticsPlan, StatisticsView
from device.federation.sent import Consent, Sent
from device.federation.statistics import cells
from device.federation.worker_process import (
    Connected,
    Delivered,
    Ended,
    EndReason,
    Link,
    Received,
    Refused,
    Sending,
    Undelivered,
    WorkerEvent,
    WorkerProcess,
)
from device.learning.models import FEATURES
from device.learning.rewards import Rows

_MICRO: Final = 1_000_000
_POLL_S: Final = 0.5


@dataclass(slots=True)
class Participation:
    """What came of taking part.

    Attributes:
        rows: How many memories the worker may learn from.
        sent: Everything that was let go, in order.
        refused: Hashes of apps that asked and are not on the allow-list.
        ended: Why it ended.
    """

    rows: int = 0
    sent: list[Sent] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    ended: EndReason = EndReason.DIED


def take_part(
    device: Device,
    *,
    patience_s: float,
    tell: Callable[[WorkerEvent], None],
    clock: Callable[[], float] = time.monotonic,
) -> Participation:
    """Takes part in rounds until the coordinator stays quiet for `patience_s`, or Ctrl-C.

    Args:
        tell: Told what happens, once it is in the log.

    Raises:
        BadInput: no federation was joined.
        ValueError: there is no consent; ask before.
    """
    settings = device.settings
    if settings.membership is None:
        raise BadInput("federation.not_joined")
    consent = Consent(training=settings.share_updates, statistics=settings.share_statistics)
    if not (consent.training or consent.statistics):
        raise ValueError("taking part needs a consent")
    rows = _rows(device) if consent.training else _rows_of([])
    link = Link(
        server=settings.membership.server,
        ca_pem=settings.membership.ca_pem,
        node_key_pem=settings.membership.node_key_pem,
        patience_s=min(patience_s, 60.0),
    )
    done = Participation(rows=len(rows))
    bits = _bits(device) if consent.statistics else {}
    with WorkerProcess(link, ALLOWED_APPS, consent, rows, bits) as worker:
        heard_at = clock()
        while True:
            try:
                event = worker.next_event(_POLL_S)
                if event is None:
                    if clock() - heard_at > patience_s:
                        worker.ask_to_stop()
                        heard_at = clock()  # its last words are still to come
                    continue
                heard_at = clock()
                _note(device, event, done)
                if isinstance(event, Sending):
                    worker.answer(go=True)
                tell(event)
                if isinstance(event, Ended):
                    return done
            except KeyboardInterrupt:
                worker.ask_to_stop()


def _note(device: Device, event: WorkerEvent, done: Participation) -> None:
    """Writes down what happens, in the log where something comes or goes."""
    match event:
        case Sending(sent=sent):
            device.guard.note(
                EventKind.SHARED,
                reason=sent.kind.value,
                round=sent.round,
                tensors=len(sent.tensors),
                bytes=sent.bytes,
                norm_micro=round(sent.norm * _MICRO),
                digest=sent.digest,
            )
            done.sent.append(sent)
        case Refused(app=app):
            device.guard.note(EventKind.REFUSED, reason="foreign-app", digest=app)
            done.refused.append(app)
        case Ended(reason=reason):
            done.ended = reason
        case Connected() | Received() | Delivered() | Undelivered():
            pass
        case _:
            assert_never(event)


def _rows(device: Device) -> Rows:
    found = device.guard.train()
    features = [row.features for row in found]
    return _rows_of(features, [row.value for row in found])


def _rows_of(features: list[np.ndarray], values: list[float] | None = None) -> Rows:
    matrix = np.array(features, np.float32).reshape(-1, FEATURES)
    return Rows(matrix, np.array(values or [], np.float32))


def _bits(device: Device) -> Mapping[StatisticsView, Mapping[str, int]]:
    events: list[Event] = [line.event for line in device.rights.log()]
    language, now = device.settings.language, device.clock()
    return {
        view: cells(events, language, now, StatisticsPlan(view=view)) for view in StatisticsView
    }
