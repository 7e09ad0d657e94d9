"""The labels of one text, from which its default rules are chosen.

What this does NOT do: it cannot find what only the meaning tells ("the usual thing happened"), and
it hides nothing; it reports. Where unsure it labels: a wrong label costs the owner one
correction, a missed one may let a text out.
"""

from __future__ import annotations

from dataclasses import dataclass

from policy.labelling.categories import Category, find_categories
from policy.labelling.fold import fold
from policy.labelling.identifiers import Identifier, find_identifiers


@dataclass(frozen=True, slots=True)
class Labels:
    """What was found: identifiers by position, categories by falling score, then by name."""

    identifiers: tuple[Identifier, ...]
    categories: tuple[Category, ...]


def label(text: str, locale: str | None = None, vector: object | None = None) -> Labels:
    """Gives the identifiers and sensitive categories of `text`. Never raises on any string.

    Args:
        text: What was written, in any mixture of languages; lone surrogates are tolerated.
        locale: The person's locale, such as `ja-JP`; it raises the score of that country's numbers.
        vector: The encoder's vector, for a learned head. No head ships yet, so it is not read.
    """
    del vector
    folded = fold(text)
    identifiers = find_identifiers(folded, locale)
    return Labels(identifiers, find_categories(folded.text, identifiers))
