"""The domains of life that a text is about, by its words.

The sensitive categories of labelling speak too (a mortgage is finance, a kindergarten family), so
their words need not be listed twice.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from device.encoder.domain_lexicon import DOMAIN_LOOKALIKES, DOMAIN_TERMS
from policy.labelling.categories import weigh_categories
from policy.labelling.fold import fold
from policy.labelling.terms import STRONG, TermMatcher
from policy.vocabulary import Label

OTHER: Final = "other"
MAX_TAGS: Final = 4
# A domain with less than this share of the leader's evidence is only mentioned in passing.
_KEPT_SHARE: Final = 0.34

_ORDER: Final = (*DOMAIN_TERMS, OTHER)
_OF_CATEGORY: Final = {
    Label.FINANCE: "finance",
    Label.HEALTH: "health",
    Label.LOCATION: "home",
    Label.MINORS: "family",
    Label.BELIEF: "culture",
    Label.WORKPLACE: "work",
}
_MATCHER: Final = TermMatcher(DOMAIN_TERMS, DOMAIN_LOOKALIKES)


def tag_domains(text: str) -> tuple[str, ...]:
    """Gives the domains of `text`, best first: at least one, `other` alone when no word speaks.

    A weak word alone is enough when nothing stronger is there: a wrong tag costs a little speed, a
    missing one may hide a memory from a search.
    """
    folded = fold(text).text
    evidence: defaultdict[str, float] = defaultdict(float, _MATCHER.weigh(folded))
    for category, weight in weigh_categories(folded).items():
        if category in _OF_CATEGORY:
            evidence[_OF_CATEGORY[category]] += weight
    if not evidence:
        return (OTHER,)
    best = max(evidence.values())
    floor = min(best, max(STRONG, _KEPT_SHARE * best))
    ranked = sorted(evidence, key=lambda domain: (-evidence[domain], _ORDER.index(domain)))
    return tuple(domain for domain in ranked if evidence[domain] >= floor)[:MAX_TAGS]
