"""Reads what others wrote, within bounds, and writes what only its owner may read."""

from __future__ import annotations

import os
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from policy.errors import PolicyError

MAX_POLICY_BYTES: Final = 1 << 20

_OTHERS: Final = 0o077


def read_bounded(entry: Traversable, limit: int = MAX_POLICY_BYTES) -> bytes:
    """Gives what a file holds.

    Raises:
        PolicyError: it is missing, unreadable or too large.
    """
    try:
        if not entry.is_file():  # no pipe and no device, which have no end
            raise PolicyError("policy.unreadable", name=str(entry), reason="not a file")
        with entry.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise PolicyError(
            "policy.unreadable", name=str(entry), reason=type(error).__name__
        ) from error
    if len(data) > limit:
        raise PolicyError("policy.too_large", name=str(entry), limit=limit)
    return data


def as_text(data: bytes, name: str) -> str:
    """Gives the text that a file's bytes are.

    Raises:
        PolicyError: it is not UTF-8.
    """
    try:
        # A mark at the start and the kind of line end are the editor's, and no part of a rule.
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise PolicyError("policy.unreadable", name=name, reason=type(error).__name__) from error


def write_secret(path: Path, text: str) -> None:
    """Writes a new file that its owner alone can read.

    Raises:
        PolicyError: there is such a file, or it cannot be written.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise PolicyError("bundles.key_exists", name=str(path)) from error
    except OSError as error:
        raise PolicyError(
            "bundles.unwritable", name=str(path), reason=type(error).__name__
        ) from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)


def read_secret(path: Path, limit: int) -> bytes:
    """Gives what a secret file holds.

    Raises:
        PolicyError: others may read it too, or it is missing, unreadable or too large.
    """
    data = read_bounded(path, limit)
    if os.name == "posix" and path.stat().st_mode & _OTHERS:  # elsewhere, modes tell nothing
        raise PolicyError("bundles.key_open", name=str(path))
    return data
