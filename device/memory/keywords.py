"""Keyword search in RAM: BM25 over words, with bigrams for Japanese, Chinese and Korean.

Two-character words are most of what is asked for in these languages, so a run of their characters
is indexed as overlapping bigrams, and each single character apart, used only where the question has
nothing longer. Nothing of this is ever written to disk.

Source: Okapi BM25, Robertson and Zaragoza 2009, with k1 = 1.2 and b = 0.75.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
import snowballstemmer

Scores = npt.NDArray[np.float32]

_K1: Final = 1.2
_B: Final = 0.75
_CJK: Final = "぀-ヿ㐀-鿿豈-﫿가-힯ー々〆"
_RUNS: Final = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+(?:'[^\W_{_CJK}]+)?")
_IS_CJK: Final = re.compile(rf"[{_CJK}]")
_SINGLE: Final = "1:"
_HIRAGANA: Final = re.compile("[ぁ-ゟー]{2}")
_HIRAGANA_WEIGHT: Final = 0.3
_ENGLISH: Final = snowballstemmer.stemmer("english")
# Words that say nothing of what a sentence is about.
_STOP: Final = frozenset(
    """
    a an the and or but if of to in on at by for with from as is are was were be been being am do
    does did have has had i me my you your he him his she her it its we us our they them their this
    that these those much many what which who whom when where why how not no so than too very can
    will just would could should
    """.split()
)


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    stemmed: str = _ENGLISH.stemWord(word.removesuffix("'s"))
    return stemmed


def terms(text: str) -> tuple[list[str], list[str]]:
    """Gives a text's terms, and apart from them its single CJK characters."""
    words: list[str] = []
    singles: list[str] = []
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text).casefold()):
        if _IS_CJK.match(run):
            words += [run[at : at + 2] for at in range(len(run) - 1)]
            singles += [_SINGLE + character for character in run]
        elif run not in _STOP:
            words.append(_stem(run))
    return words, singles


def question_terms(text: str) -> list[str]:
    """Gives what a question is looked up by: terms, and the characters that stand alone."""
    found, _ = terms(text)
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text).casefold()):
        if len(run) == 1 and _IS_CJK.match(run):
            found.append(_SINGLE + run)
    return list(dict.fromkeys(found))


class KeywordIndex:
    """An inverted index over documents numbered from 0 in the order of their coming."""

    def __init__(self) -> None:
        self._postings: dict[str, tuple[list[int], list[int]]] = {}
        self._lengths: list[int] = []

    def __len__(self) -> int:
        return len(self._lengths)

    def add(self, text: str) -> None:
        """Adds the next document."""
        number = len(self._lengths)
        words, singles = terms(text)
        for term, count in Counter(words + singles).items():
            documents, counts = self._postings.setdefault(term, ([], []))
            documents.append(number)
            counts.append(count)
        self._lengths.append(len(words))

    def scores(self, question: str) -> Scores:
        """Gives each document's BM25 score. *Shape:* (documents,)."""
        total = len(self._lengths)
        scores = np.zeros(total, np.float32)
        if not total:
            return scores
        lengths = np.asarray(self._lengths, np.float32)
        damping = _K1 * (1 - _B + _B * lengths / max(float(lengths.mean()), 1.0))
        for term in question_terms(question):
            documents, counts = self._postings.get(term, ([], []))
            if documents:
                at = np.asarray(documents)
                tf = np.asarray(counts, np.float32)
                idf = np.log1p((total - len(at) + 0.5) / (len(at) + 0.5))
                scores[at] += _weight(term) * idf * tf * (_K1 + 1) / (tf + damping[at])
        return scores


def _weight(term: str) -> float:
    """A bigram of hiragana alone is mostly inflection; it counts, but not like a content word."""
    return _HIRAGANA_WEIGHT if _HIRAGANA.fullmatch(term) else 1.0


def shared_words(question: str, text: str) -> list[str]:
    """Gives the words of the question that the text has too; longest run first."""
    folded = unicodedata.normalize("NFKC", question).casefold()
    words, singles = terms(text)
    known = set(words)
    found: list[str] = []
    for run in _RUNS.findall(folded):
        if not _IS_CJK.match(run):
            if run not in _STOP and _stem(run) in known:
                found.append(run)
            continue
        if len(run) == 1 and _SINGLE + run in singles:
            found.append(run)
        start = 0
        for at in range(len(run)):
            if run[at : at + 2] not in known or at == len(run) - 1:
                if at > start:
                    found.append(run[start : at + 1])
                start = at + 1
    return sorted(dict.fromkeys(found), key=len, reverse=True)
