"""What the vault tests run as a second process: `python -m tests.device.vault_worker ROLE ...`.

It prints one line per durable act, after the act. A line that was printed is a promise.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np

from device.errors import DeviceError
from tests.builders import add, new_item, new_vault, unlock


def say(*words: object) -> None:
    """Tells the parent, in one write: a line is whole or not there."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def hold(folder: Path) -> None:
    """Unlocks, and stays until the parent says so."""
    vault = unlock(folder)
    say("holding")
    sys.stdin.readline()
    vault.close()


def limit_files_to(size_bytes: int) -> None:
    """Lets no file of this process grow beyond: what a full disk or a quota does."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, size_bytes))


def fill(folder: Path, limit: str) -> None:
    """Adds until the disk is full, then dies."""
    vault = unlock(folder)
    limit_files_to(int(limit))
    rng = np.random.default_rng(0)
    while True:
        payload = rng.bytes(3_000)
        try:
            (item_id,) = add(vault, new_item(payload, rng=rng))
        except DeviceError as error:
            say("refused", type(error).__name__, error.key)
            break
        say("added", item_id, sha256(payload).hexdigest())
    os._exit(0)  # as a program that dies of it


def make(folder: Path, limit: str) -> None:
    """Makes a vault on a disk that is too small for one."""
    limit_files_to(int(limit))
    new_vault(folder).close()


def main() -> None:
    """Runs the role and tells a refusal by its key."""
    role, folder, *rest = sys.argv[1:]
    roles = {
        "hold": hold,
        "fill": fill,
        "make": make,
    }
    try:
        roles[role](Path(folder), *rest)
    except DeviceError as error:
        say("refused", type(error).__name__, error.key)


if __name__ == "__main__":
    main()
