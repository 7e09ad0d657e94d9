"""Bundles: verified evidence, read into values that a report can be made of.

Invariants:

1. Nothing is read as content before the folder is verified.
2. A bundle is a device's or a coordinator's, as its `about.json` says, and holds that kind's files;
   what lacks one is no bundle, and a file more is one that no view can account for.
3. Sizes are bounded before a file is read, numbers are such as JSON carries exactly, and the time
   zone is one that means the same on every machine. A report of a bundle that passes cannot fail on
   its values.
4. Content has one reading: no name stands twice in an object, nothing is taken for what it only
   resembles ("yes", 1.0), no two memories share an id, and a name in the log leads to one of them.
5. Figures that contradict each other are refused: noise that does not fit its epsilon, an interval
   that is too narrow for it, a count below its threshold, more replies than were asked.

What an attacker tries: content that is valid JSON and no bundle; a time zone that is a path, or the
reader's own; NaN for a reward; files that fill the memory; a figure twice, of which another program
reads the other one; a page of their own among the files that the report links to.

What this does NOT protect: a folder that is changed by another process between its check and its
reading. The report then does not fit the evidence, and checking the report says so. Nor figures
that fit each other and are invented.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, TypeAlias, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from compliance.contents import (
    ABOUT,
    MEMORIES,
    NAMES,
    ROUNDS,
    RULES,
    STATISTICS,
    About,
    BundleKind,
    Digest,
    Rounds,
    Rules,
    Statistics,
    StatisticsTable,
)
from compliance.errors import EvidenceError, ProofError
from compliance.evidence import (
    LOG,
    MANIFEST,
    MAX_SMALL_FILE_BYTES,
    Manifest,
    Verdict,
    open_file,
    read_lines,
    shown_name,
    verify_folder,
)
from compliance.log.events import MAX_SAFE_INTEGER, Commitment, Event
from compliance.noise import covers

MAX_CONTENT_BYTES: Final = 1 << 28  # a report is made in RAM
MAX_PROGRAM_CHARS: Final = 200

_FILES: Final[Mapping[BundleKind, frozenset[str]]] = {
    BundleKind.DEVICE: frozenset({ABOUT, MEMORIES, NAMES, RULES}),
    BundleKind.COORDINATOR: frozenset({ABOUT, ROUNDS, STATISTICS}),
}
# Zones that are the machine's own, or trees of them that not every machine has.
_LOCAL_ZONES: Final = frozenset({"localtime", "posixrules"})
_LOCAL_TREES: Final = ("posix/", "right/")
_SLACK: Final = 1e-9

_T = TypeVar("_T")
_Model = TypeVar("_Model", bound=BaseModel)


class CardLine(BaseModel):
    """One entry of `memories.json`: a card of the device, as far as a report shows it.

    Fields that are not here are left alone: a card also says why a search found it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, hide_input_in_errors=True)

    id: Annotated[int, Field(ge=0, le=MAX_SAFE_INTEGER)]
    text: str
    when: str | None = None
    speaker: str = ""
    source: str = ""
    conversation: str = ""
    languages: list[str] = Field(default_factory=list)
    labels: list[str] = Field(default_factory=list)
    class_name: str = ""
    rule: str = ""
    reads: Annotated[int, Field(ge=0, le=MAX_SAFE_INTEGER)] = 0
    faded: str | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class DeviceBundle:
    """What a person's device handed over.

    Attributes:
        events: The log, in order; an event's number is its place here.
        names: Commitment in the log to the memory's id, of the memories that are in here.
        rules: What the rules say that decided last; None in bundles of earlier versions.
    """

    about: About
    zone: ZoneInfo
    verdict: Verdict
    digests: Mapping[str, str]
    events: tuple[Event, ...]
    cards: tuple[CardLine, ...]
    names: Mapping[str, int]
    rules: Rules | None


@dataclass(frozen=True, slots=True)
class CoordinatorBundle:
    """What a coordinator handed over."""

    about: About
    zone: ZoneInfo
    verdict: Verdict
    digests: Mapping[str, str]
    events: tuple[Event, ...]
    rounds: Rounds
    statistics: Statistics


Bundle: TypeAlias = DeviceBundle | CoordinatorBundle

_CARDS: Final = TypeAdapter(list[CardLine])
_NAMES: Final = TypeAdapter(
    dict[Commitment, Annotated[int, Field(strict=True, ge=0, le=MAX_SAFE_INTEGER)]]
)
_DIGESTS: Final = TypeAdapter(dict[str, Digest])


def read_bundle(folder: Path, *, vkey: str | None = None) -> Bundle:
    """Verifies an evidence folder and gives what it holds.

    Args:
        folder: The bundle.
        vkey: The verifier key of who made it, from elsewhere than this folder.

    Raises:
        ProofError: it was changed, or its figures contradict each other.
        EvidenceError: it is no evidence, no bundle, or one that this version cannot read.
    """
    verdict = verify_folder(folder, vkey=vkey)
    about = _read_about(folder, verdict)
    zone = _find_zone(about.zone)
    digests = _read_digests(folder)
    events = _read_events(folder)
    match about.kind:
        case BundleKind.DEVICE:
            cards, names = _read_cards(folder, verdict)
            rules = _read_model(folder, RULES, Rules, verdict) if RULES in verdict.files else None
            return DeviceBundle(about, zone, verdict, digests, events, cards, names, rules)
        case BundleKind.COORDINATOR:
            rounds = _read_rounds(folder, verdict)
            statistics = _read_statistics(folder, verdict)
            return CoordinatorBundle(about, zone, verdict, digests, events, rounds, statistics)


