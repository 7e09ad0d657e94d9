"""The coordinator's transparency log, in the same file as the model that it tells of.

Invariants:
1. An event commits in the transaction of what it records, or before what it announces leaves.
2. Every commit of the log carries a checkpoint of it, signed by the coordinator's key; `events`
   gives nothing from a log that does not fit it.

What this does NOT protect: the key lies in the state folder (mode 0600). Whoever may write there
can sign another history; who holds an older checkpoint or bundle sees it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from compliance.errors import ComplianceError
from compliance.log.checkpoint import Checkpoint
from compliance.log.events import DetailKey, Event, EventKind
from compliance.log.merkle import Frontier, leaf_hash
from compliance.log.note import Signer, open_note
from coordinator.database import Database, reported
from coordinator.errors import StateDamaged

KEY_NAME: Final = "log.key"
COORDINATOR: Final = "coordinator"
OPERATOR: Final = "operator"
_SEED_BYTES: Final = 32
_FRONTIER: Final = "frontier"
_CHECKPOINT: Final = "checkpoint"


def make_key(folder: Path) -> None:
    """Writes a new signing key into the folder; one that is there already stays."""
    path = folder / KEY_NAME
    with reported(folder):
        if path.exists():
            return
        fresh = folder / f"{KEY_NAME}.new"
        fresh.unlink(missing_ok=True)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_SEED_BYTES))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)


def read_signer(folder: Path) -> Signer:
    """Gives the key that signs the log; its name is made of its public half.

    Raises:
        StateDamaged: it is not there, or is none.
    """
    path = folder / KEY_NAME
    with reported(folder):
        seed = path.read_bytes() if path.is_file() else b""
    if len(seed) != _SEED_BYTES:
        raise StateDamaged("rounds.key_damaged", file=str(path))
    public = Signer("unnamed", seed).verifier.public_key
    return Signer(f"bojagi-coordinator/{sha256(public).hexdigest()[:16]}", seed)


def event(
    kind: EventKind,
    at: int,
    details: Mapping[DetailKey, int | str],
    *,
    principal: str = COORDINATOR,
    purpose: str = "",
) -> Event:
    """Gives an event of the coordinator's log."""
    return Event(
        at=at,
        kind=kind,
        principal=principal,
        purpose=purpose,
        auth="",
        bundle="",
        details=details,
        nonce=secrets.token_hex(16),
    )


class Ledger:
    """Appends and reads the log of one state."""

    def __init__(self, database: Database, signer: Signer) -> None:
        self._database = database
        self.signer = signer

    def start(self) -> None:
        """Starts an empty log, in the transaction that is under way."""
        self._write_edge(Frontier.empty())

    def append(self, *events: Event) -> None:
        """Appends events, in the transaction that is under way."""
        if not self._database.in_transaction:
            raise RuntimeError("an event is appended inside a transaction")
        # Read each time: another process of the operator's may have added an event (`admit`).
        edge = self._edge()
        for one in events:
            leaf = one.to_leaf()
            self._database.run("INSERT INTO leaf (seq, leaf) VALUES (?, ?)", edge.size, leaf)
            edge = edge.append(leaf_hash(leaf))
        self._write_edge(edge)

    def leaves(self) -> list[bytes]:
        """Gives every leaf in order, unchecked."""
        rows = self._database.all("SELECT seq, leaf FROM leaf ORDER BY seq")
        if any(seq != at or not isinstance(leaf, bytes) for at, (seq, leaf) in enumerate(rows)):
            raise self._damaged()
        return [leaf for _, leaf in rows if isinstance(leaf, bytes)]

    def events(self) -> list[Event]:
        """Gives every event, once the whole log fits its signed checkpoint.

        Raises:
            StateDamaged: it does not.
        """
        edge = Frontier.empty()
        events: list[Event] = []
        try:
            for leaf in self.leaves():
                edge = edge.append(leaf_hash(leaf))
                events.append(Event.from_leaf(leaf))
            text = open_note(self.checkpoint(), self.signer.verifier)
        except ComplianceError as error:
            raise self._damaged() from error
        if text != self._told(edge) or edge != self._edge():
            raise self._damaged()
        return events

    def checkpoint(self) -> str:
        """Gives the signed checkpoint of the log as it stands."""
        return self._meta(_CHECKPOINT).decode("utf-8", "replace")

    def _told(self, edge: Frontier) -> str:
        return Checkpoint(self.signer.name, edge.size, edge.root()).to_text()

    def _edge(self) -> Frontier:
        try:
            return Frontier.from_bytes(self._meta(_FRONTIER))
        except ComplianceError as error:
            raise self._damaged() from error

    def _write_edge(self, edge: Frontier) -> None:
        statement = "INSERT OR REPLACE INTO meta (k, v) VALUES (?, ?)"
        self._database.run(statement, _FRONTIER, edge.to_bytes())
        note = self.signer.sign(self._told(edge))
        self._database.run(statement, _CHECKPOINT, note.encode("utf-8"))

    def _meta(self, key: str) -> bytes:
        row = self._database.one("SELECT v FROM meta WHERE k = ?", key)
        if row is None or not isinstance(row[0], bytes):
            raise self._damaged()
        return row[0]

    def _damaged(self) -> StateDamaged:
        return StateDamaged("rounds.state_damaged", folder=str(self._database.folder))
