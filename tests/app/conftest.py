"""One window for all tests of the app: a process has no second one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from device.app.bootstrap import PHONE, Stage, open_window, prepare
from tests.app.driver import Driver, drive

HOME = Path("/nonexistent/bojagi-kivy")  # kivy must not need a home


@pytest.fixture(scope="session")
def window() -> object:
    """The window, drawn off screen."""
    prepare(Stage(home=HOME, size=PHONE, is_headless=True))
    return open_window()


@pytest.fixture
def phone(window: object) -> Iterator[Driver]:
    """An app in English on a phone, over a fake vault, locked."""
    with drive() as driver:
        yield driver
