"""Echoes: what was remembered and is only said back, so that no memory breeds copies of itself.

Systems that store what their assistant says fill up with it: a memory is recalled, the assistant
repeats it, the repetition is stored, recalled, repeated. Here a sentence is an echo where its words
stand in something that was said or handed over before, with the same numbers and as much denied.
Also an echo is a pasted block, whole or by its lines.

What an assistant adds of its own is no echo and is left; a person's own repetition is never one,
unless it is quoted from the block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import add
from typing import Final

from device.encoder.fold import HIRAGANA, RUN, fold, is_cjk
from device.memory.block import CLOSES, OPENS
from device.memory.sentence.kinds import Kind, says_nothing, tell
from device.memory.terms import terms

_COVERED: Final = 0.8  # of a sentence's terms stand in what it repeats
_AGAIN: Final = 0.9  # of the terms of both, where two people's words are the same
_FEWEST: Final = 2  # terms; a single word repeats nothing
# Where a sentence ends; not within "6:15 a.m. on Monday" and "3.5".
_ENDS: Final = re.compile(r"(?<=[。！？…\n])|(?<=[.!?]\s)(?![a-z\s])")
_BLOCK: Final = re.compile(
    rf"{re.escape(OPENS)}.*?(?:{re.escape(CLOSES)}|\Z)", re.IGNORECASE | re.DOTALL
)
# As `block.Line` writes itself; quoted by a mail program or a chat, perhaps.
_LINE: Final = re.compile(r"^\s*(?:>\s*)*[-!]\s+(?:\d{4}-\d{2}-\d{2}\s+)?(.*)$")
_QUOTE: Final = re.compile(r"^\s*(?:>\s*)+")
# How somebody says that they only repeat; the rest is what they repeat.
_FRAME: Final = re.compile(
    r"\b(?:as )?you(?:'ve| have)? (?:(?:just|already|once|also|earlier) )?"
    r"(?:said|told me|mentioned|noted|shared|wrote)(?: (?:that|earlier|before))*"
    r"|\b(?:as )?i (?:(?:still|do|have) )?(?:remember|recall|noted)(?: (?:that|from before))*"
    r"|\b(?:according to|from) (?:your|my) (?:notes?|memor(?:y|ies))"
    r"|\b(?:your|my) (?:notes?|memor(?:y|ies)) (?:say|says|tell me|tells me)(?: that)?"
    r"|\byou(?:'re|'ve|'ll|'d)"
    r"|(?:と|って)(?:のこと|おっしゃっ|仰っ|言っ|話し|聞い|伺っ)[\u3041-\u3096]*|覚えて[\u3041-\u3096]*"
    r"|(?<=[다라자냐])고\s*(?:말씀)?(?:하셨|했)[가-힣]*|말씀(?:하신|하셨)[가-힣]*|기억하[가-힣]*"
)
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")
_STEM: Final = 2  # syllables; what follows in a Korean word is mostly particle and ending
_NUMBER: Final = re.compile(r"\d+(?:[.,:]\d+)*")
_DENIED: Final = re.compile(
    r"\b(?:not|no|never|none|nobody|without|cannot|stopped|quit)\b|n't\b"
    r"|ない|なく|なかっ|ません|ぬ(?=[。、\s]|$)|ずに|やめ|않|못|없|안\s|아니|말고|그만"
)


@dataclass(frozen=True, slots=True)
class Gist:
    """What of a text is compared: its terms, its numbers, how often it denies.

    It is words of the text still, and never leaves RAM.
    """

    terms: frozenset[str]
    numbers: frozenset[str]
    denials: int

    def __repr__(self) -> str:
        return f"Gist({len(self.terms)} terms)"

    @classmethod
    def of(cls, text: str) -> Gist:
        """Gives the gist of a text."""
        folded = _FRAME.sub(" ", fold(text))
        return cls(
            frozenset(_content(folded)),
            frozenset(_NUMBER.findall(folded)),
            len(_DENIED.findall(folded)),
        )

    def repeats(self, other: Gist) -> bool:
        """Tells whether this says nothing that the other has not said."""
        if len(self.terms) < _FEWEST or not self.numbers <= other.numbers:
            return False
        is_alike = bool(self.denials) == bool(other.denials)
        return is_alike and len(self.terms & other.terms) >= _COVERED * len(self.terms)

    def and_that(self, other: Gist) -> Gist:
        """Gives the gist of what was said in two parts."""
        return Gist(
            self.terms | other.terms,
            self.numbers | other.numbers,
            self.denials + other.denials,
        )

    def is_again(self, other: Gist) -> bool:
        """Tells whether the two say the same, neither more than the other."""
        if self.numbers != other.numbers or self.denials != other.denials:
            return False
        count = max(len(self.terms), len(other.terms))
        return count >= _FEWEST and len(self.terms & other.terms) >= _AGAIN * count


class Heard:
    """What was said or handed over before, as gists, the newest of so many."""

    def __init__(self, most: int) -> None:
        """Starts with nothing.

        Args:
            most: How many are held; the oldest go first.
        """
        self._most = most
        self._gists: dict[object, Gist] = {}

    def add(self, key: object, text: str) -> None:
        """Notes a text, by the number of its memory or any other name."""
        self._gists.pop(key, None)
        self._gists[key] = Gist.of(text)
        while len(self._gists) > self._most:
            del self._gists[next(iter(self._gists))]

    def __contains__(self, key: object) -> bool:
        """Tells whether a text of this name is held."""
        return key in self._gists

    def forget(self, *keys: object) -> None:
        """Lets texts go: they were taken back or forgotten, or their class has closed."""
        for key in keys:
            self._gists.pop(key, None)

    @property
    def keys(self) -> tuple[object, ...]:
        """What is held, oldest first."""
        return tuple(self._gists)

    def has_said(self, gist: Gist) -> bool:
        """Tells whether it was said already, by one of them or, question and answer, by two."""
        others = self._gists.values()
        if any(gist.repeats(other) for other in others):
            return True
        first = max(others, key=lambda one: len(gist.terms & one.terms), default=None)
        if first is None or 2 * len(gist.terms & first.terms) < len(gist.terms):
            return False
        return any(gist.repeats(first.and_that(other)) for other in others)

    def has_said_just(self, gist: Gist) -> bool:
        """Tells whether one of them says the same, neither more nor less."""
        return any(gist.is_again(other) for other in self._gists.values())


def without_quoted(text: str, heard: Heard | None = None) -> str:
    """Gives what of a message is its writer's own: without a pasted block, whole or by its lines.

    Args:
        heard: What was handed over; only lines that repeat it are quoted from it. None: only whole
            blocks, with their marks, are known.
    """
    own = _BLOCK.sub("\n", text) if OPENS in text.lower() else text
    if heard is not None:
        own = "\n".join(line for line in own.split("\n") if not _is_quoted(line, heard))
    return text if own == text else own.strip()


def _content(folded: str) -> list[str]:
    """Gives what a text is about, without its endings: those are what a repetition changes."""
    found: list[str] = []
    latin: list[str] = []
    for run in RUN.findall(folded):
        if not is_cjk(run):
            latin.append(run)
        elif _HANGUL.match(run):
            found.append(run[:_STEM])
        else:
            # In Japanese what stands in kanji and katakana; hiragana holds it together.
            pieces = [piece for piece in HIRAGANA.split(run) if piece] or [run]
            for piece in pieces:
                found += map(add, piece, piece[1:]) if len(piece) > 1 else [piece]
    return found + terms(" ".join(latin))[0]


def _is_quoted(line: str, heard: Heard) -> bool:
    listed = _LINE.match(line)
    quoted = listed[1] if listed else _QUOTE.sub("", line) if _QUOTE.match(line) else None
    if quoted is None:
        return False
    said = (quoted, quoted.partition(": ")[2])  # with and without who said it
    return any(heard.has_said_just(Gist.of(one)) for one in said if one.strip())


def new_of_answer(text: str, heard: Sequence[Heard]) -> str:
    """Gives what of an assistant's answer was not said before; empty where nothing is left.

    Sentences that only repeat are left out. What then carries nothing (a greeting, a question back,
    a word of comfort) is no reason to keep the rest.
    """
    sentences = [one for one in _ENDS.split(text) if one.strip()]
    new = [one for one in sentences if not _is_said(one, heard)]
    if len(new) == len(sentences):
        return text
    return "".join(new).strip() if any(map(_carries, new)) else ""


def _is_said(sentence: str, heard: Sequence[Heard]) -> bool:
    gist = Gist.of(sentence)
    return any(one.has_said(gist) for one in heard)


def _carries(sentence: str) -> bool:
    if says_nothing(sentence):
        return False
    return tell(sentence, by_owner=False).kind not in {Kind.CHATTER, Kind.TRANSIENT, Kind.QUESTION}
