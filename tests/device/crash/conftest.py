"""One warm nursery for all crash tests of a process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.device.crash.driver import cheap_secrets
from tests.device.crash.nursery import Nursery
from tests.device.crash.recorder import build_recorder, require_recorder


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Gives the warm process, under the recorder; skips where there can be none."""
    require_recorder()
    with Nursery(build_recorder(tmp_path_factory.mktemp("recorder"))) as nursery:
        yield nursery


@pytest.fixture
def _cheap() -> Iterator[None]:
    """Derives keys from secrets by one hash in this process too, while a test runs."""
    with cheap_secrets():
        yield
