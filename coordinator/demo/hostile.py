"""A device that means harm, for the demo: admitted, answering in time, with NaN for an update.

python -m coordinator.demo.hostile      its link as one JSON line on standard input
"""

from __future__ import annotations

import os
import sys
import threading

import numpy as np
from flwr.app import Array, ArrayRecord, Context, Message, MetricRecord, RecordDict
from flwr.clientapp import ClientApp

from device.federation.allowed import ALLOWED_APPS
from device.federation.flower_adapter import serve
from device.federation.pipe import Link, WorkerEvent
from device.federation.protocol import MEASURES_RECORD, UPDATE_RECORD
from device.federation.sent import Sent
from device.learning.models import GATE_SHAPES


class Careless:
    """An owner that lets everything go."""

    def tell(self, event: WorkerEvent) -> None:
        """Hears nothing."""

    def before_send(self, sent: Sent) -> None:
        """Lets it go."""

    def after_send(self, *, is_delivered: bool) -> None:
        """Does not care."""


def answer_with_nan(message: Message, _: Context) -> Message:
    """Gives an update that is right in every way but for its numbers."""
    arrays = {
        name: Array(np.full(shape, np.nan, np.float32)) for name, shape in GATE_SHAPES.items()
    }
    content = RecordDict()
    content[UPDATE_RECORD] = ArrayRecord(arrays)
    content[MEASURES_RECORD] = MetricRecord({"weight": 64, "reward": 1.0})
    return Message(content, reply_to=message)


def main() -> None:
    """Answers until the input ends."""
    link = Link.model_validate_json(sys.stdin.readline())
    stop = threading.Event()

    def listen() -> None:
        sys.stdin.read()
        stop.set()

    threading.Thread(target=listen, daemon=True).start()
    client = ClientApp()
    client.train()(answer_with_nan)
    serve(link, client, ALLOWED_APPS, Careless(), stop)


if __name__ == "__main__":
    main()
    os._exit(0)  # Flower's threads may still wait on a socket
