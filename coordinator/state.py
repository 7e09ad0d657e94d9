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
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Final, Self, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from compliance.contents import Digest, RoundLine, StatisticsTable
from compliance.evidence import CHECKPOINT, LOG, VKEY
from compliance.log.events import DetailKey, Event, EventKind
from coordinator.database import Database, Lock, reported
from coordinator.errors import OperatorError, StateDamaged
from coordinator.ledger import OPERATOR, Ledger, event, make_key, read_signer
from coordinator.settings import RoundSettings
from device.learning.models import GATE_SHAPES, Parameters, model_digest

TRAINING: Final = "train"
STATISTICS: Final = "statistics"
EVALUATION: Final = "evaluation"
ASKED: Final = "asked"
RELEASED: Final = "released"
_SIMULATED: Final = "simulated"
_DEVICES: Final = "devices"

_Row = TypeVar("_Row", bound=BaseModel)


class Evaluation(BaseModel):
    """How the devices found a model that was ready.

    Attributes:
        reward: Weighted mean reward on held-out memories; None where too few answered.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    model: Digest
    asked: Annotated[int, Field(ge=0)]
    accepted: Annotated[int, Field(ge=0)]
    reward: Annotated[float, Field(ge=-1, le=1)] | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state at one moment.

    Attributes:
        settings: Those of the last run; None before the first.
        lines: Every round that was tried, oldest first; given-up ones too.
        tables: Every release of statistics, oldest first.
        simulated: Whether its devices were simulated.
        log_size: How many events the log has.
        vkey: The key that the log's checkpoints are signed with.
    """

    model: Parameters
    settings: RoundSettings | None
    lines: tuple[RoundLine, ...]
    evaluation: Evaluation | None
    tables: tuple[StatisticsTable, ...]
    simulated: bool
    log_size: int
    vkey: str

    @property
    def digest(self) -> str:
        """The name of the model."""
        return model_digest(self.model)

    @property
    def rounds_done(self) -> int:
        """How many rounds made a new model."""
        return sum(line.aggregated for line in self.lines)

    @property
    def epsilon_spent(self) -> float:
        """The privacy loss of all releases together (basic composition: their sum)."""
        return sum(_milli(table.epsilon) for table in self.tables) / 1_000

    @property
    def final_reward(self) -> float | None:
        """The reward of the model as it is now, where it was asked for and enough answered."""
        fits = self.evaluation is not None and self.evaluation.model == self.digest
        return self.evaluation.reward if fits and self.evaluation else None

    @property
    def is_evaluated(self) -> bool:
        """Tells whether the model as it is now was evaluated."""
        return self.evaluation is not None and self.evaluation.model == self.digest


class State:
    """A state that this process owns. A context manager; `close` gives it back."""

    def __init__(self, database: Database, ledger: Ledger, lock: Lock) -> None:
        self._database = database
        self._ledger = ledger
        self._lock = lock
        self._snapshot = _read(database, ledger)

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
        with reported(folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = Lock(folder)
        try:
            database = _fresh(folder, model, at, _SIMULATED if simulated else _DEVICES)
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
                return _read(database, Ledger(database, read_signer(folder)))
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
                    {"round": self.now.rounds_done, "digest": _digest(text)},
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
                "digest": _digest(text),
            },
            purpose=TRAINING,
        )
        with self._database.transaction():
            self._database.run("INSERT INTO line (text) VALUES (?)", text)
            if model is not None:
                _write_model(self._database, model)
            self._ledger.append(*refused, outcome)
        self._renew(lines=(*self.now.lines, line), model=after)

    def open_query(self, purpose: str, *, at: int, asked: int, source: str) -> None:
        """Logs that devices are about to be asked; before the first message leaves."""
        details: dict[DetailKey, int | str] = {"reason": ASKED, "source": source, "asked": asked}
        self.note(EventKind.QUERIED, details, at=at, purpose=purpose)

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
                        "digest": _digest(text),
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
                        "epsilon_milli": _milli(table.epsilon),
                        "digest": _digest(text),
                    },
                    purpose=STATISTICS,
                )
            )
        self._renew(tables=(*self.now.tables, table))

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


def _read(database: Database, ledger: Ledger) -> Snapshot:
    """Reads a state and holds every row against the log."""
    events = ledger.events()
    damaged = StateDamaged("rounds.state_damaged", folder=str(database.folder))
    outcomes = {EventKind.ROUND_CLOSED, EventKind.ROUND_ABORTED}
    queries = [one for one in events if one.kind is EventKind.QUERIED]
    lines = _rows(
        database, "line", RoundLine, [one for one in events if one.kind in outcomes], damaged
    )
    tables = _rows(
        database,
        "release",
        StatisticsTable,
        [one for one in queries if one.details.get("reason") == RELEASED],
        damaged,
    )
    starts = [one for one in events if one.kind is EventKind.STARTED]
    model = _read_model(database, damaged)
    born = starts[0].details.get("after") if starts else None
    expected = next((line.after for line in reversed(lines)), born)
    if model_digest(model) != expected:
        raise damaged
    return Snapshot(
        model=model,
        settings=_meta(
            database,
            "settings",
            RoundSettings,
            [one for one in starts if one.purpose == TRAINING],
            damaged,
        ),
        lines=lines,
        evaluation=_meta(
            database,
            EVALUATION,
            Evaluation,
            [one for one in queries if one.details.get("reason") == EVALUATION],
            damaged,
        ),
        tables=tables,
        simulated=starts[0].details.get("source") == _SIMULATED,
        log_size=len(events),
        vkey=str(ledger.signer.verifier),
    )


def _rows(
    database: Database,
    table: str,
    kind: type[_Row],
    logged: list[Event],
    damaged: StateDamaged,
) -> tuple[_Row, ...]:
    texts = [row[0] for row in database.all(f"SELECT text FROM {table} ORDER BY id")]  # noqa: S608  # our names
    if [_digest(str(text)) for text in texts] != [one.details.get("digest") for one in logged]:
        raise damaged
    return tuple(_parsed(kind, str(text), damaged) for text in texts)


def _meta(
    database: Database, key: str, kind: type[_Row], logged: list[Event], damaged: StateDamaged
) -> _Row | None:
    row = database.one("SELECT v FROM meta WHERE k = ?", key)
    text = row[0].decode("utf-8", "replace") if row and isinstance(row[0], bytes) else None
    expected = logged[-1].details.get("digest") if logged else None
    if expected != (_digest(text) if text is not None else None):
        raise damaged
    return None if text is None else _parsed(kind, text, damaged)


def _parsed(kind: type[_Row], text: str, damaged: StateDamaged) -> _Row:
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:  # signed, but of a version that knew other fields
        raise damaged from error


def _read_model(database: Database, damaged: StateDamaged) -> dict[str, np.ndarray]:
    model = {}
    for name, shape, data in database.all("SELECT name, shape, data FROM tensor ORDER BY name"):
        expected = GATE_SHAPES.get(str(name))
        if expected is None or shape != json.dumps(expected) or not isinstance(data, bytes):
            raise damaged
        array = np.frombuffer(data, "<f4")
        if array.size != np.prod(expected):
            raise damaged
        model[str(name)] = array.reshape(expected).astype(np.float32)
    if set(model) != set(GATE_SHAPES):
        raise damaged
    return model


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


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()


def _milli(epsilon: float) -> int:
    return round(epsilon * 1_000)
