"""Keyword search in RAM: BM25 over words, with bigrams for Japanese, Chinese and Korean.

Two-character words are most of what is asked for in these languages, so a run of their characters
is indexed as overlapping bigrams. Single characters are indexed apart, for questions in which one
stands alone (犬は？, 돈은?). Nothing of this is ever written to disk.

Source: Okapi BM25, Robertson and Zaragoza 2009, with k1 = 1.2 and b = 0.75.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
import snowballstemmer

from device.encoder.fold import HAN, HIRAGANA, RUN, STOP_WORDS, fold, is_cjk

Scores = npt.NDArray[np.float32]

_K1: Final = 1.2
_B: Final = 0.75
_HIRAGANA_WEIGHT: Final = 0.3
_SINGLE: Final = "1:"
_LONGEST_SHARED: Final = 40  # characters of a run that a reason may quote
_LONE_HAN: Final = re.compile(f"(?<![{HAN}])[{HAN}](?![{HAN}])")
_SYLLABLE_AND_PARTICLE: Final = re.compile("([가-힣])[은는이가을를도의에만요]")
_ENGLISH: Final = snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    stemmed: str = _ENGLISH.stemWord(word)
    return stemmed


def _word(run: str) -> str | None:
    """The term of an English-like word, or None where it says nothing."""
    bare = run.removesuffix("'s")
    return None if run in STOP_WORDS or bare in STOP_WORDS else _stem(bare)


def terms(text: str) -> tuple[list[str], list[str]]:
    """Gives a text's terms, and apart from them its single CJK characters."""
    words: list[str] = []
    singles: list[str] = []
    for run in RUN.findall(fold(text)):
        if is_cjk(run):
            words += [run[at : at + 2] for at in range(len(run) - 1)]
            singles += [_SINGLE + character for character in run]
        elif (word := _word(run)) is not None:
            words.append(word)
    return words, singles


def question_terms(text: str) -> list[str]:
    """Gives what a question is looked up by: terms, and the characters that stand alone."""
    found, _ = terms(text)
    found += [_SINGLE + character for run in RUN.findall(fold(text)) for character in _lone(run)]
    return list(dict.fromkeys(found))


def _lone(run: str) -> list[str]:
    """The characters of a run that are words by themselves."""
    if not is_cjk(run):
        return []
    if len(run) == 1:
        return [run]
    particle = _SYLLABLE_AND_PARTICLE.fullmatch(run)
    return [particle[1]] if particle else _LONE_HAN.findall(run)


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

    def scores(self, question: str, mask: npt.NDArray[np.bool_] | None = None) -> Scores:
        """Gives each document's BM25 score; zero where the mask hides it.

        What is hidden does not count into how rare a word is either: a score says nothing of it.

        *Shape:* mask and result (documents,).
        """
        scores = np.zeros(len(self._lengths), np.float32)
        shown = np.ones(len(scores), np.bool_) if mask is None else mask
        total = int(shown.sum())
        if not total:
            return scores
        lengths = np.asarray(self._lengths, np.float32)
        mean = max(float(lengths[shown].mean()), 1.0)
        damping = _K1 * (1 - _B + _B * lengths / mean)
        for term in question_terms(question):
            documents, counts = self._postings.get(term, ([], []))
            at, tf = np.asarray(documents, np.intp), np.asarray(counts, np.float32)
            at, tf = at[shown[at]], tf[shown[at]]
            if len(at):
                idf = np.log1p((total - len(at) + 0.5) / (len(at) + 0.5))
                scores[at] += _weight(term) * idf * tf * (_K1 + 1) / (tf + damping[at])
        return scores


def _weight(term: str) -> float:
    """A bigram of hiragana alone is mostly inflection; it counts, but not like a content word."""
    return _HIRAGANA_WEIGHT if HIRAGANA.fullmatch(term) else 1.0


def shared_words(question: str, text: str) -> list[str]:
    """Gives the words of the question that the text has too; longest run first."""
    folded = fold(text)
    known = {word for run in RUN.findall(folded) if not is_cjk(run) and (word := _word(run))}
    found: list[str] = []
    for run in RUN.findall(fold(question)):
        if is_cjk(run):
            found += _shared_runs(run, folded)
        elif _word(run) in known:
            found.append(run)
    kept: list[str] = []
    for word in sorted(dict.fromkeys(found), key=len, reverse=True):
        if not any(word in longer for longer in kept):
            kept.append(word)
    return kept


def _shared_runs(run: str, text: str) -> list[str]:
    """The longest pieces of a run that stand in the text as they are."""
    found = [character for character in _lone(run) if character in text]
    start = 0
    while start < len(run) - 1:
        end = min(len(run), start + _LONGEST_SHARED)
        while end - start >= 2 and run[start:end] not in text:
            end -= 1
        if end - start >= 2:
            found.append(run[start:end])
            start = end
        else:
            start += 1
    return found
