"""From a text to the rows of the encoder's table: word pieces, and hashed letters beside them.

Pieces know words, and what is the same in another language; the letters know spelling, inflection
and the names that no list of pieces has. The pieces are those of a unigram language model, cut by
the best sum of log probabilities. All of it is plain Python, so that it runs on phones too.

Source: Kudo 2018 (unigram pieces); Bojanowski et al. 2017 (letters of a word, hashed).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from device.encoder.fold import fold

SPACE: Final = "\u2581"  # stands before each word
MAX_CHARACTERS: Final = 4_000  # what follows adds nothing to a 256-d vector
_MAX_WORD: Final = 200  # a longer run is cut, so that time stays linear
_KEPT_WORDS: Final = 32_768
_UNKNOWN: Final = -10.0  # below the rarest piece, for a letter that no piece has
_NEVER: Final = -1e30

_KANA: Final = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
_HAN: Final = "\u3005\u3006\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HANGUL: Final = "\uac00-\ud7a3"
_LETTER: Final = f"[^\\W_{_HAN}{_KANA}{_HANGUL}]"
# A run of kana and ideographs, of hangul syllables, or a word with its apostrophes.
_RUN: Final = re.compile(f"([{_HAN}{_KANA}]+)|([{_HANGUL}]+)|({_LETTER}+(?:'{_LETTER}+)*)")
# What says something: a letter, a digit, a pictograph. Marks alone are no text.
_SAYS: Final = re.compile("[^\\W_]|[\u2190-\u2bff\U0001f000-\U0001faff]")
_FIRST_SYLLABLE: Final = 0xAC00
_FINALS: Final = 28  # of a syllable, none counted as one


class Tokeniser:
    """Gives the rows of a text: those of its pieces, then those of its hashed letters."""

    def __init__(self, pieces: Iterable[tuple[str, float]], letter_rows: int) -> None:
        """Takes the pieces with their log probabilities, and how many rows the letters share."""
        scored = list(pieces)
        self._scores = dict(scored)
        self._places = {piece: row for row, (piece, _) in enumerate(scored)}
        self._letter_rows = letter_rows
        self._longest = max(map(len, self._places))
        self._unknown = min(self._scores.values()) + _UNKNOWN
        self._cut_word = lru_cache(_KEPT_WORDS)(self._cut)
        self._hash_word = lru_cache(_KEPT_WORDS)(_word_hashes)

    @classmethod
    def read(cls, file: Path, letter_rows: int) -> Tokeniser:
        """Reads pieces and their scores, a line each."""
        lines = file.read_text(encoding="utf-8").splitlines()
        split = (line.split("\t") for line in lines)
        return cls(((piece, float(score)) for piece, score in split), letter_rows)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._places) + self._letter_rows

    def rows(self, text: str) -> npt.NDArray[np.int64]:
        """Gives the rows of a text; what no piece has is left out. *Shape:* (m,)."""
        plain = fold(" ".join(text[:MAX_CHARACTERS].split()))
        if _SAYS.search(plain) is None:
            return np.zeros(0, np.int64)
        pieces = self._pieces(plain)
        hashed = np.array([one for run in _parts(plain) for one in self._hash_word(run)], np.int64)
        rows = np.empty(len(pieces) + len(hashed), np.int64)
        rows[: len(pieces)] = pieces
        rows[len(pieces) :] = hashed % self._letter_rows + len(self._places)
        return rows

    def pieces(self, text: str) -> npt.NDArray[np.int64]:
        """Gives the rows of a text's pieces without its letters, each once. *Shape:* (m,)."""
        plain = fold(" ".join(text[:MAX_CHARACTERS].split()))
        return np.array(sorted(set(self._pieces(plain))), np.int64)

    def _pieces(self, plain: str) -> list[int]:
        return [row for word in self._words(plain) for row in self._cut_word(word)]

    def forget(self) -> None:
        """Lets go of the words that were kept to be quick."""
        self._cut_word.cache_clear()
        self._hash_word.cache_clear()

    @staticmethod
    def _words(plain: str) -> Iterator[str]:
        for word in plain.split():
            yield SPACE + word[:_MAX_WORD]
            yield from _cut_up(word[_MAX_WORD:])

    def _cut(self, word: str) -> tuple[int, ...]:
        """Cuts a word into its most likely pieces, by Viterbi's algorithm."""
        scores, end = self._scores, len(word)
        best, came_from = [0.0] + [_NEVER] * end, [0] * (end + 1)
        for start in range(end):
            so_far = best[start]
            for stop in range(start + 1, min(start + self._longest, end) + 1):
                score = scores.get(word[start:stop])
                if score is None:
                    if stop > start + 1:
                        continue
                    score = self._unknown
                if so_far + score > best[stop]:
                    best[stop], came_from[stop] = so_far + score, start
        rows = []
        while end:
            start = came_from[end]
            row = self._places.get(word[start:end])
            if row is not None:
                rows.append(row)
            end = start
        return tuple(reversed(rows))


def _parts(plain: str) -> Iterator[str]:
    for run in _RUN.finditer(plain):
        yield from _cut_up(run[0])


def _cut_up(run: str) -> Sequence[str]:
    if len(run) <= _MAX_WORD:
        return (run,) if run else ()
    return [run[at : at + _MAX_WORD] for at in range(0, len(run), _MAX_WORD)]


def _word_hashes(run: str) -> tuple[int, ...]:
    """Gives 32-bit hashes of the groups of letters of one run.

    Of kana and ideographs every one, two and three; of a hangul word its syllables, its groups of
    two to four, and each syllable without its final consonant (갔다 and 가다 meet there); of other
    words the whole word and its groups of three to five.
    """
    match = _RUN.match(run)
    kind = match.lastindex if match else None
    if kind == 1:
        grams = list(_grams(run, (1, 2, 3)))
    elif kind == 2:
        before = "<" + run
        opened = [f"j{one}{_without_final(two)}" for one, two in zip(before, run, strict=False)]
        grams = [*_grams(f"<{run}>", (2, 3, 4)), *run, *opened]
    else:
        grams = [f"w{run}", *_grams(f"<{run}>", (3, 4, 5))]
    return tuple(zlib.crc32(gram.encode("utf-8", "surrogatepass")) for gram in grams)


def _without_final(syllable: str) -> str:
    return chr((ord(syllable) - _FIRST_SYLLABLE) // _FINALS * _FINALS + _FIRST_SYLLABLE)


def _grams(text: str, sizes: Sequence[int]) -> Iterator[str]:
    for size in sizes:
        for at in range(len(text) - size + 1):
            yield text[at : at + size]
