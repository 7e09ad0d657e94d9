"""A question in other languages: what it means, and the terms by which memories may say it.

A question is not turned into a sentence. Each thing that it may mean (a *sense*, named by an
English stem) is looked up with all terms that say it in the languages of the vault; they count as
one word, by the likeliest that a memory has.

Source: probabilistic structured queries, Darwish and Oard 2003.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import groupby
from operator import itemgetter
from typing import Final

from device.encoder.dictionary import TRANSLATED, Dictionary
from device.encoder.fold import HAN, HIRAGANA, RUN, fold, is_cjk
from device.memory.keywords import Sense, asked_terms
from device.memory.terms import SINGLE, terms

_MOST_SAYINGS: Final = 16
_MOST_ASKED: Final = 128  # terms; a person types fewer, a program may hand in a file
_SURE: Final = 0.6  # from it on, a term is told as a reason
_IDEOGRAPH: Final = re.compile(f"[{HAN}]")
_ENGLISH: Final = "en"
_OTHER_LATIN: Final = frozenset({"de", "fr", "es"})


def senses(question: str, spoken: Collection[str], into: Collection[str]) -> tuple[Sense, ...]:
    """Gives what a question may mean, as terms of other languages; nothing where there are none.

    Args:
        spoken: Languages that the question is in.
        into: Languages of the memories. Those that the question is in are left to its own words.
    """
    others = [one for one in (_ENGLISH, *TRANSLATED) if one in into and one not in spoken]
    if not others:
        return ()
    asked = asked_terms(question)[:_MOST_ASKED]
    own = frozenset(asked)  # looked up as they stand
    found = _meanings(asked, latin=_ENGLISH in spoken or _OTHER_LATIN.isdisjoint(spoken))
    made = []
    for stem, weight in found.items():
        said = _likeliest(pair for language in others for pair in _sayings(stem, language))
        others_say = tuple((term, share) for term, share in said.items() if term not in own)
        if others_say:
            made.append(Sense(weight, others_say))
    return tuple(made)


def sure_terms(meant: Iterable[Sense]) -> frozenset[str]:
    """Gives the terms that say for sure what a question means for sure."""
    return frozenset(
        term
        for sense in meant
        if sense.weight >= _SURE
        for term, share in sense.terms
        if share >= _SURE
    )


def words_that_say(sure: frozenset[str], text: str) -> list[str]:
    """Gives the words of a text that such terms make up, the longest first."""
    found: list[str] = []
    for run in RUN.findall(fold(text)) if sure else ():
        if is_cjk(run):
            found += _pieces(run, sure)
        elif not sure.isdisjoint(terms(run)[0]):
            found.append(run)
    return sorted(dict.fromkeys(found), key=len, reverse=True)


def _pieces(run: str, sure: frozenset[str]) -> list[str]:
    """The longest pieces of a run that its pairs, and ideographs alone, make up.

    Pairs with hiragana are left out: 猫が has a particle in it.
    """
    said = [
        SINGLE + letter in sure and (len(run) == 1 or _IDEOGRAPH.match(letter) is not None)
        for letter in run
    ]
    for at in range(len(run) - 1):
        pair = run[at : at + 2]
        if pair in sure and not HIRAGANA.search(pair):
            said[at] = said[at + 1] = True
    parts = groupby(zip(run, said, strict=True), key=itemgetter(1))
    return ["".join(letter for letter, _ in part) for is_said, part in parts if is_said]


def _meanings(asked: Iterable[str], *, latin: bool) -> dict[str, float]:
    """Gives the English stems that terms may mean, each by its surest term.

    Args:
        latin: Words in Latin letters are taken for English ones.
    """
    found: list[tuple[str, float]] = []
    for term in asked:
        if not term.isascii():
            found += Dictionary.shipped().meanings(term)
        elif latin:
            found.append((term, 1.0))
    return _likeliest(found)


def _sayings(stem: str, language: str) -> Iterable[tuple[str, float]]:
    if language == _ENGLISH:
        return [(stem, 1.0)]
    return Dictionary.shipped().sayings(stem, language, _MOST_SAYINGS)


def _likeliest(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, share in pairs:
        found[name] = max(share, found.get(name, 0.0))
    return found
