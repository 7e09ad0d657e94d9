"""A coordinator's state: the model, the rounds behind it, and the log, in one file.

Invariants:
1. A round's model, its ledger line and its log events commit in ONE transaction. A process that is
   killed at any instant leaves the round done or not begun; there is nothing between.
2. Each line, table and model is named by its SHA-256 in the log; opening a state reads the whole
   log, checks its signed checkpoint, and holds every row against it. What does not fit is refused.
3. One process owns a state (`State`); any may read it meanwhile (`State.read`) or add an event to
   its log (`note`).

What this does NOT protect: see `coordinator.ledger`. Updates are not kept; the model, the lines and
the noisy tables are all that is on the disk.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Self

import numpy as np

from compliance.contents import RoundLine, StatisticsTable
from compliance.evidence import CHECKPOINT, LOG, VKEY
from compliance.log.events import DetailKey, EventKind
from coordinator.database import Database, Lock, reported
from coordinator.errors import OperatorError
from coordinator.ledger import OPERATOR, Ledger, event, make_key, read_signer
from coordinator.settings import RoundSettings
from coordinator.snapshot import (
    ASKED,
    DEVICES,
    RELEASED,
    SIMULATED,
    in_milli,
    read_snapshot,
    row_digest,
)
from coordinator.snapshot import EVALUATION as EVALUATION
from coordinator.snapshot import STATISTICS as STATISTICS
from coordinator.snapshot import TRAINING as TRAINING
from coordinator.snapshot import Evaluation as Evaluation
from coordinator.snapshot import Snapshot as Snapshot
from device.learning.models import Parameters, model_digest


class State:
    """A state that this process owns. A context manager; `close` gives it back."""

    def __init__(self, database: Database, ledger: Ledger, lock: Lock) -> None:
        self._database = database
        self._ledger = ledger
        self._lock = lock
        self._snapshot = read_snapshot(database, ledger)

    @staticmethod
    def exists(folder: Path) -> bool:
        """Tells whether there is a state in the folder."""
        return Database.exists(folder)

    @classmethod
    def create(cls, folder: Path, model: Parameters, *, at: int, simulated: bool = False) -> Self:
        """Makes a state with a model that no round has touched, and owns it.

        Args:
            simulated: Whether its devices will be simulated; every report then says so.

        Raises:
            OperatorError: there is a state already.
            StateUnavailable: the folder cannot be written, or another process has it.
        """
        if (folder / "vault.db").exists():
            raise OperatorError("serve.vault_there", folder=str(folder))
        with reported(folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = Lock(folder)
        try:
            database = _fresh(folder, model, at, SIMULATED if simulated else DEVICES)
            return cls._over(database, lock)
        except BaseException:
            lock.close()
            raise

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Opens a state and owns it.

        Raises:
            StateUnavailable: there is none, or another process owns it.
            StateDamaged: it does not hold what was written to it.
        """
        Database.open(folder).close()  # before the lock leaves a file in a folder that is no state
        lock = Lock(folder)
        try:
            database = Database.open(folder)
            database.require_sound()
            return cls._over(database, lock)
        except BaseException:
            lock.close()
            raise

    @classmethod
    def _over(cls, database: Database, lock: Lock) -> Self:
        try:
            return cls(database, Ledger(database, read_signer(database.folder)), lock)
        except BaseException:
            database.close()
            raise

    @staticmethod
    def read(folder: Path) -> Snapshot:
        """Reads a state that another process may own.

        Raises:
            StateUnavailable: there is none.
            StateDamaged: it does not hold what was written to it.
        """
        database = Database.open(folder)
        try:
            with database.still():
                return read_snapshot(database, Ledger(database, read_signer(folder)))
        finally:
            database.close()

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self._database.folder

    @property
    def now(self) -> Snapshot:
        """The state as it was last committed."""
        return self._snapshot

    def begin(self, settings: RoundSettings, *, at: int) -> None:
        """Keeps the settings of a run that begins."""
        text = settings.model_dump_json()
        with self._database.transaction():
            _write_meta(self._database, "settings", text)
            self._ledger.append(
                event(
                    EventKind.STARTED,
                    at,
                    {"round": self.now.rounds_done, "digest": row_digest(text)},
                    principal=OPERATOR,
                    purpose=TRAINING,
                )
            )
        self._renew(settings=settings)

    def open_round(self, number: int, *, at: int, asked: int, minimum_cohort: int) -> None:
        """Logs that a round is about to be asked for; before the first message leaves."""
        self.note(
            EventKind.ROUND_OPENED,
            {
                "round": number,
                "asked": asked,
                "threshold": minimum_cohort,
                "before": self.now.digest,
            },
            at=at,
            purpose=TRAINING,
        )

    def close_round(self, line: RoundLine, model: Parameters | None = None) -> None:
        """Keeps what a round came to: its line, its events and, if it made one, the new model.

        Raises:
            ValueError: the line does not fit the model, before or after.
        """
        after = self.now.model if model is None else model
        if (line.before, line.after, line.aggregated) != (
            self.now.digest,
            model_digest(after),
            model is not None,
        ):
            raise ValueError("expected a line that tells of this model")
        text = line.model_dump_json()
        kind = EventKind.ROUND_CLOSED if line.aggregated else EventKind.ROUND_ABORTED
        refused = (
            event(
                EventKind.REFUSED,
                line.at,
                {"round": line.round, "reason": reason, "count": count},
                purpose=TRAINING,
            )
            for reason, count in line.refused.items()
        )
        outcome = event(
            kind,
            line.at,
            {
                "round": line.round,
                "asked": line.asked,
                "accepted": line.accepted,
                "before": line.before,
                "after": line.after,
                "digest": row_digest(text),
            },
            purpose=TRAINING,
        )
        with self._database.transaction():
            self._database.run("INSERT INTO line (text) VALUES (?)", text)
            if model is not None:
                _write_model(self._database, model)
            self._ledger.append(*refused, outcome)
        self._renew(lines=(*self.now.lines, line), model=after)

    def open_query(
        self, purpose: str, *, at: int, asked: int, source: str, epsilon_milli: int = 0
    ) -> None:
        """Logs that devices are about to be asked; before the first message leaves.

        Args:
            epsilon_milli: The privacy loss that is set aside for it, spent whatever becomes of it.
        """
        details: dict[DetailKey, int | str] = {"reason": ASKED, "source": source, "asked": asked}
        if epsilon_milli:
            details["epsilon_milli"] = epsilon_milli
        self.note(EventKind.QUERIED, details, at=at, purpose=purpose)
        self._renew(unreleased_milli=self.now.unreleased_milli + epsilon_milli)

    def keep_evaluation(self, evaluation: Evaluation, *, at: int) -> None:
        """Keeps how the devices found the model."""
        text = evaluation.model_dump_json()
        with self._database.transaction():
            _write_meta(self._database, EVALUATION, text)
            self._ledger.append(
                event(
                    EventKind.QUERIED,
                    at,
                    {
                        "reason": EVALUATION,
                        "round": self.now.rounds_done,
                        "asked": evaluation.asked,
                        "accepted": evaluation.accepted,
                        "digest": row_digest(text),
                    },
                    purpose=TRAINING,
                )
            )
        self._renew(evaluation=evaluation)

    def keep_table(self, table: StatisticsTable) -> None:
        """Keeps a release of statistics, and its privacy loss; before anyone sees it."""
        text = table.model_dump_json()
        with self._database.transaction():
            self._database.run("INSERT INTO release (text) VALUES (?)", text)
            self._ledger.append(
                event(
                    EventKind.QUERIED,
                    table.at,
                    {
                        "reason": RELEASED,
                        "source": table.view,
                        "asked": table.asked,
                        "threshold": table.threshold,
                        "epsilon_milli": in_milli(table.epsilon),
                        "digest": row_digest(text),
                    },
                    purpose=STATISTICS,
                )
            )
        left_milli = max(0, self.now.unreleased_milli - in_milli(table.epsilon))
        self._renew(tables=(*self.now.tables, table), unreleased_milli=left_milli)

    def note(
        self,
        kind: EventKind,
        details: Mapping[DetailKey, int | str],
        *,
        at: int,
        purpose: str = "",
    ) -> None:
        """Logs an event of the coordinator's that changes nothing else."""
        with self._database.transaction():
            self._ledger.append(event(kind, at, details, purpose=purpose))
        self._renew()

    def evidence(self) -> Mapping[str, bytes]:
        """Gives the log, its signed checkpoint and the key that it opens with, as bundle files."""
        with self._database.still():
            return {
                LOG: b"".join(leaf + b"\n" for leaf in self._ledger.leaves()),
                CHECKPOINT: self._ledger.checkpoint().encode("utf-8"),
                VKEY: f"{self._ledger.signer.verifier}\n".encode(),
            }

    def close(self) -> None:
        """Gives the state back."""
        self._database.close()
        self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _renew(self, **changes: object) -> None:
        (size,) = self._database.one("SELECT count(*) FROM leaf") or (0,)
        self._snapshot = replace(self._snapshot, log_size=size, **changes)  # type: ignore[arg-type]


