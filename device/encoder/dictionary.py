"""A dictionary of search terms: which English stems a Japanese or Korean term may mean.

Its terms are those of the keyword index (`device.memory.terms`): English stems, pairs of
characters, single characters. So a question in one language can be looked up among memories in
another. English is the middle: Japanese finds Korean through the stems that both may mean.

It was learned from sentences that say the same (`device.encoder.train_dictionary`), so it knows
words in use and no grammar; what is rare in its text it knows badly, and names hardly at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

SHIPPED: Final = Path(__file__).parent / "bilingual"
FILE: Final = "terms.npz"
TRANSLATED: Final = ("ja", "ko")
SHARES: Final = 255  # a share of one, as it is stored
_SINGLE: Final = "1:"  # stands before a single character, as in the keyword index
_BITS: Final = 16
_FIRST_LETTER: Final = 0x80  # what comes before is ASCII
_HANGUL: Final = re.compile("[가-힣]")

Shares: TypeAlias = list[tuple[str, float]]


@dataclass(frozen=True)
class Table:
    """One language's terms and what they may mean.

    Entries are grouped by stem; in a group those terms come first that say the stem most often.

    Attributes:
        keys: Of its terms, ascending (`term_key`). *Shape:* (t,).
        starts: Where each stem's entries begin. *Shape:* (stems + 1,).
        terms: Which term an entry is about. *Shape:* (e,).
        shares: How surely it means the stem, of 255. *Shape:* (e,).
    """

    keys: npt.NDArray[np.uint32]
    starts: npt.NDArray[np.uint32]
    terms: npt.NDArray[np.uint32]
    shares: npt.NDArray[np.uint8]

    def meanings(self, term: str) -> list[tuple[int, float]]:
        """Gives the stems, by number, that a term may mean, each with how surely."""
        key = term_key(term)
        at = int(np.searchsorted(self.keys, key)) if key else len(self.keys)
        if at == len(self.keys) or self.keys[at] != key:
            return []
        order, stems, starts = self._by_term
        entries = order[starts[at] : starts[at + 1]]
        shares = self.shares[entries] / SHARES
        return list(zip(stems[entries].tolist(), shares.tolist(), strict=True))

    def sayings(self, stem: int, most: int) -> Shares:
        """Gives the terms that say a stem, the most usual first, each with how surely."""
        part = slice(self.starts[stem], min(self.starts[stem] + most, self.starts[stem + 1]))
        keys = self.keys[self.terms[part]].tolist()
        shares = (self.shares[part] / SHARES).tolist()
        return [(key_term(key), share) for key, share in zip(keys, shares, strict=True)]

    @cached_property
    def _by_term(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """The entries in the order of their terms, each one's stem, where each term's begin."""
        order = np.argsort(self.terms, kind="stable")
        stems = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts).astype(np.intp))
        starts = np.searchsorted(self.terms[order], np.arange(len(self.keys) + 1))
        return order, stems, starts


class Dictionary:
    """Japanese and Korean search terms with the English stems that they may mean."""

    def __init__(self, stems: list[str], tables: dict[str, Table]) -> None:
        """Takes the stems that tables name by number, and a table for each language."""
        self._stems = stems
        self._number = {stem: number for number, stem in enumerate(stems)}
        self._tables = tables

    @classmethod
    def read(cls, file: Path) -> Dictionary:
        """Reads what `write` wrote."""
        with np.load(file, allow_pickle=False) as arrays:
            stems = arrays["stems"].tobytes().decode("utf-8").split("\n")
            fields = Table.__dataclass_fields__
            tables = {
                language: Table(**{name: arrays[f"{language}_{name}"] for name in fields})
                for language in TRANSLATED
            }
        return cls(stems, tables)

    @staticmethod
    @cache
    def shipped() -> Dictionary:
        """Gives the dictionary that comes with the package; read when it is first asked for."""
        return Dictionary.read(SHIPPED / FILE)

    def write(self, file: Path) -> None:
        """Writes it as arrays; the same dictionary gives the same bytes."""
        file.parent.mkdir(parents=True, exist_ok=True)
        arrays = {
            f"{language}_{name}": getattr(table, name)
            for language, table in self._tables.items()
            for name in Table.__dataclass_fields__
        }
        stems = np.frombuffer("\n".join(self._stems).encode("utf-8"), np.uint8)
        np.savez(file, stems=stems, **arrays)

    def __len__(self) -> int:
        """How many pairs of a term and a stem there are."""
        return sum(len(table.terms) for table in self._tables.values())

    def meanings(self, term: str) -> Shares:
        """Gives the English stems that a term may mean, each with how surely, in (0, 1].

        Its letters tell its language: what is not Hangul is looked up as Japanese.
        """
        table = self._tables["ko" if _HANGUL.search(term) else "ja"]
        return [(self._stems[number], share) for number, share in table.meanings(term)]

    def sayings(self, stem: str, language: str, most: int) -> Shares:
        """Gives the terms that say a stem in a language, the most usual first, with how surely."""
        number = self._number.get(stem)
        return [] if number is None else self._tables[language].sayings(number, most)


def term_key(term: str) -> int:
    """Gives the number of a pair of characters or a single one; 0: the term is neither."""
    letters = [ord(letter) for letter in term.removeprefix(_SINGLE)]
    if not 1 <= len(letters) <= 2 or max(letters) >> _BITS or min(letters) < _FIRST_LETTER:
        return 0
    if (len(letters) == 1) != term.startswith(_SINGLE):
        return 0
    return letters[0] if len(letters) == 1 else letters[0] << _BITS | letters[1]


def key_term(key: int) -> str:
    """Gives the term of a number."""
    first, second = key >> _BITS, key & ((1 << _BITS) - 1)
    return chr(first) + chr(second) if first else _SINGLE + chr(second)