def _read_about(folder: Path, verdict: Verdict) -> About:
    about = _read_model(folder, ABOUT, About, verdict)
    if len(about.program) > MAX_PROGRAM_CHARS:
        raise EvidenceError("report.content_form", file=ABOUT)
    expected = _FILES[about.kind]
    for name in sorted(set(verdict.files) - expected):
        raise EvidenceError("report.file_foreign", file=name, expected=", ".join(sorted(expected)))
    return about


def _read_cards(folder: Path, verdict: Verdict) -> tuple[tuple[CardLine, ...], dict[str, int]]:
    """Gives the memories and the names that the log has for them; each memory has one at most."""
    cards = _read(folder, MEMORIES, _CARDS, verdict)
    ids = {card.id for card in cards}
    if len(ids) != len(cards):
        raise EvidenceError("report.content_form", file=MEMORIES)
    names = _read(folder, NAMES, _NAMES, verdict)
    named = set(names.values())
    if len(named) != len(names) or not named <= ids:
        raise EvidenceError("report.content_form", file=NAMES)
    return tuple(cards), names


def _read_model(folder: Path, name: str, model: type[_Model], verdict: Verdict) -> _Model:
    value = _read(folder, name, TypeAdapter(model), verdict)
    if not all(abs(number) <= MAX_SAFE_INTEGER for number in _numbers(value.model_dump())):
        raise EvidenceError("report.content_form", file=name)  # NaN is not smaller either
    return value


def _read_rounds(folder: Path, verdict: Verdict) -> Rounds:
    rounds = _read_model(folder, ROUNDS, Rounds, verdict)
    if any(math.prod(shape) > MAX_SAFE_INTEGER for shape in rounds.tensors.values()):
        raise EvidenceError("report.content_form", file=ROUNDS)
    for at, line in enumerate(rounds.rounds):
        if line.accepted + line.missing > line.asked or not _is_reward(line.reward):
            raise _contradicts(ROUNDS, f"/rounds/{at}")
    if not _is_reward(rounds.final_reward):
        raise _contradicts(ROUNDS, "/final_reward")
    return rounds


def _is_reward(value: float | None) -> bool:
    return value is None or abs(value) <= 1 + _SLACK


def _read_statistics(folder: Path, verdict: Verdict) -> Statistics:
    statistics = _read_model(folder, STATISTICS, Statistics, verdict)
    for at, table in enumerate(statistics.tables):
        if not _fits_itself(table):
            raise _contradicts(STATISTICS, f"/tables/{at}")
    if statistics.epsilon_spent < sum(table.epsilon for table in statistics.tables) - _SLACK:
        raise _contradicts(STATISTICS, "/epsilon_spent")
    return statistics


def _fits_itself(table: StatisticsTable) -> bool:
    """Tells whether a table's figures can all be true at once."""
    if table.epsilon <= 0 or table.scale <= 0:
        return False
    return (
        math.isclose(table.scale * table.epsilon, table.bound, rel_tol=_SLACK)
        and covers(table.interval, table.scale)
        and all(count >= table.threshold for count in table.counts.values() if count is not None)
    )


def _contradicts(file: str, place: str) -> ProofError:
    return ProofError("report.figures_contradict", file=file, place=place)


def _read(folder: Path, name: str, adapter: TypeAdapter[_T], verdict: Verdict) -> _T:
    if name not in verdict.files:
        raise EvidenceError("report.no_bundle", file=name)
    with open_file(folder, name, MAX_CONTENT_BYTES) as file:
        data = file.read()
    try:
        value = adapter.validate_json(data, strict=True)
        json.loads(data, object_pairs_hook=_refuse_doubles, parse_constant=_refuse_constant)
    except (ValidationError, ValueError, RecursionError) as error:
        raise EvidenceError("report.content_form", file=name) from error
    return value


def _refuse_doubles(pairs: list[tuple[str, object]]) -> None:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("expected each name once")


def _refuse_constant(name: str) -> None:
    raise ValueError(f"expected JSON, found {name}")


def _read_digests(folder: Path) -> dict[str, str]:
    with open_file(folder, MANIFEST, MAX_SMALL_FILE_BYTES) as file:
        manifest = Manifest.model_validate_json(file.read())
    return _DIGESTS.validate_python(dict(sorted(manifest.files.items())))


def _read_events(folder: Path) -> tuple[Event, ...]:
    with open_file(folder, LOG, MAX_CONTENT_BYTES) as file:
        return tuple(Event.from_leaf(leaf) for leaf in read_lines(file))


def _find_zone(name: str) -> ZoneInfo:
    if name in _LOCAL_ZONES or name.startswith(_LOCAL_TREES):
        raise EvidenceError("report.zone", found=shown_name(name))
    try:
        return ZoneInfo(name)
    # OSError: a name that is a folder among the zones; ValueError: one that leads out of them.
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise EvidenceError("report.zone", found=shown_name(name)) from error


def _numbers(value: object) -> Iterator[float]:
    if isinstance(value, int | float):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _numbers(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _numbers(inner)
