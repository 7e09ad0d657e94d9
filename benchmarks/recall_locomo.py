"""Claim: recall through vault and guard finds the evidence turns of LoCoMo's questions.

Each conversation goes through the real importer into a vault of its own, every question through the
guard. BM25 (with English stop words; plain, and with Snowball stems), dense (the shipped encoder)
and the standardised sum of stems and dense rank the same turns in the same run. A returned memory
counts as exactly one turn, its own; what has no turn counts as none.

    python -m benchmarks.recall_locomo --data FILE --json [--gate on|off]
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.encoder_sets import bm25, fused
from benchmarks.provenance import commit_name
from device.compose import create_device
from device.encoder.encode import Encoder
from device.importers.export import Conversation, Export
from device.importers.read import read_export
from device.settings import Settings
from device.vault.kdf import KdfParameters
from policy.vocabulary import Purpose

DEPTHS: Final = (5, 10, 20)
GROUPS: Final = {"1": {1}, "2": {2}, "3": {3}, "4": {4}, "5": {5}, "1-4": {1, 2, 3, 4}}
_TURN: Final = re.compile(r"D\d+:\d+")


def main() -> None:
    """Prints one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a LoCoMo JSON file")
    parser.add_argument("--gate", choices=["on", "off"], default="on", help="the write gate")
    parser.add_argument("--json", action="store_true", help="one JSON line (the only form)")
    options = parser.parse_args()
    samples = json.loads(options.data.read_text(encoding="utf-8"))
    export = read_export(options.data, zone=UTC, me=None)
    rankings: dict[str, list[tuple[int, list[str], set[str]]]] = defaultdict(list)
    stored = 0
    for sample, conversation in zip(samples, export.conversations, strict=True):
        questions = list(_questions(sample))
        ours, count = _ask_bojagi(export, conversation, questions, gate=options.gate == "on")
        stored += count
        for name, ranking in {"bojagi": ours, **_ask_plain(conversation, questions)}.items():
            for (_, category, evidence), found in zip(questions, ranking, strict=True):
                rankings[name].append((category, found, evidence))
    line: dict[str, Any] = {name: _figures(answers) for name, answers in rankings.items()}
    turns = sum(len(conversation.turns) for conversation in export.conversations)
    line |= {"gate": options.gate, "turns": turns, "stored": stored}
    print(json.dumps(line | {"commit": commit_name(), "machine": platform.machine()}))


def _questions(sample: dict[str, Any]) -> list[tuple[str, int, set[str]]]:
    """Gives the questions that have evidence in this conversation: text, category, turns."""
    found = []
    for asked in sample["qa"]:
        evidence = {turn for text in asked.get("evidence", []) for turn in _TURN.findall(text)}
        if evidence:
            found.append((str(asked["question"]), int(asked["category"]), evidence))
    return found


def _ask_bojagi(
    export: Export,
    conversation: Conversation,
    questions: Sequence[tuple[str, int, set[str]]],
    *,
    gate: bool,
) -> tuple[list[list[str]], int]:
    with tempfile.TemporaryDirectory() as folder:
        # Without a step-up secret every class opens with the vault, as for an owner who has stepped
        # up.
        settings = Settings(language="en", zone="UTC")
        device = create_device(Path(folder), "benchmark", None, settings, kdf=KdfParameters())
        report = device.intake.take_in(replace(export, conversations=(conversation,)), gate=gate)
        ranked = []
        for question, _, _ in questions:
            answer = device.recall.ask(question, Purpose.RECALL, "en", max(DEPTHS))
            ranked.append([card.reference for card in answer.memories if card.reference])
        device.close()
    return ranked, report.stored


def _ask_plain(
    conversation: Conversation, questions: Sequence[tuple[str, int, set[str]]]
) -> dict[str, list[list[str]]]:
    """Gives what the plain rankers find, by their names."""
    texts = [f"{turn.speaker}: {turn.text}" for turn in conversation.turns]
    asked = [text for text, _, _ in questions]
    names = [turn.reference or "" for turn in conversation.turns]
    encoder = Encoder.default()
    dense = encoder.encode_query(asked) @ encoder.encode(texts).T
    stems = bm25(texts, asked, stemmed=True)
    scores = {
        "bm25": bm25(texts, asked, stemmed=False),
        "bm25_stems": stems,
        "dense": dense,
        "sum": fused(stems, dense),
    }
    return {
        name: [
            [names[at] for at in row]
            for row in np.argsort(-of_it, axis=1, kind="stable")[:, : max(DEPTHS)].tolist()
        ]
        for name, of_it in scores.items()
    }


def _figures(answers: Sequence[tuple[int, list[str], set[str]]]) -> dict[str, dict[str, float]]:
    figures = {}
    for group, categories in GROUPS.items():
        sums: dict[str, float] = defaultdict(float)
        chosen = [answer for answer in answers if answer[0] in categories]
        for _, turns, evidence in chosen:
            for depth in DEPTHS:
                sums[f"recall@{depth}"] += len(evidence & set(turns[:depth])) / len(evidence)
            first = next((at for at, turn in enumerate(turns, 1) if turn in evidence), None)
            sums["mrr"] += 1 / first if first else 0.0
        names = [*(f"recall@{depth}" for depth in DEPTHS), "mrr"]
        figures[group] = {name: round(sums[name] / max(len(chosen), 1), 4) for name in names}
        figures[group]["n"] = len(chosen)
    return figures


if __name__ == "__main__":
    main()
