"""Finds the terms of a lexicon in a text, in one pass, by the rules of each script.

How a term is written in a lexicon:

    salary        Latin letters: a whole word, with simple inflection (salaries, salaried)
    isa>          Latin letters: this word exactly
    vaccin*       Latin letters: every word that begins so
    住宅ローン      Japanese: anywhere in the text
    <ローン        not after a character of the same script (so not in ドローン)
    대출           Korean: anywhere, whatever particles and compounds surround it
    <이자>         Korean: a word alone or with particles (이자가, but not 이자카야)

A space in a Korean term may be missing in the text. A **look-alike** is a longer phrase that holds
a term without its meaning ("river bank"); terms inside one do not count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

Group = TypeVar("Group", bound=str)

STRONG: Final = 1.0
WEAK: Final = 0.5

_URL: Final = re.compile(r"(?:https?://|www\.)[!-~]+", re.IGNORECASE)
_GAPS: Final = re.compile(r"(?<=[a-z])-(?=[a-z])|\s+")
_ENDINGS: Final = re.compile(r"(?:'s|s'|s|es|ed|d|ing|ings)?(?![a-z0-9_\u00df-\u024f])")
_E_ENDINGS: Final = re.compile(r"(?:e|es|ed|er|ing|e's)(?![a-z0-9_\u00df-\u024f])")
_Y_ENDINGS: Final = re.compile(r"(?:y|ies|ied|ying|y's)(?![a-z0-9_\u00df-\u024f])")
_EXACT: Final = re.compile(r"(?![a-z0-9_\u00df-\u024f])")
_ANY_ENDING: Final = re.compile(r"[a-z\u00df-\u024f']*(?![0-9_])")
_PARTICLES: Final = re.compile(
    "(?:이랑|이나|이라도|이라|이에요|이예요|이야|이고|이며|입니다|이었|이다|인데|이네|이지|에서|에게|에도|에는|에"
    "|으로|로|까지|부터|한테|하고|보다|처럼|마다|밖에|조차|만큼|대로|들|랑|라도|라서|라고|라|께|이|가|은|는|을|를"
    "|의|도|만|과|와|나|야|요|예요|네|다|지|죠|고|면|인|일|였|었|님){0,3}(?![가-힣])"
)
_SCRIPTS: Final = {
    "latin": re.compile("[a-z0-9_\u00df-\u024f]"),
    "hangul": re.compile("[가-힣]"),
    "katakana": re.compile("[ァ-ヺー]"),
    "hiragana": re.compile("[ぁ-ゖ]"),
    "han": re.compile("[\u3400-\u4dbf\u4e00-\u9fff々]"),
}
# What `>` asks of the text behind a term.
_WORD_ENDS: Final = {
    "hangul": _PARTICLES,
    "katakana": re.compile("(?![ァ-ヺー])"),
    "hiragana": re.compile("(?![ぁ-ゖ])"),
    "han": re.compile("(?![\u3400-\u4dbf\u4e00-\u9fff々])"),
}


def _script(character: str) -> str:
    return next((name for name, pattern in _SCRIPTS.items() if pattern.match(character)), "")


def words(text: str) -> tuple[str, ...]:
    """Gives the terms of a comma-separated list, which may run over several lines."""
    return tuple(term for term in (" ".join(part.split()) for part in text.split(",")) if term)


@dataclass(frozen=True, slots=True)
class Terms:
    """What speaks for a group in one language: one strong term is enough, weak ones need company.

    Hints ("don't tell anyone", "a month") say little: together they are worth one weak term.
    """

    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit(Generic[Group]):
    """One term found. Offsets are into the normalised text."""

    group: Group
    term: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Group]):
    group: Group | None
    term: str
    stem: str
    weight: float
    begins_word: bool
    tail: re.Pattern[str] | None

    def end_of_match(self, text: str, start: int) -> int | None:
        """Gives where the term ends, its inflection included, if it stands at `start`."""
        if not text.startswith(self.stem, start):
            return None
        if self.begins_word and start and _script(text[start - 1]) == _script(text[start]):
            return None
        end = start + len(self.stem)
        if self.tail is None:
            return end
        tail = self.tail.match(text, end)
        return None if tail is None else tail.end()


def _latin_tail(stem: str, mark: str) -> tuple[str, re.Pattern[str]]:
    last_word = stem.rpartition(" ")[2]
    match mark:
        case ">":
            return stem, _EXACT
        case "*":
            return stem, _ANY_ENDING
        case _ if len(last_word) > 3 and last_word.endswith("e"):
            return stem[:-1], _E_ENDINGS
        case _ if len(last_word) > 3 and last_word.endswith("y") and last_word[-2] not in "aeiou":
            return stem[:-1], _Y_ENDINGS
        case _:
            return stem, _ENDINGS


def _entries(
    group: Group | None, term: str, weight: float, name: str | None = None
) -> Iterator[_Entry[Group]]:
    mark = term[-1] if term[-1] in "*>" else ""
    stem = normalise(term.lstrip("<").rstrip("*>"))
    begins_word = term.startswith("<") or _script(stem[0]) == "latin"
    last = _script(stem[-1])
    spellings = {stem, stem.replace(" ", "")} if last == "hangul" else {stem}
    tail: re.Pattern[str] | None = None
    if last == "latin":
        stem, tail = _latin_tail(stem, mark)
        spellings = {stem}
    elif mark == ">":
        tail = _WORD_ENDS[last]
    for spelling in sorted(spellings):
        yield _Entry(group, name or term, spelling, weight, begins_word, tail)


def normalise(text: str) -> str:
    """Gives text as terms are compared: lower case, single spaces, no hyphens, no URLs."""
    return _GAPS.sub(" ", _URL.sub(" ", text).lower())


class TermMatcher(Generic[Group]):
    """The terms of a lexicon, ready to be found."""

    __slots__ = ("_by_pair", "_by_single")

    def __init__(
        self,
        lexicon: Mapping[Group, Mapping[str, Terms]],
        lookalikes: Iterable[str] = (),
    ) -> None:
        """Compiles a lexicon (group to language to terms) and its look-alikes."""
        entries: list[_Entry[Group]] = []
        for group, languages in lexicon.items():
            for terms in languages.values():
                for weight, listed, name in (
                    (STRONG, terms.strong, None),
                    (WEAK, terms.weak, None),
                    (WEAK, terms.hints, "hint"),
                ):
                    for term in listed:
                        entries.extend(_entries(group, term, weight, name))
        for phrase in lookalikes:
            entries.extend(_entries(None, phrase, 0.0))
        # The first two characters lead to the few terms that can begin at a place.
        by_pair: defaultdict[str, list[_Entry[Group]]] = defaultdict(list)
        by_single: defaultdict[str, list[_Entry[Group]]] = defaultdict(list)
        for entry in entries:
            if len(entry.stem) > 1:
                by_pair[entry.stem[:2]].append(entry)
            else:
                by_single[entry.stem].append(entry)
        self._by_pair = {key: tuple(found) for key, found in by_pair.items()}
        self._by_single = {key: tuple(found) for key, found in by_single.items()}

    def find(self, text: str) -> list[Hit[Group]]:
        """Gives every term in `text` that stands outside look-alikes, in order of position."""
        text = normalise(text)
        hits: list[Hit[Group]] = []
        masked_until = 0  # the furthest end of the look-alikes that begin at or before this place
        for start in range(len(text)):
            candidates = self._by_pair.get(text[start : start + 2], ())
            if single := self._by_single.get(text[start]):
                candidates = (*candidates, *single)
            found = [
                (entry, end)
                for entry in candidates
                if (end := entry.end_of_match(text, start)) is not None
            ]
            for entry, end in found:
                if entry.group is None:
                    masked_until = max(masked_until, end)
            hits.extend(
                Hit(entry.group, entry.term, start, end, entry.weight)
                for entry, end in found
                if entry.group is not None and end > masked_until
            )
        return hits

    def weigh(self, text: str) -> dict[Group, float]:
        """Gives the evidence for each group that has any.

        Terms that overlap are one piece of evidence, the heaviest of them (住宅ローン holds
        ローン); a term counts once however often it is repeated.
        """
        pieces: dict[Group, dict[str, float]] = {}
        reach: dict[Group, tuple[int, str]] = {}
        for hit in sorted(self.find(text), key=lambda hit: (hit.start, -hit.end, -hit.weight)):
            found = pieces.setdefault(hit.group, {})
            end, term = reach.get(hit.group, (0, ""))
            if hit.start < end:  # a piece of evidence that stands already
                found[term] = max(found[term], hit.weight)
            else:
                term = hit.term
                found[term] = max(found.get(term, 0.0), hit.weight)
            reach[hit.group] = (max(end, hit.end), term)
        return {group: sum(found.values()) for group, found in pieces.items()}
