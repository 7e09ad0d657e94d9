"""Finds identifiers in a text: numbers, addresses and dates that name a person or their account.

1. Nothing here depends on word boundaries: a number glued to kana or to a Korean particle is found.
2. A checksum raises a score. It is required only where the shape alone means little (an IBAN or a
   card number without a word about it); an RRN issued since October 2020 carries none.
3. A kind whose shape is common (My Number, bank account, passport) needs a word about it nearby.
4. A number introduced as something else (order, tracking, ISBN) is left alone, as is a URL.

Each kind is a list of rules: a pattern, and a judge that weighs one match and the text around it.
The strongest of overlapping findings wins.

Not covered: numbers spelt out in words or kanji (but for dates of birth and 丁目), and identifiers
cut in two by a line break.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from policy.labelling import accounts, addresses, birthdates, contacts, nationals
from policy.labelling.fold import Folded
from policy.labelling.surroundings import Surroundings
from policy.vocabulary import IdentifierKind as IdentifierKind

Judge = Callable[[re.Match[str], Surroundings], float]
Rule = tuple[re.Pattern[str], Judge]


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier: `start` and `end` count in the original text, `score` is in (0, 1]."""

    kind: IdentifierKind
    start: int
    end: int
    score: float


_RULES: Final[tuple[tuple[IdentifierKind, tuple[Rule, ...]], ...]] = (
    (IdentifierKind.MY_NUMBER, nationals.MY_NUMBER),
    (IdentifierKind.RRN, nationals.RRN),
    (IdentifierKind.SSN, nationals.SSN),
    (IdentifierKind.PASSPORT, nationals.PASSPORT),
    (IdentifierKind.CARD, accounts.CARD),
    (IdentifierKind.IBAN, accounts.IBAN),
    (IdentifierKind.BANK_ACCOUNT, accounts.BANK_ACCOUNT),
    (IdentifierKind.EMAIL, contacts.EMAIL),
    (IdentifierKind.PHONE, contacts.PHONE),
    (IdentifierKind.ADDRESS, addresses.ADDRESS),
    (IdentifierKind.DATE_OF_BIRTH, birthdates.DATE_OF_BIRTH),
)
_RANK: Final = {kind: rank for rank, (kind, _) in enumerate(_RULES)}

# A person who writes from Japan means a My Number more often than a stranger does.
_HOME: Final = {
    IdentifierKind.MY_NUMBER: "ja",
    IdentifierKind.RRN: "ko",
    IdentifierKind.SSN: "en",
}
_HOME_BONUS: Final = 0.05

# Nearly every identifier holds a digit; 丁目 and 月 may follow a kanji numeral.
_WORTH_A_LOOK: Final = re.compile(r"[0-9@]|丁目|[〇一二三四五六七八九十]月|[(\[]at[)\]]| dot |born")
_URL: Final = re.compile(r"(?:https?://|www\.)[!-~]+", re.IGNORECASE)
_URL_HINT: Final = re.compile(r"://|www\.", re.IGNORECASE)


def _without_urls(text: str) -> str:
    if not _URL_HINT.search(text):
        return text
    return _URL.sub(lambda url: "\0" * len(url[0]), text)


def _candidates(text: str, language: str) -> list[Identifier]:
    found = []
    for kind, rules in _RULES:
        for pattern, judge in rules:
            for match in pattern.finditer(text):
                score = judge(match, Surroundings(text, match.start(), match.end()))
                if score <= 0:
                    continue
                if _HOME.get(kind) == language:
                    score += _HOME_BONUS
                found.append(
                    Identifier(kind, match.start(), match.end(), round(min(score, 1.0), 2))
                )
    return found


def _strongest(candidates: list[Identifier]) -> list[Identifier]:
    """Gives the candidates that overlap no stronger one: by score, then length, then kind."""
    ranked = sorted(
        candidates,
        key=lambda one: (-one.score, one.start - one.end, _RANK[one.kind], one.start),
    )
    kept: list[Identifier] = []
    taken: set[int] = set()
    for one in ranked:
        places = range(one.start, one.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def find_identifiers(folded: Folded, locale: str | None = None) -> tuple[Identifier, ...]:
    """Gives the identifiers of a folded text in order of position, offsets into the original."""
    if not _WORTH_A_LOOK.search(folded.text):
        return ()
    language = (locale or "").replace("_", "-").split("-")[0].lower()
    kept = _strongest(_candidates(_without_urls(folded.text), language))
    return tuple(
        Identifier(one.kind, *folded.original_span(one.start, one.end), one.score) for one in kept
    )
