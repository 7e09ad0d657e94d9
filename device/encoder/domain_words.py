"""Finds the words of wide lists in a text: what a small model cannot know of the world.

That a sourdough is food, Rothko a painter and 청약 housing nobody learns from a few thousand
sentences. The lists (`data/words.*.json`) were written for this; `device.encoder.domains` weighs
what is found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from device.encoder.fold import CJK, RUN, fold, is_cjk
from policy.vocabulary import Domain

DATA: Final = Path(__file__).parent / "data"
LISTED: Final = tuple(domain for domain in Domain if domain is not Domain.OTHER)
FEATURES: Final = 2 * len(LISTED)  # strong words of each domain, then weak ones
_MOST: Final = 3.0  # of one domain's words that count in one text
_MOST_WORDS: Final = 4  # of a phrase in English
_CJK_ALONE: Final = re.compile(f"[{CJK}]+")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]+")
_ENDINGS: Final = (
    ("'s", ""), ("ies", "y"), ("ied", "y"), ("ves", "fe"), ("ves", "f"), ("es", ""), ("s", ""),
    ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("er", ""), ("ers", ""), ("d", ""),
)  # fmt: skip
_SHORTEST_BASE: Final = 3

_Places = tuple[int, ...]


class WordLists:
    """The words of all domains and languages, ready to be found."""

    def __init__(self, lists: Iterable[Mapping[str, Mapping[str, Iterable[str]]]]) -> None:
        """Takes for each language the strong and the weak words of each domain."""
        found: dict[str, set[int]] = {}
        for domains in lists:
            for place, domain in enumerate(LISTED):
                for offset, strength in ((0, "strong"), (len(LISTED), "weak")):
                    for word in domains.get(domain.value, {}).get(strength, ()):
                        key = _key(word)
                        if key:
                            found.setdefault(key, set()).add(place + offset)
        self._words: dict[str, _Places] = {word: tuple(at) for word, at in found.items()}
        self._longest = max((len(word) for word in found if is_cjk(word[0])), default=0)

    @classmethod
    @cache
    def shipped(cls) -> WordLists:
        """Gives the lists that ship with the package."""
        files = sorted(DATA.glob("words.*.json"))
        return cls(json.loads(file.read_text(encoding="utf-8")) for file in files)

    def weigh(self, text: str) -> npt.NDArray[np.float32]:
        """Counts the words of each domain in a text. *Shape:* (FEATURES,)."""
        counts = np.zeros(FEATURES, np.float32)
        for places in self._found(RUN.findall(fold(text))):
            for place in places:
                counts[place] += 1 / len(places)
        return np.minimum(counts, _MOST)

    def _found(self, runs: list[str]) -> Iterator[_Places]:
        at = 0
        while at < len(runs):
            if is_cjk(runs[at]):
                yield from self._in_run(runs[at])
                at += 1
                continue
            for count in range(min(_MOST_WORDS, len(runs) - at), 0, -1):
                places = self._of_phrase(runs[at : at + count])
                if places:
                    yield places
                    break
            else:
                count = 1
            at += count

    def _of_phrase(self, words: list[str]) -> _Places | None:
        """Looks a phrase up as it stands, then with its last or only word in its base form."""
        places = self._words.get(" ".join(words))
        if places or len(words[-1]) < _SHORTEST_BASE:
            return places
        for ending, plain in _ENDINGS:
            if words[-1].endswith(ending):
                base = words[-1].removesuffix(ending) + plain
                # planned, running
                for one in (base, base[:-1] if base[-2:-1] == base[-1:] else base):
                    places = self._words.get(" ".join([*words[:-1], one]))
                    if places and len(one) >= _SHORTEST_BASE:
                        return places
        return None

    def _in_run(self, run: str) -> Iterator[_Places]:
        """Finds the longest words from the left; in Korean only where a word begins."""
        at, is_start = 0, True
        while at < len(run):
            is_korean = _HANGUL.match(run[at]) is not None
            for size in range(min(self._longest, len(run) - at), 0, -1):
                places = self._words.get(run[at : at + size])
                if places and (is_start or not is_korean):
                    yield places
                    at += size
                    break
            else:
                at += 1
                is_start = False


def _key(word: str) -> str:
    """Gives a listed word as texts are cut; most stand in the lists as they are."""
    letters = word.replace(" ", "")
    if letters.isalpha() and (
        (letters.isascii() and letters.islower()) or _CJK_ALONE.fullmatch(letters)
    ):
        return word
    return " ".join(RUN.findall(fold(word)))
