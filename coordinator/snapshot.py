"""What a state holds at one moment, read from its file and held against its log.

Invariant: nothing is given that the signed log does not name. Lines, tables, settings and the
evaluation are named by their SHA-256, the model by its digest in the last line.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Final, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from compliance.contents import Digest, RoundLine, StatisticsTable
from compliance.log.events import Event, EventKind
from coordinator.database import Database
from coordinator.errors import StateDamaged
from coordinator.ledger import Ledger
from coordinator.settings import RoundSettings
from device.learning.models import GATE_SHAPES, Array, Parameters, model_digest

TRAINING: Final = "train"
STATISTICS: Final = "statistics"
EVALUATION: Final = "evaluation"
ASKED: Final = "asked"
RELEASED: Final = "released"
SIMULATED: Final = "simulated"
DEVICES: Final = "devices"

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
        unreleased_milli: Privacy loss, in thousandths, that was set aside for queries of which no
            table came: the devices had been asked, and then something ended.
        simulated: Whether its devices were simulated.
        log_size: How many events the log has.
        vkey: The key that the log's checkpoints are signed with.
    """

    model: Parameters
    settings: RoundSettings | None
    lines: tuple[RoundLine, ...]
    evaluation: Evaluation | None
    tables: tuple[StatisticsTable, ...]
    unreleased_milli: int
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
        """The privacy loss of all releases, lost ones too (basic composition: their sum)."""
        released_milli = sum(in_milli(table.epsilon) for table in self.tables)
        return (released_milli + self.unreleased_milli) / 1_000

    @property
    def final_reward(self) -> float | None:
        """The reward of the model as it is now, where it was asked for and enough answered."""
        evaluation = self.evaluation
        return evaluation.reward if evaluation and evaluation.model == self.digest else None

    @property
    def is_evaluated(self) -> bool:
        """Tells whether the model as it is now was evaluated."""
        return self.evaluation is not None and self.evaluation.model == self.digest


def read_snapshot(database: Database, ledger: Ledger) -> Snapshot:
    """Reads a state and holds every row against its log.

    Raises:
        StateDamaged: something in it does not fit.
    """
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
        unreleased_milli=_unreleased_milli(queries),
        simulated=starts[0].details.get("source") == SIMULATED,
        log_size=len(events),
        vkey=str(ledger.signer.verifier),
    )


def _unreleased_milli(queries: list[Event]) -> int:
    set_aside = 0
    for one in queries:
        epsilon_milli = int(one.details.get("epsilon_milli", 0))
        if one.details.get("reason") == ASKED:
            set_aside += epsilon_milli
        elif one.details.get("reason") == RELEASED:
            set_aside = max(0, set_aside - epsilon_milli)
    return set_aside


def _rows(
    database: Database,
    table: str,
    kind: type[_Row],
    logged: list[Event],
    damaged: StateDamaged,
) -> tuple[_Row, ...]:
    texts = [row[0] for row in database.all(f"SELECT text FROM {table} ORDER BY id")]  # noqa: S608  # our names
    if [row_digest(str(text)) for text in texts] != [one.details.get("digest") for one in logged]:
        raise damaged
    return tuple(_parsed(kind, str(text), damaged) for text in texts)


def _meta(
    database: Database, key: str, kind: type[_Row], logged: list[Event], damaged: StateDamaged
) -> _Row | None:
    row = database.one("SELECT v FROM meta WHERE k = ?", key)
    text = row[0].decode("utf-8", "replace") if row and isinstance(row[0], bytes) else None
    expected = logged[-1].details.get("digest") if logged else None
    if expected != (row_digest(text) if text is not None else None):
        raise damaged
    return None if text is None else _parsed(kind, text, damaged)


def _parsed(kind: type[_Row], text: str, damaged: StateDamaged) -> _Row:
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:  # signed, but of a version that knew other fields
        raise damaged from error


def _read_model(database: Database, damaged: StateDamaged) -> dict[str, Array]:
    model: dict[str, Array] = {}
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


def row_digest(text: str) -> str:
    """Gives the SHA-256 that names a row in the log."""
    return sha256(text.encode("utf-8")).hexdigest()


def in_milli(epsilon: float) -> int:
    """Gives a privacy loss in thousandths, as the log holds it."""
    return round(epsilon * 1_000)
