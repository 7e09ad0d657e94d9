"""Claim: a memory block of a few hundred tokens holds the evidence that a question needs.

For each question, as the first message of a conversation: what of its evidence stands in the block,
at four budgets, beside the newest turns that fit, whole turns in BM25's order, and the plain sum's.
Tokens are counted alike for all (`device.memory.block.tokens_in`). Each life is taken in and asked
through the guard, as in `recall_lifelog`.

    python -m benchmarks.block --split dev --json
"""

from __future__ import annotations

import argparse
import json
import platform
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np

from benchmarks.lifelog.baselines import BM25, Dense, PlainSum, ranked, spoken
from benchmarks.lifelog.load import SPLITS, load_split
from benchmarks.lifelog.ours import asked_of
from benchmarks.lifelog.records import Question, Turn
from benchmarks.provenance import commit_name
from device.encoder.encode import Encoder
from device.memory.block import CLOSES, OPENS, Block, Passage, tokens_in
from device.memory.records import Card

BUDGETS: Final = (256, 512, 1024, 2048)
DEPTH: Final = 200  # memories that are recalled for a block


def main() -> None:
    """Prints one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=SPLITS, default="dev")
    parser.add_argument("--json", action="store_true", help="one JSON line (the only form)")
    options = parser.parse_args()
    shares: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    whole: list[float] = []
    for life in load_split(options.split):
        for question, cards in asked_of(life, DEPTH):
            if not question.evidence:
                continue
            turns = life.turns_before(question.at)
            for name, order in _baselines(question, turns).items():
                for budget in BUDGETS:
                    found = _packed(order, turns, budget)
                    shares[name][budget].append(_share(question, found))
            for budget in BUDGETS:
                block = Block(budget)
                block.take_in(question.text, [_passage(card) for card in cards])
                names = {card.id: card.reference for card in cards}
                found = [names[line.passage.key] or "" for line in block.lines]
                shares["bojagi"][budget].append(_share(question, found))
                whole += [float(not line.is_compressed) for line in block.lines]
    line: dict[str, Any] = {
        name: {str(budget): round(float(np.mean(one)), 4) for budget, one in by_budget.items()}
        for name, by_budget in shares.items()
    }
    line |= {"questions": len(shares["bojagi"][BUDGETS[0]]), "split": options.split}
    line |= {"lines_whole": round(float(np.mean(whole)), 4)}
    print(json.dumps(line | {"commit": commit_name(), "machine": platform.machine()}))


def _passage(card: Card) -> Passage:
    return Passage(card.id, card.text, card.when, card.speaker)


def _baselines(question: Question, turns: Sequence[Turn]) -> dict[str, list[str]]:
    depth = len(turns)
    return {
        "recency": [turn.id for turn in reversed(turns)],
        "bm25": ranked(_BM25.scores(question, turns), turns, depth),
        "sum": ranked(_SUM.scores(question, turns), turns, depth),
    }


_BM25 = BM25()
_SUM = PlainSum(_BM25, Dense(Encoder.default()))


def _packed(order: Iterable[str], turns: Sequence[Turn], budget: int) -> list[str]:
    """Gives the turns that fit, whole and with their day, in this order."""
    by_id = {turn.id: turn for turn in turns}
    left = budget - tokens_in(f"{OPENS}\n{CLOSES}") - 1
    packed = []
    for name in order:
        cost = tokens_in(f"- {by_id[name].at:%Y-%m-%d} {spoken(by_id[name])}") + 1
        if cost <= left:
            packed.append(name)
            left -= cost
    return packed


def _share(question: Question, found: Iterable[str]) -> float:
    evidence = set(question.evidence)
    return len(evidence & set(found)) / len(evidence)


if __name__ == "__main__":
    main()
