"""The sensitive categories that a text touches: by its words, and by the identifiers in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Final

from policy.labelling.identifiers import Identifier
from policy.labelling.lexicon import FICTION, LEXICON, LOOKALIKES, PERSON
from policy.labelling.terms import STRONG, TermMatcher
from policy.vocabulary import IdentifierKind, Label

# What an identifier says by itself. A phone number, an e-mail address or a birthday says nothing.
_IMPLIED: Final[Mapping[IdentifierKind, Label]] = {
    IdentifierKind.MY_NUMBER: Label.IDENTITY,
    IdentifierKind.RRN: Label.IDENTITY,
    IdentifierKind.SSN: Label.IDENTITY,
    IdentifierKind.PASSPORT: Label.IDENTITY,
    IdentifierKind.CARD: Label.FINANCE,
    IdentifierKind.BANK_ACCOUNT: Label.FINANCE,
    IdentifierKind.IBAN: Label.FINANCE,
    IdentifierKind.ADDRESS: Label.LOCATION,
}


@cache
def matcher() -> TermMatcher[Label]:
    """Gives the compiled lexicon. It takes a third of a second, so it is built when first asked."""
    return TermMatcher(
        LEXICON,
        chain.from_iterable(LOOKALIKES.values()),
        fiction=chain.from_iterable(FICTION.values()),
        person=PERSON,
    )


@dataclass(frozen=True, slots=True)
class Category:
    """A sensitive category and how sure we are, in [0, 1]."""

    name: Label
    score: float


def score_of(evidence: float) -> float:
    """Gives the score of summed term weights: 0.6 for one strong term, nearing 1 with each more."""
    doubt: float = 0.4 * 0.5 ** (evidence - STRONG)
    return round(1 - doubt, 3)


def weigh_categories(text: str) -> dict[Label, float]:
    """Gives the summed term weights of a folded text; a category counts from `STRONG` on."""
    return matcher().weigh(text)


def find_categories(text: str, identifiers: Iterable[Identifier] = ()) -> tuple[Category, ...]:
    """Gives the categories of a folded text, most certain first, then by name."""
    scores = {
        name: score_of(evidence)
        for name, evidence in weigh_categories(text).items()
        if evidence >= STRONG
    }
    for identifier in identifiers:
        implied = _IMPLIED.get(identifier.kind)
        if implied is not None:
            scores[implied] = max(scores.get(implied, 0.0), identifier.score)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Category(name, score) for name, score in ranked)