def note(folder: Path, kind: EventKind, details: Mapping[DetailKey, int | str], *, at: int) -> None:
    """Logs an act of the operator's in a state that another process may own: `admit`, for one.

    Raises:
        StateUnavailable: there is no state, or its file stays busy.
    """
    database = Database.open(folder)
    try:
        ledger = Ledger(database, read_signer(folder))
        with database.transaction():
            ledger.append(event(kind, at, details, principal=OPERATOR))
    finally:
        database.close()


def _fresh(folder: Path, model: Parameters, at: int, source: str) -> Database:
    """Makes the files of a new state. Its first transaction makes it a state: all or nothing."""
    if Database.exists(folder):
        raise OperatorError("rounds.state_exists", folder=str(folder))
    make_key(folder)
    database = Database.create(folder)
    try:
        ledger = Ledger(database, read_signer(folder))
        details: dict[DetailKey, int | str] = {"source": source, "after": model_digest(model)}
        with database.transaction():
            database.make_tables()
            ledger.start()
            _write_model(database, model)
            ledger.append(event(EventKind.STARTED, at, details, principal=OPERATOR))
    except BaseException:
        database.close()
        raise
    return database


def _write_model(database: Database, model: Parameters) -> None:
    for name, array in model.items():
        database.run(
            "INSERT OR REPLACE INTO tensor (name, shape, data) VALUES (?, ?, ?)",
            name,
            json.dumps(array.shape),
            np.ascontiguousarray(array, "<f4").tobytes(),
        )


def _write_meta(database: Database, key: str, text: str) -> None:
    database.run("INSERT OR REPLACE INTO meta (k, v) VALUES (?, ?)", key, text.encode("utf-8"))
