"""What every report begins with: what it is, which evidence it is made of, what it cannot prove."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from compliance.bundle import Bundle
from compliance.reader import Reader
from policy.catalog import Language

ViewName: TypeAlias = Literal["consumer", "regulator", "developer"]


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """The log and files that a report is made of; what a reader compares with another copy.

    Attributes:
        counts: Events by kind.
        files: SHA-256 by name.
    """

    origin: str
    events: int
    root: str
    vkey: str
    first_at: int
    last_at: int
    first: str
    last: str
    counts: Mapping[str, int]
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Limit:
    """Something that the report does not prove."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a report is. The same evidence, view, language and program give the same bytes.

    Attributes:
        program: The version that made it, and alone can make it again.
        bundle_program: The version that wrote the evidence.
        simulated_note: Says so, where devices in it were simulated; else empty.
    """

    view: ViewName
    language: Language
    program: str
    bundle_program: str
    market: str
    zone: str
    simulated: bool
    simulated_note: str
    evidence: EvidenceLine
    limits: tuple[Limit, ...]


def make_head(
    bundle: Bundle, view: ViewName, reader: Reader, program: str, *, simulated: bool
) -> Head:
    """Gives a report's head.

    Args:
        bundle: What the report is made of.
        view: For whom.
        reader: The language and zone.
        program: This program's version.
        simulated: Whether anything that the view shows comes from simulated devices.
    """
    about, verdict = bundle.about, bundle.verdict
    return Head(
        view=view,
        language=reader.language,
        program=program,
        bundle_program=about.program,
        market=about.market,
        zone=about.zone,
        simulated=simulated,
        simulated_note=reader.say("report.simulated_note") if simulated else "",
        evidence=EvidenceLine(
            origin=verdict.origin,
            events=verdict.size,
            root=verdict.root,
            vkey=verdict.vkey,
            first_at=verdict.first_at,
            last_at=verdict.last_at,
            first=reader.time(verdict.first_at),
            last=reader.time(verdict.last_at),
            counts={kind.value: count for kind, count in verdict.counts.items()},
            files=bundle.digests,
        ),
        limits=_limits(view, reader),
    )


def _limits(view: ViewName, reader: Reader) -> tuple[Limit, ...]:
    key = Limit("key", reader.say("report.limit_key"))
    unlogged = Limit("unlogged", reader.say("report.limit_unlogged"))
    newer = Limit("newer", reader.say("report.limit_newer"))
    clock = Limit("clock", reader.say("report.limit_clock"))
    law = Limit("law", reader.say("report.limit_law"))
    match view:
        case "consumer":
            copies = Limit("copies", reader.say("report.limit_copies"))
            closed = Limit("closed", reader.say("report.limit_closed"))
            return (unlogged, closed, copies, newer, clock, key, law)
        case "regulator":
            sees = Limit("single_updates", reader.say("report.limit_single_updates"))
            devices = Limit("devices", reader.say("report.limit_devices"))
            return (sees, devices, unlogged, newer, clock, key, law)
        case "developer":
            noise = Limit("noise", reader.say("report.limit_noise"))
            return (noise, unlogged, newer, clock, key)
