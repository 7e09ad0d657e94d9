"""The domains of life that a text is about.

A linear head weighs three things: the encoder's vector of the text, the lexicon's evidence, and the
words of wide lists. The sensitive categories of labelling speak too (a mortgage is finance, a
kindergarten family), so their words need not be listed twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from device.encoder.domain_lexicon import DOMAIN_LOOKALIKES, DOMAIN_TERMS
from device.encoder.domain_words import WordLists
from device.encoder.encode import Encoder
from device.encoder.static import MODEL, StaticEncoder
from device.encoder.tags import DOMAINS
from policy.labelling.categories import weigh_categories
from policy.labelling.fold import fold
from policy.labelling.terms import TermMatcher
from policy.vocabulary import Domain, Label

OTHER: Final = Domain.OTHER.value
MAX_TAGS: Final = 4
MAX_CHARACTERS: Final = 4_000  # what a long text is about is said by then
_VECTOR_WEIGHT: Final = 4.0  # brings a unit vector's numbers to the size of the counts
_MOST_EVIDENCE: Final = 3.0
# A further domain is named from this logit on: a wrong tag costs a little speed, a missing one may
# hide a memory from a search.
_LEAST: Final = -0.6

_OTHER: Final = DOMAINS.index(OTHER)
_OF_CATEGORY: Final = {
    Label.FINANCE: DOMAINS.index("finance"),
    Label.HEALTH: DOMAINS.index("health"),
    Label.LOCATION: DOMAINS.index("home"),
    Label.MINORS: DOMAINS.index("family"),
    Label.BELIEF: DOMAINS.index("culture"),
    Label.WORKPLACE: DOMAINS.index("work"),
}


@dataclass(frozen=True, slots=True, eq=False)
class _Head:
    encoder: StaticEncoder
    matrix: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    @staticmethod
    @cache
    def shipped() -> _Head:
        encoder = Encoder.default()
        assert isinstance(encoder, StaticEncoder)
        with np.load(Path(MODEL) / "heads.npz") as heads:
            return _Head(encoder, heads["domain_matrix"], heads["domain_bias"])


def tag_domains(text: str) -> tuple[str, ...]:
    """Gives the domains of `text`, best first: at least one, `other` alone when nothing speaks."""
    logits = domain_logits(text)
    if logits is None:
        return (OTHER,)
    best = np.argsort(-logits, kind="stable")
    if best[0] == _OTHER:
        return (OTHER,)
    named = [at for at in best[1:MAX_TAGS] if logits[at] > _LEAST and at != _OTHER]
    return tuple(DOMAINS[at] for at in (best[0], *named))


def domain_logits(text: str) -> npt.NDArray[np.float32] | None:
    """Gives what speaks for each domain; None where nothing does. *Shape:* (domains,)."""
    head = _Head.shipped()
    inputs = features(text, head.encoder)
    if not inputs.any():
        return None
    logits: npt.NDArray[np.float32] = inputs @ head.matrix + head.bias
    return logits


def features(text: str, encoder: StaticEncoder) -> npt.NDArray[np.float32]:
    """Gives what the head weighs of a text. *Shape:* (287,), float32."""
    text = text[:MAX_CHARACTERS]
    (vector,) = encoder.encode([text])
    evidence = np.zeros(len(DOMAINS), np.float32)
    folded = fold(text).text
    for domain, weight in _lexicon().weigh(folded).items():
        evidence[DOMAINS.index(domain)] += weight
    for category, weight in weigh_categories(folded).items():
        if category in _OF_CATEGORY:
            evidence[_OF_CATEGORY[category]] += weight
    evidence = np.minimum(evidence, _MOST_EVIDENCE)
    return np.concatenate([_VECTOR_WEIGHT * vector, evidence, WordLists.shipped().weigh(text)])


@cache
def _lexicon() -> TermMatcher[str]:
    """Compiles the lexicon, once: most commands tag nothing."""
    return TermMatcher(DOMAIN_TERMS, DOMAIN_LOOKALIKES)
