"""Bundles for the tests of reports: a device's and a coordinator's, as they are handed over."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from compliance.contents import (
    ABOUT,
    MEMORIES,
    NAMES,
    ROUNDS,
    STATISTICS,
    About,
    BundleKind,
    RoundLine,
    Rounds,
    Statistics,
    StatisticsTable,
)
from compliance.evidence import write_manifest_bytes
from compliance.log.events import Decision, Event, EventKind, Outcome
from compliance.log.note import Signer
from policy.bundles import load_base_bundle
from tests.compliance.test_evidence import NONCE, SIGNER, write_folder

STARTED = 1_785_000_000  # 2026-07-25, when both law packs are in force
RULES = load_base_bundle().digest

COORDINATOR = Signer("coordinator.example/1", bytes(range(1, 33)))


def name_of(memory: int) -> str:
    """Gives a memory's commitment."""
    return hashlib.sha256(f"memory {memory}".encode()).hexdigest()


def happened(kind: EventKind, number: int, **fields: Any) -> Event:
    """Gives an event of the owner's, a minute after the one before."""
    base = {
        "at": STARTED + 60 * number,
        "kind": kind,
        "principal": "owner",
        "purpose": "maintain",
        "auth": "unlocked",
        "bundle": RULES,
        "nonce": f"{number:032x}",
    }
    return Event(**{**base, **fields})


def permit(memory: int, rules: tuple[str, ...] = ("owner-recalls",)) -> Decision:
    return Decision(memory=name_of(memory), outcome=Outcome.PERMIT, rules=rules)


def refuse(memory: int, rules: tuple[str, ...] = ("finance-needs-step-up",)) -> Decision:
    return Decision(memory=name_of(memory), outcome=Outcome.STEP_UP, rules=rules)


def card(number: int, text: str, **fields: Any) -> dict[str, Any]:
    """Gives a card as `bojagi export` writes it."""
    base = {
        "id": number,
        "text": text,
        "when": f"2026-05-{1 + number % 28:02d}T12:44:00+09:00",
        "speaker": "美咲",
        "source": "line",
        "conversation": "美咲",
        "reference": None,
        "language": "ja",
        "languages": ["ja"],
        "domains": ["travel"],
        "labels": [],
        "class_name": "everyday",
        "why": "",
        "rule": "owner-recalls",
        "rule_text": "自分の記憶は自分で読めます。",
        "reads": 3,
        "score": 0.0,
    }
    return {**base, **fields}


CARDS = [
    card(1, "花火は8/8(土)に変更"),
    card(2, "ピーナッツで息が苦しくなる", labels=["health"], class_name="private"),
    card(3, "엄마 생신은 음력 9월 3일", speaker="민수", source="kakaotalk", languages=["ko"]),
    card(4, "Dentist on Tuesday", speaker="", source="typed", conversation="", languages=["en"]),
]


def device_events() -> list[Event]:
    """Gives a device's log up to the export: told first, then used, forgotten, shared."""
    shared = {"round": 1, "bytes": 11_656, "tensors": 4, "norm_micro": 734_211}
    steps: list[tuple[EventKind, dict[str, Any]]] = [
        (EventKind.CREATED, {}),
        (EventKind.NOTICED, {"details": {"digest": "ab" * 32, "format": "ja"}}),
        (
            EventKind.STORED,
            {
                "memories": tuple(name_of(number) for number in (1, 2, 3, 4, 9)),
                "details": {"count": 5, "source": "line"},
            },
        ),
        (EventKind.INDEXED, {"principal": "service", "details": {"count": 5}}),
        (
            EventKind.RELEASED,
            {
                "purpose": "recall",
                "decisions": (permit(1), permit(9)),
                "closed": ("finance-needs-step-up", "guarded-needs-step-up"),
            },
        ),
        (EventKind.RELEASED, {"purpose": "recall", "decisions": (permit(1), refuse(7))}),
        (EventKind.RATED, {"memories": (name_of(1),), "details": {"reason": "used"}}),
        (EventKind.ERASED, {"memories": (name_of(9),), "details": {"reason": "forget"}}),
        (EventKind.RULE_CHANGED, {"memories": (name_of(4),)}),
        (EventKind.CONSENTED, {"details": {"reason": "updates"}}),
        (
            EventKind.TRAINED,
            {
                "principal": "service",
                "purpose": "train",
                "memories": (name_of(1), name_of(3)),
                "details": {"count": 2},
            },
        ),
        (EventKind.SHARED, {"details": {**shared, "reason": "update", "digest": "cd" * 32}}),
        (EventKind.REFUSED, {"details": {"reason": "foreign-app"}}),
        (EventKind.WITHDRAWN, {"details": {"reason": "updates"}}),
        (
            EventKind.RELEASED,
            {"purpose": "export", "decisions": tuple(permit(one) for one in (1, 2, 3, 4))},
        ),
    ]
    return [happened(kind, number, **fields) for number, (kind, fields) in enumerate(steps)]


