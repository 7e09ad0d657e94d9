"""What a text is looked up by: words, bigrams of Japanese, Chinese and Korean, single characters.

Two-character words are most of what is asked for in these languages, so a run of their characters
gives overlapping bigrams. Single characters are kept apart, for questions in which one stands alone
(犬は？, 돈은?).

Each memory passes through here at each unlock, so words are stemmed once and then looked up. The
table of them holds words out of memories: `forget_words` empties it when the vault is locked.
"""

from __future__ import annotations

import re
from operator import add
from typing import Final

import snowballstemmer

from device.encoder.fold import HAN, RUN, STOP_WORDS, fold, is_cjk, without_accents

SINGLE: Final = "1:"  # before a single character; no word and no bigram has a colon

_LONGEST_SHARED: Final = 40  # characters of a run that a reason may quote
_MOST_WORDS: Final = 65_536
_LONGEST_KEPT: Final = 64
_PLAIN_RUN: Final = re.compile("[a-z0-9]+(?:'[a-z0-9]+)*")  # RUN, where all is lower-case ASCII
_FIRST_CJK: Final = "\u3005"  # CJK's first character: spares most other words a regex
_LONE_HAN: Final = re.compile(f"(?<![{HAN}])[{HAN}](?![{HAN}])")
_SYLLABLE_AND_PARTICLE: Final = re.compile("([가-힣])[은는이가을를도의에만요]")
_ENGLISH: Final = snowballstemmer.stemmer("english")


class _Words(dict[str, str | None]):
    """The term of each English-like word met so far; None where it says nothing."""

    def __missing__(self, run: str) -> str | None:
        bare = run.removesuffix("'s")
        term = None if run in STOP_WORDS or bare in STOP_WORDS else str(_ENGLISH.stemWord(bare))
        if len(run) <= _LONGEST_KEPT:
            if len(self) >= _MOST_WORDS:
                self.clear()
            self[run] = term
        return term


_WORDS: Final = _Words()
_term_of: Final = _WORDS.__getitem__


def forget_words() -> None:
    """Empties the table of stemmed words: what stays in RAM after it names nobody's words."""
    _WORDS.clear()


def terms(text: str) -> tuple[list[str], list[str]]:
    """Gives a text's terms, and apart from them its single CJK characters."""
    if text.isascii():
        found = map(_term_of, _PLAIN_RUN.findall(text.lower()))
        return [term for term in found if term is not None], []
    words: list[str] = []
    unspaced: list[str] = []
    for run in RUN.findall(_looked_up(text)):
        if run >= _FIRST_CJK and is_cjk(run):
            words += map(add, run, run[1:])
            unspaced.append(run)
        elif (term := _term_of(run)) is not None:
            words.append(term)
    return words, [SINGLE + character for character in "".join(unspaced)]


def question_terms(text: str) -> list[str]:
    """Gives what a question is looked up by: terms, and the characters that stand alone."""
    found, _ = terms(text)
    runs = RUN.findall(_looked_up(text))
    found += [SINGLE + character for run in runs for character in _lone(run)]
    return list(dict.fromkeys(found))


def _looked_up(text: str) -> str:
    return without_accents(fold(text))


def _lone(run: str) -> list[str]:
    """The characters of a run that are words by themselves."""
    if not is_cjk(run):
        return []
    if len(run) == 1:
        return [run]
    particle = _SYLLABLE_AND_PARTICLE.fullmatch(run)
    return [particle[1]] if particle else _LONE_HAN.findall(run)


def shared_words(question: str, text: str) -> list[str]:
    """Gives the words of the question that the text has too; longest run first."""
    folded = _looked_up(text)
    known = {word for run in RUN.findall(folded) if not is_cjk(run) and (word := _term_of(run))}
    found: list[str] = []
    for run in RUN.findall(fold(question)):  # shown as it was typed
        if is_cjk(run):
            found += _shared_runs(run, folded)
        elif _term_of(without_accents(run)) in known:
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
