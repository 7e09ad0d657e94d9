"""The figures of one ranker over one split: what was found, what was stale, what was made up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from benchmarks.lifelog.records import Question, QuestionKind

DEPTHS: Final = (5, 10)
DEEPEST: Final = 20  # how far mrr looks
ANSWERED_SHARE: Final = 0.95  # of the answerable questions that a threshold must let through


@dataclass(frozen=True, slots=True)
class Answer:
    """What one ranker gave for one question.

    Attributes:
        language: The log's.
        found: Turns, best first, at most `DEEPEST`.
        top: The best score; a ranker without scores gives 1 where it answers, else 0: where it
            found nothing, or hands out what is nearest as no more than that.
    """

    question: Question
    language: str
    is_cross: bool
    found: tuple[str, ...]
    top: float


def figures(answers: Sequence[Answer], threshold: float | None) -> dict[str, Any]:
    """Gives the figures of a split.

    Args:
        threshold: A best score under this counts as "nothing"; None where the ranker itself
            answers with nothing.
    """
    answerable = [one for one in answers if one.question.evidence]
    groups: dict[str, Callable[[Answer], bool]] = {
        "all": lambda _: True,
        "same_language": lambda one: not one.is_cross,
        "cross_language": lambda one: one.is_cross,
    }
    line: dict[str, Any] = {
        name: _found(one for one in answerable if belongs(one)) for name, belongs in groups.items()
    }
    line["by_kind"] = {
        str(kind): _found(one for one in answerable if one.question.kind is kind)
        for kind in QuestionKind
        if kind is not QuestionKind.NEVER_SAID
    }
    return line | {
        "newest_first": _newest_first(answerable),
        "never_said": _never_said(answers, threshold),
        "off_record_found": _forbidden(answers),
    }


def threshold_for(answers: Iterable[Answer]) -> float:
    """Gives the score that this share of the answerable questions reaches: made on train only."""
    tops = [one.top for one in answers if one.question.evidence]
    return float(np.quantile(tops, 1 - ANSWERED_SHARE))


def _found(answers: Iterable[Answer]) -> dict[str, float]:
    chosen = list(answers)
    line: dict[str, float] = {}
    for depth in DEPTHS:
        shares = [_share(one, depth) for one in chosen]
        line[f"recall@{depth}"] = _mean(shares)
    line["mrr"] = _mean([_reciprocal(one) for one in chosen])
    line["n"] = len(chosen)
    return line


def _share(answer: Answer, depth: int) -> float:
    evidence = set(answer.question.evidence)
    return len(evidence & set(answer.found[:depth])) / len(evidence)


def _reciprocal(answer: Answer) -> float:
    evidence = set(answer.question.evidence)
    first = next((at for at, turn in enumerate(answer.found, 1) if turn in evidence), None)
    return 1 / first if first else 0.0


def _newest_first(answers: Iterable[Answer]) -> dict[str, float]:
    """Tells how often what changed is answered from the newest.

    `share` counts questions whose evidence is within ten and before every stale turn, out of
    `n` that have a stale turn; `of_found` counts them out of those where either was within ten.
    """
    right, either, total = 0, 0, 0
    for one in answers:
        stale, evidence = set(one.question.stale), set(one.question.evidence)
        if not stale or one.question.kind is not QuestionKind.CHANGE:
            continue
        total += 1
        first = next((turn for turn in one.found[:10] if turn in stale | evidence), None)
        either += first is not None
        right += first in evidence
    return {"share": _ratio(right, total), "of_found": _ratio(right, either), "n": total}


def _never_said(answers: Sequence[Answer], threshold: float | None) -> dict[str, float]:
    """Gives how often something is answered to what was never said, and what that costs."""
    least = 0.5 if threshold is None else threshold
    never = [one.top for one in answers if one.question.kind is QuestionKind.NEVER_SAID]
    rest = [one.top for one in answers if one.question.evidence]
    line = {
        "false_recall": _ratio(sum(top >= least for top in never), len(never)),
        "answered": _ratio(sum(top >= least for top in rest), len(rest)),
        "n": len(never),
    }
    if threshold is not None:
        line["auc"] = _auc(rest, never)
    return line


def _auc(above: Sequence[float], below: Sequence[float]) -> float:
    """Gives how often an answerable question's best score passes one that is not."""
    if not above or not below:
        return 0.0
    high, low = np.asarray(above)[:, None], np.asarray(below)[None, :]
    return round(float(np.mean((high > low) + 0.5 * (high == low))), 4)


def _forbidden(answers: Iterable[Answer]) -> dict[str, int]:
    chosen = [one for one in answers if one.question.forbidden]
    hits = sum(bool(set(one.question.forbidden) & set(one.found[:10])) for one in chosen)
    return {"questions": hits, "n": len(chosen)}


def _mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 4) if values else 0.0


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
