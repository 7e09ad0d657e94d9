"""The order of tests, a device for them, and one costly function that is asked for the same.

Those tests come first that mostly wait, so that others run beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from device.compose import Device
from tests.people import Clock, make_device

FIRST = ("tests/e2e/test_demo.py", "tests/e2e/test_hostile", "tests/coordinator/test_serve.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Moves the long files to the front; the order is the same in every process."""

    def place(item: pytest.Item) -> int:
        ranks: Sequence[int] = [
            at for at, prefix in enumerate(FIRST) if item.nodeid.startswith(prefix)
        ]
        return ranks[0] if ranks else len(FIRST)

    items.sort(key=place)


class RememberedArgon2id:
    """Argon2id, which is asked but once for the same secret, salt and cost.

    Its answers are the real ones, and every wrong secret is derived anew. The least that a vault
    allows costs 0.15 s, and the tests show the same passphrase to copies of the same vault some
    thousands of times. Processes of their own derive each time.
    """

    _answers: ClassVar[dict[tuple[Any, ...], bytes]] = {}

    def __init__(self, **cost: Any) -> None:
        self._kdf = Argon2id(**cost)
        self._cost = tuple(sorted(cost.items()))
        # Calibration measures how long it takes, and shows a salt of zeros.
        self._is_timed = cost["salt"] == bytes(len(cost["salt"]))

    def derive(self, secret: bytes) -> bytes:
        """Gives the key that belongs to a secret."""
        asked = (*self._cost, secret)
        if self._is_timed or asked not in self._answers:
            self._answers[asked] = self._kdf.derive(secret)
        return self._answers[asked]


@pytest.fixture(scope="session", autouse=True)
def remembered_keys() -> Iterator[None]:
    """Lets every vault in this process be unlocked again at no cost."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("device.vault.kdf.Argon2id", RememberedArgon2id)
        yield


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until a test moves it."""
    return Clock()


@pytest.fixture
def device(tmp_path: Path, clock: Clock) -> Iterator[Device]:
    """A new, unlocked device without a second secret, so that every class is open."""
    device = make_device(tmp_path / "vault", clock, step_up=None)
    yield device
    device.close()
