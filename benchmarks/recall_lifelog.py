"""Claim: recall finds what a person said months ago, in whichever language it was said.

Each life log goes through intake into a vault of its own, in the order of time; each question is
asked through the guard at its moment, when nothing later has been said. BM25, dense and their plain
sum rank the same turns in the same run.

    python -m benchmarks.recall_lifelog --split dev|test|train --json [--gate on|off]
"""

from __future__ import annotations

import argparse
import json
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.lifelog.baselines import BM25, Dense, PlainSum, Ranker, overlap, ranked
from benchmarks.lifelog.figures import DEEPEST, Answer, figures, threshold_for
from benchmarks.lifelog.load import SPLITS, Life, exits_when_bad, load_split
from benchmarks.lifelog.ours import ask_bojagi
from benchmarks.lifelog.records import DATA
from benchmarks.provenance import commit_name
from device.encoder.encode import Encoder


def main() -> None:
    """Prints one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="a folder of life logs")
    parser.add_argument("--split", choices=SPLITS, default="dev")
    parser.add_argument("--gate", choices=["on", "off"], default="on", help="the write gate")
    parser.add_argument("--json", action="store_true", help="one JSON line (the only form)")
    options = parser.parse_args()
    with exits_when_bad():
        lives = load_split(options.split, options.data)
        learned_on = load_split("train", options.data)
    line: dict[str, Any] = {"split": options.split, "lexical_overlap": _overlaps(lives)}
    for name, ranker in _baselines().items():
        threshold = threshold_for(_ask_all(learned_on, ranker))
        line[name] = _by_language(_ask_all(lives, ranker), threshold)
    asked = [ask_bojagi(life, gate=options.gate == "on") for life in lives]
    line["bojagi"] = _by_language([answer for answers, _ in asked for answer in answers], None)
    stored = sum(count for _, count in asked)
    turns = sum(len(life.turns) for life in lives)
    line |= {"gate": options.gate, "people": len(lives), "turns": turns, "stored": stored}
    print(json.dumps(line | {"commit": commit_name(), "machine": platform.machine()}))


def _baselines() -> dict[str, Ranker]:
    bm25, dense = BM25(), Dense(Encoder.default())
    return {"bm25": bm25, "dense": dense, "sum": PlainSum(bm25, dense)}


def _ask_all(lives: Sequence[Life], ranker: Ranker) -> list[Answer]:
    return [answer for life in lives for answer in _ask(life, ranker)]


def _ask(life: Life, ranker: Ranker) -> list[Answer]:
    answers = []
    for question in life.questions:
        turns = life.turns_before(question.at)
        scores = ranker.scores(question, turns)
        found = tuple(ranked(scores, turns, DEEPEST))
        cross = life.is_cross_language(question)
        answers.append(
            Answer(question, life.person.language, cross, found, float(scores.max(initial=0)))
        )
    return answers


def _by_language(answers: Sequence[Answer], threshold: float | None) -> dict[str, Any]:
    """Gives the figures of all, and in short of each log's language."""
    line = figures(answers, threshold)
    return line | {
        language: {name: part[name] for name in ("same_language", "cross_language", "never_said")}
        for language in ("ja", "ko", "en")
        if (of_it := [one for one in answers if one.language == language])
        and (part := figures(of_it, threshold))
    }


def _overlaps(lives: Sequence[Life]) -> dict[str, float]:
    """Gives the mean share of a question's terms that stand in its evidence."""
    shares: dict[str, list[float]] = {"same_language": [], "cross_language": []}
    for life in lives:
        for question in life.questions:
            if question.evidence:
                cross = life.is_cross_language(question)
                name = "cross_language" if cross else "same_language"
                shares[name].append(overlap(question, life))
    return {name: round(sum(one) / max(len(one), 1), 4) for name, one in shares.items()}


if __name__ == "__main__":
    main()
