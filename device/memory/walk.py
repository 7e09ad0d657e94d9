"""The walk through the candidates by rule: what is returned, passed over, or stopped at.

What says the same in the same words as a memory before it is passed over: it comes last. The walk
stops where nothing can be what was asked: of what the question names, half or more was never said
by anybody. What is nearest is still handed out then, but as such: who asks for a word that no
memory has is told so, and sees at a glance whether another word was meant.

A stop by scores was measured and is not here. Neither the best score, nor the gap behind it, nor
likeness tells a question that was never answered from one whose answer is worded differently (AUC
.45 to .60), and an answer that ends at a gap loses evidence, however wide the gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from device.encoder.fold import HAN, RUN, STOP_WORDS, fold, is_cjk
from device.memory.terms import terms
from device.vault.columns import Mask

Scores: TypeAlias = npt.NDArray[np.float32]

_ENOUGH: Final = 0.5  # of what the question names, never said: the walk stops
_FEWEST: Final = 2  # characters of a word between particles; one alone is too often something else
_KOREAN: Final = re.compile("[가-힣]")
_PARTICLE: Final = re.compile(
    "(?:이랑|에서|으로|한테|까지|부터|이가|은|는|이|가|을|를|의|에|로|랑|도|만|요|지|였지|더라)$"
)
_JAPANESE_WORD: Final = re.compile(f"[{HAN}]+|[ァ-ヺー]+")
# Words that ask, or say who asks and when: no memory need have them.
_ASKING: Final = re.compile(
    "(?:何.?|誰|幾.*|今|前|次|私|自分|僕|俺"
    "|(?:언제|얼마|뭐|누구|어디|몇|무슨|어느|어떻|왜|지금|요즘|우리|내가|나는|저는).*"
    "|(?:what|when|where|who|how)'s|get|got|go|went|say|said|tell|told|again|last|first|now|time"
    "|day|year|month|week|one|date)"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A word that a question names, and the terms that a memory has where it has the word."""

    word: str
    terms: tuple[str, ...]


def named_in(question: str) -> tuple[Named, ...]:
    """Gives what a question names: its words that carry content, each once."""
    found = []
    for run in RUN.findall(fold(question)):
        if not is_cjk(run):
            words = [] if run in STOP_WORDS else [run.removesuffix("'s")]
        elif _KOREAN.search(run):
            words = [_PARTICLE.sub("", run)]
        else:
            words = _JAPANESE_WORD.findall(run)
        for word in words:
            if len(word) < _FEWEST or _ASKING.fullmatch(word):
                continue
            if parts := terms(word)[0]:
                found.append(Named(word, tuple(parts)))
    return tuple({one.terms: one for one in found}.values())


def never_said(named: Iterable[Named], counts: Mapping[str, int]) -> tuple[str, ...]:
    """Gives the words that no memory has, where they are half of all or more; else none.

    Args:
        counts: How many memories have each term.
    """
    words = list(named)
    missing = [one.word for one in words if not all(counts.get(part) for part in one.terms)]
    return tuple(missing) if missing and len(missing) >= _ENOUGH * len(words) else ()


def says_more(cosine: Scores, words: Scores) -> Mask:
    """Tells which memories of an order say what none before them says. *Shape:* all (m,).

    The same words of the same speaker have the same vector and the same postings, so that they are
    as like the question to the last bit, and nothing else is.

    Args:
        cosine: Likeness to the question; 0 where there is no vector yet.
        words: Keyword scores.
    """
    _, first = np.unique(cosine + 1j * words, return_index=True)
    kept: Mask = cosine == 0
    kept[first] = True
    return kept
