"""The order of tests: those that mostly wait come first, so that others run beside them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

FIRST = ("tests/e2e/test_demo.py", "tests/e2e/test_hostile", "tests/coordinator/test_serve.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Moves the long files to the front; the order is the same in every process."""

    def place(item: pytest.Item) -> int:
        ranks: Sequence[int] = [
            at for at, prefix in enumerate(FIRST) if item.nodeid.startswith(prefix)
        ]
        return ranks[0] if ranks else len(FIRST)

    items.sort(key=place)
