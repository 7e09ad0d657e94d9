"""Taking part in a federation: what the owning process does while a worker speaks for it.

The vault stays here. The worker is a child process with fixed code; it gets feature rows and bits
through a pipe and nothing else. Before a reply leaves, it says exactly what would leave and waits;
that is written to the log here, and only then let go.

Invariants:
1. Nothing leaves without the consent that it needs: rows reach the worker only with consent to
   updates, statistics bits only with consent to statistics; and what a worker asks to send is held
   against the consents as they are then.
2. No log, no sending: the event is committed before the worker is told to go on.
3. The worker holds neither a key of the vault nor its path.
4. A worker that does not answer, or never stops talking, keeps nobody: it is told to stop, and what
   is left of it after a while is killed.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Final, Self, assert_never

import numpy as np

from compliance.log.events import Event, EventKind
from device.compose import Device
from device.errors import BadInput
from device.federation.allowed import ALLOWED_APPS
from device.federation.protocol import SentKind, StatisticsPlan, StatisticsView
from device.federation.sent import Consent, Sent
from device.federation.statistics import cells
from device.federation.worker_process import (
    GRACE_S,
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
from device.learning.models import FEATURES, Array
from device.learning.rewards import Rows

_MICRO: Final = 1_000_000
_DAY_S: Final = 86_400
_POLL_S: Final = 0.5
_LONGEST_PATIENCE_S: Final = 60.0


class Participation:
    """One stretch of taking part, from its start to its end. Use it as a context manager.

    Attributes:
        rows: How many memories the worker may learn from.
        sent: Everything that was let go, in order.
        refused: Hashes of apps that asked and are not on the allow-list.
        ended: Why it ended; None while it goes on.
    """

    def __init__(self, device: Device, *, patience_s: float = 60.0) -> None:
        """Prepares what the worker will know.

        Args:
            patience_s: How long the coordinator may be out of reach.

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
        rows = _rows(device) if consent.training else _rows_of([], [])
        link = Link(
            server=settings.membership.server,
            ca_pem=settings.membership.ca_pem,
            node_key_pem=settings.membership.node_key_pem,
            patience_s=patience_s,
        )
        self._device = device
        self._worker = WorkerProcess(
            link, ALLOWED_APPS, consent, rows, _bits(device) if consent.statistics else {}
        )
        self.rows = len(rows)
        self.sent: list[Sent] = []
        self.refused: list[str] = []
        self.ended: EndReason | None = None

    def __enter__(self) -> Self:
        self._worker.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._worker.__exit__(kind, error, trace)

    def next_event(self, timeout_s: float) -> WorkerEvent | None:
        """Gives what happened next, once it is in the log; None where nothing did in time.

        What the worker is about to send leaves when this returns it.
        """
        event = self._worker.next_event(timeout_s)
        if isinstance(event, Sending) and not self._may_leave(event.sent.kind):
            self._worker.answer(go=False)
            self._worker.ask_to_stop()
            return None
        if event is not None:
            self._note(event)
        if isinstance(event, Sending):
            self._worker.answer(go=True)
        return event

    def ask_to_stop(self) -> None:
        """Asks the worker to end soon; `next_event` still tells its last words."""
        self._worker.ask_to_stop()

    def _may_leave(self, kind: SentKind) -> bool:
        """Tells whether the owner agrees to this now."""
        settings = self._device.settings
        match kind:
            case SentKind.UPDATE | SentKind.EVALUATION:
                return settings.share_updates
            case SentKind.STATISTICS:
                return settings.share_statistics
            case SentKind.ERROR:
                return True
            case _:
                assert_never(kind)

    def _note(self, event: WorkerEvent) -> None:
        """Writes down what happens, in the log where something comes or goes."""
        guard = self._device.guard
        match event:
            case Sending(sent=sent):
                guard.note(
                    EventKind.SHARED,
                    reason=sent.kind.value,
                    round=sent.round,
                    tensors=len(sent.tensors),
                    bytes=sent.bytes,
                    norm_micro=round(sent.norm * _MICRO),
                    digest=sent.digest,
                )
                self.sent.append(sent)
            case Refused(app=app):
                guard.note(EventKind.REFUSED, reason="foreign-app", digest=app)
                self.refused.append(app)
            case Ended(reason=reason):
                self.ended = reason
            case Connected() | Received() | Delivered() | Undelivered():
                pass
            case _:
                assert_never(event)


def take_part(
    device: Device, *, patience_s: float, tell: Callable[[WorkerEvent], None]
) -> Participation:
    """Takes part in rounds until the coordinator stays quiet for `patience_s`, or Ctrl-C.

    Args:
        tell: Told what happens, once it is in the log.

    Raises:
        BadInput: no federation was joined.
        ValueError: there is no consent; ask before.
    """
    with Participation(device, patience_s=min(patience_s, _LONGEST_PATIENCE_S)) as taking_part:
        heard_at = time.monotonic()
        leave_at = float("inf")  # once it was told to stop
        while taking_part.ended is None and time.monotonic() < leave_at:
            try:
                event = taking_part.next_event(_POLL_S)
                if event is not None:
                    heard_at = time.monotonic()
                    tell(event)
                elif time.monotonic() - heard_at > patience_s:
                    taking_part.ask_to_stop()
                    leave_at = min(leave_at, time.monotonic() + GRACE_S)  # for its last words
            except KeyboardInterrupt:
                taking_part.ask_to_stop()
                leave_at = min(leave_at, time.monotonic() + GRACE_S)
    if taking_part.ended is None:
        taking_part.ended = EndReason.DIED  # it had to be killed
    return taking_part


def _rows(device: Device) -> Rows:
    found = device.guard.train()
    return _rows_of([row.features for row in found], [row.value for row in found])


def _rows_of(features: list[Array], values: list[float]) -> Rows:
    matrix = np.array(features, np.float32).reshape(-1, FEATURES)
    return Rows(matrix, np.array(values, np.float32))


def _bits(device: Device) -> Mapping[StatisticsView, Mapping[str, int]]:
    events: list[Event] = [line.event for line in device.rights.log()]
    language, now = device.settings.language, device.clock()
    return {
        view: cells(events, language, now, plan, _steady_choice(device, plan, now))
        for view in StatisticsView
        for plan in [StatisticsPlan(view=view)]
    }


def _steady_choice(device: Device, plan: StatisticsPlan, now: int) -> np.random.Generator:
    """Gives the choice among too many bits, the same for a whole period.

    Drawn anew each time, all of them would be told to whoever asks often enough. The node key makes
    it nobody else's guess.
    """
    membership = device.settings.membership
    assert membership is not None
    period = now // (plan.period_days * _DAY_S)
    told = f"{membership.node_key_pem}\n{plan.view}\n{period}".encode()
    return np.random.default_rng(int.from_bytes(hashlib.sha256(told).digest()))
