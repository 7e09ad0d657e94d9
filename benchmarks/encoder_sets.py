"""The sets on which encoders are measured, and the measures, for `benchmarks.encoder`.

Development sets lie outside the project and are read here alone; what we wrote ourselves lies in
`benchmarks/data/encoder`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import bm25s
import numpy as np
import numpy.typing as npt
import snowballstemmer
from bm25s.tokenization import STOPWORDS_EN

OWN: Final = Path(__file__).parent / "data" / "encoder"
OURS: Final = ("en", "ja", "ko")
ABROAD: Final = ("ja", "ko", "zh", "de", "fr", "es")
CATEGORIES: Final = {"1": {1}, "2": {2}, "3": {3}, "4": {4}, "5": {5}, "1-4": {1, 2, 3, 4}}

Scores: TypeAlias = npt.NDArray[np.float32]
Encode: TypeAlias = Callable[[Sequence[str]], Scores]
Row: TypeAlias = dict[str, Any]

_WORD: Final = re.compile(r"\w\w+")
_TURN: Final = re.compile(r"D\d+:\d+")


def read_lines(file: Path) -> list[Row]:
    """Reads a file of one JSON object a line."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def precision_at_1(encode: Encode, pairs: Sequence[Row]) -> tuple[float, float]:
    """Gives in percent how often a text's nearest is its translation: into English, and out."""
    likeness = encode([row["text"] for row in pairs]) @ encode([row["en"] for row in pairs]).T
    own = np.arange(len(pairs))
    into, out = likeness.argmax(axis=1) == own, likeness.argmax(axis=0) == own
    return _percent(into.mean()), _percent(out.mean())


def spearman(encode: Encode, pairs: Sequence[Row]) -> float:
    """Gives 100 times the rank correlation of cosines with what people said."""
    first, second = encode([row["a"] for row in pairs]), encode([row["b"] for row in pairs])
    ranks = _ranks((first * second).sum(axis=1)), _ranks([row["score"] for row in pairs])
    return _percent(np.corrcoef(*ranks)[0, 1])


@dataclass(frozen=True, slots=True)
class Talk:
    """One LoCoMo conversation: turns, and questions with the turns that answer them."""

    turns: list[str]
    questions: list[str]
    categories: list[int]
    evidence: list[set[int]]


def read_locomo(file: Path) -> list[Talk]:
    """Reads turns as `speaker: text [caption of a picture]`."""
    talks = []
    for sample in json.loads(file.read_text(encoding="utf-8")):
        conversation = sample["conversation"]
        turns: dict[str, str] = {}
        for session in range(1, len(conversation)):
            for turn in conversation.get(f"session_{session}", ()):
                caption = f" [{turn['blip_caption']}]" if turn.get("blip_caption") else ""
                turns[turn["dia_id"]] = f"{turn['speaker']}: {turn['text']}{caption}"
        places = {name: at for at, name in enumerate(turns)}
        talk = Talk(list(turns.values()), [], [], [])
        for asked in sample["qa"]:
            named = {one for text in asked.get("evidence", ()) for one in _TURN.findall(text)}
            if found := {places[one] for one in named if one in places}:
                talk.questions.append(str(asked["question"]))
                talk.categories.append(int(asked["category"]))
                talk.evidence.append(found)
        talks.append(talk)
    return talks


def recall_at_10(talks: Iterable[Talk], rank: Callable[[Talk], Scores]) -> dict[str, float]:
    """Gives in percent how much of the evidence is among the first ten, by category."""
    found: list[tuple[int, float]] = []
    for talk in talks:
        found += zip(talk.categories, shares_at_10(rank(talk), talk.evidence), strict=True)
    return {
        name: _percent(np.mean([share for category, share in found if category in chosen]))
        for name, chosen in CATEGORIES.items()
    }


def shares_at_10(scores: Scores, wanted: Sequence[set[int]]) -> list[float]:
    """Gives for each question how much of what is wanted is among its first ten."""
    best = np.argsort(-scores, axis=1, kind="stable")[:, :10]
    return [len(one & set(row.tolist())) / len(one) for one, row in zip(wanted, best, strict=True)]


def bm25(turns: Sequence[str], questions: Sequence[str], *, stemmed: bool) -> Scores:
    """Gives BM25 scores, English stop words left out. *Shape:* (questions, turns)."""
    stemmer = snowballstemmer.stemmer("english")

    def words(text: str) -> list[str]:
        kept = [word for word in _WORD.findall(text.lower()) if word not in STOPWORDS_EN]
        return list(stemmer.stemWords(kept)) if stemmed else kept

    index = bm25s.BM25()
    index.index([words(text) for text in turns], show_progress=False)
    rows = [words(text) for text in questions]
    empty = np.zeros(len(turns), np.float32)
    return np.stack([index.get_scores(row) if row else empty for row in rows])


def fused(*scores: Scores) -> Scores:
    """Sums scores, each standardised over the turns of its question."""
    spreads = [np.maximum(one.std(axis=1, keepdims=True), 1e-9) for one in scores]
    parts = [
        (one - one.mean(axis=1, keepdims=True)) / spread
        for one, spread in zip(scores, spreads, strict=True)
    ]
    total: Scores = np.sum(parts, axis=0, dtype=np.float32)
    return total


def macro_f1(told: Sequence[Sequence[str]], wanted: Sequence[Sequence[str]]) -> float:
    """Gives F1 of tags, averaged over the tags that are wanted anywhere."""
    values = []
    for tag in sorted({tag for tags in wanted for tag in tags}):
        hits = sum(tag in a and tag in b for a, b in zip(told, wanted, strict=True))
        named = sum(tag in tags for tags in told) + sum(tag in tags for tags in wanted)
        values.append(2 * hits / named)
    return round(float(np.mean(values)), 3)


def _ranks(values: Any) -> npt.NDArray[np.float64]:
    """Gives the rank of each value, equal ones sharing the mean of theirs."""
    _, inverse, counts = np.unique(np.asarray(values), return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks: npt.NDArray[np.float64] = (ends - (counts - 1) / 2)[inverse]
    return ranks


def _percent(share: Any) -> float:
    return round(100 * float(share), 1)
