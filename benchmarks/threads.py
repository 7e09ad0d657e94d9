"""Claim: from one memory, its thread brings most of what belongs to the same matter, and is short.

Each question of the life logs that several turns answer (or answered once, where it asks of a
change) names a matter. The thread of the first of those turns is asked for; counted is which share
of the others is in it, beside as many memories as are most alike (cosine), as many that share most
words (BM25) and their standardised sum, so that none is longer than the thread. How long threads
are is told for these and for every memory.

    python -m benchmarks.threads --split dev --json
"""

from __future__ import annotations

import argparse
import json
import platform
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from benchmarks.lifelog.load import SPLITS, Life, exits_when_bad, load_split
from benchmarks.lifelog.ours import Engine, living
from benchmarks.lifelog.records import DATA, Question, QuestionKind
from benchmarks.provenance import commit_name
from device.compose import Device
from device.memory.keywords import PlainKeywords
from device.memory.rank import standardised
from policy.vocabulary import Purpose

_KINDS: Final = frozenset(
    {QuestionKind.CHANGE, QuestionKind.SEVERAL_FACTS, QuestionKind.HISTORY, QuestionKind.TIME}
)
_OLDER_TOO: Final = frozenset({QuestionKind.CHANGE, QuestionKind.HISTORY})
_EVERY: Final = 5  # memories from one whose thread is looked at to the next

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Found:
    """What of one matter the thread of its first memory brought, and each plain ranker."""

    kind: QuestionKind
    shares: Mapping[str, float]
    size: int
    cpu_ms: float


def main() -> None:
    """Prints one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="a folder of life logs")
    parser.add_argument("--split", choices=SPLITS, default="dev")
    parser.add_argument("--json", action="store_true", help="one JSON line (the only form)")
    asked = parser.parse_args()
    with exits_when_bad():
        lives = load_split(asked.split, asked.data)
    found: list[Found] = []
    sizes: list[int] = []
    for life in lives:
        with (
            tempfile.TemporaryDirectory() as folder,
            living(life.person, Path(folder), life.turns[0].at) as engine,
        ):
            engine.hear(life.turns)
            found += _found(life, engine)
            ids = engine.device.vault.open_ids()[::_EVERY]
            sizes += [len(_thread(engine.device, item_id)) for item_id in ids]
    names = found[0].shares
    line: dict[str, Any] = {
        "benchmark": "threads",
        "commit": commit_name(),
        "machine": f"{platform.machine()} {platform.system()}",
        "split": asked.split,
        "people": len(lives),
        "n": len(found),
        "share_of_the_others": {name: _mean([one.shares[name] for one in found]) for name in names},
        "by_kind": {
            str(kind): _mean([one.shares["thread"] for one in found if one.kind is kind])
            for kind in sorted(_KINDS)
        },
        "size": _mean([one.size for one in found]),
        "size_of_any": _mean(sizes),
        "cpu_ms": {
            "median": round(float(np.median([one.cpu_ms for one in found])), 1),
            "p95": round(float(np.quantile([one.cpu_ms for one in found], 0.95)), 1),
        },
    }
    print(json.dumps(line))


def _found(life: Life, engine: Engine) -> Iterator[Found]:
    device, stored = engine.device, engine.stored()
    ids = sorted(stored.values())
    opened = list(device.guard.engine(ids, "benchmark"))
    texts = [memory.text for _, memory in opened]
    vectors = np.stack(
        [row["vector"][0].astype(np.float32) * np.float32(row["scale"][0]) for row, _ in opened]
    )
    words = PlainKeywords()
    words.add(list(zip(ids, [memory.index_text for _, memory in opened], strict=True)))
    device.recall.index.texts.index_more(len(ids))
    for question in life.questions:
        matter = _matter(life, question, stored)
        if len(matter) < 2:
            continue
        first, others = matter[0], set(matter[1:])
        begins = time.process_time()
        thread = _thread(device, first)
        cpu_ms = 1_000 * (time.process_time() - begins)
        at = ids.index(first)
        cosine = (vectors @ vectors[at]).astype(np.float32)
        bm25 = words.scores_of(texts[at], np.array(ids, np.uint32))
        every = np.ones(len(ids), np.bool_)
        rankers = {
            "cosine": cosine,
            "bm25": bm25,
            "sum": standardised(cosine, every) + standardised(bm25, every),
        }
        shares = {"thread": len(others & thread) / len(others)}
        for name, scores in rankers.items():
            best = _best(scores, at, len(thread) - 1)
            shares[name] = len(others & {ids[one] for one in best}) / len(others)
        yield Found(question.kind, shares, len(thread), cpu_ms)


def _matter(life: Life, question: Question, stored: Mapping[str, int]) -> list[int]:
    """Gives the memories of what a question is about, in the order in which they were said."""
    if question.kind not in _KINDS:
        return []
    named = {*question.evidence, *(question.stale if question.kind in _OLDER_TOO else ())}
    return [stored[turn.id] for turn in life.turns if turn.id in named and turn.id in stored]


def _thread(device: Device, item_id: int) -> set[int]:
    found = device.recall.thread(item_id, Purpose.RECALL, "en")
    return {line.card.id for line in found} if isinstance(found, list) else set()


def _best(scores: Scores, seed: int, count: int) -> list[int]:
    order = [int(one) for one in np.argsort(-scores, kind="stable") if one != seed]
    return order[:count]


def _mean(values: list[float] | list[int]) -> float:
    return round(float(np.mean(values)), 3) if values else 0.0


if __name__ == "__main__":
    main()
