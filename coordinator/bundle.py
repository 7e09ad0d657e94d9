"""The coordinator's evidence bundle: what its reports are made of, checkable offline.

    about.json       whose it is
    rounds.json      every round that was tried
    statistics.json  every release of statistics
    log.jsonl, checkpoint, vkey, manifest.json   as `compliance.evidence` says

Each line of rounds.json and each table of statistics.json is named in the log: the `digest` of its
event is the SHA-256 of the entry's `model_dump_json()`.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel

from compliance.contents import (
    ABOUT,
    ROUNDS,
    STATISTICS,
    About,
    BundleKind,
    Rounds,
    Statistics,
)
from compliance.evidence import MANIFEST, write_files, write_manifest_bytes
from compliance.log.events import EventKind
from coordinator.errors import OperatorError, StateUnavailable
from coordinator.settings import RoundSettings
from coordinator.state import Snapshot, State
from device.learning.models import GATE_SHAPES
from policy.catalog import Language

_NONCE_BYTES: Final = 16


def write_bundle(
    state: State,
    folder: Path,
    *,
    at: int,
    market: Literal["JP", "KR", "EU", "other"] = "other",
    language: Language = "en",
    zone: str = "UTC",
) -> None:
    """Writes the bundle into a new or empty folder, and logs that it was handed out.

    Args:
        at: Unix seconds.
        market: Where the operator is.
        language: The operator's.
        zone: The time zone in which reports show times.

    Raises:
        OperatorError: the folder holds something already, or lies inside the state's.
        StateUnavailable: it cannot be written.
    """
    _prepare(folder, state.folder)
    about = About(
        kind=BundleKind.COORDINATOR,
        program=version("bojagi"),
        market=market,
        language=language,
        zone=zone,
        simulated=state.now.simulated,
    )
    contents = {
        ABOUT: _told(about),
        ROUNDS: _told(_rounds(state.now)),
        STATISTICS: _told(_statistics(state.now)),
    }
    manifest = write_manifest_bytes(contents, secrets.token_bytes(_NONCE_BYTES))
    state.note(
        EventKind.EXPORTED,
        {
            "count": len(contents),
            "manifest": sha256(manifest).hexdigest(),
            "format": "folder",
        },
        at=at,
    )
    _write(folder, {**contents, MANIFEST: manifest, **state.evidence()})


def _rounds(snapshot: Snapshot) -> Rounds:
    settings = snapshot.settings or RoundSettings()
    return Rounds(
        rounds=snapshot.lines,
        minimum_cohort=settings.minimum_cohort,
        final_reward=snapshot.final_reward,
        tensors=GATE_SHAPES,
    )


def _statistics(snapshot: Snapshot) -> Statistics:
    return Statistics(tables=snapshot.tables, epsilon_spent=snapshot.epsilon_spent)


def _told(content: BaseModel) -> bytes:
    text = json.dumps(content.model_dump(mode="json"), ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def _prepare(folder: Path, state: Path) -> None:
    try:
        if folder.resolve().is_relative_to(state.resolve()):
            raise OperatorError("rounds.bundle_inside_state", folder=str(folder))
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(folder.iterdir()):
            raise OperatorError("rounds.bundle_not_empty", folder=str(folder))
    except OSError as error:
        raise _unwritable(folder, error) from error


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    try:
        write_files(folder, files)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(folder: Path, error: OSError) -> StateUnavailable:
    reason = error.strerror or type(error).__name__
    return StateUnavailable("rounds.bundle_unwritable", folder=str(folder), reason=reason)
