"""The words that speak for each sensitive category, in every language, as one table.

A category asks whether a person's OWN circumstances are told: a price in a shop is not finance, a
film about a hospital is not health, although a lexicon cannot always tell. Each language has its
file, so that a native reader can review it alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from policy.labelling import words_en, words_ja, words_ko
from policy.vocabulary import Label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policy.labelling.terms import Terms

_LANGUAGES: Final = {"en": words_en.TERMS, "ja": words_ja.TERMS, "ko": words_ko.TERMS}

# `identity` has no words: it comes from identifiers alone.
LEXICON: Final[Mapping[Label, Mapping[str, Terms]]] = {
    category: {language: terms[category] for language, terms in _LANGUAGES.items()}
    for category in Label
    if category is not Label.IDENTITY
}

# Phrases that hold a term without its meaning: a river bank, 전세계, ドローン. Only common ones;
# the rest is left to the person's correction.
LOOKALIKES: Final[Mapping[str, tuple[str, ...]]] = {
    "en": words_en.LOOKALIKES,
    "ja": words_ja.LOOKALIKES,
    "ko": words_ko.LOOKALIKES,
}

# Words that say that a sentence tells of a work (film, 映画, 영화) or asks for general knowledge.
FICTION: Final[Mapping[str, tuple[str, ...]]] = {
    "en": words_en.FICTION,
    "ja": words_ja.FICTION,
    "ko": words_ko.FICTION,
}

# English nouns that speak for a category only where there is a person in the sentence.
PERSON: Final = words_en.PERSON
