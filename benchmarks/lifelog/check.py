"""Checks one person's log for an author: the schema, the counts that are asked for, the wording.

    python -m benchmarks.lifelog.check ja/akari [--no-wording]

Prints what is short and how well plain BM25 finds the evidence. Ends with 1 where something is
missing, and with 2 where the log cannot be loaded.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np

from benchmarks.lifelog.baselines import BM25, overlap, ranked
from benchmarks.lifelog.load import BadLifelog, Life, load_life
from benchmarks.lifelog.records import DATA, Question, QuestionKind

LEAST_TURNS: Final = 250
LEAST_DAYS: Final = 90
LEAST_QUESTIONS: Final = 50
LEAST_LABELS: Final = 100
_DEPTH: Final = 10


def main() -> None:
    """Prints the findings about one person."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("person", help="a folder below benchmarks/data/lifelog, as ja/akari")
    parser.add_argument("--no-wording", action="store_true", help="not question by question")
    options = parser.parse_args()
    try:
        life = load_life(DATA / options.person)
    except BadLifelog as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    _print_counts(life)
    _print_wording(life, each=not options.no_wording)
    short = list(shortcomings(life))
    print("\n".join(f"short: {line}" for line in short) or "nothing short")
    sys.exit(1 if short else 0)


def shortcomings(life: Life) -> Iterator[str]:
    """Gives what a log lacks of what every log must have."""
    days = (life.turns[-1].at - life.turns[0].at).days if life.turns else 0
    for name, found, least in (
        ("turns", len(life.turns), LEAST_TURNS),
        ("days", days, LEAST_DAYS),
        ("questions", len(life.questions), LEAST_QUESTIONS),
        ("labels", len(life.labels), LEAST_LABELS),
    ):
        if found < least:
            yield f"{found} {name}, expected {least} or more"
    kinds = {question.kind for question in life.questions}
    if missing := sorted(set(QuestionKind) - kinds):
        yield f"no question of kind {', '.join(missing)}"
    if not any(life.is_cross_language(one) for one in life.questions if one.evidence):
        yield "no question in another language than its evidence"
    if len({turn.where for turn in life.turns}) < 4:
        yield "not every channel has turns"


def _print_counts(life: Life) -> None:
    by_self = sum(turn.speaker == "self" for turn in life.turns)
    days = (life.turns[-1].at - life.turns[0].at).days
    kinds = Counter(str(question.kind) for question in life.questions)
    print(f"{len(life.turns)} turns ({by_self} by the person) over {days} days")
    print("  where:", dict(Counter(str(turn.where) for turn in life.turns)))
    print(f"{len(life.questions)} questions:", dict(kinds))
    kept = sum(label.keep for label in life.labels)
    print(f"{len(life.labels)} labels, {kept} kept:", end=" ")
    print(dict(Counter(str(label.kind) for label in life.labels)))


def _print_wording(life: Life, *, each: bool) -> None:
    ranker = BM25()
    shares: dict[bool, list[float]] = {False: [], True: []}
    shared: dict[bool, list[float]] = {False: [], True: []}
    for question in life.questions:
        if not question.evidence:
            continue
        turns = life.turns_before(question.at)
        order = ranked(ranker.scores(question, turns), turns, len(turns))
        ranks = [order.index(turn) + 1 if turn in order else 0 for turn in question.evidence]
        cross = life.is_cross_language(question)
        shares[cross].append(float(np.mean([0 < rank <= _DEPTH for rank in ranks])))
        shared[cross].append(overlap(question, life))
        if each:
            _print_question(question, ranks, shared[cross][-1], cross=cross)
    for cross, name in ((False, "same language"), (True, "other language")):
        if shares[cross]:
            print(
                f"BM25 recall@{_DEPTH}, {name}: {np.mean(shares[cross]):.3f}; "
                f"shared terms: {np.mean(shared[cross]):.3f}; {len(shares[cross])} questions"
            )


def _print_question(question: Question, ranks: list[int], shared: float, *, cross: bool) -> None:
    mark = "x" if cross else " "
    print(
        f"{question.id} {mark} {question.kind:13} BM25 ranks {ranks} shared {shared:.2f}  "
        f"{question.text[:60]}"
    )


if __name__ == "__main__":
    main()
