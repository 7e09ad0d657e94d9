"""The text that the encoder is trained on: what is read, how often each source is drawn.

Pairs of an English text and one that says the same in another language, from two files that stay
outside the project; and what the authors of Bojagi wrote: questions with what answers them, and
sentences that belong to one goal. Licences of all of it: docs/encoder.md.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from device.encoder.fold import RUN, fold

OWN: Final = Path(__file__).parent / "training"
SHIPPED: Final = Path(__file__).parent / "data"
_FILES: Final = ("pairs.jsonl.gz", "pairs_more.jsonl.gz")
_DEVELOPMENT: Final = ("dev_tatoeba.jsonl", "dev_sts.jsonl")
_SENTENCES: Final = ("text", "en", "a", "b")

# How much of a batch comes from each source, before normalising; `SHARE_ALIKE` ones are left out of
# the permissive variant.
SHARES: Final = {
    "tanaka": 0.32, "tatoeba": 0.06, "xpersona": 0.14, "goemotions": 0.10, "ami": 0.02,
    "stsb": 0.22, "korsts": 0.10, "wikt": 0.20, "idtag": 0.05, "pydocs": 0.08,
    "xrisawoz": 0.02, "storybooks": 0.03, "cldr-emoji": 0.03, "cldr-keywords": 0.02,
    "cldr-names": 0.01, "scratch": 0.02, "aosp-health": 0.01, "aosp-permission": 0.007,
    "aosp-deskclock": 0.006, "aosp-dialer": 0.007, "aosp-settings": 0.003, "grocy": 0.01,
    "osm-fields": 0.01, "iot-course": 0.02, "security-course": 0.01, "react-docs": 0.01,
    "questions": 0.08, "goals": 0.03,
}  # fmt: skip
# What we wrote ourselves: the second text does not say what the first says.
NOT_TRANSLATED: Final = frozenset({"questions", "goals"})
SHARE_ALIKE: Final = frozenset({"stsb", "korsts", "wikt"})
TRADITIONAL: Final = "zh-Hant"
# The languages this is for are drawn more often than their share of the text.
_LANGUAGE_WEIGHTS: Final = {"ja": 2.0, "ko": 2.5, "zh": 1.2, TRADITIONAL: 1.2}
# Each phrasing of a goal is paired with those so many places on: other languages, other words.
_STEPS_ON: Final = (7, 13, 23)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that should be near each other; the first is English but in our own text."""

    source: str
    language: str
    first: str
    second: str


def read_pairs(folder: Path, *, permissive: bool) -> list[Pair]:
    """Reads every pair, in a fixed order, without what equals a sentence of the development sets.

    Raises:
        FileNotFoundError: a file of the folder is missing.
    """
    held_out = held_out_hashes(folder)
    pairs = [
        pair
        for pair in (*_shared(folder), *_questions(), *_of_one_goal())
        if not (permissive and pair.source in SHARE_ALIKE)
        and not {text_hash(pair.first), text_hash(pair.second)} & held_out
    ]
    return [pair for pair in pairs if pair.source in SHARES]


def text_hash(text: str) -> bytes:
    """Gives the hash by which equal sentences meet: width, case, spaces and marks do not count."""
    return hashlib.sha256(" ".join(RUN.findall(fold(text))).encode()).digest()[:12]


def held_out_hashes(folder: Path) -> frozenset[bytes]:
    """Gives the hashes of every sentence that is kept for measuring."""
    rows = (row for name in _DEVELOPMENT for row in _lines(folder / name))
    return frozenset(text_hash(row[field]) for row in rows for field in _SENTENCES if field in row)


def draw_weights(pairs: Sequence[Pair]) -> npt.NDArray[np.float64]:
    """Gives how likely each pair is drawn. *Shape:* (n,), summing to one."""
    sources = np.array([pair.source for pair in pairs])
    weights = np.array([_LANGUAGE_WEIGHTS.get(pair.language, 1.0) for pair in pairs])
    for source in np.unique(sources):
        chosen = sources == source
        weights[chosen] *= SHARES[str(source)] / weights[chosen].sum()
    shares: npt.NDArray[np.float64] = weights / weights.sum()
    return shares


def _shared(folder: Path) -> Iterator[Pair]:
    # The text has simplified Chinese alone, and half of those who write it write the other.
    traditional = import_module("opencc").OpenCC("s2tw")
    for name in _FILES:
        for row in _lines(folder / name):
            source = row.get("source") or row["src"]
            pair = Pair(str(source), str(row["lang"]), str(row["en"]), str(row["text"]))
            yield pair
            if pair.language == "zh":
                other = traditional.convert(pair.second)
                if other != pair.second:
                    yield replace(pair, language=TRADITIONAL, second=other)


def _questions() -> Iterator[Pair]:
    for file in sorted(OWN.glob("questions.*.jsonl")):
        language = file.name.split(".")[1][:2]
        for row in _lines(file):
            yield Pair("questions", language, str(row["question"]), str(row["answer"]))


def goal_phrasings(*, shipped: bool = False) -> dict[str, list[tuple[str, str]]]:
    """Gives for each goal its phrasings, each with its language, in a fixed order.

    Args:
        shipped: Those alone that ship; they come first.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for file in sorted(SHIPPED.glob("goals.*.json")):
        language = file.name.split(".")[1]
        for goal, about in json.loads(file.read_text(encoding="utf-8")).items():
            phrasings = [about["name"], *about["prototypes"]]
            found.setdefault(goal, []).extend((language, text) for text in phrasings)
    for file in () if shipped else sorted(OWN.glob("goals.*.jsonl")):
        for row in _lines(file):
            found[str(row["goal"])].append((file.name.split(".")[1], str(row["text"])))
    return found


def _of_one_goal() -> Iterator[Pair]:
    for phrasings in goal_phrasings().values():
        for at, (language, text) in enumerate(phrasings):
            for step in _STEPS_ON:
                other = phrasings[(at + step) % len(phrasings)][1]
                yield Pair("goals", language, text, other)


def _lines(file: Path) -> Iterable[dict[str, Any]]:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
