"""A process that migrates and dies: `... -m tests.device.migrate_worker HOW FOLDER SECRETS STEP`.

HOW is `upgrade`, or `list`, which writes a plain file in the new vault's place. SECRETS are the
passphrase and, behind a line end, the second secret if there is one. STEP is a step of the
migration, or with `list` also `building`: half of the new vault was written then.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from device.upgrade import upgrade
from device.vault.format1.snapshot import Snapshot
from device.vault.migrate import Step, migrate

BUILDING = "building"
NOW = 1_760_000_000


def list_names(building: Path, snapshot: Snapshot) -> None:
    """Stands for what makes a vault of today: an SQLite file with something of every memory."""
    with closing(sqlite3.connect(building / "vault.db")) as file:
        file.execute("PRAGMA journal_mode=WAL")
        with file:
            file.execute("CREATE TABLE found (id INTEGER PRIMARY KEY, payload BLOB)")
        for item in snapshot.items():
            with file:
                file.execute("INSERT INTO found VALUES (?, ?)", (item.id, item.payload))


def die() -> None:
    """Ends this process as a power switch would, as far as a process can."""
    os.kill(os.getpid(), signal.SIGKILL)


def list_half(building: Path, snapshot: Snapshot) -> None:
    """Writes some, and dies with the WAL open."""
    file = sqlite3.connect(building / "vault.db")
    file.execute("PRAGMA journal_mode=WAL")
    file.execute("CREATE TABLE found (id INTEGER PRIMARY KEY, payload BLOB)")
    item = next(snapshot.items())
    file.execute("INSERT INTO found VALUES (?, ?)", (item.id, item.payload))
    file.commit()
    die()


def main() -> None:
    """Migrates until the step."""
    how, folder, secrets, last = sys.argv[1:]
    passphrase, _, rest = secrets.partition("\n")
    step_up = rest or None

    def reached(step: Step) -> None:
        if step == last:
            die()

    if how == "upgrade":
        upgrade(Path(folder), passphrase, step_up, clock=lambda: NOW, reached=reached)
    else:
        build = list_half if last == BUILDING else list_names
        migrate(Path(folder), passphrase, step_up, build, reached)


if __name__ == "__main__":
    main()
