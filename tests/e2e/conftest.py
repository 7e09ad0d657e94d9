"""Owners at the command line, whose keystore is not that of whoever runs the tests."""

from __future__ import annotations

from pathlib import Path

import keyring
import pytest
from keyring.backends import null

from tests.e2e.owner import JA, KO, MONEY_JA, Drawer, Owner


@pytest.fixture(autouse=True)
def no_keystore(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps the desktop's own keystore out of the tests."""
    monkeypatch.setattr(keyring, "get_keyring", null.Keyring)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture
def drawer(monkeypatch: pytest.MonkeyPatch) -> Drawer:
    """A keystore that hides what it replaces."""
    kept = Drawer()
    monkeypatch.setattr(keyring, "get_keyring", lambda: kept)
    return kept


@pytest.fixture
def owner(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Owner:
    """Somebody without a vault yet."""
    return Owner(tmp_path, capsys)


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where vaults are kept that many tests start from: making one costs more than most tests."""
    return tmp_path_factory.mktemp("templates")


@pytest.fixture
def ready(owner: Owner, templates: Path) -> Owner:
    """An owner with a Japanese and a Korean chat, a typed sentence, and one memory about money."""

    def fill() -> None:
        owner.init()
        owner.take_in("ja.txt", JA + MONEY_JA)
        owner.take_in("ko.txt", KO)
        owner.ask("remember", "Remember this: the ferry to Naoshima leaves at 9:10")

    return owner.prepared(templates / "ready", fill)


@pytest.fixture
def large(owner: Owner, templates: Path) -> Owner:
    """An owner with a whole segment of everyday memories, 1,104 in all; the last is Korean."""

    def fill() -> None:
        owner.init()
        lines = [f"09:{at % 60:02}\t健太\t港の {at} 番倉庫で荷物を受け取る" for at in range(1_100)]
        owner.take_in("long.txt", JA + "\n2026/06/03(水)\n" + "\n".join(lines) + "\n")
        owner.ask("remember", "전망대 표는 서랍 안에 있다")

    return owner.prepared(templates / "large", fill)
