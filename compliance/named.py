"""Which event of a coordinator's log names which round and which statistics table.

Each line of rounds.json and each table of statistics.json is named by the event that committed it:
the event's `digest` is the SHA-256 of the entry's JSON, as pydantic spells it. The manifest vouches
for the files of the last export; this ties each of their entries to the moment it was made.

What an attacker tries: an operator who signs a bundle with kinder figures than the log has. The
entry then is not the one that its event names.

What this does NOT protect: a log that names no entries at all, as an older program's might; nothing
is compared then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from compliance.bundle import CoordinatorBundle
from compliance.log.events import Event, EventKind

_ROUNDS: Final = frozenset({EventKind.ROUND_CLOSED, EventKind.ROUND_ABORTED})
_RELEASED: Final = "released"  # the reason of a query's event that commits a table


@dataclass(frozen=True, slots=True)
class Named:
    """The events that name entries.

    Attributes:
        rounds: For each round, its event's number; None where no event names it.
        tables: For each statistics table, the same.
        missing: Numbers of events that name an entry which is not in the files.
        strangers: How many entries no event names, though the log does name others.
    """

    rounds: tuple[int | None, ...]
    tables: tuple[int | None, ...]
    missing: tuple[int, ...]
    strangers: int


def find_names(bundle: CoordinatorBundle) -> Named:
    """Gives the events that name the entries of a coordinator's bundle."""
    closed = _digests(bundle, (event.kind in _ROUNDS for event in bundle.events))
    released = _digests(bundle, (_releases(event) for event in bundle.events))
    rounds = tuple(closed.get(_digest(line)) for line in bundle.rounds.rounds)
    tables = tuple(released.get(_digest(table)) for table in bundle.statistics.tables)
    every = {*closed.values(), *released.values()}
    return Named(
        rounds=rounds,
        tables=tables,
        missing=tuple(sorted(every.difference(rounds, tables))),
        strangers=(rounds.count(None) if closed else 0) + (tables.count(None) if released else 0),
    )


def _releases(event: Event) -> bool:
    return event.kind is EventKind.QUERIED and event.details.get("reason") == _RELEASED


def _digests(bundle: CoordinatorBundle, chosen: Iterable[bool]) -> dict[str, int]:
    return {
        str(event.details["digest"]): number
        for number, (event, is_chosen) in enumerate(zip(bundle.events, chosen, strict=True))
        if is_chosen and "digest" in event.details
    }


def _digest(entry: BaseModel) -> str:
    return hashlib.sha256(entry.model_dump_json().encode("utf-8")).hexdigest()
