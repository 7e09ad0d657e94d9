"""A security key whose every command comes to an end, whatever the key does."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from typing import Final

from fido2.ctap import STATUS, CtapDevice
from fido2.hid import ConnectionFailure

SILENCE_S: Final = 5.0


class Watched(CtapDevice):
    """A device that counts as gone once it is silent where it should have answered.

    The library waits for a key's next packet for ever. Here a command that was told to stop, or one
    that asks nothing of the person and so has no `event`, has `silence_s` to come back. What the
    person is asked and told stays in the thread of the caller.

    Args:
        device: The device itself.
        silence_s: How long it may be silent. A key gives a sign every 0.1 s (CTAP 2.1, 11.2.9.2.1).
    """

    def __init__(self, device: CtapDevice, silence_s: float = SILENCE_S) -> None:
        self._device = device
        self._silence_s = silence_s

    @property
    def capabilities(self) -> int:
        """As the device tells them."""
        return self._device.capabilities

    def call(
        self,
        cmd: int,
        data: bytes = b"",
        event: threading.Event | None = None,
        on_keepalive: Callable[[STATUS], None] | None = None,
    ) -> bytes:
        """Sends a command and gives the answer.

        Raises:
            CtapError: the device refused.
            ConnectionFailure: it is silent, or gone.
            OSError: it is gone.
        """
        stop = event or threading.Event()
        heard: queue.SimpleQueue[STATUS | bytes | Exception] = queue.SimpleQueue()

        def run() -> None:
            try:
                heard.put(self._device.call(cmd, data, stop, heard.put))
            except Exception as error:  # noqa: BLE001  # the asking thread must hear of it
                heard.put(error)

        threading.Thread(target=run, name="bojagi-security-key", daemon=True).start()
        answered = False
        try:
            while True:
                must_answer = event is None or stop.is_set()
                try:
                    answer = heard.get(timeout=self._silence_s)
                except queue.Empty:
                    if must_answer:
                        raise ConnectionFailure("no answer") from None
                    continue
                if isinstance(answer, STATUS):
                    if on_keepalive is not None:
                        on_keepalive(answer)
                    continue
                answered = True
                if isinstance(answer, Exception):
                    raise answer
                return answer
        finally:
            if not answered:  # the person broke off, or the device is silent: it must not go on
                stop.set()

    @classmethod
    def list_devices(cls) -> Iterator[CtapDevice]:
        """Gives none: each is made of a device that was found."""
        return iter(())
