"""Finds the terms of a lexicon in a text, in one pass, by the rules of each script.

How a term is written in a lexicon:

    salary        Latin letters: a whole word, with simple inflection (salaries, salaried)
    isa>          Latin letters: this word exactly
    vaccin*       Latin letters: every word that begins so
    住宅ローン      Japanese: anywhere in the text
    <ローン        not after a character of the same script (so not in ドローン)
    대출           Korean: anywhere, whatever particles and compounds surround it
    <이자>         Korean: a word alone or with particles (이자가, but not 이자카야)

    @knee         English: only somebody's ("my left knee", "dad's knee"; not "the bee's knees")

A space in a Korean term may be missing in the text. A **look-alike** is a longer phrase that holds
a term without its meaning ("river bank"); terms inside one do not count. A word of **fiction**
("film", "episode", 映画) says that its sentence may tell of a work and of nobody: what is told
in such sentences alone counts for less, unless the person speaks of themselves ("my", 私の).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, cached_property
from itertools import chain
from typing import Final, Generic, TypeAlias, TypeVar, assert_never

from policy.labelling.places import Masks, Sentences

Group = TypeVar("Group", bound=str)
_Finder: TypeAlias = Callable[[str], Iterator[re.Match[str]]]

STRONG: Final = 1.0
WEAK: Final = 0.5

_OWNED: Final = re.compile(
    r"(?:\b(?:my|our|his|her|their|your)|(?<!\bit)(?<!\bhe)(?<!\bshe)(?<!\bthat)(?<!\bwhat)"
    r"(?<!\bwho)(?<!\blet)(?<!\bthere)(?<!\bhere)(?<!\bwhere)'s|(?<=[a-z]s)')(?: [a-z']+){0,2} \Z"
)
_OWNED_REACH: Final = 40
# Openings by which a person speaks of themselves.
_FIRSTHAND: Final = (
    "my ",
    "our ",
    "i ",
    "i'm ",
    "i've ",
    "we ",
    "私",
    "うちの",
    "우리 ",
    "내 ",
    "나 ",
)

_URL: Final = re.compile(r"(?:https?://|www\.)[!-~]+", re.IGNORECASE)
_GAPS: Final = re.compile(r"(?<=[A-Za-z0-9])-(?=[A-Za-z])|(?<=[A-Za-z])-(?=[0-9])|\s+")
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
_LATIN: Final = _SCRIPTS["latin"]
# The patterns of a language are tried only on text in its script.
_ANYTHING: Final = re.compile("")
_WRITTEN_IN: Final = {
    "en": re.compile("[a-z]{2}"),
    "ja": re.compile("[ぁ-ヺ\u3400-\u9fff]"),
    "ko": re.compile("[가-힣]"),
}
_KEY_LENGTHS: Final = (7, 5, 3, 2, 1)
# What `>` asks of the text behind a term.
_WORD_ENDS: Final = {
    "hangul": _PARTICLES,
    "katakana": re.compile("(?![ァ-ヺー])"),
    "hiragana": re.compile("(?![ぁ-ゖ])"),
    "han": re.compile("(?![\u3400-\u4dbf\u4e00-\u9fff々])"),
}


@cache
def _script(character: str) -> str:
    return next((name for name, pattern in _SCRIPTS.items() if pattern.match(character)), "")


def words(text: str) -> tuple[str, ...]:
    """Gives the terms of a comma-separated list, which may run over several lines."""
    return tuple(term for term in (" ".join(part.split()) for part in text.split(",")) if term)


@dataclass(frozen=True, slots=True)
class Terms:
    """What speaks for a group in one language: one strong term is enough, weak ones need company.

    Hints ("don't tell anyone", "a month") say little: together they are worth one weak term.
    A personal term ("cancer", "church") is strong in a sentence that has a person in it, else weak.
    Patterns are regular expressions over normalised text, each worth a strong term ("is 7 and");
    cased ones see capital letters, by which English tells names and places ("I'm in Leeds"), and
    personal ones count only in a sentence that has a person in it.
    What speaks against ("my cat" for health, "on sale" for finance) takes a weak term away, each.
    """

    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    cased: tuple[str, ...] = ()
    personal_patterns: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit(Generic[Group]):
    """One term found. Offsets are into the normalised text."""

    group: Group
    term: str
    start: int
    end: int
    weight: float
    is_firsthand: bool = False


class _Role(Enum):
    TERM = auto()
    PERSONAL = auto()
    LOOKALIKE = auto()
    FICTION = auto()


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Group]):
    group: Group | None
    role: _Role
    term: str
    stem: str
    weight: float
    begins_word: bool
    is_owned: bool
    is_firsthand: bool
    tail: re.Pattern[str] | None

    def end_of_match(self, text: str, start: int) -> int | None:
        """Gives where the term ends, its inflection included, if it stands at `start`."""
        if not text.startswith(self.stem, start):
            return None
        if self.begins_word and start and _script(text[start - 1]) == _script(text[start]):
            return None
        if self.is_owned and not _OWNED.search(text, max(0, start - _OWNED_REACH), start):
            return None
        end = start + len(self.stem)
        if self.tail is None:
            return end
        tail = self.tail.match(text, end)
        return None if tail is None else tail.end()


class _PatternRole(Enum):
    PLAIN = auto()
    CASED = auto()
    PERSONAL = auto()

    def of(self, terms: Terms) -> tuple[str, ...]:
        """Gives the patterns of this role."""
        match self:
            case _PatternRole.PLAIN:
                return terms.patterns
            case _PatternRole.CASED:
                return terms.cased
            case _PatternRole.PERSONAL:
                return terms.personal_patterns
            case _:
                assert_never(self)


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
    group: Group | None, role: _Role, term: str, weight: float, name: str | None = None
) -> Iterator[_Entry[Group]]:
    mark = term[-1] if term[-1] in "*>" else ""
    stem = normalise(term.lstrip("<@").rstrip("*>"))
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
        owned = term.startswith("@")
        firsthand = owned or stem.startswith(_FIRSTHAND)
        yield _Entry(
            group, role, name or term, spelling, weight, begins_word, owned, firsthand, tail
        )


def _without_gaps(text: str) -> str:
    return _GAPS.sub(" ", _URL.sub(" ", text))


def normalise(text: str) -> str:
    """Gives text as terms are compared: lower case, single spaces, no hyphens, no URLs."""
    return _without_gaps(text).lower()


def _is_owned(text: str, start: int, end: int) -> bool:
    return (
        text.startswith(_FIRSTHAND, start, end)
        or _OWNED.search(text, max(0, start - _OWNED_REACH), start) is not None
    )


@dataclass(frozen=True, eq=False)
class _Patterns(Generic[Group]):
    """The patterns of one script and role, compiled when a text of that script first comes."""

    script: re.Pattern[str]
    role: _PatternRole
    sources: tuple[tuple[Group, str], ...]

    @cached_property
    def finders(self) -> tuple[tuple[Group, str, _Finder], ...]:
        """Each pattern with what finds it in a text."""
        return tuple((group, one, re.compile(one).finditer) for group, one in self.sources)


class TermMatcher(Generic[Group]):
    """The terms of a lexicon, ready to be found."""

    __slots__ = ("_by_start", "_patterns", "_person")

    def __init__(
        self,
        lexicon: Mapping[Group, Mapping[str, Terms]],
        lookalikes: Iterable[str] = (),
        *,
        fiction: Iterable[str] = (),
        person: re.Pattern[str] | None = None,
    ) -> None:
        """Compiles a lexicon (group to language to terms).

        Args:
            lexicon: The terms of each group, by language.
            lookalikes: Phrases in which a term does not count.
            fiction: Words that say that a sentence tells of a work.
            person: What shows that a sentence has a person in it; sees capital letters.
        """
        entries: list[_Entry[Group]] = []
        for group, languages in lexicon.items():
            for terms in languages.values():
                for role, weight, listed, name in (
                    (_Role.TERM, STRONG, terms.strong, None),
                    (_Role.TERM, WEAK, terms.weak, None),
                    (_Role.TERM, WEAK, terms.hints, "hint"),
                    (_Role.PERSONAL, WEAK, terms.personal, None),
                    (_Role.TERM, -WEAK, terms.against, None),
                ):
                    for term in listed:
                        entries.extend(_entries(group, role, term, weight, name))
        for role, phrases in ((_Role.LOOKALIKE, lookalikes), (_Role.FICTION, fiction)):
            for phrase in phrases:
                entries.extend(_entries(None, role, phrase, 0.0))
        # The characters at a place lead to the few terms that can begin there.
        by_start: dict[int, defaultdict[str, list[_Entry[Group]]]] = {
            length: defaultdict(list) for length in _KEY_LENGTHS
        }
        for entry in entries:
            length = next(length for length in _KEY_LENGTHS if length <= len(entry.stem))
            by_start[length][entry.stem[:length]].append(entry)
        self._by_start = tuple(
            (length, {key: tuple(found) for key, found in table.items()})
            for length, table in by_start.items()
        )
        # By script and role, so that a text tries only the patterns that can be in it.
        self._patterns = tuple(
            _Patterns(
                _WRITTEN_IN.get(language, _ANYTHING),
                role,
                tuple(
                    (group, pattern)
                    for group, languages in lexicon.items()
                    if language in languages
                    for pattern in role.of(languages[language])
                ),
            )
            for language in dict.fromkeys(chain.from_iterable(lexicon.values()))
            for role in _PatternRole
        )
        self._person = person

    def _find(self, cased: str) -> tuple[list[Hit[Group]], set[int]]:
        """Gives the terms of a text without gaps, and the numbers of its sentences of fiction."""
        text = cased.lower()
        if len(cased) != len(text):  # a letter such as İ, which is two in lower case
            cased = text
        sentences = Sentences(cased)
        found: list[tuple[_Entry[Group], int, int]] = []
        masks: list[tuple[int, int]] = []
        fiction: set[int] = set()
        for start, entry, end in self._matches(text):
            if entry.role is _Role.LOOKALIKE:
                masks.append((start, end))
            else:
                found.append((entry, start, end))
        lookalikes = Masks(masks)
        hits: list[Hit[Group]] = []
        for entry, start, end in found:
            if lookalikes.hide(start, end):
                continue
            if entry.group is None:  # a word of fiction
                fiction.add(sentences.number(start))
                continue
            weight = entry.weight
            if entry.role is _Role.PERSONAL and sentences.have(self._person, start):
                weight = STRONG
            hits.append(Hit(entry.group, entry.term, start, end, weight, entry.is_firsthand))
        hits.extend(
            hit
            for hit in self._pattern_hits(cased, text, sentences)
            if not lookalikes.hide_start(hit.start, hit.end)
        )
        return hits, fiction

    def _pattern_hits(self, cased: str, text: str, sentences: Sentences) -> Iterator[Hit[Group]]:
        for patterns in self._patterns:
            if not patterns.sources or patterns.script.search(text) is None:
                continue
            searched = cased if patterns.role is _PatternRole.CASED else text
            personal = patterns.role is _PatternRole.PERSONAL
            for group, pattern, find in patterns.finders:
                for match in find(searched):
                    start, end = match.span()
                    if not personal or sentences.have(self._person, start):
                        yield Hit(group, pattern, start, end, STRONG, _is_owned(text, start, end))

    def _matches(self, text: str) -> Iterator[tuple[int, _Entry[Group], int]]:
        """Gives where each entry stands, by its first character."""
        in_word = False
        for start, character in enumerate(text):
            was_in_word, in_word = in_word, _LATIN.match(character) is not None
            if was_in_word and in_word:  # every term in Latin letters begins a word
                continue
            for length, table in self._by_start:
                for entry in table.get(text[start : start + length], ()):
                    end = entry.end_of_match(text, start)
                    if end is not None:
                        yield start, entry, end

    def weigh(self, text: str) -> dict[Group, float]:
        """Gives the evidence for each group that has any.

        Terms that overlap are one piece of evidence, the heaviest of them (住宅ローン holds
        ローン); a term counts once however often it is repeated. A group that only sentences of
        fiction speak for has a weak term less.
        """
        text = _without_gaps(text)
        hits, fictional = self._find(text)
        pieces: dict[Group, dict[str, float]] = {}
        against: defaultdict[Group, set[str]] = defaultdict(set)
        reach: dict[Group, tuple[int, str]] = {}
        for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, -hit.weight)):
            if hit.weight < 0:
                against[hit.group].add(hit.term)
                continue
            found = pieces.setdefault(hit.group, {})
            end, term = reach.get(hit.group, (0, ""))
            if hit.start < end:  # a piece of evidence that stands already
                found[term] = max(found[term], hit.weight)
            else:
                term = hit.term
                found[term] = max(found.get(term, 0.0), hit.weight)
            reach[hit.group] = (max(end, hit.end), term)
        weights = {
            group: sum(found.values()) - WEAK * len(against[group])
            for group, found in pieces.items()
        }
        if fictional:
            sentences = Sentences(text)
            told = {
                hit.group
                for hit in hits
                if hit.is_firsthand or sentences.number(hit.start) not in fictional
            }
            weights = {
                group: weight if group in told else weight - WEAK
                for group, weight in weights.items()
            }
        return {group: weight for group, weight in weights.items() if weight > 0}
