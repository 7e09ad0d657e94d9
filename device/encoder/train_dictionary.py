"""Learns the dictionary of search terms from sentences that say the same in two languages.

    python -m device.encoder.train_dictionary DATA [--out DIR] [--permissive]

DATA is the folder that the encoder is trained from (`device.encoder.train`), its development sets
kept out in the same way; words of daily life that we wrote down are learned with it. A minute of
CPU, 3.5 GB of RAM; nothing is drawn, so the same text gives the same dictionary.

Each sentence is cut as a question is. A term is taken to mean some stem of the other side or none;
how surely which is learned by expectation and maximisation, five times over. How often it means a
stem puts the stem's terms in order.

Source: Brown et al. 1993, IBM model 1.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from device.encoder.dictionary import FILE, SHARES, SHIPPED, TRANSLATED, Dictionary, Table, term_key
from device.encoder.fold import HIRAGANA
from device.encoder.train_text import NOT_TRANSLATED, OWN, Pair, read_pairs
from device.memory.terms import question_terms

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

_ROUNDS: Final = 5
_NOTHING: Final = 0  # the number of the word that stands for none
_MOST_CELLS: Final = 2_500  # a longer pair of sentences says little of its words
_LEAST_SHARE: Final = 0.08
_MOST_MEANINGS: Final = 8
_RARE: Final = 1.0  # as if each term had stood for nothing once more
# Shares are softened: a weak guess at a word finds more than it spoils (docs/encoder.md).
_SOFTER: Final = 0.7
# Lists of words: what is in them once is meant.
_OWN: Final = "everyday"
_LISTS: Final = frozenset({_OWN, "wikt", "cldr-emoji", "cldr-names", "grocy"})
_WEIGHTS: Final = {
    _OWN: 3.0, "wikt": 2.0, "goemotions": 0.5, "idtag": 0.5, "osm-fields": 0.5, "scratch": 0.5,
    "pydocs": 0.3, "react-docs": 0.3, "iot-course": 0.3, "security-course": 0.3,
    "aosp-settings": 0.3, "cldr-keywords": 0.3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aligned:
    """What was learned of one language. *Shape:* all (n,), one for each pair of term and stem.

    Attributes:
        share: How surely the term means the stem.
        often: How many times it is taken to mean it.
    """

    stem: Ints
    term: Ints
    share: Floats
    often: Floats


@dataclass(frozen=True, slots=True)
class _Cells:
    """Every stem of a sentence beside every term of its translation. *Shape:* all (n,).

    Attributes:
        stem_at, term_at: Which stem, which term of which sentence: unique over all sentences.
        weight: Of the sentence.
    """

    stem: Ints
    term: Ints
    stem_at: npt.NDArray[np.int32]
    term_at: npt.NDArray[np.int32]
    weight: npt.NDArray[np.float32]


def main(arguments: Sequence[str] | None = None) -> int:
    """Learns and writes the dictionary; gives an exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the text")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="the folder to write to")
    parser.add_argument("--permissive", action="store_true", help="without share-alike sources")
    options = parser.parse_args(arguments)
    try:
        pairs = [*read_pairs(options.data, permissive=options.permissive), *everyday_words()]
    except FileNotFoundError as error:
        _tell(f"{error.filename} is missing: expected the folder of text, see docs/encoder.md")
        return 2
    made = learn(pairs)
    made.write(options.out / FILE)
    _tell(f"{len(made):,} pairs of terms")
    return 0


def everyday_words() -> Iterator[Pair]:
    """Gives what daily life needs and translated text seldom has: words that we wrote down."""
    for line in (OWN / "everyday.tsv").read_text(encoding="utf-8").splitlines():
        english, *others = (part.split("; ") for part in line.split("\t"))
        for language, words in zip(TRANSLATED, others, strict=True):
            for first, second in product(english, words):
                yield Pair(_OWN, language, first, second)


def learn(pairs: Sequence[Pair]) -> Dictionary:
    """Gives the dictionary of some pairs of texts."""
    found = {}
    for language in TRANSLATED:
        cut = [
            (pair.source, question_terms(pair.first), question_terms(pair.second))
            for pair in pairs
            if pair.language == language and pair.source not in NOT_TRANSLATED
        ]
        cut = list({(source, tuple(a), tuple(b)): (source, a, b) for source, a, b in cut}.values())
        stems = _known([(source, english) for source, english, _ in cut])
        terms = _known([(source, other) for source, _, other in cut])
        found[language] = stems, terms, aligned(cut, stems, terms)
        _tell(f"{language}: {len(cut):,} pairs of texts")
    every = sorted({stem for stems, _, _ in found.values() for stem in stems[1:] if _is_stem(stem)})
    return Dictionary(every, {language: _table(every, *one) for language, one in found.items()})


