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

from compliance.log.events import EventKind
from device.errors import DeviceError
from device.vault.store import Vault
from policy.vocabulary import ClassName
from tests.builders import (
    EVERYDAY,
    FINANCE,
    PRIVATE,
    add,
    erase,
    new_event,
    new_item,
    new_vault,
    read,
    rebind,
    unlock,
)


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


def idle(folder: Path) -> None:
    """Unlocks and does nothing: what a broken worker looks like to a crash test."""
    vault = unlock(folder)
    say("ready")
    sys.stdin.readline()
    vault.close()


def churn(folder: Path, seed: str) -> None:
    """Adds, rebinds, counts, erases and compacts for ever; the parent kills it."""
    rng = np.random.default_rng(int(seed))
    vault = unlock(folder)
    say("ready")
    alive = sorted(int(row["id"][0]) for row in vault.open_rows())
    while True:
        items = [
            new_item(rng.bytes(int(rng.integers(1, 600))), EVERYDAY, rng=rng)
            for _ in range(int(rng.integers(1, 6)))
        ]
        ids = add(vault, *items)
        for item_id, item in zip(ids, items, strict=True):
            say("added", item_id, sha256(item.payload).hexdigest())
        alive += ids
        vault.compact()
        _write_to_a_closed_class(vault, rng)
        for _ in range(int(rng.integers(1, 4))):
            gone = alive.pop(int(rng.integers(len(alive))))
            say("erasing", gone)
            if erase(vault, gone):
                say("erased", gone)
            if not alive:
                break
        if alive:
            _use(vault, alive[int(rng.integers(len(alive)))], rng)


def _write_to_a_closed_class(vault: Vault, rng: np.random.Generator) -> None:
    """Adds to the inbox, and erases from it or from what an earlier step-up folded in."""
    payload = rng.bytes(20)
    (item_id,) = add(vault, new_item(payload, FINANCE, rng=rng))
    say("added", item_id, sha256(payload).hexdigest())
    cid = vault._keyring.class_named(ClassName.FINANCE).cid
    closed = [row[0] for row in vault._database.all("SELECT id FROM item WHERE cid = ?", cid)]
    if rng.random() < 0.5:
        gone = closed[int(rng.integers(len(closed)))]
        say("erasing", gone)
        erase(vault, gone)
        say("erased", gone)


def _use(vault: Vault, item_id: int, rng: np.random.Generator) -> None:
    with vault.transaction():
        vault.append(new_event(EventKind.RELEASED))
        vault.count_read(item_id, 1_700_000_003)
    say("read", item_id, vault.reads(item_id))
    if rng.random() < 0.3:
        rebind(vault, item_id, PRIVATE)
        say("rebound", item_id)
    read(vault, item_id)


def main() -> None:
    """Runs the role and tells a refusal by its key."""
    role, folder, *rest = sys.argv[1:]
    roles = {
        "hold": hold,
        "fill": fill,
        "make": make,
        "idle": idle,
        "churn": churn,
    }
    try:
        roles[role](Path(folder), *rest)
    except DeviceError as error:
        say("refused", type(error).__name__, error.key)


if __name__ == "__main__":
    main()