def write_device_bundle(
    folder: Path,
    *,
    events: Sequence[Event] | None = None,
    cards: Sequence[Mapping[str, Any]] = CARDS,
    about: Mapping[str, Any] | None = None,
    files: Mapping[str, bytes] | None = None,
    signer: Signer = SIGNER,
    exported_at: int | None = None,
) -> Path:
    """Writes a device's bundle that verifies, but for what a test asks to be otherwise."""
    told = {
        "kind": BundleKind.DEVICE,
        "program": "0.1.0",
        "market": "JP",
        "language": "ja",
        "zone": "Asia/Tokyo",
        **(about or {}),
    }
    contents = {
        ABOUT: About(**told).model_dump_json().encode(),
        MEMORIES: json.dumps(list(cards), ensure_ascii=False).encode(),
        NAMES: json.dumps({name_of(one["id"]): one["id"] for one in cards}).encode(),
        **(files or {}),
    }
    return _write_bundle(
        folder, device_events() if events is None else list(events), contents, signer, exported_at
    )


TENSORS = {
    "gate.hidden.weight": (32, 88),
    "gate.hidden.bias": (32,),
    "gate.action.weight": (2, 32),
    "gate.action.bias": (2,),
}


def model(number: int) -> str:
    return hashlib.sha256(f"model {number}".encode()).hexdigest()


def rounds(**fields: Any) -> Rounds:
    """Gives three rounds: one clean, one given up, one with a forged reply."""
    shared = {"weight": 120, "received_bytes": 34_968}
    lines = (
        {"accepted": 3, "mean_norm": 0.8125, "reward": 0.0312, "before": 0, "after": 1},
        {"accepted": 1, "missing": 2, "mean_norm": 0.0, "reward": 0.1188, "before": 1, "after": 1},
        {"accepted": 3, "mean_norm": 0.5, "reward": 0.1188, "before": 1, "after": 2},
    )
    made = tuple(
        RoundLine(
            **{
                **shared,
                **line,
                "round": number,
                "at": STARTED + 60 * number,
                "asked": 4 if number == 2 else 3,
                "refused": {"norm": 1, "not-finite": 2} if number == 2 else {},
                "aggregated": line["accepted"] == 3,
                "before": model(line["before"]),
                "after": model(line["after"]),
            }
        )
        for number, line in enumerate(lines)
    )
    base = {"minimum_cohort": 3, "final_reward": 0.2741, "tensors": TENSORS, "rounds": made}
    return Rounds(**{**base, **fields})


def table(view: str = "regulator", **fields: Any) -> StatisticsTable:
    counts = {
        "regulator": {"recall_answered": 141, "exported": None, "forgotten": 37},
        "developer": {"rated_used": 88, "rated_dismissed": None, "language_ja": 102},
    }[view]
    base = {
        "view": view,
        "at": STARTED + 600,
        "period_days": 28,
        "asked": 200,
        "counts": counts,
        "threshold": 10,
        "bound": 8,
        "epsilon": 2.0,
        "scale": 4.0,
        "interval": 12,
    }
    return StatisticsTable(**{**base, **fields})


def coordinator_events() -> list[Event]:
    """Gives a coordinator's log up to the export."""
    steps: list[tuple[EventKind, dict[str, Any]]] = [
        (EventKind.STARTED, {}),
        (EventKind.ADMITTED, {}),
        (EventKind.ROUND_OPENED, {"details": {"round": 0}}),
        (EventKind.ROUND_CLOSED, {"details": {"round": 0}}),
        (EventKind.ROUND_ABORTED, {"details": {"round": 1}}),
        (EventKind.REFUSED, {"details": {"reason": "norm", "round": 2}}),
        (EventKind.ROUND_CLOSED, {"details": {"round": 2}}),
        (EventKind.QUERIED, {"purpose": "statistics"}),
    ]
    base = {"principal": "coordinator", "purpose": "train", "auth": "", "bundle": ""}
    return [happened(kind, at, **{**base, **fields}) for at, (kind, fields) in enumerate(steps)]


def write_coordinator_bundle(
    folder: Path,
    *,
    rounds_: Rounds | None = None,
    tables: Sequence[StatisticsTable] | None = None,
    about: Mapping[str, Any] | None = None,
    events: Sequence[Event] | None = None,
    files: Mapping[str, bytes] | None = None,
    signer: Signer = COORDINATOR,
) -> Path:
    """Writes a coordinator's bundle that verifies, but for what a test asks to be otherwise."""
    told = {
        "kind": BundleKind.COORDINATOR,
        "program": "0.1.0",
        "market": "KR",
        "language": "ko",
        "zone": "Asia/Seoul",
        **(about or {}),
    }
    shown = (table("regulator"), table("developer")) if tables is None else tuple(tables)
    statistics = Statistics(tables=shown, epsilon_spent=2.0 * len(shown))
    contents = {
        ABOUT: About(**told).model_dump_json().encode(),
        ROUNDS: (rounds_ or rounds()).model_dump_json().encode(),
        STATISTICS: statistics.model_dump_json().encode(),
        **(files or {}),
    }
    return _write_bundle(
        folder, coordinator_events() if events is None else list(events), contents, signer
    )


def _write_bundle(
    folder: Path,
    events: list[Event],
    contents: Mapping[str, bytes],
    signer: Signer,
    exported_at: int | None = None,
) -> Path:
    manifest = write_manifest_bytes(contents, NONCE)
    fields: dict[str, Any] = {} if exported_at is None else {"at": exported_at}
    exported = happened(
        EventKind.EXPORTED,
        len(events),
        details={"format": "folder", "manifest": hashlib.sha256(manifest).hexdigest()},
        **fields,
    )
    return write_folder(
        folder, events=[*events, exported], files=contents, manifest=manifest, signer=signer
    )
