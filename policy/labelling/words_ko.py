"""The Korean words of each sensitive category, and the Korean phrases that only look like it.

How terms are written: see `policy.labelling.terms`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from policy.labelling.words_ko_children import MINORS
from policy.labelling.words_ko_health import HEALTH
from policy.labelling.words_ko_home import LOCATION
from policy.labelling.words_ko_money import FINANCE
from policy.labelling.words_ko_not import FICTION, LOOKALIKES
from policy.labelling.words_ko_private import BIOMETRICS, SEXUALITY
from policy.labelling.words_ko_public import BELIEF, POLITICS, WORKPLACE
from policy.vocabulary import Label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policy.labelling.terms import Terms

__all__ = ["FICTION", "LOOKALIKES", "TERMS"]

TERMS: Final[Mapping[Label, Terms]] = {
    Label.FINANCE: FINANCE,
    Label.HEALTH: HEALTH,
    Label.LOCATION: LOCATION,
    Label.MINORS: MINORS,
    Label.BELIEF: BELIEF,
    Label.POLITICS: POLITICS,
    Label.SEXUALITY: SEXUALITY,
    Label.BIOMETRICS: BIOMETRICS,
    Label.WORKPLACE: WORKPLACE,
}
