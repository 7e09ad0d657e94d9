"""What `serve` asks of the ServerApp that Flower runs for it, and what it hears back.

Both go through files in the operator's folder, not through Flower's run config, which Flower shows
to every device. The ServerApp owns the state while it works; `serve` only reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from coordinator import errors
from coordinator.errors import CoordinatorError, StateDamaged
from coordinator.folder import Folder
from coordinator.pki import write_secret
from coordinator.settings import Settings
from device.federation.protocol import StatisticsView

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class Assignment(BaseModel):
    """What a run has to do: the rounds that are missing, then a release of each view."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    settings: Settings
    views: tuple[StatisticsView, ...] = ()


@dataclass(frozen=True, slots=True)
class Began:
    """The ServerApp is up and owns the state."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The ServerApp is done and has given the state back.

    Attributes:
        error: Name of the error that ended it; empty where all is done.
        key: Its sentence.
        values: What fills the sentence.
    """

    error: str = ""
    key: str = ""
    values: Mapping[str, str | int] | None = None

    def fault(self) -> CoordinatorError | None:
        """Gives the error that ended it, ready to be raised here; None where all is done."""
        if not self.error:
            return None
        kind = getattr(errors, self.error, None)
        if isinstance(kind, type) and issubclass(kind, CoordinatorError):
            return kind(self.key, **(self.values or {}))
        raise ValueError("expected the name of an error of the coordinator's")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the ServerApp said.

    Attributes:
        kind: Name of the class that it is: `Began`, one of `coordinator.rounds.News`,
            `StatisticsTable`, or `Ended`. By name, because the rounds know Flower and `serve` must
            not load it.
    """

    kind: str
    fields: Mapping[str, Any]


def assign(folder: Folder, assignment: Assignment) -> None:
    """Writes what the next run has to do, and clears what the last one said."""
    folder.progress.unlink(missing_ok=True)
    write_secret(folder.assignment, assignment.model_dump_json().encode("utf-8"))


def read_assignment(folder: Folder) -> Assignment:
    """Reads what this run has to do.

    Raises:
        StateDamaged: there is nothing, or it is not what was written.
    """
    try:
        return Assignment.model_validate_json(folder.assignment.read_bytes(), strict=False)
    except (OSError, ValidationError) as error:
        raise StateDamaged("serve.no_assignment", file=str(folder.assignment)) from error


def say(folder: Folder, what: BaseModel | DataclassInstance) -> None:
    """Adds a step to what the run says."""
    body = what.model_dump(mode="json") if isinstance(what, BaseModel) else asdict(what)
    line = json.dumps({"kind": type(what).__name__, "fields": body})
    with folder.progress.open("a", encoding="utf-8") as stream:
        stream.write(f"{line}\n")


class Listener:
    """Gives each step of the running ServerApp once, as it is said."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._heard = 0

    def steps(self) -> Iterator[Step]:
        """Gives what was said since the last time."""
        try:
            with self._path.open("rb") as stream:
                stream.seek(self._heard)
                content = stream.read()
        except FileNotFoundError:
            return
        whole = content[: content.rfind(b"\n") + 1]  # a line may be half written
        self._heard += len(whole)
        for line in whole.splitlines():
            yield Step(**json.loads(line))