def aligned(
    cut: Sequence[tuple[str, list[str], list[str]]], stems: list[str], terms: list[str]
) -> Aligned:
    """Gives how surely each term means each stem that it was seen beside.

    Args:
        cut: Source, stems and terms of each pair of texts.
        stems, terms: Those that are learned; the first stands for no word.
    """
    cells = _cells(cut, stems, terms)
    both, which = np.unique(cells.stem * len(terms) + cells.term, return_inverse=True)
    stem, term = both // len(terms), both % len(terms)
    # Stems are what is told apart here: those that are beside a term in a sentence share it.
    share = np.ones(len(both))
    real = cells.stem != _NOTHING
    at, row, weight = which[real], cells.stem_at[real], cells.weight[real]
    for _ in range(_ROUNDS):
        now = share[at]
        often = np.bincount(at, weight * now / np.bincount(row, now)[row], len(both))
        share = often / np.maximum(np.bincount(term, often)[term], 1e-12)
    every = np.bincount(term, often)
    kept = (stem != _NOTHING) & (term != _NOTHING)
    sure = often / (every[term] + _RARE)
    return Aligned(stem[kept], term[kept], sure[kept], often[kept])


def _cells(
    cut: Sequence[tuple[str, list[str], list[str]]], stems: list[str], terms: list[str]
) -> _Cells:
    stem_number = {stem: number for number, stem in enumerate(stems)}
    term_number = {term: number for number, term in enumerate(terms)}
    parts: list[tuple[Ints, Ints, Ints, Ints, npt.NDArray[np.float32]]] = []
    stems_before = terms_before = 0
    for source, english, other in cut:
        if not english or not other or len(english) * len(other) > _MOST_CELLS:
            continue
        a = np.array([_NOTHING, *(stem_number[one] for one in english if one in stem_number)])
        b = np.array([_NOTHING, *(term_number[one] for one in other if one in term_number)])
        across, down = np.tile(np.arange(len(a)), len(b)), np.repeat(np.arange(len(b)), len(a))
        weight = np.full(len(across), _WEIGHTS.get(source, 1.0), np.float32)
        parts.append((a[across], b[down], across + stems_before, down + terms_before, weight))
        stems_before += len(a)
        terms_before += len(b)
    stem, term, stem_at, term_at, weight = (
        np.concatenate([part[field] for part in parts]) for field in range(5)
    )
    return _Cells(stem, term, stem_at.astype(np.int32), term_at.astype(np.int32), weight)


def _known(texts: Sequence[tuple[str, list[str]]]) -> list[str]:
    """Gives the words that are learned, by their numbers: those seen twice, or in a word list."""
    seen = Counter(word for _, words in texts for word in words)
    listed = {word for source, words in texts if source in _LISTS for word in words}
    return ["", *sorted(word for word, times in seen.items() if times > 1 or word in listed)]


def _is_stem(word: str) -> bool:
    return word.isascii() and not word.startswith("1:")


def _table(every: list[str], stems: list[str], terms: list[str], learned: Aligned) -> Table:
    """Gives a table of what is sure enough, most usual first."""
    number = {stem: at for at, stem in enumerate(every)}
    stem_of = np.array([number.get(stem, -1) for stem in stems])
    key_of = np.array(
        [0 if HIRAGANA.fullmatch(term.removeprefix("1:")) else term_key(term) for term in terms]
    )
    stem, key = stem_of[learned.stem], key_of[learned.term]
    kept = np.flatnonzero((learned.share >= _LEAST_SHARE) & (stem >= 0) & (key > 0))
    kept = kept[np.lexsort((stem[kept], -learned.share[kept], key[kept]))]
    kept = kept[_place(key[kept]) < _MOST_MEANINGS]
    useful = learned.share[kept] * learned.often[kept]
    kept = kept[np.lexsort((key[kept], -useful, stem[kept]))]
    keys, terms_at = np.unique(key[kept], return_inverse=True)
    return Table(
        keys=keys.astype(np.uint32),
        starts=np.searchsorted(stem[kept], np.arange(len(every) + 1)).astype(np.uint32),
        terms=terms_at.astype(np.uint32),
        shares=np.rint(learned.share[kept] ** _SOFTER * SHARES).astype(np.uint8),
    )


def _place(grouped: npt.NDArray[np.generic]) -> Ints:
    """Gives each row's place in its group; groups lie together. *Shape:* (n,)."""
    _, first, which = np.unique(grouped, return_index=True, return_inverse=True)
    places: Ints = np.arange(len(grouped)) - first[which]
    return places


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
